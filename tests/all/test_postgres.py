"""A real PostgreSQL as a source: loaded, pulled, its wrong row named; stopped, and the last good rows stay."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from biaochi import catalogue, intake
from biaochi.snapshot import Library
from tests import made_up
from tests.all import postgres
from tests.conftest import ROOT
from tests.made_up import TODAY
from tests.test_intake import figures, told

DECLARED = """
intake:
  stats:
    kind: postgresql
    uri: {uri}
    query: select * from public.facts where area <> '990199'
    columns: {{indicator: ind, ref_area: area, time_period: year, value: amount}}
    fixed: {{source: gazette}}
    key: [id, year]
    timeout: 3
"""
TABLE = (
    "create table if not exists facts (id int, ind text, area text, year int, amount numeric(12, 2), note text)",
    "truncate facts",
    """insert into facts values (17, 'mills', '990101', 2024, 610, null), (18, 'output', '990102', 2023, 12.5, '约数'),
       (19, 'millls', '990102', 2024, 3, null)""",
)
SEEN = [
    ("mills", "990101", "2024", 610.0, "610.00", None, "intake:stats[id=17, year=2024]", None),
    ("output", "990102", "2023", 12.5, "12.50", None, "intake:stats[id=18, year=2023]", None),
]


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    with postgres.server() as one:
        yield one


@pytest.fixture
def loaded(server: postgres.Server, monkeypatch: pytest.MonkeyPatch) -> postgres.Server:
    """The server, running and with the table as it should be; the password stands in the environment."""
    monkeypatch.setenv("BIAOCHI_STATS_PASSWORD", postgres.PASSWORD)
    server.run(*TABLE)
    return server


def house(root: Path, server: postgres.Server, old: str = "kind", new: str = "kind") -> Library:
    text = DECLARED.format(uri=server.uri)
    assert old in text
    made_up.write(root, config="title: 标尺\n" + text.replace(old, new))
    return Library(root)


def test_rows_are_pulled_and_the_wrong_one_is_named_by_its_key(tmp_path, loaded):
    library = house(tmp_path, loaded)
    attempt = library.refresh(TODAY)
    assert figures(library) == SEEN
    (wrong,) = told(attempt.problems).values()
    assert (wrong.code, wrong.place()) == ("indicator_unknown", "intake:stats[id=19, year=2024]")
    assert "millls" in wrong.fact() and "mills" in wrong.advice()


def test_a_server_that_is_down_leaves_the_last_good_rows_and_comes_back(tmp_path, loaded):
    library = house(tmp_path, loaded)
    first = library.refresh(TODAY).shown
    loaded.stop()
    try:
        attempt = library.refresh(TODAY, ask="all")
        assert figures(library) == SEEN
        found = told(attempt.problems)
        assert found["intake_unreachable"].severity == "warning"
        assert "继续用" in found["intake_unreachable"].fact() and "3 行" in found["intake_unreachable"].fact()
        path = tmp_path / "data/observations/seen.csv"
        path.write_text(made_up.OBSERVATIONS.replace("评价21家", "评价21家。"), encoding="utf-8")
        assert library.refresh(TODAY).shown != attempt.shown  # edits go on
    finally:
        loaded.start()
    path.write_text(made_up.OBSERVATIONS, encoding="utf-8")
    again = library.refresh(TODAY, ask="all")
    assert set(told(again.problems)) == {"indicator_unknown"}
    assert again.shown == first  # the same content has the same name


def test_other_rows_make_another_snapshot_and_the_same_rows_the_same(tmp_path, loaded):
    library = house(tmp_path, loaded)
    first = library.refresh(TODAY).shown
    loaded.run("update facts set amount = 611 where id = 17")
    assert library.refresh(TODAY).shown == first  # nobody asks unless it is due
    assert library.refresh(TODAY, ask="all").shown != first
    loaded.run("delete from facts where id = 17", "insert into facts values (17, 'mills', '990101', 2024, 610, null)")
    assert library.refresh(TODAY, ask="all").shown == first


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("select * from public.facts where area <> '990199'", "select nope from facts", "intake_query", "nope"),
        ("select * from public.facts where area <> '990199'", "select * from nope", "intake_query", "nope"),
        ("select * from public.facts where area <> '990199'", "delete from facts", "intake_query", "read-only"),
        ("select * from public.facts where area <> '990199'",
         "with gone as (delete from facts returning *) select * from gone", "intake_query", "read-only"),
        ("select * from public.facts where area <> '990199'", "select 1; drop table facts", "intake_query", "multiple"),
        ("timeout: 3", "timeout: 1\n    most: 3\n    every: 5", "", ""),
        ("timeout: 3", "most: 2", "intake_most", "2 行"),
        ("* from public.facts where area <> '990199'", "facts.*, pg_sleep(2) from facts", "intake_timeout", "3 秒"),
        ("reader@", "nobody@", "intake_refused", "nobody"),
        ("/postgres", "/nodb", "intake_refused", "nodb"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_told_and_nothing_is_written(tmp_path, loaded, old, new, code, said):
    library = house(tmp_path, loaded)
    library.refresh(TODAY)
    house(tmp_path, loaded, old, new)
    found = {k: v for k, v in told(library.refresh(TODAY).problems).items() if k != "indicator_unknown"}
    assert list(found) == ([code] if code else [])
    if code:
        assert said in found[code].fact()
    assert figures(library) == SEEN
    loaded.run("do $$ begin if (select count(*) from facts) <> 3 then raise 'rows are gone'; end if; end $$")


def test_the_password_is_in_no_file_no_message_and_no_log(tmp_path, loaded, monkeypatch, caplog):
    caplog.set_level(logging.DEBUG)
    library = house(tmp_path, loaded)
    problems = library.refresh(TODAY).problems
    monkeypatch.setenv("BIAOCHI_STATS_PASSWORD", f"{postgres.PASSWORD}!")
    problems += library.refresh(TODAY, ask="all").problems
    assert "intake_refused" in told(problems)
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for secret in (postgres.PASSWORD, "ss%2Fword"):
        assert secret.encode() not in kept
        assert secret not in str(problems) + caplog.text


def test_build_pulls_on_the_command_line_and_says_how_many(tmp_path, loaded):
    house(tmp_path, loaded)
    for rows in (3, 2):
        done = subprocess.run([sys.executable, "-m", "biaochi", "--root", str(tmp_path), "build"], check=False,
                              capture_output=True, text=True, env={**os.environ}, timeout=120)  # fmt: skip
        assert f"intake:stats  {rows} 行" in done.stdout
        assert "Traceback" not in done.stderr
        loaded.run("delete from facts where id = 18")


def test_many_rows_come_in_seconds_and_sorted(tmp_path, loaded):
    many = "select i, 'mills', '990101', 1900 + i % 100, i, null from generate_series(1, 200000) i order by random()"
    loaded.run("truncate facts", f"insert into facts {many}")
    made_up.write(tmp_path, config="title: 标尺\n" + DECLARED.format(uri=loaded.uri))
    (state,) = intake.pull(tmp_path, catalogue.settings(tmp_path).intake)
    assert (state.fault, state.rows) == ("", 200_000)
    loaded.run("create table other as select * from facts order by id desc", "truncate facts",
               "insert into facts select * from other", "drop table other")  # fmt: skip
    (again,) = intake.pull(tmp_path, catalogue.settings(tmp_path).intake, "all")
    assert again.sha256 == state.sha256


def test_without_the_driver_one_line_says_how_to_add_it(tmp_path, loaded, monkeypatch):
    monkeypatch.setitem(sys.modules, "adbc_driver_postgresql", None)
    monkeypatch.setitem(sys.modules, "adbc_driver_postgresql.dbapi", None)
    found = told(house(tmp_path, loaded).refresh(TODAY).problems)
    assert "pip install adbc-driver-postgresql" in found["intake_driver"].advice()


def test_the_example_of_the_documentation_works(tmp_path, loaded):
    text = (ROOT / "docs/databases.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml config.yaml\n(.*?)  lake:", text, re.S)
    assert example
    made_up.write(tmp_path, config=example[1].replace(":5432/", f":{loaded.port}/"))
    library = Library(tmp_path)
    library.refresh(TODAY)
    assert [row[:5] for row in figures(library)] == [row[:5] for row in SEEN]
