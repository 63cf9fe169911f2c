"""Small pieces of a Word file that python-docx leaves to us: eastern fonts, borders, grounds, fields."""

from __future__ import annotations

from typing import Any

from biaochi.palette import colour

LATIN = "Times New Roman"


def points(size: float) -> Any:
    """A size of letters."""
    from docx.shared import Pt

    return Pt(size)


def rgb(name: str) -> Any:
    """A colour of the palette."""
    from docx.shared import RGBColor

    return RGBColor.from_string(colour(name).lstrip("#"))


def el(tag: str, **attributes: str) -> Any:
    """An element with its attributes."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    found = OxmlElement(tag)
    for name, value in attributes.items():
        found.set(qn(f"w:{name}"), value)
    return found


def style(
    style: Any,
    east: str,
    size: float,
    *,
    before: float = 0,
    after: float = 0,
    line: float = 1.0,
    set_in: int = 0,
    middle: bool = False,
    ink: str = "ink",
    keep: bool = False,
    bold: bool = False,
) -> None:
    """Letters (western and eastern), size in points, spacing, first line set in by so many letters."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn

    style.font.name, style.font.size, style.font.bold, style.font.italic = LATIN, points(size), bold, False
    style.font.color.rgb = rgb(ink)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), east)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = points(before), points(after), line
    form.first_line_indent = points(size * set_in)
    form.alignment = WD_ALIGN_PARAGRAPH.CENTER if middle else WD_ALIGN_PARAGRAPH.LEFT if set_in == 0 else None
    form.keep_with_next = keep
    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)


def borders(table: Any) -> None:
    """Three strong lines and thin ones between the rows, as tables in official papers have them."""
    found = el("w:tblBorders")
    for side, size, ink in (("top", "10", "ink"), ("bottom", "10", "ink"), ("insideH", "4", "line")):
        found.append(el(f"w:{side}", val="single", sz=size, space="0", color=colour(ink).lstrip("#")))
    _place(table._tbl.tblPr, found, ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"))


def shade(cell: Any, ground: str) -> None:
    """The ground of a cell."""
    found = el("w:shd", val="clear", color="auto", fill=ground.lstrip("#"))
    _place(cell._tc.get_or_add_tcPr(), found, ("w:noWrap", "w:tcMar", "w:vAlign", "w:hideMark"))


def _place(parent: Any, child: Any, before: tuple[str, ...]) -> None:
    """Puts a child where the format's fixed order of elements wants it: before the first of these that is there."""
    from docx.oxml.ns import qn

    after = next((one for one in parent if one.tag in {qn(name) for name in before}), None)
    parent.append(child) if after is None else after.addprevious(child)


def keep(row: Any, head: bool) -> None:
    """A row is never torn in two; the head comes again on every page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(el("w:cantSplit"))
    if head:
        properties.append(el("w:tblHeader"))


def field(paragraph: Any, code: str) -> None:
    """A field that the program fills in: PAGE, NUMPAGES."""
    run = paragraph.add_run()
    begin, end, said = el("w:fldChar", fldCharType="begin"), el("w:fldChar", fldCharType="end"), el("w:instrText")
    said.text = code
    for part in (begin, said, end):
        run._r.append(part)
