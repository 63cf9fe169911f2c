"""The Excel way in a real browser: download, change a cell, give back, confirm, see the number move; a pasted block."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
from playwright.sync_api import FloatRect, Page, expect

from tests.browser.helper import running, settled, shot, sound, visit

SLOW = 60_000  # every change is a whole check, and the machine of a test has other things to do
PLAN, SEEN = "indicators/plans/jinnan-145-sti.yaml", "data/observations/hexi-talent.csv"


def confirmed(page: Page) -> None:
    page.get_by_role("button", name="确认保存").click()
    expect(page.get_by_text("已保存")).to_be_visible()


def drawn(page: Page) -> FloatRect:
    """Where the grid stands, once it has drawn its cells."""
    grid = page.get_by_test_id("stDataFrame")
    grid.locator("canvas [role=gridcell]").first.wait_for(state="attached")
    box = grid.bounding_box()
    assert box
    return box


Picture = Callable[[Page, str], None]


def test_a_cell_changed_in_the_workbook_moves_the_number_on_the_page(house: Path, page: Page, picture: Picture) -> None:
    with running(house) as url:
        visit(page, f"{url}/plan?area=120112&plan=jinnan-145-sti")
        row = page.locator("tr", has_text="国家高新技术企业").first
        expect(row).to_contain_text("275.7%")
        visit(page, f"{url}/edit?what=excel&plan=jinnan-145-sti")
        with page.expect_download() as found:
            page.get_by_role("button", name="下载工作簿").click()
        book = openpyxl.load_workbook(BytesIO(Path(str(found.value.path())).read_bytes()))
        cells = next(cells for cells in book.worksheets[1].iter_rows(min_row=5) if cells[0].value == "国家高新技术企业")
        heads = {cell.value: n for n, cell in enumerate(book.worksheets[1][4])}
        for name, value in (("目标", 887), ("目标原文片段", "国家高新技术企业总量达到887家")):
            cells[heads[name]].value = value  # type: ignore[misc]
        book.save(house / "改过.xlsx")
        page.locator('input[type="file"]').set_input_files(house / "改过.xlsx")
        expect(page.get_by_text("读出：改 1 项")).to_be_visible(timeout=SLOW)
        picture(settled(page), "edit-excel")
        page.get_by_role("button", name="采用，查看改动").click()
        expect(page.get_by_text("620 → 887")).to_be_visible()
        picture(settled(page), "edit-confirm")
        confirmed(page)
        assert 'value: "887"' in (house / PLAN).read_text("utf-8")
        visit(page, f"{url}/plan?area=120112&plan=jinnan-145-sti")
        expect(page.locator("tr", has_text="国家高新技术企业").first).to_contain_text("100%")
        sound(page)


def test_a_file_and_a_paste_are_still_there_after_a_look_elsewhere_and_what_is_no_table_is_told_in_chinese(
    house: Path, page: Page
) -> None:
    def elsewhere_and_back() -> None:
        page.get_by_text("新建指标", exact=True).first.click()
        expect(page.get_by_role("textbox", name="英文名称")).to_be_visible(timeout=SLOW)
        page.get_by_text("从 Excel 读入", exact=True).click()
        expect(page.get_by_text("下载工作簿，在 Excel")).to_be_visible(timeout=SLOW)

    table = "指标\t地区\t时期\t数值\t来源\n示例水车\t津南区\t2024\t5\tjinnan-145-sti"
    (house / "表.csv").write_text(table, "utf-8")
    (house / "图.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    (house / "空.xlsx").write_bytes(b"")
    with running(house) as url:
        visit(page, f"{url}/edit?what=excel")
        given = page.locator('input[type="file"]')
        given.set_input_files(house / "表.csv")
        expect(page.get_by_text("没有叫 示例水车 的指标")).to_be_visible(timeout=SLOW)
        for name, said in (("图.png", "这是图片"), ("空.xlsx", "文件是空的")):
            given.set_input_files(house / name)
            expect(page.get_by_text(said)).to_be_visible(timeout=SLOW)
            expect(page.get_by_text("示例水车")).to_have_count(0)
            expect(page.get_by_text("not allowed")).to_have_count(0)
        shot(settled(page), "edit-excel-empty")
        given.set_input_files(house / "表.csv")
        expect(page.get_by_text("没有叫 示例水车 的指标")).to_be_visible(timeout=SLOW)
        elsewhere_and_back()
        kept = page.get_by_role("button", name="上次交来的 表.csv 还在；拿掉")
        expect(kept).to_be_visible(timeout=SLOW)
        expect(page.get_by_text("没有叫 示例水车 的指标")).to_be_visible(timeout=SLOW)
        shot(settled(page), "edit-excel-kept")
        kept.click()
        expect(page.get_by_text("示例水车")).to_have_count(0, timeout=SLOW)
        page.get_by_text("粘贴一张表").click()
        field = page.get_by_role("textbox", name="复制，粘贴在这里")
        field.fill(table)
        field.press("Control+Enter")
        expect(page.get_by_text("没有叫 示例水车 的指标")).to_be_visible(timeout=SLOW)
        elsewhere_and_back()
        expect(field).to_have_value(table, timeout=SLOW)
        expect(page.get_by_text("没有叫 示例水车 的指标")).to_be_visible(timeout=SLOW)
        field.fill("")
        field.press("Control+Enter")
        expect(page.get_by_text("示例水车")).to_have_count(0, timeout=SLOW)
        sound(page)


def test_a_block_pasted_into_the_grid_is_checked_and_saved(
    house: Path, open_page: Callable[..., Page], picture: Picture
) -> None:
    page = open_page(height=1100, permissions=["clipboard-read", "clipboard-write"])
    with running(house) as url:
        visit(page, f"{url}/edit?what=figures&id={SEEN}")
        box = drawn(page)
        page.mouse.click(box["x"] + 492, box["y"] + 50 + 33 * 7)  # the period of the last row
        block = "/2023-06-19\t一百余\n2024\t约百\n2025\t1030"
        page.evaluate("text => navigator.clipboard.writeText(text)", block)
        page.keyboard.press("Control+v")
        expect(page.get_by_text("新增第 1 行（2024）“原文”")).to_be_visible(timeout=SLOW)
        expect(page.get_by_text("新增第 2 行（2025）“指标”")).to_be_visible()
        expect(page.get_by_role("button", name="查看并保存")).to_be_disabled()
        picture(settled(page), "edit-grid")
        sound(page)
        page.get_by_role("button", name="撤销").click()
        expect(page.get_by_text("还没有改动")).to_be_visible()
        cells = page.get_by_test_id("stDataFrame").locator("canvas [role=gridcell]")
        expect(cells.filter(has_text="约百")).to_have_count(0)  # the grid has drawn itself anew
        box = drawn(settled(page))
        page.mouse.dblclick(box["x"] + 612, box["y"] + 50)  # a value
        page.locator("textarea.gdg-input").fill("2001")
        page.keyboard.press("Enter")
        expect(page.get_by_text(re.compile("^第 2 行（.*）“原文”"))).to_be_visible(timeout=SLOW)
        assert ",2000," in (house / SEEN).read_text("utf-8")  # nothing is saved before it is confirmed


def test_a_block_pasted_into_the_empty_grid_of_a_new_indicator_fills_columns_and_adds_rows(
    house: Path, open_page: Callable[..., Page], picture: Picture
) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    theme = house / "indicators/definitions/carriers.yaml"
    new = "  wheels: {name: 示例水车, name_en: Wheels, definition: 年末在册的水车。, unit: 架, basis: stock}\n"
    theme.write_text(theme.read_text("utf-8").rstrip() + "\n" + new, "utf-8")
    rows = [f"示例水车\t津南\t{year}\t{year - 2000}\tjinnan-145-sti\t水车{year - 2000}架" for year in range(2019, 2025)]
    with running(house) as url:
        visit(page, f"{url}/edit?what=figures&item=wheels")
        box = drawn(page)
        page.mouse.click(box["x"] + 220, box["y"] + 50)  # the first cell that there is
        expect(page.locator("canvas [role=gridcell][aria-selected=true]")).to_have_count(1)
        page.evaluate("text => navigator.clipboard.writeText(text)", "\n".join(rows))
        page.keyboard.press("Control+v")
        expect(page.get_by_text("检查通过，改动 6 处")).to_be_visible(timeout=SLOW)
        page.get_by_role("button", name="查看并保存").click()
        expect(page.get_by_text("wheels,120112,2019,19,jinnan-145-sti,水车19架")).to_be_visible(timeout=SLOW)
        expect(page.get_by_text("wheels,120112,2024,24,jinnan-145-sti,水车24架")).to_be_visible()
        sound(page)
