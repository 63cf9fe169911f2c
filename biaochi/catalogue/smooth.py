"""Plain observation files, read and kept all at once; rows that are not certainly sound are looked at one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import accumulate
from typing import Any

import duckdb

from biaochi import quantity
from biaochi.catalogue import figures
from biaochi.catalogue.rows import fetch, insert, sections
from biaochi.catalogue.tables import bundles
from biaochi.files import Csv
from biaochi.files.table import NARROW, WIDE
from biaochi.model import Observation, Thresholds

MANY = 50_000
"""Lines of files that are read together, from which on this is quicker than row by row."""


def batches(
    con: duckdb.DuckDBPyConnection, found: Sequence[Csv], settings: Thresholds, today: date, read: Collection[int] = ()
) -> Iterator[set[int]]:
    """Keeps the sound rows of plain files and leaves the others in `text_row`; hands over the numbers of files read.

    read: the numbers of those that are left aside.
    """
    guessed = {file for (file,) in con.execute("select file from unsure").fetchall()}
    alike: dict[tuple[str, ...], dict[int, Csv]] = {}
    for nr, one in enumerate(found):
        if nr not in read and _is_smooth(one) and one.file not in guessed:
            alike.setdefault((one.delimiter, *one.columns), {})[nr] = one
    for kind in alike.values():
        for batch in bundles(kind):
            if sum(one.lines for one in batch.values() if one) >= MANY:
                yield _Batch(con, {nr: kind[nr] for nr in batch}).read(settings, today)


def _is_smooth(table: Csv) -> bool:
    """Whether every cell can be taken as it stands, under a header of one line with known names only."""
    named = set(table.columns) <= set(Observation.model_fields) and len(set(table.columns)) == len(table.columns)
    return table.plain is not None and table.plain.neat and table.header == 1 and named


class _Batch:
    """Files of one header, at least one."""

    def __init__(self, con: duckdb.DuckDBPyConnection, tables: dict[int, Csv]) -> None:
        self.con, self.tables = con, tables

    def read(self, settings: Thresholds, today: date) -> set[int]:
        """The numbers of the files of which every row fills one line, as DuckDB reads them too."""
        self._run("begin")
        try:
            if read := self._seen([*self.tables]):
                self._keep(read, settings, today)
        except (duckdb.InvalidInputException, duckdb.IOException):  # other cells than the first look had told
            self._run("undo")
            return set()
        return {*read}

    def _lines(self, nr: int) -> int:
        plain = self.tables[nr].plain
        return plain.lines - 1 if plain else 0

    def _open(self, numbers: list[int]) -> None:
        """Makes `raw_row` the rows of these files."""
        one = self.tables[numbers[0]]
        before = [*accumulate((self._lines(nr) for nr in numbers), initial=0)][:-1]
        files = {"nrs": numbers, "before": before, "paths": [str(self.tables[nr].path) for nr in numbers],
                 "delimiter": one.delimiter, "columns": dict.fromkeys(one.columns, "varchar")}  # fmt: skip
        self._run("open", files=files)

    def _seen(self, numbers: list[int]) -> list[int]:
        """Looks through files for kinds of rows; those of which each line is a row, open to be read again."""
        while numbers:
            self._open(numbers)
            self._run("seen", plain=quantity.PLAIN)
            rows = {one["nr"]: one["rows"] for one in self._rows("counted")}
            read = [nr for nr in numbers if 0 < rows.get(nr, 0) == self._lines(nr)]
            if len(read) == len(numbers):
                break
            numbers = read  # the lines of those behind the others were counted wrongly
        return numbers

    def _keep(self, read: list[int], settings: Thresholds, today: date) -> None:
        told = [{"nr": nr, "file": self.tables[nr].file, "lines": self._lines(nr)} for nr in read]
        insert(self.con, "smooth_file", told)
        self._run("samples", wide=WIDE, narrow=NARROW)
        figures.check(self.con, settings, today)
        self._run("sieve")
        # rows stay as they were sorted
        self.con.execute("set disabled_optimizers = 'join_order,build_side_probe_side'")
        try:
            self._run("keep", plain=quantity.PLAIN)
        finally:
            self.con.execute("reset disabled_optimizers")
        if lacking := [one["nr"] for one in self._rows("lacking")]:
            self._open(lacking)
            self._run("rest")

    def _run(self, name: str, **params: Any) -> None:
        for statement in filter(str.strip, sections("smooth")[name].split(";\n")):
            self.con.execute(statement, {k: v for k, v in params.items() if f"${k}" in statement} or None)

    def _rows(self, name: str) -> list[dict[str, Any]]:
        return fetch(self.con, sections("smooth")[name])
