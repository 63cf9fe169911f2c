"""Decks as files: a saved deck slide by slide, areas side by side, and what is missing named on a slide of its own."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from biaochi import exports
from biaochi.charts.course import Course
from biaochi.exports.answer import Answer
from biaochi.exports.pptx_course import lines_of
from biaochi.selection import Selection
from biaochi.store import Store
from biaochi.words import Words
from tests.conftest import copy_house
from tests.exports_house import open_house

ZH = Words("zh")
DAY = date(2026, 11, 22)
BROKEN = """
name: 有一页写错的汇报
name_en: A deck with a slip
plan: jinnan-145-sti
slides:
  - kind: title
  - kind: indicator
    indicator: hi-tech-enterprisez
  - kind: text
    title: 有数的一行
    text:
      - 高新技术企业 {hi-tech-enterprises}，目标 {hi-tech-enterprises.target}
    notes: 这是讲稿。
  - kind: figures
  - kind: sources
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    house = copy_house(tmp_path_factory.mktemp("decks"))
    (house / "indicators/decks/broken.yaml").write_text(BROKEN, encoding="utf-8")
    return open_house(house)


def slides(store: Store, **chosen: Any) -> list[Any]:
    return list(Presentation(io.BytesIO(exports.make("pptx", store, Selection(as_of=DAY, **chosen), ZH))).slides)


def said(slide: Any) -> str:
    return "\n".join(one.text_frame.text for one in slide.shapes if one.has_text_frame)


def test_a_saved_deck_becomes_its_own_slides_in_their_order(store: Store) -> None:
    found = slides(store, deck="jinnan-145-sti")
    titles = [slide.shapes.title.text_frame.text for slide in found]
    assert titles == ["“十四五”科技创新目标，津南完成得怎样", "先说清楚三件事", "总体情况", "国家高新技术企业",
                      "国家高新技术企业：历年进展", "国家高新技术企业：各地对比", "目标一览", "无法判断与待报数",
                      "为什么雏鹰、瞪羚不能直接下结论", "下一步", "来源"]  # fmt: skip
    assert "雏鹰目标 350家" in said(found[8]).replace("\u00a0", " ")
    assert "数据已经冻结" in found[0].notes_slide.notes_text_frame.text


def test_areas_stand_side_by_side_as_a_native_chart(store: Store) -> None:
    slide = next(one for one in slides(store, plan="jinnan-145-sti") if "各地对比" in said(one))
    chart = next(one.chart for one in slide.shapes if one.has_chart)
    assert list(chart.plots[0].categories) == [
        "武清区（2025年9月17日）", "西青区（2025年10月10日）", "津南区（2025年秋）"
    ]
    assert list(chart.plots[0].series[0].values) == [950, 918, 887]
    assert chart.plots[0].series[0].points[0].data_label.text_frame.text == ">950"
    patterns = [len(point.format.fill._xPr.findall(qn("a:pattFill"))) for point in chart.plots[0].series[0].points]
    assert patterns == [1, 0, 0] and "斜纹条是界限不定的数" in said(slide), "a bound is never a closed bar"
    assert "不排名" in said(slide)
    assert "887家" in slide.notes_slide.notes_text_frame.text


def test_a_target_has_its_trajectory_as_a_native_chart(store: Store) -> None:
    slide = next(one for one in slides(store, plan="jinnan-145-sti") if "历年进展" in said(one))
    chart = next(one.chart for one in slide.shapes if one.has_chart)
    plot = chart.plots[0]
    assert list(plot.categories) == [f"{year}年" for year in range(2020, 2026)]
    series = {one.name: list(one.values) for one in plot.series}
    assert series == {
        "实绩": [468, None, None, None, None, 887],
        "序时路径": [468, None, None, None, None, 620],
        "目标": [None, None, None, None, None, 620],
    }
    assert plot.series[0].points[5].data_label.text_frame.text == "887（2025年秋）"
    assert "※ 期末值仍需确认" in said(slide) and "点线两端之间，本库暂未收录数据" in said(slide)
    assert "国家高新技术企业总量达到620家" in slide.notes_slide.notes_text_frame.text


def test_a_forecast_is_a_series_of_its_own() -> None:
    given = {"name": "甲", "unit": "家", "not_judged": [3], "assessment": {"verdict": "slow"}, "figures": [
        _figure("baseline", 100, 2020, 1), _figure("observation", 120, 2022, 2),
        _figure("observation", 150, 2024, 3, obs_status="F"), _figure("target", 200, 2025, 4)]}  # fmt: skip
    lines = lines_of(Course(given), cast(Answer, SimpleNamespace(words=ZH)))
    assert [(one.name, one.hollow, sorted(one.values)) for one in lines][:2] == [
        ("实绩", False, [2020, 2022]), ("预测", True, [2024])
    ]  # fmt: skip


def _figure(role: str, value: float, year: int, n: int, **more: Any) -> dict[str, Any]:
    return {"role": role, "value": value, "value_text": str(value), "comparator": "=", "time_period": str(year),
            "period_end": date(year, 12, 31), "period_kind": "year", "months": 12, "dated": True, "figure": n,
            "lower": value, "upper": value, "unit": "家", **more}  # fmt: skip


def test_a_slide_that_names_something_missing_says_so_and_the_rest_is_there(store: Store) -> None:
    found = slides(store, deck="broken")
    assert "没有编号为 `hi-tech-enterprisez` 的指标" in said(found[1])
    assert "高新技术企业 887家，目标 620家" in said(found[2])
    assert found[2].notes_slide.notes_text_frame.text.startswith("这是讲稿。")
    assert len(found) >= 5


@pytest.mark.parametrize("deck", ["jinnan-145-sti", "broken"])
def test_the_html_file_presents_the_same_deck(store: Store, deck: str) -> None:
    html = exports.make("html", store, Selection(deck=deck, as_of=DAY), ZH).decode()
    row = next(one for one in store.decks() if one["deck"] == deck)
    assert row["name"] in html
    assert len(re.findall(r'<section class="bc-slide', html)) >= len(row["slides"])
    assert ("hi-tech-enterprisez" in html) == (deck == "broken")
    assert "津南区国家高新技术企业增至887家" in html  # the quote is in the file


def test_a_deck_brings_its_plan_to_every_format(store: Store) -> None:
    for kind in ("csv", "docx", "json"):
        plan = exports.make(kind, store, Selection(plan="jinnan-145-sti", as_of=DAY), ZH)
        assert exports.make(kind, store, Selection(deck="jinnan-145-sti", as_of=DAY), ZH) == plan
    assert exports.file_name("pptx", store, Selection(deck="broken", as_of=DAY)).startswith("broken-2026-11-22-")


def test_a_deck_that_is_not_there_is_said_before_the_rest(store: Store, tmp_path: Path) -> None:
    html = exports.make("html", store, Selection(deck="jinnan", plan="jinnan-145-sti", as_of=DAY), ZH).decode()
    assert "没有编号为 <code>jinnan</code> 的汇报稿" in html
    assert "其余各页照常汇报" in html
