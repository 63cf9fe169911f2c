"""Saving an edited file: checked before, refused when somebody else was faster, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from biaochi import catalogue, files, intake, snapshot
from biaochi.catalogue import INPUTS
from biaochi.problem import Fault, Problem, errors
from biaochi.writing.disk import alone, settle, stage, write
from biaochi.writing.merging import merge
from biaochi.writing.paths import Seen, digest, fits, look, place


@dataclass(frozen=True)
class Saved:
    """What became of a save.

    saved, unchanged: the file holds the text. problems: the edit would bring errors, nothing was written.
    changed: somebody else saved first; `theirs` is the file now, `merged` both changes together (None where they
    meet). refused: it could not be written; the file is as it was. held: another file of the same save could not be
    written, so this one was not either. `problems` are those that the edit brings. `recorded` says where the save
    stands (history.save): in a commit, in the journal, instead of a commit in the journal, or nowhere.
    """

    status: Literal["saved", "unchanged", "problems", "changed", "refused", "held"]
    path: str
    problems: tuple[Problem, ...] = ()
    before: Seen | None = None
    now: Seen | None = None
    theirs: Seen | None = None
    merged: str | None = None
    recorded: Literal["", "commit", "journal", "instead", "nowhere"] = ""


def check(root: Path, texts: Mapping[str, str]) -> list[Problem]:
    """All Problems of the project as if these files (path: text) were saved; the project is not touched."""
    return _load(root, {path: look(root, path).bytes(text) for path, text in texts.items()})


def brought(root: Path, texts: Mapping[str, str]) -> list[Problem]:
    """The Problems that saving these files would bring, without those that are there already."""
    return added(_load(root, {}), check(root, texts))


def added(before: list[Problem], after: list[Problem]) -> list[Problem]:
    """The Problems of the second list that the first does not have, wherever they stand in their file."""
    had = Counter((one.file, one.code, one.fact()) for one in before)
    return [one for one in after if not _take(had, (one.file, one.code, one.fact()))]


def _take(had: Counter[tuple[str, str, str]], key: tuple[str, str, str]) -> bool:
    had[key] -= 1
    return had[key] >= 0


_STANDING: dict[Path, tuple[object, list[Problem]]] = {}


def _load(root: Path, changed: Mapping[str, bytes]) -> list[Problem]:
    """The Problems with some files changed; those of the files as they are, which every check needs, are kept."""
    if changed:
        return _problems(root, changed)
    stamp, known = _stamp(root), _STANDING.get(root)
    if known is None or known[0] != stamp:
        known = _STANDING[root] = (stamp, _problems(root, {}))
    return known[1]


def _stamp(root: Path) -> object:
    """What tells one state of the project's files from another, without reading them."""
    places = [root / name for name in (*INPUTS, intake.FOLDER)]
    found = [one for place in places for one in (place, *(place.rglob("*") if place.is_dir() else ()))]
    seen = []
    for path in found:
        with contextlib.suppress(OSError):
            said = path.stat()
            seen.append((str(path), said.st_mtime_ns, said.st_ctime_ns, said.st_size, said.st_ino))
    return date.today(), sorted(seen)


def _problems(root: Path, changed: Mapping[str, bytes]) -> list[Problem]:
    with overlay(root, changed) as tree, snapshot.memory() as con:
        return catalogue.load(tree, con).problems


@contextlib.contextmanager
def overlay(root: Path, changed: Mapping[str, bytes], names: Sequence[str] = INPUTS) -> Iterator[Path]:
    """The project's files (or those of `names`) with some of them changed, in a folder of its own that goes again."""
    if not changed and names is INPUTS:
        yield root
        return
    with tempfile.TemporaryDirectory(prefix="biaochi-") as folder:
        tree = Path(folder).resolve()
        for name in names:
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            _copy(root / name, tree / name, root)
        if names is INPUTS and (pulled := root / intake.FOLDER).is_dir():
            (tree / intake.FOLDER).parent.mkdir(exist_ok=True)
            (tree / intake.FOLDER).symlink_to(pulled.resolve())  # only ever read
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
    return save_together(root, [(seen, text)], with_errors=with_errors)[0]


@dataclass(frozen=True)
class _Draft:
    seen: Seen
    text: str
    target: Path
    raw: bytes

    @property
    def path(self) -> str:
        return self.seen.path


def save_together(root: Path, drafts: Sequence[tuple[Seen, str]], *, with_errors: bool = False) -> list[Saved]:
    """Writes files that belong together, checked together; where one cannot be written none is (the rest are held)."""
    ready: list[_Draft] = []
    answers: dict[str, Saved] = {}
    for seen, text in drafts:
        try:
            target, raw = place(root, seen.path), seen.bytes(text)
            fits(seen, raw)
            ready.append(_Draft(seen, text, target, raw))
        except (Fault, OSError) as error:
            answers[seen.path] = _refused(seen.path, error)
    if not answers:
        try:
            with alone(root):
                answers = _save(root, ready, with_errors)
        except (Fault, OSError) as error:
            answers = {one.path: _refused(one.path, error) for one in ready}
    return [answers.get(seen.path) or Saved("held", seen.path) for seen, _ in drafts]


def _refused(path: str, error: Fault | OSError) -> Saved:
    if isinstance(error, Fault):
        return Saved("refused", path, (Problem(error.code, error.params, path),))
    why = error.strerror or type(error).__name__
    return Saved("refused", path, (Problem("save_failed", {"why": why}, path),))


def _save(root: Path, drafts: list[_Draft], with_errors: bool) -> dict[str, Saved]:
    answers = {one.path: said for one in drafts if (said := _moved(root, one))}
    todo = [one for one in drafts if one.path not in answers]
    if not todo or any(one.status == "changed" for one in answers.values()):
        return answers
    problems = tuple(added(_load(root, {}), _load(root, {one.path: one.raw for one in todo})))
    if errors(problems) and not with_errors:
        return answers | {one.path: Saved("problems", one.path, problems) for one in todo}
    late = {one.path: said for one in todo if (said := _moved(root, one))}  # an editor does not ask for our lock
    if late:
        return answers | late
    _write_all(todo)
    return answers | {
        one.path: Saved("saved", one.path, problems, before=one.seen, now=look(root, one.path)) for one in todo
    }


def _moved(root: Path, draft: _Draft) -> Saved | None:
    """What to answer where the file is no longer the one that was edited, or holds the text already."""
    theirs = look(root, draft.path)
    if theirs.sha256 == digest(draft.raw):
        return Saved("unchanged", draft.path, now=theirs)
    if theirs.sha256 == draft.seen.sha256:
        return None
    merged = merge(draft.seen.text, _as_seen(draft.seen, draft.text), theirs.text)
    return Saved("changed", draft.path, theirs=theirs, merged=merged)


def _as_seen(seen: Seen, text: str) -> str:
    return seen.bytes(text)[len(seen.bom) :].decode(seen.encoding)


def _write_all(drafts: list[_Draft]) -> None:
    """All files or none: every byte is on the disk before the first name changes; raises OSError."""
    staged: list[tuple[str, _Draft]] = []
    done: list[_Draft] = []
    try:
        for one in drafts:
            staged.append((stage(one.target, one.raw), one))
        for part, one in staged:
            os.replace(part, one.target)
            done.append(one)
    except BaseException:
        for part, _ in staged[len(done) :]:
            with contextlib.suppress(OSError):
                os.unlink(part)
        for one in done:
            with contextlib.suppress(OSError):
                _restore(one)
        raise
    for one in drafts:
        settle(one.target.parent)


def _restore(draft: _Draft) -> None:
    """The file as it was seen."""
    if draft.seen.sha256:
        write(draft.target, draft.seen.bytes(draft.seen.text))
    else:
        draft.target.unlink()
