"""The history in the browser: the filters, one change and its undoing, and what a releaser does with a submission."""

from __future__ import annotations

import time
from pathlib import Path

import streamlit as st

from biaochi import access, history, pickers, proposals, ui, views, visitor
from biaochi.history import Past, Told, git
from biaochi.problem import Fault, Problem
from biaochi.proposals import Kept, Proposal
from biaochi.words import Words

PART = 20
"""Saves on one page."""
DEPTH = 1000
"""Saves that are looked through for a filter."""
SECONDS = 1.5
"""How long one run reads saves before it shows what it has."""
_SAID = "history_said"


def show(page: ui.Page) -> None:
    """The page: all changes, or the one (or the submission) that the link names."""
    root, name = ui.library().root, page.selection.change
    rules = access.rules(root).access
    page.show(views.changes_title(page.selection, page.words, git=git.is_repository(root),
                                  approval=bool(rules and rules.approval)))  # fmt: skip
    said = _said(page, name)
    waiting = proposals.find(root, name) if name else None
    if waiting:
        _proposal(page, root, waiting)
    elif name:
        _change(page, root, name, undone=said == "undone")
    else:
        _all(page, root)


def _said(page: ui.Page, name: str) -> str:
    """What became of the last step, as long as the link is the one at which it was made; answers with its kind."""
    where, kind, good, bad, link = st.session_state.get(_SAID, ("", "", "", [], ""))
    if where != name or not kind:
        st.session_state.pop(_SAID, None)
        return ""
    if good:
        page.show(views.step_done(good, link, page.selection, page.words), key="said")
    for text in bad:
        st.warning(text)
    return kind


def _all(page: ui.Page, root: Path) -> None:
    own = page.user.account
    found = [one for one in proposals.listing(root)
             if one.state == "open" or (one.state == "returned" and one.account == own)]  # fmt: skip
    page.show(views.waiting_list(found, page.selection, page.words), key="waiting")
    log = history.log(root, DEPTH)
    _filters(page, log)
    place = st.empty()
    until, rows = time.monotonic() + SECONDS, _rows(page, root, log)
    with place.container():
        _list(page, rows[0], rows[1])
    unread = [past for past, told in rows[0] if told is None]
    for past in unread:
        history.told(root, past)
        if time.monotonic() > until:
            break
    if unread:
        st.rerun()


def _filters(page: ui.Page, log: list[Past]) -> None:
    words, names = page.words, sorted({one.author for one in log})
    plans = {row["plan"]: page.name_of(row) for row in page.store.plans()}
    indicators = {row["indicator"]: page.name_of(row) for row in page.store.indicators()}
    page.options |= {"who": {name: views.person(name, words) for name in names}}
    with st.container(horizontal=True, key="pickers"):
        pickers.choose(page, "plan", {"": words("history_page.all_plans"), **plans}, "history_page.pick_plan",
                       drops=("skip",))  # fmt: skip
        pickers.choose(page, "indicator", {"": words("history_page.all_indicators"), **indicators},
                       "history_page.pick_indicator", drops=("skip",))  # fmt: skip
        pickers.choose(page, "who", {"": words("history_page.everybody"), **page.options["who"]},
                       "history_page.pick_who", drops=("skip",))  # fmt: skip
    for note in page.notes:
        st.caption(note)


def _rows(page: ui.Page, root: Path, log: list[Past]) -> tuple[list[tuple[Past, Told | None]], bool]:
    """The saves of this part that fit the link, each with its changes where they are known; whether there are more."""
    chosen, skip = page.selection, int(page.selection.skip) if page.selection.skip.isdecimal() else 0
    rows: list[tuple[Past, Told | None]] = []
    passed = 0
    for past in log:
        if chosen.who and past.author != chosen.who:
            continue
        told = history.told(root, past, read=False)
        if told and (chosen.plan or chosen.indicator) and not any(views.touches(one, chosen) for one in told.changes):
            continue
        passed += 1
        if passed <= skip:
            continue
        if len(rows) == PART:
            return rows, True
        rows.append((past, told))
    return rows, False


def _list(page: ui.Page, rows: list[tuple[Past, Told | None]], more: bool) -> None:
    skip = int(page.selection.skip) if page.selection.skip.isdecimal() else 0
    later = str(max(0, skip - PART)) if skip else ""
    page.show(views.changes_list(rows, page.selection, page.words, later=later,
                                 earlier=str(skip + PART) if more else ""), key="changes")  # fmt: skip


def _change(page: ui.Page, root: Path, name: str, *, undone: bool) -> None:
    past = next((one for one in history.log(root, DEPTH) if one.id == name), None)
    try:
        texts = history.texts_of(root, past) if past else {}
    except Fault:
        texts = {}
    told = history.told(root, past) if past and texts else None
    if not past or told is None:
        st.warning(page.words("history_page.gone"))
        return
    page.show(views.one_change(past, told, texts, page.selection, page.words), key="change")
    if undone:
        return
    if any(not before for before, _ in texts.values()):
        st.caption(page.words("history_page.undo_new"))
    elif _confirmed(page.words, "undo"):
        done = _undo(page, root, past)
        _say(page, done, "undone" if done.status == "saved" else "")


def _undo(page: ui.Page, root: Path, past: Past) -> Kept:
    """One save taken back as a new edit: saved, or submitted where that is wanted."""
    try:
        pairs = [history.revert(root, past, path) for path in past.paths]
    except Fault as fault:
        return Kept("refused", problems=(Problem(fault.code, fault.params),))
    note = page.words("history_page.undone", what=past.message or page.words.join(past.paths))
    return proposals.keep(root, visitor.who(root), pairs, note)


def _proposal(page: ui.Page, root: Path, one: Proposal) -> None:
    is_open, now = one.state == "open", None
    try:
        now = proposals.standing(root, one) if is_open else None
    except Fault as fault:  # a file that it changes cannot be read as it is now
        st.warning(Problem(fault.code, fault.params).fact(page.words.lang))
    sound = now is not None and not now.meets
    changes = proposals.changes(root, now) if now and sound else []
    problems = proposals.problems(root, now) if now and sound else []
    page.show(views.one_proposal(one, now, changes, problems, page.selection, page.words), key="proposal")
    if one.state not in ("open", "returned"):
        return
    rules = access.rules(root).access
    own = one.account.casefold() == page.user.account.casefold()
    with st.container(horizontal=True, key="decide"):
        able = sound and page.may("release") and (not own or bool(rules and rules.own_release))
        if able and _confirmed(page.words, "release", primary=True):
            _say(page, proposals.release(root, visitor.who(root), one.id))
        if is_open and page.may("release") and not own:
            _send_back(page, root, one)
        if (own or page.may("admin")) and _confirmed(page.words, "withdraw"):
            _say(page, proposals.withdraw(root, visitor.who(root), one.id))
    if is_open and own and not (rules and rules.own_release):
        st.caption(page.words("history_page.own"))


def _send_back(page: ui.Page, root: Path, one: Proposal) -> None:
    with st.popover(page.words("history_page.send_back")):
        reason = st.text_area(page.words("history_page.send_back_why"), key="send_back_why", max_chars=20_000)
        if long := len(reason.strip()) > proposals.LONGEST_NOTE:
            st.caption(page.words("edit.message_long", n=proposals.LONGEST_NOTE))
        if st.button(page.words("history_page.send_back_yes"), key="send_back_yes", disabled=long):
            _say(page, proposals.send_back(root, visitor.who(root), one.id, reason))


def _confirmed(words: Words, what: str, *, primary: bool = False) -> bool:
    """A button that says what it will do and asks once more."""
    with st.popover(words(f"history_page.{what}"), type="primary" if primary else "secondary"):
        st.write(words(f"history_page.{what}_text"))
        return st.button(words(f"history_page.{what}_yes"), key=f"{what}_yes", type="primary")


def _say(page: ui.Page, kept: Kept, key: str = "") -> None:
    """What became of it, on the page as it is afterwards, with the way to where it is kept."""
    words = page.words
    if not key and kept.status in ("saved", "unchanged", "proposed", "done"):
        released = kept.proposal and kept.status in ("saved", "unchanged")
        key = "released" if released else "closed" if kept.status == "done" else kept.status
    bad = [words("history_page.done_merged")] if kept.status == "changed" else []
    bad += [f"{one.fact(words.lang)}{words('sentence.end')}{one.advice(words.lang)}" for one in kept.problems]
    if kept.recorded in ("instead", "nowhere"):
        bad.append(words(f"history_page.recorded_{kept.recorded}"))
    good = words(f"history_page.done_{key}") if key else ""
    st.session_state[_SAID] = (page.selection.change, key or "refused", good, bad, _entry(kept))
    st.rerun()


def _entry(kept: Kept) -> str:
    """The entry of the history that a step made; the submission where it waits."""
    if kept.status == "proposed":
        return kept.proposal
    if kept.status != "saved" or kept.recorded in ("", "nowhere"):
        return ""
    newest = history.log(ui.library().root, 1)
    return newest[0].id if newest else ""
