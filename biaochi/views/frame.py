"""What stands around every view: header with navigation, notices, footer."""

from __future__ import annotations

from markupsafe import Markup

from biaochi.access import User
from biaochi.problem import Problem, errors
from biaochi.selection import Selection
from biaochi.snapshot import Attempt
from biaochi.store import Store
from biaochi.views.html import render
from biaochi.views.rows import today
from biaochi.words import Words


def header(
    store: Store, selection: Selection, words: Words, page: str, pages: tuple[str, ...], pinned: bool, user: User
) -> Markup:
    """Product, pages, language, date and snapshot, who is there; the links carry the selection along."""
    title = store.config.title if words.lang == "zh" else store.config.title_en
    return render(
        "header.html",
        words,
        selection,
        page=page,
        pages=pages,
        title=title,
        when=today(selection),
        snapshot=store.id,
        pinned=pinned,
        user=user,
        newest=store.newest(),
        other="en" if words.lang == "zh" else "zh",
    )


def notice(attempt: Attempt, selection: Selection, words: Words) -> Markup:
    """The Problems of the newest edit, kindly and exactly; empty where there are none."""
    problems = errors(attempt.problems)
    return (
        render("notice.html", words, selection, problems=problems[:8], more=len(problems) - 8, stale=attempt.stale)
        if problems
        else Markup("")
    )


def lost(path: str, pages: tuple[str, ...], selection: Selection, words: Words) -> Markup:
    """An address that no page has, with the pages that there are."""
    return render("lost.html", words, selection, path=path, pages=pages)


def waiting(words: Words) -> Markup:
    """What stands there as long as no snapshot was compiled."""
    return render("waiting.html", words, Selection())


def footer(words: Words, selection: Selection) -> Markup:
    """How numbers are judged, in a line."""
    return render("footer.html", words, selection)


def refusal(store: Store, user: User, what: str, selection: Selection, words: Words, page: str) -> Markup:
    """Why this user may not do this here, and what to do about it."""
    title = store.config.title if words.lang == "zh" else store.config.title_en
    why = user.why or "not_planner"
    return render("refusal.html", words, selection, user=user, what=what, why=why, page=page, title=title)


def told(problem: Problem, words: Words) -> str:
    """A Problem as one line."""
    return f"{problem.place()} {problem.fact(words.lang)}"
