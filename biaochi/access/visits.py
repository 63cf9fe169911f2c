"""One connection: what the server listens on, who is at the other end, what it said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

_FORWARDED = ("forwarded", "via", "x-real-ip", "x-client-ip")
"""What proxies add; so does every header that begins with x-forwarded-."""


@dataclass(frozen=True)
class Visit:
    """A connection as the server knows it.

    listens: the address that the server is bound to ("" for all of them or unknown, unix:… for a socket file);
    peer: the address at the other end, None for a socket file; headers: names in lower case, every value;
    claims: what the sign-in service said of the person, None without a sign-in; inside: no network is involved at
    all (a test in the process).
    """

    listens: str = ""
    peer: str | None = None
    headers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    claims: Mapping[str, Any] | None = None
    inside: bool = False

    def header(self, name: str | None) -> str | None:
        """The only value of a header; None where it is missing or was sent twice (one of them is not the proxy's)."""
        values = self.headers.get(name.lower(), ()) if name else ()
        return _text(values[0]) if len(values) == 1 and values[0].strip() else None


def _text(raw: str) -> str:
    """A header's text: servers read bytes as Latin-1, names are UTF-8."""
    try:
        return raw.encode("latin-1").decode("utf-8").strip()
    except UnicodeError:
        return raw.strip()


def is_loopback(address: str | None) -> bool:
    """Whether an address, with or without port, is one that only this machine reaches; unknown ones are not."""
    text = (address or "").strip().lower()
    if text.startswith("unix:") or text == "localhost":
        return True
    try:
        found = ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return False
    return (getattr(found, "ipv4_mapped", None) or found).is_loopback


def is_local(visit: Visit) -> bool:
    """Whether somebody at this very machine opens the pages without a proxy between.

    The server must listen on the loopback interface only, and the browser must have asked for a loopback name: a
    proxy in front says otherwise in its headers or its host name, and so does a foreign page that rebinds its name.
    """
    if visit.inside:
        return True
    if not is_loopback(visit.listens) or not (visit.peer is None or is_loopback(visit.peer)):
        return False
    if any(name in _FORWARDED or name.startswith("x-forwarded-") for name in visit.headers):
        return False
    asked = [urlsplit(f"//{one}").hostname for one in visit.headers.get("host", ())]
    asked += [urlsplit(one).hostname for one in visit.headers.get("origin", ())]
    return bool(asked) and all(is_loopback(one) for one in asked)


def is_trusted(visit: Visit, proxies: Sequence[str]) -> bool:
    """Whether headers of identity count: only this machine can connect, or the peer is a proxy of the configuration."""
    if is_loopback(visit.listens):
        return True
    if any((visit.peer or "-") in said for said in visit.headers.get("x-forwarded-for", ())):
        return False  # a server may have taken the peer's address from that header, which anybody can send
    try:
        peer = ip_address((visit.peer or "").partition("%")[0])
        peer = getattr(peer, "ipv4_mapped", None) or peer
        return any(peer in ip_network(one, strict=False) for one in proxies)
    except ValueError:
        return False
