"""What the draft brings, before it is saved: verdicts as gauges, and the pages as they would be."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from biaochi import drafts, forms, model, ui, views
from biaochi.workshop import form
from biaochi.workshop.work import Work

PAGES = {"plan": views.plan, "indicator": views.sum_card, "overview": views.overview}


def verdicts(page: ui.Page, work: Work) -> None:
    """The verdicts that change, and that of the target at hand."""
    before = drafts.as_it_is(work.root, page.as_of).store
    page.show(views.edit_verdicts(before, work.tried(page), about(page, work), page.selection, page.words))


def about(page: ui.Page, work: Work) -> tuple[str, str]:
    """The plan and the indicator that are at hand; empty where there is none."""
    found = form.place(page, work)
    if found is None:
        return "", page.selection.indicator
    path, keys, of = found
    if of is model.Indicator:
        return "", str(keys[-1])
    said = forms.at(drafts.data(work.root, work.draft, path), (*keys, "indicator"))
    return path.rsplit("/", 1)[-1].rpartition(".")[0], said if isinstance(said, str) else ""


def pages(page: ui.Page, work: Work) -> None:
    """A page as it would be after saving, where somebody wants to see it."""
    if not st.toggle(page.words("edit.preview"), key="edit_preview"):
        return
    store = work.tried(page).store
    kind = st.segmented_control(
        page.words("edit.preview_which"),
        list(PAGES),
        default="plan",
        key="edit_preview_page",
        format_func=lambda one: page.words(f"page.{one}"),
        label_visibility="collapsed",
    )
    plan, indicator = about(page, work)
    row = store.plan(plan)
    chosen = replace(
        page.selection,
        plan=plan if row else "",
        indicator=indicator or page.selection.indicator,
        area=row["ref_area"] if row else page.selection.area,
    )
    with st.container(border=True, key="edit_page"):
        page.show(PAGES.get(kind or "plan", views.plan)(store, chosen, page.words))
