"""A workbook or a copied table into the draft: uploaded or pasted, columns confirmed, then reviewed like any edit."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import streamlit as st

from biaochi import drafts, exports, ui, views
from biaochi.problem import Fault, Problem
from biaochi.selection import Selection
from biaochi.workshop import columns, handed
from biaochi.workshop.work import Work
from biaochi.writing import intake, roles, sheets
from biaochi.writing.intake import Found, Given
from biaochi.writing.saving import overlay
from biaochi.writing.sheets import Book

_KEY = "upload"


@dataclass
class Held:
    """What was given last: its name and digest, its sheets, and what was read from them for which question.

    given: how its columns were confirmed. asked: that, and the files and the draft that it was read against. took:
    whether somebody took it into the draft.
    """

    name: str
    digest: str
    book: Book
    given: str = ""
    asked: str = ""
    found: Found | None = None
    took: bool = False

    @property
    def over(self) -> bool:
        """Whether it was taken, and nothing of it differs from the files any more."""
        return self.took and bool(self.found and not self.found.texts)

    def taken(self, work: Work, given: str) -> bool:
        """Whether the draft holds what was read."""
        found, texts = self.found, work.draft.texts
        return bool(found and found.texts and self.given == given) and all(
            texts.get(path) == text for path, (_, text) in (found.texts if found else {}).items()
        )


def show(page: ui.Page, work: Work) -> list[Problem]:
    """Download, give back, confirm the columns, take into the draft; answers with the Problems told here."""
    _download(page)
    held = _given(page)
    if held is None:
        return []
    tables = intake.tables(held.book, held.name)
    book, given = columns.confirmed(page, work, held.book, held.name, tables) if tables else (held.book, Given())
    if given is None:
        return []
    with st.container(key="upload_offer"):
        how = f"{given} {[one.name for one in book.sheets]}"
        if taken := held.taken(work, how):
            page.show(views.grid_note("upload.taken", page.selection, page.words))
        else:
            _read(work, held, book, given, how)
            _offer(page, work, held, held.found or Found())
        return _told(page, held.found or Found(), taken)


def _told(page: ui.Page, found: Found, taken: bool) -> list[Problem]:
    """What was left out, then what is taken in and must be mended; once it is taken the draft tells the latter."""
    rest = [] if taken else [one for one in found.problems if one not in found.unread]
    if found.unread:
        page.show(views.edit_unread(len(found.unread), page.selection, page.words, bool(found.texts)))
        page.show(views.edit_slips(found.unread, page.selection, page.words, places=True))
    if rest:
        page.show(views.edit_brought(rest, page.selection, page.words))
        page.show(views.edit_slips(rest, page.selection, page.words, places=True))
    return [*found.unread, *rest]


def _read(work: Work, held: Held, book: Book, given: Given, how: str) -> None:
    """Reads what was given against the files with the draft, once for a state of both."""
    asked = f"{how} {work.draft.id} {drafts.stamp(work.root)}"
    if held.asked == asked:
        return
    raw = {seen.path: seen.bytes(text) for seen, text in work.draft.pairs}
    with overlay(work.root, raw) as tree:
        held.found = intake.read_book(tree, book, held.name, given)
    held.given, held.asked = how, asked


def _offer(page: ui.Page, work: Work, held: Held, found: Found) -> None:
    """What was read, and the button that takes it into the draft."""
    words = page.words
    if not found.texts:
        page.show(views.grid_note("upload.none_left" if found.unread else "upload.nothing", page.selection, words))
    else:
        said = roles.counted(found.changed, found.added, found.texts, words)
        page.show(views.grid_said(said, page.selection, words))
        st.button(words("upload.take"), type="primary", key="upload_take", on_click=_take, args=(work, held, found))


def _take(work: Work, held: Held, found: Found) -> None:
    draft = work.draft
    try:
        for path, (_, text) in found.texts.items():
            draft = draft.write(work.root, path, text)
    except Fault as fault:
        found.unread.append(Problem(fault.code, fault.params, held.name))
        found.problems.append(found.unread[-1])
        return
    held.took = True
    work.take(draft)
    work.leave_out(found.unread)
    work.asking = True


def _download(page: ui.Page) -> None:
    """The workbook to be filled in, of a plan or of everything."""
    words = page.words
    names = {"": words("upload.every_plan")} | {row["plan"]: page.name_of(row) for row in page.store.plans()}
    with st.container(border=True, key="upload_get"):
        page.show(views.grid_note("upload.get_line", page.selection, words))
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        plan = left.selectbox(
            words("page.plan"),
            list(names),
            format_func=lambda one: names.get(one) or one,
            key="upload_plan",
            index=list(names).index(page.selection.plan) if page.selection.plan in names else 0,
        )
        chosen = Selection(plan=plan if plan in names else "", as_of=page.selection.as_of)
        right.download_button(words("upload.get"), lambda: exports.for_planners(page.store, chosen, words),
                              file_name=exports.file_name("xlsx", page.store, chosen), mime=exports.KINDS["xlsx"].media,
                              key="upload_download", on_click="ignore", width="stretch")  # fmt: skip


def _given(page: ui.Page) -> Held | None:
    """What is uploaded or pasted, read once; why it cannot be read is said."""
    page.show(views.grid_note("upload.give_line", page.selection, page.words))
    held: Held | None = st.session_state.get(_KEY)
    given = handed.ask(page, over=bool(held and held.over))
    if given is None:
        st.session_state.pop(_KEY, None)
        return None
    name, raw = given
    digest = hashlib.sha256(raw + name.encode("utf-8", "replace")).hexdigest()
    if held is None or held.digest != digest:
        try:
            held = st.session_state[_KEY] = Held(name, digest, sheets.opened(raw, name))
        except Fault as fault:
            st.session_state.pop(_KEY, None)
            told = [Problem(fault.code, fault.params, name)]
            page.show(views.edit_slips(told, page.selection, page.words, places=True))
            return None
    return held
