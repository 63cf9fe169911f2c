"""A save is checked, whole, and never silent: killed, full, read-only, too slow or malicious, nothing is lost."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from biaochi import files
from biaochi.problem import Fault
from biaochi.writing import Seen, add_entry, apply, brought, check, disk, look, merge, place, save, saving, set_field
from tests.conftest import ROOT

PLAN = "indicators/plans/jinnan-145-sti.yaml"
OBSERVED = "data/observations/hexi-talent.csv"
NOTE = set_field(PLAN, ("targets", 0, "note"), "甲")


def leftovers(house: Path) -> list[str]:
    return [one.name for top in ("indicators", "data") for one in (house / top).rglob(".*")]


def codes(found: tuple | list) -> list[str]:
    return [one.code for one in found]


def test_a_save_writes_and_says_so(house: Path) -> None:
    seen = look(house, PLAN)
    (house / PLAN).chmod(0o640)
    done = save(house, seen, apply(seen, [NOTE]))
    assert done.status == "saved" and done.problems == ()
    assert "note: 甲\n" in (house / PLAN).read_text(encoding="utf-8")
    assert (house / PLAN).stat().st_mode & 0o777 == 0o640
    assert done.now and done.now == look(house, PLAN) and leftovers(house) == []
    assert save(house, done.now, done.now.text).status == "unchanged"


def test_an_edit_with_errors_is_not_written_unless_wanted(house: Path) -> None:
    seen = look(house, PLAN)
    new = apply(seen, [set_field(PLAN, ("targets", 4, "indicator"), "hi-tech-enterprise")])
    done = save(house, seen, new)
    assert done.status == "problems" and set(codes(done.problems)) == {"indicator_unknown"}
    assert done.problems[0].file == PLAN and done.problems[0].line == 54
    assert look(house, PLAN) == seen
    assert save(house, seen, new, with_errors=True).status == "saved"


def test_problems_that_were_there_are_not_blamed_on_the_edit(house: Path) -> None:
    (house / OBSERVED).write_text((house / OBSERVED).read_text("utf-8") + "x,y\n", encoding="utf-8")
    seen = look(house, PLAN)
    assert brought(house, {PLAN: apply(seen, [NOTE])}) == []
    assert codes(check(house, {PLAN: seen.text})) == ["csv_ragged"]
    assert save(house, seen, apply(seen, [NOTE])).status == "saved"


def test_the_check_leaves_the_project_alone(house: Path) -> None:
    before = {one: one.stat().st_mtime_ns for one in house.rglob("*")}
    assert codes(brought(house, {PLAN: "name: 甲\n"})) != []
    assert {one: one.stat().st_mtime_ns for one in house.rglob("*")} == before


def test_the_second_of_two_planners_sees_the_first(house: Path) -> None:
    mine, theirs = look(house, PLAN), look(house, PLAN)
    assert save(house, theirs, apply(theirs, [NOTE])).status == "saved"
    far = save(house, mine, apply(mine, [set_field(PLAN, ("targets", 9, "note"), "乙")]))
    assert far.status == "changed" and far.theirs and far.merged
    assert save(house, far.theirs, far.merged).status == "saved"
    assert {"note: 甲", "note: 乙"} <= {line.strip() for line in look(house, PLAN).text.splitlines()}
    near = save(house, mine, apply(mine, [set_field(PLAN, ("targets", 0, "note"), "丙")]))
    assert near.status == "changed" and near.merged is None
    assert "note: 丙" not in look(house, PLAN).text


def test_many_savers_at_once_lose_nothing(house: Path) -> None:
    seen = look(house, OBSERVED)
    lines = [f"jia-{n}" for n in range(4)]
    done: list[str] = []

    def one(name: str) -> None:
        text = apply(seen, [add_entry(OBSERVED, (99,), {"note": name})])
        done.append(save(house, seen, text, with_errors=True).status)

    threads = [threading.Thread(target=one, args=(name,)) for name in lines]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(done) == ["changed"] * 3 + ["saved"]


@pytest.mark.parametrize(
    "base, mine, theirs, merged",
    [
        ("a\nb\nc\nd\n", "A\nb\nc\nd\n", "a\nb\nc\nD\n", "A\nb\nc\nD\n"),
        ("a\nb\nc\n", "A\nb\nc\n", "X\nb\nc\n", None),
        ("a\nb\nc\n", "a\nb\nc\nd\n", "a\nb\nc\ne\n", None),
        ("a\nb\nc\n", "A\nb\nc\n", "a\nB\nc\n", None),
        ("a\nb\nc\nd\n", "a\nc\nd\n", "a\nb\nc\nd\ne\n", "a\nc\nd\ne\n"),
        ("a\nb\n", "a\nx\nb\n", "a\nx\nb\n", "a\nx\nb\n"),
        ("a\n", "a\n", "b\n", "b\n"),
        ("", "a\n", "b\n", None),
    ],
)
def test_merging(base: str, mine: str, theirs: str, merged: str | None) -> None:
    assert merge(base, mine, theirs) == merged
    assert merge(base, theirs, mine) == merged


@pytest.mark.parametrize("fails", ["replace", "fsync", "fdopen", "chmod"])
def test_a_failing_disk_leaves_the_old_file(house: Path, monkeypatch: pytest.MonkeyPatch, fails: str) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    seen = look(house, PLAN)
    monkeypatch.setattr(disk.os, fails, full)
    done = save(house, seen, apply(seen, [NOTE]))
    monkeypatch.undo()
    if fails != "fsync" or done.status == "refused":
        assert done.status == "refused" and codes(done.problems) == ["save_failed"]
        assert "No space left" in done.problems[0].fact()
        assert look(house, PLAN) == seen
    assert leftovers(house) == []


LIMITED = """
import resource, signal, sys
from pathlib import Path
from biaochi.writing import disk
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
try:
    disk.write(Path(sys.argv[1]), b"x" * 100000)
except OSError as error:
    sys.exit(error.errno)
"""
KILLED = """
import os, signal, sys
from pathlib import Path
from biaochi.writing import disk
{}
disk.write(Path(sys.argv[1]), b"new" * 100000)
"""


def run(code: str, path: Path) -> int:
    return subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, timeout=60).returncode


@pytest.mark.skipif(sys.platform == "win32", reason="limits and signals are POSIX")
def test_a_full_disk_or_a_kill_gives_the_old_or_the_new_file(tmp_path: Path) -> None:
    path = tmp_path / "jia.csv"
    path.write_bytes(b"old")
    assert run(LIMITED, path) == 27  # EFBIG
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]
    kill = "os.kill(os.getpid(), signal.SIGKILL)"
    assert run(KILLED.format(f"os.replace = lambda *a: {kill}"), path) == -9
    assert path.read_bytes() == b"old"
    assert run(KILLED.format(f"disk.settle = lambda *a: {kill}"), path) == -9
    assert path.read_bytes() == b"new" * 100000


def test_a_read_only_folder_is_said(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    seen = look(house, PLAN)
    monkeypatch.setattr(disk.tempfile, "mkstemp", denied)  # tests may run as root, for whom nothing is read-only
    done = save(house, seen, apply(seen, [NOTE]))
    assert done.status == "refused" and codes(done.problems) == ["save_failed"]


@pytest.mark.parametrize(
    "path",
    [
        "../x.yaml",
        "/etc/passwd",
        "indicators/plans/../../x.yaml",
        "indicators/plans/a\\b.yaml",
        "indicators/plans/a\0.yaml",
        "indicators/plans/.x.yaml",
        "indicators/plans/x.py",
        "app.py",
        "biaochi/model.py",
        "data/verified.csv",
        "data/x.yaml",
        "indicators/plans//x.yaml",
        "indicators/plans/./x.yaml",
        "",
        "indicators/plans",
        "indicators/plans/" + "x" * 300 + ".yaml",
        "indicators/plans/a:b.yaml",
        "indicators/plans/a\nb.yaml",
        "indicators/plans/<b>.yaml",
        "data/observations/~$a.csv",
        ".git/config",
        "indicators/plans/.yaml",
    ],
)
def test_path_tricks_are_refused(house: Path, path: str) -> None:
    with pytest.raises(Fault) as raised:
        place(house, path)
    assert raised.value.code == "path_refused"
    assert codes(save(house, Seen(path), "a: b\n").problems) == ["path_refused"]


def test_links_are_not_followed(house: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "jia.yaml").write_text("a: b\n")
    (house / "indicators/plans/jia.yaml").symlink_to(outside / "jia.yaml")
    (house / "indicators/plans/folder").symlink_to(outside)
    for path in ("indicators/plans/jia.yaml", "indicators/plans/folder/jia.yaml", "indicators/plans/folder/new.yaml"):
        assert codes(save(house, Seen(path), "name: 甲\n").problems) == ["path_refused"]
    assert (outside / "jia.yaml").read_text() == "a: b\n" and len(list(outside.iterdir())) == 1
    assert "file_outside" in codes(check(house, {PLAN: look(house, PLAN).text}))


@pytest.mark.parametrize("path", [PLAN, OBSERVED])
def test_ten_megabytes_are_refused(house: Path, path: str) -> None:
    seen = look(house, path)
    assert codes(save(house, seen, seen.text + "#" * 10_000_000).problems) == ["file_too_large"]
    assert look(house, path) == seen


def test_an_alias_bomb_is_refused(house: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    done = save(house, look(house, PLAN), "\n".join(lines))
    assert done.status == "problems" and "yaml_bomb" in codes(done.problems)


def test_formulas_and_markup_stay_plain_text(house: Path) -> None:
    seen = look(house, PLAN)
    text = '=HYPERLINK("x") <script>alert(1)</script>'
    assert save(house, seen, apply(seen, [set_field(PLAN, ("note",), text)])).status == "saved"
    doc, _ = files.parse_yaml(look(house, PLAN).text, PLAN)
    assert doc and doc.data["note"] == text


def test_a_new_file_and_foreign_line_ends(house: Path) -> None:
    new = Seen("data/observations/甲区.csv")
    assert save(house, new, "indicator,ref_area,time_period,value,source,quote\n").status == "saved"
    assert save(house, new, "x\n").status == "changed"
    raw = (house / PLAN).read_bytes().replace(b"\n", b"\r\n")
    (house / PLAN).write_bytes(b"\xef\xbb\xbf" + raw)
    seen = look(house, PLAN)
    assert save(house, seen, apply(seen, [NOTE]).replace("\r\n", "\n")).status == "saved"  # as a form gives it back
    now = (house / PLAN).read_bytes()
    assert now.startswith(b"\xef\xbb\xbf#") and now.count(b"\r\n") == now.count(b"\n") == raw.count(b"\n")


def test_a_mode_for_new_files_follows_the_mask(house: Path) -> None:
    before = os.umask(0o027)
    try:
        save(house, Seen("data/observations/jia.csv"), "a\n", with_errors=True)
    finally:
        os.umask(before)
    assert (house / "data/observations/jia.csv").stat().st_mode & 0o777 == 0o640


def test_the_state_before_is_checked_once_a_change(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    real = saving.catalogue.load
    monkeypatch.setattr(saving.catalogue, "load", lambda *args: (asked.append(1), real(*args))[1])
    seen = look(house, PLAN)
    for _ in range(3):
        assert brought(house, {PLAN: apply(seen, [NOTE])}) == []
    assert len(asked) == 4
    (house / OBSERVED).write_text((house / OBSERVED).read_text("utf-8") + "x,y\n", encoding="utf-8")
    assert brought(house, {PLAN: apply(seen, [NOTE])}) == []  # the new problem was there before the edit
    assert len(asked) == 6
