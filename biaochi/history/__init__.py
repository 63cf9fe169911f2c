"""Who changed what, and when: every save a commit (or a line of the journal), changes in words, one change undone.

`save` writes like writing.save and records it; `log` lists the saves, `changes` says in values what lies between
two states, `tell` in words, `revert` gives the text without one save, to be saved again.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from biaochi.history import git, journal, states
from biaochi.history.changes import Change, compare, tell
from biaochi.history.states import tables
from biaochi.problem import Fault
from biaochi.writing import Saved, Seen, look, merge
from biaochi.writing import save as write
from biaochi.writing.paths import of, place
from biaochi.writing.saving import overlay

__all__ = ["Change", "Past", "changes", "changes_of", "log", "revert", "save", "tables", "tell"]


@dataclass(frozen=True)
class Past:
    """One save: its id (a commit, or the digest of a line of the journal), who, when (ISO), which files."""

    id: str
    author: str
    at: str
    paths: tuple[str, ...]
    message: str
    journal: bool = False


def save(root: Path, seen: Seen, text: str, author: str, message: str = "", *, with_errors: bool = False) -> Saved:
    """Saves a file and records it: a commit of this file alone, else a line of the journal.

    A record that fails does not undo the save; the text of both states is then in neither, but on disk.
    """
    done = write(root, seen, text, with_errors=with_errors)
    if done.status == "saved" and done.before is not None and done.now is not None:
        _record(root, done.before, done.now, author, message or f"标尺：修改 {seen.path}")
    return done


def _record(root: Path, before: Seen, now: Seen, author: str, message: str) -> None:
    try:
        if git.is_repository(root):
            git.commit(root, now.path, author, message)
            return
    except git.GitError:  # a merge going on, a path that git ignores: the journal takes it
        pass
    try:
        journal.append(root, before, now, author, message)
    except OSError:
        return


def log(root: Path, limit: int = 100) -> list[Past]:
    """The latest saves of catalogue files, newest first, from git and from the journal."""
    found = [*_commits(root, limit), *(_line(one) for one in journal.read(root))]
    return sorted(found, key=lambda one: one.at, reverse=True)[:limit]


def _line(one: dict[str, str]) -> Past:
    return Past(one["id"], str(one.get("author", "")), one["at"], (one["path"],), str(one.get("message", "")), True)


def _commits(root: Path, limit: int) -> list[Past]:
    shape = "--format=%x1e%H%x1f%an <%ae>%x1f%cI%x1f%s%x1f"
    try:
        told = git.git(
            root, "log", f"-{int(limit)}", shape, "--name-only", "--relative", "--", "config.yaml", "indicators", "data"
        )
    except git.GitError:
        return []
    found = []
    for entry in told.decode("utf-8", "replace").split("\x1e")[1:]:
        commit, author, at, message, names = entry.split("\x1f", 4)
        found.append(Past(commit, author, at, tuple(name for name in names.splitlines() if name), message))
    return found


def changes(root: Path, a: str | Path, b: str | Path = states.WORKING) -> list[Change]:
    """What changed from one state to another: commits, snapshots, folders; `.` is the working files. Raises Fault."""
    return compare(tables(root, a), tables(root, b))


def changes_of(root: Path, past: Past) -> list[Change]:
    """What one save changed; raises Fault."""
    if not past.journal:
        parent = git.resolve(root, f"{past.id}^")
        empty = {name: [] for name in (*states._READ, "config")}
        return compare(tables(root, parent) if parent else empty, tables(root, past.id))
    path = past.paths[0]
    place(root, path)
    before, after = _texts(root, past, path)
    with overlay(root, {path: before.bytes(before.text)}) as old, overlay(root, {path: after.bytes(after.text)}) as new:
        return compare(states.of_folder(old), states.of_folder(new))


def revert(root: Path, past: Past, path: str) -> tuple[Seen, str]:
    """A file as it is, and its text without one save: a new edit, to be saved. Raises Fault revert_conflict."""
    before, after = _texts(root, past, path)
    now = look(root, path)
    text = merge(after.text, now.text, before.text)
    if text is None or text == now.text:
        raise Fault("revert_conflict", path=path)
    return now, text


def _texts(root: Path, past: Past, path: str) -> tuple[Seen, Seen]:
    """The file before and after a save."""
    if path not in past.paths:
        raise Fault("state_unknown", value=path)
    if not past.journal:
        old, new = git.show(root, f"{past.id}^", path), git.show(root, past.id, path)
    else:
        line = next((one for one in journal.read(root) if one["id"] == past.id), {})
        old, new = journal.raw(root, line.get("before", "")), journal.raw(root, line.get("after", ""))
        if new is None or (old is None and line.get("before")):
            raise Fault("state_unknown", value=past.id)
    return of(path, old or b""), of(path, new or b"")
