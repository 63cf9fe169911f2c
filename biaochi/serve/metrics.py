"""Figures for Prometheus, behind a token from the environment: sessions, seconds of runs, the snapshot, its Problems.

They are counted at the WebSocket, in Streamlit's own messages: a run begins with the browser's request and ends when
the script has finished. No figure names a person, a page or a link.
"""

from __future__ import annotations

import hmac
import os
import time
from collections import Counter as Tally
from collections.abc import Callable, Iterator
from datetime import datetime

from google.protobuf.message import DecodeError
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from biaochi.attempt import Attempt

TOKEN = "BIAOCHI_METRICS_TOKEN"  # noqa: S105 - the name of a variable of the environment
"""Environment: who asks for /metrics must send it as bearer token; without it there is no /metrics."""
_SMALL = 512  # the message that a script has finished is some tens of bytes
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """What this process counts; `told` says what snapshot is shown."""

    def __init__(self, told: Callable[[], Attempt | None]) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.registry.register(_Shown(told))
        self.sessions = Gauge("biaochi_sessions", "Open pages", registry=self.registry)
        self.refused = Counter("biaochi_refused", "Connections refused, by origin or host", registry=self.registry)
        self.runs = Histogram(
            "biaochi_run_seconds", "From a reader's action to the drawn page", buckets=_SECONDS, registry=self.registry
        )

    def answer(self, asked: dict[bytes, bytes]) -> tuple[int, bytes]:
        """Status and body for a request with these headers."""
        token = os.environ.get(TOKEN, "")
        given = asked.get(b"authorization", b"")
        if not token or not hmac.compare_digest(given, b"Bearer " + token.encode()):
            return 404, b"not found\n"
        return 200, generate_latest(self.registry)


class Meter:
    """ASGI middleware that counts WebSockets and times what happens on them."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on unchanged."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        socket = _Socket(self.metrics, receive, send)
        try:
            await self.app(scope, socket.receive, socket.send)
        finally:
            socket.closed()


class _Socket:
    def __init__(self, metrics: Metrics, receive: Receive, send: Send) -> None:
        self.metrics, self.inward, self.outward = metrics, receive, send
        self.open = False
        self.since: float | None = None

    async def receive(self) -> Message:
        message = await self.inward()
        if self.since is None and message.get("bytes"):
            asked = BackMsg()
            try:
                asked.ParseFromString(message["bytes"])
            except DecodeError:  # Streamlit refuses it itself
                return message
            if asked.WhichOneof("type") == "rerun_script":
                self.since = time.monotonic()
        return message

    async def send(self, message: Message) -> None:
        kind = message["type"]
        if kind == "websocket.accept":
            self.open = True
            self.metrics.sessions.inc()
        elif kind in ("websocket.close", "websocket.http.response.start") and not self.open:
            self.metrics.refused.inc()
        await self.outward(message)
        if self.since is not None and 0 < len(message.get("bytes") or b"") < _SMALL:
            said = ForwardMsg.FromString(message["bytes"])
            if said.WhichOneof("type") == "script_finished" and said.script_finished != _AGAIN:
                self.metrics.runs.observe(time.monotonic() - self.since)
                self.since = None

    def closed(self) -> None:
        if self.open:
            self.metrics.sessions.dec()


_AGAIN = ForwardMsg.FINISHED_EARLY_FOR_RERUN


class _Shown(Collector):
    """The snapshot on screen, read when asked."""

    def __init__(self, told: Callable[[], Attempt | None]) -> None:
        self.told = told

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges of this moment."""
        said = self.told()
        yield GaugeMetricFamily(
            "biaochi_snapshot_open", "1 if there is a snapshot to show", value=int(said is not None)
        )
        if said is None:
            return
        age = time.time() - datetime.fromisoformat(said.at).timestamp() if said.at else 0.0
        yield GaugeMetricFamily("biaochi_snapshot_age_seconds", "Since the last compilation", value=max(0.0, age))
        yield GaugeMetricFamily("biaochi_snapshot_stale", "1 if the newest edit has errors", value=int(said.stale))
        yield GaugeMetricFamily("biaochi_compile_seconds", "The last compilation took", value=said.seconds)
        problems = GaugeMetricFamily("biaochi_problems", "Problems of the newest edit", labels=["severity"])
        for severity, n in sorted(Tally(str(one.severity) for one in said.problems).items()):
            problems.add_metric([severity], n)
        yield problems
