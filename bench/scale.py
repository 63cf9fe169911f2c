"""How catalogues of three sizes are checked, compiled, started from, edited and asked; each in a process of its own.

`python -m bench.scale S FOLDER` prints the lines of one size.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb

from bench.generate import SIZES, key, make
from biaochi import layouts, search, snapshot, views
from biaochi.selection import Selection
from biaochi.store import Store
from biaochi.words import Words

TYPED = """create table observation as
select indicator, ref_area, cast(time_period as integer) as time_period, value, try_cast(value as double) as number,
    source, quote, obs_status, note
from read_csv($files, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = {
    'indicator': 'varchar', 'ref_area': 'varchar', 'time_period': 'varchar', 'value': 'varchar', 'source': 'varchar',
    'quote': 'varchar', 'obs_status': 'varchar', 'note': 'varchar'})"""
AREA, PLAN, INDICATOR, DOCUMENT = "990101", "plan-0001", key(0), "bulletin-01-2024"
YESTERDAY = date.today() - timedelta(days=1)
"""A date for which the snapshot holds no verdicts."""


def scaling(size: str) -> Iterator[str]:
    """The lines of `make bench` about one size."""
    with tempfile.TemporaryDirectory() as folder:
        told = subprocess.run(
            [sys.executable, "-m", "bench.scale", size, folder], capture_output=True, text=True, check=False
        )
    yield told.stdout.rstrip() or told.stderr[-400:]


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock and of CPU."""
    clock, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - cpu


def main(size: str, folder: Path) -> None:
    """Prints what one size takes."""
    house = make(folder / "house", SIZES[size])
    files = [str(path) for path in sorted(house.glob("data/observations/*.csv"))]
    bare = timed(lambda: _bare(folder / "bare.duckdb", files))
    library = snapshot.Library(house)
    compiled = timed(library.refresh)
    shown = library.path(library.attempt().shown).stat().st_size / 1e6
    print(f"{size}: compile {compiled[0]:6.2f} s, {compiled[1]:6.2f} s CPU, {shown:.0f} MB; DuckDB stores")
    ratio = f"{compiled[1] / bare[1]:.1f} x the CPU (aim 3)"
    print(f"   stores the same files typed in {bare[0]:.2f} s, {bare[1]:.2f} s CPU: {ratio}")
    print(f"   peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")
    edited = Path(files[len(files) // 2])
    edited.write_text(edited.read_text(encoding="utf-8").replace(",,\n", ",A,\n", 1), encoding="utf-8")
    print(f"   one file edited to the new snapshot {timed(library.refresh)[0]:6.2f} s")
    library.close()
    fresh = snapshot.Library(house)
    print(f"   start from a ready snapshot {timed(lambda: Store(fresh.current()).config)[0] * 1000:6.0f} ms")
    for turn in ("the first in a process", "the next"):
        took = timed(lambda: search.prepare(Store(fresh.current())))
        print(f"   search made ready, {turn}: {took[0] * 1000:.0f} ms, {took[1] * 1000:.0f} ms CPU")
    for name, ask in PAGES.items():
        once(fresh, ask)
        best = min(once(fresh, ask) for _ in range(5))
        print(f"   {name:13} {best[0] * 1000:7.0f} ms, {best[1] * 1000:5.0f} ms CPU with nothing remembered")


def once(library: snapshot.Library, ask: Callable[[Store, Selection, Words, Path], object]) -> tuple[float, float]:
    """What one page takes for the first reader after a change: no answer is remembered but those that were made ready.

    Before a new snapshot is shown, its search is made ready (sessions.renew), and with it the lists of areas,
    indicators, plans and documents.
    """
    store, chosen = Store(library.current()), Selection(area=AREA, plan=PLAN, indicator=INDICATOR)
    search.prepare(store)
    return timed(lambda: ask(store, chosen, Words("zh"), library.root))


def _bare(file: Path, files: list[str]) -> None:
    with duckdb.connect(str(file), config={"threads": 2}) as con:
        con.execute(TYPED, {"files": files})


def _indicator(store: Store, chosen: Selection, words: Words, _: Path) -> None:
    for part in (views.indicator_title, views.evidence, views.sum_card, views.definition, views.others):
        part(store, chosen, words)


def _compare(store: Store, chosen: Selection, words: Words, root: Path) -> None:
    views.compare(store, chosen, words, layouts.of(root, [row["ref_area"] for row in store.areas()]))


def _attempt(root: Path) -> snapshot.Attempt:
    found = snapshot.Library(root).told()
    return found or snapshot.Attempt("", "", [])


PAGES: dict[str, Callable[[Store, Selection, Words, Path], object]] = {
    "overview": lambda store, chosen, words, _: views.overview(store, chosen, words),
    "plan": lambda store, chosen, words, _: views.plan(store, chosen, words),
    "indicator": _indicator,
    "area": lambda store, chosen, words, _: views.area(store, chosen, words),
    "compare": _compare,
    "document": lambda store, chosen, words, _: views.source(store, replace(chosen, source=DOCUMENT), words, None),
    "sources": lambda store, chosen, words, _: views.sources(store, chosen, words),
    "quality": lambda store, chosen, words, root: views.quality(store, chosen, words, _attempt(root)),
    "quality all": lambda store, chosen, words, root: views.quality(store, Selection(), words, _attempt(root)),
    "search": lambda store, chosen, words, _: views.search(store, replace(chosen, q="甲区 指标甲"), words),
    "nothing found": lambda store, chosen, words, _: views.search(store, replace(chosen, q="指标甲 2026"), words),
    "yesterday": lambda store, chosen, words, _: views.overview(store, replace(chosen, as_of=YESTERDAY), words),
}


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
