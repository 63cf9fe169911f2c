"""What is wrong with the declaration of a source, before anything is asked of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit, urlunsplit

from biaochi.files import inside
from biaochi.model import Intake
from biaochi.problem import Fault

_NEEDS = {"postgresql": ("uri", "query"), "parquet": ("path",), "duckdb": ("path", "query")}
_SCHEMES = ("postgresql", "postgres")
_SECRETS = {"password", "sslpassword", "passfile"}
_WAIT = "10"
"""Seconds for a connection, unless the address says otherwise."""


def faults(one: Intake, root: Path) -> Iterator[tuple[str, Fault]]:
    """Each thing that is wrong with a declaration, with its field. No text of a secret goes into it."""
    for name in ("uri", "path", "query"):
        if getattr(one, name) is None and name in _NEEDS[one.kind]:
            yield name, Fault("intake_needs", field=name, kind=one.kind)
    if one.uri is not None:
        yield from (("uri", fault) for fault in _uri(one.uri))
    if one.path is not None and outside(one.path, root):
        yield "path", Fault("intake_outside")


def outside(path: str, root: Path) -> bool:
    """Whether a path of a declaration leaves the project, by itself or through a link."""
    fixed = Path(*Path(path).parts[: next((i for i, p in enumerate(Path(path).parts) if "*" in p), None)])
    return Path(path).is_absolute() or ".." in Path(path).parts or "**" in path or not inside(root / fixed, root)


def _uri(uri: str) -> Iterator[Fault]:
    parts = _split(uri)
    if parts is None:
        yield Fault("intake_uri")
    elif parts.password is not None or _SECRETS & {
        key.lower() for key, _ in parse_qsl(parts.query, keep_blank_values=True)
    }:
        yield Fault("intake_password")


def _split(uri: str) -> SplitResult | None:
    """The parts of an address, None where it is none of ours."""
    try:
        parts = urlsplit(uri)
        ours = parts.scheme in _SCHEMES and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    return parts if ours else None


def variable(name: str, what: str) -> str:
    """The environment variable that holds a source's USER or PASSWORD."""
    return f"BIAOCHI_{name.upper().replace('-', '_')}_{what}"


def address(name: str, one: Intake) -> str:
    """The whole address, with user and password from the environment; never to be shown or written."""
    parts = _split(one.uri or "")
    if parts is None:
        raise Fault("intake_uri")
    user, password = (os.environ.get(variable(name, what)) for what in ("USER", "PASSWORD"))
    host = parts.netloc.rpartition("@")[2]
    who = quote(user, safe="") if user else parts.netloc.rpartition("@")[0]
    secret = f":{quote(password, safe='')}" if password else ""
    query = urlencode(
        {"connect_timeout": _WAIT, "application_name": "biaochi"}
        | dict(parse_qsl(parts.query, keep_blank_values=True)),
        quote_via=quote,
    )
    return urlunsplit(parts._replace(netloc=f"{who}{secret}@{host}" if who or secret else host, query=query))
