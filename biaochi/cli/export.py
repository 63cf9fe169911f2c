"""export: the same answer as a table, a workbook, a page, a report, a deck, a picture or an archive."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from biaochi.cli.common import Add, Args, day, pick, store, write
from biaochi.problem import Fault, nearest
from biaochi.store import Store

_KINDS = ("csv", "xlsx", "json", "sdmx-csv", "datapackage", "html", "pptx", "docx", "pdf", "pdf-deck",
          "pdf-report", "png", "svg")  # fmt: skip


def add(command: Add) -> None:
    """Registers the command."""
    one = command("export", export, "导出 / export")
    one.add_argument("kind", choices=_KINDS, metavar="{" + ",".join(_KINDS) + "}")
    one.add_argument("-o", "--output", type=Path)
    for name in ("plan", "area", "indicator", "deck"):
        one.add_argument(f"--{name}")
    one.add_argument("--as-of", type=day)
    one.add_argument("--staged", action="store_true", help="xlsx：带上还没有公开的数 / with figures not public yet")


def export(args: Args) -> int:
    """Writes one file, whole or not at all."""
    from biaochi import exports
    from biaochi.selection import Selection
    from biaochi.words import Words

    asked = store(args)
    known(asked, args)
    chosen = exports.about(
        asked,
        Selection(area=args.area or "", plan=args.plan or "", indicator=args.indicator or "", deck=args.deck or "",
                  as_of=args.as_of),
    )  # fmt: skip
    chosen = replace(chosen, as_of=chosen.as_of or date.today())
    words, staged = Words(args.lang), args.staged and args.kind == "xlsx"
    if args.staged and not staged:
        print(
            pick(args, "--staged 只用于 xlsx，这里没有采用", "--staged is for xlsx only and was not used"),
            file=sys.stderr,
        )
    try:
        made = exports.for_planners(asked, chosen, words) if staged else exports.make(args.kind, asked, chosen, words)
        write(made, args.output)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise exports.refused(error, str(args.output or "-"), words) from None
    return 0


def known(asked: Store, args: Args, names: tuple[str, ...] = ("plan", "area", "indicator", "deck")) -> None:
    """An id that does not exist is said, instead of an empty file."""
    told = {"plan": asked.plans(), "area": asked.areas(), "indicator": asked.indicators(), "deck": asked.decks()}
    for name, rows in ((one, told[one]) for one in names):
        ids, given = [row["ref_area" if name == "area" else name] for row in rows], getattr(args, name)
        if given and given not in ids:
            raise Fault(f"{name}_unknown", value=given, near=nearest(given, ids))
