"""A table recognised on a sheet: where its header is, which column says what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from biaochi.writing.headings import columns, figure_columns, kind_of, own
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


def table_of(file: str, sheet: Sheet, kind: str = "") -> tuple[str, Table] | None:
    """The table of a sheet and whether it is one of targets or of observations (or as told); None for no table."""
    for n, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        of = kind or kind_of(row)
        if known := (columns if of == "target" else figure_columns)(row):
            return of, Table(file, sheet, n, known)
    return None


def own_of(file: str, sheet: Sheet, kept: Mapping[str, dict[str, Kept]]) -> tuple[str, Table] | None:
    """The table of a sheet of our own export, with its kind: the one whose headings it has most."""
    for n, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        found = {kind: own(row, kind) for kind in KINDS}
        kind = max(found, key=lambda one: len(found[one]))
        if len(found[kind]) > 3:
            return kind, Table(file, sheet, n, found[kind], kept)
    return None
