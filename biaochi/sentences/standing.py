"""Sentences that officials would write, made from assessments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from biaochi.words import Words


def standing(plan: Mapping[str, Any], when: date, counts: Mapping[str, int], words: Words) -> str:
    """How a plan stands, in the words of a mid-term evaluation: counts by group, and what a missing number means."""
    start, end = plan["period_start"], plan["period_end"]
    phase = "over" if end and end < when else "not_begun" if start and start > when else "running"
    head = words(f"sentence.{phase}", when=plan["period"])
    return (
        head
        + words("common.clause").join(words(f"sentence.{group}", n=n) for group, n in counts.items())
        + words("sentence.end")
    )


def caveats(row: Mapping[str, Any], figures: Mapping[str, Mapping[str, Any] | None], words: Words) -> list[str]:
    """What has to stand beside a verdict wherever it stands alone, each a short mark and its word.

    `figures`: value, target and baseline behind it. Met early: the final value decides. A quote that nobody has
    compared with its document: said of the value, or of what else was not compared.
    """
    found = [words("caveat.confirm")] if row.get("early") and row["verdict"] == "achieved" else []
    told = {role: one for role, one in figures.items() if one and "verified" in one}
    if any(one["verified"] is False for one in told.values()):
        found.append(words("caveat.unverified"))
    unread = [role for role, one in told.items() if one["verified"] is None]
    if "value" in unread:
        found.append(words("caveat.not_checked"))
    elif unread:
        found.append(words("caveat.part_not_checked", what=words.join(words(f"role.{role}") for role in unread)))
    return found


def why_open(row: Mapping[str, Any], beside: Sequence[str], words: Words) -> str:
    """Why a target is not judged, in a few words; `beside`: reasons of the figures that were not judged."""
    if row["verdict"] == "not_comparable" and beside:
        return words("sentence.not_judged", n=len(beside), why=words(f"apart.{beside[0]}"))
    if row["verdict"] == "baseline_only":
        return words("sentence.since_baseline", when=row["baseline_period"])
    return words.verdict(row["verdict"])
