"""Observations from Parquet and DuckDB files: mapped, checked, named by their content, never lost."""

from __future__ import annotations

import re
import subprocess
import threading
from pathlib import Path

import duckdb
import pytest

from biaochi import catalogue, drafts, history, intake, snapshot
from biaochi.keeper import Keeper
from biaochi.problem import Problem
from biaochi.snapshot import Library
from tests import made_up
from tests.conftest import ROOT
from tests.made_up import TODAY

ROWS = """
create table facts as select * from (values
    (17, 'mills', '990101', 2024, 610::double, null, 'x'),
    (18, 'output', '990101', 2023, 12.5, null, 'x'),
    (19, 'output', '990102', 2023, 7.25, '乙区7.25吨', 'x')) t(id, ind, area, year, amount, words, other)
"""
COLUMNS = """
    columns: {indicator: ind, ref_area: area, time_period: year, value: amount, quote: words}
    fixed: {source: gazette}
    key: [id]
"""
PARQUET = f"intake:\n  facts:\n    kind: parquet\n    path: lake/facts-*.parquet\n{COLUMNS}"
DUCKDB = f"intake:\n  facts:\n    kind: duckdb\n    path: lake/facts.duckdb\n    query: from facts\n{COLUMNS}"


def lake(root: Path, sql: str = ROWS, kind: str = "parquet", name: str = "facts-1") -> None:
    """The rows as a file of this kind below lake/."""
    (root / "lake").mkdir(exist_ok=True)
    if kind == "duckdb":
        (root / "lake/facts.duckdb").unlink(missing_ok=True)
        with duckdb.connect(str(root / "lake/facts.duckdb")) as con:
            con.execute(sql)
    else:
        with duckdb.connect() as con:
            con.execute(sql)
            con.table("facts").write_parquet(str(root / f"lake/{name}.parquet"))


def house(root: Path, declared: str, sql: str = ROWS, kind: str = "parquet") -> Library:
    made_up.write(root, config="title: 标尺\n" + declared)
    lake(root, sql, kind)
    return Library(root)


def figures(library: Library) -> list[tuple]:
    """What came from the source, as a page would read it."""
    sql = "select indicator, ref_area, time_period, value, value_text, quote, file, line from figure"
    return library.current().cursor().execute(f"{sql} where starts_with(file, 'intake:') order by all").fetchall()


def told(problems: list[Problem]) -> dict[str, Problem]:
    return {one.code: one for one in problems if one.file == "config.yaml" or one.file.startswith(intake.PREFIX)}


ENDLESS = "select count(*) from range(1000000000) a, range(100000) b"
SEEN = [
    ("mills", "990101", "2024", 610.0, "610", None, "intake:facts[id=17]", None),
    ("output", "990101", "2023", 12.5, "12.5", None, "intake:facts[id=18]", None),
    ("output", "990102", "2023", 7.25, "7.25", "乙区7.25吨", "intake:facts[id=19]", None),
]


@pytest.mark.parametrize(("declared", "kind"), [(PARQUET, "parquet"), (DUCKDB, "duckdb")])
def test_rows_of_a_file_are_figures_with_the_source_and_the_key_for_a_place(tmp_path, declared, kind):
    library = house(tmp_path, declared, kind=kind)
    attempt = library.refresh(TODAY)
    assert told(attempt.problems) == {}
    assert figures(library) == SEEN


def test_a_wrong_row_is_named_left_out_alone_and_holds_nobody_up(tmp_path):
    wrong = ROWS.replace("'990102', 2023, 7.25, '乙区7.25吨'", "'990199', 2023, 7.25, '乙区8吨'")
    library = house(tmp_path, PARQUET)
    library.refresh(TODAY)
    lake(tmp_path, wrong)
    attempt = library.refresh(TODAY)
    found = [(one.code, one.place()) for one in told(attempt.problems).values()]
    assert found == [("area_unknown", "intake:facts[id=19]"), ("quote_without_value", "intake:facts[id=19]")]
    assert attempt.shown == attempt.tried
    assert figures(library) == SEEN[:2]


def test_a_row_and_a_line_that_say_the_same_know_each_other(tmp_path):
    library = house(
        tmp_path, PARQUET, ROWS.replace("7.25, '乙区7.25吨'", "15, '15吨'").replace("'990102', 2023", "'990103', 2024")
    )
    found = told(library.refresh(TODAY).problems)
    assert found["conflicting_rows"].params["first"] == "data/observations/seen.csv:8"


def test_the_same_rows_have_the_same_name_in_whatever_order_and_file_they_come(tmp_path):
    library = house(tmp_path, PARQUET)
    first = library.refresh(TODAY, ask="all").tried
    lake(tmp_path, ROWS + " order by id desc")
    assert library.refresh(TODAY, ask="all").tried == first
    lake(tmp_path, ROWS.replace("12.5", "12.6"))
    assert library.refresh(TODAY).tried != first  # a file that was written anew is read anew, unasked
    lake(tmp_path, ROWS)
    assert library.refresh(TODAY).tried == first


def test_several_files_are_one_source_and_a_changed_query_is_asked_at_once(tmp_path):
    library = house(tmp_path, PARQUET)
    more = "create table facts as select 20 as id, 'mills' as ind, '990102' as area, 2024 as year, 11 as amount"
    lake(tmp_path, more, name="facts-2")
    library.refresh(TODAY)
    assert {row[6] for row in figures(library)} == {f"intake:facts[id={n}]" for n in (17, 18, 19, 20)}
    made_up.write(tmp_path, config="title: 标尺\n" + PARQUET + "    query: select * from data where id = 17\n")
    library.refresh(TODAY)
    assert figures(library) == SEEN[:1]


@pytest.mark.parametrize("damage", ["gone", "garbage", "cut"])
def test_a_source_that_fails_leaves_its_last_good_rows_and_says_so(tmp_path, damage):
    library = house(tmp_path, PARQUET)
    library.refresh(TODAY)
    path = tmp_path / "lake/facts-1.parquet"
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(b"PAR1" if damage == "garbage" else path.read_bytes()[:-20])
    attempt = library.refresh(TODAY)
    assert figures(library) == SEEN
    (one,) = told(attempt.problems).values()
    assert one.severity == "warning"
    assert "3 行" in one.fact()
    assert one.place().startswith("config.yaml:3")
    assert str(tmp_path) not in one.fact()
    lake(tmp_path)
    assert told(library.refresh(TODAY).problems) == {}


def test_checking_asks_nobody_and_says_what_was_never_pulled(tmp_path):
    house(tmp_path, PARQUET)
    with snapshot.memory() as con:
        loaded = catalogue.load(tmp_path, con, TODAY)
    assert [one.code for one in loaded.problems if one.file == "config.yaml"] == ["intake_never"]


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (("path: lake/facts-*.parquet", "path: ../facts.parquet"), "intake_outside", "项目文件夹之外"),
        (("path: lake/facts-*.parquet", "path: /etc/passwd"), "intake_outside", "项目文件夹之外"),
        (("path: lake/facts-*.parquet", "path: lake/link.parquet"), "intake_outside", "项目文件夹之外"),
        (("path: lake/facts-*.parquet", "path: lake/l*k.parquet"), "intake_no_file", "l*k.parquet"),
        (("path: lake/facts-*.parquet", "note: x"), "field_unknown", "note"),
        (("path: lake/facts-*.parquet", "most: 10"), "intake_needs", "path"),
        (("key: [id]", "most: 2"), "intake_most", "2 行"),
        (("key: [id]", "key: [nr]"), "intake_column", "nr"),
        (("value: amount", "value: sum"), "intake_column", "sum"),
        (("value: amount", "vaule: amount"), "field_unknown", "vaule"),
        (("fixed: {source: gazette}", "fixed: {unit: 家}"), "intake_required", "source"),
        (("key: [id]", "query: select nope from data"), "intake_query", "nope"),
        (("key: [id]", "query: selct"), "intake_query", "selct"),
        (("key: [id]", "query: drop view data"), "intake_not_select", "SELECT"),
        (("key: [id]", "query: select 1; select 2"), "intake_not_select", "SELECT"),
        (("key: [id]", "query: copy data to 'lake/out.csv'"), "intake_not_select", "SELECT"),
        (("key: [id]", "query: select * from read_csv('/etc/passwd')"), "intake_outside", "项目文件夹之外"),
        (("key: [id]", f"query: {ENDLESS}\n    timeout: 1"), "intake_timeout", "1 秒"),
    ],
)  # fmt: skip
def test_whatever_is_wrong_with_a_source_is_told_at_its_declaration(tmp_path, change, code, said):
    library = house(tmp_path, PARQUET.replace(*change))
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere.parquet"
    elsewhere.write_bytes((tmp_path / "lake/facts-1.parquet").read_bytes())
    (tmp_path / "lake/link.parquet").symlink_to(elsewhere)
    found = told(library.refresh(TODAY).problems)
    assert code in found, found
    assert said in found[code].fact()
    assert found[code].advice() and found[code].advice("en")
    assert found[code].file == "config.yaml"
    assert figures(library) == []
    assert not (tmp_path / "lake/out.csv").exists()


@pytest.mark.parametrize(
    ("uri", "code"),
    [
        ("postgresql://reader:geheim@127.0.0.1/stats", "intake_password"),
        ("postgresql://reader@127.0.0.1/stats?password=geheim", "intake_password"),
        ("mysql://reader:geheim@127.0.0.1/stats", "intake_uri"),
        ("postgresql://reader:geheim@127.0.0.1:port/stats", "intake_uri"),
        ("host=127.0.0.1 password=geheim", "intake_uri"),
    ],
)
def test_a_password_in_config_is_refused_and_repeated_nowhere(tmp_path, uri, code):
    library = house(tmp_path, f"intake:\n  facts:\n    kind: postgresql\n    uri: '{uri}'\n    query: select 1\n")
    problems = library.refresh(TODAY).problems
    assert code in told(problems)
    kept = [path for path in (tmp_path / ".biaochi").rglob("*") if path.is_file()]
    assert not any(b"geheim" in path.read_bytes() for path in kept)
    assert "geheim" not in str(problems)


def test_one_wrong_source_leaves_the_others_in_use(tmp_path):
    other = "  other:\n    kind: parquet\n    path: lake/facts-*.parquet\n    every: never\n" + COLUMNS
    library = house(tmp_path, PARQUET + other)
    found = told(library.refresh(TODAY).problems)
    assert list(found) == ["number_wrong"]
    assert figures(library) == SEEN


def test_the_snapshot_does_not_say_where_the_rows_came_from(tmp_path):
    library = house(tmp_path, DUCKDB, kind="duckdb")
    library.refresh(TODAY)
    config = library.current().cursor().execute("select config from about").fetchall()[0][0]
    assert "lake" not in config and "marks" not in config


def test_a_draft_has_the_pulled_rows_and_a_commit_is_not_expected_to(tmp_path):
    library, sql = house(tmp_path, PARQUET), "select value_text from figure where starts_with(file, 'intake:')"
    library.refresh(TODAY)
    text = (tmp_path / "config.yaml").read_text("utf-8")
    draft = drafts.Draft().write(tmp_path, "config.yaml", text.replace("标尺", "甲尺"))
    tried = drafts.tried(tmp_path, draft, TODAY)
    assert ([one.what for one in tried.changes], tried.problems) == (["config"], [])
    assert len(tried.store.rows(sql)) == 3
    lake(tmp_path, ROWS.replace("7.25", "8.25"))
    library.refresh(TODAY)
    assert {"value_text": "8.25"} in drafts.as_it_is(tmp_path, TODAY).store.rows(sql)
    for args in (["init", "-q"], ["add", "config.yaml", "indicators", "data"], ["commit", "-qm", "甲"]):
        person = ["-c", "user.name=甲", "-c", "user.email=jia@example.invalid"]
        subprocess.run(["git", "-C", str(tmp_path), *person, *args], check=True)
    assert history.changes(tmp_path, "HEAD", ".") == []


def test_an_interval_says_when_a_source_is_asked_again(tmp_path, monkeypatch):
    def due() -> bool:
        return intake.due(tmp_path, "facts", catalogue.settings(tmp_path).intake["facts"])

    library = house(tmp_path, PARQUET + "    every: 10\n")
    library.refresh(TODAY)
    assert not due()
    now = intake.kept(tmp_path, "facts").tried
    monkeypatch.setattr("biaochi.intake.pulling.time.time", lambda: now + 599)
    assert not due()
    monkeypatch.setattr("biaochi.intake.pulling.time.time", lambda: now + 601)
    assert due()


def test_the_examples_of_the_documentation_work(tmp_path):
    text = (ROOT / "docs/databases.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml config.yaml\n(.*?)```", text, re.S)
    assert example
    library = house(tmp_path, example[1])
    lake(tmp_path, ROWS.replace("(17, 'mills', '990101', 2024", "(17, 'mills', '990103', 2024"), kind="duckdb")
    found = [one.code for one in library.refresh(TODAY).problems if one.file == "config.yaml"]
    assert len(found) == 1 and found[0] in ("intake_unreachable", "intake_driver", "intake_refused")
    assert {row[6] for row in figures(library)} >= {"intake:lake[id=17]", "intake:lake[id=19]", "intake:mart[id=17]"}


def test_running_pages_pull_by_themselves(tmp_path, monkeypatch):
    monkeypatch.setattr("biaochi.keeper.EVERY", 0.05)
    monkeypatch.setattr("biaochi.keeper.start_watcher", lambda *_: None)
    news = threading.Event()
    keeper = Keeper(house(tmp_path, PARQUET), news.set)
    keeper.start()
    try:
        assert news.wait(30)  # the first look shows what is there; the rows come a moment later
        assert figures(Library(tmp_path)) == SEEN
    finally:
        keeper.stop()
