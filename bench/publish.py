"""A published site beside the live pages: how long it takes to make, how large it is, how fast it opens."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, Page

from biaochi import layouts
from biaochi.publish import Wanted, publish
from biaochi.snapshot import Library
from biaochi.store import Store
from tests.browser.helper import DRAWN, READY, new_page

PAIRS = {  # the live page and its file
    "overview": ("overview", "zh/index.html"),
    "indicator": ("indicator?indicator=hi-tech-enterprises", "zh/indicator/120112/hi-tech-enterprises.html"),
    "compare": ("compare?indicator=hi-tech-enterprises", "zh/compare/hi-tech-enterprises.html"),
}
VISITS = 5


def publishing(house: Path, browser: Browser, url: str) -> Iterator[str]:
    """The lines of `make bench` about publishing the shipped catalogue."""
    library = Library(house)
    store = Store(library.current())
    places = layouts.of(house, [row["ref_area"] for row in store.areas()])
    made = publish(store, house / "site", Wanted(date.today()), places)
    per_page = 1000 * made.seconds / made.pages
    yield f"publish: {made.pages} pages, {made.files} files, {made.bytes / 1e6:.1f} MB in {made.seconds:.1f} s"
    yield f"                             {per_page:8.1f} ms a page"
    with plain_server(house / "site") as site:
        for name, (live, file) in PAIRS.items():
            there = opening(browser, f"{url}/{live}", live=True)
            served, folder = (opening(browser, f"{base}/{file}") for base in (site, made.path.as_uri()))
            yield f"{name:10} live {there:6.0f} ms, published {served:5.0f} ms, from a folder {folder:5.0f} ms"


def opening(browser: Browser, url: str, live: bool = False) -> float:
    """The median of first visits with an empty cache, in milliseconds, until the title stands."""
    return statistics.median(_first(browser, url, live) for _ in range(VISITS))


def _first(browser: Browser, url: str, live: bool) -> float:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
    page: Page = new_page(context)
    started = time.perf_counter()
    page.goto(url, wait_until="domcontentloaded")
    page.locator("h1").first.wait_for()
    if live:
        page.locator(DRAWN).locator("h1").first.wait_for()
        page.locator(READY).wait_for()
    found = (time.perf_counter() - started) * 1000
    context.close()
    return found


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def plain_server(folder: Path) -> Iterator[str]:
    """The plainest web server there is, over a folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
