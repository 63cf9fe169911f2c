"""New entries and files with comments made from the model: nothing is invented, examples stand in comments only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from biaochi import model
from biaochi.model import Entry
from biaochi.problem import Fault
from biaochi.writing import yamltext
from biaochi.writing.edits import add_entry
from biaochi.writing.paths import Seen, look
from biaochi.writing.scalars import scalar

_WIDTH = 24
_OPTIONAL = ("source", "prefix", "suffix", "inferred", "note", "obs_status")
COLUMNS = ("indicator", "ref_area", "time_period", "value", "source", "quote", "obs_status", "inferred", "note")
"""The header of a new table of observations."""
New = tuple[Seen, str]
"""The file as it is and its text with the new entry, ready for save()."""


def lines(of: type[Entry], given: Mapping[str, Any], leave: frozenset[str] = frozenset()) -> list[str]:
    """An entry's fields, one a line: given ones with their value, required ones empty, optional ones as comments."""
    names = [name for name in of.model_fields if name not in leave]
    names.sort(
        key=lambda name: 0 if of.model_fields[name].is_required() or name in given else 1 if name == "quote" else 2
    )
    return [line for name in names for line in _field(of, name, given.get(name))]


def _field(of: type[Entry], name: str, value: Any) -> Iterator[str]:
    known = of.model_fields[name]
    if value is not None:
        yield f"{name}: {scalar(value)}"
        return
    extra = known.json_schema_extra if isinstance(known.json_schema_extra, dict) else {}
    good = extra.get("good")
    told = f"{known.title}：{known.description}" + (f"。例如 {good}" if good else "")
    if known.is_required():
        yield f"{name}:".ljust(_WIDTH) + f"# 必填。{told}"
    else:
        yield f"# {name}:".ljust(_WIDTH) + f"# {told}"


def in_theme(root: Path, kind: str, id_: str, theme: str, given: Mapping[str, Any]) -> New:
    """A new indicator or concept in a theme's file, which is begun where there is none; raises Fault edit_exists."""
    group, of = f"{kind}s", {"indicator": model.Indicator, "concept": model.Concept}[kind]
    seen = _one_of(root, f"indicators/definitions/{theme}")
    for other in sorted((root / "indicators/definitions").rglob("*.y*ml")):
        if id_ in _keys(look(root, other.relative_to(root).as_posix()), group):
            raise Fault("edit_exists", keys=id_)
    entry = [f"{id_}:", *(f"  {line}" for line in lines(of, given))]
    if seen.sha256 and group not in (yamltext.read(seen.text) or {}):
        return seen, yamltext.add_lines(seen.text, (group,), [f"{group}:", *(f"  {line}" for line in entry)])
    if seen.sha256:
        return seen, yamltext.add_lines(seen.text, (group, id_), entry)
    head = lines(model.Theme, {}, frozenset({"indicators", "concepts"}))
    none = [] if kind == "indicator" else ["indicators: {}"]
    return seen, "\n".join([*head, "", *none, f"{group}:", *(f"  {line}" for line in entry), ""])


def source(root: Path, id_: str, given: Mapping[str, Any]) -> New:
    """A new source at the end of data/sources.yaml; raises Fault edit_exists."""
    seen = look(root, "data/sources.yaml")
    entry = [f"{id_}:", *(f"  {line}" for line in lines(model.Source, given))]
    if not seen.text.strip():
        return seen, "\n".join([*entry, ""])
    if id_ in _keys(seen):
        raise Fault("edit_exists", keys=id_)
    return seen, yamltext.add_lines(seen.text, (id_,), entry)


def area(root: Path, id_: str, given: Mapping[str, Any]) -> New:
    """A new row of data/areas.csv; cells that are not given stay empty; raises Fault edit_exists."""
    from biaochi.writing import apply, csvtext

    seen = look(root, "data/areas.csv")
    table = csvtext.rows(seen.text, csvtext.delimiter_of(seen.text))
    if any(row and row[0] == id_ for row in table[1:]):
        raise Fault("edit_exists", keys=id_)
    row = {"ref_area": id_, **{key: value for key, value in given.items() if value is not None}}
    return seen, apply(seen, [add_entry(seen.path, (len(table) - 1,), row)])


def observations(root: Path, id_: str) -> New:
    """A new, empty table of observations: its header; raises Fault edit_exists."""
    seen = _fresh(root, f"data/observations/{id_}.csv")
    return seen, ",".join(COLUMNS) + "\n"


def plan(root: Path, id_: str, given: Mapping[str, Any], carried: list[str] | None = None) -> New:
    """A new plan file without targets: a commented example of one, or the entries carried over from another plan."""
    seen = _fresh(root, f"indicators/plans/{id_}.yaml")
    head = lines(model.Plan, given, frozenset({"targets"}))
    if carried:
        return seen, "\n".join([*head, "", "targets:", *carried, ""])
    start = ["# 目标还没有写。写第一个目标时，把下一行的“ []”删去，再去掉要用的各行行首的“# ”。", "targets: []"]
    body = [f"#   {'- ' if n == 0 else '  '}{line.removeprefix('# ')}" for n, line in enumerate(example())]
    return seen, "\n".join([*head, "", *start, *body, ""])


def without_targets(text: str) -> str:
    """The text of a new plan with an empty list in place of the words that lead to the first target."""
    return text.rpartition("# 目标还没有写")[0] + "targets: []\n"


def example() -> list[str]:
    """The fields of a target as a commented example without values."""
    found = lines(model.Target, {}, frozenset({"baseline", "milestones"}))
    for name, inner in (("baseline", model.Baseline), ("milestones", model.Milestone)):
        required = lines(inner, {}, frozenset(_OPTIONAL))
        dash = ["- ", "  "] if name == "milestones" else ["  ", "  "]
        found += [f"{name}:", *(f"{dash[n > 0]}{line.removeprefix('# ')}" for n, line in enumerate(required))]
    return found


def _keys(seen: Seen, *path: str) -> set[str]:
    data = yamltext.read(seen.text) if seen.text.strip() else {}
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    return set(data) if isinstance(data, dict) else set()


def _one_of(root: Path, stem: str) -> Seen:
    yml = look(root, f"{stem}.yml")
    return yml if yml.sha256 else look(root, f"{stem}.yaml")


def _fresh(root: Path, path: str) -> Seen:
    seen = look(root, path)
    if seen.sha256:
        raise Fault("edit_exists", keys=path)
    return seen
