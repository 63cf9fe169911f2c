"""What was pulled: the rows of a source as one Parquet file named by their content, and how the last try went."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from biaochi.model import Intake

FOLDER = ".biaochi/pulled"
PREFIX = "intake:"
"""Begins the place of a pulled row, where a row of a file has the file's path."""


@dataclass(frozen=True)
class Kept:
    """The state of a source: its last good rows (`sha256` empty: none yet), and the fault of the last try, if any.

    declared: digest of the declaration that was tried. tried, at: when, in seconds; `at` is of the rows.
    seen: size and time of a local file when it was read.
    """

    name: str
    declared: str = ""
    tried: float = 0.0
    at: float = 0.0
    rows: int = 0
    sha256: str = ""
    seen: str = ""
    seconds: float = 0.0
    fault: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The place of its rows, in front of the key."""
        return f"{PREFIX}{self.name}"

    def path(self, root: Path) -> Path:
        """The rows: columns of an observation as text, `keys` the key of each."""
        return root / FOLDER / f"{self.name}.{self.sha256[:16]}.parquet"


def digest(one: Intake) -> str:
    """Digest of what decides which rows a source gives."""
    return hashlib.sha256(one.model_dump_json(exclude={"every", "timeout"}).encode()).hexdigest()[:16]


def kept(root: Path, name: str) -> Kept:
    """What is known of a source; nothing where it was never tried, or its file is damaged or gone."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        found = Kept(**json.loads((root / FOLDER / f"{name}.json").read_text(encoding="utf-8")))
        if found.name == name and (not found.sha256 or found.path(root).exists()):
            return found
    return Kept(name)


def shelve(root: Path, state: Kept) -> None:
    """Makes this the state of a source, whole or not at all; rows that are needed no more are thrown away."""
    folder = root / FOLDER
    before = kept(root, state.name)
    part = folder / f"{state.name}.{os.getpid()}.part"
    folder.mkdir(parents=True, exist_ok=True)
    part.write_text(json.dumps(asdict(state), ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(part, folder / f"{state.name}.json")
    needed = {one.path(root) for one in (before, state)}  # somebody may just be reading what was there before
    for old in folder.glob(f"{state.name}.*.parquet"):
        if old not in needed and old.name.count(".") == 2:
            old.unlink(missing_ok=True)


def stamp(root: Path, sources: Mapping[str, Intake]) -> str:
    """What pulled rows and failed tries put into a snapshot, as a text that names it."""
    told = []
    for name in sorted(sources):
        one = kept(root, name)
        fault = json.dumps([one.fault, one.params, one.at], ensure_ascii=False, sort_keys=True) if one.fault else ""
        told.append(f"{one.label}\0{one.sha256}\0{fault}\n")
    return "".join(told)
