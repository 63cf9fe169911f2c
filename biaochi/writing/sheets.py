"""Workbooks as tables of texts: size limits, merged cells filled, formulas never computed, hidden sheets left out."""

from __future__ import annotations

import csv
import io
import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from biaochi import files
from biaochi.problem import Fault, Problem
from biaochi.writing.ledger import HIDDEN, Kept, told, unpack

_OLD = b"\xd0\xcf\x11\xe0"  # .xls, .et, and every workbook with a password
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
MAX_FILE, MAX_UNPACKED, MAX_PARTS = 20_000_000, 100_000_000, 2_000
MAX_ROWS, MAX_COLUMNS, MAX_SHEETS = 20_000, 100, 60
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


@dataclass
class Sheet:
    """One visible sheet: its name and the text of every cell, by row and column from 1."""

    name: str
    rows: list[list[str]] = field(default_factory=list)
    formulas: set[tuple[int, int]] = field(default_factory=set)

    def cell(self, row: int, column: int) -> str:
        """The text of a cell, by row and column from 0; a formula is no text."""
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column].strip() if 0 <= column < len(cells) else ""

    def place(self, file: str, row: int, column: int) -> str:
        """`book.xlsx[表]B7`: where a Problem stands."""
        from openpyxl.utils import get_column_letter

        return f"{file}[{self.name}]{get_column_letter(column)}{row}"


@dataclass
class Book:
    """The visible sheets of a workbook, what was passed over, and what our own export kept in its hidden sheet."""

    sheets: list[Sheet] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    kept: dict[str, dict[str, Kept]] = field(default_factory=dict)


def opened(raw: bytes, name: str) -> Book:
    """What was given, by what it is and not by what it is called: a workbook, or a table as text; raises Fault."""
    if not raw.strip():
        raise Fault("sheet_empty", file=name)
    if raw.startswith(_PICTURES) or raw[4:12] in (b"ftypheic", b"ftypavif") or raw[8:12] == b"WEBP":
        raise Fault("sheet_picture", file=name)
    if raw[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        with tempfile.TemporaryDirectory(prefix="biaochi-") as folder:
            path = Path(folder) / "book.xlsx"
            path.write_bytes(raw)
            return read(path, name)
    if raw.startswith(_OLD) or (raw[:400].lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<"):
        raise Fault("sheet_old", file=name)
    text = files.decode(raw)
    if text is None or (name.lower().endswith((".xlsx", ".xls")) and not re.search("[,;，\t]", text)):
        plain = name.lower().endswith((".csv", ".tsv", ".txt"))
        raise Fault("file_encoding") if plain else Fault("sheet_file", file=name)
    return of_text(text, name)


def read(path: Path, name: str = "") -> Book:
    """Reads a workbook that goes by another name, perhaps; raises Fault sheet_old, sheet_file or sheet_bomb."""
    from openpyxl import load_workbook

    name = name or path.name
    _sane(path, name)
    book = Book()
    try:
        values = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        formulas = load_workbook(path, read_only=True, data_only=False, keep_links=False)
        try:
            for one, typed in list(zip(values.worksheets, formulas.worksheets, strict=True))[:MAX_SHEETS]:
                if one.title == HIDDEN:
                    book.kept = {text(row[0]): unpack(text(row[1])) for row in one.iter_rows(max_col=2) if len(row) > 1}
                elif one.sheet_state != "visible":
                    book.problems.append(Problem("sheet_hidden", {}, f"{name}[{one.title}]"))
                else:
                    _sheet(one, typed, path, name, book)
        finally:
            values.close()
            formulas.close()
    except Fault:
        raise
    except Exception:  # a damaged or malicious file can make a reader of such files raise anything
        raise Fault("sheet_file", file=name) from None
    return book


def of_text(text: str, name: str) -> Book:
    """A table that was pasted, or a CSV file: cells between tabs, commas or semicolons; raises Fault sheet_bomb."""
    if len(text) > MAX_FILE:
        raise Fault("sheet_bomb", file=name)
    first = text.lstrip("\ufeff\n\r")
    sign = "\t" if "\t" in first.split("\n", 1)[0] else max(",;，", key=first.split("\n", 1)[0].count)
    try:
        table = [[told(cell) for cell in row[:MAX_COLUMNS]] for row in csv.reader(io.StringIO(first), delimiter=sign)]
    except csv.Error:
        raise Fault("sheet_file", file=name) from None
    if len(table) > MAX_ROWS:
        return Book(problems=[Problem("sheet_large", {"limit": MAX_ROWS}, name)])
    return Book([Sheet(name, [_trimmed(row) for row in table])])


def _sane(path: Path, name: str) -> None:
    """Refuses what unpacks to too much or declares entities, before any XML is parsed."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise Fault("sheet_bomb", file=name)
        with path.open("rb") as raw:
            if raw.read(len(_OLD)) == _OLD:
                raise Fault("sheet_old", file=name)
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            if len(parts) > MAX_PARTS or sum(one.file_size for one in parts) > MAX_UNPACKED:
                raise Fault("sheet_bomb", file=name)
            if "xl/workbook.xml" not in {one.filename for one in parts} and "mimetype" in packed.namelist():
                raise Fault("sheet_old", file=name)
            for one in parts:
                if one.filename.endswith((".xml", ".rels")):
                    head = packed.open(one).read(4096)
                    if b"<!" in head.replace(b"<!--", b"") or head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in head:
                        raise Fault("sheet_bomb", file=name)
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        raise Fault("sheet_file", file=name) from None


def _sheet(values: Any, typed: Any, path: Path, name: str, book: Book) -> None:
    values.reset_dimensions()  # what a file says about its own size may be a lie
    typed.reset_dimensions()
    found = Sheet(values.title)
    for cells in _rows(values):
        found.rows.append(_trimmed([text(cell) for cell in cells]))
    while found.rows and not found.rows[-1]:
        found.rows.pop()
    if len(found.rows) > MAX_ROWS:
        book.problems.append(Problem("sheet_large", {"limit": MAX_ROWS}, f"{name}[{found.name}]"))
        return
    for r, cells in enumerate(islice(_rows(typed), MAX_ROWS)):
        for c, cell in enumerate(cells):
            if cell.value is not None and cell.data_type in ("f", "e"):  # an error such as #REF! was a formula once
                found.formulas.add((r + 1, c + 1))
                found.rows += [[] for _ in range(r + 1 - len(found.rows))]  # a row of formulas that were never computed
                found.rows[r][c : c + 1] = [""] * (c < len(found.rows[r]))  # what it came to is nobody's word
    _fill_merged(found, _xml(path, values))
    book.sheets.append(found)


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _rows(sheet: Any) -> Iterator[Any]:
    return sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS)


def text(cell: Any) -> str:
    """A cell as its reader sees it."""
    return told(cell.value, str(getattr(cell, "number_format", "") or ""))


def _xml(path: Path, sheet: Any) -> bytes:
    with zipfile.ZipFile(path) as packed:
        return packed.read(sheet._worksheet_path)


def _fill_merged(sheet: Sheet, xml: bytes) -> None:
    """Every cell of a merged range says what its first cell says."""
    from openpyxl.utils import column_index_from_string

    for left, top, right, bottom in _MERGED.findall(xml)[:MAX_ROWS]:
        c0, c1 = (column_index_from_string(one.decode()) for one in (left, right))
        r0, r1 = int(top), min(int(bottom), len(sheet.rows))
        if r0 > len(sheet.rows) or c0 > len(sheet.rows[r0 - 1]) or not sheet.rows[r0 - 1][c0 - 1]:
            continue
        value = sheet.rows[r0 - 1][c0 - 1]
        for row in sheet.rows[r0 - 1 : r1]:
            row += [""] * (min(c1, MAX_COLUMNS) - len(row))
            row[c0 - 1 : min(c1, len(row))] = [value] * (min(c1, len(row)) - c0 + 1)
