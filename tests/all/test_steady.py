"""Faults on a running server: after each the right numbers are on screen, nothing is lost, and the log has a line.

The soak takes a minute or so; BIAOCHI_SOAK=3600 makes it an hour.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from biaochi.attempt import FILE
from tests import made_up
from tests.all.reader import TOKEN, Reader, biaochi, fetch, figure, page_text, reading, until
from tests.browser.helper import environment, free_port

PLAN = "indicators/plans/mill-plan.yaml"
CLOCK = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"


class Mill:
    """`biaochi serve` over the made-up catalogue; the target of the output says which state is on screen."""

    def __init__(self, at: Path, **env: str) -> None:
        self.at, self.root, self.port = at, made_up.write(at / "catalogue"), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.server = biaochi(
            at / "server.log", self.root, "serve", "--port", str(self.port),
            **{"BIAOCHI_LOG": "json", "BIAOCHI_METRICS_TOKEN": TOKEN, **env},
        )  # fmt: skip

    def start(self) -> Mill:
        until(lambda: fetch(self.url + "/readyz")[0] == 200)
        return self

    def again(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Ends the server as told, and starts it."""
        self.server.stop(how)
        self.server.start()
        self.start()

    def save(self, value: int) -> None:
        """A planner's edit: the target is this many tonnes now."""
        text = made_up.PLAN.replace('value: "70"', f'value: "{value}"').replace("达到70吨", f"达到{value}吨")
        part = self.root / f"{PLAN}.tmp"
        part.write_text(text, encoding="utf-8")
        part.replace(self.root / PLAN)

    def shows(self, value: int) -> bool:
        said = page_text(self.url, "plan", "area=990101")
        assert "甲区" in said
        return f">{value}<" in said.replace("吨", "") or f"{value} 吨" in said or f"{value}吨" in said

    def comes_to(self, value: int) -> None:
        until(lambda: self.shows(value), 60)

    def logged(self, event: str) -> int:
        return self.server.text().count(f'"event": "{event}"')

    @property
    def snapshots(self) -> Path:
        return self.root / ".biaochi" / "snapshots"

    def sound(self) -> None:
        """No page ever failed and nothing half-made is left."""
        assert "Traceback" not in self.server.text()
        assert "script_runner" not in self.server.text()
        until(lambda: not list(self.snapshots.glob("*.part*")), 30)  # what was read while it changed is compiled again


@pytest.fixture(scope="module")
def mill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mill]:
    made = Mill(tmp_path_factory.mktemp("mill"))
    try:
        yield made.start()
    finally:
        made.server.stop()


@pytest.fixture(autouse=True)
def begin_at_seventy(request: pytest.FixtureRequest) -> None:
    """Every test on the shared server begins with the same state on screen."""
    if "mill" in request.fixturenames:
        mill = request.getfixturevalue("mill")
        mill.save(70)
        mill.comes_to(70)


SLOW = """
import os, sys, time
from pathlib import Path
from biaochi import attempt
from biaochi.snapshot import Library, making
where, root = sys.argv[1], Path(sys.argv[2])
def stop(*a, **k):
    print("here", flush=True)
    time.sleep(60)
if where == "compile":
    making.spark.assess = stop
elif where == "swap":
    attempt.write = stop
elif where == "rename":
    replace = os.replace
    os.replace = lambda a, b: stop() if str(b).endswith(".duckdb") else replace(a, b)
Library(root).refresh()
"""


@pytest.mark.parametrize("where", ["compile", "rename", "swap"])
def test_a_compiler_is_killed_on_the_way(mill: Mill, where: str) -> None:
    mill.server.stop(signal.SIGKILL)
    mill.save(80)
    killed = subprocess.Popen(
        [sys.executable, "-c", SLOW, where, str(mill.root)], stdout=subprocess.PIPE, text=True, env=environment()
    )
    assert killed.stdout
    assert killed.stdout.readline() == "here\n"
    killed.kill()
    killed.wait()
    mill.server.start()
    mill.start()
    assert mill.shows(80)
    mill.sound()


SAVING = """
import os, sys, time
from pathlib import Path
from biaochi import writing
root, text = Path(sys.argv[1]), sys.stdin.read()
replace = os.replace
def stop(*a, **k):
    print("here", flush=True)
    time.sleep(60)
os.replace = stop
seen = writing.look(root, sys.argv[2])
writing.save(root, seen, text)
print("past", flush=True)
"""


def test_a_save_is_killed_before_the_swap(mill: Mill) -> None:
    before = (mill.root / PLAN).read_bytes()
    text = before.decode().replace('value: "70"', 'value: "75"').replace("达到70吨", "达到75吨")
    saving = subprocess.Popen(
        [sys.executable, "-c", SAVING, str(mill.root), PLAN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env=environment(),
    )  # fmt: skip
    assert saving.stdin
    assert saving.stdout
    saving.stdin.write(text)
    saving.stdin.close()
    assert saving.stdout.readline() == "here\n"
    saving.kill()
    saving.wait()
    assert (mill.root / PLAN).read_bytes() == before, "the file is whole: what it was"
    assert mill.shows(70)
    mill.save(76)
    mill.comes_to(76)
    mill.sound()


def test_the_server_is_killed_while_a_storm_of_saves_goes_on(mill: Mill) -> None:
    for value in range(100, 130):
        mill.save(value)
        time.sleep(0.05)
        if value == 115:
            mill.again()
    mill.comes_to(129)
    mill.sound()


def test_a_thousand_saves_in_a_minute(mill: Mill) -> None:
    before, begun = mill.logged("snapshot shown"), time.monotonic()
    with reading(mill.url) as one:
        for value in range(1000, 2000):
            mill.save(value)
            if value % 100 == 0:
                assert "甲区" in one.look("plan", "area=990101")
            time.sleep(max(0.0, (value - 999) * 0.03 - (time.monotonic() - begun)))
        mill.comes_to(1999)
    assert time.monotonic() - begun < 120
    assert 0 < mill.logged("snapshot shown") - before < 200, "a burst is compiled a few times, not a thousand"
    assert len(list(mill.snapshots.glob("*.duckdb"))) <= 25
    mill.sound()


def cut(path: Path) -> None:
    os.truncate(path, 4096)


def spoil(path: Path) -> None:
    path.write_bytes(b"\0" * path.stat().st_size)


def remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("damage", [cut, spoil, remove])
@pytest.mark.parametrize("restart", [False, True])
def test_the_snapshot_on_screen_is_damaged(mill: Mill, damage: Callable[[Path], None], restart: bool) -> None:
    shown = next(mill.snapshots.glob(f"{_shown(mill)}.duckdb"))
    damage(shown)
    if restart:
        mill.again()
    mill.comes_to(70)
    assert "甲区" in page_text(mill.url, "area", "area=990101")
    assert shown.stat().st_size > 100_000


def _shown(mill: Mill) -> str:
    return json.loads((mill.snapshots / FILE).read_text(encoding="utf-8"))["shown"]


@pytest.mark.parametrize("torn", ["", "{", "null", '{"shown": "x"}'])
def test_the_pointer_is_torn(mill: Mill, torn: str) -> None:
    (mill.snapshots / FILE).write_text(torn)
    assert mill.shows(70)
    until(lambda: _shown(mill))
    mill.sound()


@pytest.mark.parametrize("folder", ["indicators", "data"])
def test_a_folder_of_the_catalogue_goes_and_comes_back(mill: Mill, folder: str, tmp_path: Path) -> None:
    told = mill.logged("edit with errors, the last good snapshot stays")
    shutil.move(mill.root / folder, tmp_path / "kept")
    with reading(mill.url) as one:
        for _ in range(5):
            time.sleep(1)
            assert "甲区" in one.look("plan", "area=990101")
    stays = mill.shows(70)
    shutil.move(tmp_path / "kept", mill.root / folder)
    assert stays, "the last good state stays"
    assert mill.logged("edit with errors, the last good snapshot stays") > told
    mill.save(71)
    mill.comes_to(71)
    mill.sound()


def test_the_whole_state_folder_is_removed(mill: Mill) -> None:
    shutil.rmtree(mill.root / ".biaochi", ignore_errors=True)  # the server may be writing there anew while it goes
    mill.comes_to(70)
    mill.save(72)
    mill.comes_to(72)


def test_clients_that_are_slow_or_vanish(mill: Mill) -> None:
    before = figure(mill.port, "biaochi_sessions", "")
    vanished = [Reader(mill.url) for _ in range(60)]
    for one in vanished:
        one.run()
        assert one._ws is not None
        raw = one._ws.socket
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # a reset instead of a goodbye
        raw.close()
    mute = []
    for _ in range(40):  # half a request, and silence
        one = socket.create_connection(("127.0.0.1", mill.port))
        one.sendall(b"GET /plan HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        mute.append(one)
    deaf = [Reader(mill.url) for _ in range(5)]  # ask again and again and never read an answer
    for one in deaf:
        assert one._ws is not None
        one._ws.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    for _ in range(30):
        assert mill.shows(70)
    until(lambda: figure(mill.port, "biaochi_sessions", "") <= before + len(deaf), 60)
    for one in deaf:
        one.close()
    for one in mute:
        one.close()
    mill.sound()


# ---- servers of their own: what is wrong with the machine ----


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Callable[..., Mill]]:
    made: list[Mill] = []

    def make(at: Path | None = None, **env: str) -> Mill:
        made.append(Mill(at or tmp_path, **env))
        return made[-1].start()

    yield make
    for one in made:
        one.server.stop(signal.SIGKILL)


def test_a_full_disk(own: Callable[..., Mill], tmp_path: Path) -> None:
    """No file may grow beyond a limit, as on a full disk; then there is room again."""
    mill = own()
    pid = mill.server.process.pid
    small = (8192, resource.RLIM_INFINITY)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, small)  # type: ignore[attr-defined]
    mill.save(80)
    until(lambda: mill.logged("snapshot not renewed, the last one stays"))
    for _ in range(5):
        assert mill.shows(70)
        time.sleep(1)
    assert mill.logged("snapshot not renewed, the last one stays") == 1, "told once"
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)  # type: ignore[attr-defined]
    mill.comes_to(80)  # without another edit
    mill.sound()


def test_the_clock_jumps(own: Callable[..., Mill], tmp_path: Path) -> None:
    clock = tmp_path / "clock"
    clock.write_text("+0d")
    mill = own(
        LD_PRELOAD=CLOCK, FAKETIME_TIMESTAMP_FILE=str(clock), FAKETIME_NO_CACHE="1", FAKETIME_DONT_FAKE_MONOTONIC="1",
        DONT_FAKE_MONOTONIC="1",
    )  # fmt: skip
    assert mill.shows(70)
    for n, jump in enumerate(("+400d", "-800d", "+0d")):
        clock.write_text(jump)
        mill.save(80 + n)
        mill.comes_to(80 + n)
        assert figure(mill.port, "biaochi_snapshot_age_seconds", "") < 3600
    mill.sound()


def test_memory_stays_flat(own: Callable[..., Mill]) -> None:
    """Readers come, look round and go, and planners save now and then, for a while once warm (BIAOCHI_SOAK=seconds)."""
    mill, seconds = own(), float(os.environ.get("BIAOCHI_SOAK", "30"))
    pages = ("overview", "plan", "area", "compare", "sources", "quality", "search")

    seen: list[int] = []

    def visit() -> None:
        with reading(mill.url) as one:
            for page in pages:
                assert "甲区" in one.look(page, "area=990101&q=%E7%94%B2%E5%8C%BA")
        seen.append(mill.server.rss)
        if len(seen) % 5 == 0:
            mill.save(100 + len(seen) % 200)

    while len(seen) < 200:  # it grows for about 30 saves: until all that a process keeps of the last is there
        visit()
    end = time.monotonic() + seconds
    while time.monotonic() < end or len(seen) < 260:
        visit()
    warm, last = min(seen[170:200]), min(seen[-30:])  # the least of some, since a compilation takes and gives back
    grown = (last - warm) / 2**20
    sys.stdout.write(f"{len(seen)} visits of {len(pages)} pages, {warm / 2**20:.0f} MB, then {grown:+.1f}\n")
    assert grown < 30, f"{grown:.1f} MB more after {len(seen)} visits"
    assert mill.server.opened(".duckdb") <= 20, "snapshots that nobody reads any more are closed"
    assert figure(mill.port, "biaochi_sessions", "") <= 1
    mill.save(70)
    mill.comes_to(70)  # no compilation is on its way
    mill.sound()
