"""Figures of plans and observation files: read once per distinct text, checked set-wise, kept if sound."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import duckdb

from biaochi import model, period, quantity
from biaochi.catalogue.gathered import Aim, Documents
from biaochi.catalogue.rows import fetch, insert, sections
from biaochi.files import Keys
from biaochi.files.table import NARROW, WIDE
from biaochi.problem import ERROR, Fault, texts
from biaochi.quantity import hedges, phrases, units


def stage_plans(con: duckdb.DuckDBPyConnection, docs: Documents) -> None:
    """Targets, baselines and milestones as rows of `typed`, beside the observations; also of plans that stay out."""
    rows = [row for aim in docs.aims for row in _rows(aim)]
    insert(con, "typed", [{**row, "row": i} for i, row in enumerate(rows, 1)])


def _rows(aim: Aim) -> list[dict[str, Any]]:
    keys: Keys = ("targets", aim.nth)
    target, doc = aim.target, aim.doc
    own = {
        "plan": aim.plan_id,
        "ord": aim.nth,
        "target_type": target.type,
        "file": doc.file,
        "indicator": target.indicator,
        "ref_area": aim.plan.ref_area if aim.plan else None,
    }
    fields = {"quote", "source", "prefix", "suffix", "note", "value"}

    def row(role: str, entry: model.Evidence, keys: Keys, when: str, **more: Any) -> dict[str, Any]:
        source = entry.source or target.source or (aim.plan.source if aim.plan else None)
        return {
            **own,
            **entry.model_dump(include=fields),
            "source": source,
            "role": role,
            "time_period": when,
            "inferred": "true" if entry.inferred else None,
            "keys": json.dumps(keys),
            "line": doc.place(keys)[0],
            **more,
        }

    rows = [row("target", target, keys, target.due, cumulative_from=target.cumulative_from)]
    if target.baseline:
        rows.append(
            row(
                "baseline",
                target.baseline,
                (*keys, "baseline"),
                target.baseline.time_period,
                obs_status=target.baseline.obs_status,
            )
        )
    return rows + [row("milestone", one, (*keys, "milestones", i), one.due) for i, one in enumerate(target.milestones)]


def parse(con: duckdb.DuckDBPyConnection, settings: model.Thresholds) -> None:
    """Makes `told` of `typed`: plain numbers are cast by DuckDB, only distinct odd texts come to Python."""
    steps = sections("parse")
    con.execute(steps["own"])
    insert(con, "period_of", [_period(row["text"]) for row in fetch(con, steps["periods"])])
    insert(con, "unit_of", [_unit(row["given_unit"], row["unit"]) for row in fetch(con, steps["units"])])
    con.execute(steps["asked"])
    con.execute(steps["plain"], {"plain": quantity.PLAIN})
    insert(con, "quantity_of", [_quantity(row, settings) for row in fetch(con, steps["odd"])])
    con.execute(steps["told"])
    con.execute(steps["done"])


def _fault(fault: Fault) -> dict[str, Any]:
    return {"code": fault.code, "params": json.dumps(fault.params, ensure_ascii=False)}


def _period(text: str) -> dict[str, Any]:
    try:
        one = period.parse(text)
    except Fault as fault:
        return {"time_period": text, **_fault(fault)}
    return {
        "time_period": text,
        "canonical": one.canonical,
        "period_start": one.start,
        "period_end": one.end,
        "period_kind": one.kind,
        "months": one.months,
        "season": one.season,
        "annual": one.annual,
        "dated": one.dated,
    }


def _unit(given: str, unit: str) -> dict[str, Any]:
    """By what power of ten a value in the given unit is larger in the indicator's unit."""
    own = {"given_unit": given, "unit": unit}
    try:
        return {**own, "power": units.power("", phrases.folded(given), phrases.folded(unit))}
    except Fault as fault:
        return {**own, **_fault(fault)}


def _quantity(row: Mapping[str, Any], settings: model.Thresholds) -> dict[str, Any]:
    """One distinct text as numbers in the indicator's unit; read in the unit that was given beside it."""
    key = {name: row[name] for name in ("value", "role", "given_unit", "unit")}
    parse_ = quantity.parse_target if row["role"] == "target" else quantity.parse
    try:
        one = parse_(row["value"], row["given_unit"] or row["unit"], settings.near_share, settings.about_share)
    except Fault as fault:
        return {**key, **_fault(fault)}
    usual = one.usual or (None, None)
    numbers = {
        "number": one.value,
        "lower": one.lower,
        "upper": one.upper,
        "usual_lower": usual[0],
        "usual_upper": usual[1],
    }
    return {
        **key,
        **{name: _shifted(number, row["power"]) for name, number in numbers.items()},
        "comparator": one.comparator,
        "lower_open": one.lower_open,
        "upper_open": one.upper_open,
        "aspirational": one.aspirational,
    }


def _shifted(number: float | None, power: int) -> str | None:
    """A number times a power of ten as text (JSON knows no infinity); the nearest float to what was printed."""
    return None if number is None else str(float(Decimal(repr(number)).scaleb(power))) if power else str(number)


def begin(con: duckdb.DuckDBPyConnection) -> None:
    """What every batch of figures needs: the words of choices, which Problems are errors, macros."""
    choices = [(name, word) for name in ("basis", "obs_status", "conf_status") for word in _words(name)]
    insert(con, "choice", [{"field": name, "word": word} for name, word in choices])
    insert(con, "severe", [{"code": code} for code, text in texts().items() if text.get("severity", ERROR) == ERROR])
    con.execute("set variable hedge = $hedge", {"hedge": hedges.NEAR})
    con.execute(sections("checks")["macros"])


def check(con: duckdb.DuckDBPyConnection, settings: model.Thresholds, today: date, *more: str) -> None:
    """The batch in `typed` read into `told`, and checked by itself into `wrong`; then `typed` is empty."""
    parse(con, settings)
    pairs = fetch(con, sections("checks")["hedges"])
    con.execute("delete from hedge_of")
    insert(con, "hedge_of", [one for one in pairs if hedges.differs(one["value"], one["quote"], one["unit"] or "")])
    for name in ("rows", *more):
        _check(con, name, today)


def settle(con: duckdb.DuckDBPyConnection, docs: Documents, today: date, batches: Iterable[None]) -> None:
    """Every figure: read, checked by itself, the sound ones kept in `figure` and `target`; then `typed` is empty.

    batches: fills `typed` with observations. The plans' figures join the first: a statement costs more than its rows.
    """
    plans = True
    for _ in batches:
        _settle(con, docs, today, plans)
        plans = False
    if plans:
        _settle(con, docs, today, plans)
    con.execute(sections("build")["targets"])


def _settle(con: duckdb.DuckDBPyConnection, docs: Documents, today: date, plans: bool) -> None:
    if plans:
        stage_plans(con, docs)
    check(con, docs.config.thresholds, today, *(["aims"] if plans else []))
    con.execute(sections("build")["rows"])


def finish(con: duckdb.DuckDBPyConnection, today: date, again: bool) -> None:
    """Figures that contradict another, once all are in; `again`: only where something is new (`touched`)."""
    con.execute(sections("checks")["shared_again" if again else "shared"])
    for name in ("crowd", "found"):
        _check(con, name, today)
    if again:
        con.execute(sections("again")["crowded"])
    con.execute(sections("build")["crowd"])


def _check(con: duckdb.DuckDBPyConnection, name: str, today: date) -> None:
    needs = {"today": today, "wide": WIDE, "narrow": NARROW}
    for statement in filter(str.strip, sections("checks")[name].split(";\n")):
        con.execute(statement, {k: v for k, v in needs.items() if f"${k}" in statement} or None)


def _words(name: str) -> list[str]:
    return [word for part in get_args(model.Observation.model_fields[name].annotation) for word in get_args(part)]
