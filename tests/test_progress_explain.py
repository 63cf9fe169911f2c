"""The numbers beside a verdict, its two ends, and its explanation, on hand-made tables of 甲区."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from biaochi.model import Thresholds
from biaochi.progress import Step, assess, explain, reasons
from tests.progress_tables import NO_BASELINE, judged, seen, tables


def test_numbers_beside_the_word():
    row = judged(seen(2022, 138.0), as_of=date(2023, 1, 1))
    wanted = {"completion_rate": 0.38, "time_progress": 0.4, "pace_gap_pp": -2, "pace_ratio": 0.95,
              "required_pace": 62 / 3, "attainment_ratio": 0.69, "gap": 62, "projection": 195, "time_used": 2,
              "time_total": 5, "years_left": 3}
    assert {name: row[name] for name in wanted} == pytest.approx(wanted)
    assert (row["guard"], row["time_unit"], row["early"], row["small_distance"]) == (11, "year", False, False)
    assert pd.isna(row["margin"])
    assert row["opensdg_ratio"] == pytest.approx((1.38**0.5 - 1) / (2**0.2 - 1))


def test_gap_and_margin_point_the_same_way_for_every_direction():
    lower = judged(seen(2022, 80.0), target_value=50.0, direction="lower", as_of=date(2023, 1, 1))
    assert (lower["gap"], lower["required_pace"], lower["projection"]) == (30, -10, 50)
    assert judged(seen(2022, 80.0), target_value=50.0, target_type="ceiling")["margin"] == -30
    assert judged(seen(2022, 80.0), target_value=50.0, target_type="floor")["margin"] == 30
    assert judged(seen(2022, 5.0), target_value=3.0, target_upper=6.0)["margin"] == 1
    assert judged(seen(2022, 7.0), target_value=3.0, target_upper=6.0)["margin"] == -1


def test_early_is_said_of_achieved_only():
    assert judged(seen(2024, 210.0))["early"]
    assert not judged(seen(2025, 210.0))["early"]
    assert not judged(seen(2024, 210.0), baseline_value=205.0)["early"]
    assert not judged(seen(2024, 210.0), target_type="floor")["early"]


def test_a_target_next_to_its_baseline_is_marked():
    assert judged(seen(2022, 100.2), target_value=100.9)["small_distance"]
    assert not judged(seen(2022, 100.2), target_value=101.0)["small_distance"]
    assert not judged(seen(2022, 0.2), baseline_value=0.0, target_value=1.0)["small_distance"]


def test_the_methods_disagree_about_a_low_baseline():
    row = judged(seen(2025, 9.53), baseline_value=0.37, baseline_end=date(2015, 12, 31), target_value=60.0,
                 target_end=date(2030, 12, 31), as_of=date(2026, 1, 1))
    assert (row["verdict"], row["opensdg_verdict"], row["methods_disagree"]) == ("behind", "substantial_progress", True)
    both = {"opensdg": "substantial_progress", "eurostat": "significant_progress"}
    assert explain(row)[-1] == Step("methods_disagree", {"pace": "behind"} | both)
    assert "methods_disagree" in reasons(row)
    assert not judged(seen(2022, 150.0), as_of=date(2023, 1, 1))["methods_disagree"]


def test_a_zero_baseline_is_said_to_be_replaced():
    assert judged(seen(2022, 50.0), baseline_value=0.0)["zero_replaced"]
    assert not judged(seen(2022, 50.0))["zero_replaced"]


def ends(lower, upper, lower_open=False, upper_open=False, **target):
    """A value between two ends, two years on."""
    value = {"value": lower, "lower": lower, "upper": upper, "lower_open": lower_open, "upper_open": upper_open}
    return judged(seen(2022, comparator="~") | value, as_of=date(2023, 1, 1), **target)


def test_both_ends_are_shown_and_an_open_end_lies_beside_its_number():
    row = ends(138.0, 210.0)
    assert (row["verdict"], row["guard"]) == ("undetermined", 5)
    assert (row["verdict_at_lower"], row["verdict_at_upper"]) == ("on_track", "achieved")
    points: Any = {"thresholds": Thresholds(scheme="points")}
    assert ends(130.0, 135.0, **points)["verdict_at_lower"] == "slow"
    assert ends(130.0, 135.0, lower_open=True, **points)["verdict"] == "on_track"
    assert ends(95.0, 110.0, upper_open=True, **points)["verdict_at_upper"] == "behind"
    assert ends(95.0, 110.0, **points)["verdict_at_upper"] == "slow"
    lower: Any = {"direction": "lower", "target_value": 0.0}
    assert ends(62.0, 70.0, **lower)["verdict_at_lower"] == "on_track"
    assert ends(62.0, 70.0, lower_open=True, **lower)["verdict"] == "slow"
    assert ends(100.0, 101.0, lower_open=True, **lower)["verdict"] == "regressing"
    assert pd.isna(judged(seen(2022, 150.0))["verdict_at_lower"])


def test_assess_reads_any_relation_named_cases():
    sql, params = assess()
    con = tables([], [])
    con.execute("""create table cases as select 7 as case_id, date '2023-01-01' as as_of, 'level' as target_type,
        'higher' as direction, 100.0::double as baseline, date '2020-12-31' as baseline_end, true as baseline_annual,
        true as baseline_stated, 200.0::double as target, null::double as target_upper,
        null::varchar as target_comparator, null::boolean as target_lower_open, null::boolean as target_upper_open,
        date '2025-12-31' as target_end,
        true as target_annual, null::double as limit_value, 150.0::double as value, null::double as value_lower,
        null::double as value_upper, null::boolean as value_lower_open, null::boolean as value_upper_open,
        date '2022-12-31' as value_end, true as value_annual, true as value_dated,
        false as target_open, false as conflict,
        0 as ineligible_count""")
    found = con.execute(f"select case_id, verdict, pace_ratio from ({sql})", params).fetchall()
    assert found == [(7, "on_track", 1.25)]


def keys(row, **more):
    return [step.key for step in explain(row, **more)]


def test_the_explanation_follows_the_sum():
    row = judged(seen(2022, 138.0), as_of=date(2023, 1, 1))
    assert keys(row) == ["value", "completion_rate", "time_progress", "pace_gap", "pace_ratio", "gap", "required_pace",
                         "projection", "cut", "guard", "second_method", "second_method"]
    steps = {step.key: dict(step.params) for step in explain(row)}
    assert steps["completion_rate"] == {"v": 138, "b": 100, "T": 200, "result": pytest.approx(0.38)}
    assert steps["time_progress"] | {"result": 0.4} == {
        "value_end": row["value_end"], "baseline_end": row["baseline_end"], "target_end": row["target_end"],
        "unit": "year", "used": 2, "total": 5, "result": 0.4}
    assert steps["cut"] == {"scheme": "ratio", "result": pytest.approx(0.95), "at_least": 0.95, "below": None}
    assert steps["guard"] == {"guard": 11, "verdict": "on_track", "early": False}
    assert reasons(row) == []


def test_the_explanation_of_lights_by_points():
    points = Thresholds(scheme="points")
    row = judged(seen(2022, 120.0), as_of=date(2023, 1, 1), thresholds=points)
    cut = next(step for step in explain(row, points) if step.key == "cut")
    assert cut.params == {"scheme": "points", "result": pytest.approx(20), "at_least": 10, "below": 30}


@pytest.mark.parametrize(("figures", "target", "wanted", "codes"), [
    ([], {}, ["baseline_only", "guard"], []),
    ([], NO_BASELINE, ["no_value", "guard"], []),
    ([seen(2023, basis="ytd")], {}, ["no_value", "guard"], ["basis"]),
    ([seen(2023, 1.0), seen(2023, 2.0)], {}, ["conflict", "guard", "undetermined"], ["conflict"]),
    ([seen(2023)], {"target_type": "qualitative", "target_value": None}, ["qualitative", "guard"], []),
    ([seen(2025, 150.0)], NO_BASELINE,
     ["value", "completion_missing", "time_missing", "attainment", "gap", "guard"], ["no_baseline"]),
    ([seen(2025, 250.0, dated=False, obs_status="P")], {}, ["value", "completion_rate", "time_missing", "gap", "guard"],
     ["value_undated", "provisional"]),
    ([seen(2024, 250.0)], {"target_type": "floor"},
     ["value", "completion_rate", "time_progress", "pace_gap", "pace_ratio", "margin", "guard"], []),
    ([seen(2024, 110.0)], {"target_type": "growth_rate", "target_value": 2.0},
     ["value", "time_progress", "growth", "gap", "guard"], ["early"]),
    ([seen(2024, 201.0, lower=199.0, upper=203.0)], {},
     ["value", "completion_rate", "time_progress", "pace_gap", "pace_ratio", "gap", "required_pace", "projection",
      "ends", "guard"], ["bounds"]),
])
def test_the_explanation_leaves_out_what_is_not_known(figures, target, wanted, codes):
    row = judged(*figures, **target)
    assert [key for key in keys(row) if key != "second_method"] == wanted
    assert reasons(row) == codes
