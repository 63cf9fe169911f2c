"""The YAML beside the form: the same draft as text; either side may be typed into."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from biaochi import drafts, files, forms, ui, views
from biaochi.drafts import Excerpt
from biaochi.problem import Problem
from biaochi.workshop import form, shelf
from biaochi.workshop.work import Work


def show(page: ui.Page, work: Work) -> None:
    """The lines of the chosen entry; what is typed here is in the form at once."""
    found = form.place(page, work)
    if found is None or page.selection.item == shelf.NEW:
        return
    path, keys, _ = found
    text = work.text(path)
    if isinstance(text, Problem):
        page.show(views.edit_slips([text], page.selection, page.words, places=True))
        return
    doc = drafts.document(work.root, work.draft, path)
    if doc is not None:
        if forms.at(doc.data, keys) is None:
            return
        work.spans[path, keys] = drafts.excerpt(doc, text, keys, form.LEAVE)
    if span := work.spans.get((path, keys)):
        _area(page, work, path, f"text {path} {keys}", span)
    else:
        area(page, work, path, 420)


def _area(page: ui.Page, work: Work, path: str, key: str, span: Excerpt) -> None:
    label = page.words("edit.beside", path=path, line=span.start + 1)
    rows = min(max(span.end - span.start, 4), 22)
    _typed(
        page, work, path, key, label, rows * 24 + 24, lambda text: span.cut(text), lambda text, new: span.put(text, new)
    )


def area(page: ui.Page, work: Work, path: str, height: int) -> None:
    """A file's whole text to be typed into."""
    _typed(page, work, path, f"text {path}", path, height, lambda text: text, lambda _, new: new)


def _typed(
    page: ui.Page, work: Work, path: str, key: str, label: str, height: int,
    cut: Callable[[str], str], put: Callable[[str, str], str],
) -> None:  # fmt: skip
    """A text that is part of the draft; what cannot be taken in stays here with the reason."""
    refused = work.refused.get(key)
    shown = refused[0] if refused else cut(work.draft.text(work.root, path))

    def changed() -> None:
        new = st.session_state[key]
        with work.holding(key, new, path):
            work.write(path, put(work.draft.text(work.root, path), new))

    def take_in() -> None:
        if (there := _lines(st.session_state.get(key))) and there != _lines(shown):
            changed()

    if _lines(st.session_state.get(key)) != _lines(shown):  # blanks at the end of what is being typed stay
        st.session_state[key] = shown
    work.owe(key, take_in)
    st.text_area(label, key=key, on_change=changed, height=height, max_chars=files.MAX_YAML_BYTES)
    if refused:
        page.show(views.edit_slips([refused[1]], page.selection, page.words))


def _lines(text: str | None) -> list[str] | None:
    """A text without what nobody sees: blanks at the ends of lines, empty lines at its end."""
    return None if text is None else "\n".join(line.rstrip() for line in text.splitlines()).rstrip("\n").split("\n")
