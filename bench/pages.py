"""Our overview beside plain Streamlit pages, without and with Plotly, in one run, in a real Chromium."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize

from bench.plain import HELLO, LIST, PLOTLY
from bench.reruns import AREAS, costs, memory_of
from bench.servers import Server, plain
from tests.browser.helper import new_page

VISITS = 5
CHANGES = 4
# From the click to the frame that follows the change, in ms, as the page itself sees it.
WATCH = """([sign, name]) => {
  window.changed = new Promise((done) => document.addEventListener("click", () => {
    const begun = performance.now();
    const painted = () => requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun), 0));
    const stands = () => [...document.querySelectorAll(sign)].some((one) => one.textContent.includes(name));
    const seen = new MutationObserver(() => { if (stands()) { seen.disconnect(); painted(); } });
    seen.observe(document.body, { subtree: true, childList: true, characterData: true });
  }, { capture: true, once: true }));
}"""
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


@dataclass(frozen=True)
class Asked:
    """A page to measure: what shows that its content stands, and where a change shows."""

    name: str
    server: Server
    page: str = ""
    content: str = "[data-testid=stMain] h1"
    label: str = ""
    sign: str = "h1"

    @property
    def address(self) -> str:
        """Its link."""
        return f"{self.server.url}/{self.page}"


def side_by_side(browser: Browser, house: Path, ours: dict[str, Server]) -> Iterator[str]:
    """The lines of the plain pages over a project, of our overview at each size, and the ratios.

    They are visited in turn, so that what else the machine does falls on all of them alike.
    """
    with plain(HELLO) as hello, plain(LIST, house) as line, plain(PLOTLY, house) as plotly:
        asked = [
            Asked("hello", hello),
            Asked("Streamlit, a list", line, label="地区"),
            Asked("Streamlit + Plotly", plotly, "", ".js-plotly-plot .main-svg", "地区", ".gtitle"),
        ]
        for size, server in ours.items():
            content = ".bc-gauge, .bc-bar, main h1"
            asked.append(Asked(f"overview, {size}", server, "overview", content, "" if size == "shipped" else "地区"))
        found = measured(browser, asked)
    for name, figures in found.items():
        yield figures.line(name)
    bare, least, plots = found["hello"], found["Streamlit, a list"], found["Streamlit + Plotly"]
    for name in [f"overview, {size}" for size in ours]:
        own = found[name]
        told = f"{name} to hello: cold {own.cold / bare.cold:.2f}, warm {own.warm / bare.warm:.2f} (aim 1.25)"
        yield told + (f"; change to Plotly's {own.change / plots.change:.2f} (aim 0.30)" if own.change else "")
    yield f"Streamlit's own share of a change: {least.change / plots.change:.2f} of Plotly's"


def measured(browser: Browser, asked: list[Asked]) -> dict[str, Figures]:
    """Every figure of every page, by its name."""
    for one in asked:
        _visit(browser, one.address, one.content)  # the server's own first time is no reader's
    visits = [{one.name: _visit(browser, one.address, one.content) for one in asked} for _ in range(VISITS)]
    changes = _changing(browser, [one for one in asked if one.label])
    found = {}
    for one in asked:
        colds, warms, wires = zip(*(visit[one.name] for visit in visits), strict=True)
        cpu, memory = costs(one.server, one.page, one.label)[1], memory_of(one.server, one.page)
        found[one.name] = Figures(
            statistics.median(colds), statistics.median(warms), changes.get(one.name, 0),
            statistics.median(sum(wire) for wire in wires) / 1000, len(wires[0]), cpu, memory,
        )  # fmt: skip
    return found


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


def _changing(browser: Browser, asked: list[Asked]) -> dict[str, float]:
    """From the choice of another area to its name in the title of the page or of the last chart, in ms."""
    pages = {one.name: new_page(browser.new_context(locale="zh-CN", viewport=SCREEN)) for one in asked}
    for one in asked:
        _until(pages[one.name], one.address, one.content)
    taken: dict[str, list[float]] = {one.name: [] for one in asked}
    for area in AREAS * CHANGES:
        for one in asked:
            taken[one.name].append(_pick(pages[one.name], area, one.sign))
    for page in pages.values():
        page.context.close()
    return {name: statistics.median(times[len(AREAS) :]) for name, times in taken.items()}


def _pick(page: Page, area: str, sign: str) -> float:
    page.bring_to_front()
    page.wait_for_timeout(300)
    box = page.locator('[data-testid="stSelectbox"] input').first
    box.click()
    box.fill(area)
    option = page.locator('[role="option"]').filter(has_text=area).first
    option.wait_for()
    page.evaluate(WATCH, [sign, area])
    option.click()
    return float(page.evaluate("window.changed"))


def received(page: Page) -> list[int]:
    """The sizes on the wire of what the page receives, as it receives it."""
    sizes: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    return sizes
