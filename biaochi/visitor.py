"""Who opens the page, as Streamlit knows it: the visit for biaochi.access, and the way in and out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit import config, runtime
from streamlit.auth_util import get_secrets_auth_section

from biaochi import access
from biaochi.access import User, Visit
from biaochi.words import Words

_LISTENS: list[str] = []


def listens(address: str | None) -> None:
    """Tells the pages what the server is bound to, where that is not Streamlit's own setting; None forgets it."""
    _LISTENS[:] = [] if address is None else [address]


def who(root: Path) -> User:
    """The user of the run at hand, by the rules of config.yaml as they are now; safe to ask again in a callback."""
    return access.identify(access.rules(root), visit())


def visit() -> Visit:
    """The connection that this run belongs to; one that is gone has neither peer nor headers and so no rights."""
    bound = _LISTENS[0] if _LISTENS else str(config.get_option("server.address") or "")
    if not runtime.exists() or type(runtime.get_instance()).__module__.startswith("unittest.mock"):
        return Visit(bound, inside=True)  # a test drives the page in its own process
    said = st.context.headers
    headers = {name.lower(): tuple(said.get_all(name)) for name in said}
    peer = st.context.ip_address or "127.0.0.1" if headers else None
    return Visit(bound if headers else "", peer, headers, _claims())


def _claims() -> Mapping[str, Any] | None:
    """What the sign-in service said; None where none is set up (st.user raises then)."""
    return st.user.to_dict() if get_secrets_auth_section() else None


def sign_in(root: Path, words: Words) -> None:
    """The button that leads to the sign-in service, where there is one."""
    rules = access.rules(root).access
    if rules and rules.identity == "oidc" and get_secrets_auth_section():
        provider = rules.provider
        st.button(words("access.sign_in"), key="sign_in", type="primary", on_click=st.login,
                  args=(provider,) if provider else ())  # fmt: skip
