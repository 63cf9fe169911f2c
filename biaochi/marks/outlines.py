"""Areas by their boundaries, coloured by class: from a user's file, with its review number 审图号 on the drawing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from biaochi.figures import Figure, known
from biaochi.lettering import text_width
from biaochi.marks.classes import class_legend, cuts_of, ground, step_of
from biaochi.marks.svg import el, num, svg, text
from biaochi.marks.tiles import areas_label
from biaochi.palette import var
from biaochi.words import Words

_WIDTH, _TALLEST, _FOOT, _SIZE = 680, 760.0, 66, 13.0
_NEAR = 0.6  # pixels: points closer than this to the last one drawn say nothing

Ring = Sequence[tuple[float, float]]
Box = tuple[float, float, float, float]


class Paper:
    """From degrees to pixels: equal steps north and east at the middle of the areas."""

    def __init__(self, shapes: Mapping[str, Sequence[Ring]]) -> None:
        points = [point for rings in shapes.values() for ring in rings for point in ring]
        self.west, self.north = min(x for x, _ in points), max(y for _, y in points)
        east, south = max(x for x, _ in points), min(y for _, y in points)
        self.narrow = math.cos(math.radians((self.north + south) / 2)) or 1e-6
        wide, high = (east - self.west) * self.narrow or 1e-6, (self.north - south) or 1e-6
        self.scale = min((_WIDTH - 4) / wide, _TALLEST / high)
        self.height = high * self.scale + 4
        self.left = (_WIDTH - wide * self.scale) / 2

    def at(self, point: tuple[float, float]) -> tuple[float, float]:
        """The place of a point on the drawing."""
        x, y = point
        return self.left + (x - self.west) * self.narrow * self.scale, 2 + (self.north - y) * self.scale


def outlines(
    shapes: Mapping[str, Sequence[Ring]],
    review_number: str,
    figures: Sequence[Figure],
    words: Words,
    *,
    own: str = "",
    names: Mapping[str, str] | None = None,
    unit: str = "",
    lower: bool | None = False,
) -> Markup:
    """The areas of `shapes` (rings of longitude and latitude) with names and values; the review number stands below."""
    by_area = {
        str(row["ref_area"]): row for row in figures if known(row.get("value")) and str(row["ref_area"]) in shapes
    }
    paper, cuts = Paper(shapes), cuts_of(list(by_area.values()))
    steps = {area: step_of(row, cuts, lower) for area, row in by_area.items()}
    drawn = Markup("").join(_shape(rings, paper, by_area.get(area), steps.get(area)) for area, rings in shapes.items())
    drawn += Markup("").join(_edge(shapes[area], paper) for area in (own,) if area in shapes)
    for area, rings in shapes.items():
        name = (names or {}).get(area, area)
        drawn += _named(by_area.get(area), name, steps.get(area), _middle(rings, paper), area == own, words)
    drawn += class_legend(list(by_area.values()), paper.height + 8, _WIDTH, words, unit, lower)
    drawn += text(words("mark.review_number", n=review_number), 0, paper.height + 54, 12.5, "sub")
    height = paper.height + _FOOT
    return svg(
        areas_label(list(shapes), by_area, names or {}, words), drawn, height=height, view=f"0 0 {_WIDTH} {num(height)}"
    )


def outline_boxes(shapes: Mapping[str, Sequence[Ring]]) -> dict[str, Box]:
    """Left, top, width and height of the words of every area as shares of the drawing, for what is laid over it."""
    paper = Paper(shapes)
    height, found = paper.height + _FOOT, {}
    for area, rings in shapes.items():
        x, y = _middle(rings, paper)
        found[area] = ((x - 32) / _WIDTH, (y - 18) / height, 64 / _WIDTH, 36 / height)
    return found


def _path(rings: Sequence[Ring], paper: Paper) -> str:
    parts = []
    for ring in rings:
        kept = [paper.at(ring[0])]
        for point in map(paper.at, ring[1:]):
            if math.dist(point, kept[-1]) >= _NEAR:
                kept.append(point)
        if len(kept) > 2:
            parts.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z")
    return "".join(parts)


def _shape(rings: Sequence[Ring], paper: Paper, row: Figure | None, step: int | None) -> Markup:
    """An area in the colour of its class; without a figure it is hollow, never a pale class."""
    fill = "none" if row is None else var(ground(step)[0])
    dashes = "4 3" if row is None else None
    return el(
        "path",
        d=_path(rings, paper),
        fill=fill,
        fill_rule="evenodd",
        stroke=var("unknown" if row is None else "card"),
        stroke_width=1.2,
        stroke_dasharray=dashes,
        stroke_linejoin="round",
    )


def _edge(rings: Sequence[Ring], paper: Paper) -> Markup:
    return el("path", d=_path(rings, paper), fill="none", stroke=var("ink"), stroke_width=2.6, stroke_linejoin="round")


def _middle(rings: Sequence[Ring], paper: Paper) -> tuple[float, float]:
    """Where an area is named: the centre of gravity of its largest ring."""
    ring = [paper.at(point) for point in max(rings, key=lambda one: abs(_area(one)[0]))]
    twice, x, y = _area(ring)
    if abs(twice) < 1e-9:
        return ring[0]
    return x / (3 * twice), y / (3 * twice)


def _area(ring: Ring) -> tuple[float, float, float]:
    """Twice the signed area of a ring and its two first moments (times six)."""
    twice = across = down = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        twice, across, down = twice + cross, across + (x1 + x2) * cross, down + (y1 + y2) * cross
    return twice, across, down


def _named(row: Figure | None, name: str, step: int | None, middle: tuple[float, float], own: bool,
           words: Words) -> Markup:  # fmt: skip
    """Name and value over the area, with a halo of its colour where they reach beyond it."""
    name = str(row["area_name"]) if row is not None else name
    said = words.short(row) if row is not None else words("mark.no_figure")
    fill, ink = ("card", "sub") if row is None else ground(step)
    halo = {"stroke": var(fill), "stroke_width": 3, "paint_order": "stroke", "stroke_linejoin": "round"}
    drawn = Markup("")
    for line, y, weight in ((name, middle[1] - 3, 650 if own else 400), (said, middle[1] + 13, 600)):
        size = min(_SIZE, _SIZE * 90 / max(text_width(line, _SIZE), 1))
        place = {"x": middle[0], "y": y, "font_size": size, "font_weight": weight, "text_anchor": "middle"}
        drawn += el("text", line, **place, fill=var(ink), **halo)
    return drawn
