"""The targets of a plan as one drawing: how they stand, then each with baseline, target, latest, bar and verdict."""

from __future__ import annotations

from typing import TypedDict

from markupsafe import Markup

from biaochi import marks
from biaochi.exports.answer import Answer
from biaochi.figures import Figure
from biaochi.lettering import text_width, wrap
from biaochi.marks.svg import el, shape, text
from biaochi.palette import GROUP_LOOKS, look, var
from biaochi.views.rows import Aim

_SIZE, _ROW, _SMALL = 15.0, 40, 15
_ITEMS = ("baseline", "latest", "target", "range", "time", "open", "fitted")
# left or right edges of the columns
_NAME, _BASE, _TARGET, _LATEST, _UNIT, _BAR, _BAR_WIDTH, _VERDICT = 262, 340, 424, 508, 520, 606, 218, 842


class _Scale(TypedDict):
    time: float | None
    fit: bool


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
        drawn += el("rect", x=0, y=y, width=width, height=1, fill=var("line"))
        beside = _beside(aim, answer, width - _VERDICT - 28)
        tall = _ROW + _SMALL * max(len(beside) - 1, 0)
        drawn += _row(aim, answer, y + (tall - _ROW) / 2, beside)
        y += tall
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
    """What the parts of the bars mean: those that are drawn, no others."""
    found = {item for aim in answer.aims for item in marks.bar_items(*_figures(aim), **_scale(aim))}
    said = {item: answer.words(f"legend.{item}") for item in _ITEMS if item in found}
    across = sum(text_width(word, 12.5) + 40 for word in said.values()) - 16
    drawn, x = Markup(""), max(min(float(_BAR), width - across), 0.0)
    for item, word in said.items():
        drawn += el("g", marks.legend_picture(item), transform=f"translate({x:.1f} {y - 4.5})")
        drawn += text(word, x + 24, y, 12.5, "sub")
        x += text_width(word, 12.5) + 40
    return drawn


def _figures(aim: Aim) -> tuple[Figure | None, Figure | None, Figure | None]:
    """Target, baseline and latest as a bar shows them: a rate and its values share no axis."""
    return None if _growth(aim) else aim.target, aim.baseline, aim.value


def _scale(aim: Aim) -> _Scale:
    return {"time": None if _growth(aim) else aim.row["time_progress"], "fit": aim.row["basis"] == "ratio"}


def _growth(aim: Aim) -> bool:
    return aim.row["target_type"] == "growth_rate"


def _beside(aim: Aim, answer: Answer, width: float) -> list[str]:
    """What has to be said beside the verdict: in one line if it fits, else a line each."""
    told = aim.caveats(answer.words)
    one = "　".join(told)
    return [one] if told and text_width(one, 11) <= width else told


def _row(aim: Aim, answer: Answer, y: float, beside: list[str]) -> Markup:
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
    bar = marks.target_bar(*_figures(aim), row["verdict"], words, **_scale(aim), early=bool(row["early"]), label=name)
    standing = Markup(marks.standalone(bar, width=_BAR_WIDTH).strip())  # noqa: S704
    drawn += el("g", standing, transform=f"translate({_BAR} {y + 6})")
    return drawn + _verdict(aim, answer, middle - _SMALL / 2 * len(beside), beside)


def _verdict(aim: Aim, answer: Answer, y: float, beside: list[str]) -> Markup:
    """The verdict as shape and word, with what has to be said beside it below."""
    seen, said = look(aim.row["verdict"]), answer.verdict(aim)
    drawn = el("g", shape(seen, 6.5), transform=f"translate({_VERDICT + 7} {y - 5})")
    drawn += text(said, _VERDICT + 21, y, min(14.0, 14 * 150 / text_width(said, 14)), f"{seen.colour}-ink")
    for n, line in enumerate(beside, 1):
        size = min(11.0, 11 * 150 / text_width(line, 11))
        drawn += text(line, _VERDICT + 21, y + n * _SMALL + 1, size, "sub")
    return drawn


def _value(figure: Figure | None, right: float, y: float, answer: Answer, weight: int | None = None) -> Markup:
    said = answer.words.short(figure) if figure else "—"
    size = min(_SIZE, _SIZE * 80 / max(text_width(said, _SIZE), 1))
    return text(said, right, y, size, "ink" if figure else "sub", "end", weight)
