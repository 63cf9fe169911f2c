"""A table copied from a document: rows of a new plan, of a plan that is there, or observations."""

from __future__ import annotations

from typing import Any, NamedTuple

from biaochi.problem import Fault
from biaochi.writing import skeletons
from biaochi.writing.changes import Changes, read
from biaochi.writing.fresh import add_figure, nested
from biaochi.writing.paths import Seen
from biaochi.writing.recognised import Table
from biaochi.writing.standing import Standing


class Given(NamedTuple):
    """What a copied table does not say itself; `kind` and `columns` (field to column) once they are confirmed."""

    plan: str | None = None
    area: str | None = None
    source: str | None = None
    period: str | None = None
    name: str | None = None
    name_en: str | None = None
    indicator: str | None = None
    kind: str = ""
    columns: dict[str, int] | None = None


def targets(table: Table, given: Given, now: Standing, out: Changes) -> tuple[Seen, str] | None:
    """Its rows as targets, of a plan that is there or of a new one, whose file and beginning are the answer."""
    if not given.plan or not (given.area or given.plan in now.docs.plans):
        raise Fault("sheet_needs", options="--plan --area（--source --period）")
    there = now.docs.plans.get(given.plan)
    begun = None if there else _begin(now, given)
    file, nth = (there[1].file, len(now.targets(given.plan))) if there else (begun[0].path if begun else "", 0)
    for row in _rows(table):
        try:
            entry = _target(table, row, now)
            if entry.get("value"):
                out.add(file, nth, entry, table, row, ("targets",))
        except Fault as fault:
            out.tell(fault, table, row, str(fault.params.pop("at", "name")))
    return begun


def _begin(now: Standing, given: Given) -> tuple[Seen, str]:
    fields = {"name": given.name, "name_en": given.name_en, "ref_area": given.area, "source": given.source,
              "period": given.period}  # fmt: skip
    seen, text = skeletons.plan(now.root, given.plan or "", {key: one for key, one in fields.items() if one}, [])
    return seen, text.rpartition("# 目标还没有写")[0] + "targets: []\n"


def _rows(table: Table) -> list[int]:
    return [n for n in range(table.header + 1, len(table.sheet.rows)) if any(_named(table, n))]


def _named(table: Table, row: int) -> tuple[str, str]:
    return table.cell(row, "indicator"), table.cell(row, "name")


def _target(table: Table, row: int, now: Standing) -> dict[str, Any]:
    """A target with its baseline as a row says it; what is not said is left out."""
    entry: dict[str, Any] = {"indicator": now.id_of("indicator", *_named(table, row))}
    unit = _unit(table, row, entry["indicator"], now)
    for column in table.columns:
        name, _, year = column.lstrip("=").partition("@")
        said = _said(table, row, column, "target", now)
        if said is None or name in entry or name in ("indicator", "name", "unit"):
            continue
        entry[name] = said + unit if name.endswith("value") and said[-1:].isdigit() else said
        if year:
            entry.setdefault("due" if name == "value" else "baseline.time_period", year)
    if "baseline.value" not in entry or "baseline.time_period" not in entry:
        entry = {name: one for name, one in entry.items() if not name.startswith("baseline.")}
    return nested(entry)


def _unit(table: Table, row: int, indicator: str, now: Standing) -> str:
    """The unit that a table prints, where it is not the indicator's own."""
    typed, known = table.cell(row, "unit"), now.docs.indicators.get(indicator)
    return typed if known and typed != known[0].unit and not typed.startswith(known[0].unit) else ""


def _said(table: Table, row: int, column: str, kind: str, now: Standing) -> str | None:
    name = column.lstrip("=").partition("@")[0]
    if name in ("name", "indicator", "ref_area", "unit"):
        return None
    try:
        return read(table.cell(row, column), kind, name, now)
    except Fault as fault:
        raise Fault(fault.code, **fault.params, at=column) from None


def figures(table: Table, given: Given, now: Standing, out: Changes) -> None:
    """Its rows as observations; what a column does not say is taken from what was given for all of them."""
    for row in range(table.header + 1, len(table.sheet.rows)):
        try:
            for entry, column in _figures(table, row, given, now):
                add_figure(entry, now, out, table, row, column)
        except Fault as fault:
            out.tell(fault, table, row, str(fault.params.pop("at", "name")))


def _figures(table: Table, row: int, given: Given, now: Standing) -> list[tuple[dict[str, Any], str]]:
    values = {column: table.cell(row, column) for column in table.columns if column.partition("@")[0] == "value"}
    values = {column: text for column, text in values.items() if text not in ("", "—", "-", "/", "…", "...")}
    if not values:
        return []
    common: dict[str, Any] = {
        "indicator": _indicator(table, row, given, now),
        "ref_area": _area(table, row, given, now),
    }
    for name in ("time_period", "source", "quote", "obs_status", "note"):
        common[name] = _said(table, row, name, "figure", now)
    common["time_period"] = common["time_period"] or given.period
    common["source"] = common["source"] or given.source
    if not common["source"]:
        raise Fault("sheet_needs", options="--source")
    unit, found = _unit(table, row, common["indicator"], now), []
    for column, text in values.items():
        year = column.partition("@")[2]
        entry = (
            common | {"value": text + unit if text[-1:].isdigit() else text} | ({"time_period": year} if year else {})
        )
        found.append(({name: one for name, one in entry.items() if one}, column))
    return found


def _indicator(table: Table, row: int, given: Given, now: Standing) -> str:
    if any(_named(table, row)) or not given.indicator:
        return now.id_of("indicator", *_named(table, row))
    return now.id_of("indicator", given.indicator)


def _area(table: Table, row: int, given: Given, now: Standing) -> str:
    typed = table.cell(row, "ref_area") or given.area or ""
    if not typed:
        raise Fault("sheet_needs", options="--area")
    try:
        return now.id_of("area", typed)
    except Fault as fault:
        raise Fault(fault.code, **fault.params, at="ref_area") from None
