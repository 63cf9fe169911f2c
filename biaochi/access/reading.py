"""The access part of config.yaml, read from the file itself: no snapshot, pinned or stale, decides who may what."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from biaochi import files
from biaochi.catalogue import entries
from biaochi.model import Access

CONFIG = "config.yaml"


@dataclass(frozen=True)
class Rules:
    """The access rules; `access` is None where they cannot be read and were never read before."""

    access: Access | None


_LAST: dict[Path, tuple[tuple[int, ...], Rules]] = {}
_LOCK = threading.Lock()


def rules(root: Path) -> Rules:
    """The rules as the file says them now; while it has errors in them the last good ones of this process hold."""
    path = root / CONFIG
    with _LOCK:
        stamp = _stamp(path)
        known = _LAST.get(path)
        if known and known[0] == stamp:
            return known[1]
        if not stamp:  # an editor may be about to write it again: what held goes on
            return known[1] if known else Rules(Access())
        found = _read(path, root)
        if found.access is None and known:
            found = known[1]
        _LAST[path] = (stamp, found)
        return found


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        said = path.stat()
    except OSError:
        return ()
    return said.st_mtime_ns, said.st_ctime_ns, said.st_size, said.st_ino


def _read(path: Path, root: Path) -> Rules:
    text, problems = files.read_text(path, root)
    doc, wrong = files.parse_yaml(text, CONFIG) if text is not None else (None, [])
    if doc is None or problems or not isinstance(doc.data, dict):
        return Rules(None)
    if doc.wrong or doc.lost or wrong:  # mended somewhere: the part may have lost lines
        return Rules(None)
    if doc.data.get("access") is None:
        return Rules(None if any("acces" in str(key).lower() for key in doc.data if key != "access") else Access())
    found, problems = entries.read(Access, doc, ("access",))
    return Rules(None if problems else found)
