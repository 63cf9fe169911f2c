"""Whose sheet a sheet of targets is: the plan that its first cell names, also one that the same workbook begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from biaochi.problem import Fault, Problem
from biaochi.words import Words
from biaochi.writing.ledger import SHEET, Kept
from biaochi.writing.recognised import Table
from biaochi.writing.standing import Standing


def plans_of(tables: Sequence[Table], now: Standing, told: list[Problem]) -> list[tuple[Table, str]]:
    """The sheets of targets that are read, each with its plan; why another is not read is told at its first cell.

    A copy of a sheet names its plan a second time: the one that is called as it was stays, the copy is told.
    """
    found: list[tuple[Table, str]] = []
    for table in sorted(tables, key=lambda one: not _as_it_was(one)):
        try:
            plan = plan_of(now, table)
            if plan is None and _rows(table):
                raise Fault("sheet_whose")
            if first := next((one for one, of in found if plan and of == plan), None):
                raise Fault("sheet_copy", sheet=first.sheet.name)
            found += [(table, plan)] if plan else []
        except Fault as fault:
            told.append(Problem(fault.code, fault.params, table.sheet.place(table.file, 1, 1)))
    return found


def plan_of(now: Standing, table: Table) -> str | None:
    """The plan of a sheet; None for one that names none; raises Fault sheet_plan where it names an unknown one."""
    title, sheet, keyed = table.sheet.cell(0, 0), table.sheet.name, _keyed(table)
    shown = {known["title"].shown: key.removeprefix(SHEET) for key, known in _titles(table.kept).items()}
    for plan in (shown.get(title), now.called("plan", title), None if shown.get(sheet) else now.called("plan", sheet)):
        if plan:
            return plan
    if not shown:
        return keyed
    if title in {"", *(words("sheet.new_plan") for words in (Words("zh"), Words("en")))} or not _rows(table):
        return None
    now.id_of("plan", title)
    return None


def _as_it_was(table: Table) -> bool:
    return any(known["title"].raw == table.sheet.name for known in _titles(table.kept).values())


def _titles(kept: Mapping[str, dict[str, Kept]]) -> dict[str, dict[str, Kept]]:
    return {key: known for key, known in kept.items() if key.startswith(SHEET) and "title" in known}


def _keyed(table: Table) -> str | None:
    """The plan that the keys of the rows name."""
    for row in range(table.header + 1, len(table.sheet.rows)):
        kind, _, rest = table.cell(row, "key").partition(":")
        if kind == "target" and rest:
            return rest.partition("/")[0]
    return None


def _rows(table: Table) -> bool:
    """Whether anything stands below the header."""
    rows = range(table.header + 1, len(table.sheet.rows))
    return any(table.cell(row, name) for row in rows for name in table.columns)
