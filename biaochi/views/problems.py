"""Messages for those who see forms: fields by their labels, what is to be begun as a link to its form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from markupsafe import Markup

from biaochi import forms
from biaochi.problem import Mention, Problem
from biaochi.selection import Selection
from biaochi.words import Words

_LONGEST = 80


def coded(text: str) -> Markup:
    """A message with what was typed, between backticks, set as code."""
    parts = text.split("`")
    return Markup("").join(Markup("<code>{}</code>").format(one) if n % 2 else one for n, one in enumerate(parts))


def fact(problem: Problem, words: Words) -> str:
    """What is the case, with the labels of the form; what was typed stands between backticks."""
    found = _pieces(problem, "fact", words)
    return "".join(one if isinstance(one, str) else _named(problem, one, words) for one in found)


def advice(problem: Problem, selection: Selection, words: Words) -> Markup:
    """What to do, with the labels of the form and links to what is to be begun."""
    found = Markup("")
    for one in _pieces(problem, "advice", words):
        if isinstance(one, str):
            found += coded(one)
        elif one.kind == "new":
            # With a plan's id the link would mean a new target of that plan.
            wanted = "" if one.name == "plan" else str(problem.params.get("value") or "")
            link = selection.to("edit", what=one.name, id=wanted[:_LONGEST], item="new")
            found += Markup('<a href="{}" target="_self">{}</a>').format(link, words(f"edit.new.{one.name}"))
        else:
            found += _named(problem, one, words)
    return found


def _named(problem: Problem, mention: Mention, words: Words) -> str:
    return words("edit.mention", name=forms.mentioned(problem, mention, words))


def _pieces(problem: Problem, which: Literal["fact", "advice"], words: Words) -> Iterator[str | Mention]:
    """The pieces of a text; in Chinese without the blanks around a key, for a label stands between marks of its own."""
    found = problem.pieces(which, words.lang)
    for n, one in enumerate(found):
        if isinstance(one, str) and words.lang == "zh":
            one = one.lstrip(" ") if n else one
            one = one.rstrip(" ") if n + 1 < len(found) else one
        yield one
