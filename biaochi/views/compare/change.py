"""Two periods of one indicator: what changed in the areas that have both, or why the two cannot be compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from itertools import combinations

from markupsafe import Markup

from biaochi import comparability, marks, period
from biaochi.problem import Fault
from biaochi.store import Row
from biaochi.views.compare.part import Part, Sheet, notes_of
from biaochi.views.compare.question import Question

_PAIRS = 6


def change(q: Question) -> Part:
    """The change from `other` to `period`, in the order of time; a usual pair stands for what the link leaves open."""
    spans = periods(q)
    if not q.main or not spans:
        return Part("compare_empty.html", {"empty": q.among.empty, "scoped": q.among.kind != "all"})
    offered = pairs(q, spans)
    a, b = settle(q, spans, offered)
    if not b:
        return Part("compare_alone.html", {"name": q.name_of(q.main), "when": a})
    found = q.store.change(q.main["indicator"], a, b, q.when, q.among.areas)
    rows = [_row(q, one) for one in found["pairs"]]
    drawn = marks.dumbbells(rows, q.words, own=q.own, lower=q.main["direction"] == "lower")
    context = {
        "found": found, "rows": list(zip(rows, drawn, strict=True)), "a": a, "b": b, "main": q.main,
        "refusal": comparability.refusal(found, q.words),
        "offered": [one for one in offered if one[:2] != (a, b)][:_PAIRS],
        "only": {side: _names(q, found["apart"], side) for side in ("a", "b")}, "rest": _unfit(q, found["apart"]),
        "sides": [row[side] for row in rows for side in ("a", "b")],
        "any_open": any(row["change"] is None for row in rows), "rates": any(row["rate"] is not None for row in rows),
    }  # fmt: skip
    if not rows:
        return Part("compare_change.html", context)
    files = partial(_sheet, q, rows, a, b), partial(_picture, q, rows, a, b)
    return Part("compare_change.html", context, *files, _name(q, a, b))


def periods(q: Question) -> dict[str, set[str]]:
    """Every period of the indicator with the areas that have a figure in it, oldest first."""
    found: dict[str, set[str]] = {}
    own = (q.main or {}).get("indicator")
    for group in q.answer["groups"]:
        if group["indicator"] == own:
            found.setdefault(group["time_period"], set()).update(one["ref_area"] for one in group["figures"])
    level = q.answer["groups"][0]["level"] if q.answer["groups"] else None
    for one in q.answer["apart"]:
        dated = one["period_known"] and not one["period_doubtful"]
        if one["indicator"] == own and dated and level in (None, one["level"]):
            found.setdefault(_period_of(one), set()).add(one["ref_area"])
    return dict(sorted(found.items(), key=lambda item: _order(item[0])))


def _period_of(one: Row) -> str:
    """The period as groups name it: what is counted at a date stands for its year."""
    return str(one["period_end"].year) if one["basis"] == "stock" else one["time_period"]


def _order(text: str) -> tuple[str, str]:
    found = period.parse(text)
    return str(found.end or ""), str(found.start or "")


def pairs(q: Question, spans: dict[str, set[str]]) -> list[tuple[str, str, int]]:
    """The pairs of periods that can be compared, each with its number of areas: most areas first, then newest."""
    alike = [(a, b, len(spans[a] & spans[b])) for a, b in combinations(spans, 2) if _alike(q, a, b)]
    found = [one for one in alike if one[2]]
    return sorted(found, key=lambda one: (one[2], _order(one[1]), _order(one[0])), reverse=True)


def _alike(q: Question, a: str, b: str) -> bool:
    """Whether two periods may stand for a change, as comparability.change() would say, without asking it."""
    first, second = period.parse(a), period.parse(b)
    if q.main and q.main["basis"] == "stock":
        return True
    return (first.months, first.season, first.start is None) == (second.months, second.season, second.start is None)


def settle(q: Question, spans: dict[str, set[str]], offered: list[tuple[str, str, int]]) -> tuple[str, str]:
    """The two periods, earlier first; what the link asks and does not exist is replaced with a line that says so."""
    if len(spans) < 2:
        return next(iter(spans)), ""
    usual = offered[0][:2] if offered else tuple(spans)[-2:]
    asked = [q.selection.other, q.selection.period]
    for i, one in enumerate(asked):
        if one and one not in spans:
            asked[i] = ""
            q.note("no_period", value=_readable(one, q))
    a, b = asked
    if not b:
        b = next((two for one, two, _ in offered if one == a), "") or (usual[1] if usual[1] != a else usual[0])
    if not a:
        a = next((one for one, two, _ in offered if two == b), "") or (usual[0] if usual[0] != b else usual[1])
    if a == b:
        a, b = usual
    a, b = sorted((a, b), key=_order)
    q.selection = replace(q.selection, other=a, period=b)
    return a, b


def _readable(text: str, q: Question) -> str:
    try:
        period.parse(text)
    except Fault:
        return text
    return q.words.period(text)


def _row(q: Question, pair: Row) -> Row:
    sides = {side: q.whole({**pair[side], "area_name": pair["area_name"], "area_name_en": pair["area_name_en"]})
             for side in ("a", "b")}  # fmt: skip
    return {**pair, **sides, "area_name": q.name_of(pair, "area"), "told": told(q, pair)}


def told(q: Question, pair: Row) -> str:
    """The change with its sign; between bounds where an end is open, and in words where nothing can be said."""
    words, unit = q.words, pair["unit"]
    if pair["change"] is not None:
        return _signed(q, pair["change"], unit)
    low, high = pair["change_lower"], pair["change_upper"]
    if low is not None and high is not None:
        return words("comparator.range", lower=_signed(q, low, ""), upper=_signed(q, high, unit))
    if low is not None or high is not None:
        key = "more" if low is not None else "less"
        return words(f"comparator.{key}", n=_signed(q, low if low is not None else high, unit))
    return words("compare_page.change_unknown")


def _signed(q: Question, number: float | None, unit: str) -> str:
    said = q.words.number(round(float(number or 0.0), 6), signed=True)
    if unit == "%":
        return q.words("number.points", n=said)
    return q.words.amount(said, unit) if unit else said


def _names(q: Question, found: Iterable[Row], side: str) -> list[str]:
    """The areas that have a figure in one of the two periods only."""
    there = [one for one in found if one["side"] == side and one["fits"] is not False]
    return list(dict.fromkeys(q.name_of(one, "area") for one in there))


def _unfit(q: Question, found: Iterable[Row]) -> list[str]:
    """The areas that were left out: another level, or sources that disagree."""
    return list(dict.fromkeys(q.name_of(one, "area") for one in found if one["fits"] is False))


def _sheet(q: Question, rows: list[Row], a: str, b: str) -> Sheet:
    words = q.words
    head = ("compare_page.file.code", "term.ref_area", "term.indicator", "compare_page.column.before",
            "compare_page.column.after", "term.unit", "compare_page.column.change", "compare_page.column.rate",
            "compare_page.file.status", "compare_page.file.source_before", "compare_page.file.source_after",
            "compare_page.file.as_of", "page.version")  # fmt: skip
    named = {"compare_page.column.before": words.period(a), "compare_page.column.after": words.period(b)}
    made = tuple(
        (row["ref_area"], row["area_name"], q.name_of(q.main), row["a"]["value"], row["b"]["value"],
         words.unit(row["unit"]), row["told"] if row["change"] is None else row["change"], row["rate"],
         words("obs_status.E"), row["a"].get("title"), row["b"].get("title"), words.date(q.when, "iso"), q.store.id)
        for row in rows
    )  # fmt: skip
    figures = [row[side] for row in rows for side in ("a", "b")]
    notes = notes_of(q, figures, words("compare_page.our_change"))
    heads = tuple(named.get(key) or words(key) for key in head)
    return Sheet(q.name_of(q.main), _subtitle(q, rows, a, b), heads, made, notes)


def _subtitle(q: Question, rows: list[Row], a: str, b: str) -> str:
    return q.words("compare_page.change_title", a=a, b=b, n=len(rows))


def _picture(q: Question, rows: list[Row], a: str, b: str) -> Markup:
    told = [q.words("compare_page.change_told", a=row["a"], b=row["b"], change=row["told"]) for row in rows]
    lower = bool(q.main and q.main["direction"] == "lower")
    drawn = marks.dumbbells_svg(rows, q.words, told, own=q.own, lower=lower)
    figures = [row[side] for row in rows for side in ("a", "b")]
    turned = q.words("compare_page.better_right") if lower else ""
    said = [q.words("compare_page.ring_disc", a=a, b=b), turned, q.words("compare_page.our_change")]
    notes = notes_of(q, figures, *said)
    return marks.framed(q.name_of(q.main), _subtitle(q, rows, a, b), drawn, notes)


def _name(q: Question, a: str, b: str) -> str:
    when = "-to-".join(one.replace("/", "_").strip("_") for one in (a, b))
    return f"compare-{(q.main or {}).get('indicator')}-change-{when}"
