"""A model's fields as fields of a form: label, help, examples, and the kind of thing that is typed there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from biaochi import model
from biaochi.catalogue.entries import REFERS
from biaochi.files import Keys
from biaochi.words import Words

Kind = Literal["text", "lines", "choice", "flag", "number", "refer", "refers", "names"]
_PROOF = frozenset(model.Evidence.model_fields) & {"quote", "source"}


@dataclass(frozen=True)
class Field:
    """One field of a form. `keys` lead to it from its entry; a list of groups has a number there.

    kind: text, lines (more than a line), choice, flag, number, refer (an id of `refers`), refers (several), names.
    """

    name: str
    keys: Keys
    of: type[model.Entry]
    kind: Kind
    required: bool
    longest: int = 2000
    choices: tuple[str, ...] = ()
    refers: str = ""

    def label(self, words: Words) -> str:
        """The field's name in the model's words."""
        known = self.of.model_fields[self.name]
        if words.lang == "zh":
            return known.title or self.name
        told = self._extra("en") or self.name.replace("_", " ")
        return told[:1].upper() + told[1:]

    @property
    def wide(self) -> bool:
        """Whether it needs a row of its own."""
        return self.kind in ("lines", "refer", "refers", "names") or self.name in ("name", "title", "url", "sha256")

    @property
    def room(self) -> int:
        """How many characters can be typed: far more than fit, so that the check says what is too long.

        Streamlit drops all of a paste beyond the limit that it is told, without a word.
        """
        return max(20_000, self.longest)

    def help(self, words: Words) -> str:
        """What belongs into the field, as the model says it."""
        return self.of.model_fields[self.name].description or "" if words.lang == "zh" else self._extra("en_help")

    @property
    def good(self) -> str:
        """An example of what to type; empty where the model has none."""
        return self._extra("good")

    @property
    def bad(self) -> str:
        """An example of what not to type."""
        return self._extra("bad")

    def _extra(self, name: str) -> str:
        extra = self.of.model_fields[self.name].json_schema_extra
        return str(extra.get(name) or "") if isinstance(extra, dict) else ""


@cache
def fields(of: type[model.Entry], keys: Keys = ()) -> tuple[Field, ...]:
    """The simple fields of a model; groups inside it (baseline, milestones) are forms of their own."""
    hints = get_type_hints(of, include_extras=True)
    found = []
    for name, known in of.model_fields.items():
        parts = list(_parts(hints[name]))
        if any(isinstance(one, type) and issubclass(one, model.Entry) for one in parts):
            continue
        choices = tuple(word for one in parts if get_origin(one) is Literal for word in get_args(one))
        kind = _kind(of, name, parts, choices)
        refers = REFERS.get(name, "") if kind in ("refer", "refers") else ""
        found.append(Field(name, (*keys, name), of, kind, known.is_required(), _longest(parts), choices, refers))
    return tuple(sorted(found, key=_rank))


def _rank(field: Field) -> int:
    """What must be there first, then the words that prove it; everything else as the model has it."""
    return 0 if field.required else 1 if field.name in _PROOF else 2


def _kind(of: type[model.Entry], name: str, parts: list[Any], choices: tuple[str, ...]) -> Kind:
    if choices:
        return "choice"
    if list in parts:
        return "refers" if name in REFERS else "names"
    if bool in parts:
        return "flag"
    if int in parts or float in parts:
        return "number"
    if name in REFERS and not (of is model.Area and name == "ref_area"):
        return "refer"
    return "lines" if any(isinstance(one, model.Lines) for one in parts) else "text"


def _parts(hint: Any) -> Iterator[Any]:
    """Every type and annotation inside a type."""
    origin = get_origin(hint)
    yield origin if origin in (list, dict) else hint
    if origin is not Literal:
        for one in get_args(hint):
            yield from _parts(one)
    if origin is Annotated:
        for one in hint.__metadata__:
            yield from getattr(one, "metadata", ())


def _longest(parts: list[Any]) -> int:
    return max((one.max_length for one in parts if hasattr(one, "max_length")), default=2000)


def told(field: Field, choice: str, words: Words) -> str:
    """A choice in words; by its code where there are none."""
    return words.choice(field.name, choice)
