"""Presenting in the browser: the pin that keeps numbers where they are, the pages, and the keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import streamlit as st
from streamlit.components.v2 import component

from biaochi import deck, palette, style, ui
from biaochi.views import slides

_PARTS = ("said", "typed", "auto", "clock", "black")
_MOST_SECONDS = 3600


def begin(page: ui.Page) -> slides.Talk:
    """The presentation that the link asks for, pinned to its snapshot and its day; the link says so from now on."""
    chosen = page.selection
    found = deck.find((page.store, ui.newest()), chosen, page.as_of, page.words.lang)
    if not chosen.v and found.snapshot:
        page.open(found.snapshot)
        found = deck.find((page.store, ui.newest()), chosen, page.as_of, page.words.lang)
    day = chosen.as_of or min(found.as_of or page.as_of, date.today())  # a deck's future date lifts no embargo
    page.selection = replace(page.selection, v=page.store.id, as_of=day, area=found.area, plan=found.plan)
    talk = slides.Talk(page.store, page.selection, found, page.words, _address())
    if not chosen.v or chosen.as_of is None:
        kept = {"slide": page.selection.slide, "view": page.selection.view}
        st.query_params.from_dict(dict(parse_qsl(urlsplit(talk.link(**kept)).query)))
    ui.library().keep(page.store.id)
    return talk


def show(page: ui.Page, talk: slides.Talk) -> None:
    """Every page at once, what the presenter should know, and the keys."""
    made = slides.pages(talk)
    beside = page.selection.view == "presenter"
    first, there = slides.start(page.selection.slide, len(made))
    if not there:
        page.note("present.slide_unknown", value=page.selection.slide, shown=first)
    theme, auto = _theme(page, talk), _auto(page, talk)
    st.html(f"<style>{style.present()}{slides.rules(made, first, theme)}</style>")
    page.show(slides.presentation(talk, made, beside), key="deck")
    page.show(slides.news(talk, ui.newest(), ui.library().attempt(), page.notes, beside), key="news")
    name = talk.link(theme="", auto="", lang="")
    data = {"deck": name, "pages": len(made), "start": first, "theme": theme, "auto": auto, "beside": beside}
    _keys()(key="keys", data={**data, "presenter": talk.link(view="presenter", theme="", auto="")})


@cache
def _keys() -> Any:
    """The component that listens to the keys; its own parts are the only ones that a script changes."""
    parts = "".join(f'<output class="bc-{name}" data-part="{name}"></output>' for name in _PARTS)
    script = (ui.HERE / "present.js").read_text(encoding="utf-8")
    html = f'<div class="bc-present bc-parts">{parts}</div>'
    return component("biaochi_keys", html=html, js=script, isolate_styles=False)


def _address() -> str:
    """Where this installation is reached from outside, with a slash at the end."""
    url = st.context.url or ""
    return url.removesuffix("/").removesuffix("/present") + "/"


def _theme(page: ui.Page, talk: slides.Talk) -> str:
    wanted = page.selection.theme
    if wanted and wanted not in palette.THEMES:
        page.note("present.theme_unknown", value=wanted)
    return wanted if wanted in palette.THEMES else talk.deck.theme or "dark"


def _auto(page: ui.Page, talk: slides.Talk) -> int:
    """Seconds a slide, 0 for turning by hand."""
    wanted = page.selection.auto
    if not wanted:
        return talk.deck.auto
    if wanted.isascii() and wanted.isdigit() and int(wanted[:6]) <= _MOST_SECONDS:
        return int(wanted)
    page.note("present.auto_unknown", value=wanted)
    return 0
