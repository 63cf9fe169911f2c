"""What people call things: fields, entries and choices in both languages, and the one most like what was typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from biaochi.model import Entry, labels
from biaochi.problem import nearest

Words = dict[str, str]

_ENTRIES = {
    "theme": "主题",
    "concept": "概念",
    "indicator": "指标",
    "plan": "规划",
    "target": "目标",
    "baseline": "基期",
    "milestone": "年度目标",
    "source": "来源",
    "area": "地区",
    "observation": "观测值",
    "config": "设置",
    "intake": "数据接入",
    "spark": "Spark 设置",
    "thresholds": "判断标准",
    "deck": "汇报稿",
    "slide": "页面",
}
_MEANING = re.compile(r"([A-Za-z][A-Za-z_-]*) ([^、，；。 ]+)")


def entry_name(model: type[Entry]) -> dict[str, Words]:
    """`entry` and `an` for a message: 目标, target and A."""
    name = model.__name__.lower()
    article = "An" if name[0] in "aeio" else "A"
    return {"entry": kind(name), "an": {"zh": "", "en": article}}


def kind(name: str) -> Words:
    """What an entry is called in both languages, by the name of its model."""
    return {"zh": _ENTRIES.get(name, name), "en": name}


def fields_of(model: type[Entry]) -> list[str]:
    """All fields, those that must be there first."""
    return sorted(model.model_fields, key=lambda name: not model.model_fields[name].is_required())


def field_like(model: type[Entry], typed: str) -> str | None:
    """The field that was meant: by its label in either language, else the most alike."""
    known = labels(model) | {name: name for name in model.model_fields}
    exact = {word.casefold(): name for word, name in known.items()}.get(typed.casefold())
    return exact or known.get(nearest(typed, known) or "")


def label(model: type[Entry], field: str) -> Words:
    """A field's label in both languages."""
    known = model.model_fields.get(field)
    extra = known.json_schema_extra if known and isinstance(known.json_schema_extra, dict) else {}
    return {"zh": (known.title if known else "") or field, "en": str(extra.get("en") or field).replace("_", " ")}


def example(model: type[Entry], field: str) -> str:
    """The good example of a field, empty where the model has none."""
    known = model.model_fields.get(field)
    extra = known.json_schema_extra if known and isinstance(known.json_schema_extra, dict) else {}
    return str(extra.get("good") or "")


def choices(model: type[Entry], field: str) -> list[str]:
    """All words that a field may hold."""
    known = model.model_fields.get(field)
    return _literals(known.annotation) if known else []


def _literals(annotation: Any) -> list[str]:
    if isinstance(annotation, str):
        return [annotation]
    return [word for part in get_args(annotation) for word in _literals(part)]


def choices_told(model: type[Entry], field: str) -> dict[str, list[str]]:
    """The choices for a message, in Chinese with what each means."""
    meaning = {word: text for text, word in _meanings(model, field).items()}
    words = choices(model, field)
    return {"zh": [f"{word}（{meaning[word]}）" if word in meaning else word for word in words], "en": words}


def choice_like(model: type[Entry], field: str, typed: str) -> str | None:
    """The choice that was meant: most alike by itself or by what it means."""
    known: Mapping[str, str] = {**_meanings(model, field), **{word: word for word in choices(model, field)}}
    exact = {word.casefold(): word for word in choices(model, field)}.get(typed.casefold())
    return exact or known.get(nearest(typed, known) or "")


def _meanings(model: type[Entry], field: str) -> dict[str, str]:
    """The Chinese meaning of each choice to the choice, as the model's help gives it: `stock 期末存量、flow ...`."""
    known = model.model_fields.get(field)
    pairs = _MEANING.findall(known.description or "") if known else []
    return {text: word for word, text in pairs if word in choices(model, field)}


@cache
def prose(model: type[Entry]) -> frozenset[str]:
    """The fields of free text, in which every sign stays as typed; all others are ids, codes, numbers, choices."""
    hints = get_type_hints(model, include_extras=True)
    return frozenset(name for name in model.model_fields if _is_prose(hints[name]))


def _is_prose(hint: Any) -> bool:
    if hint is str:
        return True
    if get_origin(hint) is Annotated:
        base, *extra = get_args(hint)
        parts = [part for one in extra for part in getattr(one, "metadata", [one])]
        return base is str and not any(getattr(part, "pattern", None) for part in parts)
    return get_origin(hint) is not Literal and any(_is_prose(part) for part in get_args(hint))
