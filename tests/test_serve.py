"""The layer around Streamlit, without a browser: what is rewritten, compressed, closed; the port; the watcher."""

from __future__ import annotations

import asyncio
import base64
import errno
import gzip
import hashlib
import re
import socket
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from biaochi import serve as serving
from biaochi.attempt import Attempt
from biaochi.serve import Shell, bind, serve
from biaochi.serve.metrics import TOKEN, Meter, Metrics
from biaochi.serve.page import RAW, STATIC, for_host, page, policy
from biaochi.watch import start_watcher

SCRIPT = next(path for path in sorted((STATIC / "static" / "js").glob("index.*.js")))


class Answer:
    """What a client received."""

    def __init__(self, messages: list[dict[str, Any]]) -> None:
        self.status = messages[0]["status"]
        self.headers = {name.decode(): value.decode() for name, value in messages[0]["headers"]}
        self.body = b"".join(message.get("body", b"") for message in messages[1:])


def inner(body: bytes = RAW, kind: bytes = b"text/html") -> Any:
    """An application that answers everything alike, and compresses when it may, as Streamlit does at deep links."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        packed = dict(scope["headers"]).get(b"accept-encoding", b"").startswith(b"gzip,")
        head = [(b"content-type", kind), *([(b"content-encoding", b"gzip")] if packed else [])]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": gzip.compress(body) if packed else body})

    return app


def ask(shell: Shell, path: str, method: str = "GET", **headers: str) -> Answer:
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    listed = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": listed}
    asyncio.run(shell(scope, receive, send))
    return Answer(sent)


@pytest.fixture(scope="module")
def shell() -> Shell:
    return Shell(inner())


@pytest.mark.parametrize("path", ["/", "/plan", "/indicator", "/nowhere"])
@pytest.mark.parametrize("accepts", ["", "gzip, br"])
def test_every_page_address_gets_our_document(shell: Shell, path: str, accepts: str) -> None:
    answer = ask(shell, path, accept_encoding=accepts)
    body = gzip.decompress(answer.body) if accepts else answer.body
    assert answer.headers.get("content-encoding", "") == ("gzip" if accepts else "")
    assert b'<html lang="zh-CN">' in body
    assert int(answer.headers["content-length"]) == len(answer.body)


def test_the_document_holds_nothing_of_the_original_shell() -> None:
    html = page().decode()
    for gone in ("<title>Streamlit", "openapi", "enable JavaScript to run", "SourceSans", 'lang="en"'):
        assert gone not in html, gone
    for kept in ('<div id="root">', "./static/js/index.", "./static/css/index.", "BACKEND_BASE_URL"):
        assert kept in html, kept


def test_other_html_passes_untouched() -> None:
    answer = ask(Shell(inner(b"<p>x</p>")), "/plan", accept_encoding="gzip")
    assert answer.body == b"<p>x</p>"


def test_the_policy_allows_exactly_the_script_that_is_sent() -> None:
    html = page("/biaochi")
    scripts = re.findall(rb"<script>(.*?)</script>", html, re.DOTALL)
    assert len(scripts) == 1
    assert b'location.origin + "/biaochi/"' in scripts[0]
    hashed = base64.b64encode(hashlib.sha256(scripts[0]).digest()).decode()
    allowed = policy(html).split("script-src")[1].split(";")[0]
    assert f"'sha256-{hashed}'" in allowed
    assert "unsafe" not in allowed


@pytest.mark.parametrize(
    ("host", "found"),
    [(b"jinnan.example:8501", b"ws://jinnan.example:8501 wss://"), (b"[::1]:8501", b"ws://[::1]:8501")],
)
def test_the_policy_names_the_host_for_web_sockets(host: bytes, found: bytes) -> None:
    assert found in for_host(policy(page()), host)


def test_a_host_that_is_none_does_not_enter_the_policy() -> None:
    said = for_host(policy(page()), b"x; script-src *")
    assert b"script-src *" not in said
    assert b"%HOST%" not in said


def test_static_files_are_compressed_once_and_kept(shell: Shell) -> None:
    path = f"/static/js/{SCRIPT.name}"
    answer = ask(shell, path, accept_encoding="gzip")
    assert gzip.decompress(answer.body) == SCRIPT.read_bytes()
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].endswith("javascript")
    assert shell.packed[path] is answer.body or shell.packed[path] == answer.body


def test_a_client_without_gzip_gets_the_plain_file() -> None:
    shell = Shell(inner(b"plain", b"text/javascript"))
    for accepts in ("", "br", "gzip;q=0, br"):
        assert ask(shell, f"/static/js/{SCRIPT.name}", accept_encoding=accepts).body == b"plain"


@pytest.mark.parametrize("path", ["/static/js/none.js", "/static/../../config.py", "/static/"])
def test_a_static_path_that_names_no_file_of_the_bundle_is_not_found(shell: Shell, path: str) -> None:
    assert ask(shell, path, accept_encoding="gzip").status == 404


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/agent", "/_stcore/agent/mcp", "/plan/_stcore/agent/interact",
             "/_stcore/script-health-check"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_back_doors_are_closed(shell: Shell, path: str, method: str) -> None:
    assert ask(shell, path, method).status == 404


def test_health_and_streamlits_own_paths(shell: Shell) -> None:
    assert ask(shell, "/healthz").body == b"ok\n"
    assert ask(shell, "/_stcore/health").body == RAW  # passed on as it is


def test_a_door_answers_beside_streamlit_and_below_the_proxy_path() -> None:
    shell = Shell(inner(), "/biaochi", {"/readyz": lambda asked: (503, asked.get(b"x", b"no"))})
    answer = ask(shell, "/biaochi/readyz", x="seen")
    assert (answer.status, answer.body) == (503, b"seen")
    assert answer.headers["cache-control"] == "no-cache"
    assert ask(shell, "/biaochi/readyz", "POST").body == RAW  # no door for others


class Talk:
    """What a browser and the script say to each other at one WebSocket, through the meter."""

    def __init__(self, meter: Meter, asked: list[bytes], said: list[bytes], accept: bool = True) -> None:
        self.asked, self.said, self.accept = list(asked), said, accept
        meter.app = self.app
        self.open_pages = 0.0
        self.meter = meter
        asyncio.run(meter({"type": "websocket"}, self.receive, self.send))

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "websocket.accept" if self.accept else "websocket.close"})
        for _ in range(len(self.asked)):
            await receive()
        self.open_pages = self.meter.metrics.registry.get_sample_value("biaochi_sessions") or 0.0
        for one in self.said:
            await send({"type": "websocket.send", "bytes": one})

    async def receive(self) -> dict[str, Any]:
        return {"type": "websocket.receive", "bytes": self.asked.pop(0)}

    async def send(self, message: Any) -> None:
        pass


def message(kind: type[Any], **fields: Any) -> bytes:
    return kind(**fields).SerializeToString()


def test_pages_and_runs_are_counted() -> None:
    metrics = Metrics(lambda: Attempt("a" * 16, "b" * 16, [], 0.5, at="2026-01-01T00:00:00+00:00"))
    value = metrics.registry.get_sample_value
    run = BackMsg()
    run.rerun_script.query_string = "x=1"
    end = message(ForwardMsg, script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)
    again = message(ForwardMsg, script_finished=ForwardMsg.FINISHED_EARLY_FOR_RERUN)
    meter = Meter(inner(), metrics)
    talk = Talk(meter, [run.SerializeToString()], [b"x" * 9000, again, end])
    assert talk.open_pages == 1
    assert value("biaochi_sessions") == 0
    assert value("biaochi_run_seconds_count") == 1
    Talk(meter, [b"\xff\xff not a message", message(BackMsg, app_heartbeat=True)], [end])
    assert value("biaochi_run_seconds_count") == 1
    Talk(meter, [], [], accept=False)
    assert value("biaochi_refused_total") == 1
    assert value("biaochi_snapshot_stale") == 1
    assert (value("biaochi_snapshot_age_seconds") or 0) > 3600


def test_figures_are_for_who_has_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    metrics = Metrics(lambda: None)
    monkeypatch.delenv(TOKEN, raising=False)
    for given in ("", "Bearer ", "Bearer x"):
        assert metrics.answer({b"authorization": given.encode()})[0] == 404
    monkeypatch.setenv(TOKEN, "made-up")
    for given in ("", "Bearer", "Bearer made-u", "made-up", "Bearer é"):
        assert metrics.answer({b"authorization": given.encode()})[0] == 404
    status, body = metrics.answer({b"authorization": b"Bearer made-up"})
    assert status == 200
    assert b"biaochi_snapshot_open 0.0" in body


def test_behind_a_proxy_path_everything_moves_with_it() -> None:
    shell = Shell(inner(), "/biaochi")
    assert b'lang="zh-CN"' in ask(shell, "/biaochi/plan").body
    assert ask(shell, "/biaochi/_stcore/metrics").status == 404
    assert ask(shell, f"/biaochi/static/js/{SCRIPT.name}", accept_encoding="gzip").headers["content-encoding"] == "gzip"


def test_the_front_door_below_a_proxy_path_ends_with_a_slash_whatever_the_proxy_is_called() -> None:
    answer = ask(Shell(inner(), "/biaochi"), "/biaochi")
    assert (answer.status, answer.headers["location"]) == (308, "/biaochi/")


def test_every_answer_carries_the_headers(shell: Shell) -> None:
    for path in ("/", "/healthz", "/_stcore/metrics", "/_stcore/health", f"/static/js/{SCRIPT.name}"):
        headers = ask(shell, path, accept_encoding="gzip", host="127.0.0.1:1").headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert "frame-ancestors 'self'" in headers["content-security-policy"], path


def test_the_listening_socket_names_tcp_so_that_no_answer_waits_for_nagle() -> None:
    with bind("127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP


@pytest.fixture
def never_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that would start after all fails the test instead of serving for ever."""

    def started(*_: object) -> None:
        raise AssertionError("the server was about to start")

    monkeypatch.setattr(serving, "create_app", started)


@pytest.mark.usefixtures("never_started")
def test_a_taken_port_is_one_line_and_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    with bind("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        assert serve(port) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == f"端口 {port} 已被占用：请换一个，例如 PORT={port + 1} make run，或先停掉占用它的程序。\n"


@pytest.mark.usefixtures("never_started")
@pytest.mark.parametrize(
    ("error", "word"),
    [
        (OSError(errno.EADDRNOTAVAIL, "x"), "不是本机地址"),
        (socket.gaierror("x"), "不认识主机名 甲"),
        (PermissionError("x"), "没有权限使用端口 80"),
    ],
)
def test_an_address_that_cannot_be_had_is_explained(
    error: OSError, word: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(*_: object) -> None:
        raise error

    monkeypatch.setattr(serving, "bind", refused)
    assert serve(80, "甲") == 1
    said = capsys.readouterr().err
    assert word in said
    assert said.count("\n") == 1


def test_the_application_closes_the_back_entrance_of_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit.runtime.pages_manager import PagesManager

    monkeypatch.setattr(PagesManager, "uses_pages_directory", True)
    monkeypatch.setenv(serving.ROOT, "")
    (tmp_path / "app.py").write_text("import streamlit")
    assert serving.create_app(tmp_path).script_path == tmp_path / "app.py"
    assert PagesManager.uses_pages_directory is False


class Watched:
    """A watched folder, and what was told of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.names: set[str] = set()
        self.come = threading.Condition()
        (root / "data").mkdir()
        (root / "config.yaml").write_text("title: 甲\n")

    def on_change(self, paths: set[Path]) -> None:
        with self.come:
            self.names |= {path.name for path in paths}
            self.come.notify_all()
        if any(path.name == "bad.yaml" for path in paths):
            raise ValueError("made to fail")

    def told_of(self, name: str) -> bool:
        with self.come:
            return self.come.wait_for(lambda: name in self.names, timeout=20)

    def write(self, path: str, text: str = "x\n") -> None:
        (self.root / path).write_text(text)


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    watched = Watched(tmp_path)
    assert start_watcher(tmp_path, watched.on_change)
    time.sleep(0.3)  # the watching threads must have begun
    return watched


def test_a_folder_is_watched_once(watched: Watched) -> None:
    assert not start_watcher(watched.root, watched.on_change)


def test_edits_of_the_catalogue_are_told(watched: Watched) -> None:
    watched.write("data/areas.csv")
    assert watched.told_of("areas.csv")
    watched.write("config.yaml.new")
    (watched.root / "config.yaml.new").replace(watched.root / "config.yaml")  # the way editors save
    assert watched.told_of("config.yaml")


def test_a_failing_callback_does_not_end_the_watch(watched: Watched, caplog: pytest.LogCaptureFixture) -> None:
    watched.write("data/bad.yaml")
    assert watched.told_of("bad.yaml")
    watched.write("data/good.yaml")
    assert watched.told_of("good.yaml")
    assert "could not be compiled" in caplog.text


def test_a_folder_that_appears_later_is_watched_too(watched: Watched) -> None:
    (watched.root / "indicators").mkdir()
    assert watched.told_of("indicators")
    time.sleep(0.5)  # it is picked up in the background
    watched.write("indicators/new.yaml")
    assert watched.told_of("new.yaml")


def test_scratch_files_are_no_edits(watched: Watched) -> None:
    for name in (".areas.csv.swp", "~$areas.csv", "areas.csv~", "other.part"):
        watched.write(f"data/{name}")
    watched.write("data/real.csv")
    assert watched.told_of("real.csv")
    assert watched.names == {"real.csv"}
