"""Workbook, report and deck read back: the numbers of the store, the words of the documents, and nothing that runs."""

from __future__ import annotations

import io
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

from biaochi import exports, sentences
from biaochi.selection import Selection
from biaochi.store import Store
from biaochi.views.rows import Aim, aims
from biaochi.words import Words
from tests.conftest import copy_house
from tests.exports_house import AREA, AS_OF, PLAN, open_house, sample, write_house

ZH = Words("zh")
EAST = "{http://schemas.openxmlformats.org/drawingml/2006/main}ea"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_house(copy_house(tmp_path_factory.mktemp("shipped")))


@pytest.fixture(scope="module", params=["sample", "shipped"])
def case(request: pytest.FixtureRequest, shipped: Store) -> tuple[Store, Selection]:
    """The made-up plan and the shipped one."""
    if request.param == "sample":
        return sample(), Selection(plan=PLAN, as_of=AS_OF)
    return shipped, Selection(plan="jinnan-145-sti", as_of=date(2026, 11, 22))


def told(case: tuple[Store, Selection]) -> list[Aim]:
    store, selection = case
    return aims(store, selection.as_of or date.today(), selection.plan)


@cache
def bytes_of(kind: str, store: Store, selection: Selection) -> bytes:
    return exports.make(kind, store, selection, ZH)


def made(kind: str, case: tuple[Store, Selection]) -> io.BytesIO:
    return io.BytesIO(bytes_of(kind, *case))


def near(cell: Any, wanted: Any) -> bool:
    return cell is None if wanted is None or wanted != wanted else cell == pytest.approx(wanted)


# workbook


def sheet_of(book: Any, name: str) -> list[dict[str, Any]]:
    """The rows of a sheet under its header (row 4)."""
    rows = list(book[name].iter_rows(min_row=4, values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_the_workbook_holds_the_numbers_as_numbers(case: tuple[Store, Selection]) -> None:
    book = load_workbook(made("xlsx", case))
    assert book.sheetnames[0] == "说明"
    assert book.sheetnames[-7:] == ["规划", "年度目标", "指标口径", "全部数", "来源", "地区", "biaochi"]
    rows = sheet_of(book, book.sheetnames[1])
    for row, aim in zip(rows, told(case), strict=True):
        assert row["指标"] == aim.row["indicator_name"]
        for column, figure in (("基期", aim.baseline), ("目标", aim.target), ("最新", aim.value)):
            assert near(row[column], figure and figure["value"]), (row, column)
            assert row[f"{column}（原文）"] == (figure["value_text"] if figure else "—")
        judged = aim.value is not None
        assert near(row["时间进度"], aim.row["time_progress"] if judged else None)
        assert near(row["快慢（百分点）"], aim.row["pace_gap_pp"] if judged else None)
        if row["完成率"] is not None:
            assert near(row["完成率"], aim.row["completion_rate"])
        assert row["序时进度法"] == ZH.verdict(aim.row["verdict"], bool(aim.row["early"]))
        assert row["一句话"] == sentences.notice(aim, ZH)


def test_the_workbook_lists_every_figure_with_quote_and_source(case: tuple[Store, Selection]) -> None:
    store, selection = case
    book = load_workbook(made("xlsx", case))
    figures = {(row["类别"], row["编号"], row["原文写法"], row["原文"]): row for row in sheet_of(book, "全部数")}
    for aim in told(case):
        for one in aim.figures():
            row = figures[ZH(f"role.{one['role']}"), one["indicator"], one["value_text"], one["quote"]]
            assert near(row["数"], one["value"])
    cited = {row["编号"]: row["著录"] for row in sheet_of(book, "来源")}
    needed = {one["source"] for aim in told(case) for one in aim.figures()}
    assert needed <= set(cited)
    assert all(cited.values())
    about = " ".join(str(cell) for row in book["说明"].iter_rows(values_only=True) for cell in row if cell)
    assert store.id in about
    assert ZH.date(selection.as_of) in about


def test_the_workbook_can_be_worked_with(case: tuple[Store, Selection]) -> None:
    book = load_workbook(made("xlsx", case))
    for page in book.worksheets[1:-1]:
        assert page.freeze_panes == "B5"
        assert page.auto_filter.ref
        assert all(page.column_dimensions[letter].width >= 5 for letter in ("A", "B", "C"))
        assert page.print_title_rows == "$4:$4"


def test_a_bounded_value_shows_its_bound_and_stays_a_number() -> None:
    book = load_workbook(made("xlsx", (sample(), Selection(plan=PLAN, as_of=AS_OF))))
    cells = {row[0].value: row for row in book.worksheets[1].iter_rows(min_row=5)}
    heads = [cell.value for cell in next(book.worksheets[1].iter_rows(min_row=4, max_row=4))]
    over = cells["逾两千人"][heads.index("最新")]
    assert (over.value, over.number_format) == (2000, '">"#,##0')
    assert cells["乙级水比例"][heads.index("最新")].number_format == "#,##0.0"


def test_nothing_in_a_workbook_is_a_formula_or_a_link(tmp_path: Path) -> None:
    store = open_house(
        write_house(tmp_path, names={"early": "=1+1", "reached": "http://x.invalid/", "slow-one": "@SUM(A1)"})
    )
    book = load_workbook(made("xlsx", (store, Selection(plan=PLAN, as_of=AS_OF))))
    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    assert any(cell.value == "=1+1" for cell in cells)


def test_an_area_has_a_sheet_for_each_plan(shipped: Store) -> None:
    book = load_workbook(made("xlsx", (shipped, Selection(area="120112", as_of=date(2026, 11, 22)))))
    assert len(book.sheetnames) == 9 + len(shipped.plans("120112"))
    whole = load_workbook(made("xlsx", (shipped, Selection(as_of=date(2026, 11, 22)))))
    assert len(whole.sheetnames) == 9 + len(shipped.plans())
    assert whole["全部数"].max_row == 4 + len(shipped.figures(date(2026, 11, 22)))


# report


def paragraphs(data: io.BytesIO) -> list[str]:
    return [one.text for one in Document(data).paragraphs]


def footnotes(data: io.BytesIO) -> str:
    with ZipFile(data) as archive:
        said = archive.read("word/footnotes.xml").decode()
    return re.sub(r"<[^>]+>", "", said).replace("&gt;", ">").replace("&amp;", "&")


def test_the_report_has_the_parts_that_officials_expect(case: tuple[Store, Selection]) -> None:
    document = Document(made("docx", case))
    heads = [one.text for one in document.paragraphs if one.style is not None and one.style.name == "Heading 1"]
    assert heads == [
        "一、总体情况",
        "二、进展较好",
        "三、进展滞后",
        "四、无法判断与待报数",
        "五、原因（待填）",
        "六、下一步",
    ]
    captions = [one.text for one in document.paragraphs if one.style is not None and one.style.name == "Caption"]
    assert captions[0].startswith("附表1　")
    assert captions[-1] == "附表2　来源"
    page = document.sections[0]
    assert (round(page.page_width.cm, 1), round(page.page_height.cm, 1)) == (21.0, 29.7)  # type: ignore[union-attr]
    assert document.sections[1].page_width.cm > 29  # type: ignore[union-attr]


def test_every_target_has_its_sentence_and_every_quote_its_footnote(case: tuple[Store, Selection]) -> None:
    data = made("docx", case)
    said, notes = "\n".join(paragraphs(data)), footnotes(data)
    for aim in told(case):
        assert sentences.statement(aim, ZH) in said
        for one in aim.figures():
            assert str(one["quote"]).translate(str.maketrans("“”", "‘’")) in notes
            assert one["title"] in notes
    with ZipFile(data) as archive:
        body = archive.read("word/document.xml").decode()
        known = set(re.findall(r'w:footnote [^>]*w:id="(\d+)"', archive.read("word/footnotes.xml").decode()))
    used = re.findall(r'footnoteReference w:id="(\d+)"', body)
    assert set(used) <= known
    assert len(used) == len(set(used)) == len(told(case))


def test_the_report_asks_for_causes_only_of_what_lags() -> None:
    said = paragraphs(made("docx", (sample(), Selection(plan=PLAN, as_of=AS_OF))))
    causes = said[said.index("五、原因（待填）") : said.index("六、下一步")]
    named = {re.sub(r"^\d+\. |（.*$", "", one) for one in causes if one.endswith("（待填）")}
    wanted = {
        aim.row["indicator_name"]
        for aim in aims(sample(), AS_OF, PLAN)
        if aim.group in ("slow", "behind", "regressing")
    }
    assert named - {"五、原因"} == wanted
    steps = "\n".join(said[said.index("六、下一步") :])
    assert "偏慢厂：目标200家，2025年到期，今后每年需增加40家" in steps
    assert "近百六厂：目标200家，2025年到期，进度偏慢，请说明情况" in steps  # no pace from a bounded value
    assert "无数厂：请报送2025年目标200家的完成数和出处" in steps


def test_the_tables_of_the_report_hold_the_numbers(case: tuple[Store, Selection]) -> None:
    rows = [[cell.text for cell in row.cells] for row in Document(made("docx", case)).tables[0].rows][1:]
    for cells, aim in zip(rows, told(case), strict=True):
        assert cells[0] == aim.row["indicator_name"]
        for cell, figure in zip(cells[1:4], (aim.baseline, aim.target, aim.value), strict=True):
            assert cell.split("\n")[0] == (ZH.short(figure) if figure else "—")
        assert cells[7].partition(" ")[0] == ZH.verdict(aim.row["verdict"], bool(aim.row["early"]))


def test_the_report_names_its_chinese_letters(case: tuple[Store, Selection]) -> None:
    styles = Document(made("docx", case)).styles
    fonts = {
        name: styles[name].element.rPr.rFonts.get(f"{W}eastAsia") for name in ("Normal", "Heading 1", "Title", "Cell")
    }
    assert fonts == {"Normal": "仿宋", "Heading 1": "黑体", "Title": "宋体", "Cell": "宋体"}


# deck


def slides(data: io.BytesIO) -> list[Any]:
    return list(Presentation(data).slides)


def tables(found: list[Any]) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in shape.table.rows] for slide in found for shape in slide.shapes
            if shape.has_table]  # fmt: skip


def test_the_deck_is_wide_and_every_slide_says_as_of_when(case: tuple[Store, Selection]) -> None:
    store, selection = case
    file: Any = Presentation(made("pptx", case))
    assert file.slide_width / file.slide_height == pytest.approx(16 / 9, rel=1e-3)
    for slide in file.slides:
        said = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert store.id in said
        assert ZH.date(selection.as_of) in said
        assert slide.shapes.title is not None
        assert slide.shapes.title.has_text_frame


def test_the_tables_of_the_deck_hold_every_target_once(case: tuple[Store, Selection]) -> None:
    found = [row for table in tables(slides(made("pptx", case))) if len(table[0]) == 8 for row in table[1:]]
    for cells, aim in zip(found, told(case), strict=True):
        assert cells[0] == aim.row["indicator_name"]
        assert cells[1:4] == [ZH.short(one) if one else "—" for one in (aim.baseline, aim.target, aim.value)]
        assert cells[7].partition(" ")[0] == ZH.verdict(aim.row["verdict"], bool(aim.row["early"]))
    waiting = [row[0] for table in tables(slides(made("pptx", case))) if len(table[0]) == 4 for row in table[1:]]
    assert sorted(waiting) == sorted(
        aim.row["indicator_name"] for aim in told(case) if aim.group in ("undetermined", "awaiting")
    )


def test_the_charts_of_the_deck_are_native_and_hold_the_counts(case: tuple[Store, Selection]) -> None:
    charts = [shape.chart for slide in slides(made("pptx", case)) for shape in slide.shapes if shape.has_chart]
    bars = [
        chart
        for chart in charts
        if len(list(chart.plots[0].categories)) != 3 or "（下半圈不显示）" not in chart.plots[0].categories
    ]
    assert sum(bars[0].plots[0].series[0].values) == len(told(case))
    rings = [chart for chart in charts if "（下半圈不显示）" in list(chart.plots[0].categories)]
    assert rings
    for ring in rings:
        share, rest, hidden = ring.plots[0].series[0].values
        assert 0 <= share <= 1
        assert share + rest == pytest.approx(hidden)


def test_a_ring_is_as_full_as_its_number(case: tuple[Store, Selection]) -> None:
    wanted = sorted(min(max(aim.share or 0, 0), 1) for aim in told(case) if aim.gauge and not aim.row["small_distance"])
    rings = [shape.chart.plots[0].series[0].values[0] for slide in slides(made("pptx", case)) for shape in slide.shapes
             if shape.has_chart and "（下半圈不显示）" in list(shape.chart.plots[0].categories)]  # fmt: skip
    assert all(any(ring == pytest.approx(one) for one in wanted) for ring in rings)
    assert len(rings) == min(6, len(wanted))


def test_the_notes_of_the_deck_hold_the_words_of_the_documents(case: tuple[Store, Selection]) -> None:
    notes = "\n".join(slide.notes_slide.notes_text_frame.text for slide in slides(made("pptx", case)))
    for aim in told(case):
        for one in aim.figures():
            assert f"“{one['quote']}”" in notes
            assert one["title"] in notes


def test_every_letter_of_the_deck_has_a_chinese_font(case: tuple[Store, Selection]) -> None:
    for slide in slides(made("pptx", case)):
        runs = [
            run
            for shape in slide.shapes
            if shape.has_text_frame
            for line in shape.text_frame.paragraphs
            for run in line.runs
        ]
        assert all(run._r.rPr.find(EAST).get("typeface") == "微软雅黑" for run in runs)
    with ZipFile(made("pptx", case)) as archive:
        theme = archive.read("ppt/theme/theme1.xml").decode()
    assert theme.count('<a:ea typeface="微软雅黑"/>') == 2


def test_nothing_on_a_slide_lies_outside_it(case: tuple[Store, Selection]) -> None:
    file: Any = Presentation(made("pptx", case))
    for slide in file.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= file.slide_width
            if not shape.has_table:
                assert shape.top + shape.height <= file.slide_height


def test_an_area_without_plans_still_gives_files(tmp_path: Path) -> None:
    root = write_house(tmp_path)
    with (root / "data/areas.csv").open("a", encoding="utf-8") as file:
        file.write("990102,乙区,District B,,district,,\n")
    case = open_house(root), Selection(area="990102", as_of=AS_OF)
    assert "没有规划目标" in "\n".join(paragraphs(made("docx", case)))
    assert len(slides(made("pptx", case))) >= 2
    assert load_workbook(made("xlsx", case)).sheetnames == [
        "说明", "新规划", "规划", "年度目标", "指标口径", "全部数", "来源", "地区", "biaochi"]  # fmt: skip


@pytest.mark.parametrize("kind", ["xlsx", "docx", "pptx"])
def test_english_files_speak_english(kind: str) -> None:
    data = exports.make(kind, sample(), Selection(area=AREA, as_of=AS_OF), Words("en"))
    with ZipFile(io.BytesIO(data)) as archive:
        names = [n for n in archive.namelist() if re.search(r"(sharedStrings|document|slides/slide\d+)\.xml$", n)]
        said = " ".join(re.sub(r"<[^>]+>", " ", archive.read(name).decode()) for name in names)
    assert "completion rate" in said.lower()
    for key in ("term.indicator", "term.progress_status", "role.target", "page.where_from", "export.overall"):
        assert f" {ZH(key)} " not in said


ORDER = {  # the order that the format fixes (ECMA-376, part 1), as far as we write it
    "tblPr": ["tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblLook"],
    "tcPr": ["tcW", "shd", "vAlign"],
    "rPr": ["rStyle", "rFonts", "b", "bCs", "i", "color", "sz", "szCs", "vertAlign", "lang"],
    "pPr": ["pStyle", "keepNext", "pBdr", "tabs", "spacing", "ind", "contextualSpacing", "jc", "rPr", "sectPr"],
}


@pytest.mark.parametrize("part", ["document", "footnotes", "footer1"])
def test_the_elements_of_the_report_stand_in_the_order_of_the_format(part: str) -> None:
    with ZipFile(made("docx", (sample(), Selection(plan=PLAN, as_of=AS_OF)))) as archive:
        root = ElementTree.fromstring(archive.read(f"word/{part}.xml"))
    for name, order in ORDER.items():
        for one in root.iter(f"{W}{name}"):
            found = [child.tag.removeprefix(W) for child in one]
            assert set(found) <= set(order), (name, found)
            assert found == sorted(found, key=order.index), (name, found)
