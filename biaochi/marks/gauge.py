"""The gauge: a half circle from 0 to 100 %, a tick for the time used, the number as text."""

from __future__ import annotations

import math

from markupsafe import Markup

from biaochi.figures import known
from biaochi.lettering import text_width, wrap
from biaochi.marks.svg import el, num, shape, svg, text
from biaochi.palette import look, var
from biaochi.words import Words

_WIDTH, _CX, _CY, _R, _STROKE = 290, 145.0, 122.0, 92.0, 16
# Target types whose verdict is a margin, a range or a word: a percentage would say what nobody computed.
_NO_GAUGE = frozenset({"floor", "ceiling", "range", "milestone", "qualitative"})


def has_gauge(target_type: str, verdict: str, share: float | None) -> bool:
    """Whether a gauge may be drawn: a level with a known share, not a floor, a range, a word or a lone baseline."""
    return known(share) and target_type not in _NO_GAUGE and look(verdict).group != "awaiting"


def gauge(share: float, title: str, verdict: str, words: Words, *, note: str = "", time: float | None = None,
          number: str = "", attainment: bool = False, early: bool = False, captions: bool = True) -> Markup:
    """A completion rate, or with `attainment` a 目标达成比 named so; `share` and `time` as ratios, 1 is full.

    The number may pass 100 %, the arc may not. `number` replaces the percentage (">275.7%" for a bounded value).
    Without captions only the dial is drawn and the page sets title and note beside it.
    """
    printed = number or words.percent(share)
    label = _label(title, printed, verdict, words, note, time, attainment, early)
    dial = _dial(min(max(share, 0.0), 1.0), time, verdict, words) + _number(printed, verdict, words, early)
    if not captions:
        return svg(label, dial, height=152, view=f"0 0 {_WIDTH} 152")
    kind = words("term.attainment_ratio" if attainment else "term.completion_rate")
    below, height = _captions(title, note, kind, words)
    return svg(label, dial, below, height=height, view=f"0 0 {_WIDTH} {num(height)}")


def _label(title: str, printed: str, verdict: str, words: Words, note: str, time: float | None, attainment: bool,
           early: bool) -> str:
    key = "mark.gauge_attainment" if attainment else "mark.gauge_completion"
    timed = words("mark.time_tick", s=time) if known(time) else ""
    parts = (words(key, title=title, text=printed), timed, words.verdict(verdict, early), note)
    return words("common.clause").join(part for part in parts if part)


def _point(share: float, radius: float) -> str:
    """A place on the half circle, 0 on the left, 1 on the right."""
    angle = math.pi * (1 - share)
    return f"{num(_CX + radius * math.cos(angle))} {num(_CY - radius * math.sin(angle))}"


def _arc(share: float, ink: str, dashes: str | None = None) -> Markup:
    path = f"M{_point(0, _R)} A{num(_R)} {num(_R)} 0 0 1 {_point(share, _R)}"
    return el("path", d=path, fill="none", stroke=var(ink), stroke_width=_STROKE, stroke_dasharray=dashes)


def _dial(share: float, time: float | None, verdict: str, words: Words) -> Markup:
    seen = look(verdict)
    drawn = _arc(1, "track")
    if share > 0.002:
        drawn += _arc(share, seen.colour, "3 2.5" if seen.hollow else None)
    return drawn + (_tick(min(max(float(time), 0.0), 1.0), words) if time is not None and known(time) else Markup(""))


def _tick(time: float, words: Words) -> Markup:
    """Where the arc would end if it kept pace with time, and the word for it outside the arc."""
    line = el("path", d=f"M{_point(time, _R - 11)} L{_point(time, _R + 13)}", stroke=var("ink"), stroke_width=3,
              stroke_linecap="round")
    said = words("mark.time_short", s=time)
    x, y = (float(part) for part in _point(time, _R + 20).split())
    if y > _CY - 42:  # beside the foot of the arc there is no room: below it
        return line + text(said, _CX + math.copysign(_R, time - 0.5), _CY + 18, 11.5, "sub", "middle")
    half = text_width(said, 11.5) / 2
    x = min(max(x + half * math.cos(math.pi * (1 - time)), half + 2), _WIDTH - half - 2)
    return line + text(said, num(x), y + 2, 11.5, "sub", "middle")


def _number(printed: str, verdict: str, words: Words, early: bool) -> Markup:
    """The percentage with the shape and word of the verdict above it: the colour never speaks alone."""
    seen, said = look(verdict), words.verdict(verdict, early)
    said = said if text_width(said, 12.5) <= 112 else words.group(seen.group)
    width = text_width(said, 12.5) + 18
    left = _CX - width / 2
    size = min(35.0, 140 / max(text_width(printed, 1), 0.1))
    mark = el("g", shape(seen, 5.5), transform=f"translate({num(left + 6)} 72)")
    word = text(said, num(left + 18), 76.5, 12.5, f"{seen.colour}-ink", weight=500)
    return mark + word + text(printed, _CX, 118, size, "ink", "middle", 650)


def _captions(title: str, note: str, kind: str, words: Words) -> tuple[Markup, float]:
    """Title, what the percentage is, and the note, in lines under the dial; and the height that they need."""
    drawn, y = Markup(""), 164.0
    for line in wrap(title, 15.5, _WIDTH - 12):
        drawn += text(line, _CX, y, 15.5, "ink", "middle", 600)
        y += 21
    said = words("common.dot").join(part for part in (kind, note) if part)
    for line in wrap(said, 13, _WIDTH - 12):
        drawn += text(line, _CX, y, 13, "sub", "middle")
        y += 18
    return drawn, y - 6
