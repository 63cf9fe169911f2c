"""The words beside the points of a trajectory, placed so that they cover neither lines nor each other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from biaochi.charts.base import LINE, Plot, label, spread
from biaochi.charts.course import Course, Dated, three
from biaochi.figures import as_date, ends, forecast, known, number
from biaochi.lettering import text_width
from biaochi.words import Words

_MANY = 8  # with more observations only the judged one carries its number

Colours = Mapping[str, str]


def at_end(course: Course, words: Words, c: Colours, y: list[float], height: int) -> tuple[int, list[Plot]]:
    """The margin's width and the labels in it, moved apart: the target, and where the present pace leads."""
    target, due, found = course.target, course.due, []
    if target is None or due is None:
        return 16, []
    at = number(target) if known(target.get("value")) else (float(target["lower"]) + float(target["upper"])) / 2
    found.append((at or 0.0, words("role.target"), words.short(target), c["ink"]))
    if course.projection is not None:
        about = words("comparator.about", n=words.number(three(course.projection)))
        found.append((course.projection, "", about, c["sub"]))
    pixels = height / (y[1] - y[0])
    places = spread([n * pixels for n, *_ in found], 30)
    drawn = [label(f"{head}<br><b>{said}</b>" if head else said, due.isoformat(), n, colour, xanchor="left",
                   align="left", xshift=16, yshift=place - n * pixels)
             for (n, head, said, colour), place in zip(found, places, strict=True)]
    return int(max(text_width(part, LINE) for _, *said, _ in found for part in said)) + 30, drawn


def at_points(course: Course, words: Words, c: Colours) -> list[Plot]:
    """The baseline and the judged value named beside their points; other observations with their numbers."""
    drawn = [_baseline(course, course.baseline, words, c)] if course.baseline else []
    shown = course.observed if len(course.observed) <= _MANY else [course.judged] if course.judged else []
    drawn += [_observed(course, pair, words, c) for pair in shown if not _is_baseline(course, pair)]
    return drawn + [_observed(course, pair, words, c) for pair in course.forecasts[-_MANY:]]


def _is_baseline(course: Course, point: Dated) -> bool:
    """Whether an observation is the baseline once more; its number then stands there already."""
    day, figure = point
    if course.baseline is None or (course.judged is not None and figure is course.judged[1]):
        return False
    return (day, figure.get("value")) == (course.baseline[0], course.baseline[1].get("value"))


def _baseline(course: Course, point: Dated, words: Words, c: Colours) -> Plot:
    day, figure = point
    aim, b = number(course.target), float(figure["value"])
    key = "_start" if not figure.get("stated", True) else "_inferred" if figure.get("inferred") is True else ""
    side = -1 if aim is None or aim >= b else 1
    return label(words(f"chart.baseline{key}", v=words.short(figure)), day.isoformat(), b, c["sub"], xanchor="left",
                 xshift=-7, yshift=20 * side)


def _observed(course: Course, point: Dated, words: Words, c: Colours) -> Plot:
    day, figure = point
    foreseen, judged = forecast(figure), course.judged[1] if course.judged else None
    main = not foreseen and (len(course.observed) == 1 or figure is judged)
    said = f"<b>{words.short(figure)}</b>" if main else words.short(figure)
    if main or foreseen:
        said = words("chart.forecast" if foreseen else "chart.observed", v=said, when=figure.get("time_period"))
    side, anchor = _place(course, point)
    return label(said, day.isoformat(), float(figure["value"]), c["ink" if main else "sub"], yshift=21 * side,
                 xanchor=anchor, xshift={"left": -8, "right": 8, "center": 0}[anchor], size=15 if main else LINE - 1,
                 **({} if course.row.get("target_type") == "range" else {"bgcolor": c["card"], "opacity": 0.92}))


def _place(course: Course, point: Dated) -> tuple[int, str]:
    """Above (1) or below (-1) and to which side: away from the path behind the point and from the lines ahead of it."""
    day, figure = point
    value, aim = float(figure["value"]), number(course.target)
    rising = aim is None or course.baseline is None or aim >= float(course.baseline[1]["value"])
    ahead = value >= _path(course, day) if rising else value <= _path(course, day)
    if ends(figure)[3]:  # an arrow goes up from it
        ahead = not rising
    side = (1 if rising else -1) * (1 if ahead else -1)
    share = (day - course.days[0]).days / ((course.days[-1] - course.days[0]).days or 1)
    if share > 0.72:
        return side, "right"
    return side, "left" if share < 0.15 or not ahead else "right" if share > 0.35 else "center"


def _path(course: Course, day: date) -> float:
    """The required path on a day; without one every value counts as ahead, unless a target lies above it."""
    aim = number(course.target)
    if course.baseline is None or course.due is None or aim is None:
        return float("inf") if course.future else float("-inf")
    b, tb = float(course.baseline[1]["value"]), course.baseline[0]
    return b + (aim - b) * (day - tb).days / ((course.due - tb).days or 1)


def arrows(course: Course, c: Colours, ink: str) -> list[Plot]:
    """An arrow away from a value whose other end is not known (逾2000: up; 不超过: down)."""
    found = []
    for day, figure in [*course.observed, *course.forecasts]:
        _, _, below, above = ends(figure)
        if below or above:
            way = 1 if above else -1
            found.append({"x": day.isoformat(), "y": float(figure["value"]), "text": "", "showarrow": True, "ax": 0,
                          "ay": 26 * way, "yshift": 34 * way, "arrowhead": 2, "arrowwidth": 2, "arrowcolor": c[ink]})
    return found


def today(course: Course, words: Words, c: Colours) -> tuple[list[Plot], list[Plot]]:
    """A thin line at the evaluation date, where it lies on the axis; and the unit above the value axis."""
    unit = words.unit(course.answer.get("unit"))
    said = [label(words("chart.unit", unit=unit), 0, 1, c["sub"], xref="paper", yref="paper", xanchor="left",
                  yanchor="bottom", yshift=8, size=LINE - 1)] if unit else []
    day = as_date(course.answer.get("as_of"))
    if day is None or not course.days[0] < day < course.days[-1]:
        return [], said
    line = {"type": "line", "x0": day.isoformat(), "x1": day.isoformat(), "y0": 0, "y1": 1, "yref": "paper",
            "line": {"color": c["line"], "width": 1.5}, "layer": "below"}
    anchor = "right" if (day - course.days[0]).days > 0.6 * (course.days[-1] - course.days[0]).days else "center"
    said.append(label(words("chart.today", day=day), day.isoformat(), 1, c["sub"], yref="paper", yanchor="bottom",
                      yshift=8, xanchor=anchor, size=LINE - 1))
    return [line], said
