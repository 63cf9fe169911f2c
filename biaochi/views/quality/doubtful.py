"""What is doubtful: contradicted, not proved, inferred, or not from the official text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from markupsafe import Markup

from biaochi.store import Row
from biaochi.store.quality import LISTED
from biaochi.views.quality.desk import Desk, Entry, Group, Section, place, places

_DOUBTED = ("republished", "copy-of-official-page")


def conflicts(desk: Desk) -> Section:
    """Values of different sources that cannot all hold."""

    def same(one: Row) -> tuple[Any, ...]:
        begins = None if one["basis"] == "stock" else one["period_start"]
        return one["ref_area"], one["indicator"], one["basis"], one["period_end"], begins, one["cumulative_from"]

    found = sorted(desk.store.conflicts(desk.when, desk.area), key=lambda one: tuple(map(str, same(one))))
    entries = [_conflict(desk, list(rows)) for _, rows in groupby(found, key=same)]
    full = not found or found[0]["total"] == len(found)
    return Section("conflicts", len(entries), [Group("", entries)] if entries else [], full)


def _conflict(desk: Desk, rows: list[Row]) -> Entry:
    first = rows[0]
    each = {(one["source"], one["value"], one["comparator"]): one for one in reversed(rows)}  # baseline and row at once
    told = (Markup('{} <span class="bc-sub">{}</span>').format(desk.value(one), one["title"]) for one in
            sorted(each.values(), key=rows.index))  # fmt: skip
    return Entry(
        desk.name_of(first, "indicator"),
        desk.indicator(first),
        Markup("<br>").join(told),
        desk.please("rounded" if rounded(rows) else "conflict", desk.lead(first)),
        *places(rows),
        desk.where(first),
    )


def rounded(rows: Sequence[Row]) -> bool:
    """Whether values differ by rounding only: by no more than half of the last printed digit of the coarsest."""
    values = [one["value"] for one in rows]
    return max(values) - min(values) <= max(map(_step, rows)) / 2 * (1 + 1e-9)


def _step(figure: Row) -> float:
    """One unit of the last printed digit, in the indicator's unit: 5.1万 -> 1000."""
    digits = re.search(r"\d[\d,]*(?:\.(\d+))?", unicodedata.normalize("NFKC", figure["value_text"]))
    printed = float(digits[0].replace(",", "")) if digits else 0.0
    return abs(figure["value"] / printed) / 10 ** len(digits[1] or "") if digits and printed else 0.0


def quotes(desk: Desk) -> Section:
    """Quotes that are not in their document, then the documents whose quotes nobody has checked."""
    doubts = desk.store.doubts(desk.when, desk.area)
    wrong = [_figure(desk, one, "refuted") for one in desk.store.refuted(desk.when, desk.area)]
    waiting = [row for row in desk.store.provenance(desk.when, desk.area) if row["unchecked"]]
    unchecked = [_unchecked(desk, row) for row in waiting[:LISTED]]
    groups = [Group(desk.say("refuted"), wrong), Group(desk.say("unchecked", n=doubts["unchecked"]), unchecked)]
    full = len(wrong) == doubts["refuted"] and len(unchecked) == len(waiting)
    return Section("quotes", doubts["refuted"] + doubts["unchecked"], [one for one in groups if one.entries], full)


def _unchecked(desk: Desk, row: Row) -> Entry:
    ask = desk.please("verify", path=row["archived_path"]) if row["archived_path"] else desk.please("archive")
    every = row["unchecked"] == row["figures"]
    return Entry(
        row["title"],
        desk.source(row),
        desk.say("all_unchecked" if every else "n_unchecked", n=row["unchecked"], of=row["figures"]),
        ask,
        (place(row),),
        about=_areas(desk, row),
        content=True,
    )


def unquoted(desk: Desk) -> Section:
    """Figures that quote nothing."""
    entries = [_figure(desk, one, "unquoted") for one in desk.store.without_quote(desk.when, desk.area)]
    count = desk.store.doubts(desk.when, desk.area)["without_quote"]
    return Section("unquoted", count, [Group("", entries)] if entries else [], len(entries) == count)


def _figure(desk: Desk, figure: Row, key: str) -> Entry:
    state = Markup('{} <span class="bc-sub">{}</span>').format(desk.value(figure), figure["title"])
    ask = desk.please(key, desk.lead(figure))
    return Entry(
        desk.name_of(figure, "indicator"),
        desk.indicator(figure),
        state,
        ask,
        (place(figure),),
        about=desk.where(figure),
    )


def dates(desk: Desk) -> Section:
    """Figures whose date or area is inferred or unknown, by document and reason."""
    doubts = desk.store.doubts(desk.when, desk.area)
    kinds = {"inferred": desk.store.inferred, "undated": desk.store.undated}
    found = {kind: ask(desk.when, desk.area) for kind, ask in kinds.items()}
    groups = [Group(desk.say(kind, n=doubts[kind]), list(_reasons(desk, own, kind))) for kind, own in found.items()]
    full = all(len(own) == doubts[kind] for kind, own in found.items())
    return Section("dates", sum(doubts[kind] for kind in kinds), [one for one in groups if one.entries], full)


def _reasons(desk: Desk, figures: Sequence[Row], key: str) -> Iterator[Entry]:
    def reason(one: Row) -> tuple[str, str]:
        return one["source"], one["note"] or ""

    for (_, note), rows in groupby(sorted(figures, key=reason), key=reason):
        own = list(rows)
        names = list(dict.fromkeys(desk.name_of(one, "indicator") for one in own))
        link = desk.indicator(own[0]) if len(own) == 1 else desk.source(own[0])
        about = f"{own[0]['title']}{desk.words('common.dot')}{desk.say('n_figures', n=len(own))}"
        state = Markup('<span lang="zh-CN">{}</span>').format(note)
        yield Entry(desk.few(names), link, state, desk.please(key), *places(own), about)


def reliability(desk: Desk) -> Section:
    """Documents that are not the official text, by kind."""
    rows = [row for row in desk.store.provenance(desk.when, desk.area) if row["reliability"] in _DOUBTED]
    shown = rows[:LISTED]
    groups = [
        Group(desk.words(f"reliability.{kind}"), [_weak(desk, row) for row in shown if row["reliability"] == kind])
        for kind in _DOUBTED
    ]
    return Section("reliability", len(rows), [one for one in groups if one.entries], len(shown) == len(rows))


def _weak(desk: Desk, row: Row) -> Entry:
    state = Markup('{}<br><span class="bc-sub" lang="zh-CN">{}</span>').format(
        desk.say("n_figures", n=row["figures"]), row["note"] or ""
    )
    ask = desk.please(row["reliability"].replace("-", "_"))
    return Entry(row["title"], desk.source(row), state, ask, (place(row),), about=_areas(desk, row), content=True)


def _areas(desk: Desk, row: Row) -> str:
    """The areas that a document speaks of; nothing where the page is about one area anyway."""
    if desk.area:
        return ""
    areas = desk.store.areas()  # in the order of their ord
    return desk.few([desk.name_of(areas[at]) for at in row["areas"]])
