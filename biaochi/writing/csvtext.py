"""Edits of a CSV text cell by cell: delimiter, quoting and line ends of the file stay, other rows keep every byte."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from biaochi.problem import Fault
from biaochi.writing.edits import Edit, plain, shown
from biaochi.writing.places import newline_of

_BREAK = re.compile(r"\r\n|\n|\r")


@dataclass
class Record:
    """One record: the first and last sign of each cell, and where its line ends (after the break)."""

    cells: list[tuple[int, int]]
    end: int


def apply(text: str, edits: Sequence[Edit], delimiter: str) -> str:
    """The text after the edits; raises Fault edit_nowhere, edit_column, edit_refused."""
    wanted = rows(text, delimiter)
    new = text
    for edit in edits:
        wanted = _edited(wanted, edit)
        new = _apply(new, edit, delimiter)
    if rows(new, delimiter) != wanted:
        raise Fault("edit_refused", keys=shown(edits[0].keys))
    return new


def rows(text: str, delimiter: str) -> list[list[str]]:
    """All records, the header first, cells as typed; empty lines are no records."""
    csv.field_size_limit(1_000_000_000)
    return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]


def delimiter_of(text: str) -> str:
    """Comma, semicolon or tab: the one that the header uses most (as files.open_csv)."""
    header = _BREAK.split(text, maxsplit=1)[0]
    return max(",;\t", key=header.count)


def records(text: str, delimiter: str) -> list[Record]:
    """Every record of the text with the places of its cells."""
    return list(_scan(text, delimiter))


def lines(text: str, delimiter: str) -> list[int]:
    """The first line (from 1) of every record, the header's first."""
    found, line, at = [], 1, 0
    for record in _scan(text, delimiter):
        start = record.cells[0][0]
        line += len(_BREAK.findall(text, at, start))
        at = start
        found.append(line)
    return found


def _scan(text: str, delimiter: str) -> Iterator[Record]:
    cell = re.compile(r'"(?:[^"]|"")*"|' + f"[^{re.escape(delimiter)}\r\n]*")
    at, cells = 0, []
    while at < len(text):
        found = cell.match(text, at)
        end = found.end() if found else at
        cells.append((at, end))
        if text.startswith(delimiter, end):
            at = end + 1
            if at < len(text):
                continue
            cells.append((at, at))
            end = at
        broken = _BREAK.match(text, end)
        if not broken and end < len(text):
            raise Fault("csv_quote", text=text[cells[0][0] : end + 1])
        at = broken.end() if broken else end
        if cells != [(cells[0][0], cells[0][0])] or len(cells) > 1:
            yield Record(cells, at)
        cells = []


def _header(table: list[list[str]]) -> list[str]:
    return [name.strip() for name in table[0]] if table else []


def _column(header: list[str], name: Any) -> int:
    if name not in header:
        raise Fault("edit_column", field=str(name))
    return header.index(str(name))


def _row(header: list[str], value: Any) -> list[str]:
    for name in value or {}:
        _column(header, name)
    return [plain((value or {}).get(name)) or "" for name in header]


def _edited(table: list[list[str]], edit: Edit) -> list[list[str]]:
    """What the records are after an edit; raises Fault where there is no such record or column."""
    header, keys = _header(table), edit.keys
    table = [list(row) for row in table]
    if edit.action == "add" and isinstance(keys[0], str):
        if keys[0] in header:
            raise Fault("edit_exists", keys=shown(keys))
        return [table[0] + [keys[0]], *([*row, ""] for row in table[1:])]
    at = keys[0] if isinstance(keys[0], int) else -1
    if at < 0 or (edit.action != "add" and at + 1 >= len(table)):
        raise Fault("edit_nowhere", keys=shown(keys))
    if edit.action == "add":
        table.insert(at + 1, _row(header, edit.value))
    elif edit.action == "remove":
        del table[at + 1]
    else:
        column = _column(header, keys[-1])
        if column >= len(table[at + 1]):
            raise Fault("edit_nowhere", keys=shown(keys))
        table[at + 1][column] = plain(edit.value) or ""
    return table


def _apply(text: str, edit: Edit, delimiter: str) -> str:
    found = records(text, delimiter)
    header = _header(rows(text, delimiter))
    if edit.action == "add" and isinstance(edit.keys[0], str):
        return _add_column(text, found, edit.keys[0], delimiter)
    at = int(edit.keys[0]) + 1
    if edit.action == "add":
        return _add_row(text, found, at, _row(header, edit.value), delimiter)
    record = found[at]
    if edit.action == "remove":
        return text[: record.cells[0][0]] + text[record.end :]
    start, end = record.cells[_column(header, edit.keys[-1])]
    return text[:start] + _cell(plain(edit.value) or "", delimiter, text[start:end].startswith('"')) + text[end:]


def _add_row(text: str, found: list[Record], at: int, row: list[str], delimiter: str) -> str:
    """A row at its place, quoted throughout where the row before it is."""
    before = found[min(at, len(found)) - 1]
    told = [text[start:end] for start, end in before.cells if end > start]
    quoted = bool(told) and all(one.startswith('"') for one in told)
    line = delimiter.join(_cell(one, delimiter, quoted) for one in row)
    newline = newline_of(text)
    start = text[: before.end]
    return start + ("" if _BREAK.search(start[-1:]) else newline) + line + newline + text[before.end :]


def _add_column(text: str, found: list[Record], name: str, delimiter: str) -> str:
    for n, record in reversed(list(enumerate(found))):
        end = record.cells[-1][1]
        text = text[:end] + delimiter + (_cell(name, delimiter, False) if n == 0 else "") + text[end:]
    return text


def _cell(value: str, delimiter: str, quoted: bool) -> str:
    """A cell as text: what looks like a formula is text like any other."""
    if "\0" in value:
        raise Fault("text_control")
    need = quoted or any(sign in value for sign in (delimiter, '"', "\n", "\r")) or value != value.strip()
    return '"' + value.replace('"', '""') + '"' if need else value
