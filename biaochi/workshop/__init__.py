"""The planners' workshop in the browser: choose, edit, be told at once, see what it brings, save; nothing is lost.

An editor is a module with `show(page, work)`: it draws the middle and hands changes to `work` (work.edit,
work.write, work.take). Everything after that (check, preview, difference, saving) is `settle` and the same for all.
"""

from __future__ import annotations

import streamlit as st

from biaochi import ui, views
from biaochi.workshop import beside, form, settle, shelf, whole
from biaochi.workshop.work import Work

EDITORS = {"plan": form.show, "indicator": form.show, "area": form.show, "source": form.show, "text": whole.show}
"""What the link's `what` may be, in the order of the shelf."""


def show(page: ui.Page) -> None:
    """The edit page: what is edited on the left, the form in the middle, its text and what it brings on the right."""
    page.require("edit")
    work = Work.of(page)
    page.show(views.edit_title(page.selection, page.words))
    left, middle, right = st.columns([0.9, 2, 1.75], gap="medium")
    with left:
        shelf.show(page, work, tuple(EDITORS))
    with middle, st.container(key="editor"):
        EDITORS[shelf.chosen(page, tuple(EDITORS))](page, work)
    with right:
        settle.show(page, work)
        beside.show(page, work)
