"""A chart of charts/ (a Plotly figure as a dict) drawn as plain SVG for files: the same lines, points and labels."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from biaochi.lettering import text_width
from biaochi.marks.svg import el, num, svg

Plot = Mapping[str, Any]
_SIZE = 13.0
_BOLD = re.compile(r"(<b>.*?</b>)")
_RGBA = re.compile(r"rgba\((\d+),(\d+),(\d+),([\d.]+)\)")
_LEGEND = 26.0  # height of a line of the legend


@dataclass(frozen=True)
class _Area:
    """From the data to pixels."""

    left: float
    right: float
    top: float
    bottom: float
    x: tuple[float, float]
    y: tuple[float, float]

    def at_x(self, value: Any) -> float:
        return self.left + (self.right - self.left) * (_number(value) - self.x[0]) / (self.x[1] - self.x[0])

    def at_y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * (value - self.y[0]) / (self.y[1] - self.y[0])

    @property
    def days(self) -> float:
        """Pixels a day."""
        return (self.right - self.left) / (self.x[1] - self.x[0])


def plotted(figure: Plot, width: float) -> tuple[Markup, float]:
    """The drawing without its root element, and its height in pixels; figure: charts.trajectory and its like."""
    layout = figure["layout"]
    if not figure["data"]:
        return Markup(""), 0.0
    ticks = _ticks(layout["yaxis"]["range"], int(layout["yaxis"].get("nticks", 6)))
    margin = layout["margin"]
    left = max(float(margin["l"]), max(text_width(said, _SIZE) for _, said in ticks) + 16)
    x = layout["xaxis"]["range"]
    area = _Area(left, width - margin["r"], margin["t"], layout["height"] - margin["b"],
                 (_number(x[0]), _number(x[1])), tuple(layout["yaxis"]["range"]))  # fmt: skip
    drawn = _axes(area, layout, ticks, width)
    drawn += Markup("").join(_shape(one, area) for one in layout.get("shapes", ()))
    drawn += Markup("").join(_trace(one, area) for one in figure["data"])
    drawn += Markup("").join(_note(one, area) for one in layout.get("annotations", ()))
    legend, height = _legend(figure, area.left, area.bottom + 34, width, layout)
    return drawn + legend, area.bottom + 34 + height


def on_paper(figure: Plot, label: str, width: float = 720) -> Markup:
    """The drawing for the printed page, where Plotly's would be cut; nobody sees it on screen."""
    drawn, height = plotted(figure, width)
    mark = svg(label, drawn, height=height, view=f"0 0 {num(width)} {num(height)}")
    return Markup('<div class="bc-on-paper">{}</div>').format(mark) if height else Markup("")


def _number(value: Any) -> float:
    return float(date.fromisoformat(value).toordinal()) if isinstance(value, str) else float(value)


def _ticks(ends: Sequence[float], most: int) -> list[tuple[float, str]]:
    """Round numbers on the value axis, at most so many."""
    span = ends[1] - ends[0]
    rough = span / most
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= rough)
    first = math.ceil(ends[0] / step)
    places = max(0, -math.floor(math.log10(step)))
    numbers = [n * step for n in range(first, math.floor(ends[1] / step) + 1)]
    return [(n, f"{n:,.{places}f}".replace("-", "−")) for n in numbers]


def _line(x1: float, y1: float, x2: float, y2: float, ink: str, width: float = 1, dashes: str | None = None) -> Markup:
    return el("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=ink, stroke_width=width, stroke_dasharray=dashes)


def _said(content: str, x: float, y: float, size: float, ink: str, anchor: str = "start") -> Markup:
    """A line of text whose <b>parts</b> are bold."""
    parts = [el("tspan", part[3:-4], font_weight=650) if part.startswith("<b>") else part
             for part in _BOLD.split(content) if part]  # fmt: skip
    return el("text", *parts, x=x, y=y, font_size=size, fill=ink, text_anchor=None if anchor == "start" else anchor)


def _axes(area: _Area, layout: Plot, ticks: Sequence[tuple[float, str]], width: float) -> Markup:
    ink, grid = layout["xaxis"]["color"], layout["yaxis"]["gridcolor"]
    drawn = Markup("")
    for value, said in ticks:
        y = area.at_y(value)
        drawn += _line(area.left, y, area.right, y, grid) + _said(said, area.left - 8, y + 4.5, _SIZE, ink, "end")
    drawn += _line(area.left, area.bottom, area.right, area.bottom, layout["xaxis"]["linecolor"])
    for value, said in zip(layout["xaxis"]["tickvals"], layout["xaxis"]["ticktext"], strict=True):
        x = area.at_x(value)
        drawn += _line(x, area.bottom, x, area.bottom + 5, layout["xaxis"]["linecolor"])
        half = text_width(said, _SIZE) / 2
        drawn += _said(said, min(max(x, half), width - half), area.bottom + 20, _SIZE, ink, "middle")
    return drawn


def _shape(one: Plot, area: _Area) -> Markup:
    x = area.at_x(one["x0"])
    return _line(x, area.top, x, area.bottom, one["line"]["color"], one["line"]["width"])


def _dashes(line: Plot) -> str | None:
    dash = str(line.get("dash", "solid"))
    named = {"solid": None, "dot": "1.5 4", "dash": "6 5"}
    return named[dash] if dash in named else dash.replace("px", "").replace(",", " ")


def _trace(one: Plot, area: _Area) -> Markup:
    points = list(zip(one["x"], one["y"], strict=True))
    if one["mode"] == "lines":
        return _path(one, points, area)
    drawn, marker = Markup(""), one["marker"]
    sizes = marker["size"] if isinstance(marker["size"], list) else [marker["size"]] * len(points)
    for n, ((x, y), size) in enumerate(zip(points, sizes, strict=True)):
        at = area.at_x(x), area.at_y(y)
        drawn += _whiskers(one, n, at, y, area) + _point(marker, size, *at)
    return drawn


def _path(one: Plot, points: Sequence[tuple[Any, Any]], area: _Area) -> Markup:
    steps, move = "", True
    for x, y in points:
        if y is None:
            move = True
            continue
        steps += f"{'M' if move else 'L'}{num(area.at_x(x))} {num(area.at_y(y))} "
        move = False
    if one.get("fill") == "toself":
        found = _RGBA.match(one["fillcolor"])
        if found is None:
            return el("path", d=steps + "Z", fill=one["fillcolor"], fill_opacity="0.08")
        r, g, b, opacity = found.groups()
        return el("path", d=steps + "Z", fill=f"#{int(r):02X}{int(g):02X}{int(b):02X}", fill_opacity=opacity)
    line = one["line"]
    return el("path", d=steps.strip(), fill="none", stroke=line["color"], stroke_width=line["width"],
              stroke_dasharray=_dashes(line), stroke_linecap="round" if _dashes(line) else None)  # fmt: skip


def _whiskers(one: Plot, n: int, at: tuple[float, float], y: float, area: _Area) -> Markup:
    drawn = Markup("")
    error = one.get("error_y", {})
    if error.get("visible") and (error["array"][n] or error["arrayminus"][n]):
        up, down = (area.at_y(y + part) for part in (error["array"][n], -error["arrayminus"][n]))
        drawn += _line(at[0], up, at[0], down, error["color"], error["thickness"])
        drawn += Markup("").join(_line(at[0] - 4, end, at[0] + 4, end, error["color"], 1.5) for end in {up, down})
    error = one.get("error_x", {})
    if error.get("visible") and error["array"][n]:
        reach = error["array"][n] / 86_400_000 * area.days
        drawn += _line(at[0] - reach, at[1], at[0] + reach, at[1], error["color"], error["thickness"])
        drawn += Markup("").join(
            _line(end, at[1] - 4, end, at[1] + 4, error["color"], 1.5) for end in (at[0] - reach, at[0] + reach)
        )
    return drawn


def _point(marker: Plot, size: float, x: float, y: float) -> Markup:
    symbol, line = marker.get("symbol", "circle"), marker.get("line", {})
    if symbol == "line-ew-open":
        return _line(x - size / 2, y, x + size / 2, y, marker["color"], line["width"])
    if symbol == "circle-open-dot":
        ring = el("circle", cx=x, cy=y, r=size / 2, fill="none", stroke=marker["color"], stroke_width=line["width"])
        return ring + el("circle", cx=x, cy=y, r=1.2, fill=marker["color"])
    edge = {"stroke": line["color"], "stroke_width": line["width"]} if line.get("width") else {}
    return el("circle", cx=x, cy=y, r=size / 2, fill=marker["color"], **edge)


def _note(one: Plot, area: _Area) -> Markup:
    """A label or an arrow at a point of the data or of the paper."""
    x = area.left + one["x"] * (area.right - area.left) if one.get("xref") == "paper" else area.at_x(one["x"])
    y = area.bottom - one["y"] * (area.bottom - area.top) if one.get("yref") == "paper" else area.at_y(one["y"])
    x, y = x + one.get("xshift", 0), y - one.get("yshift", 0)
    if one.get("showarrow"):
        way = 1 if one["ay"] < 0 else -1
        head = f"M{num(x - 4)} {num(y - way * 6)} L{num(x)} {num(y)} L{num(x + 4)} {num(y - way * 6)}"
        drawn = _line(x, y + one["ay"], x, y, one["arrowcolor"], 2)
        return drawn + el("path", d=head, fill="none", stroke=one["arrowcolor"], stroke_width=2)
    size, lines = float(one["font"]["size"]), str(one["text"]).split("<br>")
    anchor = {"left": "start", "right": "end"}.get(one.get("xanchor", "center"), "middle")
    width = max(text_width(re.sub("</?b>", "", line), size) for line in lines)
    top = y - len(lines) * (size + 3) / (1 if one.get("yanchor") == "bottom" else 2)
    drawn = Markup("")
    if one.get("bgcolor"):
        start = x - {"start": 0, "middle": width / 2, "end": width}[anchor]
        drawn = el("rect", x=start - 2, y=top, width=width + 4, height=len(lines) * (size + 3) + 2, fill=one["bgcolor"],
                   fill_opacity=one.get("opacity"))  # fmt: skip
    return drawn + Markup("").join(
        _said(line, x, top + (n + 1) * (size + 3) - 2.5, size, one["font"]["color"], anchor)
        for n, line in enumerate(lines)
    )


def _legend(figure: Plot, left: float, top: float, width: float, layout: Plot) -> tuple[Markup, float]:
    """What the lines mean, in a row that wraps."""
    named = [one for one in figure["data"] if one.get("showlegend") and one.get("name")]
    drawn, x, y = Markup(""), left, top
    for one in named:
        room = 34 + text_width(one["name"], _SIZE) + 22
        if x > left and x + room > width:
            x, y = left, y + _LEGEND
        if one["mode"] == "lines" and one.get("fill"):
            drawn += el("rect", x=x, y=y + 4, width=26, height=12, fill=layout["font"]["color"], fill_opacity=0.08)
        elif one["mode"] == "lines":
            drawn += _line(x, y + 10, x + 26, y + 10, one["line"]["color"], one["line"]["width"], _dashes(one["line"]))
        else:
            drawn += _point(one["marker"], 14, x + 13, y + 10)
        drawn += _said(one["name"], x + 33, y + 14.5, _SIZE, layout["xaxis"]["color"])
        x += room
    return drawn, y - top + _LEGEND if named else 0.0
