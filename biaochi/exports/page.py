"""The answer as one HTML file: no script, no request, opens from a USB stick, prints to clean A4 pages."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from biaochi import marks, palette, progress, sentences, steps
from biaochi.exports import browser
from biaochi.exports.answer import AHEAD, LAGGING, OPEN, Answer, Told, gather
from biaochi.exports.clean import text
from biaochi.selection import Selection
from biaochi.store import Store
from biaochi.views.html import environment
from biaochi.views.overview import headline
from biaochi.views.rows import Aim, counts
from biaochi.words import Words

TEMPLATES = Path(__file__).with_name("templates")


def page(store: Store, selection: Selection, words: Words) -> bytes:
    """One self-contained HTML file: how it stands, all targets, sentences, sums, every figure's quote, sources."""
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
    return text(re.sub(r"\s*\n\s*", "\n", found).strip() + "\n").encode()


def pdf(store: Store, selection: Selection, words: Words) -> bytes:
    """The same page on A4 paper as PDF; needs a Chromium (Fault export_no_browser before anything is computed)."""
    browser.find()
    return browser.printed(page(store, selection, words))


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
    over = plan.row["period_end"] is not None and plan.row["period_end"] < answer.when
    return sentences.standing(plan.row["period"], over, counts(plan.aims), answer.words)


def _steps(aim: Aim, answer: Answer) -> list[steps.Line]:
    said = {"figure": aim.value} if aim.value else {}
    unit = aim.row.get("unit") or ""
    return [
        steps.tell(one, answer.words, unit, **said) for one in progress.explain(aim.row, answer.store.config.thresholds)
    ]
