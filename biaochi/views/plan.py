"""规划: the plan as the table that officials know, with both methods."""

from __future__ import annotations

from markupsafe import Markup

from biaochi.selection import Selection
from biaochi.store import Store
from biaochi.views.html import Cite, kept, render
from biaochi.views.rows import aims, counts, talks, today
from biaochi.words import Words


@kept
def plan(store: Store, selection: Selection, words: Words) -> Markup:
    """Every target of one plan: baseline, target, latest, rates, pace, nature, office, both methods."""
    row = store.plan(selection.plan)
    found = aims(store, today(selection), selection.plan) if row else []
    cite = Cite(words, selection, store.config.thresholds)
    return render(
        "plan.html",
        words,
        selection,
        cite=cite,
        plan=row,
        aims=found,
        counts=counts(found),
        when=today(selection),
        talks=talks(store, selection),
        natures=any(one.row["target_nature"] for one in found),
        leads=any(one.lead for one in found),
        source=store.source(row["source"]) if row else None,
    )
