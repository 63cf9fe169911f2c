"""check, build, reference: is everything right, and what came of it?"""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from datetime import date
from typing import Any

from biaochi.cli.common import Add, Args, pick, say_problem
from biaochi.problem import Problem, errors


def add(command: Add) -> None:
    """Registers the commands."""
    one = command("check", check, "检查所有文件 / report every problem at once")
    one.add_argument("--format", choices=("text", "json", "github"), default="text")
    one.add_argument("--watch", action="store_true", help="文件一改就再查一次 / check again after every edit")
    one = command("build", build, "取数、编译 / pull data sources and compile a snapshot")
    one.add_argument("--watch", action="store_true", help="一直守着，文件一改就编译 / stay and compile every edit")
    command("reference", reference, "由模型生成字段说明与 JSON Schema / field reference and schemas from the model")


def check(args: Args) -> int:
    """Every Problem at once; 1 if any is an error."""
    failed = _check(args)
    if args.watch:
        import watchfiles

        from biaochi import catalogue

        for _ in watchfiles.watch(
            *(args.root / name for name in catalogue.INPUTS if (args.root / name).exists()), step=200
        ):
            now = time.strftime("%H:%M:%S")
            print(pick(args, f"—— {now} 再查一次 ——", f"-- {now} again --"))
            failed = _check(args)
            if not failed:
                print(pick(args, "没有错误", "No errors"), flush=True)
    return int(failed)


def _check(args: Args) -> bool:
    from biaochi import snapshot

    with snapshot.memory() as con:
        problems = snapshot.read_into(con, args.root, date.today()).problems
    if args.format == "json":
        print(json.dumps([_as_dict(one, args.lang) for one in problems], ensure_ascii=False, indent=1))
    for problem in problems:
        if args.format == "text":
            say_problem(problem, args.lang, sys.stdout)
        elif args.format == "github":
            print(_as_annotation(problem, args.lang))
    return bool(errors(problems))


def _as_dict(problem: Problem, lang: str) -> dict[str, Any]:
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity,
        "code": problem.code,
        "fact": problem.fact(lang),
        "advice": problem.advice(lang),
    }


def _as_annotation(problem: Problem, lang: str) -> str:
    """A GitHub workflow command; its separators are escaped as GitHub asks."""
    message = f"{problem.fact(lang)} {problem.advice(lang)}".replace("%", "%25").replace("\n", "%0A")
    file = problem.file.replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
    return f"::{problem.severity} file={file},line={problem.line or 1},col={problem.column or 1}::{message}"


def build(args: Args) -> int:
    """Compiles what changed and says what is in it; 1 if anything had to be left out."""
    from biaochi.snapshot import Library
    from biaochi.store import Store

    if args.watch:
        return _keep_building(args)
    started = time.monotonic()
    library = Library(args.root)
    attempt = library.refresh(ask="all")
    _say_sources(args)
    for problem in attempt.problems:
        say_problem(problem, args.lang)
    store = Store(library.open(attempt.shown))
    counts = {
        ("地区", "areas"): len(store.areas()),
        ("指标", "indicators"): len(store.indicators()),
        ("规划", "plans"): len(store.plans()),
        ("来源", "sources"): len(store.every_source()),
        ("数", "figures"): sum(area["figures"] for area in store.areas()),
    }
    said = pick(
        args,
        "，".join(f"{zh} {n}" for (zh, _), n in counts.items()),
        ", ".join(f"{en} {n}" for (_, en), n in counts.items()),
    )
    print(f"{attempt.shown}  {said}  {time.monotonic() - started:.2f} s")
    return 1 if errors(attempt.problems) else 0


def _keep_building(args: Args) -> int:
    """The builder of an installation with several processes: until stopped."""
    from biaochi import logs
    from biaochi.keeper import Keeper
    from biaochi.snapshot import Library

    logs.setup()
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    Keeper(Library(args.root), lambda: None).start()
    stopped.wait()
    return 0


def _say_sources(args: Args) -> None:
    """What each data source gave."""
    from biaochi import catalogue, intake

    for one in (intake.kept(args.root, name) for name in catalogue.settings(args.root).intake):
        if not one.fault:
            print(f"{one.label}  {pick(args, f'{one.rows} 行', f'{one.rows} rows')}  {one.seconds:.2f} s")


def reference(args: Args) -> int:
    """Writes the generated files that differ and names them."""
    from biaochi import reference

    for name in reference.write(args.root):
        print(name)
    return 0
