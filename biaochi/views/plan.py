"""规划: the plan as the table that officials know, with both methods."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from biaochi import marks
from biaochi.selection import Selection
from biaochi.store import Store
from biaochi.views.html import Cite, kept, render
from biaochi.views.rows import aims, talks, today
from biaochi.words import Words


@kept
def plan_title(store: Store, selection: Selection, words: Words) -> Markup:
    """Whose plan it is, how its targets stand, and its document; without a plan, that one is to be chosen."""
    row, when = store.plan(selection.plan), today(selection)
    verdicts = [one["verdict"] for one in store.assessments(when, selection.plan)] if row else []
    return render(
        "plan_title.html",
        words,
        selection,
        plan=row,
        number=len(verdicts),
        counts=marks.count_groups(Counter(verdicts)),
        when=when,
        talks=talks(store, selection),
        source=store.source(row["source"], when) if row else None,
    )


@kept
def plan_table(store: Store, selection: Selection, words: Words) -> Markup:
    """Every target of one plan: baseline, target, latest, rates, pace, nature, office, both methods."""
    found = aims(store, today(selection), selection.plan) if store.plan(selection.plan) else []
    if not found:
        return Markup("")
    return render(
        "plan.html",
        words,
        selection,
        cite=Cite(words, selection, store.config.thresholds),
        aims=found,
        natures=any(one.row["target_nature"] for one in found),
        leads=any(one.lead for one in found),
    )


def plan(store: Store, selection: Selection, words: Words) -> Markup:
    """The title and the table."""
    return plan_title(store, selection, words) + plan_table(store, selection, words)
