"""One indicator across areas: the bars of a comparable group, the other groups, and why the rest stands apart."""

from __future__ import annotations

from functools import partial
from typing import Any

from markupsafe import Markup

from biaochi import comparability, marks
from biaochi.store import Row
from biaochi.views.compare.part import FIGURE, Part, Sheet, figure_row, notes_of
from biaochi.views.compare.question import Question

_DIGITS, _PANEL = 4, 4
_BLANK = "\u2007"  # as wide as a digit


def ranking(q: Question) -> Part:
    """The group on the axis as bars; without any, the definitions side by side in panels."""
    group = q.group
    if group is None:
        return refusal(q)
    rows = figures(q, group)
    bars = marks.bars(rows, q.words, own=q.own, median=group["median"])
    context = {
        "group": group, "rows": list(zip(rows, bars, strict=True)), "line": line(q, group), "total": total(q, group),
        "reason": comparability.reason(group, q.words), "missing": [q.name_of(one, "area") for one in group["missing"]],
        "inside": inside(q, group), "bounded": any(row["comparator"] != "=" for row in rows),
        "others": others(q, group), "apart": apart(q),
        "one_source": len(rows) > 1 and len({row["source"] for row in rows}) == 1,
        "main": q.store.indicator(group["indicator"]), "pers": pers(q), "lost": lost(q, group),
        "related": related(q),
    }  # fmt: skip
    files = partial(sheet, q, group, rows), partial(picture, q, group, rows)
    return Part("compare_ranking.html", context, *files, name(q, group))


def figures(q: Question, group: Row) -> list[Row]:
    """The figures of a group, whole; ratios rounded as far as they say something, in a unit that can be read."""
    rows = [q.whole(one) for one in group["figures"]]
    return [{**row, **_rounded(q, row)} for row in rows] if q.ratio else rows


def _rounded(q: Question, row: Row) -> Row:
    ratio = q.ratio or {}
    above, below = (q.words.unit(ratio[side]["unit"]) for side in ("indicator", "denominator"))
    short = {end: _significant(row[end]) for end in ("value", "lower", "upper")}
    return short | {"unit": q.words("compare_page.unit_per", a=above, b=below).strip(), "value_text": None}


def _significant(number: float | None) -> float | None:
    return None if number is None else float(f"{number:.{_DIGITS}g}")


def parts_of(q: Question, row: Row) -> list[Row]:
    """The figures that a ratio was made of, whole."""
    return [q.whole(one) for one in row.get("parts") or []]


def title_of(q: Question, group: Row) -> str:
    """The indicator of a group, or the division."""
    row = q.store.indicator(group["indicator"])
    if q.ratio:
        return q.words("compare_page.ratio", a=q.name_of(row), b=q.name_of(q.ratio["denominator"]))
    return q.name_of(row)


def line(q: Question, group: Row) -> str:
    """Name, basis, direction and unit of what stands on the axis."""
    words = q.words
    unit = figures(q, group)[0]["unit"]
    said = [title_of(q, group)]
    said += [] if q.ratio else [words(f"basis.{group['basis']}")]
    said.append(words("chart.unit", unit=words.unit_named(unit)))
    if group["direction"] != "higher":
        said.append(words(f"direction.{group['direction']}"))
    return words("common.dot").join(said)


def total(q: Question, group: Row) -> dict[str, Any] | None:
    """What is printed for the area around the group, against the sum of its figures."""
    found = group.get("total")
    if not found:
        return None
    figure = q.whole({**q.told.get(found["figure"], {}), "figure": found["figure"]})
    return {"figure": figure, "agrees": found["agrees"], "sum": found["sum"], "area": q.name_of(found, "area")}


def inside(q: Question, group: Row) -> list[tuple[str, list[str]]]:
    """The functional areas that are counted within an area of the group, by that area's name."""
    there = {one["ref_area"] for one in group["figures"]}
    found: dict[str, list[str]] = {}
    for one in q.answer["apart"]:
        if one["level"] == "functional" and one["parent"] in there and group["level"] != "functional":
            names = found.setdefault(q.name_of(one, "parent"), [])
            if q.name_of(one, "area") not in names:
                names.append(q.name_of(one, "area"))
    return list(found.items())


def others(q: Question, group: Row) -> list[Row]:
    """Every group with what names it in the link, the shown one among them; nothing where there is only one."""
    first = q.groups[0]["indicator"]
    return [
        {
            **one, "key": q.keys[one["group_id"]] if i else "", "shown": one is group,
            "also_named": title_of(q, one) if one["indicator"] != first else "",
            "why_not": comparability.reason(one, q.words),
        }
        for i, one in enumerate(q.groups)
    ] if len(q.groups) > 1 else []  # fmt: skip


def apart(q: Question) -> list[Row]:
    """What may not stand on the axis, each with what it counts and in what it differs."""
    kept = q.answer["apart"] if not q.ratio else []
    return [{**q.whole(one), "why": q.why(one)} for one in kept]


def pers(q: Question) -> list[tuple[str, str, bool]]:
    """The ratios that can be shown instead: id of the denominator, its name, whether it is chosen."""
    ids = (q.main or {}).get("denominators") or []
    chosen = q.selection.per
    rows = [(one, q.name_of(q.store.indicator(one)), one == chosen) for one in ids if q.store.indicator(one)]
    return [("", q.words("compare_page.per_none"), not chosen), *rows] if rows else []


def lost(q: Question, group: Row) -> list[str]:
    """The areas that have the figure but no denominator of its year."""
    if not q.ratio:
        return []
    whole = [one for one in q.answer["groups"] if one["indicator"] == q.ratio["indicator"]["indicator"]]
    same = [one for one in whole if (one["slot_end"], one["level"]) == (group["slot_end"], group["level"])]
    there = {one["ref_area"] for one in group["figures"]}
    return [q.name_of(one, "area") for found in same for one in found["figures"] if one["ref_area"] not in there]


def related(q: Question) -> list[tuple[Row, list[Row]]]:
    """The indicators that the definition ties to this one, each with its newest figures, the own area's first."""
    main, found = q.store.indicator((q.main or {}).get("indicator") or "") or {}, []
    for row in [q.store.indicator(one) for one in main.get("related") or []]:
        newest: dict[str, Row] = {}
        for one in q.figures([row["indicator"]]).values() if row else ():
            old = newest.get(one["ref_area"])
            taken = one["role"] == "observation" and (q.among.areas is None or one["ref_area"] in q.among.areas)
            if taken and (old is None or str(one["period_end"] or "") > str(old["period_end"] or "")):
                newest[one["ref_area"]] = q.whole(one)
        own = sorted(newest.values(), key=lambda one: (one["ref_area"] != q.own, one["ref_area"]))
        found += [(row, own[:_PANEL])] if row and own else []
    return found


def refusal(q: Question) -> Part:
    """No two figures may stand on one axis: each definition in a panel of its own, and what it would take."""
    rows = apart(q)
    if not rows:
        return Part("compare_empty.html", {"empty": q.among.empty, "scoped": q.among.kind != "all"})
    panels: dict[str, dict[str, Row]] = {}
    for row in rows:  # the newest of every area stands first
        panels.setdefault(row["indicator"], {}).setdefault(row["ref_area"], row)
    told = [(q.store.indicator(key), list(own.values())[:_PANEL]) for key, own in panels.items()]
    context = {"thing": q.answer, "apart": rows, "panels": told, "definitions": len(panels)}
    return Part("compare_refusal.html", context, partial(_refused, q, rows), None, f"compare-{q.selection.indicator}")


def _refused(q: Question, rows: list[Row]) -> Sheet:
    made = [figure_row(q, row, q.words("compare_page.file.apart"), why=row["why"]) for row in rows]
    title = q.words("compare_page.refused", name=q.name_of(q.answer))
    return Sheet(title, q.words("compare_page.refused_foot"), _head(q), tuple(made), notes_of(q, rows))


def _head(q: Question) -> tuple[str, ...]:
    return tuple(q.words(key) for key in FIGURE)


def sheet(q: Question, group: Row, rows: list[Row]) -> Sheet:
    """The group, the areas without a figure, and what stands apart, as one table."""
    words = q.words
    there = words("compare_page.file.ratio") if q.ratio else words("compare_page.file.there")
    basis = {"basis": group["basis"], "obs_status": "E"} if q.ratio else {}
    made = [figure_row(q, {**row, **basis}, there, why=_sum(q, row)) for row in rows]
    made += [figure_row(q, {**one, "figure": None}, there) for one in group["missing"]]
    made += [figure_row(q, one, words("compare_page.file.apart"), why=one["why"]) for one in apart(q)]
    said = [comparability.reason(group, words), comparability.total(group, words) if not q.ratio else ""]
    subtitle = words("common.dot").join([words.period(group["time_period"]), *(one for one in said if one)])
    return Sheet(title_of(q, group), subtitle, _head(q), tuple(made), notes_of(q, rows, *remarks(q)))


def _sum(q: Question, row: Row) -> str:
    """How a ratio was made, in one line."""
    parts = parts_of(q, row)
    return "÷".join(q.words.value(one) for one in parts) if parts else ""


def remarks(q: Question) -> list[str]:
    """What a file of ratios must say."""
    return [q.words("compare_page.our_ratio")] if q.ratio else []


def picture(q: Question, group: Row, rows: list[Row]) -> Markup:
    """The bars with title, period, sources and date, for files."""
    words = q.words
    missing = [q.name_of(one, "area") for one in group["missing"]]
    drawn = marks.ranked_bars_svg(_ranked(rows), words, own=q.own, median=group["median"], missing=missing)
    said = [line(q, group).partition(words("common.dot"))[2], words.period(group["time_period"])]
    said += [comparability.reason(group, words), comparability.total(group, words) if not q.ratio else ""]
    subtitle = words("common.dot").join(one for one in said if one)
    return marks.framed(title_of(q, group), subtitle, drawn, notes_of(q, rows, *remarks(q)))


def _ranked(rows: list[Row]) -> list[Row]:
    """Names with their ranks before them in one width, also where a rank is a range (2–3)."""
    widest = max(len(row["rank_text"] or "") for row in rows)
    named = [{**row, "rank": None, "area_name": f"{(row['rank_text'] or '').rjust(widest, _BLANK)}　{row['area_name']}"}
             for row in rows]  # fmt: skip
    return named if widest else rows


def name(q: Question, group: Row) -> str:
    """A file name that says indicator and period."""
    when = str(group["time_period"] or "").replace("/", "_").strip("_")
    per = f"-per-{q.selection.per}" if q.ratio else ""
    return f"compare-{group['indicator']}{per}-{when}"
