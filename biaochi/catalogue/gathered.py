"""What the files of a project say apart from observations, entry by entry, and every Problem on the way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from biaochi import files
from biaochi.catalogue import declared, entries
from biaochi.files import Keys, Yaml
from biaochi.model import Access, Area, Concept, Config, Indicator, Plan, Source, Target, Theme
from biaochi.problem import Problem, nearest

_MEANT = re.compile(r"^[ \t]*(?:- )?[\"']?([A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*)[\"']?\s*(?:[:：]|$)", re.M)
KINDS = ("area", "source", "concept", "indicator", "plan")


_SMALL, _MANY = 100_000, 512
"""Characters of a text that is remembered with what it says, and files: planners edit one, the others stay."""
_PARSED: dict[str, tuple[str, tuple[Yaml | None, list[Problem]]]] = {}


def _parsed(text: str, file: str) -> tuple[Yaml | None, list[Problem]]:
    """What a text says; of each file the last one is remembered, so that memory does not grow with every save."""
    known = _PARSED.get(file)
    if known and known[0] == text:
        return known[1]
    said = files.parse_yaml(text, file)
    if len(text) < _SMALL and (file in _PARSED or len(_PARSED) < _MANY):
        _PARSED[file] = text, said
    return said


@dataclass(frozen=True)
class Aim:
    """A target as it stands in its plan's file; `plan` None: the plan's own fields are wrong, and it stays out."""

    plan_id: str
    nth: int
    target: Target
    doc: Yaml
    plan: Plan | None


@dataclass
class Documents:
    """The sound entries of a project, the ids that were at least meant, and every Problem on the way.

    unread: kinds of ids of which some may be unknown to us, because a file could not be read; nobody is blamed for
    naming one of them.
    """

    config: Config = field(default_factory=Config)
    config_doc: Yaml | None = None
    areas: dict[str, tuple[Area, Yaml]] = field(default_factory=dict)
    sources: dict[str, tuple[Source, Yaml]] = field(default_factory=dict)
    themes: dict[str, tuple[Theme, Yaml]] = field(default_factory=dict)
    concepts: dict[str, tuple[Concept, Yaml]] = field(default_factory=dict)
    indicators: dict[str, tuple[Indicator, Yaml, str | None]] = field(default_factory=dict)
    plans: dict[str, tuple[Plan, Yaml]] = field(default_factory=dict)
    aims: list[Aim] = field(default_factory=list)
    observations: list[Path] = field(default_factory=list)
    decks: list[Path] = field(default_factory=list)
    meant: dict[str, set[str]] = field(default_factory=lambda: {kind: set() for kind in KINDS})
    unread: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def unknown(self, kind: str, value: str) -> bool:
        """Whether an id exists nowhere, not even in an entry that is wrong itself."""
        return value not in self.meant[kind] and self.blames(kind)

    def blames(self, kind: str) -> bool:
        """Whether all ids of a kind could be read, so that an unknown one is somebody's mistake."""
        return kind not in self.unread and bool(self.indicators if kind == "concept" else self.sound(kind))

    def sound(self, kind: str) -> dict[str, Any]:
        """The sound entries of a kind by id."""
        return {
            "area": self.areas,
            "source": self.sources,
            "concept": self.concepts,
            "indicator": self.indicators,
            "plan": self.plans,
        }[kind]

    def names(self, kind: str) -> dict[str, str]:
        """What people may write for an id of this kind (id, name, alias), each to the id."""
        known: dict[str, str] = {}
        for key, (one, *_) in self.sound(kind).items():
            for word in (one.title if kind == "source" else one.name, *getattr(one, "aliases", ())):
                known.setdefault(word, key)
        return known | {key: key for key in self.sound(kind)}

    def yaml(self, path: Path, root: Path, kinds: Iterable[str]) -> Yaml | None:
        """A YAML file with its Problems told; what it meant to declare is kept where it cannot be read."""
        text, problems = files.read_text(path, root)
        self.problems += problems
        if text is None:
            self.unread |= set(kinds)
            return None
        doc, problems = _parsed(text, files.name_of(path, root))
        self.problems += problems
        if doc is None or doc.data is None:
            self.unread |= set(kinds)
        self.mean(kinds, text if doc is None else doc.lost)
        return doc if doc and doc.data is not None else None

    def mean(self, kinds: Iterable[str], text: str) -> None:
        """Keeps every word before a colon of a text that could not be understood: it may be the id of something."""
        for kind in kinds:
            self.meant[kind] |= set(_MEANT.findall(text))

    def is_map(self, doc: Yaml, keys: Keys) -> bool:
        """Whether a group of fields stands here; a Problem where something else does."""
        if isinstance(entries.at(doc.data, keys), dict):
            return True
        if not doc.uncertain(keys):
            self.problems.append(entries.not_a_group(doc, keys))
        return False

    def claim(self, kind: str, doc: Yaml, keys: Keys) -> list[Problem]:
        """Notes that an id is meant, and what is wrong with it: no id at all, or used before."""
        key = str(keys[-1])
        self.meant[kind].add(key)
        if wrong := entries.id_problems(doc, keys):
            return wrong
        taken = self.sound(kind).get(key)
        if taken is None:
            return []
        other: Yaml = taken[1]
        first = f"{other.file}:{other.place(keys)[0]}"
        return [doc.problem("duplicate_id", keys, id=key, first=first)]

    def file_id(self, kind: str, path: Path, doc: Yaml) -> list[Problem]:
        """The same for an id that is a file's name; nothing else names a theme or a deck."""
        if kind in self.meant:
            self.meant[kind].add(path.stem)
        if not entries.ID.fullmatch(path.stem):
            return [Problem("file_name_bad", {"value": path.name}, doc.file)]
        taken = {"theme": self.themes, "plan": self.plans}.get(kind, {}).get(path.stem)
        if taken is None:
            return []
        return [Problem("duplicate_id", {"id": path.stem, "first": taken[1].file}, doc.file)]


def config(path: Path, root: Path, docs: Documents) -> None:
    """config.yaml: what is wrong in it falls back to what the model says, the rest counts."""
    doc = docs.yaml(path, root, ()) if path.exists() or path.is_symlink() else None
    if doc is None or not docs.is_map(doc, ()):
        return
    docs.config_doc = doc
    whole, problems = entries.read(Config, doc, (), leave=frozenset({declared.FIELD}))
    sources, told = declared.read(doc, root)
    docs.problems += problems + told
    docs.config = whole or _what_is_sound({k: v for k, v in doc.data.items() if k != declared.FIELD})
    docs.config = docs.config.model_copy(update={declared.FIELD: sources})
    cuts = docs.config.thresholds
    if not (cuts.on_track > cuts.slow > 0 and cuts.points_red > cuts.points_green > 0):
        docs.problems.append(doc.problem("thresholds_order", ("thresholds",)))
        docs.config = docs.config.model_copy(update={"thresholds": Config().thresholds})
    docs.problems += _unknown_people(docs.config.access, doc)


def _unknown_people(access: Access, doc: Yaml) -> list[Problem]:
    """Lists of people and an approval by another where nobody says who they are."""
    if access.identity != "none":
        return []
    named = [name for name in ("admins", "planners", "viewers") if getattr(access, name)]
    found = [doc.problem("access_nobody_known", ("access", name), field=name) for name in named]
    return found + ([doc.problem("approval_nobody_known", ("access", "approval"))] if access.approval else [])


def _what_is_sound(data: dict[str, Any]) -> Config:
    """The configuration without the fields that are wrong."""
    given = dict(data)
    while given:
        try:
            return Config.model_validate(given)
        except ValidationError as error:
            for detail in error.errors():
                given.pop(str(detail["loc"][0]), None)
    return Config()


class Names:
    """Did you mean: the id most like what was typed, among ids and names."""

    def __init__(self, docs: Documents) -> None:
        self.docs = docs
        self.by_kind: dict[str, dict[str, str]] = {}
        self.answers: dict[tuple[str, str], tuple[str, str] | None] = {}

    def near(self, kind: str, typed: str) -> tuple[str, str] | None:
        """The id that may have been meant and what it stands for; None where nothing is like it."""
        if (kind, typed) not in self.answers:
            known = self.by_kind.setdefault(kind, self.docs.names(kind))
            found = nearest(typed, known)
            key = known[found] if found else None
            self.answers[kind, typed] = (key, self._name(kind, key)) if key else None
        return self.answers[kind, typed]

    def complete(self, problem: Problem) -> Problem:
        """A Problem about an unknown or misspelt id, with the one that may have been meant."""
        kind = problem.params.get("refers") or problem.code.removesuffix("_unknown")
        if kind not in KINDS:
            return problem
        near = self.near(kind, str(problem.params["value"]))
        if near is None:
            return problem
        return replace(
            problem, code=f"{kind}_unknown", params={**problem.params, "near": near[0], "near_name": near[1]}
        )

    def _name(self, kind: str, key: str) -> str:
        one = self.docs.sound(kind)[key][0]
        return one.title if kind == "source" else one.name
