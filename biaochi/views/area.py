"""区域: one district, all its figures by theme, each with basis and period beside it."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from markupsafe import Markup

from biaochi.selection import Selection
from biaochi.store import Row, Store
from biaochi.views.html import Cite, kept, render
from biaochi.views.paging import span
from biaochi.views.rows import today
from biaochi.words import Words

MOST = 200
"""Figures of an area that are still shown all."""


@kept
def area(store: Store, selection: Selection, words: Words) -> Markup:
    """What an area had reached by the date, newest first, the themes that its plans aim at before others.

    Figures without a period stay: they were found, only when is not known. Of many figures (MOST) the newest of each
    indicator are shown; the others stand on the indicator's page.
    """
    when = today(selection)
    counted = store.reached(when, selection.area)
    number = sum(counted.values())
    figures = store.figures_reached(when, selection.area, newest=number > MOST)
    indicators = {row["indicator"]: row for row in store.indicators()}
    by_indicator = {
        key: list(group)
        for key, group in groupby(sorted(figures, key=lambda one: one["indicator"]), key=lambda one: one["indicator"])
    }
    shown = [
        {**indicators[key], "newest": _newest_first(rows), "older": counted[key] - len(rows)}
        for key, rows in by_indicator.items()
    ]
    aimed = Counter(indicators[row["indicator"]]["theme"] for row in store.assessments(when, ref_area=selection.area))
    shown.sort(key=lambda row: (-aimed[row["theme"]], row["theme"], row["ord"]))
    part = span(selection, len(shown))
    shown = shown[part.part]
    themes = [(rows[0], rows) for _, group in groupby(shown, key=lambda row: row["theme"]) if (rows := list(group))]
    return render(
        "area.html",
        words,
        selection,
        cite=Cite(words, selection),
        area=store.area(selection.area),
        when=when,
        themes=themes,
        plans=store.plans(selection.area),
        number=number,
        older=number - len(figures),
        span=part,
        inside=[row for row in store.areas() if row["parent"] == selection.area],
    )


def _newest_first(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda one: str(one["period_end"] or ""), reverse=True)
