"""All files of a project as tables: the sound part is kept, all else is a Problem and harms only itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from biaochi import period
from biaochi.catalogue import decks, documents, figures, references
from biaochi.catalogue.documents import Documents
from biaochi.catalogue.rows import insert, statements
from biaochi.files import open_csv
from biaochi.model import Config
from biaochi.problem import Fault, Problem, tidy

INPUTS = ("config.yaml", "indicators", "data")


@dataclass(frozen=True)
class Loaded:
    """What a catalogue says beside its tables: the configuration and every Problem, sorted."""

    config: Config
    problems: list[Problem]


def load(root: Path, con: duckdb.DuckDBPyConnection, today: date | None = None) -> Loaded:
    """Reads a project into the tables of schema.sql on `con`; raises nothing that a file could cause."""
    con.execute(statements("schema"))
    docs = documents.read(root)
    references.check(docs)
    _insert_entries(con, docs)
    decks.load(con, root, docs)
    _insert_verified(con, root)
    figures.stage_plans(con, docs)
    figures.stage_observations(con, root, docs)
    figures.parse(con, docs.config.thresholds)
    figures.check(con, docs, today or date.today())
    figures.keep(con)
    return Loaded(docs.config, tidy(docs.problems))


def _insert_entries(con: duckdb.DuckDBPyConnection, docs: Documents) -> None:
    insert(
        con,
        "area",
        [
            {**area.model_dump(), "file": file, "line": line, "ord": i}
            for i, (area, file, line) in enumerate(docs.areas.values())
        ],
    )
    insert(
        con,
        "source",
        [
            {**one.model_dump(), "source": key, "file": doc.file, "line": doc.place((key,))[0], "ord": i}
            for i, (key, (one, doc)) in enumerate(docs.sources.items())
        ],
    )
    insert(
        con,
        "theme",
        [
            {**one.model_dump(include={"name", "name_en", "note"}), "theme": key, "ord": i}
            for i, (key, (one, _)) in enumerate(docs.themes.items())
        ],
    )
    _insert_definitions(con, docs)
    _insert_plans(con, docs)
    insert(con, "known", [{"kind": kind, "id": key} for kind, ids in docs.meant.items() for key in ids])


def _insert_definitions(con: duckdb.DuckDBPyConnection, docs: Documents) -> None:
    insert(con, "concept", [{**one.model_dump(), "concept": key} for key, (one, _) in docs.concepts.items()])
    insert(
        con,
        "indicator",
        [
            {
                **one.model_dump(exclude={"limit"}),
                "limit_value": one.limit,
                "indicator": key,
                "theme": theme,
                "file": doc.file,
                "line": doc.place(("indicators", key))[0],
                "ord": i,
            }
            for i, (key, (one, doc, theme)) in enumerate(docs.indicators.items())
        ],
    )


def _insert_plans(con: duckdb.DuckDBPyConnection, docs: Documents) -> None:
    insert(con, "plan", list(_plans(docs)))
    insert(
        con,
        "target_entry",
        [
            {
                **one.model_dump(include={"direction", "lead_org", "responsible_org", "headline"}),
                "plan": plan,
                "ord": nth,
                "target_type": one.type,
                "target_nature": one.nature,
            }
            for plan, nth, one, _ in docs.targets
        ],
    )


def _plans(docs: Documents) -> Iterator[dict[str, Any]]:
    for i, (key, (plan, doc)) in enumerate(list(docs.plans.items())):
        try:
            when = period.parse(plan.period)
        except Fault as fault:
            docs.problems.append(doc.problem(fault.code, ("period",), **fault.params))
            docs.plans.pop(key)
            continue
        yield {
            **plan.model_dump(exclude={"targets"}),
            "plan": key,
            "period_start": when.start,
            "period_end": when.end,
            "file": doc.file,
            "line": 1,
            "ord": i,
        }


def _insert_verified(con: duckdb.DuckDBPyConnection, root: Path) -> None:
    """The generated data/verified.csv; a damaged one only means that nothing counts as verified."""
    path = root / "data/verified.csv"
    if path.is_file() and open_csv(path, root)[0]:
        con.execute(
            """insert into verified_quote by name select * from read_csv(?, all_varchar = true, header = true,
            delim = ',', quote = '"', escape = '"', nullstr = '', auto_detect = false, ignore_errors = true,
            columns = {'source': 'varchar', 'sha256': 'varchar', 'value': 'varchar', 'quote': 'varchar',
                       'prefix': 'varchar', 'suffix': 'varchar', 'verified': 'varchar', 'date': 'varchar'})""",
            [str(path)],
        )
