"""A draft: tried out before anybody saves, told at the right place, merged with what others did, never lost."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from biaochi import drafts, files
from biaochi.drafts import Draft, stored, trial
from biaochi.problem import Fault
from biaochi.snapshot import Library
from biaochi.writing import add_entry, set_field
from tests.conftest import ROOT
from tests.made_up import TODAY, write

PLAN, SEEN = "indicators/plans/mill-plan.yaml", "data/observations/seen.csv"
NAMED = "name: 甲区水磨“十四五”规划"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path)


def test_saying_the_same_is_no_draft(root: Path) -> None:
    same = Draft().write(root, PLAN, (root / PLAN).read_text("utf-8"))
    assert same == Draft() and same.id == "" and same.paths == ()
    there = Draft().edit(root, [set_field(PLAN, ("note",), "甲")])
    assert there.paths == (PLAN,) and there.edit(root, [set_field(PLAN, ("note",), None)]) == Draft()


def test_a_draft_that_does_not_fit_changes_nothing(root: Path) -> None:
    for path, text, code in (
        ("../x.yaml", "a: 1", "path_refused"), ("indicators/plans/../../x.yaml", "a", "path_refused"),
        ("indicators/plans/a\\b.yaml", "a", "path_refused"), ("/etc/x.yaml", "a", "path_refused"),
        (PLAN, "x" * 10_000_000, "file_too_large"), (PLAN, "name: \ud800", "text_control"),
    ):  # fmt: skip
        with pytest.raises(Fault) as told:
            Draft().write(root, path, text)
        assert told.value.code == code
    (root / "indicators/plans/link.yaml").symlink_to("/etc/passwd")
    with pytest.raises(Fault, match="path_refused"):
        Draft().write(root, "indicators/plans/link.yaml", "name: 甲")


def test_what_a_draft_would_bring_is_known_before_it_is_saved(root: Path) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*.*")}
    draft = Draft().edit(root, [set_field(PLAN, ("targets", 0, "value"), "950"),
                                set_field(PLAN, ("targets", 0, "quote"), "水磨达到950家")])  # fmt: skip
    tried = drafts.tried(root, draft, TODAY)
    assert tried.sound and tried.problems == []
    assert [(one.field, one.old, one.new) for one in tried.changes] == [
        ("value", "900", "950"), ("quote", "水磨达到900家", "水磨达到950家")]  # fmt: skip
    row = tried.store.assessments(TODAY, "mill-plan")[0]
    assert row["target_text"] == "950"
    assert drafts.as_it_is(root, TODAY).store.assessments(TODAY, "mill-plan")[0]["target_text"] == "900"
    assert {path: path.read_bytes() for path in root.rglob("*.*")} == before


def test_problems_that_were_there_are_not_blamed_on_the_draft(root: Path) -> None:
    (root / SEEN).write_text((root / SEEN).read_text("utf-8") + "x,y\n", encoding="utf-8")
    tried = drafts.tried(root, Draft().edit(root, [set_field(PLAN, ("note",), "甲")]), TODAY)
    assert tried.sound and "csv_ragged" in {one.code for one in tried.every}


@pytest.mark.parametrize(("edit", "keys", "code"), [
    (set_field(PLAN, ("targets", 1, "due"), "明年"), ("due",), "period_bad"),
    (set_field(PLAN, ("targets", 1, "indicator"), "outputs"), ("indicator",), "indicator_unknown"),
    (set_field(PLAN, ("targets", 1, "type"), "levels"), ("type",), "choice_wrong"),
    (set_field(PLAN, ("targets", 1, "value"), None), ("value",), "field_missing"),
    (set_field(PLAN, ("targets", 1, "value"), ""), ("value",), "field_missing"),
    (set_field(PLAN, ("targets", 1, "baseline"), {"value": "3"}), ("baseline", "time_period"), "field_missing"),
])  # fmt: skip
def test_a_message_stands_at_the_field_it_speaks_of(root: Path, edit, keys, code) -> None:
    draft = Draft().edit(root, [edit])
    problems = drafts.tried(root, draft, TODAY).problems
    doc = drafts.document(root, draft, PLAN)
    assert doc
    slips = drafts.slips(problems, doc, ("targets", 1), frozenset({"targets"}))
    assert [one.code for one in slips.fields[keys]] == [code] and not slips.entry and not slips.elsewhere
    others = drafts.slips(problems, doc, (), frozenset({"targets"}))
    assert not others.fields and [one.code for one in others.elsewhere] == [code]


def test_a_message_about_an_area_stands_at_its_field(root: Path) -> None:
    path = "data/areas.csv"
    draft = Draft().edit(root, [set_field(path, (3, "level"), "village"), set_field(path, (3, "name_en"), "")])
    doc = drafts.document(root, draft, path)
    assert doc
    slips = drafts.slips(drafts.tried(root, draft, TODAY).problems, doc, (3,))
    assert {keys: [one.code for one in found] for keys, found in slips.fields.items()} == {
        ("level",): ["choice_wrong"], ("name_en",): ["field_missing"]}  # fmt: skip


def test_the_difference_is_told_line_by_line() -> None:
    before = "".join(f"{n}\n" for n in range(20))
    found = drafts.lines(before, before.replace("5\n", "五\n", 1).replace("18\n", ""))
    assert [(one.kind, one.text, one.before, one.after) for one in found if one.kind in ("old", "new")] == [
        ("old", "5", 6, 0), ("new", "五", 0, 6), ("old", "18", 19, 0)]  # fmt: skip
    assert sum(one.kind == "gap" for one in found) == 1 and drafts.lines(before, before) == []
    assert len(drafts.lines("", "甲\n" * 5000)) == 401


def test_an_excerpt_is_one_entry_and_goes_back_into_its_place(root: Path) -> None:
    text = (ROOT / "indicators/plans/jinnan-145-sti.yaml").read_text("utf-8")
    doc, _ = files.parse_yaml(text, "plan.yaml")
    assert doc
    for nth in range(len(doc.data["targets"])):
        found = drafts.excerpt(doc, text, ("targets", nth))
        shown = found.cut(text)
        assert shown.startswith(f"- indicator: {doc.data['targets'][nth]['indicator']}\n")
        assert "#" not in shown.splitlines()[-1] and shown.count("- indicator:") == 1
        assert found.put(text, shown) == text
    top = drafts.excerpt(doc, text, (), ("targets",))
    assert "name:" in top.cut(text) and "targets:" not in top.cut(text)
    assert top.put(text, top.cut(text)) == text


def test_an_excerpt_stays_when_what_is_typed_cannot_be_read() -> None:
    text = "name: 甲\r\ntargets:\r\n  - a: 1\r\n    b: 2\r\n  - a: 3\r\n"
    doc, _ = files.parse_yaml(text, "plan.yaml")
    assert doc
    found = drafts.excerpt(doc, text, ("targets", 0))
    broken = found.put(text, '- a: "1\n  b: 2\n  c: 4')
    assert broken == 'name: 甲\r\ntargets:\r\n  - a: "1\r\n    b: 2\r\n    c: 4\r\n  - a: 3\r\n'
    assert found.cut(broken) == '- a: "1\n  b: 2\n  c: 4'


def test_somebody_else_was_faster(root: Path) -> None:
    mine = Draft().edit(root, [set_field(PLAN, ("targets", 3, "note"), "丁")])
    assert mine.overtaken(root) == []
    (root / PLAN).write_text((root / PLAN).read_text("utf-8").replace(NAMED, "name: 水磨"), encoding="utf-8")
    (late,) = mine.overtaken(root)
    assert late.theirs and late.merged and "name: 水磨" in late.merged and "丁" in late.merged
    both = mine.onto(late.theirs, late.merged)
    assert both.overtaken(root) == [] and both.texts[PLAN] == late.merged
    near = Draft().onto(mine.seen[PLAN], mine.seen[PLAN].text.replace(NAMED, "name: 别的"))
    assert near.overtaken(root)[0].merged is None
    (root / PLAN).unlink()
    assert [one.path for one in mine.overtaken(root)] == [PLAN]


def test_a_draft_outlives_its_session(root: Path) -> None:
    gb = "data/observations/gb.csv"
    (root / gb).write_bytes("indicator,ref_area,time_period,value,source,quote\r\n".encode("gb18030"))
    draft = Draft().edit(root, [set_field(PLAN, ("note",), "甲")])
    draft = draft.write(root, gb, draft.look(root, gb).text + "mills,990101,2023,3,gazette,水磨3家\r\n")
    draft = draft.write(root, "indicators/plans/new-plan.yaml", "name: 新\n")
    assert drafts.remember(root, "甲@乙", draft) and drafts.remembered(root, "别人") is None
    found = drafts.remembered(root, "甲@乙")
    assert found and found[0] == draft and found[1].startswith("20")
    assert drafts.remember(root, "甲@乙", Draft()) and drafts.remembered(root, "甲@乙") is None


def test_two_windows_of_one_account_never_write_over_each_other(root: Path) -> None:
    mine, theirs = (Draft().edit(root, [set_field(PLAN, ("note",), note)]) for note in ("甲", "乙"))
    drafts.remember(root, "甲", mine, "-a")
    drafts.remember(root, "甲", theirs, "-b")
    seen = [drafts.remembered(root, "甲", session) for session in ("-a", "-b")]
    assert [one and one.draft for one in seen] == [theirs, mine]
    assert seen[0] and seen[1]
    drafts.remember(root, "甲", theirs, "-a")
    drafts.forget(root, seen[1])  # that window has gone on meanwhile
    assert drafts.remembered(root, "甲", "-b")
    drafts.forget(root, seen[0])
    assert drafts.remembered(root, "甲", "-a") is None
    for n in range(30):
        drafts.remember(root, "甲", mine, f"-{n}")
    assert len(list((root / stored.FOLDER).glob("*.json"))) == stored.MOST


def test_a_damaged_or_planted_draft_is_no_draft(root: Path) -> None:
    drafts.remember(root, "甲", Draft().edit(root, [set_field(PLAN, ("note",), "甲")]))
    (path,) = (root / ".biaochi/drafts").glob("*.json")
    told = path.read_text("utf-8")
    for wrong in (told[:40], told.replace(PLAN, "../../x.yaml"), "[]", told.replace("十四五", "十五五")):
        path.write_text(wrong, encoding="utf-8")
        assert drafts.remembered(root, "甲") is None


@pytest.mark.parametrize(("place", "where"), [
    (f"{PLAN}:9", {"what": "plan", "id": "mill-plan", "item": "0"}),
    (f"{PLAN}:3:1", {"what": "plan", "id": "mill-plan", "item": ""}),
    ("indicators/definitions/mill.yaml:3", {"what": "theme", "id": "mill"}),
    ("indicators/definitions/mill.yaml:5", {"what": "concept", "id": "mill"}),
    ("indicators/definitions/mill.yaml:11", {"what": "indicator", "id": "mills-ever"}),
    ("data/areas.csv:3", {"what": "area", "id": "990101"}),
    ("data/sources.yaml:5", {"what": "source", "id": "paper"}),
    (f"{SEEN}:4", {"what": "figures", "id": f"{SEEN}:4", "item": "mills"}),
    (f"{SEEN}:12:4", {"what": "figures", "id": f"{SEEN}:12:4", "item": "wetness"}),
    (f"{SEEN}:1", {"what": "figures", "id": SEEN}), (SEEN, {"what": "figures", "id": SEEN}),
    ("../../etc/passwd:1", {}), ("config.yaml:1", {}), ("", {}),
])  # fmt: skip
def test_a_place_leads_to_the_form_that_mends_it(root: Path, place: str, where: dict[str, str]) -> None:
    assert drafts.entry_at(root, Draft(), place) == where


@pytest.mark.parametrize(("path", "old", "new", "where"), [
    (PLAN, 'value: "70"', 'value: "90"', {"what": "plan", "id": "mill-plan", "item": "1"}),
    (PLAN, "name: ", "name: 新", {"what": "plan", "id": "mill-plan", "item": ""}),
    (SEEN, "2019,50", "2019,51", {"what": "figures", "id": f"{SEEN}:4", "item": "mills"}),
    (SEEN, "", "", {}),
])  # fmt: skip
def test_a_draft_leads_to_what_it_changes_first(
    root: Path, path: str, old: str, new: str, where: dict[str, str]
) -> None:
    text = (root / path).read_text("utf-8")
    assert old in text
    draft = Draft().write(root, path, text.replace(old, new, 1))
    assert drafts.entry_changed(root, draft) == where


def test_a_draft_leads_to_what_was_added_below_a_blank_line(root: Path) -> None:
    theme, path = "indicators/definitions/mill.yaml", root / "indicators/definitions/mill.yaml"
    path.write_text(path.read_text("utf-8").rstrip() + "\n\n", encoding="utf-8")
    draft = drafts.begin(root, Draft(), "indicator", "jia-lu", {"name": "甲率", "unit": "%"}, "mill")
    new = draft.texts[theme].replace("  jia-lu:", "\n  jia-lu:", 1)
    draft = Draft().write(root, theme, new)
    assert drafts.entry_changed(root, draft) == {"what": "indicator", "id": "jia-lu"}

    text = (root / PLAN).read_text("utf-8").rstrip()
    added = f"{text}\n\n  - indicator: wetness\n    value: 5\n"
    count = text.count("indicator: ")
    where = {"what": "plan", "id": "mill-plan", "item": str(count)}
    assert drafts.entry_changed(root, Draft().write(root, PLAN, added)) == where
    blank = Draft().write(root, PLAN, f"{text}\n\n\n")
    assert drafts.entry_changed(root, blank) == where | {"item": str(count - 1)}
    gone = Draft().write(root, PLAN, text.replace("name: ", "\nname: ", 1))
    assert drafts.entry_changed(root, gone)["item"] == ""


def test_what_was_left_is_read_again_once_its_session_has_changed_it(root: Path) -> None:
    mine, more = (Draft().edit(root, [set_field(PLAN, ("note",), note)]) for note in ("甲", "甲乙"))
    drafts.remember(root, "甲", mine, "-a")
    left = drafts.remembered(root, "甲", "-b")
    assert left and drafts.as_left(root, left) is left
    drafts.remember(root, "甲", more, "-a")
    now = drafts.as_left(root, left)
    assert now and now.draft == more
    drafts.remember(root, "甲", Draft(), "-a")
    assert drafts.as_left(root, now) is None


def test_a_new_thing_needs_only_what_gives_it_a_place(root: Path) -> None:
    draft = drafts.begin_theme(root, Draft(), "jia-lei", "甲类", "Class A")
    draft = drafts.begin(root, draft, "indicator", "jia-lu", {"name": "甲率", "unit": "%"}, "jia-lei")
    draft = drafts.begin(root, draft, "source", "jia-bao", {"title": "甲报"})
    draft = drafts.begin(root, draft, "area", "990104", {"name": "丁区", "level": "district"})
    named = {"name": "丁区规划", "ref_area": "990104", "period": "2026/2030"}
    draft = drafts.begin(root, draft, "plan", "ding-plan", named)
    (plan,) = [one for one in drafts.things(root, draft, "plan") if one.id == "ding-plan"]
    draft, nth = drafts.begin_target(root, draft, plan, "jia-lu", drafts.last_period("2026/2030"))
    assert nth == 0 and drafts.begin_target(root, draft, plan, "mills", "2030")[1] == 1
    assert drafts.data(root, draft, plan.path)["targets"] == [{"indicator": "jia-lu", "due": "2030"}]
    asked = {(one.code, one.params.get("field")) for one in drafts.tried(root, draft, TODAY).problems}
    assert {("field_missing", "definition"), ("field_missing", "basis"), ("field_missing", "value")} <= asked
    assert {code for code, _ in asked} <= {"field_missing", "indicator_unknown"}


@pytest.mark.parametrize("id_", ["../x", "a/b", "A", "甲", "a b", "a" * 81, "", "-a", "a.yaml", "mills\n"])
def test_an_id_that_is_none_begins_nothing(root: Path, id_: str) -> None:
    for what in ("plan", "indicator", "source", "area"):
        with pytest.raises(Fault):
            drafts.begin(root, Draft(), what, id_, {"name": "甲"}, "mill")  # type: ignore[arg-type]
    with pytest.raises(Fault):
        drafts.begin_theme(root, Draft(), id_, "甲", "A")


def test_an_id_is_made_of_the_name_and_never_taken_twice(root: Path) -> None:
    with pytest.raises(Fault, match="edit_exists"):
        drafts.begin(root, Draft(), "indicator", "mills", {"name": "甲"}, "mill")
    assert drafts.suggest("甲区水磨数", set()) == "jia-qu-shui-mo-shu"
    assert drafts.suggest("甲区水磨数", {"jia-qu-shui-mo-shu"}) == "jia-qu-shui-mo-shu-2"
    assert drafts.suggest("！！", set()) == ""


def test_a_quote_checks_itself_against_the_archived_document(tmp_path: Path) -> None:
    (tmp_path / "gazette.txt").write_text("甲区公报：到2025年，水磨达到900家，先磨达到900家。\n", encoding="utf-8")
    source = {"source": "gazette", "sha256": None, "archived_path": "gazette.txt"}
    found = drafts.quoted(tmp_path, source, "水磨达到900家")
    assert (found.state, found.quote) == ("found", "水磨达到900家") and found.before.endswith("到2025年，")
    assert drafts.quoted(tmp_path, source, "水磨达到901家").state == "absent"
    assert drafts.quoted(tmp_path, source, "水磨达到90").state == "absent"  # would cut a number in two
    assert drafts.quoted(tmp_path, source, "达到900家").state == "several"
    assert drafts.quoted(tmp_path, source, "达到900家", prefix="先磨").state == "found"
    assert drafts.quoted(tmp_path, source, "字" * 41).state == "long"
    for path in (None, "none.txt", "../gazette.txt", "/etc/passwd"):
        assert drafts.quoted(tmp_path, {**source, "archived_path": path}, "水磨").state == "unread"
    (tmp_path / "gazette.txt").write_text("改了：水磨达到901家", encoding="utf-8")
    assert drafts.quoted(tmp_path, source, "水磨达到901家").state == "found"


def test_an_alias_bomb_is_told_and_not_unfolded(root: Path) -> None:
    names = "abcdefghij"
    lines = [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in pairwise(names)]
    bomb = "\n".join(["a: &a [x, x, x, x, x, x, x, x, x]", *lines])
    draft = Draft().write(root, PLAN, bomb)
    assert "yaml_bomb" in {one.code for one in drafts.tried(root, draft, TODAY).problems}
    assert drafts.document(root, draft, PLAN) is None


def test_where_the_check_cannot_run_it_says_so_and_nothing_is_saved(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    draft = Draft().edit(root, [set_field(PLAN, ("note",), "甲")])
    monkeypatch.setattr("tempfile.TemporaryDirectory", full)
    tried = drafts.tried(root, draft, TODAY)
    assert not tried.sound and [one.code for one in tried.problems] == ["check_failed"]
    assert "No space left" in tried.problems[0].fact()


def test_what_is_on_disk_is_the_same_with_and_without_a_snapshot(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def compiled(*_: object) -> None:
        raise AssertionError("compiled again")

    def targets(day: date) -> list[str]:
        return [row["target_text"] for row in drafts.as_it_is(root, day).store.assessments(day)]

    plain = drafts.as_it_is(root, TODAY)
    library, day = Library(root), TODAY
    library.refresh(day)
    (root / PLAN).touch()  # looked at once more
    with monkeypatch.context() as patch:
        patch.setattr(trial, "_compiled", compiled)
        ready = drafts.as_it_is(root, day)
        assert (ready.problems, ready.every, ready.tables) == (plain.problems, plain.every, plain.tables)
        assert ready.store.assessments(day) == plain.store.assessments(day)
    later = day + timedelta(days=1)
    assert targets(later) == targets(day)  # of another day there is none
    text = (root / PLAN).read_text("utf-8")
    (root / PLAN).write_text(text.replace("900", "950"), "utf-8")
    assert "950" in targets(day)  # the snapshot still says 900
    library.refresh(day)
    path = library.path(library.attempt().shown)
    path.write_bytes(path.read_bytes()[:20_000] + bytes(path.stat().st_size - 20_000))
    (root / PLAN).touch()
    assert "950" in targets(day)  # damaged, so compiled


def test_pinyin_is_loaded_by_those_who_begin_something_only() -> None:
    said = "import sys, biaochi.drafts; print('pypinyin' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", said], cwd=ROOT, capture_output=True, text=True).stdout == "False\n"


def test_a_row_of_figures_is_told_in_words(root: Path) -> None:
    row = {"indicator": "output", "ref_area": "990101", "time_period": "2024", "value": "35", "source": "gazette",
           "quote": "产量35吨"}  # fmt: skip
    tried = drafts.tried(root, Draft().edit(root, [add_entry(SEEN, (99, ), row)]), date(2026, 11, 22))
    assert [(one.kind, one.what, one.new) for one in tried.changes] == [("added", "observation", "35")]
