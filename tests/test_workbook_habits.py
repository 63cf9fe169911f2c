"""What planners do to workbooks and tables in Excel and WPS: nothing is read wrongly, nothing goes by in silence."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from biaochi.problem import Fault
from biaochi.writing import save_together, sheets
from biaochi.writing.intake import Found, Given, read_book, read_workbook
from biaochi.writing.recognised import table_of
from tests import workbooks

PLAN, SEEN, MILL = "indicators/plans/mill-plan.yaml", "data/observations/seen.csv", "甲区水磨“十四五”规划"
Edit = workbooks.Edit


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> workbooks.Origin:
    return workbooks.made(tmp_path_factory.mktemp("made"), ["zh"])


@pytest.fixture
def root(origin: workbooks.Origin, tmp_path: Path) -> Path:
    return workbooks.copied(origin, tmp_path)


@pytest.fixture
def back(origin: workbooks.Origin, root: Path) -> Callable[..., Found]:
    """Brings the workbook back after somebody worked on it."""
    return partial(workbooks.brought, origin, root)


def column(page: Any, head: str) -> int:
    return [cell.value for cell in page[4]].index(head) + 1


def row_of(page: Any, text: str) -> int:
    return next(cells[0].row for cells in page.iter_rows(min_row=5) if text in [cell.value for cell in cells])


def put(sheet: str, text: str, head: str, value: Any, shape: str = "") -> Edit:
    def edit(book: Any) -> None:
        cell = book[sheet].cell(row_of(book[sheet], text), column(book[sheet], head))
        cell.value = value
        cell.number_format = shape or cell.number_format

    return edit


def copied(sheet: str, text: str, below: bool = True, cells: dict[str, Any] | None = None) -> Edit:
    """A row copied whole and put in beside it, as by 复制、插入复制的单元格, then changed."""

    def edit(book: Any) -> None:
        page = book[sheet]
        row = row_of(page, text) + below
        page.insert_rows(row)
        for cell in page[row - 1 if below else row + 1]:
            page.cell(row, cell.column).value = copy(cell.value)
        for head, value in (cells or {}).items():
            page.cell(row, column(page, head)).value = value

    return edit


def told(found: Found) -> list[tuple[str, str]]:
    return [(one.code, one.file) for one in found.problems]


def lines(found: Found) -> list[str]:
    return [one for one in found.diff().splitlines() if one[0] in "+-" and one[:3] not in ("+++", "---")]


@pytest.mark.parametrize(
    "edit, wanted",
    [
        (put(MILL, "省级先进水磨", "目标", "９５０"), 'value: "950"'),
        (put(MILL, "省级先进水磨", "目标", "1,950"), 'value: "1950"'),
        (put(MILL, "省级先进水磨", "目标", "1 950"), 'value: "1950"'),
        (put(MILL, "R&D湿度", "目标", 0.065, "0.0%"), 'value: "6.5%"'),
        (put(MILL, "省级先进水磨", "目标时间", datetime(2024, 1, 1), 'yyyy"年"'), 'due: "2024"'),
        (put(MILL, "省级先进水磨", "目标时间", datetime(2024, 6, 1), 'yyyy"年"m"月"'), 'due: "2024-06"'),
        (put(MILL, "省级先进水磨", "目标时间", datetime(2024, 6, 1), "mmm\\-yy"), 'due: "2024-06"'),
        (put(MILL, "省级先进水磨", "目标时间", datetime(2024, 6, 30), "yyyy/m/d"), 'due: "2024-06-30"'),
        (put(MILL, "省级先进水磨", "备注", "核过\n两遍"), "note: 核过 两遍"),
    ],
)
def test_numbers_and_dates_are_read_as_they_look(back: Callable[..., Found], edit: Edit, wanted: str) -> None:
    assert any(wanted in one for one in lines(back(edit))), lines(back(edit))


def test_a_number_as_text_is_the_same_number(back: Callable[..., Found]) -> None:
    found = back(put(MILL, "省级先进水磨", "目标", "900"))
    assert (found.texts, found.problems) == ({}, [])


def test_a_date_without_a_year_is_told(back: Callable[..., Found]) -> None:
    found = back(put(MILL, "省级先进水磨", "目标时间", datetime(2024, 6, 1), 'm"月"d"日"'))
    assert [one.code for one in found.problems] == ["sheet_period"] and "6月1日" in found.problems[0].fact()


YEARLY = {"目标": 60, "目标（原文）": "60", "目标时间": "2023年", "目标原文片段": "产量60吨"}


@pytest.mark.parametrize("below", [True, False])
def test_a_row_copied_to_add_another_is_a_new_entry(back: Callable[..., Found], root: Path, below: bool) -> None:
    """The most usual way to add one: copy the row, change year and value; the key is copied with it."""
    cells = {"时期": "2024年", "数": 61, "原文写法": "61", "原文": "水磨61家"}
    found = back(copied("全部数", "水磨50家", below, cells))
    assert found.unread == [] and lines(found) == ["+mills,990102,2024,61,copy,水磨61家,,,"]
    found = back(copied(MILL, "水磨产量", below, YEARLY))
    assert found.unread == [] and not [one for one in lines(found) if one.startswith("-")]
    assert any('due: "2023"' in one for one in lines(found))


def test_a_copied_row_given_back_twice_is_written_once(back: Callable[..., Found], root: Path) -> None:
    work = copied(MILL, "水磨产量", cells=YEARLY)
    save_together(root, list(back(work).texts.values()))
    assert back(work).texts == {}


def test_a_copied_row_that_speaks_of_the_same_entry_is_told(back: Callable[..., Found]) -> None:
    found = back(copied(MILL, "水磨产量", cells={"目标": 60, "目标（原文）": "60"}))
    assert (told(found), found.texts) == ([("sheet_row_twice", f"back.xlsx[{MILL}]A7")], {})
    assert "第 6 行" in found.problems[0].fact()
    found = back(copied("来源", "paper", cells={"备注": "另一份"}))
    assert [code for code, _ in told(found)] == ["sheet_row_twice"] and found.texts == {}
    assert back(copied("全部数", "水磨50家")).problems == []  # a mere double says nothing new


def test_a_row_put_in_between_is_a_new_entry(back: Callable[..., Found]) -> None:
    def work(book: Any) -> None:
        page = book["全部数"]
        page.insert_rows(7)
        cells = {"指标": "水磨产量", "地区": "丙区", "时期": 2023, "数": 11, "来源": "甲区公报", "原文": "产量11吨"}
        for head, value in cells.items():
            page.cell(7, column(page, head)).value = value

    assert lines(back(work)) == ["+output,990103,2023,11,gazette,产量11吨,,,"]


def test_a_sorted_sheet_changes_nothing(back: Callable[..., Found]) -> None:
    def work(book: Any) -> None:
        for page in book.worksheets[1:-1]:
            rows = [[cell.value for cell in cells] for cells in page.iter_rows(min_row=5)]
            rows = sorted((row for row in rows if any(row)), key=lambda row: str(row[1]), reverse=True)
            for n, row in enumerate(rows, 5):
                for c, value in enumerate(row, 1):
                    page.cell(n, c).value = value

    found = back(work)
    assert (found.texts, found.problems) == ({}, [])


def test_rows_that_are_filtered_away_are_still_there(back: Callable[..., Found]) -> None:
    def work(book: Any) -> None:
        book["全部数"].row_dimensions[6].hidden = True

    assert back(work).texts == {}


def test_blank_rows_and_a_sum_below_do_not_disturb(back: Callable[..., Found]) -> None:
    def work(book: Any) -> None:
        page = book[MILL]
        page.cell(60, 1).value = "   "
        page.cell(5000, 3).number_format = "0.00"

    assert (back(work).texts, back(work).problems) == ({}, [])


@pytest.mark.parametrize(
    "edit, place",
    [
        (put(MILL, "省级先进水磨", "最新", 77), f"back.xlsx[{MILL}]I5"),
        (put(MILL, "省级先进水磨", "指标", "水磨产量"), f"back.xlsx[{MILL}]A5"),
        (put("全部数", "水磨50家", "地区", "甲区"), "back.xlsx[全部数]B"),
        (put("地区", "990102", "地区代码", "990109"), "back.xlsx[地区]B7"),
        (put("指标口径", "mills", "主题", "别的"), "back.xlsx[指标口径]H5"),
    ],
)
def test_what_is_written_into_a_locked_cell_is_told(back: Callable[..., Found], edit: Edit, place: str) -> None:
    found = back(edit)
    assert found.texts == {} and [one.code for one in found.problems] == ["sheet_locked"]
    assert found.problems[0].file.startswith(place)


def test_a_row_of_the_program_that_was_changed_is_told(back: Callable[..., Found]) -> None:
    found = back(put("全部数", "水磨达到900家", "原文写法", "950"))
    assert ([one.code for one in found.problems], found.texts) == (["sheet_locked_row"], {})
    assert found.problems[0].file.startswith("back.xlsx[全部数]")


def test_rows_that_were_deleted_are_told_and_not_removed(back: Callable[..., Found]) -> None:
    def work(book: Any) -> None:
        book[MILL].delete_rows(5, 2)
        book["来源"].delete_rows(row_of(book["来源"], "paper"))

    found = back(work)
    facts = {one.file: one.fact() for one in found.problems if one.code == "sheet_rows_left"}
    assert found.texts == {} and set(facts) == {f"back.xlsx[{MILL}]", "back.xlsx[来源]"} and len(found.problems) == 2
    assert "2 行" in facts[f"back.xlsx[{MILL}]"] and "省级先进水磨" in facts[f"back.xlsx[{MILL}]"]
    assert "甲区晚报" in facts["back.xlsx[来源]"]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8-sig", "utf-16"])
def test_one_of_our_sheets_saved_as_csv_comes_back(back: Callable[..., Found], root: Path, encoding: str) -> None:
    """Without the hidden sheet a cell counts as changed where it says something else than the file."""
    book = openpyxl.load_workbook(root / "back.xlsx") if back(lambda book: None) else None
    assert book
    rows = [["" if cell.value is None else str(cell.value) for cell in cells] for cells in book["全部数"].iter_rows()]
    where = next(row for row in rows if "湿度3%" in row)
    for change, wanted in ((False, []), (True, ["湿度3%", "核过"])):
        where[rows[3].index("备注")] = "核过" if change else ""
        text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
        (root / "全部数.csv").write_bytes(text.encode(encoding))
        found = read_workbook(root, root / "全部数.csv")
        assert [one.code for one in found.unread] == []
        assert all(any(word in line for line in lines(found)) for word in wanted) and len(lines(found)) == 2 * change


@pytest.mark.parametrize(
    "raw, code",
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "sheet_old"),
        ("<html><table><tr><td>指标</td></tr></table></html>".encode(), "sheet_old"),
        (b'\xef\xbb\xbf\r\n<?xml version="1.0"?><Workbook/>', "sheet_old"),
        (b"%PDF-1.7\n\xe2\xe3", "sheet_file"),
        (b"PK\x03\x04 cut off", "sheet_file"),
        (b"\x81\xff\x00\xfe\x90" * 40, "sheet_file"),
    ],
)
@pytest.mark.parametrize("name", ["表.xls", "表.xlsx"])
def test_what_cannot_be_read_says_how_it_can(raw: bytes, code: str, name: str) -> None:
    with pytest.raises(Fault) as raised:
        sheets.opened(raw, name)
    assert raised.value.code == code


def test_a_workbook_is_known_by_what_it_is(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["指标", "地区"])
    book.save(tmp_path / "x.xlsx")
    assert sheets.opened((tmp_path / "x.xlsx").read_bytes(), "忘了后缀").sheets[0].rows == [["指标", "地区"]]
    assert sheets.opened("指标,地区\n".encode("gbk"), "其实是.xlsx").sheets[0].rows == [["指标", "地区"]]


PRINTED = [
    ["附表1  甲区水磨主要指标"],
    ["序号", "指标名称", "单位", "2020年", "目标值", None, "指标属性"],
    [None, None, None, None, "2023年", "2025年", None],
    ["一、水磨", None, None, None, None, None, None],
    [1, "省级先进水磨", "家", 310, 600, "1,920", "约束性"],
    [2, "水磨产量（吨）", "吨", None, "５０", "[７０]", "预期性"],
    [None, "注：[ ]内为五年累计数。", None, None, None, None, None],
    ["资料来源：甲区水磨科"],
]
MERGED = ["A1:G1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:F2", "G2:G3", "A4:G4", "B7:G7"]


def test_a_printed_table_with_two_heads_groups_and_footnotes_is_read(root: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for cells in PRINTED:
        page.append(cells)
    for area in MERGED:
        page.merge_cells(area)
    book.save(root / "附表.xlsx")
    found = read_workbook(root, root / "附表.xlsx", Given(plan="later-plan"))
    assert found.unread == []
    text = found.texts["indicators/plans/later-plan.yaml"][1]
    assert 'value: "1,920"' in text and 'due: "2025"' in text and 'time_period: "2020"' in text
    assert [one.code for one in found.problems if one.file.endswith("F6")]  # what [70] is, nobody can say


@pytest.mark.parametrize(
    "head",
    [
        "指标\t2020年基期值\t2025年目标值",
        "指标名称\t2020年实际值\t2025年规划目标",
        "主要指标\t2020年末\t2025年末",
        "Indicator\tBaseline 2020\tTarget 2025",
        "Indicator\t2020 (actual)\t2025 target",
    ],
)
def test_heads_of_years_in_many_words_are_read(root: Path, head: str) -> None:
    text = f"{head}\n省级先进水磨\t310\t920\n"
    diff = read_workbook(root, _written(root / "x.csv", text), Given(plan="later-plan")).diff()
    assert all(one in diff for one in ('"920"', 'due: "2025"', '"310"', 'time_period: "2020"')), diff


def test_errors_and_long_numbers_are_no_guesses(back: Callable[..., Found]) -> None:
    found = back(put(MILL, "省级先进水磨", "备注", "#REF!"))
    assert (told(found), found.texts) == ([("sheet_formula", f"back.xlsx[{MILL}]Y5")], {})
    assert any('"1234567890123"' in one for one in lines(back(put(MILL, "省级先进水磨", "目标", 1234567890123))))


def test_a_new_row_of_formulas_only_is_told(back: Callable[..., Found]) -> None:
    def below(book: Any) -> None:  # as a program writes them that computes nothing
        page = book[MILL]
        page.cell(page.max_row + 2, column(page, "目标")).value = "=900+20"

    found = back(below)
    assert [code for code, _ in told(found)] == ["sheet_formula"] and found.texts == {}


def test_a_table_with_blank_cells_under_its_first_head_is_read(root: Path) -> None:
    text = "指标\t单位\t目标\t\n\t\t2023年\t2025年\n省级先进水磨\t家\t600\t920\n"
    found = read_workbook(root, _written(root / "x.csv", text), Given(plan="later-plan"))
    assert found.unread == [] and 'due: "2025"' in found.diff() and '"920"' in found.diff()
    table = found.copied[0][1]
    assert table.sheet.rows[table.header] == ["指标", "单位", "2023年目标", "2025年目标"]
    again = table_of("x.csv", table.sheet)  # as the page does once its columns are confirmed
    assert again and again[1].sheet.rows == table.sheet.rows and again[1].columns == table.columns


def _written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def added(sheet: str, *rows: dict[str, Any]) -> Edit:
    """Rows written below the others, without a key."""

    def edit(book: Any) -> None:
        page = book[sheet]
        below = max(cell.row for cells in page.iter_rows() for cell in cells if cell.value not in (None, "")) + 1
        for n, cells in enumerate(rows, below):
            for head, value in cells.items():
                page.cell(n, column(page, head)).value = value

    return edit


def both(*edits: Edit) -> Edit:
    def edit(book: Any) -> None:
        for one in edits:
            one(book)

    return edit


MILLS = {"指标": "省级先进水磨", "目标时间": "2025年"}


@pytest.mark.parametrize(
    "sheet, first, second, cells",
    [
        (MILL, put(MILL, "省级先进水磨", "目标", 950), MILLS | {"目标": 960}, "GF"),
        (MILL, put(MILL, "省级先进水磨", "目标", 950), {"指标": "省级先进水磨", "目标": "一二三"}, "GF"),
        (MILL, put(MILL, "省级先进水磨", "目标", 950), MILLS | {"目标": 900}, "GF"),
        (MILL, put(MILL, "省级先进水磨", "备注", ""), MILLS | {"目标": 960}, "GF"),
        ("来源", put("来源", "paper", "备注", "甲"), {"编号": "paper", "来源": "甲区晚报", "备注": "乙"}, "KK"),
        ("指标口径", put("指标口径", "mills", "口径", "甲"),
         {"编号": "mills", "指标": "省级先进水磨", "主题": "水磨", "口径": "乙"}, "II"),
        ("地区", put("地区", "990101", "英文名称", "One"),
         {"地区代码": "990101", "地区": "甲区", "英文名称": "Two"}, "CC"),
        ("规划", put("规划", "mill-plan", "备注", "甲"), {"编号": "mill-plan", "规划": MILL, "备注": "乙"}, "HH"),
    ],
)  # fmt: skip
def test_of_two_rows_that_say_two_things_of_one_entry_neither_is_taken(
    back: Callable[..., Found], sheet: str, first: Edit, second: dict[str, Any], cells: str
) -> None:
    found = back(both(first, added(sheet, second)))
    assert found.texts == {} and (found.changed, found.added) == (0, 0)
    assert {one.code for one in found.unread} == {"sheet_rows_differ"}
    assert [one.file.partition("]")[2][0] for one in found.unread] == [*cells]
    rows = [one.file.partition("]")[2][1:] for one in found.unread]
    assert all(f"第 {'、'.join(rows)} 行说的是同一条" in one.fact() for one in found.unread)


def test_two_rows_that_agree_are_taken_once(back: Callable[..., Found]) -> None:
    found = back(both(put(MILL, "省级先进水磨", "目标", 950), added(MILL, MILLS | {"目标": 950, "备注": "核过"})))
    assert (found.unread, found.changed, found.added) == ([], 1, 0)
    assert 'value: "950"' in found.diff() and "note: 核过" in found.diff()


def test_a_row_of_another_time_written_below_is_another_target(back: Callable[..., Found], root: Path) -> None:
    below = {"指标": "水磨产量", "目标时间": "2023年", "目标": 60, "目标原文片段": "产量60吨"}
    work = both(put(MILL, "水磨产量", "备注", "核过"), added(MILL, below))
    found = back(work)
    assert (found.unread, found.changed, found.added) == ([], 1, 1)
    save_together(root, list(found.texts.values()))
    assert back(work).texts == {}


def test_a_pasted_table_that_says_two_things_of_one_target_changes_neither(root: Path) -> None:
    table = "指标\t目标值\t目标年\n{}\t{}\t2025\n水磨产量\t80\t2025\n{}\t{}\t2025\n"
    for one, other in (("950", "960"), ("960", "900")):
        text = table.format("省级先进水磨", one, "省级先进水磨", other)
        found = read_book(root, sheets.of_text(text, "表"), "表", Given(plan="mill-plan"))
        assert [one.code for one in found.unread] == ["sheet_rows_differ"] * 2
        assert "第 2、4 行" in found.unread[0].fact() and found.changed == 1 and '"80"' in found.diff()
    text = table.format("省级先进水磨", "950", "省级先进水磨", "950")
    found = read_book(root, sheets.of_text(text, "表"), "表", Given(plan="mill-plan"))
    assert (found.unread, found.changed) == ([], 2)


def test_a_pasted_table_that_says_two_things_of_one_observation_changes_neither(root: Path) -> None:
    text = "地区\t指标\t时期\t数\n乙区\t省级先进水磨\t2019\t51\n乙区\t省级先进水磨\t2019\t52\n"
    found = read_book(root, sheets.of_text(text, "表"), "表", Given(source="copy", kind="figure"))
    assert [one.code for one in found.unread] == ["sheet_rows_differ"] * 2 and found.texts == {}
