"""A workbook or a table brought back: our own export as edits, a copied table as targets or observations.

Nothing is written here: the answer is what the files would say, with every Problem at the cell that it comes from.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field, replace
from difflib import unified_diff
from pathlib import Path

from biaochi import files
from biaochi.files import Keys
from biaochi.problem import Fault, Problem
from biaochi.writing import apply, copied, csvtext
from biaochi.writing.changes import Changes, entry_of
from biaochi.writing.copied import Given
from biaochi.writing.own import bring
from biaochi.writing.paths import Seen, look
from biaochi.writing.recognised import Table, own_of, table_of
from biaochi.writing.saving import brought
from biaochi.writing.sheets import MAX_FILE, Book, Sheet, opened, read
from biaochi.writing.skeletons import COLUMNS
from biaochi.writing.standing import Standing
from biaochi.writing.whose import plan_of, plans_of

__all__ = ["Found", "Given", "Table", "read_book", "read_workbook", "tables"]


@dataclass
class Found:
    """What a workbook would change: new texts by path, Problems by sheet and cell, sheets of our own, copied tables.

    unread: those of the Problems for which a row or a cell was left out; the others stand in what is taken in, and so
    does a cell that was left out of a new row that cannot be without it. changed, added: entries that are there
    and say something else, and new ones.
    """

    texts: dict[str, tuple[Seen, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: list[Problem] = field(default_factory=list)
    changed: int = 0
    added: int = 0
    copied: list[tuple[str, Table]] = field(default_factory=list)
    own: list[str] = field(default_factory=list)

    def diff(self) -> str:
        """The changed lines of every file, file names above them."""
        return "\n".join(
            line
            for path, (seen, text) in self.texts.items()
            for line in unified_diff(seen.text.splitlines(), text.splitlines(), path, path, n=0, lineterm="")
        )


def read_workbook(root: Path, path: Path, given: Given = Given()) -> Found:  # noqa: B008 - an immutable value
    """Reads a workbook against the project; raises Fault where the file itself cannot be read."""
    return read_book(root, read(path) if zipfile.is_zipfile(path) else opened(_raw(path), path.name), path.name, given)


def _raw(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE:
            raise Fault("sheet_bomb", file=path.name)
        return path.read_bytes()
    except OSError:
        raise Fault("sheet_file", file=path.name) from None


def tables(book: Book, file: str) -> list[tuple[str, Table]]:
    """The copied tables of a workbook, each with what it seems to hold; none for our own export."""
    if any(own_of(file, sheet, book.kept) for sheet in book.sheets):
        return []
    return [found for sheet in book.sheets if (found := table_of(file, sheet))]


def read_book(root: Path, book: Book, file: str, given: Given = Given()) -> Found:  # noqa: B008
    """The same for sheets that were read already."""
    found, now, out = Found(problems=list(book.problems)), Standing(root), Changes()
    own = {sheet.name: known for sheet in book.sheets if (known := own_of(file, sheet, book.kept))}
    # what a row names may stand on another sheet
    order = ("area", "source", "indicator", "plan", "target", "milestone", "figure")
    for kind in order:
        tables = [table for of, table in own.values() if of == kind]
        plans = plans_of(tables, now, out.problems) if kind == "target" else [(table, "") for table in tables]
        for table, plan in plans:
            _formulas(table, out)
            bring(table, kind, now, out, plan or None)
    found.own += own
    for sheet in [] if own else book.sheets:
        _other(sheet, file, given, now, out, found)
    if not (found.copied or found.own):
        found.problems += [Problem("sheet_unknown", {}, f"{file}[{sheet.name}]") for sheet in book.sheets if sheet.rows]
    out.settle()
    _settle(root, out, found)
    found.problems, found.unread = _once(found.problems), _once(found.unread)
    return found


def _once(problems: list[Problem]) -> list[Problem]:
    known = {(one.file, one.line, one.column, one.fact()): one for one in reversed(problems)}
    return list(reversed(known.values()))


def _other(sheet: Sheet, file: str, given: Given, now: Standing, out: Changes, found: Found) -> None:
    """A sheet without our keys: one of our plans all the same, or a copied table."""
    known = table_of(file, sheet, "target")
    if known and (plan := plan_of(now, known[1])):
        found.own.append(plan)
        _formulas(known[1], out)
        bring(known[1], "target", now, out, plan)
        return
    known = table_of(file, sheet, given.kind)
    if known is None:
        return
    kind, table = known
    _formulas(table, out)
    if given.columns is not None:
        table.columns = given.columns
    found.copied.append((kind, table))
    try:
        if kind == "figure":
            copied.figures(table, given, now, out)
        else:
            copied.targets(table, given, now, out)
    except Fault as fault:
        out.problems.append(Problem(fault.code, fault.params, f"{file}[{sheet.name}]"))


def _formulas(table: Table, out: Changes) -> None:
    out.problems += [Problem("sheet_formula", {}, place) for place in table.formulas.values()]


def _settle(root: Path, out: Changes, found: Found) -> None:
    """The new texts of all files together, and what the catalogue says of them at the cells that they came from."""
    for path in dict.fromkeys([*out.begun, *(edit.file for edit in out.edits)]):
        try:
            seen, text = out.begun.get(path) or _begin(root, path)
            found.texts[path] = (seen, apply(replace(seen, text=text), out.edits))
        except Fault as fault:
            found.problems.append(Problem(fault.code, fault.params, path))
    found.problems += out.problems
    found.unread = list(found.problems)
    found.changed, found.added = out.counted()
    if not found.texts:
        return
    told = brought(root, {path: text for path, (_, text) in found.texts.items()})
    places = {path: _Places(path, text) for path, (_, text) in found.texts.items()}
    placed = [places[one.file].placed(one, out) if one.file in places else one for one in told]
    left = {one.file for one in out.problems}  # what is left out of a cell is told once
    found.problems += [one for one in placed if one.file not in left]
    wrong = {one.file for one, was in zip(placed, told, strict=True) if one is not was and one.severity == "error"}
    found.unread = [one for one in found.unread if one.file not in wrong]


def _begin(root: Path, path: str) -> tuple[Seen, str]:
    """A file and its text; a new table of observations begins with its header."""
    seen = look(root, path)
    return seen, seen.text if seen.sha256 or not path.endswith(".csv") else ",".join(COLUMNS) + "\n"


class _Places:
    """Which entry stands at which line and column of a new text."""

    def __init__(self, path: str, text: str) -> None:
        self.at: dict[tuple[int, int], Keys] = {}
        if path.endswith((".csv", ".tsv")):
            sign = csvtext.delimiter_of(text)
            header = [name.strip() for name in csvtext.rows(text, sign)[0]]
            for n, line in enumerate(csvtext.lines(text, sign)[1:]):
                self.at |= {(line, c): (n, name) for c, name in enumerate(header, 1)} | {(line, 0): (n,)}
        else:
            doc, _ = files.parse_yaml(text, path)
            for keys, place in sorted(doc.places.items(), key=lambda one: len(one[0])) if doc else ():
                self.at[place] = keys

    def placed(self, problem: Problem, out: Changes) -> Problem:
        """The Problem at the cell of its field, else of the value beside it, else at the first cell of the row."""
        keys = self.at.get((problem.line, problem.column)) or self.at.get((problem.line, 0), ())
        exact = [out.places.get((problem.file, one)) for one in (keys, (*keys[:-1], "value"))]
        near = [place for (file, known), place in out.places.items()
                if file == problem.file and keys and entry_of(known) == entry_of(keys)]  # fmt: skip
        found = next((place for place in (*exact, *near) if place), None)
        return Problem(problem.code, problem.params, found) if found else problem
