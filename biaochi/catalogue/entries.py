"""Entries of YAML files and of areas.csv as model objects: each wrong entry becomes Problems and is left out alone."""

from __future__ import annotations

from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from biaochi.files import Keys, Yaml
from biaochi.model import Entry, labels
from biaochi.problem import Problem, nearest

E = TypeVar("E", bound=Entry)

_SIMPLE = {
    "bool_parsing": "flag_wrong",
    "bool_type": "flag_wrong",
    "int_parsing": "number_wrong",
    "float_parsing": "number_wrong",
    "int_type": "number_wrong",
    "float_type": "number_wrong",
    "string_too_long": "text_too_long",
    "greater_than_equal": "number_wrong",
    "less_than_equal": "number_wrong",
    "greater_than": "number_wrong",
    "less_than": "number_wrong",
    "finite_number": "number_wrong",
}
_SHAPES = {
    "string_type": "text",
    "list_type": "list",
    "dict_type": "map",
    "model_type": "map",
    "model_attributes_type": "map",
}
_WORDS = {
    "text": ("文字", "text"),
    "list": ("列表（每项以“- ”开头）", 'a list (each item begins with "- ")'),
    "map": ("“字段: 值”的组", "a group of `field: value` lines"),
}
_PATTERNS = {
    "ref_area": "area_code_bad",
    "default_area": "area_code_bad",
    "parent": "area_code_bad",
    "url": "url_bad",
    "sha256": "sha256_bad",
}


def read(
    model: type[E], doc: Yaml, keys: Keys, leave: frozenset[str] = frozenset(), extra: dict[str, Any] | None = None
) -> tuple[E | None, list[Problem]]:
    """The entry at these keys as a model object, without the fields in `leave`; None where anything is wrong."""
    data = at(doc.data, keys)
    if not isinstance(data, dict):
        return None, [doc.problem("shape_wrong", keys, field=keys[-1] if keys else doc.file, **_shape("map"))]
    given = {k: v for k, v in data.items() if k not in leave} | (extra or {})
    try:
        return model.model_validate(given), []
    except ValidationError as error:
        found = [_problem(model, doc, keys, detail) for detail in error.errors()]
        # a misspelt field is one mistake, not a missing one besides
        typed = {one.params.get("near") for one in found if one.code == "field_unknown"}
        return None, [one for one in found if one.code != "field_missing" or one.params["field"] not in typed]


def at(data: Any, keys: Keys) -> Any:
    """The part of nested data at these keys, None where there is none."""
    for key in keys:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _problem(model: type[Entry], doc: Yaml, keys: Keys, detail: ErrorDetails) -> Problem:
    loc = tuple(part for part in detail["loc"] if part != "[key]")
    place = (*keys, *loc)
    code, params = translate(model, detail)
    return doc.problem(code, place, **params)


def translate(model: type[Entry], detail: ErrorDetails) -> tuple[str, dict[str, Any]]:
    """A pydantic complaint as a code of problems.yaml with its parameters."""
    loc, kind, typed = detail["loc"], detail["type"], detail.get("input")
    owner = _owner(model, loc[:-1])
    field, value = str(loc[-1]) if loc else "", "" if typed is None else str(typed)
    entry = owner.__name__.lower()
    if kind == "missing" or typed is None or (kind == "string_too_short"):
        return "field_missing", {"field": field, "label": _label(owner, field), "entry": entry}
    if kind == "extra_forbidden":
        near = labels(owner).get(field) or nearest(field, owner.model_fields)
        return "field_unknown", {"field": field, "entry": entry, "near": near, "fields": list(owner.model_fields)}
    if kind == "literal_error":
        choices = _choices(owner, field)
        return "choice_wrong", {"field": field, "value": value, "choices": choices, "near": nearest(value, choices)}
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(field, "id_bad"), {"field": field, "value": value}
    if kind in _SHAPES:
        return "shape_wrong", {"field": field, **_shape(_SHAPES[kind])}
    return _SIMPLE.get(kind, "value_wrong"), {"field": field, "value": value}


def _shape(kind: str) -> dict[str, str]:
    return {"want": _WORDS[kind][0], "want_en": _WORDS[kind][1]}


def _owner(model: type[Entry], loc: tuple[str | int, ...]) -> type[Entry]:
    """The model in which the complained-of field stands: targets[3].baseline.value belongs to Baseline."""
    for part in loc:
        field = model.model_fields.get(str(part))
        inner = _entry_in(field.annotation) if field else None
        model = inner or model
    return model


def _entry_in(annotation: Any) -> type[Entry] | None:
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return annotation
    return next(filter(None, map(_entry_in, get_args(annotation))), None)


def _choices(owner: type[Entry], field: str) -> list[str]:
    """All literal choices of a field."""

    def walk(annotation: Any) -> list[str]:
        if isinstance(annotation, str):
            return [annotation]
        return [word for part in get_args(annotation) for word in walk(part)]

    known = owner.model_fields.get(field)
    return walk(known.annotation) if known else []


def _label(owner: type[Entry], field: str) -> str:
    known = owner.model_fields.get(field)
    return (known.title if known else None) or field
