"""What makes a sheet one that planners fill in: open cells, drop-downs, help at the headings, and what is kept of it.

The texts that every row shows, and those behind them, go into a hidden sheet; by these an untouched cell is known
when the workbook comes back (writing/ledger.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from biaochi.exports.clean import text
from biaochi.words import Words
from biaochi.writing import ledger
from biaochi.writing.ledger import LOCKED

BELOW = 300
"""Rows below a table in which drop-downs help to add entries."""
_MOST = 32_000  # a cell holds no more
NOTE = {"x_scale": 1.9, "font_size": 9}


@dataclass(frozen=True)
class Form:
    """The rows of a sheet as entries: kind, key of each row (LOCKED where it stays), the texts of the files."""

    kind: str
    keys: Sequence[str]
    raws: Sequence[Mapping[str, Any]]

    def name(self, head: str) -> str:
        """The field of a column by its heading; empty for a column that the program fills."""
        return "key" if head == ledger.KEY else ledger.KINDS[self.kind].fields.get(head, "")

    def open(self, head: str) -> bool:
        """Whether the cells of a column may be changed in rows that are there."""
        return self.name(head) not in ("", "key", *ledger.KINDS[self.kind].locked)

    def fresh(self, head: str) -> bool:
        """Whether the cells of a column are filled in for a new row."""
        return self.name(head) not in ("", "key")


@dataclass
class Hidden:
    """The hidden sheet of a workbook: what is kept by key, the lists of the drop-downs, marks of rows that stay."""

    kept: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    locked: dict[str, list[str]] = field(default_factory=dict)

    def keep(self, key: str, form: Form, heads: Sequence[str], shown: Sequence[str], raw: Mapping[str, Any]) -> None:
        """Keeps a row: what its cells show, and the planners' texts where these are others."""
        fields = {}
        for head, cell in zip(heads, shown, strict=True):
            if (name := form.name(head) or ledger.KINDS[form.kind].column(head)) and name != "key":
                behind = ledger.told(text(raw[name])) if name in raw else cell
                fields[name] = ledger.Kept(cell, behind)
        if key == LOCKED:
            said = ledger.digest({name: one.shown for name, one in fields.items()})
            self.locked.setdefault(form.kind, []).append(said)
        elif len(packed := ledger.pack(fields)) < _MOST:
            self.kept[key] = packed

    def keep_sheet(self, plan: str, title: str, sheet: str) -> None:
        """Keeps what the sheet of a plan is called, so that a copy of it is known for one."""
        self.kept[ledger.SHEET + plan] = ledger.pack({"title": ledger.Kept(ledger.told(text(title)), sheet)})

    def range(self, name: str) -> str:
        """The cells of a list, as a drop-down names them."""
        column = _letter(3 + list(self.lists).index(name))
        return f"={ledger.HIDDEN}!${column}$1:${column}${max(len(self.lists[name]), 1)}"

    def write(self, book: Any) -> None:
        """The sheet itself, last of the workbook."""
        page = book.add_worksheet(ledger.HIDDEN)
        page.very_hidden()
        for kind, marks in self.locked.items():
            packed = ledger.pack({"rows": ledger.Kept("", " ".join(marks))})
            self.kept |= {LOCKED + kind: packed} if len(packed) < _MOST else {}
        for n, (key, packed) in enumerate(self.kept.items()):
            page.write_string(n, 0, key)
            page.write_string(n, 1, packed)
        for column, words in enumerate(self.lists.values(), 3):
            for n, word in enumerate(words):
                page.write_string(n, column, text(word))


def helped(page: Any, form: Form, heads: Sequence[str], row: int, last: int, hidden: Hidden, words: Words) -> None:
    """Help at the headings, drop-downs in the cells, and nothing else may be changed by accident."""
    for n, head in enumerate(heads):
        name = form.name(head)
        if name and (said := ledger.help_of(form.kind, name, words)):
            page.write_comment(row, n, text(said), NOTE | {"y_scale": 0.5 + 0.3 * (1 + len(said) // 22)})
        list_ = _list(form.kind, name, hidden, words)
        if list_:
            first = row + 1 if form.open(head) else last + 1
            page.data_validation(first, n, last + BELOW, n, {
                "validate": "list", "source": hidden.range(list_), "ignore_blank": True, "error_type": "warning",
                "error_title": words("common.product"), "error_message": words("sheet.list_only")})  # fmt: skip
    page.protect("", {"format_cells": True, "format_columns": True, "format_rows": True, "insert_rows": True,
                      "autofilter": True, "sort": True})  # fmt: skip


def _list(kind: str, name: str, hidden: Hidden, words: Words) -> str:
    """The list by which a column is chosen; empty for one that is typed."""
    found = ledger.choices(kind, name) if name and name not in ledger.KINDS[kind].locked else None
    if found:
        room, codes = found
        nothing = [words("common.not_stated")] if name == "nature" else []
        hidden.lists.setdefault(room, [*(words(f"{room}.{code}") for code in codes), *nothing])
        return room
    if kind in ("target", "figure", "milestone", "plan") and name in ("name", "ref_area", "source", "plan"):
        return "" if (kind, name) == ("plan", "name") else name
    return {"theme": "theme", "parent": "ref_area"}.get(name, "")


def _letter(column: int) -> str:
    """The letters of a column from 0."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found
