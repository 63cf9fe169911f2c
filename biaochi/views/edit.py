"""编辑: what the workshop says beside its widgets: messages, the state of a draft, what it changes."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from biaochi import drafts, history
from biaochi.drafts import Draft, Tried
from biaochi.problem import Problem, errors
from biaochi.proposals import Kept
from biaochi.selection import Selection
from biaochi.views.html import render
from biaochi.words import Words


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


def edit_state(paths: Sequence[str], tried: Tried, kept: Kept | None, selection: Selection, words: Words) -> Markup:
    """How the draft stands: nothing changed, fit to be saved, or what is wrong with it; or what came of the last."""
    wrong = len(errors(tried.problems))
    return render("edit_state.html", words, selection, paths=paths, wrong=wrong, changes=len(tried.changes),
                  warnings=len(tried.problems) - wrong, kept=kept)  # fmt: skip


def edit_changes(draft: Draft, changes: Sequence[history.Change], selection: Selection, words: Words) -> Markup:
    """What saving would change: in words, then line by line."""
    files = {path: drafts.lines(draft.seen[path].text, text) for path, text in draft.texts.items()}
    told = [history.tell(one, words) for one in changes]
    return render("edit_changes.html", words, selection, told=told[:30], more=len(told) - 30, files=files)


def edit_stopped(stopped: Kept, draft: Draft, selection: Selection, words: Words) -> Markup:
    """Why nothing was kept, and what somebody else has changed meanwhile."""
    theirs = [one for one in stopped.files if one.status == "changed" and one.theirs]
    files = {one.path: drafts.lines(draft.seen[one.path].text, one.theirs.text) for one in theirs if one.theirs}
    merged = all(one.merged is not None for one in theirs)
    return render("edit_stopped.html", words, selection, problems=stopped.problems, files=files, merged=merged)
