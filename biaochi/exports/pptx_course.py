"""The trajectory of a target as a native PowerPoint chart: results, forecasts, required path and target by year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from biaochi import views
from biaochi.charts.course import Course, Dated
from biaochi.exports.answer import Answer
from biaochi.exports.clean import text
from biaochi.exports.deck import LEFT, WIDE, Deck, Piece
from biaochi.exports.pptx_parts import points, rgb
from biaochi.figures import bounded, number
from biaochi.palette import look
from biaochi.views.rows import Aim

_LONGEST = 16  # years on one axis


@dataclass(frozen=True)
class Line:
    """One series: its name, a value with its label by year, and how it is drawn."""

    name: str
    values: dict[int, tuple[float, str]]
    ink: str
    marker: str = "CIRCLE"
    hollow: bool = False
    dash: str = ""
    joined: bool = True


def course_of(answer: Answer, aim: Aim) -> Course:
    """What is known of a target's indicator in its area."""
    row = aim.row
    chosen = replace(answer.selection, area=row["ref_area"], indicator=row["indicator"], plan=row["plan"])
    return Course(views.answer(answer.store, chosen, answer.words))


def lines_of(course: Course, answer: Answer) -> list[Line]:
    """The series of a chart by year; empty where fewer than two years have anything on them."""
    words, target, due = answer.words, course.target, course.due
    aim = number(target)
    if target is None or due is None or aim is None or not course.known_points:
        return []
    ink = look(course.verdict).colour
    known = _yearly(course.known_points, answer)
    gaps = any(b - a > 1 for a, b in zip(sorted(known), sorted(known)[1:], strict=False))
    found = [Line(words("role.observation"), known, ink, dash="ROUND_DOT" if gaps else "")]
    if course.forecasts:
        found.append(Line(words("role.forecast"), _yearly(course.forecasts, answer), ink, hollow=True, dash="DASH"))
    goal = {due.year: (aim, f"{words('role.target')} {words.short(target)}")}
    if course.baseline and course.baseline[0].year < due.year:
        start = {course.baseline[0].year: (float(course.baseline[1]["value"]), "")}
        found.append(Line(words("chart.required_path"), {**start, due.year: (aim, "")}, "sub", "NONE", dash="DASH"))
    found.append(Line(words("role.target"), goal, "ink", "DASH", joined=False))
    years = {year for line in found for year in line.values}
    return found if len(years) > 1 and max(years) - min(years) < _LONGEST else []


def _yearly(pairs: list[Dated], answer: Answer) -> dict[int, tuple[float, str]]:
    """The last value of every year; its label says when, where that is not the whole year."""
    found: dict[int, tuple[float, str]] = {}
    for day, figure in pairs:
        said, when = answer.words.short(figure), answer.words.period(figure.get("time_period"))
        whole = figure.get("period_kind") == "year" or not figure.get("time_period")
        found[day.year] = (float(figure["value"]), said if whole else f"{said}（{when}）")
    return found


def course(deck: Deck, answer: Answer, aim: Aim, quotes: str) -> None:
    """A slide with the chart; none where there is nothing to join."""
    drawn = course_of(answer, aim)
    lines = lines_of(drawn, answer)
    if not lines:
        return
    words, name = answer.words, answer.name(aim.row, "indicator")
    slide = deck.slide(words("export.course", name=name), answer.name(aim.row, "plan"))
    _chart(deck, slide, lines)
    told = [words("chart.unit", unit=words.unit_named(aim.row["unit"]))]
    told += [words("export.course_gap")] if lines[0].dash else []
    told += [words("chart.note_forecast")] if drawn.forecasts else []
    told += [words("export.course_bounds")] if any(bounded(one) for _, one in drawn.known_points) else []
    told += aim.caveats(words)
    deck.write(slide, (LEFT, 6.5, WIDE, 0.4), [Piece("　".join(told), 12, "sub")])
    deck.notes(slide, quotes)


def _chart(deck: Deck, slide: Any, lines: list[Line]) -> None:
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
    from pptx.oxml.ns import qn

    years = [year for line in lines for year in line.values]
    span = range(min(years), max(years) + 1)
    data = CategoryChartData()
    data.categories = [deck.answer.words.period(str(year)) for year in span]
    for line in lines:
        data.add_series(text(line.name), [line.values[year][0] if year in line.values else None for year in span])
    chart = deck.native(slide, XL_CHART_TYPE.LINE_MARKERS, (LEFT, 1.5, WIDE, 4.9), data)
    chart.has_legend, chart.legend.position, chart.legend.include_in_layout = True, XL_LEGEND_POSITION.BOTTOM, False
    chart.value_axis.major_gridlines.format.line.color.rgb = rgb("hair")
    chart.value_axis.format.line.fill.background()
    chart.category_axis.format.line.color.rgb = rgb("line")
    blanks = chart._chartSpace.chart.find(qn("c:dispBlanksAs"))
    if blanks is not None:
        blanks.set("val", "span")  # a line joins known years; that it crosses others is told by its dots
    aimed_low = lines[-1].values[max(lines[-1].values)][0] < max(value for value, _ in lines[0].values.values())
    for series, line in zip(chart.plots[0].series, lines, strict=True):
        _style(series, line)
        for n, year in enumerate(span):
            if year in line.values and line.values[year][1]:
                deck.label(series.points[n].data_label, line.values[year][1])
                low = line.marker == "DASH" and aimed_low
                series.points[n].data_label.position = XL_LABEL_POSITION.BELOW if low else XL_LABEL_POSITION.ABOVE


def _style(series: Any, line: Line) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.enum.dml import MSO_LINE

    series.smooth = False
    if line.joined:
        series.format.line.color.rgb, series.format.line.width = rgb(line.ink), points(2.25)
        if line.dash:
            series.format.line.dash_style = getattr(MSO_LINE, line.dash)
    else:
        series.format.line.fill.background()
    marker = series.marker
    marker.style = getattr(XL_MARKER_STYLE, line.marker)
    if line.marker == "NONE":
        return
    marker.size = 14 if line.marker == "DASH" else 10
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = rgb("card" if line.hollow else line.ink)
    marker.format.line.color.rgb = rgb(line.ink)
