"""The history page: every save in words, found again by plan, indicator and person; undone; submissions released."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from biaochi import history, ledger, proposals, ui, visitor
from biaochi.access import User
from biaochi.proposals import keep
from biaochi.writing import apply, look, set_field
from tests.conftest import ROOT
from tests.screens import html

PLAN = "indicators/plans/jinnan-145-sti.yaml"
LI = User("li@jia.example", "李甲", "li@jia.example", "planner")
WANG = User("wang@jia.example", "王乙", "wang@jia.example", "planner")
WU = User("wu@jia.example", "吴丁", "wu@jia.example", "viewer", "not_planner")
RAISED = [("value", "650"), ("quote", "总量达到650家")]


@pytest.fixture(autouse=True)
def served(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages of the catalogue in git, with 王乙 before the screen."""
    monkeypatch.setenv("BIAOCHI_ROOT", str(kept))
    ui.library.cache_clear()
    sit(monkeypatch, WANG)


def sit(monkeypatch: pytest.MonkeyPatch, user: User) -> None:
    monkeypatch.setattr(visitor, "who", lambda _: user)


def edit(root: Path, user: User, note: str, fields: list[tuple[str, str]], target: int = 4) -> str:
    seen = look(root, PLAN)
    text = apply(seen, [set_field(PLAN, ("targets", target, name), value) for name, value in fields])
    done = keep(root, user, [(seen, text)], note)
    assert done.status in ("saved", "proposed")
    return done.proposal


def approval(root: Path) -> None:
    with (root / "config.yaml").open("a", encoding="utf-8") as file:
        file.write("access:\n  identity: header\n  approval: true\n")


def visit(**params: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in params.items():
        at.query_params[name] = value
    at.switch_page("pages/history.py")
    return sound(at.run())


def sound(at: AppTest) -> AppTest:
    assert not at.exception, [one.message for one in at.exception]
    return at


def said(at: AppTest) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html(at))))


def test_a_tab_that_changes_hands_keeps_nothing_of_the_one_before(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = visit()
    at.session_state["typed"] = "甲的草稿"
    sound(at.run())
    assert at.session_state["typed"] == "甲的草稿"
    sit(monkeypatch, LI)
    sound(at.run())
    assert "typed" not in at.session_state


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_save_is_told_in_words(kept: Path, lang: str) -> None:
    edit(kept, LI, "按批复调高", RAISED)
    text = said(visit(lang=lang))
    assert ("津南区 国家高新技术企业 2025年 目标 620 → 650" if lang == "zh" else "620 → 650") in text
    assert "李甲" in text and "按批复调高" in text
    assert "甲" in text and "start" in text  # what was committed by hand stands there, too
    assert ("另有" if lang == "zh" else "more, line by line") in text  # the first import has hundreds of changes
    if lang == "en":
        assert not re.findall("谁在什么时候|逐行对照|全部修改", text)


def test_a_viewer_does_not_see_who_changed_what(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(kept, LI, "按批复调高", RAISED)
    sit(monkeypatch, WU)
    at = visit()
    assert "您的帐户可以看，不能修改" in said(at) and "620 → 650" not in said(at) and not at.selectbox
    assert "修改记录</a>" not in html(at)


def test_the_link_filters_by_plan_indicator_and_person(kept: Path) -> None:
    edit(kept, LI, "按批复调高", RAISED)
    edit(kept, WANG, "补备注", [("note", "甲乙丙")], target=0)
    visit()  # reads what each save changed
    assert "补备注" not in said(visit(indicator="hi-tech-enterprises"))
    assert "按批复调高" in said(visit(indicator="hi-tech-enterprises"))
    by = visit(who=LI.author)
    assert "按批复调高" in said(by) and "补备注" not in said(by)
    assert by.selectbox(key="pick_who").value == LI.author
    assert "没有符合条件的修改" in said(visit(plan="jinnan-145-sti", who="nobody"))
    assert "补备注" in said(visit(plan="jinnan-145-sti"))


def test_many_saves_are_shown_in_parts(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "PART", 2)
    for number in range(3):
        edit(kept, LI, f"第{number}次", [("note", f"甲{number}")])
    first = visit()
    assert "第2次" in said(first) and "第0次" not in said(first) and "更早的" in said(first)
    second = said(visit(skip="2"))
    assert "第0次" in second and "第2次" not in second and "较近的" in second
    assert "第2次" in said(visit(skip="甲"))


def test_one_save_is_shown_line_by_line_and_undone_as_a_new_one(kept: Path) -> None:
    edit(kept, LI, "按批复调高", RAISED)
    edit(kept, LI, "补备注", [("note", "甲乙丙")], target=0)
    past = history.log(kept)[1]
    at = visit(change=past.id)
    text = said(at)
    assert '− value: "620"' in text and '+ value: "650"' in text
    sound(at.button(key="undo_yes").click().run())
    newest = history.log(kept)[0]
    assert (newest.author, newest.message) == (WANG.author, "撤销：按批复调高")
    now = (kept / PLAN).read_text(encoding="utf-8")
    assert '"620"' in now and "甲乙丙" in now
    for again in (at, at.run()):  # it stays there when the page is drawn anew
        assert "已撤销，这次改的地方改回去了。 看这一条记录" in said(sound(again))
        assert f"change={newest.id}" in "".join(one.value for one in again.markdown) and not again.button
    at.query_params["change"] = newest.id
    assert "已撤销" not in said(sound(at.run())) and at.button(key="undo_yes")


def test_an_undo_that_meets_later_changes_says_so(kept: Path) -> None:
    edit(kept, LI, "按批复调高", RAISED)
    past = history.log(kept)[0]
    edit(kept, LI, "再调", [("value", "660"), ("quote", "总量达到660家")])
    at = visit(change=past.id)
    sound(at.button(key="undo_yes").click().run())
    assert len(at.warning) == 1 and history.log(kept)[0].message == "再调"


def test_an_undo_is_submitted_where_edits_are_released_by_another(kept: Path) -> None:
    edit(kept, LI, "按批复调高", RAISED)
    approval(kept)
    at = visit(change=history.log(kept)[0].id)
    sound(at.button(key="undo_yes").click().run())
    assert proposals.listing(kept)[0].note == "撤销：按批复调高"
    assert "已提交，等另一个人审核。 看这一条记录" in said(at)
    assert history.log(kept)[0].message == "按批复调高"


def test_a_change_that_is_not_there_is_said(kept: Path) -> None:
    for name in ("0" * 40, "../../x", "--help"):
        assert [one.value for one in visit(change=name).warning] == ["这次修改的记录不在了。"]


def test_a_new_file_is_not_emptied_by_an_undo(kept: Path) -> None:
    at = visit(change=history.log(kept)[0].id)
    assert not at.button and any("新建了文件" in one.value for one in at.caption)


def test_a_submission_is_looked_at_and_released(kept: Path) -> None:
    approval(kept)
    name = edit(kept, LI, "<b>调高</b>", RAISED)
    assert "提交的改动" in said(visit()) and "620 → 650" not in said(visit())
    at = visit(change=name)
    text = said(at)
    assert "津南区 国家高新技术企业 2025年 目标 620 → 650" in text and "不带来新的问题" in text
    assert "&lt;b&gt;调高" in html(at)
    sound(at.button(key="release_yes").click().run())
    past = history.log(kept)[0]
    assert (past.author, past.released) == (LI.author, WANG.author)
    assert "已发布，各页随后更新。 看这一条记录" in said(at) and not at.button
    assert "王乙审核发布" in said(visit())


def test_ones_own_submission_can_only_be_withdrawn(kept: Path) -> None:
    approval(kept)
    name = edit(kept, WANG, "调高", RAISED)
    at = visit(change=name)
    assert {one.key for one in at.button} == {"withdraw_yes"}
    sound(at.button(key="withdraw_yes").click().run())
    assert proposals.find(kept, name).state == "withdrawn"  # type: ignore[union-attr]


def test_sending_back_needs_a_reason_that_the_author_sees(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    approval(kept)
    name = edit(kept, LI, "调高", RAISED)
    at = visit(change=name)
    sound(at.button(key="send_back_yes").click().run())
    assert "退回要写一句理由" in at.warning[0].value
    at = visit(change=name)
    at.text_area(key="send_back_why").set_value("甲" * 501)
    at.run()
    assert at.button(key="send_back_yes").disabled
    assert any("超过 500 个字" in one.value for one in at.caption)
    at.text_area(key="send_back_why").set_value("请写明出处")
    at.run()
    sound(at.button(key="send_back_yes").click().run())
    sit(monkeypatch, LI)
    assert "已退回（王乙：请写明出处）" in said(visit())


def test_a_submission_that_meets_a_later_change_cannot_be_released(kept: Path) -> None:
    name = ""
    edit(kept, WANG, "备注", [("note", "甲")])
    approval(kept)
    name = edit(kept, LI, "调高", RAISED)
    (kept / PLAN).write_text((kept / PLAN).read_text("utf-8").replace('value: "620"', 'value: "630"'), "utf-8")
    at = visit(change=name)
    assert "别人改了同一处" in said(at) and {one.key for one in at.button} == {"send_back_yes"}


def test_a_submission_whose_file_became_unreadable_says_so(kept: Path) -> None:
    approval(kept)
    name = edit(kept, LI, "调高", RAISED)
    (kept / PLAN).write_bytes(b"\x00\xff\xfe" * 50)
    at = visit(change=name)
    assert at.warning and {one.key for one in at.button} == {"send_back_yes"}


def test_a_project_without_git_shows_its_journal(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIAOCHI_ROOT", str(house))
    ui.library.cache_clear()
    sit(monkeypatch, LI)
    assert "还没有修改" in said(visit())
    edit(house, LI, "按批复调高", RAISED)
    text = said(visit())
    assert "修改日志" in text and "620 → 650" in text


def test_what_a_save_changed_is_read_once_even_if_the_disk_takes_nothing(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    edit(kept, LI, "按批复调高", RAISED)
    monkeypatch.setattr(history.kept, "write", full)
    assert "620 → 650" in said(visit())
    monkeypatch.setattr(history, "changes_of", full)
    assert "620 → 650" in said(visit())
