"""The SQL of the verdicts against a second writing of methods.md in plain Python, on made-up cases."""

from datetime import date
from math import inf, nan

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biaochi.progress import judge_table

JUST = 1e-6  # an open end is tried a hair inside, which is what "just above" means
TOLERANCE = 1e-9


def last_day(text):
    """2023 -> its last day; any other text is a date."""
    return date(int(text), 12, 31) if len(text) == 4 else date.fromisoformat(text)


def years(first, second):
    """Whole years between years, else days by 365.25."""
    if len(first) == len(second) == 4:
        return int(second) - int(first)
    return (last_day(second) - last_day(first)).days / 365.25


def share_of_time(case):
    """s, or None where a date is missing or the target is not later than the baseline."""
    tb, tv, end = case["baseline_year"], case["value_year"], case["target_year"]
    if not tb or not end or last_day(end) <= last_day(tb):
        return None
    if {len(tb), len(tv), len(end)} == {4}:
        return (int(tv) - int(tb)) / (int(end) - int(tb))
    return (last_day(tv) - last_day(tb)).days / (last_day(end) - last_day(tb)).days


def comparator(case):
    if case["target_comparator"]:
        return case["target_comparator"]
    if case["target_type"] == "floor":
        return ">="
    return "<=" if case["target_type"] == "ceiling" or case["direction"] == "lower" else ">="


def satisfies(case, number):
    target = case["T"]
    word = comparator(case)
    above = number > target or (word == ">=" and number == target)
    below = number < target or (word == "<=" and number == target)
    return above if word.startswith(">") else below


def two_ends(case):
    v = case["v"]
    near = (0.95 * v, v - JUST) if v > 0 else (v + JUST, 0.95 * v) if v < 0 else (v, v)
    return {"": (v, v), ">": (v + JUST, inf), ">=": (v, inf), "<": (-inf, v - JUST), "<=": (-inf, v), "<~": near,
            "~": (min(0.95 * v, 1.05 * v), max(0.95 * v, 1.05 * v))}[case["value_comparator"]]


def ratio_of(case, number):
    """r for a number, or the growth rate against the one asked for."""
    b, target = case["b"], case["T"]
    if case["target_type"] == "growth_rate":
        rate = number if b is None else yearly(case, number)
        towards = target < 0 if case["direction"] == "lower" else target > 0
        return rate / target if rate is not None and towards else None
    s = share_of_time(case)
    return (number - b) / (target - b) / s if b is not None and s and target != b else None


def yearly(case, number):
    b, number = case["b"], 0.0 if -2 * JUST < number < 0 else number
    if not case["baseline_year"] or b <= 0 or number < 0:
        return number if number == -inf and b > 0 and case["baseline_year"] else None
    return (power(number / b, 1 / years(case["baseline_year"], case["value_year"])) - 1) * 100


def power(base, exponent):
    try:
        return base**exponent
    except OverflowError:
        return inf


def word_at(case, number):
    """Guards 3, 4 and 6 to 11 for one exact number."""
    kind, b, late = case["target_type"], case["b"], last_day(case["value_year"])
    subject = yearly(case, number) if kind == "growth_rate" and b is not None else number
    if kind == "milestone":
        return "done" if satisfies(case, number) else "not_done"
    if kind in ("floor", "ceiling"):
        return "met" if satisfies(case, number) else "breached"
    if subject is None:
        return "undetermined"
    held = b is not None and kind != "growth_rate" and satisfies(case, b)
    if satisfies(case, subject):
        return "maintained" if held else "achieved"
    if case["target_year"] and late >= last_day(case["target_year"]):
        return "missed"
    if case["target_year"] and last_day(case["as_of"]) > last_day(case["target_year"]):
        return "final_value_missing"
    if b is None and kind != "growth_rate":
        return "no_baseline"
    if held:
        return "breached"
    r = ratio_of(case, number)
    if r is None:
        return "undetermined"
    for cut, word in ((0.95, "on_track"), (0.6, "slow"), (0, "behind")):
        if r >= cut - TOLERANCE:
            return word
    return "regressing"


def later(case):
    """Whether there is a value that is known and later than the baseline."""
    if case["v"] is None or last_day(case["value_year"]) > last_day(case["as_of"]):
        return False
    start = case["baseline_year"] if case["b"] is not None else ""
    return not start or last_day(case["value_year"]) > last_day(start)


def pace(case):
    """The verdict and the ratio of section 1."""
    case = case | {"b": 0.0 if case["b"] is None and case["target_type"] == "cumulative" else case["b"]}
    if not later(case):
        return "baseline_only" if case["baseline"] else "no_data", None
    words = {word_at(case, number) for number in two_ends(case)}
    ratio = ratio_of(case, case["v"])
    return words.pop() if len(words) == 1 else "undetermined", None if ratio == inf else ratio


def growth(case, number):
    return (number / case["b"]) ** (1 / years(case["baseline_year"], case["value_year"])) - 1


def second(case):
    """R of section 2 and whether the target is surely met; None, False where the method does not apply."""
    if case["v"] is None or last_day(case["value_year"]) > last_day(case["as_of"]):
        return None, False
    if case["target_type"] not in ("level", "cumulative", "floor", "ceiling", "none"):
        return None, False
    goal = None if case["target_type"] == "none" else case["T"]
    met = goal is not None and all(satisfies(case, number) for number in two_ends(case))
    b, tb = case["b"], case["baseline_year"]
    b = 0.0 if b is None and case["target_type"] == "cumulative" else b
    if b is None or not tb or case["v"] * (b or 1) < 0:
        return None, met
    first, value = last_day(tb), last_day(case["value_year"])
    if value < first.replace(year=first.year + 1):
        return None, met
    case = case | {"b": b or 0.001}
    d = -1 if comparator(case | {"target_comparator": ""}) == "<=" else 1
    shown = (-1 if case["b"] < 0 else 1) * d * growth(case, case["v"])
    if goal is None:
        return shown, met
    goal = goal or 0.001
    if not case["target_year"] or last_day(case["target_year"]) <= first or goal / case["b"] <= 0 or goal == case["b"]:
        return None, met
    return shown / abs((goal / case["b"]) ** (1 / years(tb, case["target_year"])) - 1), met


def room(case):
    limit, size = abs(float(case["limit"] or 0)), abs(case["b"] or 0.001)
    if not limit or size >= 2 * limit:
        return 1.0
    return 1 - ((size if size <= limit else 2 * limit - size) / limit) ** 4.44


def opensdg(case):
    ratio, met = second(case)
    if met or ratio is None:
        return ("target_achieved", ratio, 5.0) if met else ("not_available", None, None)
    free = case["target_type"] == "none"
    c = room(case) if free else 1.0
    high, middle = (0.015 * c, 0.005 * c) if free else (0.95, 0.6)
    word = ("substantial_progress" if ratio >= high else "moderate_progress" if ratio >= middle
            else "limited_progress" if ratio >= 0 else "deterioration")
    if not free:
        score = 7.1429 * ratio - 4.2857 if ratio >= 0.6 else 4.1667 * ratio - 2.5
    elif ratio < 0:
        score = 125 * ratio - 2.5
    elif c == 0:
        score = 5.0
    else:
        slope, shift = (500, 5) if ratio >= high else (250, 1.25) if ratio >= middle else (500, 2.5)
        score = slope * ratio / c - shift
    return word, ratio, max(-5.0, min(5.0, score))


def eurostat(case):
    ratio, met = second(case)
    if met or ratio is None:
        return ("significant_progress", ratio, 5.0) if met else ("not_available", None, None)
    if case["target_type"] != "none":
        word = ("significant_progress" if ratio > 0.95 else "moderate_progress" if ratio > 0.6
                else "insufficient_progress" if ratio >= 0 else "movement_away")
        score = (5.0 if ratio > 1.3 else 5 / 0.7 * (ratio - 0.6) if ratio >= 0.6
                 else 5 / 1.2 * (ratio + 0.6) - 5 if ratio > -0.6 else -5.0)
        return word, ratio, score
    c = room(case)
    word = ("significant_progress" if ratio > 0.01 * c else "moderate_progress" if ratio > 0.001 * c
            else "no_progress" if ratio >= -0.001 else "moderate_movement_away" if ratio >= -0.01
            else "significant_movement_away")
    score = (-5.0 if ratio < -0.02 else 5.0 if c == 0 or ratio > 0.02 * c else 5 * ratio / (0.02 * c) if ratio >= 0
             else 5 * ratio / 0.02)
    return word, ratio, score


def wanted(case):
    if case["method"] == "opensdg":
        return opensdg(case)
    if case["method"] == "eurostat":
        return eurostat(case)
    word, ratio = pace(case)
    return word, ratio, None


tenths = st.integers(800, 1300).map(lambda number: number / 10)
numbers = st.one_of(st.integers(-3, 3).map(float), st.integers(-200, 400).map(float), tenths)
dates = st.one_of(st.integers(2018, 2027).map(str), st.dates(date(2019, 1, 1), date(2027, 12, 31)).map(str))


@st.composite
def cases(draw):
    method = draw(st.sampled_from(["linear_pace", "linear_pace", "opensdg", "eurostat"]))
    kinds = ["level", "level", "level", "cumulative", "floor", "ceiling", "milestone", "growth_rate"]
    kind = draw(st.sampled_from(["level", "none", "ceiling", "milestone"] if method != "linear_pace" else kinds))
    b, v = draw(st.none() | numbers), draw(st.none() | numbers)
    target = None if kind == "none" else draw(numbers)
    day = draw(dates)
    return {
        "method": method, "target_type": kind, "b": b, "T": target, "v": v,
        "direction": draw(st.sampled_from(["", "higher", "lower"])),
        "baseline": "" if b is None else str(b),
        "baseline_year": draw(st.sampled_from(["2020", "2020", "2020-06-30", ""])),
        "target": "" if target is None else str(target),
        "target_year": draw(st.sampled_from(["2025", "2025", "2024-09-30"])),
        "target_comparator": draw(st.sampled_from(["", "", ">", ">=", "<", "<="])),
        "value": "" if v is None else str(v),
        "value_year": day,
        "value_comparator": draw(st.sampled_from(["", "", "", ">", ">=", "<~", "~", "<=", "<"])),
        "as_of": draw(st.sampled_from([day, "2023", "2030-01-01"])),
        "limit": draw(st.sampled_from(["", "100", "400"])),
    }


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(cases(), min_size=20, max_size=60))
def test_agrees_with_the_reference(some):
    given_cells = pd.DataFrame(some).drop(columns=["b", "T", "v"])
    found = judge_table(duckdb.connect(), given_cells)
    assert "problem" not in found
    for case, row in zip(some, found.to_dict("records"), strict=True):
        word, *two = wanted(case)
        ratio, score = (nan if number is None else number for number in two)
        assert row["verdict"] == word, (case, row)
        assert row["ratio"] == pytest.approx(ratio, rel=1e-6, abs=1e-9, nan_ok=True), case
        assert row["score"] == pytest.approx(score, abs=1e-3, nan_ok=True), case
