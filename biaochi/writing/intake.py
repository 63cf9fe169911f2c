"""A workbook brought back: our own export as edits of its plans, a table copied from a document as a new plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path
from typing import Any, NamedTuple

from biaochi import files, snapshot
from biaochi.catalogue import documents
from biaochi.catalogue.documents import Documents
from biaochi.catalogue.rows import fetch
from biaochi.problem import Fault, Problem, nearest
from biaochi.writing import apply, skeletons
from biaochi.writing.edits import Edit, add_entry, set_field
from biaochi.writing.headings import nature_of, period_of, squeezed
from biaochi.writing.paths import Seen, look
from biaochi.writing.recognised import EMPTY, Table, entry_of, table_of
from biaochi.writing.saving import brought
from biaochi.writing.scalars import block
from biaochi.writing.sheets import Sheet, read


class Given(NamedTuple):
    """What a table copied from a document does not say itself."""

    plan: str | None = None
    area: str | None = None
    source: str | None = None
    period: str | None = None


@dataclass
class Found:
    """What a workbook would change: new texts by path, and the Problems by sheet and cell. Nothing is written."""

    texts: dict[str, tuple[Seen, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def diff(self) -> str:
        """The changed lines of every file, file names above them."""
        return "\n".join(
            line
            for path, (seen, text) in self.texts.items()
            for line in unified_diff(seen.text.splitlines(), text.splitlines(), path, path, n=0, lineterm="")
        )


def read_workbook(root: Path, path: Path, given: Given = Given()) -> Found:  # noqa: B008 - an immutable value
    """Reads a workbook against the project; raises Fault where the file itself cannot be read."""
    found = Found()
    sheets, found.problems = read(path)
    docs = documents.read(root)
    tables = [table for sheet in sheets if (table := table_of(path.name, sheet))]
    if not tables:
        found.problems += [Problem("sheet_unknown", {}, f"{path.name}[{sheet.name}]") for sheet in sheets]
    for table in tables:
        plan = _plan_of(docs, table.sheet)
        _formulas(table, found)
        if plan:
            _own(root, docs, plan, table, found)
        else:
            _copied(root, docs, table, given, found)
    return found


def _plan_of(docs: Documents, sheet: Sheet) -> str | None:
    """The plan whose sheet this is: its id or name is the sheet's name (which may be cut short) or its first cell."""
    first = sheet.rows[0][0] if sheet.rows and sheet.rows[0] else ""
    for key, (plan, _) in docs.plans.items():
        if first in (key, plan.name, plan.name_en) or sheet.name in (key, plan.name, plan.name_en):
            return key
    return None


def _formulas(table: Table, found: Found) -> None:
    used = set(table.columns.values())
    for row, column in sorted(table.sheet.formulas):
        if column - 1 in used and row - 1 > table.header:
            cells = table.sheet.rows[row - 1] if row <= len(table.sheet.rows) else []
            value = cells[column - 1] if column <= len(cells) else ""
            code = "sheet_formula" if value else "sheet_formula_empty"
            found.problems.append(Problem(code, {"value": value}, table.sheet.place(table.file, row, column)))


def _indicator(docs: Documents, table: Table, row: int) -> str:
    """The id of a row's indicator by id, name or alias; raises Fault sheet_indicator."""
    typed, name = table.cell(row, "indicator"), table.cell(row, "name")
    names = docs.names("indicator") | {one.name_en: key for key, (one, *_) in docs.indicators.items()}
    flat = {squeezed(word): key for word, key in names.items()}
    for word in (typed, name):
        if word and (key := names.get(word) or flat.get(squeezed(word))):
            return key
    near = nearest(squeezed(name or typed), flat)
    raise Fault("sheet_indicator", value=name or typed, near=flat[near] if near else None, near_name=near)


def _own(root: Path, docs: Documents, plan: str, table: Table, found: Found) -> None:
    """A sheet of our export: every cell that says something else than the plan becomes an edit."""
    doc = docs.plans[plan][1]
    seen = look(root, doc.file)
    numbers = _numbers(root, plan)
    edits: list[Edit] = []
    nth = len(doc.data.get("targets") or [])
    for row in range(table.header + 1, len(table.sheet.rows)):
        if not (table.cell(row, "name") or table.cell(row, "indicator")):
            continue
        try:
            key = _indicator(docs, table, row)
            there = _target(doc, key, table, row, numbers)
            edits += _cells(doc, seen.path, there, table, row, numbers) if there is not None else _fresh(
                seen.path, nth, key, table, row)  # fmt: skip
        except Fault as fault:
            found.problems.append(Problem(fault.code, fault.params, table.place(row, _at(fault))))
    _settle(root, seen, edits, table, found)


def _at(fault: Fault) -> str:
    return {"sheet_choice": "nature", "sheet_period": "due"}.get(fault.code, "name")


def _target(doc: files.Yaml, key: str, table: Table, row: int, numbers: dict[tuple[int, str], float]) -> int | None:
    """Which target of the plan a row is; None for a new one; raises Fault where several might be meant."""
    there = [
        n
        for n, one in enumerate(doc.data.get("targets") or [])
        if isinstance(one, dict) and one.get("indicator") == key
    ]
    if len(there) < 2:
        return there[0] if there else None
    due = table.cell(row, "due")
    same = [n for n in there if due and period_of(due) == doc.data["targets"][n].get("due")]
    if len(same) != 1:
        raise Fault("sheet_plan_twice", value=key)
    return same[0]


def _numbers(root: Path, plan: str) -> dict[tuple[int, str], float]:
    """The numbers of a plan's figures as our export writes them, by target and role."""
    from biaochi import catalogue

    with snapshot.memory() as con:
        catalogue.load(root, con)
        rows = fetch(con, "select ord, role, value from figure where plan = $plan", plan=plan)
    return {(row["ord"], row["role"]): row["value"] for row in rows}


_READERS: dict[str, Callable[[str], Any]] = {"due": period_of, "baseline.time_period": period_of, "nature": nature_of}


def _cells(
    doc: files.Yaml, file: str, nth: int, table: Table, row: int, numbers: dict[tuple[int, str], float]
) -> list[Edit]:
    """The edits of one target."""
    edits = []
    for name in ("value", "due", "baseline.value", "baseline.time_period", "nature", "quote", "note"):
        now = _at_keys(doc.data["targets"][nth], name)
        typed = table.cell(row, name)
        wanted = (
            _READERS.get(name, str)(typed)
            if name in table.columns and (typed not in EMPTY or name == "nature")
            else now
        )
        if name.endswith("value") and wanted == now:
            role = "baseline" if name.startswith("baseline") else "target"
            wanted = _number(table.cell(row, f"={name}"), numbers.get((nth, role)), now)
        if wanted != now and (wanted is not None or name == "nature"):
            keys = ("targets", nth, *name.split("."))
            table.places[keys] = table.place(row, name)
            edits.append(set_field(file, keys, wanted))
    return edits


def _number(typed: str, number: float | None, now: Any) -> Any:
    """The number cell where somebody typed another number into it, else what stands in the plan."""
    try:
        same = typed in EMPTY or (
            number is not None and abs(float(typed.rstrip("%")) - number) <= 1e-9 * max(1, abs(number))
        )
    except ValueError:
        return typed
    return now if same else typed


def _at_keys(target: Any, name: str) -> Any:
    for key in name.split("."):
        target = target.get(key) if isinstance(target, dict) else None
    return target


def _fresh(file: str, nth: int, key: str, table: Table, row: int) -> list[Edit]:
    """A row that the plan does not have yet becomes a target."""
    entry = entry_of(key, table, row)
    for name in ("value", "due"):
        table.places["targets", nth, name] = table.place(row, name)
    return [add_entry(file, ("targets", 10**6), entry)] if entry.get("value") else []


def _copied(root: Path, docs: Documents, table: Table, given: Given, found: Found) -> None:
    """A plain table as a new plan; indicators that are not defined yet are listed and left out."""
    entries, rows = [], []
    for row in range(table.header + 1, len(table.sheet.rows)):
        if not table.cell(row, "name"):
            continue
        try:
            entry = entry_of(_indicator(docs, table, row), table, row)
            if entry.get("value"):
                entries.append(entry)
                rows.append(row)
        except Fault as fault:
            found.problems.append(Problem(fault.code, fault.params, table.place(row, _at(fault))))
    if not (given.plan and given.area):
        options = "--plan --area（--source --period）"
        found.problems.append(Problem("sheet_needs", {"options": options}, f"{table.file}[{table.sheet.name}]"))
    elif entries:
        _new_plan(root, given, table, found, entries, rows)


def _new_plan(
    root: Path, given: Given, table: Table, found: Found, entries: list[dict[str, Any]], rows: list[int]
) -> None:
    fields = {"ref_area": given.area, "source": given.source, "period": given.period}
    seen, text = skeletons.plan(root, given.plan or "", {key: one for key, one in fields.items() if one}, [])
    head = text.rpartition("# 目标还没有写")[0]
    told = [line for entry in entries for line in [*block(None, entry, 2), ""]]
    for n, row in enumerate(rows):
        table.places["targets", n, "value"] = table.place(row, "value")
    _check(root, seen, head + "targets:\n" + "\n".join(told).rstrip("\n") + "\n", table, found)


def _settle(root: Path, seen: Seen, edits: list[Edit], table: Table, found: Found) -> None:
    if edits:
        try:
            _check(root, seen, apply(seen, edits), table, found)
        except Fault as fault:
            found.problems.append(Problem(fault.code, fault.params, seen.path))


def _check(root: Path, seen: Seen, text: str, table: Table, found: Found) -> None:
    """Keeps the new text; what the catalogue says of it is said of the cell that it came from."""
    found.texts[seen.path] = (seen, text)
    doc, _ = files.parse_yaml(text, seen.path)
    for one in brought(root, {seen.path: text}):
        found.problems.append(_placed(one, doc, table) if doc and one.file == seen.path else one)


def _placed(problem: Problem, doc: files.Yaml, table: Table) -> Problem:
    """A Problem at the cell of the field in whose entry it stands: the nearest one that the sheet gave."""
    at = [keys for keys, place in doc.places.items() if place == (problem.line, problem.column)]
    keys = max(at, key=len, default=())
    near = [cell for known, cell in table.places.items() if keys and known[:2] == keys[:2]]
    exact = table.places.get(keys) or next(iter(near), None)
    return Problem(problem.code, problem.params, exact) if exact else problem
