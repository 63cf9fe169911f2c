"""`make bench` measures, part by part; `make bench-all` adds the larger catalogues; `python -m bench PART …` some.

Every part is kept in bench/last.txt with its own date. Wall times depend on what else the machine does; ratios, CPU,
bytes and counts hardly do.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench import report
from bench.exports import taking
from bench.generate import SIZES, make
from bench.load import loading, replicated
from bench.pages import side_by_side
from bench.planning import checking, saving, typing
from bench.present import presenting
from bench.publish import publishing
from bench.reruns import rerunning
from bench.scale import scaling
from bench.servers import Server, ours
from biaochi import snapshot
from tests.browser.helper import ARGS, chromium
from tests.conftest import ROOT, copy_house

SHIPPED = "shipped"


class Bench:
    """The projects, the servers over them and the browser, each made when a part first needs it."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self.stack = folder, stack
        self.houses: dict[str, Path] = {}
        self.servers: dict[str, Server] = {}

    def house(self, size: str) -> Path:
        """A compiled project: the shipped one, or a made-up one with the pages beside it, as a server wants it."""
        if size not in self.houses:
            at = self.folder / size
            at.mkdir()
            self.houses[size] = copy_house(at) if size == SHIPPED else make(at, SIZES[size])
            for name in () if size == SHIPPED else ("app.py", "pages", ".streamlit"):
                copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
                copy(ROOT / name, at / name)
            snapshot.Library(self.houses[size]).refresh()
        return self.houses[size]

    def server(self, size: str) -> Server:
        """Our server over a project."""
        if size not in self.servers:
            self.servers[size] = self.stack.enter_context(ours(self.house(size)))
        return self.servers[size]

    @cached_property
    def browser(self) -> Browser:
        """A real Chromium."""
        driver = self.stack.enter_context(sync_playwright())
        return driver.chromium.launch(executable_path=chromium(), args=ARGS)


def starting(bench: Bench) -> Iterator[str]:
    """Compiling the shipped catalogue, and starting over a ready snapshot."""
    library = snapshot.Library(bench.house(SHIPPED))
    yield f"compile: nothing changed     {_milliseconds(library.refresh):8.1f} ms"
    shutil.rmtree(library.folder)
    yield f"compile to a snapshot        {_milliseconds(library.refresh):8.0f} ms"
    library.close()
    for size in (SHIPPED, "S"):
        yield f"start to first answer, {size:8} {bench.server(size).started * 1000:6.0f} ms"


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


PARTS: dict[str, Callable[[Bench], Iterator[str]]] = {
    "start": starting,
    "pages": lambda b: side_by_side(b.browser, b.house("S"), {size: b.server(size) for size in (SHIPPED, "S")}),
    "pages M": lambda b: side_by_side(b.browser, b.house("S"), {"M": b.server("M")}),
    "pages L": lambda b: side_by_side(b.browser, b.house("S"), {"L": b.server("L")}),
    "reruns": lambda b: rerunning({size: b.server(size) for size in (SHIPPED, "S")}),
    "readers": lambda b: loading(b.server("S")),
    "readers, two replicas": lambda b: replicated(b.house("S")),
    "present": lambda b: presenting(b.browser, b.server(SHIPPED).url),
    "save": lambda b: saving(b.browser, b.server(SHIPPED).url, b.house(SHIPPED)),
    "typing": lambda b: typing(b.browser, b.server(SHIPPED).url),
    "check": lambda _: checking(),
    "exports": lambda b: taking(b.house(SHIPPED)),
    "publish": lambda b: publishing(b.house(SHIPPED), b.browser, b.server(SHIPPED).url),
    "data S": lambda _: scaling("S"),
    "data M": lambda _: scaling("M"),
    "data L": lambda _: scaling("L"),
}
LARGE = ("pages M", "pages L", "data M", "data L")
"""What only `make bench-all` measures."""


def main(asked: list[str]) -> int:
    """Measures the parts, prints line by line and keeps each when it is done."""
    usual = [name for name in PARTS if name not in LARGE]
    wanted = [*PARTS] if asked == ["--all"] else asked or usual
    if unknown := [name for name in wanted if name not in PARTS]:
        print(f"no part {', '.join(unknown)}; parts: {', '.join(PARTS)}")
        return 2
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        bench = Bench(Path(name), stack)
        for part in wanted:
            lines = [report.heading(part)]
            print(lines[0], flush=True)
            for line in PARTS[part](bench):
                print(line, flush=True)
                lines += line.splitlines()
            report.keep(part, lines, [*PARTS])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
