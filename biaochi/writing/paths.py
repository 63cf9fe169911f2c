"""Which files of a project may be written, and what stands in them now: text, encoding, line ends, digest."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from biaochi import files
from biaochi.problem import Fault
from biaochi.writing.places import newline_of

MAX_GROWTH = 5_000_000
"""Bytes that one save may add to an observation file; a YAML file has files.MAX_YAML_BYTES in all."""
_SINGLE = {"config.yaml", "data/areas.csv", "data/sources.yaml"}
_FOLDERS = {"indicators/decks": {".yaml", ".yml"},
            "indicators/definitions": {".yaml", ".yml"}, "indicators/plans": {".yaml", ".yml"},
            "data/observations": {".csv", ".tsv"}}  # fmt: skip
_FINE = re.compile(r"[\w（）()+ -][\w（）()+. -]*")


@dataclass(frozen=True)
class Seen:
    """A file as it was when somebody began to edit it; sha256 is of its bytes, empty for a file that is not there."""

    path: str
    text: str = ""
    sha256: str = ""
    encoding: str = "utf-8"
    bom: bytes = b""

    def bytes(self, text: str) -> bytes:
        """A text in this file's encoding, behind its mark; line ends as in the file where the text has plain ones."""
        if "\r" not in text and newline_of(self.text) == "\r\n":
            text = text.replace("\n", "\r\n")
        try:
            return self.bom + text.encode(self.encoding)
        except UnicodeEncodeError:
            raise Fault("text_control") from None


def place(root: Path, path: str) -> Path:
    """The file of a project that a path names; raises Fault path_refused for anything but a planner's file."""
    parts = PurePosixPath(path).parts
    known = path in _SINGLE or any(
        path.startswith(f"{folder}/") and PurePosixPath(path).suffix.lower() in endings
        for folder, endings in _FOLDERS.items()
    )
    plain = "/".join(parts) == path and all(_FINE.fullmatch(part) and part[0] not in ".~" for part in parts)
    if not known or not plain or len(path) > 300 or any(len(part.encode()) > 200 for part in parts):
        raise Fault("path_refused", path=path)
    found = root / path
    if found.is_symlink() or not files.inside(found, root) or (found.exists() and not found.is_file()):
        raise Fault("path_refused", path=path)
    return found


def look(root: Path, path: str) -> Seen:
    """The file as it is now, or an empty Seen for one that is not there; raises Fault."""
    found = place(root, path)
    try:
        if found.stat().st_size > files.MAX_CSV_BYTES:
            raise Fault(
                "file_too_large", size=f"{found.stat().st_size / 1e6:.1f}", limit=f"{files.MAX_CSV_BYTES / 1e6:.0f}"
            )
        raw = found.read_bytes()
    except FileNotFoundError:
        return Seen(path)
    except OSError:
        raise Fault("file_unreadable") from None
    return of(path, raw)


def of(path: str, raw: bytes) -> Seen:
    """Bytes as text with what is needed to write them back unchanged; raises Fault file_encoding."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"),
                           (b"", "utf-8"), (b"", "gb18030")):  # fmt: skip
        if not raw.startswith(mark):
            continue
        try:
            text = raw[len(mark) :].decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and mark + text.encode(encoding) == raw:
            return Seen(path, text, digest(raw), encoding, mark)
    raise Fault("file_encoding")


def digest(raw: bytes) -> str:
    """The sha256 of bytes."""
    return hashlib.sha256(raw).hexdigest()


def fits(seen: Seen, raw: bytes) -> None:
    """Refuses texts beyond all reason; raises Fault file_too_large."""
    table = seen.path.endswith((".csv", ".tsv"))
    limit = len(seen.bytes(seen.text)) + MAX_GROWTH if table else files.MAX_YAML_BYTES
    if len(raw) > limit:
        raise Fault("file_too_large", size=f"{len(raw) / 1e6:.1f}", limit=f"{limit / 1e6:.0f}")
