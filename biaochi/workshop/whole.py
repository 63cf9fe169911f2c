"""A whole file as text, for those who like it better, and where a form cannot help."""

from __future__ import annotations

import streamlit as st

from biaochi import drafts, ui, views
from biaochi.problem import Problem
from biaochi.workshop import beside, shelf
from biaochi.workshop.work import Work

_LONGEST = 400_000
"""Characters that a browser still types well in."""

_CONFIG = "config.yaml"


def show(page: ui.Page, work: Work) -> None:
    """Which file, and its text."""
    names = drafts.texts(work.root, work.draft)
    if page.may("admin") and _CONFIG not in names:
        names.append(_CONFIG)
    key = "pick_file"
    st.session_state[key] = chosen = page.selection.id if page.selection.id in names else names[0]

    def moved() -> None:
        if st.session_state[key] in names:
            shelf.go(what="text", id=st.session_state[key])

    st.selectbox(page.words("edit.file"), names, key=key, on_change=moved)
    text = work.text(chosen)
    if isinstance(text, Problem):
        page.show(views.edit_slips([text], page.selection, page.words, places=True))
        return
    if len(text) > _LONGEST:
        page.show(views.edit_hint("edit.too_long", page.selection, page.words))
        return
    with st.container(key="whole"):
        beside.area(page, work, chosen, 520)
    mine = [one for one in work.tried(page).problems if one.file == chosen]
    work.told.extend(mine)
    page.show(views.edit_slips(mine, page.selection, page.words, places=True))
