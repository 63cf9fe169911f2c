"""The command line (`biaochi`, `python -m biaochi`): one module a group of commands, each with `add(command)`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from biaochi.cli import export, looking, planning, publishing, serving, tables
from biaochi.cli.common import Args, Command, pick, say_problem
from biaochi.cli.usage import Parser
from biaochi.problem import Fault, Problem
from biaochi.store import root_of

GROUPS = (looking, serving, tables, export, publishing, planning)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; errors of the user's making are one line, never a traceback. Returns the exit code."""
    args = parser().parse_args(argv)
    args.root = root_of(Path(args.root))
    try:
        return args.run(args)
    except Fault as fault:
        say_problem(Problem(fault.code, fault.params), args.lang)
    except BrokenPipeError:
        with suppress(OSError):
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - it lives as long as the process
    except OSError as error:
        print(
            pick(
                args,
                f"读写不了 {error.filename}：请检查文件夹是否存在、有没有权限、磁盘是否已满",
                f"Cannot read or write {error.filename}: check the folder, its permissions and the disk",
            ),
            file=sys.stderr,
        )
    except KeyboardInterrupt:
        return 130
    return 1


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    found = Parser(prog="biaochi", description="标尺：政策指标看板 / a policy indicator dashboard")
    found.add_argument("--root", default=".", help="项目文件夹 / the project's folder")
    commands = found.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Command, help_: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=help_, description=help_)
        one.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 / language")
        one.set_defaults(run=run)
        return one

    for group in GROUPS:
        group.add(command)
    return found


__all__ = ["Args", "main", "parser"]
