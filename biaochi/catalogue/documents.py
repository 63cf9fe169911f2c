"""Reads the files of a project, kind by kind, into Documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from biaochi import period
from biaochi.catalogue import entries, folder, gathered, header, references
from biaochi.catalogue.gathered import Aim, Documents, Names
from biaochi.files import Yaml, open_csv, small_rows
from biaochi.model import Area, Concept, Indicator, Plan, Source, Target, Theme
from biaochi.problem import Fault, Problem

__all__ = ["Aim", "Documents", "Names", "misplaced", "read"]

_DEFINES = ("indicator", "concept")


def read(root: Path) -> Documents:
    """Reads config.yaml, indicators/ and data/; observations are only listed here."""
    docs, found = Documents(), folder.find(root)
    docs.problems += found.problems
    gathered.config(root / "config.yaml", root, docs)
    _areas(root, docs)
    _sources(root, docs)
    for path in found.files[folder.DEFINITIONS]:
        _theme(path, root, docs)
    for path in found.files[folder.PLANS]:
        _plan(path, root, docs)
    docs.observations, docs.decks = found.files[folder.OBSERVATIONS], found.files[folder.DECKS]
    references.check(docs)
    return docs


def _single(name: str, root: Path, docs: Documents, kind: str) -> Path | None:
    """A file that every project has."""
    path = root / name
    if path.exists() or path.is_symlink():
        return path
    docs.problems.append(Problem("file_missing", {}, name))
    docs.unread.add(kind)
    return None


def _areas(root: Path, docs: Documents) -> None:
    path = _single(folder.AREAS, root, docs, "area")
    table, problems = open_csv(path, root) if path else (None, [])
    docs.problems += problems
    if table is None:
        docs.unread.add("area")
        return
    problems, guessed = header.settle(table, Area)
    docs.problems += problems
    if not header.readable(problems):
        docs.unread.add("area")
        return
    rows, told = small_rows(table)
    for line, cells in rows:
        _area(table.file, table.columns, line, cells, docs, guessed)
    docs.problems += told
    if any(one.code not in ("csv_header_only", "csv_column_nameless") for one in told):
        docs.unread.add("area")  # a row that cannot be read may have been the one that is looked for


def _area(file: str, columns: list[str], line: int, cells: list[str], docs: Documents, guessed: bool) -> None:
    data = {name: cell.strip() or None for name, cell in zip(columns, cells, strict=False) if name in Area.model_fields}
    places = {(name,): (line, i) for i, name in enumerate(columns, 1) if name}
    doc = Yaml(file, data, {(): (line, 1), **places})
    area, problems = entries.read(Area, doc, ())
    problems += [
        doc.problem(fault.code, (name,), **fault.params)
        for name in ("valid_from", "valid_to")
        if (fault := bad_period(data.get(name)))
    ]
    code = area.ref_area if area else str(data.get("ref_area"))
    docs.meant["area"].add(code)
    if code in docs.areas:
        first = docs.areas[code][1]
        problems.append(doc.problem("duplicate_id", ("ref_area",), id=code, first=f"{first.file}:{first.place(())[0]}"))
    docs.problems += problems
    if area and not problems and not guessed:
        docs.areas[code] = (area, doc)


def bad_period(text: str | None) -> Fault | None:
    """Why a text is no period, None where it is one or nothing is written."""
    try:
        if text is not None:
            period.parse(text)
    except Fault as fault:
        return fault
    return None


def _sources(root: Path, docs: Documents) -> None:
    path = _single(folder.SOURCES, root, docs, "source")
    doc = docs.yaml(path, root, ("source",)) if path else None
    if doc is None or not docs.is_map(doc, ()):
        docs.unread.add("source")
        return
    for key in doc.data:
        source, problems = entries.read(Source, doc, (key,))
        problems += docs.claim("source", doc, (key,))
        if source:
            problems += [
                doc.problem(fault.code, (key, name), **fault.params)
                for name in ("date_published", "date_accessed")
                if (fault := bad_period(getattr(source, name)))
            ]
            if source.inferred and not source.note:
                problems.append(doc.problem("inferred_reason", (key, "inferred")))
        docs.problems += problems
        if source and not problems:
            docs.sources[key] = (source, doc)


def _theme(path: Path, root: Path, docs: Documents) -> None:
    doc = docs.yaml(path, root, _DEFINES)
    if doc is None or not docs.is_map(doc, ()) or misplaced(doc, folder.DEFINITIONS, docs):
        if doc is None or not isinstance(doc.data, dict):
            docs.unread |= {*_DEFINES}
        return
    theme, problems = entries.read(Theme, doc, (), frozenset({"indicators", "concepts"}), {"indicators": {}})
    problems += docs.file_id("theme", path, doc)
    docs.problems += problems
    if theme and not problems:
        docs.themes[path.stem] = (theme, doc)
    for key in _keys(doc, "concepts", docs):
        concept, problems = entries.read(Concept, doc, ("concepts", key))
        docs.problems += (problems := problems + docs.claim("concept", doc, ("concepts", key)))
        if concept and not problems:
            docs.concepts[key] = (concept, doc)
    for key in _keys(doc, "indicators", docs):
        indicator, problems = entries.read(Indicator, doc, ("indicators", key))
        docs.problems += (problems := problems + docs.claim("indicator", doc, ("indicators", key)))
        if indicator and not problems:
            docs.indicators[key] = (indicator, doc, path.stem if entries.ID.fullmatch(path.stem) else None)
    if not any(doc is other for _, other, _ in docs.indicators.values()):
        docs.unread |= {*_DEFINES}


def _keys(doc: Yaml, name: str, docs: Documents) -> list[str]:
    """The ids of a group of entries."""
    if entries.at(doc.data, (name,)) is None:
        if name == "indicators":
            docs.unread |= {*_DEFINES}
            if not doc.uncertain(()):
                docs.problems.append(entries.missing(Theme, doc, (), name))
        return []
    if docs.is_map(doc, (name,)):
        return list(doc.data[name])
    docs.unread.add(name.removesuffix("s"))
    return []


def _plan(path: Path, root: Path, docs: Documents) -> None:
    docs.meant["plan"].add(path.stem)
    doc = docs.yaml(path, root, ())
    if doc is None or not docs.is_map(doc, ()) or misplaced(doc, folder.PLANS, docs):
        return
    plan, problems = entries.read(Plan, doc, (), frozenset({"targets"}), {"targets": []})
    problems += docs.file_id("plan", path, doc)
    if plan and (fault := bad_period(plan.period)):
        problems.append(doc.problem(fault.code, ("period",), **fault.params))
    given: Any = entries.at(doc.data, ("targets",))
    if not isinstance(given, list) and not doc.uncertain(()):
        one = entries.missing(Plan, doc, (), "targets") if given is None else entries.not_a_list(doc, ("targets",))
        docs.problems.append(one)
    docs.problems += problems
    sound = plan if not problems else None
    if sound:
        docs.plans[path.stem] = (sound, doc)
    for i in range(len(given) if isinstance(given, list) else 0):
        target, problems = entries.read(Target, doc, ("targets", i))
        docs.problems += problems
        if target:
            docs.aims.append(Aim(path.stem if sound else doc.file, i, target, doc, sound))


def misplaced(doc: Yaml, place: str, docs: Documents) -> bool:
    """A plan among the definitions, or the like; what it defines is still meant."""
    right = {"indicators": folder.DEFINITIONS, "targets": folder.PLANS, "slides": folder.DECKS}
    found = next((right[key] for key in right if key in doc.data), place)
    if found == place:
        return False
    docs.problems.append(Problem("file_wrong_folder", {}, doc.file))
    if found == folder.DEFINITIONS:
        for kind, key in (("indicator", "indicators"), ("concept", "concepts")):
            part = entries.at(doc.data, (key,))
            docs.meant[kind] |= set(part) if isinstance(part, dict) else set()
    return True
