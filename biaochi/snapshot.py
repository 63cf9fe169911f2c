"""Snapshots: the catalogue as one immutable DuckDB file, named by the hash of what went in and swapped atomically."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from biaochi import catalogue, layouts, pins, progress
from biaochi.catalogue.rows import fetch, insert
from biaochi.model import Config
from biaochi.problem import Problem, errors, tidy

FOLDER = ".biaochi/snapshots"
_SAFE: dict[str, Any] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
    "threads": 2,
}
_PACKAGE = Path(__file__).parent


class Missing(LookupError):
    """A snapshot that is asked for by name is not (or no longer) there."""


@dataclass(frozen=True)
class Input:
    """One file that goes into a snapshot; size and mtime tell cheaply whether it may have changed."""

    path: str
    size: int
    mtime: int
    sha256: str


@dataclass(frozen=True)
class Snapshot:
    """One compiled state of the catalogue, opened read-only; cursors are made per use."""

    id: str
    con: duckdb.DuckDBPyConnection = field(repr=False)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of its own for one use; sharing one between threads would mix up rows."""
        return self.con.cursor()


@dataclass(frozen=True)
class Attempt:
    """What the latest compilation said: its Problems, and which snapshot is shown."""

    shown: str
    tried: str
    problems: list[Problem]
    seconds: float = 0.0

    @property
    def stale(self) -> bool:
        """Whether the newest edit is not on screen because it has errors."""
        return self.shown != self.tried


@contextlib.contextmanager
def memory() -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB in memory for checking and judging without a snapshot."""
    con = duckdb.connect(config=_SAFE)
    try:
        yield con
    finally:
        con.close()


def read_into(con: duckdb.DuckDBPyConnection, root: Path, today: date) -> catalogue.Loaded:
    """The planners' files as tables, and every Problem of them, layouts and boundaries included."""
    loaded = catalogue.load(root, con, today)
    areas = {code for (code,) in con.execute("select id from known where kind = 'area'").fetchall()}
    return replace(loaded, problems=tidy([*loaded.problems, *layouts.read(root, areas).problems]))


def compile_into(con: duckdb.DuckDBPyConnection, root: Path, today: date) -> catalogue.Loaded:
    """Fills an open database with everything a page asks for: catalogue, verdicts of today, Problems."""
    loaded = read_into(con, root, today)
    sql, params = progress.select_assessments(today, loaded.config.thresholds)
    con.execute(f"create table assessment as {sql}", params)
    con.execute("create table problem (code varchar, params varchar, file varchar, line integer, col integer)")
    insert(con, "problem", [_problem_row(one) for one in loaded.problems])
    con.execute("create table about (as_of date, config varchar)")
    con.execute("insert into about values (?, ?)", [today, loaded.config.model_dump_json()])
    return loaded


class Library:
    """The snapshots of one project: compiles, keeps the last ones, opens any of them by its hash."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.folder = self.root / FOLDER
        self._open: dict[str, Snapshot] = {}
        self._lock = threading.Lock()
        self._inputs: dict[str, Input] = {}
        self._pinned: set[str] = set()
        self._keep = Config().keep_snapshots
        self._stamp: tuple[tuple[int, int, str], Attempt] | None = None

    def current(self) -> Snapshot:
        """The snapshot to show now; compiles first where there is none yet."""
        return self.open(self.attempt().shown)

    def attempt(self) -> Attempt:
        """What the latest compilation said, from the folder that several processes may share."""
        path = self.folder / "current.json"
        with contextlib.suppress(OSError, ValueError, KeyError):
            info = path.stat()
            stamp = (info.st_mtime_ns, info.st_ino, str(path))
            if self._stamp is None or self._stamp[0] != stamp:
                self._stamp = (stamp, _read_attempt(path))
            if self.path(self._stamp[1].shown).exists():
                return self._stamp[1]
        return self.refresh()

    def open(self, name: str) -> Snapshot:
        """A snapshot by its hash or the first six or more signs of it; raises Missing."""
        with self._lock:
            if name not in self._open:
                self._open[name] = self._connect(name)
            return self._open[name]

    def keep(self, name: str) -> None:
        """Never cleans away the snapshot of this full hash, because a link needs it."""
        if name not in self._pinned and self.path(name).exists():
            with self._lock, _exclusive(self.folder):
                self._pinned = pins.add(self.folder, [name])

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

    def refresh(self, today: date | None = None) -> Attempt:
        """Compiles if anything changed; with errors the last good state stays current and the Problems are kept."""
        with self._lock, _exclusive(self.folder):
            name = self._hash()
            old = self._last()
            if old and old.tried == name and self.path(old.shown).exists():
                return old
            started = time.monotonic()
            problems, sound = self._compile(name, today or date.today())
            shown = name if sound or not old or not self.path(old.shown).exists() else old.shown
            attempt = Attempt(shown, name, problems, round(time.monotonic() - started, 3))
            _write_attempt(self.folder / "current.json", attempt)
            self._clean({shown, old.shown if old else shown})
            return attempt

    def _compile(self, name: str, today: date) -> tuple[list[Problem], bool]:
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.folder / f"{name}.{os.getpid()}.part"
        part.unlink(missing_ok=True)
        con = duckdb.connect(str(part), config=_SAFE)
        try:
            loaded = compile_into(con, self.root, today)
            wanted = fetch(con, "select snapshot from deck where snapshot is not null")
            pins.add(self.folder, [row["snapshot"] for row in wanted])
        finally:
            con.close()
        os.replace(part, self.path(name))
        self._keep = loaded.config.keep_snapshots
        harmful = (one for one in errors(loaded.problems) if not one.file.startswith(f"{catalogue.decks.FOLDER}/"))
        return loaded.problems, not any(harmful)  # a wrong slide says so itself and moves nobody's numbers

    def _connect(self, name: str) -> Snapshot:
        if not name.isalnum() or len(name) < 6:
            raise Missing(name)
        found = sorted(self.folder.glob(f"{name}*.duckdb"))
        if not found:
            raise Missing(name)
        con = duckdb.connect(str(found[0]), read_only=True, config={**_SAFE, "enable_external_access": False})
        if not con.execute("select current_setting('lock_configuration')").fetchall()[0][0]:
            con.execute("set lock_configuration = true")  # one process shares one database between its connections
        return Snapshot(found[0].stem, con)

    def _last(self) -> Attempt | None:
        with contextlib.suppress(OSError, ValueError, KeyError):
            return _read_attempt(self.folder / "current.json")
        return None

    def _hash(self) -> str:
        """The name of the snapshot that the files would give now; only files whose size or time changed are read."""
        found: dict[str, Input] = {}
        for path in _inputs(self.root):
            name, info = path.relative_to(self.root).as_posix(), path.stat()
            old = self._inputs.get(name)
            if old and (old.size, old.mtime) == (info.st_size, info.st_mtime_ns):
                found[name] = old
            else:
                found[name] = Input(name, info.st_size, info.st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
        self._inputs = found
        told = _engine() + "".join(f"{one.path}\0{one.sha256}\n" for _, one in sorted(found.items()))
        return hashlib.sha256(told.encode()).hexdigest()[:16]

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


def _inputs(root: Path) -> Iterator[Path]:
    for name in catalogue.INPUTS:
        path = root / name
        if path.is_file():
            yield path
        else:
            yield from (p for p in sorted(path.rglob("*")) if p.is_file() and not p.name.startswith((".", "~")))


@cache
def _engine() -> str:
    """Digest of the code that compiles, so that a new version of it compiles anew."""
    files = sorted(
        p
        for ending in ("*.py", "*.sql", "*.yaml")
        for p in _PACKAGE.rglob(ending)
        if p.parent.name in {"model", "files", "catalogue", "progress", "quantity", "comparability"}
        or p.stem in {"layouts", "snapshot", "period", "problems"}
    )
    return hashlib.sha256(b"".join(p.read_bytes() for p in files)).hexdigest()


@contextlib.contextmanager
def _exclusive(folder: Path) -> Iterator[None]:
    """One compiler at a time over a folder that several processes share (where the system has file locks)."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w") as handle:
        with contextlib.suppress(ImportError, OSError):
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _problem_row(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "params": json.dumps(problem.params, ensure_ascii=False, default=str),
        "file": problem.file,
        "line": problem.line,
        "col": problem.column,
    }


def _write_attempt(path: Path, attempt: Attempt) -> None:
    said = {
        "shown": attempt.shown,
        "tried": attempt.tried,
        "seconds": attempt.seconds,
        "at": datetime.now().isoformat(timespec="seconds"),
        "problems": [_problem_row(p) for p in attempt.problems],
    }
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(part, path)


def _read_attempt(path: Path) -> Attempt:
    said = json.loads(path.read_text(encoding="utf-8"))
    problems = [Problem(p["code"], json.loads(p["params"]), p["file"], p["line"], p["col"]) for p in said["problems"]]
    return Attempt(said["shown"], said["tried"], problems, said["seconds"])
