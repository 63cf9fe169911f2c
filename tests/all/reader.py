"""A reader without a browser, and the programs of an installation."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.browser.helper import environment
from tests.conftest import ROOT
from tests.wire import Client

TOKEN = "made-up-token"


class Reader(Client):
    """One open page; `look` asks for a page and returns its HTML."""

    def __init__(self, url: str, cookie: str = "", origin: str = "", **headers: str) -> None:
        super().__init__(url, origin=origin, headers={**headers, **({"Cookie": cookie} if cookie else {})})
        self.__enter__()

    def look(self, page: str = "", query: str = "") -> str:
        """The HTML of a page, asked for as at a first visit."""
        self.page, self.query, self._page_hash = page, query, ""
        return self.run().said

    def close(self) -> None:
        """Leaves."""
        self.__exit__()


@contextlib.contextmanager
def reading(url: str, cookie: str = "", **headers: str) -> Iterator[Reader]:
    """A reader who leaves at the end."""
    one = Reader(url, cookie, **headers)
    try:
        yield one
    finally:
        one.close()


def page_text(url: str, page: str = "", query: str = "", **headers: str) -> str:
    """The HTML of one page, by a reader of its own."""
    with reading(url, **headers) as one:
        return one.look(page, query)


def fetch(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers (lower case) and body of a GET; `Set_Cookie` style names get hyphens."""
    asked = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with _OPENER.open(asked, timeout=30) as answer:
            return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read()


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay)


class Program:
    """A process of the installation with its log."""

    def __init__(self, log: Path, *command: str, **env: str) -> None:
        self.command, self.log, self.env = command, log, env
        self.start()

    def start(self) -> None:
        """Starts it (again)."""
        with self.log.open("a") as out:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env={**environment(), **self.env}, stdout=out, stderr=out
            )

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ends it and waits."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait(30)

    def text(self) -> str:
        """What it has logged so far."""
        return self.log.read_text(errors="replace")

    @property
    def rss(self) -> int:
        """Resident memory in bytes."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def opened(self, suffix: str) -> int:
        """How many files with this ending it has open."""
        found = 0
        for one in Path(f"/proc/{self.process.pid}/fd").iterdir():
            with contextlib.suppress(OSError):  # closed meanwhile
                found += os.readlink(one).endswith(suffix)
        return found


def biaochi(log: Path, root: Path, *args: str, **env: str) -> Program:
    """`python -m biaochi --root root …` from this tree."""
    return Program(log, sys.executable, "-m", "biaochi", "--root", str(root), *args, **env)


def until(what: Callable[[], Any], seconds: float = 60) -> Any:
    """Waits until something is so, and returns it; what fails with a refused connection is not so yet."""
    end = time.monotonic() + seconds
    while True:
        with contextlib.suppress(OSError, EOFError, TimeoutError):
            if found := what():
                return found
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.2)


def figure(port: int, name: str, base: str = "/biaochi") -> float:
    """A figure of a replica, asked at its own port."""
    body = fetch(f"http://127.0.0.1:{port}{base}/metrics", Authorization=f"Bearer {TOKEN}")[2].decode()
    found = re.search(rf"^{name} (\S+)$", body, re.MULTILINE)
    assert found, f"no {name} in {body[:500]}"
    return float(found[1])
