"""The next plan from the one before: its last values become baselines, its targets wait for their new values."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from biaochi import drafts, ui, views
from biaochi.drafts import Draft
from biaochi.problem import Fault
from biaochi.workshop.work import Work
from biaochi.writing import rollover

_KEY = "start origin"


def ask(page: ui.Page, work: Work) -> str:
    """Which plan to go on from, if any; area and period of the next one follow from it."""
    words, store = page.words, work.tried(page).store
    names = {row["plan"]: page.name_of(row) for row in store.plans()}

    def chosen() -> None:
        row = store.plan(st.session_state[_KEY] or "")
        if row:
            st.session_state["start Plan ref_area"] = row["ref_area"]
            st.session_state["start Plan period"] = _next(row["period"])

    plan = st.selectbox(words("edit.new.origin"), list(names), index=None, key=_KEY, on_change=chosen,
                        placeholder=words("edit.new.no_origin"), format_func=lambda one: names.get(one) or one,
                        help=words("edit.new.origin_help"))  # fmt: skip
    if plan is None or plan not in names:
        return ""
    found = rollover.carried(store, plan, page.as_of)
    carried = sum("baseline" in one for one in rollover.entries(found, ""))
    page.show(views.grid_note("edit.new.carried", page.selection, words, n=len(found), m=carried))
    return plan


def begin(page: ui.Page, work: Work, origin: str, id_: str, given: Mapping[str, str]) -> Draft:
    """The draft with the next plan; raises Fault."""
    found = rollover.carried(work.tried(page).store, origin, page.as_of)
    due = drafts.last_period(given["period"])
    return drafts.begin_next(work.root, work.draft, id_, given, rollover.entries(found, due))


def _next(period: str) -> str:
    try:
        return rollover.next_period(period)
    except Fault:
        return ""
