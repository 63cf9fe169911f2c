"""Marks say everything in words, draw nothing that is not known, keep their colours apart, and look as they did."""

from __future__ import annotations

import itertools
import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import pytest
from markupsafe import Markup

from biaochi import figures, marks, palette
from biaochi.lettering import text_width, wrap
from biaochi.marks.tiles import class_cuts
from biaochi.words import Words

ZH, EN = Words("zh"), Words("en")
EVIL = "<script>甲&乙\"'"


def figure(value: float | None, comparator: str = "=", unit: str = "家", **more: Any) -> dict[str, Any]:
    v = value or 0.0
    lower = {"<": -math.inf, "<=": -math.inf, "<~": 0.95 * v, "~": 0.95 * v}.get(comparator, v)
    upper = {">": math.inf, ">=": math.inf, "~": 1.05 * v}.get(comparator, v)
    text = None if value is None else f"{value:g}"
    ends = {"lower": lower, "upper": upper}
    return {"value": value, "value_text": text, "comparator": comparator, "unit": unit, **ends, **more}


def area_rows(*values: float, comparator: str = "=") -> list[dict[str, Any]]:
    named_ = zip("甲乙丙丁戊己", values, strict=False)
    return [figure(v, comparator, ref_area=f"99010{i}", area_name=f"{name}区", rank=i + 1)
            for i, (name, v) in enumerate(named_)]


def year(number: int, value: float, **more: Any) -> dict[str, Any]:
    return figure(value, period_end=f"{number}-12-31", time_period=str(number), months=12, dated=True, **more)


def drawn(mark: Markup) -> ET.Element:
    return ET.fromstring(f"<div>{mark}</div>")


def named(root: ET.Element, tag: str) -> list[ET.Element]:
    return [node for node in root.iter() if node.tag == tag]


SLOW = (figure(620.0), figure(468.0), figure(520.0), "slow")
RANGE = {"comparator": "range", "value": None, "lower": 3.0, "upper": 6.0, "unit": "%"}
COURSE = [year(2018, 1.0), year(2019, 3.0), year(2022, 4.0)]
KEYS = ["baseline", "latest", "target", "time", "open", "fitted", "range", "observed", "gap"]
LONG = "名字很长很长很长很长很长的甲指标"
LAYOUT = {"990100": (0, 0), "990101": (0, 1), "990102": (1, 1), "990103": (2, 0)}

EVERY: dict[str, Callable[[Words], Markup]] = {
    "gauge-slow": lambda w: marks.gauge(0.3421, "甲指标", "slow", w, note="520 / 620", time=0.4),
    "gauge-early": lambda w: marks.gauge(2.757, LONG, "achieved", w, note="887", early=True),
    "gauge-negative": lambda w: marks.gauge(-0.1184, "甲指标", "regressing", w, time=0.05),
    "gauge-attainment": lambda w: marks.gauge(0.75, "甲指标", "no_baseline", w, note="45 / 60", attainment=True),
    "gauge-dial": lambda w: marks.gauge(0.5, "甲指标", "on_track", w, time=1.0, captions=False),
    "bar-slow": lambda w: marks.target_bar(*SLOW, w, time=0.4),
    "bar-baseline-only": lambda w: marks.target_bar(figure(350.0), figure(281.0), None, "baseline_only", w),
    "bar-more": lambda w: marks.target_bar(figure(2500.0), None, figure(2000.0, ">"), "undetermined", w),
    "bar-nearly": lambda w: marks.target_bar(figure(20.0), figure(10.0), figure(20.0, "<~"), "missed", w),
    "bar-at-most": lambda w: marks.target_bar(figure(10.0), None, figure(8.0, "<="), "met", w),
    "bar-range": lambda w: marks.target_bar(RANGE, None, figure(5.0, unit="%"), "in_range", w),
    "bar-fitted": lambda w: marks.target_bar(figure(6.0), figure(5.53), figure(5.75), "slow", w, time=0.5, fit=True),
    "bar-negative": lambda w: marks.target_bar(figure(5.0), figure(-3.0), figure(2.0), "on_track", w),
    "bar-words": lambda w: marks.target_bar({"value_text": "持续优化", "value": None}, None, None, "qualitative", w),
    "badge-detail": lambda w: marks.badge("undetermined", w, detail="至少进度正常"),
    "strip": lambda w: marks.status_strip({"achieved": 1, "slow": 2, "undetermined": 1, "awaiting": 9}, w),
    "strip-empty": lambda w: marks.status_strip({}, w),
    "sparkline": lambda w: marks.sparkline(COURSE, w, target=year(2025, 6.0)),
    "sparkline-empty": lambda w: marks.sparkline([], w),
    "ranked": lambda w: marks.ranked_bars(area_rows(1798, 226, 44), w, own="990101", median=226.0, missing=["丁区"]),
    "ranked-open": lambda w: marks.ranked_bars_svg(area_rows(2000, 900, comparator=">"), w, median=1450.0,
                                                   missing=["丁区"]),
    "ranked-empty": lambda w: marks.ranked_bars_svg([], w),
    "tiles": lambda w: marks.tile_grid(LAYOUT, area_rows(9, 5, 1), w, own="990101", unit="家",
                                       names={"990103": "丁区"}),
    "legend": lambda w: marks.legend(KEYS, w),
    "arrow-up": lambda w: marks.arrow(1.5, w),
}


@pytest.mark.parametrize("name", EVERY)
def test_every_mark_looks_as_it_did(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"mark-{name}.svg", str(EVERY[name](ZH)).replace("><", ">\n<") + "\n")


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
@pytest.mark.parametrize("name", EVERY)
def test_every_mark_reads_aloud_and_stands_on_one_line(name: str, words: Words) -> None:
    mark = EVERY[name](words)
    assert "\n" not in mark and " id=" not in mark
    for svg in named(drawn(mark), "svg"):
        if svg.get("role") == "img":
            assert svg.get("aria-label") == svg.findtext("title") != ""
        else:  # a picture beside its word, or a part of a drawing
            assert svg.get("aria-hidden") == "true" or svg.get("overflow") == "visible"


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("theme", palette.THEMES)
def test_every_mark_can_leave_the_page(name: str, theme: str) -> None:
    mark = EVERY[name](ZH)
    if not mark.startswith("<svg"):
        with pytest.raises(ValueError, match="single drawing"):
            marks.standalone(mark, theme)
        return
    file = marks.standalone(mark, theme)
    root = ET.fromstring(file)
    assert root.tag == "{http://www.w3.org/2000/svg}svg" and root.get("viewBox") and root.get("width") == "480"
    assert "var(" not in file and '%"' not in file
    assert palette.colour("card", theme) in file


def test_a_standalone_mark_looks_as_it_did(golden: Callable[[str, str], None]) -> None:
    golden("mark-standalone.svg", marks.standalone(marks.target_bar(*SLOW, ZH, time=0.4), "dark", 300))


def test_marks_escape_what_planners_write() -> None:
    rows = [figure(3.0, unit=EVIL, ref_area="990100", area_name=EVIL)]
    texts = [marks.gauge(0.5, EVIL, "slow", ZH, note=EVIL, number=EVIL), marks.ranked_bars(rows, ZH, missing=[EVIL]),
             marks.target_bar(figure(3.0, unit=EVIL), None, None, "no_data", ZH, label=EVIL),
             marks.badge("slow", ZH, detail=EVIL), marks.ranked_bars_svg(rows, ZH, missing=[EVIL]),
             marks.tile_grid({"990100": (0, 0), EVIL: (0, 1)}, rows, ZH, unit=EVIL),
             marks.sparkline([year(2020, 1.0, unit=EVIL)], ZH)]
    for text in texts:
        drawn(text)
        assert "<script" not in text


def test_the_arc_stops_at_full_while_the_number_does_not() -> None:
    full, beyond = (marks.gauge(share, "甲指标", "achieved", ZH) for share in (1.0, 2.757))
    assert [p.get("d") for p in named(drawn(full), "path")] == [p.get("d") for p in named(drawn(beyond), "path")]
    assert "275.7%" in beyond


def test_a_gauge_below_zero_draws_no_arc() -> None:
    assert len(named(drawn(marks.gauge(-0.2, "甲", "behind", ZH)), "path")) == len(
        named(drawn(marks.gauge(0.2, "甲", "behind", ZH)), "path")) - 1


def test_a_gauge_names_attainment_and_has_no_tick_without_time() -> None:
    attained = marks.gauge(0.75, "甲", "no_baseline", ZH, attainment=True)
    assert "目标达成比75%" in attained and "完成率" not in attained and "时间" not in attained
    assert "完成率75%，时间进度40%" in marks.gauge(0.75, "甲", "slow", ZH, time=0.4)


@pytest.mark.parametrize(("kind", "verdict", "share", "drawn_"), [
    ("level", "slow", 0.3, True), ("cumulative", "achieved", 2.7, True), ("level", "no_baseline", 0.5, True),
    ("level", "baseline_only", 0.0, False), ("level", "slow", None, False), ("level", "slow", math.nan, False),
    ("floor", "met", 0.9, False), ("ceiling", "met", 0.9, False), ("range", "in_range", 0.9, False),
    ("milestone", "done", 1.0, False), ("qualitative", "qualitative", None, False),
])
def test_no_gauge_for_what_is_not_a_percentage(kind: str, verdict: str, share: float | None, drawn_: bool) -> None:
    assert marks.has_gauge(kind, verdict, share) is drawn_


def test_a_bar_without_a_value_draws_ring_and_tick_only() -> None:
    root = drawn(EVERY["bar-baseline-only"](ZH))
    assert len(named(root, "rect")) == 1 and len(named(root, "circle")) == 1 and len(named(root, "line")) == 2
    assert "没有最新值，待报数：仅基期值" in EVERY["bar-baseline-only"](ZH)


def test_bars_start_at_zero_unless_they_say_so() -> None:
    bar = named(drawn(marks.target_bar(*SLOW, ZH)), "rect")[1]
    assert bar.get("x") == "2%"
    assert float(str(bar.get("width"))[:-1]) == pytest.approx(96 * 520 / (620 * 1.06), abs=0.01)
    assert "M0 7 L4 -7" not in marks.target_bar(*SLOW, ZH)
    assert "M0 7 L4 -7" in marks.target_bar(*SLOW, ZH, fit=True)


def test_the_wedge_stands_where_the_value_should_be_now() -> None:
    assert marks.expected_now(figure(620.0), figure(468.0), 0.4) == pytest.approx(528.8)
    assert marks.expected_now(figure(620.0), None, 0.4) is None
    assert marks.expected_now(figure(620.0), figure(468.0), None) is None
    assert marks.expected_now(figure(620.0), figure(468.0), math.nan) is None
    assert marks.expected_now(figure(620.0), figure(468.0), 1.7) == 620.0


def test_a_start_that_nobody_stated_has_no_ring() -> None:
    start = figure(0.0, stated=False)
    assert named(drawn(marks.target_bar(figure(10.0), start, figure(4.0), "on_track", ZH, time=0.4)), "circle") == []


@pytest.mark.parametrize(("comparator", "pieces"), [("=", 1), ("~", 2), ("<~", 2), (">", 5), (">=", 5), ("<=", 5)])
def test_open_ends_fade_and_estimates_show_both_ends(comparator: str, pieces: int) -> None:
    bar = marks.target_bar(figure(100.0), None, figure(50.0, comparator), "undetermined", ZH)
    assert len(named(drawn(bar), "rect")) == pieces + 1  # and the track


@pytest.mark.parametrize("value", [0.0, -5.0, 1e12, 1e-9])
def test_bars_stay_inside_for_any_number(value: float) -> None:
    root = drawn(marks.target_bar(figure(value), figure(1.0), figure(value * 3), "slow", ZH, time=0.5))
    shares = [float(node.get(name, "0%")[:-1]) for node in root.iter() for name in ("x", "cx", "x1")
              if str(node.get(name, "")).endswith("%")]
    assert shares and all(0 <= share <= 100 for share in shares)


def test_verdicts_are_counted_in_the_groups_of_a_mid_term_evaluation() -> None:
    verdicts = {"achieved": 1, "met": 1, "no_data": 3, "baseline_only": 9, "not_comparable": 2, "missed": 1}
    found = marks.count_groups(verdicts)
    assert found == {"achieved": 2, "behind": 1, "undetermined": 2, "awaiting": 12}
    assert "共13项目标：已达到 1、待报数 12" in marks.status_strip({"achieved": 1, "awaiting": 12}, ZH)


def test_the_strip_is_full() -> None:
    pieces = named(drawn(marks.status_strip({"achieved": 1, "slow": 2, "behind": 3, "awaiting": 5}, ZH)), "rect")
    assert sum(float(str(piece.get("width"))[:-1]) for piece in pieces) == pytest.approx(100, abs=0.05)


def test_lines_are_solid_only_between_adjacent_periods() -> None:
    paths = named(drawn(marks.sparkline(COURSE, ZH)), "path")
    assert [path.get("stroke-dasharray") for path in paths] == [None, "0.1 4"]
    season = figure(5.0, period_start="2025-09-01", period_end="2025-11-30", period_kind="season", dated=False)
    assert figures.day_of(season) == figures.as_date("2025-10-16")


def test_figures_without_a_date_or_number_are_not_placed() -> None:
    assert figures.placed([figure(3.0), year(2020, 1.0) | {"value": None}, year(2020, math.nan)]) == []


def test_ranked_bars_name_what_is_missing_and_light_the_own_area() -> None:
    mark = EVERY["ranked"](ZH)
    assert "没有数的地区：丁区" in mark and "乙区226家，本区" in mark and "中位数 226" in mark
    assert mark.count(palette.var("accent")) == 1


def test_tiles_have_five_classes_at_most_and_dash_what_is_missing() -> None:
    assert class_cuts([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) == [3, 5, 7, 9]
    assert class_cuts([3, 3, 3]) == [] and class_cuts([]) == [] and class_cuts([1, 1, 1, 9]) == [9]
    mark = EVERY["tiles"](ZH)
    assert mark.count('stroke-dasharray="4 3"') == 1 and "丁区 无数" in mark


def test_arrows_are_neutral_blue_whatever_the_direction() -> None:
    for change in (1.0, -1.0, 0.0, None):
        assert set(re.findall(r"var\(--bc-([\w-]+)", marks.arrow(change, ZH))) == {"arrow"}


def test_an_assessment_gives_the_three_figures_of_a_bar() -> None:
    row = {"unit": "家", "target": 620.0, "target_text": "620", "target_comparator": None, "baseline": 468.0,
           "baseline_stated": True, "value": 520.0, "value_comparator": ">", "judged": True, "target_type": "level"}
    target, baseline, value = figures.of_assessment(row)
    assert target and baseline and value
    assert (ZH.value(target), ZH.value(baseline), ZH.value(value)) == ("620家", "468家", ">520家")
    assert figures.of_assessment(row | {"judged": False, "baseline": None})[1:] == (None, None)
    ranged = figures.of_assessment(row | {"target_type": "range", "target": 3.0, "target_upper": 6.0})[0]
    assert ranged and ZH.value(ranged) == "3～6家"


def test_long_texts_are_broken_by_the_rules_of_the_language() -> None:
    assert wrap("津南区，科技创新", 10, 30, 3) == ["津南", "区，科", "技创新"]
    assert wrap("津南政办发〔2021〕13号", 10, 50, 3) == ["津南政办发", "〔2021〕", "13号"]
    assert all(not line.startswith(("，", "）", "。")) for line in wrap("甲甲甲，乙乙（丙丙）丁丁。戊", 10, 30, 9))
    assert wrap("甲" * 50, 10, 100, 2)[1].endswith("…")
    assert text_width("津南", 10) == 20


# --- colours ---------------------------------------------------------------------------------------------------

def linear(colour: str) -> list[float]:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def contrast(a: str, b: str) -> float:
    """WCAG 2 contrast ratio."""
    light = sorted(sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(x), strict=True)) for x in (a, b))
    return (light[1] + 0.05) / (light[0] + 0.05)


# Machado, Oliveira, Fernandes 2009, severity 1.0
SIGHT = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}


def lab(colour: str, sight: str) -> tuple[float, float, float]:
    """CIE L*a*b* of a colour as seen with a colour deficiency."""
    v = [min(1.0, max(0.0, sum(m * c for m, c in zip(row, linear(colour), strict=True)))) for row in SIGHT[sight]]
    x = (0.4124 * v[0] + 0.3576 * v[1] + 0.1805 * v[2]) / 0.95047
    y = 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]
    z = (0.0193 * v[0] + 0.1192 * v[1] + 0.9505 * v[2]) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


FILLS = ("achieved", "on_track", "slow", "behind", "regressing", "unknown")


@pytest.mark.parametrize("theme", palette.THEMES)
def test_texts_keep_seven_to_one_and_fills_three_to_one(theme: str) -> None:
    c = palette.THEMES[theme]
    grounds = (c["paper"], c["card"])
    for name in FILLS:
        assert contrast(c[f"{name}-ink"], c[f"{name}-ground"]) >= 7, f"badge {name}"
        assert min(contrast(c[name], ground) for ground in grounds) >= 3, f"fill {name}"
        assert contrast(c[f"{name}-ink"], c["card"]) >= 7, f"word in a gauge {name}"
        assert contrast(c[name], c[f"{name}-ground"]) >= 3, f"shape in a badge {name}"
    assert all(contrast(c["ink"], ground) >= 7 for ground in (*grounds, c["accent-ground"]))
    assert all(contrast(c["sub"], ground) >= 5.5 for ground in grounds)
    assert all(contrast(c[name], ground) >= 3 for name in ("quiet", "accent", "arrow") for ground in grounds)
    assert all(contrast(c[f"seq-{i}-ink"], c[f"seq-{i}"]) >= 4.5 for i in range(1, 6))


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("theme", palette.THEMES)
def test_fills_stay_apart_for_every_eye(theme: str, sight: str) -> None:
    """Nearest is green to the grey of what cannot be judged, which is always hollow."""
    seen = {name: lab(palette.colour(name, theme), sight) for name in FILLS}
    near = {(a, b): round(math.dist(seen[a], seen[b]), 1) for a, b in itertools.combinations(FILLS, 2)}
    assert min(near.values()) > 11.5, min(near.items(), key=lambda pair: pair[1])


def test_the_light_theme_has_the_colours_of_the_methods() -> None:
    fills = {"achieved": ("#1F5FA8", "#0B3D6B", "#E3EEF9"), "on_track": ("#008A6B", "#005A45", "#E0F3ED"),
             "slow": ("#C97A00", "#6B4200", "#FFF1D6"), "behind": ("#9B0E14", "#8A0C12", "#FCE4E4"),
             "regressing": ("#2E0B3F", "#35063E", "#F1E6F4"), "unknown": ("#7A808A", "#454B55", "#EEF0F3")}
    for name, colours in fills.items():
        assert tuple(palette.colour(part) for part in (name, f"{name}-ink", f"{name}-ground")) == colours


def test_every_theme_names_the_same_colours_and_each_is_a_css_property() -> None:
    assert {frozenset(theme) for theme in palette.THEMES.values()} == {frozenset(palette.THEMES["light"])}
    sheet = palette.css_auto(".甲")
    assert all(f"--bc-{name}:" in sheet for name in palette.THEMES["light"])
    used = {name for name in EVERY for name in re.findall(r"var\(--bc-([\w-]+)", EVERY[name](ZH))}
    assert used <= set(palette.THEMES["light"])


def test_every_verdict_has_a_shape_of_its_group() -> None:
    shapes = {palette.look(verdict).group: palette.look(verdict).shape for verdict in palette.VERDICTS}
    assert shapes == {"achieved": "tick", "on_track": "disc", "slow": "diamond", "behind": "triangle",
                      "regressing": "barred", "undetermined": "ring", "awaiting": "ring"}
    for verdict in palette.VERDICTS:
        assert ZH.verdict(verdict) in marks.badge(verdict, ZH) and "<svg" in marks.badge(verdict, ZH)
    assert palette.look("甲").hollow
