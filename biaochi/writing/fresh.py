"""Rows that somebody wrote below the others: new targets, observations, definitions and sources."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from biaochi.problem import Fault
from biaochi.writing import csvtext, skeletons
from biaochi.writing.changes import Changes, agree, edit, open_fields, plain_number, read
from biaochi.writing.edits import add_entry
from biaochi.writing.recognised import EMPTY, Table
from biaochi.writing.skeletons import COLUMNS
from biaochi.writing.standing import AREAS, Standing


def new(table: Table, row: int, kind: str, now: Standing, out: Changes, plan: str | None) -> None:
    """A row that somebody wrote below the others becomes an entry."""
    entry: dict[str, Any] = {}
    told: list[tuple[str, str, str]] = []  # numbers beside printed texts
    for name in sorted(open_fields(table, kind), key=lambda one: one.startswith("=")):
        bare = name.lstrip("=")
        if name.startswith("=") and entry.get(bare):
            told.append((name, plain_number(table.cell(row, name)), str(entry[bare])))
            continue
        try:
            cell = table.cell(row, name)
            value = read(plain_number(cell) if name.startswith("=") else cell, kind, bare, now)
        except Fault as fault:
            out.tell(fault, table, row, name)
            continue
        if value is not None:
            entry[bare] = value
    if not entry:
        return
    unit = now.unit(now.known("indicator", table.cell(row, "indicator"), table.cell(row, "name")))
    for name, number, text in told:
        if number not in EMPTY and not agree(number, text, unit, str(entry.get("unit") or "")):
            raise Fault("sheet_contradiction", value=number, text=text, at=name)
    {"target": _new_target, "figure": _new_figure, "indicator": _new_indicator, "source": _new_source,
     "area": _new_area, "milestone": _new_milestone, "plan": _new_plan}[kind](
        table, row, entry, now, out, plan
    )  # fmt: skip


def _new_target(table: Table, row: int, entry: dict[str, Any], now: Standing, out: Changes, plan: str | None) -> None:
    if not plan:
        raise Fault("sheet_row_gone")
    indicator = now.id_of("indicator", table.cell(row, "indicator"), table.cell(row, "name"))
    usual = {"type": "level", "direction": now.direction(indicator)}
    entry = {"indicator": indicator} | {name: one for name, one in entry.items() if one != usual.get(name)}
    file = now.file_of(plan)
    at = out.add(file, len(now.targets(plan)), nested(entry), table, row, ("targets",))
    out.targets[plan, indicator] = file, at


def nested(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An entry with what belongs to its baseline inside it, in the usual order."""
    order = ("indicator", "value", "due", "type", "nature", "direction", "quote", "lead_org", "note")
    found = {name: entry[name] for name in order if entry.get(name)}
    baseline = {name.partition(".")[2]: one for name, one in entry.items() if name.startswith("baseline.") and one}
    return found | ({"baseline": baseline} if baseline else {})


def _new_figure(table: Table, row: int, entry: dict[str, Any], now: Standing, out: Changes, _: str | None) -> None:
    indicator = now.id_of("indicator", table.cell(row, "indicator"), table.cell(row, "name"))
    try:
        area = now.id_of("area", table.cell(row, "ref_area"))
    except Fault as fault:
        raise Fault(fault.code, **fault.params, at="ref_area") from None
    usual = {"unit": now.unit(indicator), "basis": now.basis(indicator)}
    entry = {name: one for name, one in entry.items() if one != usual.get(name)}
    add_figure({"indicator": indicator, "ref_area": area} | entry, now, out, table, row)


def add_figure(entry: dict[str, Any], now: Standing, out: Changes, table: Table, row: int, at: str = "") -> None:
    """A new observation at the end of its file; a column that the file does not have yet is added. `at`: its cell."""
    if any(one.raw("value") == entry.get("value") for one in now.observed(entry)):
        return  # the files say so already
    key = (entry["indicator"], entry["ref_area"], str(entry.get("source") or ""))
    if key not in now.homes:
        now.homes[key] = home({path: one.seen.text for path, one in now.tables.items()}, *key)
    file = now.homes[key]
    there = now.tables.get(file)
    header = there.header if there else list(COLUMNS)
    out.columns(file, header, entry)
    nth = len(there.rows) if there else 0
    if at:
        out.places[file, (nth + out.added.get((file, ()), 0), "value")] = table.place(row, at)
    out.add(file, nth, entry, table, row)


def home(texts: Mapping[str, str], indicator: str, area: str, source: str = "") -> str:
    """The file for a new observation: that of its indicator in its area, else of its source, its indicator, its area.

    A file of one area alone takes no row of another; where none is left it is the file named after the area.
    """
    kinds = {file: held for file, text in texts.items() if not _of_another(held := _kinds(text), area)}
    row = (indicator, area, source)
    for same in ((0, 1, 2), (0, 1), (2, 1), (2,), (0,), (1,)):
        if not all(row[n] for n in same):
            continue
        counts = {
            file: sum(many for kind, many in held.items() if all(kind[n] == row[n] for n in same))
            for file, held in kinds.items()
        }
        if any(counts.values()):
            return max(counts, key=lambda file: counts[file])
    return f"data/observations/{area.lower() or 'new'}.csv"


@lru_cache(maxsize=256)
def _kinds(text: str) -> Counter[tuple[str, str, str]]:
    """How many rows of a table are of each indicator, area and source."""
    header, *rows = csvtext.rows(text, csvtext.delimiter_of(text)) or [[]]
    at = {name.strip(): n for n, name in enumerate(header)}
    places = [at.get(name, len(header)) for name in ("indicator", "ref_area", "source")]
    told = ([row[n].strip() if n < len(row) else "" for n in places] for row in rows)
    return Counter((indicator, area, source) for indicator, area, source in told)


def _of_another(held: Counter[tuple[str, str, str]], area: str) -> bool:
    """Whether a table is that of another area: nine rows of ten."""
    areas: Counter[str] = Counter()
    for (_, one, _), many in held.items():
        areas[one] += many
    (first, most), *_ = areas.most_common(1) or [("", 0)]
    return bool(area) and first != area and most >= 0.9 * areas.total() and most > 0


def _new_indicator(table: Table, row: int, entry: dict[str, Any], now: Standing, out: Changes, _: str | None) -> None:
    theme = table.cell(row, "theme")
    id_ = _id(table, row, entry.get("name_en", ""))
    themes = {key: key for key in now.docs.themes} | {one.name: key for key, (one, _) in now.docs.themes.items()}
    themes |= {one.name_en: key for key, (one, _) in now.docs.themes.items()}
    if theme not in themes:
        raise Fault("sheet_theme", value=theme, choices=_themes(now), at="theme")
    if _there(table, row, "indicator", id_, entry, now, out):
        return
    file = now.docs.themes[themes[theme]][1].file
    now.fresh.setdefault("indicator", {})[str(entry.get("name", id_))] = id_
    out.edits.append(add_entry(file, ("indicators", id_), entry))
    out.note(file, ("indicators", id_), table, row)


def _themes(now: Standing) -> dict[str, list[str]]:
    known = [one for one, _ in now.docs.themes.values()]
    return {"zh": [one.name for one in known], "en": [one.name_en for one in known]}


def _new_source(table: Table, row: int, entry: dict[str, Any], now: Standing, out: Changes, _: str | None) -> None:
    id_ = _id(table, row, "")
    now.fresh.setdefault("source", {})[str(entry.get("title", id_))] = id_
    now.fresh["source"][id_] = id_
    if _there(table, row, "source", id_, entry, now, out):
        return
    out.edits.append(add_entry("data/sources.yaml", (id_,), entry))
    out.note("data/sources.yaml", (id_,), table, row)


def _new_area(table: Table, row: int, entry: dict[str, Any], now: Standing, out: Changes, _: str | None) -> None:
    code = table.cell(row, "id")
    if not re.fullmatch(r"[0-9]{6}(-[A-Z0-9]{1,8})?", code):
        raise Fault("area_code_bad", value=code, at="id")
    if _there(table, row, "area", code, entry, now, out):
        return
    now.fresh.setdefault("area", {})[str(entry.get("name", code))] = code
    now.fresh["area"][code] = code
    out.columns(AREAS, now.areas.header, entry)
    out.add(AREAS, len(now.areas.rows), {"ref_area": code} | entry, table, row)


def _new_milestone(table: Table, row: int, entry: dict[str, Any], now: Standing, out: Changes, _: str | None) -> None:
    """A yearly target of a target that is there already."""
    try:
        plan = now.id_of("plan", table.cell(row, "plan"))
    except Fault as fault:
        raise Fault(fault.code, **fault.params, at="plan") from None
    indicator = now.id_of("indicator", table.cell(row, "indicator"), table.cell(row, "name"))
    there = [one for one in now.targets(plan) if one.raw("indicator") == indicator]
    if len(there) > 1:
        raise Fault("sheet_plan_twice", value=indicator, at="name")
    order = ("value", "due", "quote", "note")
    told = {name: entry[name] for name in order if entry.get(name)}
    if not there:
        if (plan, indicator) not in out.targets:
            raise Fault("sheet_no_target", value=indicator, at="name")
        file, keys = out.targets[plan, indicator]
        out.add(file, 0, told, table, row, (*keys, "milestones"))
        return
    known = now.milestones(there[0])
    if same := next((one for one in known if one.raw("due") == told.get("due")), None):
        edit(table, row, same, {name: said for name, said in told.items() if said != same.raw(name)}, out, told)
    else:
        out.add(there[0].file, len(known), told, table, row, (*there[0].keys, "milestones"))


def _new_plan(table: Table, row: int, entry: dict[str, Any], now: Standing, out: Changes, _: str | None) -> None:
    """A plan that is not there begins as a file of its own; its targets stand on a sheet that names it."""
    id_ = _id(table, row, entry.get("name_en", ""))
    now.fresh.setdefault("plan", {}).update({one: id_ for name in ("name", "name_en") if (one := entry.get(name))})
    now.fresh["plan"][id_] = id_
    if _there(table, row, "plan", id_, entry, now, out):
        return
    try:
        seen, text = skeletons.plan(now.root, id_, entry, [])
    except Fault as fault:
        raise Fault(fault.code, **fault.params, at="id") from None
    out.begun[seen.path] = seen, skeletons.without_targets(text)
    out.note(seen.path, (), table, row)


def _there(table: Table, row: int, kind: str, id_: str, entry: dict[str, Any], now: Standing, out: Changes) -> bool:
    """Whether the entry stands in the files already, as after a save; then what the row says otherwise is changed."""
    there = now.entry(kind, id_)
    if there is None:
        return False
    name = "title" if kind == "source" else "name"
    if there.raw(name) != entry.get(name, there.raw(name)):
        raise Fault("edit_exists", keys=id_, at="id")
    edit(table, row, there, {one: said for one, said in entry.items() if said != there.raw(one)}, out, entry)
    return True


def _id(table: Table, row: int, english: str) -> str:
    """The id that was typed, else one made of the English name; raises Fault sheet_id."""
    typed = table.cell(row, "id") or re.sub(r"[^a-z0-9]+", "-", english.lower()).strip("-")[:60].strip("-")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", typed) or len(typed) > 80:
        raise Fault("sheet_id", value=typed, at="id")
    return typed
