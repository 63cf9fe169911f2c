"""The deck of a selection inside a file: the same slides, keys and pop-ups as the present page, without a server."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from biaochi import deck, palette, style
from biaochi.exports.answer import gather
from biaochi.selection import Selection
from biaochi.store import Store
from biaochi.views import slides
from biaochi.views.rows import today
from biaochi.words import Words

_HOME = Path(__file__).parents[1]
_PAGE_RULE = re.compile(r"@page[^{]*\{[^{}]*\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class Show(NamedTuple):
    """A deck as parts of an HTML file; `title` is its name, `pages` how many there are."""

    title: str
    html: Markup
    style: Markup
    script: Markup
    pages: int
    theme: str
    auto: int


def show(store: Store, selection: Selection, words: Words) -> Show:
    """The saved deck that the selection names, else the one that the present page makes of it."""
    talk = talk_of(store, selection, words)
    made = slides.pages(talk)
    theme = selection.theme if selection.theme in palette.THEMES else talk.deck.theme or "dark"
    rules = slides.rules(made, 1, theme)
    return Show(talk.deck.name, slides.presentation(talk, made), Markup(_sheets() + rules), _script(),  # noqa: S704
                len(made), theme, talk.deck.auto)  # fmt: skip


def talk_of(store: Store, selection: Selection, words: Words) -> slides.Talk:
    """What is presented of a selection; one that names nothing means the default plan, as for every other format."""
    chosen = replace(selection, as_of=today(selection))
    if not (chosen.deck or chosen.indicator) and not chosen.area:
        plans = gather(store, chosen, words).plans
        chosen = replace(chosen, plan=plans[0].row["plan"]) if plans else chosen
    of_plan = store.plan(chosen.plan) if chosen.plan else None
    chosen = replace(chosen, area=chosen.area or (of_plan["ref_area"] if of_plan else store.config.default_area or ""))
    found = deck.find([store], chosen, today(chosen), words.lang)
    chosen = replace(chosen, v=store.id, as_of=selection.as_of or found.as_of or today(chosen), area=found.area,
                     plan=found.plan)  # fmt: skip
    return slides.Talk(store, chosen, found, words)


@cache
def _sheets() -> str:
    """Our own sheets without their paper sizes (a file has its own) and comments."""
    found = style.pages() + style.present()
    return re.sub(r"\s*\n\s*", "\n", _PAGE_RULE.sub("", _COMMENT.sub("", found))).replace("</", "")


@cache
def _script() -> Markup:
    """The keys of the present page as a plain script; it is ours and may not end its element."""
    found = (
        (_HOME / "present.js").read_text(encoding="utf-8").replace("export default function", "const keys = function")
    )
    started = (Path(__file__).with_name("templates") / "show.js").read_text(encoding="utf-8")
    return Markup(f"{found}\n{started}".replace("</", "<\\/"))  # noqa: S704
