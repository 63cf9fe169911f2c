"""What is not for everybody yet: provisional figures, and those under embargo, for those who keep the files."""

from __future__ import annotations

from biaochi.store import Row
from biaochi.views.quality.desk import Desk, Entry, Group, Section, places


def staged(desk: Desk) -> Section:
    """Embargoed and secret figures by their date, then provisional ones; only planners get this section."""
    rows = desk.store.staged(desk.when, desk.area)
    held = [_entry(desk, one) for one in rows if _held(desk, one)]
    early = [_entry(desk, one) for one in rows if not _held(desk, one)]
    groups = [(desk.say("staged_held"), held), (desk.say("staged_early"), early)]
    count = rows[0]["total"] if rows else 0
    return Section("staged", count, [Group(name, found) for name, found in groups if found], count == len(rows))


def _held(desk: Desk, one: Row) -> bool:
    return one["conf_status"] == "N" or bool(one["embargo_until"] and one["embargo_until"] > desk.when)


def _entry(desk: Desk, one: Row) -> Entry:
    if not _held(desk, one):
        ask = desk.please("provisional", desk.lead(one))
    elif one["conf_status"] == "N":
        ask = desk.say("staged_never")
    else:
        ask = desk.say("staged_until", day=one["embargo_until"])
    name, about = desk.name_of(one, "indicator"), desk.where(one)
    return Entry(name, desk.indicator(one), desk.value(one), ask, *places([one]), about)
