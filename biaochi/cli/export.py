"""export: the same answer as a table, a workbook, a page, a report, a deck, a picture or an archive."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from biaochi.cli.common import Add, Args, day, store, write
from biaochi.problem import Fault, nearest
from biaochi.store import Store

_KINDS = ("csv", "xlsx", "json", "sdmx-csv", "datapackage", "html", "pptx", "docx", "pdf", "png", "svg")


def add(command: Add) -> None:
    """Registers the command."""
    one = command("export", export, "导出 / export")
    one.add_argument("kind", choices=_KINDS, metavar="{" + ",".join(_KINDS) + "}")
    one.add_argument("-o", "--output", type=Path)
    for name in ("plan", "area", "indicator"):
        one.add_argument(f"--{name}")
    one.add_argument("--as-of", type=day)


def export(args: Args) -> int:
    """Writes one file, whole or not at all."""
    from biaochi import exports
    from biaochi.selection import Selection
    from biaochi.words import Words

    asked = store(args)
    _known(asked, args)
    chosen = Selection(
        area=args.area or "", plan=args.plan or "", indicator=args.indicator or "", as_of=args.as_of or date.today()
    )
    data = exports.make(args.kind, asked, chosen, Words(args.lang))
    try:
        write(data, args.output)
    except OSError as error:
        why = error.strerror or str(error)
        raise Fault("export_not_written", path=str(args.output or "-"), why=why) from None
    return 0


def _known(asked: Store, args: Args) -> None:
    """An id that does not exist is said, instead of an empty file."""
    for name, rows in (("plan", asked.plans()), ("area", asked.areas()), ("indicator", asked.indicators())):
        ids, given = [row["ref_area" if name == "area" else name] for row in rows], getattr(args, name)
        if given and given not in ids:
            raise Fault(f"{name}_unknown", value=given, near=nearest(given, ids))
