"""One planner's unsaved work, kept with the session: the draft, how it came about, and what could not be taken in."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import streamlit as st

from biaochi import drafts, ui
from biaochi.drafts import Draft, Excerpt, Tried
from biaochi.files import Keys
from biaochi.problem import Fault, Problem
from biaochi.proposals import Kept
from biaochi.writing import Edit

_KEY = "workshop"
_MOST_STEPS = 200


@dataclass
class Layout:
    """How the form of one entry is laid out while it is open: nothing in it moves under somebody's hands.

    place: its file and keys. first: the fields that are not behind a fold. open: the groups that were ever there.
    """

    place: tuple[str, Keys]
    first: frozenset[Keys]
    open: set[Keys] = field(default_factory=set)


@dataclass
class Work:
    """The draft and its history in one session.

    refused: what was typed and could not go into a file, by widget, with the reason; it stays in its field.
    spans: where the excerpt of an entry stood last, for when its file cannot be read.
    unread: what a workbook said and could not be taken into the draft, and how many steps there were then.
    asking: the difference is shown and waits for a yes. stopped: why the last save did not come about. kept: what
    came of the last one, until something changes again. late: what was left was gone when it was asked for. owing: by
    widget, what takes in its value unless that is in.
    answers: what was typed into the form of a thing that has not begun, by the key of its question.
    """

    root: Path
    account: str = ""
    draft: Draft = field(default_factory=Draft)
    steps: list[Draft] = field(default_factory=list)
    refused: dict[str, tuple[Any, Problem]] = field(default_factory=dict)
    spans: dict[tuple[str, Keys], Excerpt] = field(default_factory=dict)
    asking: bool = False
    stopped: Kept | None = None
    kept: Kept | None = None
    session: str = field(default_factory=lambda: f"-{secrets.token_hex(6)}")
    left: drafts.Left | None = None
    late: bool = False
    told: list[Problem] = field(default_factory=list)
    owing: dict[str, Callable[[], None]] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    _shown: set[str] = field(default_factory=set)
    unread: tuple[int, list[Problem]] = (0, [])
    _tried: tuple[str, Tried] | None = None
    _layout: Layout | None = None

    @staticmethod
    def of(page: ui.Page) -> Work:
        """The work of this session."""
        work = st.session_state.get(_KEY)
        if work is None or work.root != ui.library().root:
            work = st.session_state[_KEY] = Work(ui.library().root, account=page.user.account)
            work.left = drafts.remembered(work.root, work.account, work.session)
        elif work.left:
            work.left = drafts.as_left(work.root, work.left)
        work.told = []
        work._shown = set()
        return work

    def edit(self, edits: Sequence[Edit]) -> None:
        """Takes in edits; raises Fault, and then nothing has changed."""
        self.take(self.draft.edit(self.root, edits))

    def write(self, path: str, text: str) -> None:
        """Takes in a file's whole text; raises Fault, and then nothing has changed."""
        self.take(self.draft.write(self.root, path, text))

    def text(self, path: str) -> str | Problem:
        """A file's text with the changes, or why it has none that can be typed into."""
        try:
            return self.draft.text(self.root, path)
        except Fault as fault:
            return Problem(fault.code, fault.params, path)

    def take(self, draft: Draft) -> None:
        """Goes on with another draft; the one before can be had back."""
        if draft.id == self.draft.id:
            return
        self.steps = [*self.steps[-_MOST_STEPS:], self.draft]
        self.draft, self.asking, self.stopped, self.kept, self.late = draft, False, None, None, False
        self.remember()

    def remember(self) -> None:
        """The draft goes beside the project as well; where the disk refuses, the session still has it."""
        drafts.remember(self.root, self.account, self.draft, self.session, self.answers)

    def answer(self, key: str, typed: str) -> None:
        """Keeps the answer to a question of a thing that has not begun; an empty one is forgotten."""
        if self.answers.get(key, "") != typed:
            self.answers, self.late = self.answers | {key: typed}, False
            self.answers = {name: text for name, text in self.answers.items() if text}
            self.remember()

    def begun(self) -> None:
        """What was asked for is in the draft."""
        self.answers = {}
        self.remember()

    def resume(self) -> bool:
        """Goes on with what an earlier session has left, as it stands by now; False where it is gone meanwhile."""
        self.left = drafts.as_left(self.root, self.left) if self.left else None
        if self.left is None:
            self.late = True
            return False
        self.answers |= self.left.answers
        for key in self.left.answers:  # a question that was asked already holds what it held: it is answered anew
            st.session_state.pop(key, None)
        self.take(self.left.draft if self.left.draft.texts else self.draft)
        self.remember()
        self.forget()
        return True

    def forget(self) -> None:
        """Gives up the draft that another session has left."""
        if self.left:
            drafts.forget(self.root, self.left)
        self.left = None

    def hold(self, key: str, typed: Any, fault: Fault, path: str) -> None:
        """Keeps what was typed into a widget and cannot be taken in, with the reason."""
        self.refused[key] = (typed, Problem(fault.code, fault.params, path))

    @contextmanager
    def holding(self, key: str, typed: Any = None, path: str = "") -> Iterator[None]:
        """What is done inside may be refused: the reason is then kept under this key, else forgotten."""
        try:
            yield
            self.refused.pop(key, None)
        except Fault as fault:
            self.hold(key, typed, fault, path)

    def owe(self, key: str, take_in: Callable[[], None]) -> None:
        """Remembers what takes in the value of a widget that this run shows."""
        self.owing[key] = take_in
        self._shown.add(key)

    def shown(self) -> None:
        """This run was not cut off: what it did not show is gone from the browser and owes nothing any more."""
        self.owing = {key: take_in for key, take_in in self.owing.items() if key in self._shown}

    def catch_up(self) -> None:
        """Takes in what widgets hold and the draft does not: a rerun may cut the callback of a widget off."""
        for take_in in [*self.owing.values()]:
            take_in()

    def leave_out(self, problems: Sequence[Problem]) -> None:
        """Remembers what the change that was just taken left out, so that it is told again before saving."""
        self.unread = (len(self.steps), list(problems))

    def undo(self) -> None:
        """The draft as it was before the last change."""
        if self.refused:
            self.refused.clear()
        elif self.steps:
            self.draft = self.steps.pop()
            self.remember()
        if len(self.steps) < self.unread[0]:
            self.unread = (0, [])
        self.asking, self.stopped = False, None

    def drop(self) -> None:
        """Gives the whole draft up; it can be had back by undo."""
        self.refused.clear()
        self.unread = (0, [])
        self.take(Draft())

    def done(self, kept: Kept) -> None:
        """The draft is in the files, or waits for its release: a new one begins."""
        self.draft, self.stopped, self.kept, self.unread, self.late = Draft(), None, kept, (0, []), False
        self.steps.clear()
        self.remember()

    def layout(self, place: tuple[str, Keys], first: frozenset[Keys]) -> Layout:
        """The layout of this entry as it was when it was opened; `first` where it is opened now."""
        if self._layout is None or self._layout.place != place:
            self._layout = Layout(place, first)
        return self._layout

    def tried(self, page: ui.Page) -> Tried:
        """What the draft would bring; compiled once a draft and state of the files."""
        now = drafts.stamp(self.root)
        if self._tried is None or self._tried[0] != f"{self.draft.id} {page.as_of} {now}":
            self._tried = (f"{self.draft.id} {page.as_of} {now}", drafts.tried(self.root, self.draft, page.as_of))
        return self._tried[1]


def plain(text: str) -> str:
    """A planner's text for a label, in which nothing is taken for Markdown."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)
