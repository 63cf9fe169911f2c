"""What stands beside the plans' sheets of a workbook: the plans themselves, their yearly targets, the areas."""

from __future__ import annotations

from typing import Any

from biaochi.exports.answer import Answer
from biaochi.exports.forms import Form
from biaochi.exports.sheets import Column, Sheets
from biaochi.store import Row

_PLANS = (
    Column("sheet.plan_name", widest=60), Column("export.id"), Column("sheet.name_en", widest=60),
    Column("term.ref_area"),
    Column("sheet.plan_period"), Column("term.source", widest=60), Column("term.lead_org"),
    Column("export.note", widest=69), Column("sheet.row", widest=70),
)  # fmt: skip
_MILESTONES = (
    Column("term.plan", widest=60), Column("term.indicator"), Column("sheet.milestone_due"),
    Column("export.number_value", "number"), Column("sheet.milestone_text"), Column("term.unit"), Column("term.quote"),
    Column("export.note", widest=69), Column("export.id", widest=70), Column("sheet.row", widest=70),
)  # fmt: skip
_AREAS = (
    Column("sheet.area_name"), Column("sheet.area_code"), Column("sheet.name_en"), Column("sheet.parent"),
    Column("sheet.level"), Column("sheet.valid_from"), Column("sheet.valid_to"), Column("sheet.row", widest=70),
)  # fmt: skip


def plans(writer: Sheets, answer: Answer) -> None:
    """One row a plan: its name, area, period, document and office."""
    rows = [plan.row for plan in answer.plans]
    keys = [f"plan:{one['plan']}" for one in rows]
    cells = [[*_plan(one, answer), key] for one, key in zip(rows, keys, strict=True)]
    writer.sheet(answer.words("sheet.plans"), _PLANS, cells, form=Form("plan", keys, rows))


def _plan(one: Row, answer: Answer) -> list[Any]:
    return [one["name"], one["plan"], one["name_en"], answer.name(one, "area"), one["period"], one["title"],
            one["lead_org"], one["note"]]  # fmt: skip


def milestones(writer: Sheets, answer: Answer) -> None:
    """One row a yearly target of the plans."""
    names = {plan.row["plan"]: plan.row for plan in answer.plans}
    found = [(aim, one) for aim in answer.aims for one in answer.interim.get((aim.row["plan"], aim.row["ord"]), ())]
    keys = [f"milestone:{one['plan']}/{one['indicator']}@{aim.row['target_period'] or ''}#{one['time_period'] or ''}"
            for aim, one in found]  # fmt: skip
    cells = [[*_milestone(one, names[one["plan"]], answer), key] for (_, one), key in zip(found, keys, strict=True)]
    raws = [one | {"value": one["value_text"], "due": one["time_period"]} for _, one in found]
    writer.sheet(answer.words("sheet.milestones"), _MILESTONES, cells, form=Form("milestone", keys, raws))


def _milestone(one: Row, plan: Row, answer: Answer) -> list[Any]:
    words = answer.words
    return [answer.name(plan), answer.name(one, "indicator"), words.period(one["time_period"]), one, words.printed(one),
            words.unit(one["unit"]), one["quote"], one["note"], one["indicator"]]  # fmt: skip


def areas(writer: Sheets, answer: Answer) -> None:
    """One row an area; a new district is written below the others."""
    rows = answer.store.areas()
    names = {one["ref_area"]: answer.name(one) for one in rows}
    keys = [f"area:{one['ref_area']}" for one in rows]
    cells = [[one["name"], one["ref_area"], one["name_en"], names.get(one["parent"], one["parent"] or ""),
              answer.words(f"level.{one['level']}"), one["valid_from"], one["valid_to"], key]
             for one, key in zip(rows, keys, strict=True)]  # fmt: skip
    writer.sheet(answer.words("sheet.areas"), _AREAS, cells, form=Form("area", keys, rows))
