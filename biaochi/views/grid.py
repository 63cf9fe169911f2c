"""编辑, observations: what is said above and below the grid."""

from __future__ import annotations

from collections.abc import Sequence
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
    return render("grid_note.html", words, selection, said=words(key, **params))


def grid_row(grid: Grid, line: int, column: int, names: Names, selection: Selection, words: Words) -> Markup:
    """Which row of a file somebody was led to, in words, and which of its cells; empty where the grid has it not."""
    row = next((one for one in grid.rows if one.line == line and one.file == grid.file), None)
    if row is None:
        return Markup("")
    of = {name: {id_: said for said, id_ in known.items()} for name, known in names.ids.items()}
    cells = [of.get(name, {}).get(row.cells.get(name, ""), row.cells.get(name, "")) for name in _TOLD_BY]
    header = ["", *row.cells]
    named = header[column] if column < len(header) else ""
    label = next((one.label(words) for one in forms.fields(model.Observation) if one.name == named), "")
    told = {"row": words("grid.row", n=line), "what": words.join([one for one in cells if one]), "field": label}
    return render("grid_row.html", words, selection, **told)


def grid_messages(messages: Sequence[Message], selection: Selection, words: Words) -> Markup:
    """What is wrong, row by row and cell by cell; empty where nothing is."""
    if not messages:
        return Markup("")
    labels = {one.name: one.label(words) for one in forms.fields(model.Observation)}
    told = [(_told(one, labels, words), one.problem) for one in messages[:MOST]]
    return render("grid_messages.html", words, selection, told=told, more=len(messages) - MOST, coded=coded)


def _told(one: Message, labels: dict[str, str], words: Words) -> str:
    row = words("grid.row", n=one.line) if one.line else words("grid.new_row", n=one.added)
    if one.field in labels:
        return words("grid.at", row=row, field=labels[one.field], fact=fact(one.problem, words))
    return words("grid.at_row", row=row, fact=fact(one.problem, words))
