"""Observations as a grid: typed, pasted, added and taken out like in a spreadsheet, with a message for every cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from biaochi import drafts, forms, grids, model, palette, ui, views
from biaochi.grids import Change, Grid, Names
from biaochi.problem import Fault, Problem
from biaochi.workshop import shelf
from biaochi.workshop.work import Work

_KEY = "grid"
_SPARE = 5
_USUAL = ("indicator", "ref_area", "time_period", "value", "source", "quote", "obs_status", "note")
_COLOURS = {"error": "behind", "warning": "slow"}
_FIELDS = {one.name: one for one in forms.fields(model.Observation)}
_WIDE: dict[str, Any] = {"quote": "large", "note": "medium", "source": "medium", "indicator": "medium",
                         "time_period": 120, "value": 100}  # fmt: skip


@dataclass
class Held:
    """The grid of a session: what it shows, its widget's number, the draft that it made last and of which changes, what
    it could not do.
    """

    grid: Grid
    scope: tuple[str, str]
    made: str
    look: tuple[bool, bool, str]
    number: int = 0
    fault: Fault | None = None
    done: Change = field(default_factory=lambda: Change({}, [], []))

    @property
    def key(self) -> str:
        """The key of its widget; another one where the rows are others."""
        return f"grid {self.number}"

    @property
    def spare(self) -> int:
        """How many empty rows stand below the others: a block is pasted into a row that is there."""
        return _SPARE

    @property
    def change(self) -> Change:
        """What was done in the browser since the grid was begun; what was typed into an empty row is a new one."""
        said: Any = st.session_state.get(self.key) or {}
        cells = {int(n): row for n, row in said.get("edited_rows", {}).items()}
        gone, rows = [int(n) for n in said.get("deleted_rows", [])], len(self.grid.rows)
        filled = [{} if n in gone else cells.pop(n, {}) for n in range(rows, rows + self.spare)]
        cells = {n: row for n, row in cells.items() if n < rows}
        added = [*filled, *said.get("added_rows", [])]
        while added and not added[-1]:
            added.pop()
        return Change(cells, added, [n for n in gone if n < rows])


def show(page: ui.Page, work: Work) -> list[Problem]:
    """The rows that the link names, to be changed in place; answers with the Problems that are told below them."""
    scope = _scope(page, work)
    whole, free = _toggles(page)
    held = _held(work, scope, (whole, free, page.words.lang))
    names, options = _names(page, work)
    page.show(views.grid_note("grid.hint", page.selection, page.words))
    if held.grid.left_out:
        page.show(views.grid_note("grid.left_out", page.selection, page.words, n=held.grid.left_out))
    line, column = drafts.of_place(page.selection.id)[1:]
    page.show(views.grid_row(held.grid, line, column, names, page.selection, page.words))
    told = held.grid.messages(held.change, names, work.draft, work.tried(page).problems)
    _editor(page, work, held, names, {} if free else options, whole, views.grid_marks(told, page.words))
    if held.fault:
        work.hold(held.key, None, held.fault, held.scope[0])
    page.show(views.grid_messages(told, names, page.selection, page.words))
    return [one.problem for one in told[: views.GRID_MESSAGES]]


def _scope(page: ui.Page, work: Work) -> tuple[str, str]:
    """Which file and which indicator, all of them at first; both stand in the link."""
    files, words = grids.files(work.root, work.draft), page.words
    known = drafts.things(work.root, work.draft, "indicator")
    things = {one.id: one.called(words.lang) for one in known}
    wanted = drafts.of_place(page.selection.id)[0]
    file = wanted if wanted in files else ""
    indicator = page.selection.item if page.selection.item in things else ""
    st.session_state["pick_table"], st.session_state["pick_of"] = file, indicator

    def moved() -> None:
        shelf.go(what="figures", id=st.session_state["pick_table"] or "all", item=st.session_state["pick_of"])

    left, right = st.columns(2)
    every = {"": words("grid.every_file")} | {one: one.removeprefix(grids.FOLDER) for one in files}
    left.selectbox(words("grid.file"), list(every), key="pick_table", on_change=moved, format_func=lambda x: every[x])
    some = {"": words("grid.every_indicator")} | things
    right.selectbox(words("grid.indicator"), list(some), key="pick_of", on_change=moved, format_func=lambda x: some[x])
    return file, indicator


def _toggles(page: ui.Page) -> tuple[bool, bool]:
    """Whether all columns are shown, and whether cells take any text; not while a change waits to be put right."""
    held: Held | None = st.session_state.get(_KEY)
    stuck = bool(held and held.fault)
    with st.container(horizontal=True):
        whole = st.toggle(page.words("grid.all_fields"), key="grid_whole", disabled=stuck)
        free = st.toggle(page.words("grid.free"), True, key="grid_free", help=page.words("grid.free_help"),
                         disabled=stuck)  # fmt: skip
    return whole, free


def _held(work: Work, scope: tuple[str, str], look: tuple[bool, bool, str]) -> Held:
    """The grid as it was begun, as long as nothing but the grid itself has changed what it shows.

    Other columns, or a while out of sight, and Streamlit forgets what was changed in the widget: then the grid begins
    anew on the draft, which has it all.
    """
    held: Held | None = st.session_state.get(_KEY)
    if held and (held.scope, held.look, held.made) == (scope, look, work.draft.id):
        forgotten = held.made != held.grid.base.id and held.key not in st.session_state
        if not forgotten and not _moved(work, held):
            return held
    number = held.number + 1 if held else 0
    held = Held(grids.begin(work.root, work.draft, *scope), scope, work.draft.id, look, number)
    st.session_state[_KEY] = held
    return held


def _moved(work: Work, held: Held) -> bool:
    """Whether somebody else has written a file of an untouched grid."""
    if held.made != held.grid.base.id:
        return False
    try:
        return any(work.draft.look(work.root, path).sha256 != seen.sha256 for path, seen in held.grid.seen.items())
    except Fault:
        return True


def _names(page: ui.Page, work: Work) -> tuple[Names, dict[str, dict[str, str]]]:
    """What people write instead of an id, and what may be chosen in the cells: by field the id of every name."""
    kinds = {"indicator": "indicator", "ref_area": "area", "source": "source"}
    known: dict[str, dict[str, str]] = {}
    options: dict[str, dict[str, str]] = {}
    for name, kind in kinds.items():
        things = drafts.things(work.root, work.draft, kind)  # type: ignore[arg-type]
        options[name] = _alone([(one.called(page.words.lang), one.id) for one in things])
        known[name] = _alone([(said, one.id) for one in things for said in {one.name, one.name_en}]) | options[name]
    for one in _FIELDS.values():
        if one.kind == "choice":
            options[one.name] = {forms.told(one, code, page.words): code for code in one.choices}
    called = {name: {id_: said for said, id_ in some.items()} for name, some in options.items()}
    return Names(options | known, called), options


def _alone(named: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The id of every name; where a name is not of one thing alone, the id stands for itself."""
    often = Counter(said for said, _ in named)
    return {said if said and often[said] == 1 else id_: id_ for said, id_ in named}


def _editor(
    page: ui.Page, work: Work, held: Held, names: Names, options: Mapping[str, Mapping[str, str]], whole: bool,
    marks: Mapping[int, tuple[str, str]],
) -> None:  # fmt: skip
    import pandas as pd

    columns = _columns(held, names)
    frame = pd.DataFrame(columns, dtype="object").astype(dict.fromkeys(columns, "str"))

    def changed() -> None:
        held.done = held.change
        try:
            held.fault = None
            draft = held.grid.apply(held.change, names)
            work.refused.pop(held.key, None)
            held.made = draft.id
            work.take(draft)
        except Fault as fault:
            held.fault = fault

    def take_in() -> None:
        there = held.key in st.session_state  # a grid that was out of sight is forgotten, which is no change of it
        if there and held.change != held.done and held is st.session_state.get(_KEY):
            changed()

    work.owe(_KEY, take_in)
    shown = ["line", *(grids.FIELDS if whole else _USUAL), *(["file"] if "file" in columns else [])]
    config: dict[str, Any] = {
        "line": st.column_config.TextColumn(page.words("grid.line"), disabled=True, width=132, pinned=True,
                                            help=page.words("grid.line_help")),
        "file": st.column_config.TextColumn(page.words("grid.in_file"), disabled=True, width="medium"),
    }  # fmt: skip
    config |= {name: _column(page, name, options.get(name), columns[name]) for name in grids.FIELDS}
    config["indicator"]["default"] = names.said("indicator", held.grid.indicator) or None
    with pd.option_context("styler.render.max_elements", frame.size + 1):
        st.data_editor(_marked(frame, marks) if marks else frame, key=held.key, num_rows="dynamic", hide_index=True,
                       column_order=shown, column_config=config, on_change=changed, height=560, width="stretch",
                       placeholder="")  # fmt: skip


def _marked(frame: Any, marks: Mapping[int, tuple[str, str]]) -> Any:
    """The frame with marks in its first column. As a look, not a value: other values would begin the editor anew.

    Only marked cells are spelled out for Streamlit; pandas would spell every cell, which takes 0.2 ms a row. Black,
    since Streamlit draws the text of locked cells at 60 %.
    """
    there = {row: mark for row, mark in marks.items() if row < len(frame)}
    cells = [[{"id": f"row{row}_col0", "display_value": text} for row, (_, text) in there.items()]]
    looks = [{"selectors": [f"row{row}_col0" for row, (severity, _) in there.items() if severity == kind],
              "props": [("background-color", palette.colour(f"{colour}-ground")),
                        ("color", "#000000"), ("font-weight", "600")]}
             for kind, colour in _COLOURS.items()]  # fmt: skip
    styler = frame.style
    styler._translate = lambda *_: {"body": cells, "cellstyle": [one for one in looks if one["selectors"]]}
    return styler


def _columns(held: Held, names: Names) -> dict[str, list[str | None]]:
    """What the grid shows: the line (and the file) of every row and its cells in words, and the empty rows below."""
    rows, below = held.grid.rows, [None] * held.spare
    columns: dict[str, list[str | None]] = {"line": [*(str(row.line) for row in rows), *[""] * held.spare]}
    if not held.scope[0]:
        columns["file"] = [*(row.file.removeprefix(grids.FOLDER) for row in rows), *below]
    for name in grids.FIELDS:
        columns[name] = [*(names.said(name, row.cells.get(name, "")) or None for row in rows), *below]
    if held.grid.indicator:
        columns["indicator"][len(rows) :] = [names.said("indicator", held.grid.indicator)] * held.spare
    return columns


def _column(page: ui.Page, name: str, options: Mapping[str, str] | None, cells: Sequence[Any]) -> Any:
    """A column as its field wants it: a list of names, or text as printed; help from the model."""
    field, words = _FIELDS[name], page.words
    about: dict[str, Any] = {"help": field.help(words), "width": _WIDE.get(name, "small")}
    if options is None:
        return st.column_config.TextColumn(field.label(words), **about)
    odd = sorted({one for one in cells if one} - set(options))
    return st.column_config.SelectboxColumn(field.label(words), options=[*options, *odd], **about)
