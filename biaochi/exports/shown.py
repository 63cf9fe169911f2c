"""What a page shows, as files: the table as CSV and XLSX, the drawing as SVG and, where a browser is at hand, PNG."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any, TypeVar

from markupsafe import Markup

from biaochi import marks
from biaochi.exports import browser
from biaochi.exports.clean import harmless, sheet_name, text
from biaochi.lettering import text_width
from biaochi.palette import colour
from biaochi.problem import Fault
from biaochi.views.compare import Sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Made = TypeVar("Made")
_HEAD, _WIDEST, _FONT = 3, 44.0, "微软雅黑"


def later(write: Callable[[Made], bytes], make: Callable[[], Made]) -> Callable[[], bytes]:
    """What writes a file of what has to be made first; both happen when the file is asked for."""
    return lambda: write(make())


def sheet_csv(sheet: Sheet) -> bytes:
    """The rows alone, UTF-8 with BOM; every row carries its source and date in columns of its own."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(harmless, sheet.head))
    writer.writerows([_plain(cell) for cell in row] for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: Any) -> str:
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return "" if cell is None else harmless(cell)


def sheet_xlsx(sheet: Sheet) -> bytes:
    """The table with its title above and its sources and date below; texts never become formulas or links."""
    import xlsxwriter

    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    base = {"font_name": _FONT, "font_size": 10, "font_color": colour("ink"), "valign": "vcenter"}
    plain, sub = book.add_format(base), book.add_format(base | {"font_color": colour("sub")})
    page = book.add_worksheet(sheet_name(sheet.title, {"history"}))
    page.hide_gridlines(2)
    page.write_string(0, 0, text(sheet.title), book.add_format(base | {"bold": True, "font_size": 14}))
    page.write_string(1, 0, text(sheet.subtitle), sub)
    head = book.add_format(base | {"bold": True, "bg_color": colour("accent-ground"), "bottom": 1, "text_wrap": True})
    for n, name in enumerate(sheet.head):
        page.write_string(_HEAD, n, text(name), head)
        page.set_column(n, n, _width(name, [row[n] for row in sheet.rows]))
    for i, row in enumerate(sheet.rows, _HEAD + 1):
        for n, cell in enumerate(row):
            if isinstance(cell, int | float) and not isinstance(cell, bool):
                page.write_number(i, n, cell, plain)
            elif cell is not None:
                page.write_string(i, n, text(cell), plain)
    for i, note in enumerate(sheet.notes, _HEAD + len(sheet.rows) + 2):
        page.write_string(i, 0, text(note), sub)
    page.freeze_panes(_HEAD + 1, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()


def _width(name: str, cells: list[Any]) -> float:
    """Wide enough for what stands in the column, a digit is one, a Han sign a little more than two."""
    said = [text(name), *(f"{cell:g}" if isinstance(cell, float) else text(cell) for cell in cells)]
    return min(max(text_width(one, 1) for one in said) * 2.1 + 2, _WIDEST)


def picture_svg(drawing: Markup) -> bytes:
    """A framed drawing as a file of its own, in the light colours."""
    return marks.standalone(drawing, width=marks.size_of(drawing)[0]).encode()


def picture_png(drawing: Markup) -> bytes:
    """A framed drawing as PNG, twice as fine as it is large; Fault where no browser is at hand."""
    return browser.photographed(picture_svg(drawing).decode(), *marks.size_of(drawing))


def can_photograph() -> bool:
    """Whether there is a browser that turns drawings into PNG."""
    try:
        return bool(browser.find())
    except Fault:
        return False
