"""The course of one area in a small panel; panels that stand beside each other share their days and their scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from markupsafe import Markup

from biaochi.figures import Figure, ends, placed
from biaochi.marks.spark import Dated, dashes
from biaochi.marks.spark import dot as value_dot
from biaochi.marks.svg import at, el, pct, svg
from biaochi.palette import var
from biaochi.words import Words

_HEIGHT, _PAD, _SIDE = 64, 10, 0.07


@dataclass(frozen=True)
class Frame:
    """What all panels of a figure share: first and last day, the numbers at the foot and at the head."""

    first: date
    last: date
    foot: float
    head: float

    def x(self, day: date) -> float:
        """The share of the width at which a day stands."""
        days = (self.last - self.first).days
        return 0.5 if not days else _SIDE + (1 - 2 * _SIDE) * (day - self.first).days / days

    def y(self, value: float) -> float:
        """The pixel at which a number stands."""
        span = (self.head - self.foot) or 1.0
        return _HEIGHT - _PAD - (_HEIGHT - 2 * _PAD) * (value - self.foot) / span


def frame_of(series: Sequence[Sequence[Figure]]) -> Frame | None:
    """One frame for all series, its foot at 0 where 0 is near; None where nothing can be placed."""
    points = [point for one in series for point in placed(one)]
    if not points:
        return None
    numbers = [end for _, figure in points for end in ends(figure)[:2]]
    foot = min(numbers)
    foot = 0.0 if 0 <= foot <= 0.5 * max(numbers) else foot
    days = [day for day, _ in points]
    return Frame(min(days), max(days), foot, max(numbers))


def course(series: Sequence[Figure], frame: Frame, words: Words, own: bool = False) -> Markup:
    """One panel: known values only, dotted where nothing was published between, the last one larger."""
    points = placed(series)
    ink = "accent" if own else "quiet"
    foot = el("line", x1="0%", x2="100%", y1=_HEIGHT - _PAD, y2=_HEIGHT - _PAD, stroke=var("hair"), stroke_width=1)
    drawn = Markup("").join(_stroke(a, b, frame, ink) for a, b in pairwise(points))
    for day, figure in points:
        drawn += _dot(figure, pct(frame.x(day)), frame.y(float(figure["value"])), ink, figure is points[-1][1])
    said = words.join(words.dated(figure) for _, figure in points)
    return svg(said or words("mark.no_values"), foot + drawn, height=_HEIGHT)


def _stroke(a: Dated, b: Dated, frame: Frame, ink: str) -> Markup:
    return el(
        "line",
        x1=pct(frame.x(a[0])),
        x2=pct(frame.x(b[0])),
        y1=frame.y(float(a[1]["value"])),
        y2=frame.y(float(b[1]["value"])),
        stroke=var(ink),
        stroke_width=2.2,
        stroke_linecap="round",
        stroke_dasharray=dashes(a, b, "0.1 5"),
    )


def _dot(figure: Figure, x: str, y: float, ink: str, last: bool) -> Markup:
    """The value; a small arrow away from it where nothing is known beyond."""
    _, _, below, above = ends(figure)
    dot = value_dot(x, y, figure, ink, 4.6 if last else 3.4)
    if not (below or above):
        return dot
    way = -1 if above else 1
    head = f"M-4 {way * 8} L0 {way * 13} L4 {way * 8}"
    return dot + at(x, y, el("path", d=head, fill="none", stroke=var(ink), stroke_width=2, stroke_linecap="round"))
