"""Observations as a grid: what is changed in it becomes exactly that in the files, and messages find their cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from biaochi import drafts, grids, views
from biaochi.drafts import Draft
from biaochi.grids import Change, Message, Names
from biaochi.problem import Problem
from biaochi.words import Words
from tests import made_up

SEEN = "data/observations/seen.csv"
NAMES = Names(
    {"indicator": {"省级先进水磨": "mills"}, "ref_area": {"甲区": "990101"}, "source": {"甲区公报": "gazette"}}
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return made_up.write(tmp_path)


def told(root: Path, change: Change, grid: grids.Grid | None = None) -> list[str]:
    """The lines that differ, - before and + after."""
    grid = grid or grids.begin(root, Draft(), SEEN)
    draft = grid.apply(change, NAMES)
    return [f"{one.kind} {one.text}" for path, text in draft.texts.items()
            for one in drafts.lines(draft.seen[path].text, text) if one.kind in ("old", "new")]  # fmt: skip


def test_cells_rows_added_and_taken_out_change_nothing_else(root: Path) -> None:
    change = Change(
        {0: {"value": "3.1", "quote": "湿度3.1%"}, 2: {"note": None, "ref_area": "甲区"}},
        [
            {
                "indicator": "省级先进水磨",
                "ref_area": "甲区",
                "time_period": " 2024 ",
                "value": "约800",
                "source": "甲区公报",
            },
            {},
        ],
        [3],
    )
    assert told(root, change) == [
        "old wetness,990101,2023,3,gazette,湿度3%,,,",
        "new wetness,990101,2023,3.1,gazette,湿度3.1%,,,",
        "old mills,990102,2019,50,copy,水磨50家,,,",
        "old mills,990103,2025,60,copy,水磨60家,true,,网页没有写年份，按内容推定。",
        "new mills,990101,2019,50,copy,水磨50家,,,",
        "new mills,990101,2024,约800,gazette,,,,",
    ]


def test_nothing_changed_is_no_draft(root: Path) -> None:
    assert told(root, Change({0: {"value": "3"}, 1: {"obs_status": None}}, [{}])) == []


def test_words_of_a_list_become_codes_and_what_is_unknown_stays(root: Path) -> None:
    assert told(root, Change({0: {"obs_status": "初步数"}}))[1] == "new wetness,990101,2023,3,gazette,湿度3%,,P,"
    assert told(root, Change({0: {"obs_status": "随便"}}))[1] == "new wetness,990101,2023,3,gazette,湿度3%,,随便,"


def test_a_short_area_name_is_understood_where_it_can_mean_one_area_only() -> None:
    areas = {"甲区": "990101", "乙省": "980000", "乙市": "980100", "丙": "990103", "丙区": "990104"}
    names = Names({"ref_area": areas})
    wanted = {"甲": "990101", "甲区": "990101", " 甲 ": "990101", "990101": "990101", "乙": "乙", "丙": "990103"}
    assert {one: names.meant("ref_area", one) for one in wanted} == wanted
    assert names.meant("indicator", "甲") == "甲"


def test_a_column_that_the_file_lacks_is_added(root: Path) -> None:
    found = told(root, Change({0: {"conf_status": "E", "embargo_until": "2027-01-01"}}))
    assert "new wetness,990101,2023,3,gazette,湿度3%,,,,E,2027-01-01" in found


def test_an_indicator_of_all_files_and_where_a_new_row_goes(root: Path) -> None:
    (root / "data/observations/other.csv").write_text(
        "indicator,ref_area,time_period,value,source\nmills,990101,2018,9,gazette\n", "utf-8"
    )
    grid = grids.begin(root, Draft(), "", "mills")
    assert [(row.file.rpartition("/")[2], row.line) for row in grid.rows] == [
        ("other.csv", 2),
        ("seen.csv", 4),
        ("seen.csv", 5),
    ]
    row = {"indicator": "mills", "ref_area": "990101", "time_period": "2017", "value": "8", "source": "gazette"}
    draft = grid.apply(Change(added=[row]), NAMES)
    assert list(draft.texts) == ["data/observations/other.csv"]
    assert draft.texts["data/observations/other.csv"].endswith("mills,990101,2017,8,gazette\n")


def test_what_others_save_meanwhile_is_never_written_over(root: Path) -> None:
    """The changes stay on the rows that were seen; the save step then finds that the file has changed."""
    grid = grids.begin(root, Draft(), SEEN)
    head, _, rest = (root / SEEN).read_text("utf-8").partition("\n")
    (root / SEEN).write_text(f"{head}\noutput,990101,2021,7,gazette,产量7吨,,,\n{rest}", "utf-8")
    draft = grid.apply(Change({0: {"note": "核过"}}), NAMES)
    assert "wetness,990101,2023,3,gazette,湿度3%,,,核过" in draft.texts[SEEN]
    assert [one.path for one in draft.overtaken(root)] == [SEEN]


def test_messages_find_their_rows(root: Path) -> None:
    grid = grids.begin(root, Draft(), SEEN)
    change = Change(
        {4: {"value": "八吨左右吧"}},
        [{"indicator": "mill", "ref_area": "甲区", "value": "3", "source": "甲区公报"}],
        [0, 1],
    )
    draft = grid.apply(change, NAMES)
    messages = grid.messages(change, NAMES, draft, drafts.tried(root, draft, made_up.TODAY).problems)
    found = {(one.line, one.added, one.field, one.row) for one in messages}
    assert (6, 0, "value", 4) in found and (0, 1, "indicator", len(grid.rows)) in found
    assert all(one.line != 2 for one in messages)


def test_a_row_is_marked_with_its_worst_message() -> None:
    problems = {one: Problem(code) for one, code in (("worse", "id_bad"), ("mild", "quote_missing"))}
    assert [one.severity for one in problems.values()] == ["error", "warning"]
    told = [Message(6, 0, "quote", problems["mild"], {}, 4), Message(6, 0, "value", problems["worse"], {}, 4),
            Message(0, 2, "quote", problems["mild"], {}, 9), Message(7, 0, "", problems["worse"], {}, 5)]  # fmt: skip
    assert views.grid_marks(told, Words("zh")) == {
        4: ("error", "✗ 6 数值"), 9: ("warning", "△ 新2 原文"), 5: ("error", "✗ 7 整行")}  # fmt: skip


def test_a_name_is_understood_in_either_language_and_shown_in_one() -> None:
    names = Names({"ref_area": {"Jia": "990101", "甲区": "990101"}}, {"ref_area": {"990101": "Jia"}})
    assert [names.meant("ref_area", one) for one in ("Jia", "甲区", "甲")] == ["990101"] * 3
    assert (names.said("ref_area", "990101"), names.said("ref_area", "1"), names.said("note", "1")) == ("Jia", "1", "1")


def test_new_rows_are_numbered_as_they_stand_below_each_other_whatever_their_file(root: Path) -> None:
    (root / "data/observations/other.csv").write_text(
        "indicator,ref_area,time_period,value,source\nmills,990101,2018,9,gazette\n", "utf-8"
    )
    grid = grids.begin(root, Draft())
    wet = {"indicator": "wetness", "ref_area": "990102", "time_period": "2020", "value": "湿", "source": "gazette"}
    mill = {"indicator": "mills", "ref_area": "990101", "time_period": "2017", "value": "磨", "source": "gazette"}
    change = Change(added=[wet, {}, mill])
    draft = grid.apply(change, NAMES)
    told = grid.messages(change, NAMES, draft, drafts.tried(root, draft, made_up.TODAY).problems)
    assert {(one.line, one.added, one.cells["indicator"]) for one in told if one.field == "value"} == {
        (0, 1, "wetness"), (0, 3, "mills")}  # fmt: skip
    assert len({one.problem.file for one in told}) == 2


def test_a_row_of_a_grid_of_one_indicator_is_of_that_indicator(root: Path) -> None:
    grid = grids.begin(root, Draft(), SEEN, "wetness")
    row = {"ref_area": "甲区", "time_period": "2024", "value": "5", "source": "gazette"}
    only = {"indicator": "wetness"}
    told_ = told(root, Change(added=[row, only, {"indicator": "mills"} | row, {"indicator": None} | row]), grid)
    assert told_ == ["new wetness,990101,2024,5,gazette,,,,", "new mills,990101,2024,5,gazette,,,,",
                     "new ,990101,2024,5,gazette,,,,"]  # fmt: skip


def test_ten_thousand_rows(root: Path) -> None:
    rows = "".join(f"mills,990101,{1990 + n % 30},{n},gazette,水磨{n}家\n" for n in range(25_000))
    (root / "data/observations/big.csv").write_text(
        f"indicator,ref_area,time_period,value,source,quote\n{rows}", "utf-8"
    )
    grid = grids.begin(root, Draft(), "data/observations/big.csv")
    assert (len(grid.rows), grid.left_out) == (20_000, 5_000)
    pasted = {n: {"value": str(n + 1)} for n in range(10_000)}
    draft = grid.apply(Change(pasted, [{"indicator": "mills", "value": str(n)} for n in range(2_000)]), NAMES)
    text = draft.texts["data/observations/big.csv"]
    assert text.count("\n") == 27_001 and "mills,990101,1991,2,gazette,水磨1家\n" in text


def test_hostile_text_is_text(root: Path) -> None:
    found = told(root, Change({0: {"note": '=HYPERLINK("http://x","a"),<script>alert(1)</script>'}}))
    assert (
        found[1]
        == 'new wetness,990101,2023,3,gazette,湿度3%,,,"=HYPERLINK(""http://x"",""a""),<script>alert(1)</script>"'
    )
