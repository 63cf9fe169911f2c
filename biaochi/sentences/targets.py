"""A target and the share of it that is reached, as parts of a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from biaochi.figures import bound_of, bounded, known, of_assessment, rises
from biaochi.words import Words

Row = Mapping[str, Any]
_NAMED = ("floor", "ceiling", "range", "cumulative", "growth_rate", "qualitative")


def goal(row: Row, words: Words) -> str:
    """规划目标620家, “超过10万平方米”的规划目标, 3%～6%的规划区间: a noun phrase for any type of target."""
    target, _, _ = of_assessment(row)
    target = target or {}
    kind = str(row.get("target_type") or "level")
    if kind == "growth_rate":
        target = {**target, "unit": "%"}
    room = kind if kind in _NAMED else "aspirational" if row.get("aspirational") else "level"
    comparator = target.get("comparator") or "="
    wide = comparator not in ("=", "range") and room not in ("floor", "ceiling")
    said = words.spoken({**target, "comparator": "="}) if room in ("floor", "ceiling") else words.spoken(target)
    return words(f"sentence.goal.{room}{'_bounded' if wide else ''}", figure=said)


def share(row: Row, words: Words, room: str = "comparator_spoken") -> tuple[str, str]:
    """The key of its term and the share as printed: (completion_rate, 超过200%); two empty texts where it says nothing.

    A share is told of levels and counts only; where target and baseline hardly differ it means nothing.
    """
    completion = known(row.get("completion_rate"))
    term = "completion_rate" if completion else "attainment_ratio"
    of_a_way = row.get("target_type") in ("level", "cumulative") and not row.get("small_distance")
    value = of_assessment(row)[2]
    if not of_a_way or not known(row.get(term)) or value is None:
        return "", ""
    printed = words.percent(row[term])
    if bounded(value):
        printed = words(f"{room}.{bound_of(value['comparator'], rises(row))}", n=printed)
    return term, printed


def rate(row: Row, words: Words, bare: bool = False) -> str:
    """（完成率275.7%）, without a baseline （目标达成比102.1%）, or nothing; bare: no brackets."""
    term, printed = share(row, words)
    if not term:
        return ""
    said = words("sentence.notice.share", term=words(f"term.{term}"), n=printed)
    return said if bare else words("sentence.notice.brackets", said=said)
