"""Questions to a snapshot: one method a question, static SQL with named parameters, answers as rows (dicts).

Rows instead of frames, because the pages that draw with marks never need pandas; `frame` gives one where a
chart or an export wants it. A snapshot never changes, so every answer is remembered.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path

from biaochi import progress
from biaochi.store.asking import FIGURES, Row, only, remembered
from biaochi.store.comparing import Comparing
from biaochi.store.decks import Decks
from biaochi.store.quality import Quality

__all__ = ["Row", "Store", "root_of"]

_ASSESSED = """
select a.*, t.target_text, t.target_period, t.baseline_text, t.baseline_comparator, t.baseline_period, t.basis, t.unit,
    t.target_nature, t.aspirational, t.lead_org, t.responsible_org, t.headline, t.note, t.file, t.line, t.months,
    i.name as indicator_name, i.name_en as indicator_name_en, i.theme, i.decimals, i.lead_org as indicator_lead_org,
    p.name as plan_name, p.name_en as plan_name_en, p.period as plan_period, p.period_end as plan_end,
    p.lead_org as plan_lead_org,    r.name as area_name, r.name_en as area_name_en
from {} a join target t using (plan, ord) join indicator i on i.indicator = a.indicator
join plan p on p.plan = a.plan join area r on r.ref_area = a.ref_area
order by p.ord, a.ord
"""

_PAIRS = f"""
with told as ({FIGURES}) select ref_area, indicator from told group by all order by ref_area, indicator
"""  # noqa: S608 - nothing of a reader's is in it


_AREAS = """
select a.*, p.name as parent_name, (select count(*) from plan where plan.ref_area = a.ref_area) as plans,
    coalesce(c.figures, 0) as figures
from area a left join area p on p.ref_area = a.parent left join {} c on c.ref_area = a.ref_area order by a.ord
"""
_INDICATORS = """
select i.*, t.name as theme_name, t.name_en as theme_name_en, c.name as concept_name, c.name_en as concept_name_en,
    coalesce(n.figures, 0) as figures
from indicator i left join theme t using (theme) left join concept c using (concept)
left join (select indicator, cast(sum(figures) as bigint) as figures from {} group by all) n using (indicator)
order by t.ord, i.ord
"""
_AREAS_OF = "select ref_area from {} where indicator = $id order by figures desc, ref_area"
_BREADTH = """
with series as (select indicator, ref_area from {})
select indicator as id, count(*) as areas from series group by all
union all select concept, count(distinct ref_area) from series join indicator using (indicator)
where concept is not null and concept not in (select indicator from indicator) group by all
"""
_SOURCES = """
select s.*, coalesce(c.figures, 0) as figures, coalesce(c.verified, 0) as verified, coalesce(c.missed, 0) as missed
from source s left join {} c using (source) order by s.ord
"""
_OF_PLAN = "(select * from {} where ($plan is null or plan = $plan) and ($area is null or ref_area = $area))"
_CHOSEN = {
    "indicator": "indicator = $indicator",
    "area": "ref_area = $area",
    "areas": "ref_area in (select unnest($areas))",
    "source": "source = $source",
}
_IN_ORDER = " order by f.ref_area, i.ord, f.period_end nulls last, f.figure"
_BEHIND = """ref_area in (select unnest($areas)) and figure in (
    select figure from figure where plan in (select unnest($plans)) union all select unnest(cast($also as bigint[])))"""
_TOLD_OF = """select distinct indicator from figure f where f.ref_area = $area
and (f.embargo_until is null or f.embargo_until <= $as_of) and coalesce(f.conf_status, 'F') <> 'N'
"""
MANY = 200
"""Areas that are still shown all at once."""

_WITHHELD = f"""
with told as ({FIGURES}) select distinct source from figure except select distinct source from told
"""  # noqa: S608 - nothing of a reader's is in it


class Store(Quality, Comparing, Decks):
    """All questions that pages, exports and the command line ask one snapshot."""

    @remembered
    def areas(self) -> list[Row]:
        """All areas in file order, each with the numbers of its plans and figures."""
        return self.rows(_AREAS.format(self.summary("area_count")))

    @remembered
    def _area_by_id(self) -> dict[str, Row]:
        return {row["ref_area"]: row for row in self.areas()}

    @remembered
    def area(self, ref_area: str) -> Row | None:
        """One area, or None."""
        return self._area_by_id().get(ref_area)

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

    @remembered
    def plan(self, plan: str) -> Row | None:
        """One plan, or None."""
        return next((row for row in self.plans() if row["plan"] == plan), None)

    @remembered
    def indicators(self) -> list[Row]:
        """All definitions with theme and concept names, and how many figures each has."""
        return self.rows(_INDICATORS.format(self.summary("series")))

    @remembered
    def indicator(self, indicator: str) -> Row | None:
        """One definition, or None."""
        return self._indicator_by_id().get(indicator)

    @remembered
    def _indicator_by_id(self) -> dict[str, Row]:
        return {row["indicator"]: row for row in self.indicators()}

    @remembered
    def told_pairs(self, as_of: date) -> list[tuple[str, str]]:
        """Every (area, indicator) with a figure that may be shown on a date."""
        found = self.rows(_PAIRS, as_of=as_of)
        return [(one["ref_area"], one["indicator"]) for one in found]

    @remembered
    def withheld_sources(self, as_of: date) -> set[str]:
        """The documents whose figures may all not be shown yet; their names would tell too much."""
        return {one["source"] for one in self.rows(_WITHHELD, as_of=as_of)}

    @remembered
    def areas_of(self, indicator: str) -> list[str]:
        """The areas that have figures of an indicator, those with most first."""
        return [one["ref_area"] for one in self.rows(_AREAS_OF.format(self.summary("series")), id=indicator)]

    @remembered
    def breadth(self) -> dict[str, int]:
        """In how many areas there are figures of each indicator, and of each concept."""
        found = self.rows(_BREADTH.format(self.summary("series")))
        return {one["id"]: one["areas"] for one in found}

    @remembered
    def sources(self) -> list[Row]:
        """All documents with the number of their figures and of those whose quote is confirmed."""
        return self.rows(_SOURCES.format(self.summary("source_count")))

    @remembered
    def assessments(self, as_of: date, plan: str | None = None, ref_area: str | None = None) -> list[Row]:
        """The verdict on every target on a date, in the order of the plans' files; numbers as in assess.sql."""
        if self.compiled_for == as_of:
            return self.rows(_ASSESSED.format(_OF_PLAN.format("assessment")), plan=plan, area=ref_area)
        return [
            row for row in self._assessed(as_of) if plan in (None, row["plan"]) and ref_area in (None, row["ref_area"])
        ]

    @remembered
    def _assessed(self, as_of: date) -> list[Row]:
        sql, params = progress.select_assessments(as_of, self.config.thresholds)
        return self.rows(_ASSESSED.format(f"({sql})"), **params)

    @cached_property
    def compiled_for(self) -> date:
        """The date for which the verdicts in the snapshot were computed."""
        return self.rows("select as_of from about")[0]["as_of"]

    @remembered
    def apart(self, as_of: date, plan: str | None = None, ref_area: str | None = None) -> list[Row]:
        """Observations beside a target that were not judged, each with the reason."""
        if self.compiled_for == as_of and self.has("apart"):
            return self.rows(f"select * from {_OF_PLAN.format('apart')}", plan=plan, area=ref_area)
        return [
            row for row in self._apart(as_of) if plan in (None, row["plan"]) and ref_area in (None, row["ref_area"])
        ]

    @remembered
    def _apart(self, as_of: date) -> list[Row]:
        sql, params = progress.select_apart(as_of)
        return self.rows(sql, **params)

    @remembered
    def figures(
        self,
        as_of: date,
        indicator: str | None = None,
        ref_area: str | None = None,
        source: str | None = None,
        areas: tuple[str, ...] | None = None,
    ) -> list[Row]:
        """All figures (targets, baselines, milestones, observations) of an indicator, an area (or areas) or a source."""
        asked = {"indicator": indicator, "area": ref_area, "source": source, "areas": areas and list(areas)}
        given = {name: value for name, value in asked.items() if value is not None}
        chosen = " and ".join(_CHOSEN[name] for name in given)
        return self.rows(f"{FIGURES}{only(chosen) if given else ''}{_IN_ORDER}", as_of=as_of, **given)

    @remembered
    def figures_behind(self, as_of: date, plans: tuple[str, ...], areas: tuple[str, ...], also: tuple[int, ...]) -> list[Row]:
        """The figures of these plans of these areas, and those with the numbers `also`."""
        return self.rows(
            f"{FIGURES}{only(_BEHIND)}{_IN_ORDER}", as_of=as_of, plans=list(plans), areas=list(areas), also=list(also)
        )

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
