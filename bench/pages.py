"""Our overview beside a bare Streamlit page and a plain Streamlit + Plotly page, in one run, in a real Chromium."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize

from bench.plain import HELLO, PLOTLY
from bench.reruns import AREAS, costs, memory_of
from bench.servers import Server, plain
from tests.browser.helper import new_page

VISITS = 3
SCREEN = ViewportSize(width=1366, height=768)


@dataclass(frozen=True)
class Figures:
    """What one page took: milliseconds, kilobytes on the wire, and so on."""

    cold: float
    warm: float
    change: float
    kilobytes: float
    requests: int
    cpu: float
    memory: float

    def line(self, name: str) -> str:
        """The line of `make bench`."""
        change = f"{self.change:5.0f} ms" if self.change else "       –"
        shown = (
            f"{name:22} cold {self.cold:5.0f} ms, warm {self.warm:5.0f} ms, change {change}, {self.kilobytes:5.0f} kB"
        )
        rest = f"{self.requests:3d} requests, {self.cpu:5.1f} ms CPU a rerun, {self.memory:5.2f} MB a session"
        return f"{shown} in {rest}"


def side_by_side(browser: Browser, house: Path, ours: dict[str, Server]) -> Iterator[str]:
    """The lines of hello, of the Plotly page over a project, of our overview at each size, and the ratios."""
    with plain(HELLO) as server:
        hello = measured(browser, server, "", "[data-testid=stMain] h1", changes=False)
    yield hello.line("hello")
    with plain(PLOTLY, house) as server:
        plotly = measured(browser, server, "", ".js-plotly-plot .main-svg", label="地区", sign=".gtitle")
    yield plotly.line("Streamlit + Plotly")
    for size, server in ours.items():
        own = measured(
            browser, server, "overview", ".bc-gauge, .bc-bar, main h1", label="地区", changes=size != "shipped"
        )
        yield own.line(f"overview, {size}")
        told = f"  to hello: cold {own.cold / hello.cold:.2f}, warm {own.warm / hello.warm:.2f} (aim 1.25)"
        yield told + (f"; change to Plotly's {own.change / plotly.change:.2f} (aim 0.30)" if own.change else "")


def measured(
    browser: Browser, server: Server, page: str, content: str, label: str = "", changes: bool = True, sign: str = "h1"
) -> Figures:
    """Every figure of one page."""
    address = f"{server.url}/{page}"
    _visit(browser, address, content)  # the server's own first time is no reader's
    colds, warms = [], []
    for _ in range(VISITS):
        cold, warm, wire = _visit(browser, address, content)
        colds.append(cold)
        warms.append(warm)
    change = _changing(browser, address, content, sign) if changes and label else 0
    cpu, memory = costs(server, page, label if changes else "")[1], memory_of(server, page)
    return Figures(statistics.median(colds), statistics.median(warms), change, sum(wire) / 1000, len(wire), cpu, memory)


def _visit(browser: Browser, address: str, content: str) -> tuple[float, float, list[int]]:
    """A first visit with an empty cache and a second one with a full one, in ms; and what the first received."""
    context = browser.new_context(locale="zh-CN", viewport=SCREEN)
    page = new_page(context)
    wire = received(page)
    cold = _until(page, address, content)
    page.wait_for_load_state("networkidle")
    first = [*wire]
    page.goto("about:blank")
    warm = _until(page, address, content)
    context.close()
    return cold, warm, first


def _until(page: Page, address: str, content: str) -> float:
    begun = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator(content).first.wait_for(timeout=60_000)
    return (time.perf_counter() - begun) * 1000


def _changing(browser: Browser, address: str, content: str, sign: str) -> float:
    """From the choice of another area to its name in the title of the page or of the chart, in ms."""
    page = new_page(browser.new_context(locale="zh-CN", viewport=SCREEN))
    _until(page, address, content)
    taken = []
    for name in AREAS * 3:
        page.wait_for_timeout(300)
        box = page.locator('[data-testid="stSelectbox"] input').first
        box.click()
        box.fill(name)
        option = page.locator('[role="option"]').filter(has_text=name).first
        option.wait_for()
        begun = time.perf_counter()
        option.click()
        page.locator(sign).filter(has_text=name).first.wait_for()
        taken.append((time.perf_counter() - begun) * 1000)
    page.context.close()
    return statistics.median(taken[len(AREAS) :])


def received(page: Page) -> list[int]:
    """The sizes on the wire of what the page receives, as it receives it."""
    sizes: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    return sizes
