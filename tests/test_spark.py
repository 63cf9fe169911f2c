"""Apache Spark is optional: without it one line says how to add it, and the verdicts are there all the same."""

from __future__ import annotations

import pytest

from biaochi import spark
from biaochi.cli import main
from biaochi.problem import Problem
from biaochi.snapshot import Library
from tests import made_up
from tests.made_up import TODAY


@pytest.mark.parametrize(
    ("lacks", "advice"), [("pyspark", "pip install pyspark sqlglot"), ("java", "default-jre-headless")]
)
def test_without_spark_duckdb_stands_in_and_one_line_says_how_to_add_it(tmp_path, monkeypatch, lacks, advice):
    there = lacks != "pyspark"
    monkeypatch.setattr(spark, "find_spec", lambda name: object() if there else None)
    monkeypatch.setattr(spark.shutil, "which", lambda name: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    library = Library(made_up.write(tmp_path, config="title: 标尺\nengine: spark\n"))
    told: list[Problem] = [one for one in library.refresh(TODAY).problems if one.file == "config.yaml"]
    assert [one.severity for one in told] == ["warning"]
    assert advice in told[0].advice() and advice in told[0].advice("en")
    verdicts = library.current().cursor().execute("select verdict from assessment").fetchall()
    assert len(verdicts) == 6 and all(verdict for (verdict,) in verdicts)


def test_every_comparable_group_is_a_row_of_the_table(tmp_path, capsys):
    root = made_up.write(tmp_path)
    assert main(["--root", str(root), "compare", "--all", "--as-of", TODAY.isoformat()]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head == "indicator,indicator_name,level,basis,unit,period_start,period_end,areas"
    assert "flour-ytd,年初至今面粉,district,ytd,吨,2026-01-01,2026-09-30,1" in rows
    assert len(rows) == 7
