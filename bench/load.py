"""Two hundred readers with ten seconds of thought, at our own server and at two replicas behind nginx.

`python -m bench.load URL` is all the readers, a process of its own: each opens a page, six pages in turn, and then asks
three times for another area. It shares the two cores with what it measures.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bench.reruns import AREAS
from bench.servers import Server
from tests.all.city import City
from tests.wire import Client

SESSIONS = 200
THOUGHT = 10.0
ASKS = 3
PAGES = ("overview", "plan", "indicator", "area", "compare", "quality")
AIM = 300.0


def loading(server: Server) -> Iterator[str]:
    """The lines of `make bench` about many readers at one process."""
    yield from _readers(server.url, [server])


def replicated(house: Path) -> Iterator[str]:
    """The same at two replicas behind nginx, with the configuration of deploy/."""
    with tempfile.TemporaryDirectory() as folder:
        city = City(Path(folder), house)
        try:
            city.start()
            yield from _readers(city.url.rstrip("/"), [Server("", one.process.pid, 0) for one in city.replicas])
        finally:
            city.stop()


def _readers(url: str, servers: list[Server]) -> Iterator[str]:
    for nth in range(4 * len(PAGES)):  # somebody has seen every page of the four areas before, at either replica
        _visit(url, nth, thought=0)
    before = [(one.cpu, one.megabytes) for one in servers]
    told = subprocess.run([sys.executable, "-m", "bench.load", url], capture_output=True, text=True, check=False)
    yield told.stdout.strip() or told.stderr.strip()[-400:]
    for one, (cpu, memory) in zip(servers, before, strict=True):
        yield f"  server {one.cpu - cpu:.1f} s CPU, memory {memory:.0f} -> {one.megabytes:.0f} MB"


class Lean(Client):
    """Looks for widgets only: what it reads would cost the cores that are measured."""

    def _element(self, element: Any) -> str:
        one = getattr(element, element.WhichOneof("type"))
        name = getattr(one, "id", "")
        if name.startswith("$$ID"):
            self.widgets[getattr(one, "label", "") or name] = name
        return ""


def reader(url: str, nth: int) -> tuple[str, list[float]]:
    """One reader, who comes some time in the first ten seconds: the page, and milliseconds of every answer in order."""
    time.sleep(THOUGHT * nth / SESSIONS)
    return _visit(url, nth, THOUGHT)


def _visit(url: str, nth: int, thought: float) -> tuple[str, list[float]]:
    page, taken = PAGES[nth % len(PAGES)], []
    with Lean(url, page, headers={"Cookie": f"biaochi_node={nth * 2654435761:032x}"}) as client:
        for i in range(1 + ASKS):
            begun = time.perf_counter()
            client.run(**({"地区": AREAS[(nth + i) % len(AREAS)]} if i and "地区" in client.widgets else {}))
            taken.append((time.perf_counter() - begun) * 1000)
            time.sleep(thought)
    return page, taken


def main(url: str) -> None:
    """Runs all readers and prints how long they waited, together and by page."""
    failed: list[str] = []
    taken: dict[str, list[float]] = defaultdict(list)
    began = time.perf_counter()
    with ThreadPoolExecutor(SESSIONS) as pool:
        for found in [pool.submit(reader, url, nth) for nth in range(SESSIONS)]:
            if error := found.exception():
                failed.append(repr(error))
            else:
                page, times = found.result()
                taken[page] += times
    every = sorted(one for times in taken.values() for one in times)
    later = [one for times in taken.values() for n, one in enumerate(times) if n % (1 + ASKS)]
    took = f"{len(every)} answers in {time.perf_counter() - began:.0f} s, {len(failed)} errors {' '.join(failed[:1])}"
    print(f"{SESSIONS} readers, {THOUGHT:.0f} s of thought: {took}")
    cuts = statistics.quantiles(every, n=20)
    print(f"  median {cuts[9]:.0f} ms, p95 {cuts[18]:.0f} ms (aim {AIM:.0f}), longest {every[-1]:.0f} ms", end="")
    print(f"; without the first page p95 {statistics.quantiles(later, n=20)[18]:.0f} ms")
    by_page = [f"{page} {statistics.quantiles(times, n=20)[18]:.0f}" for page, times in taken.items()]
    print(f"  p95 by page: {', '.join(by_page)}")


if __name__ == "__main__":
    main(sys.argv[1])
