"""Our own workbook brought back: what somebody changed in a row becomes edits, what nobody touched becomes nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from biaochi.problem import Fault
from biaochi.writing.changes import Changes, agree, edit, open_fields, plain_number, read
from biaochi.writing.fresh import new
from biaochi.writing.ledger import KINDS, Kept
from biaochi.writing.notdone import gone, untaken
from biaochi.writing.recognised import EMPTY, Table
from biaochi.writing.standing import Standing, There, plain


def bring(table: Table, kind: str, now: Standing, out: Changes, plan: str | None = None) -> None:
    """The edits of one sheet of our own."""
    rows = [n for n in range(table.header + 1, len(table.sheet.rows)) if any(table.cell(n, x) for x in table.columns)]
    first, keys = _firsts(table, rows, kind), {table.cell(row, "key") for row in rows}
    gone(table, rows, kind, plan, out)
    for row in rows:
        try:
            if (of := first.get(table.cell(row, "key"), row)) != row:
                _copied(table, row, of, kind, now, out, plan)
                continue
            there, kept = _there(table, row, kind, now, plan, keys)
            if there is not None:
                _changed(table, row, kind, there, kept, now, out)
            elif kept is None and not _key(table, row, plan):
                new(table, row, kind, now, out, plan)
            elif _touched(table, row, kind, kept or {}):
                raise Fault("sheet_row_gone")
            untaken(table, row, kind, kept, out)
        except Fault as fault:
            out.tell(fault, table, row, str(fault.params.pop("at", "name" if "name" in table.columns else "key")))


def _firsts(table: Table, rows: list[int], kind: str) -> dict[str, int]:
    """By key the row that it belongs to where rows were copied with their keys: the one that says most of what it did.

    What tells entries of this kind apart counts before all the rest.
    """

    def same(row: int) -> tuple[int, int]:
        kept = table.kept.get(table.cell(row, "key"), {})
        held = [name for name in kept if name in table.columns and table.cell(row, name) == kept[name].shown]
        return sum(name in KINDS[kind].apart for name in held), len(held)

    found: dict[str, int] = {}
    for row in rows:
        key = table.cell(row, "key")
        if table.kept.get(key) and (key not in found or same(row) > same(found[key])):
            found[key] = row
    return found


def _copied(table: Table, row: int, of: int, kind: str, now: Standing, out: Changes, plan: str | None) -> None:
    """A row that was copied to add another entry; raises Fault sheet_row_twice where it speaks of the same one."""
    names = [name for name in table.columns if name != "key"]
    if all(table.cell(row, name) == table.cell(of, name) for name in names):
        return
    if all(table.cell(row, name) == table.cell(of, name) for name in KINDS[kind].apart):
        raise Fault("sheet_row_twice", row=of + 1)
    if kind == "target" and plan and (there := _exactly(table, row, now, plan)):
        _changed(table, row, kind, there, None, now, out)
    else:
        new(table, row, kind, now, out, plan)


def _exactly(table: Table, row: int, now: Standing, plan: str) -> There | None:
    """The target of this indicator and this time, once the row was taken in and saved."""
    key = now.id_of("indicator", table.cell(row, "indicator"), table.cell(row, "name"))
    try:
        due = read(table.cell(row, "due"), "target", "due", now) or ""
    except Fault as fault:
        raise Fault(fault.code, **fault.params, at="due") from None
    return next((one for one in now.targets(plan) if (one.raw("indicator"), one.raw("due")) == (key, due)), None)


def _there(
    table: Table, row: int, kind: str, now: Standing, plan: str | None, keys: Collection[str]
) -> tuple[There | None, dict[str, Kept] | None]:
    """The entry that a row came from, and what its cells said then; None for a row that is new."""
    key = _key(table, row, plan)
    kept = table.kept.get(key)
    of, _, rest = key.partition(":")
    if of != kind or not rest:
        return (_by_name(table, row, now, plan, keys), None) if kind == "target" and plan and not key else (None, kept)
    if kind == "target":
        id_, _, aim = rest.partition("/")
        return (_target(now, id_, *aim.partition("@")[::2]) if id_ in now.docs.plans else None), kept
    if kind == "milestone":
        return (_milestone(now, rest) if rest.partition("/")[0] in now.docs.plans else None), kept
    if kind == "figure":
        file, _, line = rest.rpartition(":")
        names = ("indicator", "ref_area", "time_period", "value", "source")
        same = {name: kept[name].raw for name in names if kept and name in kept}
        if kept is None:  # the hidden sheet is lost, as where the sheet was saved as CSV
            same = {"indicator": now.id_of("indicator", table.cell(row, "indicator"), table.cell(row, "name")),
                    "ref_area": now.id_of("area", table.cell(row, "ref_area"))}  # fmt: skip
        return (now.figure(file, int(line), same) if same and line.isdigit() else None), kept
    return now.entry(kind, rest), kept


def _key(table: Table, row: int, plan: str | None) -> str:
    """The key of a row; none where its sheet is a copy for another plan than the row came from."""
    key = table.cell(row, "key")
    kind, _, rest = key.partition(":")
    return "" if plan and kind == "target" and rest.partition("/")[0] != plan else key


def _milestone(now: Standing, rest: str) -> There | None:
    """The yearly target behind plan/indicator@due#year."""
    plan, _, aim = rest.partition("/")
    aim, _, year = aim.partition("#")
    target = _target(now, plan, *aim.partition("@")[::2])
    return next((one for one in now.milestones(target) if one.raw("due") == year), None) if target else None


def _by_name(table: Table, row: int, now: Standing, plan: str, keys: Collection[str]) -> There | None:
    """The target that a row without a key means: of another time it is a new one where the old has its own row."""
    key = now.id_of("indicator", table.cell(row, "indicator"), table.cell(row, "name"))
    try:
        due = read(table.cell(row, "due"), "target", "due", now) or ""
    except Fault as fault:
        raise Fault(fault.code, **fault.params, at="due") from None
    found = _target(now, plan, key, due if _several(now, plan, key) else "")
    apart = found and due and found.raw("due") != due and any(one.startswith(f"target:{plan}/{key}@") for one in keys)
    return None if apart else found


def _several(now: Standing, plan: str, indicator: str) -> bool:
    return sum(one.raw("indicator") == indicator for one in now.targets(plan)) > 1


def _target(now: Standing, plan: str, indicator: str, due: str) -> There | None:
    there = [one for one in now.targets(plan) if one.raw("indicator") == indicator]
    exact = [one for one in there if one.raw("due") == due]
    if len(there) < 2 or len(exact) == 1:
        return (exact or there or [None])[0]
    raise Fault("sheet_plan_twice", value=indicator)


def _touched(table: Table, row: int, kind: str, kept: Mapping[str, Kept]) -> bool:
    """Whether somebody changed a cell since the workbook was made."""
    return any(table.cell(row, name) != kept[name].shown for name in open_fields(table, kind) if name in kept)


def _changed(
    table: Table, row: int, kind: str, there: There, kept: dict[str, Kept] | None, now: Standing, out: Changes
) -> None:
    """The edits of a row that is there: each cell that says something else than when it was made."""
    wanted: dict[str, str | None] = {}
    open_ = [name for name in open_fields(table, kind) if (row, name) not in table.formulas]
    numbers = {name[1:]: typed for name in open_ if name.startswith("=")
               if (typed := _number(plain_number(table.cell(row, name)), there, name, kept))}  # fmt: skip
    for name in [one for one in open_ if not one.startswith("=")]:
        try:
            text = table.cell(row, name)
            if not (name in numbers and text in EMPTY) and _differs(table, row, name, there, kept):
                _checked(numbers.pop(name, ""), text, f"={name}", there, now)
                value = _wanted(table, row, kind, name, there, kept, now)
                wanted |= {name: value} if (value or "") != there.raw(name) else {}
        except Fault as fault:
            out.tell(fault, table, row, str(fault.params.pop("at", name)))
    for name, number in numbers.items():
        try:
            _unmet(number, name, there, kept)
            wanted[name] = _in_unit(number, there, now)
        except Fault as fault:
            out.tell(fault, table, row, f"={name}")
    edit(table, row, there, wanted, out, _spoken(table, row, open_))


def _spoken(table: Table, row: int, names: list[str]) -> set[str]:
    """The fields of which a row says something."""
    return {name.lstrip("=") for name in names if table.cell(row, name) not in EMPTY}


def _checked(number: str, text: str, at: str, there: There, now: Standing) -> None:
    """Raises Fault where the number and the printed text beside it were both changed and say two things."""
    if number and not agree(number, text, now.unit(there.raw("indicator")), there.raw("unit")):
        raise Fault("sheet_contradiction", value=number, text=text, at=at)


def _in_unit(number: str, there: There, now: Standing) -> str:
    """A number of the indicator's unit as the text of a figure that has a unit of its own."""
    unit = now.unit(there.raw("indicator"))
    return number + unit if there.raw("unit") not in ("", unit) and number[-1:].isdigit() else number


def _differs(table: Table, row: int, name: str, there: There, kept: dict[str, Kept] | None) -> bool:
    typed = table.cell(row, name)
    if kept is not None:
        return name not in kept or typed != kept[name].shown
    return (typed not in EMPTY and typed != there.raw(name)) or name == "nature"


def _wanted(
    table: Table, row: int, kind: str, name: str, there: There, kept: dict[str, Kept] | None, now: Standing
) -> str | None:
    """What a cell wants its field to say; raises Fault where it cannot be read, or meets somebody else's change."""
    value = read(table.cell(row, name), kind, name, now)
    if value is None and name in KINDS[kind].needed and there.raw(name):
        raise Fault("sheet_cleared")
    _unmet(value or "", name, there, kept)
    return value


def _unmet(value: str, name: str, there: There, kept: dict[str, Kept] | None) -> None:
    """Raises Fault where somebody else has changed the field since the workbook was made."""
    if kept and name in kept and there.raw(name) not in (plain(name, kept[name].raw), value):
        raise Fault("sheet_conflict", value=value, theirs=there.raw(name))


def _number(typed: str, there: There, name: str, kept: dict[str, Kept] | None) -> str | None:
    """The number cell where somebody typed another number into it; the printed text beside it goes before it."""
    before = kept[name].shown if kept and name in kept else there.numbers.get(name)
    if typed in EMPTY or typed == before:
        return None
    try:
        known = float(before) if before not in (None, "") else None
        if known is not None and abs(float(typed.rstrip("%")) - known) <= 1e-9 * max(1, abs(known)):
            return None
    except ValueError:
        pass
    return typed if kept is not None or before is not None else None
