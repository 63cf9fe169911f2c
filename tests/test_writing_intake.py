"""A workbook comes back as a difference to confirm; bombs, formulas and hidden sheets are no way in."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from biaochi import history
from biaochi.exports.workbook import workbook
from biaochi.problem import Fault
from biaochi.selection import Selection
from biaochi.snapshot import Library
from biaochi.store import Store
from biaochi.words import Words
from biaochi.writing import intake, sheets
from biaochi.writing.headings import period_of
from biaochi.writing.intake import Given, read_workbook
from biaochi.writing.saving import overlay

PLAN = "indicators/plans/jinnan-145-sti.yaml"
NAME = "津南区科技创新“十四五”规划"
HEAD = ["指标", "单位", "基期", "基期（原文）", "基期时间", "目标", "目标（原文）", "目标时间", "最新", "属性"]
ROW = ["国家高新技术企业", "家", 468, "468", "2020年", 620, "620", "2025年", 887, "原文未列"]
Edit = Callable[[Any], object]


def book(folder: Path, rows: list[list[Any]], edit: Edit = lambda book: None, name: str = "x.xlsx") -> Path:
    made = openpyxl.Workbook()
    page = made.worksheets[0]
    page.title = "目标"
    for row in rows:
        page.append(row)
    edit(made)
    made.save(folder / name)
    return folder / name


def own(folder: Path, *rows: list[Any], edit: Edit = lambda book: None) -> Path:
    return book(folder, [[NAME], ["来源"], [], HEAD, *rows], edit)


def said(house: Path, found: intake.Found) -> list[str]:
    raw = {path: seen.bytes(text) for path, (seen, text) in found.texts.items()}
    with overlay(house, raw) as tree:
        return [history.tell(one, Words("zh")) for one in history.changes(house, ".", tree)]


def told(found: intake.Found) -> list[tuple[str, str]]:
    return [(one.code, one.file) for one in found.problems]


def changed(**cells: Any) -> list[Any]:
    places = {"base": 2, "base_text": 3, "since": 4, "goal": 5, "goal_text": 6, "due": 7, "nature": 9}
    row = list(ROW)
    for name, value in cells.items():
        row[places[name]] = value
    return row


def test_nothing_changed_is_nothing_to_write(house: Path) -> None:
    found = read_workbook(house, own(house, ROW))
    assert (found.texts, found.problems) == ({}, [])


@pytest.mark.parametrize(
    "cells, lines",
    [
        ({"goal": 650}, ['-    value: "620"', '+    value: "650"']),
        ({"goal_text": "超过650", "goal": 650}, ['-    value: "620"', '+    value: "超过650"']),
        ({"base": 470}, ['-      value: "468"', '+      value: "470"']),
        ({"since": "2019年"}, ['-      time_period: "2020"', '+      time_period: "2019"']),
        ({"due": "2024"}, ['-    due: "2025"', '+    due: "2024"']),
        ({"nature": "约束性"}, ["+    nature: binding"]),
    ],
)
def test_a_changed_cell_is_one_changed_line(house: Path, cells: dict[str, Any], lines: list[str]) -> None:
    found = read_workbook(house, own(house, changed(**cells)))
    assert [line for line in found.diff().splitlines() if line[:3] not in ("---", "+++") and line[0] in "+-"] == lines
    assert (house / PLAN).read_text("utf-8") == found.texts[PLAN][0].text


def test_a_sound_change_is_told_in_words(house: Path) -> None:
    found = read_workbook(house, own(house, changed(due="2024年", nature="约束性")))
    assert said(house, found) == [
        "津南区 国家高新技术企业 2024年 目标的时间：2025年 → 2024年",
        "津南区 国家高新技术企业 2024年 目标的属性：（空） → 约束性",
    ]


def test_a_value_that_its_quote_does_not_hold_is_said_at_the_cell(house: Path) -> None:
    found = read_workbook(house, own(house, changed(goal_text="650", goal=650)))
    assert ("promise_without_value", "x.xlsx[目标]G5") in told(found)


@pytest.mark.parametrize(
    "cells, problem",
    [
        ({"due": "明年"}, ("sheet_period", "x.xlsx[目标]H5")),
        ({"nature": "随便"}, ("sheet_choice", "x.xlsx[目标]J5")),
        ({"goal": "=1+1", "goal_text": "620"}, ("sheet_formula", "x.xlsx[目标]F5")),
        ({"goal_text": '=HYPERLINK("http://x")'}, ("sheet_formula", "x.xlsx[目标]G5")),
    ],
)
def test_wrong_cells_are_named(house: Path, cells: dict[str, Any], problem: tuple[str, str]) -> None:
    assert problem in told(read_workbook(house, own(house, changed(**cells))))


def test_an_unknown_indicator_is_named_with_its_nearest(house: Path) -> None:
    row = ["国家高新技术企业数", *ROW[1:]]
    found = read_workbook(house, own(house, row))
    assert told(found) == [("sheet_indicator", "x.xlsx[目标]A5")]
    assert "hi-tech-enterprises" in found.problems[0].advice() and found.texts == {}


def test_a_new_row_becomes_a_target(house: Path) -> None:
    found = read_workbook(
        house, own(house, ROW, ["天津市众创空间", "家", 6, "6", "2021年", 9, "9", "2025年", None, "预期性"])
    )
    assert {"新增：津南区 天津市众创空间 2025年 目标 9", "新增：津南区 天津市众创空间 2021年 基期 6"} == set(
        said(house, found)
    )


def test_a_hidden_sheet_is_passed_over(house: Path) -> None:
    def hide(made: Any) -> None:
        made.create_sheet("看得见")
        made.worksheets[0].sheet_state = "veryHidden"

    found = read_workbook(house, own(house, changed(goal=650), edit=hide))
    assert ("sheet_hidden", "x.xlsx[目标]") in told(found) and found.texts == {}


COPIED = [
    ["附表：甲区主要指标"],
    ["序号", "指标", "单位", "2020年", "2025年目标", "属性"],
    [1, "国家高新技术企业（家）", "家", 12, 30, "预期性"],
    [2, "研发投入强度（%）", "%", "2.1%", "超过3", "约束性"],
    [3, "甲区特有的数", "个", 1, 2, "预期性"],
]


def test_a_copied_table_becomes_a_plan(house: Path) -> None:
    given = Given("jia-155-sti", "120112", "jinnan-145-sti", "2021/2025")
    found = read_workbook(house, book(house, COPIED), given)
    codes = [code for code, _ in told(found)]
    assert ("sheet_indicator", "x.xlsx[目标]B5") in told(found)
    text = found.texts["indicators/plans/jia-155-sti.yaml"][1]
    assert '  - indicator: hi-tech-enterprises\n    value: "30"\n    due: "2025"\n    nature: expected\n' in text
    assert '    baseline:\n      value: "12"\n      time_period: "2020"\n' in text
    assert "field_missing" in codes  # the name, which a table does not say
    assert told(read_workbook(house, book(house, COPIED)))[-1][0] == "sheet_needs"


def test_merged_cells_say_what_their_first_cell_says(house: Path) -> None:
    def merge(made: Any) -> None:
        made.worksheets[0].merge_cells("F3:F4")
        made.worksheets[0].merge_cells("A1:F1")

    found = sheets.read(book(house, COPIED, merge)).sheets
    assert [row[5] for row in found[0].rows[2:4]] == ["预期性", "预期性"]
    assert found[0].rows[0] == ["附表：甲区主要指标"] * 6


def test_numbers_look_as_on_the_sheet(house: Path) -> None:
    def percent(made: Any) -> None:
        made.worksheets[0]["A2"].number_format = "0.00%"

    found = sheets.read(book(house, [[620.0, 0.1 + 0.2, True], [0.0553, 12345678901, " 逾 2000 "]], percent)).sheets
    assert found[0].rows == [["620", "0.3", "true"], ["5.53%", "12345678901", "逾 2000"]]


def packed(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, raw in parts.items():
            out.writestr(name, raw)
    return path


@pytest.mark.parametrize(
    "parts, code",
    [
        ({"xl/workbook.xml": b"<a>" + b" " * 120_000_000 + b"</a>"}, "sheet_bomb"),
        ({f"x{n}.xml": b"<a/>" for n in range(2100)}, "sheet_bomb"),
        ({"xl/workbook.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "sheet_bomb"),
        ({"xl/workbook.xml": "<a/>".encode("utf-16")}, "sheet_bomb"),
        ({"a.txt": b"x"}, "sheet_file"),
        ({}, "sheet_file"),
    ],
)
def test_bombs_are_refused(tmp_path: Path, parts: dict[str, bytes], code: str) -> None:
    with pytest.raises(Fault) as raised:
        sheets.read(packed(tmp_path / "x.xlsx", parts))
    assert raised.value.code == code


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", b"a,b\n1,2\n"])
def test_what_is_no_workbook_is_said(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "x.xlsx").write_bytes(raw)
    with pytest.raises(Fault) as raised:
        sheets.read(tmp_path / "x.xlsx")
    assert raised.value.code == "sheet_file"


def test_a_sheet_without_a_table_is_said(house: Path) -> None:
    assert told(read_workbook(house, book(house, [["a", "b"], [1, 2]]))) == [("sheet_unknown", "x.xlsx[目标]")]


@pytest.mark.parametrize(
    "typed, edtf",
    [
        ("2025年", "2025"),
        ("2025", "2025"),
        ("2023年6月", "2023-06"),
        ("2023年6月19日", "2023-06-19"),
        ("2022年1—5月", "2022-01/2022-05"),
        ("2021—2025年", "2021/2025"),
        ("2023-Q2", "2023-Q2"),
    ],
)
def test_periods_as_people_write_them(typed: str, edtf: str) -> None:
    assert period_of(typed) == edtf


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_our_own_export_comes_back_unchanged(house: Path, lang: str) -> None:
    """Every plan's sheet is known, and a workbook that nobody touched brings no edit."""
    store = Store(Library(house).current())
    (house / "all.xlsx").write_bytes(workbook(store, Selection(plan="jinnan-145-sti"), Words(lang)))
    found = read_workbook(house, house / "all.xlsx")
    assert [one.code for one in found.problems] == [] and found.diff() == ""
    made = openpyxl.load_workbook(house / "all.xlsx")
    page = made.worksheets[1]
    row = next(
        row for row in page.iter_rows() if row[0].value in ("国家高新技术企业", "National high-tech enterprises")
    )
    page.cell(row[0].row or 0, 6, 650)
    made.save(house / "all.xlsx")
    assert '+    value: "650"' in read_workbook(house, house / "all.xlsx").diff()
