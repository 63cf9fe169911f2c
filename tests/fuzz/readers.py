"""What every reader of planners' files promises for any bytes at all; each function fails where it does not."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from biaochi import period, quantity
from biaochi.catalogue import tables
from biaochi.catalogue.rows import fetch, statements
from biaochi.files import Csv, decode, open_csv, parse_yaml, small_rows
from biaochi.problem import Fault, Problem, tidy

UNITS = ("", "家", "亿元", "%", "件/万人", "万平方米")
FOLDER = Path(tempfile.gettempdir())


def said(problems: Iterable[Problem], lines: int) -> None:
    """Every problem has its words in both languages and stands on a line of the file."""
    for one in tidy(problems):
        for lang in ("zh", "en"):
            assert one.fact(lang) and one.advice(lang), one
        assert 0 <= one.line <= lines and one.column >= 0, one


def quantities(data: bytes) -> None:
    """A text is a quantity whose ends are in order, or a Fault with words."""
    if not data:
        return
    unit, text = UNITS[data[0] % len(UNITS)], data[1:].decode("utf-8", "ignore")
    for read in (quantity.parse, quantity.parse_target):
        try:
            one = read(text, unit)
        except Fault as fault:
            said([Problem(fault.code, fault.params)], 0)
            continue
        assert one.lower <= one.upper, one
        assert one.value is None or (math.isfinite(one.value) and one.lower <= one.value <= one.upper), one
        assert (one.lower_open or math.isfinite(one.lower)) and (one.upper_open or math.isfinite(one.upper)), one


def periods(data: bytes) -> None:
    """A text is a period that reads the same in its canonical form, or a Fault with words."""
    try:
        one = period.parse(data.decode("utf-8", "ignore"))
    except Fault as fault:
        said([Problem(fault.code, fault.params)], 0)
        return
    again = period.parse(one.canonical)
    assert (again.canonical, again.start, again.end, again.kind) == (one.canonical, one.start, one.end, one.kind)
    assert one.start is None or one.end is None or one.start <= one.end, one


def yamls(data: bytes) -> None:
    """A text is data of words, lists and groups with places inside it, or problems."""
    text = decode(data)
    if text is None:
        return
    doc, problems = parse_yaml(text, "a.yaml")
    lines = text.count("\n") + 1
    said(problems, lines)
    assert doc is not None or problems
    if doc is not None:
        assert all(1 <= line <= lines and column >= 1 for line, column in doc.places.values())
        _only_text(doc.data)


def _only_text(data: Any) -> None:
    waiting = [data]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict | list):
            waiting += one.values() if isinstance(one, dict) else one
        else:
            assert one is None or isinstance(one, str), one


def _opened(data: bytes) -> Csv | None:
    """The bytes as a CSV file."""
    path = FOLDER / "biaochi-fuzz.csv"
    path.write_bytes(data)
    table, problems = open_csv(path, FOLDER)
    said(problems, data.count(b"\n") + data.count(b"\r") + 1)
    assert table is not None or problems
    return table


def csvs(data: bytes) -> None:
    """Rows have their lines in order and at least as many cells as there are columns; all else is told."""
    table = _opened(data)
    if table is None:
        return
    rows, told = small_rows(table)
    said(told, table.recoded.count("\n") + 1)
    numbers = [n for n, _ in rows]
    assert numbers == sorted(set(numbers)) and all(n > table.header for n in numbers)
    assert all(len(cells) >= table.width for _, cells in rows)


def batches(data: bytes) -> None:
    """The set-wise reader finds the same rows and problems as the one for small files."""
    table = _opened(data)
    if table is None:
        return
    rows, told = small_rows(table)
    con, wide, found = _tables(), list[Problem](), []
    for _ in tables.batches(con, [table], wide):
        found += [(row["n"], row["cells"]) for row in fetch(con, "select n, cells from csv_row order by n")]
    assert found == rows, (found, rows)
    assert _facts(wide) == _facts(told), (_facts(wide), _facts(told))


def _facts(problems: Iterable[Problem]) -> list[tuple[Any, ...]]:
    return sorted((one.code, one.line, one.column, one.fact()) for one in problems)


@cache
def _tables() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute(statements("schema"))
    return con


READERS: dict[str, Callable[[bytes], None]] = {
    "quantities": quantities,
    "periods": periods,
    "yamls": yamls,
    "csvs": csvs,
    "batches": batches,
}
