"""Starting the application, opening its pages in a real Chromium, and what must hold for each of them."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page

from tests.conftest import ROOT

WAYS = ("serve", "streamlit")
READY = '[data-testid="stApp"][data-test-script-state="notRunning"][data-test-connection-state="CONNECTED"]'
DRAWN = '[data-testid="stMain"]'
ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run", "--lang=zh-CN",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]  # fmt: skip


def chromium() -> str:
    """The browser to drive; without one the tests fail and say what to install, they are never skipped."""
    for name in (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"):
        if name and (found := shutil.which(name)):
            return found
    raise FileNotFoundError(
        "浏览器测试需要 Chromium 与中文字体：sudo apt-get install chromium fontconfig fonts-noto-cjk"
    )


def free_port() -> int:
    """A port nobody listens on at the moment."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def command(way: str, port: int, host: str = "") -> list[str]:
    """How the application is started: our server, or plain `streamlit run`."""
    if way == "serve":
        return [sys.executable, "-m", "biaochi", "serve", "--port", str(port), *(["--host", host] if host else [])]
    told = ["--server.address", host] if host else []
    return [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), *told]


def environment() -> dict[str, str]:
    """The environment of a started application: the package from this tree, no say of the machine's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("STREAMLIT_", "BIAOCHI_"))}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


@contextlib.contextmanager
def running(house: Path, way: str = "serve", host: str = "", port: int = 0, **more: str) -> Iterator[str]:
    """The application over a copy of the project, answering; its address. What it printed is shown if it fails.

    `host` is what it binds beside its own choice, `more` goes into its environment.
    """
    port = port or free_port()
    url = f"http://127.0.0.1:{port}"
    log = house / f"{way}-{port}.log"
    _LOGS[port] = log
    with log.open("w") as out:
        process = subprocess.Popen(
            command(way, port, host), cwd=house, env={**environment(), **more}, stdout=out, stderr=out
        )
    try:
        _wait(url, process, log)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/_stcore/health") as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise AssertionError(f"the application did not start:\n{log.read_text()}")


_LOGS: dict[int, Path] = {}


def sound(page: Page) -> None:
    """Asserts that the page at hand stands without an exception; what the server said is shown if not."""
    if page.locator('[data-testid="stException"]').count():
        log = _LOGS.get(urlsplit(page.url).port or 0)
        raise AssertionError(f"{page.url} raised:\n{log.read_text()[-3000:] if log else page.inner_text('body')}")


@dataclass
class Seen:
    """What a page asked for and complained about."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


_SEEN: dict[Page, Seen] = {}


def new_page(context: BrowserContext) -> Page:
    """A page whose requests and complaints are kept."""
    page = context.new_page()
    seen = _SEEN[page] = Seen()
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("websocket", lambda one: seen.requests.append(one.url))
    page.on("console", lambda said: seen.errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    return page


def visit(page: Page, url: str) -> Page:
    """Opens an address and waits until the page stands: script finished, connection up."""
    page.goto(url)
    return settled(page)


def settled(page: Page) -> Page:
    """Waits until the page at hand has finished drawing."""
    # The state says "notRunning" before the first run too, so something must stand there.
    page.locator(DRAWN).filter(has_text=re.compile(r"\S")).wait_for(timeout=60_000)
    page.locator(READY).wait_for(timeout=60_000)
    page.wait_for_timeout(150)  # the state says "notRunning" for a moment before a rerun begins
    page.locator(READY).wait_for(timeout=60_000)
    return page


def asked_of(page: Page) -> list[str]:
    """Every address that the page asked for so far."""
    return list(_SEEN[page].requests)


def outside_requests(page: Page) -> None:
    """Asserts that nothing was asked from outside the host."""
    asked = [url for url in _SEEN[page].requests if urlsplit(url).scheme not in ("data", "blob", "file")]
    foreign = [url for url in asked if urlsplit(url).hostname not in ("127.0.0.1", "localhost")]
    assert not foreign, f"asked from outside: {foreign}"


def requests(page: Page) -> list[str]:
    """The addresses that a page asked for so far."""
    return list(_SEEN[page].requests)


def console_errors(page: Page) -> list[str]:
    """What the browser complained about so far."""
    return list(_SEEN[page].errors)


def shot(page: Page, name: str, whole: bool = True) -> Path:
    """A picture under .biaochi/shots/; `whole` makes the window as tall as the page, which scrolls inside itself."""
    folder = ROOT / ".biaochi" / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.png"
    before = page.viewport_size
    if whole and before:
        tall = page.evaluate("document.querySelector('[data-testid=\"stMain\"]')?.scrollHeight ?? 0")
        page.set_viewport_size({"width": before["width"], "height": max(before["height"], min(int(tall), 9000))})
        page.wait_for_timeout(200)
    page.screenshot(path=str(path))
    if whole and before:
        page.set_viewport_size(before)
    return path
