"""Every defect of the made-up catalogue is found, with who should do what and where; a sound one is praised."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from biaochi import palette, ui
from biaochi.problem import Problem
from biaochi.selection import Selection
from biaochi.snapshot import Attempt
from biaochi.store import Store
from biaochi.store.quality import GRACE, LISTED, STEPS, last_due
from biaochi.views.quality import doubtful, matrix, missing, problems, quality
from biaochi.views.quality.desk import Desk, Entry, Group, Section
from biaochi.words import Words
from tests import made_up, screens
from tests.conftest import ROOT
from tests.made_up import TODAY, library, store, write

ZH, EN = Words("zh"), Words("en")
A, B, C = "990101", "990102", "990103"
PLAN, SEEN, SOURCES = "indicators/plans/mill-plan.yaml", "data/observations/seen.csv", "data/sources.yaml"
SOUND = {
    "mill_plan": """
name: 甲区水磨规划
name_en: Mill plan
ref_area: "990101"
period: 2021/2025
source: gazette
targets:
  - {indicator: wetness, value: "5", due: "2025", quote: 湿度达到5%,
     baseline: {value: "2", time_period: "2020", quote: 湿度2%}}
""",
    "later_plan": made_up.RUNNING.replace("mills-ever", "wetness").replace("80家", "80%"),
    "young_plan": made_up.YOUNG.replace("mills-ever", "wetness").replace("80家", "80%"),
    "sources": f"gazette: {{title: 甲区公报, doc_type: plan, reliability: official, sha256: {made_up.SHA}}}\n",
    "seen": "indicator,ref_area,time_period,value,source,quote\n"
    + "".join(f"wetness,{area},2025,3,gazette,湿度3%\n" for area in (A, B, C)),
    "verified": "source,sha256,value,quote,prefix,suffix,verified,date\n"
    + "".join(
        f"gazette,{made_up.SHA},{value},{quote},,,true,2026-11-01\n"
        for value, quote in (("5", "湿度达到5%"), ("2", "湿度2%"), ("3", "湿度3%"), ("80", "累计评价80%"))
    ),
}


@pytest.fixture(scope="module")
def mills(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return store(tmp_path_factory.mktemp("mills"))


def desk(of: Store, area: str = "", words: Words = ZH, when: date = TODAY) -> Desk:
    return Desk(of, Selection(area=area, as_of=when), words)


def entries(section: Section) -> list[Entry]:
    return [entry for group in section.groups for entry in group.entries]


def text(state: object) -> str:
    """What a reader sees of a piece of HTML."""
    return " ".join(re.sub(r"<[^>]*>", " ", str(state)).split())


def told(section: Section) -> list[tuple[str, str, str, str]]:
    """Name, state, request and first place of every entry."""
    return [(one.name, text(one.state), one.ask, one.places[0]) for one in entries(section)]


# what is missing


def test_targets_without_usable_figures_stand_under_their_plan_with_who_should_report_what(mills: Store) -> None:
    section = missing.targets(desk(mills, A))
    assert section.count == 4
    assert [group.name for group in section.groups] == ["甲区水磨“十四五”规划"]
    assert told(section) == [
        (
            "省级先进水磨",
            "无法判断：口径不同 有 1 个数未采用：口径不同",
            "请甲科按这个口径补报2025年末的值，或说明已有的数是否同一回事",
            f"{PLAN}:9",
        ),
        ("水磨产量", "待报数：无数据", "请乙科补报2025年的值", f"{PLAN}:11"),
        (
            "水磨累计评价数",
            "无法判断：口径不同 有 1 个数未采用：时期未注明",
            "请甲科查明已有的数是哪一期的，或者补报2025年末的值",
            f"{PLAN}:12",
        ),
        ("R&D湿度", "待报数：缺期末值", "请甲科补报2025年的值", f"{PLAN}:13"),
    ]
    assert entries(section)[0].places == (f"{PLAN}:9", f"{SEEN}:3")


def test_a_plan_without_an_office_says_so_and_asks_for_the_last_full_year_or_to_wait(mills: Store) -> None:
    running, young = (missing.targets(desk(mills, area)) for area in (B, C))
    assert running.groups[0].note == young.groups[0].note == "牵头部门：原文未列"
    assert entries(running)[0].ask == "请按这个口径补报2025年末的值，或说明已有的数是否同一回事"
    assert entries(young)[0].ask == "请在2030年到期时报数"


def test_a_baseline_alone_is_asked_to_be_continued(tmp_path: Path) -> None:
    alone = store(tmp_path, seen=made_up.OBSERVATIONS.replace("mills-ever,990101", "mills-ever,990102"))
    first = entries(missing.targets(desk(alone, A)))[0]
    assert (text(first.state), first.ask) == ("待报数：仅基期值 2020年基期之后暂无数据", "请甲科补报2025年末的值")


def test_all_areas_together_are_the_sum_of_each(mills: Store) -> None:
    for section in (missing.targets, missing.stale, doubtful.conflicts, doubtful.unquoted, doubtful.dates):
        assert section(desk(mills)).count == sum(section(desk(mills, area)).count for area in (A, B, C))


def test_series_that_are_overdue_ask_the_office_for_the_newest_period(mills: Store) -> None:
    section = missing.stale(desk(mills))
    assert [group.name for group in section.groups] == ["甲区", "乙区"]
    assert told(section) == [
        ("省级先进水磨", "2020年 300家 每年", "请甲办补报2025年末的值", f"{PLAN}:10"),
        ("省级先进水磨", "2019年 50家 每年", "请甲办补报2025年末的值", f"{SEEN}:4"),
        ("年初至今面粉", "2026年1—3月 2.5吨 每月", "请补报2026年1—9月的值", f"{SEEN}:7"),
    ]


@pytest.mark.parametrize(("when", "late"), [("2022-06-30", 0), ("2022-07-01", 1)])
def test_a_yearly_figure_has_half_a_year_to_be_published(mills: Store, when: str, late: int) -> None:
    found = mills.stale(date.fromisoformat(when), A)
    assert len(found) == late


def test_a_forecast_does_not_make_a_series_young(tmp_path: Path) -> None:
    seen = made_up.OBSERVATIONS + "mills,990101,2025,880,paper,预计水磨880家,,F,\n"
    assert len(store(tmp_path, seen=seen).stale(TODAY, A)) == 1


@pytest.mark.parametrize(("freq", "day", "period"), [
    ("A", "2026-06-29", ("2024-01-01", "2024-12-31")), ("A", "2026-06-30", ("2024-01-01", "2024-12-31")),
    ("A", "2026-07-01", ("2025-01-01", "2025-12-31")), ("S", "2026-10-01", ("2026-01-01", "2026-06-30")),
    ("Q", "2026-11-22", ("2026-04-01", "2026-06-30")), ("M", "2026-11-22", ("2026-09-01", "2026-09-30")),
    ("M", "2026-03-31", ("2026-02-01", "2026-02-28")), ("D", "2026-03-31", ("2026-02-28", "2026-02-28")),
])  # fmt: skip
def test_the_period_that_should_be_known_by_now(freq: str, day: str, period: tuple[str, str]) -> None:
    assert tuple(one.isoformat() for one in last_due(freq, date.fromisoformat(day))) == period


@given(freq=st.sampled_from(sorted(STEPS)), day=st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_what_is_due_is_over_for_its_grace_and_the_next_is_not(freq: str, day: date) -> None:
    begins, ends = last_due(freq, day)
    assert begins <= ends < day
    assert (day - ends).days >= 28 * GRACE[freq]
    assert (day - ends).days <= 31 * (GRACE[freq] + max(1, STEPS[freq])) + 1
    if freq != "D":
        assert begins.day == 1
        assert (ends + timedelta(days=1)).day == 1


@pytest.mark.parametrize(("freq", "basis", "begins", "ends", "said"), [
    ("A", "stock", "2025-01-01", "2025-12-31", "2025"), ("Q", "flow", "2026-04-01", "2026-06-30", "2026-Q2"),
    ("S", "flow", "2026-01-01", "2026-06-30", "2026-01/2026-06"), ("M", "flow", "2026-09-01", "2026-09-30", "2026-09"),
    ("M", "ytd", "2026-09-01", "2026-09-30", "2026-01/2026-09"), ("M", "ytd", "2026-01-01", "2026-01-31", "2026-01"),
    ("Q", "ytd", "2026-07-01", "2026-09-30", "2026-01/2026-09"),
    ("D", "stock", "2026-10-22", "2026-10-22", "2026-10-22"),
])  # fmt: skip
def test_periods_are_asked_for_as_planners_write_them(freq: str, basis: str, begins: str, ends: str, said: str) -> None:
    assert missing.due_text(freq, basis, date.fromisoformat(begins), date.fromisoformat(ends)) == said


# what is doubtful


def test_contradicting_sources_stand_side_by_side(mills: Store) -> None:
    rounded, real = told(doubtful.conflicts(desk(mills)))
    assert rounded == (
        "水磨产量",
        "1.2吨 甲区公报 1.16吨 甲区晚报",
        "请改用位数多的一个：相差只在四舍五入",
        f"{SEEN}:10",
    )
    assert real[1:] == ("12吨 甲区公报 14吨 甲区晚报",
                        "请核对这些文件以哪一个为准；数的不是一回事，就分成两个指标", f"{SEEN}:8")  # fmt: skip
    assert [one.about for one in entries(doubtful.conflicts(desk(mills)))] == ["乙区 · 2024年", "丙区 · 2024年"]


@pytest.mark.parametrize(("first", "second", "contradict"), [
    ("水磨,2024,60,A,", "水磨,2024,60,A,", 0),
    ("水磨,2024,60余,A,", "水磨,2024,66,A,", 0),   # more than 60 may be 66
    ("水磨,2024,60余,A,", "水磨,2024,60,A,", 1),   # but not 60
    ("水磨,2024,近70,A,", "水磨,2024,70,A,", 1),
    ("水磨,2024,约70,A,", "水磨,2024,71,A,", 0),
    ("水磨,2024,60,A,", "水磨,2023,66,A,", 0),
    ("水磨,2024,60,A,", "水磨,2024-12-31,66,A,", 1),  # the same day
    ("水磨,2025-23,60,A,", "水磨,2025-11-30,66,A,", 0),  # some day in autumn
    ("水磨,2025-23,60,A,", "水磨,2025-23,66,A,", 1),
    ("水磨,2024,60,A,", "水磨,2024,66,D,", 0),     # says itself that it counts otherwise
    ("水磨,2024,60,A,", "水磨,2024,66,F,", 0),     # a forecast
])  # fmt: skip
def test_only_what_cannot_hold_together_is_a_conflict(tmp_path: Path, first: str, second: str, contradict: int) -> None:
    def row(said: str, source: str) -> str:
        _, when, value, status, note = said.split(",")
        return f"mills,990103,{when},{value},{source},水磨{value}家,,{status},{note}\n"

    head = made_up.OBSERVATIONS.splitlines(keepends=True)[0]
    made = store(tmp_path, seen=head + row(first, "gazette") + row(second, "paper"))
    assert len(made.conflicts(TODAY)) == 2 * contradict


def test_quotes_that_are_wrong_come_before_documents_that_nobody_checked(mills: Store) -> None:
    section = doubtful.quotes(desk(mills))
    assert [group.name for group in section.groups] == ["与原文不符", "没有核对的17个数，按文件列"]
    assert told(section) == [
        ("水磨产量", "70吨 甲区公报", "请照原文改正数值或摘引", f"{PLAN}:11"),
        ("甲区公报", "14个数中12个没有核对", "请按存档 gazette.txt 核对", f"{SOURCES}:2"),
        ("甲区晚报", "3个数都没有核对", "请存档原文并核对", f"{SOURCES}:5"),
        ("乙区网页", "2个数都没有核对", "请存档原文并核对", f"{SOURCES}:6"),
    ]
    assert entries(section)[1].about == "甲区、乙区、丙区"
    assert entries(doubtful.quotes(desk(mills, A)))[1].about == ""


def test_figures_without_a_quote(mills: Store) -> None:
    assert told(doubtful.unquoted(desk(mills))) == [
        ("R&D湿度", "4% 甲区公报", "请在 quote 里摘引原文中含有这个数的片段", f"{SEEN}:12")
    ]


def test_inferred_and_unknown_periods_give_the_reason_in_the_note(mills: Store) -> None:
    assert told(doubtful.dates(desk(mills))) == [
        ("省级先进水磨", "网页没有写年份，按内容推定。", "请查明原文的时间或地区，补上后去掉 inferred", f"{SEEN}:5"),
        ("水磨累计评价数", "报道没有写日期。", "请查明时期，写进 time_period", f"{SEEN}:3"),
    ]


def test_many_figures_of_one_reason_are_one_entry(tmp_path: Path) -> None:
    rows = "".join(f"mills,990103,{year},{year},copy,水磨{year}家,true,,推定。\n" for year in range(2001, 2007))
    only = entries(doubtful.dates(desk(store(tmp_path, seen=made_up.OBSERVATIONS + rows), C)))
    assert [(one.name, one.about, len(one.places), one.more) for one in only if one.more] == [
        ("省级先进水磨", "乙区网页 · 6个数", 3, 3)
    ]


def test_sources_short_of_the_official_text(mills: Store) -> None:
    section = doubtful.reliability(desk(mills))
    assert [group.name for group in section.groups] == ["转载，未见官方原文", "官方页面副本"]
    assert told(section) == [
        ("甲区晚报", "3个数 转载，原报未见。", "请找到官方原文，登记题名、文号和网址", f"{SOURCES}:5"),
        ("乙区网页", "2个数", "请登记官方原页的网址并存档", f"{SOURCES}:6"),
    ]


def test_what_may_not_be_shown_yet_is_not_shown_here_either(tmp_path: Path) -> None:
    head, *rows = made_up.OBSERVATIONS.splitlines()
    seen = "\n".join([f"{head},embargo_until", *(f"{row}," for row in rows), ""])
    seen += "output,990103,2025,90,paper,,true,,内部推定。,2026-12-31\n"
    held = store(tmp_path, seen=seen)
    for when, more in ((TODAY, 0), (date(2026, 12, 31), 1)):
        doubts = held.doubts(when)
        assert (doubts["figures"], doubts["without_quote"], doubts["inferred"]) == (19 + more, 1 + more, 1 + more)
        assert len(held.inferred(when)) == 1 + more


# what the files say


def test_problems_come_with_fact_advice_and_place(tmp_path: Path) -> None:
    seen = made_up.OBSERVATIONS.replace("mills-ever,990101", "mils-ever,990101")
    broken = library(tmp_path, seen=seen)
    section = problems(desk(Store(broken.current())), broken.attempt())
    assert [group.name for group in section.groups] == ["错误：没有采用", "提醒：已经采用，请看一眼"]
    error = section.groups[0].entries[0]
    assert (error.name, error.places[0]) == ("没有编号为 <code>mils-ever</code> 的指标", f"{SEEN}:3:1")
    assert "mills-ever" in error.ask
    assert (f"{SEEN}:12:6",) in [warning.places for warning in section.groups[1].entries]
    english = entries(problems(desk(Store(broken.current()), words=EN), broken.attempt()))
    assert english[0].name == "There is no indicator <code>mils-ever</code>"


def test_a_problem_in_a_plan_leads_to_the_plan(tmp_path: Path) -> None:
    broken = library(tmp_path, mill_plan=made_up.PLAN.replace('value: "70"', 'value: "七十上下啊"'))
    entry = entries(problems(desk(Store(broken.current())), broken.attempt()))[0]
    assert entry.link.startswith("plan?plan=mill-plan")
    assert entry.places[0].startswith(f"{PLAN}:11")


# coverage


def test_the_matrix_shows_the_newest_year_and_its_gaps(mills: Store) -> None:
    made = matrix.coverage(mills, Selection(as_of=TODAY), ZH)
    assert [row["name"] for row in made.areas] == ["甲区", "乙区", "丙区"]
    (theme, rows), *others = made.themes
    assert (theme, others) == ("水磨", [])
    assert {row["name"]: [cell.text for cell in cells] for row, cells in rows} == {
        "省级先进水磨": ["2020", "2019", "2025"],
        "水磨产量": ["", "2024", "2024"],
        "年初至今面粉": ["", "2026", "2026"],
        "R&D湿度": ["2023", "2024", ""],
    }
    assert (made.gaps, made.without, made.cut, made.indicators) == (3, ["甲园"], 0, 4)
    first = made.themes[0][1][0][1]
    assert [cell.recent for cell in first] == [1, 1, 3]
    assert first[2].label == "丙区省级先进水磨：2025年"
    assert first[2].link == "indicator?area=990103&indicator=mills&as_of=2026-11-22"


def test_the_chosen_area_stands_first_and_counts_its_own_gaps(mills: Store) -> None:
    made = matrix.coverage(mills, Selection(area=C, as_of=TODAY), ZH)
    assert [row["name"] for row in made.areas] == ["丙区", "甲区", "乙区"]
    assert made.gaps == 1


def test_a_figure_that_cannot_exist_is_no_gap_and_an_unknown_period_no_year(tmp_path: Path) -> None:
    seen = (
        made_up.OBSERVATIONS
        + "output,990101,2024,0,gazette,没有水磨0吨,,M,\nwetness,990103,,9,copy,湿度9%,,,没有日期。\n"
    )
    made = matrix.coverage(store(tmp_path, seen=seen), Selection(as_of=TODAY), ZH)
    cells = {row["name"]: [cell.text for cell in line] for row, line in made.themes[0][1]}
    assert cells["水磨产量"] == ["／", "2024", "2024"]
    assert cells["R&D湿度"] == ["2023", "2024", "?"]


def test_too_many_areas_leave_the_own_one_and_its_neighbours(tmp_path: Path) -> None:
    areas = made_up.AREAS + "980000,远市,Far,,city,,\n"
    areas += "".join(f"9801{n:02},远{n}区,Far {n},980000,district,,\n" for n in range(1, matrix.AREAS + 9))
    seen = made_up.OBSERVATIONS + "".join(
        f"mills,9801{n:02},2025,{n},copy,水磨{n}家,,,\n" for n in range(1, matrix.AREAS + 9)
    )
    made = matrix.coverage(store(tmp_path, areas=areas, seen=seen), Selection(area=B, as_of=TODAY), ZH)
    assert [row["name"] for row in made.areas[:3]] == ["乙区", "甲区", "丙区"]
    assert (len(made.areas), made.cut) == (matrix.AREAS, 11)


# the whole page


def html(of: Store, area: str = "", words: Words = ZH) -> str:
    return str(quality(of, Selection(area=area, as_of=TODAY), words, Attempt(of.id, of.id, [])))


def test_the_page_is_made_once_for_what_the_last_attempt_said(tmp_path: Path) -> None:
    of = store(tmp_path)
    chosen = Selection(as_of=TODAY)

    def page(*problems: Problem, mend: bool = False) -> object:
        return quality(of, chosen, ZH, Attempt(of.id, of.id, [*problems]), mend)

    first = page()
    assert page() is first
    other = page(Problem("duplicate_key", {"key": "甲", "first": 1}, "indicators/x.yaml", 3, 1))
    assert "写了两次" in text(str(other)) and "写了两次" not in text(str(first))
    assert page(mend=True) is not first


def test_a_sound_catalogue_is_told_that_all_is_well(tmp_path: Path) -> None:
    sound = library(tmp_path, **SOUND)
    assert sound.attempt().problems == []
    said = text(html(Store(sound.current())))
    for line in (
        "文件都读得通",
        "写明了频率的指标都是新的",
        "各来源的数没有矛盾",
        "每个数都摘引了原文",
        "没有推定的内容",
        "没有转载件或副本",
    ):
        assert line in said
    assert (
        "1项" in said
    )  # the target of 甲区 was missed, that of the running plan cannot be judged for want of a baseline


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_every_section_stands_on_the_page_with_its_anchor(mills: Store, words: Words) -> None:
    said = html(mills, words=words)
    anchors = re.findall(r'href="#(bc-q-\w+)"', said)
    assert len(anchors) == 10
    assert all(f'id="{anchor}"' in said for anchor in anchors)
    assert "{" not in text(said)
    assert re.search(r"\n\s", said) is None  # Markdown would make code of it


def test_long_sections_unfold(tmp_path: Path) -> None:
    rows = "".join(f"mills,990103,{year},{year},copy,,,,\n" for year in range(1900, 1930))
    many = doubtful.unquoted(desk(store(tmp_path, seen=made_up.OBSERVATIONS + rows), C))
    shown, others = many.parted(10)
    assert [sum(len(group.entries) for group in groups) for groups in (shown, others)] == [10, 20]
    assert "其余20条" in text(html(store(tmp_path / "again", seen=made_up.OBSERVATIONS + rows), C))


def test_a_flood_is_counted_but_not_listed(tmp_path: Path) -> None:
    days = (date(2020, 1, 1) + timedelta(days=n) for n in range(LISTED + 50))
    rows = "".join(f"mills,990103,{day},{n},copy,,,,\n" for n, day in enumerate(days))
    section = doubtful.unquoted(desk(store(tmp_path, seen=made_up.OBSERVATIONS + rows), C))
    assert (section.count, len(entries(section)), section.full) == (LISTED + 50, LISTED, False)


def test_a_flood_of_stale_series_is_cut_too(tmp_path: Path) -> None:
    areas = made_up.AREAS + "".join(f"98{n:04},远{n}区,Far {n},,district,,\n" for n in range(1, LISTED + 12))
    seen = made_up.OBSERVATIONS + "".join(f"mills,98{n:04},2019,{n},copy,水磨{n}家,,,\n" for n in range(1, LISTED + 12))
    made = store(tmp_path, areas=areas, seen=seen)
    section = missing.stale(desk(made))
    assert (section.count, len(entries(section)), section.full) == (LISTED + 14, LISTED, False)
    assert f"只列出前{LISTED}条" in text(html(made))


def test_names_and_notes_are_escaped(tmp_path: Path) -> None:
    sly = made_up.SOURCES.replace("甲区晚报", "'<img src=x onerror=alert(1)>晚报 **粗** $a$'")
    said = html(store(tmp_path, sources=sly))
    assert "<img" not in said
    assert "&lt;img src=x" in said


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_every_interface_word_is_in_the_chosen_language(mills: Store, words: Words) -> None:
    said = re.sub(r'lang="zh-CN">[^<]*<', "><", html(mills, words=words))
    if words.lang == "en":
        left = set(re.findall(r"[\u4e00-\u9fff]+", text(re.sub(r"<div popover.*", "", said, flags=re.DOTALL))))
        assert left <= {
            "甲科",
            "乙科",
            "甲办",
            "甲区公报",
            "甲区晚报",
            "乙区网页",
            "吨",
        }  # offices, titles, unknown units


def test_the_look_uses_colours_of_the_palette_only() -> None:
    section = (
        (ROOT / "biaochi" / "style" / "quality.css")
        .read_text(encoding="utf-8")
        .split("@media")[0]
    )
    named = set(re.findall(r"var\(--bc-([\w-]+)\)", section))
    assert named <= set(palette.THEMES["light"])
    assert not re.findall(r"#[0-9a-fA-F]{3,6}\b", section)


# the page in Streamlit


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    write(tmp_path)
    monkeypatch.setenv("BIAOCHI_ROOT", str(tmp_path))
    ui.library.cache_clear()

    return partial(screens.visit, "quality")


def shown(at: AppTest) -> str:
    assert not at.exception
    return screens.html(at)


@pytest.mark.parametrize(("lang", "title"), [("zh", "数据质量"), ("en", "Data quality")])
def test_the_page_runs_in_both_languages_for_all_areas_and_for_one(
    app: Callable[..., AppTest], lang: str, title: str
) -> None:
    every, one = shown(app(lang=lang)), shown(app(lang=lang, area=A))
    assert f"<h1>{title}</h1>" in every
    assert ("全部地区" if lang == "zh" else "All areas") in every
    assert "indicators/" in one
    assert len(one) < len(every)


def test_choosing_an_area_writes_the_link(app: Callable[..., AppTest]) -> None:
    at = app(as_of="2026-11-22")
    at.selectbox(key="pick_area").select(A).run()
    assert at.query_params["area"] in (A, [A])
    assert "甲区 · 共" in shown(at)
    at.selectbox(key="pick_area").select("").run()
    assert "area" not in at.query_params


def test_an_unknown_area_gives_the_nearest_and_says_so(app: Callable[..., AppTest]) -> None:
    at = app(area="990109")
    assert "没有编号为 990109 的区域，显示的是最接近的" in " ".join(one.value for one in at.caption)
    shown(at)


@pytest.mark.parametrize("params", [
    {"area": "<script>alert(1)</script>"}, {"area": "x" * 5000}, {"as_of": "gestern"}, {"as_of": "0001-01-01"},
    {"as_of": "9999-12-31"}, {"v": "nope"}, {"area": "'; drop table figure --"}, {"lang": "fr"},
])  # fmt: skip
def test_impossible_links_are_answered(app: Callable[..., AppTest], params: dict[str, str]) -> None:
    said = shown(app(**params))
    assert "bc-q-coverage" in said
    assert "<script" not in said


def test_replacing_nothing_keeps_the_group() -> None:
    entry = Entry("甲", "", "", "", ())
    section = Section("x", 1, [Group("组", [entry])])
    assert section.parted(5) == ([Group("组", [entry])], [])
    assert section.parted(0) == ([], [replace(section.groups[0])])


def test_a_refused_edit_is_told_once_and_the_last_good_state_stays(app: Callable[..., AppTest], tmp_path: Path) -> None:
    app()
    plan = tmp_path / "indicators" / "plans" / "mill-plan.yaml"
    plan.write_text(made_up.PLAN.replace('value: "900"', 'vaule: "900"'), encoding="utf-8")
    ui.library().refresh(TODAY)
    said = shown(app())
    assert "最新的修改有错误，还没有采用" in said
    assert said.count("这里没有 <code>vaule</code> 这个字段") == 1
    assert "省级先进水磨" in said


def test_a_conflict_names_each_value_of_a_document_once(tmp_path: Path) -> None:
    """A baseline of the plan that is an observation too, and a date beside its year, are one value of one document."""
    rows = "".join(
        f"mills,990101,{when},{value},{source},水磨{value}家,,,\n"
        for when, value, source in (("2020", 300, "gazette"), ("2020", 310, "paper"), ("2020-12-31", 310, "paper"))
    )
    torn = entries(doubtful.conflicts(desk(store(tmp_path, seen=made_up.OBSERVATIONS + rows))))
    assert len(torn) == 3
    mills = next(one for one in torn if one.name == "省级先进水磨")
    assert text(str(mills.state).replace("<br>", " / ")) == "300家 甲区公报 / 310家 甲区晚报"
    assert len(mills.places) == 3 and mills.more == 1
