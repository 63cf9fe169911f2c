"""Answers as bytes for other programs: CSV with BOM, JSON of assessments; the formats of DESIGN.md."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from biaochi import progress
from biaochi.exports.rows import table
from biaochi.selection import Selection
from biaochi.store import Row, Store
from biaochi.views.rows import figures_of, today
from biaochi.words import Words

_COLUMNS = ("role", "plan", "indicator", "indicator_name", "ref_area", "area_name", "time_period", "value",
            "comparator", "value_text", "unit", "basis", "obs_status", "source", "reliability", "quote",
            "verified")  # fmt: skip
_CSV = """
select f.*, i.name as indicator_name, a.name as area_name, s.reliability
from figure f join indicator i using (indicator) join area a using (ref_area) join source s using (source)
where (f.embargo_until is null or f.embargo_until <= $as_of) and coalesce(f.conf_status, 'F') <> 'N'
  and ($plan is null or f.plan = $plan) and ($area is null or f.ref_area = $area)
  and ($indicator is null or f.indicator = $indicator)
order by case f.role when 'target' then 1 when 'baseline' then 2 when 'milestone' then 3 else 4 end, f.plan,
    f.ref_area, f.figure
"""
_BOM = b"\xef\xbb\xbf"
METHODS = ("linear", "opensdg", "eurostat")


def figures_csv(
    store: Store, as_of: date, plan: str | None = None, area: str | None = None, indicator: str | None = None
) -> bytes:
    """One row a figure, UTF-8 with BOM; numbers in the indicator's unit, unknown is empty."""
    rows = store.rows(_CSV, as_of=as_of, plan=plan, area=area, indicator=indicator)
    return _BOM + table(_COLUMNS, rows)


def assessments_json(
    store: Store, as_of: date, plan: str | None = None, area: str | None = None, indicator: str | None = None
) -> bytes:
    """Every target with its verdict, numbers, reasons and both methods (DESIGN.md); unknown is null."""
    rows = [row for row in store.assessments(as_of, plan, area) if indicator in (None, row["indicator"])]
    figures = {row["figure"]: row for row in figures_of(store, as_of, rows)}
    by_target = {(row["plan"], row["ord"], row["role"]): row for row in figures.values() if row["plan"]}
    said = {
        "as_of": as_of.isoformat(),
        "snapshot": store.id,
        "method": "linear_pace",
        "thresholds": store.config.thresholds.model_dump(),
        "assessments": [_assessment(row, by_target, figures) for row in rows],
    }
    return json.dumps(said, ensure_ascii=False, indent=1, default=str, allow_nan=False).encode()


def _assessment(row: Row, by_target: dict[tuple[Any, ...], Row], figures: dict[int, Row]) -> dict[str, Any]:
    target, baseline = (by_target.get((row["plan"], row["ord"], role)) for role in ("target", "baseline"))
    keys = ("plan", "indicator", "indicator_name", "ref_area")
    numbers = ("completion_rate", "time_progress", "pace_gap_pp", "pace_ratio", "required_pace", "attainment_ratio")
    judged = figures.get(row["figure"]) if row["judged"] else None
    return {
        **{key: row[key] for key in keys},
        "target": {
            **(_figure(target) or {}),
            "target_type": row["target_type"],
            "direction": row["direction"],
            "target_nature": row["target_nature"],
        },
        "baseline": _figure(baseline) or _implied(row),
        "value": _figure(judged),
        "verdict": row["verdict"],
        **{key: _number(row[key]) for key in numbers},
        "gap": _number(row["gap"]),
        "margin": _number(row["margin"]),
        "reasons": progress.reasons(row),
        "methods": _methods(row),
    }


def _methods(row: Row) -> dict[str, Any]:
    linear = {"verdict": row["verdict"], "ratio": _number(row["pace_ratio"]), "score": None}
    return {"linear": linear} | {
        name: {
            "verdict": row[f"{name}_verdict"],
            "ratio": _number(row[f"{name}_ratio"]),
            "score": _number(row[f"{name}_score"]),
        }
        for name in METHODS[1:]
    }


def _figure(row: Row | None) -> dict[str, Any] | None:
    keys = (
        "time_period",
        "value",
        "comparator",
        "value_text",
        "unit",
        "basis",
        "obs_status",
        "source",
        "reliability",
        "quote",
        "verified",
        "inferred",
    )
    return None if row is None else {key: _number(row[key]) if key == "value" else row[key] for key in keys}


def _implied(row: Row) -> dict[str, Any] | None:
    """A count that begins with the plan starts from nought, which no document has to say."""
    if row["baseline"] is None:
        return None
    return {
        "time_period": None,
        "value": row["baseline"],
        "comparator": "=",
        "value_text": None,
        "unit": row["unit"],
        "implied": True,
    }


def _number(value: Any) -> Any:
    """JSON has no infinity: the open end of a bound is null."""
    return None if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))) else value


def csv(store: Store, selection: Selection, words: Words) -> bytes:
    """figures_csv for a selection."""
    return figures_csv(
        store, today(selection), selection.plan or None, selection.area or None, selection.indicator or None
    )


def json_(store: Store, selection: Selection, words: Words) -> bytes:
    """assessments_json for a selection."""
    return assessments_json(
        store, today(selection), selection.plan or None, selection.area or None, selection.indicator or None
    )
