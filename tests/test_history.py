"""Every save is a commit of its file alone or a line of the journal; changes are told and undone one by one."""

from __future__ import annotations

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from biaochi import forms, history, model
from biaochi.history import git, journal
from biaochi.problem import Fault
from biaochi.snapshot import Library
from biaochi.words import Words
from biaochi.writing import add_entry, apply, look, remove_entry, set_field
from tests.conftest import copy_house

PLAN = "indicators/plans/jinnan-145-sti.yaml"
OBSERVED = "data/observations/hexi-talent.csv"
ZH, EN = Words("zh"), Words("en")
FIGURE = {"role": "target", "area_name": "甲区", "area_name_en": "District A", "indicator_name": "水磨",
          "indicator_name_en": "Mills", "time_period": "2025"}  # fmt: skip
VALUE = [set_field(PLAN, ("targets", 4, "value"), "650"), set_field(PLAN, ("targets", 4, "quote"), "总量达到650家")]


def sh(folder: Path, *args: str) -> str:
    return subprocess.run(
        ["git", "-C", str(folder), "-c", "user.name=甲", "-c", "user.email=jia@example.invalid", *args],
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def said(found: list[history.Change], words: Words = ZH) -> list[str]:
    return [history.tell(one, words) for one in found]


def change(root: Path, edits: list, path: str = PLAN, **more: bool) -> None:
    seen = look(root, path)
    assert (
        history.save(root, seen, apply(seen, edits), "王甲 <jia@example.invalid>", "改目标", **more).status == "saved"
    )


def test_a_save_is_a_commit_of_its_file_alone(kept: Path) -> None:
    (kept / "config.yaml").write_text("title: 别人的\n", encoding="utf-8")
    (kept / "data/areas.csv").write_text("broken", encoding="utf-8")
    sh(kept, "add", "data/areas.csv")
    (kept / "stray.txt").write_text("x")
    before = sh(kept, "status", "--porcelain")
    change(kept, [set_field(PLAN, ("note",), "甲")])
    assert sh(kept, "show", "--name-only", "--format=%an|%ae|%s", "HEAD").split() == [
        "王甲|jia@example.invalid|改目标",
        PLAN,
    ]
    assert sh(kept, "status", "--porcelain") == before
    assert (kept / "data/areas.csv").read_text() == "broken"
    assert journal.read(kept) == []


def test_a_hand_edit_that_nobody_committed_is_not_the_savers(kept: Path) -> None:
    path = kept / PLAN
    path.write_text(path.read_text("utf-8").replace("原文没有基期。", "甲。"), encoding="utf-8")
    (kept / "data/areas.csv").write_text("broken", encoding="utf-8")
    sh(kept, "add", "data/areas.csv")
    before = [line for line in sh(kept, "status", "--porcelain").splitlines() if PLAN not in line]
    change(kept, [set_field(PLAN, ("note",), "乙")])
    mine, found, _ = history.log(kept)
    assert (mine.author, found.message) == ("王甲 <jia@example.invalid>", "标尺：存盘以前文件里已有的改动")
    assert found.author != mine.author and found.paths == (PLAN,)
    assert [one.field for one in history.changes_of(kept, mine)] == ["note"]
    assert [one.new for one in history.changes_of(kept, found)] == ["甲。"]
    assert sh(kept, "status", "--porcelain").splitlines() == before
    change(kept, [set_field(PLAN, ("note",), "丙")])
    assert len(history.log(kept)) == 4


def test_a_new_file_is_committed_too_and_others_stay_staged(kept: Path) -> None:
    (kept / "new.txt").write_text("x")
    sh(kept, "add", "new.txt")
    from biaochi.writing import Seen

    text = "indicator,ref_area,time_period,value,source,quote\n"
    assert history.save(kept, Seen("data/observations/甲区.csv"), text, "wang@example.invalid").status == "saved"
    assert sh(kept, "-c", "core.quotepath=off", "show", "--name-only", "--format=%an", "HEAD").split() == [
        "wang",
        "data/observations/甲区.csv",
    ]
    assert sh(kept, "status", "--porcelain") == "A  new.txt\n"


def test_the_project_may_be_a_folder_of_the_repository(tmp_path: Path) -> None:
    house = copy_house(tmp_path / "plans")
    sh(tmp_path, "init", "-q")
    sh(tmp_path, "add", ".")
    sh(tmp_path, "commit", "-q", "-m", "start")
    change(house, VALUE)
    past = history.log(house)[0]
    assert past.paths == (PLAN,)
    assert "津南区 国家高新技术企业 2025年 目标 620 → 650" in said(history.changes_of(house, past))
    (house / PLAN).write_text((house / PLAN).read_text("utf-8").replace("原文没有基期。", "甲。"), encoding="utf-8")
    change(house, [set_field(PLAN, ("note",), "乙")])
    assert [one.paths for one in history.log(house)] == [(PLAN,)] * 3 + [history.log(house)[3].paths]


@pytest.mark.parametrize("author", ["", "<>", "甲\n乙 <a@b>", "a" * 500, "'; rm -rf / #", "--amend"])
def test_odd_authors_make_no_odd_commits(kept: Path, author: str) -> None:
    seen = look(kept, PLAN)
    history.save(kept, seen, apply(seen, [set_field(PLAN, ("note",), "甲")]), author)
    assert sh(kept, "rev-list", "--count", "HEAD").strip() == "2"


def test_without_git_the_journal_takes_it(house: Path) -> None:
    change(house, VALUE)
    (house / journal.JOURNAL).open("a").write('{"torn')
    change(house, [set_field(PLAN, ("note",), "甲")])
    newest, first = history.log(house)
    assert (first.author, first.paths, first.journal) == ("王甲 <jia@example.invalid>", (PLAN,), True)
    assert "津南区 国家高新技术企业 2025年 目标 620 → 650" in said(history.changes_of(house, first))
    assert said(history.changes_of(house, newest))[0].startswith("规划“津南区科技创新“十四五”规划”的备注：")
    seen, text = history.revert(house, first, PLAN)
    assert '"620"' in text and "note: 甲" in text
    assert history.save(house, seen, text, "甲").status == "saved"
    assert said(history.changes_of(house, history.log(house)[0]))[0] == "津南区 国家高新技术企业 2025年 目标 650 → 620"


def test_files_saved_together_are_one_change_of_the_journal(house: Path) -> None:
    areas = look(house, "data/areas.csv")
    more = areas.text.rstrip("\n") + "\n990101,甲区,District Jia,,district,,\n"
    plan = look(house, PLAN)
    history.save_together(house, [(areas, more), (plan, apply(plan, VALUE))], "甲")
    (past,) = history.log(house)
    assert past.paths == ("data/areas.csv", PLAN)
    told = said(history.changes_of(house, past))
    assert "津南区 国家高新技术企业 2025年 目标 620 → 650" in told and any("甲区" in one for one in told)
    assert set(history.texts_of(house, past)) == set(past.paths)
    assert history.revert(house, past, "data/areas.csv")[1] == areas.text


def test_a_path_that_git_ignores_goes_to_the_journal(kept: Path) -> None:
    (kept / ".gitignore").write_text("*.csv\n.biaochi/\n")
    from biaochi.writing import Seen

    history.save(kept, Seen("data/observations/jia.csv"), "indicator,ref_area,time_period,value,source,quote\n", "甲")
    assert [one["path"] for one in journal.read(kept)] == ["data/observations/jia.csv"]


def test_changes_between_commits_snapshots_and_folders(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    first = Library(kept).refresh().shown
    other = copy_house(tmp_path_factory.mktemp("other"))
    change(kept, VALUE)
    second = Library(kept).refresh().shown
    wanted = [
        "津南区 国家高新技术企业 2025年 目标 620 → 650",
        "津南区 国家高新技术企业 2025年 目标的原文：国家高新技术企业总量达到620家 → 总量达到650家",
    ]
    for a, b in (
        ("HEAD~1", "HEAD"),
        ("HEAD~1", "."),
        (first, second),
        (first[:8], "HEAD"),
        (str(other), "."),
        (other, kept),
    ):
        assert said(history.changes(kept, a, b)) == wanted
    assert said(history.changes(kept, "HEAD", "HEAD~1"))[0].endswith("650 → 620")
    assert (
        said(history.changes(kept, "HEAD~1"), EN)[0]
        == "Jinnan District, National high-tech enterprises, 2025, target: 620 → 650"
    )
    assert history.changes(kept, "HEAD") == []


def test_choices_and_dates_are_told_in_words(kept: Path) -> None:
    was = [set_field(PLAN, ("targets", 4, "baseline", "time_period"), "2019"),
           set_field(PLAN, ("targets", 4, "baseline", "obs_status"), "V")]  # fmt: skip
    change(kept, [set_field(PLAN, ("targets", 4, "nature"), "binding"),
                  set_field(PLAN, ("targets", 4, "due"), "2025-12-31"), *was])  # fmt: skip
    found = history.changes(kept, "HEAD~1")
    of = "国家高新技术企业"
    assert said(found) == [
        f"津南区 {of} 2019年 基期的时间：2020年 → 2019年",
        f"津南区 {of} 2019年 基期的观测状态：（空） → 讲话或报道中的数",
        f"津南区 {of} 2025年12月31日 目标的时间：2025年 → 2025年12月31日",
        f"津南区 {of} 2025年12月31日 目标的属性：（空） → 约束性",
    ]
    assert [line.rpartition(": ")[2] for line in said(found, EN)] == [
        "2020 → 2019",
        "(empty) → from a speech or the press",
        "2025 → 31 December 2025",
        "(empty) → binding",
    ]


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_every_choice_of_the_files_has_its_words_in_a_change(words: Words) -> None:
    named = {"name": "甲", "name_en": "A", **FIGURE}
    for of in (model.Area, model.Source, model.Indicator, model.Plan, model.Target, model.Baseline, model.Milestone,
               model.Observation):  # fmt: skip
        what = of.__name__.lower()
        for field in forms.fields(of):
            for code in field.choices:
                one = history.Change("changed", what, "x", named, field.name, "", code)
                assert forms.told(field, code, words) != code or words.lang == "en", (what, field.name, code)
                assert history.tell(one, words).endswith(f" → {forms.told(field, code, words)}"), (what, field.name)


def test_two_spellings_of_one_date_are_told_as_they_are_written() -> None:
    one = history.Change("changed", "plan", "x", {"name": "甲"}, "period", "2021/2025", "2021-01-01/2025-12-31")
    assert history.tell(one, ZH) == "规划“甲”的规划期：2021—2025年 → 2021年1月1日—2025年12月31日"
    same = history.Change("changed", "observation", "x", FIGURE, "time_period", "2025", "2025-01/2025-12")
    assert history.tell(same, ZH).partition("：")[2] != "2025年 → 2025年"


@pytest.mark.parametrize("name", ["HEAD~99", "nothing", "--help", "", "abc", "../x", "0" * 16, "a\nb", "HEAD\0"])
def test_a_state_that_is_not_there_is_said(kept: Path, name: str) -> None:
    with pytest.raises(Fault) as raised:
        history.changes(kept, name)
    assert raised.value.code == "state_unknown"


def test_every_kind_of_change_has_its_sentence(kept: Path) -> None:
    theme = "indicators/definitions/carriers.yaml"
    new = {"name": "甲", "name_en": "Jia", "definition": "甲的数。", "unit": "家", "basis": "stock"}
    change(
        kept,
        [
            add_entry(theme, ("indicators", "jia-bases"), new),
            set_field(theme, ("indicators", "micro-bases", "aliases"), ["双创", "小微"]),
        ],
        theme,
    )
    change(kept, [remove_entry(PLAN, ("targets", 3)), set_field(PLAN, ("targets", 0, "headline"), False)])
    source = {"title": "甲区通报（例）", "doc_type": "bulletin", "reliability": "official"}
    change(kept, [add_entry("data/sources.yaml", ("jia-bulletin",), source)], "data/sources.yaml")
    row = {
        "indicator": "jia-bases",
        "ref_area": "120103",
        "time_period": "2023",
        "value": "逾20",
        "source": "jia-bulletin",
        "quote": "甲逾20家",
    }
    change(kept, [remove_entry(OBSERVED, (0,)), add_entry(OBSERVED, (0,), row)], OBSERVED)
    change(kept, [set_field("config.yaml", ("title",), "甲区标尺")], "config.yaml")
    found = said(history.changes(kept, "HEAD~5"))
    assert {
        "新增：河西区 甲 2023年 实绩 逾20",
        "新增指标“甲”",
        "新增来源“甲区通报（例）”",
        "设置“config.yaml”的标题：标尺 → 甲区标尺",
        "指标“市级小型微型企业创业创新示范基地”的别名：小微企业双创示范基地 → 双创、小微",
        "津南区 全社会研发投入强度 2025年 目标的重点：是 → 否",
    } <= set(found)
    assert any(one.startswith("删去：津南区") and one.endswith("目标 1") for one in found)
    assert any(one.startswith("删去：河西区") and one.endswith("实绩 2000") for one in found)
    assert len(found) == 8 and all(said(history.changes(kept, "HEAD~5"), EN))


def test_a_corrected_period_is_a_change_and_no_new_figure(kept: Path) -> None:
    change(kept, [set_field(OBSERVED, (0, "time_period"), "2022")], OBSERVED)
    assert said(history.changes(kept, "HEAD~1")) == ["河西区 人才建设专项基金 2022年 实绩的时期：2023年 → 2022年"]


def test_one_change_is_undone_and_later_ones_stay(kept: Path) -> None:
    change(kept, VALUE)
    change(kept, [set_field(PLAN, ("targets", 9, "note"), "乙")])
    past = history.log(kept)[1]
    seen, text = history.revert(kept, past, PLAN)
    assert '"620"' in text and "note: 乙" in text and seen == look(kept, PLAN)
    change(
        kept, [set_field(PLAN, ("targets", 4, "value"), "660"), set_field(PLAN, ("targets", 4, "quote"), "达到660家")]
    )
    with pytest.raises(Fault) as raised:
        history.revert(kept, past, PLAN)
    assert raised.value.code == "revert_conflict"


def test_nothing_is_recorded_where_nothing_was_saved(kept: Path) -> None:
    seen = look(kept, PLAN)
    assert history.save(kept, seen, seen.text, "甲").status == "unchanged"
    assert history.save(kept, seen, "a: [", "甲").status == "problems"
    assert len(history.log(kept)) == 1 and git.resolve(kept, "HEAD~1") is None


def test_a_hand_edit_stays_where_the_record_of_a_save_fails(kept: Path) -> None:
    path = kept / PLAN
    path.write_text(path.read_text("utf-8").replace("原文没有基期。", "甲。"), encoding="utf-8")
    (kept / ".git/index.lock").touch()
    change(kept, [set_field(PLAN, ("note",), "乙")])
    assert history.log(kept)[0].journal
    (kept / ".git/index.lock").unlink()
    (kept / "data/areas.csv").write_text((kept / "data/areas.csv").read_text("utf-8") + "\n", encoding="utf-8")
    sh(kept, "add", "data/areas.csv")
    sh(kept, "commit", "-qm", "地区")
    assert sh(kept, "show", "--name-only", "--format=", "HEAD").split() == ["data/areas.csv"]
    assert "甲。" in path.read_text("utf-8")


def test_a_save_and_its_record_belong_together(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record, begun = history._record, Event()

    def slow(*given: Any) -> Any:
        begun.set()
        time.sleep(0.3)
        return record(*given)

    def save(who: str, place: tuple[str | int, ...]) -> None:
        seen = look(kept, PLAN)
        for done in [history.save(kept, seen, apply(seen, [set_field(PLAN, place, who)]), f"{who} <{who}@x>", who)]:
            assert (done.status, done.recorded) == ("saved", "commit")

    monkeypatch.setattr(history, "_record", slow)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(save, "jia", ("note",))
        begun.wait(10)
        second = pool.submit(save, "yi", ("targets", 4, "note"))
        first.result()
        second.result()
    told = {one.author[:2]: [each.new for each in history.changes_of(kept, one)] for one in history.log(kept)[:2]}
    assert told == {"ji": ["jia"], "yi": ["yi"]}


def test_what_cannot_be_read_now_is_read_later(kept: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    change(kept, VALUE)
    past = history.log(kept)[0]
    with monkeypatch.context() as without:
        without.setenv("PATH", "/nowhere")
        assert history.told(kept, past) == history.Told((), 0)
    whole = history.told(kept, past)
    assert whole and whole.total == 2
    sh(tmp_path, "clone", "-q", "--depth", "1", f"file://{kept}", "part")
    part = tmp_path / "part"
    (newest,) = history.log(part)
    assert history.told(part, newest) == history.Told((), 0)  # not as if all of it were new
    sh(part, "fetch", "-q", "--unshallow")
    assert history.told(part, newest) == whole


def test_a_link_out_of_the_project_in_a_commit_is_left_out(kept: Path) -> None:
    (kept / "data/archive").symlink_to("/somewhere/else")
    sh(kept, "add", "data/archive")
    sh(kept, "commit", "-qm", "link")
    (kept / "data/archive").unlink()
    assert history.changes(kept, "HEAD", ".") == []
