"""Apache Spark computes what DuckDB computes: the same statements, translated, over the same tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd
import pytest

from bench.generate import SIZES, make
from biaochi import comparability, progress, spark
from biaochi.catalogue.rows import fetch
from biaochi.comparability.ask import _BASE, _query
from biaochi.model import Spark, Thresholds
from biaochi.progress import cells, queries
from biaochi.snapshot import Library, memory, read_into
from tests import made_up
from tests.conftest import ROOT
from tests.made_up import TODAY

LOCAL = Spark(master="local[2]", settings={"spark.sql.shuffle.partitions": "4", "spark.driver.memory": "1g"})
TABLES = ("figure", "target", "indicator", "area", "source")
NEAR = 1e-12
"""Two machines' powers and quotients differ in the last digits of a double; words, dates and places may not."""


def asked(con: Any) -> dict[str, spark.Query]:
    """Verdicts on two days and by both schemes, and the comparable groups of all indicators."""
    groups = comparability.select_groups(con, TODAY)
    return {
        "today": progress.select_assessments(TODAY),
        "earlier": progress.select_assessments(date(2024, 6, 30), Thresholds(scheme="points")),
        "placed": (_query(*_BASE), groups[1]),
        "groups": groups,
    }


def same(con: Any, queries_: Mapping[str, spark.Query]) -> None:
    """Every table that Spark made is the one that DuckDB makes."""
    for name, (sql, params) in queries_.items():
        con.execute(f"create table expected as {sql}", params)
        numbers = [row["column_name"] for row in fetch(con, "describe expected") if row["column_type"] == "DOUBLE"]
        keys = [row["column_name"] for row in fetch(con, "describe expected") if row["column_name"] not in numbers]
        order = f"order by {', '.join(keys)}"
        ours, theirs = (con.execute(f"select * from {one} {order}").df() for one in ("expected", name))
        assert len(ours) > 0
        pd.testing.assert_frame_equal(ours[keys], theirs[keys], obj=name)
        pd.testing.assert_frame_equal(ours[numbers], theirs[numbers], rtol=NEAR, atol=NEAR, obj=name)
        con.execute("drop table expected")


@pytest.fixture(scope="module", params=["shipped", "M"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The tables of a catalogue: what we ship, with all its odd figures, and 300 000 made-up ones."""
    root = ROOT if request.param == "shipped" else make(tmp_path_factory.mktemp("M"), SIZES["M"])
    with memory() as con:
        read_into(con, root, TODAY)
        yield con


def test_verdicts_and_comparable_groups_are_those_of_duckdb(store, tmp_path):
    wanted = asked(store)
    spark.evaluate(store, wanted, TABLES, LOCAL, tmp_path)
    same(store, wanted)


def test_every_case_of_the_methods_has_the_same_verdict(tmp_path):
    """The vectors of methods.md and the cases derived by hand: all methods, all guards, all kinds of targets."""
    rows = [pd.read_csv(ROOT / f"tests/data/progress-{name}.csv", dtype=str) for name in ("vectors", "cases")]
    limits = Thresholds()
    given, _ = cells.read(pd.concat(rows).fillna(""), limits.near_share, limits.about_share)
    sql = f"with cases as ({queries.text('judge')}) select * from ({queries.text('assess')})"
    with memory() as con:
        con.register("rows_given", given)
        con.execute("create table given as from rows_given")
        wanted: dict[str, Any] = {"judged": (sql, {"as_of": None} | queries.cuts(limits))}
        spark.evaluate(con, wanted, ("given",), LOCAL, tmp_path)
        same(con, wanted)
        assert con.execute("select count(distinct verdict) from judged").fetchall()[0][0] > 10


def test_a_project_with_engine_spark_shows_what_it_would_show_without(tmp_path):
    config = made_up.FILES["config.yaml"]
    lines = "engine: spark\nspark:\n  master: local[1]\n  settings: {spark.sql.shuffle.partitions: '2'}\n"
    plain, other = (
        made_up.write(tmp_path / name, config=text) for name, text in (("a", config), ("b", config + lines))
    )
    found = []
    for root in (plain, other):
        library = Library(root)
        attempt = library.refresh(TODAY)
        assert [one for one in attempt.problems if one.code.startswith("spark")] == []
        found.append(library.current().cursor().execute("select * from assessment order by plan, ord").fetchall())
    assert found[0] == found[1]
    assert list((other / ".biaochi/spark").iterdir()) == []


@pytest.mark.parametrize(("settings", "said"), [("master: spark", "Could not parse"), ("timeout: 1", "> 1 s")])
def test_where_spark_fails_duckdb_stands_in_and_a_problem_says_so(tmp_path, settings, said):
    root = made_up.write(tmp_path, config=f"title: 标尺\nengine: spark\nspark:\n  {settings}\n")
    library = Library(root)
    attempt = library.refresh(TODAY)
    (one,) = [one for one in attempt.problems if one.code.startswith("spark")]
    assert (one.code, one.severity, one.file) == ("spark_failed", "warning", "config.yaml")
    assert said in one.fact(), one.fact()
    assert library.current().cursor().execute("select count(*) from assessment").fetchall()[0][0] == 6
