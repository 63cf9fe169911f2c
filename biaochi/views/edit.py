"""编辑: what the workshop says beside its widgets: messages, the state of a draft, what it changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from biaochi import drafts, history
from biaochi.drafts import Draft, Quoted, Tried
from biaochi.problem import Problem, errors
from biaochi.proposals import Kept
from biaochi.selection import Selection
from biaochi.store import Store
from biaochi.views.html import render
from biaochi.views.rows import Aim, aims, today
from biaochi.words import Words

_MOST_VERDICTS = 4
_MOST_SLIPS = 60
_MOST_TOLD = 30
_WITH_FORMS = ("indicators/", "data/observations/", "data/areas.csv", "data/sources.yaml")


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
    more = len(problems) - _MOST_SLIPS
    return render("edit_slips.html", words, selection, problems=problems[:_MOST_SLIPS], more=more, places=places,
                  mend=_WITH_FORMS)  # fmt: skip


def edit_unread(n: int, selection: Selection, words: Words, rest: bool = True) -> Markup:
    """How many rows and cells of a workbook are left out; each is told below. `rest`: something of it is taken in."""
    hint = words("upload.unread_hint") if rest else ""
    return render("edit_unread.html", words, selection, said=words("upload.unread", n=n), hint=hint)


def edit_brought(problems: Sequence[Problem], selection: Selection, words: Words) -> Markup:
    """How much of what is taken in must be mended before it can be saved, or is remarked only; each is told below."""
    wrong = len(errors(list(problems)))
    said = words("upload.to_mend", n=wrong) if wrong else words("upload.remarked", n=len(problems))
    hint = words("upload.to_mend_hint") if wrong else ""
    return render("edit_unread.html", words, selection, said=said, hint=hint)


def edit_so_far(changes: Sequence[history.Change], selection: Selection, words: Words) -> Markup:
    """What the draft changes by now, in words, while it cannot be saved yet."""
    told = [history.tell(one, words) for one in changes]
    return render("edit_told.html", words, selection, told=told[:_MOST_TOLD], more=len(told) - _MOST_TOLD)


def edit_state(paths: Sequence[str], tried: Tried, kept: Kept | None, selection: Selection, words: Words) -> Markup:
    """How the draft stands: nothing changed, fit to be saved, or what is wrong with it; or what came of the last."""
    wrong = len(errors(tried.problems))
    return render("edit_state.html", words, selection, paths=paths, wrong=wrong, changes=len(tried.changes),
                  warnings=len(tried.problems) - wrong, kept=kept)  # fmt: skip


def edit_changes(draft: Draft, changes: Sequence[history.Change], selection: Selection, words: Words) -> Markup:
    """What saving would change: in words, then line by line."""
    files = {path: drafts.lines(draft.seen[path].text, text) for path, text in draft.texts.items()}
    told = [history.tell(one, words) for one in changes]
    return render("edit_changes.html", words, selection, told=told[:_MOST_TOLD],
                  more=len(told) - _MOST_TOLD, files=files)  # fmt: skip


def edit_left(draft: Draft, begun: str, at: str, selection: Selection, words: Words) -> Markup:
    """That changes of an earlier session were not saved: when, in which files, and what was being begun."""
    named = [*draft.paths, *([words(f"edit.new.{'figure' if begun == 'figures' else begun}")] if begun else [])]
    return render("edit_left.html", words, selection, named=named, at=at.replace("T", " ")[:16])


def edit_quote(found: Quoted, selection: Selection, words: Words) -> Markup:
    """What the archived document says to a quote."""
    fault = Problem(found.fault.code, found.fault.params) if found.fault else None
    return render("edit_quote.html", words, selection, found=found, fault=fault)


def edit_links(store: Store, selection: Selection, words: Words, page: str) -> Markup:
    """The ways from a page to the forms of what it shows; empty where it shows nothing that has one."""
    links = list(_links(store, selection, page))
    return render("edit_links.html", words, selection, links=links) if links else Markup("")


def _links(store: Store, selection: Selection, page: str) -> Iterator[tuple[str, str]]:
    if page == "plan" and store.plan(selection.plan):
        yield "plan", selection.to("edit", what="plan", id=selection.plan)
        yield "new_target", selection.to("edit", what="plan", id=selection.plan, item="new")
    if page == "indicator" and store.indicator(selection.indicator):
        for row in store.assessments(today(selection), None, selection.area):
            if row["indicator"] == selection.indicator:
                yield "target", selection.to("edit", what="plan", id=row["plan"], item=str(row["ord"]))
        yield "indicator", selection.to("edit", what="indicator", id=selection.indicator)


def edit_verdicts(before: Store, tried: Tried, chosen: tuple[str, str], selection: Selection, words: Words) -> Markup:
    """The verdicts that the draft changes, and that of the chosen plan and indicator: before and after, as gauges."""
    when = today(selection)
    kept, gone = _pairs(list(aims(before, when)), list(aims(tried.store, when)))
    moved = [(old, new) for old, new in kept if old is None or _judged(old) != _judged(new)]
    mine = [(old, new) for old, new in kept if new.row["indicator"] == chosen[1]
            and chosen[0] in ("", new.row["plan"]) and (old, new) not in moved]  # fmt: skip
    pairs = [*moved, *mine][:_MOST_VERDICTS]
    more = len(moved) + len(mine) - len(pairs)
    if not pairs and not gone:
        return Markup("")
    told = {"pairs": pairs, "moved": len(moved), "gone": gone, "more": more, "sound": tried.sound}
    return render("edit_verdicts.html", words, selection, **told)


_ALIKE = (("plan", "indicator", "target_period", "target_type"), ("plan", "indicator", "target_period"),
          ("plan", "indicator"))  # fmt: skip


def _pairs(old: list[Aim], new: list[Aim]) -> tuple[list[tuple[Aim | None, Aim]], list[Aim]]:
    """Each target with the one that it was, the surer signs first; and those that are gone.

    What is left of a plan and an indicator goes together in the order of the file: it was given another date.
    """
    found: dict[int, Aim] = {}
    for keys in _ALIKE:
        waiting: dict[tuple[object, ...], list[Aim]] = {}
        for one in sorted(old, key=lambda one: one.row["ord"]):
            waiting.setdefault(tuple(one.row[key] for key in keys), []).append(one)
        for one in sorted(new, key=lambda one: one.row["ord"]):
            if id(one) not in found and (there := waiting.get(tuple(one.row[key] for key in keys))):
                found[id(one)] = there.pop(0)
        taken = {id(one) for one in found.values()}
        old = [one for one in old if id(one) not in taken]
    return [(found.get(id(one)), one) for one in new], old


def _judged(aim: Aim) -> tuple[object, ...]:
    value = aim.value["value_text"] if aim.value else None
    named = ("target_period", "verdict", "completion_rate", "attainment_ratio", "pace_gap_pp")
    return (*(aim.row[name] for name in named), value)


def edit_stopped(stopped: Kept, draft: Draft, selection: Selection, words: Words) -> Markup:
    """Why nothing was kept, and what somebody else has changed meanwhile."""
    theirs = [one for one in stopped.files if one.status == "changed" and one.theirs]
    files = {one.path: drafts.lines(draft.seen[one.path].text, one.theirs.text) for one in theirs if one.theirs}
    merged = all(one.merged is not None for one in theirs)
    return render("edit_stopped.html", words, selection, problems=stopped.problems, files=files, merged=merged)
