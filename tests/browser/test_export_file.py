"""The exported HTML file in a real browser, from the disk: text, deck, keys and quotes without any server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from biaochi import exports
from biaochi.selection import Selection
from biaochi.words import Words
from tests.browser.helper import console_errors, shot, visit
from tests.conftest import copy_house
from tests.exports_house import open_house


def deck_file(folder: Path) -> Path:
    """The shipped deck as one HTML file."""
    store, file = open_house(copy_house(folder / "house")), folder / "plan.html"
    file.write_bytes(exports.make("html", store, Selection(deck="jinnan-145-sti", plan="jinnan-145-sti"), Words("zh")))
    return file


def test_the_deck_in_a_file_is_presented_with_keys_and_its_numbers_open(
    tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    file = deck_file(tmp_path)
    page = open_page()
    page.goto(file.as_uri())
    expect(page.get_by_role("heading", name="附录：每个数的出处")).to_be_visible()
    expect(page.locator(".bc-slide").first).to_be_hidden()
    shot(page, "file-text", whole=False)
    page.get_by_role("button", name="放映").click()
    expect(page.locator('.bc-slide[data-n="1"]')).to_be_visible()
    expect(page.locator(".doc")).to_be_hidden()
    page.evaluate("document.exitFullscreen()")
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    expect(page.locator('.bc-slide[data-n="4"]')).to_be_visible()
    shot(page, "file-deck", whole=False)
    page.keyboard.press("Enter")
    expect(page.locator(":popover-open")).to_contain_text("津南区国家高新技术企业增至887家")
    assert page.locator(":popover-open a:not([href^=http])").count() == 0  # there is nowhere to go
    page.keyboard.press("Escape")
    expect(page.locator(":popover-open")).to_have_count(0)
    expect(page.locator('.bc-slide[data-n="4"]')).to_be_visible()
    page.keyboard.press("PageDown")
    expect(page.locator('.bc-slide[data-n="5"]')).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".doc")).to_be_visible()
    assert console_errors(page) == []


def test_the_file_has_its_notes_in_a_second_window_that_turns_with_the_pages(
    tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    file = deck_file(tmp_path)
    page = open_page()
    page.goto(f"{file.as_uri()}?slide=3")
    expect(page.locator('.bc-slide[data-n="3"]')).to_be_visible()
    expect(page.locator(".bc-noted")).to_be_hidden()
    with page.expect_popup() as opened:
        page.keyboard.press("n")
    notes = opened.value
    expect(notes.get_by_role("heading", level=1)).to_contain_text("总体情况")
    expect(notes.locator("body")).to_contain_text("下一页 · 国家高新技术企业")
    notes.keyboard.press("ArrowRight")  # the speaker turns the pages from here
    expect(page.locator('.bc-slide[data-n="4"]')).to_be_visible()
    expect(notes.locator(".proof").first).to_contain_text("津南区国家高新技术企业增至887家")
    shot(notes, "file-notes", whole=False)
    page.keyboard.press("n")
    assert notes.is_closed() and console_errors(page) == []


def test_a_printed_page_is_on_white_and_says_where_its_numbers_come_from(
    server: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(scheme="dark")
    visit(page, f"{server}/indicator?area=120112&plan=jinnan-145-sti&indicator=hi-tech-enterprises")
    expect(page.locator(".bc-on-paper")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".bc-on-paper svg")).to_be_visible()  # Plotly's drawing would be cut
    expect(page.locator("[data-testid=stPlotlyChart]")).to_be_hidden()
    page.emulate_media(media="screen")
    visit(page, f"{server}/overview?area=120112&plan=jinnan-145-sti")
    expect(page.locator(".bc-printed")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".bc-printed")).to_contain_text("国家高新技术企业 620家")
    ground = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    expect(page.get_by_role("link", name="汇报", exact=False).first).to_be_hidden()
