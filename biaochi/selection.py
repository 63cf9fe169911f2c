"""What the reader chose, to and from the link: ids only, every page reproduces itself from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar
from urllib.parse import quote

LIMIT = 400
"""Longest text taken from one parameter of a link."""
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
"""Between these an evaluation date must lie."""


@dataclass(frozen=True)
class Selection:
    """One view: texts as they stand in the link, empty where the default holds; lists are separated by commas."""

    area: str = ""
    plan: str = ""
    indicator: str = ""
    as_of: date | None = None
    v: str = ""
    lang: str = ""
    areas: str = ""
    indicators: str = ""
    period: str = ""
    other: str = ""
    view: str = ""
    per: str = ""
    source: str = ""
    figure: str = ""
    q: str = ""
    slide: str = ""
    deck: str = ""
    theme: str = ""
    auto: str = ""
    who: str = ""
    change: str = ""
    skip: str = ""
    what: str = ""
    id: str = ""
    item: str = ""

    fixed: ClassVar[bool] = False
    """Whether the pages around it can neither be pinned nor presented (a published site)."""

    def list(self, name: str) -> list[str]:
        """The parts of a parameter that holds several ids."""
        return [part for part in getattr(self, name).split(",") if part]

    def to(self, page: str, **changes: Any) -> str:
        """A relative link to a page with this selection and the changes; the only place where links are made.

        It leads to the beginning of a long list, unless the changes say how much of it to skip.
        """
        said = {"skip": ""} | {name: joined(value) for name, value in changes.items()}
        if unknown := said.keys() - _NAMES:
            raise TypeError(f"a selection has no {', '.join(unknown)}")
        return link(page, self, said)


KEPT = {
    "overview": ("area", "plan"),
    "plan": ("area", "plan"),
    "indicator": ("area", "plan", "indicator"),
    "area": ("area", "skip"),
    "compare": ("area", "indicator", "indicators", "areas", "period", "other", "view", "per"),
    "sources": ("source", "figure", "skip"),
    "quality": ("area",),
    "search": ("q", "area"),
    "report": ("deck", "area", "plan", "indicator"),
    "edit": ("what", "id", "item", "area", "plan", "indicator"),
    "history": ("plan", "indicator", "who", "change", "skip"),
    "present": ("deck", "area", "plan", "indicator", "theme", "auto", "view", "slide"),
}
"""What each page's link says beside what every link says (date, snapshot, language)."""
ALWAYS = ("as_of", "v", "lang")
_NAMES = {field.name for field in fields(Selection)}


def read(params: Mapping[str, str]) -> tuple[Selection, list[str]]:
    """The selection of a link's parameters, and the names of those that could not be read."""
    known = {name: str(value)[:LIMIT] for name, value in params.items() if name in _NAMES}
    unread: list[str] = []
    if "as_of" in known:
        try:
            known["as_of"] = _day(known["as_of"])  # type: ignore[assignment]
        except ValueError:
            del known["as_of"]
            unread.append("as_of")
    return Selection(**known), unread  # type: ignore[arg-type]


def _day(text: str) -> date:
    """An evaluation date between EARLIEST and LATEST; raises ValueError."""
    day = date.fromisoformat(text)
    if not EARLIEST <= day <= LATEST:
        raise ValueError(text)
    return day


def params(selection: Selection, page: str, changes: Mapping[str, Any] | None = None) -> dict[str, str]:
    """The parameters of a page's link: only what the page uses and what differs from the default.

    `changes` hold instead of what the selection says.
    """
    names, said = (*KEPT.get(page, _NAMES), *ALWAYS), changes or {}
    given = {name: said[name] if name in said else getattr(selection, name) for name in names}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in given.items() if value}


def link(page: str, selection: Selection, changes: Mapping[str, Any] | None = None) -> str:
    """A relative, percent-encoded link to a page with this selection; a page has thousands of them."""
    said = "&".join([f"{name}={_quoted(str(value))}" for name, value in params(selection, page, changes).items()])
    return f"{page}?{said}" if said else page


@lru_cache(maxsize=4096)
def _quoted(value: str) -> str:
    return quote(value, safe=",/")


def joined(value: Any) -> Any:
    """A list of ids as one parameter; everything else as it is, None as the default."""
    if value is None:
        return ""
    return ",".join(value) if isinstance(value, Iterable) and not isinstance(value, str) else value
