"""CSV files into the table csv_row, many rows at a time: each row knows its line, and a wrong row harms no other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import accumulate, islice
from typing import Any

import duckdb

from biaochi.catalogue.rows import fetch, insert, sections
from biaochi.files.plain import Plain
from biaochi.files.table import (
    BLANK,
    DELIMITERS,
    MOST_LINES,
    Csv,
    cells,
    patterns,
    ragged,
    rows_over_lines,
    unprintable,
)
from biaochi.files.text import BAD
from biaochi.problem import Fault, Problem

BATCH = 96 << 20
"""Bytes that are read before they become rows."""

UNSORTED = 200_000
"""Lines that are worth sorting: figures of one city then lie together, and a question reads few of them."""

MOST = 10_000
"""Problems of one kind in one file that are told one by one; the others are counted."""

_BLANK = f'{BLANK}{DELIMITERS}"'


def batches(
    con: duckdb.DuckDBPyConnection, tables: Sequence[Csv], problems: list[Problem], read: Collection[int] = ()
) -> Iterator[bool]:
    """Fills csv_row (nr, n, cells) with the sound rows of several files, once or oftener; `read`: of which no more.

    True: no cell of these rows has a blank at its edge, nor a mark before its text.
    """
    reader = _Reader(con, tables, problems)
    for batch in bundles({nr: one for nr, one in enumerate(tables) if nr not in read}):
        for nr, table in reader.plain({nr: found for nr, found in batch.items() if found}, [*batch]):
            yield from reader.carefully(nr, table)
        yield from reader.rows()
    problems += [
        Problem("csv_header_only", {}, one.file, one.header)
        for nr, one in enumerate(tables)
        if nr not in reader.filled and nr not in read
    ]


def bundles(tables: Mapping[int, Csv]) -> Iterator[dict[int, Plain | None]]:
    """Files that are read together, as many as make a batch; each with what a look at it told."""
    batch: dict[int, Plain | None] = {}
    size = 0
    for nr, table in tables.items():
        batch[nr] = table.plain
        size += table.path.stat().st_size if table.path.exists() else 0
        if size > BATCH:
            yield batch
            batch, size = {}, 0
    if batch:
        yield batch


def _pieces(table: Csv) -> Iterator[tuple[int, str]]:
    """The text in pieces that begin and end with whole rows, each with the number of its first line."""
    first, rest = 1, ""
    for block in table.blocks():
        text = rest + block
        cut = _cut(text, table.delimiter)
        if cut:
            yield first, text[:cut].removesuffix("\n")
        first, rest = first + text.count("\n", 0, cut), text[cut:]
    if rest:
        yield first, rest.removesuffix("\n")


def _cut(text: str, delimiter: str) -> int:
    """Where a piece may end: before the first of its last lines that is no row by itself and may go on behind it."""
    end = cut = len(text)
    for _ in range(MOST_LINES):
        start = text.rfind("\n", 0, max(end - 1, 0)) + 1
        if '"' in text[start:end] and cells(text[start:end].removesuffix("\n"), delimiter) is None:
            cut = start
        end = start
        if not start:
            break
    return cut


def _place(table: Csv, name: str) -> int:
    """The number of a column, 1 where there is none of this name."""
    return table.columns.index(name) + 1 if name in table.columns else 1


class _Reader:
    """Turns lines into rows, set-wise; only lines with a quotation mark out of place come to Python."""

    def __init__(self, con: duckdb.DuckDBPyConnection, tables: Sequence[Csv], problems: list[Problem]) -> None:
        self.con, self.tables, self.problems = con, tables, problems
        self.filled: set[int] = set()
        self.neat = False
        con.execute("delete from csv_file")
        insert(
            con,
            "csv_file",
            [
                {
                    "nr": nr,
                    "file": one.file,
                    "delimiter": one.delimiter,
                    "header": one.header,
                    "width": one.width,
                    "columns": one.columns,
                    "area": _place(one, "ref_area"),
                    "indicator": _place(one, "indicator"),
                }
                for nr, one in enumerate(tables)
            ],
        )

    def plain(self, found: dict[int, Plain], batch: list[int]) -> list[tuple[int, Csv]]:
        """Reads plain files all at once by DuckDB; the files of the batch that are still to be read."""
        self.neat = len(found) == len(batch) and all(one.neat for one in found.values())
        if found:
            before = [*accumulate((one.lines for one in found.values()), initial=0)][:-1]
            paths = [str(self.tables[nr].path) for nr in found]
            try:
                self._run("plain", paths=paths, nrs=[*found], before=before)
                read = {one["nr"]: one["lines"] for one in self._rows("counted")}
            except duckdb.Error:
                read = {}
            wrong = [nr for nr, one in found.items() if read.get(nr) != one.lines]
            if wrong:  # a file that changed meanwhile, or bytes that are no text
                self._run("clear")
                found = {}
                self.neat = False
        return [(nr, self.tables[nr]) for nr in batch if nr not in found]

    def carefully(self, nr: int, table: Csv) -> Iterator[bool]:
        """Reads a file piece by piece, and hands over when there is enough."""
        size = 0
        try:
            for first, text in _pieces(table):
                self.add(nr, first, text)
                size += len(text)
                if size > BATCH:
                    yield from self.rows()
                    size = 0
        except Fault as fault:
            self.problems.append(Problem(fault.code, fault.params, table.file))
        except OSError:
            self.problems.append(Problem("file_unreadable", {}, table.file))

    def add(self, nr: int, first: int, text: str) -> None:
        """Lines of a file, numbered from `first`; those with characters that no text has are told and left out."""
        if BAD.search(text):
            self._unprintable(nr, first, text)
            text = BAD.sub("\ufffd", text)
        self._run("line", nr=nr, first=first, text=text)

    def _unprintable(self, nr: int, first: int, text: str) -> None:
        found: dict[int, dict[str, Any]] = {}
        for hit in islice(BAD.finditer(text), MOST):
            start = text.rfind("\n", 0, hit.start()) + 1
            n = first + text.count("\n", 0, start)
            if n > self.tables[nr].header and n not in found:
                one = unprintable(self.tables[nr], n, text[start : hit.end()])
                found[n] = {"nr": nr, "n": n, "code": one.code, "col": one.column, "said": one.params["char"]}
        insert(self.con, "csv_wrong", found.values())

    def rows(self) -> Iterator[bool]:
        """Makes rows of the lines that were added and hands over; afterwards they are gone."""
        if self._rows("many", most=UNSORTED):
            self._run("cluster")
        for delimiter in sorted({table.delimiter for table in self.tables}):
            row, cell = patterns(delimiter)
            self._run("odd", delimiter=delimiter, row=row)
            self._join(delimiter)
            self._run("split", delimiter=delimiter, cell=cell, blank=_BLANK)
        self._run("ragged", blank=_BLANK)
        self.problems += self._told()
        self._run("drop")
        self.filled |= {row["nr"] for row in self._rows("filled")}
        yield self.neat
        self._run("clear")

    def _join(self, delimiter: str) -> None:
        """Rows that fill several lines become one; lines whose quotation marks match nothing are wrong."""
        lines: dict[int, dict[int, str]] = {}
        for one in self._rows("around", most=MOST_LINES):
            lines.setdefault(one["nr"], {})[one["n"]] = one["line"]
        for nr, own in lines.items():
            odd = self.con.execute("select n from csv_odd where nr = ? order by n", [nr]).fetchall()
            joined, wrong = rows_over_lines([n for (n,) in odd], own, delimiter, self.tables[nr].width)
            insert(self.con, "csv_joined", [{"nr": nr, "n": n, "last": last, "line": text} for n, last, text in joined])
            insert(self.con, "csv_wrong", [{"nr": nr, "n": n, "code": "csv_quote", "col": 1} for n in wrong])
        if lines:
            self._run("joined")

    def _told(self) -> list[Problem]:
        """The wrong rows as Problems, each kind up to MOST a file, and columns that have cells but no name."""
        told = [self._problem(one) for one in self._rows("told", most=MOST)]
        if any("" in one.columns[: one.width] for one in self.tables):
            told += [
                Problem(
                    "csv_column_nameless",
                    {"number": one["col"], "line": one["n"]},
                    self.tables[one["nr"]].file,
                    self.tables[one["nr"]].header,
                    one["col"],
                )
                for one in self._rows("nameless", blank=_BLANK)
            ]
        return told

    def _problem(self, one: dict[str, Any]) -> Problem:
        table, code, line = self.tables[one["nr"]], one["code"], one["line"] or ""
        if one["nth"] == MOST and one["total"] > MOST:
            return Problem("and_more", {"count": one["total"] - MOST + 1}, table.file, one["n"])
        if code == "csv_ragged":
            return ragged(table, one["n"], line, one["found"], more=True)[0]
        params = {"char": one["said"]} if code == "text_unprintable" else {"text": line}
        return Problem(code, params, table.file, one["n"], one["col"])

    def _run(self, name: str, **params: Any) -> None:
        self.con.execute(sections("tables")[name], params or None)

    def _rows(self, name: str, **params: Any) -> list[dict[str, Any]]:
        return fetch(self.con, sections("tables")[name], **params)
