"""What commands share: arguments, the current store, problems in words, files that are whole or not there."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from biaochi.problem import Problem, errors

if TYPE_CHECKING:
    from biaochi.store import Store

Args = argparse.Namespace
Command = Callable[[Args], int]
Add = Callable[[str, Command, str], argparse.ArgumentParser]


def day(text: str) -> date:
    """An argument that is a date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"日期写成 2026-11-21 的样子 / not a date: {text}") from None


def pick(args: Args, zh: str, en: str) -> str:
    """The sentence in the language of the call."""
    return zh if args.lang == "zh" else en


def say_problem(problem: Problem, lang: str, stream: Any = None) -> None:
    """`file:line:column: fact`, and the advice in the next line."""
    place = f"{problem.place()}: " if problem.file else ""
    print(f"{place}{problem.fact(lang)}\n    {problem.advice(lang)}", file=stream or sys.stderr)


def store(args: Args) -> Store:
    """The current state; where the newest edit has errors, the last good one, and a line says so."""
    from biaochi.snapshot import Library
    from biaochi.store import Store

    library = Library(args.root)
    attempt = library.refresh()
    if errors(attempt.problems):
        print(
            pick(
                args,
                "最新的修改有错误（见 biaochi check），有错的内容没有采用",
                "The newest edit has errors (see `biaochi check`); what is wrong was not used",
            ),
            file=sys.stderr,
        )
    return Store(library.open(attempt.shown))


def write(data: bytes, path: Path | None) -> None:
    """To standard output, or to a file that is either whole or not there."""
    if path is None:
        sys.stdout.buffer.write(data)
        return
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
