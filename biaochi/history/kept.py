"""What each save changed, kept as values under .biaochi/changes: a save never changes again, so it is read once."""

from __future__ import annotations

import contextlib
import json
from collections import OrderedDict
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from biaochi.history.changes import Change
from biaochi.writing.disk import write

FOLDER = ".biaochi/changes"
MOST = 400
"""Changes of one save that are kept; a first import has thousands."""
_FORM = 1
_ROW = ("name", "name_en", "title", "area_name", "area_name_en", "indicator_name", "indicator_name_en", "time_period",
        "role", "plan", "indicator", "ref_area", "source")  # fmt: skip


@dataclass(frozen=True)
class Told:
    """The changes of one save (at most MOST) and how many they are in all."""

    changes: tuple[Change, ...]
    total: int


_MEMORY: OrderedDict[Path, Told] = OrderedDict()
_MOST_IN_MEMORY = 2000


def read(root: Path, name: str) -> Told | None:
    """What is kept of a save, in memory where the disk takes nothing; None where nothing is."""
    if found := _MEMORY.get(_path(root, name)):
        return found
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        said = json.loads(_path(root, name).read_text(encoding="utf-8"))
        if said["form"] == _FORM:
            return _remember(_path(root, name), Told(tuple(Change(**one) for one in said["changes"]), said["total"]))
    return None


def keep(root: Path, name: str, changes: list[Change]) -> Told:
    """Keeps the changes of a save, where the disk allows it."""
    told = Told(tuple(_small(one) for one in changes[:MOST]), len(changes))
    said = {"form": _FORM, "total": told.total, "changes": [asdict(one) for one in told.changes]}
    with contextlib.suppress(OSError):
        write(_path(root, name), json.dumps(said, ensure_ascii=False, default=str).encode())
    return _remember(_path(root, name), told)


def _remember(path: Path, told: Told) -> Told:
    _MEMORY[path] = told
    while len(_MEMORY) > _MOST_IN_MEMORY:
        _MEMORY.popitem(last=False)
    return told


def _small(change: Change) -> Change:
    row: dict[str, Any] = {key: value for key, value in change.row.items() if key in _ROW}
    return Change(change.kind, change.what, change.id, row, change.field, change.old, change.new)


def _path(root: Path, name: str) -> Path:
    return root / FOLDER / f"{name if name.isalnum() else '-'}.json"
