"""修改记录: every save in words, one save line by line, and what waits to be released."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from markupsafe import Markup

from biaochi import drafts, history
from biaochi.history import Change, Past, Told
from biaochi.problem import Problem
from biaochi.proposals import Proposal, Standing
from biaochi.selection import Selection
from biaochi.views.html import render
from biaochi.words import Words

SHOWN = 6
"""Changes of one save that the list tells."""
_OURS = "@biaochi.local"
_NOBODY = "@localhost"


@dataclass(frozen=True)
class Entry:
    """One save for the list: who, when, which sentences, how many more; None while it is still being read."""

    past: Past
    said: tuple[str, ...] | None
    more: int


def changes_title(selection: Selection, words: Words, *, git: bool, approval: bool) -> Markup:
    """The head of the page."""
    return render("history_title.html", words, selection, git=git, approval=approval)


def changes_list(
    found: Sequence[tuple[Past, Told | None]], selection: Selection, words: Words, *, later: str = "", earlier: str = ""
) -> Markup:
    """The saves by day, newest first; `later` and `earlier` are what the links around this part skip, if any."""
    entries = [_entry(past, told, selection, words) for past, told in found]
    days = [(day, list(those)) for day, those in groupby(entries, lambda one: one.past.at[:10])]
    return render(
        "history_list.html", words, selection, days=days, person=_namer(words), clock=clock, later=later,
        earlier=earlier, filtered=bool(selection.plan or selection.indicator or selection.who),
    )  # fmt: skip


def _entry(past: Past, told: Told | None, selection: Selection, words: Words) -> Entry:
    if told is None:
        return Entry(past, None, 0)
    wanted = [one for one in told.changes if touches(one, selection)]
    said = tuple(history.tell(one, words) for one in wanted[:SHOWN])
    rest = told.total - len(told.changes) if not (selection.plan or selection.indicator) else 0
    return Entry(past, said, len(wanted) - len(said) + rest)


def touches(change: Change, selection: Selection) -> bool:
    """Whether a change is about the plan and the indicator that the link names."""
    plan = change.id if change.what == "plan" else change.row.get("plan")
    indicator = change.id if change.what == "indicator" else change.row.get("indicator")
    return selection.plan in ("", plan) and selection.indicator in ("", indicator)


def one_change(
    past: Past, told: Told, texts: Mapping[str, tuple[str, str]], selection: Selection, words: Words
) -> Markup:
    """One save: all that it changed in words, then line by line."""
    said = [history.tell(one, words) for one in told.changes]
    return render(
        "history_one.html", words, selection, past=past, said=said, more=told.total - len(said),
        files={path: drafts.lines(*both) for path, both in texts.items()}, person=_namer(words), clock=clock,
    )  # fmt: skip


def step_done(said: str, change: str, selection: Selection, words: Words) -> Markup:
    """What became of a step, with the way to the entry that it made."""
    return render("history_done.html", words, selection, said=said, change=change)


def waiting_list(found: Iterable[Proposal], selection: Selection, words: Words) -> Markup:
    """What was submitted and waits to be released or done anew; empty where nothing does."""
    rows = list(found)
    return (
        render("proposals.html", words, selection, rows=rows, person=_namer(words), clock=clock) if rows else Markup("")
    )


def one_proposal(
    one: Proposal, now: Standing | None, changes: Sequence[Change], problems: Sequence[Problem], selection: Selection,
    words: Words,
) -> Markup:  # fmt: skip
    """One submission: whose, what for, what it would change in words and line by line, and what it would bring."""
    shown = {seen.path: (seen.text, text) for seen, text in one.drafts}
    if now and not now.meets:
        shown = {seen.path: (seen.text, text) for seen, text in now.drafts}
    return render(
        "proposal.html", words, selection, one=one, now=now, said=[history.tell(each, words) for each in changes],
        problems=problems, files={path: drafts.lines(*both) for path, both in shown.items()}, person=_namer(words),
        clock=clock,
    )  # fmt: skip


def clock(at: str, words: Words, day: bool = False) -> str:
    """A moment as people read it: 08:20, or with its day."""
    try:
        found = datetime.fromisoformat(at)
    except ValueError:
        return at
    return f"{words.date(found.date())} {found:%H:%M}" if day else f"{found:%H:%M}"


def person(author: str, words: Words) -> str:
    """The name of who did it, `名字 <mail>` as in a commit; somebody at the machine where nobody signs in."""
    name, _, mail = author.partition("<")
    mail = mail.rstrip("> ")
    if not author or mail.endswith(_NOBODY) or author == "local":
        return words("history_page.machine")
    return name.strip() or mail.partition("@")[0]


def _namer(words: Words):  # noqa: ANN202 - a function for the templates
    return lambda author: person(author, words)
