"""Observation files and data/verified.csv into the tables `typed` and `verified_quote`, without a loop over rows."""

from __future__ import annotations

from pathlib import Path

import duckdb

from biaochi.catalogue import folder, header, pulled, tables
from biaochi.catalogue.gathered import Documents
from biaochi.catalogue.rows import insert, sections
from biaochi.files import Csv, open_csv
from biaochi.files.table import BLANK, NARROW, WIDE
from biaochi.model import Observation
from biaochi.problem import Problem

NEEDED = ("indicator", "ref_area", "time_period", "value", "source")
VERIFIED = ("source", "sha256", "value", "quote", "prefix", "suffix", "verified", "date")


def stage(con: duckdb.DuckDBPyConnection, root: Path, docs: Documents) -> dict[str, list[str]]:
    """Reads every observation file into `typed`; one that cannot be read becomes a Problem. Returns columns by file."""
    found: list[Csv] = []
    for path in docs.observations:
        table, problems = open_csv(path, root)
        docs.problems += problems
        if table is None:
            continue
        problems, guessed = header.settle(table, Observation, NEEDED)
        docs.problems += problems
        if header.readable(problems):
            found.append(table)
            insert(con, "unsure", [{"file": table.file}] if guessed else [])
    steps = sections("observations")
    con.execute(steps["macros"])
    for _ in tables.batches(con, found, docs.problems):
        con.execute(steps["rows"], {"blank": BLANK, "wide": WIDE, "narrow": NARROW})
    if pulled.stage(con, root, docs):
        con.execute(steps["rows"], {"blank": BLANK, "wide": WIDE, "narrow": NARROW})
        con.execute("delete from pulled_row")
    _stage_verified(con, root, docs)
    return {table.file: table.columns for table in found}


def _stage_verified(con: duckdb.DuckDBPyConnection, root: Path, docs: Documents) -> None:
    """The generated data/verified.csv; a damaged one only means that less counts as verified."""
    path = root / folder.VERIFIED
    if not path.exists() and not path.is_symlink():
        return
    table, problems = open_csv(path, root)
    if table and not set(VERIFIED) <= set(table.columns):
        table, problems = None, [Problem("verified_damaged", {}, table.file, table.header)]
    docs.problems += problems
    if table is None:
        return
    told: list[Problem] = []
    for _ in tables.batches(con, [table], told):
        con.execute(sections("observations")["verified"], {"blank": BLANK})
    wrong = [one for one in told if one.code != "csv_header_only"]
    docs.problems += [Problem("verified_damaged", {}, one.file, one.line) for one in wrong[:1]]
