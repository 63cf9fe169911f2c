"""The verdict as a word with its shape, the strip that counts verdicts, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from biaochi.marks.svg import el, pct, shape, svg
from biaochi.palette import GROUP_LOOKS, GROUPS, Look, group_of, look, var
from biaochi.words import Words

_BADGE = ("display:inline-flex;align-items:center;gap:.4em;border-radius:6px;padding:.1em .6em;margin:.12em 0;"
          "white-space:nowrap;line-height:1.55;font-size:{size};border:1px solid {edge};background:{ground};"
          "color:{ink};-webkit-print-color-adjust:exact;print-color-adjust:exact")


def badge(verdict: str, words: Words, *, early: bool = False, detail: str = "", size: str = ".88em") -> Markup:
    """A verdict of either method as shape and word on its ground; `detail` follows the word (至少进度正常)."""
    growth = not words.has(f"verdict.{verdict}")
    said = words(f"growth.{verdict}") if growth else words.verdict(verdict, early)
    return _badge(look(verdict), f"{said}（{detail}）" if detail and words.lang == "zh" else
                  f"{said} ({detail})" if detail else said, size)


def group_badge(group: str, count: int, words: Words, size: str = ".88em") -> Markup:
    """A count group with its number: 已达到 1."""
    return _badge(GROUP_LOOKS[group], f"{words.group(group)} {words.number(count)}", size)


def held_badge(said: str, size: str = ".88em") -> Markup:
    """A figure that may not be shown yet: a padlock and its word."""
    lock = el("rect", x=2.5, y=6.5, width=9, height=6, rx=1.2, fill="currentColor")
    bow = el("path", d="M4.5 6.5 V4.4 a2.5 2.5 0 0 1 5 0 V6.5", fill="none", stroke="currentColor", stroke_width=1.5)
    icon = el("svg", bow + lock, viewBox="0 0 14 14", width="0.95em", height="0.95em", aria_hidden="true",
              focusable="false", style="flex:none")
    style = _BADGE.format(size=size, edge=var("badge-edge"), ground=var("unknown-ground"), ink=var("unknown-ink"))
    return el("span", icon, said, class_="bc-badge", style=style)


def _badge(seen: Look, said: str, size: str) -> Markup:
    icon = el("svg", el("g", shape(seen, 6, f"{seen.colour}-ground"), transform="translate(7 7)"), viewBox="0 0 14 14",
              width="0.95em", height="0.95em", aria_hidden="true", focusable="false", style="flex:none")
    style = _BADGE.format(size=size, edge=var("badge-edge"), ground=var(f"{seen.colour}-ground"),
                          ink=var(f"{seen.colour}-ink"))
    return el("span", icon, said, class_="bc-badge", style=style)


def icon(verdict: str, words: Words, size: int = 16) -> Markup:
    """The shape alone, still saying its word to a screen reader; for tight tables and legends."""
    mark = el("g", shape(look(verdict), 6), transform="translate(8 8)")
    return svg(words.verdict(verdict), mark, height=size, width=size, view="0 0 16 16", style="display:inline-block;")


def count_groups(verdicts: Mapping[str, int]) -> dict[str, int]:
    """Counts by verdict -> counts by group in the order of a mid-term evaluation; empty groups are left out."""
    found: dict[str, int] = dict.fromkeys(GROUPS, 0)
    for verdict, n in verdicts.items():
        found[group_of(verdict)] += n
    return {group: n for group, n in found.items() if n}


def status_strip(counts: Mapping[str, int], words: Words, height: int = 14) -> Markup:
    """One strip of all targets, its pieces as long as their counts; what was not judged is hollow, not a failure."""
    shown = [(group, counts[group]) for group in GROUPS if counts.get(group)]
    total = sum(n for _, n in shown)
    parts = words.join(f"{words.group(group)} {words.number(n)}" for group, n in shown)
    label = words("mark.counts", n=total, parts=parts or words("mark.no_values"))
    drawn, left = Markup(""), 0.0
    for group, n in shown:
        drawn += _piece(group, left, n / total, height)
        left += n / total
    return svg(label, drawn or _empty(height), height=height)


def _piece(group: str, left: float, share: float, height: int) -> Markup:
    """A piece of the strip; the stroke in the card's colour parts it from its neighbours."""
    seen = GROUP_LOOKS[group]
    fill = var("unknown-ground" if seen.hollow else seen.colour)
    drawn = el("rect", x=pct(left), y=0, width=pct(share), height=height, rx=4, fill=fill, stroke=var("card"),
               stroke_width=2)
    if not seen.hollow:
        return drawn
    middle, inset = height / 2, min(0.006, share / 8)
    dashes = "6 4" if group == "awaiting" else "2 3"
    return drawn + el("line", x1=pct(left + inset), x2=pct(left + share - inset), y1=middle, y2=middle,
                      stroke=var("unknown"), stroke_width=2, stroke_dasharray=dashes)


def _empty(height: int) -> Markup:
    return el("rect", x="0%", y=0, width="100%", height=height, rx=4, fill=var("track"))


def arrow(change: float | None, words: Words, size: int = 14) -> Markup:
    """Up, down or unchanged as an arrow in neutral blue: direction is not a judgement."""
    way = "level" if not change else "up" if change > 0 else "down"
    path = {"up": "M7 12 V2.5 M3 6.5 L7 2.5 L11 6.5", "down": "M7 2 V11.5 M3 7.5 L7 11.5 L11 7.5",
            "level": "M2 7 H12"}[way]
    line = el("path", d=path, fill="none", stroke=var("arrow"), stroke_width=2, stroke_linecap="round",
              stroke_linejoin="round")
    return svg(words(f"mark.{way}"), line, height=size, width=size, view="0 0 14 14", style="display:inline-block;")


def legend(items: Iterable[str], words: Words) -> Markup:
    """What the marks of a bar or a line mean, in pictures and words (keys of the room `legend`); it wraps like text."""
    pairs = Markup("").join(_legend_item(item, words(f"legend.{item}")) for item in items)
    return el("span", pairs, class_="bc-legend", style="display:inline-flex;flex-wrap:wrap;gap:.1em 1.1em;"
              f"font-size:.85em;font-weight:400;color:{var('sub')}")


def legend_picture(item: str) -> Markup:
    """What the legend draws for a key, 19 pixels wide around the height 0."""
    return _KEYS[item]()


def _legend_item(item: str, word: str) -> Markup:
    drawn = el("g", legend_picture(item), transform="translate(0 10)")
    picture = el("svg", drawn, viewBox="0 0 19 20", width=19, height=20, aria_hidden="true", focusable="false",
                 style="flex:none")
    return el("span", picture, word, style="display:inline-flex;align-items:center;gap:.35em")


def _line(x1: float, y1: float, x2: float, y2: float, ink: str, width: float = 2, dashes: str | None = None) -> Markup:
    return el("line", x1=x1, x2=x2, y1=y1, y2=y2, stroke=var(ink), stroke_width=width, stroke_dasharray=dashes)


def _open_key() -> Markup:
    bar = el("rect", x=0, y=-4, width=8, height=8, fill=var("accent"), fill_opacity=0.5)
    return bar + el("path", d="M11 -4 L15 0 L11 4", fill="none", stroke=var("accent"), stroke_width=2)


_KEYS = {
    "baseline": lambda: el("circle", cx=9, cy=0, r=4.6, fill=var("card"), stroke=var("sub"), stroke_width=2),
    "latest": lambda: el("rect", x=2, y=-4, width=15, height=8, rx=2, fill=var("accent")),
    "target": lambda: _line(9, -8, 9, 8, "ink", 2.5),
    "time": lambda: el("path", d="M4 -4 H14 L9 3 Z", fill=var("sub")),
    "open": _open_key,
    "fitted": lambda: el("path", d="M4 6 L8 -6 M9 6 L13 -6", stroke=var("sub"), stroke_width=1.5),
    "range": lambda: el("rect", x=2, y=-7, width=15, height=14, fill=var("ink"), fill_opacity=0.14),
    "observed": lambda: _line(1, 0, 18, 0, "accent"),
    "gap": lambda: _line(1, 0, 18, 0, "accent", 2, "1.5 4"),
}
