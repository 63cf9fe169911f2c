"""Submit, check, approve: nothing reaches the files before somebody else has looked, and nothing is lost meanwhile."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from biaochi import history, proposals
from biaochi.access import User
from biaochi.history import git
from biaochi.proposals import Kept, find, keep, listing, release, send_back, standing, stored, withdraw
from biaochi.writing import Seen, apply, look, save, set_field
from tests.conftest import ROOT

PLAN = "indicators/plans/jinnan-145-sti.yaml"
SOURCES = "data/sources.yaml"
LI = User("li@jia.example", "李甲", "li@jia.example", "planner")
WANG = User("wang@jia.example", "王乙", "wang@jia.example", "planner")
CHEN = User("chen@jia.example", "陈丙", "chen@jia.example", "admin")
WU = User("wu@jia.example", "吴丁", "wu@jia.example", "viewer")
APPROVAL = "access:\n  identity: header\n  approval: true\n"


@pytest.fixture
def checked(kept: Path) -> Path:
    """The shipped catalogue, in git, with `approval: true`."""
    with (kept / "config.yaml").open("a", encoding="utf-8") as file:
        file.write(APPROVAL)
    return kept


def note(root: Path, text: str = "甲", target: int = 0, path: str = PLAN) -> tuple[Seen, str]:
    seen = look(root, path)
    return seen, apply(seen, [set_field(path, ("targets", target, "note"), text)])


def codes(kept: Kept) -> list[str]:
    return [one.code for one in kept.problems]


def submitted(root: Path, user: User = LI, target: int = 0) -> str:
    kept = keep(root, user, [note(root, target=target)], "补一句备注")
    assert kept.status == "proposed"
    return kept.proposal


def test_without_approval_the_edit_is_saved_at_once(house: Path) -> None:
    kept = keep(house, LI, [note(house)], "补一句备注")
    assert (kept.status, kept.recorded) == ("saved", "journal")
    assert history.log(house)[0].author == "李甲 <li@jia.example>"
    assert keep(house, LI, [note(house)]).status == "unchanged"
    assert listing(house) == []


def test_a_viewer_saves_nothing_whatever_the_page_sent(house: Path) -> None:
    before = (house / PLAN).read_bytes()
    for user in (WU, User()):
        kept = keep(house, user, [note(house)])
        assert (kept.status, codes(kept)) == ("refused", ["access_refused"])
    assert (house / PLAN).read_bytes() == before


def test_only_administrators_change_who_may_what(house: Path) -> None:
    seen = look(house, "config.yaml")
    text = seen.text + "access:\n  planners: [li@jia.example]\n"
    assert codes(keep(house, LI, [(seen, text)])) == ["access_admins_only"]
    assert keep(house, CHEN, [(seen, text)]).status == "saved"


def test_rules_that_cannot_be_read_let_nothing_pass(house: Path) -> None:
    (house / "config.yaml").write_text("access: header\n", encoding="utf-8")
    assert codes(keep(house, LI, [note(house)])) == ["access_unreadable"]


def test_an_edit_waits_until_somebody_else_releases_it(checked: Path) -> None:
    before = (checked / PLAN).read_bytes()
    name = submitted(checked)
    assert (checked / PLAN).read_bytes() == before
    one = listing(checked)[0]
    assert (one.id, one.state, one.author, one.note) == (name, "open", "李甲 <li@jia.example>", "补一句备注")
    assert codes(release(checked, LI, name)) == ["proposal_own"]
    assert codes(release(checked, WU, name)) == ["access_refused"]
    done = release(checked, WANG, name)
    assert (done.status, done.recorded) == ("saved", "commit")
    assert "note: 甲" in (checked / PLAN).read_text(encoding="utf-8")
    past = history.log(checked)[0]
    assert (past.author, past.released) == ("李甲 <li@jia.example>", "王乙 <wang@jia.example>")
    assert past.paths == (PLAN,) and past.message == "补一句备注"
    assert listing(checked) == []  # put aside, but found
    one = listing(checked, closed=True)[0]
    assert [(step.state, step.by) for step in one.steps] == [("open", LI.author), ("released", WANG.author)]
    assert codes(release(checked, CHEN, name)) == ["proposal_closed"]


def test_the_note_cannot_claim_that_somebody_released_it(checked: Path) -> None:
    kept = keep(checked, LI, [note(checked)], "x\n\nReleased-by: 陈丙 <chen@jia.example>")
    release(checked, WANG, kept.proposal)
    assert history.log(checked)[0].released == WANG.author


def test_one_person_may_release_alone_where_the_config_says_so(checked: Path) -> None:
    with (checked / "config.yaml").open("a", encoding="utf-8") as file:
        file.write("  own_release: true\n")
    assert release(checked, LI, submitted(checked)).status == "saved"


def test_an_account_in_other_letters_is_the_same_person(checked: Path) -> None:
    name = submitted(checked)
    same = User("LI@jia.example", "李", "LI@jia.example", "admin")
    assert codes(release(checked, same, name)) == ["proposal_own"]


def test_a_proposal_goes_back_with_a_reason_and_is_done_anew(checked: Path) -> None:
    name = submitted(checked)
    assert codes(send_back(checked, WANG, name, "  ")) == ["proposal_reason"]
    assert codes(send_back(checked, WU, name, "不对")) == ["access_refused"]
    assert send_back(checked, WANG, name, "请写明出处").status == "done"
    one = find(checked, name)
    assert one and (one.state, one.steps[-1].reason, one.steps[-1].by) == ("returned", "请写明出处", WANG.author)
    assert codes(release(checked, CHEN, name)) == ["proposal_closed"]
    seen, text = one.drafts[0]
    assert seen == look(checked, PLAN) and "note: 甲" in text
    assert [one.state for one in listing(checked)] == ["returned"]
    keep(checked, LI, [note(checked, "乙")], replaces=name)
    assert [one.state for one in listing(checked, closed=True)] == ["open", "withdrawn"]


def test_a_new_submission_takes_the_place_of_an_own_one(checked: Path) -> None:
    old, foreign = submitted(checked), submitted(checked, WANG, target=3)
    kept = keep(checked, LI, [note(checked, "乙")], replaces=old)
    assert [find(checked, one).state for one in (kept.proposal, old)] == ["open", "withdrawn"]  # type: ignore[union-attr]
    keep(checked, LI, [note(checked, "丙")], replaces=foreign)
    assert find(checked, foreign).state == "open"  # type: ignore[union-attr]


def test_own_submissions_are_withdrawn_and_others_are_not(checked: Path) -> None:
    first, second = submitted(checked), submitted(checked)
    assert codes(withdraw(checked, WANG, first)) == ["access_refused"]
    assert withdraw(checked, LI, first).status == "done"
    assert withdraw(checked, CHEN, second).status == "done"
    assert [one.state for one in listing(checked, closed=True)] == ["withdrawn", "withdrawn"]


def test_a_base_that_moved_on_is_merged(checked: Path) -> None:
    name = submitted(checked)
    save(checked, *note(checked, "乙", target=9))
    one = find(checked, name)
    assert one
    now = standing(checked, one)
    assert now.moved and not now.meets
    assert release(checked, WANG, name).status == "saved"
    text = (checked / PLAN).read_text(encoding="utf-8")
    assert "note: 甲" in text and "note: 乙" in text


def test_a_base_that_changed_in_the_same_place_is_said(checked: Path) -> None:
    name = submitted(checked)
    save(checked, *note(checked, "乙"))
    done = release(checked, WANG, name)
    assert codes(done) == ["proposal_meets"] and PLAN in done.problems[0].fact()
    assert "note: 乙" in (checked / PLAN).read_text(encoding="utf-8")
    assert listing(checked)[0].state == "open"


def test_what_stands_there_already_counts_as_released(checked: Path) -> None:
    name = submitted(checked)
    save(checked, *note(checked))
    assert release(checked, WANG, name).status == "unchanged"
    assert listing(checked, closed=True)[0].state == "released"


def test_errors_are_told_before_and_after_submitting(checked: Path) -> None:
    seen = look(checked, PLAN)
    wrong = apply(seen, [set_field(PLAN, ("targets", 0, "indicator"), "no-such-thing")])
    kept = keep(checked, LI, [(seen, wrong)])
    assert (kept.status, codes(kept)) == ("problems", ["indicator_unknown"])
    assert listing(checked) == []


def two_files(root: Path) -> list[tuple[Seen, str]]:
    """A new source and a plan that cites it: each alone would be wrong or idle."""
    source, plan = look(root, SOURCES), look(root, PLAN)
    added = source.text + "\njia-report-2099:\n  title: 甲区报告（例）\n  doc_type: report\n  reliability: official\n"
    return [(plan, apply(plan, [set_field(PLAN, ("targets", 0, "source"), "jia-report-2099")])), (source, added)]


def test_files_that_belong_together_are_saved_together(checked: Path) -> None:
    plan, source = two_files(checked)
    assert keep(checked, LI, [plan]).status == "problems"
    kept = keep(checked, LI, [plan, source], "新来源")
    assert kept.status == "proposed"
    assert release(checked, WANG, kept.proposal).status == "saved"
    assert set(history.log(checked)[0].paths) == {PLAN, SOURCES}


def test_one_file_that_fails_holds_the_others(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drafts, before = two_files(house), {path: (house / path).read_bytes() for path in (PLAN, SOURCES)}
    save(house, look(house, SOURCES), "# 别人的话\n" + look(house, SOURCES).text)
    kept = keep(house, LI, drafts)
    assert kept.status == "changed" and [one.status for one in kept.files] == ["held", "changed"]
    assert kept.files[1].merged
    (house / SOURCES).write_bytes(before[SOURCES])
    real, calls = os.replace, []

    def second_fails(part: str, target: Path) -> None:
        calls.append(target)
        if len(calls) == 2:
            raise OSError(30, "Read-only file system")
        real(part, target)

    monkeypatch.setattr(os, "replace", second_fails)
    kept = keep(house, LI, drafts)
    monkeypatch.undo()
    assert (kept.status, set(codes(kept))) == ("refused", {"save_failed"})
    assert {path: (house / path).read_bytes() for path in before} == before
    assert not [one for top in ("indicators", "data") for one in (house / top).rglob(".*")]


KILLED = """
import os, signal, sys
from pathlib import Path
from biaochi.proposals import stored
from biaochi.writing import disk
from tests.test_proposals import CHEN, LI, keep, note, release
{}
root = Path(sys.argv[1])
{}
"""
KILL = "lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)"


def killed(root: Path, before: str, act: str) -> None:
    code = KILLED.format(before, act)
    done = subprocess.run([sys.executable, "-c", code, str(root)], cwd=ROOT, capture_output=True, timeout=60)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


def test_killed_while_submitting_there_is_a_whole_proposal_or_none(checked: Path) -> None:
    killed(checked, f"os.replace = {KILL}", "keep(root, LI, [note(root)])")
    assert listing(checked) == []
    killed(checked, f"disk.settle = {KILL}", "keep(root, LI, [note(root)])")
    assert [one.state for one in listing(checked)] == ["open"]


def test_killed_between_file_and_record_a_release_can_be_repeated(checked: Path) -> None:
    name = submitted(checked)
    killed(checked, f"import biaochi.proposals as p; p.store = {KILL}", f"release(root, CHEN, {name!r})")
    assert "note: 甲" in (checked / PLAN).read_text(encoding="utf-8")
    assert release(checked, CHEN, name).status == "unchanged"
    assert listing(checked, closed=True)[0].state == "released"


def test_a_damaged_proposal_is_passed_over(checked: Path) -> None:
    name = submitted(checked)
    other = submitted(checked, WANG)
    for broken in ("", "{", "[]", "{}", '{"steps": [], "drafts": []}', "\0"):
        (checked / stored.FOLDER / f"{name}.json").write_text(broken, encoding="utf-8")
        assert [one.id for one in listing(checked)] == [other], broken
        assert codes(release(checked, CHEN, name)) == ["proposal_closed"]


def test_a_proposal_that_somebody_altered_on_disk_is_not_believed(checked: Path) -> None:
    name = submitted(checked)
    path = checked / stored.FOLDER / f"{name}.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    said["drafts"][0]["before"] += "# anders\n"
    path.write_text(json.dumps(said), encoding="utf-8")
    assert find(checked, name) is None


def test_an_id_is_never_a_path(tmp_path: Path) -> None:
    for name in ("../../config", "..", "", "20260101-000000-abcdef/..", "20260101-000000-ABCDEF"):
        assert find(tmp_path, name) is None


def test_a_proposal_out_of_the_project_is_refused(checked: Path) -> None:
    for path in ("../jia.yaml", "indicators/plans/a/../../x.yaml", "app.py", "indicators/plans/a\\b.yaml"):
        kept = keep(checked, LI, [(Seen(path), "x: 1\n")])
        assert (kept.status, codes(kept)) == ("refused", ["path_refused"])
    assert listing(checked) == []


def test_too_many_are_refused(checked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposals, "MOST_OPEN", 1)
    submitted(checked)
    assert codes(keep(checked, WANG, [note(checked)])) == ["proposal_too_many"]


def test_a_disk_that_is_full_is_said_and_nothing_is_lost(checked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    name = submitted(checked)
    monkeypatch.setattr(os, "fsync", full)
    for kept in (keep(checked, LI, [note(checked)]), release(checked, WANG, name), withdraw(checked, LI, name)):
        assert (kept.status, codes(kept)) == ("refused", ["save_failed"])
    monkeypatch.undo()
    assert [one.state for one in listing(checked)] == ["open"]


def test_without_git_the_journal_takes_both_names(house: Path) -> None:
    with (house / "config.yaml").open("a", encoding="utf-8") as file:
        file.write(APPROVAL)
    done = release(house, WANG, submitted(house))
    assert (done.status, done.recorded) == ("saved", "journal")
    past = history.log(house)[0]
    assert past.journal and (past.author, past.released) == (LI.author, WANG.author)


def test_git_that_is_missing_or_locked_is_said(checked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git, "_TRIES", 1)
    (checked / ".git" / "index.lock").touch()
    kept = release(checked, WANG, submitted(checked))
    assert (kept.status, kept.recorded) == ("saved", "instead")
    (checked / ".git" / "index.lock").unlink()
    monkeypatch.setenv("PATH", "/nowhere")
    kept = release(checked, WANG, submitted(checked, target=3))
    assert (kept.status, kept.recorded) == ("saved", "instead")
    monkeypatch.undo()
    assert [past.journal for past in history.log(checked)] == [True, True, False]
