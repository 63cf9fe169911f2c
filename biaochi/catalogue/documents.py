"""The YAML files and areas.csv of a project: which there are, what stands in them, and what is missing between them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from biaochi import files
from biaochi.catalogue import entries, header
from biaochi.files import Yaml
from biaochi.model import Area, Concept, Config, Indicator, Plan, Source, Target, Theme
from biaochi.problem import Problem, nearest

_IGNORED = re.compile(r"(^[.~])|(~$)|\.(json|md|txt)$")
_KEY = re.compile(r"^ {0,4}([a-z0-9]+(?:-[a-z0-9]+)*)\s*[:：]?\s*(?:#.*)?$", re.M)
_PLACES = {"indicators/definitions": "indicators", "indicators/plans": "targets"}


@dataclass
class Documents:
    """The sound entries of a project, the ids that were at least meant, and every Problem on the way."""

    config: Config = field(default_factory=Config)
    areas: dict[str, tuple[Area, str, int]] = field(default_factory=dict)
    sources: dict[str, tuple[Source, Yaml]] = field(default_factory=dict)
    themes: dict[str, tuple[Theme, Yaml]] = field(default_factory=dict)
    concepts: dict[str, tuple[Concept, Yaml]] = field(default_factory=dict)
    indicators: dict[str, tuple[Indicator, Yaml, str]] = field(default_factory=dict)
    plans: dict[str, tuple[Plan, Yaml]] = field(default_factory=dict)
    targets: list[tuple[str, int, Target, Yaml]] = field(default_factory=list)
    observations: list[Path] = field(default_factory=list)
    meant: dict[str, set[str]] = field(default_factory=lambda: {"area": set(), "source": set(), "indicator": set()})
    problems: list[Problem] = field(default_factory=list)

    def names(self, kind: str) -> dict[str, str]:
        """What people may write for an id of this kind (id, name, alias), each to the id."""
        if kind == "area":
            return {word: key for key, (area, *_) in self.areas.items() for word in (key, area.name)}
        if kind == "source":
            return {word: key for key, (source, _) in self.sources.items() for word in (key, source.title)}
        return {word: key for key, (one, *_) in self.indicators.items() for word in (key, one.name, *one.aliases)}

    def near(self, kind: str, typed: str) -> str | None:
        """The id most like what was typed, by id or by name."""
        names = self.names(kind)
        found = nearest(typed, names)
        return names[found] if found else None


def read(root: Path) -> Documents:
    """Reads config.yaml, indicators/ and data/ of a project; observations are only listed here."""
    docs = Documents()
    _config(root, docs)
    _areas(root, docs)
    _sources(root, docs)
    for path in _files(root, "indicators/definitions", {".yaml", ".yml"}, docs):
        _theme(path, root, docs)
    for path in _files(root, "indicators/plans", {".yaml", ".yml"}, docs):
        _plan(path, root, docs)
    docs.observations = list(_files(root, "data/observations", {".csv", ".tsv"}, docs))
    _strays(root, docs)
    return docs


def _files(root: Path, folder: str, endings: set[str], docs: Documents) -> Iterator[Path]:
    for path in sorted((root / folder).rglob("*")):
        if path.is_dir() or _IGNORED.search(path.name):
            continue
        if path.suffix.lower() in endings:
            yield path
        else:
            docs.problems.append(
                Problem(
                    "file_wrong_kind", {"folder": folder, "endings": sorted(endings)}, path.relative_to(root).as_posix()
                )
            )


def _strays(root: Path, docs: Documents) -> None:
    """Files with our endings where nothing is read from: most likely saved into the wrong folder."""
    for folder, allowed in (("indicators", set()), ("data", {"areas.csv", "sources.yaml", "verified.csv"})):
        for path in sorted((root / folder).glob("*")):
            known = path.is_dir() or path.name in allowed or _IGNORED.search(path.name)
            if not known and path.suffix.lower() in {".yaml", ".yml", ".csv", ".tsv", ".xlsx", ".xls", ".et"}:
                docs.problems.append(Problem("file_wrong_folder", {}, path.relative_to(root).as_posix()))


def _yaml(path: Path, root: Path, docs: Documents) -> Yaml | None:
    text, problems = files.read_text(path, root)
    docs.problems += problems
    if text is None:
        return None
    doc, problems = files.parse_yaml(text, path.relative_to(root).as_posix())
    docs.problems += problems
    if doc is None:  # what it meant to declare is still known, so that nothing that refers to it is blamed
        for kind in ("indicator", "source"):
            docs.meant[kind] |= set(_KEY.findall(text))
    return doc


def _config(root: Path, docs: Documents) -> None:
    path = root / "config.yaml"
    if path.exists() and (doc := _yaml(path, root, docs)):
        config, problems = entries.read(Config, doc, ())
        docs.problems += problems
        docs.config = config or docs.config


def _areas(root: Path, docs: Documents) -> None:
    path = root / "data/areas.csv"
    if not path.exists():
        docs.problems.append(Problem("file_missing", {}, "data/areas.csv"))
        return
    table, problems = files.open_csv(path, root)
    docs.problems += problems
    if table is None or (bad := header.check(table, Area)):
        docs.problems += bad if table else []
        return
    text = table.recoded or files.decode(path.read_bytes()) or ""
    reader = csv.reader(io.StringIO(text), delimiter=table.delimiter)
    next(reader)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            _area(table, cells, reader.line_num, docs)


def _area(table: files.Csv, cells: list[str], line: int, docs: Documents) -> None:
    if len(cells) != len(table.columns):
        params = {"found": len(cells), "expected": len(table.columns), "text": table.delimiter.join(cells)}
        docs.problems.append(Problem("csv_ragged", params, table.file, line))
        return
    row = {name: cell.strip() or None for name, cell in zip(table.columns, cells, strict=True) if name}
    places: dict[files.Keys, tuple[int, int]] = {(name,): (line, i + 1) for i, name in enumerate(table.columns)}
    doc = Yaml(table.file, row, {(): (line, 1), **places})
    area, problems = entries.read(Area, doc, (), leave=frozenset(k for k, v in row.items() if v is None))
    docs.problems += problems
    code = row.get("ref_area") or ""
    docs.meant["area"].add(code)
    if area and code in docs.areas:
        docs.problems.append(doc.problem("duplicate_id", ("ref_area",), id=code, first=_where(docs.areas[code][1:])))
    elif area:
        docs.areas[code] = (area, table.file, line)


def _sources(root: Path, docs: Documents) -> None:
    path = root / "data/sources.yaml"
    if not path.exists():
        docs.problems.append(Problem("file_missing", {}, "data/sources.yaml"))
    elif (doc := _yaml(path, root, docs)) and _is_map(doc, (), docs):
        for key in doc.data:
            docs.meant["source"].add(key)
            source, problems = entries.read(Source, doc, (key,))
            docs.problems += problems + _id(doc, (key,))
            if source:
                docs.sources[key] = (source, doc)


def _theme(path: Path, root: Path, docs: Documents) -> None:
    doc = _yaml(path, root, docs)
    if doc is None or _misplaced(doc, "indicators/definitions", docs):
        return
    theme, problems = entries.read(Theme, doc, (), frozenset({"indicators", "concepts"}), {"indicators": {}})
    docs.problems += problems + _file_id(path, doc)
    if theme:
        docs.themes[path.stem] = (theme, doc)
    for key in _keys(doc, ("concepts",), docs):
        concept, problems = entries.read(Concept, doc, ("concepts", key))
        docs.problems += problems + _id(doc, ("concepts", key))
        if concept:
            docs.concepts[key] = (concept, doc)
    for key in _keys(doc, ("indicators",), docs):
        _indicator(path.stem, key, doc, docs)


def _indicator(theme: str, key: str, doc: Yaml, docs: Documents) -> None:
    keys = ("indicators", key)
    docs.meant["indicator"].add(key)
    indicator, problems = entries.read(Indicator, doc, keys)
    problems += _id(doc, keys)
    if key in docs.indicators:
        other = docs.indicators[key][1]
        problems.append(doc.problem("duplicate_id", keys, id=key, first=_where((other.file, other.place(keys)[0]))))
    docs.problems += problems
    if indicator and not problems:
        docs.indicators[key] = (indicator, doc, theme)


def _plan(path: Path, root: Path, docs: Documents) -> None:
    doc = _yaml(path, root, docs)
    if doc is None or _misplaced(doc, "indicators/plans", docs):
        return
    plan, problems = entries.read(Plan, doc, (), frozenset({"targets"}), {"targets": []})
    docs.problems += problems + _file_id(path, doc)
    given = entries.at(doc.data, ("targets",))
    if not isinstance(given, list):
        code = "field_missing" if given is None else "shape_wrong"
        docs.problems.append(
            doc.problem(
                code,
                ("targets",),
                field="targets",
                label="目标",
                entry="plan",
                want="列表（每项以“- ”开头）",
                want_en="a list",
            )
        )
        given = []
    if plan:
        docs.plans[path.stem] = (plan, doc)
    for i in range(len(given)):
        target, problems = entries.read(Target, doc, ("targets", i))
        docs.problems += problems
        if target and plan:
            docs.targets.append((path.stem, i, target, doc))


def _keys(doc: Yaml, keys: tuple[str, ...], docs: Documents) -> list[str]:
    part = entries.at(doc.data, keys)
    if part is None:
        if keys == ("indicators",):
            docs.problems.append(doc.problem("field_missing", (), field="indicators", label="指标", entry="theme"))
        return []
    return list(part) if _is_map(doc, keys, docs) else []


def _is_map(doc: Yaml, keys: tuple[str, ...], docs: Documents) -> bool:
    if isinstance(entries.at(doc.data, keys), dict):
        return True
    docs.problems.append(
        doc.problem(
            "shape_wrong",
            keys,
            field=keys[-1] if keys else doc.file,
            want="“字段: 值”的组",
            want_en="a group of `field: value` lines",
        )
    )
    return False


def _misplaced(doc: Yaml, folder: str, docs: Documents) -> bool:
    """A plan among the definitions, or the other way round."""
    if not _is_map(doc, (), docs):
        return True
    right = [place for place, key in _PLACES.items() if key in doc.data]
    if right and folder not in right:
        docs.problems.append(Problem("file_wrong_folder", {"right": right[0]}, doc.file))
        return True
    return False


def _id(doc: Yaml, keys: files.Keys) -> list[Problem]:
    key = str(keys[-1])
    fine = re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key) and len(key) <= 80
    return [] if fine else [doc.problem("id_bad", keys, value=key, field="id")]


def _file_id(path: Path, doc: Yaml) -> list[Problem]:
    fine = re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", path.stem)
    return [] if fine else [Problem("file_name_bad", {"value": path.name}, doc.file)]


def _where(place: tuple[str, int]) -> str:
    return f"{place[0]}:{place[1]}"
