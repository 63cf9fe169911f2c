"""Small multiples: one panel an area (or an indicator), all on one scale unless told otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from biaochi.charts.axes import time_axis
from biaochi.charts.base import LINE, Answer, Plot, hover, label, plot, span
from biaochi.figures import adjacent, ends, placed
from biaochi.palette import THEMES
from biaochi.words import Words

_PANEL, _TITLE, _FOOT = 120, 30, 30


def small_multiples(answer: Answer, words: Words, theme: str = "light", columns: int = 4) -> Plot:
    """A grid of small courses as one Plotly dict.

    answer: {"name", "unit", "own": ref_area, "panels": [{"title", "ref_area", "figures": rows of the table `figure`}],
    "shared": one scale for all (default true)}. Known values only; dotted where nothing was published between.
    """
    c, panels = THEMES[theme], list(answer["panels"])
    every = [point for panel in panels for point in placed(panel["figures"])]
    if not every:
        said = label(words("chart.empty"), 0.5, 0.5, c["sub"], xref="paper", yref="paper")
        return plot([], theme, 120, annotations=[said], xaxis={"visible": False}, yaxis={"visible": False})
    columns = max(1, min(columns, len(panels)))
    rows = -(-len(panels) // columns)
    height = rows * (_PANEL + _TITLE) + _FOOT
    data, axes, titles = [], {}, []
    days = [day for day, _ in every]
    shared = span([end for _, figure in every for end in ends(figure)[:2]]) if answer.get("shared", True) else None
    for i, panel in enumerate(panels):
        lit = panel.get("ref_area") == answer.get("own") and answer.get("own") is not None
        box = _box(i, columns, height)
        axes |= _axes(i, box, days, shared, panel, words, c, i + columns >= len(panels), i % columns == 0)
        data += _course(panel, i, words, c, c["accent" if lit else "quiet"])
        said = f"<b>{panel['title']}</b>" if lit else str(panel["title"])
        titles.append(label(said, box[0], box[3], c["ink"], xref="paper", yref="paper", xanchor="left",
                            yanchor="bottom", yshift=2, size=LINE + 0.5))
    return plot(data, theme, height, annotations=titles, margin={"l": 44, "r": 12, "t": 8, "b": 8}, **axes)


def _box(i: int, columns: int, height: int) -> tuple[float, float, float, float]:
    """Left, right, bottom and top of a panel as shares of the paper."""
    gap, row, column = 0.06 / columns * 4 if columns > 1 else 0.0, i // columns, i % columns
    wide = (1 - gap * (columns - 1)) / columns
    left, paper = column * (wide + gap), height - 16
    top = 1 - (row * (_PANEL + _TITLE) + _TITLE - 6) / paper
    return left, left + wide, top - (_PANEL - 18) / paper, top


def _axes(i: int, box: tuple[float, float, float, float], days: Sequence[date], shared: list[float] | None,
          panel: Mapping[str, Any], words: Words, c: Mapping[str, str], bottom: bool, first: bool) -> Plot:
    n = "" if i == 0 else str(i + 1)
    numbers = [end for _, figure in placed(panel["figures"]) for end in ends(figure)[:2]]
    x = time_axis(min(days), max(days), words, 3)
    x |= {"domain": [box[0], box[1]], "anchor": f"y{n}", "tickfont": {"size": 11}}
    y: Plot = {"domain": [box[2], box[3]], "anchor": f"x{n}", "range": shared or span(numbers), "nticks": 4,
               "gridcolor": c["hair"], "tickformat": ",~r", "tickfont": {"size": 11},
               "showticklabels": first or shared is None}
    return {f"xaxis{n}": x | {"showticklabels": bottom}, f"yaxis{n}": y}


def _course(panel: Mapping[str, Any], i: int, words: Words, c: Mapping[str, str], ink: str) -> list[Plot]:
    """The points of a panel and the lines between neighbours, the last point larger and with its value."""
    n, points = "" if i == 0 else str(i + 1), placed(panel["figures"])
    base: Plot = {"type": "scatter", "xaxis": f"x{n}", "yaxis": f"y{n}", "showlegend": False, "name": ""}
    lines = [base | {"mode": "lines", "x": [a[0].isoformat(), b[0].isoformat()], "hoverinfo": "skip",
                     "y": [float(a[1]["value"]), float(b[1]["value"])],
                     "line": {"color": ink, "width": 2, "dash": "solid" if adjacent(a, b) else "1px,5px"}}
             for a, b in pairwise(points)]
    if not points:
        return []
    last = [""] * (len(points) - 1) + [words.short(points[-1][1])]
    dots = base | {"mode": "markers+text", "x": [day.isoformat() for day, _ in points], "text": last,
                   "y": [float(figure["value"]) for _, figure in points], "textposition": "top center",
                   "textfont": {"size": 11.5, "color": c["ink"]}, "cliponaxis": False,
                   "hovertemplate": "%{customdata}<extra></extra>",
                   "customdata": [hover(figure, words, str(panel["title"])) for _, figure in points],
                   "marker": {"color": ink, "size": [5] * (len(points) - 1) + [8], "opacity": 1}}
    return [*lines, dots]
