"""The answer as a workbook: one sheet a plan, all figures, sources; numbers are numbers, printed texts beside them."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

from biaochi import sentences
from biaochi.exports.answer import Answer, Told, gather
from biaochi.exports.clean import text
from biaochi.exports.sheets import Column, Sheets
from biaochi.selection import Selection
from biaochi.store import Row, Store
from biaochi.views.rows import Aim
from biaochi.words import Words

_PLAN = (
    Column("term.indicator"),
    Column("term.unit"),
    Column("export.baseline", "number"),
    Column("export.baseline_text"),
    Column("export.baseline_period"),
    Column("export.target", "number"),
    Column("export.target_text"),
    Column("export.target_period"),
    Column("export.value", "number"),
    Column("export.value_text"),
    Column("export.value_period"),
    Column("term.completion_rate", "percent"),
    Column("term.attainment_ratio", "percent"),
    Column("term.time_progress", "percent"),
    Column("export.pace_gap", "points"),
    Column("method.linear_pace", "verdict"),
    Column("method.opensdg"),
    Column("page.nature"),
    Column("term.lead_org"),
    Column("export.notice", widest=70),
)
_FIGURES = (
    Column("export.role"),
    Column("term.ref_area"),
    Column("term.indicator"),
    Column("term.time_period"),
    Column("export.number_value", "number"),
    Column("export.printed"),
    Column("term.unit"),
    Column("page.basis"),
    Column("export.obs_status"),
    Column("term.quote"),
    Column("export.checked"),
    Column("term.source"),
    Column("export.reliability"),
    Column("term.plan"),
    Column("export.note"),
    Column("export.id"),
)
_SOURCES = (
    Column("term.source"), Column("export.publisher"), Column("export.doc_number"), Column("export.published"),
    Column("export.reliability"), Column("export.citation", widest=80), Column("export.figures", "number"),
    Column("export.confirmed", "number"), Column("export.id"), Column("export.note"),
)  # fmt: skip


def workbook(store: Store, selection: Selection, words: Words) -> bytes:
    """An XLSX file: 说明, a sheet a plan, 全部数, 来源; texts never become formulas or links."""
    import xlsxwriter

    answer = gather(store, selection, words, whole=True)
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": text(answer.title), "comments": text(answer.stamp), "author": store.config.title,
                         "created": datetime(answer.when.year, answer.when.month, answer.when.day)})  # fmt: skip
    writer = Sheets(book, answer)
    writer.about()
    for plan in answer.plans:
        writer.sheet(answer.name(plan.row), _PLAN, [_aim(aim, answer) for aim in plan.aims], _source_of(plan, answer))
    figures = answer.chosen_figures
    writer.sheet(words("export.all_figures"), _FIGURES, [_figure(one, answer) for one in figures])
    sources = answer.sources(None if selection.plan else figures)
    writer.sheet(words("export.sources"), _SOURCES, [_source(one, words) for one in sources])
    book.close()
    return out.getvalue()


def _source_of(plan: Told, answer: Answer) -> str:
    source = next((one for one in answer.sources() if one["source"] == plan.row["source"]), None)
    return answer.words("export.from", source=source["citation"] or source["title"]) if source else ""


def _aim(aim: Aim, answer: Answer) -> list[Any]:
    """The cells of one target; a number is a figure (its comparator becomes its format), None an empty cell."""
    words, row = answer.words, aim.row
    told = aim.value is not None
    growth = row["opensdg_verdict"] if told and row["opensdg_verdict"] != "not_available" else ""
    three = [cell for one in (aim.baseline, aim.target, aim.value) for cell in _printed(one, words)]
    return [
        answer.name(row, "indicator"), answer.unit(aim), *three,
        row["completion_rate"] if told and _has_share(row) else None,
        row["attainment_ratio"] if told and _has_share(row) and row["completion_rate"] is None else None,
        row["time_progress"] if told else None, row["pace_gap_pp"] if told else None,
        (row["verdict"], answer.verdict(aim)), words(f"growth.{growth}") if growth else "—",
        words(f"nature.{row['target_nature']}") if row["target_nature"] else words("common.not_stated"),
        answer.lead(aim), sentences.notice(aim, words),
    ]  # fmt: skip


def _has_share(row: Row) -> bool:
    return row["target_type"] in ("level", "cumulative") and not row["small_distance"]


def _printed(figure: Row | None, words: Words) -> list[Any]:
    """A figure as number, as its document prints it, and its period."""
    return [figure, words.printed(figure), words.period(figure["time_period"])] if figure else [None, "—", "—"]


def _figure(one: Row, answer: Answer) -> list[Any]:
    words = answer.words
    checked = {True: "verified", False: "unverified"}.get(one["verified"], "not_checked")
    return [
        words(f"role.{one['role']}"),
        answer.name(one, "area"),
        answer.name(one, "indicator"),
        words.period(one["time_period"]),
        one,
        words.printed(one),
        words.unit(one["unit"]),
        words(f"basis.{one['basis']}"),
        words(f"obs_status.{one['obs_status']}") if one["obs_status"] else "",
        one["quote"],
        words(f"evidence.{checked}"),
        one["title"],
        words(f"reliability.{one['reliability']}"),
        answer.name(one, "plan"),
        one["note"],
        one["indicator"],
    ]


def _source(one: Row, words: Words) -> list[Any]:
    published = words.period(one["date_published"]) if one["date_published"] else ""
    return [one["title"], one["publisher"], one["doc_number"], published, words(f"reliability.{one['reliability']}"),
            one["citation"], one["figures"], one["verified"] or 0, one["source"], one["note"]]  # fmt: skip
