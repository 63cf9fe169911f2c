"""Sheets of a workbook as they look: title, stamp, frozen header, filters, widths by content, ready for paper."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from biaochi.exports.answer import Answer, known
from biaochi.exports.clean import sheet_name, text
from biaochi.exports.forms import BELOW, LOCKED, NOTE, Form, Hidden, helped
from biaochi.lettering import text_width
from biaochi.palette import colour, look
from biaochi.writing.ledger import told

FONT, SIZE = "微软雅黑", 10
_WIDEST = 46.0
_LINE = 15.0  # points of a line of text
_SIGNS = {">": '">"', "<": '"<"', ">=": '"≥"', "<=": '"≤"', "~": '"约"', "<~": '"近"'}
_OPEN = "#FFFBE8"  # the ground of cells that may be changed
_HEAD = 3  # rows above the header: title, stamp, empty
_EMPTY = 12  # rows of an empty table that are shown as cells to be filled in
_ROOMY = {"term.indicator": 30.0, "term.plan": 34.0, "term.quote": 40.0, "export.note": 40.0,
          "sheet.target_quote": 40.0, "sheet.baseline_quote": 40.0}  # fmt: skip
"""The widths of columns of an empty table that will hold names and sentences."""
_ROOM = 9  # columns beside the table that may be written in
_PAPER = 150.0  # signs across a page that are still read without a glass


class Column(NamedTuple):
    """One column: key of its heading, kind of its cells, widest width in letters; rare: hidden while it is empty."""

    head: str
    kind: str = "text"
    widest: float = _WIDEST
    rare: bool = False


class Sheets:
    """The sheets of one workbook and the formats that they share."""

    def __init__(self, book: Any, answer: Answer) -> None:
        self.book, self.answer, self.words = book, answer, answer.words
        self.taken: set[str] = {"history"}  # a name that Excel keeps for itself
        self.formats: dict[Any, Any] = {}
        self.hidden = Hidden()
        book.formats[0].set_font_name(FONT)
        book.formats[0].set_font_size(SIZE)

    def format(self, **more: Any) -> Any:
        """A cell format, made once."""
        key = tuple(more.items())
        if key not in self.formats:
            base = {"font_name": FONT, "font_size": SIZE, "valign": "vcenter", "font_color": colour("ink")}
            self.formats[key] = self.book.add_format(base | more)
        return self.formats[key]

    def about(self) -> None:
        """What this file is, as of when, from which data, by which method, sheet by sheet."""
        words, answer = self.words, self.answer
        page = self.book.add_worksheet(sheet_name(words("export.about"), self.taken))
        page.hide_gridlines(2)
        page.set_column(0, 0, 16)
        page.set_column(1, 1, 96)
        page.set_row(0, 30)
        page.write_string(0, 0, text(answer.title), self.format(bold=True, font_size=16))
        limits, newest = answer.store.config.thresholds, answer.newest_of(answer.figures)
        lines = [
            (words("export.as_of"), words.date(answer.when)),
            (words("export.data_until"), words.until(newest) if newest else "—"),
            (words("page.version"), answer.store.id),
        ]
        lines += [(answer.name(plan.row), answer.standing(plan) if plan.aims else words("sheet.no_targets"))
                  for plan in answer.plans]  # fmt: skip
        scheme = words(f"export.method_{limits.scheme}", on_track=limits.on_track, slow=limits.slow,
                       green=limits.points_green, red=limits.points_red)  # fmt: skip
        lines += [
            (words("export.method"), scheme),
            ("", words("export.method_second")),
            (words("export.reading"), words("export.reading_numbers")),
            ("", words("export.reading_missing")),
            (words("sheet.how"), words("sheet.hint")),
            ("", words("sheet.rare")),
            ("", words("sheet.bring_back")),
        ]
        if answer.withheld:
            lines.append((words("sheet.staged"), words("sheet.staged_note", n=len(answer.withheld))))
        for n, (head, said) in enumerate(lines, 2):
            page.write_string(n, 0, text(head), self.format(font_color=colour("sub"), valign="top", text_wrap=True))
            page.write_string(n, 1, text(said), self.format(text_wrap=True, valign="top"))
            page.set_row(n, _LINE * max(_lines(head, 14), _lines(said, 84)) + 4)
        page.set_paper(9)
        page.set_landscape()
        page.fit_to_pages(1, 0)

    def sheet(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Any]],
        note: str = "",
        form: Form | None = None,
        plan: str | None = None,
    ) -> None:
        """A table with a frozen header, filters, widths by its contents, ready for paper; a form can be filled in.

        plan: whose targets these are, empty for one that is only to begin; its first cell may be changed for a copy.
        """
        called = sheet_name(name, self.taken)
        page = self.book.add_worksheet(called)
        page.hide_gridlines(2)
        self._title(page, name, note, plan)
        if plan:
            self.hidden.keep_sheet(plan, name, called)
        widths = self._headings(page, columns, rows, form)
        for n, row in enumerate(rows, _HEAD + 1):
            said = ((cell, width) for cell, width in zip(row, widths, strict=True) if isinstance(cell, str))
            page.set_row(n, _LINE * max((_lines(cell, width - 2) for cell, width in said), default=1) + 4)
            for cell, column in enumerate(columns):
                open_ = bool(form and form.open(column.head) and form.keys[n - _HEAD - 1] != LOCKED)
                self._write(page, n, cell, row[cell], column, widths[cell], open_)
        page.autofilter(_HEAD, 0, max(_HEAD + len(rows), _HEAD + 1), len(columns) - 1)
        page.freeze_panes(_HEAD + 1, 1)
        on_paper = [n for n, column in enumerate(columns) if column.widest < 70]  # long sentences stay on the screen
        page.print_area(0, 0, _HEAD + (len(rows) or _EMPTY), on_paper[-1])
        named = next((n for n, column in enumerate(columns) if column.head == "term.indicator"), 0)
        self._paper(page, widths[: on_paper[-1] + 1], named)
        if form:
            self._form(page, form, columns, rows)

    def _title(self, page: Any, name: str, note: str, plan: str | None) -> None:
        """The first rows: what the sheet is, as of when; on a sheet of targets the name may be changed for a copy."""
        page.set_row(0, 26)
        shape: dict[str, Any] = {} if plan is None else {"locked": False}
        shape |= {"bg_color": _OPEN} if plan == "" else {}
        page.write_string(0, 0, text(name), self.format(bold=True, font_size=14, **shape))
        if plan is not None:
            page.write_comment(0, 0, self.words("sheet.help_title"), NOTE | {"y_scale": 1.4})
        if plan == "":
            names = f"='{self.words('sheet.plans')}'!$A${_HEAD + 2}:$A${_HEAD + 1 + BELOW}"
            page.data_validation(0, 0, 0, 0, {"validate": "list", "source": names, "show_error": False})
        stamp = self.words("common.dot").join(part for part in (note, self.answer.stamp) if part)
        page.write_string(1, 0, text(stamp), self.format(font_color=colour("sub")))

    def _headings(
        self, page: Any, columns: Sequence[Column], rows: Sequence[Sequence[Any]], form: Form | None
    ) -> list[float]:
        """The row of headings, and the width of every column, 0 for one that is hidden."""
        page.set_row(_HEAD, 36)
        widths = [self._width(column, [row[n] for row in rows]) for n, column in enumerate(columns)]
        for n, column in enumerate(columns):
            head = self.words(column.head)
            page.write_string(_HEAD, n, head[:1].upper() + head[1:], self._heading(column))
            shape = self.format(locked=False, indent=1, text_wrap=True) if form and form.fresh(column.head) else None
            hidden = column.rare and not any(row[n] for row in rows)
            page.set_column(n, n, widths[n], shape, {"hidden": True} if hidden else {})
            widths[n] = 0.0 if hidden else widths[n]
        if any(column.rare for column in columns):  # room for such a column, headed by its name
            page.set_column(len(columns), len(columns) + _ROOM, None, self.format(locked=False))
        return widths

    def _form(self, page: Any, form: Form, columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> None:
        """Makes a sheet one to be filled in, and keeps what it says now."""
        for row in range(_HEAD + 1, _HEAD + 1 + _EMPTY * (not rows)):
            for n, column in enumerate(columns):
                shape = {"bottom": 4, "bottom_color": colour("line"), "bg_color": _OPEN, "locked": False, "indent": 1}
                if form.fresh(column.head):
                    page.write_blank(row, n, None, self.format(text_wrap=True, **shape))
        hint = self.words("sheet.hint" if form.keys or form.kind != "target" else "sheet.hint_targets")
        page.write_string(_HEAD - 1, 0, hint, self.format(font_color=colour("sub")))
        heads = [column.head for column in columns]
        for key, raw, row in zip(form.keys, form.raws, rows, strict=True):
            self.hidden.keep(
                key, form, heads, [_typed(cell, column) for cell, column in zip(row, columns, strict=True)], raw
            )
        helped(page, form, heads, _HEAD, _HEAD + len(rows), self.hidden, self.words)

    def _heading(self, column: Column) -> Any:
        side = {"indent": 1} if column.kind in ("text", "verdict") else {"align": "right"}
        return self.format(bold=True, bg_color=colour("accent-ground"), font_color=colour("ink"), text_wrap=True,
                           bottom=1, bottom_color=colour("accent"), **side)  # fmt: skip

    def _paper(self, page: Any, widths: Sequence[float], named: int) -> None:
        """A4 across; a table too wide to be read there goes on to the next page, its rows named again."""
        page.set_paper(9)
        page.set_landscape()
        pages = _pages(widths, sum(widths[: named + 1]))
        page.fit_to_pages(pages, 0)
        if pages > 1:
            page.repeat_columns(0, named)
        page.repeat_rows(_HEAD)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page.set_footer(f"&L&8{text(self.answer.stamp).replace('&', '&&')[:200]}&R&8&P / &N")

    def _width(self, column: Column, cells: Sequence[Any]) -> float:
        """The width that shows every cell, up to the column's limit; beyond it text is wrapped."""
        least = max(_wide(part) for part in self.words(column.head).replace("（", " （").split(" ")) + 4
        if not cells and column.kind == "text":
            least = max(least, _ROOMY.get(column.head, 14.0))
        return min(max([_wide(_shown(cell)) + 3.5 for cell in cells] + [least]), column.widest)

    def _write(self, page: Any, row: int, cell: int, value: Any, column: Column, width: float, open_: bool) -> None:
        line: dict[str, Any] = {"bottom": 4, "bottom_color": colour("line")}
        line |= {"locked": False, "bg_color": _OPEN} if open_ else {}
        if column.kind == "verdict":
            seen = look(value[0]).colour
            page.write_string(row, cell, text(value[1]), self.format(
                bg_color=colour(f"{seen}-ground"), font_color=colour(f"{seen}-ink"), indent=1, **line))  # fmt: skip
        elif column.kind == "text":
            page.write_string(
                row, cell, text(value), self.format(text_wrap=_wide(text(value)) + 3 > width, indent=1, **line)
            )
        else:
            number = value["value"] if isinstance(value, dict) else value
            shape = self.format(num_format=_number_format(value, column.kind), align="right", **line)
            page.write_number(row, cell, number, shape) if known(number) else page.write_blank(row, cell, None, shape)


def _pages(widths: Sequence[float], again: float) -> int:
    """How many pages side by side columns take; `again`: the width of those that every further page repeats."""
    pages, left = 1, _PAPER
    for width in widths:
        if width > left:
            pages, left = pages + 1, _PAPER - again
        left -= width
    return pages


def _number_format(value: Any, kind: str) -> str:
    """How a number is shown: with its own decimals, and a bounded value behind its sign, so that 逾2000 is not 2000."""
    if kind == "percent":
        return "0.0%;−0.0%"
    if kind == "points":
        return "+0.0;−0.0;0.0"
    number = value["value"] if isinstance(value, dict) else value
    digits = f"{number:.6f}".rstrip("0").partition(".")[2] if known(number) else ""
    shape = "#,##0" + (f".{'0' * len(digits)}" if digits else "")
    return (_SIGNS.get(str(value.get("comparator")), "") if isinstance(value, dict) else "") + shape


def _typed(value: Any, column: Column) -> str:
    """The text of a cell as it is read again."""
    if isinstance(value, tuple):
        return told(text(value[1]))
    if column.kind == "text":
        return told(text(value))
    number = value["value"] if isinstance(value, dict) else value
    return told(number) if known(number) else ""


def _shown(value: Any) -> str:
    """About what a cell shows, to measure it."""
    if isinstance(value, tuple):
        return f"{value[1]}  "
    number = value["value"] if isinstance(value, dict) else value
    return f"{number:,.6f}".rstrip("0") if known(number) else "" if isinstance(value, dict) else text(value)


@lru_cache(8192)
def _wide(said: str) -> float:
    """The width of a text in a sheet's unit, a digit: a Han sign is a little wider than two digits."""
    return text_width(said, 1) * 2.1


def _lines(said: Any, width: float) -> int:
    return max(1, -(-int(_wide(text(said))) // max(int(width), 1)))
