"""The trajectory of an indicator in an area: baseline, required path, what was observed, target, where pace leads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from biaochi.charts import labels
from biaochi.charts.axes import time_axis
from biaochi.charts.base import Answer, Plot, hover, label, plot, span
from biaochi.charts.course import Course, Dated, three
from biaochi.figures import adjacent, as_date, bounded, ends, known, number
from biaochi.palette import colours, look
from biaochi.words import Words

HEIGHT = 360
_MARGIN = {"l": 8, "t": 34, "b": 64}
_DAY = 86_400_000  # Plotly counts dates in milliseconds

Colours = Mapping[str, str]
Point = tuple[Any, float | None]


def trajectory(answer: Answer, words: Words, theme: str = "light", height: int = HEIGHT) -> Plot:
    """A Plotly figure as a dict; `answer` as described at Course. Empty answers give an empty chart that says so."""
    course, c = Course(answer), colours(theme)
    if not course.days:
        said = label(words("chart.empty"), 0.5, 0.5, c["sub"], xref="paper", yref="paper")
        return plot([], theme, height, annotations=[said], xaxis={"visible": False}, yaxis={"visible": False})
    ink = look(course.verdict).colour if course.verdict else "accent"
    y = span(course.numbers)
    data = [*_limits(course, words, c), *_future(course, words, c), *_line(course, c, ink), *_others(course, words, c),
            *_plan(course, words, c), *_forecasts(course, words, c, ink), *_points(course, words, c, ink)]
    right, at_end = labels.at_end(course, words, c, y, height - _MARGIN["t"] - _MARGIN["b"])
    today, said = labels.today(course, words, c)
    return plot(
        data, theme, height, shapes=today,
        annotations=[*at_end, *labels.at_points(course, words, c), *labels.arrows(course, c, ink), *said],
        margin={**_MARGIN, "r": right}, xaxis=time_axis(course.days[0], course.days[-1], words),
        yaxis={"range": y, "gridcolor": c["hair"], "nticks": 6, "tickformat": ",~r", "automargin": True,
               "showline": False},
        showlegend=True, legend={"orientation": "h", "x": 0, "y": -0.13, "yanchor": "top", "font": {"color": c["sub"]},
                                 "itemclick": False, "itemdoubleclick": False, "bgcolor": "rgba(0,0,0,0)"},
    )


def notes(answer: Answer, words: Words) -> list[str]:
    """Sentences to stand under the chart: what is dotted, bounded, not judged, or could not be drawn, and why."""
    course = Course(answer)
    observed = [figure for _, figure in [*course.observed, *course.forecasts]]
    stated = course.baseline is not None and course.baseline[1].get("stated", True)
    found = {
        "chart.note_no_values": not observed and stated,
        "chart.note_nothing": not observed and not stated,
        "chart.note_gap": any(not adjacent(a, b) for a, b in course.joins),
        "chart.note_bounds": any(bounded(figure) for figure in observed),
        "chart.note_forecast": bool(course.forecasts),
        "chart.note_season": any(figure.get("period_kind") == "season" for figure in observed),
        "chart.note_not_judged": bool(course.others),
    }
    said = [words(key) for key, holds in found.items() if holds]
    undated = words.join(words.value(figure) for figure in course.undated)
    return said + ([words("chart.note_undated", parts=undated)] if undated else [])


def describe(answer: Answer, words: Words) -> str:
    """The chart in words, for its alternative text."""
    course = Course(answer)
    start = [words("mark.baseline", figure=course.baseline[1])] if course.baseline else []
    aim = [words("mark.target", figure=course.target)] if course.target else []
    seen = [words.dated(figure) for _, figure in sorted([*course.observed, *course.forecasts], key=lambda one: one[0])]
    verdict = [words.verdict(course.verdict, bool(course.row.get("early")))] if course.verdict else []
    parts = words("common.clause").join([*start, *aim, *(seen or [words("mark.no_latest")]), *verdict])
    return words("chart.alt_trajectory", name=answer.get("name", ""), parts=parts)


def _trace(points: list[Point], name: str, line: Plot, **more: Any) -> Plot:
    days = [day.isoformat() if isinstance(day, date) else day for day, _ in points]
    return {"type": "scatter", "mode": "lines", "x": days, "y": [n for _, n in points], "name": name, "line": line,
            "hoverinfo": "skip", "showlegend": bool(name), **more}


def _limits(course: Course, words: Words, c: Colours) -> list[Plot]:
    """A range as a band, a floor or ceiling as a level line, a target without baseline as a faint level."""
    target = course.target
    if target is None or course.due is None:
        return []
    begin, end, kind = course.days[0], course.days[-1], course.row.get("target_type")
    if target.get("comparator") == "range":
        low, high = float(target["lower"]), float(target["upper"])
        box: list[Point] = [(begin, low), (end, low), (end, high), (begin, high)]
        band = {"fill": "toself", "fillcolor": _faded(c["ink"], 0.08)}
        return [_trace(box, words("legend.range"), {"width": 0, "color": c["sub"]}, **band)]
    if kind not in ("floor", "ceiling") and course.baseline is not None:
        return []
    name = words(f"chart.{kind}", v=words.number(target["value"])) if kind in ("floor", "ceiling") else ""
    dash = "solid" if name else "dot"
    return [_trace([(begin, float(target["value"])), (end, float(target["value"]))], name,
                   {"color": c["ink"] if name else c["sub"], "width": 1.5, "dash": dash})]


def _future(course: Course, words: Words, c: Colours) -> list[Plot]:
    """The required path from baseline to target; from the judged value the needed pace, and where the present leads."""
    aim, found = number(course.target), []
    kept = course.row.get("target_type") in ("floor", "ceiling", "growth_rate", "milestone")
    if course.baseline and course.due and aim is not None and not kept:
        path: list[Point] = [(course.baseline[0], float(course.baseline[1]["value"])), (course.due, aim)]
        found.append(_trace(path, words("chart.required_path"), {"color": c["sub"], "width": 2, "dash": "6px,5px"}))
    if course.future is None or aim is None or kept:
        return found
    (day, figure), due = course.future
    at = float(figure["value"])
    pace = course.row.get("required_pace")
    if pace is not None and known(pace):
        way = "up" if pace > 0 else "down"
        name = words(f"chart.required_{way}", n=words.difference(abs(three(pace)), course.answer.get("unit")))
        line = {"color": c["arrow"], "width": 2, "dash": "10px,3px,2px,3px"}
        found.append(_trace([(day, at), (due, aim)], name, line))
    if course.projection is not None:
        said = words("chart.projection", n=words.number(three(course.projection)))
        line = {"color": c["quiet"], "width": 2, "dash": "2px,4px"}
        found.append(_trace([(day, at), (due, course.projection)], said, line))
    return found


def _line(course: Course, c: Colours, ink: str) -> list[Plot]:
    """Solid between adjacent periods, dotted where nothing was published between, dashed towards a forecast."""
    joined: dict[bool, list[Point]] = {True: [], False: []}
    for a, b in course.joins:
        joined[adjacent(a, b)] += [(a[0], float(a[1]["value"])), (b[0], float(b[1]["value"])), (b[0], None)]
    dashes = {True: "solid", False: "1px,6px"}
    found = [_trace(points, "", {"color": c[ink], "width": 2, "dash": dashes[near]}) for near, points in joined.items()
             if points]
    ahead: list[Point] = []
    for a, b in course.foreseen:
        ahead += [(a[0], float(a[1]["value"])), (b[0], float(b[1]["value"])), (b[0], None)]
    return found + ([_trace(ahead, "", {"color": c[ink], "width": 2, "dash": "4px,5px"})] if ahead else [])


def _marks(points: list[Dated], words: Words, marker: Plot, head: str = "", **more: Any) -> Plot:
    return {"type": "scatter", "mode": "markers", "x": [day.isoformat() for day, _ in points],
            "y": [float(figure["value"]) for _, figure in points], "marker": marker, "showlegend": False, "name": "",
            "cliponaxis": False, "text": [hover(figure, words, head) for _, figure in points],
            "hovertemplate": "%{text}<extra></extra>", **more}


def _points(course: Course, words: Words, c: Colours, ink: str) -> list[Plot]:
    """The observations, the judged one larger, with whiskers for 近 and 约 and for seasons."""
    if not course.observed:
        return []
    judged = course.judged[1] if course.judged else None
    sizes = [14 if figure is judged else 9 for _, figure in course.observed]
    hollow = look(course.verdict).hollow and course.verdict != ""
    marker = {"size": sizes, "opacity": 1, "color": c["card"] if hollow else c[ink],
              "line": {"color": c[ink], "width": 2.5 if hollow else 0}}
    thin = {"color": c[ink], "thickness": 1.5, "width": 4}
    return [_marks(course.observed, words, marker, words("role.observation"), error_y=thin | _whiskers(course.observed),
                   error_x=thin | _seasons(course.observed))]


def _whiskers(points: list[Dated]) -> Plot:
    up = [ends(figure)[1] - float(figure["value"]) for _, figure in points]
    down = [float(figure["value"]) - ends(figure)[0] for _, figure in points]
    return {"type": "data", "symmetric": False, "array": up, "arrayminus": down, "visible": any(up) or any(down)}


def _seasons(points: list[Dated]) -> Plot:
    widths = []
    for day, figure in points:
        end = as_date(figure.get("period_end"))
        widths.append((end - day).days * _DAY if end and figure.get("period_kind") == "season" else 0)
    return {"type": "data", "array": widths, "visible": any(widths)}


def _forecasts(course: Course, words: Words, c: Colours, ink: str) -> list[Plot]:
    """What documents foresee: hollow, named in the legend, never larger than a result."""
    if not course.forecasts:
        return []
    said = words("role.forecast")
    marker = {"size": 9, "color": c["card"], "line": {"color": c[ink], "width": 2}}
    thin = {"color": c[ink], "thickness": 1.5, "width": 4}
    return [_marks(course.forecasts, words, marker, said, name=said, showlegend=True,
                   error_y=thin | _whiskers(course.forecasts), error_x=thin | _seasons(course.forecasts))]


def _others(course: Course, words: Words, c: Colours) -> list[Plot]:
    """Figures of another definition or basis: shown, never joined, never judged."""
    if not course.others:
        return []
    marker = {"size": 9, "symbol": "circle-open-dot", "color": c["unknown"], "line": {"width": 1.5}}
    said = words("chart.not_judged")
    return [_marks(course.others, words, marker, said, name=said, showlegend=True)]


def _plan(course: Course, words: Words, c: Colours) -> list[Plot]:
    """What the plan says: ring, interim targets, target tick."""
    found = []
    if course.baseline:
        ring = {"size": 12, "color": c["card"], "line": {"color": c["sub"], "width": 2.5}}
        found.append(_marks([course.baseline], words, ring, words("role.baseline")))
    if course.milestones:
        open_ = {"size": 16, "symbol": "line-ew-open", "color": c["sub"], "line": {"width": 2.5}}
        found.append(_marks(course.milestones, words, open_, words("role.milestone"), name=words("role.milestone"),
                            showlegend=True))
    if course.target and course.due and known(course.target.get("value")):
        tick = {"size": 20, "symbol": "line-ew-open", "color": c["ink"], "line": {"width": 3.5}}
        found.append(_marks([(course.due, course.target)], words, tick, words("role.target")))
    return found


def _faded(colour: str, share: float) -> str:
    """A colour of the palette, so transparent; a custom property stays as it is (exports/plotted makes it faint)."""
    if not colour.startswith("#"):
        return colour
    r, g, b = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({r},{g},{b},{share})"
