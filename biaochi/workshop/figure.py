"""A new observation by a short guided form: checked and proved while it is typed, then a row of the right table."""

from __future__ import annotations

from typing import Any

import streamlit as st

from biaochi import drafts, forms, model, ui, views
from biaochi.problem import Fault, Problem
from biaochi.workshop import proof, shelf, start
from biaochi.workshop.work import Work

ASKED = ("indicator", "ref_area", "time_period", "value", "source", "quote", "obs_status", "note")
NEEDED = ("indicator", "ref_area", "value", "source")
_FIELDS = {one.name: one for one in forms.fields(model.Observation)}
_KEPT = ("indicator", "ref_area", "source")
"""What the next figure of a document most likely shares with this one."""
_LAST = "figure last"
_TRIED = "figure tried"


def show(page: ui.Page, work: Work) -> list[Problem]:
    """The questions, what the check says to the answers, and the button that puts the row into its table."""
    words = page.words
    st.markdown(f"#### {words('edit.new.figure')}")
    st.caption(words("edit.new.figure_hint"))
    first = {"indicator": page.selection.indicator, "ref_area": page.selection.area} | st.session_state.get(_LAST, {})
    given: dict[str, str] = {}
    with st.container(key="new_figure"):
        for pair in (
            ("indicator",),
            ("ref_area", "time_period"),
            ("value", "source"),
            ("quote",),
            ("obs_status", "note"),
        ):
            for name, place in zip(pair, st.columns(len(pair)), strict=True):
                with place:
                    given[name] = start.ask(page, work, _FIELDS[name], first.get(name, ""))
    proof.show(page, work, given["source"], given)

    def add() -> None:
        with work.holding(_TRIED):
            draft, place = drafts.begin_figure(work.root, work.draft, given)
            work.take(draft)
            work.begun()
            for name in ASKED:
                st.session_state.pop(start.key_of(_FIELDS[name]), None)
            st.session_state[_LAST] = {name: given[name] for name in _KEPT}
            shelf.go(what="figures", id=place, item=given["indicator"])

    long = any(start.too_long(_FIELDS[name], text) for name, text in given.items())
    ready = all(given[name] for name in NEEDED) and not long
    told = _told(page, work, given) if ready else []
    page.show(views.edit_slips(told, page.selection, words))
    st.button(words("edit.new.add"), type="primary", on_click=add, disabled=not ready, key="start_figure")
    return []


def _told(page: ui.Page, work: Work, given: dict[str, Any]) -> list[Problem]:
    """What would be wrong with the row if it stood in its table; asked once for the same answers."""
    try:
        draft, place = drafts.begin_figure(work.root, work.draft, given)
    except Fault as fault:
        return [Problem(fault.code, fault.params)]
    asked = f"{draft.id} {page.as_of} {drafts.stamp(work.root)}"
    held = st.session_state.get(_TRIED)
    if held is None or held[0] != asked:
        held = st.session_state[_TRIED] = (asked, drafts.tried(work.root, draft, page.as_of).problems)
    file, line, _ = drafts.of_place(place)
    return [one for one in held[1] if (one.file, one.line) == (file, line)]
