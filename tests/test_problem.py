"""Problems as values: words in two languages, order, and the choice that may have been meant."""

from __future__ import annotations

import pytest

from biaochi.problem import LONGEST, Problem, errors, nearest, tidy
from biaochi.views import problems
from biaochi.words import Words


def test_a_problem_speaks_both_languages_and_knows_its_place() -> None:
    one = Problem("indicator_unknown", {"value": "基地", "near": "bases", "near_name": "中试基地"}, "a.csv", 4, 1)
    assert one.place() == "a.csv:4:1"
    assert one.fact() == "没有编号为 `基地` 的指标"
    assert one.advice().startswith("是不是想写 `bases`（中试基地）？")
    assert one.advice("en").startswith("Did you mean `bases` (中试基地)? ")


def test_a_field_is_told_by_its_key_unless_the_reader_has_another_name_for_it() -> None:
    one = Problem("quote_without_value", {"value": "{@note}", "quote": "`甲`"}, "data/observations/a.csv", 2)
    assert one.advice("en").endswith("has `E` in `obs_status`") and "{@note}" in one.fact()
    told = one.advice("zh", lambda said: f"<{said.kind} {said.name} {said.value}>")
    assert told.endswith("请在 <field obs_status > 里写 <choice obs_status E>")
    assert Problem("field_missing", {"field": "basis"}).fact("en") == "`basis` is missing"
    assert "`biaochi new indicator`" in Problem("indicator_unknown", {"value": "甲"}).advice()


def test_a_choice_that_a_message_found_is_told_by_its_code_in_the_files_and_by_its_word_on_a_page() -> None:
    found = {"value": "9", "baseline": "10", "direction": "higher"}
    one = Problem("direction_contradicts", found, "indicators/plans/a.yaml", 3)
    assert one.fact().endswith("走向与方向 `higher` 相反") and one.fact("en").endswith("the direction `higher`")
    assert problems.fact(one, Words("zh")) == "从基期 `10` 到目标 `9`，走向与方向“越多越好”相反"
    assert problems.fact(one, Words("en")).endswith("runs against the direction “higher is better”")


@pytest.mark.parametrize(
    ("line", "column", "place"), [(0, 0, "a.csv"), (3, 0, "a.csv:3"), (3, 2, "a.csv:3:2")]
)  # fmt: skip
def test_a_place_says_what_is_known(line: int, column: int, place: str) -> None:
    assert Problem("file_empty", {}, "a.csv", line, column).place() == place


def test_a_parameter_may_be_a_list_or_one_text_a_language() -> None:
    params = {"field": "basis", "value": "存量", "choices": {"zh": ["stock（存量）", "flow"], "en": ["stock", "flow"]}}
    one = Problem("choice_wrong", params)
    assert one.advice() == "可选：stock（存量）、flow"
    assert one.advice("en") == "Choices: stock, flow"


def test_what_was_typed_is_shown_on_one_short_line_and_never_read_as_a_template() -> None:
    one = Problem("quote_without_value", {"value": "{quote}", "quote": "甲\n\n乙" + "丙" * 200})
    assert "`{quote}`" in one.fact()
    assert "甲 乙丙" in one.fact()
    assert len(one.fact()) < LONGEST + 40


def test_problems_are_sorted_and_each_is_said_once() -> None:
    twice = [
        Problem("file_empty", {}, "b"),
        Problem("yaml_key", {}, "a", 10, 2),
        Problem("yaml_key", {}, "a", 9, 5),
    ] * 2
    assert [one.place() for one in tidy(twice)] == ["a:9:5", "a:10:2", "b"]
    assert [one.place() for one in errors(tidy(twice))] == ["a:9:5", "a:10:2"]


@pytest.mark.parametrize(
    ("typed", "choices", "meant"),
    [
        ("vaule", ["value", "due"], "value"),
        ("Value", ["value", "due"], "value"),
        ("due_date", ["due", "value"], "due"),
        ("研发强度", ["全社会研发投入强度", "发明专利"], "全社会研发投入强度"),
        ("津南", ["津南区", "河西区"], "津南区"),
        ("x", ["prefix", "suffix"], None),
        ("区", ["津南区"], None),
        ("metric", ["value", "due"], None),
        ("a", [], None),
    ],
)
def test_the_nearest_choice_is_alike_or_holds_the_word(typed: str, choices: list[str], meant: str | None) -> None:
    assert nearest(typed, choices) == meant
