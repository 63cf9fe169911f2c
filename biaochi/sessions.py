"""The sessions that are open: run again when something else is to be shown, and never behind a visitor's back."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from streamlit import runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import get_script_run_ctx

from biaochi import search
from biaochi.store import Store

_AGAIN = 0.2
"""Seconds until a session that was busy is looked at again."""


def renew(newest: Callable[[], Store]) -> None:
    """Shows a new snapshot in every open session, ready to be searched."""
    prepare(newest)
    wake()


def prepare(newest: Callable[[], Store]) -> None:
    """Makes ready what the first search of a snapshot would wait for."""
    with contextlib.suppress(Exception):  # whoever searches first makes it then, and sees what is wrong
        search.prepare(newest())


def wake() -> None:
    """Every open session runs again, as Streamlit's own file watcher would have it; nobody has to poll."""
    if runtime.exists():
        for one in runtime.get_instance()._session_mgr.list_active_sessions():
            one.session._call_soon_on_event_loop(lambda session=one.session: _run_again(session))


def again() -> Callable[[], None]:
    """Lets the session at hand run again later, from whatever thread."""
    context = get_script_run_ctx()
    id_ = context.session_id if context else ""

    def rerun() -> None:
        info = runtime.get_instance()._session_mgr.get_active_session_info(id_) if runtime.exists() else None
        if info is not None:
            info.session._call_soon_on_event_loop(lambda: _run_again(info.session))

    return rerun


def _run_again(session: AppSession) -> None:
    """Runs a session again once it rests, on the server's loop.

    A session knows what its browser held when its last run ended. While another run is under way that is too old: it
    would take back what somebody has typed since, and lead a visitor who has just come to the first page.
    """
    if session._scriptrunner is not None:
        asyncio.get_running_loop().call_later(_AGAIN, _run_again, session)
    elif session._client_state.page_script_hash:  # else nothing has been shown yet
        session.request_rerun(session._client_state)
