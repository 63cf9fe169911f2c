"""What a page says as of an earlier date, and how forecasts are told from results."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from biaochi import sentences, views
from biaochi.exports.answer import Answer
from biaochi.selection import Selection
from biaochi.views.rows import newest_by
from biaochi.words import Words
from tests.exports_house import AREA, open_house, write_house

MORE = {"obs_status": "F"}
TARGETS = {
    "mills": ("样例厂", "家", "stock", {"value": "200"}, "100",
              [("2022", "131"), ("2024", "155"), ("2023", "149", MORE), ("", "133")]),
}  # fmt: skip


@pytest.mark.parametrize(("lang", "tag"), [("zh", "预测数"), ("en", "forecast")])
def test_an_area_lists_what_was_reached_by_the_date_and_tells_forecasts_apart(
    tmp_path: Path, lang: str, tag: str
) -> None:
    store = open_house(write_house(tmp_path, TARGETS))
    early = str(views.area(store, Selection(area=AREA, as_of=date(2023, 6, 30)), Words(lang)))
    assert ">131<" in early and ">133<" in early and ">155<" not in early and ">149<" not in early
    later = str(views.area(store, Selection(area=AREA, as_of=date(2025, 3, 1)), Words(lang)))
    assert ">155<" in later and later.count(f'<span class="bc-tag">{tag}</span>') == 1
    places = [later.index(one) for one in (">155<", f'<span class="bc-tag">{tag}</span>', ">149<", ">131<")]
    assert places == sorted(places)


def test_a_stamp_never_says_that_data_are_newer_than_the_date(tmp_path: Path) -> None:
    store, whole, early = open_house(write_house(tmp_path, TARGETS)), date(2024, 12, 31), date(2021, 6, 30)
    newest = store.newest()
    assert newest is not None and (newest["time_period"], newest["period_end"]) == ("2024", whole)
    figures = store.figures(whole, "mills", AREA)
    assert newest_by(figures, newest, date(2023, 6, 30)) == "2022" and newest_by(figures, newest, early) is None
    assert newest_by([], newest, whole) == "2024" and newest_by([], newest, early) is None
    answer = Answer(store, Selection(area=AREA, as_of=early), Words("zh"))
    assert answer.newest_of(answer.figures) is None and "2024" not in answer.stamp and "2021年6月30日" in answer.stamp


@pytest.mark.parametrize(
    ("when", "zh", "en"),
    [
        (date(2020, 12, 31), "规划期未开始：", "not begun: "),
        (date(2021, 1, 1), "规划期内：", "under way: "),
        (date(2026, 1, 1), "规划期已满：", "the period is over: "),
    ],
)
def test_a_plan_has_not_begun_or_is_under_way_or_over(when: date, zh: str, en: str) -> None:
    plan = {"period": "2021/2025", "period_start": date(2021, 1, 1), "period_end": date(2025, 12, 31)}
    assert zh in sentences.standing(plan, when, {"awaiting": 1}, Words("zh"))
    assert en in sentences.standing(plan, when, {"awaiting": 1}, Words("en"))


def test_a_gauge_of_a_bound_shows_a_bound(tmp_path: Path) -> None:
    targets = {"over": ("逾样例", "家", "stock", {"value": "200"}, "100", [("2024", "逾300")])}
    store = open_house(write_house(tmp_path, targets))
    said = str(views.overview(store, Selection(area=AREA, as_of=date(2025, 3, 1)), Words("zh")))
    assert ">&gt;200%<" in said, "逾300 of 200 is more than 200 %, not 200 %"
    assert "※ 期末值仍需确认" in said and "○ 未核对" in said
