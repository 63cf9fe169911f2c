"""What sheets would change, gathered cell by cell: edits, Problems, and the cell behind every field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from biaochi.files import Keys
from biaochi.problem import Fault, Problem
from biaochi.writing.edits import Edit, add_entry
from biaochi.writing.headings import choice_of, period_of
from biaochi.writing.ledger import KINDS, PERIODS, choices
from biaochi.writing.recognised import EMPTY, Table
from biaochi.writing.standing import Standing

_LAST = 10**6
"""An index that appends."""


@dataclass
class Changes:
    """What sheets would change: edits in order, Problems by cell, and the cell behind every edited field."""

    edits: list[Edit] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    places: dict[tuple[str, Keys], str] = field(default_factory=dict)
    added: dict[str, int] = field(default_factory=dict)

    def tell(self, fault: Fault, table: Table, row: int, name: str = "name") -> None:
        """A Problem at a cell."""
        self.problems.append(Problem(fault.code, fault.params, table.place(row, name)))

    def add(self, file: str, now: int, value: Mapping[str, Any], table: Table, row: int, keys: Keys = ()) -> None:
        """A new entry behind the others of a list or a table."""
        nth = now + self.added.get(file, 0)
        self.added[file] = self.added.get(file, 0) + 1
        self.edits.append(add_entry(file, (*keys, _LAST if keys else nth), dict(value)))
        self.note(file, (*keys, nth), table, row)

    def note(self, file: str, keys: Keys, table: Table, row: int) -> None:
        """Remembers the cell of every column of a row for an entry."""
        for column in sorted(table.columns, key=lambda one: one.startswith("=")):
            name = column.lstrip("=").partition("@")[0]
            self.places.setdefault((file, (*keys, *name.split("."))), table.place(row, column))


def open_fields(table: Table, kind: str) -> list[str]:
    """The columns of a sheet that may be changed."""
    known = set(KINDS[kind].fields.values()) - set(KINDS[kind].locked)
    return [name for name in table.columns if name in known]


def read(typed: str, kind: str, name: str, now: Standing) -> str | None:
    """The text of a cell as its field says it: codes for chosen words, EDTF for periods, ids for names."""
    if choices(kind, name):
        return choice_of(typed, kind, name)
    if typed in EMPTY:
        return None
    if name in PERIODS:
        return period_of(typed)
    return now.id_of("source", typed) if name == "source" else typed
