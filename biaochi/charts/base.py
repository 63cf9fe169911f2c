"""What all charts share: paper, letters, axes, and the text that a pointer shows. A figure is a plain dict.

Show them with `st.plotly_chart(figure, theme=None, config=CONFIG, key=…, alt=…)`; in print give a fixed width ≤ 680.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from itertools import pairwise
from typing import Any

from biaochi.figures import Figure, known
from biaochi.lettering import wrap
from biaochi.palette import FONT, colours
from biaochi.words import Words

Answer = Mapping[str, Any]
Plot = dict[str, Any]

CONFIG: Plot = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "responsive": True}
LINE = 13  # the size of a label in pixels


def plot(data: list[Plot], theme: str, height: int, **layout: Any) -> Plot:
    """A figure in the colours of a theme; nothing moves under the finger, so that a phone still scrolls."""
    c = colours(theme)
    fixed = {"fixedrange": True, "zeroline": False, "color": c["sub"], "linecolor": c["line"], "tickcolor": c["line"]}
    axes = {name: fixed | axis for name, axis in layout.items() if name[:5] in ("xaxis", "yaxis")}
    base: Plot = {
        "height": height, "autosize": True, "paper_bgcolor": c["card"], "plot_bgcolor": c["card"], "dragmode": False,
        "font": {"family": FONT, "size": LINE, "color": c["ink"]}, "hovermode": "closest", "showlegend": False,
        "hoverlabel": {"bgcolor": c["paper"], "bordercolor": c["line"], "align": "left",
                       "font": {"family": FONT, "size": LINE, "color": c["ink"]}},
    }
    return {"data": data, "layout": base | layout | axes}


def label(text: str, x: Any, y: Any, colour: str, **more: Any) -> Plot:
    """A text at a point of the data, without an arrow."""
    return {"text": text, "x": x, "y": y, "showarrow": False, "font": {"size": more.pop("size", LINE), "color": colour},
            **more}


def hover(figure: Figure, words: Words, head: str = "") -> str:
    """What a pointer shows: the value, its period, its document and quote; every text escaped."""
    lines = [f"<b>{escape(words.value(figure))}</b>", escape(words.usual(figure)),
             escape(words("chart.hover_period", when=figure.get("time_period")))]
    if known(figure.get("title")):
        lines += [escape(part) for part in wrap(words("chart.hover_source", source=source_of(figure, words)), 1, 26, 3)]
    if known(figure.get("quote")):
        lines += [escape(part) for part in wrap(f"“{figure['quote']}”", 1, 26, 3)]
    if figure.get("inferred") is True:
        lines.append(escape(words("common.inferred")))
    return "<br>".join(line for line in [escape(head), *lines] if line)


def source_of(figure: Figure, words: Words) -> str:
    """Title, document number and how reliable the source is."""
    parts = [str(figure[name]) for name in ("title", "doc_number") if known(figure.get(name))]
    if known(figure.get("reliability")):
        parts.append(words.reliability(figure))
    return words("common.dot").join(parts)


def spread(positions: Iterable[float], apart: float) -> list[float]:
    """Positions moved as little as needed until neighbours are that far apart, in the order given."""
    found = list(positions)
    order = sorted(range(len(found)), key=found.__getitem__)
    for _ in range(50):
        moved = False
        for a, b in pairwise(order):
            overlap = apart - (found[b] - found[a])
            if overlap > 1e-6:
                found[a], found[b], moved = found[a] - overlap / 2, found[b] + overlap / 2, True
        if not moved:
            break
    return found


def span(numbers: Iterable[float], zero: bool = False) -> list[float]:
    """The ends of an axis with room above and below; it starts at 0 where 0 is near or asked for."""
    known_numbers = [n for n in numbers if known(n)]
    low, high = (min(known_numbers), max(known_numbers)) if known_numbers else (0.0, 1.0)
    if zero or 0 <= low <= 0.35 * high:
        low = min(low, 0.0)
    room = (high - low) or abs(high) or 1.0
    return [low - 0.14 * room, high + 0.16 * room]
