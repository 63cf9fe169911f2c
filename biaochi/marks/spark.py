"""The sparkline: known values as dots; solid between adjacent periods, dotted where nothing was published between."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from markupsafe import Markup

from biaochi.figures import Figure, adjacent, ends, forecast, placed
from biaochi.marks.svg import el, num, svg
from biaochi.palette import look, var
from biaochi.words import Words

_W, _H, _PAD = 120, 32, 6
Dated = tuple[date, Figure]


def sparkline(series: Sequence[Figure], words: Words, *, verdict: str = "", target: Figure | None = None) -> Markup:
    """A small line of one definition's figures (rows of the table `figure`); the target as a tick at its date."""
    points = placed(series)
    aim = placed([target]) if target else []
    if not points:
        return svg(words("mark.no_values"), _rule(), height=_H, view=f"0 0 {_W} {_H}", width=_W)
    days = [day for day, _ in points + aim]
    numbers = [end for _, figure in points + aim for end in ends(figure)[:2]]
    span = (max(days) - min(days)).days or 1
    rise = (max(numbers) - min(numbers)) or 1.0

    def xy(day: date, value: float) -> tuple[float, float]:
        across = _PAD + (_W - 2 * _PAD) * (day - min(days)).days / span if len(set(days)) > 1 else _W / 2
        return across, _H - _PAD - (_H - 2 * _PAD) * (value - min(numbers)) / rise

    ink = look(verdict).colour if verdict and not look(verdict).hollow else "accent"
    drawn = Markup("").join(_stroke(a, b, xy, ink) for a, b in pairwise(points))
    for day, figure in points:
        x, y = xy(day, float(figure["value"]))
        drawn += dot(num(x), num(y), figure, ink, 3.6 if figure is points[-1][1] else 2.4)
    for day, figure in aim:
        x, y = xy(day, float(figure["value"]))
        drawn += el("path", d=f"M{num(x - 5)} {num(y)} H{num(x + 5)}", stroke=var("ink"), stroke_width=2.2)
    return svg(_label(points, words), drawn, height=_H, view=f"0 0 {_W} {_H}", width=_W)


def _rule() -> Markup:
    return el("path", d=f"M{_PAD} {_H / 2} H{_W - _PAD}", stroke=var("line"), stroke_width=1.5, stroke_dasharray="2 4")


def _stroke(first, second, xy, ink: str) -> Markup:  # noqa: ANN001
    (x1, y1), (x2, y2) = (xy(day, float(figure["value"])) for day, figure in (first, second))
    return el("path", d=f"M{num(x1)} {num(y1)} L{num(x2)} {num(y2)}", fill="none", stroke=var(ink), stroke_width=1.8,
              stroke_linecap="round", stroke_dasharray=dashes(first, second, "0.1 4"))


def dashes(first: Dated, second: Dated, dotted: str) -> str | None:
    """Dashed towards a forecast, dotted where nothing was published between, else solid."""
    if forecast(first[1]) or forecast(second[1]):
        return "4 4"
    return None if adjacent(first, second) else dotted


def dot(x: str, y: str | float, figure: Figure, ink: str, radius: float) -> Markup:
    """A value as a disc, a forecast as a ring."""
    hollow = {"fill": var("card"), "stroke": var(ink), "stroke_width": 1.6} if forecast(figure) else {"fill": var(ink)}
    return el("circle", cx=x, cy=y, r=radius, **hollow)


def _label(points: list[tuple[date, Figure]], words: Words) -> str:
    said = words.join(words.dated(figure) for _, figure in points)
    if len(points) == 1:
        return said
    first, last = (words.period(figure.get("time_period")) for figure in (points[0][1], points[-1][1]))
    return words("mark.sparkline", first=first, last=last, parts=said)
