"""All files of a project as tables: the sound part is kept, all else is a Problem and harms nobody but itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from biaochi import intake, period
from biaochi.catalogue import again, decks, documents, figures, gathered, observations, told
from biaochi.catalogue.again import Hashes
from biaochi.catalogue.gathered import Documents, Names
from biaochi.catalogue.rows import insert, statements
from biaochi.intake import Ask
from biaochi.model import Config
from biaochi.problem import Problem, tidy

Rows = Iterator[dict[str, Any]]

INPUTS = ("config.yaml", "indicators", "data")


@dataclass(frozen=True)
class Loaded:
    """What a catalogue says beside its tables: the configuration and every Problem, sorted.

    again: whether figures of the last snapshot were kept, and with them what was counted and judged.
    """

    config: Config
    problems: list[Problem]
    again: bool = False


def settings(root: Path) -> Config:
    """What config.yaml says, as far as it is sound."""
    docs = Documents()
    gathered.config(root / "config.yaml", root, docs)
    return docs.config


def pull(root: Path, ask: Ask = "due") -> str:
    """Asks the data sources that are due (or all, or none); what they gave so far, as a text that names it."""
    sources = settings(root).intake
    intake.pull(root, sources, ask)
    return intake.stamp(root, sources)


def load(root: Path, con: duckdb.DuckDBPyConnection, today: date | None = None, hashes: Hashes | None = None) -> Loaded:
    """Reads a project into the tables of schema.sql on `con`; raises nothing that a file could cause.

    Where `con` holds a copy of the last snapshot, files whose hash is still the same are not read again.
    """
    day = today or date.today()
    made = again.begin(con, day)
    con.execute(statements("schema"))
    docs = documents.read(root)
    _insert_entries(con, docs)
    decks.load(con, root, docs)
    figures.begin(con)
    observations.stage_verified(con, root, docs)
    found = observations.opened(con, root, docs, hashes or {})
    kept = again.keep(
        con, made if hashes and not docs.config.intake else None, found, hashes or {}, docs.config.thresholds
    )
    figures.settle(con, docs, day, observations.batches(con, root, docs, day, found, kept))
    if kept:
        again.settled(con)
    figures.finish(con, day, again=bool(kept))
    again.remember(con, found, hashes or {}, docs.problems)
    docs.problems += told.problems(con, docs, {table.file: table.columns for table in found})
    names = Names(docs)
    return Loaded(docs.config, tidy(names.complete(one) for one in docs.problems), bool(kept))


def _insert_entries(con: duckdb.DuckDBPyConnection, docs: Documents) -> None:
    for table, rows in (
        ("area", _areas(docs)), ("source", _sources(docs)), ("theme", _themes(docs)), ("concept", _concepts(docs)),
        ("indicator", _indicators(docs)), ("plan", _plans(docs)), ("target_entry", _targets(docs)),
        ("known", _known(docs)),
    ):  # fmt: skip
        insert(con, table, rows)


def _areas(docs: Documents) -> Rows:
    for i, (area, doc) in enumerate(docs.areas.values()):
        yield {**area.model_dump(), "file": doc.file, "line": doc.place(())[0], "ord": i}


def _sources(docs: Documents) -> Rows:
    for i, (key, (one, doc)) in enumerate(docs.sources.items()):
        yield {**one.model_dump(), "source": key, "file": doc.file, "line": doc.place((key,))[0], "ord": i}


def _themes(docs: Documents) -> Rows:
    for i, (key, (one, _)) in enumerate(docs.themes.items()):
        yield {**one.model_dump(include={"name", "name_en", "note"}), "theme": key, "ord": i}


def _concepts(docs: Documents) -> Rows:
    for key, (one, _) in docs.concepts.items():
        yield {**one.model_dump(), "concept": key}


def _indicators(docs: Documents) -> Rows:
    for i, (key, (one, doc, theme)) in enumerate(docs.indicators.items()):
        own = {"indicator": key, "theme": theme, "limit_value": one.limit, "ord": i}
        yield {**one.model_dump(exclude={"limit"}), **own, "file": doc.file, "line": doc.place(("indicators", key))[0]}


def _plans(docs: Documents) -> Rows:
    for i, (key, (plan, doc)) in enumerate(docs.plans.items()):
        when = period.parse(plan.period)
        dates = {"period": when.canonical, "period_start": when.start, "period_end": when.end}
        yield {**plan.model_dump(exclude={"targets"}), **dates, "plan": key, "file": doc.file, "line": 1, "ord": i}


def _targets(docs: Documents) -> Rows:
    kept = {"direction", "lead_org", "responsible_org", "headline"}
    for aim in docs.aims:
        if aim.plan_id in docs.plans:
            own = {
                "plan": aim.plan_id,
                "ord": aim.nth,
                "target_type": aim.target.type,
                "target_nature": aim.target.nature,
            }
            yield {**aim.target.model_dump(include=kept), **own}


def _known(docs: Documents) -> Rows:
    return ({"kind": kind, "id": key} for kind, ids in docs.meant.items() if docs.blames(kind) for key in ids)
