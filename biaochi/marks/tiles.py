"""The tile grid: one square an area in about its place, coloured by class; no boundaries, so no review number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from biaochi.figures import Figure, known
from biaochi.lettering import text_width
from biaochi.marks.classes import class_cuts, class_legend, cuts_of, ground, step_of
from biaochi.marks.svg import el, svg, text
from biaochi.palette import var
from biaochi.words import Words

__all__ = ["Layout", "areas_label", "class_cuts", "tile_boxes", "tile_grid"]

_W, _H, _GAP, _FOOT = 108, 76, 6, 40

# area -> (row, column), both from 0
Layout = Mapping[str, tuple[int, int]]


def tile_grid(
    layout: Layout,
    figures: Sequence[Figure],
    words: Words,
    *,
    own: str = "",
    names: Mapping[str, str] | None = None,
    unit: str = "",
    lower: bool | None = False,
    instead: Mapping[str, str] | None = None,
    legend: bool = True,
) -> Markup:
    """Areas of a layout as tiles; figures are rows of the table `figure` with `area_name`.

    Five classes with equally many areas each (fewer where values repeat), dark is better (`lower`: the least is best;
    None: no classes, where the group may not be ranked);
    an area of the layout without a figure is a dashed tile with its name (`names`) and what is said `instead`. The own
    area has a frame. Without `legend` the classes are told elsewhere (class_ranges).
    """
    by_area = {
        str(row["ref_area"]): row for row in figures if known(row.get("value")) and str(row["ref_area"]) in layout
    }
    cuts = cuts_of(list(by_area.values()))
    drawn = Markup("").join(
        _tile(by_area[area], place, step_of(by_area[area], cuts, lower), area == own, words)
        if area in by_area
        else _gap((names or {}).get(area, area), (instead or {}).get(area, words("mark.no_figure")), place, area == own)
        for area, place in layout.items()
    )
    width, height = _size(layout, legend)
    if legend:
        drawn += class_legend(list(by_area.values()), height - _FOOT + 6, width, words, unit, lower)
    return svg(areas_label(layout, by_area, names or {}, words), drawn, height=height, view=f"0 0 {width} {height}")


def tile_boxes(layout: Layout, legend: bool = True) -> dict[str, tuple[float, float, float, float]]:
    """Left, top, width and height of every tile as shares of the drawing, for what is laid over it."""
    width, height = _size(layout, legend)
    return {
        area: (x * (_W + _GAP) / width, y * (_H + _GAP) / height, _W / width, _H / height)
        for area, (y, x) in layout.items()
    }


def _size(layout: Layout, legend: bool) -> tuple[int, int]:
    across = max((column for _, column in layout.values()), default=0) + 1
    down = max((row for row, _ in layout.values()), default=0) + 1
    return across * (_W + _GAP) - _GAP, down * (_H + _GAP) + (_FOOT if legend else -_GAP)


def _frame(place: tuple[int, int]) -> tuple[int, int, dict[str, float]]:
    left, top = place[1] * (_W + _GAP), place[0] * (_H + _GAP)
    return left, top, {"x": left + 1.5, "y": top + 1.5, "width": _W - 3, "height": _H - 3, "rx": 7}


def _tile(row: Figure, place: tuple[int, int], step: int | None, own: bool, words: Words) -> Markup:
    left, top, frame = _frame(place)
    fill, ink = ground(step)
    edge = {"stroke": var("ink"), "stroke_width": 3} if own else {}
    return el("rect", **frame, fill=var(fill), **edge) + _words_of(
        str(row["area_name"]), words.short(row), left, top, ink, own
    )


def _gap(name: str, said: str, place: tuple[int, int], own: bool) -> Markup:
    """An area without a figure: dashed, never a pale class."""
    left, top, frame = _frame(place)
    edge = el(
        "rect",
        **frame,
        fill="none",
        stroke=var("ink" if own else "unknown"),
        stroke_width=3 if own else 1.5,
        stroke_dasharray="4 3",
    )
    return edge + _words_of(name, said, left, top, "sub", own)


def _words_of(name: str, value: str, left: int, top: int, ink: str, own: bool) -> Markup:
    middle = left + _W / 2
    above = text(name, middle, top + 32, _fitting(name), ink, "middle", 650 if own else None)
    return above + text(value, middle, top + 57, _fitting(value), ink, "middle", 400 if ink == "sub" else 600)


def _fitting(said: str) -> float:
    """The letter size at which a word fits into its tile."""
    return min(19.0, 19 * (_W - 10) / max(text_width(said, 19), 1))


def areas_label(
    areas: Sequence[str] | Layout, by_area: Mapping[str, Figure], names: Mapping[str, str], words: Words
) -> str:
    """Every area with its figure, or without one, in words."""
    named = {area: (by_area.get(area) or {}).get("area_name") or names.get(area, area) for area in areas}
    said = [
        words("mark.ranking_row", area=name, figure=by_area[area])
        if area in by_area
        else f"{name} {words('mark.no_figure')}"
        for area, name in named.items()
    ]
    return words("mark.ranking", n=len(named), parts=words.join(said)) if said else words("mark.no_values")
