"""What happened behind the scenes while a presentation stands still: told to the presenter, never drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from biaochi.catalogue.decks import FOLDER
from biaochi.figures import of_assessment
from biaochi.problem import errors
from biaochi.snapshot import Attempt
from biaochi.store import Row, Store
from biaochi.views.html import render
from biaochi.views.slide_talk import Talk

_LISTED = 4
_SAME = ("role", "plan", "indicator", "ref_area", "time_period", "source")


def news(talk: Talk, newest: Store, attempt: Attempt, notes: Sequence[str], beside: bool) -> Markup:
    """A dot on the slide and a line for the presenter where the data have moved on; notes about the link."""
    harmful = any(not one.file.startswith(f"{FOLDER}/") for one in errors(attempt.problems))
    broken = attempt.stale and harmful
    moved = newest.id != talk.store.id
    changes = list(changed(talk, newest)) if moved else []
    told = [talk.words("present.news_broken")] if broken else []
    if moved:
        told.append(talk.words("present.news", v=newest.id[:6]) + _summary(talk, changes))
    take = talk.link(v=newest.id, slide=talk.selection.slide) if moved else ""
    if not told and not notes:
        return Markup("")
    return render("slide_news.html", talk.words, talk.selection, told=told, notes=notes, take=take, beside=beside)


def _summary(talk: Talk, changes: list[str]) -> str:
    if not changes:
        return talk.words("present.news_same")
    shown = talk.words.join(changes[:_LISTED])
    more = talk.words("present.news_more", n=len(changes)) if len(changes) > _LISTED else ""
    return talk.words("present.news_changed", n=len(changes)) + shown + more + talk.words("sentence.end")


def changed(talk: Talk, newest: Store) -> Iterator[str]:
    """Every number and verdict on the slides that another snapshot tells otherwise, before and after."""
    judged = {row["figure"] for row, _ in talk.cite.sums.values()}
    after = {(row["plan"], row["indicator"]): row for row in newest.assessments(talk.when)}
    for row, _ in talk.cite.sums.values():
        other = after.get((row["plan"], row["indicator"]))
        yield from _line(talk, row, _verdict(talk, row), _verdict(talk, other))
    cited = talk.cite.figures.values()
    wanted, areas = {one["indicator"] for one in cited}, tuple(sorted({one["ref_area"] for one in cited}))
    figures = {_key(one): one for name in wanted for one in newest.figures(talk.when, name, areas=areas)}
    for one in cited:
        if one["figure"] not in judged:
            other = figures.get(_key(one))
            yield from _line(talk, one, talk.words.value(one), talk.words.value(other) if other else "—")


def _line(talk: Talk, row: Row, before: str, after: str) -> Iterator[str]:
    if before != after:
        names = {"area": talk.name(row, "area"), "name": talk.name(row, "indicator")}
        yield talk.words("present.news_value", before=before, after=after, **names)


def _verdict(talk: Talk, row: Row | None) -> str:
    if row is None:
        return "—"
    value = of_assessment(row)[2]
    said = talk.words.verdict(row["verdict"], bool(row["early"]))
    return talk.words.value(value) + talk.words("sentence.notice.status", status=said) if value else said


def _key(one: Row) -> tuple[Any, ...]:
    return tuple(one[name] for name in _SAME)
