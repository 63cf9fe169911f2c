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
    smooth = {nr: one for nr, one in enumerate(found) if nr not in read and _is_smooth(one) and one.file not in guessed}
    for batch in bundles(smooth):
        if sum(one.lines for one in batch.values() if one) >= MANY:
            yield _Batch(con, {nr: smooth[nr] for nr in batch}).read(settings, today)


def _is_smooth(table: Csv) -> bool:
    """Whether every cell can be taken as it stands, under a header of one line with known names only."""
    named = set(table.columns) <= set(Observation.model_fields) and len(set(table.columns)) == len(table.columns)
    return table.plain is not None and table.plain.neat and table.header == 1 and named


class _Batch:
    def __init__(self, con: duckdb.DuckDBPyConnection, tables: dict[int, Csv]) -> None:
        self.con, self.tables = con, tables

    def read(self, settings: Thresholds, today: date) -> set[int]:
        """The numbers of the files of which every row fills one line, as DuckDB reads them too."""
        self._run("begin")
        kinds: dict[tuple[str, tuple[str, ...]], list[int]] = {}
        for nr, one in self.tables.items():
            kinds.setdefault((one.delimiter, tuple(one.columns)), []).append(nr)
        read = {nr for kind, numbers in kinds.items() for nr in self._raw(numbers, *kind)}
        if read:
            self._keep(read, settings, today)
        return read

    def _lines(self, nr: int) -> int:
        plain = self.tables[nr].plain
        return plain.lines - 1 if plain else 0

    def _raw(self, numbers: list[int], delimiter: str, columns: tuple[str, ...]) -> list[int]:
        """Reads files of one header; which of them were read, because each of their lines is a row."""
        paths = [str(self.tables[nr].path) for nr in numbers]
        before = [*accumulate((self._lines(nr) for nr in numbers), initial=0)][:-1]
        try:
            self._run("raw", paths=paths, nrs=numbers, before=before, delimiter=delimiter, names=[*columns],
                      columns=dict.fromkeys(columns, "varchar"))  # fmt: skip
        except (duckdb.InvalidInputException, duckdb.IOException):
            return []
        rows = {one["nr"]: one["rows"] for one in self._rows("counted")}
        read = [nr for nr in numbers if 0 < rows.get(nr, 0) == self._lines(nr)]
        if len(read) < len(numbers):  # the lines of those behind were counted wrongly
            self._run("forget", nrs=numbers)
            return self._raw(read, delimiter, columns) if read else []
        return read

    def _keep(self, read: set[int], settings: Thresholds, today: date) -> None:
        insert(self.con, "smooth_file", [{"nr": nr, "file": self.tables[nr].file} for nr in read])
        self._run("samples", plain=quantity.PLAIN, wide=WIDE, narrow=NARROW)
        figures.check(self.con, settings, today)
        self._run("sieve")
        self.con.execute(
            "set disabled_optimizers = 'join_order,build_side_probe_side'"
        )  # rows stay as they were sorted
        self._run("keep", plain=quantity.PLAIN)
        self.con.execute("reset disabled_optimizers")
        self._run("rest")

    def _run(self, name: str, **params: Any) -> None:
        for statement in filter(str.strip, sections("smooth")[name].split(";\n")):
            self.con.execute(statement, {k: v for k, v in params.items() if f"${k}" in statement} or None)

    def _rows(self, name: str) -> list[dict[str, Any]]:
        return fetch(self.con, sections("smooth")[name])
