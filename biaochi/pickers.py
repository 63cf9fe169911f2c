"""What the reader may choose: each picker takes its value from the link and writes the choice back into it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Protocol

import streamlit as st

from biaochi import exports, search, sessions
from biaochi.problem import Fault, Problem
from biaochi.selection import EARLIEST, Selection
from biaochi.store import Row, Store
from biaochi.views.rows import first_indicator, first_plan
from biaochi.words import Words

EVERYWHERE = ("quality", "search", "history")
"""Pages that speak of all areas unless the link names one."""

_WRONG: dict[str, Problem] = {}  # downloads that failed, by the name of the file
_WIDTHS = {
    ("", "area"): 220,
    ("compare", "area"): 190,
    ("compare", "indicator"): 290,
    ("compare", "period"): 150,
    ("compare", "other"): 150,
}


class Chooser(Protocol):
    """The page that a picker belongs to (ui.Page); a picker may fill in what the link leaves open."""

    name: str
    store: Store
    selection: Selection
    words: Words
    name_of: Callable[..., str]
    options: dict[str, dict[str, str]]
    """What a page offers for parameters of its own, by parameter."""

    @property
    def as_of(self) -> date:
        """The evaluation date."""
        ...


def area(page: Chooser) -> None:
    """The area; another area has other plans."""
    near = page.store.neighbours(page.selection.area)
    labels = page.store.keep(("area_labels", page.words.lang), lambda: _area_labels(page))
    rows = [row["ref_area"] for row in page.store.areas() if _offered(page, row, near)]
    every = {"": page.words("quality.all_areas")} if page.name in EVERYWHERE else {}
    # of hundreds those around stand first; the others are found by typing
    names = every | {one: labels[one] for one in (*(near or ()), *rows)}
    label = "compare_page.pick.own_area" if page.name == "compare" else "page.pick_area"
    choose(page, "area", names, label, drops=("plan", "deck"))


def _offered(page: Chooser, row: Row, near: tuple[str, ...] | None) -> bool:
    """Areas with figures or plans, and of hundreds also the cities that lead to the others."""
    leads = near is not None and not row["parent"]
    return bool(row["figures"] or row["plans"] or row["ref_area"] == page.selection.area or leads)


def _area_labels(page: Chooser) -> dict[str, str]:
    return {row["ref_area"]: _area_label(page, row) for row in page.store.areas()}


def _area_label(page: Chooser, row: Row) -> str:
    own = row["level"] in ("district", "functional")
    parent = page.store.area(row["parent"]) if row["parent"] else None
    name = page.name_of(row)
    return page.words("page.within", name=name, around=page.name_of(parent)) if parent and own else name


def plan(page: Chooser) -> None:
    """The plan of the area; the overview may show all of them."""
    rows = page.store.plans(page.selection.area)
    names = {row["plan"]: page.name_of(row) for row in rows}
    if page.name in ("overview", "report"):
        names = {"": page.words("page.all_plans"), **names}
    elif rows and not page.selection.plan:
        page.selection = replace(page.selection, plan=first_plan(page.store, page.selection.area))
    if len(names) > 1 or page.name == "plan":
        choose(page, "plan", names, "page.plan", drops=("deck",))


def indicator(page: Chooser) -> None:
    """An indicator of which the area has figures."""
    own = page.store.indicators_of(page.as_of, page.selection.area)
    rows = [
        row
        for row in page.store.indicators()
        if row["indicator"] in own or row["indicator"] == page.selection.indicator
    ]
    names = {row["indicator"]: page.name_of(row) for row in rows}
    if page.name == "report":
        names = {"": page.words("report.all_indicators"), **names}
    elif rows and not page.selection.indicator:
        first = first_indicator(page.store, page.as_of, page.selection.plan, page.selection.area)
        page.selection = replace(page.selection, indicator=first or rows[0]["indicator"])
    choose(page, "indicator", names, "page.pick_indicator", drops=("deck",))


def query(page: Chooser) -> None:
    """The words that are looked for."""
    st.session_state["pick_query"] = page.selection.q[: search.LIMIT]

    def moved() -> None:
        write("q", st.session_state["pick_query"].strip())

    st.text_input(
        page.words("search.field"),
        key="pick_query",
        type="search",
        max_chars=search.LIMIT,
        placeholder=page.words("search.placeholder"),
        on_change=moved,
        width=460,
    )


def as_of(page: Chooser) -> None:
    """The evaluation date; today stands in no link."""
    key = "pick_as_of"
    st.session_state[key] = page.as_of

    def moved() -> None:
        day = st.session_state[key]
        write("as_of", "" if day is None or day == date.today() else day.isoformat())

    st.date_input(
        page.words("page.pick_as_of"),
        key=key,
        on_change=moved,
        format="YYYY-MM-DD",
        width=170,
        min_value=EARLIEST,
        max_value=date.today(),
    )


def thing(page: Chooser) -> None:
    """The indicator or concept that is compared; another one has other periods."""
    falls = ("period", "other", "per")
    choose(page, "indicator", page.options["indicator"], "compare_page.pick.indicator", drops=falls)


def among(page: Chooser) -> None:
    """Which areas are compared; an own choice begins with those that are shown, and opens a field for them."""
    every, options, said = page.options, page.options["among"], page.selection.areas
    key = "pick_among"
    st.session_state[key] = said if said in options else "own"

    def moved() -> None:  # without the page: a session keeps this, and would keep its snapshot open
        chosen = st.session_state[key]
        write("areas", ",".join(every["shown"]) or "own" if chosen == "own" else chosen)

    st.selectbox(
        page.words("compare_page.pick.among"),
        list(options),
        key=key,
        format_func=lambda one: options.get(one) or one,
        on_change=moved,
        width=250,
    )


def areas(page: Chooser) -> None:
    """The own choice of areas, where the reader wants one."""
    if page.selection.areas not in page.options["among"] or page.selection.areas == "own":
        _several(page, "areas", "own", 560)


def indicators(page: Chooser) -> None:
    """The indicators that stand side by side; without a choice the usual ones, to add to and to take from."""
    _several(page, "indicators", "none", 560, list(page.options["usual"]))


def other(page: Chooser) -> None:
    """The earlier of two periods."""
    choose(page, "other", page.options["other"], "compare_page.pick.other")


def period(page: Chooser) -> None:
    """The later of two periods."""
    choose(page, "period", page.options["period"], "compare_page.pick.period")


def _several(page: Chooser, name: str, empty: str, width: int, usual: Sequence[str] = ()) -> None:
    """A field for many choices; `usual` holds where the link says nothing, `empty` is said when all are taken out."""
    options, key = page.options[name], f"pick_{name}"
    st.session_state[key] = [one for one in page.selection.list(name) or usual if one in options]

    def moved() -> None:
        write(name, ",".join(st.session_state[key]) or empty)

    st.multiselect(
        page.words(f"compare_page.pick.{name}"),
        list(options),
        key=key,
        format_func=lambda one: options.get(one) or one,
        on_change=moved,
        placeholder=page.words(f"compare_page.pick.empty_{name}"),
        width=width,
    )


def downloads(page: Chooser, files: dict[str, tuple[str, str, Callable[[], bytes]]]) -> None:
    """A row of downloads: kind -> (file name, MIME type, what makes it when it is asked for)."""
    with st.container(horizontal=True, key="downloads"):
        for kind, (name, mime, make) in files.items():
            st.download_button(
                page.words(f"compare_page.downloads.{kind}"),
                data=partial(_made, name, make, sessions.again(), page.words),
                file_name=name,
                mime=mime,
                key=f"get_{kind}",
                on_click="ignore",
                icon=":material/download:",
            )
        for name, _, _ in files.values():
            if problem := _WRONG.get(name):
                st.caption(f"{problem.fact(page.words.lang)}。{problem.advice(page.words.lang)}")


def _made(name: str, make: Callable[[], bytes], rerun: Callable[[], None], words: Words) -> bytes:
    """The file that was asked for; why it could not be made stands on the page from then on."""
    try:
        data = make()
    except (Fault, OSError) as error:
        _WRONG[name] = failed(error, name, words)
        rerun()
        raise
    _WRONG.pop(name, None)
    return data


def failed(error: Fault | OSError, name: str, words: Words) -> Problem:
    """What kept a file from being made, in words."""
    fault = error if isinstance(error, Fault) else exports.refused(error, error.filename or name, words)
    return Problem(fault.code, fault.params)


def choose(page: Chooser, name: str, options: dict[str, str], label: str, drops: tuple[str, ...] = ()) -> None:
    """A select box whose value comes from the link and goes back into it; other choices may fall with it."""
    if not options:
        return
    key = f"pick_{name}"
    current = getattr(page.selection, name)
    st.session_state[key] = current if current in options else next(iter(options))

    def moved() -> None:
        for drop in drops:
            st.query_params.pop(drop, None)
        write(name, st.session_state[key])

    st.selectbox(
        page.words(label),
        list(options),
        key=key,
        format_func=lambda one: options.get(one) or one,
        on_change=moved,
        width=_WIDTHS.get((page.name, name)) or _WIDTHS.get(("", name), 300),
    )


def write(name: str, value: str) -> None:
    """A choice into the link; what is empty leaves it. Lists are shown from their beginning again."""
    st.query_params.pop("skip", None)
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)
