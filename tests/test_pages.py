"""Each page in both languages on the shipped catalogue, and what becomes of links that ask for the impossible."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from biaochi import ui
from biaochi.snapshot import Library, Missing, Snapshot
from tests.screens import html, visit

ROOT = Path(__file__).parents[1]
PAGES = ("overview", "plan", "indicator", "area")
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(autouse=True)
def shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages read the repository's own catalogue."""
    monkeypatch.setenv("BIAOCHI_ROOT", str(ROOT))
    ui.library.cache_clear()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_runs_in_both_languages(page: str, lang: str) -> None:
    at = visit(page, lang=lang)
    assert not at.exception
    assert "<h1>" in html(at)


def test_overview_says_what_an_official_asks_first() -> None:
    said = html(visit("overview"))
    assert "2021—2025年规划期已满：1项已达到" in said
    assert "275.7%" in said
    assert "121.1%" in said
    assert "102.1%" in said
    assert "目标达成比（无基期）" in said
    assert said.count("待报数：仅基期值") >= 4


def test_nothing_unjudged_is_drawn_as_nought_per_cent() -> None:
    for page in ("overview", "plan"):
        assert not re.search(r"(?<![\d.])0(\.0)?%", re.sub(r'style="[^"]*"|="[^"]*"', "", html(visit(page))))


def test_every_number_of_the_plan_opens_its_quote() -> None:
    said = html(visit("plan", plan="jinnan-145-sti"))
    opened = set(re.findall(r'popovertarget="(f\d+)"', said))
    assert len(opened) >= 13
    assert all(f'id="{one}"' in said for one in opened)
    assert "国家高新技术企业总量达到620家" in said


def test_a_column_that_no_target_fills_is_said_once() -> None:
    said = html(visit("plan", plan="jinnan-145-sti"))
    assert "属性、牵头部门：各项原文均未列。" in said
    assert ">牵头部门</th>" not in said


def test_an_area_begins_with_the_themes_of_its_plans() -> None:
    headings = re.findall(r"<h2>(.*?)</h2>", html(visit("area", area="120112")))
    assert headings.index("创新能力与成果") < headings.index("企业标签的其他数法")


def test_indicator_page_shows_the_sum_and_the_source() -> None:
    at = visit("indicator", indicator="hi-tech-enterprises", area="120112")
    said = html(at)
    assert "(887−468)÷(620−468)" in said
    assert "不计算：数值月份未注明" in said
    assert "转载，未见官方原文" in said
    assert len(at.get("plotly_chart")) == 1


def test_only_the_indicator_page_draws_with_plotly() -> None:
    for page in ("overview", "plan", "area"):
        assert not visit(page).get("plotly_chart")


def test_a_republished_document_is_not_linked() -> None:
    said = html(visit("indicator", indicator="hi-tech-enterprises", area="120112"))
    assert "打开网页" not in said


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"area": "120113x"}, "120113x"),
        ({"indicator": "hi-tech-enterprise"}, "hi-tech-enterprise"),
        ({"plan": "jinnan-145"}, "jinnan-145"),
        ({"as_of": "soon"}, "as_of"),
        ({"v": "0123456789abcdef"}, "0123456789abcdef"),
        ({"as_of": "2090-01-01"}, "2090年1月1日"),
    ],
)
def test_an_impossible_link_gives_the_nearest_view_and_says_so(params: dict[str, str], told: str) -> None:
    at = visit("indicator", **params)
    assert not at.exception
    assert any(told in one.value for one in at.caption)


def test_text_in_a_link_is_never_html() -> None:
    at = visit("overview", area="<img src=x onerror=alert(1)>", plan="<script>x</script>")
    assert not at.exception
    assert "<script>x" not in html(at)
    assert "<img src=x" not in html(at)


def test_an_area_without_a_plan_says_so() -> None:
    assert "还没有录入规划" in html(visit("overview", area="120103"))


def test_an_earlier_date_sees_only_what_was_there() -> None:
    said = html(visit("overview", as_of="2024-06-30"))
    assert "275.7%" not in said
    assert "2021—2025年规划期内" in said


def test_a_pinned_snapshot_stays_in_every_link() -> None:
    name = ui.library().current().id
    said = html(visit("overview", v=name))
    assert "已冻结" in said
    assert f"v={name}" in said


@pytest.mark.parametrize("failure", [Missing("current.json"), OSError(28, "disk full"), duckdb.CatalogException("x")])
def test_without_a_snapshot_a_page_says_that_it_opens_by_itself(
    monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def nothing(_: Library) -> Snapshot:
        raise failure

    monkeypatch.setattr(Library, "current", nothing)
    at = visit("plan")
    assert not at.exception
    assert "本页自动打开" in html(at)


def test_the_english_interface_has_english_names() -> None:
    said = re.sub(r'<blockquote[^>]*>.*?</blockquote>|<p class="bc-note"[^>]*>.*?</p>|<a class="bc-lang".*?</a>', "",
                  html(visit("plan", lang="en", plan="jinnan-145-sti")), flags=re.S)
    titles = re.findall(r"<h[123][^>]*>(.*?)</h[123]>|<th[^>]*>(.*?)</th>", said, flags=re.S)
    assert titles
    assert not [one for pair in titles for one in pair if HAN.search(one)]


@pytest.mark.parametrize(("lang", "near", "none"), [
    ("zh", "没有编号为 jinnan-145-st 的来源，显示的是最接近的：津南区人民政府办公室关于印发",
     "没有编号为 zzzz 的来源，已按默认显示。"),
    ("en", "There is no document `jinnan-145-st`; the nearest is shown: 津南区人民政府办公室关于印发",
     "There is no document `zzzz`; the default is shown."),
])
def test_a_link_to_an_unknown_document_gives_the_nearest_and_says_so(lang: str, near: str, none: str) -> None:
    at = visit("sources", source="jinnan-145-st", lang=lang)
    assert any(one.value.startswith(near) for one in at.caption)
    assert "津南政办发〔2021〕13号" in html(at)
    assert [one.value for one in visit("sources", source="zzzz", lang=lang).caption] == [none]


def test_english_has_english_brackets_and_no_gap_before_a_comma() -> None:
    at = visit("overview", lang="en")
    assert {option for box in at.selectbox for option in box.options if "（" in option} == set()
    assert "Jinnan District (Tianjin)" in at.selectbox[0].options
    said = " ".join(re.sub(r"<[^>]*>", "", html(at)).split())
    assert "/ target 620, baseline 468" in said and " ," not in said
