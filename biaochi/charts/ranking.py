"""Many areas on one axis: the ranking, and the change between two periods as slopes or, with many, as dumbbells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from biaochi.charts.base import LINE, Answer, Plot, hover, label, plot, spread
from biaochi.figures import Figure, ends, known
from biaochi.lettering import text_width
from biaochi.palette import THEMES
from biaochi.words import Words

_ROW = 32
_MANY = 8  # so many labels one side of a slope graph can hold

Colours = Mapping[str, str]


def ranking(answer: Answer, words: Words, theme: str = "light") -> Plot:
    """Bars from 0 in the order given, as a Plotly dict.

    answer: {"name", "unit", "rows": rows of the table `figure` with area_name and, where ranks may be given, rank;
    "own": ref_area, "median": number or None, "missing": names of areas without a figure}.
    A bounded value is dark up to its sure end, light up to the possible one, with an arrow where that is not known.
    """
    c, rows = THEMES[theme], [row for row in answer["rows"] if known(row.get("value"))]
    if not rows:
        return _empty(words, theme)
    own, places = answer.get("own"), [str(row["ref_area"]) for row in rows]
    inks = [c["accent"] if row["ref_area"] == own else c["quiet"] for row in rows]
    sure, possible = [ends(row)[0] for row in rows], [ends(row)[1] - ends(row)[0] for row in rows]
    base: Plot = {"type": "bar", "orientation": "h", "y": places, "width": 0.56, "name": "",
                  "textposition": "none",
                  "text": [_said(row, words) for row in rows], "hovertemplate": "%{text}<extra></extra>"}
    data = [base | {"x": sure, "marker": {"color": inks}}]
    if any(possible):
        data.append(base | {"x": possible, "marker": {"color": inks, "opacity": 0.4}})
    top = max([*(ends(row)[1] for row in rows), answer.get("median") or 0.0]) * (1.1 if _open(rows) else 1.02)
    names = [_name(row, own) for row in rows]
    return plot(
        data, theme, len(rows) * _ROW + 46, barmode="stack",
        margin={"l": 8, "r": int(_widest(rows, words)) + 12, "t": 30, "b": 12},
        annotations=_row_labels(rows, words, c, own) + _median_label(answer, words, c), shapes=_median_line(answer, c),
        xaxis={"visible": False, "range": [min([0.0, *sure]), top or 1]},
        yaxis=_names_axis(places, names),
    )


def _names_axis(places: Sequence[str], names: Sequence[str]) -> Plot:
    """Areas from top to bottom, by code, so that two areas of one name stay two."""
    return {"tickvals": list(range(len(places))), "ticktext": list(names), "type": "category", "categoryorder": "array",
            "categoryarray": list(places), "range": [len(places) - 0.5, -0.5], "showgrid": False, "automargin": True,
            "ticks": "", "tickfont": {"size": LINE + 0.5}}


def _open(rows: Sequence[Figure]) -> bool:
    """Whether an arrow needs room beyond the longest bar."""
    return any(ends(row)[3] for row in rows)


def _said(row: Figure, words: Words) -> str:
    rank = row.get("rank")
    head = str(row["area_name"])
    if rank is not None and known(rank):
        head += words("common.dot") + words("chart.hover_rank", n=int(rank))
    return hover(row, words, head)


def _name(row: Mapping[str, Any], own: Any) -> str:
    rank = row.get("rank")
    name = f"{int(rank)}  {row['area_name']}" if rank is not None and known(rank) else str(row["area_name"])
    return f"<b>{name}</b>" if row["ref_area"] == own else name


def _widest(rows: Sequence[Figure], words: Words) -> float:
    return max(text_width(words.value(row), LINE + 1) for row in rows)


def _row_labels(rows: Sequence[Figure], words: Words, c: Colours, own: Any) -> list[Plot]:
    """The printed values, one below the other in the right margin; arrows where an end is open."""
    found: list[Plot] = []
    for i, row in enumerate(rows):
        _, high, below, above = ends(row)
        lit, said = row["ref_area"] == own, words.value(row)
        if below or above:
            way = 1 if above else -1
            found.append({"x": high, "y": i, "text": "", "showarrow": True, "ax": -20 * way, "ay": 0,
                          "xshift": 22 * way, "arrowhead": 2, "arrowwidth": 2,
                          "arrowcolor": c["accent" if lit else "quiet"]})
        found.append(label(f"<b>{said}</b>" if lit else said, 1, i, c["ink"], xref="paper", xanchor="right",
                           xshift=_widest(rows, words) + 8, size=LINE + 1))
    return found


def _median_line(answer: Answer, c: Colours) -> list[Plot]:
    if not known(answer.get("median")):
        return []
    return [{"type": "line", "x0": answer["median"], "x1": answer["median"], "y0": 0, "y1": 1, "yref": "paper",
             "line": {"color": c["ink"], "width": 1.5, "dash": "3px,2px"}}]


def _median_label(answer: Answer, words: Words, c: Colours) -> list[Plot]:
    if not known(answer.get("median")):
        return []
    said = words("chart.median", n=words.number(answer["median"]))
    return [label(said, answer["median"], 1, c["sub"], yref="paper", yanchor="bottom", xanchor="left", xshift=-4,
                  yshift=4, size=LINE - 1)]


def slope(answer: Answer, words: Words, theme: str = "light", form: str = "auto") -> Plot:
    """The change between two periods; form `slope`, `dumbbell`, or `auto` (slopes for up to eight areas).

    answer: {"name", "unit", "periods": [first, second], "own": ref_area, "pairs": [{"ref_area", "area_name",
    "first": figure, "second": figure}]}. Up and down are told by the line alone, never by red and green.
    """
    pairs = [pair for pair in answer["pairs"] if all(known(pair[side].get("value")) for side in ("first", "second"))]
    if not pairs:
        return _empty(words, theme)
    few = form == "slope" or form == "auto" and len(pairs) <= _MANY
    return (_slopes if few else _dumbbells)(answer, pairs, words, theme)


def _slopes(answer: Answer, pairs: Sequence[Mapping[str, Any]], words: Words, theme: str) -> Plot:
    c, own = THEMES[theme], answer.get("own")
    height, inner = 380, 300
    numbers = [float(pair[side]["value"]) for pair in pairs for side in ("first", "second")]
    low, high = min(numbers), max(numbers)
    room = (high - low) or abs(high) or 1.0
    y = [low - 0.08 * room, high + 0.08 * room]
    data = [_slope_line(pair, words, c, own) for pair in sorted(pairs, key=lambda pair: pair["ref_area"] == own)]
    sides = [_side_labels(pairs, side, words, c, own, inner / (y[1] - y[0])) for side in ("first", "second")]
    heads = [label(words.period(period), i, 1, c["sub"], yref="paper", yanchor="bottom", yshift=10)
             for i, period in enumerate(answer["periods"])]
    return plot(data, theme, height, annotations=[*sides[0][1], *sides[1][1], *heads],
                margin={"l": sides[0][0] + 20, "r": sides[1][0] + 20, "t": 44, "b": height - inner - 44},
                xaxis={"visible": False, "range": [-0.04, 1.04]}, yaxis={"visible": False, "range": y},
                shapes=[{"type": "line", "x0": i, "x1": i, "y0": 0, "y1": 1, "yref": "paper", "layer": "below",
                         "line": {"color": c["line"], "width": 1.5}} for i in (0, 1)])


def _slope_line(pair: Mapping[str, Any], words: Words, c: Colours, own: Any) -> Plot:
    lit = pair["ref_area"] == own
    ink = c["accent" if lit else "quiet"]
    return {"type": "scatter", "mode": "lines+markers", "x": [0, 1], "showlegend": False, "name": "",
            "y": [float(pair[side]["value"]) for side in ("first", "second")],
            "line": {"color": ink, "width": 3.5 if lit else 1.8}, "marker": {"color": ink, "size": 9 if lit else 7},
            "text": [hover(pair[side], words, pair["area_name"]) for side in ("first", "second")],
            "hovertemplate": "%{text}<extra></extra>", "cliponaxis": False}


def _side_labels(pairs: Sequence[Mapping[str, Any]], side: str, words: Words, c: Colours, own: Any,
                 pixels: float) -> tuple[int, list[Plot]]:
    """Names and values on one side, moved apart; and the margin that they need."""
    left = side == "first"
    places = spread([float(pair[side]["value"]) * pixels for pair in pairs], 18)
    found, widest = [], 0.0
    for pair, place in zip(pairs, places, strict=True):
        name, said, lit = pair["area_name"], words.short(pair[side]), pair["ref_area"] == own
        text = f"{name}  {said}" if left else f"{said}  {words.number(_change(pair), signed=True)}  {name}"
        widest = max(widest, text_width(text, LINE))
        value = float(pair[side]["value"])
        found.append(label(f"<b>{text}</b>" if lit else text, 0 if left else 1, value, c["ink" if lit else "sub"],
                           xanchor="right" if left else "left", xshift=-11 if left else 11,
                           yshift=place - value * pixels))
    return int(widest), found


def _change(pair: Mapping[str, Any]) -> float:
    return float(pair["second"]["value"]) - float(pair["first"]["value"])


def _dumbbells(answer: Answer, pairs: Sequence[Mapping[str, Any]], words: Words, theme: str) -> Plot:
    """A row an area: ring at the first period, disc at the second, the change as a number."""
    c, own = THEMES[theme], answer.get("own")
    places = [str(pair["ref_area"]) for pair in pairs]
    inks = [c["accent"] if pair["ref_area"] == own else c["quiet"] for pair in pairs]
    base: Plot = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "showlegend": False}
    lines = [base | {"x": [pair[side]["value"] for side in ("first", "second")], "y": [place, place],
                     "line": {"color": ink, "width": 3}} for pair, place, ink in zip(pairs, places, inks, strict=True)]
    rings = {"size": 11, "color": c["card"], "line": {"color": inks, "width": 2.2}}
    discs = {"size": 12, "color": inks, "opacity": 1}
    dots = [_dots(answer, pairs, places, side, marker, words) for side, marker in (("first", rings), ("second", discs))]
    said = [f"{words.short(pair['second'])}  {words.number(_change(pair), signed=True)}" for pair in pairs]
    right = int(max(text_width(text, LINE) for text in said)) + 20
    notes = [label(f"<b>{text}</b>" if pair["ref_area"] == own else text, 1, i, c["ink"], xref="paper", xanchor="left",
                   xshift=8) for i, (pair, text) in enumerate(zip(pairs, said, strict=True))]
    return plot([*lines, *dots], theme, len(pairs) * _ROW + 76, annotations=notes, showlegend=True,
                legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom", "font": {"color": c["sub"]},
                        "itemclick": False, "itemdoubleclick": False, "bgcolor": "rgba(0,0,0,0)"},
                margin={"l": 8, "r": right, "t": 34, "b": 34},
                yaxis=_names_axis(places, [_name(pair, own) for pair in pairs]),
                xaxis={"gridcolor": c["hair"], "nticks": 6, "tickformat": ",~r", "rangemode": "tozero"})


def _dots(answer: Answer, pairs: Sequence[Mapping[str, Any]], places: Sequence[str], side: str, marker: Plot,
          words: Words) -> Plot:
    period = answer["periods"][0 if side == "first" else 1]
    return {"type": "scatter", "mode": "markers", "x": [pair[side]["value"] for pair in pairs], "y": list(places),
            "marker": marker, "name": words.period(period), "hovertemplate": "%{text}<extra></extra>",
            "text": [hover(pair[side], words, pair["area_name"]) for pair in pairs]}


def _empty(words: Words, theme: str) -> Plot:
    said = label(words("chart.empty"), 0.5, 0.5, THEMES[theme]["sub"], xref="paper", yref="paper")
    return plot([], theme, 120, annotations=[said], xaxis={"visible": False}, yaxis={"visible": False})
