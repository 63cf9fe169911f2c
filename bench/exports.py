"""Seconds and bytes of every export of the default plan, each made once cold (its libraries loaded) and then again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from biaochi import exports
from biaochi.selection import Selection
from biaochi.snapshot import Library
from biaochi.store import Store
from biaochi.words import Words


def taking(house: Path) -> Iterator[str]:
    """The lines of `make bench` about files to take along."""
    library = Library(house)
    store, words = Store(library.current()), Words("zh")
    chosen = Selection(plan=store.config.default_plan or "")
    for kind in exports.KINDS:
        times = []
        for _ in range(2):
            started = time.perf_counter()
            data = exports.make(kind, store, chosen, words)
            times.append((time.perf_counter() - started) * 1000)
        yield f"export {kind:12} first {times[0]:6.0f} ms, again {times[1]:6.0f} ms, {len(data) / 1024:6.0f} kB"
    library.close()
