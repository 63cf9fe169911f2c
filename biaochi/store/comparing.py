"""Questions about areas side by side: comparable groups, change, several indicators, ratios, areas that are alike."""

from __future__ import annotations

from datetime import date

from biaochi import comparability
from biaochi.store.asking import Asking, Row, remembered

# Exact values of one period for at least four fifths of the areas of a level and parent; the newest of each indicator.
_CRITERIA = """
with own as (select * from area where ref_area = $area),
siblings as (
    select a.ref_area from area a, own
    where a.level = own.level and a.parent is not distinct from own.parent and a.valid_to is null
),
told as (
    select f.indicator, f.time_period, f.ref_area, max(f.period_end) as ended, any_value(f.value) as value
    from figure f join siblings using (ref_area)
    where f.role = 'observation' and f.comparator = '=' and f.period_end <= $as_of
        and coalesce(f.obs_status, 'A') not in ('D', 'E', 'F', 'M', 'L')
        and (f.embargo_until is null or f.embargo_until <= $as_of) and coalesce(f.conf_status, 'F') <> 'N'
    group by f.indicator, f.time_period, f.ref_area
    having min(f.value) = max(f.value) and min(f.basis) = max(f.basis) and min(f.unit) = max(f.unit)
),
complete as (
    select indicator, time_period, max(ended) as ended, count(*) as areas,
        max(value) filter (where ref_area = $area) as own, list({{ref_area: ref_area, value: value}}) as figures
    from told group by indicator, time_period
),
newest as (
    select * from complete
    where areas >= 6 and areas * 5 >= 4 * (select count(*) from siblings) and own is not null
    qualify row_number() over (partition by indicator order by ended desc, time_period) = 1
)
select {}, i.name, i.name_en from newest n join indicator i using (indicator)
where $only is null or n.indicator = $only
order by exists (select 1 from indicator d where list_contains(d.denominators, n.indicator)) desc, areas desc, i.ord
"""


class Comparing(Asking):
    """What a comparison asks; `areas` None means all."""

    @remembered
    def comparison(self, what: str, as_of: date, areas: tuple[str, ...] | None = None) -> Row:
        """Which figures of an indicator or a concept may stand on one axis, and why the rest may not; raises Fault."""
        return comparability.compare(self.snapshot.cursor(), what, as_of, list(areas) if areas else None)

    @remembered
    def change(self, indicator: str, a: str, b: str, as_of: date, areas: tuple[str, ...] | None = None) -> Row:
        """The change from one period to another, or why the two cannot be compared; raises Fault."""
        return comparability.change(self.snapshot.cursor(), indicator, a, b, as_of, areas)

    @remembered
    def matrix(self, indicators: tuple[str, ...], as_of: date, areas: tuple[str, ...] | None = None) -> list[Row]:
        """The latest comparable group of each indicator, its figures by area."""
        return comparability.matrix(self.snapshot.cursor(), indicators, as_of, areas)

    @remembered
    def per_head(self, indicator: str, denominator: str, as_of: date, areas: tuple[str, ...] | None = None) -> Row:
        """An indicator divided by another of the same area and year: our own arithmetic; raises Fault."""
        return comparability.per_head(self.snapshot.cursor(), indicator, denominator, as_of, areas)

    @remembered
    def criteria(self, ref_area: str, as_of: date) -> list[Row]:
        """The indicators by which areas like this one can be found, denominators first."""
        return self.rows(_CRITERIA.format("n.* exclude (figures)"), area=ref_area, as_of=as_of, only=None)

    @remembered
    def criterion(self, ref_area: str, as_of: date, indicator: str) -> Row | None:
        """One of them with the areas' values in `figures`; None for any other indicator."""
        found = self.rows(_CRITERIA.format("n.*"), area=ref_area, as_of=as_of, only=indicator)
        return found[0] if found else None

    @remembered
    def concepts(self) -> list[Row]:
        """The concepts that tie indicators together, each with the ids of its indicators."""
        return self.rows("""select c.*, list(i.indicator order by i.ord) as indicators
            from concept c join indicator i using (concept) group by all order by c.concept""")
