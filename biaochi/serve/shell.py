"""The layer between the network and Streamlit: compressed immutable files, one language, headers, closed doors."""

from __future__ import annotations

import gzip
import mimetypes
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from anyio import to_thread
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from biaochi.serve.page import RAW, STATIC, for_host, page, policy

Headers = list[tuple[bytes, bytes]]
Door = Callable[[dict[bytes, bytes]], tuple[int, bytes]]
"""Answers a GET with these headers: status and text."""

_BUNDLE = STATIC.resolve()
_TEXT = {".js", ".css", ".json", ".svg", ".ttf", ".wasm", ".map"}
_CLOSED = re.compile(r"/_stcore/(metrics|agent|script-health-check)(/|$)")
_NOT_PAGES = re.compile(r"/(_stcore|media|component|app/static|static)(/|$)")
_ALWAYS: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), display-capture=()"),
]
_KEPT_FOR_A_YEAR = (b"cache-control", b"public, immutable, max-age=31536000")
_ASK_AGAIN = (b"cache-control", b"no-cache")
_VARY = (b"vary", b"accept-encoding")
# 167 kB that nobody sees: the theme names the reader's own Chinese font, but the first lines are drawn before it.
_LATIN_FONT = re.compile(rb"@font-face\{font-family:Source Sans;[^}]*\}")
# Streamlit must answer a page plainly and in full: we compare it, rewrite it and compress it ourselves.
_UNASKED = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}


class Shell:
    """ASGI middleware around the Streamlit application; `base` is its path prefix behind a proxy.

    `doors` are addresses for machines, answered beside Streamlit: health, readiness, figures. `may_read` says of a
    request whether whoever sends it may look: a download's address is no key by itself.
    """

    def __init__(
        self,
        app: ASGIApp,
        base: str = "",
        doors: Mapping[str, Door] | None = None,
        may_read: Callable[[Scope], bool] = lambda _: True,
    ) -> None:
        self.app, self.base, self.may_read = app, base, may_read
        self.doors = {"/healthz": lambda _: (200, b"ok\n"), **(doors or {})}
        self.page = page(base)
        self.packed_page = gzip.compress(self.page, 9, mtime=0)
        self.policy = policy(self.page)
        self.packed: dict[str, bytes] = {}
        for path in re.findall(r'"\.(/static/[^"]+\.(?:js|css))"', self.page.decode("utf-8")):
            self._pack(path)  # what every first visit needs, 0.1 s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers what is ours and passes the rest on, WebSockets untouched."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = dict(scope["headers"])
        path = scope["path"].removeprefix(self.base) or "/"
        send = self._dressed(send, asked.get(b"host", b""))
        if self.base and scope["path"] == self.base and scope["method"] == "GET":
            query = scope.get("query_string", b"")
            to = self.base.encode() + b"/" + (b"?" + query if query else b"")
            await _answer(send, 308, b"", [(b"location", to)])
        elif scope["method"] == "GET" and path in self.doors:
            status, body = await to_thread.run_sync(self.doors[path], asked)
            await _answer(send, status, body, [(b"content-type", b"text/plain; charset=utf-8"), _ASK_AGAIN])
        elif _CLOSED.search(path):
            await _answer(send, 404, b"not found\n", [(b"content-type", b"text/plain")])
        elif path.startswith("/media/") and not await to_thread.run_sync(self.may_read, scope):
            await _answer(send, 403, b"sign in first\n", [(b"content-type", b"text/plain"), _ASK_AGAIN])
        elif scope["method"] == "GET" and not _NOT_PAGES.match(path):
            await self._document(scope, receive, send)
        elif path.startswith("/static/") and not _asset(path):
            await _answer(send, 404, b"not found\n", [(b"content-type", b"text/plain")])
        elif scope["method"] == "GET" and (body := await self._file(path, asked)) is not None:
            kind = (mimetypes.guess_type(path)[0] or "application/octet-stream").encode()
            packed = (b"content-encoding", b"gzip")
            await _answer(send, 200, body, [(b"content-type", kind), packed, _VARY, _KEPT_FOR_A_YEAR])
        else:
            await self.app(scope, receive, send)

    def _dressed(self, send: Send, host: bytes) -> Send:
        headers = [*_ALWAYS, (b"content-security-policy", for_host(self.policy, host))]

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *headers]}
            await send(message)

        return dressed

    async def _document(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Streamlit decides whether this address is a page; if so, ours is sent instead of its own."""
        start, body = await self._collect(scope, receive)
        if start.get("status") != 200 or body != RAW:
            await send(start)
            await send({"type": "http.response.body", "body": body})
            return
        kind = (b"content-type", b"text/html; charset=utf-8")
        if _takes_gzip(dict(scope["headers"])):
            headers = [kind, (b"content-encoding", b"gzip"), _VARY, _ASK_AGAIN]
            await _answer(send, 200, self.packed_page, headers)
        else:
            await _answer(send, 200, self.page, [kind, _VARY, _ASK_AGAIN])

    async def _collect(self, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
        plain = {**scope, "headers": [one for one in scope["headers"] if one[0] not in _UNASKED]}
        start: Message = {}
        parts: list[bytes] = []

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                parts.append(message.get("body", b""))

        await self.app(plain, receive, keep)
        return start, b"".join(parts)

    async def _file(self, path: str, asked: dict[bytes, bytes]) -> bytes | None:
        """A file of Streamlit's own bundle, compressed once and kept in memory; None where that does not apply."""
        if not path.startswith("/static/") or not _takes_gzip(asked):
            return None
        if path not in self.packed:
            await to_thread.run_sync(self._pack, path)
        return self.packed.get(path)

    def _pack(self, path: str) -> None:
        file = _asset(path)
        if file and file.suffix in _TEXT:
            body = file.read_bytes()
            if file.suffix == ".css":
                body = _LATIN_FONT.sub(b"", body)
            self.packed[path] = gzip.compress(body, 9, mtime=0)


def _asset(path: str) -> Path | None:
    """The file of Streamlit's bundle that this path names; None for what is not there or not inside."""
    file = (STATIC / path.lstrip("/")).resolve()
    return file if file.is_relative_to(_BUNDLE) and file.is_file() else None


def _takes_gzip(asked: dict[bytes, bytes]) -> bool:
    return re.search(rb"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))", asked.get(b"accept-encoding", b"")) is not None


async def _answer(send: Send, status: int, body: bytes, headers: Headers) -> None:
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})
