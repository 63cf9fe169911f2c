"""Observation files and data/verified.csv into the tables `typed` and `verified_quote`, without a loop over rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb

from biaochi.catalogue import folder, header, pulled, smooth, tables
from biaochi.catalogue.gathered import Documents
from biaochi.catalogue.rows import insert, sections
from biaochi.files import Csv, name_of, open_csv
from biaochi.files.table import BLANK, NARROW, WIDE
from biaochi.model import Observation
from biaochi.problem import Problem

NEEDED = ("indicator", "ref_area", "time_period", "value", "source")
VERIFIED = ("source", "sha256", "value", "quote", "prefix", "suffix", "verified", "date")


def batches(
    con: duckdb.DuckDBPyConnection, root: Path, docs: Documents, today: date, found: Sequence[Csv], kept: set[int]
) -> Iterator[None]:
    """Fills `typed` with rows of files and databases, many at a time; `kept`: the files that are not read.

    A file that cannot be read becomes a Problem and harms no other. The receiver empties `typed`.
    """
    read = {*kept}
    for numbers in smooth.batches(con, found, docs.config.thresholds, today, read):
        read |= numbers
        _texts(con, "")
        yield
    for neat in tables.batches(con, found, docs.problems, read):
        blank = "" if neat else BLANK
        con.execute(sections("observations")["cells"], {"blank": blank})
        _texts(con, blank)
        yield
    if pulled.stage(con, root, docs):
        _texts(con, BLANK)
        yield


def _texts(con: duckdb.DuckDBPyConnection, blank: str) -> None:
    """The rows of `text_row` into `typed`; then `text_row` is empty. `blank`: signs that may stand around a cell."""
    con.execute(sections("observations")["rows"], {"blank": blank, "wide": WIDE, "narrow": NARROW})
    con.execute(sections("observations")["done"])


def opened(con: duckdb.DuckDBPyConnection, root: Path, docs: Documents, hashes: Mapping[str, str]) -> list[Csv]:
    """The files of which rows can be read; those of a known hash are not looked at once more."""
    con.execute(sections("observations")["macros"])
    found: list[Csv] = []
    for path in docs.observations:
        key = (root, path, hashes.get(name_of(path, root), ""))
        table, problems, guessed = _opened.get(key) or _open(path, root)
        if key[2]:
            _opened[key] = table, problems, guessed
        while len(_opened) > _MOST_OPENED:
            del _opened[next(iter(_opened))]
        docs.problems += problems
        if table:
            found.append(table)
            insert(con, "unsure", [{"file": table.file}] if guessed else [])
    return found


_MOST_OPENED = 4000
_Opened = tuple[Csv | None, list[Problem], bool]
_opened: dict[tuple[Path, Path, str], _Opened] = {}


def forget() -> None:
    """What was looked at may not be what its hash says: a file was changed meanwhile."""
    _opened.clear()


def _open(path: Path, root: Path) -> _Opened:
    """The dialect of a file, where it can be read, and whether a column is only taken for what it may be."""
    table, problems = open_csv(path, root)
    if table is None:
        return None, problems, False
    told, guessed = header.settle(table, Observation, NEEDED)
    return (table if header.readable(told) else None), problems + told, guessed


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
