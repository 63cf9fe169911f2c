"""What sheets would change, gathered cell by cell: edits, Problems, and the cell behind every field."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from biaochi.files import Keys
from biaochi.problem import Fault, Problem
from biaochi.quantity import Quantity, parse_target
from biaochi.words import Words
from biaochi.writing.edits import Edit, add_entry, set_field
from biaochi.writing.headings import choice_of, period_of
from biaochi.writing.ledger import KINDS, PERIODS, choices
from biaochi.writing.paths import Seen
from biaochi.writing.recognised import EMPTY, Table
from biaochi.writing.standing import Standing, There

_SAYS_NOTHING = {Words(lang)(key) for lang in ("zh", "en") for key in ("common.not_stated", "period.unknown")}
_LAST = 10**6
"""An index that appends."""


class Wish(NamedTuple):
    """What one row wants of an entry that is there: fields by name (`baseline.value`), None for one that goes.

    names: every field that the row speaks of, also those that stay as they are.
    """

    table: Table
    row: int
    there: There
    wanted: Mapping[str, str | None]
    names: frozenset[str]

    def said(self, name: str) -> str:
        """What the row says of a field."""
        return (self.wanted[name] or "") if name in self.wanted else self.there.raw(name)


@dataclass
class Changes:
    """What sheets would change: edits in order, Problems by cell, and the cell behind every edited field.

    wishes: what rows want of each entry that is there, until `settle` makes edits of them.
    begun: plan files that come into being, with the text before any edit. targets: the new ones, by plan and indicator.
    """

    edits: list[Edit] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    wishes: dict[tuple[str, Keys], list[Wish]] = field(default_factory=dict)
    places: dict[tuple[str, Keys], str] = field(default_factory=dict)
    added: dict[tuple[str, Keys], int] = field(default_factory=dict)
    begun: dict[str, tuple[Seen, str]] = field(default_factory=dict)
    targets: dict[tuple[str, str], tuple[str, Keys]] = field(default_factory=dict)

    def counted(self) -> tuple[int, int]:
        """How many entries get a field that says something else, and how many are new; a new column is neither."""
        entries = {(one.file, entry_of(one.keys)) for one in self.edits if one.action == "set"}
        new = [one for one in self.edits if one.action == "add" and not _is_column(one)]
        return len(entries), len(new) + len(self.begun)

    def tell(self, fault: Fault, table: Table, row: int, name: str = "name") -> None:
        """A Problem at a cell."""
        self.problems.append(Problem(fault.code, fault.params, table.place(row, name)))

    def add(self, file: str, now: int, value: Mapping[str, Any], table: Table, row: int, keys: Keys = ()) -> Keys:
        """A new entry behind the others of a list or a table, and where it will stand."""
        before = self.added.get((file, keys), 0)
        nth, self.added[file, keys] = now + before, before + 1
        self.edits.append(add_entry(file, (*keys, _LAST if keys else nth), dict(value)))
        self.note(file, (*keys, nth), table, row)
        return (*keys, nth)

    def columns(self, file: str, header: Sequence[str], entry: Mapping[str, Any]) -> None:
        """A column that a table does not have yet comes first."""
        for name in entry:
            column = add_entry(file, (name,), None)
            self.edits += [column] if name not in header and column not in self.edits else []

    def note(self, file: str, keys: Keys, table: Table, row: int) -> None:
        """Remembers the cell of every column of a row for an entry."""
        for column in sorted(table.columns, key=lambda one: one.startswith("=")):
            name = column.lstrip("=").partition("@")[0]
            self.places.setdefault((file, (*keys, *name.split("."))), table.place(row, column))

    def settle(self) -> None:
        """The edits of all entries that are there; of two rows that say two things of one, neither is taken."""
        for wishes in self.wishes.values():
            if at := _at_odds(wishes):
                sheets = {one.table.sheet.name for one in wishes}
                rows = [f"{one.table.sheet.name}!" * (len(sheets) > 1) + str(one.row + 1) for one in wishes]
                for one in wishes:
                    bare = f"={at}" in one.table.columns and one.table.cell(one.row, at) in EMPTY
                    self.tell(Fault("sheet_rows_differ", rows=rows), one.table, one.row, "=" * bare + at)
                continue
            done = set[str]()
            for one in wishes:
                fresh = {name: said for name, said in one.wanted.items() if name not in done}
                done |= set(fresh)
                _edit(one.table, one.row, one.there, fresh, self)
        self.wishes.clear()


def edit(
    table: Table, row: int, there: There, wanted: Mapping[str, str | None], out: Changes, names: Iterable[str]
) -> None:
    """A row's wish for an entry that is there: fields by name (`baseline.value`), None for one that goes."""
    wish = Wish(table, row, there, wanted, frozenset(names) | frozenset(wanted))
    out.wishes.setdefault((there.file, there.keys), []).append(wish)


def _at_odds(wishes: Sequence[Wish]) -> str:
    """A field of which two rows say two things; empty where they agree."""
    said: dict[str, str] = {}
    for one in wishes if len(wishes) > 1 else ():
        for name in sorted(one.names):
            if said.setdefault(name, one.said(name)) != one.said(name):
                return name
    return ""


def _edit(table: Table, row: int, there: There, wanted: dict[str, str | None], out: Changes) -> None:
    """The edits of an entry that is there."""
    wanted = {name: one for name, one in wanted.items() if one is not None or there.own(name)}
    if not wanted:
        return
    out.note(there.file, there.keys, table, row)
    inside = {name: one for name, one in wanted.items() if "." in name}
    if inside and not any(there.raw(name) for name in ("baseline.value", "baseline.time_period")):
        wanted = {name: one for name, one in wanted.items() if name not in inside}
        wanted["baseline"] = {name.partition(".")[2]: one for name, one in inside.items()}  # type: ignore[assignment]
    for name, value in wanted.items():
        if there.file.endswith((".csv", ".tsv")):
            out.columns(there.file, list(there.data), {name: value})
        out.edits.append(set_field(there.file, (*there.keys, *name.split(".")), value))


def _is_column(edit: Edit) -> bool:
    return edit.file.endswith((".csv", ".tsv")) and isinstance(edit.keys[0], str)


def entry_of(keys: Keys) -> Keys:
    """The keys of the entry that a field belongs to: (targets, 3), (indicators, id), (id,), (record,)."""
    return keys[: 2 if keys[:1] in (("targets",), ("indicators",)) else 1]


def agree(number: str, text: str, unit: str, own: str = "") -> bool:
    """Whether a number and a printed text mean one value: 900 and 超过900, 29.16 and 29.16亿元 of 亿元.

    unit: the indicator's, in which the number stands; own: the unit of the text, where it is another.
    """
    both = _both(number, text, unit, own)
    if number == text or both is None:
        return number == text
    one, other = both
    if one.value is None or other.value is None:
        return (one.lower, one.upper) == (other.lower, other.upper) or other.lower <= (one.value or 0) <= other.upper
    return _equal(one, other)


def _both(one: str, other: str, unit: str, own: str) -> tuple[Quantity, Quantity] | None:
    try:
        return parse_target(one, unit), parse_target(other + own if own and other[-1:].isdigit() else other, unit)
    except Fault:
        return None


def _equal(one: Quantity, other: Quantity) -> bool:
    return one.value is not None and other.value is not None and math.isclose(one.value, other.value, rel_tol=1e-9)


def covered(said: str, known: str, unit: str, own: str = "") -> bool:
    """Whether the file's text says all that a table says: 900 where 超过900 stands; own: the unit of that text."""
    both = _both(said, known, unit, own)
    return said == known or bool(both and _equal(*both) and both[0].comparator in ("=", both[1].comparator))


def plain_number(typed: str) -> str:
    """A number cell as a number: without full-width digits, blanks and commas between thousands."""
    flat = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed))
    return flat.replace(",", "") if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?%?", flat) else flat


def open_fields(table: Table, kind: str) -> list[str]:
    """The columns of a sheet that may be changed."""
    known = set(KINDS[kind].fields.values()) - set(KINDS[kind].locked)
    return [name for name in table.columns if name in known]


def read(typed: str, kind: str, name: str, now: Standing) -> str | None:
    """The text of a cell as its field says it: codes for chosen words, EDTF for periods, ids for names."""
    if choices(kind, name):
        return None if (said := choice_of(typed, kind, name)) == "false" else said
    if typed in EMPTY | _SAYS_NOTHING:
        return None
    if name in PERIODS:
        return period_of(typed)
    if name == "unit":
        return now.unit_called(typed)
    of = {"source": "source", "ref_area": "area", "parent": "area"}.get(name)
    return now.id_of(of, typed) if of else typed
