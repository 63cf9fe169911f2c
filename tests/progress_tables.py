"""Hand-made tables of 甲区 for the tests of progress: one target, 100 in 2020 to 200 in 2025, and its observations."""

from datetime import date
from typing import Any

import duckdb

from biaochi.model import Thresholds
from biaochi.progress import select_apart, select_assessments

AREA, TODAY = "990101", date(2026, 6, 30)
TARGET = {
    "plan": "jia", "indicator": "mills", "ref_area": AREA, "ord": 0, "target_type": "level", "direction": "higher",
    "target_value": 200.0, "target_upper": None, "target_comparator": "=", "target_lower_open": False,
    "target_upper_open": False, "target_period": "2025", "target_end": date(2025, 12, 31), "target_annual": True,
    "baseline_value": 100.0, "baseline_end": date(2020, 12, 31), "baseline_annual": True, "baseline_stated": True,
    "basis": "stock", "months": 12, "limit_value": None}
FIGURE = {
    "figure": 1, "role": "observation", "plan": None, "ord": None, "indicator": "mills", "ref_area": AREA,
    "time_period": "", "period_start": None, "period_end": date(2023, 12, 31), "period_kind": "year", "months": 12,
    "annual": True, "dated": True, "value": 150.0, "value_text": "150", "comparator": "=", "lower": 150.0,
    "upper": 150.0, "lower_open": False, "upper_open": False, "basis": "stock", "cumulative_from": None,
    "obs_status": None, "conf_status": None, "embargo_until": None}
NO_BASELINE: dict[str, Any] = {
    "baseline_value": None, "baseline_end": None, "baseline_annual": None, "baseline_stated": None}
FROM_ZERO: dict[str, Any] = {"baseline_value": 0.0, "baseline_stated": False}
TYPES = {
    "target": """plan varchar, indicator varchar, ref_area varchar, ord integer, target_type varchar, direction varchar,
        target_value double, target_upper double, target_comparator varchar, target_lower_open boolean,
        target_upper_open boolean, target_period varchar, target_end date, target_annual boolean, baseline_value double,
        baseline_end date, baseline_annual boolean, baseline_stated boolean, basis varchar, months integer,
        limit_value double""",
    "figure": """figure integer, role varchar, plan varchar, ord integer, indicator varchar, ref_area varchar,
        time_period varchar, period_start date, period_end date, period_kind varchar, months integer, annual boolean,
        dated boolean, value double, value_text varchar, comparator varchar, lower double, upper double,
        lower_open boolean, upper_open boolean, basis varchar, cumulative_from varchar, obs_status varchar,
        conf_status varchar, embargo_until date""",
    "indicator": "indicator varchar, concept varchar, unit varchar"}
INDICATORS = [("mills", "mill", "家"), ("mills-new", "mill", "家"), ("mill-rank", "mill", "位"), ("wells", None, "家"),
              ("ponds", None, "家")]


def seen(year: int, value: float = 150.0, **more: Any) -> dict[str, Any]:
    """An observation at the end of a year."""
    number = {"value": value, "value_text": str(value), "lower": value, "upper": value}
    return FIGURE | number | {"period_end": date(year, 12, 31), "time_period": str(year)} | more


def tables(targets: Any, figures: Any) -> Any:
    """A database with these targets and figures; a figure's id is its place in the list."""
    con = duckdb.connect()
    for name, types in TYPES.items():
        con.execute(f"create table {name} ({types})")
    for name, rows in (("target", targets), ("figure", figures)):
        for number, row in enumerate(rows):
            row = row | ({"figure": number} if name == "figure" else {})
            con.execute(f"insert into {name} by name select {', '.join(f'${key} as {key}' for key in row)}", row)
    con.executemany("insert into indicator values (?, ?, ?)", INDICATORS)
    return con


def judged(*figures: dict[str, Any], as_of: date = TODAY, thresholds: Thresholds | None = None,
           **target: Any) -> Any:
    """The assessment of the one target, changed as given."""
    sql, params = select_assessments(as_of, thresholds)
    rows = tables([TARGET | target], figures).execute(sql, params).df().to_dict("records")
    assert len(rows) == 1
    return rows[0]


def apart(*figures: dict[str, Any], as_of: date = TODAY, **target: Any) -> list[Any]:
    """What was not judged: (figure, reason, counts)."""
    sql, params = select_apart(as_of)
    return [row[5:] for row in tables([TARGET | target], figures).execute(sql, params).fetchall()]
