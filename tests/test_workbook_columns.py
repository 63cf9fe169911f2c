"""The rarer fields of observations in the workbook: all come out and come back, those that nobody uses are hidden."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from biaochi.exports.workbook import workbook
from biaochi.selection import Selection
from biaochi.snapshot import Library
from biaochi.store import Store
from biaochi.words import Words
from biaochi.writing.intake import Found, Given, read_workbook
from tests import made_up

HEAD = "indicator,ref_area,time_period,value,source,quote"
RARE = f"""{HEAD},basis,unit,cumulative_from,prefix,suffix,obs_status,conf_status,embargo_until,inferred,note
mills,990101,2023,5,gazette,水磨5家,,,,共有,在册,P,E,2027-01-15,yes,按内容推定。
mills,990102,2023,6,gazette,水磨6家,,,,,,,N,,,
mills-ever,990101,/2023-12,7,gazette,评价7家,cumulative,,2018-05,,,A,F,,,
flour-ytd,990103,2024-01/2024-06,3,gazette,面粉3千克,,千克,,,,,,,no,
output,990103,2024,12,gazette,产量12吨,flow,吨,,,,,,,,
"""
PLAIN = f"{HEAD}\noutput,990103,2024,12,gazette,产量12吨\n"
Bring = Callable[..., Found]


@pytest.fixture
def bring(tmp_path: Path) -> Bring:
    """The workbook of a table, worked on and brought back."""

    def made(text: str, edit: Callable[[Any], object] = lambda page: None, lang: str = "zh") -> Found:
        root = made_up.write(tmp_path / "house", seen=text)
        sheet = Words(lang)("export.all_figures")
        raw = workbook(Store(Library(root).current()), Selection(as_of=made_up.TODAY), Words(lang), staged=True)
        book = openpyxl.load_workbook(BytesIO(raw))
        edit(book[sheet])
        book.save(tmp_path / "back.xlsx")
        return read_workbook(root, tmp_path / "back.xlsx")

    return made


def heads(page: Any) -> dict[str, Any]:
    return {cell.value: cell for cell in page[4] if cell.value}


def row(page: Any, quote: str) -> int:
    return next(cells[0].row for cells in page.iter_rows(min_row=5) if quote in [cell.value for cell in cells])


def put(quote: str, **cells: Any) -> Callable[[Any], None]:
    def edit(page: Any) -> None:
        for head, value in cells.items():
            page.cell(row(page, quote), heads(page)[head.replace("_", " ")].column).value = value

    return edit


def lines(found: Found) -> list[str]:
    return [one for one in found.diff().splitlines() if one[0] in "+-" and one[:3] not in ("+++", "---")]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("text", [RARE, PLAIN])
def test_an_untouched_workbook_changes_no_byte(bring: Bring, text: str, lang: str) -> None:
    found = bring(text, lang=lang)
    assert (found.texts, found.problems) == ({}, [])


def test_every_field_comes_out_in_words(bring: Bring) -> None:
    def look(page: Any) -> None:
        at = {head: page.cell(row(page, "水磨5家"), cell.column).value for head, cell in heads(page).items()}
        assert [at[one] for one in ("保密状态", "公开日期", "前文", "后文", "推定", "数据状态")] == [
            "到期前不公开", "2027年1月15日", "共有", "在册", "是", "初步数"]  # fmt: skip
        assert page.cell(row(page, "评价7家"), heads(page)["累计起点"].column).value == "2018年5月"
        assert page.cell(row(page, "面粉3千克"), heads(page)["单位"].column).value == "千克"
        assert not any(one.hidden for one in page.column_dimensions.values())

    bring(RARE, look)


def test_columns_that_nobody_uses_are_hidden(bring: Bring) -> None:
    def look(page: Any) -> None:
        spans = [(one.min, one.max) for one in page.column_dimensions.values() if one.hidden]
        hidden = {head for head, cell in heads(page).items() if any(a <= cell.column <= b for a, b in spans)}
        assert hidden == {"累计起点", "保密状态", "公开日期", "前文", "后文", "推定"}

    bring(PLAIN, look)


@pytest.mark.parametrize(
    "lang, quote, cells, wanted",
    [
        ("zh", "水磨6家", {"保密状态": "公开"}, "mills,990102,2023,6,gazette,水磨6家,,,,,,,F,,,"),
        ("zh", "水磨6家", {"保密状态": "到期前不公开", "公开日期": "2027年3月1日"}, "水磨6家,,,,,,,E,2027-03-01,,"),
        ("en", "水磨6家", {"Confidentiality": "public", "Public_from": "1 March 2027"}, "水磨6家,,,,,,,F,2027-03-01,,"),
        ("zh", "水磨5家", {"推定": None}, "在册,P,E,2027-01-15,,按内容推定。"),
        ("en", "水磨6家", {"Inferred": "yes"}, "水磨6家,,,,,,,N,,true,"),
        ("zh", "水磨6家", {"推定": True}, "水磨6家,,,,,,,N,,true,"),
        ("zh", "评价7家", {"累计起点": "2019年"}, "评价7家,cumulative,,2019,,,A,F,,,"),
        ("zh", "面粉3千克", {"单位": "公斤"}, "面粉3千克,,公斤,,"),
        ("en", "产量12吨", {"Basis": "stock at a date"}, "产量12吨,stock,吨,,"),
        ("zh", "水磨6家", {"计数方式": "当期流量"}, "水磨6家,flow,,"),
    ],
)
def test_a_changed_cell_is_one_change(bring: Bring, lang: str, quote: str, cells: dict[str, Any], wanted: str) -> None:
    found = bring(RARE, put(quote, **cells), lang)
    assert len(lines(found)) == 2 and wanted in lines(found)[1], (lines(found), found.problems)


@pytest.mark.parametrize("cells", [{"单位": None}, {"计数方式": None}, {"推定": "否"}])
def test_what_says_the_same_as_the_indicator_is_no_change(bring: Bring, cells: dict[str, Any]) -> None:
    found = bring(RARE, put("水磨6家", **cells))
    assert (found.texts, found.problems, found.changed) == ({}, [], 0)


@pytest.mark.parametrize(
    "cells, code, column",
    [
        ({"保密状态": "绝密"}, "sheet_choice", "保密状态"),
        ({"公开日期": "过几天"}, "sheet_period", "公开日期"),
        ({"公开日期": "2027年"}, "embargo_bad", "公开日期"),
        ({"保密状态": "到期前不公开"}, "embargo_missing", "保密状态"),
        ({"推定": "也许"}, "sheet_choice", "推定"),
        ({"单位": "石"}, "unit_mismatch", "单位"),
        ({"累计起点": "从前"}, "sheet_period", "累计起点"),
    ],
)
def test_what_cannot_be_is_told_at_its_cell(bring: Bring, cells: dict[str, Any], code: str, column: str) -> None:
    place = ""

    def edit(page: Any) -> None:
        nonlocal place
        put("水磨6家", **cells)(page)
        place = f"back.xlsx[全部数]{heads(page)[column].column_letter}{row(page, '水磨6家')}"

    found = bring(RARE, edit)
    assert (code, place) in [(one.code, one.file) for one in found.problems], found.problems


@pytest.mark.parametrize("head", ["公开日期", "public from", "embargo_until"])
def test_a_column_is_added_by_its_heading(bring: Bring, head: str) -> None:
    """As where a colleague's older workbook has no such column: heading and cells to the right of the table."""

    def edit(page: Any) -> None:
        old, new = heads(page)["公开日期"].column, page.max_column + 1
        page.cell(4, old).value = None
        page.cell(4, new, head)
        page.cell(row(page, "产量12吨"), new, "2027-02-01")
        page.cell(row(page, "产量12吨"), heads(page)["保密状态"].column, "E")

    found = bring(PLAIN, edit)
    assert found.problems == [] and lines(found)[-1].endswith("产量12吨,E,2027-02-01")


def test_a_new_row_may_have_them_all(bring: Bring) -> None:
    def edit(page: Any) -> None:
        cells = {"指标": "年初至今面粉", "地区": "甲区", "时期": "2026年1-3月", "原文写法": "4", "单位": "千克",
                 "来源": "甲区公报",
                 "计数方式": "年初至今", "原文": "面粉4千克", "保密状态": "到期前不公开", "公开日期": "2027-05-01",
                 "推定": "是", "备注": "核过", "前文": "共", "数据状态": "初步数"}  # fmt: skip
        new = page.max_row + 1
        for head, value in cells.items():
            page.cell(new, heads(page)[head].column, value)

    found = bring(PLAIN, edit)
    new = found.texts["data/observations/990101.csv"][1].splitlines()
    record = dict(zip(new[0].split(","), new[-1].split(","), strict=True))
    assert {name: one for name, one in record.items() if one} == {
        "indicator": "flour-ytd", "ref_area": "990101", "time_period": "2026-01/2026-03", "value": "4", "unit": "千克",
        "source": "gazette", "quote": "面粉4千克", "obs_status": "P", "conf_status": "E", "embargo_until": "2027-05-01",
        "prefix": "共", "inferred": "true", "note": "核过"}  # fmt: skip


def test_a_copied_table_may_have_them_too(tmp_path: Path) -> None:
    root = made_up.write(tmp_path / "house", seen=PLAIN)
    book = openpyxl.Workbook()
    for cells in (["指标", "地区", "年份", "数值", "是否公开", "公开日期"],
                  ["省级先进水磨", "甲区", 2024, 5, "到期前不公开", "2027年2月1日"]):  # fmt: skip
        book.worksheets[0].append(cells)
    book.save(tmp_path / "x.xlsx")
    found = read_workbook(root, tmp_path / "x.xlsx", Given(source="gazette"))
    assert found.unread == [] and lines(found)[-1] == "+mills,990101,2024,5,gazette,,,,,E,2027-02-01"


def test_what_is_not_public_yet_is_in_no_workbook_but_the_planners(tmp_path: Path) -> None:
    store = Store(Library(made_up.write(tmp_path, seen=RARE)).current())

    def told(staged: bool) -> str:
        book = openpyxl.load_workbook(BytesIO(workbook(store, Selection(as_of=made_up.TODAY), Words("zh"), staged)))
        return str([[cell.value for cells in page.iter_rows() for cell in cells] for page in book.worksheets])

    assert "水磨5家" not in told(False) and "水磨6家" not in told(False) and "没有公开的数" not in told(False)
    assert "水磨5家" in told(True) and "水磨6家" in told(True) and "有2个还没有公开的数" in told(True)
