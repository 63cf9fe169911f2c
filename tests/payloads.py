"""A made-up catalogue whose every text field carries an attack: script, handlers, Markdown, formulas, broken quoting.

Which fields are text is read from the models, so that a new field is attacked from the day it exists.
"""

from __future__ import annotations

import csv
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import yaml
from pydantic import BaseModel

from biaochi.model import Area, Config, Deck, Observation, Plan, Source, Theme
from tests.exports_house import TARGETS, write_house

OWNED = "owned"
SHORT = f"=HYPERLINK(\"x\")\"'><script>{OWNED}()</script><img src=x onerror={OWNED}()><svg onload={OWNED}()>"
LONG = (
    f'{SHORT}</style></title></textarea></script><a href="javascript:{OWNED}()">a</a>\n\n'
    f"![x](https://evil.example/p.png) [y](javascript:{OWNED}()) $x^2$ :red[r] <b>\n\n"
    f"<iframe src=javascript:{OWNED}()></iframe>\n# =1+1\n+1\n-1\n@SUM(1)"
)
# Texts that are read as numbers, times or places, and refused where they are none.
PARSED = {"value", "due", "time_period", "period", "cumulative_from", "date_published", "date_accessed", "valid_from",
          "valid_to", "embargo_until", "archived_path", "archive"}  # fmt: skip
USED = ("early", "on-pace", "late-one", "torn-one", "silent", "start-only", "range-in", "open-one", "hazy-one")
WORDY = ("营商", "项", "stock", {"value": SHORT[1:], "type": "qualitative"}, None, [])


def text_limit(annotation: Any, metadata: list[Any]) -> int | None:
    """The longest text that a field takes; None where it is no free text."""
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        return text_limit(inner, [*metadata, *more])
    if get_origin(annotation) in (Union, UnionType):
        found = [text_limit(one, metadata) for one in get_args(annotation) if one is not type(None)]
        return next((one for one in found if one), None)
    if annotation is not str:
        return None
    flat = [part for one in metadata for part in (getattr(one, "metadata", None) or [one])]
    if any(getattr(one, "pattern", None) for one in flat):
        return None
    return next((one.max_length for one in flat if getattr(one, "max_length", None)), 2000)


def attack(name: str, before: Any, limit: int) -> str:
    """The attack for one field; a quote goes on holding its figure."""
    kept = str(before) if name == "quote" and before else ""
    for text in (LONG, SHORT):
        if len(text) + len(kept) <= limit:
            return text + kept
    return SHORT[:limit]


def poison(model: type[BaseModel], data: dict[str, Any]) -> dict[str, Any]:
    """The entry with every free text replaced, those that it did not have included."""
    done = dict(data)
    for name, field in model.model_fields.items():
        inner = _inner(field.annotation)
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            if name in data:
                done[name] = _each(inner, data[name])
        elif name in PARSED:
            continue
        elif get_origin(field.annotation) is list:
            limit = text_limit(get_args(field.annotation)[0], [])
            done |= {name: [attack(name, "", limit)]} if limit else {}
        elif limit := text_limit(field.annotation, list(field.metadata)):
            done[name] = attack(name, data.get(name), limit)
    return done


def _inner(annotation: Any) -> Any:
    parts = [one for one in get_args(annotation) if one is not type(None)]
    origin = get_origin(annotation)
    if origin in (list, Union, UnionType) and parts:
        return _inner(parts[0])
    if origin is dict:
        return _inner(parts[1])
    return None if origin is Literal else annotation


def _each(model: type[BaseModel], given: Any) -> Any:
    if isinstance(given, list):
        return [poison(model, one) for one in given]
    if model.__name__ in ("Indicator", "Concept"):
        return {key: poison(model, one) for key, one in given.items()}
    return poison(model, given)


def write(root: Path) -> Path:
    """The project below a folder."""
    write_house(root, {**{key: TARGETS[key] for key in USED}, "wordy": WORDY})
    _yaml(root / "indicators/definitions/sample.yaml", Theme, concepts={"con": {"name": "x", "name_en": "x"}})
    _yaml(root / "indicators/plans/jia-145.yaml", Plan)
    path = root / "data/sources.yaml"
    sources = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(_dump({key: poison(Source, one) for key, one in sources.items()}), encoding="utf-8")
    for name, model in (("data/areas.csv", Area), ("data/observations/jia.csv", Observation)):
        with (root / name).open(encoding="utf-8", newline="") as file:
            rows = [poison(model, {k: v for k, v in row.items() if v}) for row in csv.DictReader(file)]
        with (root / name).open("w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)), lineterminator="\n")
            out.writeheader()
            out.writerows(rows)
    kinds = [{"kind": kind} for kind in ("title", "overview", "gauges", "ahead", "behind", "table", "figures", "open",
                                         "text", "sources")]  # fmt: skip
    kinds += [{"kind": kind, "indicator": "early"} for kind in ("indicator", "compare")]
    deck = {"name": "x", "name_en": "x", "plan": "jia-145", "slides": kinds}
    (root / "indicators/decks").mkdir()
    (root / "indicators/decks/talk.yaml").write_text(_dump(poison(Deck, deck)), encoding="utf-8")
    (root / "config.yaml").write_text(_dump(poison(Config, {"default_area": "990101"})), encoding="utf-8")
    return root


def _yaml(path: Path, model: type[BaseModel], **more: Any) -> None:
    path.write_text(_dump(poison(model, {**yaml.safe_load(path.read_text(encoding="utf-8")), **more})), "utf-8")


def _dump(content: Any) -> str:
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
