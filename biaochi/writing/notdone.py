"""What somebody did in a workbook that is not done: rows taken away, cells of the program written into. It is told."""

from __future__ import annotations

from collections.abc import Sequence

from biaochi.problem import Fault, Problem
from biaochi.writing.changes import Changes
from biaochi.writing.ledger import KINDS, LOCKED, Kept, digest
from biaochi.writing.recognised import Table

_NAMED = 3


def gone(table: Table, rows: Sequence[int], kind: str, plan: str | None, out: Changes) -> None:
    """Rows that the workbook had and the sheet has no more: nothing is removed by leaving it out."""
    of = f"{kind}:{plan}/" if plan else f"{kind}:"
    there = {table.cell(row, "key") for row in rows}
    lost = [known for key, known in table.kept.items() if key.startswith(of) and key not in there]
    names = [known[name].shown for known in lost for name in ("name", "title") if name in known]
    if names:
        place = f"{table.file}[{table.sheet.name}]"
        told = names[:_NAMED] + ["…"] * (len(names) > _NAMED)
        out.problems.append(Problem("sheet_rows_left", {"n": len(names), "names": told}, place))


def untaken(table: Table, row: int, kind: str, kept: dict[str, Kept] | None, out: Changes) -> None:
    """What somebody wrote into a cell that is not theirs is told: a name of a row that is there, a figure of ours."""
    if kept is None and (key := table.cell(row, "key")):
        shown = table.kept.get(LOCKED + kind, {}).get("rows")
        said = digest({name: table.cell(row, name) for name in table.columns})
        if key == LOCKED and shown and said not in shown.raw.split():
            out.tell(Fault("sheet_locked_row"), table, row)
        return
    for name in table.columns:
        typed, before = table.cell(row, name), kept[name].shown if kept and name in kept else ""
        ours = name.startswith("~")
        if typed != before and (typed if ours else kept and name in KINDS[kind].locked):
            head = table.sheet.cell(table.header, table.columns[name])
            out.tell(Fault("sheet_locked", value=typed, column=head), table, row, name)
