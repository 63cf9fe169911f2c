"""One sentence a target: every verdict and type of target, in both languages, saying no more than the assessment."""

from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from biaochi import sentences
from biaochi.palette import VERDICTS
from biaochi.views.rows import Aim, aims
from biaochi.words import Words
from tests.exports_house import AS_OF, PLAN, sample

ZH, EN = Words("zh"), Words("en")
HAND_MADE = {
    "plan": "x",
    "ord": 0,
    "indicator": "x",
    "area_name": "甲区",
    "indicator_name": "样例",
    "unit": "家",
    "basis": "stock",
    "target_type": "level",
    "target": 200.0,
    "target_text": "200",
    "target_comparator": "=",
    "target_period": "2025",
    "baseline": 100.0,
    "baseline_text": "100",
    "baseline_comparator": "=",
    "baseline_period": "2020",
    "judged": True,
    "value": 150.0,
    "value_text": "150",
    "value_comparator": "=",
    "value_lower": 150.0,
    "value_upper": 150.0,
    "value_period": "2024",
    "value_status": None,
    "verdict": "slow",
    "completion_rate": 0.5,
    "attainment_ratio": 0.75,
    "time_progress": 0.8,
    "pace_gap_pp": -30.0,
    "required_pace": 50.0,
    "gap": 50.0,
    "margin": None,
    "growth_rate": None,
    "reason": None,
    "early": False,
    "small_distance": False,
}


def by_hand(**changes: Any) -> Any:
    return SimpleNamespace(row=HAND_MADE | changes, target=None, baseline=None, value=None, apart=())


def told() -> dict[str, Aim]:
    return {aim.row["indicator"]: aim for aim in aims(sample(), AS_OF, PLAN)}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_sentence_is_as_it_was_approved(lang: str, golden: Any) -> None:
    words = Words(lang)
    said = [f"{key}\t{aim.row['verdict']}\t{sentences.notice(aim, words)}" for key, aim in told().items()]
    plan = sample().plan(PLAN) or {}
    golden(
        f"export-sentences-{lang}.txt",
        "\n".join([*said, sentences.plan_notice(plan, list(told().values()), AS_OF, words), ""]),
    )


def test_the_sample_has_every_verdict_that_a_catalogue_can_have() -> None:
    assert {aim.row["verdict"] for aim in told().values()} == set(VERDICTS) - {"not_available"}
    assert sentences.notice(
        by_hand(verdict="not_available", reason="no_target", target=None, target_text="若干"), ZH
    ) == ("甲区样例的规划目标若干没有可比的数，不作判断。")


def test_the_sentence_that_the_issue_asks_for() -> None:
    row = by_hand(
        verdict="achieved",
        early=True,
        area_name="甲区",
        value=887.0,
        value_text="887",
        value_lower=887.0,
        value_upper=887.0,
        value_period="2025-23",
        target=620.0,
        target_text="620",
        completion_rate=2.7565,
    )
    row.value = {"value": 887.0, "value_text": "887", "unit": "家", "comparator": "=", "title": "甲报"}
    assert sentences.notice(row, ZH) == (
        "截至2025年秋，甲区样例887家，提前达到规划目标620家（完成率275.7%），期末值仍需确认，来源：甲报。"
    )


def test_no_sentence_has_an_unfilled_hole_or_a_doubled_mark() -> None:
    for lang in ("zh", "en"):
        for aim in told().values():
            for text in (sentences.notice(aim, Words(lang)), sentences.statement(aim, Words(lang))):
                assert not re.search(r"[{}]|None|nan|—[，。]|，，|，。|（）|  |; ;|,,", text), text
                assert text.endswith("。" if lang == "zh" else ".")


def test_a_bounded_value_gives_bounds_only() -> None:
    near, over, open_ = (sentences.notice(told()[key], ZH) for key in ("near-one", "over-two", "open-one"))
    assert "近160家" in near
    assert "完成率近60%" in near
    assert not re.search("还差|相差|每年|时间进度", near)
    assert "超过2,000人" in over
    assert "完成率超过200%" in over
    assert "按下限判断为“进度偏慢”，按上限判断为“已达到”" in open_


@pytest.mark.parametrize(
    ("comparator", "up", "down"),
    [(">", "超过", "少于"), ("<", "少于", "超过"), ("~", "约", "约"), (">=", "至少", "至多"), ("<~", "近", "约")],
)
def test_a_bound_turns_around_where_less_is_more(comparator: str, up: str, down: str) -> None:
    higher = by_hand(verdict="achieved", value_comparator=comparator)
    lower = by_hand(verdict="achieved", value_comparator=comparator, target=50.0, target_text="50")
    assert f"完成率{up}50%" in sentences.notice(higher, ZH)
    assert f"完成率{down}50%" in sentences.notice(lower, ZH)


def test_where_nothing_was_judged_no_value_and_no_share_is_claimed() -> None:
    for key in ("other-way", "silent", "start-only", "wordy", "torn-one"):
        said = sentences.notice(told()[key], ZH)
        assert not re.search(r"完成率|达成比|截至|进度正常|偏慢|滞后|0%", said), said
    assert "甲区样例报道" not in sentences.notice(told()["silent"], ZH)


def test_what_we_saw_only_as_a_copy_is_said_so() -> None:
    assert "乙报样例（转载，未见官方原文，未核对）" in sentences.notice(told()["torn-one"], ZH)
    assert "乙报样例 (republished; official text not seen, not checked)" in sentences.notice(told()["torn-one"], EN)


def test_small_distances_and_missing_baselines_have_no_completion_rate() -> None:
    assert "完成率" not in sentences.notice(by_hand(small_distance=True), ZH)
    no_baseline = by_hand(verdict="no_baseline", baseline=None, completion_rate=None)
    assert "目标达成比75%" in sentences.notice(no_baseline, ZH)
    assert "完成率" not in sentences.notice(no_baseline, ZH)


@pytest.mark.parametrize(
    ("period", "basis", "head"),
    [
        ("2024", "stock", "截至2024年，"),
        ("2024", "flow", "2024年，"),
        ("2024-06", "stock", "截至2024年6月，"),
        ("/2023-06-19", "cumulative", "截至2023年6月19日，"),
        ("2022-01/2022-05", "ytd", "2022年1—5月，"),
        ("2024-H1", "flow", "2024年上半年，"),
        ("2021/2024", "cumulative", "2021—2024年，"),
    ],
)
def test_when(period: str, basis: str, head: str) -> None:
    assert sentences.notice(by_hand(value_period=period, basis=basis), ZH).startswith(head + "甲区样例")


def test_a_plan_in_one_sentence() -> None:
    plan = {"name": "甲规划", "name_en": "Plan A", "doc_number": "甲政发〔2021〕1号", "reliability": "official"}
    rows = [by_hand(verdict="slow"), by_hand(verdict="achieved"), by_hand(verdict="no_data")]
    assert sentences.plan_notice(plan, rows, date(2025, 3, 1), ZH) == (
        "截至2025年3月1日，甲规划3项目标中，1项已达到，1项进度偏慢，1项暂无可用数据，不能判断，目标来源：甲政发〔2021〕1号。"
    )
    assert sentences.plan_notice({"name": "甲规划"}, rows[:1], date(2025, 3, 1), EN) == (
        "As of 1 March 2025, 甲规划, 1 target: 1 slow."
    )


def test_what_stands_beside_a_lone_verdict() -> None:
    early = {"early": True, "verdict": "achieved"}
    read, unread = {"verified": True}, {"verified": None}
    value_only = {"value": unread, "target": read, "baseline": None}
    assert sentences.caveats(early, value_only, ZH) == ["※ 期末值仍需确认", "○ 未核对"]
    assert sentences.caveats({"early": False, "verdict": "achieved"}, {"value": read, "target": unread}, ZH) == [
        "○ 目标未核对"
    ]
    slow, wrong = {"verdict": "slow"}, {"verified": False}
    assert sentences.caveats(slow, {"value": wrong, "target": read}, ZH) == ["✘ 与原文不符"]
    assert sentences.caveats(slow, {"value": read, "target": read}, ZH) == []
