"""Bytes to text: the encodings that editors and spreadsheets here write, size limits, characters that no text has."""

from __future__ import annotations

import codecs
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from biaochi.problem import Fault, Problem

MAX_YAML_BYTES = 2_000_000
MAX_CSV_BYTES = 2_000_000_000
MAX_LINE = 8_000_000
"""Characters: a single line of a CSV file that is longer is not one of ours."""

NO_TEXT = "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\ufffe\\uffff\\ufffd"
BAD = re.compile(f"[{NO_TEXT}]")
"""Control characters, and what stands where a byte could not be read."""

_BLOCK = 4 << 20
_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# The first bytes of what is no text at all, however it is named.
_KINDS = {
    b"PK\x03\x04": "Excel (xlsx)",
    b"\xd0\xcf\x11\xe0": "Excel (xls)",
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\x1f\x8b": "gzip",
    b"SQLite format": "SQLite",
    b"PAR1": "Parquet",
}
KINDS = tuple(_KINDS)


def name_of(path: Path, root: Path) -> str:
    """A file's path inside the project as it can be printed: one line, whatever bytes its name has."""
    name = path.relative_to(root).as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(char if char.isprintable() else "�" for char in name)


def inside(path: Path, root: Path) -> bool:
    """Whether a path, links followed, lies in the project; a link that runs in circles does not."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False


def usable(path: Path, root: Path, limit: int) -> Problem | None:
    """Why a file must not be opened, if so: it lies outside, is no plain file, or is too large."""
    file = name_of(path, root)
    if not inside(path, root):
        return Problem("file_outside", {}, file)
    try:
        info = path.stat()
    except OSError:
        return Problem("file_unreadable", {}, file)
    if stat.S_ISDIR(info.st_mode):
        return Problem("file_is_folder", {}, file)
    if not stat.S_ISREG(info.st_mode):
        return Problem("file_unreadable", {}, file)
    if info.st_size > limit:
        size = f"{info.st_size / 1e6:.1f}"
        return Problem("file_too_large", {"size": size, "limit": f"{limit / 1e6:.0f}"}, file)
    return None


def read_text(path: Path, root: Path, limit: int = MAX_YAML_BYTES) -> tuple[str | None, list[Problem]]:
    """The text of a small file (at most `limit` bytes) with plain line ends; None and the reason where it has none."""
    problem = usable(path, root, limit)
    if problem:
        return None, [problem]
    try:
        raw = path.read_bytes()
        return lines_plain(raw.decode(*encoding_of(raw))), []
    except OSError:
        return None, [Problem("file_unreadable", {}, name_of(path, root))]
    except Fault as fault:
        return None, [Problem(fault.code, fault.params, name_of(path, root))]


def decode(raw: bytes) -> str | None:
    """Bytes as text with plain line ends, None where they are none."""
    try:
        text = raw.decode(*encoding_of(raw))
    except Fault:
        return None
    return None if "\0" in text else lines_plain(text)


def lines_plain(text: str) -> str:
    """Windows and old Mac line ends as plain ones."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def encoding_of(raw: bytes) -> tuple[str, str]:
    """Encoding and error handling that make sense of bytes: UTF-8, UTF-16 with BOM, GB18030; raises Fault.

    A text with a few broken bytes stays a text: they become U+FFFD, which is reported where it stands.
    """
    kind = next((kind for first, kind in _KINDS.items() if raw.startswith(first)), None)
    if kind:
        raise Fault("file_binary", kind=kind)
    if raw[:2] in _BOMS:
        return _sane(raw, "utf-16", 0, 20)
    with suppress(UnicodeDecodeError):
        raw.decode("utf-8")
        return _sane(raw, "utf-8-sig", 0, 20)
    for encoding, beyond in (("utf-8-sig", 3), ("gb18030", 10)):
        with suppress(Fault):
            return _sane(raw, encoding, beyond, 1)
    raise Fault("file_encoding")


def _sane(raw: bytes, encoding: str, beyond: int, every: int) -> tuple[str, str]:
    """The encoding, if for each character that no text has enough others are read: in all, and beyond ASCII."""
    text = raw.decode(encoding, "replace")
    bad = len(BAD.findall(text))
    good = len(text) - len(text.encode("ascii", "ignore"))
    much = bad * 2 > len(text) or (bad > 3 and bad * every > len(text))
    if much or bad * beyond > good or "\0" * 3 in text:
        raise Fault("file_encoding")
    return encoding, "replace"


def encoding_of_file(path: Path) -> tuple[str, str]:
    """As encoding_of, for a file that need not fit into memory; raises Fault, OSError."""
    with path.open("rb") as stream:
        block = stream.read(_BLOCK)
        found, decoder = _whole_lines(block), codecs.getincrementaldecoder("utf-8")()
        while found[0] == "utf-8-sig" and block:
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                return _whole_lines(block)
            block = stream.read(_BLOCK)
    return found


def _whole_lines(block: bytes) -> tuple[str, str]:
    """The encoding of a block, without the line that its end may cut in two."""
    whole = block if block[:2] in _BOMS or len(block) < _BLOCK else block[: block.rfind(b"\n") + 1]
    return encoding_of(whole or block)


def blocks(path: Path, encoding: tuple[str, str], size: int = _BLOCK) -> Iterator[str]:
    """A file's text in blocks of whole lines with plain line ends; raises Fault for a line beyond MAX_LINE."""
    with path.open(encoding=encoding[0], errors=encoding[1], newline=None) as stream:
        rest = ""
        while text := stream.read(size):
            rest += text
            cut = rest.rfind("\n") + 1
            if cut:
                yield rest[:cut]
                rest = rest[cut:]
            if len(rest) > MAX_LINE:
                raise Fault("file_line_long", limit=MAX_LINE // 1_000_000)
        if rest:
            yield rest
