"""Decks 汇报稿: indicators/decks/*.yaml. What is wrong in one harms nobody's numbers: the slide itself says so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
from pydantic import ValidationError

from biaochi.catalogue import entries, folder
from biaochi.catalogue.documents import misplaced
from biaochi.catalogue.gathered import Documents, Names
from biaochi.catalogue.rows import insert
from biaochi.files import Keys, Yaml, name_of
from biaochi.model import Deck, Slide
from biaochi.problem import Problem

FOLDER = folder.DECKS
NUMBER = re.compile(r"\{([^{}]*)\}")
"""A number in a text: {indicator}, {indicator.target}, {indicator.baseline}."""
PARTS = ("value", "target", "baseline")
_KINDS = {"plan": "plan", "ref_area": "area", "indicator": "indicator", "indicators": "indicator", "areas": "area"}


def load(con: duckdb.DuckDBPyConnection, root: Path, docs: Documents) -> None:
    """Reads every deck into the table `deck`; a broken one stands there too, with its Problems."""
    names = Names(docs)
    insert(con, "deck", [_deck(path, root, docs, names) | {"ord": i} for i, path in enumerate(docs.decks)])


def _deck(path: Path, root: Path, docs: Documents, names: Names) -> dict[str, Any]:
    before = len(docs.problems)
    doc = docs.yaml(path, root, ())
    row = {"deck": path.stem, "name": path.stem, "name_en": path.stem, "file": name_of(path, root)}
    if doc is None or not docs.is_map(doc, ()) or misplaced(doc, FOLDER, docs):
        return row | {"slides": "[]", "problems": _told(docs.problems[before:])}
    head, problems = entries.read(Deck, doc, (), frozenset({"slides"}), {"slides": []})
    problems += docs.file_id("deck", path, doc) + _unknown(doc, (), docs, names)
    given = entries.at(doc.data, ("slides",))
    if not isinstance(given, list) or not given:
        wanted = entries.not_a_list(doc, ("slides",)) if given else entries.missing(Deck, doc, (), "slides")
        problems.append(wanted)
        given = []
    docs.problems += problems
    slides = [_slide(doc, i, docs, names) for i in range(len(given))]
    found = head.model_dump(mode="json", exclude={"slides"}) if head else _sound(doc)
    kept = {name: value for name, value in found.items() if value is not None}
    return row | kept | {"slides": json.dumps(slides, ensure_ascii=False), "problems": _told(problems)}


def _sound(doc: Yaml) -> dict[str, Any]:
    """The fields of a deck's head that are right, each tried for itself."""
    found: dict[str, Any] = {}
    for name, value in doc.data.items():
        if name in Deck.model_fields and name != "slides":
            try:
                one = Deck.model_validate({"name": "-", "name_en": "-", "slides": [], name: value})
            except ValidationError:
                continue
            found |= one.model_dump(mode="json", include={name})
    return found


def _slide(doc: Yaml, nth: int, docs: Documents, names: Names) -> dict[str, Any]:
    """One slide as plain data; what is wrong with it stands in `problems`."""
    keys = ("slides", nth)
    slide, problems = entries.read(Slide, doc, keys)
    problems += _unknown(doc, keys, docs, names)
    if slide and slide.kind in ("indicator", "compare") and not slide.indicator:
        problems.append(entries.missing(Slide, doc, keys, "indicator"))
    docs.problems += problems
    found = slide.model_dump(mode="json", exclude_none=True) if slide else _guessed(doc, keys)
    return found | ({"problems": json.loads(_told(problems))} if problems else {})


def _guessed(doc: Yaml, keys: Keys) -> dict[str, Any]:
    """Of a slide that cannot be read: its title, if it has one, so that the audience sees what is missing."""
    given = entries.at(doc.data, keys)
    title = given.get("title") if isinstance(given, dict) else None
    return {"kind": "", "title": title[:120] if isinstance(title, str) else ""}


def _unknown(doc: Yaml, keys: Keys, docs: Documents, names: Names) -> list[Problem]:
    """Every id that a deck or a slide names and that is nowhere meant."""
    given = entries.at(doc.data, keys)
    if not isinstance(given, dict):
        return []
    return [
        names.complete(doc.problem(f"{kind}_unknown", place, value=value))
        for kind, value, place in _named(given, keys)
        if docs.unknown(kind, value)
    ]


def _named(given: dict[str, Any], keys: Keys) -> Iterator[tuple[str, str, Keys]]:
    """The ids of a slide or of a deck's head: their kind, the id, its place."""
    for name, kind in _KINDS.items():
        value = given.get(name)
        if isinstance(value, str) and value:
            yield kind, value, (*keys, name)
        elif isinstance(value, list):
            yield from ((kind, one, (*keys, name, i)) for i, one in enumerate(value) if isinstance(one, str))
    for name in ("text", "text_en"):
        lines = given.get(name)
        for i, line in enumerate(lines if isinstance(lines, list) else []):
            for inside in NUMBER.findall(line) if isinstance(line, str) else []:
                yield "indicator", indicator_of(inside)[0], (*keys, name, i)


def indicator_of(inside: str) -> tuple[str, str]:
    """The indicator and the part of it that a number in a text names: `hi-tech.target` -> (hi-tech, target)."""
    name, _, part = inside.strip().partition(".")
    return (name, part or "value") if part in ("", *PARTS) else (inside.strip(), "value")


def _told(problems: list[Problem]) -> str:
    return json.dumps([vars(one) for one in problems], ensure_ascii=False, default=str)
