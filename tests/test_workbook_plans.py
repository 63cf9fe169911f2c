"""A new plan begun in the workbook: a row on the sheet of plans, its targets on the empty sheet or on a copied one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from biaochi.exports.workbook import workbook
from biaochi.problem import Problem, errors
from biaochi.selection import Selection
from biaochi.snapshot import Library
from biaochi.store import Store
from biaochi.words import Words
from biaochi.writing import roles, save_together
from biaochi.writing.intake import Found, read_workbook
from tests import made_up, workbooks

NEW, MILL = "indicators/plans/mill-next.yaml", "甲区水磨“十四五”规划"
NAMED = {"zh": "甲区水磨下一期规划", "en": "Next mill plan"}
ROW = {"zh": {"规划": NAMED["zh"], "编号": "mill-next", "英文名称": NAMED["en"], "地区": "甲区",
              "规划期": "2026—2030年", "来源": "甲区公报"},
       "en": {"Name in Chinese": NAMED["zh"], "Id": "mill-next", "English name": NAMED["en"], "Area": "District A",
              "Period of the plan": "2026–2030", "Source": "甲区公报"}}  # fmt: skip
TARGET = {"zh": {"指标": "省级先进水磨", "目标": 990, "目标时间": "2030年", "目标原文片段": "水磨达到990家",
                 "属性": "约束性", "基期（原文）": "901", "基期时间": "2025年", "基期原文片段": "水磨901家"},
          "en": {"Indicator": "Provincial advanced water mills", "Target": 990, "Target period": "2030",
                 "Quote of the target": "水磨达到990家", "Nature": "binding", "Baseline as printed": "901",
                 "Baseline period": "2025", "Quote of the baseline": "水磨901家"}}  # fmt: skip
Edit = workbooks.Edit


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> workbooks.Origin:
    return workbooks.made(tmp_path_factory.mktemp("made"))


@pytest.fixture
def root(origin: workbooks.Origin, tmp_path: Path) -> Path:
    return workbooks.copied(origin, tmp_path)


@pytest.fixture
def back(origin: workbooks.Origin, root: Path) -> Callable[..., Found]:
    """Brings the workbook back after somebody worked on it."""
    return partial(workbooks.brought, origin, root)


def append(page: Any, **cells: Any) -> int:
    """A row below the others; where it stands."""
    heads = {cell.value: cell.column for cell in page[4]}
    row = max(cell.row for cells in page.iter_rows(min_row=4) for cell in cells if cell.value not in (None, "")) + 1
    for head, value in cells.items():
        page.cell(row, heads[head]).value = value
    return row


def begun(book: Any, lang: str = "zh", target: dict[str, Any] | None = None) -> None:
    """The new plan's row, its name on the empty sheet, and one target there."""
    words = Words(lang)
    append(book[words("sheet.plans")], **ROW[lang])
    book[words("sheet.new_plan")]["A1"] = NAMED[lang]
    append(book[words("sheet.new_plan")], **(TARGET[lang] | (target or {})))


def told(found: Found) -> list[tuple[str, str]]:
    return [(one.code, one.file) for one in found.problems]


def severe(found: Found) -> list[Problem]:
    return errors(found.problems)


def test_the_empty_sheet_is_one_to_fill_in(origin: tuple[Path, dict[str, bytes]]) -> None:
    page: Any = openpyxl.load_workbook(BytesIO(origin[1]["zh"]))["新规划"]
    open_ = {cell.value for cell in page[4] if not page.cell(5, cell.column).protection.locked}
    assert {"指标", "目标", "目标（原文）", "目标时间", "属性", "备注"} <= open_
    assert not {"最新", "完成率", "单位"} & open_
    assert not page["A1"].protection.locked and "复制这张表" in page["A1"].comment.text
    assert page.column_dimensions["A"].width >= 30


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_empty_sheet_brings_nothing(back: Callable[..., Found], lang: str) -> None:
    found = back(lambda book: None, lang)
    assert (found.texts, found.problems) == ({}, [])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_plan_begun_in_the_workbook_is_a_new_file_and_is_judged(
    back: Callable[..., Found], root: Path, lang: str
) -> None:
    found = back(lambda book: begun(book, lang), lang)
    assert severe(found) == [] and list(found.texts) == [NEW] and (found.changed, found.added) == (0, 2)
    counted = roles.counted(found.changed, found.added, found.texts, Words(lang))
    assert {"zh": f"将新建文件 {NEW}", "en": f"{NEW} will be a new file"}[lang] in counted
    text = found.texts[NEW][1]
    assert '  - indicator: mills\n    value: "990"\n    due: "2030"\n    nature: binding\n' in text
    assert 'ref_area: "990101"' in text and "period: 2026/2030" in text and "source: gazette" in text
    assert "type:" not in text.partition("targets:")[2] and "direction:" not in text.partition("targets:")[2]
    assert {one.status for one in save_together(root, list(found.texts.values()))} == {"saved"}
    rows = Store(Library(root).current()).assessments(date(2027, 1, 1), "mill-next")
    assert [(row["indicator"], row["target_period"]) for row in rows] == [("mills", "2030")]
    again = back(lambda book: begun(book, lang), lang)  # the same workbook, given back twice
    assert (again.texts, severe(again)) == ({}, [])


def test_a_copied_sheet_with_a_new_name_is_a_new_plan_and_leaves_the_old_one_alone(back: Callable[..., Found]) -> None:
    def work(book: Any) -> None:
        append(book["规划"], **ROW["zh"])
        copy = book.copy_worksheet(book[MILL])
        copy["A1"] = NAMED["zh"]
        heads = {cell.value: cell.column for cell in copy[4]}
        for row in range(5, 9):
            copy.cell(row, heads["目标时间"]).value = "2030年"
        copy.delete_rows(6, 2)

    found = back(work)
    assert list(found.texts) == [NEW] and found.unread == []
    text = found.texts[NEW][1]
    assert text.count("- indicator:") == 2 and text.count('due: "2030"') == 2 and "原文未列" not in text


def test_a_copy_that_names_the_same_plan_is_told_and_changes_nothing(back: Callable[..., Found]) -> None:
    def work(book: Any) -> None:
        copy = book.copy_worksheet(book[MILL])
        copy.title = "备份"
        copy.cell(5, [cell.value for cell in copy[4]].index("目标（原文）") + 1).value = "999"
        book.move_sheet(copy, -len(book.sheetnames))

    found = back(work)
    assert (told(found), found.texts) == ([("sheet_copy", "back.xlsx[备份]A1")], {})
    assert MILL in found.problems[0].fact()


def test_a_renamed_sheet_is_still_that_of_its_plan(back: Callable[..., Found]) -> None:
    def work(book: Any) -> None:
        page = book[MILL]
        page.title = "表一"
        page.cell(5, [cell.value for cell in page[4]].index("备注") + 1).value = "核过"

    found = back(work)
    assert list(found.texts) == ["indicators/plans/mill-plan.yaml"] and told(found) == []


def test_yearly_targets_of_a_new_plan_go_into_its_new_target(back: Callable[..., Found]) -> None:
    def work(book: Any) -> None:
        begun(book)
        for year, value in ((2027, "940"), (2028, "960")):
            append(
                book["年度目标"], 规划=NAMED["zh"], 指标="省级先进水磨", 年度=year, 数=value, 原文=f"水磨达到{value}家"
            )

    found = back(work)
    assert severe(found) == []
    assert found.texts[NEW][1].count("due: ") == 3 and 'value: "960"' in found.texts[NEW][1]


def test_a_plan_without_targets_may_begin_and_has_its_sheet_next_time(back: Callable[..., Found], root: Path) -> None:
    found = back(lambda book: append(book["规划"], **ROW["zh"]))
    assert severe(found) == [] and "targets: []" in found.texts[NEW][1] and found.added == 1
    save_together(root, list(found.texts.values()))
    raw = workbook(Store(Library(root).current()), Selection(as_of=made_up.TODAY), Words("zh"))
    book = openpyxl.load_workbook(BytesIO(raw))
    append(book[NAMED["zh"]], **TARGET["zh"])
    book.save(root / "next.xlsx")
    found = read_workbook(root, root / "next.xlsx")
    assert severe(found) == [] and list(found.texts) == [NEW] and '"990"' in found.texts[NEW][1]


@pytest.mark.parametrize("cells", [{"目标": 990}, {"目标（原文）": "990"}])
def test_a_target_that_is_not_set_yet_is_set_in_the_workbook(root: Path, cells: dict[str, Any]) -> None:
    plan = root / "indicators/plans/young-plan.yaml"
    plan.write_text(
        plan.read_text("utf-8").replace('value: "80", due: "2030", quote: 累计评价80家', 'value: 未定, due: "2030"')
    )
    raw = workbook(Store(Library(root).current()), Selection(as_of=made_up.TODAY), Words("zh"))
    for change, wanted in (({}, {}), (cells, {"indicators/plans/young-plan.yaml"})):
        book = openpyxl.load_workbook(BytesIO(raw))
        heads: dict[Any, Any] = {cell.value: cell.column for cell in book["丙区水磨规划"][4]}
        for head, value in change.items():
            book["丙区水磨规划"].cell(5, heads[head]).value = value
        book.save(root / "next.xlsx")
        found = read_workbook(root, root / "next.xlsx")
        assert set(found.texts) == set(wanted) and found.unread == []
    assert '+  - {indicator: mills-ever, value: "990"' in found.diff()


def no_row(book: Any) -> None:
    begun(book)
    book["规划"].delete_rows(8)


def no_name(book: Any) -> None:
    begun(book)
    book["新规划"]["A1"] = "新规划"


def lacking(*heads: str, **cells: Any) -> Edit:
    def work(book: Any) -> None:
        row = {head: one for head, one in (ROW["zh"] | cells).items() if head not in heads}
        begun(book)
        book["规划"].delete_rows(8)
        append(book["规划"], **row)

    return work


@pytest.mark.parametrize(
    "edit, wanted",
    [
        (no_row, ("sheet_plan", "back.xlsx[新规划]A1")),
        (no_name, ("sheet_whose", "back.xlsx[新规划]A1")),
        (lacking("地区"), ("field_missing", "back.xlsx[规划]D8")),
        (lacking("规划期"), ("field_missing", "back.xlsx[规划]E8")),
        (lacking("英文名称"), ("field_missing", "back.xlsx[规划]C8")),
        (lacking(地区="天上"), ("sheet_area", "back.xlsx[规划]D8")),
        (lacking(规划期="明年起"), ("sheet_period", "back.xlsx[规划]E8")),
        (lacking(来源="无此书"), ("sheet_source", "back.xlsx[规划]F8")),
        (lacking(编号="Mill Next"), ("sheet_id", "back.xlsx[规划]B8")),
        (lacking(编号="../x"), ("sheet_id", "back.xlsx[规划]B8")),
        (lacking(编号="mill-plan"), ("edit_exists", "back.xlsx[规划]B8")),
        (lambda book: begun(book, target={"指标": "风车"}), ("sheet_indicator", "back.xlsx[新规划]A5")),
        (lambda book: begun(book, target={"目标时间": "将来"}), ("sheet_period", "back.xlsx[新规划]H5")),
        (lambda book: begun(book, target={"目标": "=1+1"}), ("sheet_formula", "back.xlsx[新规划]F5")),
    ],
)
def test_what_is_wrong_with_a_new_plan_is_told_once_at_its_cell(
    back: Callable[..., Found], edit: Edit, wanted: tuple[str, str]
) -> None:
    found = back(edit)
    assert wanted in told(found), found.problems
    assert [file for _, file in told(found)].count(wanted[1]) == 1, found.problems
