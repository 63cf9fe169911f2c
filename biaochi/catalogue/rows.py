"""Python rows into DuckDB tables, many at a time and without text in the SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

HERE = Path(__file__).parent


def statements(name: str) -> str:
    """The text of an SQL file of this package."""
    return (HERE / f"{name}.sql").read_text(encoding="utf-8")


@cache
def sections(name: str) -> dict[str, str]:
    """The statements of an SQL file of this package by the names that stand above them: `-- # name`."""
    parts = statements(name).split("-- # ")[1:]
    return {part.partition("\n")[0].strip(): part.partition("\n")[2] for part in parts}


def insert(con: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Inserts rows by column name; `table` is a name of schema.sql, values travel as one JSON parameter."""
    rows = list(rows)
    if rows:
        shape = _shape(con, table)
        con.execute(
            f"insert into {table} by name select unnest(from_json(?, '{shape}'), max_depth := 2)",
            [json.dumps(rows, ensure_ascii=False, default=str)],
        )


def fetch(con: duckdb.DuckDBPyConnection, sql: str, **params: Any) -> list[dict[str, Any]]:
    """All rows of a query as dicts."""
    result = con.execute(sql, params) if params else con.execute(sql)
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


@cache
def _columns(text: str) -> str:
    return text.replace("'", "''")


def _shape(con: duckdb.DuckDBPyConnection, table: str) -> str:
    """The JSON structure that matches a table's columns."""
    return _columns(json.dumps([{row[0]: row[1] for row in con.execute(f"describe {table}").fetchall()}]))
