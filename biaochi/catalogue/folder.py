"""Which files a project has: those that are read, by kind, and those that lie where nothing is read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from biaochi.files import inside, name_of
from biaochi.problem import Problem

DEFINITIONS, PLANS, DECKS = "indicators/definitions", "indicators/plans", "indicators/decks"
OBSERVATIONS = "data/observations"
NEEDED = (DEFINITIONS, PLANS, OBSERVATIONS)
ELSEWHERE = ("data/layouts", "data/boundaries")
"""Folders of ours that other rooms read."""
AREAS, SOURCES, VERIFIED = SINGLE = ("data/areas.csv", "data/sources.yaml", "data/verified.csv")

_TOP = "indicators"
_YAML = {".yaml", ".yml"}
_ENDINGS = {DEFINITIONS: _YAML, PLANS: _YAML, DECKS: _YAML, OBSERVATIONS: {".csv", ".tsv"}}
_OURS = {".yaml", ".yml", ".csv", ".tsv", ".xlsx", ".xls", ".et"}
# Left by editors, spreadsheets and systems; and files beside ours that nobody expects to be read.
_IGNORED = re.compile(
    r"^[.~]|~$|^(Thumbs\.db|desktop\.ini)$|(?<!\.csv)(?<!\.tsv)(?<!\.yaml)(?<!\.yml)\.(json|md|txt)$", re.I
)


@dataclass
class Found:
    """The files of a project, in order, and what is odd about where they lie."""

    files: dict[str, list[Path]] = field(default_factory=lambda: {folder: [] for folder in _ENDINGS})
    problems: list[Problem] = field(default_factory=list)


def find(root: Path) -> Found:
    """Looks through indicators/ and data/; links that lead out of the project are told and not followed."""
    found = Found()
    for top in (_TOP, "data"):
        for path in _walk(root / top, root, found.problems):
            _sort(path, root, found)
    here = (root / _TOP).is_dir()
    if not here:  # an error, so that what is on screen stays until it is back
        found.problems.append(Problem("folder_missing", {}, _TOP))
    for folder in NEEDED:
        if not found.files[folder] and (here or not folder.startswith(_TOP)):
            found.problems.append(Problem("folder_empty", {"endings": sorted(_ENDINGS[folder])}, folder))
    return found


def _sort(path: Path, root: Path, found: Found) -> None:
    file = name_of(path, root)
    folder = next((one for one in _ENDINGS if path.is_relative_to(root / one)), None)
    ending = path.suffix.lower()
    if _IGNORED.search(path.name) or file in SINGLE or any(path.is_relative_to(root / one) for one in ELSEWHERE):
        return
    if folder and ending in _ENDINGS[folder]:
        found.files[folder].append(path)
    elif ending in (".yaml", ".yml", ".csv", ".tsv"):
        found.problems.append(Problem("file_wrong_folder", {}, file))
    elif folder or ending in _OURS or path.stem.lower().endswith(tuple(_OURS)):
        params = {
            "folder": folder or os.path.dirname(file),
            "endings": sorted(_ENDINGS.get(folder or "", _OURS - {".et"})),
        }
        found.problems.append(Problem("file_wrong_kind", params, file))


def _walk(top: Path, root: Path, problems: list[Problem]) -> Iterator[Path]:
    """All files below a folder, in order; folders that cannot be read, or lie elsewhere, are told."""
    waiting = [top] if top.is_dir() else []
    while waiting:
        path = waiting.pop()
        if not _is_folder(path):
            yield path
            continue
        if path.suffix.lower() in _OURS:
            problems.append(Problem("file_is_folder", {}, name_of(path, root)))
        if path.is_symlink() or not inside(path, root):
            problems.append(Problem("folder_link", {}, name_of(path, root)))
            continue
        try:
            names = sorted(os.listdir(path), reverse=True)
        except OSError:
            problems.append(Problem("file_unreadable", {}, name_of(path, root)))
            continue
        waiting += [path / name for name in names if not (_IGNORED.search(name) and _is_folder(path / name))]


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False
