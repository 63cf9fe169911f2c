"""Which value is judged, what stands apart and why, on hand-made tables of 甲区 (methods.md section 1)."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from biaochi.progress import select_assessments
from tests.progress_tables import AREA, FROM_ZERO, NO_BASELINE, TARGET, apart, judged, seen, tables


def test_the_latest_eligible_period_wins():
    row = judged(seen(2022, 120.0), seen(2024, 180.0), seen(2023, 190.0), as_of=date(2025, 6, 1))
    assert (row["figure"], row["value"], row["verdict"]) == (1, 180.0, "on_track")
    assert row["time_progress"] == pytest.approx(0.8)
    assert (row["plan"], row["ord"], row["indicator"], row["ref_area"]) == ("jia", 0, "mills", AREA)


def test_a_later_period_does_not_exist_yet():
    figures = seen(2022, 120.0), seen(2024, 180.0)
    assert judged(*figures, as_of=date(2024, 12, 30))["value"] == 120.0
    assert judged(*figures, as_of=date(2024, 12, 31))["value"] == 180.0
    assert judged(*figures, as_of=date(2021, 1, 1))["verdict"] == "baseline_only"
    assert apart(seen(2024, basis="ytd"), as_of=date(2024, 1, 1)) == []


def test_an_embargo_and_secrets_hide_a_figure_altogether():
    held = seen(2023, embargo_until=date(2024, 3, 1))
    assert judged(held, as_of=date(2024, 2, 29))["verdict"] == "baseline_only"
    assert judged(held, as_of=date(2024, 3, 1))["verdict"] == "slow"
    for hidden in (held | {"basis": "ytd"}, seen(2023, basis="ytd", conf_status="N")):
        assert judged(hidden, as_of=date(2024, 2, 1))["verdict"] == "baseline_only"
        assert apart(hidden, as_of=date(2024, 2, 1)) == []
    assert judged(seen(2023, conf_status="N"))["verdict"] == "baseline_only"


@pytest.mark.parametrize(("figure", "reason"), [
    ({"basis": "ytd"}, "basis"), ({"period_end": None, "time_period": None}, "period_unknown"),
    ({"obs_status": "F"}, "forecast"), ({"obs_status": "L"}, "not_collected"),
    ({"indicator": "mills-new"}, "definition")])
def test_what_is_not_eligible_stands_apart_with_its_reason(figure, reason):
    other = seen(2023) | figure
    assert apart(other) == [(0, reason, True)]
    row = judged(other)
    assert (row["verdict"], row["ineligible_count"], row["ineligible_reasons"]) == ("not_comparable", 1, reason)
    assert pd.isna(row["completion_rate"])
    assert judged(other, **NO_BASELINE)["verdict"] == "not_comparable"
    assert judged(other, seen(2022, 190.0), as_of=date(2024, 1, 1))["verdict"] == "on_track"
    assert judged(other, target_type="milestone", target_value=1.0, **FROM_ZERO)["verdict"] == "not_comparable"


def test_a_figure_not_later_than_the_baseline_changes_nothing():
    for other in (seen(2020, basis="ytd"), seen(2019, indicator="mills-new"), seen(2020, 100.0)):
        assert judged(other)["verdict"] == "baseline_only"
        assert judged(other, target_type="cumulative", **FROM_ZERO)["verdict"] == "no_data"
    assert judged(seen(2020, basis="ytd"), baseline_end=None)["verdict"] == "not_comparable"
    assert judged(seen(2019, basis="ytd"), **NO_BASELINE)["verdict"] == "not_comparable"


def test_a_later_figure_of_another_kind_beside_the_baseline_is_not_comparable():
    assert judged(seen(2020, 100.0), seen(2023, basis="ytd"))["verdict"] == "not_comparable"


def test_other_units_other_areas_and_what_was_never_collected_prove_nothing():
    rank = seen(2023, 2.0, indicator="mill-rank")
    assert apart(rank) == [(0, "definition", False)]
    empty = seen(2023, obs_status="L") | {"value": None}
    assert apart(empty) == [(0, "not_collected", False)]
    elsewhere, promised = seen(2023, ref_area="990102"), seen(2023, role="milestone")
    for other in (rank, empty, elsewhere, promised, seen(2023, indicator="ponds")):
        assert judged(other)["verdict"] == "baseline_only"
    assert judged(seen(2023, indicator="ponds"), indicator="wells")["verdict"] == "baseline_only"


@pytest.mark.parametrize(("basis", "target_months", "months", "kind", "eligible"), [
    ("flow", 12, 12, "year", True), ("flow", 12, 5, "span", False), ("flow", 60, 12, "year", False),
    ("ytd", 12, 8, "span", False), ("stock", 12, 1, "month", True), ("stock", 12, 0, "day", True),
    ("ratio", 12, 1, "month", True), ("ratio", 12, 0, "until", True), ("ratio", 12, 3, "quarter", False),
    ("ratio", 12, 12, "year", True), ("flow", None, 5, "span", True), ("flow", 12, None, "span", True)])
def test_a_period_of_another_length_is_not_eligible(basis, target_months, months, kind, eligible):
    figure = seen(2023, basis=basis, months=months, period_kind=kind)
    row = judged(figure, basis=basis, months=target_months)
    assert row["verdict"] == ("final_value_missing" if eligible else "not_comparable")
    assert apart(figure, basis=basis, months=target_months) == ([] if eligible else [(0, "period_length", True)])


@pytest.mark.parametrize(("figure", "promise", "eligible"), [
    ({"period_kind": "years", "period_start": date(2021, 1, 1), "months": 36}, {}, True),
    ({"period_kind": "day", "months": 0}, {}, True),
    ({"cumulative_from": "2021"}, {}, True), ({"cumulative_from": "2021-01-01"}, {}, True),
    ({"cumulative_from": "2018-05"}, {}, False),
    ({"period_kind": "years", "period_start": date(2019, 1, 1)}, {}, False),
    ({"cumulative_from": "2018-05"}, {"cumulative_from": "2018-05-01"}, True),
    ({"cumulative_from": "2021"}, {"cumulative_from": "2018-05"}, False), ({}, {"cumulative_from": "2018-05"}, True),
    ({"cumulative_from": "2019"}, {"period_kind": "years", "period_start": date(2021, 1, 1)}, False)])
def test_cumulative_counts_must_begin_together_where_both_say_when(figure, promise, eligible):
    count = seen(2023, basis="cumulative") | figure
    printed = seen(2025, 200.0, role="target", plan="jia", ord=0, basis="cumulative") | promise
    row = judged(count, printed, basis="cumulative", target_type="cumulative", as_of=date(2024, 1, 1), **FROM_ZERO)
    assert row["verdict"] == ("on_track" if eligible else "not_comparable")
    assert row["ineligible_reasons"] == "cumulative_from" or eligible


def test_a_stated_cumulative_baseline_says_nothing_about_its_start():
    count = seen(2023, basis="cumulative", cumulative_from="2018")
    printed = seen(2020, 100.0, role="baseline", plan="jia", ord=0, period_kind="years", period_start=date(2016, 1, 1))
    row = judged(count, printed, basis="cumulative", target_type="cumulative", as_of=date(2024, 1, 1))
    assert row["verdict"] == "slow"


def test_two_eligible_values_that_differ_leave_it_open():
    first, second = seen(2023, 150.0), seen(2023, 151.0, period_kind="day", annual=False)
    row = judged(seen(2022, 120.0), first, second)
    assert (row["verdict"], row["guard"], row["reason"], row["conflict"]) == ("undetermined", 2, "conflict", True)
    assert pd.isna(row["value"])
    assert pd.isna(row["time_progress"])
    assert apart(seen(2022, 120.0), first, second) == [(1, "conflict", False), (2, "conflict", False)]
    assert judged(first, seen(2023, comparator=">", lower_open=True, upper=float("inf")))["verdict"] == "undetermined"
    assert judged(first, second, target_type="qualitative", target_value=None)["verdict"] == "qualitative"


def test_values_that_agree_and_older_conflicts_do_no_harm():
    same = seen(2023, period_kind="day", annual=False), seen(2023, obs_status="V"), seen(2023)
    assert judged(*same, as_of=date(2024, 1, 1))["figure"] == 2
    older = seen(2022, 120.0), seen(2022, 121.0), seen(2023, 170.0)
    assert judged(*older, as_of=date(2024, 1, 1))["verdict"] == "on_track"
    assert judged(seen(2020, 100.0), seen(2020, 101.0))["verdict"] == "baseline_only"
    assert apart(seen(2023, basis="ytd"), seen(2022, 1.0, basis="ytd")) == [(0, "basis", True), (1, "basis", True)]


def test_targets_of_several_plans_do_not_mix_and_the_query_can_fill_a_table():
    con = tables([TARGET, TARGET | {"ord": 1, "indicator": "wells"}, TARGET | {"plan": "yi", "ref_area": "990102"}],
                 [seen(2023, 170.0), seen(2023, 110.0, indicator="wells"), seen(2023, 120.0, ref_area="990102")])
    sql, params = select_assessments(date(2024, 1, 1))
    con.execute(f"create table assessment as {sql}", params)
    assert con.execute("select plan, ord, verdict from assessment order by all").fetchall() == [
        ("jia", 0, "on_track"), ("jia", 1, "behind"), ("yi", 0, "behind")]


def test_a_range_is_known_by_its_two_ends():
    assert judged(seen(2025, 5.0), target_value=3.0, target_upper=6.0)["verdict"] == "in_range"


def test_a_target_that_is_not_set_yet_is_not_judged_whatever_is_known():
    waiting: Any = {"target_value": None, "target_comparator": None}
    for figures in ([], [seen(2023)], [seen(2023), seen(2023, 160.0)]):
        row = judged(*figures, **waiting)
        assert (row["verdict"], row["reason"]) == ("target_open", "no_target")
        assert pd.isna(row["completion_rate"])
    assert judged(seen(2023), **waiting, target_type="qualitative")["verdict"] == "qualitative"
