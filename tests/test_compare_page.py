"""The comparison page: the real cases of the shipped data, and everything it must show of a made-up city."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from biaochi import layouts, ui, views
from biaochi.exports import browser, shown
from biaochi.layouts import Places
from biaochi.selection import Selection, read
from biaochi.snapshot import Library
from biaochi.store import Store
from biaochi.views.compare import Compared
from biaochi.words import Words
from tests import compare_house, screens
from tests.conftest import ROOT

TODAY = date(2026, 11, 21)
VIEWS = ("", "change", "several", "tiles")
JINNAN = "120112"
Ask = Callable[..., Compared]


@pytest.fixture(scope="module")
def shipped() -> tuple[Store, Places]:
    store = Store(Library(ROOT).current())
    return store, layouts.read(ROOT, [row["ref_area"] for row in store.areas()])


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Places]:
    return compare_house.open_house(compare_house.write_house(tmp_path_factory.mktemp("city")))


@pytest.fixture(scope="module")
def real(shipped: tuple[Store, Places]) -> Ask:
    """The page on the shipped data: `real(indicator=…, view=…)`."""
    return lambda lang="zh", area=JINNAN, **chosen: views.compare(
        shipped[0], Selection(area=area, as_of=TODAY, **chosen), Words(lang), shipped[1]
    )


@pytest.fixture(scope="module")
def made(city: tuple[Store, Places]) -> Ask:
    """The page on the made-up city."""
    return lambda lang="zh", area=compare_house.JIA, **chosen: views.compare(
        city[0], Selection(area=area, as_of=TODAY, **chosen), Words(lang), city[1]
    )


def plain(html: str) -> str:
    """What a reader reads: no tags, no pop-ups."""
    shown_ = re.sub(r"<div popover.*", "", html, flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<title>.*?</title>|<[^>]+>", " ", shown_)))


def bars(html: str) -> list[tuple[str, str, str]]:
    """Rank, area and value of every row on the axis."""
    found = re.search(r'<table class="bc-rank">.*?</table>', html, re.S)
    rows = re.findall(r"<tr.*?</tr>", found[0].split("<tbody>")[1], re.S) if found else []
    cells = [re.findall(r"<t[dh].*?</t[dh]>", row, re.S) for row in rows]
    return [(plain(one[0]).strip(), plain(one[1]).strip(), plain(one[3]).strip()) for one in cells]


def apart(html: str) -> list[list[str]]:
    """The cells of the figures that stand apart."""
    tables = re.findall(r'<table class="bc-table bc-small bc-stack bc-apart">.*?</table>', html, re.S)
    rows = [row for table in tables for row in re.findall(r"<tr.*?</tr>", table.split("<tbody>")[1], re.S)]
    return [[plain(cell).strip() for cell in re.findall(r"<t[dh].*?</t[dh]>", row, re.S)] for row in rows]


# the cases of issue 3, on what is shipped


def test_sci_tech_smes_rank_all_sixteen_districts_and_sum_to_the_printed_total(real: Ask) -> None:
    page = real(indicator="sci-tech-sme")
    rows = bars(page.html)
    assert [rank for rank, *_ in rows] == [str(n) for n in range(1, 17)]
    assert rows[0] == ("1", "滨海新区", "1,798")
    assert rows[5] == ("6", "津南区", "226")
    assert sum(int(value.replace(",", "")) for *_, value in rows) == 4222
    said = plain(page.html)
    assert "可比组：16个地区，2022年1—5月" in said
    assert re.search(r"合计 4,222 ＝ 天津市公布数 4,222家 ✔", said)
    assert "中位数 127" in said
    assert "经开区、保税区、其他街镇在滨海新区之内，已计入，不另列。" in said
    assert not {"经开区", "保税区", "高新区", "其他街镇"} & {area for _, area, _ in rows}
    inside = [row for row in apart(page.html) if row[0] == "经开区"]
    assert inside[0][1:] == ["447家", "同一指标 2022年1—5月", "在滨海新区之内，已计入滨海新区"]


def test_the_own_area_is_lit_and_only_it(real: Ask) -> None:
    html = real(indicator="sci-tech-sme-entries").html
    table = html.split('<table class="bc-rank">')[1].split("</table>")[0]
    assert table.count('class="bc-own"') == 1
    assert "津南区" in table.split('class="bc-own"')[1].split("</tr>")[0]
    assert table.count("var(--bc-accent,") == 1


def test_the_same_months_of_two_years_give_a_change(real: Ask) -> None:
    page = real(view="change", indicator="sci-tech-sme-entries", other="2022-01/2022-05", period="2023-01/2023-05")
    said = plain(page.html)
    assert "2022年1—5月 → 2023年1—5月：5个地区两期都有数" in said
    for row in ("滨海新区 1,798 2,452 +654家 36.4%", "武清区 369 381 +12家 3.3%"):
        assert row in re.sub(r"(上升|下降|持平) ?", "", said)
    assert "只有2022年1—5月的数：" in said
    assert "变化与增幅为自行计算" in said


def test_january_to_may_against_january_to_august_is_refused_with_the_reason(real: Ask) -> None:
    page = real(view="change", indicator="sci-tech-sme-entries", other="2022-01/2022-05", period="2023-01/2023-08")
    said = plain(page.html)
    assert "这两期不能相比" in said
    assert "两个时期不可比：时段长短、所在月份不同" in said
    assert "2022年1—5月 → 2023年1—5月 5个地区" in said  # what can be compared is offered
    assert '<table class="bc-rank' not in page.html
    assert page.sheet is None and page.picture is None


def test_a_date_within_the_year_is_named_beside_its_value(real: Ask) -> None:
    said = plain(real(view="change", indicator="hi-tech-enterprises").html)
    assert "2020年 → 2025年：2个地区两期都有数" in said
    assert "津南区 468 887 2025年秋" in said and "西青区 611 918 2025年10月10日" in said


def test_periods_stand_in_the_order_of_time_whichever_way_the_link_has_them(real: Ask) -> None:
    page = real(view="change", indicator="sci-tech-sme-entries", other="2023-01/2023-05", period="2022-01/2022-05")
    assert (page.selection.other, page.selection.period) == ("2022-01/2022-05", "2023-01/2023-05")


@pytest.mark.parametrize("areas", ["", "120104,120103,321204,370105"])
def test_talent_settlement_is_refused_side_by_side_in_panels(real: Ask, areas: str) -> None:
    page = real(indicator="talent-settlement", areas=areas)
    said = plain(page.html)
    assert "人才引进与落户：不能排名" in said
    assert "种口径，排出名次会误导。" in said
    panels = re.findall(r'<article class="bc-panel">.*?</article>', page.html, re.S)
    for area, value in (("南开区", ">2,000人"), ("河西区", "52,904人"), ("姜堰区", ">3,000人"), ("天桥区", ">40人")):
        assert sum(f"{area} {value}" in plain(one) for one in panels) == 1
    assert all(len(re.findall("bc-panel-value", one)) == 1 for one in panels)  # one definition, one figure, no axis
    assert not bars(page.html)
    assert "<rect" not in page.html
    reasons = {row[0]: row[3] for row in reversed(apart(page.html))}
    assert len({reasons[one] for one in ("南开区", "河西区", "姜堰区", "天桥区")}) == 4
    assert all(one.startswith("口径不同") for one in reasons.values())
    assert page.picture is None
    assert page.sheet


def test_chuying_of_the_plan_never_stands_beside_the_monthly_notices(real: Ask) -> None:
    page = real(indicator="chuying")
    rows = bars(page.html)
    assert ("", "津南区", "200") in rows
    assert "281" not in {value for *_, value in rows}
    [row] = [one for one in apart(page.html) if one[1] == "281家"]
    assert row[0] == "津南区"
    assert row[2].startswith("雏鹰企业评价入库累计")
    assert "口径不同，为累计数，累计起点未注明" in row[3]


def test_hi_tech_enterprises_of_jinnan_and_xiqing_together_and_jinghai_apart(real: Ask) -> None:
    page = real(indicator="hi-tech", period="2025")
    rows = {area.split()[0]: value for _, area, value in bars(page.html)}
    assert rows == {"武清区": ">950", "西青区": "918", "津南区": "887"}
    assert "16个地区中有13个暂无数据，超过五分之一，不排名" in plain(page.html)
    [jinghai] = [one for one in apart(page.html) if one[0] == "静海区"]
    assert jinghai[1] == "530家"
    assert jinghai[2].startswith("高新技术企业累计培育数")
    assert jinghai[3].startswith("口径不同，为累计数")


def test_dengling_of_shandong_never_stands_beside_that_of_tianjin(real: Ask) -> None:
    for indicator in ("dengling", "dengling-entries", "dengling-stock"):
        page = real(indicator=indicator)
        assert "天桥区" not in {area for _, area, _ in bars(page.html)}
        assert not any("山东" in row[2] and row[3] == "" for row in apart(page.html))


def test_without_enough_areas_bars_stand_in_order_without_ranks(real: Ask) -> None:
    page = real(indicator="chuying-entries")
    rows = bars(page.html)
    assert [rank for rank, *_ in rows] == [""] * 6
    values = [int(value.replace(",", "")) for *_, value in rows]
    assert values == sorted(values, reverse=True)
    assert "16个地区中有10个暂无数据，超过五分之一，不排名" in plain(page.html)
    assert "没有数的地区：" in plain(page.html)


# what every view promises


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_number_opens_its_quote_and_every_pop_up_is_there_once(real: Ask, view: str, lang: str) -> None:
    html = real(lang, view=view).html
    opened = set(re.findall(r'popovertarget="([fr]\d+)"', html))
    assert len(opened) >= 5
    assert all(html.count(f'id="{one}"') == 1 for one in opened)
    drawings = re.findall(r"<svg [^>]*>", html)
    assert all('aria-label="' in one or "aria-hidden" in one for one in drawings)


@pytest.mark.parametrize("view", VIEWS)
def test_the_link_of_a_view_reproduces_it(real: Ask, view: str) -> None:
    page = real(view=view, indicator="hi-tech-enterprises")
    found = re.search(r'class="bc-sub bc-keep"><a href="compare\?([^"]*)"', page.html)
    assert found
    params = dict(pair.split("=") for pair in unescape(found[1]).split("&"))
    chosen, unread = read({name: value.replace("%2F", "/") for name, value in params.items()})
    assert not unread
    assert chosen.v and chosen.as_of == TODAY
    again = real(**{name: getattr(chosen, name) for name in ("view", "indicator", "areas", "period", "other")})
    assert plain(again.html) == plain(page.html)


def test_no_red_and_no_green(made: Ask) -> None:
    for view in (*VIEWS, "map"):
        html = made(view=view, indicator="idle").html
        assert not re.search(r"--bc-(behind|on_track|slow|regressing)", html)


def test_less_is_better_turns_every_view_round(made: Ask) -> None:
    rows = bars(made(indicator="idle").html)
    assert rows[0] == ("1", "戊区", "1")
    assert rows[-1] == ("8", "己区", "11")
    heat = made(view="several", indicators="idle").html
    assert re.search(r'bc-step-5"><button[^>]*>1</button>', heat)
    assert re.search(r'bc-step-1"><button[^>]*>11</button>', heat)
    tiles = made(view="tiles", indicator="idle").html
    best = re.search(r'fill="var\(--bc-seq-5,[^>]*></rect><text[^>]*>(..)</text><text[^>]*>(\d+)</text>', tiles)
    assert best and best.groups() == ("戊区", "1")
    change = made(view="change", indicator="idle").html
    assert "横轴反向，靠右为好" in change
    row = change.split("甲区</a>")[1].split("</tr>")[0]
    ring, disc = (float(x) for x in re.findall(r'<circle cx="([\d.]+)%"', row))
    assert disc > ring  # 11 -> 9 is better, better is to the right


def test_bounds_are_drawn_open_and_ranks_that_depend_on_them_are_ranges(made: Ask) -> None:
    rows = {area: (rank, value) for rank, area, value in bars(made(indicator="mills").html)}
    assert rows["丙区"] == ("1–3", ">70")
    assert rows["戊区"] == ("2–3", "90")
    assert rows["己区"] == ("7", "近25")
    change = plain(made(view="change", indicator="mills").html)
    assert "丙区 55 >70 >+15家 —" in change
    assert "−2家" in change


def test_a_total_that_does_not_agree_says_so_without_a_tick(made: Ask) -> None:
    said = plain(made(indicator="idle").html)
    assert "合计 42 ≠ 某市公布数 43天" in said
    assert "✔ " not in said.split("乙区")[0]


def test_sources_that_disagree_are_both_shown_and_nothing_is_ranked(made: Ask) -> None:
    rows = bars(made(indicator="torn").html)
    assert [rank for rank, *_ in rows] == [""] * 9
    assert {value for _, area, value in rows if area.startswith("乙区")} == {"6", "66"}
    assert "同一地区的来源不一致，不排名" in plain(made(indicator="torn").html)
    assert "66 / 6 来源不一致" in plain(made(view="several", indicators="torn").html)
    tiles = plain(made(view="tiles", indicator="torn").html)
    assert "来源不一致，未画：乙区66、乙区6" in tiles.replace(" ", "")


def test_neither_high_nor_low_is_better_gives_no_rank_and_no_colour(made: Ask) -> None:
    page = made(indicator="wetness")
    assert {rank for rank, *_ in bars(page.html)} == {""}
    assert "没有高低好坏之分，不排名" in plain(page.html)
    heat = made(view="several", indicators="wetness").html
    assert heat.count("bc-step-none") == 8


def test_a_group_that_is_not_ranked_has_no_classes_and_no_scale(made: Ask) -> None:
    for asked in ({"view": "several", "indicators": "torn"}, {"view": "tiles", "indicator": "torn"},
                  {"view": "map", "indicator": "torn"}):  # fmt: skip
        page = made(**asked)
        drawn = shown.picture_svg(page.picture).decode() if page.picture else ""
        assert not re.search(r"bc-step-[1-5]|--bc-seq-[1-5]", page.html), asked
        assert "较差" not in plain(page.html) and drawn and "颜色越深越好" not in drawn, asked


def test_a_group_of_one_area_has_no_rank(made: Ask) -> None:
    page = made(indicator="lonely")
    assert bars(page.html) == [("", "甲区", "4")]
    assert "只有一个地区，不排名" in plain(page.html)
    assert "只有一个时期的数（2024年），看不出变化" in plain(made(view="change", indicator="lonely").html)


def test_a_near_miss_is_named_as_one(made: Ask) -> None:
    page = made(indicator="flour")
    [row] = apart(page.html)
    assert row[:3] == ["戊区", "2吨", "同一指标 2024年1—3月"]
    assert row[3] == "时段长短不同（2024年1—3月） 同一口径，月份不同"
    assert "同一口径，月份不同" not in plain(made(indicator="mills").html)


def test_an_unknown_thing_asked_directly_gives_the_usual_one(made: Ask) -> None:
    assert made(indicator="no-such-thing").selection.indicator == "mills"
    assert made(indicator="mill").selection.indicator == "mill"


# ratios


def test_per_head_is_offered_where_a_denominator_is_given_and_is_always_our_arithmetic(made: Ask, real: Ask) -> None:
    assert "换算" not in plain(real().html)
    assert "按常住人口计 自行计算（E）" in plain(made(indicator="mills").html)
    page = made(indicator="mills", per="people")
    rows = bars(page.html)
    assert rows[0][1:] == ("丙区", ">6.364")
    assert ("2", "甲区", "5") in rows
    said = plain(page.html)
    assert "水磨数 ÷ 常住人口 · 单位：家/万人" in said
    assert "比值为自行计算，不是公布数（状态 E）" in said
    assert "没有同一年的分母，未换算：子区" in said
    [pop] = [one for one in page.html.split('aria-label="怎么算出来的"') if "<span>甲区" in one]
    assert "50家" in pop and "10万人" in pop and pop.count("bc-quote") >= 2
    assert page.sheet and {row[11] for row in page.sheet.rows if row[6] is not None} == {"自行计算"}
    assert page.picture and "比值为自行计算" in str(page.picture)
    assert "per people" not in plain(made("en", indicator="mills", per="people").html)
    assert "per 10,000 people" in plain(made("en", indicator="mills", per="people").html)


def test_a_denominator_that_the_indicator_does_not_list_is_refused(made: Ask) -> None:
    page = made(indicator="idle", per="people")
    assert page.notes == ("这项指标不能按 people 换算，显示的是原数。",)
    assert page.selection.per == ""


# groups of areas


def test_areas_of_one_city_and_the_total_of_that_city(real: Ask) -> None:
    page = real(indicator="hi-tech-enterprises", areas="city")
    assert {area.split()[0] for _, area, _ in bars(page.html)} == {"西青区", "津南区", "武清区"}
    assert "只列天津市所辖的地区。" in plain(page.html)
    assert "4,222家 ✔" in plain(real(indicator="sci-tech-sme-entries", areas="city").html)


def test_areas_that_are_alike_by_a_stated_criterion(made: Ask) -> None:
    page = made(indicator="mills", areas="like-people")
    assert len(bars(page.html)) == 6
    assert {area for _, area, _ in bars(page.html)} == {"甲区", "丙区", "己区", "庚区", "乙区", "丁区"}
    assert "相近：按常住人口（2024年），与甲区差距最小的5个地区。" in plain(page.html)
    assert "与甲区相近（按常住人口）" in page.options["among"].values()


def test_no_criterion_no_offer(made: Ask, real: Ask) -> None:
    assert not any(one.startswith("like-") for one in real(area="370105").options["among"])
    page = made(indicator="mills", areas="like-lonely")
    assert page.notes == ("链接里的地区范围 like-lonely 不能用，显示的是全部有数的地区。",)
    assert len(bars(page.html)) == 9


def test_an_own_choice_stays_in_the_link_and_an_empty_one_says_what_to_pick(made: Ask) -> None:
    page = made(indicator="idle", areas="990101,990102")
    assert [area for _, area, _ in bars(page.html)] == ["乙区", "甲区"]
    assert "areas=990101,990102" in page.html
    empty = made(indicator="idle", areas="own")
    assert "请在上面选要比较的地区，至少两个。" in plain(empty.html)
    assert not empty.sheet
    assert "请在上面选要并排看的指标" in plain(made(view="several", indicators="none").html)


def test_areas_without_a_figure_say_how_to_go_on(made: Ask) -> None:
    assert "把范围改为“全部有数的地区”" in plain(made(indicator="idle", areas="980101").html)
    assert "这项指标还没有观测值" in plain(made(indicator="unseen").html)


# links that ask for the impossible


@pytest.mark.parametrize(
    ("chosen", "note"),
    [
        ({"view": "rankng"}, "没有名为 rankng 的看法，显示的是“排名”。"),
        ({"view": "changes"}, "没有名为 changes 的看法，显示的是“两期变化”。"),
        ({"view": "map"}, "这些地区没有“地图”所需的版式，显示的是“排名”。"),
        ({"period": "2030"}, "2030年没有可比组，显示的是2022年1—5月。"),
        ({"period": "<b>x"}, "<b>x没有可比组，显示的是2022年1—5月。"),
        ({"view": "change", "other": "1999"}, "1999年没有这项指标的数，已换成有数的一期。"),
        ({"areas": "1201xx"}, "链接里的地区范围 1201xx 不能用，显示的是全部有数的地区。"),
        ({"areas": "120112,1201xx"}, "没有代码为 1201xx 的地区，已略去。"),
        ({"view": "several", "indicators": "gdpp,hi-tech-enterprises"}, "没有编号为 gdpp 的指标，已略去。"),
        ({"per": "gdp"}, "这项指标不能按 gdp 换算，显示的是原数。"),
    ],
)
def test_an_impossible_choice_gives_the_nearest_view_and_one_line(real: Ask, chosen: dict[str, str], note: str) -> None:
    page = real(indicator="sci-tech-sme-entries", **chosen)
    assert page.notes == (note,)
    assert page.html
    assert "<b>x" not in page.html


def test_too_many_indicators_are_cut_with_a_line(shipped: tuple[Store, Places], real: Ask) -> None:
    ids = [row["indicator"] for row in shipped[0].indicators()][:15]
    page = real(view="several", indicators=",".join(ids))
    assert any("最多并排12项" in one for one in page.notes)


def test_an_empty_catalogue_has_an_empty_page(tmp_path: Path) -> None:
    for folder in ("indicators/definitions", "data/observations"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "data/areas.csv").write_text("ref_area,name,name_en,level\n", encoding="utf-8")
    library = Library(tmp_path)
    store = Store(library.open(library.refresh().shown))
    for view in (*VIEWS, "map"):
        assert "没有可以比较的数" in plain(views.compare(store, Selection(view=view), Words("zh"), Places()).html)


# tiles and boundaries


def test_tiles_hold_every_district_of_tianjin_and_open_their_quotes(real: Ask) -> None:
    page = real(view="tiles", indicator="sci-tech-sme-entries")
    assert page.html.count('class="bc-spot"') == 16
    assert "不是地图" in plain(page.html)
    own = real(view="tiles", indicator="hi-tech-enterprises")
    assert own.html.count('class="bc-spot"') == 3
    assert "不在图上：天桥区 >176" in plain(own.html)
    assert own.html.count(">无数</text>") == 13


def test_a_map_is_offered_only_with_a_users_boundaries_and_prints_the_review_number(made: Ask, real: Ask) -> None:
    assert "view=map" not in real().html
    page = made(view="map", indicator="mills")
    assert "审图号：测S（2026）000号" in page.html
    assert page.picture and "审图号：测S（2026）000号" in str(page.picture)
    assert page.html.count('class="bc-spot"') == 8
    assert "不在图上：子区 99" in plain(page.html)


# files


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_files_carry_their_source_and_their_date(real: Ask, view: str, lang: str) -> None:
    page = real(lang, view=view, indicator="sci-tech-sme-entries")
    assert page.sheet and page.picture
    table = shown.sheet_csv(page.sheet)
    assert table.startswith(b"\xef\xbb\xbf")
    head, *rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))
    assert len(rows) == len(page.sheet.rows) > 4
    assert all("2026-11-21" in row for row in rows)
    assert any("2022年1-5月份各区创新型企业评价进展情况" in row for row in rows) or view == "several"
    assert len(head) == len(rows[0])
    sheet = load_workbook(io.BytesIO(shown.sheet_xlsx(page.sheet))).worksheets[0]
    said = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)
    assert ("来源：" if lang == "zh" else "Sources: ") in said
    assert ("截至2026年11月21日" if lang == "zh" else "as of 21 November 2026") in said
    picture = shown.picture_svg(page.picture).decode()
    assert picture.startswith("<svg xmlns=")
    assert "var(" not in picture
    assert ("截至2026年11月21日" if lang == "zh" else "as of 21 November 2026") in picture
    assert re.search("通报|评价" if lang == "zh" else "Sources", picture)
    assert re.fullmatch(r"compare[\w.-]*-2026-11-21", page.name)


def test_a_formula_in_a_text_stays_a_text(made: Ask) -> None:
    sheet = views.compare.__globals__["Sheet"]("t", "", ("=1+1",), (("=cmd()",), (-3.5,)), ())
    assert shown.sheet_csv(sheet).decode("utf-8-sig").splitlines() == ["'=1+1", "'=cmd()", "-3.5"]
    cell = load_workbook(io.BytesIO(shown.sheet_xlsx(sheet))).worksheets[0]["A5"]
    assert (cell.value, cell.data_type) == ("=cmd()", "s")


def test_png_is_offered_only_where_a_browser_is_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "NAMES", ("no-such-browser",))
    monkeypatch.delenv("BIAOCHI_CHROMIUM", raising=False)
    assert not shown.can_photograph()


PICTURES: dict[str, dict[str, Any]] = {
    "ranking": {"indicator": "mills"},
    "ratio": {"indicator": "mills", "per": "people"},
    "change": {"indicator": "mills", "view": "change"},
    "change-lower": {"indicator": "idle", "view": "change"},
    "several": {"view": "several", "indicators": "mills,idle,torn,wetness"},
    "tiles": {"indicator": "idle", "view": "tiles"},
    "map": {"indicator": "mills", "view": "map"},
}


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_look_as_they_did(made: Ask, golden: Callable[[str, str], None], name: str) -> None:
    page = made(**PICTURES[name])
    drawn = shown.picture_svg(page.picture).decode() if page.picture else ""
    golden(f"compare-{name}.svg", re.sub(r"数据版本 [0-9a-f]{12}", "数据版本 000000000000", drawn))


def test_courses_look_as_they_did(made: Ask, golden: Callable[[str, str], None]) -> None:
    html = made(view="several", indicators="mills").html
    golden("compare-courses.html", html.split('<div class="bc-courses">')[1].split("</section>")[0])


# the page itself


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """A first visit of the page with these parameters in the link."""
    monkeypatch.setenv("BIAOCHI_ROOT", str(ROOT))
    ui.library.cache_clear()

    return partial(screens.visit, "compare")


def said(at: AppTest) -> str:
    return " ".join(plain(one) for one in screens.blocks(at))


def told(at: AppTest, name: str) -> str:
    """A parameter of the link, empty where it has left it."""
    found = at.query_params.get(name, "")
    return found if isinstance(found, str) else ",".join(found)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_view_runs_in_both_languages(app: Callable[..., AppTest], view: str, lang: str) -> None:
    at = app(view=view, lang=lang)
    assert not at.exception
    assert "<h1>" in screens.html(at)
    kinds = {one.proto.label for one in at.get("download_button")}
    assert {"CSV 表", "XLSX 表", "SVG 图"} <= kinds if lang == "zh" else {"CSV", "XLSX", "SVG"} <= kinds


def test_the_page_opens_on_the_largest_group_and_pickers_write_the_link(app: Callable[..., AppTest]) -> None:
    at = app()
    assert "可比组：16个地区，2022年1—5月" in said(at)
    at.selectbox(key="pick_indicator").select("talent-settlement").run()
    assert not at.exception
    assert told(at, "indicator") == "talent-settlement"
    assert "人才引进与落户：不能排名" in said(at)
    at.selectbox(key="pick_among").select("own").run()
    assert told(at, "areas") == "own"
    assert "请在上面选要比较的地区" in said(at)
    at.multiselect(key="pick_areas").select("120104").run()
    at.multiselect(key="pick_areas").select("120103").run()
    assert told(at, "areas") == "120104,120103"
    assert "52,904人" in said(at)


def test_a_new_indicator_drops_what_belonged_to_the_old_one(app: Callable[..., AppTest]) -> None:
    at = app(indicator="sci-tech-sme-entries", period="2023-01/2023-08")
    assert "可比组：6个地区，2023年1—8月" in said(at)
    at.selectbox(key="pick_indicator").select("patents-per-10k").run()
    assert "period" not in at.query_params
    assert not [one.value for one in at.caption]


def test_two_periods_are_picked_and_put_in_order(app: Callable[..., AppTest]) -> None:
    at = app(view="change", indicator="sci-tech-sme-entries")
    assert at.selectbox(key="pick_other").value == "2022-01/2022-05"
    at.selectbox(key="pick_period").select("2023-01/2023-08").run()
    assert "这两期不能相比" in said(at)


def test_indicators_side_by_side_are_picked(app: Callable[..., AppTest]) -> None:
    at = app(view="several", indicators="hi-tech-enterprises,chuying-entries")
    assert at.multiselect(key="pick_indicators").value == ["hi-tech-enterprises", "chuying-entries"]
    usual = app(view="several").multiselect(key="pick_indicators").value
    assert len(usual) == 6  # what is shown without a choice can be added to and taken from
    at.multiselect(key="pick_indicators").set_value([]).run()
    assert told(at, "indicators") == "none"
    assert "请在上面选要并排看的指标" in said(at)


def test_an_unknown_id_is_said_in_one_line(app: Callable[..., AppTest]) -> None:
    at = app(indicator="sci-tech-sme-entry", view="tile")
    assert not at.exception
    notes = [one.value for one in at.caption]
    assert len(notes) == 2 and "sci-tech-sme-entry" in notes[0] and "“方格图”" in notes[1]
    assert any("nothing-like-it" in one.value for one in app(indicator="nothing-like-it").caption)


def test_a_concept_in_a_link_becomes_its_first_indicator_on_other_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIAOCHI_ROOT", str(ROOT))
    ui.library.cache_clear()
    at = screens.visit("indicator", indicator="hi-tech")
    assert not at.exception
    assert "国家高新技术企业" in said(at)


def test_the_english_page_has_english_words(real: Ask) -> None:
    for view in VIEWS:
        html = real("en", view=view).html
        bare = re.sub(r"<div popover.*|<title>.*?</title>|<details.*?</details>", "", html, flags=re.S)
        titles = re.findall(r"<h[123][^>]*>(.*?)</h[123]>|<th[^>]*>(.*?)</th>", bare, flags=re.S)
        assert titles
        assert not [one for pair in titles for one in pair if re.search(r"[\u4e00-\u9fff]", one)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_related_indicators_stand_beside_in_panels_of_their_own(tmp_path: Path, lang: str) -> None:
    root = compare_house.write_house(tmp_path)
    path = root / "indicators/definitions/mills.yaml"
    tied = path.read_text(encoding="utf-8").replace("lonely: {", "lonely: {related: [idle, unseen], ")
    path.write_text(tied, encoding="utf-8")
    store, places = compare_house.open_house(root)
    chosen = Selection(area=compare_house.JIA, indicator="lonely", as_of=TODAY)
    html = str(views.compare(store, chosen, Words(lang), places).html)
    panels = re.findall(r'<article class="bc-panel">(.*?)</article>', html, re.S)
    assert len(panels) == 1 and ("停磨天数" if lang == "zh" else "Idle days") in panels[0]
    assert 'href="compare?area=990101&amp;indicator=idle' in panels[0]
    values = re.findall(r'bc-panel-value" popovertarget="f\d+"[^>]*>([^<]*)<', panels[0])
    assert values == (["9天", "43天", "3天", "5天"] if lang == "zh" else ["9 days", "43 days", "3 days", "5 days"])
    axis = re.findall(r'<table class="bc-rank">.*?</table>', html, re.S)
    assert len(axis) == 1 and not re.search(r"天|days", axis[0])
    alone = str(views.compare(store, Selection(area="990101", indicator="torn", as_of=TODAY), Words(lang), places).html)
    assert "bc-panel" not in alone
