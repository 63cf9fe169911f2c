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
from biaochi.workshop import shelf
from biaochi.workshop.work import Work

_LEAVE = frozenset({"targets"})


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
    told = drafts.slips(work.tried(page).problems, entry.doc, entry.keys, _LEAVE)
    page.show(views.edit_slips(told.entry, page.selection, page.words))
    for part in forms.parts(entry.of, entry.data, _LEAVE):
        if not part.name:
            _own(page, work, entry, part, told)
        elif part.there:
            with st.container(border=True):
                st.markdown(f"**{part.label(entry.of, page.words)}**")
                _fields(page, work, entry, part.fields, told)
        else:
            with st.expander(page.words("edit.add_part", name=part.label(entry.of, page.words))):
                _fields(page, work, entry, part.fields, told)


def _own(page: ui.Page, work: Work, entry: Entry, part: Part, told: Slips) -> None:
    """The entry's own fields; optional ones that are empty wait behind a fold."""
    said = forms.values(entry.data, part.fields)
    first = [one for one in part.fields if one.required or said[one.keys] or one.keys in told.fields]
    later = [one for one in part.fields if one not in first]
    _fields(page, work, entry, tuple(first), told)
    if later:
        with st.expander(page.words("edit.more_fields", n=len(later))):
            _fields(page, work, entry, tuple(later), told)


def _fields(page: ui.Page, work: Work, entry: Entry, fields: tuple[Field, ...], told: Slips) -> None:
    for one in fields:
        _field(page, work, entry, one)
        page.show(views.edit_slips(told.fields.get(one.keys, []), page.selection, page.words))


def _field(page: ui.Page, work: Work, entry: Entry, field: Field) -> None:
    """One widget, set from the draft; what is typed goes into the draft, or stays here with the reason."""
    key = "edit " + " ".join(map(str, (entry.doc.file, *entry.keys, *field.keys)))
    value = forms.values(entry.data, (field,))[field.keys]
    refused = work.refused.get(key)
    options = _options(page, work, field, value)
    shown = refused[0] if refused else value
    if st.session_state.get(key) != shown:
        st.session_state[key] = shown

    def changed() -> None:
        _changed(work, entry, field, key, options)

    more: dict[str, Any] = {"key": key, "on_change": changed, "help": _help(page, field)}
    label = field.label(page.words) + (page.words("edit.required") if field.required else "")
    hint = page.words("edit.example", text=field.good) if field.good else None
    if field.kind in ("choice", "refer"):
        st.selectbox(label, list(options), format_func=lambda one: options.get(one, one), **more)
    elif field.kind in ("refers", "names"):
        st.multiselect(label, list(options), format_func=lambda one: options.get(one, one), placeholder=hint or "",
                       accept_new_options=field.kind == "names", **more)  # fmt: skip
    elif field.kind == "flag":
        st.checkbox(label, **more)
    elif field.kind == "lines":
        st.text_area(label, height=96, max_chars=field.longest, placeholder=hint, **more)
    else:
        st.text_input(label, max_chars=field.longest, placeholder=hint, **more)
    if refused:
        page.show(views.edit_slips([refused[1]], page.selection, page.words))


def _changed(work: Work, entry: Entry, field: Field, key: str, options: dict[str, str]) -> None:
    """Takes a widget's value into the draft; the browser is not believed, so a choice must be one of ours."""
    typed = st.session_state[key]
    value = typed.strip() if isinstance(typed, str) else typed
    try:
        if field.kind in ("choice", "refer") and value not in options:
            raise Fault("edit_choice", value=str(value))
        if field.kind == "refers" and not all(one in options for one in value):
            raise Fault("edit_choice", value=", ".join(map(str, value)))
        work.edit(forms.edits(entry.doc.file, entry.keys, entry.doc.data, field, value))
        work.refused.pop(key, None)
    except Fault as fault:
        work.hold(key, typed, fault, entry.doc.file)


def _options(page: ui.Page, work: Work, field: Field, value: Any) -> dict[str, str]:
    """What may be chosen, in words; what stands in the file already is always among it."""
    if field.kind == "choice":
        found = {one: forms.told(field, one, page.words) for one in field.choices}
    elif field.refers == "concept":
        found = {row["concept"]: page.name_of(row) for row in work.tried(page).store.concepts()}
    elif field.refers:
        things = drafts.things(work.root, work.draft, field.refers)  # type: ignore[arg-type]
        found = {one.id: f"{one.name}（{one.id}）" if one.name else one.id for one in things}
    else:
        found = {}
    there = value if isinstance(value, list) else [value] if value else []
    none = {} if field.kind in ("refers", "names") else {"": page.words("edit.unset")}
    return none | found | {one: one for one in there if one not in found}


def _help(page: ui.Page, field: Field) -> str | None:
    """What belongs into the field, with a good and a bad example."""
    told = [field.help] if page.words.lang == "zh" else []
    told += [page.words("edit.good", text=field.good)] if field.good else []
    told += [page.words("edit.bad", text=field.bad)] if field.bad else []
    return "  \n".join(told) or None
