"""Which figures stand on one axis, their ranks, and why the rest stands apart: made-up areas 甲区 … of 某市."""

import json
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biaochi import comparability, period, quantity, snapshot
from biaochi.catalogue.rows import insert, statements
from biaochi.problem import Fault
from biaochi.words import Words

TODAY = date(2026, 6, 30)
CITY, JIA, YI, BING, DING, WU, PARK = "990000", "990101", "990102", "990103", "990104", "990105", "990101-YQ"
AREAS = [
    (CITY, "某市", None, "city"),
    *(
        (code, name, CITY, "district")
        for code, name in ((JIA, "甲区"), (YI, "乙区"), (BING, "丙区"), (DING, "丁区"), (WU, "戊区"))
    ),
    (PARK, "甲园", JIA, "functional"),
]
SOURCES = {
    "gazette": ("official", "2025-03"),
    "paper": ("press", "2025-04"),
    "copy": ("copy-of-official-page", "2025-05"),
}
INDICATORS = {
    "mills": ("水磨", "家", "stock", "higher"),
    "mills-new": ("新建水磨", "家", "ytd", "higher"),
    "mills-ever": ("水磨累计", "家", "cumulative", "higher"),
    "mill-output": ("水磨产量", "吨", "flow", "higher"),
    "lost-days": ("停磨天数", "天", "stock", "lower"),
    "wetness": ("湿度", "%", "ratio", "range"),
    "people": ("人口", "万人", "stock", "range"),
}
CONCEPTS = {"mills": "mill", "mills-new": "mill", "mills-ever": "mill", "mill-output": "mill"}


def seen(indicator, area, when, value, **more):
    """One observation as a row of the snapshot's table `figure`."""
    unit, basis = INDICATORS[indicator][1:3]
    told = {} if value is None else vars(quantity.parse(value, unit)) | {"value_text": value}
    dated = vars(period.parse(when)) if when else {}
    return {
        "role": "observation",
        "indicator": indicator,
        "ref_area": area,
        "time_period": when or None,
        "source": "gazette",
        "period_start": dated.get("start"),
        "period_end": dated.get("end"),
        "period_kind": dated.get("kind"),
        "unit": unit,
        "basis": basis,
        **{name: dated.get(name) for name in ("months", "season", "annual", "dated")},
        **{name: told.get(name) for name in ("value", "value_text", "comparator", "lower_open", "upper_open")},
        **{name: str(told[name]) for name in ("lower", "upper") if name in told},
        **more,
    }


def world(con, figures, valid=None):
    """The tables of a snapshot with these figures."""
    for statement in statements("schema").split(";\n"):
        con.execute(statement)
    insert(
        con,
        "area",
        [
            {
                "ref_area": code,
                "name": name,
                "name_en": code,
                "parent": parent,
                "level": level,
                "ord": i,
                **(valid or {}).get(code, {}),
            }
            for i, (code, name, parent, level) in enumerate(AREAS)
        ],
    )
    insert(
        con,
        "source",
        [
            {"source": name, "title": name, "reliability": kind, "date_published": when}
            for name, (kind, when) in SOURCES.items()
        ],
    )
    insert(con, "concept", [{"concept": "mill", "name": "水磨事业", "name_en": "Milling"}])
    insert(
        con,
        "indicator",
        [
            {
                "indicator": key,
                "name": name,
                "name_en": key,
                "unit": unit,
                "basis": basis,
                "direction": direction,
                "ord": i,
                "concept": CONCEPTS.get(key),
                "aliases": ["磨坊"] if key == "mills" else [],
                "related": ["wetness"] if key == "lost-days" else [],
                "denominators": [],
            }
            for i, (key, (name, unit, basis, direction)) in enumerate(INDICATORS.items())
        ],
    )
    con.execute("create temp table figure as from main.figure")  # the figures as they are asked, in place of the view
    insert(con, "figure", [{"figure": i, **row} for i, row in enumerate(figures)])


def ask(what, *figures, areas=None, as_of=TODAY, valid=None):
    with snapshot.memory() as con:
        world(con, figures, valid)
        return comparability.compare(con, what, as_of, areas)


def everywhere(value="10", when="2024", indicator="mills", **more):
    """The same figure for each of the five districts."""
    return [seen(indicator, area, when, value, **more) for area in (JIA, YI, BING, DING, WU)]


def told(answer):
    """What stands apart, by area: the attributes that differ."""
    return {one["ref_area"]: one["differs"] for one in answer["apart"]}


def ranks(answer, nth=0):
    return {one["ref_area"]: one["rank_text"] for one in answer["groups"][nth]["figures"]}


# ---- one axis, or not


def test_a_group_is_one_comparable_period_and_the_largest_comes_first_then_the_newest():
    answer = ask("mills", *everywhere(when="2022"), *everywhere(when="2023")[:3], *everywhere(when="2024")[:3])
    assert [(one["time_period"], one["areas"]) for one in answer["groups"]] == [("2022", 5), ("2024", 3), ("2023", 3)]
    assert answer["apart"] == []


def test_a_stock_counts_once_a_year_with_its_latest_figure_which_keeps_its_own_date():
    answer = ask(
        "mills",
        seen("mills", JIA, "2025-23", "87"),
        seen("mills", YI, "2025-10-10", "91"),
        seen("mills", YI, "2025-03", "80"),
        seen("mills", BING, "/2025-09", "95"),
    )
    group = answer["groups"][0]
    assert group["time_period"] == "2025" and len(answer["groups"]) == 1
    assert [(one["ref_area"], one["time_period"]) for one in group["figures"]] == [
        (BING, "/2025-09"),
        (YI, "2025-10-10"),
        (JIA, "2025-23"),
    ]
    assert [one["value"] for one in group["figures"][1]["also"]] == [80]


DIFFERENT = {
    "definition": (seen("mills-ever", WU, "2024-01/2024-05", "10", basis="ytd"), "戊区口径不同，数的是水磨累计"),
    "basis": (seen("mills-new", WU, "2024-01/2024-05", "10", basis="flow"), "戊区为当期流量"),
    "period_length season": (seen("mills-new", WU, "2024-01/2024-08", "10"), "戊区时段长短不同（2024年1—8月）"),
    "season": (seen("mills-new", WU, "2024-02/2024-06", "10"), "戊区月份不同（2024年2—6月）"),
    "unit": (seen("mills-new", WU, "2024-01/2024-05", "10", unit="万家"), "戊区单位不同（万家）"),
    "basis cumulative_from": (
        seen("mills-new", WU, "/2024-05", "10", basis="cumulative"),
        "戊区为累计数，累计起点未注明",
    ),
    "obs_status": (seen("mills-new", WU, "2024-01/2024-05", "10", obs_status="D"), "戊区口径略有不同（见备注）"),
    "area_level": (seen("mills-new", PARK, "2024-01/2024-05", "10"), "甲园在甲区之内，已计入甲区"),
}


@pytest.mark.parametrize("differs", DIFFERENT)
def test_what_differs_stands_apart_with_the_attribute_and_a_sentence(differs):
    odd, sentence = DIFFERENT[differs]
    answer = ask("mills-new", *everywhere("10", "2024-01/2024-05", "mills-new")[:4], odd)
    assert [one["areas"] for one in answer["groups"]] == [4]
    assert told(answer) == {odd["ref_area"]: differs.split()}
    assert comparability.why(answer["apart"][0], Words("zh")) == sentence
    assert comparability.why(answer["apart"][0], Words("en")).startswith(f"{odd['ref_area']}: ")


def test_other_months_of_the_same_definition_are_near_and_come_first():
    rows = everywhere("10", "2024-01/2024-05", "mills-new")[:4]
    answer = ask("mills-new", *rows, seen("mills", JIA, "2024", "10"), DIFFERENT["period_length season"][0])
    assert [(one["indicator"], one["near"]) for one in answer["apart"]] == [("mills-new", True), ("mills", False)]


def test_one_area_in_another_year_is_a_group_of_its_own_without_a_rank():
    answer = ask("mills", *everywhere(when="2024"), seen("mills", JIA, "2019", "3"))
    assert [(one["time_period"], one["rankable"], one["reason"]) for one in answer["groups"]] == [
        ("2024", True, None),
        ("2019", False, "too_few"),
    ]


def test_months_of_several_areas_are_a_group_that_says_how_it_differs():
    answer = ask(
        "mills-new",
        *everywhere("10", "2024-01/2024-05", "mills-new"),
        *everywhere("20", "2024-01/2024-08", "mills-new")[:2],
    )
    assert [one["differs"] for one in answer["groups"]] == [[], ["period_length", "season"]]


@pytest.mark.parametrize(("when", "key"), [("", "时期未注明"), ("2024?", "时期不确定"), ("2024/..", "时期不完整")])
def test_an_unknown_or_doubtful_period_stands_apart(when, key):
    answer = ask("mill-output", *everywhere(indicator="mill-output")[:4], seen("mill-output", WU, when, "10"))
    assert told(answer) == {WU: ["period_length"]} and not answer["apart"][0]["near"]
    assert key in comparability.why(answer["apart"][0], Words("zh"))


@pytest.mark.parametrize("when", ["", "2024/..", "/2024-06-30"])
def test_figures_whose_period_is_not_known_from_end_to_end_do_not_make_a_group(when):
    answer = ask("mill-output", *everywhere(indicator="mill-output")[:2], *everywhere("9", when, "mill-output")[2:])
    assert [one["areas"] for one in answer["groups"]] == [2] and len(answer["apart"]) == 3


def test_periods_with_one_end_and_two_beginnings_are_two_groups():
    answer = ask(
        "mill-output", *everywhere("9", "2024", "mill-output")[:3], *everywhere("9", "2024-H2", "mill-output")[:2]
    )
    assert [(one["time_period"], one["areas"]) for one in answer["groups"]] == [("2024", 3), ("2024-H2", 2)]


def test_a_forecast_stands_apart_and_what_was_not_collected_is_only_counted():
    rows = everywhere()
    rows[3]["obs_status"], rows[4]["obs_status"] = "F", "L"
    answer = ask("mills", *rows)
    assert told(answer) == {DING: ["obs_status"]} and [one["ref_area"] for one in answer["excluded"]] == [WU]


def test_cumulative_counts_share_their_start():
    rows = [
        seen("mills-ever", area, "/2024-06-30", "9", cumulative_from=start)
        for area, start in ((JIA, "2018"), (YI, "2018-01"), (BING, "2018-01-01"), (DING, "2020-05"))
    ]
    spans = [seen("mills-ever", WU, "2018/2024", "9")]
    answer = ask("mills-ever", *rows, *spans)
    assert {one["ref_area"] for one in answer["groups"][0]["figures"]} == {JIA, YI, BING}
    assert told(answer)[DING] == ["cumulative_from"]
    assert comparability.why(answer["apart"][0], Words("zh")) == "丁区起点不同（2020年5月起）"


def test_a_ratio_at_a_date_and_a_ratio_of_a_year_do_not_mix():
    answer = ask(
        "wetness",
        seen("wetness", JIA, "2024-06-30", "5%"),
        seen("wetness", YI, "/2024-09-30", "6%"),
        seen("wetness", BING, "2024", "7%"),
    )
    assert [one["areas"] for one in answer["groups"]] == [2] and told(answer) == {BING: ["period_length"]}


def test_an_embargoed_secret_or_later_figure_does_not_exist():
    rows = everywhere()
    rows[0]["embargo_until"], rows[1]["conf_status"] = date(2026, 7, 1), "N"
    rows.append(seen("mills", JIA, "2026", "99"))
    answer = ask("mills", *rows)
    assert [one["areas"] for one in answer["groups"]] == [3] and answer["apart"] == answer["excluded"] == []
    assert ask("mills", *rows, as_of=date(2026, 7, 1))["groups"][0]["areas"] == 4


def test_only_what_is_asked_for_or_tied_to_it_is_shown():
    answer = ask(
        "lost-days", *everywhere("3", indicator="lost-days"), seen("wetness", JIA, "2024-06-30", "5%"), *everywhere("3")
    )
    assert {one["indicator"] for one in answer["apart"]} == {"wetness"}
    assert {one["indicator"] for one in ask("wetness", *everywhere("3", indicator="lost-days"))["apart"]} == {
        "lost-days"
    }
    assert {tuple(one["differs"][:1]) for one in ask("wetness", *everywhere())["apart"]} == set()
    assert {one["differs"][0] for one in ask("mills-new", *everywhere())["apart"]} == {"definition"}


# ---- a concept


def test_a_concept_of_four_definitions_gives_no_group_and_four_reasons():
    answer = ask(
        "mill",
        seen("mills-new", JIA, "", "逾2000"),
        seen("mills-ever", YI, "/2023-06-19", "52904"),
        seen("mill-output", BING, "2023", "3000多"),
        seen("mills-ever", DING, "2023/..", "40余", cumulative_from="2023"),
        seen("mills", WU, "2023", "7"),
    )
    assert answer["kind"] == "concept" and answer["groups"] == []
    assert all("definition" in one for one in told(answer).values()) and set(told(answer)) == {JIA, YI, BING, DING, WU}
    assert told(answer)[JIA] == ["definition", "basis", "period_length", "unit"]
    assert told(answer)[DING] == ["definition", "basis", "period_length", "unit", "cumulative_from"]
    assert len({comparability.why(one, Words("zh")) for one in answer["apart"]}) == 5


def test_a_concept_offers_its_largest_group_and_holds_the_others_against_it():
    answer = ask("水磨事业", *everywhere(), seen("mills-ever", WU, "/2024-12-31", "90"))
    assert [one["indicator"] for one in answer["groups"]] == ["mills"]
    assert told(answer) == {WU: ["definition", "basis"]}


# ---- areas


def test_parts_of_a_district_stand_apart_and_are_never_added():
    answer = ask("mills", *everywhere(), seen("mills", PARK, "2024", "4"), seen("mills", CITY, "2024", "50"))
    assert told(answer) == {PARK: ["area_level"]}
    assert {name: answer["groups"][0]["total"][name] for name in ("printed", "sum", "agrees")} == {
        "printed": 50,
        "sum": 50,
        "agrees": True,
    }


@pytest.mark.parametrize(("printed", "agrees"), [("51", False), ("逾49", True), ("逾50", False), ("近51", True)])
def test_the_printed_total_is_held_against_the_sum(printed, agrees):
    total = ask("mills", *everywhere(), seen("mills", CITY, "2024", printed))["groups"][0]["total"]
    assert total["agrees"] is agrees and total["sum"] == 50


def test_rounded_decimals_may_miss_their_total_by_their_rounding():
    rows = [
        seen("mill-output", area, "2024", value)
        for area, value in zip((JIA, YI, BING, DING, WU), ("1.1", "1.1", "1.1", "1.1", "1.1"), strict=True)
    ]
    for printed, agrees in (("5.5", True), ("5.7", True), ("6", False)):
        total = ask("mill-output", *rows, seen("mill-output", CITY, "2024", printed))["groups"][0]["total"]
        assert total["agrees"] is agrees


def test_without_every_district_or_on_another_day_there_is_no_word_on_the_total():
    city = seen("mills", CITY, "2024", "50")
    for rows in (
        everywhere()[:4],
        [*everywhere()[:4], seen("mills", WU, "2024", "逾9")],
        [*everywhere()[:4], seen("mills", WU, "2024-06", "10")],
    ):
        assert ask("mills", *rows, city)["groups"][0]["total"]["agrees"] is None


def test_the_city_is_no_rival_of_its_districts_but_stands_apart_where_they_have_nothing():
    answer = ask("mills", *everywhere(), seen("mills", CITY, "2018", "3"))
    assert told(answer) == {CITY: ["area_level"]}
    assert comparability.why(answer["apart"][0], Words("zh")) == "某市属“市”一级，不同列"


def test_parts_of_a_district_are_compared_where_the_caller_chose_nothing_else():
    answer = ask("mills", *everywhere(), seen("mills", PARK, "2024", "4"), areas=[PARK])
    assert answer["groups"][0]["level"] == "functional" and answer["apart"] == []


# ---- ranks


def test_ranks_follow_the_direction_and_equal_values_share_a_place():
    values = dict(zip((JIA, YI, BING, DING, WU), ("30", "10", "20", "20", "40"), strict=True))
    rows = {
        name: [seen(name, area, "2024", value) for area, value in values.items()] for name in ("mills", "lost-days")
    }
    assert ranks(ask("mills", *rows["mills"])) == {WU: "1", JIA: "2", BING: "3", DING: "3", YI: "5"}
    assert ranks(ask("lost-days", *rows["lost-days"])) == {YI: "1", BING: "2", DING: "2", JIA: "4", WU: "5"}


def test_bounded_values_share_a_range_of_places_where_their_ends_overlap():
    rows = [
        seen("mills", area, "2024", value)
        for area, value in ((JIA, "逾100"), (YI, "110"), (BING, "100"), (DING, "约50"), (WU, "48"))
    ]
    answer = ask("mills", *rows)
    assert ranks(answer) == {JIA: "1–2", YI: "1–2", BING: "3", DING: "4–5", WU: "4–5"}
    assert {one["ref_area"]: one["rank"] for one in answer["groups"][0]["figures"]} == {
        JIA: None,
        YI: None,
        BING: 3,
        DING: None,
        WU: None,
    }
    assert answer["groups"][0]["median"] == 100


def test_a_median_that_cannot_be_known_is_not_given():
    rows = [
        seen("mills", area, "2024", value)
        for area, value in ((JIA, "逾5"), (YI, "110"), (BING, "100"), (DING, "50"), (WU, "48"))
    ]
    assert ask("mills", *rows)["groups"][0]["median"] is None
    assert ask("mills", *everywhere()[:3])["groups"][0]["median"] is None
    assert ask("mills", *everywhere()[:4])["groups"][0]["median"] == 10


@pytest.mark.parametrize(("present", "reason"), [(5, None), (4, None), (3, "missing"), (1, "too_few")])
def test_no_rank_where_more_than_a_fifth_is_missing(present, reason):
    group = ask("mills", *everywhere()[:present])["groups"][0]
    assert (group["rankable"], group["reason"], group["peers"]) == (reason is None, reason, 5)
    assert [one["area_name"] for one in group["missing"]] == ["甲区", "乙区", "丙区", "丁区", "戊区"][present:]
    assert all((one["rank"] is not None) is (reason is None) for one in group["figures"])


def test_the_callers_choice_is_its_own_peer_group():
    group = ask("mills", *everywhere()[:2], areas=[JIA, YI])["groups"][0]
    assert group["rankable"] and group["missing"] == []
    assert ask("mills", *everywhere()[:2], areas=[JIA, YI, BING])["groups"][0]["reason"] == "missing"


def test_an_area_that_did_not_exist_then_is_not_missing():
    gone = {WU: {"valid_to": "2020"}, DING: {"valid_from": "2025"}}
    assert ask("mills", *everywhere()[:3], valid=gone)["groups"][0]["rankable"]


def test_where_neither_more_nor_less_is_better_there_is_no_rank():
    group = ask("wetness", *everywhere("5%", indicator="wetness"))["groups"][0]
    assert (group["rankable"], group["reason"], group["median"]) == (False, "no_direction", 5)


# ---- several figures of one area


def test_equal_values_are_one_figure_of_the_most_reliable_source():
    rows = [
        *everywhere(),
        seen("mills", JIA, "2024", "10", source="paper"),
        seen("mills", JIA, "2024-12-31", "10", source="copy"),
    ]
    for order in (rows, rows[::-1]):
        group = ask("mills", *order)["groups"][0]
        figure = next(one for one in group["figures"] if one["ref_area"] == JIA)
        assert (
            group["rankable"]
            and figure["source"] == "gazette"
            and {one["source"] for one in figure["also"]} == {"paper", "copy"}
        )


def test_values_that_contradict_each_other_are_both_shown_and_nothing_is_ranked():
    group = ask(
        "mills", *everywhere(), seen("mills", JIA, "2024", "11", source="paper"), seen("mills", CITY, "2024", "50")
    )["groups"][0]
    assert [one["value"] for one in group["figures"] if one["conflict"]] == [11, 10]
    assert (group["areas"], group["rankable"], group["reason"], group["median"]) == (5, False, "conflict", None)
    assert group["total"]["agrees"] is None and {one["rank_text"] for one in group["figures"]} == {None}


def test_a_bounded_and_an_exact_value_contradict_each_other():
    group = ask("mills", *everywhere(), seen("mills", JIA, "2024", "逾10", source="paper"))["groups"][0]
    assert group["reason"] == "conflict" and sum(one["conflict"] for one in group["figures"]) == 2


def test_two_printed_totals_that_contradict_each_other_are_no_total():
    rows = [seen("mills", CITY, "2024", "50"), seen("mills", CITY, "2024", "51", source="paper")]
    answer = ask("mills", *everywhere(), *rows)
    assert [one["total"] for one in answer["groups"]] == [None]
    assert [(one["ref_area"], one["value"]) for one in answer["apart"]] == [(CITY, 50), (CITY, 51)]


# ---- change, several indicators, ratios


def change(first, second, *figures, indicator="mills-new"):
    with snapshot.memory() as con:
        world(con, figures)
        return comparability.change(con, indicator, first, second, TODAY)


def test_change_pairs_the_areas_that_have_both_periods():
    answer = change(
        "2022-01/2022-05",
        "2023-01/2023-05",
        *everywhere("10", "2022-01/2022-05", "mills-new")[:4],
        seen("mills-new", JIA, "2023-01/2023-05", "15"),
        seen("mills-new", YI, "2023-01/2023-05", "逾8"),
        seen("mills-new", WU, "2023-01/2023-05", "9"),
        *(seen("mills-new", PARK, f"{year}-01/{year}-05", "1") for year in (2022, 2023)),
    )
    assert answer["allowed"]
    assert [
        (one["ref_area"], one["change"], one["rate"], one["change_lower"], one["change_upper"])
        for one in answer["pairs"]
    ] == [(JIA, 5, 0.5, 5, 5), (YI, None, None, -2, None)]
    assert [(one["side"], one["ref_area"], one["fits"]) for one in answer["apart"]] == [
        ("a", BING, True),
        ("a", DING, True),
        ("a", PARK, False),
        ("b", WU, True),
        ("b", PARK, False),
    ]


@pytest.mark.parametrize(
    ("first", "second", "differs"),
    [
        ("2023-01/2023-05", "2023-01/2023-08", ["period_length", "season"]),
        ("2023-01/2023-05", "2024", ["period_length", "season"]),
        ("2023-04", "2024-05", ["season"]),
        ("2023/..", "2024", ["period_length"]),
    ],
)
def test_change_is_refused_between_periods_that_do_not_match(first, second, differs):
    answer = change(first, second, *everywhere("1", "2024", "mills-new"))
    assert (answer["allowed"], answer["differs"], answer["pairs"]) == (False, differs, [])
    assert "不可比" in comparability.refusal(answer, Words("zh")) and comparability.refusal(answer, Words("en"))


def test_a_stock_changes_from_year_to_year_whatever_its_dates():
    answer = change(
        "2020", "2025", seen("mills", JIA, "2020", "468"), seen("mills", JIA, "2025-23", "887"), indicator="mills"
    )
    assert [one["change"] for one in answer["pairs"]] == [419]


def test_a_contradiction_gives_no_change():
    rows = [seen("mills", JIA, "2024", "11", source="paper"), *everywhere("9", "2023")[:2], *everywhere()[:2]]
    answer = change("2023", "2024", *rows, indicator="mills")
    assert [one["ref_area"] for one in answer["pairs"]] == [YI]
    assert [(one["side"], one["value"], one["conflict"]) for one in answer["apart"]] == [
        ("a", 9, False),
        ("b", 11, True),
        ("b", 10, True),
    ]


def test_a_matrix_takes_the_latest_comparable_group_of_each_indicator():
    with snapshot.memory() as con:
        world(
            con,
            [
                *everywhere("9", "2022"),
                *everywhere("8", "2023")[:2],
                seen("mills", JIA, "2024", "7"),
                *everywhere("5%", "2023", "wetness"),
                seen("mills-new", JIA, "", "1"),
            ],
        )
        found = comparability.matrix(con, ["wetness", "mills", "mills-new", "unknown"], TODAY)
    assert [(one["indicator"], one["time_period"], len(one["cells"])) for one in found] == [
        ("wetness", "2023", 5),
        ("mills", "2023", 2),
    ]
    assert found[1]["cells"][YI]["value"] == 8


def test_a_ratio_is_our_arithmetic_with_both_parts_and_both_ends():
    with snapshot.memory() as con:
        world(
            con,
            [
                *everywhere("30", "2024"),
                seen("people", JIA, "2024-11-01", "10"),
                seen("people", YI, "2024", "逾20"),
                seen("people", BING, "2023", "5"),
            ],
        )
        answer = comparability.per_head(con, "mills", "people", TODAY)
    (group,) = answer["groups"]
    assert group["unit"] == "家/万人" and {one["obs_status"] for one in group["figures"]} == {"E"}
    assert [
        (one["ref_area"], one["value"], one["comparator"], one["lower"], one["upper"]) for one in group["figures"]
    ] == [(JIA, 3, "=", 3, 3), (YI, 1.5, "<", 0, 1.5)]
    assert [part["value"] for part in group["figures"][0]["parts"]] == [30, 10]
    assert [one["ref_area"] for one in group["missing"]] == [BING, DING, WU]


# ---- what is asked for


@pytest.mark.parametrize(
    ("what", "kind", "found"),
    [
        ("mills", "indicator", "mills"),
        ("mill", "concept", "mill"),
        ("水磨", "indicator", "mills"),
        ("磨坊", "indicator", "mills"),
        ("水磨事业", "concept", "mill"),
        (" “水磨” 产量", "indicator", "mill-output"),
        ("新建", "indicator", "mills-new"),
        ("水事", "concept", "mill"),
        ("磨累计", "indicator", "mills-ever"),
        ("milling", "concept", "mill"),
    ],
)
def test_an_indicator_or_concept_is_found_by_id_name_or_part_of_a_name(what, kind, found):
    with snapshot.memory() as con:
        world(con, [])
        asked = comparability.resolve(con, what)
    assert (asked.kind, asked.id) == (kind, found)


@pytest.mark.parametrize(
    ("what", "near"), [("mils", "mills"), ("湿气", None), ("磨", "水磨"), ("", None), ("%';--", None)]
)
def test_an_unknown_name_is_answered_with_the_nearest(what, near):
    with snapshot.memory() as con:
        world(con, [])
        with pytest.raises(Fault) as caught:
            comparability.compare(con, what, TODAY)
    assert (caught.value.code, caught.value.params) == ("indicator_unknown", {"value": what, "near": near})


# ---- for programs and for the terminal


def test_json_has_the_promised_keys_and_plain_numbers():
    answer = ask("mills", *everywhere("逾10"), seen("mills-new", JIA, "", "3"))
    said = json.loads(json.dumps(comparability.as_json(answer, Words("zh")), allow_nan=False))
    assert said["indicator"] == "mills"
    assert said["groups"][0]["figures"][0] | {"rank": None} == {
        "ref_area": JIA,
        "area_name": "甲区",
        "time_period": "2024",
        "value": 10,
        "value_text": "逾10",
        "comparator": ">",
        "rank": None,
        "rank_text": "1–5",
        "conflict": False,
        "source": "gazette",
    }
    assert {"rankable", "basis", "time_period", "unit", "figures", "missing", "total", "median", "reason"} <= set(
        said["groups"][0]
    )
    assert said["apart"] == [
        {
            "indicator": "mills-new",
            "ref_area": JIA,
            "area_name": "甲区",
            "time_period": None,
            "value": 3,
            "value_text": "3",
            "differs": ["definition", "basis", "period_length"],
            "near": False,
            "why": "甲区口径不同，数的是新建水磨，为年初至今数，时期未注明",
        }
    ]
    assert comparability.as_json(answer)["apart"][0]["why"] == "definition, basis, period_length"


def test_the_terminal_shows_columns_that_stand_under_each_other():
    answer = ask(
        "mills",
        *everywhere("1000")[:4],
        seen("mills", WU, "2024-06", "7"),
        seen("mills", CITY, "2024", "9"),
        seen("mills-new", JIA, "", "3"),
        seen("mills-new", YI, "2024", "3", obs_status="L"),
    )
    assert comparability.as_text(answer, Words("zh")).splitlines() == [
        "水磨 · 截至2026年6月30日",
        "",
        "水磨 · 存量 · 2024年 · 5个地区",
        "  1  甲区  1,000家",
        "  1  乙区  1,000家",
        "  1  丙区  1,000家",
        "  1  丁区  1,000家",
        "  5  戊区      7家  2024年6月",
        "  某市公布数9家",
        "  中位数1,000家",
        "",
        "不与上面的数同列，原因如下",
        "  甲区  时期未注明  3家  甲区口径不同，数的是新建水磨，为年初至今数，时期未注明",
        "",
        "另有1个数不存在或未采集",
    ]
    assert "Not on one axis" in comparability.as_text(answer, Words("en"))
    assert "没有可以放在一根轴上的数" in comparability.as_text(ask("mills"), Words("zh"))


# ---- nothing is lost, nothing is mixed

ROW = st.builds(
    seen,
    st.sampled_from(["mills", "mills-new", "mills-ever"]),
    st.sampled_from([CITY, JIA, YI, BING, PARK]),
    st.sampled_from(["", "2024", "2024-01/2024-05", "2023-01/2023-05", "/2024-06-30", "2024?", "2023/..", "2024-24"]),
    st.sampled_from(["7", "8", "逾8", "约9"]),
    basis=st.sampled_from(["stock", "ytd", "cumulative", "flow"]),
    obs_status=st.sampled_from(["A", "A", "A", "F", "D", "M"]),
    cumulative_from=st.sampled_from([None, None, "2020"]),
    source=st.sampled_from(list(SOURCES)),
)
KEY = ("indicator", "basis", "unit", "level", "counted_from", "slot_start", "slot_end")
ALIKE = ("indicator", "basis", "unit", "cumulative_from")


def accounted(answer):
    """Where every figure of an answer is: in a group, behind a figure, a printed total, apart, or left out."""
    groups = [[f["figure"] for one in g["figures"] for f in (one, *one["also"])] for g in answer["groups"]]
    totals = {f["figure"] for g in answer["groups"] if g["total"] for f in (g["total"], *g["total"]["also"])}
    listed = [figure for group in groups for figure in group]
    rest = [one["figure"] for name in ("apart", "excluded") for one in answer[name]]
    return groups, sorted([*listed, *(totals - set(listed)), *rest])


@settings(max_examples=15, deadline=None)
@given(st.lists(ROW, max_size=14), st.sampled_from(["mill", "mills"]))
def test_every_figure_stands_in_exactly_one_place_and_a_group_agrees_in_everything(rows, what):
    answer = ask(what, *rows)
    groups, everything = accounted(answer)
    assert everything == list(range(len(rows)))
    level = {code: level for code, _, _, level in AREAS}
    for group in groups:
        for one, other in combinations([rows[i] for i in group], 2):
            assert all(
                one[name] == other[name] for name in ALIKE if name != "cumulative_from" or one["basis"] == "cumulative"
            )
            assert level[one["ref_area"]] == level[other["ref_area"]] and {one["obs_status"], other["obs_status"]} == {
                "A"
            }
            assert one["period_end"].year == other["period_end"].year
            if one["basis"] != "stock":
                assert one["period_end"] == other["period_end"]
            if one["basis"] in ("flow", "ytd"):
                assert one["months"] == other["months"] and one["season"] == other["season"]
    assert all(one["differs"] for one in answer["apart"])
    keys = [tuple(group[name] for name in KEY) for group in answer["groups"]]
    assert len(keys) == len(set(keys))


VALUES = st.sampled_from(["5", "6", "7", "逾5", "逾6", "近7", "约6", "不超过6", "至少6"])
YEARS = range(2001, 2013)


@settings(max_examples=3, deadline=None)
@given(st.lists(VALUES, min_size=60, max_size=60), st.sampled_from(["mills", "lost-days"]))
def test_ranks_are_what_pairs_of_intervals_allow(values, indicator):
    places = [(area, str(year)) for year in YEARS for area in (JIA, YI, BING, DING, WU)]
    rows = [seen(indicator, *place, value) for place, value in zip(places, values, strict=True)]
    answer = ask(indicator, *rows)

    def beats(one, other, surely):
        """Whether the first is better for all values (surely), or for some, that the two may have."""
        high, low = (one, other) if indicator == "mills" else (other, one)
        if not surely:
            return float(high["upper"]) > float(low["lower"])
        gap = float(high["lower"]) - float(low["upper"])
        return gap > 0 or gap == 0 and (high["lower_open"] or low["upper_open"])

    assert len(answer["groups"]) == len(YEARS)
    for nth, group in enumerate(answer["groups"]):
        peers = [row for row in rows if row["time_period"] == group["time_period"]]
        for one in peers:
            others = [other for other in peers if other is not one]
            best, worst = (1 + sum(beats(other, one, surely) for other in others) for surely in (True, False))
            assert ranks(answer, nth)[one["ref_area"]] == (str(best) if best == worst else f"{best}–{worst}")
