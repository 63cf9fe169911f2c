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


def why_open(row: Mapping[str, Any], beside: Sequence[str], words: Words) -> str:
    """Why a target is not judged, in a few words; `beside`: reasons of the figures that were not judged."""
    if row["verdict"] == "not_comparable" and beside:
        return words("sentence.not_judged", n=len(beside), why=words(f"apart.{beside[0]}"))
    if row["verdict"] == "baseline_only":
        return words("sentence.since_baseline", when=row["baseline_period"])
    return words.verdict(row["verdict"])
