"""Several processes over one folder, and what happens to a snapshot that is damaged: the right one comes back."""

from __future__ import annotations

import io
import json
import logging
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import duckdb
import pytest

from biaochi import attempt, logs, pins, snapshot
from biaochi.keeper import READ_ONLY, Follower, Keeper, library_of
from biaochi.snapshot import Library, Missing, making
from biaochi.store import Store
from tests import made_up

SEEN = "data/observations/seen.csv"


class Told:
    """How often something else was to be shown."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return made_up.write(tmp_path)


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """The log of this process as JSON lines."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logs.Line(as_json=True))
    logging.getLogger("biaochi").addHandler(handler)
    logging.getLogger("biaochi").setLevel(logging.INFO)
    yield out
    logging.getLogger("biaochi").removeHandler(handler)


def events(lines: io.StringIO) -> list[str]:
    return [json.loads(line)["event"] for line in lines.getvalue().splitlines()]


def value(library: Library) -> str:
    """A figure as a reader would see it."""
    return Store(library.current()).rows(
        "select value_text from figure where indicator = 'output' and role = 'target'"
    )[0]["value_text"]


def edit(root: Path, old: str, new: str) -> None:
    plan = root / "indicators/plans/mill-plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def raise_to_80(root: Path) -> None:
    edit(root, 'value: "70", due: "2025", quote: 产量达到70吨', 'value: "80", due: "2025", quote: 产量达到80吨')


def test_the_environment_says_who_only_follows(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for said, follows in (("", False), ("0", False), ("1", True)):
        monkeypatch.setenv(READ_ONLY, said)
        assert isinstance(library_of(root), Follower) is follows


def test_who_follows_sees_what_the_builder_compiles_and_writes_nothing(root: Path) -> None:
    follower, told = Follower(root), Told()
    keeper = Keeper(follower, told)
    assert not keeper.look()
    with pytest.raises(Missing):
        follower.current()
    assert not (root / ".biaochi").exists()
    builder = Library(root)
    builder.refresh()
    before = sorted(path.name for path in follower.folder.iterdir())
    assert keeper.look()
    assert told.times == 1
    assert value(follower) == "70"
    raise_to_80(root)
    builder.refresh()
    assert keeper.look()
    assert told.times == 2
    assert value(follower) == "80"
    assert keeper.look()
    assert told.times == 2, "nothing new is no news"
    assert len(sorted(follower.folder.iterdir())) == len(before) + 1  # the builder's second snapshot


def test_a_snapshot_of_another_version_is_not_followed(root: Path, lines: io.StringIO) -> None:
    builder, follower = Library(root), Follower(root)
    first = builder.refresh()
    assert value(follower) == "70"
    attempt.write(builder.folder, attempt.Attempt("f" * 16, "f" * 16, [], engine="another"))
    (builder.folder / f"{'f' * 16}.duckdb").write_bytes(b"of a later program")
    assert follower.attempt() == first
    assert value(follower) == "70"
    assert events(lines).count("snapshot of another version, not followed") == 1
    with pytest.raises(Missing):
        Follower(root).current()  # who begins now waits until the builder is of its version


def test_a_link_pins_through_a_folder_of_its_own(root: Path) -> None:
    builder, follower = Library(root), Follower(root)
    first = builder.refresh().shown
    follower.keep(first)
    assert pins.read(builder.folder) == {first}
    assert not (builder.folder / "pins").exists()
    config = root / "config.yaml"
    config.write_text(config.read_text(encoding="utf-8") + "keep_snapshots: 1\n", encoding="utf-8")
    shown = []
    for n in ("80", "90", "95"):
        row = f"output,990101,2024,{n},gazette,产量{n}吨,,,\n"
        (root / "data/observations/seen.csv").write_text(made_up.OBSERVATIONS + row, encoding="utf-8")
        shown.append(builder.refresh().shown)
    kept = {path.stem for path in builder.folder.glob("*.duckdb")}
    assert first in kept
    assert shown[0] not in kept


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def spoil(path: Path) -> None:
    path.write_bytes(b"\0" * path.stat().st_size)


def remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(("damage", "opened"), [(cut, True), (cut, False), (spoil, True), (remove, False)])
def test_a_damaged_snapshot_is_compiled_anew(damage: Callable[[Path], None], opened: bool, root: Path) -> None:
    first = Library(root)
    shown = first.refresh().shown
    if opened:
        assert value(first) == "70"
    follower = Follower(root)
    assert value(follower) == "70"
    follower.close()
    if not opened:
        first.close()
        first = Library(root)
    damage(first.path(shown))
    keeper = Keeper(Library(root), Told())
    for _ in range(2):  # a file that is no database is noticed when it is opened, and compiled at the next look
        keeper.look()
    assert value(first) == "70"
    assert value(Follower(root)) == "70"
    assert first.attempt().shown == shown


@pytest.mark.parametrize("torn", ["{", "[]", '{"shown": 1}'])
def test_a_torn_pointer_does_not_bring_a_broken_edit_on_screen(torn: str, root: Path) -> None:
    library = Library(root)
    library.refresh()
    edit(root, "indicator: output", "indicator: nothing-of-the-kind")
    stale = library.refresh()
    assert stale.stale
    pointer = library.folder / attempt.FILE
    pointer.write_text(torn)
    follower = Follower(root)
    assert follower.told() is None
    fresh = Library(root)
    assert fresh.attempt() == stale
    assert value(fresh) == "70"
    assert value(follower) == "70"
    assert json.loads(pointer.read_text())["shown"] == stale.shown


def test_what_a_killed_compiler_left_goes(root: Path) -> None:
    library = Library(root)
    library.folder.mkdir(parents=True)
    for name in ("abc.77.part", "abc.77.part.wal", "current.json.77.part"):
        (library.folder / name).write_bytes(b"half")
    library.refresh()
    assert not list(library.folder.glob("*.part*"))
    assert value(library) == "70"


def test_the_folder_goes_while_two_compile(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill, sides, gone = making.fill, ThreadPoolExecutor(2), Event()

    def slow(*given: Any) -> Any:
        made = fill(*given)
        if not gone.is_set():  # the first is about to give its file a name: all is removed, and a page asks anew
            gone.set()
            shutil.rmtree(root / ".biaochi")
            asked.append(sides.submit(value, Library(root)))
            time.sleep(0.1)
        return made

    asked: list[Any] = []
    monkeypatch.setattr(snapshot, "fill", slow)
    with sides:
        assert sides.submit(lambda: value(Library(root))).result() == "70"
        assert asked[0].result() == "70"
    assert not list((root / ".biaochi/snapshots").glob("*.part*"))


def test_what_changes_while_it_is_read_gives_no_name_to_another_state(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, library = root / "indicators/plans/mill-plan.yaml", Library(root)
    text = plan.read_text("utf-8")

    def late(*given: Any) -> Any:
        raise_to_80(root)
        return making.fill(*given)

    with monkeypatch.context() as racing:
        racing.setattr(snapshot, "fill", late)
        library.refresh()
    assert value(library) == "80"
    plan.write_text(text, encoding="utf-8")
    library.refresh()
    assert value(library) == "70"
    raise_to_80(root)
    before = library.refresh()
    assert value(library) == "80"
    assert library.refresh() == before


def test_what_changes_and_changes_back_while_it_is_read_is_read_once_more(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, text = Library(root), (root / SEEN).read_text("utf-8")

    def late(*given: Any) -> Any:
        (root / SEEN).write_text(text.replace("note\n", "remark\n"), encoding="utf-8")  # another header, other rows
        try:
            return making.fill(*given)
        finally:
            (root / SEEN).write_text(text, encoding="utf-8")

    with monkeypatch.context() as racing:
        racing.setattr(snapshot, "fill", late)
        mixed = library.refresh()
    found = library.refresh()
    assert found.shown != mixed.shown
    assert found.problems == Library(made_up.write(root / "other")).refresh().problems


def test_an_edit_taken_back_closes_nothing_under_a_reader(root: Path) -> None:
    library, plan = Library(root), root / "indicators/plans/mill-plan.yaml"
    first, good = library.refresh(), plan.read_text("utf-8")
    reader = library.current().cursor()
    plan.write_text(good.replace('value: "70"', "value: 甲"), encoding="utf-8")
    assert library.refresh().stale
    plan.write_text(good, encoding="utf-8")
    again = library.refresh()
    assert not again.stale
    assert (again.shown, again.problems) == (first.shown, first.problems)
    assert value(library) == "70"
    assert reader.execute("select count(*) from figure").fetchall()


def test_a_file_that_may_not_be_read_is_a_problem_and_stops_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, real = Library(root), Path.read_bytes
    new = root / "data/observations/new.csv"
    new.write_text(made_up.OBSERVATIONS, encoding="utf-8")

    def refused(path: Path) -> bytes:
        if path.name == new.name:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    library.refresh()
    assert value(library) == "70"


def test_what_is_generated_is_kept_out_of_git_from_the_first_snapshot_on(root: Path) -> None:
    Library(root).refresh()
    assert (root / ".biaochi/.gitignore").read_text("utf-8") == "*\n"


def test_who_looks_into_a_snapshot_with_another_program_does_no_harm(root: Path) -> None:
    library = Library(root)
    path = library.path(library.refresh().shown)
    look = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", look, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "open\n"
        with pytest.raises(Missing):
            library.current()
        other.communicate()
    assert value(library) == "70"
    assert path.exists()


def test_a_link_waits_for_no_compiler_and_opens_where_nothing_can_be_written(
    root: Path, monkeypatch: pytest.MonkeyPatch, lines: io.StringIO
) -> None:
    library = Library(root)
    shown = library.refresh().shown

    def waited_for(_: Path) -> None:
        raise AssertionError("the lock of the compilers")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(snapshot, "_exclusive", waited_for)
    monkeypatch.setattr(Path, "mkdir", full)
    library.keep(shown)
    assert "snapshot could not be pinned" in events(lines)
    monkeypatch.undo()
    Library(root).keep(shown)
    assert pins.read(library.folder) == {shown}


def test_a_copy_with_an_old_time_is_noticed(root: Path) -> None:
    library = Library(root)
    before = library.refresh().shown
    plan = root / "indicators/plans/mill-plan.yaml"
    info = plan.stat()
    raise_to_80(root)  # as long as before
    os.utime(plan, ns=(info.st_atime_ns, info.st_mtime_ns))
    assert library.refresh().shown != before
    assert value(library) == "80"


def test_a_failure_is_told_once_and_tried_again(
    root: Path, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, told = Library(root), Told()
    keeper = Keeper(library, told)
    keeper.look()
    raise_to_80(root)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "/secret/place")

    with monkeypatch.context() as broken:
        broken.setattr(Library, "_compile", full)
        for _ in range(3):
            assert not keeper.look()
    assert keeper.look()
    assert told.times == 1
    assert value(library) == "80"
    said = events(lines)
    assert said.count("snapshot not renewed, the last one stays") == 1
    assert said[-1] == "snapshot shown"
    failed = next(line for line in lines.getvalue().splitlines() if "not renewed" in line)
    assert json.loads(failed)["why"] == "No space left on device"
    assert "/secret" not in failed


def test_many_open_one_snapshot_at_once_and_each_is_locked(root: Path) -> None:
    shown = Library(root).refresh().shown
    libraries = [Library(root) for _ in range(8)]
    for _ in range(5):
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda one: one.open(shown), libraries))
        for one in found:
            with pytest.raises(duckdb.Error):
                one.cursor().execute("set enable_external_access = true")
        for library in libraries:
            library.close()


def test_only_the_newest_snapshots_stay_open(root: Path) -> None:
    library = Library(root)
    first = library.open(library.refresh().shown)
    copies = [f"{n:016x}" for n in range(1, 12)]
    for name in copies:
        (library.folder / f"{name}.duckdb").write_bytes(library.path(first.id).read_bytes())
        library.open(name)
    assert len(library._open) == 8
    assert first.cursor().execute("select 1").fetchall() == [(1,)]  # who still holds one may ask it
    assert value(library) == "70"


def test_a_process_that_is_stopped_waits_for_what_it_compiles_and_begins_nothing_new(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper, begun, go_on = Keeper(Library(root), Told()), Event(), Event()
    real = keeper.library.refresh

    def slow(**asked: Any) -> Any:
        begun.set()
        assert go_on.wait(60)
        return real(**asked)

    monkeypatch.setattr(keeper.library, "refresh", slow)
    with ThreadPoolExecutor(1) as other:
        looking = other.submit(keeper.look)
        assert begun.wait(60)
        assert not keeper.stop(0.01)  # else Python would go while a thread is inside DuckDB, and abort
        go_on.set()
        assert keeper.stop(60) and looking.result()
    assert not keeper.look()
