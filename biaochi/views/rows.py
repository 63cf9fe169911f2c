"""Targets with their figures side by side: what overview, plan and indicator views have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from biaochi import marks, palette, sentences
from biaochi.figures import OPEN, bound_of, rises
from biaochi.selection import Selection
from biaochi.store import Row, Store
from biaochi.words import MISSING, Words

ORDER = ("regressing", "behind", "slow", "on_track", "achieved", "undetermined", "awaiting")
"""What needs attention first."""


@dataclass(frozen=True)
class Aim:
    """One target with its assessment and the figures that it was judged by."""

    row: Row
    target: Row | None
    baseline: Row | None
    value: Row | None
    apart: tuple[Row, ...] = ()

    @property
    def group(self) -> str:
        """The count group of the verdict."""
        return palette.group_of(self.row["verdict"])

    @property
    def share(self) -> float | None:
        """What a gauge shows: the completion rate, or without a baseline the attainment."""
        return self.row["completion_rate"] if self.row["completion_rate"] is not None else self.row["attainment_ratio"]

    @property
    def attainment(self) -> bool:
        """Whether the share is an attainment (no baseline), which is never called a completion rate."""
        return self.row["completion_rate"] is None

    @property
    def gauge(self) -> bool:
        """Whether a gauge may be drawn."""
        return self.value is not None and marks.has_gauge(self.row["target_type"], self.row["verdict"], self.share)

    @property
    def lead(self) -> str | None:
        """Who is asked for the number: the target's, the plan's or the indicator's lead office."""
        return self.row["lead_org"] or self.row["plan_lead_org"] or self.row["indicator_lead_org"]

    def printed(self, words: Words) -> str:
        """The share as a gauge prints it: of a bounded value (逾, 近, 约) it is a bound too."""
        return sentences.share(self.row, words, "comparator")[1]

    def ahead(self, words: Words) -> str:
        """How far ahead of time or behind it, in percentage points; of a bounded value a bound as well."""
        way, said = bound_of(self.row["value_comparator"], rises(self.row)), words.points(self.row["pace_gap_pp"])
        return words(f"comparator.{way}", n=said) if way and said != MISSING else said

    def caveats(self, words: Words) -> list[str]:
        """What has to be said beside the verdict wherever it stands alone."""
        told = {"value": self.value, "target": self.target, "baseline": self.baseline}
        return sentences.caveats(self.row, told, words)

    def figures(self) -> list[Row]:
        """What the verdict rests on: value, target, baseline."""
        return [one for one in (self.value, self.target, self.baseline) if one and one["value_text"] != OPEN]


def aims(
    store: Store, when: date, plan: str | None = None, ref_area: str | None = None, indicator: str | None = None
) -> list[Aim]:
    """The targets of a plan or an area with everything that a view shows of them, in the order of the files."""
    rows = [row for row in store.assessments(when, plan, ref_area) if indicator in (None, row["indicator"])]
    return aims_of(store, when, rows, plan, ref_area)


def aims_of(store: Store, when: date, rows: list[Row], plan: str | None, ref_area: str | None) -> list[Aim]:
    """These assessments (of one plan or area, where it is named) as targets with their figures."""
    if not rows:
        return []
    own = {(row["plan"], row["ord"]) for row in rows}
    apart = [one for one in store.apart(when, plan, ref_area) if (one["plan"], one["ord"]) in own]
    figures = {one["figure"]: one for one in figures_of(store, when, rows, apart)}
    told = {(one["plan"], one["ord"], one["role"]): one for one in figures.values() if one["plan"]}
    beside: dict[tuple[str, int], list[Row]] = {}
    for one in apart:
        if one["figure"] in figures:
            beside.setdefault((one["plan"], one["ord"]), []).append(
                {**figures[one["figure"]], "reason": one["reason"], "counts": one["counts"]}
            )
    return [_aim(row, told, figures, beside) for row in rows]


def figures_of(store: Store, when: date, rows: list[Row], apart: Sequence[Row] = ()) -> list[Row]:
    """What stands in the plans of these targets, what judged them and what did not."""
    plans = tuple(dict.fromkeys(row["plan"] for row in rows))
    areas = tuple(dict.fromkeys(row["ref_area"] for row in rows))
    also = tuple(one["figure"] for one in (*rows, *apart) if one["figure"] is not None)
    return store.figures_behind(when, plans, areas, also)


def _aim(row: Row, told: dict[Any, Row], figures: dict[int, Row], beside: dict[Any, list[Row]]) -> Aim:
    key = (row["plan"], row["ord"])
    value = figures.get(row["figure"]) if row["judged"] else None
    return Aim(row, told.get((*key, "target")), told.get((*key, "baseline")), value, tuple(beside.get(key, ())))


def attention_first(found: list[Aim]) -> list[Aim]:
    """What lags first, what cannot be judged last; otherwise as in the plan."""
    return sorted(found, key=lambda aim: (ORDER.index(aim.group), aim.row["ord"]))


def counts(found: list[Aim]) -> dict[str, int]:
    """How many targets stand in each group, in the order of a mid-term evaluation."""
    return marks.count_groups(Counter(aim.row["verdict"] for aim in found))


def talks(store: Store, selection: Selection) -> Row:
    """What the link 汇报 needs: the snapshot to pin, and the saved decks about the area or its plans."""
    plans = {row["plan"] for row in store.plans(selection.area)}
    about = {selection.plan} if selection.plan else plans
    here = selection.area
    own = [row for row in store.decks() if row["plan"] in about or not row["plan"] and row["ref_area"] == here]
    return {"v": store.id, "decks": own, "indicator": ""}


def first_area(store: Store) -> str:
    """Where a reader begins: the area that the configuration names, else the first with a plan."""
    wanted, areas = store.config.default_area, store.areas()
    if wanted and store.area(wanted):
        return str(wanted)
    return next((row["ref_area"] for row in areas if row["plans"]), areas[0]["ref_area"] if areas else "")


def first_plan(store: Store, ref_area: str) -> str:
    """The plan of an area that is shown first: the one that the configuration names, else that of most targets."""
    plans = [row["plan"] for row in store.plans(ref_area)]
    wanted = store.config.default_plan
    return str(wanted) if wanted in plans else next(iter(plans), "")


def first_indicator(store: Store, when: date, plan: str, ref_area: str) -> str:
    """The target that has most to show: judged ones first, headline ones before others."""
    rows = store.assessments(when, plan or None, ref_area)
    rows = sorted(rows, key=lambda row: (not row["judged"], not row["headline"]))
    return rows[0]["indicator"] if rows else ""


def today(selection: Selection) -> date:
    """The evaluation date: as chosen, else today."""
    return selection.as_of or date.today()


def newest_by(figures: Iterable[Row], whole: Row | None, when: date) -> str | None:
    """The newest period observed among these figures by a date, else in the whole snapshot; None where that is later.

    It stays as written: a document that says only 秋 has no last day.
    """
    seen = [one for one in figures if one["role"] == "observation" and one["period_end"]]
    seen = [one for one in seen if one["period_end"] <= when]
    if not seen:
        return whole["time_period"] if whole and whole["period_end"] <= when else None
    return max(seen, key=lambda one: (one["period_end"], one["period_kind"] != "season"))["time_period"]
