"""The tile grid: one square an area in about its place, coloured by class; no boundaries, so no review number."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from biaochi.figures import Figure, known
from biaochi.lettering import text_width
from biaochi.marks.svg import el, num, svg, text
from biaochi.palette import var
from biaochi.words import Words

_W, _H, _GAP, _CLASSES = 108, 76, 6, 5

# area -> (row, column), both from 0
Layout = Mapping[str, tuple[int, int]]


def tile_grid(layout: Layout, figures: Sequence[Figure], words: Words, *, own: str = "",
              names: Mapping[str, str] | None = None, unit: str = "") -> Markup:
    """Areas of a layout as tiles; figures are rows of the table `figure` with `area_name`.

    Five classes with equally many areas each (fewer where values repeat); an area of the layout without a figure is a
    dashed tile with its name (`names`). The own area has a frame.
    """
    by_area = {str(row["ref_area"]): row for row in figures if known(row.get("value"))}
    cuts = class_cuts([float(row["value"]) for area, row in by_area.items() if area in layout])
    drawn = Markup("").join(
        _tile(by_area.get(area), (names or {}).get(area, area), row, column, cuts, area == own, words)
        for area, (row, column) in layout.items()
    )
    across = max((column for _, column in layout.values()), default=0) + 1
    top = (max((row for row, _ in layout.values()), default=0) + 1) * (_H + _GAP)
    width = across * (_W + _GAP) - _GAP
    drawn += _classes(by_area, layout, cuts, top + 6, width, words, unit)
    return svg(_label(layout, by_area, names or {}, words), drawn, height=top + 40, view=f"0 0 {width} {top + 40}")


def class_cuts(values: Sequence[float]) -> list[float]:
    """Lower ends of the second to the last class: quantiles of the values, each only once."""
    ordered = sorted(values)
    if len(set(ordered)) < 2:
        return []
    cuts = (ordered[min(len(ordered) * i // _CLASSES, len(ordered) - 1)] for i in range(1, _CLASSES))
    return sorted({cut for cut in cuts if cut > ordered[0]})


def _step(value: float, cuts: Sequence[float]) -> int:
    """The colour step 1-5 of a value; with fewer classes the steps spread over the scale."""
    return 3 if not cuts else 1 + round(bisect_right(cuts, value) * (_CLASSES - 1) / len(cuts))


def _tile(row: Figure | None, name: str, y: int, x: int, cuts: Sequence[float], own: bool, words: Words) -> Markup:
    left, top = x * (_W + _GAP), y * (_H + _GAP)
    frame = {"x": left + 1.5, "y": top + 1.5, "width": _W - 3, "height": _H - 3, "rx": 7}
    name = str(row["area_name"]) if row is not None and row.get("area_name") else name
    if row is None:
        ground = el("rect", **frame, fill="none", stroke=var("unknown"), stroke_width=1.5, stroke_dasharray="4 3")
        return ground + _words_of(name, words("mark.no_figure"), left, top, "sub", False)
    step = _step(float(row["value"]), cuts)
    edge = {"stroke": var("ink"), "stroke_width": 3} if own else {}
    ground = el("rect", **frame, fill=var(f"seq-{step}"), **edge)
    return ground + _words_of(name, words.short(row), left, top, f"seq-{step}-ink", own)


def _words_of(name: str, value: str, left: int, top: int, ink: str, own: bool) -> Markup:
    middle = left + _W / 2
    above = text(name, middle, top + 32, _fitting(name), ink, "middle", 650 if own else None)
    return above + text(value, middle, top + 57, _fitting(value), ink, "middle", 400 if ink == "sub" else 600)


def _fitting(said: str) -> float:
    """The letter size at which a word fits into its tile."""
    return min(19.0, 19 * (_W - 10) / max(text_width(said, 19), 1))


def _classes(by_area: Mapping[str, Figure], layout: Layout, cuts: Sequence[float], top: int, width: int, words: Words,
             unit: str) -> Markup:
    """The classes under the tiles, each with its lowest and highest value."""
    groups: dict[int, list[float]] = {}
    for area, row in by_area.items():
        if area in layout:
            groups.setdefault(_step(float(row["value"]), cuts), []).append(float(row["value"]))
    drawn, room = Markup(""), width / max(len(groups), 1)
    for i, (step, values) in enumerate(sorted(groups.items())):
        ends = {"lower": min(values), "upper": max(values), "comparator": "range"}
        said = words.short(ends) if min(values) < max(values) else words.number(values[0])
        said = words.amount(said, unit) if i == len(groups) - 1 else said
        size = min(14.0, 14 * (room - 24) / max(text_width(said, 14), 1))
        square = {"y": top + 4, "width": 16, "height": 16, "rx": 3}
        drawn += el("rect", x=num(i * room), **square, fill=var(f"seq-{step}"), stroke=var("line"))
        drawn += text(said, num(i * room + 21), top + 17, size, "sub")
    return drawn


def _label(layout: Layout, by_area: Mapping[str, Figure], names: Mapping[str, str], words: Words) -> str:
    named = {area: (by_area.get(area) or {}).get("area_name") or names.get(area, area) for area in layout}
    said = [words("mark.ranking_row", area=name, figure=by_area[area]) if area in by_area
            else f"{name} {words('mark.no_figure')}" for area, name in named.items()]
    return words("mark.ranking", n=len(layout), parts=words.join(said)) if said else words("mark.no_values")
