"""What is in a snapshot: catalogue, verdicts and counts in an open database, anew or made of the last snapshot."""

from __future__ import annotations

import contextlib
import errno
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from biaochi import attempt, catalogue, layouts, progress, spark
from biaochi.catalogue import again
from biaochi.catalogue.rows import fetch, insert, sections
from biaochi.problem import Problem, errors, tidy

SAFE: dict[str, Any] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
    "threads": 2,
}
WORTH_KEEPING = 200_000
"""Figures from which on a snapshot is made of the last one, file by file, and not anew."""
BYTES = 40
"""What a figure takes in a snapshot at least: a smaller file need not be opened to know that it holds few."""
MOST_TURNS = 40
"""Snapshots in a row that are made of the last one: each leaves a little unused space behind."""
_PACKAGE = Path(__file__).parent.parent


@contextlib.contextmanager
def memory() -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB in memory for checking and judging without a snapshot."""
    con = duckdb.connect(config=SAFE)
    try:
        yield con
    finally:
        con.close()


def read_into(
    con: duckdb.DuckDBPyConnection, root: Path, today: date, hashes: catalogue.Hashes | None = None
) -> catalogue.Loaded:
    """The planners' files as tables, and every Problem of them, layouts and boundaries included."""
    loaded = catalogue.load(root, con, today, hashes)
    areas = {code for (code,) in con.execute("select id from known where kind = 'area'").fetchall()}
    return replace(loaded, problems=tidy([*loaded.problems, *layouts.read(root, areas).problems]))


def compile_into(
    con: duckdb.DuckDBPyConnection, root: Path, today: date, hashes: catalogue.Hashes | None = None
) -> catalogue.Loaded:
    """Fills an open database with everything a page asks for: catalogue, verdicts of today, Problems."""
    loaded = read_into(con, root, today, hashes)
    loaded = replace(loaded, problems=tidy([*loaded.problems, *_judge(con, root, today, loaded)]))
    con.execute("create table about (as_of date, config varchar)")
    con.execute("insert into about values (?, ?)", [today, loaded.config.model_dump_json(exclude={"intake"})])
    if loaded.again:
        again.recount(con)
    for name, sql in sections("summaries").items():
        if not loaded.again or name not in again.KEPT:
            con.execute(f"create table {name} as {sql}")
    con.execute("create table problem (code varchar, params varchar, file varchar, line integer, col integer)")
    insert(con, "problem", [attempt.problem_row(one) for one in loaded.problems])
    return loaded


def _judge(con: duckdb.DuckDBPyConnection, root: Path, today: date, loaded: catalogue.Loaded) -> list[Problem]:
    """The tables `assessment` and `apart`: of all targets, or of those whose verdict may be another than it was."""
    some = loaded.again and loaded.config.engine != "spark"
    if some:
        again.unjudged(con)
    elif loaded.again:
        con.execute("drop table assessment; drop table apart")
    con.execute(f"create temp table figure as {progress.select_near()}")  # in place of the view of all
    told = [] if some else spark.assess(con, root, today, loaded.config)
    if some:
        sql, params = progress.select_assessments(today, loaded.config.thresholds)
        con.execute(f"insert into assessment {sql}", params)
    sql, params = progress.select_apart(today)
    con.execute(f"insert into apart {sql}" if some else f"create table apart as {sql}", params)
    con.execute("drop table temp.figure" + ("; drop table temp.target" if some else ""))
    return told


def fill(
    part: Path, root: Path, today: date, hashes: catalogue.Hashes, turn: int
) -> tuple[catalogue.Loaded, list[str]]:
    """Compiles into a file (a copy of the last snapshot unless `turn` is 0); also the snapshots that its decks name."""
    con = duckdb.connect(str(part), config=SAFE)
    try:
        loaded = compile_into(con, root, today, hashes)
        con.execute("create table made_by (engine varchar, turn integer)")
        con.execute("insert into made_by values (?, ?)", [engine(), turn])
        wanted = fetch(con, "select snapshot from deck where snapshot is not null")
        con.execute("checkpoint")
    except duckdb.IOException as error:
        raise OSError(errno.EIO, "DuckDB cannot write the snapshot", str(part)) from error
    finally:
        con.close()
    return loaded, [row["snapshot"] for row in wanted]


def turn_after(con: duckdb.DuckDBPyConnection) -> int:
    """The turn of a snapshot that is made of this one; 0 where that is not worth it, or this one had errors."""
    try:
        found = fetch(con, "select turn, engine, (select count(*) from reading) as figures from made_by")[0]
        codes = [row["code"] for row in fetch(con, "select distinct code from problem")]
    except duckdb.Error:  # of an older program
        return 0
    sound = found["engine"] == engine() and not errors(Problem(code, {}, "") for code in codes)
    return found["turn"] + 1 if sound and found["figures"] >= WORTH_KEEPING and found["turn"] < MOST_TURNS else 0


@cache
def engine() -> str:
    """Digest of the code that compiles, so that a new version of it compiles anew."""
    files = sorted(
        p
        for ending in ("*.py", "*.sql", "*.yaml")
        for p in _PACKAGE.rglob(ending)
        if p.parent.name
        in {"model", "files", "intake", "catalogue", "progress", "quantity", "comparability", "snapshot"}
        or p.stem in {"layouts", "spark", "period", "problems"}
    )
    return hashlib.sha256(b"".join(p.read_bytes() for p in files)).hexdigest()
