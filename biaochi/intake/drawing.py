"""Rows of a source into the shape of observations: named columns as text, sorted, hashed, within the limit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from biaochi.files.table import BLANK
from biaochi.model import Intake, Observation
from biaochi.problem import Fault

SAFE: dict[str, Any] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
    "threads": 2,
}
REQUIRED = ("indicator", "ref_area", "time_period", "value", "source")
"""Without a column or a fixed text for these no row can be an observation."""
_KEY = ("indicator", "ref_area", "time_period")
_FLOATS = ("DOUBLE", "FLOAT")
_LONGEST = 200

_column, _value, _call = duckdb.ColumnExpression, duckdb.ConstantExpression, duckdb.FunctionExpression


@cache
def sections() -> dict[str, str]:
    """The statements of drawing.sql by their names."""
    parts = Path(__file__).with_name("drawing.sql").read_text(encoding="utf-8").split("-- # ")[1:]
    return {part.partition("\n")[0].strip(): part.partition("\n")[2] for part in parts}


def draw(reader: Any, one: Intake, to: Path) -> tuple[int, str]:
    """Writes what an Arrow reader gives as a Parquet file; the number of rows and the digest of their content.

    Raises Fault where columns are missing or there are more rows than `most`.
    """
    with duckdb.connect(config=SAFE) as con:
        rel = con.from_arrow(reader)
        picked = _picked(rel, one)
        rel.limit(one.most + 1).select(*picked).create("drawn")
        steps = sections()
        count = con.execute(steps["count"]).fetchall()[0][0]
        if count > one.most:
            raise Fault("intake_most", most=one.most)
        con.execute(steps["sorted"], {"blank": BLANK})
        digest = con.execute(steps["digest"]).fetchall()[0][0]
        con.table("sorted").write_parquet(str(to), compression="zstd")
    return count, digest


def _picked(rel: Any, one: Intake) -> list[Any]:
    """The columns to draw: the key, then each field of an observation that the source has."""
    there = {name: str(kind) for name, kind in zip(rel.columns, rel.types, strict=True)}
    named = {name: name for name in Observation.model_fields if name in there} | one.columns
    _demand(there, [*named.values(), *one.key])
    missing = [name for name in REQUIRED if name not in named and name not in one.fixed]
    if missing:
        raise Fault("intake_required", fields=missing, found=list(there))
    keys = one.key or [named[name] for name in _KEY if name in named]
    picked = [_key(keys).alias("keys")]
    picked += [_text(column, there[column]).alias(name) for name, column in named.items() if name not in one.fixed]
    return picked + [_value(text).alias(name) for name, text in one.fixed.items()]


def _demand(there: dict[str, str], wanted: Sequence[str]) -> None:
    missing = [name for name in dict.fromkeys(wanted) if name not in there]
    if missing:
        raise Fault("intake_column", columns=missing, found=list(there))


def _text(column: str, kind: str) -> Any:
    """A column as text as it would be typed: 620 where a float is whole."""
    text = _column(column).cast("VARCHAR")
    return _call("regexp_replace", text, _value(r"\.0$"), _value("")) if kind in _FLOATS else text


def _key(columns: Sequence[str]) -> Any:
    """The key of a row as people read it: `id=17, year=2024`."""
    parts = [_call("concat", _value(f"{name}="), _column(name).cast("VARCHAR")) for name in columns]
    return _call("left", _call("concat_ws", _value(", "), *parts), _value(_LONGEST))
