"""The planner's waits: from a save or a slip to what the screen says, and how long checks take, small and large."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb
from playwright.sync_api import Browser

from bench.generate import Size, make
from biaochi import snapshot
from tests.browser.helper import new_page, visit

PLAN = "indicators/plans/jinnan-145-sti.yaml"
LARGE = Size(areas=70, indicators=236, years=10, plans=40, rows=165_000)
TIMES = 5
ENTRY = "edit?what=plan&id=jinnan-145-sti&item=4"
# Looked for at every frame: what waits by asking now and again is late by up to half a second.
SHOWN = """([name, value]) => [...document.querySelectorAll("tr")].some(
    (row) => row.textContent.includes(name) && row.textContent.includes(value))"""
TOLD = "(value) => document.querySelector('.bc-slip')?.textContent.includes(` ${value}`)"


def saving(browser: Browser, url: str, house: Path) -> Iterator[str]:
    """From the moment a plan's file is written to the moment its new number stands on an open page."""
    path = house / PLAN
    before = path.read_text("utf-8")
    page = new_page(browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768}))
    visit(page, f"{url}/plan?area=120112&plan=jinnan-145-sti")
    found = []
    for n in range(TIMES):
        value = str(631 + n)
        text = before.replace('value: "620"', f'value: "{value}"').replace("达到620家", f"达到{value}家")
        started = time.perf_counter()
        path.write_text(text, "utf-8")
        page.wait_for_function(SHOWN, arg=["国家高新技术企业", value], polling="raf", timeout=30_000)
        found.append((time.perf_counter() - started) * 1000)
        page.wait_for_timeout(400)
    path.write_text(before, "utf-8")
    page.context.close()
    yield f"save to changed screen       {statistics.median(found):8.0f} ms (longest {max(found):.0f})"


def typing(browser: Browser, url: str) -> Iterator[str]:
    """From a key that makes a value wrong, in the form of a target, to the line that says so with what was typed."""
    page = new_page(browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768}))
    visit(page, f"{url}/{ENTRY}")
    value = page.get_by_role("textbox", name="目标值")
    value.click()
    page.keyboard.press("End")
    found = []
    for _ in range(TIMES):
        started = time.perf_counter()
        page.keyboard.type("0")
        wanted = value.input_value()
        page.wait_for_function(TOLD, arg=wanted, polling="raf", timeout=30_000)
        found.append((time.perf_counter() - started) * 1000)
        page.wait_for_timeout(400)
    page.context.close()
    yield f"slip to what is said of it   {statistics.median(found):8.0f} ms (longest {max(found):.0f})"


def checking() -> Iterator[str]:
    """A full check of 236 indicators with 165,000 rows, one that finds nothing changed, and reading the files."""
    with tempfile.TemporaryDirectory() as folder:
        root = make(Path(folder), LARGE)
        with snapshot.memory() as con:
            full = _took(lambda: snapshot.read_into(con, root, date.today()))
            rows = con.execute("select count(*) from figure where role = 'observation'").fetchall()[0][0]
        files = str(root / "data/observations/*.csv")
        plain = duckdb.connect()
        sql = "create table t as select * from read_csv($files, all_varchar = true, union_by_name = true)"
        bare = _took(lambda: plain.execute(sql, {"files": files}).fetchall())
        plain.close()
        library = snapshot.Library(root)
        library.refresh()
        same = _took(library.refresh)
        library.close()
    beside = f"{full / bare:.1f} x DuckDB reading the same CSV ({bare:.0f} ms)"
    yield f"check of {rows} rows        {full:8.0f} ms = {beside}"
    yield f"the same, nothing changed    {same:8.0f} ms = {same / bare:.2f} x"


def _took(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000
