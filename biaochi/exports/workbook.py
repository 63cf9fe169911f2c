"""The answer as a workbook: one sheet a plan, all figures, sources; numbers are numbers, printed texts beside them."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

from biaochi import sentences, views
from biaochi.exports import workbook_beside as beside
from biaochi.exports.answer import Answer, Told
from biaochi.exports.clean import text
from biaochi.exports.forms import LOCKED, Form
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
    Column("sheet.target_type"),
    Column("sheet.direction"),
    Column("term.lead_org"),
    Column("export.notice", widest=70),
    Column("sheet.target_quote", widest=70),
    Column("sheet.baseline_quote", widest=70),
    Column("export.note", widest=70),
    Column("export.id", widest=70),
    Column("sheet.row", widest=70),
)
_FIGURES = (
    Column("export.role"),
    Column("term.ref_area"),
    Column("term.indicator", widest=30),
    Column("term.time_period", widest=20),
    Column("export.number_value", "number"),
    Column("export.printed"),
    Column("term.unit"),
    Column("page.basis"),
    Column("sheet.cumulative_from", rare=True),
    Column("export.obs_status", widest=16),
    Column("sheet.conf_status", rare=True),
    Column("sheet.embargo_until", rare=True),
    Column("term.quote", widest=40),
    Column("sheet.prefix", rare=True),
    Column("sheet.suffix", rare=True),
    Column("export.checked"),
    Column("term.source", widest=36),
    Column("export.reliability", widest=20),
    Column("term.plan", widest=30),
    Column("sheet.inferred", rare=True),
    Column("export.note", widest=44),
    Column("export.id", widest=70),
    Column("sheet.row", widest=70),
)
_DEFINITIONS = (
    Column("sheet.indicator_name", widest=30),
    Column("export.id", widest=28),
    Column("sheet.name_en", widest=34),
    Column("term.unit"),
    Column("page.basis"),
    Column("sheet.direction"),
    Column("sheet.freq"),
    Column("sheet.theme"),
    Column("term.definition", widest=60),
    Column("term.lead_org", widest=24),
    Column("export.note", widest=70),
    Column("sheet.row", widest=70),
)
_SOURCES = (
    Column("term.source"), Column("export.publisher"), Column("export.doc_number"), Column("export.published"),
    Column("export.reliability"), Column("export.citation", widest=80), Column("export.figures", "number"),
    Column("export.confirmed", "number"), Column("export.id"), Column("sheet.doc_type"), Column("export.note"),
    Column("sheet.row", widest=70),
)  # fmt: skip


def workbook(store: Store, selection: Selection, words: Words, staged: bool = False) -> bytes:
    """An XLSX file: 说明, a sheet a plan, 新规划, 规划, 年度目标, 指标口径, 全部数, 来源, 地区; no text is a formula.

    Planners change it and bring it back (writing/intake.py): rows carry keys, open cells are yellow. staged: with the
    figures that are not public yet, for those who keep the files.
    """
    import xlsxwriter

    answer = Answer(store, selection, words, whole=True, form=True, staged=staged)
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": text(answer.title), "comments": text(answer.stamp), "author": store.config.title,
                         "created": datetime(answer.when.year, answer.when.month, answer.when.day)})  # fmt: skip
    writer = Sheets(book, answer)
    writer.hidden.lists |= _lists(answer)
    writer.about()
    for plan in answer.plans:
        form = Form("target", [_key(aim) for aim in plan.aims], [_raw(aim) for aim in plan.aims])
        rows = [[*_aim(aim, answer), key] for aim, key in zip(plan.aims, form.keys, strict=True)]
        writer.sheet(answer.name(plan.row), _PLAN, rows, _source_of(plan, answer), form, plan.row["plan"])
    if not selection.indicator:
        writer.sheet(words("sheet.new_plan"), _PLAN, [], form=Form("target", [], []), plan="")
        beside.plans(writer, answer)
        beside.milestones(writer, answer)
    _entries(writer, answer, words)
    beside.areas(writer, answer)
    writer.hidden.write(book)
    book.close()
    return out.getvalue()


def _entries(writer: Sheets, answer: Answer, words: Words) -> None:
    """The definitions, every figure and the documents, each row with its key."""
    known = answer.store.indicators()
    keys = [f"indicator:{one['indicator']}" for one in known]
    rows = [_definition(one, words, answer) for one in known]
    form = Form("indicator", keys, [one | {"limit": one["limit_value"]} for one in known])
    writer.sheet(words("sheet.definitions"), _DEFINITIONS, rows, form=form)
    figures = answer.chosen_figures
    keys = [_place(one) for one in figures]
    rows = [[*_figure(one, answer), key] for one, key in zip(figures, keys, strict=True)]
    form = Form("figure", keys, [_typed(one) for one in figures])
    writer.sheet(words("export.all_figures"), _FIGURES, rows, form=form)
    sources = answer.sources(None if answer.selection.plan else figures)
    rows = [_source(one, words) for one in sources]
    writer.sheet(words("export.sources"), _SOURCES, rows, form=Form("source", [row[-1] for row in rows], sources))


def _lists(answer: Answer) -> dict[str, list[str]]:
    """What the drop-downs of names offer."""
    store, namer = answer.store, views.namer(answer.words)
    themes = dict.fromkeys(namer(one, "theme") for one in store.indicators() if one["theme_name"])
    return {"name": [namer(one) for one in store.indicators()], "ref_area": [namer(one) for one in store.areas()],
            "source": [one["title"] for one in answer.documents], "theme": list(themes),
            "plan": [namer(one) for one in store.plans()]}  # fmt: skip


def _key(aim: Aim) -> str:
    return f"target:{aim.row['plan']}/{aim.row['indicator']}@{aim.row['target_period'] or ''}" if aim.target else LOCKED


def _raw(aim: Aim) -> dict[str, Any]:
    """The texts of a target in its plan's file."""
    row = aim.row
    found = {"nature": row["target_nature"], "type": row["target_type"], "direction": row["direction"],
             "lead_org": row["lead_org"], "indicator": row["indicator"]}  # fmt: skip
    for one, before, when in ((aim.target, "", "due"), (aim.baseline, "baseline.", "time_period")):
        texts = (one["value_text"], one["time_period"], one["quote"]) if one else ("", "", "")
        found |= dict(zip((f"{before}value", f"{before}{when}", f"{before}quote"), texts, strict=True))
    return found


def _place(one: Row) -> str:
    """Where an observation stands, if a planner's table holds it."""
    file = str(one["file"] or "")
    ours = one["role"] == "observation" and file.startswith("data/observations/") and file.endswith((".csv", ".tsv"))
    return f"figure:{file}:{one['line']}" if ours else LOCKED


def _typed(one: Row) -> dict[str, Any]:
    """The texts of an observation in its file; what it does not say is the indicator's."""
    return one | {"value": one["value_text"], "unit": one.get("given_unit") or one["unit"],
                  "inferred": "true" if one["inferred"] else ""}  # fmt: skip


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
        words(f"target_type.{row['target_type']}"), words(f"direction.{row['direction']}"),
        answer.lead(aim), sentences.notice(aim, words), aim.target["quote"] if aim.target else "",
        aim.baseline["quote"] if aim.baseline else "", row["note"], row["indicator"],
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
        words.role(one),
        answer.name(one, "area"),
        answer.name(one, "indicator"),
        words.period(one["time_period"]),
        one,
        words.printed(one),
        words.unit(one.get("given_unit") or one["unit"]),
        words(f"basis.{one['basis']}"),
        words.period(one["cumulative_from"]) if one["cumulative_from"] else "",
        words(f"obs_status.{one['obs_status']}") if one["obs_status"] else "",
        words(f"conf_status.{one['conf_status']}") if one["conf_status"] else "",
        words.date(one["embargo_until"]) if one["embargo_until"] else "",
        one["quote"],
        one["prefix"],
        one["suffix"],
        words(f"evidence.{checked}"),
        one["title"],
        words.reliability(one),
        answer.name(one, "plan"),
        words("flag.true") if one["inferred"] else "",
        one["note"],
        one["indicator"],
    ]


def _source(one: Row, words: Words) -> list[Any]:
    published = words.period(one["date_published"]) if one["date_published"] else ""
    return [one["title"], one["publisher"], one["doc_number"], published, words(f"reliability.{one['reliability']}"),
            one["citation"], one["figures"], one["verified"] or 0, one["source"], words(f"doc_type.{one['doc_type']}"),
            one["note"], f"source:{one['source']}"]  # fmt: skip


def _definition(one: Row, words: Words, answer: Answer) -> list[Any]:
    freq = words(f"freq.{one['freq']}") if one["freq"] else ""
    return [one["name"], one["indicator"], one["name_en"], one["unit"], words(f"basis.{one['basis']}"),
            words(f"direction.{one['direction']}"), freq, answer.name(one, "theme"), one["definition"], one["lead_org"],
            one["note"], f"indicator:{one['indicator']}"]  # fmt: skip
