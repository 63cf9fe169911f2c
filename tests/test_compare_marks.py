"""The marks of comparisons: better is always on one side, bounds stay open, every text is escaped."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from datetime import date
from typing import Any

import pytest
from markupsafe import Markup

from biaochi import marks
from biaochi.marks.classes import class_cuts, cuts_of, ground, step_of
from biaochi.marks.heat import steps
from biaochi.marks.outlines import Paper
from biaochi.words import Words

ZH, EN = Words("zh"), Words("en")
EVIL = "<script>甲&乙\"'"


def figure(value: float | None, comparator: str = "=", area: str = "990101", name: str = "甲区", **more: Any) -> Any:
    v = value or 0.0
    ends = {
        "lower": {"<": -math.inf, "<~": 0.95 * v, "~": 0.95 * v}.get(comparator, v),
        "upper": {">": math.inf, "~": 1.05 * v}.get(comparator, v),
    }
    text = None if value is None else f"{value:g}"
    return {"value": value, "value_text": text, "comparator": comparator, "unit": "家", "ref_area": area,
            "area_name": name, **ends, **more}  # fmt: skip


def pair(a: Any, b: Any, area: str = "990101", name: str = "甲区") -> Any:
    return {"ref_area": area, "area_name": name, "a": a, "b": b}


def year(number: int, value: float, **more: Any) -> Any:
    return figure(value, period_end=date(number, 12, 31), time_period=str(number), months=12, dated=True, **more)


def parsed(mark: Markup) -> ET.Element:
    return ET.fromstring(f"<div>{mark}</div>")


# classes


def test_the_best_is_always_the_strongest_step() -> None:
    rows = [figure(n) for n in (1, 2, 3, 4, 5)]
    cuts = cuts_of(rows)
    assert [step_of(row, cuts) for row in rows] == [1, 2, 3, 4, 5]
    assert [step_of(row, cuts, lower=True) for row in rows] == [5, 4, 3, 2, 1]
    assert step_of(figure(3), []) == 3


def test_a_bound_that_reaches_over_a_class_limit_has_no_class() -> None:
    cuts = class_cuts([10, 20, 30, 40, 50])
    assert step_of(figure(25, ">"), cuts) is None
    assert step_of(figure(60, ">"), cuts) == 5  # nothing lies beyond the highest class
    assert step_of(figure(60, "<"), cuts) is None
    assert step_of(figure(9, "<"), cuts) == 1
    assert step_of(figure(40.5, "~"), cuts) is None
    assert ground(None) == ("unknown-ground", "unknown-ink")


def test_the_steps_of_a_heat_column() -> None:
    cells = {str(n): figure(n, area=str(n)) for n in (1, 2, 3, 4, 5)}
    assert steps({"direction": "higher", "cells": cells}) == {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5}
    assert steps({"direction": "lower", "cells": cells})["1"] == 5
    assert set(steps({"direction": "range", "cells": cells}).values()) == {None}
    torn = {**cells, "5": {**cells["5"], "conflict": True}}
    found = steps({"direction": "higher", "cells": torn})
    assert found["5"] is None and found["4"] == 5


# dumbbells


def places(mark: Markup) -> tuple[float, float]:
    ring, disc = (float(one.get("cx", "").rstrip("%")) for one in parsed(mark).iter("circle"))
    return ring, disc


def test_better_is_to_the_right_whichever_way_better_lies() -> None:
    rows = [pair(figure(10), figure(20)), pair(figure(20), figure(12))]
    (r1, d1), (r2, d2) = map(places, marks.dumbbells(rows, ZH))
    assert r1 < d1 and d2 < r2
    (r1, d1), (r2, d2) = map(places, marks.dumbbells(rows, ZH, lower=True))
    assert d1 < r1 and r2 < d2


def test_all_rows_share_one_axis_that_starts_at_nought_where_nought_is_near() -> None:
    near = marks.dumbbells([pair(figure(0), figure(10)), pair(figure(5), figure(10))], ZH)
    assert places(near[0])[1] == places(near[1])[1]
    half = (places(near[0])[0] + places(near[0])[1]) / 2
    assert places(near[1])[0] == pytest.approx(half, abs=0.1)
    [far] = marks.dumbbells([pair(figure(100), figure(101))], ZH)
    assert places(far)[0] < 5 < 90 < places(far)[1]


def test_an_open_end_has_an_arrow_and_says_so() -> None:
    [drawn] = marks.dumbbells([pair(figure(10), figure(20, ">"))], ZH)
    assert len(list(parsed(drawn).iter("path"))) == 1
    assert "甲区由10家到超过20家" in drawn
    assert "from 10 to more than 20" in marks.dumbbells([pair(figure(10), figure(20, ">"), name="A")], EN)[0]
    [plain] = marks.dumbbells([pair(figure(10), figure(20))], ZH)
    assert not list(parsed(plain).iter("path"))


def test_the_own_area_is_lit() -> None:
    drawn = marks.dumbbells([pair(figure(1), figure(2)), pair(figure(1), figure(2), "990102")], ZH, own="990102")
    assert "--bc-accent" in drawn[1] and "--bc-accent" not in drawn[0]


# courses


def test_panels_share_their_days_and_their_scale() -> None:
    series = [[year(2020, 10), year(2024, 20)], [year(2022, 5)]]
    frame = marks.frame_of(series)
    assert frame and (frame.first, frame.last) == (date(2020, 12, 31), date(2024, 12, 31))
    assert (frame.foot, frame.head) == (0.0, 20)
    first, second = (marks.course(one, frame, ZH) for one in series)
    top = [float(dot.get("cy", "")) for one in (first, second) for dot in parsed(one).iter("circle")]
    assert top[1] < top[0] < top[2]
    assert marks.frame_of([[], [figure(None)]]) is None


def test_a_gap_between_years_is_dotted_and_neighbours_are_joined() -> None:
    course = [year(2020, 1), year(2021, 2), year(2024, 3)]
    frame = marks.frame_of([course])
    assert frame
    strokes = [line.get("stroke-dasharray") for line in parsed(marks.course(course, frame, ZH)).iter("line")][1:]
    assert strokes == [None, "0.1 5"]


def test_a_course_reads_aloud_and_shows_bounds() -> None:
    course = [year(2023, 1), figure(2, ">", period_end=date(2024, 12, 31), time_period="2024", months=12)]
    frame = marks.frame_of([course])
    assert frame
    drawn = marks.course(course, frame, ZH)
    assert "2023年1家、2024年超过2家" in drawn
    assert len(list(parsed(drawn).iter("path"))) == 1


# boundaries


SQUARES = {"990101": [[(0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0), (0.0, 1.0)]],
           "990102": [[(1.0, 1.0), (2.0, 1.0), (2.0, 0.0), (1.0, 0.0), (1.0, 1.0)]]}  # fmt: skip


def test_a_map_prints_its_review_number_and_draws_what_is_missing_hollow() -> None:
    drawn = marks.outlines(
        SQUARES, "测S（2026）000号", [figure(5)], ZH, own="990101", names={"990102": "乙区"}, unit="家"
    )
    assert ">审图号：测S（2026）000号</text>" in drawn
    assert "甲区5家、乙区 无数" in drawn
    first, second, edge = parsed(drawn).iter("path")
    assert "seq-3" in first.get("fill", "")
    assert (second.get("fill"), second.get("stroke-dasharray")) == ("none", "4 3")
    assert edge.get("fill") == "none" and "--bc-ink" in edge.get("stroke", "")


def test_north_is_up_and_east_is_right() -> None:
    paper = Paper(SQUARES)
    north_west, south_east = paper.at((0.0, 1.0)), paper.at((2.0, 0.0))
    assert north_west[0] < south_east[0] and north_west[1] < south_east[1]


def test_points_that_nobody_could_see_are_left_out() -> None:
    circle = [(math.cos(t / 2000 * math.tau), math.sin(t / 2000 * math.tau)) for t in range(2001)]
    many = [(x + dx * 1e-7, y) for x, y in circle for dx in range(20)]
    drawn = marks.outlines({"990101": [many]}, "测S（2026）000号", [], ZH)
    assert len(drawn) < 60_000


def test_a_flat_shape_does_no_harm() -> None:
    drawn = marks.outlines({"990101": [[(1.0, 1.0)] * 5]}, "测S（2026）000号", [figure(1)], ZH)
    assert "nan" not in drawn and "inf" not in drawn


# pictures


def test_a_frame_holds_title_drawing_and_notes() -> None:
    inner = marks.dumbbells_svg([pair(figure(1), figure(2))], ZH, ["1 → 2"])
    drawn = marks.framed("甲指标", "2023 → 2024", inner, ["来源：某报", "截至某日"])
    root = parsed(drawn)
    said = [node.text for node in root.iter("text")]
    assert said[:2] == ["甲指标", "2023 → 2024"] and said[-2:] == ["来源：某报", "截至某日"]
    assert "甲指标 1个地区两期" in drawn
    assert marks.size_of(drawn)[0] == 720 + 52
    file = marks.standalone(drawn, width=772)
    ET.fromstring(file)
    assert "var(" not in file and "%" not in re.sub(r">[^<]*<", "><", file)
    with pytest.raises(ValueError, match="viewBox"):
        marks.framed("x", "", marks.dumbbells([pair(figure(1), figure(2))], ZH)[0], [])


@pytest.mark.parametrize("words", [ZH, EN])
def test_marks_of_comparisons_escape_what_planners_write(words: Words) -> None:
    row = figure(3, area=EVIL, name=EVIL, time_period="2024", period_end=date(2024, 12, 31))
    frame = marks.frame_of([[row]])
    column = {"title": EVIL, "subtitle": EVIL, "direction": "higher", "cells": {EVIL: {**row, "said": EVIL}}}
    assert frame
    drawn = [
        *marks.bars([row], words), *marks.dumbbells([pair(row, row, EVIL, EVIL)], words),
        marks.dumbbells_svg([pair(row, row, EVIL, EVIL)], words, [EVIL]), marks.course([row], frame, words),
        marks.heat_table({EVIL: EVIL}, [column], words), marks.tile_grid({EVIL: (0, 0)}, [row], words, unit=EVIL),
        marks.outlines({EVIL: SQUARES["990101"]}, EVIL, [row], words, unit=EVIL),
        marks.framed(EVIL, EVIL, marks.dumbbells_svg([pair(row, row, EVIL, EVIL)], words, [EVIL]), [EVIL]),
    ]  # fmt: skip
    for one in drawn:
        parsed(one)
        assert "<script" not in one
        assert "\n" not in one
