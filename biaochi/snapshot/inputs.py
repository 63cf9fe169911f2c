"""The files that go into a snapshot, and the name that they give it."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from biaochi import catalogue
from biaochi.snapshot.making import engine


@dataclass(frozen=True)
class Input:
    """One file that goes into a snapshot; size and times tell cheaply whether it may have changed."""

    path: str
    times: tuple[int, int, int]  # size, mtime and ctime: the last moves even where a clock was set or a time copied
    sha256: str


class Inputs:
    """All that goes into the snapshots of a project; a file is only read again where it may have changed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._known: dict[str, Input] = {}

    @property
    def hashes(self) -> dict[str, str]:
        """The digest of each file, as it was when `digest` was last asked."""
        return {path: one.sha256 for path, one in self._known.items()}

    @property
    def files(self) -> dict[str, Input]:
        """All of them, as they were when `digest` was last asked; another answer where one was written since."""
        return self._known

    def digest(self, pulled: str) -> str:
        """The name of the snapshot that files and pulled rows would give now."""
        found: dict[str, Input] = {}
        for path in _files(self.root):
            name = path.relative_to(self.root).as_posix()
            with contextlib.suppress(FileNotFoundError):  # it went between the two looks
                info, old = path.stat(), self._known.get(name)
                times = (info.st_size, info.st_mtime_ns, info.st_ctime_ns)
                known = old if old and old.times == times else None
                found[name] = known or Input(name, times, _sha256(path))
        self._known = found
        told = engine() + pulled + "".join(f"{one.path}\0{one.sha256}\n" for _, one in sorted(found.items()))
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def _sha256(path: Path) -> str:
    """The digest of a file; empty where it cannot be read, which is for the catalogue to say."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        raise
    except OSError:
        return ""


def _files(root: Path) -> Iterator[Path]:
    for name in catalogue.INPUTS:
        path = root / name
        if path.is_file():
            yield path
        else:
            yield from (p for p in sorted(path.rglob("*")) if p.is_file() and not p.name.startswith((".", "~")))
