"""Who opens the page, as Streamlit knows it: the visit for biaochi.access, and the way in and out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import streamlit as st
from starlette.requests import cookie_parser
from streamlit import config, runtime
from streamlit.auth_util import get_origin_from_redirect_uri, get_secrets_auth_section
from streamlit.errors import Error as StreamlitError
from streamlit.web.server.starlette import starlette_websocket
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from biaochi import access
from biaochi.access import User, Visit

_LISTENS: list[str] = []
_OWNER = "biaochi_owner"


def listens(address: str | None) -> None:
    """Tells the pages what the server is bound to, where that is not Streamlit's own setting; None forgets it."""
    _LISTENS[:] = [] if address is None else [address]


def unknown_path(pages: Sequence[str]) -> str:
    """The address in the browser where no page has it: Streamlit shows the first page then, and nobody would know."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    path = unquote(urlsplit(st.context.url or "").path).strip("/").removeprefix(base).strip("/")
    return "" if path in ("", "start", *pages) else f"/{path}"


def is_open(root: Path) -> bool:
    """Whether the server listens on the network while nobody has to say who they are."""
    found = access.rules(root).access
    return found is not None and found.identity == "none" and not access.is_loopback(_bound())


def served() -> bool:
    """Whether our own server answers (biaochi.serve), or a test drives the page in its own process."""
    return bool(_LISTENS) or visit().inside


def who(root: Path) -> User:
    """The user of the run at hand, by the rules of config.yaml as they are now; safe to ask again in a callback."""
    return access.identify(access.rules(root), visit())


def visit() -> Visit:
    """The connection that this run belongs to; one that is gone has neither peer nor headers and so no rights."""
    bound = _bound()
    if not runtime.exists() or type(runtime.get_instance()).__module__.startswith("unittest.mock"):
        return Visit(bound, inside=True)  # a test drives the page in its own process
    said = st.context.headers
    headers = {name.lower(): tuple(said.get_all(name)) for name in said}
    peer = st.context.ip_address or "127.0.0.1" if headers else None
    return Visit(bound if headers else "", peer, headers, _claims())


def _bound() -> str:
    return _LISTENS[0] if _LISTENS else str(config.get_option("server.address") or "")


def _claims() -> Mapping[str, Any] | None:
    """What the sign-in service said; None where none is set up (st.user raises then)."""
    return st.user.to_dict() if get_secrets_auth_section() else None


def own_session(user: User) -> None:
    """Forgets what another person left in this browser tab, whose connection has changed hands."""
    before = st.session_state.setdefault(_OWNER, user.account)
    if before and user.account and before != user.account:
        st.session_state.clear()
    if user.account:
        st.session_state[_OWNER] = user.account


def way_in(root: Path, user: User) -> None:
    """Leads to the sign-in service where the link asks for it (`signin=1`); nothing where there is none to do."""
    if st.query_params.pop("signin", None) is None or user.why != "signed_out":
        return
    found = access.rules(root).access
    st.login(found.provider if found else None)
    st.stop()


def may_read(root: Path, scope: Mapping[str, Any]) -> bool:
    """Whether a plain HTTP request (a download) comes from somebody who may look at the pages."""
    found = access.rules(root)
    if found.access is not None and not found.access.viewers:
        return True
    headers: dict[str, tuple[str, ...]] = {}
    for name, value in scope["headers"]:
        key = name.decode("latin-1").lower()
        headers[key] = (*headers.get(key, ()), value.decode("latin-1"))
    peer = scope["client"][0] if scope.get("client") else None
    claims = _cookie(headers.get("cookie", ())) if get_secrets_auth_section() else None
    return access.identify(found, Visit(_bound(), peer, headers, claims)).may("read")


def _cookie(sent: Sequence[str]) -> Mapping[str, Any]:
    """What the cookie of the sign-in says, read and checked by Streamlit's own functions (private ones)."""
    cookies = cookie_parser("; ".join(sent))
    try:
        raw = starlette_websocket._get_signed_cookie_with_chunks(cookies, USER_COOKIE_NAME)
        origin = get_origin_from_redirect_uri() or ""
        return starlette_websocket._parse_decoded_user_cookie(raw, origin) if raw else {}
    except (ValueError, StreamlitError):
        return {}
