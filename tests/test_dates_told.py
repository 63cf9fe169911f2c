"""What a page says as of an earlier date, and how forecasts are told from results."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from biaochi import views
from biaochi.selection import Selection
from biaochi.words import Words
from tests.exports_house import AREA, open_house, write_house

MORE = {"obs_status": "F"}
TARGETS = {
    "mills": ("样例厂", "家", "stock", {"value": "200"}, "100",
              [("2022", "131"), ("2024", "155"), ("2023", "149", MORE), ("", "133")]),
}  # fmt: skip


@pytest.mark.parametrize(("lang", "tag"), [("zh", "预计数"), ("en", "forecast")])
def test_an_area_lists_what_was_reached_by_the_date_and_tells_forecasts_apart(
    tmp_path: Path, lang: str, tag: str
) -> None:
    store = open_house(write_house(tmp_path, TARGETS))
    early = str(views.area(store, Selection(area=AREA, as_of=date(2023, 6, 30)), Words(lang)))
    assert ">131<" in early and ">133<" in early and ">155<" not in early and ">149<" not in early
    later = str(views.area(store, Selection(area=AREA, as_of=date(2025, 3, 1)), Words(lang)))
    assert ">155<" in later and later.count(f'<span class="bc-tag">{tag}</span>') == 1
    assert later.index(">149<") < later.index(f'<span class="bc-tag">{tag}</span>') < later.index(">131<")
