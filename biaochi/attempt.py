"""What the latest compilation said, and which snapshot is shown: `current.json`, with a second copy beside it."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from biaochi.problem import Problem

FILE, COPY = "current.json", "current.copy.json"
_UNREADABLE = (OSError, ValueError, KeyError, TypeError)


@dataclass(frozen=True)
class Attempt:
    """What the latest compilation said: its Problems, and which snapshot is shown; `at` is when, with its zone."""

    shown: str
    tried: str
    problems: list[Problem]
    seconds: float = 0.0
    engine: str = ""
    size: int = 0
    at: str = ""

    def __hash__(self) -> int:
        """So that views may be kept by it; equal ones have equal Problems too."""
        return hash((self.shown, self.tried, self.at))

    @property
    def stale(self) -> bool:
        """Whether the newest edit is not on screen because it has errors."""
        return self.shown != self.tried


def now() -> str:
    """This moment as `at` has it."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def problem_row(problem: Problem) -> dict[str, Any]:
    """A Problem as plain data."""
    return {
        "code": problem.code,
        "params": json.dumps(problem.params, ensure_ascii=False, default=str),
        "file": problem.file,
        "line": problem.line,
        "col": problem.column,
    }


def problem_of(row: Mapping[str, Any]) -> Problem:
    """The Problem of such plain data."""
    return Problem(row["code"], json.loads(row["params"]), row["file"], row["line"], row["col"])


def write(folder: Path, attempt: Attempt) -> None:
    """Both copies, each whole or not at all, even if the power fails."""
    said = {**attempt.__dict__, "problems": [problem_row(p) for p in attempt.problems]}
    text = json.dumps(said, ensure_ascii=False, indent=1)
    for name in (COPY, FILE):
        part = folder / f"{name}.{os.getpid()}.part"
        with part.open("w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        os.replace(part, folder / name)


def read(folder: Path, *names: str) -> Attempt | None:
    """What the first readable of these copies says (default: only `current.json`); None where none is."""
    for name in names or (FILE,):
        with contextlib.suppress(*_UNREADABLE):
            said = json.loads((folder / name).read_text(encoding="utf-8"))
            found = [problem_of(row) for row in said["problems"]]
            more = {key: said[key] for key in ("engine", "size", "at") if key in said}
            return Attempt(said["shown"], said["tried"], found, said["seconds"], **more)
    return None
