"""export: figures and assessments for other programs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from biaochi.cli.common import Add, Args, day, store, write
from biaochi.problem import Fault, nearest
from biaochi.store import Store


def add(command: Add) -> None:
    """Registers the command."""
    one = command("export", export, "导出 / export")
    one.add_argument("kind", choices=sorted(_kinds()))
    one.add_argument("-o", "--output", type=Path)
    for name in ("plan", "area", "indicator"):
        one.add_argument(f"--{name}")
    one.add_argument("--as-of", type=day)


def _kinds() -> dict[str, str]:
    """What can be exported: name on the command line, function in biaochi.exports."""
    return {"csv": "figures_csv", "json": "assessments_json"}


def export(args: Args) -> int:
    """Writes one file, whole or not at all."""
    from biaochi import exports

    asked, when = store(args), args.as_of or date.today()
    _known(asked, args)
    make: Callable[..., bytes] = getattr(exports, _kinds()[args.kind])
    write(make(asked, when, args.plan, args.area, args.indicator), args.output)
    return 0


def _known(asked: Store, args: Args) -> None:
    """An id that does not exist is said, instead of an empty file."""
    for name, rows in (("plan", asked.plans()), ("area", asked.areas()), ("indicator", asked.indicators())):
        ids, given = [row["ref_area" if name == "area" else name] for row in rows], getattr(args, name)
        if given and given not in ids:
            raise Fault(f"{name}_unknown", value=given, near=nearest(given, ids))
