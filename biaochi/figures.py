"""What words, marks and charts ask of a figure: whether a cell is known, the ends of a value, its place in time.

A figure is a row of the table `figure` (catalogue/schema.sql), or any mapping with those columns: value, value_text,
comparator, lower, upper, unit, usual_lower, usual_upper, time_period, period_start, period_end, period_kind, months,
dated.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

Figure = Mapping[str, Any]
OPEN = "未定"
"""The value of a target that a plan in preparation has not set yet (is_open in catalogue/checks.sql)."""


def known(value: Any) -> bool:
    """Whether a cell holds anything: None, NaN, NaT and empty text do not."""
    return value is not None and value == value and value != ""


def number(figure: Figure | None) -> float | None:
    """The figure's number, None where there is no figure or it has only words."""
    return float(figure["value"]) if figure is not None and known(figure.get("value")) else None


def ends(figure: Figure) -> tuple[float, float, bool, bool]:
    """Lower and upper end as drawn, and whether the value is open below or above (nothing known beyond)."""
    v = float(figure["value"])
    lower, upper = figure.get("lower"), figure.get("upper")
    low = v if lower is None or not known(lower) or math.isinf(lower) else float(lower)
    high = v if upper is None or not known(upper) or math.isinf(upper) else float(upper)
    comparator = figure.get("comparator") or "="
    return min(low, v), max(high, v), comparator in ("<", "<="), comparator in (">", ">=")


def bounded(figure: Figure) -> bool:
    """Whether the value is printed with a bound (逾, 近, 约 ...)."""
    return (figure.get("comparator") or "=") not in ("=", "range")


_RISING = {">": "more", ">=": "at_least", "<": "less", "<=": "at_most", "~": "about", "<~": "nearly"}
_FALLING = {">": "less", ">=": "at_most", "<": "more", "<=": "at_least", "~": "about", "<~": "about"}


def bound_of(comparator: Any, rising: bool) -> str:
    """The bound of a number made from a bounded value, as words name it: it `rising` with the value, or falling.

    Empty where the value has no bound.
    """
    return (_RISING if rising else _FALLING).get(str(comparator or "="), "")


def rises(row: Mapping[str, Any]) -> bool:
    """Whether the share of the way that is covered grows with the value of an assessment."""
    completion = known(row.get("completion_rate")) and known(row.get("baseline"))
    return not known(row.get("target")) or float(row["target"]) > (float(row["baseline"]) if completion else 0.0)


def forecast(figure: Figure) -> bool:
    """Whether an observation is only foreseen (OBS_STATUS F): it is no result."""
    return figure.get("obs_status") == "F" and figure.get("role", "observation") == "observation"


def role_of(figure: Figure) -> str:
    """target, baseline, milestone, observation, or forecast for an observation that is only foreseen."""
    return "forecast" if forecast(figure) else str(figure["role"])


def as_date(value: Any) -> date | None:
    """The day of a cell: date, datetime, Timestamp or ISO text; None for unknown."""
    if not known(value):
        return None
    found = value.date() if hasattr(value, "date") else value
    return found if isinstance(found, date) else date.fromisoformat(str(found)[:10])


def day_of(figure: Figure) -> date | None:
    """Where a figure stands in time: a year at its end, a season in its middle; None where the period is unknown."""
    day, start = as_date(figure.get("period_end")), as_date(figure.get("period_start"))
    if day and start and figure.get("period_kind") == "season":
        return start + (day - start) / 2
    return day


def placed(series: Iterable[Figure]) -> list[tuple[date, Figure]]:
    """The figures that have a number and a place in time, oldest first."""
    days = ((day_of(figure), figure) for figure in series if known(figure.get("value")))
    return sorted(((day, figure) for day, figure in days if day), key=lambda pair: pair[0])


def adjacent(first: tuple[date, Figure], second: tuple[date, Figure]) -> bool:
    """Whether the second period follows the first at once: both dated, and no period of their length between."""
    months = second[1].get("months")
    if not known(months) or not all(figure.get("dated", True) for _, figure in (first, second)):
        return False
    return second[0] - first[0] <= timedelta(days=max(int(months or 0), 1) * 30.5 + 10)


def of_assessment(row: Mapping[str, Any]) -> tuple[Figure | None, Figure | None, Figure | None]:
    """Target, baseline and judged value of an assessment's row as figures; None where there is none."""
    unit, kind = row.get("unit"), row.get("target_type")
    target = {"value": row.get("target"), "value_text": row.get("target_text"), "unit": unit,
              "comparator": row.get("target_comparator") or "=", "time_period": row.get("target_period")}
    if kind == "range":
        target |= {"comparator": "range", "value": None, "lower": row.get("target"), "upper": row.get("target_upper")}
    baseline = {"value": row.get("baseline"), "value_text": row.get("baseline_text"), "unit": unit,
                "comparator": row.get("baseline_comparator") or "=", "time_period": row.get("baseline_period"),
                "stated": bool(row.get("baseline_stated", True))}
    value = {"value": row.get("value"), "value_text": row.get("value_text"), "unit": unit, "comparator":
             row.get("value_comparator") or "=", "lower": row.get("value_lower"), "upper": row.get("value_upper"),
             "time_period": row.get("value_period")}
    judged = row.get("judged", True) and known(row.get("value"))
    return target, baseline if known(row.get("baseline")) else None, value if judged else None
