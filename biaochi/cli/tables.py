"""verify, judge, compare: what is confirmed, what is the verdict, what may be compared?"""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

from biaochi.cli.common import Add, Args, day, say_problem, store, write
from biaochi.problem import Fault

_COLUMNS = ("indicator", "indicator_name", "level", "basis", "unit", "period_start", "period_end", "areas")
_GROUPS = """
select c.indicator, i.name, c.level, c.basis, c.unit, c.slot_start, c.slot_end, c.areas
from comparable c join indicator i using (indicator) order by c.place
"""


def add(command: Add) -> None:
    """Registers the commands."""
    one = command("verify", verify, "把每处原文与文件核对 / every quote against the documents")
    one.add_argument("--sources", type=Path, required=True, metavar="DIR")
    one.add_argument("--write", action="store_true", help="写 data/verified.csv / write data/verified.csv")
    one.add_argument("--numbers", action="store_true", help="列出没有录入的数 / list numbers that no row quotes")
    one = command("judge", judge, "判断一张表里的目标 / verdicts for a table")
    one.add_argument("file", type=Path, metavar="FILE.csv")
    one.add_argument("-o", "--output", type=Path)
    one.add_argument("--as-of", type=day)
    one = command("compare", compare, "哪些数可比、其余为什么不可比 / comparable groups and why the rest stands apart")
    what = one.add_mutually_exclusive_group(required=True)
    what.add_argument("what", metavar="INDICATOR|CONCEPT", nargs="?")
    what.add_argument("--all", action="store_true", help="所有指标的可比组，一行一组 / every comparable group, as CSV")
    one.add_argument("--json", action="store_true")
    one.add_argument("--as-of", type=day)


def verify(args: Args) -> int:
    """Every quote against the documents of a folder; 1 on any miss."""
    from biaochi import catalogue, evidence, snapshot

    if not args.sources.is_dir():
        raise NotADirectoryError(20, "", str(args.sources))
    with snapshot.memory() as con:  # what the files say now, not what is shown
        catalogue.load(args.root, con)
        report = evidence.verify(con, args.sources, args.root if args.write else None)
        print("\n".join(evidence.text_report(report, args.lang, numbers=args.numbers)))
    return 0 if report.ok else 1


def judge(args: Args) -> int:
    """The rows of a table with verdict, ratio and score."""
    import pandas as pd

    from biaochi import files, progress, snapshot

    text = files.decode(args.file.read_bytes())
    if text is None:
        raise Fault("file_encoding")
    frame = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    with snapshot.memory() as con:
        judged = progress.judge_table(con, frame, args.as_of)
    write(judged.to_csv(index=False, lineterminator="\n").encode("utf-8-sig" if args.output else "utf-8"), args.output)
    return 0


def compare(args: Args) -> int:
    """The comparable groups of an indicator or a concept, and why the rest stands apart."""
    from biaochi import comparability
    from biaochi.words import Words

    if args.all:
        return _every_group(args)
    answer = comparability.compare(store(args).snapshot.cursor(), args.what, args.as_of or date.today())
    if args.json:
        print(json.dumps(comparability.as_json(answer, Words(args.lang)), ensure_ascii=False, indent=1, default=str))
    else:
        print(comparability.as_text(answer, Words(args.lang)))
    return 0


def _every_group(args: Args) -> int:
    """One row a comparable group, largest first; by Spark where config.yaml says so."""
    from biaochi import snapshot, spark
    from biaochi.exports.clean import harmless

    as_of = args.as_of or date.today()
    with snapshot.memory() as con:  # what the files say now
        loaded = snapshot.read_into(con, args.root, as_of)
        for problem in spark.group(con, args.root, as_of, loaded.config):
            say_problem(problem, args.lang)
        rows = con.execute(_GROUPS).fetchall()
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([_COLUMNS, *(map(harmless, row) for row in rows)])
    write(out.getvalue().encode(), None)
    return 0
