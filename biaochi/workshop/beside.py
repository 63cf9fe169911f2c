"""The YAML beside the form: the same draft as text; either side may be typed into."""

from __future__ import annotations

import streamlit as st

from biaochi import ui, views
from biaochi.problem import Fault
from biaochi.workshop import form
from biaochi.workshop.work import Work


def show(page: ui.Page, work: Work) -> None:
    """The text of the file in which the chosen entry stands."""
    found = form.place(page, work)
    if found and page.selection.what != "text":
        with st.expander(page.words("edit.beside"), expanded=True):
            area(page, work, found[0], 420)


def area(page: ui.Page, work: Work, path: str, height: int) -> None:
    """A file's text to be typed into; what cannot be taken in stays here with the reason."""
    key = f"text {path}"
    refused = work.refused.get(key)
    shown = refused[0] if refused else work.draft.text(work.root, path)
    if st.session_state.get(key) != shown:
        st.session_state[key] = shown

    def changed() -> None:
        try:
            work.write(path, st.session_state[key])
            work.refused.pop(key, None)
        except Fault as fault:
            work.hold(key, st.session_state[key], fault, path)

    st.text_area(path, key=key, on_change=changed, height=height)
    if refused:
        page.show(views.edit_slips([refused[1]], page.selection, page.words))
