"""Saving an edited file: checked before, refused when somebody else was faster, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from biaochi import catalogue, files, snapshot
from biaochi.catalogue import INPUTS
from biaochi.problem import Fault, Problem, errors
from biaochi.writing.merging import merge
from biaochi.writing.paths import Seen, digest, fits, look, place


@dataclass(frozen=True)
class Saved:
    """What became of a save.

    saved, unchanged: the file holds the text. problems: the edit would bring errors, nothing was written.
    changed: somebody else saved first; `theirs` is the file now, `merged` both changes together (None where they
    meet). refused: it could not be written; the file is as it was. `problems` are those that the edit brings.
    """

    status: Literal["saved", "unchanged", "problems", "changed", "refused"]
    path: str
    problems: tuple[Problem, ...] = ()
    before: Seen | None = None
    now: Seen | None = None
    theirs: Seen | None = None
    merged: str | None = None


def check(root: Path, texts: Mapping[str, str]) -> list[Problem]:
    """All Problems of the project as if these files (path: text) were saved; the project is not touched."""
    return _load(root, {path: look(root, path).bytes(text) for path, text in texts.items()})


def brought(root: Path, texts: Mapping[str, str]) -> list[Problem]:
    """The Problems that saving these files would bring, without those that are there already."""
    return _new(_load(root, {}), check(root, texts))


def _new(before: list[Problem], after: list[Problem]) -> list[Problem]:
    had = Counter((one.file, one.code, one.fact()) for one in before)
    return [one for one in after if not _take(had, (one.file, one.code, one.fact()))]


def _take(had: Counter[tuple[str, str, str]], key: tuple[str, str, str]) -> bool:
    had[key] -= 1
    return had[key] >= 0


def _load(root: Path, changed: Mapping[str, bytes]) -> list[Problem]:
    with overlay(root, changed) as tree, snapshot.memory() as con:
        return catalogue.load(tree, con).problems


@contextlib.contextmanager
def overlay(root: Path, changed: Mapping[str, bytes]) -> Iterator[Path]:
    """The project's files with some of them changed, in a folder of its own that goes again."""
    if not changed:
        yield root
        return
    with tempfile.TemporaryDirectory(prefix="biaochi-") as folder:
        tree = Path(folder).resolve()
        for name in INPUTS:
            _copy(root / name, tree / name, root)
        for path, raw in changed.items():
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            (tree / path).write_bytes(raw)
        yield tree


def _copy(origin: Path, to: Path, root: Path) -> None:
    """Copies a file or folder; a link out of the project stays a link, so that it is refused there as here."""
    if origin.is_symlink() and not files.inside(origin, root):
        to.symlink_to(origin.resolve())
    elif origin.is_dir():
        to.mkdir(parents=True, exist_ok=True)
        for one in origin.iterdir():
            _copy(one, to / one.name, root)
    elif origin.is_file():
        with contextlib.suppress(PermissionError):
            shutil.copyfile(origin, to)


def save(root: Path, seen: Seen, text: str, *, with_errors: bool = False) -> Saved:
    """Writes a text over the file that somebody saw; see Saved for what may happen. Raises nothing.

    With errors that the edit brings nothing is written, unless `with_errors` (an unfinished draft is kept: the
    pages go on showing the last good state).
    """
    try:
        target = place(root, seen.path)
        raw = seen.bytes(text)
        fits(seen, raw)
        with _alone(root):
            return _save(root, target, seen, text, raw, with_errors)
    except Fault as fault:
        return Saved("refused", seen.path, (Problem(fault.code, fault.params, seen.path),))
    except OSError as error:
        why = error.strerror or type(error).__name__
        return Saved("refused", seen.path, (Problem("save_failed", {"why": why}, seen.path),))


def _save(root: Path, target: Path, seen: Seen, text: str, raw: bytes, with_errors: bool) -> Saved:
    theirs = look(root, seen.path)
    if theirs.sha256 != seen.sha256:
        if theirs.sha256 == digest(raw):
            return Saved("unchanged", seen.path, now=theirs)
        return Saved("changed", seen.path, theirs=theirs, merged=merge(seen.text, _as_seen(seen, text), theirs.text))
    if theirs.sha256 == digest(raw):
        return Saved("unchanged", seen.path, now=theirs)
    problems = tuple(_new(_load(root, {}), _load(root, {seen.path: raw})))
    if errors(problems) and not with_errors:
        return Saved("problems", seen.path, problems)
    theirs = look(root, seen.path)
    if theirs.sha256 != seen.sha256:  # an editor on the desk does not ask for our lock
        return Saved("changed", seen.path, theirs=theirs, merged=merge(seen.text, _as_seen(seen, text), theirs.text))
    write(target, raw)
    return Saved("saved", seen.path, problems, before=seen, now=look(root, seen.path))


def _as_seen(seen: Seen, text: str) -> str:
    return seen.bytes(text)[len(seen.bom) :].decode(seen.encoding)


def write(target: Path, raw: bytes) -> None:
    """Writes a file so that it is always the old or the new one; keeps its mode; raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    mode = target.stat().st_mode & 0o7777 if target.exists() else None
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:80]}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as part:
            part.write(raw)
            part.flush()
            os.fsync(part.fileno())
        os.chmod(name, _mode() if mode is None else mode)
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
    _settle(target.parent)


def _mode() -> int:
    """The mode of a new file, as the process's mask wants it."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _settle(folder: Path) -> None:
    """Brings the new name to the disk, where the system can."""
    with contextlib.suppress(OSError, AttributeError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One save at a time over a project that several processes share (where the system has file locks)."""
    own = root / ".biaochi"
    if not own.exists():
        own.mkdir()
        (own / ".gitignore").write_text("*\n", encoding="utf-8")  # generated things, never part of a commit
    with open(root / ".biaochi" / "write.lock", "w") as handle:
        with contextlib.suppress(ImportError):
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
