"""A presentation as HTML: every page of a deck at once, the style that shows one of them, and the presenter's side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import segno
from markupsafe import Markup

from biaochi import palette
from biaochi.deck import Slide
from biaochi.problem import Fault, Problem
from biaochi.store import Row
from biaochi.views.html import render
from biaochi.views.rows import newest_by
from biaochi.views.slide_kinds import KINDS, parts
from biaochi.views.slide_news import news
from biaochi.views.slide_talk import ROOM, Page, Talk, em, lines

__all__ = ["Page", "Talk", "link", "news", "pages", "presentation", "rules", "start"]

_HERE_ONLY = {"localhost", "127.0.0.1", "::1"}


def pages(talk: Talk) -> list[Page]:
    """All pages of a deck in order; a slide that cannot be made is a page that says why."""
    made: list[list[Page] | None] = []
    for slide in talk.deck.slides:
        made.append(None if slide.kind == "sources" else _made(talk, slide))
    figures = {one["figure"]: one for some in made if some for page in some for one in page.figures}
    found: list[Page] = []
    for slide, some in zip(talk.deck.slides, made, strict=True):
        found += _sources(talk, slide, list(figures.values())) if some is None else some
    return found


def _made(talk: Talk, slide: Slide) -> list[Page]:
    make = KINDS.get(slide.kind)
    try:
        return list(make(talk, slide)) if make else [_refused(talk, slide, slide.problems)]
    except Fault as fault:
        return [_refused(talk, slide, slide.problems or (Problem(fault.code, fault.params),))]


def _refused(talk: Talk, slide: Slide, problems: Sequence[Problem]) -> Page:
    body = render("slide_problem.html", talk.words, talk.selection, problems=problems)
    return Page("problem", slide.title or talk.words("present.problem"), body, problems=problems)


def _sources(talk: Talk, slide: Slide, figures: list[Row]) -> list[Page]:
    """Every document behind the deck, with its figures on the slides and how many were found in the document."""
    own: dict[str, list[Row]] = {}
    for one in figures:
        own.setdefault(one["source"], []).append(one)
    rows = [(row, len(own[row["source"]]), sum(one["verified"] is True for one in own[row["source"]]))
            for row in talk.store.sources(talk.when) if row["source"] in own]  # fmt: skip
    rows.sort(key=lambda row: -row[1])
    heading = talk.words("present.sources", n=len(rows), figures=len(figures))
    found = parts(talk, rows, _document_height, ROOM - 3)
    return [talk.page(slide, heading, part=part.said, rows=part.items) for part in found]


def _document_height(row: tuple[Row, int, int]) -> float:
    return lines(row[0]["title"], 31) * 2.16 + (1.8 if row[0]["doc_number"] else 0) + 1.45


def newest(talk: Talk, made: Sequence[Page]) -> str | None:
    """The newest period observed on the slides, else in the whole snapshot; None if that ends later."""
    return newest_by((one for page in made for one in page.figures), talk.store.newest(), talk.when)


def start(slide: str, number: int) -> tuple[int, bool]:
    """The page that a link names (from 1), the nearest where there is none; and whether it was there."""
    wanted = int(slide) if slide.isascii() and slide.isdigit() and len(slide) < 6 else 0
    found = min(max(wanted, 1), number)
    return found, found == wanted or not slide


def link(talk: Talk, **changes: str) -> str:
    """The whole address of this presentation, with the shortest sure name of its snapshot."""
    return talk.address + talk.link(**{"v": talk.store.id[:8], **changes})


def presentation(talk: Talk, made: Sequence[Page], beside: bool = False) -> Markup:
    """All pages, the pop-ups of their numbers, the code for phones and the list of keys.

    `beside`: for the second window, with notes, the next page and the source of every figure.
    """
    known = {"talk": talk, "pages": made, "em": em, "cite": talk.cite, "v": talk.store.id[:6]}
    return render(
        "slides.html", talk.words, talk.selection, **known, **_code(talk), newest=newest(talk, made), beside=beside
    )


def _code(talk: Talk) -> dict[str, Any]:
    """The link as text and as a code for phones; `here`: nobody else can reach this address."""
    if not talk.address:
        return {"address": "", "code": "", "here": False}
    address = link(talk)
    drawn = segno.make(address, error="m", micro=False).svg_inline(border=2, dark="#000", light="#fff", omitsize=True)
    host = urlsplit(talk.address).hostname or ""
    return {"address": address, "code": Markup(drawn), "here": host in _HERE_ONLY}  # noqa: S704 - made of black and white


def rules(made: Sequence[Page], first: int, theme: str) -> str:
    """The style that shows page n where the root says data-bc-slide="n", and puts the theme under everything."""
    shown, following, beside = [], [], []
    for n in range(1, len(made) + 1):
        for root in [f':root[data-bc-slide="{n}"]'] + ([":root:not([data-bc-slide])"] if n == first else []):
            shown.append(f'{root} .bc-slide[data-n="{n}"]')
            following.append(f'{root} .bc-presenter .bc-slide[data-n="{n + 1}"]')
            beside.append(f'{root} .bc-beside[data-n="{n}"]')
    themes = [palette.css(one, f':root[data-bc-theme="{one}"] .bc-present') for one in palette.THEMES]
    return "".join(
        (
            palette.css(theme, ".bc-present"), *themes,
            f"@media print{{{palette.css('light', ':root .bc-present.bc-present')}}}",
            f"@media screen{{{','.join(shown)}{{display:grid}}{','.join(beside)}{{display:grid}}",
            f"{','.join(following)}{{display:grid;--w:var(--w-next);left:var(--x-next);top:var(--y-next)}}}}",
        )
    )  # fmt: skip
