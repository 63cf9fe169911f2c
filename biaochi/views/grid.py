"""编辑, observations: what is said above and below the grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from biaochi import forms, model
from biaochi.grids import Grid, Message, Names
from biaochi.selection import Selection
from biaochi.views.html import render
from biaochi.views.problems import coded, fact
from biaochi.words import Words

_TOLD_BY = ("indicator", "ref_area", "time_period", "value")
MOST = 40
"""Messages that are listed; the others are counted."""


def grid_note(key: str, selection: Selection, words: Words, **params: Any) -> Markup:
    """One quiet line."""
    return grid_said(words(key, **params), selection, words)


def grid_said(said: str, selection: Selection, words: Words) -> Markup:
    """The same of a text that is made already."""
    return render("grid_note.html", words, selection, said=said)


def grid_row(grid: Grid, line: int, column: int, names: Names, selection: Selection, words: Words) -> Markup:
    """Which row of a file somebody was led to, in words, and which of its cells; empty where the grid has it not."""
    row = next((one for one in grid.rows if one.line == line and one.file == grid.file), None)
    if row is None:
        return Markup("")
    header = ["", *row.cells]
    named = header[column] if column < len(header) else ""
    label = next((one.label(words) for one in forms.fields(model.Observation) if one.name == named), "")
    told = {"row": words("grid.row", n=line), "what": _named(row.cells, names, words, _TOLD_BY), "field": label}
    return render("grid_row.html", words, selection, **told)


def _named(cells: Mapping[str, str], names: Names, words: Words, by: Sequence[str] = _TOLD_BY[:3]) -> str:
    """A row by what it is about: indicator, area, period."""
    return words.join([one for name in by if (one := names.said(name, cells.get(name, "")))])


def grid_messages(messages: Sequence[Message], names: Names, selection: Selection, words: Words) -> Markup:
    """What is wrong, row by row and cell by cell; empty where nothing is."""
    if not messages:
        return Markup("")
    labels = {one.name: one.label(words) for one in forms.fields(model.Observation)}
    told = [(_told(one, labels, names, words), one.problem) for one in messages[:MOST]]
    return render("grid_messages.html", words, selection, told=told, more=len(messages) - MOST, coded=coded)


def grid_marks(messages: Sequence[Message], words: Words) -> dict[int, tuple[str, str]]:
    """By row of the grid: its severity, and sign, line and field in a few words, as they stand in the row itself."""
    labels = {one.name: one.label(words) for one in forms.fields(model.Observation)}
    by_row: dict[int, list[Message]] = {}
    for one in messages:
        by_row.setdefault(one.row, []).append(one)
    return {row: _mark(mine, labels, words) for row, mine in by_row.items() if row >= 0}


def _mark(mine: Sequence[Message], labels: Mapping[str, str], words: Words) -> tuple[str, str]:
    severity = min(one.problem.severity for one in mine)  # an error before a warning
    told = [labels[one.field] for one in mine if one.problem.severity == severity and one.field in labels]
    number = str(mine[0].line) if mine[0].line else words("grid.new_mark", n=mine[0].added)
    field = "/".join(dict.fromkeys(told)) or words("grid.whole_row")
    return severity, words(f"grid.mark_{severity}", n=number, field=field)


def _told(one: Message, labels: Mapping[str, str], names: Names, words: Words) -> str:
    row = words("grid.row", n=one.line) if one.line else words("grid.new_row", n=one.added)
    if what := _named(one.cells, names, words):
        row = words("grid.named", row=row, what=what)
    if one.field in labels:
        return words("grid.at", row=row, field=labels[one.field], fact=fact(one.problem, words))
    return words("grid.at_row", row=row, fact=fact(one.problem, words))
