"""数据质量 and 搜索 as people use them: by key and link, on a wide screen, on a phone, in the dark."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.helper import console_errors, settled, shot, sound, visit

SIZES = [(1366, 768, "light"), (390, 844, "light"), (1366, 768, "dark")]
PAGES = {
    "quality": "quality",
    "quality-jinnan": "quality?area=120112",
    "quality-en": "quality?area=120112&lang=en",
    "search": "search",
    "search-gx": "search?q=GX",
    "search-near": f"search?q={quote('高薪技术企业')}",
    "search-en": "search?q=talent&lang=en",
}


@pytest.mark.parametrize(("width", "height", "scheme"), SIZES, ids=["wide", "phone", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_the_page_stands_and_nothing_sticks_out(
    server: str, open_page: Callable[..., Page], name: str, width: int, height: int, scheme: str
) -> None:
    page = visit(open_page(width, height, scheme), f"{server}/{PAGES[name]}")
    sound(page)
    shot(page, f"{name}-{width}-{scheme}")
    assert console_errors(page) == []
    wide = page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollWidth")
    assert wide <= width
    hidden = page.evaluate("""() => [...document.querySelectorAll('.bc-view :is(a, code, td, h2)')]
        .filter(e => e.textContent && !e.closest('.bc-grid, [popover], details:not([open])'))
        .filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.textContent)""")
    assert hidden == []


def test_the_key_leads_from_any_page_to_the_search_and_back(server: str, page: Page) -> None:
    visit(page, f"{server}/overview?area=120111")
    page.evaluate("window.sameDocument = true")
    expect(page.locator(".bc-key-hint")).to_be_visible()
    page.keyboard.press("/")
    page.wait_for_url("**/search?*")
    settled(page)
    field = page.locator(".st-key-pick_query input")
    expect(field).to_be_focused()
    field.press_sequentially("g/x")  # in the field the key writes itself
    expect(field).to_have_value("g/x")
    field.fill("GX")
    field.press("Enter")
    page.wait_for_url("**/search?*q=GX*")
    settled(page)
    first = page.locator(".bc-hits a").first
    expect(first).to_have_text("国家高新技术企业")
    expect(first.locator("mark")).to_have_text("高新")
    first.click()
    page.wait_for_url("**/indicator?*")
    settled(page)
    assert "area=120111" in page.url  # the area that was looked at
    assert "indicator=hi-tech-enterprises" in page.url
    sound(page)
    page.go_back()
    page.wait_for_url("**/search?*q=GX*")
    settled(page)
    expect(page.locator(".bc-hits mark").first).to_have_text("高新")
    expect(page.locator(".st-key-pick_query input")).to_have_value("GX")
    assert page.evaluate("window.sameDocument === true")


def test_examples_lead_to_results_and_the_cross_clears_them(server: str, page: Page) -> None:
    visit(page, f"{server}/search")
    page.locator(".bc-try a").first.click()
    page.wait_for_url("**/search?q=*")
    settled(page)
    expect(page.locator(".bc-hits li").first).to_be_visible()
    page.locator(".st-key-pick_query input").fill("")
    page.locator(".st-key-pick_query input").press("Enter")
    settled(page)
    expect(page.get_by_role("heading", name="可以搜什么")).to_be_visible()
    assert "q=" not in page.url


@pytest.mark.parametrize(
    "query", ["<img src=x onerror=document.title='gotcha'>", "水" * 4000, "%' or 1=1 --", "$a$ **b**"]
)
def test_odd_queries_are_answered_and_stay_text(server: str, page: Page, query: str) -> None:
    visit(page, f"{server}/search?q={quote(query)}")
    sound(page)
    assert "gotcha" not in page.title()
    assert page.locator(".bc-view img, .bc-view strong:has-text('b')").count() == 0
    expect(page.locator(".bc-foot")).to_be_visible()


def test_tiles_lead_to_sections_and_figures_to_their_source(server: str, page: Page) -> None:
    visit(page, f"{server}/quality?area=120112")
    page.locator('.bc-tile[href="#bc-q-coverage"]').click()
    expect(page.locator("#bc-q-coverage h2")).to_be_in_viewport()
    page.locator('.bc-tile[href="#bc-q-stale"]').click()
    number = page.locator("#bc-q-stale .bc-num").first
    expect(number).to_be_in_viewport()
    number.click()
    expect(page.locator(".bc-pop:popover-open blockquote")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("#bc-q-targets .bc-why").first.click()
    expect(page.locator(".bc-pop:popover-open h2")).to_be_visible()


def test_a_place_is_selected_whole_by_one_click(server: str, page: Page) -> None:
    visit(page, f"{server}/quality?area=120112")
    place = page.locator("#bc-q-targets code.bc-place").first
    place.scroll_into_view_if_needed()
    place.click()
    chosen = page.evaluate("getSelection().toString()")
    assert re.fullmatch(r"indicators/plans/[\w.-]+\.yaml:\d+", chosen)


def test_the_matrix_keeps_its_names_in_sight_on_a_phone(server: str, open_page: Callable[..., Page]) -> None:
    page = visit(open_page(390, 844), f"{server}/quality?area=120112")
    grid = page.locator(".bc-grid")
    grid.scroll_into_view_if_needed()
    name = page.locator(".bc-matrix tbody th[scope=row]").first
    before = name.bounding_box()
    grid.evaluate("e => e.scrollBy(400, 0)")
    after = name.bounding_box()
    assert before
    assert after
    assert abs(before["x"] - after["x"]) < 2
    assert grid.evaluate("e => e.scrollLeft") > 300
    shot(page, "matrix-phone-scrolled", whole=False)


def test_a_cell_of_the_matrix_opens_its_figure(server: str, page: Page) -> None:
    visit(page, f"{server}/quality")
    page.get_by_label("津南区国家高新技术企业：").click()
    page.wait_for_url("**/indicator?*")
    settled(page)
    expect(page.get_by_role("heading", name="国家高新技术企业").first).to_be_visible()


def test_an_area_is_chosen_and_left_again(server: str, page: Page) -> None:
    visit(page, f"{server}/quality")
    expect(page.locator(".bc-top .bc-sub")).to_contain_text("全部地区")
    page.locator(".st-key-pick_area input").click()
    page.get_by_role("option", name="津南区（天津市）").click()
    page.wait_for_url("**/quality?*area=120112*")
    settled(page)
    expect(page.locator(".bc-top .bc-sub")).to_contain_text("津南区")
    page.get_by_role("link", name="看全部地区").click()
    page.wait_for_url(lambda url: "area" not in url)
    settled(page)
    expect(page.locator(".bc-top .bc-sub")).to_contain_text("全部地区")
