"""The workshop in a real browser: somebody who never saw the files adds an indicator and sees the gauge move."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.helper import running, settled, shot, sound, visit

SLOW = 30_000  # every change is a whole check, and the machine of a test has other things to do
PLAN, SEEN = "indicators/plans/jinnan-145-sti.yaml", "data/observations/jinnan-135-review.csv"
MARKED = (252, 228, 228)
OWN = "data/observations/jia-demo.csv"


def choose(page: Page, label: str, option: str) -> None:
    """Chooses in a select box by typing."""
    page.get_by_role("combobox", name=label).first.click()
    page.keyboard.type(option)
    page.keyboard.press("Enter")
    settled(page)


def fill(page: Page, label: str, text: str, nth: int = 0) -> None:
    page.get_by_role("textbox", name=label).nth(nth).fill(text)


def turn(page: Page, option: str, link: str) -> None:
    """Chooses on the shelf, and waits until the link says so."""
    page.get_by_text(option, exact=True).last.click()
    expect(page).to_have_url(re.compile(link), timeout=SLOW)
    settled(page)


def begin(page: Page) -> None:
    expect(page.get_by_role("button", name="下一步")).to_be_enabled(timeout=SLOW)
    page.get_by_role("button", name="下一步").click()


def test_an_indicator_with_target_baseline_and_two_figures_is_added_on_the_page_alone(
    house: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page(height=900, permissions=["clipboard-read", "clipboard-write"])
    head, *rows = (house / SEEN).read_text("utf-8").splitlines()
    (house / SEEN).write_text("\n".join([head, *rows[:-1], ""]), encoding="utf-8")
    (house / OWN).write_text(f"{head}\n{rows[-1]}\n", encoding="utf-8")  # a table with one row
    with running(house) as url:
        visit(page, f"{url}/edit?what=indicator&item=new")
        fill(page, "名称", "示例中试基地")
        fill(page, "英文名称", "Example bases")
        fill(page, "计量单位", "家")
        choose(page, "放进哪个主题", "载体")
        begin(page)
        fill(page, "口径", "期末经认定的示例中试基地数量。")
        choose(page, "计数方式", "存量")
        expect(page.get_by_text("检查通过")).to_be_visible(timeout=SLOW)

        turn(page, "规划和目标", "what=plan")
        turn(page, "＋ 加一项目标", "item=new")
        choose(page, "指标", "示例中试基地")
        begin(page)
        expect(page.get_by_text("缺少")).to_be_visible(timeout=SLOW)  # told while it is being filled in
        fill(page, "目标值", "80")
        fill(page, "原文", "示例中试基地达到80家")
        page.get_by_text("加“基期”").click()
        fill(page, "基期值", "40")
        expect(page.get_by_text("缺少")).to_be_visible(timeout=SLOW)
        page.get_by_role("textbox", name="基期（必填）").fill("2020")
        page.get_by_role("textbox", name="原文").nth(1).fill("现有示例中试基地40家")
        expect(page.get_by_text("待报数：仅基期值")).to_be_visible(timeout=SLOW)
        shot(settled(page), "edit-target")

        turn(page, "观测值", "what=figures")
        choose(page, "哪个文件", "jia-demo")
        settled(page).wait_for_timeout(500)  # the grid draws itself
        box = page.get_by_test_id("stDataFrame").bounding_box()
        assert box
        page.mouse.click(box["x"] + 220, box["y"] + 50)  # the indicator of the only row
        last = rows[-1].split(",")[:6]
        new = ["示例中试基地\t津南区\t2023\t50\tjinnan-145-sti\t示例中试基地50家",
               "示例中试基地\t津南区\t2025\t70\tjinnan-145-sti\t示例中试基地70家"]  # fmt: skip
        page.evaluate("text => navigator.clipboard.writeText(text)", "\n".join(["\t".join(last), *new]))
        page.keyboard.press("Control+v")
        gauge = page.locator(".bc-verdict", has_text="示例中试基地")
        expect(gauge).to_contain_text("75%", timeout=SLOW)
        shot(settled(page), "edit-figures")

        page.get_by_role("button", name="查看并保存").click()
        expect(page.get_by_text("将要保存的改动")).to_be_visible(timeout=SLOW)
        page.get_by_role("button", name="确认保存").click()
        expect(page.get_by_text("已保存", exact=True)).to_be_visible(timeout=SLOW)
        visit(page, f"{url}/plan?area=120112&plan=jinnan-145-sti")
        expect(page.locator("tr", has_text="示例中试基地").first).to_contain_text("75%", timeout=SLOW)
        sound(page)
    assert (house / PLAN).read_text("utf-8").count("indicator: shi-li-zhong-shi-ji-di") == 1
    assert (house / OWN).read_text("utf-8").count("shi-li-zhong-shi-ji-di") == 2


def test_the_check_answers_while_somebody_types(house: Path, open_page: Callable[..., Page]) -> None:
    page = open_page()
    with running(house) as url:
        visit(page, f"{url}/edit?what=plan&id=jinnan-145-sti&item=4")
        value = page.get_by_role("textbox", name="目标值")
        value.click()
        page.keyboard.press("End")
        page.keyboard.type("0")
        expect(page.locator(".bc-slip")).to_contain_text("原文片段里没有 6200", timeout=SLOW)
        expect(value).to_be_focused()
        page.keyboard.type("9")  # typing goes on where it was
        expect(page.locator(".bc-slip")).to_contain_text("62009", timeout=SLOW)
        expect(value).to_have_value("62009", timeout=SLOW)

        page.get_by_text("加“年度目标 1”").click()  # a group that begins with what is typed into it
        group = page.get_by_test_id("stExpander").filter(has_text="年度目标 1")
        first, next_ = group.get_by_role("textbox").nth(0), group.get_by_role("textbox").nth(1)
        first.fill("500")
        next_.click()
        page.keyboard.type("20")
        expect(group.get_by_role("button", name="删去")).to_be_visible(timeout=SLOW)
        page.keyboard.type("23")  # stays in its field, and so does what was typed meanwhile
        expect(next_).to_be_focused()
        expect(next_).to_have_value("2023")
        page.reload()
        page.get_by_role("button", name="接着改").click()
        expect(page.get_by_role("textbox", name="目标值")).to_have_value("62009", timeout=SLOW)
        shot(settled(page), "edit-told")
        sound(page)
        small = open_page(390, 844, "dark")
        visit(small, f"{url}/edit?what=plan&id=jinnan-145-sti&item=4")
        assert small.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
        shot(small, "edit-small")
        sound(small)


def cell(page: Page, column: int, row: int) -> Locator:
    """A cell of the grid as it is read aloud; columns from 0 (the row's number), rows from 0."""
    return page.locator(f"#glide-cell-{column + 1}-{row}")


def at_cell(page: Page, column: int, row: int) -> None:
    """Puts the cursor on a cell of the grid."""
    if not page.locator("td[aria-selected=true]").count():
        page.get_by_test_id("stDataFrame").click(position={"x": 60, "y": 50})
        expect(cell(page, 0, 0)).to_have_attribute("aria-selected", "true")
    cell(page, column, row).focus()
    expect(cell(page, column, row)).to_have_attribute("aria-selected", "true")


def ground(page: Page, row: int) -> tuple[int, ...]:
    """The colour behind the number of a row of the grid."""
    settled(page)
    drawn = Image.open(io.BytesIO(page.get_by_test_id("stDataFrame").screenshot())).convert("RGB")
    return drawn.getpixel((150, 40 + 33 * row))  # type: ignore[return-value]


def test_a_block_pasted_on_the_number_of_a_row_lands_in_its_fields_and_the_row_is_marked(
    house: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page(height=900, permissions=["clipboard-read", "clipboard-write"])
    (house / OWN).write_text("\n".join((house / SEEN).read_text("utf-8").splitlines()[:4]) + "\n", "utf-8")
    with running(house) as url:
        visit(page, f"{url}/edit?what=figures&id={OWN}")
        expect(cell(page, 0, 0)).to_have_text("2")
        block = ["国家高新技术企业\t津南区\t2003\t不少\tjinnan-145-sti\t示例50家",
                 "国家高新技术企业\t津南区\t2004\t70\tjinnan-145-sti\t示例70家"]  # fmt: skip
        page.evaluate("text => navigator.clipboard.writeText(text)", "\n".join(block))
        at_cell(page, 0, 3)
        page.keyboard.press("Control+v")
        expect(page.locator(".bc-slip")).to_contain_text(["新增第 1 行"], timeout=SLOW)
        expect(cell(page, 1, 3)).to_have_text("国家高新技术企业")
        expect(cell(page, 4, 3)).to_have_text("不少")
        expect(page.locator(".bc-slip")).to_have_count(1)
        assert ground(page, 3) == MARKED and ground(page, 4) != MARKED
        at_cell(page, 4, 0)
        page.keyboard.press("Enter")
        page.locator("textarea.gdg-input").fill("some")
        page.keyboard.press("Enter")
        expect(page.locator(".bc-slip")).to_have_count(2, timeout=SLOW)
        expect(cell(page, 4, 0)).to_have_text("some")  # the grid was not begun anew: nothing is lost
        expect(cell(page, 4, 3)).to_have_text("不少")
        assert [ground(page, row) for row in (0, 1, 3)] == [MARKED, ground(page, 1), MARKED] != [MARKED] * 3
        shot(settled(page), "edit-marks", whole=False)
        expect(page.get_by_role("button", name="“自由粘贴”的说明")).to_be_attached()
        named = page.locator(".st-key-workshop button[aria-label]").evaluate_all("all => all.map(one => one.ariaLabel)")
        assert named and not [one for one in named if re.search("[A-Za-z]{5}", one)], named
        sound(page)


def test_the_grid_speaks_chinese_to_those_who_see_it_too(house: Path, open_page: Callable[..., Page]) -> None:
    page = open_page(height=900)
    (house / OWN).write_text("\n".join((house / SEEN).read_text("utf-8").splitlines()[:4]) + "\n", "utf-8")

    def chinese(test_id: str) -> None:
        menu = page.get_by_test_id(test_id)
        expect(menu).to_be_visible()
        expect(menu).not_to_have_text(re.compile("[A-Z][a-z]{3}"))  # the names of icons are in small letters
        shot(page, f"edit-{test_id}", whole=False)

    with running(house) as url:
        visit(page, f"{url}/edit?what=figures&id={OWN}")
        grid = page.get_by_test_id("stDataFrame")
        expect(cell(page, 0, 0)).to_have_text("2")
        grid.hover(position={"x": 200, "y": 18})
        page.wait_for_timeout(300)
        for x in range(300, 420, 8):  # the dots of a column stand at its right end
            if not page.get_by_test_id("stDataFrameColumnMenu").count():
                grid.click(position={"x": x, "y": 18})
                page.wait_for_timeout(200)
        chinese("stDataFrameColumnMenu")
        page.get_by_role("menuitem", name="固定这一列").click()
        page.get_by_role("button", name="显示哪些列").click()
        chinese("stDataFrameColumnVisibilityMenu")
        page.keyboard.press("Escape")
        page.get_by_role("button", name="在表里查找").click()
        expect(page.locator(".gdg-search-status")).to_have_text("输入要找的字")
        page.locator(".gdg-search-bar input").fill("津南")
        expect(page.get_by_test_id("search-result-area")).to_have_text(re.compile("^找到 [0-9]+ 处$"))
        page.get_by_role("button", name="下一处").click()
        expect(page.get_by_test_id("search-result-area")).to_have_text(re.compile("^第 [0-9] 处，共 [0-9]+ 处$"))
        expect(page.locator(".gdg-search-bar input")).to_have_value("津南")
        shot(page, "edit-find", whole=False)
        sound(page)


NEW = {
    "what=indicator&item=new": ("名称", "示例中试基地"), "what=plan&item=new": ("名称", "示例规划"),
    "what=area&item=new": ("名称", "甲区"), "what=source&item=new": ("题名", "示例公报"),
    "what=figures&item=new": ("数值", "50"),
}  # fmt: skip


def test_a_half_filled_form_is_back_after_a_reload(house: Path, open_page: Callable[..., Page]) -> None:
    page = open_page()
    with running(house) as url:
        for link, typed, label, option in (
            ("what=indicator&item=new", {"名称": "示例中试基地", "计量单位": "家"}, "放进哪个主题", "载体"),
            ("what=figures&item=new", {"数值": "逾50", "原文": "基地逾50家"}, "来源", "jinnan-145-sti"),
        ):
            visit(page, f"{url}/edit?{link}")
            for name, text in typed.items():
                fill(page, name, text)
                settled(page)
            choose(page, label, option)
            chosen = page.get_by_role("combobox", name=label).first
            expect(chosen).to_have_value(re.compile(option))
            page.reload()
            page.get_by_role("button", name="接着改").click()
            expect(page.locator(".st-key-edit_left")).to_have_count(0, timeout=SLOW)
            for name, text in typed.items():
                expect(page.get_by_role("textbox", name=name).first).to_have_value(text, timeout=SLOW)
            expect(chosen).to_have_value(re.compile(option))
            sound(page)


def test_on_a_phone_the_form_is_on_the_first_screen_and_what_is_to_be_saved_at_its_foot(
    house: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page(390, 844)

    def upper(key: str) -> float:
        box = page.locator(f".st-key-{key}").bounding_box()
        assert box
        return box["y"]

    def fits() -> None:
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390

    def begin_again(link: str) -> None:
        """Another session: what the one before typed is offered, and given up; then the first screen of the link."""
        visit(page, f"{url}/edit?{link}")
        left = page.locator(".st-key-edit_left")
        expect(left).to_contain_text("没保存的改动", timeout=SLOW)
        left.get_by_role("button", name="不要了").click()
        expect(left).to_have_count(0, timeout=SLOW)
        visit(page, f"{url}/edit?{link}")

    with running(house) as url:
        visit(page, f"{url}/edit?{next(iter(NEW))}")
        for n, (link, (label, text)) in enumerate(NEW.items()):
            if n:
                begin_again(link)
            expect(page.get_by_role("textbox", name=label).first).to_be_in_viewport()
            fill(page, label, text)
            page.keyboard.press("Enter")
            expect(page.get_by_role("textbox", name=label).first).to_have_value(text)
            assert upper("editor") < 844 / 2 + 100, link
            fits()
            shot(settled(page), f"edit-phone-{link.partition('&')[0].removeprefix('what=')}")
            sound(page)
        begin_again("what=plan&id=jinnan-145-sti&item=4")
        value = page.get_by_role("textbox", name="目标值")
        expect(value).to_be_in_viewport(ratio=1)
        expect(page.get_by_text("5 国家高新技术企业")).to_be_in_viewport()  # what is chosen stands first
        expect(page.get_by_role("button", name="查看并保存")).to_be_hidden()  # nothing to save: no room for it
        value.fill("6200")
        save = page.get_by_role("button", name="查看并保存")
        expect(save).to_be_in_viewport(timeout=SLOW)
        expect(save).to_be_disabled()
        fill(page, "原文", "国家高新技术企业总量达到6200家")
        expect(save).to_be_enabled(timeout=SLOW)
        fits()
        save.click()
        expect(page.get_by_text("将要保存的改动")).to_be_in_viewport(timeout=SLOW)
        page.get_by_role("button", name="确认保存").click()
        expect(page.get_by_text("已保存", exact=True)).to_be_in_viewport(timeout=SLOW)
        shot(page, "edit-phone-saved", whole=False)
        sound(page)
    assert "6200" in (house / PLAN).read_text("utf-8")
