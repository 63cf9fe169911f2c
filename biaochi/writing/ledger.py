"""What our own workbook says: which heading is which field, and what stood in every row when it was made.

Exports write by it and the intake reads by it. A row that was exported carries a key in a locked column; a hidden
sheet keeps, by key, the text that each cell showed and the text of the planners' files behind it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, get_args, get_origin

from biaochi import model
from biaochi.model import Entry
from biaochi.words import Words

HIDDEN = "biaochi"
"""The hidden sheet: key and kept texts in its first two columns."""
SHEET = "sheet:"
"""Before the id of a plan: what is kept of its sheet, the text of its first cell and its name."""
LOCKED = "—"
"""The key of a row that is not to be changed here; before a kind, what is kept of all such rows."""
KEY = "sheet.row"
"""The heading of the column of keys."""


class Kind(NamedTuple):
    """One kind of rows: the model of its entries and the fields by heading; `=value` is the number beside the text.

    needed: fields that cannot be emptied. locked: what a row that exists is called; a new row fills it in. apart: what
    tells a copied row from the one that it was copied from. filled: headings of what the program fills in.
    """

    model: type[Entry]
    fields: dict[str, str]
    needed: tuple[str, ...]
    locked: tuple[str, ...]
    apart: tuple[str, ...] = ("id",)
    filled: tuple[str, ...] = ()

    def column(self, head: str) -> str:
        """The field of a heading; `~` and the heading for what the program fills in; empty for another one."""
        return self.fields.get(head) or (f"~{head}" if head in self.filled else "")


KINDS: dict[str, Kind] = {
    "target": Kind(
        model.Target,
        {"term.indicator": "name", "export.id": "indicator", "export.baseline": "=baseline.value",
         "export.baseline_text": "baseline.value", "export.baseline_period": "baseline.time_period",
         "export.target": "=value", "export.target_text": "value", "export.target_period": "due",
         "sheet.target_type": "type", "sheet.direction": "direction", "page.nature": "nature",
         "term.lead_org": "lead_org", "sheet.target_quote": "quote", "sheet.baseline_quote": "baseline.quote",
         "export.note": "note"},
        ("value", "due", "type", "direction", "baseline.value", "baseline.time_period"),
        ("name", "indicator"),
        ("name", "indicator", "due"),
        ("export.value", "export.value_text", "export.value_period"),
    ),
    "milestone": Kind(
        model.Milestone,
        {"term.plan": "plan", "term.indicator": "name", "export.id": "indicator", "sheet.milestone_due": "due",
         "export.number_value": "=value", "sheet.milestone_text": "value", "term.quote": "quote",
         "export.note": "note"},
        ("value", "due"),
        ("plan", "name", "indicator"),
        ("plan", "name", "indicator", "due"),
    ),
    "plan": Kind(
        model.Plan,
        {"export.id": "id", "sheet.plan_name": "name", "sheet.name_en": "name_en", "term.ref_area": "ref_area",
         "sheet.plan_period": "period", "term.source": "source", "term.lead_org": "lead_org", "export.note": "note"},
        ("name", "name_en", "ref_area", "period"),
        ("id",),
    ),
    "area": Kind(
        model.Area,
        {"sheet.area_code": "id", "sheet.area_name": "name", "sheet.name_en": "name_en", "sheet.parent": "parent",
         "sheet.level": "level", "sheet.valid_from": "valid_from", "sheet.valid_to": "valid_to"},
        ("name", "name_en", "level"),
        ("id",),
    ),
    "figure": Kind(
        model.Observation,
        {"term.indicator": "name", "export.id": "indicator", "term.ref_area": "ref_area",
         "term.time_period": "time_period", "export.number_value": "=value", "export.printed": "value",
         "term.unit": "unit", "page.basis": "basis", "sheet.cumulative_from": "cumulative_from",
         "export.obs_status": "obs_status", "sheet.conf_status": "conf_status", "sheet.embargo_until": "embargo_until",
         "term.quote": "quote", "sheet.prefix": "prefix", "sheet.suffix": "suffix", "term.source": "source",
         "sheet.inferred": "inferred", "export.note": "note"},
        ("value", "source"),
        ("name", "indicator", "ref_area"),
        ("name", "indicator", "ref_area", "time_period", "source"),
    ),
    "indicator": Kind(
        model.Indicator,
        {"export.id": "id", "sheet.indicator_name": "name", "sheet.name_en": "name_en", "term.unit": "unit",
         "page.basis": "basis", "sheet.direction": "direction", "sheet.freq": "freq", "term.definition": "definition",
         "term.lead_org": "lead_org", "export.note": "note", "sheet.theme": "theme"},
        ("name", "name_en", "unit", "basis", "direction", "definition"),
        ("id", "theme"),
    ),
    "source": Kind(
        model.Source,
        {"export.id": "id", "term.source": "title", "export.publisher": "publisher", "export.doc_number": "doc_number",
         "sheet.doc_type": "doc_type", "export.published": "date_published", "export.reliability": "reliability",
         "export.citation": "citation", "export.note": "note"},
        ("title", "doc_type", "reliability"),
        ("id",),
    ),
}  # fmt: skip
PERIODS = {"due", "baseline.time_period", "time_period", "date_published", "period", "valid_from", "valid_to",
           "cumulative_from", "embargo_until"}  # fmt: skip
"""Fields that hold a period."""
_EXACT = 1e15  # whole numbers beyond it are not what a spreadsheet was told
FLAGS = {"inferred"}
"""Fields that hold yes or nothing."""


class Kept(NamedTuple):
    """One cell when the workbook was made: the text it showed, and the text behind it in the planners' files."""

    shown: str
    raw: str


def told(value: Any, number_format: str = "") -> str:
    """A cell's value as its reader sees it: 620 and not 620.0, 5.53% where it is shown in percent, dates as ISO."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if isinstance(value, int | float):
        percent = number_format.rstrip(";_)").endswith("%")
        number = value * 100 if percent else value
        whole = abs(number) < _EXACT and number == int(number)
        return (str(int(number)) if whole else f"{number:.12g}") + ("%" if percent else "")
    if hasattr(value, "isoformat"):
        return _dated(value, re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", number_format).lower())
    return " ".join(str(value).split())


def _dated(value: Any, shape: str) -> str:
    """A day no finer than its cell shows it: spreadsheets keep 2025年6月 as the first of June and show a month."""
    day = value.isoformat()[:10]
    if not hasattr(value, "year") or not shape or shape == "general":
        return day
    if "y" not in shape and "e" not in shape:
        return f"{value.month}月{value.day}日" if "d" in shape else f"{value.month}月"
    return day if "d" in shape else day[:7] if "m" in shape else day[:4]


def digest(cells: Mapping[str, str]) -> str:
    """A short mark of what the cells of a row say, but its key."""
    said = "\n".join(f"{name}={cells[name]}" for name in sorted(cells) if name != "key" and cells[name])
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:8]


def pack(fields: Mapping[str, Kept]) -> str:
    """What is kept of a row, as the hidden sheet holds it."""
    flat = {name: [one.shown] if one.shown == one.raw else list(one) for name, one in fields.items()}
    return json.dumps(flat, ensure_ascii=False, separators=(",", ":"))


def unpack(text: str) -> dict[str, Kept]:
    """The same again; empty where somebody wrote something else there."""
    try:
        return {str(name): Kept(str(one[0]), str(one[-1])) for name, one in json.loads(text).items()}
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return {}


def field_of(kind: str, name: str) -> Any:
    """The model's field behind a column; None where the column is no field of the entry (a theme, an id, a name)."""
    of: Any = KINDS[kind].model
    *path, last = name.lstrip("=").split(".")
    for step in path:
        of = next(one for one in get_args(of.model_fields[step].annotation) if one is not type(None))
    return of.model_fields.get(last)


def choices(kind: str, name: str) -> tuple[str, tuple[str, ...]] | None:
    """The room in words/ and the codes of a field that is chosen from a list."""
    field = field_of(kind, name)
    if name in FLAGS:
        return "flag", ("true", "false")
    codes = _literals(field.annotation) if field else ()
    last = name.rpartition(".")[2]
    return ({"type": "target_type"}.get(last, last), codes) if codes else None


def _literals(annotation: Any) -> tuple[str, ...]:
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return next((found for part in get_args(annotation) if (found := _literals(part))), ())


def help_of(kind: str, name: str, words: Words) -> str:
    """What a column wants, for the note at its heading: our words, else what the model says of the field."""
    if name.startswith("="):
        return words("sheet.help_number")
    for key in (f"sheet.help_{kind}_{name}", f"sheet.help_{name}"):
        if name in (*KINDS[kind].locked, "key") and words.has(key):
            return words(key)
    field = field_of(kind, name)
    if field is None:
        return ""
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    if words.lang != "zh":
        return str(extra.get("en_help") or extra.get("en") or "")
    return f"{field.description}" + (f"\n例：{extra['good']}" if extra.get("good") else "")
