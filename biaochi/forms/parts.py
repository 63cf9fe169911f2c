"""An entry as the parts of a form: its own fields, and each group inside it (a baseline, each milestone)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from biaochi import model
from biaochi.files import Keys
from biaochi.forms.fields import Field, fields
from biaochi.forms.values import at
from biaochi.words import Words


@dataclass(frozen=True)
class Part:
    """One part: the field that holds it (empty for the entry's own fields), its fields, and whether it is there yet."""

    name: str
    of: type[model.Entry]
    keys: Keys
    fields: tuple[Field, ...]
    there: bool = True

    def label(self, owner: type[model.Entry], words: Words) -> str:
        """What the part is called: 基期, 年度目标 2."""
        known = owner.model_fields[self.name]
        extra = known.json_schema_extra if isinstance(known.json_schema_extra, dict) else {}
        told = (known.title if words.lang == "zh" else str(extra.get("en") or self.name).capitalize()) or self.name
        return f"{told} {self.keys[-1] + 1}" if isinstance(self.keys[-1], int) else told


def parts(of: type[model.Entry], entry: Any, leave: frozenset[str] = frozenset()) -> list[Part]:
    """The parts of an entry, without the groups in `leave`; of each list of groups one more, which is not there yet."""
    own = Part("", of, (), fields(of))
    return [own, *(part for name in of.model_fields if name not in leave for part in _inside(of, name, entry))]


def _inside(of: type[model.Entry], name: str, entry: Any) -> Iterator[Part]:
    annotation = of.model_fields[name].annotation
    inner = next((one for one in _types(annotation) if isinstance(one, type) and issubclass(one, model.Entry)), None)
    if inner is None or get_origin(annotation) is dict:
        return
    found = at(entry, (name,))
    if get_origin(annotation) is not list:
        yield Part(name, inner, (name,), fields(inner, (name,)), isinstance(found, dict))
        return
    there = len(found) if isinstance(found, list) else 0
    for n in range(there + 1):
        yield Part(name, inner, (name, n), fields(inner, (name, n)), n < there)


def _types(annotation: Any) -> Iterator[Any]:
    yield annotation
    for one in get_args(annotation):
        yield from _types(one)
