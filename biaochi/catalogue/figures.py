"""Figures as typed: staged, parsed once per distinct text, checked set-wise, and kept if sound."""

from __future__ import annotations

import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any, get_args

import duckdb

from biaochi import files, model, period, quantity
from biaochi.catalogue import header
from biaochi.catalogue.documents import Documents
from biaochi.catalogue.rows import fetch, insert, statements
from biaochi.files import Csv
from biaochi.problem import ERROR, Fault, Problem, texts

WIDE = "０１２３４５６７８９．，％：（）［］－～＋＞＜＝　"
NARROW = "0123456789.,%:()[]-~+><= "
_CSV_FAULTS = {"MISSING COLUMNS": "csv_ragged", "TOO MANY COLUMNS": "csv_ragged", "UNQUOTED VALUE": "csv_quote"}
_FIELDS = tuple(model.Observation.model_fields)


def stage_observations(con: duckdb.DuckDBPyConnection, root: Path, docs: Documents) -> None:
    """Reads every observation file into `typed`; a file that cannot be read at all becomes a Problem."""
    for path in docs.observations:
        table, problems = files.open_csv(path, root)
        docs.problems += problems
        if table is None:
            continue
        bad = header.check(table, model.Observation, ("indicator", "ref_area", "time_period", "value", "source"))
        docs.problems += bad
        if not any(p.severity == ERROR for p in bad):
            _stage(con, table, docs)


def _stage(con: duckdb.DuckDBPyConnection, table: Csv, docs: Documents) -> None:
    if table.recoded is None:
        _read(con, table, table.path, docs)
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "utf8.csv"
        copy.write_text(table.recoded, encoding="utf-8")
        _read(con, table, copy, docs)


def _read(con: duckdb.DuckDBPyConnection, table: Csv, path: Path, docs: Documents) -> None:
    """DuckDB reads the rows; columns are called c0, c1 ... so that no text of a file enters the SQL."""
    shape = ", ".join(f"'c{i}': 'varchar'" for i in range(len(table.columns)))
    known = {name: i for i, name in enumerate(table.columns) if name in _FIELDS}
    wanted = ", ".join(f"nullif(trim(c{i}), '') as {name}" for name, i in known.items())
    start = con.execute("select coalesce(max(row), 0) from typed").fetchall()[0][0]
    con.execute(
        f"""
        insert into typed by name
        select * from (select $start + row_number() over () as row, 'observation' as role, $file as file,
                              row_number() over () as line, {wanted}
                       from read_csv($path, columns = {{{shape}}}, auto_detect = false, header = true,
                                     delim = $delim, quote = '"', escape = '"', nullstr = '', max_line_size = 10000000,
                                     store_rejects = true, rejects_limit = 10000))
        where coalesce({", ".join(known)}) is not null""",  # noqa: S608 - our own column names only
        {"start": start, "file": table.file, "path": str(path), "delim": table.delimiter},
    ).fetchall()
    _place_rows(con, table, path, start, docs)


def _place_rows(con: duckdb.DuckDBPyConnection, table: Csv, path: Path, start: int, docs: Documents) -> None:
    """Turns record numbers into line numbers; only a file with odd lines is read a second time for it."""
    rejects = fetch(con, "select line_byte_position, error_type, csv_line from reject_errors")
    con.execute("delete from reject_errors")
    records = con.execute("select coalesce(max(line), 0) from typed where row > ?", [start]).fetchall()[0][0]
    raw = path.read_bytes()
    if not rejects and raw.count(b"\n") <= records + 1 and b"\n\n" not in raw:
        con.execute("update typed set line = line + 1 where row > ?", [start])
    else:
        rejected = {raw.count(b"\n", 0, one["line_byte_position"] - 1) + 1: one for one in rejects}
        docs.problems += [_reject(table, line, one) for line, one in rejected.items()]
        lines = files.record_lines(files.decode(raw) or "", table.delimiter, set(rejected))
        con.execute("update typed set line = ?[line] where row > ?", [lines, start])
    if records == 0 and not rejects:
        docs.problems.append(Problem("csv_header_only", {}, table.file, 1))


def _reject(table: Csv, line: int, reject: dict[str, Any]) -> Problem:
    code = _CSV_FAULTS.get(reject["error_type"], "csv_quote")
    found = (reject["csv_line"] or "").count(table.delimiter) + 1
    return Problem(
        code, {"found": found, "expected": len(table.columns), "text": reject["csv_line"] or ""}, table.file, line
    )


def stage_plans(con: duckdb.DuckDBPyConnection, docs: Documents) -> None:
    """Targets, baselines and milestones as rows of `typed`, beside the observations."""
    insert(
        con,
        "typed",
        [
            row
            for plan, nth, target, doc in docs.targets
            if plan in docs.plans
            for row in _typed_target(docs.plans[plan][0], plan, nth, target, doc)
        ],
    )
    con.execute("update typed set row = rowid + 1")


def _typed_target(
    plan: model.Plan, plan_id: str, nth: int, target: model.Target, doc: files.Yaml
) -> list[dict[str, Any]]:
    keys: files.Keys = ("targets", nth)
    own = {
        "plan": plan_id,
        "ord": nth,
        "target_type": target.type,
        "file": doc.file,
        "indicator": target.indicator,
        "ref_area": plan.ref_area,
    }
    fields = {"quote", "source", "prefix", "suffix", "note", "value"}

    def row(role: str, entry: model.Evidence, keys: files.Keys, when: str, **more: Any) -> dict[str, Any]:
        source = entry.source or target.source or plan.source
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
    """Fills period_of and quantity_of: plain numbers are cast by DuckDB, only distinct odd texts come to Python."""
    con.execute(statements("own"))
    printed = con.execute("select time_period from typed union select cumulative_from from typed").fetchall()
    insert(con, "period_of", [_period(text) for (text,) in printed if text])
    con.execute(statements("plain"), {"plain": quantity.PLAIN})
    odd = fetch(
        con,
        """select distinct value, role_kind as role, unit as given_unit, own_unit as unit from typed t
        where value is not null and own_unit is not null and role_kind <> 'words' and not exists (
            select 1 from quantity_of q where q.value = t.value and q.role = t.role_kind
                and q.given_unit is not distinct from t.unit and q.unit = t.own_unit)""",
    )
    insert(con, "quantity_of", [_quantity(row, settings) for row in odd])


def _period(text: str) -> dict[str, Any]:
    try:
        one = period.parse(text)
    except Fault as fault:
        return {"time_period": text, "code": fault.code, "params": json.dumps(fault.params, ensure_ascii=False)}
    return {
        "time_period": text,
        "period_start": one.start,
        "period_end": one.end,
        "period_kind": one.kind,
        "months": one.months,
        "season": one.season,
        "annual": one.annual,
        "dated": one.dated,
    }


def _quantity(row: dict[str, Any], settings: model.Thresholds) -> dict[str, Any]:
    text, given = row["value"], row["given_unit"]
    parse_ = quantity.parse_target if row["role"] == "target" else quantity.parse
    try:
        one = parse_(text + given if given and given not in text else text, row["unit"])
    except Fault as fault:
        return {**row, "code": fault.code, "params": json.dumps(fault.params, ensure_ascii=False)}
    usual = one.usual or (None, None)
    return {
        **row,
        "number": one.value,
        "comparator": one.comparator,
        "lower": str(one.lower),
        "upper": str(one.upper),
        "lower_open": one.lower_open,
        "upper_open": one.upper_open,
        "usual_lower": usual[0],
        "usual_upper": usual[1],
        "aspirational": one.aspirational,
    }


def check(con: duckdb.DuckDBPyConnection, docs: Documents, today: date) -> None:
    """Runs checks.sql and turns what it finds into Problems with place and nearest id."""
    insert(
        con,
        "choice",
        [{"field": name, "choices": " ".join(_words(name))} for name in ("basis", "obs_status", "conf_status")],
    )
    needs = {"today": today, "wide": WIDE, "narrow": NARROW}
    for statement in filter(str.strip, statements("checks").split(";\n")):
        con.execute(statement, {k: v for k, v in needs.items() if f"${k}" in statement})
    report(con, docs)


def _words(name: str) -> list[str]:
    return [word for part in get_args(model.Observation.model_fields[name].annotation) for word in get_args(part)]


def report(con: duckdb.DuckDBPyConnection, docs: Documents) -> None:
    """Every row of `wrong` as a Problem at its line (CSV: column = number of the field in the row)."""
    found = fetch(
        con, "select w.code, w.field, w.params, t.file, t.line, t.keys, t.role from wrong w join typed t using (row)"
    )
    docs_by_file = {doc.file: doc for *_, doc in docs.targets}
    headers: dict[str, list[str]] = {}
    for one in found:
        params = {**json.loads(one["params"] or "{}"), "entry": one["role"]}
        kind = one["code"].removesuffix("_unknown")
        if one["code"] in ("indicator_unknown", "area_unknown", "source_unknown"):
            params["near"] = docs.near(kind, params["value"])
        if one["keys"]:
            doc = docs_by_file[one["file"]]
            docs.problems.append(doc.problem(one["code"], (*json.loads(one["keys"]), one["field"]), **params))
        else:
            columns = headers.setdefault(one["file"], _header(docs, one["file"]))
            column = columns.index(one["field"]) + 1 if one["field"] in columns else 1
            docs.problems.append(Problem(one["code"], params, one["file"], one["line"], column))


def _header(docs: Documents, file: str) -> list[str]:
    path = next(p for p in docs.observations if p.as_posix().endswith(file))
    root = Path(*path.parts[: -len(Path(file).parts)])
    table, _ = files.open_csv(path, root)
    return table.columns if table else []


def keep(con: duckdb.DuckDBPyConnection) -> None:
    """Copies the sound rows into `figure` and `target`; whatever has an error stays out, nothing else does."""
    insert(con, "severe", [{"code": code} for code, text in texts().items() if text.get("severity", ERROR) == ERROR])
    con.execute(statements("build"))
