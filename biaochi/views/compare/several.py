"""Several indicators by area: a table with the value in every cell, and one indicator's courses on one scale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from markupsafe import Markup

from biaochi import marks
from biaochi.marks.course import Frame
from biaochi.marks.heat import steps
from biaochi.store import Row
from biaochi.views.compare.part import FIGURE, Part, Sheet, figure_row, notes_of
from biaochi.views.compare.question import NONE, Question

USUAL, MOST = 6, 12
"""So many indicators are shown where none are chosen, and at most."""
LOOKED_AT = 24
"""Of a country's indicators so many, those of most areas, are looked at for the usual ones; any can be chosen."""


def several(q: Question) -> Part:
    """The latest comparable group of each indicator as a column, the areas as rows, the own area lit."""
    chosen = settle(q)
    found = q.store.matrix(tuple(chosen), q.when, q.among.areas) if chosen and not q.among.empty else []
    if not found:
        return Part("compare_pick.html", {"emptied": not chosen, "areas": q.among.empty or q.among.kind != "all"})
    told = q.figures(chosen)
    columns = [_column(q, group, told) for group in found]
    areas = rows(q, columns)
    missing = [one for one in chosen if one not in {group["indicator"] for group in found}]
    context = {
        "columns": columns, "areas": areas, "absent": [q.name_of(q.store.indicator(one)) for one in missing],
        "ranked": any(one["rankable"] for one in columns),
        "any_unclear": any(None in one["steps"].values() for one in columns), "courses": courses(q, chosen),
    }  # fmt: skip
    title = q.words("compare_page.several_title", n=len(columns), areas=len(areas))
    told_of = partial(_figures, q, found, told)
    files = partial(_sheet, q, told_of, title), partial(_picture, q, told_of, title, columns, areas, context["ranked"])
    return Part("compare_several.html", context, *files)


def _figures(q: Question, found: list[Row], told: dict[int, Row]) -> list[Row]:
    return [_whole(q, one, told) for group in found for one in group["figures"]]


def _sheet(q: Question, told_of: Callable[[], list[Row]], title: str) -> Sheet:
    figures, words = told_of(), q.words
    made = [figure_row(q, one, words("compare_page.file.there")) for one in figures]
    head = tuple(words(key) for key in FIGURE)
    return Sheet(title, words("compare_page.several_hint"), head, tuple(made), notes_of(q, figures))


def _picture(
    q: Question, told_of: Callable[[], list[Row]], title: str, columns: list[Row], areas: dict[str, str], ranked: bool
) -> Markup:
    drawn = marks.heat_table(areas, [_both(q, one) for one in columns], q.words, own=q.own)
    notes = notes_of(q, told_of(), *([q.words("compare_page.darker")] if ranked else []))
    return marks.framed(title, q.words("compare_page.several_hint"), drawn, notes)


def settle(q: Question) -> list[str]:
    """The indicators of the link, without those that do not exist; where it names none, those of most areas."""
    asked = q.selection.list("indicators")
    if asked == [NONE]:
        return []
    known = [one for one in dict.fromkeys(asked) if q.store.indicator(one)]
    unknown = [one for one in asked if one not in known]
    if unknown:
        q.note("indicators", value=q.words.join(unknown))
    if len(known) > MOST:
        q.note("too_many", n=MOST)
    q.selection = replace(q.selection, indicators=",".join(known[:MOST]))
    return known[:MOST] or usual(q)


def usual(q: Question) -> list[str]:
    """The indicators whose latest group holds most areas, those with the own area first; the one asked for leads."""
    if q.among.empty:
        return []
    single = tuple(row["id"] for row in q.things if not row.get("indicators"))
    found = q.store.matrix(single[:LOOKED_AT] if q.many else single, q.when, q.among.areas)
    ranked = sorted(found, key=lambda group: (group["areas"] < 2, q.own not in group["cells"], -group["areas"]))
    return [group["indicator"] for group in ranked if group["areas"] > 1][:USUAL] or [
        group["indicator"] for group in ranked[:USUAL]
    ]


def _column(q: Question, group: Row, told: dict[int, Row]) -> Row:
    cells = {area: _whole(q, one, told) for area, one in group["cells"].items()}
    column = {**group, "cells": cells, "title": q.name_of(group), "subtitle": q.words.period(group["time_period"])}
    torn: dict[str, list[Row]] = {}
    for one in group["figures"]:
        if one["conflict"]:
            torn.setdefault(one["ref_area"], []).append(_whole(q, one, told))
    return column | {"steps": steps(column), "torn": torn}


def _both(q: Question, column: Row) -> Row:
    """The column with both values where sources disagree."""
    torn = {area: {**found[0], "said": " / ".join(map(q.words.short, found))} for area, found in column["torn"].items()}
    return {**column, "cells": column["cells"] | torn}


def _whole(q: Question, one: Row, told: dict[int, Row]) -> Row:
    row = {**told.get(one["figure"], {}), **one}
    return row | {"area_name": q.name_of(row, "area")}


def rows(q: Question, columns: list[Row]) -> dict[str, str]:
    """The areas that have a figure in any column, in the order of data/areas.csv, the own one first."""
    there = {area for column in columns for area in column["cells"]}
    named = {one["ref_area"]: q.name_of(one) for one in q.store.areas() if one["ref_area"] in there}
    return {q.own: named[q.own], **named} if q.own in named else named


def courses(q: Question, chosen: list[str]) -> dict[str, Any] | None:
    """One panel an area for the first of the indicators that has two comparable dates, all on one scale."""
    known = [one for one in dict.fromkeys([q.selection.indicator, *chosen]) if one in chosen]
    for indicator in known:
        answer = q.store.comparison(indicator, q.when, q.among.areas)
        series = _series(answer)
        lasting = {area: figures for area, figures in series.items() if len(figures) > 1}
        frame = marks.frame_of(list(lasting.values()))
        if len(lasting) > 1 and frame:
            told = q.figures([indicator])
            whole = {area: [_whole(q, one, told) for one in figures] for area, figures in lasting.items()}
            panels = [_panel(q, area, figures, frame) for area, figures in whole.items()]
            panels.sort(key=lambda one: (one["ref_area"] != q.own, -float(one["figures"][-1]["value"])))
            single = [q.name_of(figures[0], "area") for figures in series.values() if len(figures) == 1]
            spans = {tuple(one["time_period"] for one in panel["figures"]) for panel in panels}
            dates = [q.words.period(one) for one in spans.pop()] if len(spans) == 1 else []
            return {"row": q.store.indicator(indicator), "panels": panels, "single": single, "dates": dates}
    return None


def _series(answer: Row) -> dict[str, list[Row]]:
    """The figures of every area that differ in nothing but the year, oldest first; without those in conflict."""
    found: dict[str, list[Row]] = {}
    kept = [group for group in answer["groups"] if not group["differs"]]
    for group in sorted(kept, key=lambda one: one["slot_end"]):
        for one in group["figures"]:
            if not one["conflict"]:
                found.setdefault(one["ref_area"], []).append({**one, "period_end": group["slot_end"], "dated": True})
    return found


def _panel(q: Question, area: str, figures: list[Row], frame: Frame) -> Row:
    drawn = marks.course(figures, frame, q.words, area == q.own)
    return {"ref_area": area, "name": q.name_of(figures[0], "area"), "figures": figures, "drawn": drawn}
