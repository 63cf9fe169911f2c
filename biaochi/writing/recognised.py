"""A table recognised on a sheet: where its header is, which column says what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from biaochi.writing.headings import columns, figure_columns, is_heading, is_year, kind_of, own
from biaochi.writing.ledger import KINDS, Kept
from biaochi.writing.sheets import Sheet

EMPTY = {"", "—", "-", "/"}
_HEADER_ROWS = 30


@dataclass
class Table:
    """A recognised table: its sheet, where the header is, which column says what, what our export kept of its rows."""

    file: str
    sheet: Sheet
    header: int
    columns: dict[str, int]
    kept: Mapping[str, dict[str, Kept]] = field(default_factory=dict)

    def place(self, row: int, name: str) -> str:
        """The cell of a field in a row (from 0): its own, else the first of what it belongs to."""
        near = (n for key, n in self.columns.items() if key.lstrip("=").partition("@")[0] == name)
        return self.sheet.place(self.file, row + 1, self.columns.get(name, next(near, 0)) + 1)

    def data(self) -> list[int]:
        """The rows below the header that hold entries: no line of text across the table, as a heading or a footnote."""
        found = []
        for n in range(self.header + 1, len(self.sheet.rows)):
            said = {cell.strip() for cell in self.sheet.rows[n]} - {""}
            if len(said) > 1 and any(self.cell(n, name) not in EMPTY for name in self.columns if _is_value(name)):
                found.append(n)
        return found

    def cell(self, row: int, name: str) -> str:
        """The text of a field in a row; empty where there is no such column."""
        return self.sheet.cell(row, self.columns.get(name, -1))

    @cached_property
    def formulas(self) -> dict[tuple[int, str], str]:
        """The formulas in the columns that are read: row and field to the cell."""
        names = {n: name for name, n in self.columns.items()}
        return {
            (row - 1, names[column - 1]): self.sheet.place(self.file, row, column)
            for row, column in sorted(self.sheet.formulas)
            if column - 1 in names and row - 1 > self.header
        }


def _is_value(name: str) -> bool:
    return name.lstrip("=").partition("@")[0] in ("value", "baseline.value")


def table_of(file: str, sheet: Sheet, kind: str = "") -> tuple[str, Table] | None:
    """The table of a sheet and whether it is one of targets or of observations (or as told); None for no table."""
    for n in range(min(len(sheet.rows), _HEADER_ROWS)):
        two = _two_rows(sheet, n)
        for at, row in ((n + 1, two), (n, sheet.rows[n])):
            of = kind or kind_of(row)
            if row and (known := (columns if of == "target" else figure_columns)(row)):
                joined = replace(sheet, rows=[*sheet.rows[:at], row, *sheet.rows[at + 1 :]])
                return of, Table(file, joined, at, known)
    return None


def _two_rows(sheet: Sheet, n: int) -> list[str]:
    """A header of two rows as one: 目标 over 2020年 and 2025年; empty where the second row is no header."""
    first, second = (sheet.rows[i] if i < len(sheet.rows) else [] for i in (n, n + 1))
    width = max(len(first), len(second))
    pairs: list[tuple[str, str]] = []
    for i in range(width):
        one, two = (row[i].strip() if i < len(row) else "" for row in (first, second))
        beside = pairs[-1][0] if pairs and pairs[-1][1] and not one and is_year(two) else ""  # 目标 over two years
        pairs.append((beside if beside and not is_year(beside) else one, two))
    below = [two for one, two in pairs if two and two != one]
    if not below or not all(is_heading(two) for two in below) or any(is_year(one) and not two for one, two in pairs):
        return []
    return [_heading(one, two) for one, two in pairs]


def _heading(one: str, two: str) -> str:
    """What two cells above each other say together, as far as it is known: 2025年 below 目标 is 2025年目标."""
    if one in two:
        return two
    return next((text for text in (two + one, one + two, two) if is_heading(text)), one)


def own_of(file: str, sheet: Sheet, kept: Mapping[str, dict[str, Kept]]) -> tuple[str, Table] | None:
    """The table of a sheet of our own export, with its kind: the one whose headings it has most."""
    for n, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        found = {kind: own(row, kind) for kind in KINDS}
        kind = max(found, key=lambda one: len(found[one]))
        if len(found[kind]) > 3:
            return kind, Table(file, sheet, n, found[kind], kept)
    return None
