"""The shipped deck presented with keys in a real browser: every page whole at each size, its numbers, the freeze."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from biaochi.palette import THEMES
from tests.browser.helper import WAYS, console_errors, running, shot, sound
from tests.test_deck import WRONG, edit, write_deck

DECK = "present?deck=jinnan-145-sti"
SIZES = [(1280, 720), (1920, 1080), (3840, 2160)]

# What stands on the page at hand outside the safe area, on top of another part, or in letters under 1.2 % of the width.
MISPLACED = """() => {
  const page = document.querySelector(`.bc-slide[data-n="${document.documentElement.dataset.bcSlide}"]`);
  const box = page.getBoundingClientRect(), unit = box.width / 100, found = [];
  for (const one of page.querySelectorAll("*")) {
    const r = one.getBoundingClientRect();
    if (!r.width || one.closest(".bc-along, [popover]") || one.ownerSVGElement) continue;
    const at = [r.left - box.left, r.top - box.top, box.right - r.right, box.bottom - r.bottom].map((n) => n / unit);
    if (at.some((n) => n < 1)) found.push(`outside: ${one.className} ${at.map((n) => n.toFixed(1))}`);
    const words = [...one.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (words && parseFloat(getComputedStyle(one).fontSize) / unit < 1.2) found.push(`small: ${one.textContent}`);
    const cut = one.scrollWidth > one.clientWidth + 2 && getComputedStyle(one).display !== "inline";
    if (words && cut) found.push(`cut: ${one.textContent}`);
  }
  for (const one of page.querySelectorAll("svg text")) {
    const size = parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a / unit;
    if (size < 1.2) found.push(`small: ${one.textContent} ${size.toFixed(2)}`);
  }
  const body = page.querySelector(".bc-body");
  if (body && body.scrollHeight > body.clientHeight + 2) found.push("the body overflows");
  if (document.documentElement.scrollHeight > innerHeight) found.push("it scrolls");
  return found;
}"""


def present(page: Page, url: str) -> Page:
    page.goto(url)
    page.locator("html[data-bc-slide]").wait_for(state="attached", timeout=60_000)
    page.locator(".bc-slide").first.wait_for(state="attached", timeout=60_000)
    return page


def at(page: Page) -> int:
    return int(page.evaluate("document.documentElement.dataset.bcSlide"))


def params(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def shown(page: Page) -> str:
    return page.locator(f'.bc-slide[data-n="{at(page)}"]').inner_text()


def pop_up(page: Page) -> str:
    """The text of the open pop-up, empty where there is none."""
    return page.evaluate("document.querySelector('.bc-present [popover]:popover-open')?.innerText ?? ''")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_page_is_whole_at_every_size(
    server: str, open_page: Callable[..., Page], width: int, height: int
) -> None:
    page = present(open_page(width, height), f"{server}/{DECK}")
    number = page.locator(".bc-slide").count()
    theme = list(THEMES)[SIZES.index((width, height))]
    while page.evaluate("document.documentElement.dataset.bcTheme") != theme:
        page.keyboard.press("t")
    for n in range(1, number + 1):
        assert at(page) == n
        assert page.evaluate(MISPLACED) == [], f"page {n} at {width}x{height}"
        box = page.locator(f'.bc-slide[data-n="{n}"]').bounding_box()
        assert box and abs(box["width"] - width) < 1 and abs(box["height"] - height) < 1
        shot(page, f"present-{height}-{theme}-{n:02}", whole=False)
        page.keyboard.press("PageDown")
    assert at(page) == number  # the last page stays
    assert console_errors(page) == []
    sound(page)


MADE_UP = """indicator,ref_area,time_period,value,source,quote
invention-patents,120112,2023,1800,jinnan-145-sti,甲说有效发明专利1800件
rd-intensity,120112,2023,5.6,jinnan-145-sti,甲说研发投入强度5.6%
leading-sci-tech,120112,2023,8,jinnan-145-sti,甲说领军企业8家
incubation-carriers,120112,2023,9,jinnan-145-sti,甲说载体9家
hi-tech-enterprises,120112,2023,逾550,jinnan-145-sti,甲说高企逾550家
chuying-cumulative,120112,2023,320,jinnan-145-sti,甲说雏鹰320家
dengling-cumulative,120112,2023,49,jinnan-145-sti,甲说瞪羚49家
incubation-area,120112,2023,8,jinnan-145-sti,甲说孵化面积8万平方米
micro-bases,120112,2023,12,jinnan-145-sti,甲说基地12家
"""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_of_verdict_has_its_place(house: Path, open_page: Callable[..., Page], lang: str) -> None:
    """A plan under way with targets of all groups, of one plan and of all plans of the area."""
    (house / "data" / "observations" / "made-up.csv").write_text(MADE_UP, encoding="utf-8")
    with running(house) as url:
        page = open_page(1280, 720)
        for chosen in ("plan=jinnan-145-sti", "area=120112"):
            present(page, f"{url}/present?{chosen}&as_of=2024-06-30&lang={lang}")
            for n in range(1, page.locator(".bc-slide").count() + 1):
                assert page.evaluate(MISPLACED) == [], f"{chosen}: page {n}"
                shot(page, f"present-verdicts-{lang}-{chosen[:4]}-{n:02}", whole=False)
                page.keyboard.press("PageDown")


@pytest.mark.parametrize(("width", "height"), SIZES[:2])
def test_the_deck_is_presented_with_keys_only(
    server: str, open_page: Callable[..., Page], width: int, height: int
) -> None:
    page = present(open_page(width, height), f"{server}/{DECK}")
    number = page.locator(".bc-slide").count()
    press = page.keyboard.press
    for key, wanted in [("ArrowRight", 2), ("PageDown", 3), (" ", 4), ("ArrowLeft", 3), ("PageUp", 2), ("Backspace", 1),
                        ("ArrowLeft", 1), ("End", number), ("ArrowRight", number), ("Home", 1)]:  # fmt: skip
        press(key)
        assert at(page) == wanted, key
    for digit in "99":
        press(digit)
    expect(page.locator('[data-part="typed"]')).to_have_text("99 ↵")
    press("Enter")
    assert at(page) == number
    press("4")
    press("Enter")
    assert at(page) == 4
    assert params(page)["slide"] == "4"
    assert "887" in shown(page)
    press("Enter")  # the number's quote, then those of target and baseline, then the sum
    assert "津南区国家高新技术企业增至887家" in pop_up(page)
    assert "转载，未见官方原文" in pop_up(page)
    press("Enter")
    assert "国家高新技术企业总量达到620家" in pop_up(page)
    press("Enter")
    assert "有效国家高新技术企业达到468家" in pop_up(page)
    press("Enter")
    assert "(887−468)÷(620−468)" in pop_up(page)
    press("Enter")
    assert pop_up(page) == ""
    press("b")
    assert page.locator('[data-part="black"]').is_visible()
    press("PageDown")  # the next key brings the page back, and does not turn it
    assert not page.locator('[data-part="black"]').is_visible()
    assert at(page) == 4
    press("?")
    assert "翻页" in pop_up(page)
    press("Escape")
    press("q")
    assert "present?deck=jinnan-145-sti" in pop_up(page)
    press("PageDown")
    assert (at(page), pop_up(page)) == (5, "")
    press("f")
    expect(page.locator("html:fullscreen")).to_be_attached()
    assert console_errors(page) == []


SCROLLED = """() => {
  const card = document.querySelector('.bc-present [popover]:popover-open');
  return card && [Math.round(card.scrollTop), Math.round(card.scrollHeight - card.clientHeight - card.scrollTop)];
}"""
MORE = "html[data-bc-more]"


@pytest.mark.parametrize("way", ["keys", "click"])
def test_a_card_longer_than_the_screen_is_read_on_with_keys(
    server: str, open_page: Callable[..., Page], way: str
) -> None:
    page = present(open_page(1366, 768), f"{server}/{DECK}&slide=4")
    press = page.keyboard.press
    if way == "click":
        page.locator('.bc-slide[data-n="4"] .bc-judged .bc-why').click()
    else:
        for _ in range(4):
            press("Enter")
    expect(page.locator(MORE)).to_be_attached()  # the fade and the arrow say that there is more
    assert page.evaluate(SCROLLED)[0] == 0
    press("ArrowDown")
    assert page.evaluate(SCROLLED)[0] > 0
    press("ArrowUp")
    assert page.evaluate(SCROLLED)[0] == 0
    press("End")
    expect(page.locator(MORE)).not_to_be_attached()
    assert page.evaluate(SCROLLED)[1] <= 2
    expect(page.locator(":popover-open").get_by_text("关闭")).to_be_in_viewport()
    press("Home")
    assert page.evaluate(SCROLLED)[0] == 0
    press("PageDown")  # a clicker has no other key: it reads on, and turns the page beyond the end
    assert page.evaluate(SCROLLED)[0] > 0
    assert at(page) == 4
    press("End")
    press("PageDown")
    assert (at(page), pop_up(page)) == (5, "")
    expect(page.locator(MORE)).not_to_be_attached()


def test_a_sum_stands_beside_its_quotes_on_a_wide_wall(server: str, open_page: Callable[..., Page]) -> None:
    page = present(open_page(1920, 1080), f"{server}/{DECK}&slide=4")
    page.locator('.bc-slide[data-n="4"] .bc-judged .bc-why').click()
    card = page.locator(":popover-open")
    for quote in ("增至887家", "达到620家", "达到468家"):
        expect(card.get_by_text(quote)).to_be_in_viewport(ratio=1)


def test_clicking_a_number_opens_its_quote(server: str, open_page: Callable[..., Page]) -> None:
    page = present(open_page(1280, 720), f"{server}/{DECK}&slide=4")
    page.locator('.bc-slide[data-n="4"] .bc-huge .bc-num').click()
    assert "津南区国家高新技术企业增至887家" in pop_up(page)
    page.keyboard.press("Escape")
    page.locator('.bc-slide[data-n="4"] .bc-judged .bc-why').click()
    assert "275.7%" in pop_up(page)
    page.keyboard.press("Escape")
    page.keyboard.press("3")
    page.keyboard.press("Enter")  # the button still had the focus: digits come first
    assert at(page) == 3
    page.locator('.bc-slide[data-n="3"] button.bc-group').first.click()
    assert "国家高新技术企业" in pop_up(page)
    page.mouse.click(900, 620)  # beside the pop-up: closes it, and only that
    assert (pop_up(page), at(page)) == ("", 3)
    page.mouse.click(900, 620)
    assert at(page) == 4
    page.mouse.click(40, 620)
    assert at(page) == 3


@pytest.mark.parametrize("way", WAYS)
def test_the_planted_change_behind_the_scenes_does_not_move_the_slide(
    house: Path, way: str, open_page: Callable[..., Page]
) -> None:
    with running(house, way) as url:
        page = present(open_page(1280, 720), f"{url}/{DECK}")
        page.keyboard.press("4")
        page.keyboard.press("Enter")
        beside = present(page.context.new_page(), page.url + "&view=presenter")
        before, v = shown(page), params(page)["v"]
        edit(house)
        expect(beside.locator(".bc-news-line")).to_contain_text("数据已有新版本", timeout=60_000)
        expect(beside.locator(".bc-news-line")).to_contain_text("887家（提前达到） → 999家（提前达到）")
        inks = "one => [one, one.querySelector('a')].map((part) => getComputedStyle(part).color)"
        assert len(set(beside.locator(".bc-news-line").evaluate(inks))) == 1  # the link is as readable as the line
        expect(page.locator(".bc-dot-button")).to_be_visible()
        assert shown(page) == before
        assert "999" not in page.locator(".bc-deck").inner_text()
        assert (at(page), params(page)["v"]) == (4, v)
        page.reload()
        present(page, page.url)
        assert (shown(page), params(page)["v"]) == (before, v)
        beside.get_by_text("换成新版本").click()
        expect(beside.locator(".bc-deck")).to_contain_text("999", timeout=60_000)
        assert params(beside)["v"] != v
        assert shown(page) == before
        sound(page)


def test_the_presenters_window_follows_and_leads(server: str, open_page: Callable[..., Page]) -> None:
    page = present(open_page(1280, 720), f"{server}/{DECK}&slide=3")
    with page.context.expect_page() as opened:
        page.keyboard.press("p")
    beside = opened.value
    beside.locator("html[data-bc-slide]").wait_for(state="attached", timeout=60_000)
    assert (at(beside), params(beside)["view"]) == (3, "presenter")
    page.keyboard.press("ArrowRight")
    expect(beside.locator("html")).to_have_attribute("data-bc-slide", "4", timeout=15_000)
    notes = beside.locator('.bc-beside[data-n="4"]')
    expect(notes).to_contain_text("我们看到的是转载")
    expect(notes).to_contain_text("这一页的出处（3个数）")
    expect(notes).to_contain_text("国家高新技术企业总量达到620家")
    expect(beside.locator('.bc-slide[data-n="5"]')).to_be_visible()  # what comes next
    expect(beside.locator('[data-part="clock"]')).to_contain_text(re.compile(r"\d\d:\d\d"))
    shot(beside, "present-beside", whole=False)
    beside.keyboard.press("Home")
    expect(page.locator("html")).to_have_attribute("data-bc-slide", "1", timeout=15_000)
    beside.keyboard.press("t")
    expect(page.locator("html")).to_have_attribute("data-bc-theme", "light")
    beside.keyboard.press("b")
    expect(page.locator("html")).to_have_attribute("data-bc-black", "")
    assert params(page)["theme"] == "light"


def test_the_page_at_hand_and_the_next_are_whole_beside_the_notes(server: str, open_page: Callable[..., Page]) -> None:
    page = present(open_page(1366, 768), f"{server}/{DECK}&slide=5&view=presenter")
    cut = """() => [...document.querySelectorAll('.bc-slide .bc-body')]
      .filter((one) => one.clientHeight && one.scrollHeight > one.clientHeight + 2)
      .map((one) => one.parentElement.dataset.n)"""
    expect(page.locator('.bc-slide[data-n="6"]')).to_be_visible()
    page.wait_for_timeout(300)
    for n in range(5, page.locator(".bc-slide").count() + 1):
        assert (at(page), page.evaluate(cut)) == (n, [])
        page.keyboard.press("ArrowRight")


def test_the_heads_of_a_table_stand_in_one_line(server: str, open_page: Callable[..., Page]) -> None:
    page = present(open_page(1920, 1080), f"{server}/{DECK}&slide=6")
    heads = page.locator('.bc-slide[data-n="6"] thead th').all()
    heights = [box["height"] for one in heads if (box := one.bounding_box())]
    lines = [one.evaluate("one => parseFloat(getComputedStyle(one).lineHeight)") for one in heads]
    assert len(heads) == 7 and max(heights) < 2 * min(lines) + 26, heights


def test_pages_turn_by_themselves_and_wait_while_a_source_is_read(server: str, open_page: Callable[..., Page]) -> None:
    page = present(open_page(1280, 720), f"{server}/{DECK}&auto=1&slide=3")
    expect(page.locator("html")).to_have_attribute("data-bc-slide", "5", timeout=15_000)
    page.keyboard.press("Enter")
    held = at(page)
    page.wait_for_timeout(2500)
    assert at(page) == held
    page.keyboard.press("End")
    expect(page.locator("html")).to_have_attribute("data-bc-slide", "1", timeout=15_000)  # from the last to the first
    page.keyboard.press("a")
    assert "auto" not in params(page)


def test_the_way_there_and_back(server: str, open_page: Callable[..., Page]) -> None:
    page = open_page(1280, 720)
    page.goto(f"{server}/plan?plan=jinnan-145-sti")
    page.get_by_role("link", name="汇报", exact=True).click()
    page.locator("html[data-bc-slide]").wait_for(state="attached", timeout=60_000)
    assert urlsplit(page.url).path == "/present"
    page.keyboard.press("End")
    page.go_back()
    expect(page.locator(".bc-frame")).to_be_visible()
    expect(page.locator("html")).not_to_have_attribute("data-bc-slide", re.compile(".*"))
    page.keyboard.press("b")  # the keys are gone with the page
    expect(page.locator("html")).not_to_have_attribute("data-bc-black", "")


def test_wrong_slides_say_so_on_the_wall(house: Path, open_page: Callable[..., Page]) -> None:
    write_deck(house, WRONG)
    with running(house) as url:
        page = present(open_page(1280, 720), f"{url}/present?deck=trial&slide=44")
        expect(page.locator(".bc-told")).to_contain_text("没有第 44 页")
        page.keyboard.press("2")
        page.keyboard.press("Enter")
        assert "没有编号为 hi-tech-enterprise 的指标" in shown(page)
        assert page.evaluate(MISPLACED) == []
        shot(page, "present-problem", whole=False)
        page.keyboard.press("6")
        page.keyboard.press("Enter")
        assert "nothing-here" in shown(page)
        shot(page, "present-problem-part", whole=False)


def test_print_gives_a_page_a_slide(server: str, open_page: Callable[..., Page], tmp_path: Path) -> None:
    page = present(open_page(1280, 720), f"{server}/{DECK}")
    number = page.locator(".bc-slide").count()
    pdf = page.pdf(prefer_css_page_size=True)
    (tmp_path / "deck.pdf").write_bytes(pdf)
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) == number
