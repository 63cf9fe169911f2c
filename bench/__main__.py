"""`make bench`: how long the yardstick takes, measured on a copy of the shipped catalogue; kept in bench/last.txt.

Wall times depend on the machine and on what else it does; bytes and counts do not.
"""

from __future__ import annotations

import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.exports import taking
from bench.planning import checking, saving
from bench.present import presenting
from bench.publish import publishing
from biaochi import snapshot
from tests.browser.helper import ARGS, READY, chromium, new_page, running
from tests.conftest import copy_house

LAST = Path(__file__).with_name("last.txt")
PAGES = ("overview", "plan", "indicator", "area")


def milliseconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def compiling(house: Path) -> Iterator[str]:
    """Checking and compiling the catalogue, in memory and to a file."""
    library = snapshot.Library(house)
    yield f"compile to a snapshot        {milliseconds(library.refresh):8.0f} ms"
    yield f"nothing changed              {milliseconds(library.refresh):8.1f} ms"
    with snapshot.memory() as con:
        rows = snapshot.compile_into(con, house, date.today()) and con.execute("select count(*) from figure").fetchall()
        yield f"figures                      {rows[0][0]:8d}"


def pages(url: str, house: Path) -> Iterator[str]:
    """Each page: the first visit with an empty cache, again with a full one, and what came over the wire."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=ARGS)
        for name in PAGES:
            page = new_page(browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768}))
            wire = received(page)
            cold = milliseconds(
                lambda page=page, name=name: (page.goto(f"{url}/{name}"), page.locator(READY).wait_for())
            )
            page.wait_for_load_state("networkidle")
            kilobytes, requests = sum(wire) / 1024, len(wire)
            warm = [milliseconds(lambda page=page: (page.reload(), page.locator(READY).wait_for())) for _ in range(3)]
            shown = f"{kilobytes:6.0f} kB in {requests:3d} requests"
            yield f"{name:12} first visit {cold:6.0f} ms, again {statistics.median(warm):6.0f} ms, {shown}"
        yield from saving(browser, url, house)
        yield from presenting(browser, url)
        yield from publishing(house, browser, url)
        browser.close()


def received(page: Page) -> list[int]:
    """The sizes on the wire of what the page receives, as it receives it."""
    sizes: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    return sizes


def main() -> None:
    """Measures, prints and keeps."""
    lines = [f"{date.today()} · {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"]
    with tempfile.TemporaryDirectory() as folder:
        house = copy_house(Path(folder))
        lines += compiling(house)
        lines += taking(house)
        started = time.perf_counter()
        with running(house) as url:
            lines.append(f"start to first answer        {(time.perf_counter() - started) * 1000:8.0f} ms")
            lines += pages(url, house)
    lines += checking()
    LAST.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


main()
