"""A draft tried out: compiled in memory from the files as they would be, beside the files as they are."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from biaochi import catalogue, history, snapshot
from biaochi.catalogue import Loaded
from biaochi.drafts.draft import Draft, stamp
from biaochi.history.states import Tables, of_open
from biaochi.problem import Problem, errors
from biaochi.store import Store
from biaochi.writing.saving import added, overlay


@dataclass(frozen=True)
class Tried:
    """What a draft would bring: the Problems that are new, what changes, and a store that answers as if it was saved.

    `every`: all Problems of the files as they would be.
    """

    store: Store = field(repr=False)
    problems: list[Problem]
    every: list[Problem]
    changes: list[history.Change]
    tables: Tables = field(repr=False)
    _held: Any = field(repr=False, default=None)

    @property
    def sound(self) -> bool:
        """Whether it may be saved."""
        return not errors(self.problems)


_lock = threading.Lock()
_now: dict[Path, tuple[str, Tried]] = {}


def tried(root: Path, draft: Draft, today: date) -> Tried:
    """The draft compiled; where there is no room for that, a Problem says so and nothing can be saved."""
    before = as_it_is(root, today)
    if not draft.texts:
        return before
    texts = {path: draft.seen[path].bytes(text) for path, text in draft.texts.items()}
    try:
        with overlay(root, texts) as tree:
            after = _compiled(tree, f"draft{draft.id}", today)
    except OSError as error:
        failed = Problem("check_failed", {"why": error.strerror or type(error).__name__})
        return replace(before, problems=[failed])
    return Tried(after.store, added(before.every, after.every), after.every,
                 history.compare(before.tables, after.tables), after.tables, after._held)  # fmt: skip


def as_it_is(root: Path, today: date) -> Tried:
    """The project as it stands on disk; made again only when a file has changed."""
    wanted = f"{today} {stamp(root)}"
    with _lock:
        if root not in _now or _now[root][0] != wanted:
            _now[root] = (wanted, _copied(root, today) or _compiled(root, "saved", today))
        return _now[root][1]


def _copied(root: Path, today: date) -> Tried | None:
    """As the snapshot has it, where one was made of just these files; in a tenth of the time."""
    held = snapshot.memory()
    con = held.__enter__()
    said = snapshot.Library(root).copied(con, today)
    return _tried(held, con, "saved", Loaded(catalogue.settings(root), said.problems)) if said else None


def _compiled(root: Path, name: str, today: date) -> Tried:
    held = snapshot.memory()
    con = held.__enter__()
    return _tried(held, con, name, snapshot.compile_into(con, root, today))


def _tried(held: Any, con: Any, name: str, loaded: Loaded) -> Tried:
    """held: closes its database when nobody holds it any more."""
    store = Store(snapshot.Snapshot(name, con))
    return Tried(store, [], loaded.problems, [], of_open(con, loaded.config), held)
