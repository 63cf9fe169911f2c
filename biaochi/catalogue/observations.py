"""Observation files and data/verified.csv into the tables `typed` and `verified_quote`, without a loop over rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
_SIGNS = {"blank": BLANK, "wide": WIDE, "narrow": NARROW}
VERIFIED = ("source", "sha256", "value", "quote", "prefix", "suffix", "verified", "date")


def batches(con: duckdb.DuckDBPyConnection, root: Path, docs: Documents) -> Iterator[dict[str, list[str]]]:
    """Fills `typed` with the rows of files and databases, many at a time; hands over the columns of the files by name.

    A file that cannot be read becomes a Problem and harms no other. The receiver empties `typed`.
    """
    found = _open(con, root, docs)
    con.execute(sections("observations")["macros"])
    yield {table.file: table.columns for table in found}
    for neat in tables.batches(con, found, docs.problems):
        _rows(con, found, neat)
        yield {}
    if pulled.stage(con, root, docs):
        none = dict.fromkeys(Observation.model_fields)
        con.execute(sections("observations")["rows"], {**none, **_SIGNS, "numbers": []})
        con.execute("delete from pulled_row")
        yield {}


def _open(con: duckdb.DuckDBPyConnection, root: Path, docs: Documents) -> list[Csv]:
    """The files of which rows can be read."""
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
    return found


def _rows(con: duckdb.DuckDBPyConnection, found: Sequence[Csv], neat: bool) -> None:
    """Rows of cells into `typed`, all files of one header at a time, so that each column is one number."""
    headers: dict[tuple[str, ...], list[int]] = {}
    for nr, table in enumerate(found):
        headers.setdefault(tuple(table.columns), []).append(nr)
    for columns, numbers in headers.items():
        at = {name: columns.index(name) + 1 if name in columns else None for name in Observation.model_fields}
        signs = _SIGNS | ({"blank": ""} if neat else {})
        con.execute(sections("observations")["rows"], {**at, **signs, "numbers": numbers})


def stage_verified(con: duckdb.DuckDBPyConnection, root: Path, docs: Documents) -> None:
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
    con.execute(sections("observations")["macros"])
    for _ in tables.batches(con, [table], told):
        con.execute(sections("observations")["verified"], {"blank": BLANK})
    wrong = [one for one in told if one.code != "csv_header_only"]
    docs.problems += [Problem("verified_damaged", {}, one.file, one.line) for one in wrong[:1]]
