"""From a draft to a saved file: what the check says, the difference, the yes, and what to do when it cannot be."""

from __future__ import annotations

import streamlit as st

from biaochi import drafts, ui, views, visitor
from biaochi.problem import errors
from biaochi.workshop.work import Work


def show(page: ui.Page, work: Work) -> None:
    """The state of the draft in a line, the buttons that follow from it, and the difference before saving."""
    tried = work.tried(page)
    page.show(views.edit_state(work.draft.paths, tried, work.saved, page.selection, page.words), key="edit_state")
    words, ready = page.words, bool(work.draft.texts) and tried.sound and not work.refused
    with st.container(horizontal=True, key="edit_buttons"):
        st.button(words("edit.save"), type="primary", disabled=not ready, on_click=_ask, args=(work,), key="edit_save")
        st.button(words("edit.undo"), disabled=not (work.steps or work.refused), on_click=work.undo, key="edit_undo")
        st.button(words("edit.drop"), disabled=not work.draft.texts, on_click=work.drop, key="edit_drop")
    elsewhere = errors(tried.problems)
    if elsewhere:
        page.show(views.edit_slips(elsewhere, page.selection, page.words, places=True))
    if work.stopped:
        _stopped(page, work)
    elif work.asking and ready:
        _confirm(page, work)


def _ask(work: Work) -> None:
    work.asking = True


def _confirm(page: ui.Page, work: Work) -> None:
    """What will be saved, in words and line by line, and the last question."""
    with st.container(border=True, key="edit_confirm"):
        page.show(views.edit_changes(work.draft, work.tried(page).changes, page.selection, page.words))
        st.text_input(page.words("edit.message"), key="edit_message", max_chars=200)
        with st.container(horizontal=True):
            st.button(
                page.words("edit.confirm"), type="primary", on_click=_save, args=(page, work), key="edit_confirm_save"
            )
            st.button(page.words("edit.back"), on_click=_back, args=(work,), key="edit_back")


def _back(work: Work) -> None:
    work.asking = False


def _save(page: ui.Page, work: Work) -> None:
    """Saves; who it is is asked again, and what was typed stays in the draft until it is on disk."""
    user = visitor.who(work.root)
    if not user.may("edit") or not work.tried(page).sound:
        return
    done = drafts.keep(work.root, work.draft, user.author, st.session_state.get("edit_message", "").strip())
    work.draft, work.stopped, work.saved, work.asking = done.draft, done.stopped, done.saved, False
    if not done.draft.texts:
        work.steps.clear()


def _stopped(page: ui.Page, work: Work) -> None:
    """Why the save did not come about; what somebody else has changed is never overwritten."""
    found = work.stopped
    if found is None or found.path not in work.draft.texts:
        return
    with st.container(border=True, key="edit_stopped"):
        page.show(views.edit_stopped(found, work.draft, page.selection, page.words))
        mine = work.draft.texts[found.path]
        with st.container(horizontal=True):
            if found.status == "changed" and found.theirs and found.merged is not None:
                both = work.draft.onto(found.theirs, found.merged)
                st.button(page.words("edit.merge"), type="primary", on_click=work.take, args=(both,), key="edit_merge")
            if found.status == "changed":
                st.button(
                    page.words("edit.theirs"),
                    on_click=work.take,
                    args=(work.draft.without(found.path),),
                    key="edit_theirs",
                )
            st.download_button(
                page.words("edit.download"), mine, file_name=found.path.rsplit("/", 1)[-1], key="edit_download"
            )
