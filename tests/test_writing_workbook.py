"""The workbook that goes to planners and comes back: untouched it changes nothing, a changed cell is one change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from biaochi import history
from biaochi.exports.workbook import workbook
from biaochi.problem import errors
from biaochi.selection import Selection
from biaochi.snapshot import Library
from biaochi.store import Store
from biaochi.words import Words
from biaochi.writing import save
from biaochi.writing.intake import Found, Given, read_workbook
from biaochi.writing.saving import overlay
from tests import made_up, workbooks

PLAN, SEEN = "indicators/plans/mill-plan.yaml", "data/observations/seen.csv"
Edit = workbooks.Edit
YEARLY = 'lead_org: 乙科, milestones: [{value: "50", due: "2023", quote: 2023年达到50吨}]}'


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> workbooks.Origin:
    """The made-up catalogue with a yearly target, and its workbook in both languages."""
    plan = made_up.PLAN.replace("lead_org: 乙科}", YEARLY)
    return workbooks.made(tmp_path_factory.mktemp("made"), mill_plan=plan)


@pytest.fixture
def root(origin: workbooks.Origin, tmp_path: Path) -> Path:
    return workbooks.copied(origin, tmp_path)


@pytest.fixture
def back(origin: workbooks.Origin, root: Path) -> Callable[..., Found]:
    """Brings the workbook back after somebody worked on it."""
    return partial(workbooks.brought, origin, root)


def at(book: Any, sheet: str, row: str, head: str) -> Any:
    """The cell of a row (by a text in it) under a heading."""
    page = book[sheet]
    heads = [cell.value for cell in page[4]]
    found = [cells for cells in page.iter_rows(min_row=5) if row in [cell.value for cell in cells]]
    return found[0][heads.index(head)]


def put(sheet: str, row: str, **cells: Any) -> Edit:
    def edit(book: Any) -> None:
        for head, value in cells.items():
            at(book, sheet, row, head.replace("_", "（") + ("）" if "_" in head else "")).value = value

    return edit


def append(sheet: str, **cells: Any) -> Edit:
    """A row below the others."""

    def edit(book: Any) -> None:
        page = book[sheet]
        heads = {cell.value: cell.column for cell in page[4]}
        row = max(cell.row for cells in page.iter_rows() for cell in cells if cell.value not in (None, "")) + 1
        for head, value in cells.items():
            page.cell(row, heads[head.replace("_", "（") + ("）" if "_" in head else "")], value)

    return edit


def lines(found: Found) -> list[str]:
    return [one for one in found.diff().splitlines() if one[0] in "+-" and one[:3] not in ("+++", "---")]


def codes(found: Found) -> list[str]:
    return [one.code for one in found.problems]


MILL = "甲区水磨“十四五”规划"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_untouched_workbook_changes_nothing(back: Callable[..., Found], lang: str) -> None:
    found = back(lang=lang)
    assert (found.texts, found.problems) == ({}, [])


def test_the_shipped_workbook_comes_back_unchanged(house: Path) -> None:
    store = Store(Library(house).current())
    (house / "all.xlsx").write_bytes(workbook(store, Selection(), Words("zh")))
    found = read_workbook(house, house / "all.xlsx")
    assert (found.texts, found.problems) == ({}, [])


@pytest.mark.parametrize(
    "edit, path, wanted",
    [
        (put(MILL, "省级先进水磨", 目标_原文="超过900", 目标=900), PLAN, ["900", "超过900"]),
        (put(MILL, "省级先进水磨", 目标=950, 目标原文片段="水磨达到950家"), PLAN, ["900", "950"]),
        (put(MILL, "省级先进水磨", 属性="约束性"), PLAN, ["nature: binding"]),
        (put("全部数", "湿度3%", 原文写法="3.5", 原文="湿度3.5%"), SEEN, ["wetness,990101,2023,3.5,gazette,湿度3.5%"]),
        (put("全部数", "评价21家", 备注="报道见报当天。"), SEEN, ["报道见报当天。"]),
        (put("全部数", "湿度3%", 数据状态="初步数"), SEEN, ["湿度3%,,P,"]),
        (put("指标口径", "mills", 计数方式="当期流量"), "indicators/definitions/mill.yaml", ["basis: flow"]),
        (put("来源", "paper", 日期="2021年3月1日"), "data/sources.yaml", ["2021-03-01"]),
        (put(MILL, "省级先进水磨", 目标类型="保持不低于"), PLAN, ["type: floor"]),
        (put(MILL, "省级先进水磨", 方向="越少越好"), PLAN, ["direction: lower"]),
        (put(MILL, "水磨产量", 牵头部门="丙科"), PLAN, ["lead_org: 乙科", "lead_org: 丙科"]),
        (put(MILL, "省级先进水磨", 牵头部门="丙科"), PLAN, ["lead_org: 丙科"]),
        (put("年度目标", "水磨产量", 年度目标_原文="55", 数=55, 原文="2023年达到55吨"), PLAN, ["55吨"]),
        (put("年度目标", "水磨产量", 年度="2022年"), PLAN, ['due: "2022"']),
        (append("年度目标", 规划=MILL, 指标="水磨产量", 年度=2024, 数=60, 原文="2024年达到60吨"), PLAN, ['"60"']),
        (append("年度目标", 规划=MILL, 指标="水磨", 年度="2023年", 年度目标_原文="超过600"), PLAN, ["超过600"]),
        (put("规划", "mill-plan", 英文名称="Mills", 牵头部门="丁局"), PLAN, ["name_en: Mills", "lead_org: 丁局"]),
        (put("规划", "mill-plan", 规划期="2021年至2024年"), PLAN, ["period: 2021/2024"]),
        (put("规划", "mill-plan", 地区="乙区"), PLAN, ['ref_area: "990102"']),
        (put("地区", "990103", 英文名称="District Ding", 起用="2020年"), "data/areas.csv", ["District Ding", "2020"]),
        (put("地区", "990101-YQ", 上级="乙区"), "data/areas.csv", ["990101-YQ,甲园,Park A,990102,functional"]),
        (append("地区", 地区="丁区", 地区代码="990104", 英文名称="District D", 上级="某市", 层级="区县"),
         "data/areas.csv", ["990104,丁区,District D,990000,district,,"]),
    ],
)
def test_a_changed_cell_is_a_change_of_its_file(
    back: Callable[..., Found], edit: Edit, path: str, wanted: list[str]
) -> None:
    found = back(edit)
    assert list(found.texts) == [path]
    assert all(any(one in line for line in lines(found)) for one in wanted), lines(found)
    assert len(lines(found)) <= 4


def test_an_emptied_cell_takes_the_field_away_unless_it_is_needed(back: Callable[..., Found]) -> None:
    assert any(
        line.startswith("-") and "报道没有写日期" in line for line in lines(back(put("全部数", "评价21家", 备注=None)))
    )
    found = back(put(MILL, "省级先进水磨", 目标_原文=None, 目标=None))
    assert (codes(found), found.texts) == (["sheet_cleared"], {})
    assert found.problems[0].file.startswith(f"back.xlsx[{MILL}]")


@pytest.mark.parametrize(
    "edit",
    [
        put(MILL, "省级先进水磨", 目标=90, 目标_原文="95"),
        put(MILL, "省级先进水磨", 基期=30, 基期_原文="超过31"),
        append(MILL, 指标="年初至今面粉", 目标=90, 目标_原文="95吨", 目标时间="2025"),
        put("全部数", "湿度3%", 数=3.1, 原文写法="3.5%"),
    ],
)
def test_number_and_text_that_contradict_each_other_are_refused(back: Callable[..., Found], edit: Edit) -> None:
    found = back(edit)
    assert (codes(found), found.texts) == (["sheet_contradiction"], {})
    assert found.problems[0].file.startswith(("back.xlsx[甲区水磨", "back.xlsx[全部数]"))
    assert "对不上" in found.problems[0].fact() and found.unread == found.problems


@pytest.mark.parametrize("head", ["目标（原文）", "2025年目标"])
def test_a_copied_table_that_contradicts_itself_is_refused(root: Path, head: str) -> None:
    book = openpyxl.Workbook()
    for row in (["指标", "目标", head], ["省级先进水磨", 90, 95]):
        book.worksheets[0].append(row)
    book.save(root / "x.xlsx")
    found = read_workbook(root, root / "x.xlsx", Given(plan="young-plan"))
    assert codes(found) == ["sheet_contradiction"] and found.problems[0].file.startswith("x.xlsx[Sheet]C2")


def test_a_number_alone_is_written_in_the_unit_of_the_figure(back: Callable[..., Found], root: Path) -> None:
    """A number cell speaks the indicator's unit, the row may have one of its own; nobody else's change is lost."""
    found = back(put("全部数", "水磨50家", 数=55, 原文="水磨55家"))
    assert "mills,990102,2019,55,copy,水磨55家,,," in "".join(lines(found))
    text = (root / SEEN).read_text("utf-8").replace("水磨50家", "水磨50家").replace("2019,50,", "2019,51,")
    (root / SEEN).write_text(text, "utf-8")
    assert codes(back(put("全部数", "水磨50家", 数=55))) == ["sheet_row_gone"]
    plan = (root / PLAN).read_text("utf-8").replace('value: "900"', 'value: "901"').replace("达到900家", "达到901家")
    (root / PLAN).write_text(plan, "utf-8")
    assert codes(back(put(MILL, "省级先进水磨", 目标=950))) == ["sheet_conflict"]


def test_what_the_new_sheets_cannot_take_is_told_at_its_cell(back: Callable[..., Found]) -> None:
    def work(book: Any) -> None:
        append("年度目标", 规划=MILL, 指标="年初至今面粉", 年度=2024, 数=60)(book)
        append("年度目标", 规划="丁规划", 指标="水磨", 年度=2024, 数=60)(book)
        append("规划", 规划="丁计划", 编号="丁", 英文名称="D", 地区="甲区", 规划期="2026/2030")(book)
        append("地区", 地区="丁区", 地区代码="99010", 英文名称="D", 层级="区县")(book)
        put("规划", "later-plan", 规划期="明年")(book)
        put("地区", "990102", 上级="天上", 层级=None)(book)

    told = {one.code: one.file for one in back(work).unread}
    assert told == {
        "sheet_no_target": "back.xlsx[年度目标]B6", "sheet_plan": "back.xlsx[年度目标]A7",
        "sheet_id": "back.xlsx[规划]B8", "area_code_bad": "back.xlsx[地区]B10",
        "sheet_period": "back.xlsx[规划]E6", "sheet_area": "back.xlsx[地区]D7", "sheet_cleared": "back.xlsx[地区]E7",
    }  # fmt: skip


def test_a_row_that_is_taken_without_what_it_needs_is_not_told_as_left_out(back: Callable[..., Found]) -> None:
    def work(book: Any) -> None:
        row = {"指标": "水磨", "地区": "甲区", "数": 5, "来源": "无此书", "原文": "水磨5家"}
        append("全部数", **row | {"时期": "2024"})(book)
        append("全部数", **row | {"时期": "明年", "来源": "甲区公报"})(book)  # this cell may be empty

    found = back(work)
    (cell,) = [one for one in found.problems if one.code == "sheet_source"]
    assert cell not in found.unread and [one.code for one in found.unread] == ["sheet_period"]
    assert [one.file for one in found.problems].count(cell.file) == 1  # and it is told once
    assert any(one.startswith("+mills,990101,2024,5,,") for one in lines(found))


def test_a_new_area_may_be_named_on_the_other_sheets(back: Callable[..., Found]) -> None:
    def work(book: Any) -> None:
        append("地区", 地区="丁区", 地区代码="990104", 英文名称="District D", 上级="某市", 层级="区县")(book)
        append("全部数", 指标="水磨", 地区="丁区", 时期="2024", 数=5, 来源="甲区公报", 原文="水磨5家")(book)

    found = back(work)
    assert codes(found) == [] and any("mills,990104,2024,5,gazette" in one for one in lines(found))


def test_what_is_given_back_twice_is_written_once(back: Callable[..., Found], root: Path) -> None:
    def work(book: Any) -> None:
        append("来源", 编号="bulletin", 来源="甲区通报", 文种="通报", 可靠性="官方原文")(book)
        append("指标口径", 指标="水车", 英文名称="Water wheels", 单位="架", 计数方式="存量", 方向="越多越好",
               主题="水磨", 口径="年末在册的水车。")(book)  # fmt: skip
        append(MILL, 指标="水车", 目标_原文="40", 目标时间="2025年", 目标原文片段="水车40架")(book)
        append("全部数", 指标="水车", 地区="甲区", 时期="2023年", 数=30, 来源="甲区通报", 原文="水车30架")(book)
        append("地区", 地区="丁区", 地区代码="990104", 英文名称="District D", 上级="某市", 层级="区县")(book)
        append("年度目标", 规划=MILL, 指标="水磨产量", 年度=2024, 数=60, 原文="2024年达到60吨")(book)

    found = back(work)
    assert (codes(found), found.changed, found.added) == ([], 0, 6)
    for seen, text in found.texts.values():
        save(root, seen, text, with_errors=True)
    again = back(work)
    assert (again.texts, again.problems) == ({}, [])


def test_what_a_colleague_changed_meanwhile_is_kept(back: Callable[..., Found], root: Path) -> None:
    """The workbook was made on Monday; on Tuesday somebody changed the plan and put a row above an observation."""
    plan = (root / PLAN).read_text("utf-8").replace('value: "900"', 'value: "901"').replace("达到900家", "达到901家")
    (root / PLAN).write_text(plan, "utf-8")
    head, _, rest = (root / SEEN).read_text("utf-8").partition("\n")
    (root / SEEN).write_text(f"{head}\noutput,990101,2021,7,gazette,产量7吨,,,\n{rest}", "utf-8")
    assert (back().texts, back().problems) == ({}, [])
    found = back(put("全部数", "湿度3%", 备注="核过"))
    assert "wetness,990101,2023,3,gazette,湿度3%" in lines(found)[0] and codes(found) == []
    found = back(put(MILL, "省级先进水磨", 目标_原文="950"))
    assert (codes(found), found.texts) == (["sheet_conflict"], {})
    assert "901" in found.problems[0].fact()


def test_a_row_that_is_gone_is_told_only_where_somebody_changed_it(back: Callable[..., Found], root: Path) -> None:
    text = (root / SEEN).read_text("utf-8").replace("wetness,990101,2023,3,gazette,湿度3%,,,\n", "")
    (root / SEEN).write_text(text, "utf-8")
    assert codes(back()) == []
    assert codes(back(put("全部数", "湿度3%", 备注="核过"))) == ["sheet_row_gone"]


def test_an_indicator_with_target_baseline_and_observations_by_workbook_alone(
    back: Callable[..., Found], root: Path
) -> None:
    def work(book: Any) -> None:
        append("来源", 编号="bulletin", 来源="甲区2024年通报", 文种="通报", 可靠性="官方原文")(book)
        append("指标口径", 指标="水车", 英文名称="Water wheels", 单位="架", 计数方式="存量", 方向="越多越好",
               主题="水磨", 口径="年末在册的水车。")(book)  # fmt: skip
        append(MILL, 指标="水车", 目标_原文="40", 目标时间="2025年", 目标原文片段="水车40架", 基期_原文="20",
               基期时间="2020", 基期原文片段="水车20架")(book)  # fmt: skip
        for year, value in (("2023年", 30), (2024, 36)):
            append(
                "全部数", 指标="水车", 地区="甲区", 时期=year, 数=value, 来源="甲区2024年通报", 原文=f"水车{value}架"
            )(book)

    found = back(work)
    assert codes(found) == []
    for seen, text in found.texts.values():  # as a planner would: one file after the other
        save(root, seen, text, with_errors=True)
    store = Store(Library(root).current())
    row = next(one for one in store.assessments(date(2025, 6, 1), "mill-plan") if one["indicator"] == "water-wheels")
    assert (row["current_value"] if "current_value" in row else row["value"], row["completion_rate"]) == (36, 0.8)


def test_wrong_cells_are_named_and_nothing_else_is_lost(back: Callable[..., Found]) -> None:
    def work(book: Any) -> None:
        put(MILL, "省级先进水磨", 属性="随便", 目标时间="明年", 备注="好的")(book)
        append("全部数", 指标="水磨", 地区="丁区", 原文写法="3", 来源="甲区公报")(book)
        append("全部数", 指标="水磨", 地区="甲区", 时期="2024", 原文写法="=1+1", 来源="甲区公报")(book)
        append("指标口径", 指标="风车", 英文名称="风车", 主题="水磨")(book)

    found = back(work)
    told = {one.code: one.file for one in found.problems}
    assert {"sheet_choice", "sheet_period", "sheet_area", "sheet_formula", "sheet_id"} <= set(told)
    assert told["sheet_choice"].startswith(f"back.xlsx[{MILL}]") and told["sheet_area"].startswith("back.xlsx[全部数]B")
    assert any("好的" in line for line in lines(found))
    assert "1+1" not in found.diff()


def test_a_formula_never_becomes_content(back: Callable[..., Found]) -> None:
    found = back(put(MILL, "省级先进水磨", 目标_原文='=HYPERLINK("http://x","900")', 备注="=cmd|'/c calc'!A1"))
    assert set(codes(found)) == {"sheet_formula"} and found.texts == {}


def cells_of(book: Any, name: str, area: str) -> Any:
    """The rows of an area such as $A$1:$A$9 of a sheet."""
    left, top, right, bottom = range_boundaries(area)
    return book[name].iter_rows(min_col=left, min_row=top, max_col=right, max_row=bottom)


def test_the_workbook_helps_and_keeps_what_is_not_to_be_changed(origin: tuple[Path, dict[str, bytes]]) -> None:
    book = openpyxl.load_workbook(BytesIO(origin[1]["zh"]))
    page = book[MILL]
    heads: dict[Any, Any] = {cell.value: cell for cell in page[4]}
    assert page.protection.sheet and book["biaochi"].sheet_state == "veryHidden"
    assert at(book, MILL, "省级先进水磨", "编号").protection.locked
    assert not at(book, MILL, "省级先进水磨", "目标（原文）").protection.locked
    assert "照原文写" in heads["目标（原文）"].comment.text
    lists = {str(one.sqref): one for one in page.data_validations.dataValidation}
    nature = heads["属性"].column_letter
    assert any(where.startswith(f"{nature}5:") for where in lists)
    for one in lists.values():  # every list is there
        name, _, cells = one.formula1.partition("!")
        assert all(cell.value for row in cells_of(book, name, cells) for cell in row), one.formula1


def test_the_change_is_told_in_words(back: Callable[..., Found], root: Path) -> None:
    found = back(put(MILL, "省级先进水磨", 目标_原文="950", 目标原文片段="水磨达到950家"))
    assert not errors(found.problems)
    with overlay(root, {path: seen.bytes(text) for path, (seen, text) in found.texts.items()}) as tree:
        told = [history.tell(one, Words("zh")) for one in history.changes(root, ".", tree)]
    assert any("省级先进水磨" in one and "900 → 950" in one for one in told)
