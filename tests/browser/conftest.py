"""One browser and one server of each kind for a run; pages in Chinese, at an official's screen size."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.helper import ARGS, chromium, new_page, outside_requests, running, shot
from tests.conftest import Gallery, copy_house

expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=ARGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`biaochi serve` over a copy of the shipped catalogue; tests must not edit it (use `house` and `running`)."""
    with running(copy_house(tmp_path_factory.mktemp("house"))) as url:
        yield url


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A function that opens a fresh page: `open_page(width=390, height=844, scheme="dark")`."""
    pages: list[Page] = []

    def make(width: int = 1366, height: int = 768, scheme: str = "light", **options: object) -> Page:
        context = browser.new_context(
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
            **options,  # type: ignore[arg-type]
        )
        pages.append(new_page(context))
        return pages[-1]

    yield make
    for page in pages:
        outside_requests(page)
        page.context.close()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A fresh page at 1366x768; nothing it does may leave the host."""
    return open_page()


@pytest.fixture
def picture(gallery: Gallery) -> Callable[[Page, str], None]:
    """Puts what a page shows into docs/pictures for the guides, with `--pictures`; does nothing otherwise."""
    return lambda page, name: gallery(name, lambda: Image.open(shot(page, name, whole=False)))
