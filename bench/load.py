"""Two hundred readers with ten seconds of thought: `python -m bench.load URL PAGE`, a process of its own."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from bench.servers import Server
from tests.wire import Client

SESSIONS = 200
THOUGHT = 10.0
ASKS = 3
AREAS = ("乙区", "丙区", "丁区", "甲区")


def loading(server: Server, page: str) -> Iterator[str]:
    """The lines of `make bench-all` about many readers at once."""
    used, before = server.cpu, server.megabytes
    told = subprocess.run(
        [sys.executable, "-m", "bench.load", server.url, page], capture_output=True, text=True, check=False
    )
    yield (told.stdout.strip() or told.stderr.strip()[-400:]) + (
        f"; server {server.cpu - used:.1f} s CPU, memory {before:.0f} -> {server.megabytes:.0f} MB"
    )


def reader(url: str, page: str, nth: int) -> list[float]:
    """One reader, who comes some time in the first ten seconds and asks a few times; milliseconds of every answer."""
    time.sleep(THOUGHT * nth / SESSIONS)
    taken = []
    with Client(url, page) as client:
        for i in range(1 + ASKS):
            begun = time.perf_counter()
            client.run(**({"地区": AREAS[(nth + i) % len(AREAS)]} if i and "地区" in client.widgets else {}))
            taken.append((time.perf_counter() - begun) * 1000)
            time.sleep(THOUGHT)
    return taken


def main(url: str, page: str) -> None:
    """Runs all readers and prints one line."""
    failed, taken = 0, []
    with ThreadPoolExecutor(SESSIONS) as pool:
        for found in [pool.submit(reader, url, page, nth) for nth in range(SESSIONS)]:
            if found.exception():
                failed += 1
            else:
                taken += found.result()
    cuts = statistics.quantiles(taken, n=20)
    print(f"{SESSIONS} readers, {THOUGHT:.0f} s of thought: {len(taken)} answers, {failed} errors, ", end="")
    print(f"median {cuts[9]:.0f} ms, p95 {cuts[18]:.0f} ms (aim 300), longest {max(taken):.0f} ms")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
