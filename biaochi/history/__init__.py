"""Who changed what, and when: every save a commit (or a line of the journal), changes in words, one change undone.

`save` writes like writing.save and records it; `log` lists the saves, `changes` says in values what lies between
two states, `tell` in words, `revert` gives the text without one save, to be saved again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from biaochi.history import git, journal, kept, states
from biaochi.history.changes import Change, compare, summary, tell
from biaochi.history.kept import Told
from biaochi.history.states import tables
from biaochi.problem import Fault
from biaochi.writing import Saved, Seen, look, merge
from biaochi.writing import save_together as write
from biaochi.writing.disk import alone
from biaochi.writing.paths import of, place
from biaochi.writing.saving import overlay

__all__ = ["LONGEST_NOTE", "Change", "Past", "Told", "between", "changes", "changes_of", "log", "revert", "save",
           "save_together", "summary", "tables", "tell", "texts_of", "told"]  # fmt: skip

LONGEST_NOTE = 500
"""Characters of the reason of a save."""
Recorded = Literal["commit", "journal", "instead", "nowhere"]


@dataclass(frozen=True)
class Past:
    """One save: its id (a commit, or the digest of its first line in the journal), who, when (ISO), which files, who
    let it pass where that was another."""

    id: str
    author: str
    at: str
    paths: tuple[str, ...]
    message: str
    journal: bool = False
    released: str = ""


def save(root: Path, seen: Seen, text: str, author: str, message: str = "", *, with_errors: bool = False) -> Saved:
    """Saves a file and records it: a commit of this file alone, else a line of the journal.

    A record that fails does not undo the save; `recorded` of the answer says where it stands.
    """
    return save_together(root, [(seen, text)], author, message, with_errors=with_errors)[0]


def save_together(
    root: Path, drafts: Sequence[tuple[Seen, str]], author: str, message: str = "", *, released: str = "",
    with_errors: bool = False,
) -> list[Saved]:  # fmt: skip
    """Saves files that belong together, all or none, and records them as one change; `released` is who let it pass."""
    with contextlib.ExitStack() as held:
        with contextlib.suppress(OSError):  # then the save itself fails, and says why
            held.enter_context(alone(root, "record"))  # a save and its record belong together
        done = write(root, drafts, with_errors=with_errors)
        saved = [one for one in done if one.status == "saved"]
        if not saved:
            return done
        message = " ".join(message.split()) or f"标尺：修改 {'、'.join(one.path for one in saved)}"
        recorded = _record(root, saved, author, message[:LONGEST_NOTE], " ".join(released.split()))
    return [replace(one, recorded=recorded) if one.status == "saved" else one for one in done]


def _record(root: Path, saved: list[Saved], author: str, message: str, released: str) -> Recorded:
    repository = git.is_repository(root)
    try:
        if repository:
            _as_found(root, saved)
            git.commit(root, [one.path for one in saved], author, message, released)
            return "commit"
    except git.GitError:  # a merge going on, a path that git ignores, a lock that stays: the journal takes it
        pass
    try:
        files = [(one.before, one.now) for one in saved if one.before and one.now]
        journal.append(root, files, author, message, released)
    except OSError:
        return "nowhere"
    return "instead" if repository or git.expected(root) else "journal"


def _as_found(root: Path, saved: list[Saved]) -> None:
    """What stood in the files before, by hand and not yet committed, becomes a commit of its own."""
    for before in (one.before for one in saved):
        if before and before.sha256:
            with contextlib.suppress(git.GitError):
                git.commit_as_found(root, before.path, before.bytes(before.text), "标尺：存盘以前文件里已有的改动")


def log(root: Path, limit: int = 100) -> list[Past]:
    """The latest saves of catalogue files, newest first, from git and from the journal."""
    found = [*_commits(root, limit), *(_lines(one) for one in reversed(journal.saves(root)))]
    return sorted(found, key=lambda one: _moment(one.at), reverse=True)[:limit]


def _moment(at: str) -> float:
    """A time stamp as seconds; people and servers write in different zones."""
    try:
        return datetime.fromisoformat(at).timestamp()
    except ValueError:
        return 0.0


def _lines(save: Sequence[Mapping[str, str]]) -> Past:
    one = save[0]
    return Past(one["id"], str(one.get("author", "")), one["at"], tuple(line["path"] for line in save),
                str(one.get("message", "")), True, str(one.get("released", "")))  # fmt: skip


def _commits(root: Path, limit: int) -> list[Past]:
    shape = "--format=%x1e%H%x1f%an <%ae>%x1f%cI%x1f%s%x1f%(trailers:key=Released-by,valueonly,separator=%x20)%x1f"
    try:
        told = git.git(
            root, "log", f"-{int(limit)}", shape, "--name-only", "--relative", "--", "config.yaml", "indicators", "data"
        )
    except git.GitError:
        return []
    found = []
    for entry in told.decode("utf-8", "replace").split("\x1e")[1:]:
        commit, author, at, message, released, names = entry.split("\x1f", 5)
        paths = tuple(name for name in names.splitlines() if name)
        found.append(Past(commit, author, at, paths, message, released=released.strip()))
    return found


def changes(root: Path, a: str | Path, b: str | Path = states.WORKING) -> list[Change]:
    """What changed from one state to another: commits, snapshots, folders; `.` is the working files. Raises Fault."""
    before, after = tables(root, a), tables(root, b)
    if states.commit_of(root, a) or states.commit_of(root, b):  # which holds files only
        before, after = states.of_files(before), states.of_files(after)
    return compare(before, after)


def changes_of(root: Path, past: Past) -> list[Change]:
    """What one save changed; raises Fault."""
    if not past.journal:
        try:
            parent = git.resolve(root, f"{past.id}^")
            if not parent and git.shallow(root):  # what came before was never fetched
                raise Fault("state_unknown", value=past.id)
            before = states.of_commit(root, parent, past.paths) if parent else states.EMPTY
            return compare(before, states.of_commit(root, past.id, past.paths))
        except git.GitError:
            raise Fault("state_unknown", value=past.id) from None
    old: dict[str, bytes] = {}
    new: dict[str, bytes] = {}
    for path in past.paths:
        place(root, path)
        for state, raw in zip((old, new), _raw(root, past, path), strict=True):
            state |= {} if raw is None else {path: raw}
    return between(root, old, new)


def between(root: Path, old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[Change]:
    """What changes from some files to what they are to become, with the names that the project has now."""
    rest = [name for name in states.NAMES if name not in old and name not in new]
    with overlay(root, old, rest) as before, overlay(root, new, rest) as after:
        return compare(states.of_folder(before), states.of_folder(after))


def told(root: Path, past: Past, *, read: bool = True) -> Told | None:
    """What one save changed, from what is kept of it; else read from the files, unless `read` is False (then None).

    A save whose state cannot be read counts as one without changes, until it can be.
    """
    found = kept.read(root, past.id)
    if found or not read:
        return found
    try:
        changes = changes_of(root, past)
    except Fault:
        return Told((), 0)
    return kept.keep(root, past.id, changes)


def texts_of(root: Path, past: Past) -> dict[str, tuple[str, str]]:
    """The files of one save, each as it was before and after; raises Fault."""
    return {path: tuple(one.text for one in _texts(root, past, path)) for path in past.paths}  # type: ignore[misc]


def revert(root: Path, past: Past, path: str) -> tuple[Seen, str]:
    """A file as it is, and its text without one save: a new edit, to be saved. Raises Fault revert_conflict."""
    before, after = _texts(root, past, path)
    now = look(root, path)
    text = merge(after.text, now.text, before.text)
    if text is None or text == now.text:
        raise Fault("revert_conflict", path=path)
    return now, text


def _texts(root: Path, past: Past, path: str) -> tuple[Seen, Seen]:
    """The file before and after a save; an empty text where it was not there."""
    old, new = _raw(root, past, path)
    return of(path, old or b""), of(path, new or b"")


def _raw(root: Path, past: Past, path: str) -> tuple[bytes | None, bytes | None]:
    """The file's bytes before and after a save, None where it was not there; raises Fault."""
    if path not in past.paths:
        raise Fault("state_unknown", value=path)
    if not past.journal:
        return git.show(root, f"{past.id}^", path), git.show(root, past.id, path)
    save = next((save for save in journal.saves(root) if save[0]["id"] == past.id), [])
    line = next((one for one in save if one["path"] == path), {})
    old, new = journal.raw(root, line.get("before", "")), journal.raw(root, line.get("after", ""))
    if new is None or (old is None and line.get("before")):
        raise Fault("state_unknown", value=past.id)
    return old, new
