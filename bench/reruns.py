"""CPU of the server for a rerun of every page, and memory of an open session; by clients that are no browsers."""

from __future__ import annotations

from collections.abc import Iterator

from bench.servers import Server
from tests.wire import Client

RERUNS = 40
SESSIONS = 40
AREAS = ("乙区", "丙区", "丁区", "甲区")
AIM = 25.0
PAGES = ("overview", "plan", "indicator", "area", "compare", "sources", "quality", "search", "report", "edit")


def rerunning(servers: dict[str, Server]) -> Iterator[str]:
    """A line a page and project: what a rerun costs the server, where all answers are new and where all are known."""
    for name, server in servers.items():
        for page in PAGES:
            first, cpu = costs(server, page)
            memory = memory_of(server, page)
            told = f"{cpu:6.1f} ms CPU a rerun (aim {AIM:.0f}{', MISSED' if cpu > AIM else ''}), first {first:6.1f} ms"
            yield f"{page:10} {name:8} {told}, {memory:5.2f} MB a session"


def costs(server: Server, page: str, label: str = "地区", values: tuple[str, ...] = AREAS) -> tuple[float, float]:
    """CPU in ms of a page's first run here, and of a rerun with another choice of four where the page has the box."""
    with Client(server.url, page) as client:
        used = server.cpu
        client.run()
        first = server.cpu - used
        for value in values:  # each once, so that the store remembers what all readers share
            _choose(client, label, value)
        used = server.cpu
        for i in range(RERUNS):
            _choose(client, label, values[i % len(values)])
        return first * 1000, (server.cpu - used) / RERUNS * 1000


def _choose(client: Client, label: str, value: str) -> None:
    client.run(**({label: value} if label in client.widgets else {}))


def memory_of(server: Server, page: str) -> float:
    """MB that each of forty open sessions adds."""
    before = server.megabytes
    clients = [Client(server.url, page).__enter__() for _ in range(SESSIONS)]
    for one in clients:
        one.run()
    memory = (server.megabytes - before) / SESSIONS
    for one in clients:
        one.__exit__()
    return memory
