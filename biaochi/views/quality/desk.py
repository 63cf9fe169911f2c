"""What every section of the data quality page is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from biaochi.selection import Selection
from biaochi.store import Row, Store
from biaochi.views.html import Cite, namer
from biaochi.views.rows import today
from biaochi.words import Words

PLACES = 3
"""Places and names that one entry lists."""


@dataclass(frozen=True)
class Entry:
    """One thing to mend: what it is about, what is the case, who should do what, where.

    `more` counts the places that are not listed; `content` says that the name is a document's, not the interface's.
    `fill` leads to where a missing figure is typed in, instead of to the first place.
    """

    name: str | Markup
    link: str
    state: str | Markup
    ask: str | Markup
    places: tuple[str, ...]
    more: int = 0
    about: str = ""
    content: bool = False
    fill: str = ""


@dataclass(frozen=True)
class Group:
    """Entries that belong together."""

    name: str
    entries: list[Entry]
    link: str = ""
    note: str = ""


@dataclass(frozen=True)
class Section:
    """One kind of defect; `count` is what the heading says, `groups` are empty where all is well.

    `full`: everything that was counted is listed.
    """

    key: str
    count: int
    groups: list[Group]
    full: bool = True

    def parted(self, rows: int) -> tuple[list[Group], list[Group]]:
        """The first entries, and all others, in their groups."""
        shown: list[Group] = []
        others: list[Group] = []
        for group in self.groups:
            left = max(0, rows - sum(len(one.entries) for one in shown))
            shown += [replace(group, entries=group.entries[:left])] if left else []
            others += [replace(group, entries=group.entries[left:])] if group.entries[left:] else []
        return shown, others


class Desk:
    """What every section needs: whom to ask, for which area and day, in which words."""

    def __init__(self, store: Store, selection: Selection, words: Words) -> None:
        self.store, self.selection, self.words = store, selection, words
        self.when, self.area = today(selection), selection.area or None
        self.cite = Cite(words, selection, store.config.thresholds)
        self.name_of: Callable[..., str] = namer(words)

    def say(self, key: str, **params: Any) -> str:
        """A text of the room `quality`."""
        return self.words(f"quality.{key}", **params)

    def please(self, key: str, who: str | None = None, **params: Any) -> str:
        """The line that says what is to be done, and by whom where that is known."""
        what = self.say(f"ask.{key}", **params)
        return self.say("please_who", who=who, what=what) if who else self.say("please", what=what)

    def indicator(self, row: Row) -> str:
        """The link to the page of a figure's or a target's indicator in its area."""
        return self.selection.to("indicator", indicator=row["indicator"], area=row["ref_area"], plan=row["plan"] or "")

    def fill(self, row: Row) -> str:
        """The link to the grid with the figures of an indicator, where a new one is typed below the others."""
        return self.selection.to("edit", what="figures", id="all", item=row["indicator"], area=row["ref_area"])

    def value(self, figure: Row) -> Markup:
        """A value with its unit, which opens its source."""
        return self.cite(figure, self.words.value(figure), "bc-strong")

    def where(self, figure: Row) -> str:
        """Area and period of a figure."""
        return f"{self.name_of(figure, 'area')}{self.words('common.dot')}{self.words.period(figure['time_period'])}"

    def lead(self, row: Row) -> str | None:
        """Who reports an indicator, where a definition says so."""
        return (self.store.indicator(row["indicator"]) or {}).get("lead_org")

    def few(self, names: Sequence[str]) -> str:
        """The first names of a list, and how many there are where that is not all."""
        return self.words.join(names[:PLACES]) + (self.say("and_more", n=len(names)) if len(names) > PLACES else "")

    def source(self, row: Row) -> str:
        """The link to a document."""
        return self.selection.to("sources", source=row["source"])


def place(row: Row) -> str:
    """`file:line` of anything that was read from a file."""
    return f"{row['file']}:{row['line']}" if row["line"] else row["file"]


def places(rows: Sequence[Row]) -> tuple[tuple[str, ...], int]:
    """The first places of several rows, and how many more there are."""
    return tuple(map(place, rows[:PLACES])), max(0, len(rows) - PLACES)
