"""Two periods of one area as a dumbbell: ring = before, disc = after, all rows on one axis, better to the right."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from biaochi.figures import Figure, ends, known
from biaochi.lettering import text_width
from biaochi.marks.bar import open_end
from biaochi.marks.svg import el, num, pct, svg, text
from biaochi.palette import var
from biaochi.words import Words

_ROW, _SIZE, _LEFT, _SPAN = 30, 14.5, 0.03, 0.9

Pair = Mapping[str, Any]  # ref_area, area_name, a (before) and b (after): rows of the table `figure`


@dataclass(frozen=True)
class _Axis:
    """From a number to a place across: a per cent on pages, a pixel in files; turned round where less is better."""

    low: float
    span: float
    turned: bool = False
    place: Callable[[float], str] = pct

    def at(self, n: float) -> str:
        share = (n - self.low) / self.span
        return self.place(_LEFT + _SPAN * (1 - share if self.turned else share))


def dumbbells(pairs: Sequence[Pair], words: Words, *, own: str = "", lower: bool = False) -> list[Markup]:
    """One drawing a pair, all on one axis: for tables."""
    axis = _axis(pairs, lower)
    return [svg(_said(pair, words), _drawn(pair, axis, 0, own), height=_ROW) for pair in pairs]


def dumbbells_svg(
    pairs: Sequence[Pair], words: Words, told: Sequence[str], *, own: str = "", lower: bool = False, width: int = 720
) -> Markup:
    """The same as one drawing with names and what is `told` of each pair at its right, for files and slides."""
    names = max((text_width(str(pair["area_name"]), _SIZE) for pair in pairs), default=0) + 14
    room = width - names - max((text_width(said, _SIZE) for said in told), default=0) - 8
    axis = _axis(pairs, lower, lambda share: num(names + share * room))
    drawn = Markup("")
    for i, (pair, said) in enumerate(zip(pairs, told, strict=True)):
        bold = 650 if pair["ref_area"] == own else None
        drawn += _drawn(pair, axis, i * _ROW, own) + text(
            pair["area_name"], 0, i * _ROW + 20, _SIZE, "ink", weight=bold
        )
        drawn += text(said, width, i * _ROW + 20, _SIZE, "ink", "end", bold)
    label = words("mark.changes", n=len(pairs), parts=words.join(_said(pair, words) for pair in pairs))
    return svg(label, drawn, height=max(len(pairs), 1) * _ROW, view=f"0 0 {width} {max(len(pairs), 1) * _ROW}")


def _axis(pairs: Sequence[Pair], lower: bool, place: Callable[[float], str] = pct) -> _Axis:
    """From 0 where 0 is near, else just around the numbers."""
    numbers = [
        end for pair in pairs for side in ("a", "b") if known(pair[side].get("value")) for end in ends(pair[side])[:2]
    ]
    numbers = [n for n in numbers if math.isfinite(n)] or [0.0]
    low, high = min(numbers), max(numbers)
    if low >= 0 and low <= 0.5 * high:
        low = 0.0
    return _Axis(low, (high - low) or 1.0, lower, place)


def _drawn(pair: Pair, axis: _Axis, y: float, own: str) -> Markup:
    ink = "accent" if pair["ref_area"] == own else "quiet"
    middle = y + _ROW / 2
    first, second = (axis.at(float(pair[side]["value"])) for side in ("a", "b"))
    line = el("line", x1=first, x2=second, y1=middle, y2=middle, stroke=var(ink), stroke_width=3)
    arrows = Markup("").join(_open(pair[side], axis, middle, ink) for side in ("a", "b"))
    ring = el("circle", cx=first, cy=middle, r=5.2, fill=var("card"), stroke=var(ink), stroke_width=2.2)
    return line + arrows + ring + el("circle", cx=second, cy=middle, r=6, fill=var(ink))


def _open(figure: Figure, axis: _Axis, middle: float, ink: str) -> Markup:
    """An arrow where nothing is known beyond a value."""
    _, _, below, above = ends(figure)
    if not (below or above):
        return Markup("")
    return open_end(axis.at(float(figure["value"])), middle, ink, 1 if above != axis.turned else -1)


def _said(pair: Pair, words: Words) -> str:
    return words("mark.change_row", area=pair["area_name"], a=pair["a"], b=pair["b"])
