"""SDMX-CSV 2.0 with its structure: one observation a figure, keyed by area, indicator, basis, role, plan, source, time.

A ZIP with data.csv, structure.json (SDMX-JSON 2.0: data structure, dataflow, concepts, code lists), left-out.csv
(figures without a place in time, which SDMX cannot hold) and a note.
Field guides: sdmx-twg/sdmx-csv and sdmx-twg/sdmx-json.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from typing import Any

from biaochi.exports.answer import Answer, gather
from biaochi.exports.clean import zipped
from biaochi.exports.rows import table
from biaochi.exports.structure import ATTRIBUTES, DIMENSIONS, FLOW, structure
from biaochi.selection import Selection
from biaochi.store import Row, Store
from biaochi.words import Words

NONE = "_Z"  # not applicable, as SDMX writes it
COMPARATORS = {"=": "EQ", ">": "GT", "<": "LT", "<~": "NEARLY", "~": "ABOUT", ">=": "GE", "<=": "LE", "range": "RANGE"}
ROLES = {"target": "T", "baseline": "B", "milestone": "M", "observation": "O"}
_FREQ = {"year": "A", "half": "S", "quarter": "Q", "month": "M", "day": "D"}
_KEYS = tuple(one for one in DIMENSIONS if one != "TIME_PERIOD")


def sdmx_csv(store: Store, selection: Selection, words: Words) -> bytes:
    """A ZIP archive; numbers in the indicator's unit, as in `export csv`."""
    answer = gather(store, selection, words, whole=True)
    figures = answer.chosen_figures
    placed = [(one, time) for one in figures if (time := time_period(one))]
    outside = [one for one in figures if not time_period(one)]
    seen: Counter[tuple[str, ...]] = Counter()
    rows = [_row(one, time, answer, seen) for one, time in placed]
    left_out = [{**one, "why": "no stated end of its period"} for one in outside]
    head = ("STRUCTURE", "STRUCTURE_ID", "ACTION", *DIMENSIONS, "OBS_VALUE", *ATTRIBUTES)
    columns = ("role", "plan", "indicator", "ref_area", "time_period", "value", "value_text", "source", "quote", "why")
    note = f"{words('export.sdmx_about', n=len(outside))}\r\n{answer.stamp}\r\n"
    return zipped({
        "data.csv": table(head, rows), "structure.json": structure(answer, [one for one, _ in placed]),
        "left-out.csv": table(columns, left_out), "README.txt": note.encode("utf-8-sig"),
    })  # fmt: skip


def time_period(figure: Row) -> str:
    """The period as SDMX writes it: 2025, 2025-S1, 2025-Q3, 2025-06, a day, or start and length (2022-01-01/P5M)."""
    start, end, kind = figure["period_start"], figure["period_end"], figure["period_kind"]
    if end is None:
        return ""
    if kind == "until" or start is None:
        return end.isoformat()
    if kind == "half":
        return f"{start.year}-S{1 if start.month < 7 else 2}"
    if kind == "quarter":
        return f"{start.year}-Q{(start.month + 2) // 3}"
    if kind in ("year", "month", "day"):
        return start.isoformat()[: {"year": 4, "month": 7, "day": 10}[kind]]
    return f"{start.isoformat()}/{_length(start, end)}"


def _length(start: date, end: date) -> str:
    """Whole years or months where they are whole, else days."""
    after = end + timedelta(days=1)
    months = (after.year - start.year) * 12 + after.month - start.month
    if start.day != after.day:
        return f"P{(after - start).days}D"
    return f"P{months}M" if months % 12 else f"P{months // 12}Y"


def _row(one: Row, time: str, answer: Answer, seen: Counter[tuple[str, ...]]) -> dict[str, Any]:
    key = {
        "FREQ": _FREQ.get(one["period_kind"], "_O"), "REF_AREA": one["ref_area"], "INDICATOR": one["indicator"],
        "BASIS": one["basis"], "FIGURE_ROLE": ROLES[one["role"]], "PLAN": one["plan"] or NONE, "SOURCE": one["source"],
        "TIME_PERIOD": time,
    }  # fmt: skip
    seen[tuple(key.values())] += 1
    bounds = {"VALUE_LOWER": one["lower"], "VALUE_UPPER": one["upper"]} if one["lower"] != one["upper"] else {}
    return {
        "STRUCTURE": "dataflow", "STRUCTURE_ID": FLOW, "ACTION": "I", **key, "SERIAL": seen[tuple(key.values())],
        "OBS_VALUE": one["value"], "VALUE_TEXT": one["value_text"], "COMPARATOR": COMPARATORS[one["comparator"] or "="],
        **bounds, "UNIT_TEXT": one["unit"], "OBS_STATUS": one["obs_status"], "TIME_TEXT": one["time_period"],
        "CUMULATIVE_FROM": one["cumulative_from"], "INFERRED": one["inferred"], "QUOTE": one["quote"],
        "VERIFIED": one["verified"], "NOTE": re.sub(r"\s+", " ", one["note"] or ""), "AS_OF": answer.when,
        "SNAPSHOT": answer.store.id,
    }  # fmt: skip


__all__ = ["sdmx_csv", "time_period"]
