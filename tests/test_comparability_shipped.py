"""The real cases of comparison, on the catalogue that is shipped (methods.md section 5)."""

from datetime import date

import pytest

from biaochi import comparability, snapshot
from biaochi.words import Words
from tests.conftest import ROOT

TODAY = date(2026, 11, 21)
JINNAN, XIQING, WUQING, JINGHAI, NANKAI, HEXI = "120112", "120111", "120114", "120118", "120104", "120103"
JIANGYAN, TIANQIAO, TIANJIN = "321204", "370105", "120000"


@pytest.fixture(scope="module")
def con():
    with snapshot.memory() as con:
        snapshot.compile_into(con, ROOT, TODAY)
        yield con


@pytest.fixture(scope="module")
def ask(con):
    return lambda what, **more: comparability.compare(con, what, TODAY, **more)


def areas(group):
    return {one["ref_area"] for one in group["figures"]}


def apart(answer, area):
    return [one for one in answer["apart"] if one["ref_area"] == area]


def test_sci_tech_smes_rank_the_sixteen_districts_and_sum_to_the_printed_total(ask):
    answer = ask("国家科技型中小企业")
    group = answer["groups"][0]
    assert (group["time_period"], group["areas"], group["rankable"]) == ("2022-01/2022-05", 16, True)
    assert (group["total"]["printed"], group["total"]["sum"], group["total"]["agrees"]) == (4222, 4222, True)
    assert [one["rank"] for one in group["figures"]] == list(range(1, 17))
    assert next(one["rank"] for one in group["figures"] if one["ref_area"] == JINNAN) == 6
    lines = comparability.as_text(answer, Words()).splitlines()
    assert lines[3:5] == ["   1  滨海新区  1,798家", "   2  武清区      369家"]
    inside = [one for one in answer["apart"] if one["ref_area"].startswith("120116-")]
    assert len(inside) >= 4 and all("area_level" in one["differs"] for one in inside)
    assert comparability.why(apart(answer, "120116-JKQ")[0], Words()) == "经开区在滨海新区之内，已计入滨海新区"


def test_the_same_months_of_two_years_give_a_change_and_other_months_a_refusal(con):
    may, later, august = "2022-01/2022-05", "2023-01/2023-05", "2023-01/2023-08"
    answer = comparability.change(con, "sci-tech-sme-entries", may, later, TODAY)
    assert answer["allowed"]
    assert {one["ref_area"]: one["change"] for one in answer["pairs"]} == {
        NANKAI: 11,
        "120110": 95,
        XIQING: 77,
        WUQING: 12,
        "120116": 654,
    }
    refused = comparability.change(con, "sci-tech-sme-entries", later, august, TODAY)
    assert (refused["allowed"], refused["differs"], refused["pairs"]) == (False, ["period_length", "season"], [])
    assert comparability.refusal(refused, Words()) == "两个时期不可比：时段长短、所在月份不同"


def test_other_months_never_share_an_axis(ask):
    for group in ask("sci-tech-sme-entries")["groups"]:
        assert {one["time_period"] for one in group["figures"]} == {group["time_period"]}


@pytest.mark.parametrize("what", ["talent-settlement", "人才落户", "人才引进与落户"])
def test_talent_is_refused_with_four_reasons(ask, what):
    answer = ask(what)
    assert answer["kind"] == "concept" and not any(group["rankable"] for group in answer["groups"])
    said = {area: apart(answer, area)[0] for area in (NANKAI, HEXI, JIANGYAN, TIANQIAO)}
    assert all(one["differs"][0] == "definition" for one in said.values())
    assert len({comparability.why(one, Words()) for one in said.values()}) == 4
    assert comparability.why(said[HEXI], Words()).endswith("为累计数，累计起点未注明")


def test_talent_of_the_four_districts_alone_gives_four_figures_and_no_axis(ask):
    answer = ask("talent-settlement", areas=[NANKAI, HEXI, JIANGYAN, TIANQIAO])
    assert answer["groups"] == [] and {one["ref_area"] for one in answer["apart"]} == {NANKAI, HEXI, JIANGYAN, TIANQIAO}


@pytest.mark.parametrize(("label", "planned"), [("雏鹰", 281), ("瞪羚", 46)])
def test_the_labels_of_the_plan_never_stand_beside_the_monthly_notices(ask, label, planned):
    answer = ask(label)
    assert {group["basis"] for group in answer["groups"]} == {"ytd"}
    (one,) = [one for one in apart(answer, JINNAN) if one["value"] == planned]
    assert {"definition", "basis", "cumulative_from"} <= set(one["differs"])
    months = {group["time_period"]: areas(group) for group in answer["groups"]}
    assert JINNAN in months["2023-01/2023-05"] and JINNAN in months["2023-01/2023-08"]


def test_high_tech_firms_at_a_date_stand_together_and_those_ever_nurtured_apart(ask):
    answer = ask("高新技术企业")
    (group,) = [one for one in answer["groups"] if one["time_period"] == "2025"]
    assert {JINNAN, XIQING, WUQING} <= areas(group) and group["basis"] == "stock"
    assert {one["ref_area"]: one["time_period"] for one in group["figures"]}[XIQING] == "2025-10-10"
    (one,) = apart(answer, JINGHAI)
    assert one["differs"] == ["definition", "basis"] and one["value"] == 530
    assert comparability.why(one, Words()) == "静海区口径不同，数的是高新技术企业累计培育数，为累计数"
    assert all(JINGHAI not in areas(group) for group in answer["groups"])


def test_high_tech_firms_of_the_chosen_districts_are_ranked(ask):
    group = ask("hi-tech-enterprises", areas=[JINNAN, XIQING, WUQING])["groups"][0]
    assert {one["ref_area"]: one["rank"] for one in group["figures"]} == {WUQING: 1, XIQING: 2, JINNAN: 3}


def test_the_gazelles_of_shandong_are_another_label(ask):
    ours, theirs = ask("瞪羚"), ask("山东省瞪羚企业")
    assert not any(one["ref_area"].startswith("37") for one in ours["apart"])
    assert not any(area.startswith("37") for group in ours["groups"] for area in areas(group))
    assert {one["ref_area"] for one in theirs["apart"]} == {TIANQIAO}


def test_contracts_of_one_year_of_five_years_and_without_a_period_do_not_mix(ask):
    answer = ask("技术合同成交额")
    assert all(len(group["figures"]) == 1 for group in answer["groups"])
    assert "period_length" in apart(answer, JINNAN)[0]["differs"]


def test_every_indicator_and_concept_answers_in_both_languages(con, ask):
    names = [row[0] for row in con.execute("select indicator from indicator where concept is not null").fetchall()]
    for name in names[::6]:
        for lang in ("zh", "en"):
            assert comparability.as_text(ask(name), Words(lang)).strip()
