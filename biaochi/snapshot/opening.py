"""One snapshot, opened read-only by its hash."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from biaochi.snapshot.making import SAFE


class Missing(LookupError):
    """A snapshot that is asked for by name is not (or no longer) there."""


class Damaged(Missing):
    """What lies there under the name of a snapshot is no database, or no whole one."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.stem)
        self.path = path


UNSHOWN = (Missing, OSError, duckdb.Error)
"""What `Library.current` raises where there is nothing to show yet."""


@dataclass(frozen=True)
class Snapshot:
    """One compiled state of the catalogue, opened read-only; cursors are made per use."""

    id: str
    con: duckdb.DuckDBPyConnection = field(repr=False)
    file: tuple[int, int, int] = (0, 0, 0)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of its own for one use; sharing one between threads would mix up rows."""
        return self.con.cursor()


def connect(folder: Path, name: str) -> Snapshot:
    """Opens a snapshot by its hash or the first six or more signs of it; raises Missing, Damaged."""
    if not name.isalnum() or len(name) < 6:
        raise Missing(name)
    found = sorted(folder.glob(f"{name}*.duckdb"))
    if not found:
        raise Missing(name)
    try:
        con = duckdb.connect(str(found[0]), read_only=True, config={**SAFE, "enable_external_access": False})
    except duckdb.Error as error:
        if "set lock on file" in str(error):  # not "block": somebody looks into it with a program of his own
            raise Missing(name) from error
        raise Damaged(found[0]) from error
    with contextlib.suppress(duckdb.InvalidInputException):  # another connection of this process has locked it
        con.execute("set lock_configuration = true")
    return Snapshot(found[0].stem, con, identity(found[0]) or (0, 0, 0))


def identity(path: Path) -> tuple[int, int, int] | None:
    """Which file lies there: it differs once the file was replaced, cut off or written again; None for none."""
    with contextlib.suppress(OSError):
        info = path.stat()
        return info.st_ino, info.st_size, info.st_mtime_ns
    return None
