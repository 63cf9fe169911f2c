"""A verdict step by step, from the columns of an assessment; the words for each step live elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from biaochi.model import Thresholds

Row = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """One step of the sum: a key of the words and the numbers and dates that stand in them."""

    key: str
    params: Mapping[str, Any] = field(default_factory=dict)


def explain(row: Mapping[str, Any], thresholds: Thresholds | None = None) -> list[Step]:
    """The steps to a verdict, in order of reading; row: the columns of cases.sql and assess.sql, unknown None or NaN.

    Keys and parameters (those that are not known for a row leave their step out; dates are as in the row):
      no_value(ineligible), conflict(period_end), baseline_only(b, baseline_end), qualitative()
      value(v, comparator, value_end, lower, upper, lower_open, upper_open)   ends only of a bounded value
      completion_rate(v, b, T, result)              completion_missing(why: no_baseline | no_distance)
      time_progress(value_end, baseline_end, target_end, unit: year | day, used, total, result)
      time_missing(why: value_undated | no_baseline_date | no_target_date | target_not_after_baseline)
      pace_gap(c, s, result)   percentage points, positive = ahead
      pace_ratio(c, s, result)                       growth(rate, T, result)   percent a year; result may be None
      attainment(v, T, result)   only without baseline
      gap(T, v, result, direction)   units, positive = still to go; a growth_rate: percentage points
      margin(T, upper, v, result)   floor, ceiling, range: units, negative = outside
      required_pace(T, v, years, result)   units a year        projection(target_end, result)
      small_distance(b, T)
      ends(lower, upper, at_lower, at_upper)   two verdicts, of a bounded value
      cut(scheme, result, at_least, below)   guard 11: the ratio, or the percentage points behind; None = no such cut
      target_open()   in place of a guard: the plan has not set its target yet
      guard(guard, verdict, early)   guard None: no target number
      undetermined(why)   a code of reasons(), first group
      second_method(method: opensdg | eurostat, verdict, ratio, score, zero_replaced)
      methods_disagree(pace, opensdg, eurostat)
    """
    known = _known(row)
    steps: list[Step] = []
    for part in (_value, _completion, _time, _pace, _distance, _outlook, _ends, _verdict, _second):
        steps += part(known, thresholds or Thresholds())
    return steps


def reasons(row: Mapping[str, Any]) -> list[str]:
    """Short codes that qualify a verdict (for `reasons` of export json), in a fixed order.

    Why nothing is judged: conflict, bounds, no_distance, no_ratio, no_rate, value_undated, no_baseline_date,
    no_target_date, no_target. Why other figures were not judged: basis, period_length, ... (candidates.sql).
    What to know beside a verdict: value_undated, no_baseline, early, small_distance, zero_replaced,
    methods_disagree, provisional.
    """
    known = _known(row)
    flags: dict[str, Any] = {
        "value_undated": known.get("time_missing") == "value_undated" and known.get("reason") != "value_undated",
        "no_baseline": known.get("judged") and _start(known) is None and known.get("target_type") in ("level", None),
        **{name: known.get(name) for name in ("early", "small_distance", "zero_replaced", "methods_disagree")},
        "provisional": known.get("judged") and known.get("value_status") == "P",
    }
    why = [known.get("reason"), *(known.get("ineligible_reasons") or "").split(",")]
    return [code for code in why if code] + [name for name, holds in flags.items() if holds]


def _known(row: Mapping[str, Any]) -> Row:
    """The row as a plain dict, every kind of unknown as None."""
    return {key: None if _blank(cell) else cell for key, cell in dict(row).items()}


def _blank(cell: Any) -> bool:
    """None, NaN, NaT and pandas' NA, told apart without loading pandas."""
    return cell is None or type(cell).__name__ == "NAType" or isinstance(cell, float | date) and cell != cell


def _start(row: Row) -> Any:
    """b: a count from the start of a plan begins with 0."""
    return 0.0 if row.get("baseline") is None and row.get("target_type") == "cumulative" else row.get("baseline")


def _step(row: Row, key: str, result: str, **params: Any) -> list[Step]:
    """The step, where its result is known."""
    return [] if row.get(result) is None else [Step(key, params | {"result": row[result]})]


def _value(row: Row, _: Thresholds) -> list[Step]:
    if row.get("verdict") == "qualitative":
        return [Step("qualitative")]
    if row.get("reason") == "conflict":
        return [Step("conflict", {"period_end": row.get("value_end")})]
    if row.get("verdict") == "baseline_only":
        return [Step("baseline_only", {"b": row["baseline"], "baseline_end": row.get("baseline_end")})]
    if not row.get("judged"):
        return [Step("no_value", {"ineligible": row.get("ineligible_count") or 0})]
    names = {"comparator": "value_comparator", "lower": "value_lower", "upper": "value_upper",
             "lower_open": "value_lower_open", "upper_open": "value_upper_open"}
    ends = {name: row.get(column) for name, column in names.items()} if _bounded(row) else {"comparator": "="}
    return [Step("value", {"v": row["value"], "value_end": row.get("value_end")} | ends)]


def _bounded(row: Row) -> bool:
    return row.get("value_lower") != row.get("value_upper")


def _completion(row: Row, _: Thresholds) -> list[Step]:
    sums = {"v": row.get("value"), "b": _start(row), "T": row.get("target")}
    found = _step(row, "completion_rate", "completion_rate", **sums)
    if found or not row.get("judged") or row.get("target_type") not in ("level", "cumulative"):
        return found
    return [Step("completion_missing", {"why": "no_baseline" if sums["b"] is None else "no_distance"})]


def _time(row: Row, _: Thresholds) -> list[Step]:
    ends = {name: row.get(name) for name in ("value_end", "baseline_end", "target_end")}
    found = _step(row, "time_progress", "time_progress", **ends, unit=row.get("time_unit"), used=row.get("time_used"),
                  total=row.get("time_total"))
    return found or [Step("time_missing", {"why": row["time_missing"]})] * bool(row.get("time_missing"))


def _pace(row: Row, _: Thresholds) -> list[Step]:
    if row.get("target_type") == "growth_rate":
        growth = {"rate": row.get("growth_rate"), "T": row.get("target"), "result": row.get("pace_ratio")}
        return [Step("growth", growth)] * (growth["rate"] is not None)
    both = {"c": row.get("completion_rate"), "s": row.get("time_progress")}
    return _step(row, "pace_gap", "pace_gap_pp", **both) + _step(row, "pace_ratio", "pace_ratio", **both)


def _distance(row: Row, _: Thresholds) -> list[Step]:
    kept = row.get("target_type") in ("floor", "ceiling", "range")
    sums = {"T": row.get("target"), "v": row.get("value" if row.get("growth_rate") is None else "growth_rate")}
    steps = _step(row, "attainment", "attainment_ratio", **sums) if _start(row) is None and not kept else []
    if kept:
        return steps + _step(row, "margin", "margin", **sums, upper=row.get("target_upper"))
    steps += _step(row, "gap", "gap", **sums, direction=row.get("direction"))
    return steps + [Step("small_distance", {"b": _start(row), "T": sums["T"]})] * bool(row.get("small_distance"))


def _outlook(row: Row, _: Thresholds) -> list[Step]:
    if row.get("verdict") not in ("on_track", "slow", "behind", "regressing", "no_baseline", "undetermined"):
        return []
    sums = {"T": row.get("target"), "v": row.get("value"), "years": row.get("years_left")}
    return (_step(row, "required_pace", "required_pace", **sums)
            + _step(row, "projection", "projection", target_end=row.get("target_end")))


def _ends(row: Row, _: Thresholds) -> list[Step]:
    if row.get("verdict_at_lower") is None:
        return []
    return [Step("ends", {"lower": row["value_lower"], "upper": row["value_upper"],
                          "at_lower": row["verdict_at_lower"], "at_upper": row["verdict_at_upper"]})]


def _verdict(row: Row, limits: Thresholds) -> list[Step]:
    if row.get("verdict") == "target_open":
        return [Step("target_open")]
    answer = Step("guard", {"guard": row.get("guard"), "verdict": row.get("verdict"), "early": bool(row.get("early"))})
    torn = row.get("guard") == 5  # that the ends disagree is said by the guard
    why = [Step("undetermined", {"why": row["reason"]})] if row.get("verdict") == "undetermined" and not torn else []
    return [*_cut(row, limits), answer, *why]


def _cut(row: Row, limits: Thresholds) -> list[Step]:
    """Between which cuts the ratio (scheme points: the percentage points behind) lies."""
    verdict = row.get("verdict")
    if row.get("guard") != 11 or verdict == "undetermined":
        return []
    if limits.scheme == "points" and row.get("target_type") != "growth_rate" and verdict != "regressing":
        green, red = limits.points_green, limits.points_red
        scheme, result = "points", -row["pace_gap_pp"]
        low, high = {"on_track": (None, green), "slow": (green, red), "behind": (red, None)}[str(verdict)]
    else:
        scheme, result = "ratio", row.get("pace_ratio")
        low, high = {"on_track": (limits.on_track, None), "slow": (limits.slow, limits.on_track),
                     "behind": (0.0, limits.slow), "regressing": (None, 0.0)}[str(verdict)]
    return [Step("cut", {"scheme": scheme, "result": result, "at_least": low, "below": high})]


def _second(row: Row, _: Thresholds) -> list[Step]:
    if row.get("verdict") == "qualitative":
        return []
    words = {method: row.get(f"{method}_verdict") for method in ("opensdg", "eurostat")}
    zero = bool(row.get("zero_replaced"))
    steps = [Step("second_method", {"method": method, "verdict": word, "ratio": row.get(f"{method}_ratio"),
                                    "score": row.get(f"{method}_score"), "zero_replaced": zero})
             for method, word in words.items() if word]
    return steps + [Step("methods_disagree", {"pace": row.get("verdict")} | words)] * bool(row.get("methods_disagree"))
