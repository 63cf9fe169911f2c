"""Rows that were pulled from databases into the same staging as rows of CSV files, and what the last pull said."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb

from biaochi import intake
from biaochi.catalogue.gathered import Documents
from biaochi.catalogue.rows import sections
from biaochi.intake import Kept
from biaochi.problem import Problem


def stage(con: duckdb.DuckDBPyConnection, root: Path, docs: Documents) -> bool:
    """Fills `text_row` with the last good rows of every declared source; whether there are any."""
    some = False
    for nr, name in enumerate(docs.config.intake):
        one = intake.kept(root, name)
        docs.problems += _told(one, docs)
        if one.sha256:
            some = True
            con.execute(sections("observations")["pulled"], {"nr": nr, "file": one.label, "path": str(one.path(root))})
    return some


def _told(one: Kept, docs: Documents) -> list[Problem]:
    """What the last try said, at the source's declaration; a source that was never asked says so itself."""
    if docs.config_doc is None or (not one.fault and one.tried):
        return []
    return [docs.config_doc.problem(one.fault or "intake_never", ("intake", one.name), **one.params, **_still(one))]


def _still(one: Kept) -> dict[str, dict[str, str]]:
    """What is shown meanwhile, in both languages."""
    if not one.sha256:
        return {"still": {"zh": "还没有取到过数据", "en": "No rows were ever pulled"}}
    when = f"{datetime.fromtimestamp(one.at):%Y-%m-%d %H:%M}"
    return {"still": {"zh": f"继续用 {when} 取到的 {one.rows} 行", "en": f"The {one.rows} rows of {when} stay in use"}}
