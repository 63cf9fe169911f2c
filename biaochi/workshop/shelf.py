"""The left side: what kind of thing, and which one; both stand in the link."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from biaochi import drafts, pickers, ui
from biaochi.drafts import Thing
from biaochi.workshop.work import Work, plain

NEW = "new"


def settle_link(page: ui.Page, work: Work) -> None:
    """A link to a place in a file (what=place, id=file:line) becomes the link to the form that has it."""
    if page.selection.what == "place":
        found = drafts.entry_at(work.root, work.draft, page.selection.id)
        page.selection = replace(page.selection, **{"what": "", "id": "", "item": "", **found})
        go(**found)


def chosen(page: ui.Page, kinds: tuple[str, ...]) -> str:
    """The kind of thing that the link names; the first where it names none that we have."""
    return page.selection.what if page.selection.what in kinds else kinds[0]


def show(page: ui.Page, work: Work, kinds: tuple[str, ...]) -> None:
    """The kinds, and below them the things of the chosen kind."""
    words, key = page.words, "pick_what"
    st.session_state[key] = kind = chosen(page, kinds)

    def moved() -> None:
        go(what=st.session_state[key])

    st.radio(words("edit.what"), kinds, key=key, format_func=lambda one: words(f"edit.kind.{one}"), on_change=moved)
    if kind in drafts.MODELS:
        _things(page, work, drafts.things(work.root, work.draft, kind))  # type: ignore[arg-type]
    if kind == "figures":
        link = {"what": kind, **({"id": "all"} if page.selection.item == NEW else {"item": NEW})}
        icon, said = ("table", "edit.new.to_grid") if page.selection.item == NEW else ("add", "edit.new.figure")
        st.button(words(said), icon=f":material/{icon}:", on_click=go, kwargs=link, key="start_new")


def _things(page: ui.Page, work: Work, found: list[Thing]) -> None:
    names = {one.id: one.called(page.words.lang) for one in found}
    thing = current(page, work)
    key = "pick_thing"
    st.session_state[key] = thing.id if thing else None

    def moved() -> None:
        if st.session_state[key] in names:
            go(what=page.selection.what, id=st.session_state[key])

    st.selectbox(
        page.words("edit.which"), list(names), key=key, on_change=moved, placeholder=page.words("edit.choose"),
        format_func=lambda one: names.get(one) or one,
    )  # fmt: skip
    kind = chosen(page, tuple(drafts.MODELS))
    st.button(
        page.words(f"edit.new.{kind}"),
        icon=":material/add:",
        on_click=go,
        kwargs={"what": kind, "item": NEW},
        key="start_new",
    )
    if thing and thing.what == "plan":
        _targets(page, work, thing)


def _targets(page: ui.Page, work: Work, plan: Thing) -> None:
    """A plan's own fields and its targets."""
    data = drafts.data(work.root, work.draft, plan.path)
    targets = data.get("targets") if isinstance(data, dict) else None
    known = {one.id: one.called(page.words.lang) for one in drafts.things(work.root, work.draft, "indicator")}
    names = {"": page.words("edit.own_fields")}
    for n, one in enumerate(targets if isinstance(targets, list) else []):
        said = one.get("indicator") if isinstance(one, dict) else None
        names[str(n)] = f"{n + 1} {plain(known.get(str(said)) or str(said or '—'))}"
    names[NEW] = page.words("edit.add_target")
    key = "pick_item"
    st.session_state[key] = page.selection.item if page.selection.item in names else ""

    def moved() -> None:
        go(what="plan", id=plan.id, item=st.session_state[key])

    st.radio(
        page.words("edit.item"), list(names), key=key, on_change=moved, format_func=lambda one: names.get(one) or one
    )


def current(page: ui.Page, work: Work) -> Thing | None:
    """The thing that the link names; the plan of the link, else the first, where it names none."""
    kind = page.selection.what or "plan"
    if kind not in drafts.MODELS or (page.selection.item == NEW and not (kind == "plan" and page.selection.id)):
        return None
    found = drafts.things(work.root, work.draft, kind)  # type: ignore[arg-type]
    link = page.selection
    usual = {"plan": link.plan or page.store.config.default_plan, "indicator": link.indicator, "area": link.area}
    wanted = link.id or usual.get(kind)
    return next((one for one in found if one.id == wanted), found[0] if found and not page.selection.id else None)


def go(**where: str) -> None:
    """The link to another thing to edit."""
    for name in ("what", "id", "item"):
        pickers.write(name, where.get(name, ""))
