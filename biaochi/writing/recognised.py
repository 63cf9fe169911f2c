"""A table recognised on a sheet: which column says what, and what its rows say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from biaochi.files import Keys
from biaochi.writing.headings import columns, nature_of, period_of
from biaochi.writing.sheets import Sheet

EMPTY = {"", "—", "-", "/"}
_HEADER_ROWS = 30


@dataclass
class Table:
    """A recognised table: its sheet, where the header is, which column says what."""

    file: str
    sheet: Sheet
    header: int
    columns: dict[str, int]
    places: dict[Keys, str] = field(default_factory=dict)

    def place(self, row: int, name: str) -> str:
        """The cell of a field in a row (from 0)."""
        column = next((n for key, n in self.columns.items() if key.lstrip("=").partition("@")[0] == name), 0)
        return self.sheet.place(self.file, row + 1, column + 1)

    def cell(self, row: int, name: str) -> str:
        """The text of a field in a row; empty where there is no such column."""
        cells, n = self.sheet.rows[row], self.columns.get(name, -1)
        return cells[n].strip() if 0 <= n < len(cells) else ""


def table_of(file: str, sheet: Sheet) -> Table | None:
    """The table of a sheet: its header is the first row that names an indicator and a target."""
    for n, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        if known := columns(row):
            return Table(file, sheet, n, known)
    return None


def entry_of(key: str, table: Table, row: int) -> dict[str, Any]:
    """A target with its baseline as a row of a table says it; what is not said is left out."""

    def said(name: str) -> tuple[str | None, str | None]:
        for column in table.columns:
            field_, _, year = column.lstrip("=").partition("@")
            if field_ == name and table.cell(row, column) not in EMPTY:
                return table.cell(row, column), year or None
        return None, None

    value, year = said("value")
    start, before = said("baseline.value")
    due, since = said("due")[0], said("baseline.time_period")[0]
    since = since and period_of(since) or before
    baseline = {"value": start, "time_period": since} if start and since else None
    entry = {"indicator": key, "value": value, "due": period_of(due) if due else year, "quote": said("quote")[0],
             "nature": nature_of(said("nature")[0] or ""), "note": said("note")[0], "baseline": baseline}  # fmt: skip
    return {name: one for name, one in entry.items() if one is not None}
