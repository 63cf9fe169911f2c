"""The published site as people open it: from a folder, without a server, and without a request to anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from biaochi.cli import main
from tests.browser.helper import asked_of, console_errors, shot
from tests.conftest import copy_house


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped plan of 津南区 as a site."""
    house = copy_house(tmp_path_factory.mktemp("published"))
    assert main(["--root", str(house), "publish", "-o", str(house / "site"), "--plan", "jinnan-145-sti"]) == 0
    return house / "site"


@pytest.fixture
def open_file(folder: Path, open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Opens a file of the site in a fresh page."""

    def open_(name: str, *size: object) -> Page:
        page = open_page(*size)
        page.goto(f"{folder.as_uri()}/{name}")
        page.locator("html[data-keys]").wait_for(state="attached")
        return page

    return open_


@pytest.mark.parametrize("size", [(1366, 768, "light"), (390, 844, "dark")], ids=["wide", "phone"])
def test_pages_stand_by_themselves(open_file: Callable[..., Page], size: tuple[int, int, str]) -> None:
    for name in ("zh/index.html", "zh/indicator/120112/hi-tech-enterprises.html", "en/plan/jinnan-145-sti.html"):
        page = open_file(name, *size)
        assert {url.partition(":")[0] for url in asked_of(page)} <= {"file", "data"}
        assert console_errors(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == (
            "rgb(14, 27, 41)" if size[2] == "dark" else "rgb(245, 247, 249)"
        )
        shot(page, f"published-{name.replace('/', '-')}-{size[0]}")


def test_a_number_opens_its_quote_and_links_lead_on(open_file: Callable[..., Page]) -> None:
    page = open_file("zh/index.html")
    page.get_by_role("button", name="620").first.click()
    card = page.locator("[popover]:popover-open")
    expect(card.locator("blockquote")).to_contain_text("620家")
    card.get_by_role("link", name="到指标页").click()
    expect(page).to_have_url(re.compile(r"indicator/120112/hi-tech-enterprises\.html$"))
    page.get_by_label("指标", exact=True).select_option(label="全社会研发投入强度")
    expect(page.locator("h1")).to_have_text("全社会研发投入强度")
    page.go_back()
    expect(page.locator("h1")).to_have_text("国家高新技术企业")
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_contain_text("igh-tech")


def test_the_key_leads_to_the_search_which_finds_by_initials(open_file: Callable[..., Page]) -> None:
    page = open_file("zh/plan/jinnan-145-sti.html")
    page.keyboard.press("/")
    field = page.locator("#bc-q")
    expect(field).to_be_focused()
    first = page.locator(".bc-hits a").first
    for query in ("GX", "gaoxin", "高新", "high-tech", "620 nonsense"):
        field.fill(query)
        if query.startswith("620"):
            expect(page.locator("#bc-found")).to_contain_text("没有找到“620 nonsense”")
        else:
            expect(first).to_have_text("国家高新技术企业")
    field.fill("GX")
    first.click()
    expect(page).to_have_url(re.compile(r"indicator/120112/hi-tech-enterprises\.html$"))
    page.go_back()
    expect(field).to_have_value("GX")
