"""The group on the axis as tiles in about their places, or by a user's boundaries; every value opens its source."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from markupsafe import Markup

from biaochi import comparability, marks
from biaochi.marks.classes import class_ranges, cuts_of, step_of
from biaochi.store import Row
from biaochi.views.compare.part import Part, notes_of
from biaochi.views.compare.question import Question
from biaochi.views.compare.ranking import figures, line, lost, name, others, pers, remarks, sheet, title_of, total

_LARGER = 1.08
Box = tuple[float, float, float, float]


def tiles(q: Question) -> Part:
    """One tile an area; areas that the layout does not hold are named beside it."""
    group, layout = q.group, q.layout
    if group is None or layout is None:
        raise ValueError("a view of tiles needs a group and a layout")
    rows = figures(q, group)
    look = _look(q, group, rows, list(layout.places))
    drawn = marks.tile_grid(layout.places, _clear(rows), q.words, legend=False, **look)
    whole = marks.tile_grid(layout.places, _clear(rows), q.words, **look)
    shown = [row for row in _clear(rows) if row["ref_area"] in layout.places]
    part = _part(q, group, rows, (drawn, whole), marks.tile_boxes(layout.places, legend=False), "tiles")
    ranges = class_ranges(shown, q.words, rows[0]["unit"], _lower(group))
    return replace(part, context=part.context | {"ranges": ranges, "review_number": ""})


def outlined(q: Question) -> Part:
    """The areas by the boundaries of a user's file, with its review number."""
    group, found = q.group, q.outlines
    if group is None or found is None:
        raise ValueError("a map needs a group and boundaries")
    rows = figures(q, group)
    look = _look(q, group, rows, list(found.shapes))
    look.pop("instead")
    drawn = marks.outlines(found.shapes, found.review_number, _clear(rows), q.words, **look)
    part = _part(q, group, rows, (drawn, drawn), marks.outline_boxes(found.shapes), "map")
    return replace(part, context=part.context | {"ranges": [], "review_number": found.review_number})


def _clear(rows: list[Row]) -> list[Row]:
    """Without the areas whose sources disagree: they have no one value to colour."""
    return [row for row in rows if not row["conflict"]]


def _unclear(rows: list[Row], group: Row) -> bool:
    """Whether the ends of any value lie in different classes; a group that is not ranked has none."""
    cuts = cuts_of(rows)
    return bool(group["rankable"]) and any(step_of(row, cuts, _lower(group)) is None for row in rows)


def _lower(group: Row) -> bool | None:
    """Whether the least is best; None where nothing may be called better or worse."""
    return group["direction"] == "lower" if group["rankable"] else None


def _look(q: Question, group: Row, rows: list[Row], areas: list[str]) -> dict[str, Any]:
    torn = {row["ref_area"]: q.words("compare.conflict") for row in rows if row["conflict"]}
    return {
        "own": q.own, "names": {one: q.name_of(q.store.area(one)) for one in areas}, "unit": rows[0]["unit"],
        "lower": _lower(group), "instead": torn,
    }  # fmt: skip


def _part(
    q: Question, group: Row, rows: list[Row], drawn: tuple[Markup, Markup], boxes: dict[str, Box], view: str
) -> Part:
    """The view of two drawings, one for the page and one for files; `boxes` says which areas they hold."""
    off = [row for row in rows if row["ref_area"] not in boxes]
    context = {
        "group": group, "line": line(q, group), "total": total(q, group), "one_source": False,
        "drawn": drawn[0], "view": view, "off": off, "widest": round(marks.size_of(drawn[0])[0] * _LARGER),
        "reason": comparability.reason(group, q.words), "rows": rows, "pers": pers(q),
        "over": [(row, boxes[row["ref_area"]]) for row in _clear(rows) if row["ref_area"] in boxes],
        "torn": [row for row in rows if row["conflict"]], "others": others(q, group),
        "main": q.store.indicator(group["indicator"]),
        "any_unclear": _unclear([row for row in _clear(rows) if row["ref_area"] in boxes], group),
        "lost": lost(q, group),
    }  # fmt: skip
    files = partial(sheet, q, group, rows), partial(_picture, q, group, rows, drawn[1], view)
    return Part("compare_tiles.html", context, *files, f"{name(q, group)}-{view}")


def _picture(q: Question, group: Row, rows: list[Row], drawn: Markup, view: str) -> Markup:
    hint = q.words(f"compare_page.{view}_hint") + (q.words("compare_page.darker") if group["rankable"] else "")
    told = line(q, group).partition(q.words("common.dot"))[2]
    said = q.words("common.dot").join([q.words.period(group["time_period"]), told])
    return marks.framed(title_of(q, group), said, drawn, notes_of(q, rows, hint, *remarks(q)))
