"""A drawing as a picture that can leave the page: title above, what it says of itself, sources and date below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup

from biaochi.lettering import wrap
from biaochi.marks.svg import el, num, svg, text

_EDGE = 26
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_LABEL = re.compile(r'aria-label="([^"]*)"')


def framed(title: str, subtitle: str, drawing: Markup, notes: Sequence[str]) -> Markup:
    """One drawing with a viewBox between its title and its notes (sources, date); ValueError for anything else."""
    found = _SIZE.search(str(drawing).split(">", 1)[0])
    if not found:
        raise ValueError("only a drawing with a viewBox can be framed")
    wide, high = float(found[1]), float(found[2])
    drawn, y = Markup(""), 20.0
    for lines, size, ink, step, weight in ((wrap(title, 20, wide, 2), 20, "ink", 28, 650),
                                           (wrap(subtitle, 13.5, wide, 3), 13.5, "sub", 20, None)):  # fmt: skip
        for line in (one for one in lines if one):
            y += step
            drawn += text(line, _EDGE, y, size, ink, weight=weight)
    y += 16
    drawn += _placed(drawing, _EDGE, y, wide, high)
    y += high + 6
    for note in notes:
        for line in wrap(note, 12, wide, 6):
            y += 18
            drawn += text(line, _EDGE, y, 12, "sub")
    label = _LABEL.search(str(drawing))
    said = Markup(label[1]).unescape() if label else ""  # noqa: S704 - the label of our own drawing, escaped again
    size = (wide + 2 * _EDGE, y + 22)
    return svg(f"{title} {said}".strip(), drawn, height=size[1], view=f"0 0 {num(size[0])} {num(size[1])}")


def size_of(drawing: Markup) -> tuple[int, int]:
    """The width and height of a drawing with a viewBox, in whole pixels."""
    found = _SIZE.search(str(drawing).split(">", 1)[0])
    return (round(float(found[1])), round(float(found[2]))) if found else (0, 0)


def _placed(drawing: Markup, x: float, y: float, wide: float, high: float) -> Markup:
    """The drawing as a part of another: its own root with a place and a size."""
    body = str(drawing).split(">", 1)[1].removesuffix("</svg>")
    inner = Markup(re.sub(r"^<title>.*?</title>", "", body))  # noqa: S704 - our own drawing, already escaped
    return el("svg", inner, x=x, y=y, width=wide, height=high, viewBox=f"0 0 {num(wide)} {num(high)}")
