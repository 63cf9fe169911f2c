"""What a trajectory knows before anything is drawn: its figures sorted by role, its dates, its lines of the future."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any

from biaochi.figures import Figure, as_date, bounded, day_of, ends, forecast, known, number, placed

Dated = tuple[date, Figure]
# Verdicts with a way still to go: only they have a pace to keep or to project.
_UNDER_WAY = frozenset({"on_track", "slow", "behind", "regressing", "undetermined", "no_baseline"})


def three(value: Any) -> float:
    """A computed number with about three digits: more would pretend to know."""
    size = abs(float(value))
    return round(float(value), 0 if size >= 100 else 1 if size >= 10 else 2)


def _one_line(a: Dated, b: Dated) -> bool:
    """Whether a line may join two values; a count that restarts in January is not one line."""
    return a[0].year == b[0].year or "ytd" not in (a[1].get("basis"), b[1].get("basis"))


@dataclass(frozen=True)
class Course:
    """An answer for a trajectory, sorted.

    answer: {"name", "unit", "figures": rows of the table `figure` (with title, doc_number, reliability where known),
    "assessment": a row of store.assessments or None, "as_of": date or None,
    "not_judged": numbers of observations that may not be judged (column `figure`), optional}.
    """

    answer: Mapping[str, Any]

    @cached_property
    def row(self) -> Mapping[str, Any]:
        """The assessment; empty where the area has no target."""
        return self.answer.get("assessment") or {}

    @property
    def verdict(self) -> str:
        """The verdict's word, empty without a target."""
        return str(self.row.get("verdict") or "")

    def role(self, role: str) -> list[Figure]:
        """The figures of a role; targets, baselines and milestones only of the assessed plan."""
        return [figure for figure in self.answer["figures"] if figure.get("role") == role
                and (role == "observation" or self._assessed(figure))]

    def _assessed(self, figure: Figure) -> bool:
        """Whether a figure of a plan belongs to the assessed target (without an assessment: every one does)."""
        return all(self.row.get(name) in (None, figure.get(name)) for name in ("plan", "ord"))

    @cached_property
    def target(self) -> Figure | None:
        """The target with its number or range; None for words."""
        found = next(iter(self.role("target")), None)
        if found is None:
            return None
        if "range" in (self.row.get("target_type"), found.get("comparator")):
            return {**found, "comparator": "range"} if known(found.get("lower")) and known(found.get("upper")) else None
        return found if known(found.get("value")) else None

    @cached_property
    def due(self) -> date | None:
        """The day by which the target is to be met."""
        return day_of(self.target) if self.target else None

    @cached_property
    def baseline(self) -> Dated | None:
        """The baseline; for a count from the start of the plan a point at 0 that nobody stated."""
        stated = placed(self.role("baseline"))
        if stated:
            return stated[-1]
        day = as_date(self.row.get("baseline_end"))
        if day is None or not known(self.row.get("baseline")) or self.row.get("baseline_stated", True):
            return None
        return day, {"value": self.row["baseline"], "comparator": "=", "unit": self.answer.get("unit"), "stated": False}

    @cached_property
    def apart(self) -> frozenset[Any]:
        """Numbers of the observations that may not be judged."""
        return frozenset(self.answer.get("not_judged") or ())

    @cached_property
    def observed(self) -> list[Dated]:
        """The observations that may be judged, oldest first."""
        return placed(figure for figure in self.role("observation")
                      if figure.get("figure") not in self.apart and not forecast(figure))

    @cached_property
    def forecasts(self) -> list[Dated]:
        """What a document only foresees, oldest first: never a result."""
        return placed(figure for figure in self.role("observation") if forecast(figure))

    @cached_property
    def others(self) -> list[Dated]:
        """The observations of another definition or basis, oldest first."""
        return placed(figure for figure in self.role("observation")
                      if figure.get("figure") in self.apart and not forecast(figure))

    @cached_property
    def undated(self) -> list[Figure]:
        """The observations without a period: they have no place on the axis."""
        return [figure for figure in self.role("observation") if day_of(figure) is None]

    @cached_property
    def milestones(self) -> list[Dated]:
        """Interim targets, oldest first."""
        return placed(self.role("milestone"))

    @cached_property
    def judged(self) -> Dated | None:
        """The observation that carries the verdict."""
        wanted = self.row.get("figure")
        return next((pair for pair in self.observed if known(wanted) and pair[1].get("figure") == wanted), None)

    @cached_property
    def known_points(self) -> list[Dated]:
        """Baseline and judgeable observations: what the line of known values joins."""
        start = [self.baseline] if self.baseline and self.baseline[1].get("stated", True) else []
        return sorted([*start, *self.observed], key=lambda pair: pair[0])

    @cached_property
    def joins(self) -> list[tuple[Dated, Dated]]:
        """Neighbours among the known points that a line may join."""
        return [(a, b) for a, b in pairwise(self.known_points) if _one_line(a, b)]

    @cached_property
    def foreseen(self) -> list[tuple[Dated, Dated]]:
        """Each forecast with what is known or foreseen before it; none where its period has a result by now."""
        found = []
        for one in self.forecasts:
            before = [pair for pair in [*self.known_points, *self.forecasts] if pair[0] < one[0]]
            last = max(before, key=lambda pair: pair[0], default=None)
            if last and _one_line(last, one) and all(pair[0] != one[0] for pair in self.known_points):
                found.append((last, one))
        return found

    @cached_property
    def future(self) -> tuple[Dated, date] | None:
        """The judged value and the due date, where a way is still to go from one to the other."""
        if self.judged is None or self.due is None or self.judged[0] >= self.due or self.verdict not in _UNDER_WAY:
            return None
        return self.judged, self.due

    @cached_property
    def projection(self) -> float | None:
        """The value at the due date at the present pace; unknown for bounded values and where time is not known."""
        value = self.row.get("projection")
        ready = self.future is not None and known(value) and not bounded(self.future[0][1])
        return float(value) if ready and value is not None else None

    @cached_property
    def _points(self) -> list[Dated]:
        start = [self.baseline] if self.baseline else []
        return [*self.known_points, *self.forecasts, *self.others, *self.milestones, *start]

    @cached_property
    def days(self) -> list[date]:
        """Every day that has something on it."""
        points = self._points
        found = [day for day, _ in points] + ([self.due] if self.due else [])
        start = as_date(self.target.get("period_start")) if self.target and len(set(found)) < 2 else None
        return sorted({*found, *([start - timedelta(days=1)] if start else [])})

    @cached_property
    def numbers(self) -> list[float]:
        """Every number that must be on the axis."""
        points = self._points
        found = [end for _, figure in points for end in ends(figure)[:2]]
        if self.target is not None:
            aim = number(self.target)
            found += [aim] if aim is not None else [float(self.target[end]) for end in ("lower", "upper")]
        return found + ([self.projection] if self.projection is not None else [])
