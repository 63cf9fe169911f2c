"""A snapshot made of the last one: figures of files that have not changed, and rest on nothing that has, are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import duckdb

from biaochi.catalogue.rows import fetch, sections
from biaochi.files import Csv
from biaochi.model import Config, Thresholds
from biaochi.problem import Problem

Hashes = Mapping[str, str]
"""What the content of each file is known by."""


def begin(con: duckdb.DuckDBPyConnection, today: date) -> Config | None:
    """Leaves of a copied snapshot only what may be kept; with which configuration it was made.

    None where there is nothing to keep: in an empty database, or on another day than the snapshot was made.
    """
    others = fetch(con, sections("again")["others"])
    made = None
    if "about" in {one["name"] for one in others}:
        about = fetch(con, "select as_of, config from about")[0]
        made = Config.model_validate_json(about["config"]) if about["as_of"] == today else None
        _run(con, "before")
    for one in others:
        con.execute(f"drop {'view' if one['is_view'] else 'table'} {one['name']}")
    return made


def keep(
    con: duckdb.DuckDBPyConnection, made: Config | None, found: Sequence[Csv], hashes: Hashes, settings: Thresholds
) -> set[int]:
    """Forgets the figures that may be others now; the numbers of the files of which all are kept."""
    _run(con, "leaned")
    files = [one.file for one in found]
    before = [file for (file,) in con.execute("select file from observed_file order by nr").fetchall()]
    same = made is not None and made.thresholds == settings and before == files
    if not same:
        _run(con, "empty")
        return set()
    known = [hashes.get(file, "") for file in files]
    changed = {one["file"] for one in fetch(con, sections("again")["changed"], files=files, hashes=known)}
    _run(con, "forget", files=[*changed])
    return {nr for nr, file in enumerate(files) if file not in changed}


def settled(con: duckdb.DuckDBPyConnection) -> None:
    """After the figures of changed files were read: forgets what was said of the places where they stand."""
    _run(con, "settled")


def unjudged(con: duckdb.DuckDBPyConnection) -> None:
    """Forgets the verdicts that may be others now; their targets are left as temp.target."""
    _run(con, "unjudged")


KEPT = ("series", "origin", "odd", "contradiction", "contested")
"""Tables of summaries.sql that are kept."""


def recount(con: duckdb.DuckDBPyConnection) -> None:
    """Brings the summaries that were kept to what they would be if all were counted anew."""
    _run(con, "recount")
    for name in ("series", "odd", "contradiction"):
        con.execute(f"insert into {name} {sections('summaries')[name]}")
    _run(con, "recounted")


def remember(con: duckdb.DuckDBPyConnection, found: Sequence[Csv], hashes: Hashes, problems: Sequence[Problem]) -> None:
    """What the next snapshot has to know to keep figures of this one; `problems`: what lines and headers were told."""
    told = {one.file for one in problems}
    _run(con, "keep", nrs=[*range(len(found))], files=[one.file for one in found],
         hashes=[hashes.get(one.file, "") for one in found], told=[one.file in told for one in found])  # fmt: skip


def _run(con: duckdb.DuckDBPyConnection, name: str, **params: Any) -> None:
    for statement in filter(str.strip, sections("again")[name].split(";\n")):
        con.execute(statement, {k: v for k, v in params.items() if f"${k}" in statement} or None)
