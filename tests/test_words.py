"""The interface speaks two languages completely, and prints numbers, figures and dates as methods.md says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml

from biaochi import palette, progress, steps
from biaochi.snapshot import Library
from biaochi.store import Store
from biaochi.words import ROOMS, Words, book
from tests.conftest import ROOT

ZH, EN = Words("zh"), Words("en")
# Words that a language may leave out: a count of firms needs no noun in English, a Chinese sentence no copula.
SILENT = re.compile(r"^(unit|sentence)\.")
# w("room.key"), words("room.key"), page.note("room.key"): a key that is spelled out in the code.
SPELLED = re.compile(r"""\b(?:words|w|note|tell)\(\s*["']([a-z_]+\.[\w.-]+)["']""")


def figure(value: float | None, text: str = "", comparator: str = "=", unit: str = "家", **more: Any) -> dict[str, Any]:
    return {"value": value, "value_text": text or None, "comparator": comparator, "unit": unit, **more}


def test_every_key_has_both_languages_with_the_same_parameters() -> None:
    half = [key for key, texts in book().items() if set(texts) != {"zh", "en"}
            or not all(isinstance(text, str) for text in texts.values())
            or not (SILENT.match(key) or all(texts.values()))]
    assert half == []
    fields = {key: [{name for _, name, _, _ in Formatter().parse(text) if name} for text in texts.values()]
              for key, texts in book().items()}
    assert {key: names for key, names in fields.items() if names[0] != names[1] and not SILENT.match(key)} == {}


def test_no_key_stands_twice() -> None:
    class Strict(yaml.SafeLoader):
        """Refuses a key that stands twice in one mapping, which PyYAML would let pass."""

        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
            names = [key.value for key, _ in node.value]
            assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)
            return super().construct_mapping(node, deep)

    rooms = [name for file in ROOMS for name in yaml.load(file.read_text(encoding="utf-8"), Strict)]
    assert len(rooms) == len(set(rooms))


def test_chinese_is_set_with_chinese_punctuation() -> None:
    """Between Han characters stand full-width marks, and no spaces around numbers."""
    wrong = re.compile(r"[\u4e00-\u9fff][,;:!?]|[,;:!?][\u4e00-\u9fff]|[\u4e00-\u9fff] [\u4e00-\u9fff]")
    assert {key: text["zh"] for key, text in book().items() if wrong.search(re.sub(r"\{.*?\}", "", text["zh"]))} == {}


def test_a_missing_key_is_named_with_its_neighbours() -> None:
    with pytest.raises(KeyError, match=r"verdict\.achieved"):
        ZH("verdict.acheived")


def test_every_key_spelled_out_in_the_code_exists() -> None:
    files = [*(ROOT / "biaochi").rglob("*.py"), *(ROOT / "biaochi").rglob("*.html"), *(ROOT / "pages").glob("*.py")]
    found = {key: path.name for path in files for key in SPELLED.findall(path.read_text(encoding="utf-8"))}
    assert len(found) > 30
    assert {key: name for key, name in found.items() if key not in book()} == {}


def test_an_unknown_language_speaks_chinese() -> None:
    assert Words("fr").lang == "zh"


@pytest.mark.parametrize(("verdict", "zh", "en"), [
    ("achieved", "已达到", "Achieved"), ("maintained", "保持达标", "Maintained"), ("met", "达标", "Met"),
    ("in_range", "区间内", "In range"), ("done", "已完成", "Done"), ("on_track", "进度正常", "On track"),
    ("slow", "进度偏慢", "Slow"), ("behind", "进度滞后", "Behind"), ("missed", "未达到", "Missed"),
    ("breached", "跌破目标", "Breached"), ("out_of_range", "超出区间", "Out of range"),
    ("not_done", "未完成", "Not done"), ("regressing", "低于基期", "Below baseline"),
    ("undetermined", "无法判断：界限不定", "Cannot judge: bounds"),
    ("not_comparable", "无法判断：口径不同", "Cannot judge: definition"),
    ("no_baseline", "无法判断：无基期", "Cannot judge: no baseline"),
    ("qualitative", "无法判断：定性目标", "Cannot judge: qualitative"),
    ("not_available", "无法判断：方法不适用", "Cannot judge: method"),
    ("no_data", "待报数：无数据", "Awaiting data: none"),
    ("baseline_only", "待报数：仅基期值", "Awaiting data: baseline only"),
    ("final_value_missing", "待报数：缺期末值", "Awaiting data: final value"),
])
def test_verdict_words(verdict: str, zh: str, en: str) -> None:
    assert (ZH.verdict(verdict), EN.verdict(verdict)) == (zh, en)


def test_early_achievement_has_its_own_word() -> None:
    assert (ZH.verdict("achieved", early=True), EN.verdict("achieved", early=True)) == ("提前达到", "Achieved early")
    assert ZH.verdict("maintained", early=True) == "保持达标"  # a kept level is not an early finish


def test_all_verdicts_and_groups_have_words_and_looks() -> None:
    assert {key.split(".")[1] for key in book() if key.startswith("verdict.")} == {*palette.VERDICTS, "achieved_early"}
    assert tuple(key.split(".")[1] for key in book() if key.startswith("group.")) == palette.GROUPS
    growth = {key.split(".")[1] for key in book() if key.startswith("growth.")}
    assert growth == {*palette.GROWTH_LOOKS, "not_available"}


@pytest.mark.parametrize(("number", "zh"), [
    (887, "887"), (4222, "4,222"), (1234567.5, "1,234,567.5"), (0.1 + 0.2, "0.3"), (-3.5, "−3.5"), (6.0, "6"),
    (0, "0"), (-0.0, "0"), (None, "—"), (float("nan"), "—"), (float("inf"), "—"), (1e15, "1,000,000,000,000,000"),
    (12345678901234567890.0, "12,345,678,901,234,567,000"), (1e-9, "0"),
])
def test_numbers(number: float | None, zh: str) -> None:
    assert ZH.number(number) == zh


def test_numbers_with_decimals_and_signs() -> None:
    assert ZH.number(5.5, 2) == "5.50"
    assert ZH.number(2.675, 2) == "2.68"
    assert ZH.number(3, signed=True) == "+3"
    assert ZH.number(0, signed=True) == "0"
    assert ZH.number(-0.04, 1) == "0.0"


@pytest.mark.parametrize(("ratio", "text"), [
    (2.7565789, "275.7%"), (1, "100%"), (0.6, "60%"), (0.46809, "46.8%"), (-0.1184, "−11.8%"), (None, "—"),
    (0.99996, "99.9%"), (0.9996, "99.9%"), (1.0000001, "100.0%"), (0, "0%"), (0.07 * 100 / 100, "7%"),
])
def test_percentages_are_never_rounded_up_to_full(ratio: float | None, text: str) -> None:
    assert ZH.percent(ratio) == text


def test_percentage_points_carry_their_sign() -> None:
    assert ZH.points(20.526) == "+20.5个百分点"
    assert ZH.points(-5.79) == "−5.8个百分点"
    assert EN.points(20.526) == "+20.5 percentage points"
    assert ZH.points(None) == "—"


@pytest.mark.parametrize(("given", "zh", "en"), [
    (figure(887, "887"), "887家", "887"),
    (figure(2300, "２３００", unit="件"), "2,300件", "2,300"),
    (figure(2300, "2,300", unit="件"), "2,300件", "2,300"),
    (figure(5.53, "5.53%", unit="%"), "5.53%", "5.53%"),
    (figure(6, "6.0", unit="%"), "6.0%", "6.0%"),
    (figure(29.16, "29.16亿", unit="亿元"), "29.16亿元", "2.916 billion yuan"),
    (figure(0.2, "2000万", unit="亿元"), "0.2亿元", "20 million yuan"),
    (figure(39500, "3.95亿元", unit="万元"), "39,500万元", "395 million yuan"),
    (figure(60, "60", unit="亿元"), "60亿元", "6 billion yuan"),
    (figure(1.20, "1.20", unit="亿元"), "1.20亿元", "120 million yuan"),
    (figure(12.30, "12.30", unit="亿元"), "12.30亿元", "1.230 billion yuan"),
    (figure(10, "超过10", ">", "万平方米"), ">10万平方米", ">100,000 m²"),
    (figure(2.5, "2.5", unit="万人"), "2.5万人", "25,000 people"),
    (figure(2.5, "2.5", unit="万甲单位"), "2.5万甲单位", "2.5 万甲单位"),
    (figure(None, "3-6", "range", "亿元", lower=3.0, upper=6.0), "3～6亿元", "300 million–600 million yuan"),
    (figure(2000, "逾2000", ">", "人"), ">2,000人", ">2,000 people"),
    (figure(60, "60余", ">", "人"), ">60人", ">60 people"),
    (figure(10000, "1万多", ">", "人"), ">1万人", ">10,000 people"),
    (figure(100, "一百余", ">"), ">100家", ">100"),
    (figure(2, unit="位"), "2位", "2"),
    (figure(2e8, "近2亿", "<~", "元"), "近2亿元", "nearly 200,000,000 yuan"),
    (figure(2, "近2亿", "<~", "亿元"), "近2亿元", "nearly 200 million yuan"),
    (figure(10, "10左右", "~"), "约10家", "about 10"),
    (figure(350, "不少于350", ">="), "≥350家", "≥350"),
    (figure(10, "以内", "<="), "≤10家", "≤10"),
    (figure(10, "", "<"), "<10家", "<10"),
    (figure(None, "持续优化创新创业生态"), "持续优化创新创业生态", "持续优化创新创业生态"),
    (figure(None), "—", "—"),
    (figure(float("nan"), ""), "—", "—"),
    (figure(None, "[3,6]", "range", "%", lower=3.0, upper=6.0), "3%～6%", "3%–6%"),
    (figure(None, "3-6", "range", lower=3.0, upper=6.0), "3～6家", "3–6"),
    (figure(7, unit="甲单位"), "7甲单位", "7 甲单位"),
])
def test_values_as_screens_show_them(given: dict[str, Any], zh: str, en: str) -> None:
    assert (ZH.value(given), EN.value(given)) == (zh, en)


def test_a_value_can_also_be_printed_spoken_and_explained() -> None:
    given = figure(60, "60余", ">", "人", usual_lower=60.0, usual_upper=70.0)
    assert (ZH.printed(given), ZH.short(given), ZH.spoken(given)) == ("60余", ">60", "超过60人")
    assert (ZH.usual(given), EN.usual(given)) == ("通常指60～70", "usually read as 60–70")
    assert ZH.usual(figure(60, "60")) == ""
    assert ZH.printed(figure(60)) == "60"


def test_every_unit_of_the_catalogue_has_an_english_word() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "indicators" / "definitions").glob("*.yaml"))
    units = set(re.findall(r"\bunit: *\"?([^\s,}\"]+)", text)) - {"%"}
    assert units and {unit for unit in units if f"unit.{unit}" not in book()} == set()


@pytest.mark.parametrize(("period", "zh", "en"), [
    ("2023", "2023年", "2023"), ("2023-H1", "2023年上半年", "first half of 2023"),
    ("2023-H2", "2023年下半年", "second half of 2023"), ("2023-Q2", "2023年第二季度", "Q2 2023"),
    ("2023-06", "2023年6月", "Jun 2023"), ("2023-06-19", "2023年6月19日", "19 June 2023"),
    ("2022-01/2022-05", "2022年1—5月", "Jan–May 2022"), ("2016/2020", "2016—2020年", "2016–2020"),
    ("2023/..", "2023年以来", "since 2023"), ("/2023-06-19", "截至2023年6月19日", "up to 19 June 2023"),
    ("2019~", "约2019年", "about 2019"), ("2023?", "2023年（存疑）", "2023 (uncertain)"),
    ("2023%", "约2023年（存疑）", "about 2023 (uncertain)"), ("2025-21", "2025年春", "spring 2025"),
    ("2025-23", "2025年秋", "autumn 2025"), ("", "时期未注明", "period not stated"),
    (None, "时期未注明", "period not stated"), ("2022-11/2023-02", "2022年11月—2023年2月", "Nov 2022 – Feb 2023"),
    ("2022-01-01/2022-05-19", "2022年1月1日—5月19日", "1 Jan–19 May 2022"),
    ("2022-06-01/2022-06-19", "2022年6月1—19日", "1–19 June 2022"), ("2022-Q1/2023-Q2", "2022年第一季度—2023年第二季度",
     "Q1 2022 – Q2 2023"), ("十四五末左右", "十四五末左右", "十四五末左右"),
])
def test_periods_as_people_say_them(period: str | None, zh: str, en: str) -> None:
    assert (ZH.period(period), EN.period(period)) == (zh, en)


@pytest.mark.parametrize(("period", "zh"), [("2025-23", "2025年秋"), ("2023-01/2023-08", "2023年8月"),
                                            ("2025", "2025年"),
                                            ("/2025-10-10", "2025年10月10日"), ("十四五末左右", "十四五末左右")])
def test_the_end_of_a_period_is_told_no_finer_than_it_is_known(period: str, zh: str) -> None:
    assert ZH.until(period) == zh


def test_a_report_on_an_official_site_is_no_official_text() -> None:
    assert ZH.reliability({"reliability": "official", "doc_type": "news"}) == "官方网站刊载的报道"
    assert ZH.reliability({"reliability": "official", "doc_type": "plan"}) == "官方原文"
    assert ZH.reliability({"reliability": "press", "doc_type": "news"}) == "媒体报道"


def test_dates() -> None:
    day = date(2026, 11, 21)
    assert (ZH.date(day), EN.date(day)) == ("2026年11月21日", "21 November 2026")
    assert ZH.date(day, "iso") == "2026-11-21"
    assert (ZH.date(None), ZH.date("2021-08")) == ("—", "2021年8月")
    assert ZH("common.as_of", day=day) == "截至2026年11月21日"


def test_counts_and_lists() -> None:
    assert (ZH("mark.counts", n=1, parts="x"), EN("mark.counts", n=1, parts="x")) == ("共1项目标：x", "1 target: x")
    assert EN("mark.counts", n=2, parts="x") == "2 targets: x"
    assert (ZH.join(["甲", "", "乙"]), EN.join(["a", "b"])) == ("甲、乙", "a, b")


def told(key: str, params: dict[str, Any], unit: str = "家") -> tuple[str, ...]:
    return tuple(steps.tell(progress.Step(key, params), ZH, unit))


@pytest.mark.parametrize(("key", "params", "line"), [
    ("value", {"v": 2000, "comparator": ">"}, ("判断所用的值", "", ">2,000家", "")),
    ("no_value", {"ineligible": 0}, ("判断所用的值", "", "本库暂未收录可用数据", "")),
    ("no_value", {"ineligible": 2},
     ("判断所用的值", "", "没有可用于判断的值", "2个已公布的数口径或时期不符，未用于判断。")),
    ("completion_rate", {"v": 887, "b": 468, "T": 620, "result": 2.7566},
     ("完成率", "(887−468)÷(620−468)", "275.7%", "")),
    ("completion_missing", {"why": "no_baseline"}, ("完成率", "", "不计算：没有基期", "")),
    ("time_progress", {"unit": "year", "used": 2, "total": 5, "result": 0.4}, ("时间进度", "2年÷5年", "40%", "")),
    ("time_progress", {"unit": "day", "used": 911, "total": 1826, "result": 911 / 1826},
     ("时间进度", "911天÷1,826天", "49.9%", "")),
    ("time_missing", {"why": "value_undated"}, ("时间进度", "", "不计算：数值月份未注明", "")),
    ("pace_gap", {"c": 0.6053, "s": 0.4, "result": 20.53}, ("快于时间进度", "60.5%−40%", "20.5个百分点", "")),
    ("pace_gap", {"c": 0.3421, "s": 0.4, "result": -5.79}, ("慢于时间进度", "34.2%−40%", "5.8个百分点", "")),
    ("pace_gap", {"c": 0.6, "s": 0.6, "result": -1e-13}, ("与时间进度持平", "60%−60%", "0个百分点", "")),
    ("pace_ratio", {"c": 0.3421, "s": 0.4, "result": 0.85526}, ("速度比", "34.2%÷40%", "0.855", "")),
    ("attainment", {"v": 45, "T": 60, "result": 0.75}, ("目标达成比（没有基期，不是完成率）", "45÷60", "75%", "")),
    ("gap", {"T": 620, "v": 520, "result": 100, "direction": "higher"}, ("距目标还差", "620−520", "100家", "")),
    ("gap", {"T": 620, "v": 887, "result": -267, "direction": "higher"}, ("超出目标", "887−620", "267家", "")),
    ("gap", {"T": 86.5, "v": 97, "result": 10.5, "direction": "lower"}, ("距目标还差", "97−86.5", "10.5家", "")),
    ("margin", {"T": 6.5, "v": 6.4, "result": -0.1}, ("越过界限", "", "0.1家", "")),
    ("required_pace", {"T": 620, "v": 520, "years": 3, "result": 33.333},
     ("今后每年需增加", "(620−520)÷3年", "33.3家", "")),
    ("required_pace", {"T": 86.5, "v": 97, "years": 3, "result": -3.5},
     ("今后每年需减少", "(97−86.5)÷3年", "3.5家", "")),
    ("projection", {"target_end": date(2025, 12, 31), "result": 598.4},
     ("照此速度，到2025年12月31日约", "", "598家", "")),
    ("guard", {"guard": 6, "verdict": "achieved", "early": True},
     ("", "", "", "已满足目标，早于期末：提前达到；期末值仍需确认。")),
    ("guard", {"guard": None, "verdict": "not_available"}, ("", "", "", "目标没有数，方法不适用。")),
    ("cut", {"scheme": "ratio", "result": 0.855, "at_least": 0.6, "below": 0.95},
     ("", "", "", "速度比0.855，在0.6与0.95之间。")),
    ("cut", {"scheme": "points", "result": 31.04, "at_least": 30, "below": None},
     ("", "", "", "落后31个百分点，不低于30。")),
    ("undetermined", {"why": "bounds"}, ("", "", "", "按上下限判断，结果不同")),
    ("second_method", {"method": "opensdg", "verdict": "slow", "ratio": None, "score": None}, None),
])
def test_a_verdict_is_told_step_by_step(key: str, params: dict[str, Any], line: tuple[str, ...] | None) -> None:
    if line is None:  # a verdict of the other method has no word here
        with pytest.raises(KeyError):
            told(key, params)
    else:
        assert told(key, params) == line


@pytest.mark.parametrize(("row", "results"), [
    # 逾70 on the way from 40 to 80: more of the way, less to go
    ({"value_comparator": ">", "target": 80.0, "baseline": 40.0, "completion_rate": 0.75},
     {"completion_rate": ">75%", "pace_gap": "<25个百分点", "pace_ratio": ">0.75", "gap": "<10家",
      "projection": ">70家", "required_pace": "<5家"}),
    # 近70 falls short of it; a target below the baseline is nearer the smaller the value
    ({"value_comparator": "<~", "target": 80.0, "baseline": 40.0, "completion_rate": 0.75},
     {"completion_rate": "近75%"}),
    ({"value_comparator": ">", "target": 20.0, "baseline": 100.0, "completion_rate": 0.375},
     {"completion_rate": "<75%", "pace_ratio": "<0.75"}),
    ({"value_comparator": "=", "target": 80.0, "baseline": 40.0, "completion_rate": 0.75},
     {"completion_rate": "75%", "gap": "10家"}),
])
def test_what_is_computed_from_a_bounded_value_is_told_as_a_bound(
    row: dict[str, Any], results: dict[str, str]
) -> None:
    sums = {"completion_rate": {"v": 70, "b": 40, "T": 80, "result": 0.75},
            "pace_gap": {"c": 0.75, "s": 1, "result": -25}, "pace_ratio": {"c": 0.75, "s": 1, "result": 0.75},
            "required_pace": {"T": 80, "v": 70, "years": 2, "result": 5},
            "gap": {"T": 80, "v": 70, "result": 10, "direction": "higher"},
            "projection": {"target_end": date(2025, 12, 31), "result": 70}}  # fmt: skip
    asked = [progress.Step(key, sums[key]) for key in results]
    lines = steps.told(asked, row | {"unit": "家"}, ZH)
    assert [line.result for line in lines] == list(results.values())


def test_a_bounded_value_at_the_target_is_beyond_it_and_not_exactly_there() -> None:
    row = {"value_comparator": ">", "target": 80.0, "baseline": 40.0, "completion_rate": 1.0, "unit": "家"}
    gap = progress.Step("gap", {"T": 80, "v": 80, "result": 0, "direction": "higher"})
    assert steps.told([gap], row, ZH)[0][::2] == ("超出目标", ">0家")


def test_the_second_method_is_told_with_its_distortion() -> None:
    second = {"method": "eurostat", "verdict": "insufficient_progress", "ratio": 0.37, "score": -1.4}
    line = told("second_method", second | {"zero_replaced": True})
    assert line[:3] == ("复合增长法（Eurostat）", "比率0.37，得分−1.4", "进展不足")
    assert line[3] == "基期或目标为0，按0.001代入，结果会失真。"
    line = told("methods_disagree", {"pace": "behind", "opensdg": "substantial_progress", "eurostat": None})
    assert line[3] == "两种方法结论不同：序时进度法为“进度滞后”，复合增长法为“进展显著”。"


def test_differences_of_percentages_are_percentage_points() -> None:
    assert told("gap", {"T": 6, "v": 5.53, "result": 0.47, "direction": "higher"}, "%")[2] == "0.47个百分点"


def test_the_ends_of_a_bounded_value_are_told() -> None:
    line = told("ends", {"lower": 2000.0, "upper": None, "at_lower": "slow", "at_upper": "achieved"})
    assert line[3] == "按下限2,000家判断为“进度偏慢”，按上限（没有上限）判断为“已达到”。"


@pytest.mark.parametrize(("row", "zh"), [
    ({"direction": "higher", "value_lower": 2000.0, "value_upper": float("inf"), "verdict_at_lower": "on_track",
      "verdict_at_upper": "achieved"}, "至少进度正常"),
    ({"direction": "lower", "value_lower": 2000.0, "value_upper": None, "verdict_at_lower": "on_track",
      "verdict_at_upper": "regressing"}, "至多进度正常"),
    ({"direction": "higher", "value_lower": 66.5, "value_upper": 73.5, "verdict_at_lower": "slow",
      "verdict_at_upper": "achieved"}, "进度偏慢至已达到"),
    ({"verdict_at_lower": None, "verdict_at_upper": None}, ""),
])
def test_what_can_still_be_said_of_a_bounded_value(row: dict[str, Any], zh: str) -> None:
    assert steps.bounds_detail({"verdict": "undetermined", **row}, ZH) == zh
    assert steps.bounds_detail({**row, "verdict": "achieved"}, ZH) == ""


def test_every_verdict_of_the_shipped_catalogue_can_be_told(house: Path) -> None:
    library = Library(house)
    store = Store(library.open(library.refresh().shown))
    days = (date(2022, 6, 30), date(2024, 1, 1), date(2026, 11, 21))
    rows = [row for day in days for row in store.assessments(day)]
    assert len(rows) > 30
    for words in (ZH, EN):
        lines = [steps.tell(step, words, row["unit"]) for row in rows for step in progress.explain(row)]
        assert all(any(line) for line in lines)
        assert all(words(f"reason.{code}") for row in rows for code in progress.reasons(row))


def test_a_unit_is_named_or_stands_beside_a_number_without_running_into_it() -> None:
    assert (ZH.unit_named("家"), EN.unit_named("家"), EN.unit_named("亿元")) == ("家", "number", "100 million yuan")
    assert (ZH.unit_beside("亿元"), EN.unit_beside("亿元")) == ("亿元", "(100 million yuan)")
    assert (EN.unit_beside("人"), EN.unit_beside("家")) == ("people", "")
