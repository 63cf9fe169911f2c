"""What is missing: targets that no figure can judge, series that should have been continued."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from markupsafe import Markup

from biaochi import sentences
from biaochi.store import Row
from biaochi.store.quality import LISTED, last_due
from biaochi.views.quality.desk import Desk, Entry, Group, Section, place
from biaochi.views.rows import Aim, aims_of

_ASK = {"period_unknown": "target_undated", "forecast": "target", "not_collected": "target"}
WANTING = ("not_comparable", "final_value_missing", "no_data", "baseline_only")


def targets(desk: Desk) -> Section:
    """Targets that no figure can judge, by plan."""
    rows = desk.store.assessments(desk.when, None, desk.area, WANTING)
    found = aims_of(desk.store, desk.when, rows[:LISTED], None, desk.area)
    groups = []
    for plan, group in groupby(found, key=lambda aim: aim.row["plan"]):
        own = list(group)
        leads = {aim.lead or desk.words("common.not_stated") for aim in own}
        lead = leads.pop() if len(leads) == 1 else ""  # else each line names its own
        note = f"{desk.words('term.lead_org')}{desk.words('common.colon')}{lead}" if lead else ""
        link = desk.selection.to("plan", plan=plan, area=own[0].row["ref_area"])
        groups.append(Group(desk.name_of(own[0].row, "plan"), [_target(desk, aim) for aim in own], link, note))
    return Section("targets", len(rows), groups, len(found) == len(rows))


def _target(desk: Desk, aim: Aim) -> Entry:
    row, beside = aim.row, [one for one in aim.apart if one["counts"]]
    why = sentences.why_open(row, [one["reason"] for one in beside], desk.words)
    state = Markup('{} <span class="bc-sub">{}</span>').format(
        desk.cite.verdict(row, aim.figures()), "" if why == desk.words.verdict(row["verdict"]) else why
    )
    when = wanted(desk, row)
    key = _ASK.get(beside[0]["reason"], "target_other") if beside and row["verdict"] == "not_comparable" else "target"
    asked = {"key": key, "when": when} if when else {"key": "target_due", "when": row["target_period"]}
    ask = desk.please(who=aim.lead, **asked)
    where = (place(row), *(place(one) for one in beside[:1]))
    more = max(0, len(beside) - 1)
    return Entry(desk.name_of(row, "indicator"), desk.indicator(row), state, ask, where, more, fill=desk.fill(row))


def wanted(desk: Desk, row: Row) -> str:
    """What to report for a target: its final value once due, else that of the last full year; "" if it is too early."""
    if row["target_end"] is None:
        return ""
    period, plan = row["target_period"], desk.store.plan(row["plan"]) or {}
    if row["target_end"] > desk.when:
        last = last_due("A", desk.when)[1]
        if plan.get("period_start") and last < plan["period_start"]:
            return ""
        period = str(last.year)
    key = "at_end" if row["basis"] in ("stock", "cumulative") and len(period) == 4 else "of_period"
    return desk.say(key, when=period)


def stale(desk: Desk) -> Section:
    """Series whose next figure is overdue, by area."""
    found = desk.store.stale(desk.when, desk.area)
    groups = []
    for area, rows in groupby(found, key=lambda one: one["ref_area"]):
        own = list(rows)
        link = desk.selection.to("area", area=area)
        groups.append(Group(desk.name_of(own[0], "area"), [_overdue(desk, one) for one in own], link))
    total = found[0]["total"] if found else 0
    return Section("stale", total, groups, total == len(found))


def _overdue(desk: Desk, figure: Row) -> Entry:
    indicator = desk.store.indicator(figure["indicator"]) or {}
    begins, ends = last_due(indicator["freq"], desk.when)
    period = due_text(indicator["freq"], indicator["basis"], begins, ends)
    key = "at_end" if indicator["basis"] in ("stock", "cumulative") and len(period) == 4 else "of_period"
    state = Markup('{} {} <span class="bc-sub">{}</span>').format(
        desk.words.period(figure["time_period"]), desk.value(figure), desk.words("freq." + indicator["freq"])
    )
    ask = desk.please("stale", indicator["lead_org"], when=desk.say(key, when=period))
    where, fill = (place(figure),), desk.fill(figure)
    return Entry(desk.name_of(figure, "indicator"), desk.indicator(figure), state, ask, where, fill=fill)


def due_text(freq: str, basis: str, begins: date, ends: date) -> str:
    """A period as planners write it (EDTF): 2025, 2025-Q3, 2025-01/2025-09 for a year-to-date count."""
    if basis == "ytd" and freq in "SQM" and ends.month > 1:
        return f"{ends.year}-01/{ends:%Y-%m}"
    said = {"A": f"{ends.year}", "S": f"{begins:%Y-%m}/{ends:%Y-%m}", "Q": f"{ends.year}-Q{(ends.month + 2) // 3}"}
    return said.get(freq) or (f"{ends:%Y-%m}" if freq == "M" else ends.isoformat())
