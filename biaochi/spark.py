"""The set-wise part of compiling on Apache Spark, for stores that outgrow one machine; the same SQL, translated.

Tables go out as Parquet, the small results come back into the database. The statements are those of progress and
comparability, written once for DuckDB and translated by SQLGlot; tests/all/test_spark.py holds the two equal.
Spark runs in a process of its own: what happens there cannot take the pages down, and its memory is free afterwards.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterable, Mapping
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from biaochi import comparability, logs, progress
from biaochi.model import Config, Spark
from biaochi.problem import Fault, Problem

PACKAGES = ("pyspark", "sqlglot")
FOLDER = ".biaochi/spark"
Query = tuple[str, Mapping[str, Any]]
"""SQL for DuckDB and its named parameters: texts, numbers, dates, lists of texts."""
_SAID = re.compile(r"^(?:: )?[\w.$]+(?:Error|Exception): (.+)$", re.MULTILINE)
_QUIET = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.log.level": "ERROR",
}


def assess(con: Any, root: Path, today: date, config: Config) -> list[Problem]:
    """Makes the table `assessment`, the verdicts of a day (progress.select_assessments)."""
    query = progress.select_assessments(today, config.thresholds)
    return _make(con, "assessment", query, ("target", "figure", "indicator"), config, root)


def group(con: Any, root: Path, as_of: date, config: Config) -> list[Problem]:
    """Makes the table `comparable`, every comparable group of all indicators (comparability.select_groups)."""
    query = comparability.select_groups(con, as_of)
    return _make(con, "comparable", query, ("figure", "indicator", "area", "source"), config, root)


def _make(con: Any, name: str, query: Query, tables: Iterable[str], config: Config, root: Path) -> list[Problem]:
    """A table by the engine that config names; where Spark fails DuckDB stands in, and a Problem says so."""
    problems = []
    if config.engine == "spark":
        try:
            evaluate(con, {name: query}, tables, config.spark, root)
            return []
        except Fault as fault:
            problems.append(Problem(fault.code, fault.params, "config.yaml"))
    con.execute(f"create table {name} as {query[0]}", query[1])
    return problems


def translated(sql: str) -> str:
    """A statement of ours as Spark reads it."""
    from sqlglot import exp, parse_one

    tree = parse_one(sql, read="duckdb")
    for table in tree.find_all(exp.CTE):
        table.set("materialized", None)
    # 365.25 is a decimal number to Spark, and quotients of decimals are cut off
    tree = tree.transform(lambda node: exp.cast(node.copy(), "double") if _is_decimal(node, exp) else node)
    return tree.sql(dialect="spark", comments=False)


def _is_decimal(node: Any, exp: Any) -> bool:
    return isinstance(node, exp.Literal) and not node.is_string and "." in node.this and "e" not in node.this.lower()


def evaluate(con: Any, queries: Mapping[str, Query], tables: Iterable[str], settings: Spark, root: Path) -> None:
    """Makes a table of each query's name on `con`, as DuckDB would, from the tables of `con` that the queries read.

    Raises Fault spark_missing, spark_java, spark_failed; then no table was made.
    """
    missing = [name for name in PACKAGES if find_spec(name) is None]
    if missing:
        raise Fault("spark_missing", packages=" ".join(missing))
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise Fault("spark_java")
    base = root / (settings.folder or FOLDER)
    base.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=base) as name:
        folder = Path(name)
        for table in tables:
            con.table(table).write_parquet(str(folder / f"{table}.parquet"))
        _run(folder, queries, settings)
        for table, (sql, params) in queries.items():
            # the statement itself says which columns and types the table has
            con.execute(f"create table {table} as select * from ({sql}) limit 0", params)  # noqa: S608 - our own SQL
            files = str(folder / f"{table}.out" / "*.parquet")
            con.execute(f"insert into {table} by name select * from read_parquet($files)", {"files": files})  # noqa: S608


def _run(folder: Path, queries: Mapping[str, Query], settings: Spark) -> None:
    job = {
        "master": settings.master,
        "settings": _QUIET | settings.settings,
        "queries": {name: [translated(sql), dict(params)] for name, (sql, params) in queries.items()},
    }
    (folder / "job.json").write_text(json.dumps(job, ensure_ascii=False, default=str), encoding="utf-8")
    command = [sys.executable, "-m", "biaochi.spark", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=settings.timeout)  # noqa: S603 - ourselves
    except subprocess.TimeoutExpired as error:
        raise Fault("spark_failed", said=f"> {settings.timeout} s") from error
    except subprocess.CalledProcessError as error:
        said = _SAID.findall(error.stderr.decode("utf-8", "replace")) or [str(error.returncode)]
        logs.event("Spark failed", logging.ERROR, said=said[-1])
        raise Fault("spark_failed", said=said[-1]) from error


def work(folder: Path) -> None:
    """What the process of its own does: every query of job.json over the Parquet files of a folder."""
    warnings.simplefilter("ignore")
    from pyspark.sql import SparkSession

    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    builder: Any = SparkSession.builder
    builder = builder.master(job["master"]).appName("biaochi")
    for name, value in job["settings"].items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    try:
        for path in folder.glob("*.parquet"):
            spark.read.parquet(str(path)).createOrReplaceTempView(path.stem)
        for name, (sql, params) in job["queries"].items():
            spark.sql(sql, args=params).write.parquet(str(folder / f"{name}.out"))
    finally:
        spark.stop()


if __name__ == "__main__":
    work(Path(sys.argv[1]))
