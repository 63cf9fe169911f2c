"""What is measured: our own server, and beside it two plain Streamlit pages; each a process with its memory and CPU."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.browser.helper import command, environment, free_port


@dataclass(frozen=True)
class Server:
    """A running server: its address and its process."""

    url: str
    pid: int
    started: float
    """Seconds from its start to its first answer."""

    @property
    def cpu(self) -> float:
        """Seconds of CPU that it has used."""
        parts = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def megabytes(self) -> float:
        """Its resident memory."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def ours(house: Path) -> Iterator[Server]:
    """`biaochi serve` over a project."""
    port = free_port()
    told = command("serve", port)
    with _process(told, house, port, environment()) as server:
        yield server


@contextmanager
def plain(page: str, house: Path | None = None) -> Iterator[Server]:
    """`streamlit run` with a page of bench/plain.py over a project, as Streamlit is by default."""
    folder, port = Path(tempfile.mkdtemp()), free_port()
    (folder / "page.py").write_text(page.replace("%HOUSE%", str(house)), encoding="utf-8")
    settings = ("--server.headless", "true", "--server.address", "127.0.0.1", "--browser.gatherUsageStats", "false")
    told = [sys.executable, "-m", "streamlit", "run", "page.py", "--server.port", str(port), *settings]
    with _process(told, folder, port, environment()) as server:
        yield server


@contextmanager
def _process(told: list[str], folder: Path, port: int, env: dict[str, str]) -> Iterator[Server]:
    url, begun = f"http://127.0.0.1:{port}", time.perf_counter()
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(told, cwd=folder, env=env, stdout=log, stderr=log)
    try:
        for _ in range(1200):
            with suppress(OSError), urllib.request.urlopen(f"{url}/_stcore/health"):
                break
            time.sleep(0.05)
        yield Server(url, process.pid, time.perf_counter() - begun)
    finally:
        process.terminate()
        process.wait(20)
