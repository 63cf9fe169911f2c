"""What of a project can be edited by form: each entry with the file and the keys where it stands, draft included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from biaochi import files, model
from biaochi.drafts.draft import Draft, stamp
from biaochi.files import Keys
from biaochi.problem import Fault
from biaochi.writing import csvtext

What = Literal["plan", "indicator", "theme", "concept", "area", "source"]
MODELS: dict[str, type[model.Entry]] = {
    "plan": model.Plan, "indicator": model.Indicator, "theme": model.Theme, "concept": model.Concept,
    "area": model.Area, "source": model.Source,
}  # fmt: skip
_FOLDERS = {"plan": "indicators/plans", "indicator": "indicators/definitions", "deck": "indicators/decks"}
_ENDINGS = (".yaml", ".yml")
LONGEST_ID = 80
AREAS, SOURCES = "data/areas.csv", "data/sources.yaml"


@dataclass(frozen=True)
class Thing:
    """One entry that may be edited: its id and names, and where it stands."""

    what: What
    id: str
    name: str
    path: str
    keys: Keys = ()
    name_en: str = ""

    def called(self, lang: str) -> str:
        """Its name in a language, as far as it has one; else its id."""
        return (self.name_en if lang == "en" else "") or self.name or self.id

    def full(self, lang: str) -> str:
        """Its name with the id behind it."""
        name = self.called(lang)
        return name if name == self.id else f"{name} ({self.id})" if lang == "en" else f"{name}（{self.id}）"


@dataclass(frozen=True)
class _Quiet:
    """A draft that does not count as part of a key; its digest does."""

    draft: Draft = field(compare=False)


def paths(root: Path, draft: Draft, what: str) -> list[str]:
    """The YAML files in which things of a kind stand, those of the draft included."""
    folder = _FOLDERS[what]
    there = {one.relative_to(root).as_posix() for one in (root / folder).rglob("*")} | set(draft.texts)
    return sorted(one for one in there if one.startswith(f"{folder}/") and one.endswith(_ENDINGS) and "/." not in one)


def texts(root: Path, draft: Draft) -> list[str]:
    """The files that may be edited as text."""
    tables = [AREAS, *sorted(one.relative_to(root).as_posix() for one in (root / "data/observations").glob("*.csv"))]
    kinds = ("plan", "indicator", "deck")
    known = [*(path for kind in kinds for path in paths(root, draft, kind)), SOURCES, *tables]
    return [*known, *(one for one in draft.texts if one not in known)]


def things(root: Path, draft: Draft, what: What) -> list[Thing]:
    """All things of a kind; what cannot be read at all is left out."""
    return list(_kept(root, _Quiet(draft), what, draft.id + stamp(root)))


@lru_cache(maxsize=16)
def _kept(root: Path, draft: _Quiet, what: What, _: str) -> tuple[Thing, ...]:
    return tuple(_things(root, draft.draft, what))


def _things(root: Path, draft: Draft, what: What) -> Iterator[Thing]:
    if what == "area":
        for n, row in enumerate(data(root, draft, AREAS) or []):
            yield _thing(what, row.get("ref_area") or "", row, AREAS, (n,))
        return
    if what == "source":
        for key, entry in _group(data(root, draft, SOURCES)):
            yield _thing(what, key, entry, SOURCES, (key,))
        return
    for path in paths(root, draft, "plan" if what == "plan" else "indicator"):
        found = data(root, draft, path)
        if what in ("plan", "theme"):
            yield _thing(what, Path(path).stem, found, path)
        elif isinstance(found, dict):
            for key, entry in _group(found.get(f"{what}s")):
                yield _thing(what, key, entry, path, (f"{what}s", key))


def _thing(what: What, id_: str, entry: Any, path: str, keys: Keys = ()) -> Thing:
    return Thing(what, id_, _name(entry, "title" if what == "source" else "name"), path, keys, _name(entry, "name_en"))


def data(root: Path, draft: Draft, path: str) -> Any:
    """A file of the draft as plain data, None where it cannot be read."""
    doc = document(root, draft, path)
    return doc.data if doc else None


def document(root: Path, draft: Draft, path: str) -> files.Yaml | None:
    """A file of the draft with the places of its entries; None where it cannot be read as it stands.

    A table is read like a list of entries: keys are (record, column), the column of a place counts fields.
    """
    try:
        text = draft.text(root, path)
        if path.endswith((".csv", ".tsv")):
            return _table(path, text)
        return _yaml(path, text)
    except Fault:
        return None


@lru_cache(maxsize=32)
def _yaml(path: str, text: str) -> files.Yaml | None:
    doc, problems = files.parse_yaml(text, path)
    return doc if doc and not [one for one in problems if one.code != "file_empty"] else None


def _table(path: str, text: str) -> files.Yaml:
    delimiter = csvtext.delimiter_of(text)
    header, *table = csvtext.rows(text, delimiter) or [[]]
    header = [one.strip() for one in header]
    doc = files.Yaml(path, [dict(zip(header, row, strict=False)) for row in table])
    for n, line in enumerate(csvtext.lines(text, delimiter)[1:]):
        doc.places |= {(n,): (line, 1), **{(n, name): (line, i) for i, name in enumerate(header, 1)}}
    return doc


def new_id(what: str, id_: str, taken: list[Thing]) -> Fault | None:
    """Why an id cannot be that of a new thing; None where it can."""
    shape = r"[0-9]{6}(-[A-Z0-9]{1,8})?" if what == "area" else r"[a-z0-9]+(-[a-z0-9]+)*"
    if not re.fullmatch(shape, id_):
        return Fault("area_code_bad" if what == "area" else "id_bad", value=id_)
    if len(id_) > LONGEST_ID:
        return Fault("id_long", value=id_, limit=LONGEST_ID)
    return Fault("edit_exists", keys=id_) if any(one.id == id_ for one in taken) else None


def _group(found: Any) -> list[tuple[str, Any]]:
    return list(found.items()) if isinstance(found, dict) else []


def _name(entry: Any, field: str) -> str:
    found = entry.get(field) if isinstance(entry, dict) else None
    return found if isinstance(found, str) else ""
