"""What changed between two states of a project: each figure and entry once, as data and in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from biaochi import model
from biaochi.history.states import Tables
from biaochi.words import Words

Row = dict[str, Any]
_MODELS: dict[str, type[model.Entry]] = {
    "area": model.Area, "source": model.Source, "indicator": model.Indicator, "plan": model.Plan,
    "concept": model.Concept, "theme": model.Theme, "config": model.Config, "target": model.Target,
    "baseline": model.Baseline, "milestone": model.Milestone, "observation": model.Observation,
}  # fmt: skip
# Columns of a figure that stand in its file: column to the field's name. The first is the figure itself.
_FIGURE = {"value_text": "value", "time_period": "time_period", "unit": "unit", "basis": "basis",
           "obs_status": "obs_status",
           "conf_status": "conf_status", "embargo_until": "embargo_until", "cumulative_from": "cumulative_from",
           "inferred": "inferred", "source": "source", "quote": "quote", "prefix": "prefix", "suffix": "suffix",
           "note": "note", "target_type": "type", "direction": "direction", "target_nature": "nature",
           "lead_org": "lead_org", "responsible_org": "responsible_org", "headline": "headline"}  # fmt: skip
_ALIKE = (
    ("role", "plan", "indicator", "ref_area", "time_period", "source", "cumulative_from"),
    ("role", "plan", "indicator", "ref_area", "time_period"),
    ("role", "plan", "indicator", "ref_area", "source", "quote"),
    ("role", "plan", "indicator", "ref_area"),
)
"""How a figure is found again: exactly, from another source, with a corrected period, as the only one left."""
_PLACES = {"file", "line", "ord"}
_CHOICES = {"basis", "conf_status", "direction", "doc_type", "freq", "level", "nature", "obs_status", "reliability",
            "type"}  # fmt: skip
_PERIODS = {"cumulative_from", "date_accessed", "date_published", "due", "embargo_until", "period", "time_period",
            "valid_from", "valid_to"}  # fmt: skip
_LONGEST = 120
"""Characters of a change in a title."""


@dataclass(frozen=True)
class Change:
    """One thing that was added, removed, or has a field changed. `row` is the entry now (before, if removed)."""

    kind: Literal["added", "removed", "changed"]
    what: str
    id: str
    row: Row = field(compare=False, repr=False)
    field: str = ""
    old: Any = None
    new: Any = None


def compare(a: Tables, b: Tables) -> list[Change]:
    """All changes from one state to another: figures by indicator first, then entries."""
    found = list(_figures(a["figure"], b["figure"]))
    found.sort(key=lambda one: (one.row["ref_area"], one.row["indicator_ord"], str(one.row["time_period"] or "")))
    for what in ("indicator", "plan", "source", "area", "theme", "concept"):
        found += _entries(what, a[what], b[what])
    named = ([{"config": "config.yaml", **one} for one in state["config"]] for state in (a, b))
    return [*found, *_entries("config", *named)]


def _figures(old: list[Row], new: list[Row]) -> Iterator[Change]:
    for before, after in _pairs(old, new):
        yield from _figure(before, after)


def _pairs(old: list[Row], new: list[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """Each figure with the one that it was; the surer signs are tried on all figures first."""
    for keys in _ALIKE:
        waiting: dict[tuple[Any, ...], list[Row]] = {}
        for row in old:
            waiting.setdefault(tuple(row[key] for key in keys), []).append(row)
        only = keys == _ALIKE[-1]
        left: list[Row] = []
        for row in new:
            there = waiting.get(tuple(row[key] for key in keys), [])
            if there and (not only or (len(there) == 1 and row["role"] != "observation")):
                before = there.pop(0)
                yield before, row
            else:
                left.append(row)
        old, new = [row for rows in waiting.values() for row in rows], left
    yield from ((row, None) for row in old)
    yield from ((None, row) for row in new)


def _figure(before: Row | None, after: Row | None) -> Iterator[Change]:
    row = after or before or {}
    key = " ".join(
        str(row[name]) for name in ("role", "plan", "indicator", "ref_area", "time_period", "source") if row[name]
    )
    if before is None or after is None:
        yield Change("added" if after else "removed", row["role"], key, row,
                     old=before and before["value_text"], new=after and after["value_text"])  # fmt: skip
        return
    for column, name in _FIGURE.items():
        if before[column] != after[column] and not _repeated(column, before, after):
            told = "due" if name == "time_period" and row["role"] in ("target", "milestone") else name
            yield Change("changed", row["role"], key, row, told, before[column], after[column])


def _repeated(column: str, before: Row, after: Row) -> bool:
    """Unit and basis of a figure follow its indicator, whose change is said once, there."""
    return column in ("unit", "basis") and before["role"] != "observation"


def _entries(what: str, old: list[Row], new: list[Row]) -> Iterable[Change]:
    key_ = "ref_area" if what == "area" else what
    before, after = ({row[key_]: row for row in rows} for rows in (old, new))
    for key in [*before, *(key for key in after if key not in before)]:
        was, now = before.get(key), after.get(key)
        if was is None or now is None:
            yield Change("added" if now else "removed", what, key, now or was or {})
            continue
        for column in now:
            if (
                column not in _PLACES
                and was.get(column) != now[column]
                and column not in ("period_start", "period_end")
            ):
                name = "limit" if column == "limit_value" else column
                yield Change("changed", what, key, now, name, was.get(column), now[column])


def tell(change: Change, words: Words) -> str:
    """A change in one line: 津南区 国家高新技术企业 2025年 目标 620 → 650."""
    figure = change.what in ("target", "baseline", "milestone", "observation")
    subject = _figure_name(change, words) if figure else _entry_name(change, words)
    if change.kind != "changed":
        value = change.new if change.kind == "added" else change.old
        return words(f"history.{change.kind}_figure", what=subject, value=_shown(value, words)) if figure else words(
            f"history.{change.kind}", what=subject)  # fmt: skip
    old, new = (_shown(one, words, change.field) for one in (change.old, change.new))
    if old == new:  # two ways to write the same, which only the file tells apart
        old, new = (_shown(one, words) for one in (change.old, change.new))
    if figure and change.field == "value":
        return words("history.value", what=subject, old=old, new=new)
    return words("history.field", what=subject, field=_label(change, words), old=old, new=new)


def summary(changes: Sequence[Change], words: Words) -> str:
    """What a save changed, for its title: the first change, and how many there are; empty where there is none."""
    if not changes:
        return ""
    first, n = tell(changes[0], words), len(changes)
    first = first if len(first) <= _LONGEST else first[: _LONGEST - 1] + "…"
    return first if n == 1 else words("history.and_more", first=first, n=n - 1)


def _figure_name(change: Change, words: Words) -> str:
    row = change.row
    suffix = "name_en" if words.lang == "en" else "name"
    return words("history.figure", area=row[f"area_{suffix}"], indicator=row[f"indicator_{suffix}"],
                 when=words.period(row["time_period"]), role=words(f"role.{row['role']}"))  # fmt: skip


def _entry_name(change: Change, words: Words) -> str:
    row = change.row
    names = ("name_en", "name", "title") if words.lang == "en" else ("name", "title")
    name = next((row[key] for key in names if row.get(key)), change.id) if change.what != "config" else change.id
    return words("history.entry", kind=words(f"history.kind.{change.what}"), name=name)


def _label(change: Change, words: Words) -> str:
    """The field's label as the model says it; the date of a figure whose role is named already is just its date."""
    if change.what in ("baseline", "target", "milestone") and change.field in ("time_period", "due"):
        return words("history.date")
    known = _MODELS[change.what].model_fields.get(change.field)
    extra = known.json_schema_extra if known and isinstance(known.json_schema_extra, dict) else {}
    told = (known.title if words.lang == "zh" else str(extra.get("en") or "").replace("_", " ")) if known else ""
    return told or change.field


def _shown(value: Any, words: Words, field: str = "") -> str:
    """A value as it is read; a choice or a date of that field in words."""
    if value in (None, "", []):
        return words("history.nothing")
    if isinstance(value, bool):
        return words("common.affirmed" if value else "common.denied")
    if isinstance(value, list):
        return words.join(value)
    if isinstance(value, dict):
        return words.join(f"{key}={one}" for key, one in value.items())
    return words.choice(field, value) if field in _CHOICES else words.period(value) if field in _PERIODS else str(value)
