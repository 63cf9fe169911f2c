"""A new thing by a short guided form: only what it takes to have a place; the usual form asks for the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from biaochi import drafts, forms, model, ui, views
from biaochi.drafts import Draft, Thing
from biaochi.problem import Fault, Problem
from biaochi.workshop import onward, shelf
from biaochi.workshop.work import Work

ASKED = {"plan": ("name", "name_en", "ref_area", "period", "source"), "indicator": ("name", "name_en", "unit"),
         "theme": ("name", "name_en"), "concept": ("name", "name_en"),
         "area": ("name", "name_en", "level"), "source": ("title", "doc_type", "reliability")}  # fmt: skip
IN_THEME = ("indicator", "concept")
NEW_THEME = "+"
_FAULT = "start"
_WANTED = "start wanted"


def show(page: ui.Page, work: Work, what: str) -> None:
    """The questions, and the button that begins."""
    words = page.words
    st.markdown(f"#### {words(f'edit.new.{what}')}")
    st.caption(words("edit.new.hint"))
    _wanted(page, what)
    origin = onward.ask(page, work) if what == "plan" else ""
    asked = [one for one in forms.fields(drafts.MODELS[what]) if one.name in ASKED[what]]
    given = {one.name: ask(page, work, one) for one in asked}
    theme = _theme(page, work, what) if what in IN_THEME else ("", "", "")
    id_ = _id(page, work, what, str(given.get("name") or given.get("title") or ""))

    def begin() -> None:
        with work.holding(_FAULT):
            draft = _with_theme(work, work.draft, theme)
            kind: Any = what
            if origin:
                work.take(onward.begin(page, work, origin, id_, given))
            else:
                work.take(drafts.begin(work.root, draft, kind, id_, given, theme[0]))
            work.begun()
            shelf.go(what=what, id=id_)

    answered = all(given[one.name] for one in asked if one.required)
    answered = answered and not any(too_long(one, given[one.name]) for one in asked)
    _button(page, work, begin, ready=bool(id_ and answered and (what not in IN_THEME or theme[0])))


def _wanted(page: ui.Page, what: str) -> None:
    """What a message found missing is in its field already: an id as the id, anything else as the name."""
    wanted = (what, page.selection.id)
    if not page.selection.id or st.session_state.get(_WANTED) == wanted:
        return
    st.session_state[_WANTED] = wanted
    if drafts.new_id(what, page.selection.id, []) is None:
        st.session_state[f"start {what} id"] = page.selection.id
    else:
        field = next(one for one in forms.fields(drafts.MODELS[what]) if one.name in ("name", "title"))
        st.session_state[key_of(field)] = page.selection.id


def target(page: ui.Page, work: Work, plan: Thing) -> None:
    """A new target: which indicator, and until when."""
    words = page.words
    st.markdown(f"#### {words('edit.new.target')}")
    known = {one.id: one.full(words.lang) for one in drafts.things(work.root, work.draft, "indicator")}
    indicator = st.selectbox(
        words("term.indicator"),
        list(known),
        index=None,
        placeholder=words("edit.choose"),
        format_func=lambda one: known.get(one) or one,
        key="start indicator",
    )
    st.caption(words("edit.new.target_hint"))
    data = drafts.data(work.root, work.draft, plan.path)
    due = drafts.last_period(str(data.get("period") or "")) if isinstance(data, dict) else ""

    def begin() -> None:
        with work.holding(_FAULT):
            if indicator not in known:
                raise Fault("edit_choice", value=str(indicator))
            draft, number = drafts.begin_target(work.root, work.draft, plan, indicator, due)
            work.take(draft)
            shelf.go(what="plan", id=plan.id, item=str(number))

    _button(page, work, begin, ready=indicator in known)
    st.button(
        words("edit.new.other_indicator"), on_click=lambda: shelf.go(what="indicator", item=shelf.NEW), type="tertiary"
    )


def _button(page: ui.Page, work: Work, begin: Any, ready: bool) -> None:
    st.button(page.words("edit.new.begin"), type="primary", on_click=begin, disabled=not ready, key="start_begin")
    if _FAULT in work.refused:
        page.show(views.edit_slips([work.refused[_FAULT][1]], page.selection, page.words))


def key_of(field: forms.Field) -> str:
    """The key of a question's widget."""
    return f"start {field.of.__name__} {field.name}"


def ask(page: ui.Page, work: Work, field: forms.Field, first: str = "") -> str:
    """One question, remembered until the thing has begun; `first` is chosen until somebody chooses."""
    label, key, help_ = field.label(page.words), key_of(field), field.help(page.words)
    if field.kind == "choice":
        return choose(page, work, key, label, {one: forms.told(field, one, page.words) for one in field.choices}, first,
                      help_)  # fmt: skip
    if field.kind == "refer":
        found = drafts.things(work.root, work.draft, field.refers)  # type: ignore[arg-type]
        return choose(page, work, key, label, {one.id: one.full(page.words.lang) for one in found}, first, help_)
    hint = page.words("edit.example", text=field.good) if field.good else None
    typed = write(work, key, label, help=help_, placeholder=hint, max_chars=field.room)
    page.show(views.edit_slips(too_long(field, typed), page.selection, page.words))
    return typed


def too_long(field: forms.Field, typed: str) -> list[Problem]:
    """That an answer is longer than its field."""
    if field.kind in ("choice", "refer") or len(typed) <= field.longest:
        return []
    return [Problem("text_too_long", {"field": field.name, "limit": field.longest, "value": typed})]


def write(work: Work, key: str, label: str, **look: Any) -> str:
    """A question that is answered in words; they are back after a reload or another page."""
    st.session_state.setdefault(key, work.answers.get(key, ""))
    typed = (st.text_input(label, key=key, **look) or "").strip()
    work.answer(key, typed)
    return typed


def choose(
    page: ui.Page, work: Work, key: str, label: str, told: dict[str, str], first: str = "", help_: str | None = None
) -> str:
    """A question that is answered by one of these ids; it is back after a reload or another page."""
    before = next((one for one in (work.answers.get(key), first) if one in told), None)
    st.session_state.setdefault(key, before)
    chosen = st.selectbox(
        label,
        list(told),
        index=None,
        key=key,
        help=help_,
        placeholder=page.words("edit.choose"),
        format_func=lambda one: told.get(one) or one,
    )
    work.answer(key, chosen if chosen in told and chosen != first else "")
    return chosen if chosen in told else ""


def asking(answers: Mapping[str, str]) -> str:
    """What is being begun where these answers were given; an indicator may ask for its theme, too. Empty for none."""
    kinds = {kind.__name__: what for what, kind in drafts.MODELS.items()} | {what: what for what in drafts.MODELS}
    found = [kinds.get(key.split()[1], "figures") for key in answers]
    return next((what for what in found if what != "theme"), "theme" if found else "")


def _theme(page: ui.Page, work: Work, what: str) -> tuple[str, str, str]:
    """The theme of a new indicator or concept: its id, and name and English name of one that is new as well."""
    themes = drafts.things(work.root, work.draft, "theme")
    names = {**{one.id: one.called(page.words.lang) for one in themes}, NEW_THEME: page.words("edit.new.other_theme")}
    chosen = choose(page, work, f"start {what} theme", page.words("edit.new.in_theme"), names)
    if chosen != NEW_THEME:
        return chosen, "", ""
    asked = [one for one in forms.fields(model.Theme) if one.name in ("name", "name_en")]
    told = [ask(page, work, one) for one in asked]
    fit = all(told) and not any(too_long(one, text) for one, text in zip(asked, told, strict=True))
    return drafts.suggest(told[0], set(names)) if fit else "", told[0], told[1]


def _with_theme(work: Work, draft: Draft, theme: tuple[str, str, str]) -> Draft:
    id_, name, name_en = theme
    return drafts.begin_theme(work.root, draft, id_, name, name_en) if name else draft


def _id(page: ui.Page, work: Work, what: str, name: str) -> str:
    """The id, made of the name where nobody gives one; an area has its code."""
    kind: Any = what
    taken = {one.id for one in drafts.things(work.root, work.draft, kind)}
    made = drafts.suggest(name, taken) if what != "area" else ""
    hint = (
        page.words("edit.new.id_made", id=made)
        if made
        else page.words("edit.new.code" if what == "area" else "edit.new.id")
    )
    label = page.words("edit.new.code_label" if what == "area" else "edit.new.id_label")
    help_ = page.words("edit.new.id_help")
    typed = write(work, f"start {what} id", label, placeholder=hint, help=help_, max_chars=20_000)
    return typed or made
