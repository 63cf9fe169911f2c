"""The comparison page in a real browser: links, Back, pop-ups, downloads, phone and wall, light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.helper import console_errors, running, settled, shot, sound, visit
from tests.compare_house import write_house

VIEWS = ("ranking", "change", "several", "tiles")
TALENT = "compare?indicator=talent-settlement"
SIZES = [(1366, 768, "light"), (1366, 768, "dark"), (1920, 1080, "light"), (390, 844, "light"), (390, 844, "dark")]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The made-up city, served."""
    with running(write_house(tmp_path_factory.mktemp("city"))) as url:
        yield url


def query(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def fits(page: Page) -> None:
    """Nothing reaches beyond the screen, once the fields have found their widths."""
    page.wait_for_function(
        "() => (e => e.scrollWidth <= e.clientWidth + 1)(document.querySelector('[data-testid=\"stMain\"]'))",
        timeout=10_000,
    )


def choose(page: Page, key: str, option: str) -> None:
    """Picks an option of a select box by its words."""
    page.locator(f".st-key-{key} [role=combobox]").click()
    page.keyboard.type(option[:6])  # a long list is drawn only as far as it is seen
    page.get_by_role("option", name=option, exact=True).click()
    settled(page)


@pytest.mark.parametrize(("width", "height", "scheme"), SIZES)
@pytest.mark.parametrize("where", [*VIEWS, "talent", "refused"])
def test_every_view_fits_every_screen(
    server: str, open_page: Callable[..., Page], where: str, width: int, height: int, scheme: str
) -> None:
    page = open_page(width, height, scheme)
    links = {
        "ranking": "compare", "talent": TALENT,
        "refused": "compare?view=change&other=2022-01/2022-05&period=2023-01/2023-08",
    }  # fmt: skip
    visit(page, f"{server}/{links.get(where, f'compare?view={where}')}")
    sound(page)
    expect(page.get_by_role("heading", name="跨区对比")).to_be_visible()
    fits(page)
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.bc-card')]
        .filter(e => e.offsetParent && e.scrollWidth > e.clientWidth + 1).map(e => e.className)"""
    )
    assert cut == []
    shot(page, f"compare-{where}-{width}-{scheme}")
    assert console_errors(page) == []


def test_tabs_and_groups_are_links_and_back_works(server: str, page: Page) -> None:
    visit(page, f"{server}/compare")
    page.evaluate("window.sameDocument = true")
    page.get_by_role("link", name="2023年1—8月 · 6个地区").click()
    expect(page.get_by_role("heading", name="可比组：6个地区，2023年1—8月")).to_be_visible()
    assert query(page)["period"] == "2023-01/2023-08"
    page.get_by_role("link", name="方格图").click()  # the period goes along
    expect(page.locator(".bc-spot")).to_have_count(6)
    page.get_by_role("link", name="两期变化").click()
    expect(page.get_by_role("heading", name="2022年1—5月 → 2023年1—5月：5个地区两期都有数")).to_be_visible()
    page.go_back()
    expect(page.locator(".bc-spot")).to_have_count(6)
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", name="可比组：16个地区，2022年1—5月")).to_be_visible()
    assert page.evaluate("window.sameDocument === true")


def test_pickers_write_the_link_and_back_restores_them(server: str, page: Page) -> None:
    visit(page, f"{server}/compare")
    choose(page, "pick_indicator", "人才引进与落户（各种口径）")
    expect(page.get_by_role("heading", name="人才引进与落户：不能排名")).to_be_visible()
    assert query(page)["indicator"] == "talent-settlement"
    choose(page, "pick_among", "自选地区")
    expect(page.get_by_text("请在上面选要比较的地区，至少两个。")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="人才引进与落户：不能排名")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="可比组：16个地区，2022年1—5月")).to_be_visible()
    expect(page.locator(".st-key-pick_indicator [role=combobox]")).to_have_value("国家科技型中小企业评价入库数（当年）")


def test_an_own_choice_of_areas_is_kept_in_the_link(server: str, page: Page) -> None:
    visit(page, f"{server}/compare")
    choose(page, "pick_among", "自选地区")
    assert len(query(page)["areas"].split(",")) == 16
    field = page.locator(".st-key-pick_areas")
    expect(field).to_contain_text("津南区")
    field.get_by_role("button", name="Remove 蓟州区").click(force=True)  # beyond the edge of the field
    page.wait_for_url(lambda url: "120119" not in url)
    settled(page)
    assert len(query(page)["areas"].split(",")) == 15
    link = page.url
    visit(page, link)
    expect(page.locator(".bc-rank tbody tr")).to_have_count(15)


def test_numbers_open_their_quotes_on_bars_and_on_tiles(server: str, page: Page) -> None:
    visit(page, f"{server}/compare")
    page.locator(".bc-rank .bc-own .bc-num").click()
    card = page.locator("[popover]:popover-open")
    expect(card).to_contain_text("226家")
    expect(card.locator("blockquote")).to_contain_text("226")
    card.get_by_role("button", name="关闭").click()
    expect(page.locator("[popover]:popover-open")).to_have_count(0)
    page.locator(".bc-sum-badge .bc-num").click()
    expect(page.locator("[popover]:popover-open")).to_contain_text("4,222家")
    page.keyboard.press("Escape")
    visit(page, f"{server}/compare?view=tiles")
    page.get_by_role("button", name="津南区226家").click()
    expect(page.locator("[popover]:popover-open")).to_contain_text("226家")


def test_a_ratio_opens_its_division_with_both_quotes(city: str, page: Page) -> None:
    visit(page, f"{city}/compare?indicator=mills")
    page.get_by_role("link", name="按常住人口计 自行计算（E）").click()
    expect(page.get_by_text("比值为自行计算，不是公布数（状态 E）。").first).to_be_visible()
    page.locator(".bc-rank .bc-own .bc-num").click()
    card = page.locator("[popover]:popover-open")
    expect(card.locator("blockquote")).to_have_count(2)
    expect(card).to_contain_text("自行计算（E）")
    shot(page, "compare-ratio", whole=False)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_users_boundaries_are_drawn_with_their_review_number(
    city: str, open_page: Callable[..., Page], scheme: str
) -> None:
    page = open_page(scheme=scheme)
    visit(page, f"{city}/compare?indicator=mills")
    page.get_by_role("link", name="地图").click()
    expect(page.locator("svg").get_by_text("审图号：测S（2026）000号")).to_be_visible()
    page.get_by_role("button", name="乙区58家").click()
    expect(page.locator("[popover]:popover-open")).to_contain_text("58家")
    page.keyboard.press("Escape")
    shot(page, f"compare-map-{scheme}")


@pytest.mark.parametrize(
    "where", ["compare?indicator=mills", "compare?view=several", "compare?indicator=idle&view=change"]
)
def test_the_made_up_city_fits_too(city: str, open_page: Callable[..., Page], where: str) -> None:
    for width, height in ((1366, 768), (390, 844)):
        page = open_page(width, height)
        visit(page, f"{city}/{where}")
        sound(page)
        fits(page)
        shot(page, f"compare-city-{where.split('=')[-1]}-{width}")


@pytest.mark.parametrize(
    ("label", "ending", "magic"),
    [
        ("CSV 表", "csv", b"\xef\xbb\xbf"),
        ("XLSX 表", "xlsx", b"PK"),
        ("SVG 图", "svg", b"<svg"),
        ("PNG 图", "png", b"\x89PNG"),
    ],
)
def test_files_are_made_when_they_are_asked_for(
    server: str, page: Page, tmp_path: Path, label: str, ending: str, magic: bytes
) -> None:
    visit(page, f"{server}/compare")
    with page.expect_download() as got:
        page.get_by_role("button", name=label).click()
    assert got.value.suggested_filename.startswith("compare-sci-tech-sme-entries-2022-01_2022-05-20")
    assert got.value.suggested_filename.endswith(f".{ending}")
    got.value.save_as(tmp_path / "file")
    made = (tmp_path / "file").read_bytes()
    assert made.startswith(magic)
    if ending in ("csv", "svg"):
        assert "2022年1-5月份各区创新型企业评价进展情况" in made.decode("utf-8-sig")
    expect(page.get_by_role("heading", name="可比组：16个地区")).to_be_visible()


def test_an_impossible_link_is_answered_in_one_line(server: str, page: Page) -> None:
    visit(page, f"{server}/compare?view=mapp&period=1066&areas=zz")
    sound(page)
    expect(page.get_by_text("没有名为 mapp 的看法")).to_be_visible()
    expect(page.get_by_text("链接里的地区范围 zz 不能用")).to_be_visible()
    expect(page.get_by_text("1066没有可比组")).to_be_visible()


def test_printed_the_page_keeps_bars_and_drops_what_cannot_be_clicked(server: str, page: Page) -> None:
    visit(page, f"{server}/compare")
    page.emulate_media(media="print")
    expect(page.locator(".bc-rank")).to_be_visible()
    expect(page.locator(".bc-tabs")).to_be_hidden()
    expect(page.locator(".st-key-downloads")).to_be_hidden()
