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


class _Line:
    """A record as its text: what stands before it, its cells as written, and its line break."""

    def __init__(self, before: str, cells: list[str], after: str) -> None:
        self.before, self.cells, self.after = before, cells, after


def apply(text: str, edits: Sequence[Edit], delimiter: str) -> str:
    """The text after the edits, thousands of them at a time; raises Fault edit_nowhere, edit_column, edit_refused."""
    wanted = rows(text, delimiter)
    lines_, rest = _taken_apart(text, delimiter)
    newline = newline_of(text)
    for edit in edits:
        header = _header(wanted)
        _edit(wanted, header, edit)
        _rewrite(lines_, header, edit, delimiter, newline)
    new = "".join(one.before + delimiter.join(one.cells) + one.after for one in lines_) + rest
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


def _edit(table: list[list[str]], header: list[str], edit: Edit) -> None:
    """What the records are after an edit; raises Fault where there is no such record or column."""
    keys = edit.keys
    if edit.action == "add" and isinstance(keys[0], str):
        if keys[0] in header:
            raise Fault("edit_exists", keys=shown(keys))
        for n, row in enumerate(table):
            row.append("" if n else keys[0])
        return
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


def _taken_apart(text: str, delimiter: str) -> tuple[list[_Line], str]:
    """Every record with all that stands between the records, and what follows the last one."""
    found, at = [], 0
    for one in _scan(text, delimiter):
        cells = [text[start:end] for start, end in one.cells]
        found.append(_Line(text[at : one.cells[0][0]], cells, text[one.cells[-1][1] : one.end]))
        at = one.end
    return found, text[at:]


def _rewrite(lines_: list[_Line], header: list[str], edit: Edit, delimiter: str, newline: str) -> None:
    """The same edit in the text; only what it speaks of is written anew."""
    if edit.action == "add" and isinstance(edit.keys[0], str):
        for n, one in enumerate(lines_):
            one.cells.append("" if n else _cell(edit.keys[0], delimiter, False))
        return
    at = int(edit.keys[0]) + 1
    if edit.action == "add":
        at = min(at, len(lines_))
        before = lines_[at - 1]
        told = [one for one in before.cells if one]
        quoted = bool(told) and all(one.startswith('"') for one in told)  # as the row before it is
        before.after = before.after or newline
        row = [_cell(one, delimiter, quoted) for one in _row(header, edit.value)]
        lines_.insert(at, _Line("", row, newline))
    elif edit.action == "remove":
        gone = lines_.pop(at)
        if at < len(lines_):
            lines_[at].before = gone.before + lines_[at].before
        else:
            lines_[-1].after += gone.before
    else:
        column = _column(header, edit.keys[-1])
        old = lines_[at].cells[column]
        lines_[at].cells[column] = _cell(plain(edit.value) or "", delimiter, old.startswith('"'))


def _cell(value: str, delimiter: str, quoted: bool) -> str:
    """A cell as text: what looks like a formula is text like any other."""
    if "\0" in value:
        raise Fault("text_control")
    need = quoted or any(sign in value for sign in (delimiter, '"', "\n", "\r")) or value != value.strip()
    return '"' + value.replace('"', '""') + '"' if need else value
