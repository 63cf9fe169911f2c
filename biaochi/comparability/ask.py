"""The questions: comparable groups and what stands apart, change between two periods, several indicators, ratios.

Every answer is made of plain dicts and lists, as SQL gives them: dates are dates, an open end is an infinity,
unknown is None. Texts for readers are made elsewhere (tell.py, words), from codes and columns.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from biaochi import period
from biaochi.catalogue.rows import fetch
from biaochi.comparability.what import Asked, resolve
from biaochi.period import Period

Row = dict[str, Any]
_BASE = ("held", "observed", "placed")
_AT_A_DATE = ("day", "until", "season")


@cache
def _query(*names: str) -> str:
    """A statement of the SQL files beside this one: all but the last are its common tables, each by its own name."""
    parts = [Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8") for name in names]
    tables = [f"{_table(name)} as materialized (\n{part})" for name, part in zip(names[:-1], parts[:-1], strict=True)]
    return f"with {', '.join(tables)}\nselect * from ({parts[-1]})"


def _table(name: str) -> str:
    return name.partition("_")[0]


def compare(con: Any, what: str, as_of: date, areas: Iterable[str] | None = None) -> Row:
    """The comparable groups of an indicator or concept (id or name) on a date, and what stands apart.

    areas: the only ones wanted (then also the peers), None = all. Raises Fault indicator_unknown.
    The columns of the answer stand at the head of this package.
    """
    asked = resolve(con, what)
    chosen = None if areas is None else list(areas)
    statement = _query(*_BASE, "sized", "told", "choice", "totals", "roles", "backing", "member", "grouped", "compare")
    found = fetch(con, statement, as_of=as_of, indicators=list(asked.indicators), areas=chosen)[0]
    return {
        "kind": asked.kind,
        "id": asked.id,
        "name": asked.name,
        "name_en": asked.name_en,
        "as_of": as_of,
        "areas": chosen,
        "indicators": _definitions(con, asked.indicators),
        **found,
    }


def select_groups(con: Any, as_of: date) -> tuple[str, dict[str, Any]]:
    """SQL and parameters for every comparable group of all indicators on a date (columns: sized.sql)."""
    every = [row["indicator"] for row in fetch(con, "select indicator from indicator order by all")]
    return _query(*_BASE, "sized"), {"as_of": as_of.isoformat(), "indicators": every, "areas": None}


def change(
    con: Any, indicator: str, period_a: str, period_b: str, as_of: date, areas: Iterable[str] | None = None
) -> Row:
    """The change of an indicator from one period to another, for the areas that have a figure in both.

    Raises Fault for an unknown indicator and an unreadable period. The answer: the columns of the indicator, period_a,
    period_b, allowed, differs (period_length, season: why it is refused), and where it is allowed
      pairs [{ref_area, area_name, a, b (figures), change, change_lower, change_upper (None where open or unknown),
        rate (a ratio of the first value), unit, direction}], largest change first,
      apart [{side (a | b), ref_area, ..., fits, conflict}]: in one period only, of another level or start, in conflict.
    """
    asked = resolve(con, indicator)
    one = _definitions(con, asked.indicators[:1])[0]
    a, b = period.parse(period_a), period.parse(period_b)
    differs = _apart_in_time(one["basis"], a, b)
    answer = {
        **one,
        "as_of": as_of,
        "period_a": period_a,
        "period_b": period_b,
        "allowed": not differs,
        "differs": differs,
    }
    if differs:
        return answer | {"pairs": [], "apart": []}
    found = fetch(
        con,
        _query(*_BASE, "change"),
        as_of=as_of,
        indicators=[one["indicator"]],
        areas=_listed(areas),
        a_start=a.start,
        a_end=a.end,
        b_start=b.start,
        b_end=b.end,
    )
    return answer | found[0]


def matrix(con: Any, indicators: Iterable[str], as_of: date, areas: Iterable[str] | None = None) -> list[Row]:
    """The latest comparable group of each indicator (ids), in the order given, its figures by area in `cells`.

    An indicator without a comparable figure is left out. Columns beside a group's as in compare(): name, name_en.
    """
    wanted = list(indicators)
    found = fetch(
        con,
        _query(*_BASE, "sized", "member_latest", "grouped", "rows"),
        as_of=as_of,
        indicators=wanted,
        areas=_listed(areas),
    )[0]["groups"]
    names = {one["indicator"]: one for one in _definitions(con, wanted)}
    by_indicator = {group["indicator"]: group for group in found}
    return [
        {
            **by_indicator[one],
            "name": names[one]["name"],
            "name_en": names[one]["name_en"],
            "cells": {figure["ref_area"]: figure for figure in by_indicator[one]["figures"]},
        }
        for one in wanted
        if one in by_indicator
    ]


def per_head(con: Any, indicator: str, denominator: str, as_of: date, areas: Iterable[str] | None = None) -> Row:
    """An indicator divided by another of the same area and calendar year: our arithmetic, every figure has status E.

    The answer: indicator, denominator (their columns), groups as in compare() without total; value_text is None,
    `parts` holds the two figures of the division. Raises Fault indicator_unknown.
    """
    pair = [resolve(con, one).indicators[0] for one in (indicator, denominator)]
    above, below = (_definitions(con, [one])[0] for one in pair)
    groups = fetch(
        con,
        _query(*_BASE, "member_ratio", "grouped", "rows"),
        as_of=as_of,
        indicators=pair,
        areas=_listed(areas),
        indicator=pair[0],
        denominator=pair[1],
    )[0]["groups"]
    return {"indicator": above, "denominator": below, "as_of": as_of, "obs_status": "E", "groups": groups}


def _definitions(con: Any, indicators: Iterable[str]) -> list[Row]:
    return fetch(
        con,
        """select indicator, name, name_en, definition, unit, basis, direction, decimals, denominators, only_in
        from indicator where list_contains(cast($ids as varchar[]), indicator) order by ord, indicator""",
        ids=list(indicators),
    )


def _listed(areas: Iterable[str] | None) -> list[str] | None:
    return None if areas is None else list(areas)


def _apart_in_time(basis: str, a: Period, b: Period) -> list[str]:
    """In what two periods differ so that no change can be told; nothing for what is counted at a date."""
    if a.end is None or b.end is None:
        return ["period_length"]
    if all(basis == "stock" or basis == "ratio" and one.kind in _AT_A_DATE for one in (a, b)):
        return []
    return [
        name
        for name, same in (
            ("period_length", a.months == b.months and (a.start is None) == (b.start is None)),
            ("season", a.season == b.season),
        )
        if not same
    ]


__all__ = ["Asked", "change", "compare", "matrix", "per_head", "resolve", "select_groups"]
