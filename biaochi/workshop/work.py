"""One planner's unsaved work, kept with the session: the draft, how it came about, and what could not be taken in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import streamlit as st

from biaochi import drafts, ui
from biaochi.drafts import Draft, Tried
from biaochi.problem import Fault, Problem
from biaochi.proposals import Kept
from biaochi.writing import Edit

_KEY = "workshop"
_MOST_STEPS = 200


@dataclass
class Work:
    """The draft and its history in one session.

    refused: what was typed and could not go into a file, by widget, with the reason; it stays in its field.
    asking: the difference is shown and waits for a yes. stopped: why the last save did not come about. kept: what
    came of the last one, until something changes again.
    """

    root: Path
    draft: Draft = field(default_factory=Draft)
    steps: list[Draft] = field(default_factory=list)
    refused: dict[str, tuple[Any, Problem]] = field(default_factory=dict)
    asking: bool = False
    stopped: Kept | None = None
    kept: Kept | None = None
    _tried: tuple[str, Tried] | None = None

    @staticmethod
    def of(page: ui.Page) -> Work:
        """The work of this session."""
        return st.session_state.setdefault(_KEY, Work(ui.library().root))

    def edit(self, edits: Sequence[Edit]) -> None:
        """Takes in edits; raises Fault, and then nothing has changed."""
        self.take(self.draft.edit(self.root, edits))

    def write(self, path: str, text: str) -> None:
        """Takes in a file's whole text; raises Fault, and then nothing has changed."""
        self.take(self.draft.write(self.root, path, text))

    def take(self, draft: Draft) -> None:
        """Goes on with another draft; the one before can be had back."""
        if draft.id == self.draft.id:
            return
        self.steps = [*self.steps[-_MOST_STEPS:], self.draft]
        self.draft, self.asking, self.stopped, self.kept = draft, False, None, None

    def hold(self, key: str, typed: Any, fault: Fault, path: str) -> None:
        """Keeps what was typed into a widget and cannot be taken in, with the reason."""
        self.refused[key] = (typed, Problem(fault.code, fault.params, path))

    def undo(self) -> None:
        """The draft as it was before the last change."""
        if self.refused:
            self.refused.clear()
        elif self.steps:
            self.draft = self.steps.pop()
        self.asking, self.stopped = False, None

    def drop(self) -> None:
        """Gives the whole draft up; it can be had back by undo."""
        self.refused.clear()
        self.take(Draft())

    def done(self, kept: Kept) -> None:
        """The draft is in the files, or waits for its release: a new one begins."""
        self.draft, self.stopped, self.kept = Draft(), None, kept
        self.steps.clear()

    def tried(self, page: ui.Page) -> Tried:
        """What the draft would bring; compiled once a draft and state of the files."""
        now = drafts.stamp(self.root)
        if self._tried is None or self._tried[0] != f"{self.draft.id} {page.as_of} {now}":
            self._tried = (f"{self.draft.id} {page.as_of} {now}", drafts.tried(self.root, self.draft, page.as_of))
        return self._tried[1]
