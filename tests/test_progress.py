"""Verdicts by reference/methods.md: every row of its vectors, and further cases of the same kinds derived by hand."""

from datetime import date
from math import isnan
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from biaochi.model import Thresholds
from biaochi.progress import judge_table

DATA = Path(__file__).parent / "data"
VECTORS, CASES = (pd.read_csv(DATA / f"progress-{name}.csv", dtype=str, keep_default_na=False)
                  for name in ("vectors", "cases"))
WANTED = ["expected_verdict", "expected_ratio", "expected_score"]


def judge(table, *more, **options):
    return judge_table(duckdb.connect(), table, *more, **options)


def row(value="150@2022", **cells):
    """Up to 200 by 2025, from 100 in 2020; the value is printed as number@period."""
    number, _, year = value.partition("@")
    return {"baseline": "100", "baseline_year": "2020", "target": "200", "target_year": "2025", "value": number,
            "value_year": year} | cells


def verdicts(*rows, **options):
    return list(judge(pd.DataFrame(rows).fillna(""), **options)["verdict"])


def agree(found, wanted):
    assert found["verdict"] == wanted["expected_verdict"], dict(found)
    if wanted["expected_ratio"]:
        assert found["ratio"] == pytest.approx(float(wanted["expected_ratio"]), rel=1e-6, abs=1e-12)
    elif wanted.get("published_or_derived") != "published":
        assert isnan(found["ratio"]), dict(found)
    if wanted["expected_score"]:
        assert found["score"] == pytest.approx(float(wanted["expected_score"]), abs=1e-3)
    else:
        assert isnan(found["score"])


@pytest.fixture(scope="module")
def judged():
    return {len(table): judge(table.drop(columns=WANTED)) for table in (VECTORS, CASES)}


@pytest.mark.parametrize("at", range(len(VECTORS)), ids=list(VECTORS["id"]))
def test_agrees_with_the_vectors(judged, at):
    agree(judged[len(VECTORS)].iloc[at], VECTORS.iloc[at])


@pytest.mark.parametrize("at", range(len(CASES)), ids=list(CASES["id"]))
def test_agrees_with_cases_derived_by_hand(judged, at):
    agree(judged[len(CASES)].iloc[at], CASES.iloc[at])


def test_gives_the_rows_back_as_they_were():
    answer = judge(VECTORS)
    assert list(answer.columns) == [*VECTORS.columns, "verdict", "ratio", "score"]
    assert answer[list(VECTORS.columns)].equals(VECTORS)


@pytest.mark.parametrize(("value", "verdict"), [
    ("130@2022", "slow"), ("130.1@2022", "on_track"), ("近130@2022", "slow"), ("110@2022", "slow"),
    ("109.9@2022", "behind"), ("近110@2022", "behind"), ("100@2022", "behind"), ("99@2022", "regressing"),
    ("200@2022", "achieved"), ("199@2025", "missed")])
def test_lights_by_points_behind_schedule(value, verdict):
    assert verdicts(row(value), thresholds=Thresholds(scheme="points")) == [verdict]


def test_growth_rates_have_no_points():
    growth = row("104@2022", target="3", target_type="growth_rate")
    assert verdicts(growth, thresholds=Thresholds(scheme="points")) == verdicts(growth) == ["slow"]


def test_cuts_and_house_rules_come_from_the_configuration():
    easy = Thresholds(on_track=0.9, slow=0.5, near_share=0.4)
    assert verdicts(row("136@2022"), row("近200@2025"), row("近138@2022"), row("121@2022"), thresholds=easy) \
        == ["on_track", "missed", "undetermined", "slow"]
    lights = Thresholds(scheme="points", points_green=1, points_red=2)
    rows = row("139.5@2022"), row("138.5@2022"), row("137@2022")
    assert verdicts(*rows, thresholds=lights) == ["on_track", "slow", "behind"]


def test_as_of_of_the_call_holds_where_the_row_has_none():
    both = row(), row(as_of="2022")
    assert verdicts(*both, as_of=date(2026, 1, 1)) == ["final_value_missing", "on_track"]
    assert verdicts(*both, as_of=date(2021, 1, 1)) == ["baseline_only", "on_track"]


@pytest.mark.parametrize(("column", "cell"), [
    ("method", "bogus"), ("target_type", "lvl"), ("direction", "up"), ("value_comparator", "=="),
    ("target_comparator", "about"), ("value", "1o0"), ("value", "nan"), ("value", "百亿级"), ("baseline", "很多"),
    ("target", "1o0"), ("target", "[6,3]"), ("value_year", "22年左右吧"), ("target_year", "20255"),
    ("baseline_year", "明年"), ("as_of", "someday"), ("limit", "inf")])
def test_an_unreadable_cell_is_named_and_nothing_else_suffers(column, cell):
    before, found, after = judge(pd.DataFrame([row(), row(**{column: cell}), row()]).fillna("")).to_dict("records")
    assert (found["verdict"], before["verdict"], after["verdict"]) == ("", "on_track", "on_track")
    assert isnan(found["ratio"])
    assert before["problem"] == after["problem"] == ""
    assert found["problem"].startswith(f"{column}：")
    assert cell in found["problem"]


def test_a_comparator_may_stand_in_its_column_or_before_the_value():
    for text, sign in (("逾200", ""), ("200", ">"), ("逾200", ">"), ("200", "≥"), ("200以上", "=")):
        assert verdicts(row(f"{text}@2025", value_comparator=sign)) == ["achieved"]
    assert verdicts(row("200@2025", value_comparator="<~")) == ["missed"]


def test_the_unit_may_stand_in_the_cell():
    assert verdicts(row("17832万元@2025", baseline="1", target="1.7832", unit="亿元")) == ["achieved"]
    assert verdicts(row("5.53%@2025", target="5.5%", baseline="5%")) == ["achieved"]


def test_missing_columns_and_empty_tables_are_tolerated():
    assert verdicts({"target": "60", "value": "61", "value_year": "2022"}, {"target": "甲"}) == ["achieved", ""]
    assert list(judge(pd.DataFrame({"target": []})).columns) == ["target", "verdict", "ratio", "score"]
    assert judge(pd.DataFrame()).empty


def test_a_range_and_a_number_are_not_taken_for_each_other():
    answer = judge(pd.DataFrame([row(target="[3,6]", target_type="floor"), row(target_type="range")]))
    assert list(answer["verdict"]) == ["", ""]
    assert all(answer["problem"].str.startswith("target："))
