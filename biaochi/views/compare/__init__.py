"""对比: areas side by side where their figures may stand on one axis, and why not where they may not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from markupsafe import Markup

from biaochi.layouts import Places
from biaochi.selection import Selection
from biaochi.store import Store
from biaochi.views.compare.change import change, periods
from biaochi.views.compare.cited import Cited
from biaochi.views.compare.part import Part, Sheet
from biaochi.views.compare.question import NONE, Question
from biaochi.views.compare.ranking import ranking
from biaochi.views.compare.several import several
from biaochi.views.compare.tiles import outlined, tiles
from biaochi.views.html import render
from biaochi.words import Words

__all__ = ["NONE", "Compared", "Sheet", "compare"]

_VIEWS = {"ranking": ranking, "change": change, "several": several, "tiles": tiles, "map": outlined}


@dataclass(frozen=True)
class Compared:
    """The page: what was chosen in the end, what had to be replaced, what may be chosen, the view, and its files."""

    selection: Selection
    view: str
    notes: tuple[str, ...]
    options: dict[str, dict[str, str]] = field(default_factory=dict)
    html: Markup = field(default_factory=Markup)
    name: str = ""
    to_sheet: Callable[[], Sheet] | None = None
    to_picture: Callable[[], Markup] | None = None

    @cached_property
    def sheet(self) -> Sheet | None:
        """The table for files, made when it is asked for."""
        return self.to_sheet() if self.to_sheet else None

    @cached_property
    def picture(self) -> Markup | None:
        """The drawing for files, made when it is asked for."""
        return self.to_picture() if self.to_picture else None


def compare(store: Store, selection: Selection, words: Words, places: Places) -> Compared:
    """The view that a link asks for, or the nearest that can be shown; the same for the same snapshot and day."""
    key = ("compare", selection, words.lang, selection.as_of or date.today(), places)
    return store.keep(key, lambda: _compare(store, selection, words, places))


def _compare(store: Store, selection: Selection, words: Words, places: Places) -> Compared:
    q = Question(store, selection, words, places)
    part = _VIEWS[q.view](q)
    cite = Cited(q)  # after the view, which may still have replaced what the link asks
    html = render("compare.html", words, q.selection, q=q, cite=cite, part=part, **part.context)
    return Compared(
        q.selection, q.view, tuple(q.notes), _options(q, part), html, _file_name(q, part), part.sheet, part.picture
    )


def _file_name(q: Question, part: Part) -> str:
    return f"{part.name}-{q.when.isoformat()}"


def _options(q: Question, part: Part) -> dict[str, dict[str, str]]:
    """What the pickers of the page offer, by the parameter of the link that they write."""
    single = {row["id"]: q.name_of(row) for row in q.things if not row.get("indicators")}
    every = {
        row["id"]: q.words("compare_page.concept", name=q.name_of(row)) if row.get("indicators") else q.name_of(row)
        for row in q.things
    }
    spans = {one: q.words.period(one) for one in periods(q)} if q.view == "change" and q.main else {}
    there = {one["ref_area"] for group in q.groups for one in group["figures"]}
    areas = {row["ref_area"]: q.name_of(row) for row in q.store.areas() if row["figures"] or row["ref_area"] in there}
    return {
        "indicator": every, "indicators": single, "among": q.scopes, "areas": areas, "period": spans, "other": spans,
        "usual": {one["indicator"]: one["title"] for one in part.context.get("columns", [])},
        "shown": {one["ref_area"]: "" for one in (q.group or {}).get("figures", [])},
    }  # fmt: skip
