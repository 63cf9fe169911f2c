"""`make bench`: how long the yardstick takes; `make bench-all` adds larger catalogues and two hundred readers.

Kept in bench/last.txt. Wall times depend on what else the machine does; ratios, CPU, bytes and counts hardly do.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.exports import taking
from bench.generate import SIZES, make
from bench.load import loading
from bench.pages import side_by_side
from bench.planning import checking, saving
from bench.present import presenting
from bench.publish import publishing
from bench.scale import scaling
from bench.servers import Server, ours
from biaochi import snapshot
from tests.browser.helper import ARGS, chromium
from tests.conftest import ROOT, copy_house

LAST = Path(__file__).with_name("last.txt")


def milliseconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def compiling(house: Path) -> Iterator[str]:
    """Compiling the shipped catalogue."""
    library = snapshot.Library(house)
    yield f"compile to a snapshot        {milliseconds(library.refresh):8.0f} ms"
    yield f"nothing changed              {milliseconds(library.refresh):8.1f} ms"
    library.close()


def dressed(folder: Path, size: str) -> Path:
    """A made-up project with the pages beside it, as a server wants it."""
    house = make(folder, SIZES[size])
    shutil.copy(ROOT / "app.py", house)
    for name in ("pages", ".streamlit"):
        shutil.copytree(ROOT / name, house / name, ignore=shutil.ignore_patterns("__pycache__"))
    return house


def measure(every: bool) -> Iterator[str]:
    """All lines: what is quick, and with `every` what takes its time."""
    yield f"{date.today()} · {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    sizes = [*SIZES] if every else ["S"]
    for size in sizes:
        yield from scaling(size)
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        (folder / "shipped").mkdir()
        house = copy_house(folder / "shipped")
        yield from compiling(house)
        homes = {"shipped": house} | {size: dressed(folder / size, size) for size in sizes}
        servers: dict[str, Server] = {}
        for size, home in homes.items():
            snapshot.Library(home).refresh()
            servers[size] = stack.enter_context(ours(home))
            yield f"start to first answer, {size:8} {servers[size].started * 1000:6.0f} ms"
        driver = stack.enter_context(sync_playwright())
        browser = driver.chromium.launch(executable_path=chromium(), args=ARGS)
        yield from side_by_side(browser, servers)
        yield from presenting(browser, servers["shipped"].url)
        if every:
            yield from taking(house)
            yield from saving(browser, servers["shipped"].url, house)
            yield from publishing(house, browser, servers["shipped"].url)
            yield from loading(servers["S"], "overview")
        browser.close()
    if every:
        yield from checking()


def main() -> None:
    """Measures, prints line by line and keeps."""
    lines: list[str] = []
    for line in measure("--all" in sys.argv):
        print(line, flush=True)
        lines.append(line)
    LAST.write_text("\n".join(lines) + "\n", encoding="utf-8")


main()
