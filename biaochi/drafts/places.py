"""Where a message belongs on a form: the field that it speaks of, the entry, or elsewhere in the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from biaochi.files import Keys, Yaml
from biaochi.problem import Problem


@dataclass
class Slips:
    """Problems by where a form shows them: at a field (its keys from the entry), at the entry, anywhere else."""

    fields: dict[Keys, list[Problem]] = field(default_factory=dict)
    entry: list[Problem] = field(default_factory=list)
    elsewhere: list[Problem] = field(default_factory=list)


def slips(problems: Iterable[Problem], doc: Yaml, keys: Keys, leave: frozenset[str] = frozenset()) -> Slips:
    """Sorts the Problems of a draft for the form of the entry at these keys, which does not show the groups in
    `leave`."""
    found = Slips()
    inside: dict[tuple[int, int], list[Keys]] = {}
    for k, place in doc.places.items():
        if k[: len(keys)] == keys:
            inside.setdefault(place, []).append(k)
    for one in problems:
        here = _spoken_of(one, inside.get((one.line, one.column), [])) if one.file == doc.file else None
        if here is None or here[len(keys) :][:1] in {(name,) for name in leave}:
            found.elsewhere.append(one)
        elif field_keys := here[len(keys) :]:
            found.fields.setdefault(field_keys, []).append(one)
        else:
            found.entry.append(one)
    return found


def _spoken_of(problem: Problem, found: list[Keys]) -> Keys | None:
    """Which of the keys that stand at its place a Problem speaks of; an absent field is named by its group's place."""
    if not found:
        return None
    found = sorted(found, key=len)
    name = problem.params.get("field")
    if problem.code == "field_missing" and isinstance(name, str):
        return next((k for k in found if k[-1:] == (name,)), (*found[0], name))
    return found[-1]
