"""How a copied table is to be read: what it holds, what each column is, and what the table does not say itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st
from openpyxl.utils import get_column_letter

from biaochi import drafts, ui, views
from biaochi.workshop.handed import before
from biaochi.workshop.work import Work
from biaochi.writing import roles
from biaochi.writing.intake import Given, Table
from biaochi.writing.recognised import table_of
from biaochi.writing.sheets import Book

_EACH = 4
_YEAR = re.compile(r"(?:19|20)\d\d")
Answers = dict[str, str | None]


def confirmed(
    page: ui.Page, work: Work, book: Book, file: str, tables: Sequence[tuple[str, Table]]
) -> tuple[Book, Given | None]:
    """The sheet that is meant and how to read it, as its owner confirms; None as long as something needed is open."""
    words = page.words
    with st.container(border=True, key="upload_columns"):
        names = {n: table.sheet.name for n, (_, table) in enumerate(tables)}
        nth = st.selectbox(words("upload.sheet"), list(names), format_func=lambda n: names.get(n, ""),
                           key=before("upload_sheet", 0, names)) if len(names) > 1 else 0  # fmt: skip
        guess, table = tables[nth if nth in names else 0]
        page.show(views.grid_note("upload.copied_line", page.selection, words, sheet=table.sheet.name))
        kind = st.segmented_control(words("upload.kind"), tuple(roles.ROLES),
                                    key=before(f"upload_kind {file} {nth} {guess}", guess),
                                    format_func=lambda one: words(f"sheet.kind_{one}"))  # fmt: skip
        kind = kind if kind in roles.ROLES else guess
        found = table_of(file, table.sheet, kind)
        table = found[1] if found else replace(table, columns={})
        columns = _columns(page, file, kind, table)
        answers = _target(page, work) if kind == "target" else _figure(page, work, columns)
    missing = _missing(kind, columns, answers)
    if missing:
        what = words.join([words(f"upload.{one}") for one in missing])
        page.show(views.grid_note("upload.missing", page.selection, words, what=what))
        return book, None
    given = Given(**answers, kind=kind, columns=columns)  # type: ignore[arg-type]
    return Book([table.sheet], book.problems), given


def _columns(page: ui.Page, file: str, kind: str, table: Table) -> dict[str, int]:
    """One choice a column, set to what its heading seems to say; the first column of a role counts."""
    words, head = page.words, table.sheet.rows[table.header]
    years = sorted({year for cell in head for year in _YEAR.findall(cell)})
    dated = [f"{role}@{year}" for year in years for role in ("value", "baseline.value") if role in roles.ROLES[kind]]
    options = {"": words("upload.not_read")} | {
        role: roles.told(kind, role, words) for role in (*roles.ROLES[kind], *dated)
    }
    guess = {n: role for role, n in table.columns.items()}
    chosen: dict[str, int] = {}
    named = [(n, cell) for n, cell in enumerate(head) if cell]
    for start in range(0, len(named), _EACH):
        for place, (n, cell) in zip(st.columns(_EACH), named[start : start + _EACH], strict=False):
            seen = [
                text for row in range(table.header + 1, len(table.sheet.rows)) if (text := table.sheet.cell(row, n))
            ]
            role = place.selectbox(
                words("upload.column", letter=get_column_letter(n + 1), head=cell), list(options),
                format_func=lambda one: options.get(one, str(one)),
                key=before(f"upload_column {file} {kind} {table.sheet.name} {n} {cell}",
                           guess[n] if guess.get(n) in options else "", options),
                help=words("upload.such_as", text=words.join(seen[:3])) if seen else None)  # fmt: skip
            if role in options and role:
                chosen.setdefault(role, n)
    return chosen


def _target(page: ui.Page, work: Work) -> Answers:
    """Which plan the targets belong to; what a new one needs."""
    words = page.words
    plans = {"": words("upload.new_plan")} | {
        one.id: one.called(words.lang) for one in drafts.things(work.root, work.draft, "plan")
    }
    left, right = st.columns(2)
    plan = left.selectbox(
        words("upload.plan"), list(plans), format_func=lambda one: plans.get(one) or one,
        key=before("upload_into", "", plans),
    )
    if plan:
        return {"plan": plan if plan in plans else None}
    found: Answers = {"plan": _text(right, words("upload.id"), "upload_id")}
    left, right = st.columns(2)
    found["name"] = _text(left, words("upload.name"), "upload_name")
    found["name_en"] = _text(right, words("upload.name_en"), "upload_name_en")
    left, middle, right = st.columns(3)
    found["area"] = _thing(page, work, left, "area")
    found["source"] = _thing(page, work, middle, "source")
    found["period"] = _text(right, words("upload.plan_period"), "upload_plan_period")
    return found


def _figure(page: ui.Page, work: Work, columns: dict[str, int]) -> Answers:
    """What the observations of a table have in common and no column says."""
    found: Answers = {}
    places = st.columns(4)
    if not {"name", "indicator"} & columns.keys():
        found["indicator"] = _thing(page, work, places[0], "indicator")
    if "ref_area" not in columns:
        found["area"] = _thing(page, work, places[1], "area")
    if "source" not in columns:
        found["source"] = _thing(page, work, places[2], "source")
    if "time_period" not in columns and "value" in columns:
        found["period"] = _text(places[3], page.words("upload.period"), "upload_period")
    return found


def _text(place: Any, label: str, key: str) -> str | None:
    return place.text_input(label, key=before(key, ""), max_chars=4000).strip() or None


def _thing(page: ui.Page, work: Work, place: Any, kind: Any) -> str | None:
    """One of the entries that there are; the browser is not believed."""
    names = {one.id: one.called(page.words.lang) for one in drafts.things(work.root, work.draft, kind)}
    chosen = place.selectbox(page.words(f"upload.{kind}"), list(names), index=None,
                             key=before(f"upload_{kind}", None, names),
                             placeholder=page.words("upload.choose"),
                             format_func=lambda one: names.get(one) or one)  # fmt: skip
    return chosen if chosen in names else None


def _missing(kind: str, columns: dict[str, int], answers: Answers) -> list[str]:
    """What nobody has said yet, by the words of its question."""
    found = [] if any(role.partition("@")[0] == "value" for role in columns) else ["value"]
    if kind == "target":
        found += [] if {"name", "indicator"} & columns.keys() else ["indicator"]
        needed = ("id", "area") if "area" in answers else ("plan",)
        return found + [one for one in needed if not answers.get("plan" if one == "id" else one)]
    return found + [one for one in ("indicator", "area", "source") if one in answers and not answers[one]]
