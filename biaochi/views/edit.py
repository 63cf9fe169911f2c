"""编辑: what the workshop says beside its widgets: messages, the state of a draft, what it changes."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from biaochi import drafts, history
from biaochi.drafts import Draft, Tried
from biaochi.problem import Problem, errors
from biaochi.selection import Selection
from biaochi.views.html import render
from biaochi.words import Words
from biaochi.writing import Saved


def edit_title(selection: Selection, words: Words) -> Markup:
    """What this page is for, in a line."""
    return render("edit_title.html", words, selection)


def edit_hint(key: str, selection: Selection, words: Words) -> Markup:
    """Why there is no form here, and what to do."""
    return render("edit_hint.html", words, selection, title=key, text=f"{key}_hint")


def edit_slips(problems: Sequence[Problem], selection: Selection, words: Words, places: bool = False) -> Markup:
    """Messages at a field (with their places where they speak of something else); empty where there are none."""
    if not problems:
        return Markup("")
    return render("edit_slips.html", words, selection, problems=problems, places=places)


def edit_state(paths: Sequence[str], tried: Tried, saved: Sequence[str], selection: Selection, words: Words) -> Markup:
    """How the draft stands: nothing changed, fit to be saved, or what is wrong with it."""
    wrong = len(errors(tried.problems))
    return render("edit_state.html", words, selection, paths=paths, wrong=wrong, changes=len(tried.changes),
                  warnings=len(tried.problems) - wrong, saved=saved)  # fmt: skip


def edit_changes(draft: Draft, changes: Sequence[history.Change], selection: Selection, words: Words) -> Markup:
    """What saving would change: in words, then line by line."""
    files = {path: drafts.lines(draft.seen[path].text, text) for path, text in draft.texts.items()}
    told = [history.tell(one, words) for one in changes]
    return render("edit_changes.html", words, selection, told=told[:30], more=len(told) - 30, files=files)


def edit_stopped(stopped: Saved, draft: Draft, selection: Selection, words: Words) -> Markup:
    """Why a file was not saved, and what somebody else has changed in it meanwhile."""
    theirs = drafts.lines(draft.seen[stopped.path].text, stopped.theirs.text) if stopped.theirs else []
    return render(
        "edit_stopped.html", words, selection, stopped=stopped, files={stopped.path: theirs} if theirs else {}
    )
