"""Questions to a snapshot: one method a question, static SQL with named parameters, answers as rows (dicts).

Rows instead of frames, because the pages that draw with marks never need pandas; `frame` gives one where a
chart or an export wants it. A snapshot never changes, so every answer is remembered.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path

from biaochi.store.asking import FIGURES, IN_ORDER, KNOWN, VISIBLE, Row, only, remembered
from biaochi.store.comparing import Comparing
from biaochi.store.decks import Decks
from biaochi.store.judged import Judged
from biaochi.store.quality import Quality
from biaochi.store.sources import Sources

__all__ = ["Row", "Store", "root_of"]

_PAIRS = f"""
with told as ({FIGURES}) select ref_area, indicator from told group by all order by ref_area, indicator
"""  # noqa: S608 - nothing of a reader's is in it


_AREAS = f"""
with told as (select ref_area, sum(figures) as figures from {{}} where {KNOWN} group by ref_area)
select a.*, p.name as parent_name, (select count(*) from plan where plan.ref_area = a.ref_area) as plans,
    cast(coalesce(c.figures, 0) as bigint) as figures
from area a left join area p on p.ref_area = a.parent left join told c on c.ref_area = a.ref_area order by a.ord
"""  # noqa: S608 - nothing of a reader's is in it
_INDICATORS = """
select i.*, t.name as theme_name, t.name_en as theme_name_en, c.name as concept_name, c.name_en as concept_name_en,
    coalesce(n.figures, 0) as figures
from indicator i left join theme t using (theme) left join concept c using (concept)
left join {} n on n.id = i.indicator
order by t.ord, i.ord
"""
_AREAS_OF = "select ref_area from {} where indicator = $id and figures > 0 order by figures desc, ref_area"
_BREADTH = "select id, areas from {}"
_COUNTED_IN = "select indicator from {} where ref_area = $area and figures > 0"
_CHOSEN = {
    "indicator": "indicator = $indicator",
    "area": "ref_area = $area",
    "areas": "ref_area in (select unnest($areas))",
    "source": "source = $source",
}
_TOLD_OF = f"select distinct indicator from figure where ref_area = $area and {VISIBLE}"  # noqa: S608
_REACHED = f"""ref_area = $area and role = 'observation' and {VISIBLE}
and (period_end is null or period_end <= cast($as_of as date))"""
_NEWEST = " qualify rank() over (partition by indicator order by period_end desc nulls last) = 1"
_COUNTED = f"select indicator, count(*) as figures from figure where {_REACHED} group by indicator"  # noqa: S608
MANY = 200
"""Areas that are still shown all at once."""


class Store(Judged, Sources, Quality, Comparing, Decks):
    """All questions that pages, exports and the command line ask one snapshot."""

    @remembered
    def areas(self) -> list[Row]:
        """All areas in file order, each with the numbers of its plans and figures."""
        return self.rows(_AREAS.format(self.summary("origin")))

    @cached_property
    def _area_by_id(self) -> dict[str, Row]:
        return {row["ref_area"]: row for row in self.areas()}

    def area(self, ref_area: str) -> Row | None:
        """One area, or None."""
        return self._area_by_id.get(ref_area)

    @remembered
    def neighbours(self, ref_area: str) -> tuple[str, ...] | None:
        """Where there are too many areas to show all at once: the area around, and those within it; else None."""
        every = [row for row in self.areas() if row["figures"]]
        if len(every) <= MANY:
            return None
        own = self.area(ref_area) or every[0]
        inside = any(row["parent"] == own["ref_area"] for row in every)
        around = own["ref_area"] if inside else own["parent"]
        return tuple(row["ref_area"] for row in every if around in (row["ref_area"], row["parent"]))[:MANY]

    @remembered
    def plans(self, ref_area: str | None = None) -> list[Row]:
        """The plans of an area (or all), most targets first, with their document."""
        return self.rows(
            """select p.*, a.name as area_name, a.name_en as area_name_en, s.title, s.doc_number, s.reliability,
            (select count(*) from target t where t.plan = p.plan) as targets
            from plan p join area a using (ref_area) left join source s using (source)
            where $area is null or p.ref_area = $area order by targets desc, p.plan""",
            area=ref_area,
        )

    def plan(self, plan: str) -> Row | None:
        """One plan, or None."""
        return self._plan_by_id.get(plan)

    @cached_property
    def _plan_by_id(self) -> dict[str, Row]:
        return {row["plan"]: row for row in self.plans()}

    @remembered
    def indicators(self) -> list[Row]:
        """All definitions with theme and concept names, and how many figures each has."""
        return self.rows(_INDICATORS.format(self.summary("breadth")))

    def indicator(self, indicator: str) -> Row | None:
        """One definition, or None."""
        return self._indicator_by_id.get(indicator)

    @cached_property
    def _indicator_by_id(self) -> dict[str, Row]:
        return {row["indicator"]: row for row in self.indicators()}

    @remembered
    def told_pairs(self, as_of: date) -> list[tuple[str, str]]:
        """Every (area, indicator) with a figure that may be shown on a date."""
        found = self.rows(_PAIRS, as_of=as_of)
        return [(one["ref_area"], one["indicator"]) for one in found]

    @remembered
    def areas_of(self, indicator: str) -> list[str]:
        """The areas that have figures of an indicator, those with most first."""
        return [one["ref_area"] for one in self.rows(_AREAS_OF.format(self.summary("series")), id=indicator)]

    @remembered
    def area_of(self, indicator: str) -> str:
        """The area with most figures of an indicator; empty where there is none."""
        found = self.rows(f"{_AREAS_OF.format(self.summary('series'))} limit 1", id=indicator)
        return found[0]["ref_area"] if found else ""

    @remembered
    def breadth(self) -> dict[str, int]:
        """In how many areas there are figures of each indicator, and of each concept."""
        return {one["id"]: one["areas"] for one in self.rows(_BREADTH.format(self.summary("breadth")))}

    @remembered
    def counted_in(self, ref_area: str) -> set[str]:
        """The indicators of which an area has figures."""
        found = self.rows(_COUNTED_IN.format(self.summary("series")), area=ref_area)
        return {one["indicator"] for one in found}

    @remembered
    def figures(
        self,
        as_of: date,
        indicator: str | None = None,
        ref_area: str | None = None,
        source: str | None = None,
        areas: tuple[str, ...] | None = None,
    ) -> list[Row]:
        """All figures (targets, baselines, milestones, observations) of an indicator, an area, areas or a source."""
        asked = {"indicator": indicator, "area": ref_area, "source": source, "areas": areas and list(areas)}
        given = {name: value for name, value in asked.items() if value is not None}
        chosen = " and ".join(_CHOSEN[name] for name in given)
        return self.rows(f"{FIGURES}{only(chosen) if given else ''}{IN_ORDER}", as_of=as_of, **given)

    @remembered
    def reached(self, as_of: date, ref_area: str) -> dict[str, int]:
        """How many figures of each indicator an area had reached by a date (or at no known one)."""
        return {one["indicator"]: one["figures"] for one in self.rows(_COUNTED, as_of=as_of, area=ref_area)}

    @remembered
    def figures_reached(self, as_of: date, ref_area: str, newest: bool = False) -> list[Row]:
        """These figures, or only those of the newest period of each indicator."""
        asked = f"{FIGURES}{only(_REACHED + (_NEWEST if newest else ''))}{IN_ORDER}"
        return self.rows(asked, as_of=as_of, area=ref_area)

    @remembered
    def indicators_of(self, as_of: date, ref_area: str) -> set[str]:
        """The indicators of which an area has a figure that may be shown on a date."""
        return {one["indicator"] for one in self.rows(_TOLD_OF, as_of=as_of, area=ref_area)}

    @remembered
    def newest(self) -> Row | None:
        """The newest observed period, as written and with its end: the time of the data."""
        found = self.rows(
            """select time_period, period_end, period_kind from figure where role = 'observation'
            and period_end <= $today and (embargo_until is null or embargo_until <= $today)
            and coalesce(conf_status, 'F') <> 'N'
            order by period_end desc, period_kind = 'season', time_period limit 1""",
            today=self.compiled_for,
        )
        return found[0] if found else None


def root_of(path: Path) -> Path:
    """The project's folder: the given one, or the nearest above it that has indicators/ and data/."""
    for folder in (path, *path.resolve().parents):
        if (folder / "indicators").is_dir() and (folder / "data").is_dir():
            return folder.resolve()
    return path.resolve()
