"""What a view of the comparison hands on: a template with its context, a table and a picture for files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from biaochi.store import Row
from biaochi.views.compare.question import Question

FIGURE = (
    "compare_page.file.standing", "compare_page.file.rank", "compare_page.file.code", "term.ref_area", "term.indicator",
    "term.time_period", "compare_page.file.value", "compare_page.file.bound", "compare_page.file.printed", "term.unit",
    "page.basis", "compare_page.file.status", "compare_page.column.differs", "term.source",
    "compare_page.file.reliability", "compare_page.file.checked", "term.quote",
    "compare_page.file.as_of", "page.version",
)  # fmt: skip
"""The columns of a file of figures: every row carries its source, its date and the data version."""

_SOURCES = 6


@dataclass(frozen=True)
class Sheet:
    """A table for files: headings, rows (numbers, text or None) and what stands under them."""

    title: str
    subtitle: str
    head: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """One view: its template, what the template needs, and what makes its files, which few readers ask for."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    sheet: Callable[[], Sheet] | None = None
    picture: Callable[[], Markup] | None = None
    name: str = "compare"


def figure_row(q: Question, one: Row, standing: str, *, why: str = "") -> tuple[Any, ...]:
    """A figure as a row of FIGURE; an area without one keeps its name and says so."""
    words = q.words
    stamp = (words.date(q.when, "iso"), q.store.id)
    if one.get("figure") is None:
        name = q.name_of(one, "area")
        return (standing, None, one["ref_area"], name, *[None] * 8, words("mark.no_figure"), *[None] * 4, *stamp)
    seen = one.get("verified")
    checked = "not_checked" if seen is None else "verified" if seen else "unverified"
    return (
        standing, one.get("rank_text"), one["ref_area"], q.name_of(one, "area"), q.name_of(one, "indicator"),
        words.period(one["time_period"]), one["value"], None if one["comparator"] == "=" else one["comparator"],
        one.get("value_text"), words.unit(one["unit"]), words(f"basis.{one['basis']}"),
        words(f"obs_status.{one['obs_status']}") if one.get("obs_status") else None, why, one.get("title"),
        words.reliability(one) if one.get("reliability") else None, words(f"evidence.{checked}"),
        one.get("quote"), *stamp,
    )  # fmt: skip


def sources_of(figures: Iterable[Row]) -> list[str]:
    """The documents of figures, each once, in their order."""
    return list(dict.fromkeys(str(one["title"]) for one in figures if one.get("title")))


def notes_of(q: Question, figures: Sequence[Row], *more: str) -> tuple[str, ...]:
    """What a file says under its table or drawing: remarks, the documents, the date and the data version."""
    words = q.words
    found = sources_of(figures)
    more_of = words("compare_page.file.more_sources", n=len(found) - _SOURCES) if len(found) > _SOURCES else ""
    named = words.join(found[:_SOURCES]) + more_of
    said = words("compare_page.file.sources", sources=named) if found else ""
    stamp = words("compare_page.file.stamp", day=q.when, v=q.store.id[:12])
    return tuple(one for one in (*more, said, stamp) if one)
