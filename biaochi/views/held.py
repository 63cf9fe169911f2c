"""What may not be shown yet, marked on the page of its indicator and of its plan, for those who keep the files."""

from __future__ import annotations

from markupsafe import Markup

from biaochi.selection import Selection
from biaochi.store import Row, Store
from biaochi.views.html import Cite, render
from biaochi.views.rows import today
from biaochi.words import Words


def held(store: Store, selection: Selection, words: Words, page: str, mends: bool) -> Markup:
    """The figures under embargo of an indicator or a plan, with the day of their release; empty for mere readers.

    Never kept with the parts of a page that all readers share.
    """
    rows = _rows(store, selection, page) if mends else []
    if not rows:
        return Markup("")
    cite = Cite(words, selection, store.config.thresholds)
    return render("held.html", words, selection, rows=rows, cite=cite, many=page == "plan")


def _rows(store: Store, selection: Selection, page: str) -> list[Row]:
    when = today(selection)
    if page == "indicator":
        return store.held(when, selection.area, (selection.indicator,))
    plan = store.plan(selection.plan)
    if plan is None:
        return []
    wanted = tuple(dict.fromkeys(one["indicator"] for one in store.assessments(when, selection.plan)))
    return store.held(when, plan["ref_area"], wanted)
