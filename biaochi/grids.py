"""Observations as a grid: the rows of one file or of one indicator, what was changed in it as edits, messages by cell.

A grid stands on the texts that it was begun with; every change of it is all its changes since then, made anew on
those texts. So it never writes into another row than the one that was seen, whatever happens to the files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from biaochi import drafts, model, writing
from biaochi.drafts import Draft
from biaochi.problem import Fault, Problem
from biaochi.writing import Edit, Seen, add_entry, csvtext, remove_entry, set_field
from biaochi.writing.fresh import home
from biaochi.writing.headings import area_called, choice_of
from biaochi.writing.ledger import choices
from biaochi.writing.skeletons import COLUMNS

FOLDER = "data/observations/"
FIELDS = (*COLUMNS, *(name for name in model.Observation.model_fields if name not in COLUMNS))
"""All fields of an observation, the usual ones first."""
MOST = 20_000
"""Most rows of a grid."""


class Row(NamedTuple):
    """One observation of the grid: its file, record (from 0) and first line, and its cells."""

    file: str
    record: int
    line: int
    cells: Mapping[str, str]


class Message(NamedTuple):
    """What is wrong with a row: its line (0 and the number of the new row), the field it speaks of, the Problem.

    cells: what the row says, to name it by; a line alone is not enough where the rows of several files are shown.
    row: which of the grid's rows it is (from 0, new ones below the others).
    """

    line: int
    added: int
    field: str
    problem: Problem
    cells: Mapping[str, str]
    row: int


@dataclass(frozen=True)
class Change:
    """What was done to a grid since it was begun: cells by row, new rows, rows taken out."""

    cells: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    added: Sequence[Mapping[str, Any]] = ()
    removed: Sequence[int] = ()


@dataclass(frozen=True)
class Grid:
    """The rows, and the files that they were read from: as they were seen, and as the draft had them."""

    base: Draft
    rows: list[Row]
    seen: Mapping[str, Seen]
    texts: Mapping[str, str]
    file: str = ""
    left_out: int = 0
    indicator: str = ""

    def apply(self, change: Change, names: Names) -> Draft:
        """The draft with all changes of the grid; raises Fault."""
        edits = self._edits(change, names)
        draft = self.base
        for path in dict.fromkeys(one.file for one in edits):
            seen, text = self.seen.get(path) or Seen(path), self.texts.get(path) or ",".join(COLUMNS) + "\n"
            mine = [one for one in edits if one.file == path]
            draft = draft.onto(seen, writing.apply(replace(seen, text=text), mine))
        return draft

    def _edits(self, change: Change, names: Names) -> list[Edit]:
        columns: dict[str, set[str]] = {path: set(_header(text)) for path, text in self.texts.items()}
        found: list[Edit] = []
        for n, cells in sorted(change.cells.items()):
            row = self.rows[n]
            for name, typed in cells.items():
                value = names.meant(name, typed)
                if value != row.cells.get(name, ""):
                    _column(found, columns, row.file, name)
                    found.append(set_field(row.file, (row.record, name), value))
        for file, _, row in self._new(change, names):
            for name in row:
                _column(found, columns, file, name)
            found.append(add_entry(file, (10**9,), row))
        gone = sorted({(self.rows[n].file, self.rows[n].record) for n in change.removed}, reverse=True)
        return found + [remove_entry(file, (record,)) for file, record in gone]

    def _new(self, change: Change, names: Names) -> Iterator[tuple[str, int, dict[str, str]]]:
        """The new rows that say something: the file where each goes, its number below the others, its cells.

        A row of a grid of one indicator is of that indicator, unless it says another; with that alone it says nothing.
        """
        homes: dict[tuple[str, str, str], str] = {}
        for n, typed in enumerate(change.added, 1):
            row = {name: value for name in FIELDS if (value := names.meant(name, typed.get(name)))}
            if not row or row == {"indicator": self.indicator}:
                continue
            if self.indicator and "indicator" not in typed:
                row = {"indicator": self.indicator} | row
            key = (row.get("indicator", ""), row.get("ref_area", ""), row.get("source", ""))
            yield self.file or homes.get(key) or homes.setdefault(key, home(self.texts, *key)), n, row

    def messages(self, change: Change, names: Names, draft: Draft, problems: Sequence[Problem]) -> list[Message]:
        """The Problems of the draft that speak of rows of the grid, in its order."""
        new = list(self._new(change, names))
        found = []
        for path in {one.file for one in problems} & ({*self.texts} | {*draft.texts}):
            text = draft.texts.get(path, self.texts.get(path, ""))
            at = {line: n for n, line in enumerate(csvtext.lines(text, csvtext.delimiter_of(text))[1:])}
            header, lines = _header(text), self._stayed(path, change)
            mine = [(n, row) for file, n, row in new if file == path]
            there = {row.line: n for n, row in enumerate(self.rows) if row.file == path}
            for one in (one for one in problems if one.file == path and one.line in at):
                record = at[one.line]
                line = lines[record] if record < len(lines) else 0
                nth = record - len(lines)
                added, cells = mine[nth] if 0 <= nth < len(mine) else (0, {})
                row = len(self.rows) + added - 1 if added else there.get(line, -1)
                cells = self.rows[row].cells if 0 <= row < len(self.rows) else cells
                known = 0 < one.column <= len(header) and header[one.column - 1]
                found.append(Message(line, added, known or "", one, cells, row))
        return sorted(found, key=lambda one: (not one.line, one.line, one.added, one.field))

    def _stayed(self, path: str, change: Change) -> list[int]:
        """The lines of the records that are not taken out; what follows them in the new text is new."""
        gone = {self.rows[n].record for n in change.removed if self.rows[n].file == path}
        text = self.texts.get(path, "")
        lines = csvtext.lines(text, csvtext.delimiter_of(text))[1:] if text else []
        return [line for n, line in enumerate(lines) if n not in gone]


@dataclass(frozen=True)
class Names:
    """What people write for an id, and the ids, by field: `国家高新技术企业` is pasted as often as its id.

    called: the one name that is shown for each id; without it the names of `ids`.
    """

    ids: Mapping[str, Mapping[str, str]]
    called: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def said(self, name: str, id_: str) -> str:
        """What people call an id."""
        called = self.called.get(name)
        if called is None:
            return next((said for said, one in self.ids.get(name, {}).items() if one == id_), id_)
        return called.get(id_, id_)

    def meant(self, name: str, typed: Any) -> str:
        """The text of a cell as its file says it; what is not known stays as it was typed, for the check to tell."""
        text = "" if typed is None or typed != typed else " ".join(str(typed).split())
        if text and choices("figure", name):
            try:
                return choice_of(text, "figure", name) or ""
            except Fault:
                return text
        known = self.ids.get(name, {})
        if name == "ref_area" and text and text not in known:
            return area_called(text, known) or text
        return known.get(text, text)


def begin(root: Path, draft: Draft, file: str = "", indicator: str = "") -> Grid:
    """The rows of a file, of an indicator, of both; files that cannot be read are left out."""
    rows: list[Row] = []
    seen, texts, found = {}, {}, 0
    for path in [file] if file else files(root, draft):
        try:
            seen[path], texts[path] = draft.look(root, path), draft.text(root, path)
            mine = _rows(path, texts[path], indicator)
        except Fault:
            seen.pop(path, None)
            continue
        found += len(mine)
        rows += mine[: MOST - len(rows)]
    return Grid(draft, rows, seen, texts, file, found - len(rows), indicator)


def files(root: Path, draft: Draft) -> list[str]:
    """The observation files, those of the draft included."""
    return [path for path in drafts.texts(root, draft) if path.startswith(FOLDER)]


def _rows(path: str, text: str, indicator: str) -> list[Row]:
    sign = csvtext.delimiter_of(text)
    header, *table = csvtext.rows(text, sign) or [[]]
    header = [one.strip() for one in header]
    lines = csvtext.lines(text, sign)[1:]
    rows = (
        Row(path, n, line, dict(zip(header, (one.strip() for one in cells), strict=False)))
        for n, (cells, line) in enumerate(zip(table, lines, strict=True))
    )
    return [one for one in rows if not indicator or one.cells.get("indicator") == indicator]


def _header(text: str) -> list[str]:
    """The columns of a table; of one that is not begun yet those that it will have."""
    rows = csvtext.rows(text.split("\n", 1)[0], csvtext.delimiter_of(text)) if text else []
    return [one.strip() for one in rows[0]] if rows else list(COLUMNS)


def _column(found: list[Edit], columns: dict[str, set[str]], file: str, name: str) -> None:
    """A column that a file does not have yet comes first."""
    known = columns.setdefault(file, set(COLUMNS))
    if name not in known:
        known.add(name)
        found.append(add_entry(file, (name,), None))
