"""The next plan begins where the last one ended: its latest values as baselines, each with source and quote; its
targets are not set yet."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from biaochi import period
from biaochi.figures import OPEN
from biaochi.problem import Fault
from biaochi.store import Store
from biaochi.writing.scalars import block

Row = dict[str, Any]
_KEPT = ("obs_status", "inferred", "source", "quote", "prefix", "suffix", "note")


def next_period(text: str) -> str:
    """The period of the same length that follows, 2021/2025 -> 2026/2030; raises Fault for one without whole years."""
    one = period.parse(text)
    if not (one.annual and one.start and one.end):
        raise Fault("period_bad", text=text)
    years = one.end.year - one.start.year + 1
    return f"{one.start.year + years}/{one.end.year + years}" if years > 1 else str(one.start.year + 1)


def carried(store: Store, plan: str, as_of: date) -> list[tuple[Row, dict[str, Any] | None]]:
    """Every target of a plan, each indicator once, with the baseline that its judged value gives, or None."""
    found: dict[str, tuple[Row, dict[str, Any] | None]] = {}
    rows = store.assessments(as_of, plan)
    figures = {one["figure"]: one for one in store.told(as_of, tuple(row["figure"] for row in rows if row["judged"]))}
    for row in rows:
        figure = figures.get(row["figure"]) if row["judged"] else None
        if row["indicator"] not in found or figure:
            found[row["indicator"]] = (row, figure and _baseline(figure))
    return list(found.values())


def _baseline(figure: Row) -> dict[str, Any]:
    kept = {name: figure[name] for name in _KEPT if figure[name]}
    return {"value": figure["value_text"], "time_period": figure["time_period"], **kept}


def lines(found: list[tuple[Row, dict[str, Any] | None]], plan: str, due: str) -> list[str]:
    """The carried targets as they stand in the new plan's file, with what each was before."""
    told = [f"  # 以下由 {plan} 结转：基期是截至今日最近一个可用的数，来源和原文照旧；目标值定了以后再填，并补上原文。"]
    for (row, _), entry in zip(found, entries(found, due), strict=True):
        name, before = _flat(row["indicator_name"]), f"{_flat(row['target_text'])}，{_flat(row['target_period'])}"
        told += ["", f"  # {name}（上一目标：{before}）", *block(None, entry, 2)]
    return told


def entries(found: list[tuple[Row, dict[str, Any] | None]], due: str) -> list[dict[str, Any]]:
    """The carried targets as entries whose value is not set yet. What is summed up from the start of a plan begins anew
    and carries no baseline."""
    told = []
    for row, baseline in found:
        kind = {"type": row["target_type"]} if row["target_type"] != "level" else {}
        anew = row["target_type"] in ("cumulative", "milestone")
        carried = {"baseline": baseline} if baseline and not anew else {}
        told.append({"indicator": row["indicator"], "value": OPEN, "due": due, **kind, **carried})
    return told


def _flat(text: Any) -> str:
    return re.sub(r"\s+", " ", str(text))
