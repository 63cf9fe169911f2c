"""Snapshots: the catalogue as one immutable DuckDB file, named by the hash of what went in and swapped atomically."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import shutil
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb

from biaochi import attempt, catalogue, generated, intake, logs, pins
from biaochi.attempt import Attempt
from biaochi.catalogue.rows import fetch
from biaochi.intake import Ask
from biaochi.model import Config
from biaochi.problem import Problem, errors
from biaochi.snapshot import making
from biaochi.snapshot.inputs import Inputs
from biaochi.snapshot.making import compile_into, engine, fill, memory, read_into, turn_after
from biaochi.snapshot.opening import UNSHOWN, Damaged, Missing, Snapshot, connect, identity

__all__ = [
    "FOLDER",
    "UNSHOWN",
    "Library",
    "Missing",
    "Snapshot",
    "compile_into",
    "config_of",
    "engine",
    "memory",
    "read_into",
]

FOLDER = ".biaochi/snapshots"
_MOST_OPEN = 8
_ONE_HERE = threading.Lock()
_MIXED = "x"
"""What the name of a snapshot begins with that stands for no state of the files; a digest does not."""


class Library:
    """The snapshots of one project: compiles, keeps the last ones, opens any of them by its hash."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.folder = self.root / FOLDER
        self._open: dict[str, Snapshot] = {}
        self._lock = threading.Lock()
        self._inputs = Inputs(self.root)
        self._pinned: set[str] = set()
        self._keep = Config().keep_snapshots
        self._stamp: tuple[tuple[int, int, int] | None, Attempt | None] | None = None

    def current(self) -> Snapshot:
        """The snapshot to show now; compiles first where there is none yet, or only a damaged one."""
        with contextlib.suppress(Missing):
            return self.open(self.attempt().shown)
        return self.open(self.refresh().shown)

    def attempt(self) -> Attempt:
        """What the latest compilation said, from the folder that several processes may share."""
        return self.told() or self.refresh()

    def told(self) -> Attempt | None:
        """What `current.json` says, where it can be read and the snapshot that it names is whole."""
        stamp = identity(self.folder / attempt.FILE)
        if self._stamp is None or self._stamp[0] != stamp:
            self._stamp = (stamp, attempt.read(self.folder))
        found = self._stamp[1]
        return found if found and self._whole(found) else None

    def open(self, name: str) -> Snapshot:
        """A snapshot by its hash or the first six or more signs of it; raises Missing."""
        with self._lock:
            known = self._open.get(name)
            if known and identity(self.path(known.id)) not in (None, known.file):  # damaged, and compiled once more
                self._open = {key: one for key, one in self._open.items() if one.id != known.id}
                with contextlib.suppress(duckdb.Error):
                    known.con.close()  # while it lives, DuckDB would give the old file for this name
                known = None
            if known is None:
                known = self._open[name] = self._connect(name)
                while len(self._open) > _MOST_OPEN:  # who still asks it holds it; then it closes by itself
                    del self._open[next(iter(self._open))]
            return known

    def keep(self, name: str) -> None:
        """Has the builder keep the snapshot of this full hash, because a link needs it."""
        if name not in self._pinned and self.path(name).exists():
            self._pinned.add(name)
            if not pins.mark(self.folder, name):
                logs.event("snapshot could not be pinned", logging.WARNING, snapshot=name)

    def close(self) -> None:
        """Lets go of every open snapshot, at the end of a process."""
        with self._lock:
            for one in self._open.values():
                with contextlib.suppress(duckdb.Error):
                    one.con.close()
            self._open.clear()

    def path(self, name: str) -> Path:
        """Where the snapshot of this hash lies."""
        return self.folder / f"{name}.duckdb"

    def refresh(self, today: date | None = None, ask: Ask = "due") -> Attempt:
        """Asks the data sources that are due (or all, or none), then compiles if anything changed.

        With errors the last good state stays current and the Problems are kept.
        """
        pulled = catalogue.pull(self.root, ask)
        with self._lock, _exclusive(self.folder):
            name = self._inputs.digest(pulled)
            old = attempt.read(self.folder, attempt.FILE, attempt.COPY)
            if old and old.tried == name and self._whole(old):
                if not self.told():
                    attempt.write(self.folder, old)
                return old
            started, today = time.monotonic(), today or date.today()
            known = self._said(name, today) if old and old.shown == name and self._whole(old) else None
            if known is not None:  # an edit was taken back: readers keep what they have open
                problems, sound = known, True
            else:
                name, problems, sound = self._compile(name, today, old.shown if old else "")
            shown = name if sound or not old or not self._whole(old) else old.shown
            seconds, size = round(time.monotonic() - started, 3), self.path(shown).stat().st_size
            made = Attempt(shown, name, problems, seconds, engine(), size, attempt.now())
            attempt.write(self.folder, made)
            self._clean({shown, old.shown if old else shown})
            return made

    def copied(self, con: duckdb.DuckDBPyConnection, today: date) -> Attempt | None:
        """Fills an empty database with what the files say now, and says what was wrong with them.

        None, and the database may hold a part, unless a snapshot of just these files was compiled for `today`.
        """
        found = self.told()
        now = self._inputs.digest(catalogue.pull(self.root, "none"))
        if not found or (found.shown, found.tried, found.engine) != (now, now, engine()):
            return None
        try:
            con.execute("attach ? as ready (read_only)", [str(self.path(now))])
            known = fetch(con, "select as_of from ready.about")[0]["as_of"] == today
            if known:
                con.execute("copy from database ready to memory")
            con.execute("detach ready")
        except duckdb.Error:
            return None
        return found if known else None

    def _compile(self, name: str, today: date, old: str) -> tuple[str, list[Problem], bool]:
        """Makes the snapshot; its name, what was wrong with the files, and whether it may be shown."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for left in self.folder.glob("*.part*"):  # by a compiler that was killed: there is one at a time
            with contextlib.suppress(OSError):
                left.unlink()
        turn = self._turn(old)
        try:
            name, loaded = self._make(name, today, old, turn)
        except (duckdb.Error, OSError) as error:
            part = self._part(name)
            if not turn and part.exists():
                raise
            if turn:
                logs.event("snapshot not made of the last one, but anew", logging.WARNING, error)
            part.unlink(missing_ok=True)
            self.folder.mkdir(parents=True, exist_ok=True)  # it may have been removed while it was written to
            name, loaded = self._make(name, today, old, 0)
        self._keep = loaded.config.keep_snapshots
        # a wrong slide says so itself and moves nobody's numbers; a wrong row of a database nobody here can mend
        alone = (f"{catalogue.decks.FOLDER}/", intake.PREFIX)
        return name, loaded.problems, not any(not one.file.startswith(alone) for one in errors(loaded.problems))

    def _make(self, name: str, today: date, old: str, turn: int) -> tuple[str, catalogue.Loaded]:
        """Compiles into a file; its name is another one where the catalogue was changed while it was read.

        What was read is then no state that it ever was in, and the next look compiles once more.
        """
        part, read = self._part(name), self._inputs.files
        if turn:
            shutil.copyfile(self.path(old), part)
        loaded, wanted = fill(part, self.root, today, self._inputs.hashes, turn)
        pins.add(self.folder, wanted)
        if self._inputs.digest(catalogue.pull(self.root, "none")) != name or self._inputs.files != read:
            catalogue.observations.forget()
            name = _MIXED + hashlib.sha256(f"{name} {time.time_ns()}".encode()).hexdigest()[:15]
        os.replace(part, self.path(name))
        return name, loaded

    def _said(self, name: str, today: date) -> list[Problem] | None:
        """The Problems of a snapshot that was made on this day, None for another or a damaged one."""
        with contextlib.suppress(Missing, duckdb.Error):
            con = self._connect(name).con
            try:
                if fetch(con, "select as_of from about")[0]["as_of"] == today:
                    return [attempt.problem_of(row) for row in fetch(con, "select * from problem")]
            finally:
                con.close()
        return None

    def _part(self, name: str) -> Path:
        """What a snapshot is called until it is whole."""
        return self.folder / f"{name}.{os.getpid()}.part"

    def _turn(self, name: str) -> int:
        """The how manyth snapshot in a row the next one would be that is made of this one; 0 where it is made anew."""
        found = identity(self.path(name))
        if not found or name.startswith(_MIXED) or found[1] < making.WORTH_KEEPING * making.BYTES:
            return 0
        try:
            con = self._connect(name).con
        except Missing:
            return 0
        try:
            return turn_after(con)
        finally:
            con.close()

    def _connect(self, name: str) -> Snapshot:
        try:
            return connect(self.folder, name)
        except Damaged as error:
            self._set_aside(error.path)
            raise

    def _set_aside(self, path: Path) -> None:
        """A file that is no database is out of the way, so that the snapshot is compiled once more."""
        os.replace(path, path.with_suffix(".broken"))

    def _whole(self, said: Attempt) -> bool:
        """Whether the snapshot that is shown lies there in full length."""
        found = identity(self.path(said.shown))
        return found is not None and said.size in (0, found[1])

    def _clean(self, needed: set[str]) -> None:
        """Keeps the newest snapshots; an old file that is still open elsewhere only loses its name."""
        needed = needed | pins.read(self.folder)
        every = sorted(self.folder.glob("*.duckdb"), key=lambda p: p.stat().st_mtime, reverse=True)
        for path in every[self._keep :]:
            if path.stem not in needed:
                self._open.pop(path.stem, None)
                path.unlink(missing_ok=True)


def config_of(snapshot: Snapshot) -> Config:
    """The configuration with which a snapshot was compiled."""
    return Config.model_validate_json(fetch(snapshot.cursor(), "select config from about")[0]["config"])


@contextlib.contextmanager
def _exclusive(folder: Path) -> Iterator[None]:
    """One compiler at a time over a folder that several processes share (where the system has file locks).

    Within this process also while somebody removes the folder, and with it the file that is locked.
    """
    with _ONE_HERE:
        generated.folder(folder.parents[1])
        folder.mkdir(exist_ok=True)
        with open(folder / "lock", "w") as handle:
            with contextlib.suppress(ImportError, OSError):
                import fcntl

                fcntl.flock(handle, fcntl.LOCK_EX)
            yield
