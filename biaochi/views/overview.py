"""总览: how far an area is with its plans, in the words of a mid-term evaluation."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from markupsafe import Markup

from biaochi import sentences
from biaochi.selection import Selection
from biaochi.store import Row, Store
from biaochi.views.html import Cite, kept, render
from biaochi.views.rows import Aim, aims, attention_first, counts, talks, today
from biaochi.words import Words

GAUGES = 6
_DUE_SOON = timedelta(days=183)


@kept
def overview(store: Store, selection: Selection, words: Words) -> Markup:
    """An area with all its plans, or one plan: counts, headline gauges, all targets, what is awaited, what is due."""
    when = today(selection)
    area = store.area(selection.area)
    plans = [row for row in store.plans(selection.area) if selection.plan in ("", row["plan"])]
    found = [aim for plan in plans for aim in aims(store, when, plan["plan"])]
    cite = Cite(words, selection, store.config.thresholds)
    return render(
        "overview.html",
        words,
        selection,
        cite=cite,
        area=area,
        when=when,
        talks=talks(store, selection),
        plans=[_plan(row, found, when, words) for row in plans],
        aims=attention_first(found),
        gauges=headline(found),
        why=partial(_why, words=words),
        waiting=[aim for aim in found if aim.group in ("awaiting", "undetermined")],
        due=due(found, when),
    )


def _plan(row: Row, found: list[Aim], when: date, words: Words) -> Row:
    """A plan with its counts and the sentence that says how it stands."""
    own = [aim for aim in found if aim.row["plan"] == row["plan"]]
    groups = counts(own)
    return {
        **row,
        "counts": groups,
        "sentence": sentences.standing(row, when, groups, words),
    }


def headline(found: list[Aim]) -> list[Aim]:
    """Up to six targets for gauges: those that have a share to show, the plan's headline targets before others."""
    drawable = [aim for aim in found if aim.gauge]
    return sorted(drawable, key=lambda aim: not aim.row["headline"])[:GAUGES]


def due(found: list[Aim], when: date) -> list[Aim]:
    """Targets that are not met and end within half a year of the date."""
    return [
        aim
        for aim in found
        if aim.group != "achieved"
        and aim.row["target_end"] is not None
        and when <= aim.row["target_end"] <= when + _DUE_SOON
    ]


def _why(aim: Aim, words: Words) -> str:
    return sentences.why_open(aim.row, [one["reason"] for one in aim.apart if one["counts"]], words)
