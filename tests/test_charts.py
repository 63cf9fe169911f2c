"""Charts are plain dicts that Plotly accepts, draw only what is known, and look as they did."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from datetime import date
from typing import Any

import plotly.graph_objects as go
import pytest

from biaochi import charts, palette, period
from biaochi.charts.base import spread
from biaochi.words import Words

ZH, EN = Words("zh"), Words("en")
EVIL = "<script>甲&乙\"'"


def figure(role: str, value: float | None, when: str, comparator: str = "=", **more: Any) -> dict[str, Any]:
    found, v = period.parse(when) if when else None, value or 0.0
    lower = {"<": -math.inf, "<=": -math.inf, "<~": 0.95 * v, "~": 0.95 * v}.get(comparator, v)
    upper = {">": math.inf, ">=": math.inf, "~": 1.05 * v}.get(comparator, v)
    days = {f"period_{name}": getattr(found, name, None) for name in ("start", "end", "kind")}
    source = {"title": "甲区规划", "doc_number": "甲〔2021〕1号", "reliability": "official",
              "quote": f"甲企业达到{v:g}家"}
    plan = {} if role == "observation" else {"plan": "jia", "ord": 1}
    return {"role": role, "value": value, "value_text": None if value is None else f"{value:g}", "unit": "家",
            "comparator": comparator, "lower": lower, "upper": upper, "time_period": when, **days,
            "months": getattr(found, "months", None), "dated": getattr(found, "dated", False), **source, **plan, **more}


def answer(*figures: dict[str, Any], judged: int | None = None, apart: Any = (), **row: Any) -> dict[str, Any]:
    numbered = [one | {"figure": i} for i, one in enumerate(figures)]
    found = {"plan": "jia", "ord": 1, "target_type": "level", "verdict": "slow", "figure": judged} | row
    return {"name": "甲指标", "unit": "家", "figures": numbered, "assessment": found, "as_of": date(2023, 6, 1),
            "not_judged": apart}


BASE, AIM = figure("baseline", 468.0, "2020", inferred=True), figure("target", 620.0, "2025")
SEEN = figure("observation", 520.0, "2022")
ROW = {"time_progress": 0.4, "required_pace": 33.3333, "projection": 598.0}
LEVEL = figure("target", None, "2025", "range") | {"lower": 3.0, "upper": 6.0}
NO_BASELINE = figure("observation", 440.0, "", ">")

COURSES: dict[str, dict[str, Any]] = {
    "slow": answer(BASE, AIM, figure("observation", 490.0, "2021"), SEEN, figure("milestone", 560.0, "2023"), judged=3,
                   **ROW),
    "early": answer(BASE, AIM, figure("observation", 887.0, "2025-23"), judged=2, verdict="achieved", early=True),
    "baseline-only": answer(BASE, AIM, verdict="baseline_only"),
    "no-baseline": answer(AIM, SEEN, NO_BASELINE, judged=1, verdict="no_baseline", required_pace=33.3),
    "bounded": answer(BASE, AIM, figure("observation", 500.0, "2021", "~"), figure("observation", 540.0, "2022", ">"),
                      figure("observation", 90.0, "2022-01/2022-05"),
                      judged=3, apart=(4,), verdict="undetermined", **ROW),
    "lower": answer(figure("baseline", 100.0, "2020"), figure("target", 86.5, "2025"),
                    figure("observation", 97.0, "2022"),
                    judged=2, verdict="behind", required_pace=-3.5, projection=92.5),
    "range": answer(LEVEL, figure("observation", 5.0, "2022"), judged=1, verdict="in_range", target_type="range"),
    "floor": answer(figure("target", 6.5, "2025", ">="), figure("observation", 6.87, "2022"), judged=1,
                    verdict="met", target_type="floor"),
    "unstated": answer(figure("target", 2.0, "2025", ">="), verdict="no_data", baseline=0.0, baseline_stated=False,
                       baseline_end=date(2020, 12, 31)),
    "words": answer(figure("target", None, "2025") | {"value_text": "持续优化"}, verdict="qualitative"),
    "no-target": {"name": "甲指标", "unit": "家", "assessment": None, "as_of": None, "figures": [
        figure("observation", 56.0, "2023-01/2023-05", basis="ytd"),
        figure("observation", 200.0, "2023-01/2023-08", basis="ytd"),
        figure("observation", 30.0, "2024-01/2024-02", basis="ytd")]},
    "nothing": answer(verdict="qualitative"),
    "forecast": {"name": "甲指标", "unit": "家", "assessment": None, "as_of": None, "figures": [
        figure("observation", 90.0, "2021"), figure("observation", 100.0, "2022"),
        figure("observation", 104.0, "2022", obs_status="F"), figure("observation", 120.0, "2023", ">", obs_status="F"),
        figure("observation", 131.0, "2024", obs_status="F")]},
}


def rows(*values: float, comparator: str = "=", **more: Any) -> list[dict[str, Any]]:
    return [figure("observation", v, "2022-01/2022-05", comparator, ref_area=f"99010{i}", area_name=f"{name}区",
                   rank=i + 1, **more)
            for i, (name, v) in enumerate(zip("甲乙丙丁戊己庚辛壬癸", values, strict=False))]


def changed(*values: tuple[float, float]) -> dict[str, Any]:
    pairs = [{"ref_area": a["ref_area"], "area_name": a["area_name"], "first": a, "second": a | {"value": b}}
             for a, (_, b) in zip(rows(*(first for first, _ in values)), values, strict=True)]
    periods = ["2022-01/2022-05", "2023-01/2023-05"]
    return {"name": "甲指标", "unit": "家", "own": "990101", "periods": periods, "pairs": pairs}


def panels(number: int, **more: Any) -> dict[str, Any]:
    years = (2018, 2019, 2022)
    return {"name": "甲指标", "unit": "家", "own": "990101", **more, "panels": [
        {"title": f"{name}区", "ref_area": f"99010{i}", "figures": [
            figure("observation", 10.0 * (i + 1) + year - 2018, str(year)) for year in years]}
        for i, name in enumerate("甲乙丙丁戊"[:number])]}


RANKED = {"name": "甲指标", "unit": "家", "own": "990101", "median": 226.0, "missing": ["丁区"]}
EVERY: dict[str, Callable[[Words, str], dict[str, Any]]] = {
    **{f"trajectory-{name}": lambda w, t, a=given: charts.trajectory(a, w, t) for name, given in COURSES.items()},
    "ranking": lambda w, t: charts.ranking(RANKED | {"rows": rows(1798, 226, 44)}, w, t),
    "ranking-bounds": lambda w, t: charts.ranking(
        RANKED | {"median": None, "rows": rows(2000, comparator=">") + rows(0, 1500, comparator="~")[1:]}, w, t),
    "ranking-empty": lambda w, t: charts.ranking({"rows": []}, w, t),
    "slope": lambda w, t: charts.slope(changed((369, 390), (226, 310), (225, 311)), w, t),
    "dumbbell": lambda w, t: charts.slope(changed((369, 390), (226, 310)), w, t, "dumbbell"),
    "slope-empty": lambda w, t: charts.slope({"pairs": []}, w, t),
    "multiples": lambda w, t: charts.small_multiples(panels(5), w, t, 3),
    "multiples-free": lambda w, t: charts.small_multiples(panels(2, shared=False), w, t),
    "multiples-empty": lambda w, t: charts.small_multiples({"panels": [{"title": "甲区", "figures": []}]}, w, t),
}


def test_a_forecast_is_never_drawn_or_told_as_a_result() -> None:
    given = COURSES["forecast"]
    plot = charts.trajectory(given, ZH)
    (marks,) = traces(plot, name="预测")
    assert marks["showlegend"] and marks["y"] == [104.0, 120.0, 131.0]
    assert marks["marker"]["color"] == palette.colour("card", "light")
    (solid,) = [one for one in traces(plot, mode="lines") if one["line"]["dash"] == "solid"]
    (dashed,) = [one for one in traces(plot, mode="lines") if one["line"]["dash"] == "4px,5px"]
    assert solid["y"] == [90.0, 100.0, None], "results only, and not by way of the forecast of 2022"
    assert dashed["y"] == [100.0, 120.0, None, 120.0, 131.0, None]
    said = charts.describe(given, ZH)
    assert "2024年预测131家" in said and "2022年100家" in said
    assert "131（2024年预测）" in texts(plot) and any("预测数" in note for note in charts.notes(given, ZH))


def traces(plot: dict[str, Any], **wanted: Any) -> list[dict[str, Any]]:
    return [trace for trace in plot["data"] if all(trace.get(key) == value for key, value in wanted.items())]


def texts(plot: dict[str, Any]) -> list[str]:
    return [note["text"] for note in plot["layout"].get("annotations", [])]


@pytest.mark.parametrize("name", EVERY)
def test_every_chart_looks_as_it_did(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"chart-{name}.json", json.dumps(EVERY[name](ZH, "light"), ensure_ascii=False, indent=1) + "\n")


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
@pytest.mark.parametrize("theme", palette.THEMES)
@pytest.mark.parametrize("name", EVERY)
def test_plotly_accepts_every_chart(name: str, theme: str, words: Words) -> None:
    plot = EVERY[name](words, theme)
    go.Figure(json.loads(json.dumps(plot, allow_nan=False)))
    assert plot["layout"]["paper_bgcolor"] == palette.colour("card", theme)
    assert plot["layout"]["font"]["family"] == palette.FONT


@pytest.mark.parametrize("name", EVERY)
def test_up_and_down_are_never_red_and_green(name: str) -> None:
    if name.startswith("trajectory"):
        return  # there the colour is the verdict's
    text = json.dumps(EVERY[name](ZH, "light"))
    assert not any(palette.colour(group) in text for group in ("on_track", "behind", "slow"))


def test_a_trajectory_draws_ring_path_tick_and_values() -> None:
    plot = charts.trajectory(COURSES["slow"], ZH)
    path = traces(plot, name="序时路径")[0]
    assert (path["x"], path["y"]) == (["2020-12-31", "2025-12-31"], [468.0, 620.0])
    assert traces(plot, name="今后每年需增加33.3家")[0]["y"] == [520.0, 620.0]
    assert traces(plot, name="照此速度到期约 598")[0]["y"] == [520.0, 598.0]
    seen = next(trace for trace in plot["data"] if "实绩" in str(trace.get("text")))
    assert seen["x"] == ["2021-12-31", "2022-12-31"] and seen["marker"]["size"] == [9, 14]
    assert {"468 基期（日期为推定）", "<b>520</b>（2022年）", "目标<br><b>620</b>", "单位：家",
            "截至2023年6月1日"} <= set(texts(plot))
    assert plot["layout"]["xaxis"]["ticktext"] == ["2020年", "2021", "2022", "2023", "2024", "2025"]
    assert plot["layout"]["xaxis"]["tickvals"][0] == "2020-12-31"  # an annual value stands above its year


def test_a_baseline_that_was_observed_too_is_named_once() -> None:
    plot = charts.trajectory(answer(BASE, AIM, figure("observation", 468.0, "2020"), SEEN, judged=3, **ROW), ZH)
    assert [text for text in texts(plot) if "468" in text] == ["468 基期（日期为推定）"]


def test_known_values_are_joined_solid_when_adjacent_and_dotted_across_gaps() -> None:
    adjacent = charts.trajectory(COURSES["slow"], ZH)
    assert [trace["line"]["dash"] for trace in traces(adjacent, name="", mode="lines")] == ["solid"]
    gap = charts.trajectory(COURSES["early"], ZH)
    joined = traces(gap, name="", mode="lines")
    assert [(trace["line"]["dash"], trace["y"]) for trace in joined] == [("1px,6px", [468.0, 887.0, None])]
    assert charts.notes(COURSES["early"], ZH)[0].startswith("点线只连接已收录的两个数")


def test_a_count_that_restarts_in_january_is_not_one_line() -> None:
    lines = traces(charts.trajectory(COURSES["no-target"], ZH), name="", mode="lines")
    assert [trace["y"] for trace in lines] == [[56.0, 200.0, None]]


def test_a_baseline_alone_gives_no_line_of_values_and_no_future() -> None:
    plot = charts.trajectory(COURSES["baseline-only"], ZH)
    assert [trace["name"] for trace in traces(plot, mode="lines")] == ["序时路径"]
    assert charts.notes(COURSES["baseline-only"], ZH) == ["除基期外，本库暂未收录可用数据。"]


def test_a_value_without_a_period_is_named_and_not_drawn() -> None:
    plot = charts.trajectory(COURSES["no-baseline"], ZH)
    assert not traces(plot, name="序时路径") and 440.0 not in [y for trace in plot["data"] for y in trace["y"]]
    assert "没有注明时期、未画出：>440家。" in charts.notes(COURSES["no-baseline"], ZH)


def test_bounded_values_have_whiskers_or_arrows_and_no_projection() -> None:
    plot = charts.trajectory(COURSES["bounded"], ZH)
    seen = next(trace for trace in plot["data"] if "实绩" in str(trace.get("text")))
    assert seen["error_y"]["array"] == pytest.approx([25.0, 0.0]) and seen["error_y"]["visible"]
    arrows = [note for note in plot["layout"]["annotations"] if note["showarrow"]]
    assert [(arrow["y"], arrow["ay"] > 0) for arrow in arrows] == [(540.0, True)]
    assert not any("照此速度" in trace["name"] for trace in plot["data"])
    assert traces(plot, name="未用于判断")[0]["y"] == [90.0]


def test_a_season_has_a_whisker_along_time() -> None:
    seen = next(t for t in charts.trajectory(COURSES["early"], ZH)["data"] if "实绩" in str(t.get("text")))
    assert seen["x"] == ["2025-10-16"] and seen["error_x"]["array"][0] > 40 * 86_400_000


def test_ranges_floors_and_starts_that_nobody_stated() -> None:
    band = traces(charts.trajectory(COURSES["range"], ZH), name="目标区间")[0]
    assert (band["y"], band["fill"]) == ([3.0, 3.0, 6.0, 6.0], "toself")
    assert traces(charts.trajectory(COURSES["floor"], ZH), name="不低于 6.5")[0]["y"] == [6.5, 6.5]
    start = charts.trajectory(COURSES["unstated"], ZH)
    assert "0 规划起点" in texts(start) and charts.notes(COURSES["unstated"], ZH) == ["本库暂未收录可用数据。"]
    assert traces(charts.trajectory(COURSES["lower"], ZH), name="今后每年需减少3.5家")


@pytest.mark.parametrize("name", ["words", "nothing"])
def test_without_numbers_the_chart_says_so(name: str) -> None:
    plot = charts.trajectory(COURSES[name], ZH)
    assert plot["data"] == [] and texts(plot) == ["没有可画的数"]


def test_other_plans_do_not_lend_their_targets() -> None:
    given = answer(BASE, AIM, figure("target", 999.0, "2030") | {"plan": "yi"}, SEEN, judged=3)
    assert 999.0 not in [y for trace in charts.trajectory(given, ZH)["data"] for y in trace["y"]]


def test_a_chart_is_told_in_words() -> None:
    assert charts.describe(COURSES["early"], ZH) == "甲指标的轨迹：基期468家，目标620家，2025年秋887家，提前达到。"
    assert charts.describe(COURSES["baseline-only"], EN) == (
        "Trajectory of 甲指标: baseline 468, target 620, no latest value, Awaiting data: baseline only.")


def test_hover_shows_value_period_source_and_quote_escaped() -> None:
    given = answer(BASE, AIM, SEEN | {"title": EVIL, "quote": EVIL, "unit": EVIL}, judged=2)
    text = json.dumps(charts.trajectory(given, ZH), ensure_ascii=False)
    assert "<script" not in text and "&lt;script&gt;" in text
    assert "时期：2022年" in text and "官方原文" in text and "甲〔2021〕1号" in text


def test_a_ranking_keeps_the_order_lights_the_own_area_and_draws_the_median() -> None:
    plot = EVERY["ranking"](ZH, "light")
    bars = plot["data"][0]
    assert bars["x"] == [1798, 226, 44]
    assert bars["marker"]["color"].index(palette.colour("accent")) == 1
    assert plot["layout"]["yaxis"]["ticktext"] == ["1  甲区", "<b>2  乙区</b>", "3  丙区"]
    assert plot["layout"]["shapes"][0]["x0"] == 226.0 and "中位数 226" in texts(plot)
    assert "第2位" in bars["text"][1]


def test_a_ranking_draws_both_ends_of_a_bounded_value() -> None:
    plot = EVERY["ranking-bounds"](ZH, "light")
    assert [trace["x"] for trace in plot["data"]] == [[2000, 1425.0], [0.0, 150.0]]
    assert [note["x"] for note in plot["layout"]["annotations"] if note["showarrow"]] == [2000]


def test_many_areas_change_as_dumbbells() -> None:
    few, many = (charts.slope(changed(*[(10.0 * i + 1, 10.0 * i + 5) for i in range(n)]), ZH) for n in (8, 9))
    assert all(len(trace["x"]) == 2 and trace["x"] == [0, 1] for trace in few["data"])
    assert {trace.get("name") for trace in many["data"]} >= {"2022年1—5月", "2023年1—5月"}


def test_labels_are_moved_apart_in_order() -> None:
    assert spread([10.0, 12.0, 100.0], 18) == pytest.approx([2.0, 20.0, 100.0])
    crowded = spread([5.0] * 6, 18)
    assert all(b - a >= 17.9 for a, b in zip(sorted(crowded), sorted(crowded)[1:], strict=False))


def test_small_multiples_share_one_scale_unless_told_otherwise() -> None:
    shared, free = EVERY["multiples"](ZH, "light")["layout"], EVERY["multiples-free"](ZH, "light")["layout"]
    assert len({tuple(shared[name]["range"]) for name in shared if name.startswith("yaxis")}) == 1
    assert free["yaxis"]["range"] != free["yaxis2"]["range"]
    assert sum(name.startswith("xaxis") for name in shared) == 5
