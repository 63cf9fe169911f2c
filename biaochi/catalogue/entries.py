"""Entries of YAML files and of areas.csv as model objects: each wrong entry becomes Problems and is left out alone."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from biaochi.catalogue import naming
from biaochi.files import Keys, Yaml
from biaochi.files.table import NARROW, WIDE
from biaochi.model import Area, Entry
from biaochi.problem import Problem

E = TypeVar("E", bound=Entry)
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

_SHAPES = {
    "string_type": ("文字", "text"),
    "list_type": ("列表，每项以“- ”开头", 'a list, each item beginning with "- "'),
}
_GROUP = ("一组“字段: 值”", "a group of `field: value` lines")
_PLAIN = str.maketrans(WIDE, NARROW)
# Fields that name something else, and what: a misspelt one may be a name that people use for it.
REFERS = {
    "indicator": "indicator",
    "related": "indicator",
    "denominators": "indicator",
    "concept": "concept",
    "source": "source",
    "ref_area": "area",
    "parent": "area",
    "default_area": "area",
    "default_plan": "plan",
}
_PATTERNS = {
    "ref_area": "area_code_bad",
    "default_area": "area_code_bad",
    "parent": "area_code_bad",
    "url": "url_bad",
    "sha256": "sha256_bad",
}
# Complaints that mending may have caused itself.
_DOUBTFUL = {"field_missing", "field_unknown", "shape_wrong"}


def read(
    model: type[E], doc: Yaml, keys: Keys, leave: frozenset[str] = frozenset(), extra: dict[str, Any] | None = None
) -> tuple[E | None, list[Problem]]:
    """The entry at these keys as a model object, without the fields in `leave`; None where anything is wrong."""
    data = at(doc.data, keys)
    if not isinstance(data, dict):
        return None, [] if doc.uncertain(keys) else [not_a_group(doc, keys)]
    try:
        entry = model.model_validate(_plain(model, {k: v for k, v in data.items() if k not in leave}) | (extra or {}))
        problems = [
            doc.problem("number_wrong", (*keys, *loc), field=loc[-1], value=str(number), want=_NUMBER)
            for loc, number in _odd_numbers(entry)
        ]
    except ValidationError as error:
        entry, problems = None, [_problem(model, doc, keys, detail) for detail in error.errors()]
        # A misspelt field is one mistake, not a missing one besides.
        meant = {one.params.get("near") for one in problems if one.code == "field_unknown"}
        problems = [one for one in problems if one.code != "field_missing" or one.params["field"] not in meant]
    if doc.uncertain(keys):
        problems = [one for one in problems if one.code not in _DOUBTFUL]
    return (None if problems or (keys and doc.broken(keys)) else entry), problems


_NUMBER = {"zh": "一个数", "en": "a number"}


def _plain(model: type[Entry], data: dict[str, Any]) -> dict[str, Any]:
    """What was typed without what cannot mislead: empty fields, full-width signs in codes, [3,6] without quotes."""
    given: dict[str, Any] = {}
    for name, value in data.items():
        inner = _groups(model).get(name)
        if value is None:
            continue
        if isinstance(value, dict) and inner:
            value = _plain(inner, value)
        elif isinstance(value, list) and inner:
            value = [_plain(inner, one) if isinstance(one, dict) else one for one in value]
        elif name == "value" and isinstance(value, list) and len(value) == 2 and all(isinstance(v, str) for v in value):
            value = f"[{value[0]},{value[1]}]"
        elif name not in naming.prose(model):
            value = _folded(value)
        given[name] = value
    return given


def _folded(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate(_PLAIN).strip()
    return [_folded(one) for one in value] if isinstance(value, list) else value


def _odd_numbers(entry: Entry, loc: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], float]]:
    """nan and inf, which parse as numbers and are none."""
    for name in _groups(type(entry)):
        value = getattr(entry, name)
        if isinstance(value, Entry):
            yield from _odd_numbers(value, (*loc, name))
        elif isinstance(value, float) and not math.isfinite(value):
            yield (*loc, name), value


def at(data: Any, keys: Keys) -> Any:
    """The part of nested data at these keys, None where there is none."""
    for key in keys:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def id_problems(doc: Yaml, keys: Keys) -> list[Problem]:
    """What is wrong with the id that names an entry."""
    key = str(keys[-1])
    return [] if ID.fullmatch(key) and len(key) <= 80 else [doc.problem("id_bad", keys, value=key)]


def not_a_group(doc: Yaml, keys: Keys, want: tuple[str, str] = _GROUP) -> Problem:
    """The problem of an entry that is a word or a list where a group of fields belongs."""
    return doc.misspelt(keys) or doc.problem("shape_wrong", keys, **_where(doc, keys), want=_both(want))


def not_a_list(doc: Yaml, keys: Keys) -> Problem:
    """The problem of an entry that is something else where a list belongs."""
    return not_a_group(doc, keys, _SHAPES["list_type"])


def _both(words: tuple[str, str]) -> dict[str, str]:
    return dict(zip(("zh", "en"), words, strict=True))


def _where(doc: Yaml, keys: Keys) -> dict[str, Any]:
    """The name of what is complained of, for a message: a field, or the nth item of it."""
    name = next((key for key in reversed(keys) if isinstance(key, str)), doc.file)
    number = keys[-1] + 1 if keys and isinstance(keys[-1], int) else 0
    return {"field": name, "item": {"zh": f"的第 {number} 项", "en": f" (item {number})"} if number else ""}


def _problem(model: type[Entry], doc: Yaml, keys: Keys, detail: ErrorDetails) -> Problem:
    loc = tuple(part for part in detail["loc"] if part != "[key]")
    owner = _owner(model, loc[:-1])
    if detail["type"] == "missing":
        return missing(owner, doc, (*keys, *loc[:-1]), str(loc[-1]))
    if detail["type"] in _SHAPES or detail["type"] in ("dict_type", "model_type", "model_attributes_type"):
        return not_a_group(doc, (*keys, *loc), _SHAPES.get(detail["type"], _GROUP))
    code, params = _translated(owner, doc, (*keys, *loc), detail)
    return doc.problem(code, (*keys, *loc), **params)


def missing(model: type[Entry], doc: Yaml, keys: Keys, field: str) -> Problem:
    """The problem of a field that an entry must have."""
    good = naming.example(model, field)
    typed = good if doc.file.endswith("csv") else f"{field}: {good}"
    shown = {"zh": f"，例如 `{typed}`", "en": f", as in `{typed}`"} if good else ""
    return doc.problem(
        "field_missing",
        (*keys, field),
        field=field,
        label=naming.label(model, field),
        example=shown,
        **naming.entry_name(model),
    )


def _translated(owner: type[Entry], doc: Yaml, keys: Keys, detail: ErrorDetails) -> tuple[str, dict[str, Any]]:
    """A pydantic complaint as a code of problems.yaml with its parameters."""
    kind, typed, ctx = detail["type"], detail.get("input"), detail.get("ctx") or {}
    params: dict[str, Any] = _where(doc, keys) | {"value": typed if isinstance(typed, str) else str(typed)}
    field = str(params["field"])
    if kind == "extra_forbidden":
        near = naming.field_like(owner, field)
        return "field_unknown", params | {"near": near, "fields": naming.fields_of(owner)} | naming.entry_name(owner)
    if kind == "literal_error":
        near = naming.choice_like(owner, field, params["value"])
        return "choice_wrong", params | {"near": near, "choices": naming.choices_told(owner, field)}
    if kind == "string_pattern_mismatch":
        refers = REFERS.get(field) if not (owner is Area and field == "ref_area") else None
        return _PATTERNS.get(field, "id_bad"), params | ({"refers": refers} if refers else {})
    if kind == "string_too_short":
        return "field_missing", params | {"label": naming.label(owner, field)} | naming.entry_name(owner)
    if kind == "string_too_long":
        return "text_too_long", params | {"limit": ctx.get("max_length", "")}
    if kind.startswith("bool"):
        return "flag_wrong", params
    return "number_wrong", params | {"want": _number_wanted(kind, ctx)}


def _number_wanted(kind: str, ctx: dict[str, Any]) -> dict[str, str]:
    """What kind of number a field takes, in both languages."""
    bounds = {
        "greater_than": ("大于 {gt} 的数", "a number above {gt}"),
        "less_than": ("小于 {lt} 的数", "a number below {lt}"),
        "greater_than_equal": ("不小于 {ge} 的整数", "a whole number of {ge} or more"),
        "less_than_equal": ("不大于 {le} 的整数", "a whole number of {le} or less"),
        "int_parsing": ("整数", "a whole number"),
        "int_type": ("整数", "a whole number"),
        "int_from_float": ("整数", "a whole number"),
    }
    return _both(tuple(words.format_map(ctx) for words in bounds[kind])) if kind in bounds else _NUMBER  # type: ignore[arg-type]


def _owner(model: type[Entry], loc: tuple[str | int, ...]) -> type[Entry]:
    """The model in which the complained-of field stands: targets[3].baseline.value belongs to Baseline."""
    for part in loc:
        model = _groups(model).get(str(part)) or model
    return model


@cache
def _groups(model: type[Entry]) -> dict[str, type[Entry] | None]:
    """Every field of a model, with the model of the entries in it where it is a group or list of groups."""
    return {name: _entry_in(field.annotation) for name, field in model.model_fields.items()}


def _entry_in(annotation: Any) -> type[Entry] | None:
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return annotation
    return next(filter(None, map(_entry_in, get_args(annotation))), None)
