"""The targets of a plan as one drawing: how they stand, then each with baseline, target, latest, bar and verdict."""

from __future__ import annotations

from markupsafe import Markup

from biaochi import marks
from biaochi.exports.answer import Answer
from biaochi.figures import Figure
from biaochi.lettering import text_width, wrap
from biaochi.marks.svg import el, shape, text
from biaochi.palette import GROUP_LOOKS, look, var
from biaochi.views.rows import Aim

_SIZE, _ROW = 15.0, 40
# left or right edges of the columns
_NAME, _BASE, _TARGET, _LATEST, _UNIT, _BAR, _BAR_WIDTH, _VERDICT = 262, 340, 424, 508, 520, 606, 218, 842


def plan_body(answer: Answer, width: float) -> tuple[Markup, float]:
    """The drawing and its height in pixels; `width` is the room across."""
    words = answer.words
    drawn = Markup(marks.standalone(marks.status_strip(answer.counts, words), width=int(width)).strip())  # noqa: S704
    counts, y = _counts(answer, 40)
    drawn += counts + _key(answer, y + 34, width)
    y += 62
    heads = ((words("term.indicator"), 0, "start"), (words("role.baseline"), _BASE, "end"),
             (words("role.target"), _TARGET, "end"), (words("term.value"), _LATEST, "end"),
             (words("term.unit"), _UNIT, "start"), (words("page.bar"), _BAR, "start"),
             (words("term.progress_status"), _VERDICT, "start"))  # fmt: skip
    for said, x, anchor in heads:
        drawn += text(said, x, y, 13, "sub", anchor)
    y += 9
    for aim in answer.aims:
        drawn += el("rect", x=0, y=y, width=width, height=1, fill=var("line")) + _row(aim, answer, y)
        y += _ROW
    return drawn, float(y)


def _counts(answer: Answer, y: float) -> tuple[Markup, float]:
    """The counts by group in words, each behind its shape."""
    drawn, x = Markup(""), 0.0
    for group, n in answer.counts.items():
        said = f"{answer.words.group(group)} {answer.words.number(n)}"
        drawn += el("g", shape(GROUP_LOOKS[group], 6.5), transform=f"translate({x + 8:.1f} {y - 5:.1f})")
        drawn += text(said, x + 22, y, 15, "ink", weight=500)
        x += text_width(said, 15) + 48
    return drawn, y


def _key(answer: Answer, y: float, width: float) -> Markup:
    """What ring, bar, tick and wedge mean."""
    drawn, x = Markup(""), float(_BAR)
    pictures = {
        "baseline": el("circle", cx=6, cy=-4, r=4.6, fill=var("card"), stroke=var("sub"), stroke_width=2),
        "target": el("rect", x=5, y=-12, width=2.5, height=16, fill=var("ink")),
        "time": el("path", d="M1 -9 H11 L6 -2 Z", fill=var("sub")),
    }
    for key, picture in pictures.items():
        said = answer.words(f"legend.{key}")
        drawn += el("g", picture, transform=f"translate({x:.1f} {y})") + text(said, x + 17, y, 12.5, "sub")
        x += text_width(said, 12.5) + 34
    return drawn


def _row(aim: Aim, answer: Answer, y: float) -> Markup:
    words, row, middle = answer.words, aim.row, y + _ROW / 2 + 5
    name = answer.name(row, "indicator")
    size = _SIZE if text_width(name, _SIZE) <= _NAME else 12.5
    lines = wrap(name, size, _NAME, 2)
    drawn = Markup("").join(
        text(line, 0, middle + (n - (len(lines) - 1) / 2) * (size + 2.5), size) for n, line in enumerate(lines)
    )
    drawn += _value(aim.baseline, _BASE, middle, answer) + _value(aim.target, _TARGET, middle, answer)
    drawn += _value(aim.value, _LATEST, middle, answer, 650)
    unit = answer.unit(aim)
    drawn += text(unit, _UNIT, middle, min(13.0, 13 * (_BAR - _UNIT - 6) / max(text_width(unit, 13), 1)), "sub")
    growth = row["target_type"] == "growth_rate"  # a rate and its values share no axis
    bar = marks.target_bar(
        None if growth else aim.target,
        aim.baseline,
        aim.value,
        row["verdict"],
        words,
        time=None if growth else row["time_progress"],
        fit=row["basis"] == "ratio",
        early=bool(row["early"]),
        label=name,
    )
    standing = Markup(marks.standalone(bar, width=_BAR_WIDTH).strip())  # noqa: S704
    drawn += el("g", standing, transform=f"translate({_BAR} {y + 6})")
    seen = look(row["verdict"])
    drawn += el("g", shape(seen, 6.5), transform=f"translate({_VERDICT + 7} {middle - 5})")
    said = answer.verdict(aim)
    return drawn + text(said, _VERDICT + 21, middle, min(14.0, 14 * 150 / text_width(said, 14)), f"{seen.colour}-ink")


def _value(figure: Figure | None, right: float, y: float, answer: Answer, weight: int | None = None) -> Markup:
    said = answer.words.short(figure) if figure else "—"
    size = min(_SIZE, _SIZE * 80 / max(text_width(said, _SIZE), 1))
    return text(said, right, y, size, "ink" if figure else "sub", "end", weight)
