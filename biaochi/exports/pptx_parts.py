"""Small pieces of a PowerPoint file that python-pptx leaves to us: Chinese fonts, lines of cells, palette colours."""

from __future__ import annotations

from typing import Any

from biaochi.lettering import text_width
from biaochi.palette import colour

FONT = "微软雅黑"


def fitting(said: str, size: float, width: float, rows: int) -> float:
    """The largest size, not above the given one, at which a text fits into so many lines of so many inches."""
    while size > 11 and text_width(said, size) * 1.08 > width * 72 * rows * (0.94 if rows > 1 else 1):
        size -= 1
    return size


def eastern(properties: Any) -> None:
    """The font of Chinese letters; without it a machine chooses its own. Its place in the element is after `latin`."""
    found = properties.find(qn("a:ea"))
    if found is None:
        found = properties.makeelement(qn("a:ea"), {})
        latin = properties.find(qn("a:latin"))
        properties.append(found) if latin is None else latin.addnext(found)
    found.set("typeface", FONT)


def underline(cell: Any, ink: str) -> None:
    """A line under a cell of a table."""
    properties = cell._tc.get_or_add_tcPr()
    line = properties.makeelement(qn("a:lnB"), {"w": "9525"})
    fill = line.makeelement(qn("a:solidFill"), {})
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": colour(ink).lstrip("#")}))
    line.append(fill)
    properties.insert(0, line)  # lines come before the fill


def inches(size: float) -> Any:
    """A length."""
    from pptx.util import Inches

    return Inches(size)


def points(size: float) -> Any:
    """A size of letters."""
    from pptx.util import Pt

    return Pt(size)


def qn(name: str) -> str:
    """A tag with its namespace."""
    from pptx.oxml import ns

    return ns.qn(name)


def rgb(name: str) -> Any:
    """A colour of the palette."""
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(colour(name).lstrip("#"))
