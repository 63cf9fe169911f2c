"""A state of a project to compare: a commit, a snapshot, another folder, or the working files as tables."""

from __future__ import annotations

import contextlib
import tempfile
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from biaochi import catalogue, intake, snapshot
from biaochi.catalogue.rows import fetch
from biaochi.history import git
from biaochi.model import Config
from biaochi.problem import Fault
from biaochi.snapshot import Library, Missing, config_of

Tables = dict[str, list[dict[str, Any]]]
WORKING = "."
_READ = {
    "area": "select * from area order by ord",
    "source": "select * from source order by ord",
    "indicator": "select * from indicator order by ord",
    "plan": "select * from plan order by ord",
    "concept": "select * from concept order by concept",
    "theme": "select * from theme order by ord",
    "figure": """select f.*, e.name as area_name, e.name_en as area_name_en, i.name as indicator_name,
        i.name_en as indicator_name_en, i.ord as indicator_ord, t.target_type, t.direction, t.target_nature, t.lead_org,
        t.responsible_org, t.headline
        from figure f join area e using (ref_area) join indicator i using (indicator)
        left join target t on f.role = 'target' and t.plan = f.plan and t.ord = f.ord order by f.figure""",
}


def tables(root: Path, name: str | Path) -> Tables:
    """The sound entries of a state; `.` is the working files, a path another project; raises Fault state_unknown."""
    text = str(name)
    if text == WORKING:
        return of_folder(root)
    if not text or "\0" in text:
        raise Fault("state_unknown", value=text)
    if isinstance(name, Path) or _is_project(Path(text)):
        return of_folder(Path(name))
    if commit := commit_of(root, name):
        with tempfile.TemporaryDirectory(prefix="biaochi-") as folder:
            git.files_of(root, commit, Path(folder))
            return of_folder(Path(folder))
    return _of_snapshot(root, text)


def commit_of(root: Path, name: str | Path) -> str | None:
    """The full id of the commit that `tables` takes a state for, None where it is another state."""
    text = str(name)
    other = text == WORKING or not text or "\0" in text or isinstance(name, Path) or _is_project(Path(text))
    return None if other else git.resolve(root, text)


def of_files(state: Tables) -> Tables:
    """A state without the rows of data sources."""
    return {**state, "figure": [row for row in state["figure"] if not row["file"].startswith(intake.PREFIX)]}


def _is_project(path: Path) -> bool:
    return (path / "indicators").is_dir() and (path / "data").is_dir()


def of_folder(root: Path) -> Tables:
    """The sound entries of the files of a folder."""
    with snapshot.memory() as con:
        return of_open(con, catalogue.load(root, con).config)


def of_open(con: Any, config: Config) -> Tables:
    """The sound entries of a database that is already filled."""
    return _tables(con) | {"config": [config.model_dump()]}


def _of_snapshot(root: Path, name: str) -> Tables:
    library = Library(root)
    with contextlib.closing(library):
        try:
            found = library.open(name)
        except Missing:
            raise Fault("state_unknown", value=name) from None
        return of_open(found.cursor(), config_of(found))


def _tables(con: Any) -> Tables:
    return {name: fetch(con, sql) for name, sql in _READ.items()}


EMPTY: Tables = {name: [] for name in (*_READ, "config")}
NAMES = ("config.yaml", "indicators/definitions", "data/areas.csv", "data/sources.yaml")
"""What every state needs so that figures have names; the rest of a project is read only where it changed."""


_RECENT: OrderedDict[bytes, Tables] = OrderedDict()
_MOST_RECENT = 4


def of_commit(root: Path, commit: str, paths: Sequence[str]) -> Tables:
    """The sound entries of some files of a commit, with what gives them their names; raises GitError.

    The last few are kept: one save ends in the state in which the next begins.
    """
    wanted = list(dict.fromkeys((*NAMES, *paths)))
    key = git.git(root, "ls-tree", "-r", "-z", commit, "--", *wanted)
    if known := _RECENT.get(key):
        return known
    with tempfile.TemporaryDirectory(prefix="biaochi-") as folder:
        git.files_of(root, commit, Path(folder), wanted)
        found = _RECENT[key] = of_folder(Path(folder))
    while len(_RECENT) > _MOST_RECENT:
        _RECENT.popitem(last=False)
    return found
