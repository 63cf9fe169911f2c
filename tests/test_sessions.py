"""Sessions are run again when there is news, but never while a run is under way that knows more than they do."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from biaochi import sessions


class Session:
    """A session as the module sees it: what it runs, what its browser held last, and what it was asked to run."""

    def __init__(self, running: object = None, page: str = "made-up-page") -> None:
        self._scriptrunner = running
        self._client_state = SimpleNamespace(page_script_hash=page)
        self.asked: list[Any] = []

    def request_rerun(self, state: Any) -> None:
        self.asked.append(state)

    def _call_soon_on_event_loop(self, call: Any) -> None:
        asyncio.get_running_loop().call_soon(call)


def woken(monkeypatch: pytest.MonkeyPatch, *open_now: Session, after: Any = lambda: None) -> None:
    """Wakes these sessions on a loop of its own; `after` happens while it runs."""
    infos = [SimpleNamespace(session=one) for one in open_now]
    manager = SimpleNamespace(list_active_sessions=lambda: infos)
    monkeypatch.setattr(sessions.runtime, "exists", lambda: True)
    monkeypatch.setattr(sessions.runtime, "get_instance", lambda: SimpleNamespace(_session_mgr=manager))
    monkeypatch.setattr(sessions, "_AGAIN", 0.001)

    async def live() -> None:
        sessions.wake()
        await asyncio.sleep(0.05)
        after()
        await asyncio.sleep(0.05)

    asyncio.run(live())


def test_every_session_at_rest_runs_again_with_what_its_browser_held(monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = Session(), Session()
    woken(monkeypatch, one, two)
    assert one.asked == [one._client_state]
    assert two.asked == [two._client_state]


def test_a_busy_session_waits_until_its_run_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = Session(running=object())
    seen: list[int] = []

    def end() -> None:
        seen.append(len(busy.asked))
        busy._scriptrunner = None

    woken(monkeypatch, busy, after=end)
    assert seen == [0]
    assert len(busy.asked) == 1


def test_a_visitor_who_has_just_come_is_left_to_the_first_run(monkeypatch: pytest.MonkeyPatch) -> None:
    new = Session(page="")
    woken(monkeypatch, new)
    assert not new.asked
