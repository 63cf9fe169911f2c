"""What one export is about: the selection, its plans with their targets, and every figure and document behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from biaochi import sentences
from biaochi.selection import Selection
from biaochi.store import Row, Store
from biaochi.views import namer
from biaochi.views.rows import Aim, aims, counts, figures_of, newest_by, today
from biaochi.words import Words

AHEAD, LAGGING, OPEN = ("achieved", "on_track"), ("regressing", "behind", "slow"), ("undetermined", "awaiting")
"""The groups of a report: what goes well, what lags, what cannot be judged or is awaited."""


class Told(NamedTuple):
    """One plan (a row of store.plans) with its targets."""

    row: Row
    aims: list[Aim]


@dataclass(frozen=True)
class Answer:
    """Everything that the documents of one selection say; all of it is asked from one snapshot.

    whole: with nothing chosen, every plan. form: also plans without targets. staged: with what is not public yet.
    """

    store: Store
    selection: Selection
    words: Words
    whole: bool = False
    form: bool = False
    staged: bool = False

    @cached_property
    def when(self) -> date:
        """The evaluation date."""
        return today(self.selection)

    @cached_property
    def plans(self) -> list[Told]:
        """The chosen plan; or those of the chosen area or indicator; with nothing chosen the default plan, or all."""
        chosen, config = self.selection, self.store.config
        rows = self.store.plans(chosen.area or None)
        if chosen.plan:
            rows = [row for row in self.store.plans() if row["plan"] == chosen.plan]
        elif not (chosen.area or chosen.indicator or self.whole):
            rows = [row for row in rows if row["plan"] == config.default_plan] or rows[:1]
        area, indicator = chosen.area if chosen.plan else "", chosen.indicator or None
        told = [Told(row, aims(self.store, self.when, row["plan"], area or None, indicator)) for row in rows]
        return [one for one in told if one.aims or (self.form and not indicator)]

    @cached_property
    def aims(self) -> list[Aim]:
        """The targets of all plans, in the order of the plans."""
        return [aim for plan in self.plans for aim in plan.aims]

    def group(self, groups: Sequence[str]) -> list[Aim]:
        """The targets whose verdict belongs to these groups, group by group in the order given."""
        return sorted((aim for aim in self.aims if aim.group in groups), key=lambda aim: groups.index(aim.group))

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many targets stand in each group, in the order of a mid-term evaluation."""
        return counts(self.aims)

    @cached_property
    def figures(self) -> list[Row]:
        """Every figure that is shown or was weighed, each once: value, target, baseline, interim targets, others."""
        found: dict[int, Row] = {}
        interim = self.interim if self.aims else {}
        for aim in self.aims:
            parts = [
                aim.value,
                aim.target,
                aim.baseline,
                *interim.get((aim.row["plan"], aim.row["ord"]), ()),
                *aim.apart,
            ]
            found |= {one["figure"]: one for one in parts if one and one["figure"] not in found}
        return list(found.values()) or self.all_figures

    @cached_property
    def all_figures(self) -> list[Row]:
        """All figures of the chosen area and indicator that may be shown, whether a target asks for them or not."""
        chosen = self.selection
        return self.store.figures(self.when, chosen.indicator or None, chosen.area or None)

    @cached_property
    def chosen_figures(self) -> list[Row]:
        """What a data file holds: all figures of a chosen plan and those beside it, else of the area and indicator."""
        return [*(self.figures if self.selection.plan else self.all_figures), *self.withheld]

    @cached_property
    def withheld(self) -> list[Row]:
        """Figures that are not public yet, of the chosen plan, else of the area and indicator; for planners only."""
        chosen = self.selection
        if not self.staged:
            return []
        if not chosen.plan:
            return self.store.withheld(self.when, chosen.indicator or None, chosen.area or None)
        asked = {area: tuple(sorted({aim.row["indicator"] for aim in self.aims if aim.row["ref_area"] == area}))
                 for area in sorted({aim.row["ref_area"] for aim in self.aims})}  # fmt: skip
        return [one for area, indicators in asked.items() for one in self.store.held(self.when, area, indicators)]

    @cached_property
    def interim(self) -> dict[tuple[str, int], list[Row]]:
        """The yearly targets by plan and target."""
        found: dict[tuple[str, int], list[Row]] = {}
        rows = [aim.row for aim in self.aims]
        for one in figures_of(self.store, self.when, rows):
            if one["role"] == "milestone":
                found.setdefault((one["plan"], one["ord"]), []).append(one)
        return found

    @cached_property
    def numbers(self) -> dict[int, int]:
        """The number that a figure's quote has in the appendix, by the figure's id."""
        return {one["figure"]: n for n, one in enumerate(self.figures, 1)}

    @property
    def documents(self) -> list[Row]:
        """The documents that may be named to those who get this; staged: all."""
        return self.store.every_source() if self.staged else self.store.sources(self.when)

    def sources(self, figures: Iterable[Row] | None = None) -> list[Row]:
        """The documents of these figures (of all), in the order in which they are first needed."""
        documents = {row["source"]: row for row in self.documents}
        plans = [plan.row["source"] for plan in self.plans] if figures is None else []
        needed = dict.fromkeys([*plans, *(one["source"] for one in (self.figures if figures is None else figures))])
        return [documents[one] for one in needed if one in documents]

    def name(self, row: Row | None, what: str = "") -> str:
        """What a row calls itself in this language."""
        return namer(self.words)(row, what)

    @cached_property
    def area(self) -> Row | None:
        """The chosen area, or that of the only plan."""
        places = {plan.row["ref_area"] for plan in self.plans}
        return self.store.area(self.selection.area or (places.pop() if len(places) == 1 else ""))

    @cached_property
    def title(self) -> str:
        """The plan's name, else the indicator's, else the area's, else the product's."""
        if len(self.plans) == 1:
            return self.name(self.plans[0].row)
        indicator = self.store.indicator(self.selection.indicator)
        config = self.store.config
        product = config.title_en if self.words.lang == "en" else config.title
        return (
            self.words("common.dot").join(part for part in (self.name(self.area), self.name(indicator)) if part)
            or product
        )

    def newest_of(self, figures: Iterable[Row]) -> str | None:
        """The newest period observed among these figures, else in the whole snapshot; None if later."""
        return newest_by(figures, self.store.newest(), self.when)

    def stamps_of(self, figures: Iterable[Row]) -> list[str]:
        """As-of date, time of these data and snapshot."""
        newest = self.newest_of(figures)
        said = [self.words("common.as_of", day=self.when)]
        said += [self.words("export.newest", when=newest)] if newest else []
        return [*said, self.words("common.snapshot", v=self.store.id)]

    @cached_property
    def stamps(self) -> list[str]:
        """What every export carries: as of when, how new the data are, which snapshot."""
        return self.stamps_of(self.figures)

    @cached_property
    def stamp(self) -> str:
        """The same in a line."""
        return self.words("common.dot").join(self.stamps)

    def standing(self, plan: Told) -> str:
        """How a plan stands, with its document."""
        return sentences.plan_notice(plan.row, plan.aims, self.when, self.words)

    def share(self, aim: Aim) -> str:
        """The completion rate as tables print it, without a baseline the attainment named so; a dash for neither."""
        term, printed = sentences.share(aim.row, self.words, "comparator") if aim.value else ("", "")
        if not term:
            return "—"
        return self.words("export.attainment", n=printed) if term == "attainment_ratio" else printed

    def origin(self, figure: Row) -> str:
        """The document of a figure in a line: title, number, date, how reliable, whether the quote was confirmed."""
        words = self.words
        number = f"（{figure['doc_number']}）" if figure["doc_number"] else ""
        checked = {True: "verified", False: "unverified"}.get(figure["verified"], "not_checked")
        parts = [
            f"{figure['title']}{number}",
            words.period(figure["date_published"]) if figure["date_published"] else "",
            words.reliability(figure),
            words(f"evidence.{checked}"),
            words("common.inferred") if figure["inferred"] else "",
            words(f"obs_status.{figure['obs_status']}") if figure["obs_status"] else "",
        ]
        return words("common.dot").join(part for part in parts if part)

    def unit(self, aim: Aim) -> str:
        """The unit of a target's row; for a yearly growth the unit of its values and that of the target."""
        measured = next((one["unit"] for one in (aim.value, aim.baseline) if one), None)
        if aim.row["target_type"] == "growth_rate" and measured:
            return self.words("export.growth_unit", unit=self.words.unit_named(measured))
        return self.words.unit_named(aim.row["unit"])

    def why(self, aim: Aim) -> str:
        """Why a target is not judged, in a few words."""
        return sentences.why_open(aim.row, [one["reason"] for one in aim.apart if one["counts"]], self.words)

    def verdict(self, aim: Aim) -> str:
        """The verdict's word, 提前达到 where it was early."""
        return self.words.verdict(aim.row["verdict"], bool(aim.row["early"]))

    def lead(self, aim: Aim) -> str:
        """Who is asked for the number; 原文未列 where no document says."""
        return aim.lead or self.words("common.not_stated")


def gather(store: Store, selection: Selection, words: Words, whole: bool = False) -> Answer:
    """The answer for a selection; with `whole`, nothing chosen means every plan instead of the default one."""
    return Answer(store, selection, words, whole)


def known(value: Any) -> bool:
    """Whether a number can be written into a cell: neither missing nor infinite."""
    return (
        isinstance(value, int | float) and not isinstance(value, bool) and value == value and abs(value) != float("inf")
    )
