"""The edit page as planners use it: choose, type, be told, see the difference, save; nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from biaochi import drafts, files, forms, history, model, ui, visitor
from biaochi.access import User
from biaochi.drafts import draft
from biaochi.problem import Problem
from biaochi.proposals import listing
from biaochi.selection import Selection
from biaochi.views.problems import advice
from biaochi.words import Words
from biaochi.workshop import form
from biaochi.workshop.work import Work
from tests.conftest import ROOT
from tests.made_up import write
from tests.screens import html

PLAN = "indicators/plans/mill-plan.yaml"
AT = f"edit {PLAN} targets 0"
HAN = re.compile(r"[\u4e00-\u9fff]")
Visit = Callable[..., AppTest]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The made-up catalogue as the project that the pages serve."""
    monkeypatch.setenv("BIAOCHI_ROOT", str(write(tmp_path)))
    ui.library.cache_clear()
    return tmp_path


def visit(page: str = "edit", **params: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in params.items():
        at.query_params[name] = value
    at.run()
    at.switch_page(f"pages/{page}.py")
    return sound(at.run())


def target(**params: str) -> AppTest:
    return visit(what="plan", id="mill-plan", item="0", **params)


def sound(at: AppTest) -> AppTest:
    assert not at.exception, at.exception[0].value
    return at


def fill(at: AppTest, field: str, text: str) -> AppTest:
    kind = at.text_area if field in ("quote", "note", "baseline quote") else at.text_input
    kind(key=f"{AT} {field}").set_value(text)
    return sound(at.run())


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click()
    return sound(at.run())


def text(root: Path) -> str:
    return (root / PLAN).read_text("utf-8")


def edited(at: AppTest) -> AppTest:
    """A sound edit: another value, and the quote that holds it."""
    return fill(fill(at, "value", "950"), "quote", "水磨达到950家")


def test_a_target_is_edited_checked_compared_and_saved(root: Path) -> None:
    before = text(root)
    at = fill(target(), "value", "950")
    assert "原文片段里没有 <code>950</code>" in html(at) and at.button(key="edit_save").disabled
    at = fill(at, "quote", "水磨达到950家")
    assert "检查通过，改动 2 处" in html(at) and text(root) == before
    at = press(at, "edit_save")
    assert "甲区 省级先进水磨 2025年 目标 900 → 950" in html(at) and "bc-new" in html(at) and text(root) == before
    at = press(at, "edit_confirm_save")
    assert "已保存" in html(at)
    assert text(root) == before.replace('value: "900"', 'value: "950"').replace("水磨达到900家", "水磨达到950家")


def test_verdicts_are_shown_before_anything_is_saved(root: Path) -> None:
    observed = root / "data/observations/seen.csv"
    observed.write_text(observed.read_text("utf-8") + "mills,990101,2025,600,gazette,水磨600家,,,\n", encoding="utf-8")
    at = target()
    assert "<svg" in html(at) and "50%" in html(at)
    at = fill(fill(at, "value", "600"), "quote", "水磨达到600家")
    assert "50% → 100%" in html(at) and "变了 1 项" in html(at)
    at.toggle(key="edit_preview").set_value(True)
    assert "甲区水磨“十四五”规划</h1>" in html(sound(at.run()))


def test_a_target_of_another_date_is_the_same_target_with_another_verdict(root: Path) -> None:
    plan, mid = root / PLAN, '  - {indicator: mills, value: "600", due: "2023", quote: 水磨达到600家}\n'
    plan.write_text(plan.read_text("utf-8").replace("targets:\n", f"targets:\n{mid}", 1), encoding="utf-8")
    at = visit(what="plan", id="mill-plan", item="1")
    at.text_input(key=f"edit {PLAN} targets 1 due").set_value("2025年底")
    shown = html(sound(at.run()))
    assert "变了 1 项" in shown and "2025年 → 2025年12月31日" in shown
    assert "会消失" not in shown and '<span class="bc-tag">新</span>' not in shown
    at.query_params["item"] = "2"  # with a slip in another target of the draft
    sound(at.run()).text_input(key=f"edit {PLAN} targets 2 value").set_value("很多")
    shown = html(sound(at.run()))
    assert "“水磨产量”改好以后才能判断" in shown and "“省级先进水磨”改好以后" not in shown


def excerpt(at: AppTest) -> Any:
    """The text beside the form."""
    (found,) = [one for one in at.text_area if str(one.key).startswith("text ")]
    return found


def test_form_and_text_are_one(root: Path) -> None:
    at = target()
    beside = excerpt(at)
    assert "quote: 水磨达到900家" in str(beside.value)
    beside.set_value(str(beside.value).replace("900", "950"))
    at = sound(at.run())
    assert at.text_input(key=f"{AT} value").value == "950" and "检查通过" in html(at)
    at = fill(at, "due", "2024")
    beside = excerpt(at)
    assert '"2024"' in str(beside.value)
    beside.set_value(str(beside.value).replace('"950"', '"950'))
    at = sound(at.run())
    assert "这个文件现在读不懂" in html(at) and at.button(key="edit_save").disabled
    at = press(at, "edit_undo")
    assert at.text_input(key=f"{AT} value").value == "950"


def test_what_is_typed_while_a_rerun_cuts_its_callback_off_is_taken_in_all_the_same(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = target()
    with monkeypatch.context() as cut:
        cut.setattr("streamlit.runtime.state.session_state.WStates.call_callback", lambda *_: None)
        fill(at, "value", "777")
        assert "777" in excerpt(at).value
        edited = excerpt(at).value.replace("777", "888")
        excerpt(at).set_value(edited)
        sound(at.run())
    assert at.text_input(key=f"{AT} value").value == "888"
    press(at, "edit_undo")
    assert at.text_input(key=f"{AT} value").value == "777"


def test_a_rerun_looks_at_the_files_once_and_reads_none_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = sound(target().run())
    asked: list[str] = []
    looked, parsed = draft._stamp, files.parse_yaml
    monkeypatch.setattr(draft, "_stamp", lambda root: (asked.append("looked"), looked(root))[1])
    monkeypatch.setattr(files, "parse_yaml", lambda *args: (asked.append("parsed"), parsed(*args))[1])
    sound(at.run())
    assert asked == ["looked"]
    (root / PLAN).write_text(text(root).replace("900", "901"), encoding="utf-8")
    assert sound(at.run()).text_input(key=f"{AT} value").value == "901"


def test_only_the_fields_on_screen_are_asked_for_what_they_hold(root: Path) -> None:
    at = target()
    one = {*at.session_state["workshop"].owing}
    assert f"{AT} value" in one
    for n in range(2):
        at.radio(key="pick_item").set_value(str(n))
        at = sound(at.run())
    owing = at.session_state["workshop"].owing
    assert f"edit {PLAN} targets 1 value" in owing and f"{AT} value" not in owing and len(owing) <= len(one) + 5


def test_what_is_typed_before_a_run_that_was_cut_off_is_still_asked_for(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = target()
    work = at.session_state["workshop"]
    with monkeypatch.context() as cut:
        cut.setattr("biaochi.workshop.shelf.show", lambda *_: st.stop())  # before any field
        sound(at.run())
    assert f"{AT} value" in work.owing


def test_undo_goes_back_step_by_step(root: Path) -> None:
    at = press(edited(target()), "edit_undo")
    assert at.text_area(key=f"{AT} quote").value == "水磨达到900家"
    at = press(at, "edit_undo")
    assert at.text_input(key=f"{AT} value").value == "900" and "还没有改动" in html(at)
    at = press(press(edited(at), "edit_drop"), "edit_undo")
    assert at.text_input(key=f"{AT} value").value == "950"


@pytest.mark.parametrize("what", ["plan", "indicator", "theme", "concept", "area", "source", "figures", "text"])
def test_every_editor_and_every_beginning_runs_in_both_languages(root: Path, what: str) -> None:
    visit(what=what, item="new" if what != "text" else "")
    at = visit(what=what, lang="en", item="new" if what == "figures" else "")
    data = re.compile("“.*”|[甲乙丙]区?|某市|省级先进水磨|水磨|产量|湿度|累计评价数|磨坊|公报|晚报|网页|面粉|年初至今")
    told = [one.label for kind in (at.button, at.text_input, at.selectbox, at.radio, at.checkbox) for one in kind]
    assert told and not [one for one in told if HAN.search(data.sub("", one))]


def test_the_grid_speaks_the_language_of_the_page_and_understands_both(root: Path) -> None:
    rows = visit(what="figures", id="data/observations/seen.csv", lang="en").dataframe[0].value
    assert "District A" in [*rows["ref_area"]] and "甲区" not in [*rows["ref_area"]]


def test_the_columns_of_a_copied_table_are_confirmed_in_the_language_of_the_page(root: Path) -> None:
    at = visit(what="excel", lang="en")
    at.text_area(key="upload_text").set_value("指标\t数值\n省级先进水磨\t700")
    at = sound(at.run())
    areas = at.selectbox(key="upload_area").options
    assert "District A" in areas and not [one for one in areas if HAN.search(one)]


def test_a_link_to_nothing_says_so(root: Path) -> None:
    assert "这里还没有内容" in html(visit(what="plan", id="nothing-like-it"))
    assert "这一项已经不在文件里" in html(visit(what="plan", id="mill-plan", item="99"))
    assert visit(what="nothing", id="x", item="y").radio


def test_a_file_that_is_no_text_is_told_and_harms_nobody(root: Path) -> None:
    (root / "indicators/plans/odd-plan.yaml").write_bytes(b"\x00\xff\xfe\x81" * 50)
    for params in ({"what": "plan", "id": "odd-plan"}, {"what": "text", "id": "indicators/plans/odd-plan.yaml"}):
        assert "编码" in html(visit(**params)) or "文本" in html(visit(**params))
    assert target().text_input(key=f"{AT} value").value == "900"


def test_markup_in_any_field_is_text(root: Path) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    at = target()
    for field in ("value", "note", "due", "lead_org", "prefix"):
        at = fill(at, field, evil)
    at = press(at, "edit_undo")
    said = html(at)
    assert "<script>" not in said and "<img src=x" not in said and "&lt;script&gt;" in said


def test_a_formula_stays_text(root: Path) -> None:
    at = fill(target(), "note", '=HYPERLINK("http://x.invalid";"y")')
    press(press(at, "edit_save"), "edit_confirm_save")
    assert "=HYPERLINK" in text(root)


@pytest.mark.parametrize(("name", "forged"), [
    ("type", "javascript"), ("indicator", "../x"), ("source", "<script>"), ("indicator", 7), ("type", ["level"]),
])  # fmt: skip
def test_a_forged_choice_never_reaches_the_file(
    root: Path, monkeypatch: pytest.MonkeyPatch, name: str, forged: object
) -> None:
    work = Work(root, "甲")
    doc = drafts.document(root, work.draft, PLAN)
    field = next(one for one in forms.fields(model.Target) if one.name == name)
    assert doc
    monkeypatch.setattr(form.st, "session_state", {"key": forged})  # what the browser says, whatever we offered
    form._changed(work, form.Entry(doc, ("targets", 0), model.Target), field, "key", {"": "", "level": "达到"})
    assert not work.draft.texts and work.refused["key"][1].code == "edit_choice"


def test_what_cannot_go_into_the_file_stays_in_its_field_with_the_reason(root: Path) -> None:
    at = fill(target(), "note", "看不见\u0007的")
    assert "看不见的控制字符" in html(at) and at.text_area(key=f"{AT} note").value == "看不见\u0007的"
    assert at.button(key="edit_save").disabled
    at = fill(at, "note", "看得见的")
    assert "控制字符" not in html(at) and "检查通过" in html(at)


def test_a_paste_of_ten_megabytes_is_refused_in_words(root: Path) -> None:
    at = visit(what="text", id=PLAN)
    at.text_area(key=f"text {PLAN}").set_value("note: " + "甲" * 3_400_000)
    at = sound(at.run())
    assert "超过上限" in html(at) and "甲" * 100 not in html(at) and text(root).startswith("\nname")


def test_the_second_of_two_planners_sees_the_first_and_merges(root: Path) -> None:
    at = edited(target())
    theirs = text(root).replace("name: 甲区水磨“十四五”规划", "name: 甲区水磨规划")
    (root / PLAN).write_text(theirs, encoding="utf-8")
    at = press(at, "edit_save")
    assert "这个文件刚被别人改过" in html(at) and text(root) == theirs
    at = press(press(press(at, "edit_merge"), "edit_save"), "edit_confirm_save")
    assert "已保存" in html(at)
    assert "name: 甲区水磨规划" in text(root) and 'value: "950"' in text(root)


def test_a_change_of_the_same_line_overwrites_nothing(root: Path) -> None:
    at = edited(target())
    theirs = text(root).replace('value: "900"', 'value: "990"').replace("水磨达到900家", "水磨达到990家")
    (root / PLAN).write_text(theirs, encoding="utf-8")
    at = sound(at.run())
    assert "不能自动合并" in html(at) and not [one for one in at.button if one.key == "edit_merge"]
    assert at.get("download_button")
    at = press(at, "edit_theirs")
    assert at.text_input(key=f"{AT} value").value == "990" and text(root) == theirs


def test_a_disk_that_refuses_loses_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, at = text(root), press(edited(target()), "edit_save")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("os.replace", full)
        at = press(at, "edit_confirm_save")
    assert "没有存成" in html(at) and "No space left" in html(at) and text(root) == before
    assert at.text_input(key=f"{AT} value").value == "950" and at.get("download_button")
    press(press(at, "edit_save"), "edit_confirm_save")
    assert 'value: "950"' in text(root)


def test_a_save_is_called_by_what_it_changed_unless_somebody_says_why(root: Path) -> None:
    at = press(edited(target()), "edit_save")
    said = at.text_input(key="edit_message").placeholder
    assert said == "甲区 省级先进水磨 2025年 目标 900 → 950，另有 1 处"
    at = press(at, "edit_confirm_save")
    assert history.log(root)[0].message == said
    assert html(visit("history")).count("900 → 950") == 1
    at.text_input(key=f"{AT} lead_org").set_value("丁科")
    at = press(sound(at.run()), "edit_save")
    at.text_input(key="edit_message").set_value("按甲号文")
    press(at, "edit_confirm_save")
    assert history.log(root)[0].message == "按甲号文"
    assert "按甲号文" in html(visit("history"))


def test_a_new_session_finds_the_unsaved_draft(root: Path) -> None:
    edited(target())
    at = target()
    assert "有没保存的改动" in html(at) and at.text_input(key=f"{AT} value").value == "900"
    at = press(at, "edit_resume")
    assert at.text_input(key=f"{AT} value").value == "950" and "检查通过" in html(at)
    press(press(at, "edit_save"), "edit_confirm_save")
    assert "有没保存的改动" not in html(target())


def test_what_was_left_opens_where_it_was_changed(root: Path) -> None:
    edited(target())
    at = press(visit(what="source"), "edit_resume")
    assert at.text_input(key=f"{AT} value").value == "950"


def test_a_reader_cannot_edit_and_a_planner_who_lost_the_right_cannot_save(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at, before = press(edited(target()), "edit_save"), text(root)
    monkeypatch.setattr(visitor, "who", lambda _: User("jia", "甲", role="viewer", why="not_planner"))
    at.button(key="edit_confirm_save").click()
    at.run()
    assert text(root) == before and not at.text_input
    assert not visit(what="plan", id="mill-plan").text_input


def test_where_approval_is_wanted_a_save_is_a_submission(root: Path) -> None:
    config = root / "config.yaml"
    config.write_text(config.read_text("utf-8") + "access: {approval: true}\n", encoding="utf-8")
    before = text(root)
    at = press(edited(target()), "edit_save")
    assert at.button(key="edit_confirm_save").label == "提交审核"
    at = press(at, "edit_confirm_save")
    assert "已提交，等待审核" in html(at) and text(root) == before
    assert [one.paths for one in listing(root)] == [(PLAN,)]


def test_a_new_indicator_is_begun_and_asked_for_the_rest(root: Path) -> None:
    at = visit(what="indicator", item="new")
    for name, value in (("name", "甲率"), ("name_en", "Rate A"), ("unit", "%")):
        at.text_input(key=f"start Indicator {name}").set_value(value)
    at.selectbox(key="start indicator theme").set_value("mill")
    at = press(sound(at.run()), "start_begin")
    key = "edit indicators/definitions/mill.yaml indicators jia-lv"
    assert at.text_input(key=f"{key} unit").value == "%"
    assert re.findall("缺少“([^”]*)”", html(at)) == ["口径（definition）", "计数方式（basis）"]
    at.text_area(key=f"{key} definition").set_value("甲的率。")
    at.selectbox(key=f"{key} basis").set_value("ratio")
    at = sound(at.run())
    assert "检查通过" in html(at)
    press(press(at, "edit_save"), "edit_confirm_save")
    assert "  jia-lv:\n" in (root / "indicators/definitions/mill.yaml").read_text("utf-8")


def test_what_is_asked_of_a_new_thing_outlives_a_reload_and_another_page(root: Path) -> None:
    at = visit(what="indicator", item="new")
    at.text_input(key="start Indicator name").set_value("甲率")
    at.selectbox(key="start indicator theme").set_value("mill")
    at = sound(at.run())
    at.radio(key="pick_what").set_value("source")  # looks something up
    at = sound(sound(at.run()).switch_page("pages/sources.py").run())
    at.query_params["what"], at.query_params["item"] = "indicator", "new"
    at = sound(at.switch_page("pages/edit.py").run())
    assert at.text_input(key="start Indicator name").value == "甲率"

    other = visit()  # as after a reload: another session
    assert "新建指标" in html(other)
    other = press(other, "edit_resume")
    assert other.text_input(key="start Indicator name").value == "甲率"
    assert other.selectbox(key="start indicator theme").value == "mill"
    other.text_input(key="start Indicator name_en").set_value("Rate A")
    other.text_input(key="start Indicator unit").set_value("%")
    other = press(sound(other.run()), "start_begin")
    assert other.text_input(key="edit indicators/definitions/mill.yaml indicators jia-lv unit").value == "%"
    assert "新建指标" not in html(visit())  # it has begun: what is left is the draft

    fresh = visit(what="figures", item="new")
    assert not [path for path in (root / ".biaochi/drafts").glob("*.json") if "Observation" in path.read_text("utf-8")]
    fresh.text_input(key="start Observation value").set_value("逾70")
    sound(fresh.run())
    again = press(visit(), "edit_resume")
    assert again.text_input(key="start Observation value").value == "逾70"


@pytest.mark.parametrize(("what", "field", "choice", "chosen"), [
    ("indicator", "start Indicator name", "start indicator theme", "mill"),
    ("figures", "start Observation value", "start Observation ref_area", "990102"),
])  # fmt: skip
def test_what_was_typed_is_back_in_a_form_that_was_opened_before_going_on(
    root: Path, what: str, field: str, choice: str, chosen: str
) -> None:
    at = visit(what=what, item="new")
    at.text_input(key=field).set_value("甲7")
    at.selectbox(key=choice).set_value(chosen)
    sound(at.run())
    at = visit(what=what, item="new")  # the same link again: the form is there, and empty
    assert at.text_input(key=field).value == "" and at.selectbox(key=choice).value != chosen
    at = sound(press(at, "edit_resume").run())
    assert at.text_input(key=field).value == "甲7" and at.selectbox(key=choice).value == chosen
    assert [path for path in (root / ".biaochi/drafts").glob("*.json") if "甲7" in path.read_text("utf-8")]
    at.text_input(key=field).set_value("")
    at.selectbox(key=choice).set_value(None)
    sound(at.run())
    assert not [*(root / ".biaochi/drafts").glob("*.json")]


def test_what_another_window_saved_is_offered_no_more_and_does_not_come_back(root: Path) -> None:
    before, at = text(root), edited(target())
    other = target()
    assert "有没保存的改动" in html(other)
    press(press(at, "edit_save"), "edit_confirm_save")
    (root / PLAN).write_text(before, encoding="utf-8")  # and somebody takes it back
    late = press(other, "edit_resume")  # what is still on the screen is pressed
    assert "那些改动已经不在了" in html(late) and "edit_left" not in str(late.main)
    assert late.text_input(key=f"{AT} value").value == "900" and not late.session_state["workshop"].draft.texts
    assert "那些改动已经不在了" not in html(fill(late, "note", "别的"))


def test_what_another_window_goes_on_with_is_offered_as_it_stands_by_now(root: Path) -> None:
    at = fill(target(), "note", "甲")
    other, third = target(), target()
    fill(at, "note", "甲乙")
    other = press(other, "edit_resume")
    assert other.text_area(key=f"{AT} note").value == "甲乙"
    assert "有没保存的改动" in html(third) and "有没保存的改动" not in html(sound(third.run()))


def test_a_paste_that_is_too_long_is_told_and_stays_in_its_field(root: Path) -> None:
    def fits(at: AppTest, key: str, size: int) -> Any:
        (one,) = [one for one in [*at.text_input, *at.text_area] if one.key == key]
        assert one.proto.max_chars >= size, "Streamlit drops all of a longer paste without a word"
        return one

    at = target()
    fits(at, f"{AT} lead_org", 10_000).set_value("甲" * 3000)
    at = sound(at.run())
    assert re.search("超过 [0-9]+ 个字", html(at)) and at.text_input(key=f"{AT} lead_org").value == "甲" * 3000
    at = visit(what="plan", id="mill-plan", item="")
    fits(at, f"edit {PLAN} name", 2400).set_value("甲" * 200)
    assert "超过 120 个字" in html(sound(at.run()))

    at = visit(what="indicator", item="new")
    fits(at, "start Indicator name", 2400).set_value("甲" * 200)
    for name, value in (("name_en", "A"), ("unit", "%")):
        at.text_input(key=f"start Indicator {name}").set_value(value)
    at.selectbox(key="start indicator theme").set_value("mill")
    at = sound(at.run())
    assert "超过 120 个字" in html(at) and at.button(key="start_begin").disabled
    at.text_input(key="start Indicator name").set_value("甲率")
    fits(at, "start indicator id", 2400).set_value("a" * 90)
    at = press(sound(at.run()), "start_begin")
    assert "编号超过 80 个字符" in html(at)
    at = visit(what="figures", item="new")
    fits(at, "start Observation note", 10_000).set_value("甲" * 3000)
    assert "超过 2000 个字" in html(sound(at.run()))


def test_a_reason_that_is_too_long_is_told(root: Path) -> None:
    at = press(edited(target()), "edit_save")
    at.text_input(key="edit_message").set_value("甲" * 600)
    at = sound(at.run())
    assert "理由超过 500 个字" in html(at) and at.button(key="edit_confirm_save").disabled
    at.text_input(key="edit_message").set_value("甲" * 400)
    press(sound(at.run()), "edit_confirm_save")
    assert 'value: "950"' in text(root)


DEFINITIONS = "indicators/definitions/mill.yaml"


def test_a_theme_and_a_concept_have_forms(root: Path) -> None:
    at = visit(what="theme", id="mill")
    at.text_input(key=f"edit {DEFINITIONS} name_en").set_value("Mills of all kinds")
    at = sound(at.run())
    assert "检查通过" in html(at)
    at.radio(key="pick_what").set_value("concept")
    at = sound(at.run())
    at.text_input(key=f"edit {DEFINITIONS} concepts mill name").set_value("各种磨坊")
    at = press(press(sound(at.run()), "edit_save"), "edit_confirm_save")
    said = (root / DEFINITIONS).read_text("utf-8")
    assert "name_en: Mills of all kinds" in said and "{name: 各种磨坊, name_en: Mills}" in said
    at = visit(what="concept", item="new")
    for name, value in (("name", "甲类"), ("name_en", "Kind A")):
        at.text_input(key=f"start Concept {name}").set_value(value)
    at.selectbox(key="start concept theme").set_value("mill")
    at = press(sound(at.run()), "start_begin")
    assert at.text_input(key=f"edit {DEFINITIONS} concepts jia-lei name_en").value == "Kind A"
    at = visit(what="theme", item="new")
    for name, value in (("name", "乙类"), ("name_en", "Kind B")):
        at.text_input(key=f"start Theme {name}").set_value(value)
    at = press(sound(at.run()), "start_begin")
    assert at.text_input(key="edit indicators/definitions/yi-lei.yaml name").value == "乙类"


def test_a_figure_is_asked_for_step_by_step_and_becomes_a_row_of_its_table(root: Path) -> None:
    at = visit(what="figures", item="new", indicator="mills", area="990102")
    for name, value in (("time_period", "2020"), ("value", "55"), ("quote", "水磨56家")):
        at.text_input(key=f"start Observation {name}").set_value(value)
    at.selectbox(key="start Observation source").set_value("copy")
    at = sound(at.run())
    assert "原文片段里没有 <code>55</code>" in html(at)
    at.text_input(key="start Observation quote").set_value("水磨55家")
    at = sound(at.run())
    assert "原文片段里没有" not in html(at)
    at = press(at, "start_figure")
    assert "第 13 行" in html(at) and "检查通过" in html(at) and at.selectbox(key="pick_of").value == "mills"
    press(press(at, "edit_save"), "edit_confirm_save")
    at = press(at, "start_new")  # the next figure of the same document
    kept = [at.selectbox(key=f"start Observation {name}").value for name in ("indicator", "ref_area", "source")]
    assert kept == ["mills", "990102", "copy"] and not at.text_input(key="start Observation value").value
    rows = (root / "data/observations/seen.csv").read_text("utf-8")
    assert rows.endswith("mills,990102,2020,55,copy,水磨55家,,,\n")


def test_a_plan_is_asked_for_its_document_and_a_target_without_one_as_well(root: Path) -> None:
    at = visit(what="plan", item="new")
    for name, value in (("name", "甲区另一规划"), ("name_en", "Another plan"), ("period", "2026/2030")):
        at.text_input(key=f"start Plan {name}").set_value(value)
    at.selectbox(key="start Plan ref_area").set_value("990101")
    at.selectbox(key="start Plan source").set_value("gazette")
    at = press(sound(at.run()), "start_begin")
    path = "indicators/plans/jia-qu-ling-yi-gui-hua.yaml"
    assert "source: gazette" in at.session_state["workshop"].draft.texts[path]
    at.selectbox(key=f"edit {path} source").set_value("")
    at.radio(key="pick_item").set_value("new")
    at = sound(at.run())
    at.selectbox(key="start indicator").set_value("mills")
    at = press(sound(at.run()), "start_begin")
    within = {one.key for fold in at.expander for one in fold.selectbox}
    assert f"edit {path} targets 0 source" in {one.key for one in at.selectbox} - within


def test_the_next_plan_goes_on_from_the_last(root: Path) -> None:
    at = visit(what="plan", item="new")
    at.selectbox(key="start origin").set_value("mill-plan")
    at = sound(at.run())
    assert at.text_input(key="start Plan period").value == "2026/2030"
    assert at.selectbox(key="start Plan ref_area").value == "990101" and "会带过来 4 项目标" in html(at)
    for name, value in (("name", "甲区下一规划"), ("name_en", "Next plan")):
        at.text_input(key=f"start Plan {name}").set_value(value)
    at = press(sound(at.run()), "start_begin")
    path = "indicators/plans/jia-qu-xia-yi-gui-hua.yaml"
    made = at.session_state["workshop"].draft.texts[path]
    assert made.count("- indicator:") == 4 and made.count('due: "2030"') == 4
    assert 'baseline:\n      value: "3"\n      time_period: "2023"\n      source: gazette\n      quote: 湿度3%' in made
    assert made.count("value: 未定") == 4 and "检查通过" in html(at) and not (root / path).exists()
    press(press(at, "edit_save"), "edit_confirm_save")
    assert (root / path).read_text("utf-8") == made
    ui.library().refresh()
    for lang, said in (("zh", "无法判断：目标值未定"), ("en", "Cannot judge: target not set")):
        shown = html(visit("plan", area="990101", plan=Path(path).stem, lang=lang))
        assert shown.count(said) >= 4 and ("not set yet" in shown or lang == "zh") and "0%" not in shown
    for page in ("overview", "indicator", "quality", "present", "report", "area"):
        visit(page, area="990101", plan=Path(path).stem, indicator="wetness")


def test_a_target_is_taken_out_and_brought_back(root: Path) -> None:
    at = press(target(), "remove ('targets', 0)")
    assert "的目标会消失" in html(at)
    assert "检查通过" in html(press(at, "edit_undo")) or "还没有改动" in html(at)


def test_a_place_in_a_file_leads_to_its_form(root: Path) -> None:
    at = visit(what="place", id=f"{PLAN}:9")
    assert at.query_params["what"] in (["plan"], "plan") and at.text_input(key=f"{AT} value").value == "900"


def test_a_place_in_a_table_leads_to_its_row(root: Path) -> None:
    at = visit(what="place", id="data/observations/seen.csv:3:4")
    assert at.selectbox(key="pick_of").value == "mills-ever"
    assert "第 3 行 · 数值" in html(at) and "水磨累计评价数、甲区、21" in html(at)
    assert "Line 3 · Value" in html(visit(what="place", id="data/observations/seen.csv:3:4", lang="en"))


def test_advice_names_fields_as_the_form_does_and_leads_to_the_form_that_begins_a_thing(root: Path) -> None:
    at = fill(target(), "baseline quote", "现有水磨310家")
    assert "请在“观测状态（obs_status）”里写“自行计算”" in html(at)
    at = fill(target(lang="en"), "baseline quote", "现有水磨310家")
    assert "has “computed by us” in “Observation status (obs_status)”" in html(at)
    at = fill(target(), "value", "310")  # a target has no such field
    assert "目标值要照原文写" in html(at) and "obs_status" not in html(at)
    at = target()
    beside = excerpt(at)
    beside.set_value(str(beside.value).replace("indicator: mills", "indicator: nothing-like-it"))
    said = html(sound(at.run()))
    link = r'href="edit\?what=indicator&amp;id=nothing-like-it&amp;item=new[^"]*" target="_self">新建指标'
    assert re.search(link, said)
    assert "biaochi new" not in said


@pytest.mark.parametrize("what", ["indicator", "concept", "area", "source"])
def test_what_a_message_misses_is_in_the_form_that_begins_it(root: Path, what: str) -> None:
    id_ = "990777" if what == "area" else "nothing-like-it"
    problem = Problem(f"{what}_unknown", {"value": id_}, "x.yaml", 1)
    link = str(advice(problem, Selection(), Words("zh"))).partition('href="edit?')[2].partition('"')[0]
    at = visit(**dict(one.split("=") for one in link.split("&amp;")))
    assert at.text_input(key=f"start {what} id").value == id_
    at.text_input(key=f"start {what} id").set_value("another")  # and may be written anew
    assert sound(at.run()).text_input(key=f"start {what} id").value == "another"
    name = {"source": "Source title"}.get(what, f"{what.title()} name")
    assert visit(what=what, id="不像编号的名字", item="new").text_input(key=f"start {name}").value == "不像编号的名字"


def test_what_is_missing_leads_to_where_it_is_typed(root: Path) -> None:
    said = html(visit("quality", area="990101"))
    links = re.findall(r'href="edit\?(what=figures&amp;id=all&amp;item=output[^"]*)" target="_self">去填数', said)
    (link,) = set(links)
    at = visit(**dict(one.split("=") for one in link.split("&amp;")))
    assert at.selectbox(key="pick_of").value == "output" and at.selectbox(key="pick_table").value == ""


@pytest.mark.parametrize(("page", "link"), [
    ("plan", "edit?what=plan&amp;id=mill-plan"), ("indicator", "item=0"), ("quality", "what=place"),
])  # fmt: skip
def test_pages_lead_to_the_form_for_those_who_may_edit(
    root: Path, monkeypatch: pytest.MonkeyPatch, page: str, link: str
) -> None:
    params = {"area": "990101", "plan": "mill-plan", "indicator": "mills"}
    assert link in html(visit(page, **params))
    monkeypatch.setattr(visitor, "who", lambda _: User("jia", "甲", role="viewer", why="not_planner"))
    said = html(visit(page, **params))
    assert link not in said and 'href="edit' not in said
