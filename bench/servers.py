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

HELLO = """
import streamlit as st
st.markdown("<h1>hello</h1>", unsafe_allow_html=True)
"""
PLOTLY = """
import plotly.graph_objects as go
import streamlit as st
AREAS = ["甲区", "乙区", "丙区", "丁区"]
area = st.selectbox("地区", AREAS)
n = AREAS.index(area)
st.markdown(f"<h1>{area}</h1>", unsafe_allow_html=True)
for i, column in enumerate(st.columns(4)):
    value, title = 40 + 10 * n + i, {"text": f"指标{i}"}
    gauge = go.Indicator(mode="gauge+number", value=value, title=title, gauge={"axis": {"range": [0, 100]}})
    column.plotly_chart(go.Figure(gauge).update_layout(height=220), key=f"gauge{i}")
names = [f"指标{i}" for i in range(12)]
bars = go.Figure(go.Bar(x=[30 + (7 * i + 11 * n) % 70 for i in range(12)], y=names, orientation="h"))
st.plotly_chart(bars.update_layout(title=f"{area}的目标", height=420), key="bars")
st.dataframe({"指标": names, "目标": [50] * 12, "最新": [(7 * i + 11 * n) % 70 for i in range(12)]})
"""


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
def plain(page: str) -> Iterator[Server]:
    """`streamlit run` with one of the pages above, as Streamlit is by default."""
    folder, port = Path(tempfile.mkdtemp()), free_port()
    (folder / "page.py").write_text(page, encoding="utf-8")
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
