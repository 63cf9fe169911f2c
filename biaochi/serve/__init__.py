"""The ASGI application around Streamlit and its server: `biaochi serve`, or `uvicorn biaochi.serve:app`."""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import streamlit as st
import uvicorn
from starlette.middleware import Middleware
from starlette.types import ASGIApp
from streamlit import config
from streamlit import logger as st_logger
from streamlit.runtime.pages_manager import PagesManager

from biaochi import logs, visitor
from biaochi.attempt import Attempt
from biaochi.serve.metrics import Meter, Metrics
from biaochi.serve.shell import Shell
from biaochi.store import root_of

__all__ = ["Shell", "bind", "create_app", "serve"]

AUTH = "BIAOCHI_AUTH_"
_AUTH = ("client_id", "client_secret", "server_metadata_url", "redirect_uri", "cookie_secret")
_GRACE = 5.0
"""Seconds that a compilation has when the process is stopped; with the two of open pages less than systemd's ten."""
ROOT = "BIAOCHI_ROOT"  # where indicators/, data/ and config.yaml are; the pages read it too
BASE = "BIAOCHI_BASE"
"""Environment: the path below which a proxy has the pages, as server.baseUrlPath in .streamlit/config.toml."""


def create_app(root: Path | None = None, address: str = "") -> st.App:
    """The application for the catalogue under `root` (default: the environment's BIAOCHI_ROOT, else this folder's).

    `address` is what the server listens on; unknown, as under another ASGI server, it counts as every interface.
    """
    visitor.listens(address)
    root = root_of(root or Path(os.environ.get(ROOT) or "."))
    os.environ[ROOT] = str(root)
    PagesManager.uses_pages_directory = False  # private: else a deep link into a fresh process skips app.py
    metrics = Metrics(_told)
    app = st.App(
        _script(root),
        lifespan=_lifespan,
        middleware=[Middleware(_shell, metrics), Middleware(Meter, metrics)],
        secrets=_secrets(),
    )
    if os.environ.get(BASE):
        config.set_option("server.baseUrlPath", os.environ[BASE].strip("/"))  # after App: now config.toml was read
    return app


def _secrets() -> dict[str, Any] | None:
    """The sign-in service from the environment (BIAOCHI_AUTH_CLIENT_ID …), where it is not in secrets.toml."""
    found = {name: os.environ[f"{AUTH}{name.upper()}"] for name in _AUTH if os.environ.get(f"{AUTH}{name.upper()}")}
    return {"auth": found} if found else None


def serve(port: int, host: str = "127.0.0.1", root: Path | None = None) -> int:
    """Serves until stopped and returns the exit code; a port that cannot be had is one line, not a traceback."""
    try:
        listener = bind(host, port)
    except OSError as error:
        print(_advice(host, port, error), file=sys.stderr)
        return 1
    logs.setup()
    st_logger.setup_formatter = logs.adopt  # private: each logger of Streamlit would get a handler of its own
    app = create_app(root, listener.getsockname()[0])
    server = _Server(_settings(app))
    server.address = _address(host, listener.getsockname()[1])
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stopped politely is not a failure
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listener])
    return _leave(0 if server.started else 1)


def _leave(code: int) -> int:
    """The exit code, once nothing compiles any more; a compilation that takes long is left where it is.

    A thread inside DuckDB when Python goes would abort the process: a failure for whoever supervises it. What is
    compiled is in place whole or not at all, so leaving in the middle harms nothing.
    """
    from biaochi import ui

    if not ui.rest(0.0):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; naming TCP as protocol is what makes asyncio set TCP_NODELAY on its connections (40 ms)."""
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, socket.IPPROTO_TCP)
    try:
        if os.name != "nt":  # there it would let two servers share one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(512)
    except OSError:
        listener.close()
        raise
    listener.setblocking(False)
    return listener


@contextlib.asynccontextmanager
async def _lifespan(_: st.App) -> AsyncIterator[None]:
    """Heavy imports and a sound snapshot before the first visitor; what is loaded then leaves later collections."""
    import pandas  # noqa: F401

    from biaochi import ui, views

    ui.watch()
    views.warm()
    gc.collect()
    gc.freeze()
    yield
    ui.rest(_GRACE)
    ui.close()
    gc.unfreeze()  # else DuckDB complains of leaks on the way out


def _shell(app: ASGIApp, metrics: Metrics) -> Shell:
    """Made once the server starts: only then has Streamlit read the config.toml beside app.py."""
    return Shell(
        app,
        _base(),
        {"/readyz": _ready, "/metrics": metrics.answer},
        lambda scope: visitor.may_read(Path(os.environ[ROOT]), scope),
    )


def _ready(_: dict[bytes, bytes]) -> tuple[int, bytes]:
    from biaochi import ui

    return (200, b"ready\n") if ui.ready() else (503, b"no snapshot yet\n")


def _told() -> Attempt | None:
    from biaochi import ui

    return ui.library().told()


def _base() -> str:
    path = str(config.get_option("server.baseUrlPath")).strip("/")
    return f"/{path}" if path else ""


def _script(root: Path) -> Path:
    own = root / "app.py"
    return own if own.is_file() else Path(__file__).parents[2] / "app.py"


class _Server(uvicorn.Server):
    address = ""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(f"标尺 Biaochi: {self.address}", flush=True)
            if visitor.is_open(Path(os.environ[ROOT])):
                print("没有设置登录：打得开网址的人都可以看，谁都不能在网页上修改（见 docs/access.md）。", flush=True)


def _settings(app: st.App) -> uvicorn.Config:
    limit = int(config.get_option("server.maxMessageSize")) * 1024 * 1024
    asgi: Any = app
    return uvicorn.Config(
        asgi,
        ws="websockets-sansio",
        ws_max_size=limit,
        ws_per_message_deflate=bool(config.get_option("server.enableWebsocketCompression")),
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # else the peer would be whatever X-Forwarded-For says
        timeout_graceful_shutdown=2,  # open pages hold a WebSocket that would never end
    )


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}{_base()}"


def _advice(host: str, port: int, error: OSError) -> str:
    if isinstance(error, socket.gaierror):
        return f"不认识主机名 {host}：--host 请写本机的地址，例如 127.0.0.1。"
    if isinstance(error, PermissionError):
        return f"没有权限使用端口 {port}：请换 1024 以上的端口，例如 PORT=8501 make run。"
    fact = f"端口 {port} 已被占用" if error.errno == errno.EADDRINUSE else f"打不开 {host}:{port}（不是本机地址？）"
    return f"{fact}：请换一个，例如 PORT={port + 1} make run，或先停掉占用它的程序。"


def __getattr__(name: str) -> Any:
    """`biaochi.serve:app` for other ASGI servers; made on first use, so that importing this module starts nothing."""
    if name == "app":
        globals()["app"] = create_app()
        return globals()["app"]
    raise AttributeError(name)
