"""The bricks of the marks: elements with escaped text, shapes of the verdicts, text measured and wrapped.

Marks lay themselves out in per cent across and pixels down, so that strokes and letters keep their size from a phone
to a wall; `standalone` turns one into a file of its own with concrete colours and pixels. No ids: nothing can clash.
Every mark is one line of markup (a blank line would end an HTML block in Markdown).
"""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup, escape

from biaochi.palette import FONT, THEMES, Look, var

_VAR = re.compile(r"var\(--bc-([\w-]+),[^()]*\)")
_PERCENT = re.compile(r'(?<= )(x|x1|x2|cx|width)="(-?[\d.]+)%"')


def num(value: float) -> str:
    """A coordinate with at most two decimals and no trailing zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def pct(share: float) -> str:
    """A share of the width as a per cent coordinate."""
    return num(share * 100) + "%"


def el(tag: str, *children: Any, **attributes: Any) -> Markup:
    """One element; text is escaped, numbers are rounded, None attributes are left out, `a_b` becomes `a-b`."""
    parts, name_of_tag = Markup(""), escape(tag)
    for name, value in attributes.items():
        if value is not None:
            plain = num(value) if isinstance(value, float) else value
            parts += Markup(' {}="{}"').format(name.rstrip("_").replace("_", "-"), plain)
    body = Markup("").join(escape(child) for child in children)
    return Markup("<{0}{1}>{2}</{0}>").format(name_of_tag, parts, body)


def svg(label: str, *children: Any, height: float, width: Any = "100%", view: str | None = None,
        style: str = "") -> Markup:
    """A drawing with its words: role, label and title say everything that colour and shape say."""
    if view:  # scales with its box, letters and all
        return _root(label, children, viewBox=view, width=width, style=f"display:block;height:auto;{style}")
    return _root(label, children, width=width, height=height, style=f"display:block;overflow:visible;{style}")


def _root(label: str, children: Any, **attributes: Any) -> Markup:
    style = "font-variant-numeric:tabular-nums;" + attributes.pop("style")
    return el("svg", el("title", label), *children, role="img", aria_label=label, font_family=FONT, style=style,
              **attributes)


def text(content: Any, x: Any, y: float, size: float = 13, fill: str = "ink", anchor: str = "start",
         weight: int | None = None) -> Markup:
    """A line of text; colour by its palette name."""
    return el("text", content, x=x, y=y, font_size=size, fill=var(fill), font_weight=weight,
              text_anchor=None if anchor == "start" else anchor)


def at(x: Any, y: float, *children: Any) -> Markup:
    """Children with their origin at (x, y), where x may be a per cent."""
    return el("svg", *children, x=x, y=y, overflow="visible", width=1, height=1)


def shape(look: Look, radius: float = 6.0, ground: str = "card", fill: str | None = None) -> Markup:
    """The shape of a verdict around the origin; the tick is cut out in the colour of the ground."""
    ink, r = var(fill or look.colour), radius
    down = f"M{num(-r)} {num(-0.8 * r)} H{num(r)} L0 {num(0.9 * r)} Z"
    if look.shape == "tick":
        path = f"M{num(-0.45 * r)} {num(0.05 * r)} L{num(-0.1 * r)} {num(0.4 * r)} L{num(0.5 * r)} {num(-0.35 * r)}"
        return el("circle", r=r, fill=ink) + el("path", d=path, fill="none", stroke=var(ground), stroke_width=r * 0.28,
                                                stroke_linecap="round", stroke_linejoin="round")
    if look.shape == "disc":
        return el("circle", r=r * 0.92, fill=ink)
    if look.shape == "diamond":
        return el("path", d=f"M0 {num(-r)} L{num(r)} 0 L0 {num(r)} L{num(-r)} 0 Z", fill=ink)
    if look.shape == "triangle":
        return el("path", d=down, fill=ink)
    if look.shape == "barred":
        small = f"M{num(-r)} {num(-r)} H{num(r)} L0 {num(0.35 * r)} Z"
        return el("path", d=small, fill=ink) + el("rect", x=-r, y=0.6 * r, width=2 * r, height=0.34 * r, fill=ink)
    return el("circle", r=r * 0.85, fill="none", stroke=ink, stroke_width=r * 0.26,
              stroke_dasharray=_dashes(r * 0.85, 8))


def _dashes(radius: float, number: int) -> str:
    """A dash pattern that closes evenly around a circle."""
    dash = 2 * 3.14159265 * radius / number
    return f"{num(dash * 0.62)} {num(dash * 0.38)}"


def standalone(mark: Markup, theme: str = "light", width: int = 480) -> str:
    """An SVG mark as a file of its own: a theme's concrete colours, per cents as pixels of the width, a ground.

    Raises ValueError for a mark that is not one drawing (a badge, the list of ranked_bars).
    """
    if not str(mark).startswith("<svg"):
        raise ValueError("only a single drawing can be a file of its own")
    head, body = str(mark).split(">", 1)
    drawn = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', head)
    size = (float(drawn[1]), float(drawn[2])) if drawn else (float(width), float(_height(head)))
    head = re.sub(r' (width|height|viewBox|style)="[^"]*"', "", head)
    body = _PERCENT.sub(lambda m: f'{m[1]}="{num(float(m[2]) * size[0] / 100)}"', body)
    frame = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {num(size[0])} {num(size[1])}"'
    scale = width / size[0]
    opened = f'{head.replace("<svg", f"<svg {frame}", 1)} width="{num(width)}" height="{num(size[1] * scale)}">'
    ground = f'<rect width="{num(size[0])}" height="{num(size[1])}" fill="{var("card")}"></rect>'
    return _VAR.sub(lambda m: THEMES[theme][m[1]], opened + ground + body) + "\n"


def _height(head: str) -> str:
    found = re.search(r' height="([\d.]+)"', head)
    return found[1] if found else "24"
