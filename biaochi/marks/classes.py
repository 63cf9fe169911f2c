"""Classes of values and their five steps of one colour: light is worse, dark is better, whichever way better lies."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from markupsafe import Markup

from biaochi.figures import Figure, ends, known
from biaochi.lettering import text_width
from biaochi.marks.svg import el, num, text
from biaochi.palette import var
from biaochi.words import Words

CLASSES = 5


def class_cuts(values: Sequence[float]) -> list[float]:
    """Lower ends of the second to the last class: quantiles of the values, each only once."""
    ordered = sorted(values)
    if len(set(ordered)) < 2:
        return []
    cuts = (ordered[min(len(ordered) * i // CLASSES, len(ordered) - 1)] for i in range(1, CLASSES))
    return sorted({cut for cut in cuts if cut > ordered[0]})


def step_of(row: Figure, cuts: Sequence[float], lower: bool | None = False) -> int | None:
    """The colour step 1-5 of a figure, 5 the best (`lower`: the least is best; None: the group may not be ranked).

    None where there are no classes, or where its ends differ in class.
    """
    if lower is None:
        return None
    low, high, open_below, open_above = ends(row)
    first, last = 0 if open_below else bisect_right(cuts, low), len(cuts) if open_above else bisect_right(cuts, high)
    if first != last:
        return None
    step = 3 if not cuts else 1 + round(first * (CLASSES - 1) / len(cuts))
    return CLASSES + 1 - step if lower else step


def cuts_of(rows: Sequence[Figure]) -> list[float]:
    """The class limits of figures; those without a number do not count."""
    return class_cuts([float(row["value"]) for row in rows if known(row.get("value"))])


def ground(step: int | None) -> tuple[str, str]:
    """The names of the ground and of the ink on it; a figure that fits no single class has neither light nor dark."""
    return ("unknown-ground", "unknown-ink") if step is None else (f"seq-{step}", f"seq-{step}-ink")


def class_ranges(
    rows: Sequence[Figure], words: Words, unit: str = "", lower: bool | None = False
) -> list[tuple[int, str]]:
    """Every step that is used, worst first, with its lowest and highest value in words; the last names the unit."""
    cuts = cuts_of(rows)
    groups: dict[int, list[float]] = {}
    for row in rows:
        step = step_of(row, cuts, lower) if known(row.get("value")) else None
        if step is not None:
            groups.setdefault(step, []).append(float(row["value"]))
    found = []
    for step, values in sorted(groups.items()):
        both = {"lower": min(values), "upper": max(values), "comparator": "range"}
        said = words.short(both) if min(values) < max(values) else words.number(values[0])
        found.append((step, words.amount(said, unit) if step == max(groups) else said))
    return found


def class_legend(
    rows: Sequence[Figure], top: float, width: float, words: Words, unit: str, lower: bool | None
) -> Markup:
    """The classes in one line of a drawing."""
    found = class_ranges(rows, words, unit, lower)
    drawn, room = Markup(""), width / max(len(found), 1)
    for i, (step, said) in enumerate(found):
        size = min(14.0, 14 * (room - 24) / max(text_width(said, 14), 1))
        square = {"y": top + 4, "width": 16, "height": 16, "rx": 3}
        drawn += el("rect", x=num(i * room), **square, fill=var(f"seq-{step}"), stroke=var("line"))
        drawn += text(said, num(i * room + 21), top + 17, size, "sub")
    return drawn
