"""From the key press to the next page on screen, beside a bare Streamlit page whose button shows the next number."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.helper import READY, free_port, new_page

TIMES = 20
BARE = """
import streamlit as st
if "i" not in st.session_state: st.session_state.i = 0
def turn(): st.session_state.i += 1
st.button("next", on_click=turn, shortcut="PageDown")
st.markdown(f"<p id='at'>{st.session_state.i}</p>", unsafe_allow_html=True)
"""
# From the key press to the frame that follows the change, in ms; both pages are asked in the same way.
TURN = """([what, attribute]) => new Promise((done) => {
  const root = document.documentElement;
  const read = () => attribute ? root.getAttribute(attribute) : document.querySelector(what)?.textContent;
  const before = read(), begun = performance.now();
  const painted = () => requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun), 0));
  const look = () => (read() === before ? setTimeout(look, 0) : painted());
  const key = { key: "PageDown", code: "PageDown", keyCode: 34, bubbles: true };
  document.body.dispatchEvent(new KeyboardEvent("keydown", key));
  document.body.dispatchEvent(new KeyboardEvent("keyup", key));
  look();
})"""


def presenting(browser: Browser, url: str) -> Iterator[str]:
    """The lines of `make bench` about turning pages."""
    page = new_page(browser.new_context(locale="zh-CN", viewport={"width": 1920, "height": 1080}))
    started = time.perf_counter()
    page.goto(f"{url}/present?deck=jinnan-145-sti")
    page.locator("html[data-bc-slide]").wait_for(state="attached", timeout=60_000)
    yield f"present      first visit {(time.perf_counter() - started) * 1000:6.0f} ms"
    yield f"key to next page           {turning(page, ['', 'data-bc-slide'], back='Home'):8.1f} ms"
    with bare() as other:
        page = new_page(browser.new_context(viewport={"width": 1920, "height": 1080}))
        page.goto(other)
        page.locator("#at").wait_for(timeout=60_000)
        page.locator(READY).wait_for()
        yield f"the same, bare Streamlit   {turning(page, ['#at', '']):8.1f} ms"


def turning(page: Page, what: list[str], back: str = "") -> float:
    """The median of some turns, in milliseconds."""
    found = []
    for n in range(TIMES):
        if back and n % 8 == 0:
            page.keyboard.press(back)
        found.append(float(page.evaluate(TURN, what)))
        page.wait_for_timeout(60)
    return statistics.median(found)


@contextmanager
def bare() -> Iterator[str]:
    """A Streamlit page with nothing but a button and a number."""
    folder = Path(tempfile.mkdtemp())
    (folder / "bare.py").write_text(BARE, encoding="utf-8")
    port = free_port()
    told = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "bare.py",
        "--server.port",
        str(port),
        "--server.headless",
        "true",
    ]
    process = subprocess.Popen(told, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health"):
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)
