"""The bar of one target: ring = baseline, bar = latest value, tall tick = target, small wedge = expected by now."""

from __future__ import annotations

import math
from collections.abc import Callable

from markupsafe import Markup

from biaochi.figures import Figure, ends, known
from biaochi.marks.svg import at, el, pct, svg
from biaochi.palette import look, var
from biaochi.words import Words

_HEIGHT, _MID, _THICK = 28, 15.0, 8.0
_LEFT, _SPAN = 0.02, 0.96
# An open end fades over this share of the scale, in four steps (a gradient would need an id).
_FADE = (0.62, 0.4, 0.22, 0.1)

Scale = Callable[[float], float]


def target_bar(target: Figure | None, baseline: Figure | None, value: Figure | None, verdict: str, words: Words, *,
               time: float | None = None, fit: bool = False, early: bool = False, label: str = "") -> Markup:
    """One row's bar. Figures are rows of the table `figure`; a figure without a number is not drawn.

    The scale starts at 0 (or below, for negative values); with `fit` it holds just the numbers, the bar then runs from
    the baseline to the value and a broken foot says so. `time` (ratio) puts the wedge where the value should be now.
    """
    numbers = _numbers(target, baseline, value)
    said = _label(target, baseline, value, verdict, words, early, label)
    if not numbers:
        return svg(said, _track(None), height=_HEIGHT)
    x = _scale(numbers, fit)
    drawn = _track(x if fit else None) + _zero(numbers, x, fit) + _target(target, x)
    if value is not None and known(value.get("value")):
        drawn += _value(value, _start(baseline, x, fit), x, verdict)
    drawn += _ring(baseline, x) + _wedge(target, baseline, time, x)
    return svg(said, drawn, height=_HEIGHT)


def bar_items(target: Figure | None, baseline: Figure | None, value: Figure | None, time: float | None = None,
              fit: bool = False) -> list[str]:
    """What a bar of these figures shows, as the legend's keys in the legend's order."""
    numbers = _numbers(target, baseline, value)
    if not numbers:
        return []
    x = _scale(numbers, fit)
    low, high, *beyond = ends(value) if value is not None and known(value.get("value")) else (None, None)
    shown = {"baseline": _ring(baseline, x), "latest": low is not None, "target": _target(target, x),
             "range": target is not None and target.get("comparator") == "range",
             "time": _wedge(target, baseline, time, x), "open": low != high or any(beyond), "fitted": fit}
    return [item for item, there in shown.items() if there]


def expected_now(target: Figure | None, baseline: Figure | None, time: float | None) -> float | None:
    """The value that keeps pace with time: b + s·(T − b); None where a part is unknown."""
    if not (target and baseline and known(target.get("value")) and known(baseline.get("value"))) or time is None:
        return None
    share = min(max(float(time), 0.0), 1.0) if known(time) else math.nan
    return None if math.isnan(share) else baseline["value"] + share * (target["value"] - baseline["value"])


def _numbers(*figures: Figure | None) -> list[float]:
    found: list[float] = []
    for figure in figures:
        if figure is None:
            continue
        if known(figure.get("value")):
            found += ends(figure)[:2]
        elif figure.get("comparator") == "range":
            found += [float(figure[end]) for end in ("lower", "upper") if known(figure.get(end))]
    return [n for n in found if math.isfinite(n)]


def _scale(numbers: list[float], fit: bool) -> Scale:
    """From a number to a share of the width, with room for what stands at the ends."""
    low, high = min(numbers), max(numbers)
    if fit:
        room = (high - low or abs(high) or 1) * 0.22
        low, high = low - room, high + room
    else:
        low, high = min(low * 1.06, 0.0), max(high * 1.06, 0.0)
    span = high - low or 1.0
    return lambda n: _LEFT + _SPAN * min(max((n - low) / span, 0.0), 1.0)


def _start(baseline: Figure | None, x: Scale, fit: bool) -> float | None:
    """Where the bar begins: at 0, on a fitted scale at the baseline, or nowhere (a lone dot)."""
    if not fit:
        return x(0.0)
    return x(baseline["value"]) if baseline and known(baseline.get("value")) else None


def _track(broken: Scale | None) -> Markup:
    ground = el("rect", x=pct(_LEFT), y=_MID - _THICK / 2, width=pct(_SPAN), height=_THICK, rx=2, fill=var("track"))
    if broken is None:
        return ground
    cut = el("path", d="M0 7 L4 -7 M5 7 L9 -7", stroke=var("sub"), stroke_width=1.5, fill="none")
    return ground + at(pct(_LEFT + 0.015), _MID, cut)


def _zero(numbers: list[float], x: Scale, fit: bool) -> Markup:
    """Where 0 stands, when there are values below it."""
    if fit or min(numbers) >= 0:
        return Markup("")
    return el("line", x1=pct(x(0.0)), x2=pct(x(0.0)), y1=8, y2=22, stroke=var("sub"), stroke_width=1)


def _rect(start: float, end: float, ink: str, opacity: float | None = None) -> Markup:
    """A piece of the bar; what could not be judged is an outline."""
    box = {"x": pct(min(start, end)), "width": pct(abs(end - start)), "y": _MID - _THICK / 2, "height": _THICK}
    if ink == "unknown" and opacity is None:
        return el("rect", **box, rx=2, fill=var("card"), stroke=var(ink), stroke_width=1.6)
    return el("rect", **box, rx=None if opacity else 2, fill=var(ink), fill_opacity=opacity)


def _value(value: Figure, start: float | None, x: Scale, verdict: str) -> Markup:
    """The bar up to the sure end, a lighter piece up to the possible end, an arrow where nothing is known beyond."""
    ink = look(verdict).colour
    low, high, open_below, open_above = ends(value)
    sure, possible = x(low), x(high)
    if start is None:
        drawn = el("circle", cx=pct(sure), cy=_MID, r=5.5, fill=var(ink))
    else:
        drawn = _rect(start, sure, ink)
    if high > low:
        drawn += _rect(sure, possible, ink, 0.45)
    if open_above or open_below:
        drawn += open_end(pct(possible if open_above else sure), _MID, ink, -1 if open_below else 1)
    return drawn


def open_end(x: str, y: float, ink: str, way: int = 1) -> Markup:
    """A fading tail and an arrow head: the value lies at least here, how far beyond is not known."""
    drawn = Markup("")
    for i, opacity in enumerate(_FADE):
        left = 5 * i if way > 0 else -5 * (i + 1)
        drawn += el("rect", x=left, y=-4, width=5, height=8, fill=var(ink), fill_opacity=opacity)
    head = f"M{way * 19} -5 L{way * 25} 0 L{way * 19} 5"
    drawn += el("path", d=head, fill="none", stroke=var(ink), stroke_width=2, stroke_linecap="round",
                stroke_linejoin="round")
    return at(x, y, drawn)


def _ring(baseline: Figure | None, x: Scale) -> Markup:
    if baseline is None or not known(baseline.get("value")) or not baseline.get("stated", True):
        return Markup("")  # a count from the start of the plan starts at 0: nobody stated a baseline
    return el("circle", cx=pct(x(baseline["value"])), cy=_MID, r=5.2, fill=var("card"), stroke=var("sub"),
              stroke_width=2)


def _target(target: Figure | None, x: Scale) -> Markup:
    """A tall tick; a range as a band between two ticks."""
    if target is None:
        return Markup("")
    if target.get("comparator") == "range":
        low, high = (x(float(target[end])) for end in ("lower", "upper"))
        band = el("rect", x=pct(low), y=_MID - 9, width=pct(high - low), height=18, fill=var("ink"), fill_opacity=0.12)
        return band + _tick(low) + _tick(high)
    return _tick(x(target["value"])) if known(target.get("value")) else Markup("")


def _tick(share: float) -> Markup:
    halo = el("line", x1=pct(share), x2=pct(share), y1=3, y2=27, stroke=var("card"), stroke_width=5.5)
    return halo + el("line", x1=pct(share), x2=pct(share), y1=4, y2=26, stroke=var("ink"), stroke_width=2.5)


def _wedge(target: Figure | None, baseline: Figure | None, time: float | None, x: Scale) -> Markup:
    expected = expected_now(target, baseline, time)
    if expected is None or target and expected == target.get("value"):
        return Markup("")
    return at(pct(x(expected)), 1, el("path", d="M-5 0 H5 L0 7 Z", fill=var("sub")))


def _label(target: Figure | None, baseline: Figure | None, value: Figure | None, verdict: str, words: Words,
           early: bool, label: str) -> str:
    parts = [words("mark.baseline", figure=baseline) if baseline and known(baseline.get("value")) else "",
             words("mark.target", figure=target) if target else "",
             words("mark.latest", figure=value) if value and known(value.get("value")) else words("mark.no_latest"),
             words.verdict(verdict, early)]
    said = words("common.clause").join(part for part in parts if part)
    return label + words("common.colon") + said if label else said
