"""A table copied from a document: rows of a new plan, of a plan that is there, or observations."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from biaochi.problem import Fault
from biaochi.writing import skeletons
from biaochi.writing.changes import Changes, agree, covered, edit, read
from biaochi.writing.fresh import add_figure, nested
from biaochi.writing.paths import Seen
from biaochi.writing.recognised import Table
from biaochi.writing.roles import ROLES
from biaochi.writing.standing import Standing, There


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


def targets(table: Table, given: Given, now: Standing, out: Changes) -> None:
    """Its rows as targets, of a plan that is there or of a new one."""
    if not given.plan or not (given.area or given.plan in now.docs.plans):
        raise Fault("sheet_needs", options="--plan --area（--source --period）")
    there = now.docs.plans.get(given.plan)
    begun = None if there else _begin(now, given)
    file, nth = (there[1].file, len(now.targets(given.plan))) if there else (begun[0].path if begun else "", 0)
    for row in table.data():
        try:
            entry = _target(table, row, now)
            known = _known(now, given.plan, entry) if there else None
            if known and entry.get("value"):
                _update(known, entry, now, out, table, row)
            elif entry.get("value"):
                out.add(file, nth, nested(entry), table, row, ("targets",))
        except Fault as fault:
            out.tell(fault, table, row, str(fault.params.pop("at", "name")))
    if begun and (file, ("targets",)) in out.added:
        out.begun[file] = begun


def _known(now: Standing, plan: str, entry: dict[str, Any]) -> There | None:
    """The target that the plan has for this indicator and time already; raises Fault where two may be meant."""
    there = [one for one in now.targets(plan) if one.raw("indicator") == entry["indicator"]]
    if "due" in entry:
        there = [one for one in there if one.raw("due") == entry["due"]]
    if len(there) > 1:
        raise Fault("sheet_plan_twice", value=entry["indicator"])
    return there[0] if there else None


def _update(there: There, entry: dict[str, Any], now: Standing, out: Changes, table: Table, row: int) -> None:
    """What a table says otherwise than the entry that is there; the file's 超过900 stays where the table has 900."""
    unit = now.unit(entry["indicator"])
    wanted: dict[str, str | None] = {}
    for name, said in entry.items():
        same = said == there.raw(name)
        if name.endswith("value") and there.raw(name):
            same = covered(said, there.raw(name), unit, there.raw("unit"))
        wanted |= {} if same else {name: said}
    edit(table, row, there, wanted | _outdated(there, wanted), out, entry)


def _outdated(there: There, wanted: dict[str, str | None]) -> dict[str, str | None]:
    """The quotes that do not hold the new value go with the old one; the difference before saving shows it."""
    gone: dict[str, str | None] = {}
    for name in ("value", "baseline.value"):
        before = name.removesuffix("value")
        digits = re.sub(r"^[^0-9]*([0-9.,]*).*", r"\1", wanted.get(name) or "")
        if name in wanted and f"{before}quote" not in wanted and digits not in there.raw(f"{before}quote"):
            gone |= {f"{before}{one}": None for one in ("quote", "prefix", "suffix") if there.raw(f"{before}{one}")}
    return gone


def _begin(now: Standing, given: Given) -> tuple[Seen, str]:
    fields = {"name": given.name, "name_en": given.name_en, "ref_area": given.area, "source": given.source,
              "period": given.period}  # fmt: skip
    seen, text = skeletons.plan(now.root, given.plan or "", {key: one for key, one in fields.items() if one}, [])
    return seen, skeletons.without_targets(text)


def _named(table: Table, row: int) -> tuple[str, str]:
    return table.cell(row, "indicator"), table.cell(row, "name")


def _target(table: Table, row: int, now: Standing) -> dict[str, Any]:
    """A target with its baseline as a row says it, flat; what is not said is left out."""
    entry: dict[str, Any] = {"indicator": now.id_of("indicator", *_named(table, row))}
    unit = _unit(table, row, entry["indicator"], now)
    for column in table.columns:
        name, _, year = column.lstrip("=").partition("@")
        said = _said(table, row, column, "target", now)
        if said is None or name in ("indicator", "name", "unit"):
            continue
        if name in entry:
            if name.endswith("value") and not agree(said, entry[name], now.unit(entry["indicator"])):
                raise Fault("sheet_contradiction", value=said, text=entry[name], at=column)
            continue
        entry[name] = said + unit if name.endswith("value") and said[-1:].isdigit() else said
        if year:
            entry.setdefault("due" if name == "value" else "baseline.time_period", year)
    if "baseline.value" not in entry or "baseline.time_period" not in entry:
        entry = {name: one for name, one in entry.items() if not name.startswith("baseline.")}
    return entry


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
    for row in table.data():
        try:
            for entry, column in _figures(table, row, given, now):
                _figure(entry, now, out, table, row, column)
        except Fault as fault:
            out.tell(fault, table, row, str(fault.params.pop("at", "name")))


def _figure(entry: dict[str, Any], now: Standing, out: Changes, table: Table, row: int, column: str) -> None:
    """An observation: nothing where the files say it already, an update of the one that is there, else a new row."""
    there = now.observed(entry)
    if len(there) == 1 and there[0].raw("basis") == (entry.get("basis") or ""):
        _update(there[0], entry, now, out, table, row)
        out.places[there[0].file, (*there[0].keys, "value")] = table.place(row, column)
    else:
        add_figure(entry, now, out, table, row, column)


def _figures(table: Table, row: int, given: Given, now: Standing) -> list[tuple[dict[str, Any], str]]:
    values = {column: table.cell(row, column) for column in table.columns if column.partition("@")[0] == "value"}
    values = {column: text for column, text in values.items() if text not in ("", "—", "-", "/", "…", "...")}
    if not values:
        return []
    common: dict[str, Any] = {
        "indicator": _indicator(table, row, given, now),
        "ref_area": _area(table, row, given, now),
    }
    for name in ROLES["figure"]:
        if name not in common and name not in ("name", "value", "unit"):
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
