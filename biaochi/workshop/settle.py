"""From a draft to a saved file: what the check says, the difference, the yes, and what to do when it cannot be."""

from __future__ import annotations

import streamlit as st

from biaochi import drafts, history, proposals, ui, views, visitor
from biaochi.access import rules
from biaochi.workshop import shelf, start
from biaochi.workshop.work import Work


def show(page: ui.Page, work: Work) -> None:
    """The state of the draft in a line, the buttons that follow from it, and the difference before saving."""
    if work.left:
        _left(page, work, work.left)
    elif work.late:
        page.show(views.grid_note("edit.left_gone", page.selection, page.words))
    tried = work.tried(page)
    words, ready = page.words, bool(work.draft.texts) and tried.sound and not work.refused
    with st.container(key="edit_bar"):  # on a phone it stays at the foot of the window
        page.show(views.edit_state(work.draft.paths, tried, work.kept, page.selection, words), key="edit_state")
        with st.container(horizontal=True, key="edit_buttons"):
            st.button(words("edit.save"), type="primary", disabled=not ready, on_click=_ask, args=(work,),
                      key="edit_save")  # fmt: skip
            st.button(words("edit.undo"), disabled=not (work.steps or work.refused), on_click=work.undo,
                      key="edit_undo")  # fmt: skip
            st.button(words("edit.drop"), disabled=not work.draft.texts, on_click=work.drop, key="edit_drop")
    elsewhere = [one for one in tried.problems if one not in work.told]
    page.show(views.edit_slips(elsewhere, page.selection, page.words, places=True))
    late = work.draft.overtaken(work.root)
    if late or work.stopped:
        _stopped(page, work, proposals.Kept("changed", tuple(late)) if late or not work.stopped else work.stopped)
    elif work.asking and ready:
        _confirm(page, work)


def so_far(page: ui.Page, work: Work) -> None:
    """What is changed by now, old and new, as long as something must be mended before it can be reviewed and saved."""
    tried = work.tried(page)
    with st.container(key="so_far"):  # always there: what stands below it keeps its place while somebody types into it
        if work.draft.texts and not tried.sound and tried.changes:
            label = page.words("edit.so_far", n=len(tried.changes))
            with st.expander(label, expanded=page.selection.what == "excel", key="edit_so_far"):
                page.show(views.edit_so_far(tried.changes, page.selection, page.words))


def _left(page: ui.Page, work: Work, left: drafts.Left) -> None:
    """What an earlier session has left: to go on with or to give up."""
    what = start.asking(left.answers)

    def resume() -> None:
        if work.resume():
            begun = start.asking(work.answers)
            shelf.go(**({"what": begun, "item": shelf.NEW} if begun else drafts.entry_changed(work.root, work.draft)))

    with st.container(border=True, key="edit_left"):
        page.show(views.edit_left(left.draft, what, left.at, page.selection, page.words))
        with st.container(horizontal=True):
            st.button(page.words("edit.resume"), type="primary", on_click=resume, key="edit_resume")
            st.button(page.words("edit.forget"), on_click=work.forget, key="edit_forget")


def _ask(work: Work) -> None:
    work.asking, work.stopped = True, None


def _confirm(page: ui.Page, work: Work) -> None:
    """What will be saved, in words and line by line, and the last question."""
    with st.container(border=True, key="edit_confirm"):
        page.show(views.edit_changes(work.draft, work.tried(page).changes, page.selection, page.words))
        if unread := work.unread[1]:
            page.show(views.edit_unread(len(unread), page.selection, page.words))
            page.show(views.edit_slips(unread, page.selection, page.words, places=True))
        st.text_input(page.words("edit.message"), key="edit_message", max_chars=20_000,
                      placeholder=_summary(page, work))  # fmt: skip
        if long := len(st.session_state["edit_message"].strip()) > proposals.LONGEST_NOTE:
            page.show(views.grid_note("edit.message_long", page.selection, page.words, n=proposals.LONGEST_NOTE))
        access = rules(work.root).access
        said = "edit.submit" if access and access.approval else "edit.confirm"
        with st.container(horizontal=True):
            st.button(page.words(said), type="primary", on_click=_save, args=(page, work), key="edit_confirm_save",
                      disabled=long)  # fmt: skip
            st.button(page.words("edit.back"), on_click=_back, args=(work,), key="edit_back")


def _back(work: Work) -> None:
    work.asking = False


def _save(page: ui.Page, work: Work) -> None:
    """Saves, or proposes where that is wanted; who it is is asked again, and what was typed stays until it is kept."""
    note = st.session_state.get("edit_message", "").strip() or _summary(page, work)
    done = proposals.keep(work.root, visitor.who(work.root), work.draft.pairs, note)
    work.asking = False
    if done.status in ("saved", "unchanged", "proposed"):
        work.done(done)
    else:
        work.stopped = done


def _summary(page: ui.Page, work: Work) -> str:
    """What a save is called that nobody gave a reason for."""
    return history.summary(work.tried(page).changes, page.words)


def _stopped(page: ui.Page, work: Work, stopped: proposals.Kept) -> None:
    """Why nothing was kept; what somebody else has changed is merged or given up, never overwritten."""
    with st.container(border=True, key="edit_stopped"):
        page.show(views.edit_stopped(stopped, work.draft, page.selection, page.words))
        theirs = [one for one in stopped.files if one.status == "changed" and one.theirs]
        with st.container(horizontal=True):
            if theirs and all(one.merged is not None for one in theirs):
                both = work.draft
                for one in theirs:
                    both = both.onto(one.theirs, one.merged) if one.theirs and one.merged is not None else both
                st.button(page.words("edit.merge"), type="primary", on_click=work.take, args=(both,), key="edit_merge")
            if theirs:
                given = work.draft
                for one in theirs:
                    given = given.without(one.path)
                st.button(page.words("edit.theirs"), on_click=work.take, args=(given,), key="edit_theirs")
            for path, text in work.draft.texts.items():
                name = path.rsplit("/", 1)[-1]
                st.download_button(page.words("edit.download", name=name), text, file_name=name, key=f"get {path}")
