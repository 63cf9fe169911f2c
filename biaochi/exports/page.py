"""The answer as one HTML file: no script, no request, opens from a USB stick, prints to clean A4 pages."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from biaochi import marks, palette, progress, sentences, steps
from biaochi.exports import browser
from biaochi.exports.answer import AHEAD, LAGGING, OPEN, Answer, Told, gather
from biaochi.exports.clean import text
from biaochi.exports.show import Show, show
from biaochi.selection import Selection
from biaochi.store import Store
from biaochi.views.html import environment
from biaochi.views.overview import headline
from biaochi.views.rows import Aim, counts
from biaochi.words import Words

TEMPLATES = Path(__file__).with_name("templates")


def page(store: Store, selection: Selection, words: Words) -> bytes:
    """One self-contained HTML file: a deck to present, and how it stands, all targets, sums, every quote, sources."""
    return _document(store, selection, words, show(store, selection, words))


def pdf(store: Store, selection: Selection, words: Words) -> bytes:
    """The text of that file on A4 paper as PDF; needs a Chromium (Fault before anything is computed)."""
    browser.find()
    return browser.printed(_document(store, selection, words, None))


def pdf_deck(store: Store, selection: Selection, words: Words) -> bytes:
    """Its deck as PDF, a slide a page, A4 across; needs a Chromium."""
    browser.find()
    deck = show(store, selection, words)
    stamp = gather(store, selection, words).stamp
    return browser.printed(_calm(_environment().get_template("deck.html").render(
        w=words, show=deck, stamp=stamp, style=_style())))  # fmt: skip


def _document(store: Store, selection: Selection, words: Words, deck: Show | None) -> bytes:
    answer = gather(store, selection, words)
    limits = store.config.thresholds
    found = (
        _environment()
        .get_template("page.html")
        .render(
            a=answer,
            w=words,
            marks=marks,
            style=_style(),
            show=deck,
            given=_given(deck) if deck else "",
            counts=counts,
            gauges=headline(answer.aims),
            standing=lambda plan: _standing(plan, answer),
            statement=lambda aim: sentences.statement(aim, words),
            detail=lambda row: steps.bounds_detail(row, words),
            shown=lambda aim: sentences.share(aim.row, words, "comparator")[1],
            groups=[
                ("export.ahead", answer.group(AHEAD)),
                ("export.lagging", answer.group(LAGGING)),
                ("export.open", answer.group(OPEN)),
            ],
            judged=[aim for aim in answer.aims if aim.value],
            steps_of=lambda aim: _steps(aim, answer),
            method=words(
                f"export.method_{limits.scheme}",
                on_track=limits.on_track,
                slow=limits.slow,
                green=limits.points_green,
                red=limits.points_red,
            ),
        )
    )
    return _calm(found)


def _given(deck: Show) -> str:
    """What the keys want to know of the deck."""
    return json.dumps({"deck": deck.title, "pages": deck.pages, "start": 1, "theme": deck.theme, "auto": deck.auto,
                       "beside": False, "presenter": ""}, ensure_ascii=False)  # fmt: skip


def _calm(html: str) -> bytes:
    return text(re.sub(r"\s*\n\s*", "\n", html).strip() + "\n").encode()


@cache
def _environment() -> Environment:
    """As the pages' (everything is escaped, an unknown name is an error), with the templates of this room."""
    return environment().overlay(loader=FileSystemLoader(TEMPLATES))


@cache
def _style() -> Markup:
    """The palette and the sheet of this room; both are ours, and neither may end the style element."""
    sheet = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    return Markup(palette.css_auto() + re.sub(r"\s*\n\s*", "\n", sheet).replace("</", ""))  # noqa: S704


def _standing(plan: Told, answer: Answer) -> str:
    return sentences.standing(plan.row, answer.when, counts(plan.aims), answer.words)


def _steps(aim: Aim, answer: Answer) -> list[steps.Line]:
    return steps.told(progress.explain(aim.row, answer.store.config.thresholds), aim.row, answer.words, aim.value)
