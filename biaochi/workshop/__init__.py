"""The planners' workshop in the browser: choose, edit, be told at once, see what it brings, save; nothing is lost.

An editor is a module with `show(page, work)`: it draws the middle and hands changes to `work` (work.edit,
work.write, work.take). Everything after that (check, preview, difference, saving) is `settle` and the same for all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2 import component

from biaochi import drafts, ui, views
from biaochi.problem import Problem
from biaochi.workshop import beside, figure, form, grid, preview, settle, shelf, upload, whole
from biaochi.workshop.work import Work

Editor = Callable[[ui.Page, Work], Sequence[Problem] | None]
"""Draws the middle; answers with the Problems that it shows itself."""


def _figures(page: ui.Page, work: Work) -> Sequence[Problem] | None:
    return (figure if page.selection.item == shelf.NEW else grid).show(page, work)


EDITORS: dict[str, Editor] = {
    "plan": form.show, "indicator": form.show, "theme": form.show, "concept": form.show,
    "area": form.show, "source": form.show, "figures": _figures,
    "excel": upload.show, "text": whole.show,
}  # fmt: skip
"""What the link's `what` may be, in the order of the shelf."""
_WIDE = {"figures", "excel"}
"""Editors that need the whole width; the state of the draft stands above them."""


def show(page: ui.Page) -> None:
    """The edit page: what is edited on the left, the form in the middle, its text and what it brings on the right."""
    page.require("edit")
    work = Work.of(page)
    work.catch_up()
    shelf.settle_link(page, work)
    kind = shelf.chosen(page, tuple(EDITORS))
    # By its key the container stays the same under a notice that comes or goes above it.
    with drafts.still(), st.container(key="workshop"):
        page.show(views.edit_title(page.selection, page.words))
        (_wide if kind in _WIDE else _narrow)(page, work, kind)
        preview.pages(page, work)
    work.shown()
    _typing()(key="typing", data={"names": _names(page)})


def _narrow(page: ui.Page, work: Work, kind: str) -> None:
    left, middle, right = st.columns([0.9, 2, 1.75], gap="medium")
    with left, st.container(key="shelf"):
        shelf.show(page, work, tuple(EDITORS))
    with middle, st.container(key="editor"):
        work.told.extend(EDITORS[kind](page, work) or ())
    with right, st.container(key="side"):
        settle.show(page, work)
        settle.so_far(page, work)
        preview.verdicts(page, work)
        with st.container(key="beside"):
            beside.show(page, work)


def _wide(page: ui.Page, work: Work, kind: str) -> None:
    left, middle = st.columns([0.9, 4.4], gap="medium")
    with left, st.container(key="shelf"):
        shelf.show(page, work, tuple(EDITORS))
    with middle:
        state = st.container()
        with st.container(key="editor"):
            work.told.extend(EDITORS[kind](page, work) or ())
        with state:  # above the editor, and short, so that what is edited does not move
            settle.show(page, work)
        settle.so_far(page, work)
        preview.verdicts(page, work)


_NAMED = {
    "Help for": "help_for", "Open": "open", "Add row": "add_row", "Show/hide columns": "columns", "Search": "find",
    "Download as CSV": "as_csv", "Fullscreen": "fullscreen", "Close fullscreen": "no_fullscreen",
    "Delete row(s)": "delete_rows", "Clear value": "clear", "Clear selection": "unselect",
    "Dataframe column menu": "column_menu", "Copy column name": "copy_name", "Autosize": "autosize",
    "Pin column": "pin", "Unpin column": "unpin", "Hide column": "hide", "Select all": "all_columns",
    "(index)": "index", "Type to search": "type_to_find", "Previous Result": "previous", "Next Result": "next",
    "Close Search": "close_find", "# of # found": "nth_found", "# found": "found", "over 1000": "over_1000",
}  # fmt: skip
"""What Streamlit and its grid call their buttons and the items of their menus, and our words for them."""


def _names(page: ui.Page) -> dict[str, str] | None:
    """Our words for what Streamlit names in English; None on an English page."""
    if page.words.lang == "en":
        return None
    return {name: page.words(f"edit.button.{key}") for name, key in _NAMED.items()}


@cache
def _typing() -> Any:
    """The script that commits what is typed without waiting for the field to be left."""
    script = Path(__file__).with_name("typing.js").read_text(encoding="utf-8")
    return component("biaochi_typing", html='<span class="bc-typing"></span>', js=script, isolate_styles=False)
