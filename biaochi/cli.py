"""The command line (`biaochi`, `python -m biaochi`): check, build, serve, verify, judge, compare, export."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from biaochi.problem import Fault, Problem, errors
from biaochi.store import root_of

Args = argparse.Namespace


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; errors of the user's making are one line, never a traceback. Returns the exit code."""
    args = _parser().parse_args(argv)
    args.root = root_of(Path(args.root))
    try:
        return args.run(args)
    except Fault as fault:
        _say_problem(Problem(fault.code, fault.params), args.lang)
    except BrokenPipeError:
        with suppress(OSError):
            sys.stdout = open(os.devnull, "w")
    except OSError as error:
        print(_pick(args.lang, f"读写不了 {error.filename}：请检查文件夹是否存在、有没有权限、磁盘是否已满",
                    f"Cannot read or write {error.filename}: check the folder, its permissions and the disk"), file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="biaochi", description="标尺：政策指标看板 / a policy indicator dashboard")
    parser.add_argument("--root", default=".", help="项目文件夹 / the project's folder")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[Args], int], help_: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=help_, description=help_)
        one.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 / language")
        one.set_defaults(run=run)
        return one

    check = command("check", _check, "检查所有文件 / report every problem at once")
    check.add_argument("--format", choices=("text", "json", "github"), default="text")
    check.add_argument("--watch", action="store_true", help="文件一改就再查一次 / check again after every edit")
    command("build", _build, "编译数据 / compile a snapshot")
    serve = command("serve", _serve, "检查、编译并打开页面 / check, build, run the pages")
    serve.add_argument("--port", type=_port, default=None, help="默认取 PORT，否则 8501")
    serve.add_argument("--host", default="127.0.0.1")
    verify = command("verify", _verify, "把每处原文与文件核对 / every quote against the documents")
    verify.add_argument("--sources", type=Path, required=True, metavar="DIR")
    verify.add_argument("--write", action="store_true", help="写 data/verified.csv")
    judge = command("judge", _judge, "判断一张表里的目标 / verdicts for a table")
    judge.add_argument("file", type=Path, metavar="FILE.csv")
    judge.add_argument("-o", "--output", type=Path)
    judge.add_argument("--as-of", type=_day)
    compare = command("compare", _compare, "哪些数可比、其余为什么不可比 / comparable groups and why the rest stands apart")
    compare.add_argument("what", metavar="INDICATOR|CONCEPT")
    compare.add_argument("--json", action="store_true")
    compare.add_argument("--as-of", type=_day)
    export = command("export", _export, "导出 / export")
    export.add_argument("kind", choices=("csv", "json"))
    export.add_argument("-o", "--output", type=Path)
    for name in ("plan", "area", "indicator"):
        export.add_argument(f"--{name}")
    export.add_argument("--as-of", type=_day)
    command("reference", _reference, "由模型生成字段说明与 JSON Schema / field reference and schemas from the model")
    return parser


def _port(text: str) -> int:
    if text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"端口应当是 1 到 65535 的整数 / not a port: {text}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"日期写成 2026-11-21 的样子 / not a date: {text}") from None


def _pick(lang: str, zh: str, en: str) -> str:
    return zh if lang == "zh" else en


def _say_problem(problem: Problem, lang: str, stream: Any = None) -> None:
    place = f"{problem.place()}: " if problem.file else ""
    print(f"{place}{problem.fact(lang)}\n    {problem.advice(lang)}", file=stream or sys.stderr)


def _check(args: Args) -> int:
    from biaochi import catalogue, snapshot
    with snapshot.memory() as con:
        problems = catalogue.load(args.root, con).problems
    _print_problems(args, problems)
    if args.watch:
        import watchfiles
        args.watch = False
        for _ in watchfiles.watch(*(args.root / name for name in catalogue.INPUTS if (args.root / name).exists()), step=200):
            print(_pick(args.lang, f"—— {time.strftime('%H:%M:%S')} 再查一次 ——", f"-- {time.strftime('%H:%M:%S')} again --"))
            if _check(args) == 0:
                print(_pick(args.lang, "没有问题", "No problems"), flush=True)
    return 1 if errors(problems) else 0


def _print_problems(args: Args, problems: list[Problem]) -> None:
    if args.format == "json":
        print(json.dumps([_as_dict(one, args.lang) for one in problems], ensure_ascii=False, indent=1))
    for problem in problems:
        if args.format == "text":
            _say_problem(problem, args.lang, sys.stdout)
        elif args.format == "github":
            print(_as_annotation(problem, args.lang))


def _as_dict(problem: Problem, lang: str) -> dict[str, Any]:
    return {"file": problem.file, "line": problem.line, "column": problem.column, "severity": problem.severity,
            "code": problem.code, "fact": problem.fact(lang), "advice": problem.advice(lang)}


def _as_annotation(problem: Problem, lang: str) -> str:
    """A GitHub workflow command; its separators are escaped as GitHub asks."""
    message = f"{problem.fact(lang)} {problem.advice(lang)}".replace("%", "%25").replace("\n", "%0A")
    file = problem.file.replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
    return f"::{problem.severity} file={file},line={problem.line or 1},col={problem.column or 1}::{message}"


def _build(args: Args) -> int:
    from biaochi.snapshot import Library
    from biaochi.store import Store
    started = time.monotonic()
    library = Library(args.root)
    attempt = library.refresh()
    for problem in attempt.problems:
        _say_problem(problem, args.lang)
    store = Store(library.open(attempt.shown))
    counts = {name: len(rows) for name, rows in (("地区", store.areas()), ("指标", store.indicators()),
                                                ("规划", store.plans()), ("来源", store.sources()))}
    counts["数"] = sum(area["figures"] for area in store.areas())
    names = dict(zip(counts, ("areas", "indicators", "plans", "sources", "figures"), strict=True))
    said = _pick(args.lang, "，".join(f"{name} {n}" for name, n in counts.items()),
                 ", ".join(f"{names[name]} {n}" for name, n in counts.items()))
    print(f"{attempt.shown}  {said}  {time.monotonic() - started:.2f} s")
    return 1 if errors(attempt.problems) else 0


def _serve(args: Args) -> int:
    from biaochi import serve
    port = args.port or _port(os.environ.get("PORT") or "8501")
    return serve.serve(port, args.host, args.root)


def _store(args: Args) -> Any:
    """The current state; where the newest edit has errors, the last good one, and a line says so."""
    from biaochi.snapshot import Library
    from biaochi.store import Store
    library = Library(args.root)
    attempt = library.refresh()
    if errors(attempt.problems):
        print(_pick(args.lang, "最新的修改有错误（见 biaochi check），有错的内容没有采用",
                    "The newest edit has errors (see `biaochi check`); what is wrong was not used"), file=sys.stderr)
    return Store(library.open(attempt.shown))


def _verify(args: Args) -> int:
    from biaochi import evidence
    if not args.sources.is_dir():
        print(_pick(args.lang, f"没有文件夹 {args.sources}", f"There is no folder {args.sources}"), file=sys.stderr)
        return 1
    report = evidence.verify(_store(args), args.sources, root=args.root, write=args.write)
    print("\n".join(evidence.text_report(report, args.lang)))
    return 0 if report.ok else 1


def _judge(args: Args) -> int:
    import pandas as pd

    from biaochi import files, progress, snapshot
    text = files.decode(args.file.read_bytes())
    if text is None:
        raise Fault("file_encoding")
    import io
    frame = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    with snapshot.memory() as con:
        judged = progress.judge_table(con, frame, args.as_of)
    _write(judged.to_csv(index=False, lineterminator="\n").encode("utf-8-sig" if args.output else "utf-8"), args.output)
    return 0


def _compare(args: Args) -> int:
    from biaochi import comparability
    from biaochi.words import Words
    answer = comparability.compare(_store(args).snapshot.cursor(), args.what, args.as_of or date.today())
    if args.json:
        print(json.dumps(comparability.as_json(answer), ensure_ascii=False, indent=1, default=str))
    else:
        print(comparability.as_text(answer, Words(args.lang)))
    return 0


def _export(args: Args) -> int:
    from biaochi import exports
    store, when = _store(args), args.as_of or date.today()
    _known(store, args)
    write = {"csv": exports.figures_csv, "json": exports.assessments_json}[args.kind]
    _write(write(store, when, args.plan, args.area, args.indicator), args.output)
    return 0


def _reference(args: Args) -> int:
    from biaochi import reference
    for name in reference.write(args.root):
        print(name)
    return 0


def _known(store: Any, args: Args) -> None:
    """An id that does not exist is said, instead of an empty file."""
    from biaochi.problem import nearest
    for name, rows in (("plan", store.plans()), ("area", store.areas()), ("indicator", store.indicators())):
        ids, given = [row["ref_area" if name == "area" else name] for row in rows], getattr(args, name)
        if given and given not in ids:
            raise Fault(f"{name}_unknown", value=given, near=nearest(given, ids))


def _write(data: bytes, path: Path | None) -> None:
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
