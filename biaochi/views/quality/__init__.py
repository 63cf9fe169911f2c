"""数据质量: what is wrong, missing or doubtful in the data, who should do what about it, and where."""

from __future__ import annotations

from markupsafe import Markup

from biaochi.problem import ERROR, WARNING, Problem
from biaochi.selection import Selection
from biaochi.snapshot import Attempt
from biaochi.store import Store
from biaochi.store.quality import GRACE, LISTED
from biaochi.views.html import kept, render
from biaochi.views.problems import advice, coded, fact
from biaochi.views.quality.desk import Desk, Entry, Group, Section
from biaochi.views.quality.doubtful import conflicts, dates, quotes, reliability, unquoted
from biaochi.views.quality.matrix import coverage
from biaochi.views.quality.missing import stale, targets
from biaochi.views.quality.staged import staged
from biaochi.words import Words

__all__ = ["quality"]

ROWS = 10
"""Entries of a section that stand open; the others unfold."""


@kept
def quality(
    store: Store, selection: Selection, words: Words, attempt: Attempt | None, mend: bool = False
) -> Markup:
    """The whole page for one area or, without one in the selection, for all; `mend` makes places links to forms.

    Without an attempt it is for readers who mend nothing: no Problems, no requests, no places in files.
    """
    desk = Desk(store, selection, words)
    sections = [
        *([problems(desk, attempt), staged(desk)] if attempt else []),
        targets(desk),
        stale(desk),
        conflicts(desk),
        quotes(desk),
        unquoted(desk),
        dates(desk),
        reliability(desk),
    ]
    matrix = coverage(store, selection, words)
    used = {row["freq"] for row in store.indicators()}
    grace = words.join(
        words("quality.grace", freq=words(f"freq.{freq}"), n=months) for freq, months in GRACE.items() if freq in used
    )
    return render(
        "quality.html",
        words,
        selection,
        cite=desk.cite,
        area=store.area(selection.area),
        when=desk.when,
        sections=sections,
        matrix=matrix,
        doubts=store.doubts(desk.when, desk.area),
        stale=attempt is not None and attempt.stale,
        mending=attempt is not None,
        grace=grace,
        rows=ROWS,
        mend=mend,
        listed=LISTED,
    )


def problems(desk: Desk, attempt: Attempt) -> Section:
    """The Problems of the newest attempt, errors first; they belong to no area."""
    plans = {row["file"]: row["plan"] for row in desk.store.plans()}

    def entry(one: Problem) -> Entry:
        link = desk.selection.to("plan", plan=plans[one.file], area="") if one.file in plans else ""
        said, todo = coded(fact(one, desk.words)), advice(one, desk.selection, desk.words)
        return Entry(said, link, "", todo, (one.place(),))

    grouped = [
        (severity, [one for one in attempt.problems if one.severity == severity]) for severity in (ERROR, WARNING)
    ]
    groups = [Group(desk.say(severity), [entry(one) for one in found]) for severity, found in grouped if found]
    return Section("problems", len(attempt.problems), groups)
