"""new, diff, import: begin an entry, see what changed, bring a workbook back."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from biaochi.cli.common import Add, Args, pick, say_problem
from biaochi.problem import Fault, Problem, errors

if TYPE_CHECKING:
    from biaochi.writing import Saved, Seen

_KINDS = ("indicator", "concept", "plan", "area", "source", "observations")
_OPTIONS = {  # option: the kinds that have it
    "name": "indicator concept plan area", "name-en": "indicator concept plan area", "definition": "indicator",
    "unit": "indicator", "basis": "indicator", "theme": "indicator concept", "area": "plan", "period": "plan",
    "source": "plan", "from": "plan", "parent": "area", "level": "area", "title": "source", "publisher": "source",
    "doc-type": "source", "reliability": "source", "date-published": "source",
}  # fmt: skip
_GIVEN = ("plan", "area", "source", "period", "name", "name_en", "indicator", "kind")


def add(command: Add) -> None:
    """Registers the commands."""
    one = command("new", new, "新建带说明的条目 / begin a commented entry")
    one.add_argument("kind", choices=_KINDS)
    one.add_argument("--id", help="编号；地区写代码，观测表写文件名 / id, area code or file name")
    for name, kinds in _OPTIONS.items():
        one.add_argument(f"--{name}", dest=f"given_{name.replace('-', '_')}", help=kinds.replace(" ", ", "))
    one = command("diff", diff, "两个版本之间改了什么 / what changed between two states")
    one.add_argument("a", metavar="A", help="提交、数据版本或文件夹 / commit, snapshot or folder")
    one.add_argument("b", metavar="B", nargs="?", default=".", help="默认是现在的文件 / default: the files as they are")
    one = command("import", import_, "把工作簿读回来 / bring a workbook back")
    one.add_argument("format", choices=("xlsx",))
    one.add_argument("path", type=Path, metavar="PATH")
    one.add_argument("--write", action="store_true", help="确认写入 / confirm")
    copied = "从文件里抄下来的表要用 / for a table copied from a document"
    for name in _GIVEN:  # kind: target or figure, where the table's headings do not tell
        one.add_argument(f"--{name.replace('_', '-')}", help=copied)


def new(args: Args) -> int:
    """Writes a commented skeleton and names the file; never overwrites, asks nothing."""
    from biaochi.writing import save

    given = {name.removeprefix("given_"): value for name, value in vars(args).items()
             if name.startswith("given_") and value is not None}  # fmt: skip
    for name in given:
        if args.kind not in _OPTIONS[name.replace("_", "-")].split():
            raise Fault("new_option", option=f"--{name.replace('_', '-')}", kind=args.kind)
    seen, text = _made(args, given)
    return _say_saved(args, save(args.root, seen, text, with_errors=True))


def _made(args: Args, given: dict[str, str]) -> tuple[Seen, str]:
    from biaochi.writing import skeletons

    if args.kind == "plan":
        return _plan(args, given)
    themed = args.kind in ("indicator", "concept")
    if not args.id or (themed and "theme" not in given):
        raise Fault("new_id", options="--id --theme" if themed else "--id")
    _fine(args.id, args.kind)
    if themed:
        theme = given.pop("theme")
        _fine(theme, "theme")
        return skeletons.in_theme(args.root, args.kind, args.id, theme, given)
    if args.kind == "observations":
        return skeletons.observations(args.root, args.id)
    make: Any = {"area": skeletons.area, "source": skeletons.source}[args.kind]
    return make(args.root, args.id, given)


def _fine(id_: str, kind: str) -> None:
    """An id that the model does not take is said before anything is written."""
    import re

    pattern = r"[0-9]{6}(-[A-Z0-9]{1,8})?" if kind == "area" else r"[a-z0-9]+(-[a-z0-9]+)*"
    if not re.fullmatch(pattern, id_) or len(id_) > 80:
        raise Fault("area_code_bad" if kind == "area" else "id_bad", value=id_)


def _plan(args: Args, given: dict[str, str]) -> tuple[Seen, str]:
    from biaochi.writing import skeletons

    origin = given.pop("from", None)
    carried = None
    if origin:
        carried = _rollover(args, origin, given)
    elif not args.id:
        raise Fault("new_id", options="--id")
    id_ = args.id or f"{origin}-next"
    _fine(id_, "plan")
    fields = {"ref_area" if name == "area" else name: value for name, value in given.items()}
    return skeletons.plan(args.root, id_, fields, carried)


def _rollover(args: Args, origin: str, given: dict[str, str]) -> list[str]:
    """Fills in what the next plan surely has, and gives the carried entries."""
    from biaochi.cli.common import store
    from biaochi.problem import nearest
    from biaochi.writing import rollover

    asked = store(args)
    old = asked.plan(origin)
    if old is None:
        raise Fault("plan_unknown", value=origin, near=nearest(origin, [one["plan"] for one in asked.plans()]))
    given.setdefault("area", old["ref_area"])
    given.setdefault("period", rollover.next_period(old["period"]))
    given.setdefault("name", f"{old['name']}（下一期，名称待定）")
    given.setdefault("name_en", f"{old['name_en']} (next period, name to be settled)")
    due = given["period"].rpartition("/")[2]
    return rollover.lines(rollover.carried(asked, origin, date.today()), origin, due)


def _say_saved(args: Args, saved: Saved) -> int:
    """What became of a save; Problems that the new text brings are what is still to be filled in."""
    if saved.status not in ("saved", "unchanged"):
        for problem in saved.problems or (Problem("import_not_written"),):
            say_problem(problem, args.lang)
        return 1
    print(pick(args, f"已写入 {saved.path}", f"Written: {saved.path}"))
    if saved.problems:
        print(pick(args, "还要补上：", "Still to be filled in:"))
    for problem in saved.problems:
        say_problem(problem, args.lang)
    return 0


def diff(args: Args) -> int:
    """The changes from A to B in words, one a line."""
    from biaochi import history
    from biaochi.words import Words

    words = Words(args.lang)
    found = history.changes(args.root, args.a, args.b)
    print("\n".join(history.tell(one, words) for one in found) or words("history.no_changes"))
    return 0


def import_(args: argparse.Namespace) -> int:
    """Shows what a workbook would change, with Problems by sheet and cell; with --write all of it is saved."""
    from biaochi.words import Words
    from biaochi.writing import intake, roles, save_together

    given: dict[str, Any] = {name: getattr(args, name) for name in _GIVEN} | {"kind": args.kind or ""}
    found = intake.read_workbook(args.root, args.path, intake.Given(**given))
    for problem in found.problems:
        say_problem(problem, args.lang)
    for kind, table in found.copied:
        print(roles.understood(kind, table, Words(args.lang)))
    _preview(args, found)
    if not args.write or not found.texts:
        return int(bool(errors(found.problems)))
    if errors(found.problems):
        say_problem(Problem("import_not_written"), args.lang)
        return 1
    return max(_say_saved(args, one) for one in save_together(args.root, list(found.texts.values())))


def _preview(args: Args, found: Any) -> None:
    """The lines that would change, and what they mean where all of it is sound."""
    from biaochi import history
    from biaochi.words import Words
    from biaochi.writing import roles
    from biaochi.writing.saving import overlay

    words = Words(args.lang)
    print(found.diff() or words("history.no_changes"))
    if found.texts:
        print(roles.counted(found.changed, found.added, found.texts, words))
    if found.texts and not errors(found.problems):
        with overlay(args.root, {path: seen.bytes(text) for path, (seen, text) in found.texts.items()}) as tree:
            for one in history.changes(args.root, ".", tree):
                print(history.tell(one, words))
