"""CSV text from rows, for archives that carry several tables."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import StringIO
from math import isfinite
from pathlib import Path
from typing import Any

from biaochi.exports.clean import harmless


def table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Rows as CSV (RFC 4180, UTF-8 without BOM): unknown and infinite are empty, booleans true and false, ISO dates."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(row.get(column)) for column in columns] for row in rows)
    return out.getvalue().encode()


def cell(value: Any) -> str:
    """One cell: numbers with up to 15 digits, text that no spreadsheet runs, lists separated by semicolons."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.15g}" if isfinite(value) else ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return harmless(";".join(str(one) for one in value))
    return str(value) if isinstance(value, int) else harmless(value)


def format_name(name: str) -> str:
    """The name by which programs know a format; it looks like an address, and nobody fetches it."""
    return json.loads(Path(__file__).with_name("templates").joinpath("names.json").read_text(encoding="utf-8"))[name]
