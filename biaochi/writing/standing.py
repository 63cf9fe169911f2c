"""What the planners' files say now, entry by entry, for a workbook or a table that wants to change them."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from biaochi import files, period, snapshot
from biaochi.catalogue import documents, load, naming
from biaochi.catalogue.documents import Documents
from biaochi.catalogue.rows import fetch
from biaochi.files import Keys
from biaochi.model import flag
from biaochi.problem import Fault, nearest
from biaochi.quantity import parse
from biaochi.words import Words
from biaochi.writing import csvtext
from biaochi.writing.headings import area_called, squeezed
from biaochi.writing.ledger import FLAGS, PERIODS
from biaochi.writing.paths import Seen, look


class There(NamedTuple):
    """An entry of a file: where it stands and what it says, as typed; usual: what holds where it says nothing."""

    file: str
    keys: Keys
    data: Mapping[str, Any]
    numbers: Mapping[str, float] = {}
    usual: Mapping[str, str] = {}

    def raw(self, name: str) -> str:
        """The text of a field (`baseline.value` of what lies inside), empty where it says nothing; a period as EDTF."""
        return self.own(name) or self.usual.get(name, "")

    def own(self, name: str) -> str:
        """The same without what usually holds."""
        found: Any = self.data
        for step in name.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
        return plain(name, found)


def plain(name: str, value: Any) -> str:
    """A field's value as it is compared: text, periods and flags in one way of writing."""
    text = "" if value is None else str(value).strip()
    if name in FLAGS:
        return {True: "true", False: ""}.get(flag(text), text)
    if name in PERIODS and text:
        try:
            return period.parse(text).canonical
        except Fault:
            return text
    return text


AREAS, _PLANS = "data/areas.csv", "indicators/plans"
_SLOT = ("indicator", "ref_area", "time_period", "source")
_canonical = lru_cache(4096)(plain)


@dataclass
class Table:
    """The records of one observation file, and which record begins on which line."""

    seen: Seen
    header: list[str]
    rows: list[list[str]]
    at: dict[int, int]

    def record(self, n: int) -> dict[str, str]:
        """A record by its number from 0."""
        return dict(zip(self.header, self.rows[n], strict=False))


def _table(seen: Seen) -> Table:
    sign = csvtext.delimiter_of(seen.text)
    table = csvtext.rows(seen.text, sign)
    header = [one.strip() for one in table[0]] if table else []
    return Table(seen, header, table[1:], {line: n for n, line in enumerate(csvtext.lines(seen.text, sign)[1:])})


@dataclass
class Standing:
    """The files of a project as they are now; `fresh`: what the workbook itself brings, by kind and name.

    homes: where new observations go, by indicator, area and source.
    """

    root: Path
    fresh: dict[str, dict[str, str]] = field(default_factory=dict)
    homes: dict[tuple[str, str, str], str] = field(default_factory=dict)

    @cached_property
    def docs(self) -> Documents:
        """All entries but observations."""
        return documents.read(self.root)

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The observation files by path."""
        found = {}
        for path in self.docs.observations:
            try:
                seen = look(self.root, files.name_of(path, self.root))
            except Fault:
                continue  # check tells what is wrong with it
            found[seen.path] = _table(seen)
        return found

    @cached_property
    def areas(self) -> Table:
        """The table of areas."""
        return _table(look(self.root, AREAS))

    @cached_property
    def numbers(self) -> dict[tuple[str, int, str], float]:
        """The numbers of the plans' figures in the indicator's unit, by plan, target and role."""
        with snapshot.memory() as con:
            load(self.root, con)
            rows = fetch(con, "select plan, ord, role, value from figure where plan is not null and value is not null")
        return {(row["plan"], row["ord"], row["role"]): row["value"] for row in rows}

    def unit_called(self, typed: str) -> str:
        """A unit as planners write it, where it is typed in English."""
        known = {squeezed(Words("en").unit(one.unit)): one.unit for one, *_ in self.docs.indicators.values()}
        return known.get(squeezed(typed)) or typed

    def direction(self, indicator: str) -> str:
        """Which way is better; empty where the indicator is not known."""
        return self.docs.indicators[indicator][0].direction if indicator in self.docs.indicators else ""

    def basis(self, indicator: str) -> str:
        """The way of counting of an indicator; empty where it is not known."""
        return self.docs.indicators[indicator][0].basis if indicator in self.docs.indicators else ""

    def unit(self, indicator: str) -> str:
        """The unit of an indicator; empty where it is not known."""
        return self.docs.indicators[indicator][0].unit if indicator in self.docs.indicators else ""

    def file_of(self, plan: str) -> str:
        """The file of a plan, also of one that only begins."""
        return self.docs.plans[plan][1].file if plan in self.docs.plans else f"{_PLANS}/{plan}.yaml"

    def targets(self, plan: str) -> list[There]:
        """The targets of a plan; none of one that only begins."""
        if plan not in self.docs.plans:
            return []
        doc, found = self.docs.plans[plan][1], []
        for n, one in enumerate(doc.data.get("targets") or []):
            told = {"=value": "target", "=baseline.value": "baseline"}
            own = {name: self.numbers[plan, n, role] for name, role in told.items() if (plan, n, role) in self.numbers}
            data = one if isinstance(one, dict) else {}
            known = self.docs.indicators.get(str(data.get("indicator")))
            usual = {"type": "level"} | ({"direction": known[0].direction} if known else {})
            found.append(There(doc.file, ("targets", n), data, own, usual))
        return found

    def milestones(self, target: There) -> list[There]:
        """The yearly targets of a target."""
        unit, found = self.unit(target.raw("indicator")), []
        for n, one in enumerate(target.data.get("milestones") or []):
            there = There(target.file, (*target.keys, "milestones", n), one if isinstance(one, dict) else {})
            with contextlib.suppress(Fault):
                value = parse(there.raw("value"), unit).value
                there = there._replace(numbers={} if value is None else {"=value": value})
            found.append(there)
        return found

    def entry(self, kind: str, key: str) -> There | None:
        """An indicator, a source, a plan's own fields or an area."""
        if key not in self.docs.sound(kind):
            return None
        if kind == "area":
            code = self.areas.header.index("ref_area")
            n = next((n for n, row in enumerate(self.areas.rows) if row[code].strip() == key), None)
            return None if n is None else There(AREAS, (n,), self.areas.record(n))
        doc = self.docs.sound(kind)[key][1]
        if kind == "plan":
            return There(doc.file, (), doc.data)
        keys: Keys = ("indicators", key) if kind == "indicator" else (key,)
        data = doc.data["indicators"][key] if kind == "indicator" else doc.data[key]
        return There(doc.file, keys, data)

    def figure(self, file: str, line: int, same: Mapping[str, str]) -> There | None:
        """The observation that says the same as it did: at its line, else anywhere in the file."""
        table = self.tables.get(file)
        if table is None:
            return None
        for n in (*([table.at[line]] if line in table.at else []), *range(len(table.rows))):
            there = There(file, (n,), table.record(n))
            if all(there.raw(name) == plain(name, text) for name, text in same.items()):
                known = self.docs.indicators.get(there.raw("indicator"))
                return there._replace(usual={"unit": known[0].unit, "basis": known[0].basis} if known else {})
        return None

    @cached_property
    def _slots(self) -> dict[tuple[str, ...], list[tuple[str, int]]]:
        """Where observations stand, by what they are about."""
        found: dict[tuple[str, ...], list[tuple[str, int]]] = {}
        for file, table in self.tables.items():
            at = [table.header.index(name) if name in table.header else -1 for name in _SLOT]
            for n, row in enumerate(table.rows):
                cells = [row[c].strip() if 0 <= c < len(row) else "" for c in at]
                found.setdefault(tuple(map(_canonical, _SLOT, cells)), []).append((file, n))
        return found

    def observed(self, entry: Mapping[str, Any]) -> list[There]:
        """The observations of the same indicator, area and period from the same source."""
        slot = tuple(_canonical(name, str(entry.get(name) or "")) for name in _SLOT)
        return [There(file, (n,), self.tables[file].record(n)) for file, n in self._slots.get(slot, [])]

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        found = {}
        for kind in ("indicator", "area", "source", "plan"):
            english = {getattr(one, "name_en", key): key for key, (one, *_) in self.docs.sound(kind).items()}
            found[kind] = english | self.docs.names(kind)
        return found

    def called(self, kind: str, typed: str) -> str:
        """The id of what is called exactly so; empty where nothing is."""
        names = self._names[kind] | self.fresh.get(kind, {})
        return names.get(typed) or next((key for key in names.values() if key == typed), "")

    def known(self, kind: str, *typed: str) -> str:
        """The same as id_of; empty where nothing is called so."""
        try:
            return self.id_of(kind, *typed)
        except Fault:
            return ""

    def id_of(self, kind: str, *typed: str) -> str:
        """The id of what people call by id, name or alias; raises Fault sheet_<kind> with the nearest, or
        sheet_nameless."""
        names = self._names[kind] | self.fresh.get(kind, {})
        flat = {squeezed(word): key for word, key in names.items()}
        for word in typed:
            if word and (key := names.get(word) or flat.get(squeezed(word))):
                return key
        said = next((word for word in reversed(typed) if word), "")
        if not said:
            raise Fault("sheet_nameless", kind=naming.kind(kind))
        if kind == "area" and (key := area_called(said, names)):
            return key
        near = nearest(squeezed(said), flat)
        raise Fault(f"sheet_{kind}", value=said, near=flat[near] if near else None, near_name=near)
