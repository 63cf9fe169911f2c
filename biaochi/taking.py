"""Taking along in the browser: every format of one selection, made when it is asked for, and sentences to copy."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import Any

import streamlit as st
from streamlit.components.v2 import component

from biaochi import exports, pickers, sessions, ui, views
from biaochi.problem import Fault, Problem
from biaochi.selection import Selection
from biaochi.store import Store
from biaochi.words import Words

GROUPS = {
    "read": ("html", "pptx", "docx", "pdf", "pdf-deck", "pdf-report", "png", "svg"),
    "work": ("xlsx", "csv", "json", "sdmx-csv", "datapackage"),
}
"""The formats in two groups: what people read, and what they work on with."""
_LAST: OrderedDict[tuple[Any, ...], int | Problem] = OrderedDict()  # what came of a download: its size, or why not
_KEPT = 500


def offer(page: ui.Page) -> None:
    """Everything that can be taken along of the page's selection."""
    chosen = replace(exports.about(page.store, page.selection), as_of=page.as_of)
    words, answer = page.words, exports.gather(page.store, chosen, page.words)
    counts = {"n": len(answer.aims), "figures": len(answer.figures), "sources": len(answer.sources())}
    deck = next((row for row in page.store.decks() if row["deck"] == chosen.deck), None)
    title = words("report.of_deck", name=page.name_of(deck)) if deck else answer.title
    page.show(
        views.report_head(title, answer.stamps, words("report.scope", **counts), words, page.selection),
        key="head",
    )
    for column, (group, kinds) in zip(st.columns(2, gap="medium"), GROUPS.items(), strict=True):
        with column, st.container(key=f"take_{group}", border=True):
            page.show(views.report_group(group, words, page.selection))
            for kind in kinds:
                _row(page, chosen, kind)
    page.show(views.notices([(one.row, one.aims) for one in answer.plans], page.as_of, words, page.selection))
    _copying()(key="copying", data={"copied": words("report.copied")})


def _row(page: ui.Page, chosen: Selection, kind: str) -> None:
    """What a format is for, and the button that makes it; where it cannot be made, why."""
    store, words, key = page.store, page.words, (page.store.id, chosen, page.words.lang, kind)
    last = _LAST.get(key, 0)
    problem = exports.lacking(kind, store, chosen, words) or (last if isinstance(last, Problem) else None)
    size = _size(last) if isinstance(last, int) and last else ""
    with st.container(horizontal=True, key=f"row_{kind}", vertical_alignment="center"):
        page.show(views.report_format(kind, size, problem, words, page.selection))
        if problem is None or problem is last:  # what went wrong once may be tried again
            st.download_button(
                words("report.get", ending=exports.KINDS[kind].ending.upper()),
                data=partial(_made, key, store, sessions.again()),
                file_name=exports.file_name(kind, store, chosen),
                mime=exports.KINDS[kind].media,
                key=f"get_{kind}",
                on_click="ignore",
                icon=":material/download:",
            )


def _made(key: tuple[Any, ...], store: Store, again: Callable[[], None]) -> bytes:
    """The file, when its button was clicked; what came of it stands on the page from then on."""
    _, chosen, lang, kind = key
    try:
        data = exports.make(kind, store, chosen, Words(lang))
    except (Fault, OSError) as error:
        _keep(key, pickers.failed(error, kind, Words(lang)))
        again()
        raise
    if _LAST.get(key) != len(data):
        _keep(key, len(data))
        again()
    return data


def _size(size: int) -> str:
    """Bytes as people say them."""
    return f"{size / 1024:.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


def _keep(key: tuple[Any, ...], result: int | Problem) -> None:
    _LAST[key] = result
    while len(_LAST) > _KEPT:
        _LAST.popitem(last=False)


@cache
def _copying() -> Any:
    """The component that copies sentences."""
    script = (ui.HERE / "copy.js").read_text(encoding="utf-8")
    html = '<div class="bc-parts">\n<output class="bc-said" role="status"></output></div>'
    return component("biaochi_copy", html=html, js=script, isolate_styles=False)
