"""An entry as a form: every change goes into the draft at once, every message stands at the field it speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from biaochi import drafts, forms, model, ui, views
from biaochi.drafts import Slips
from biaochi.files import Keys, Yaml
from biaochi.forms import Field, Part
from biaochi.problem import Fault
from biaochi.workshop import proof, shelf, start
from biaochi.workshop.work import Layout, Work, plain
from biaochi.writing import remove_entry

LEAVE = frozenset({"targets", "indicators", "concepts"})
"""Groups inside an entry that are chosen on the shelf and not part of its form."""


# What a widget holds when it first appears. Setting it all the same would wipe out what somebody types meanwhile.
_FRESH: dict[str, Any] = {"flag": False, "refers": [], "names": []}


@dataclass(frozen=True)
class Entry:
    """The entry at hand: its file, where it stands, and its model."""

    doc: Yaml
    keys: Keys
    of: type[model.Entry]

    @property
    def data(self) -> Any:
        """What stands in it."""
        return forms.at(self.doc.data, self.keys)


def place(page: ui.Page, work: Work) -> tuple[str, Keys, type[model.Entry]] | None:
    """File, keys and model of the entry that the link names; None where there is none."""
    thing = shelf.current(page, work)
    if thing is None:
        return None
    item = page.selection.item
    if thing.what == "plan" and item.isascii() and item.isdigit():
        return thing.path, ("targets", int(item[:6])), model.Target
    return thing.path, thing.keys, drafts.MODELS[thing.what]


def show(page: ui.Page, work: Work) -> None:
    """The form of the entry that the link names."""
    if page.selection.item == shelf.NEW:
        plan = shelf.current(page, work)
        start.target(page, work, plan) if plan else start.show(page, work, page.selection.what)
        return
    found = place(page, work)
    if found is None:
        page.show(views.edit_hint("edit.nothing_here", page.selection, page.words))
        return
    path, keys, of = found
    doc = drafts.document(work.root, work.draft, path)
    if doc is None or not isinstance(forms.at(doc.data, keys), dict):
        page.show(views.edit_hint("edit.unreadable" if doc is None else "edit.gone", page.selection, page.words))
        return
    _entry(page, work, Entry(doc, keys, of))


def _entry(page: ui.Page, work: Work, entry: Entry) -> None:
    """The form of an entry. Every block has a key and its place: one that moved would take what is typed with it."""
    told = drafts.slips(work.tried(page).problems, entry.doc, entry.keys, LEAVE)
    page.show(views.edit_slips(told.entry, page.selection, page.words))
    work.told.extend(told.entry)
    found = forms.parts(entry.of, entry.data, LEAVE)
    layout = work.layout((entry.doc.file, entry.keys), _first(entry, found[0], told))
    _own(page, work, entry, found[0], told, layout)
    for part in found[1:]:
        _part(page, work, entry, part, told, layout)
    if entry.keys:
        _remove(page, work, entry, entry.keys, _name(page, work, entry))
    if "remove" in work.refused:
        page.show(views.edit_slips([work.refused["remove"][1]], page.selection, page.words))


def _part(page: ui.Page, work: Work, entry: Entry, part: Part, told: Slips, layout: Layout) -> None:
    """A group inside the entry: open once it is there, else behind a fold that offers it."""
    if part.there:
        layout.open.add(part.keys)
    name = part.label(entry.of, page.words)
    label = name if part.there else page.words("edit.add_part", name=name)
    with st.expander(f"**{label}**", expanded=part.keys in layout.open, key=f"part {entry.keys} {part.keys}"):
        _fields(page, work, entry, part.fields, told)
        if part.there:
            _remove(page, work, entry, (*entry.keys, *part.keys), name)


def _name(page: ui.Page, work: Work, entry: Entry) -> str:
    """What the entry is called: its own name, or that of a target's indicator."""
    own = (entry.data.get("name_en") if page.words.lang == "en" else "") or entry.data.get("name")
    said = own or entry.data.get("title") or entry.data.get("indicator") or str(entry.keys[-1])
    known = {one.id: one.called(page.words.lang) for one in drafts.things(work.root, work.draft, "indicator")}
    return str(known.get(said, said)) if entry.of is model.Target else str(said)


def _first(entry: Entry, own: Part, told: Slips) -> frozenset[Keys]:
    """The fields that are shown at once: what must be there, what is there, what is spoken of, and what proves it.

    The document is asked for where the plan as a whole names none.
    """
    said = forms.values(entry.data, own.fields)
    whole = entry.doc.data if isinstance(entry.doc.data, dict) else {}
    proof = {"quote"} if whole.get("source") and entry.of is not model.Plan else {"quote", "source"}
    return frozenset(
        one.keys for one in own.fields
        if one.required or said[one.keys] or one.keys in told.fields or one.name in proof
    )  # fmt: skip


def _own(page: ui.Page, work: Work, entry: Entry, part: Part, told: Slips, layout: Layout) -> None:
    """The entry's own fields; those that were empty when it was opened wait behind a fold, and stay there."""
    _fields(page, work, entry, tuple(one for one in part.fields if one.keys in layout.first), told)
    later = tuple(one for one in part.fields if one.keys not in layout.first)
    if later:
        spoken = any(one.keys in told.fields for one in later)
        with st.expander(page.words("edit.more_fields", n=len(later)), expanded=spoken, key=f"more {entry.keys}"):
            _fields(page, work, entry, later, told)


def _fields(page: ui.Page, work: Work, entry: Entry, fields: tuple[Field, ...], told: Slips) -> None:
    """The fields in their order; two short ones share a row."""
    waiting = list(fields)
    while waiting:
        row = [waiting.pop(0)]
        if waiting and not row[0].wide and not waiting[0].wide:
            row.append(waiting.pop(0))
        with st.container(key=f"fields {entry.keys} {row[0].keys}"):
            places = st.columns(2) if len(row) == 2 else [st.container()]
        for one, column in zip(row, places, strict=True):
            with column:
                _told_field(page, work, entry, one, told)


def _told_field(page: ui.Page, work: Work, entry: Entry, field: Field, told: Slips) -> None:
    """A field with what is said of it."""
    _field(page, work, entry, field)
    mine = told.fields.get(field.keys, [])
    page.show(views.edit_slips(mine, page.selection, page.words))
    work.told.extend(mine)
    if field.name == "quote":
        _quote(page, work, entry, field)


def _quote(page: ui.Page, work: Work, entry: Entry, field: Field) -> None:
    """The quote against its document, where the configuration names the folder of the archived ones."""
    group = forms.at(entry.data, field.keys[:-1])
    said = group if isinstance(group, dict) else {}
    whole = entry.doc.data if isinstance(entry.doc.data, dict) else {}
    named = said.get("source") or entry.data.get("source") or whole.get("source")
    proof.show(page, work, named, said)


def _remove(page: ui.Page, work: Work, entry: Entry, keys: Keys, name: str) -> None:
    """The button that takes an entry, or a group inside it, out of the file; undo brings it back."""
    whole = len(keys) == len(entry.keys)

    def remove() -> None:
        with work.holding("remove", None, entry.doc.file):
            work.edit([remove_entry(entry.doc.file, keys)])
            if whole:
                link = page.selection
                shelf.go(what=link.what, id=link.id if link.item else "")

    st.button(
        page.words("edit.remove", name=plain(name)),
        on_click=remove,
        type="tertiary",
        icon=":material/delete:",
        key=f"remove {keys}",
    )


def _field(page: ui.Page, work: Work, entry: Entry, field: Field) -> None:
    """One widget, set from the draft; what is typed goes into the draft, or stays here with the reason."""
    key = "edit " + " ".join(map(str, (entry.doc.file, *entry.keys, *field.keys)))
    value = forms.values(entry.data, (field,))[field.keys]
    refused = work.refused.get(key)
    options = _options(page, work, field, value)
    shown = refused[0] if refused else value

    def changed() -> None:
        _changed(work, entry, field, key, options)

    def take_in() -> None:
        if (there := _bare(st.session_state.get(key))) and there != shown:
            changed()

    if _bare(st.session_state.get(key, _FRESH.get(field.kind, ""))) != shown:  # a blank at the end of a word stays
        st.session_state[key] = shown
    work.owe(key, take_in)

    more: dict[str, Any] = {"key": key, "on_change": changed, "help": _help(page, field)}
    label = field.label(page.words) + (page.words("edit.required") if field.required else "")
    hint = page.words("edit.example", text=field.good) if field.good else None
    if field.kind in ("choice", "refer"):
        st.selectbox(label, list(options), format_func=lambda one: options.get(one) or one, **more)
    elif field.kind in ("refers", "names"):
        st.multiselect(label, list(options), format_func=lambda one: options.get(one) or one, placeholder=hint or "",
                       accept_new_options=field.kind == "names", **more)  # fmt: skip
    elif field.kind == "flag":
        st.checkbox(label, **more)
    elif field.kind == "lines":
        st.text_area(label, height=96, max_chars=field.room, placeholder=hint, **more)
    else:
        fixed = field.of is model.Area and field.name == "ref_area"  # what an entry is called everywhere else
        st.text_input(label, max_chars=field.room, placeholder=hint, disabled=fixed, **more)
    if refused:
        page.show(views.edit_slips([refused[1]], page.selection, page.words))


def _changed(work: Work, entry: Entry, field: Field, key: str, options: dict[str, str]) -> None:
    """Takes a widget's value into the draft; the browser is not believed, so a choice must be one of ours."""
    typed = st.session_state[key]
    value = _bare(typed)
    doc = drafts.document(work.root, work.draft, entry.doc.file) or entry.doc
    with work.holding(key, typed, entry.doc.file):
        if field.kind in ("choice", "refer") and (not isinstance(value, str) or value not in options):
            raise Fault("edit_choice", value=str(value))
        if field.kind == "refers" and not all(one in options for one in value):
            raise Fault("edit_choice", value=", ".join(map(str, value)))
        work.edit(forms.edits(doc.file, entry.keys, doc.data, field, value))


def _bare(typed: Any) -> Any:
    """What is typed, without blanks around it."""
    return typed.strip() if isinstance(typed, str) else typed


def _options(page: ui.Page, work: Work, field: Field, value: Any) -> dict[str, str]:
    """What may be chosen, in words; what stands in the file already is always among it."""
    if field.kind == "choice":
        found = {one: forms.told(field, one, page.words) for one in field.choices}
    elif field.refers == "concept":
        found = {row["concept"]: page.name_of(row) for row in work.tried(page).store.concepts()}
    elif field.refers:
        things = drafts.things(work.root, work.draft, field.refers)  # type: ignore[arg-type]
        found = {one.id: one.full(page.words.lang) for one in things}
    else:
        found = {}
    there = value if isinstance(value, list) else [value] if value else []
    none = {} if field.kind in ("refers", "names") else {"": page.words("edit.unset")}
    return none | found | {one: one for one in there if one not in found}


def _help(page: ui.Page, field: Field) -> str | None:
    """What belongs into the field, with a good and a bad example."""
    told = [said] if (said := field.help(page.words)) else []
    told += [page.words("edit.good", text=field.good)] if field.good else []
    told += [page.words("edit.bad", text=field.bad)] if field.bad else []
    return "  \n".join(told) or None
