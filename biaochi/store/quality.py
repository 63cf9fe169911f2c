"""Questions about the data themselves: what is stale, contradicted, unproved, inferred or missing."""

from __future__ import annotations

from datetime import date, timedelta

from biaochi.store.asking import EVERY, FIGURES, Asking, Row, remembered

LISTED = 300
"""Most figures that one question lists; `doubts`, or `total` in each row, counts them all."""
STEPS = {"A": 12, "S": 6, "Q": 3, "M": 1, "D": 0}
"""Months from one figure to the next, by frequency."""
GRACE = {"A": 6, "S": 3, "Q": 2, "M": 1, "D": 1}
"""Months that a figure may take to be published after its period has ended."""

_OVERDUE = """
with newest as (
    select f.indicator, f.ref_area, max(f.period_end) as ended, arg_max(f.figure, f.period_end) as figure
    from figure f
    where f.role in ('observation', 'baseline') and coalesce(f.obs_status, 'A') not in ('F', 'M', 'L')
        and (f.embargo_until is null or f.embargo_until <= $as_of) and coalesce(f.conf_status, 'F') <> 'N'
        and f.period_end <= $as_of and ($area is null or f.ref_area = $area)
    group by all
)
select n.figure from newest n join indicator i using (indicator) join area a using (ref_area)
join (select unnest($freqs) as freq, unnest($months) as months) allowed on allowed.freq = i.freq
where n.ended + to_months(allowed.months) < $as_of
    and coalesce(left(a.valid_to, 4), '9999') >= cast(year(cast($as_of as date)) as varchar)
order by a.ord, i.ord
"""

# Two printed values contradict each other where their ends do not meet; at a date only the date counts, over a period
# also where it begins. Two figures of the same season may be of different days: they must be printed alike.
_CONTRADICTED = """
with told as (
    select f.*, if(f.basis = 'stock', null, f.period_start) as opens
    from figure f
    where f.role in ('observation', 'baseline') and coalesce(f.obs_status, 'A') not in ('F', 'M', 'L', 'D')
        and (f.embargo_until is null or f.embargo_until <= $as_of) and coalesce(f.conf_status, 'F') <> 'N'
        and f.value is not null and f.period_end is not null and ($area is null or f.ref_area = $area)
)
select a.figure from told a
join told b on a.indicator = b.indicator and a.ref_area = b.ref_area and a.basis = b.basis and a.source <> b.source
    and a.period_end = b.period_end and a.opens is not distinct from b.opens
    and a.cumulative_from is not distinct from b.cumulative_from
where (a.time_period = b.time_period or a.dated and b.dated) and (
    a.upper < b.lower or a.upper = b.lower and (a.upper_open or b.lower_open)
    or b.upper < a.lower or b.upper = a.lower and (b.upper_open or a.lower_open))
group by all order by any_value(a.ref_area), any_value(a.indicator), any_value(a.period_end), a.figure
"""

_PROVENANCE = """
select s.*, count(f.figure) as figures, count_if(f.verified is null) as unchecked,
    list(distinct f.ref_area) as areas
from source s join figure f using (source)
where (f.embargo_until is null or f.embargo_until <= $as_of) and coalesce(f.conf_status, 'F') <> 'N'
    and ($area is null or f.ref_area = $area)
group by all order by figures desc, s.ord
"""

_DOUBTS = """
select count(*) as figures, count(*) filter (not f.verified) as refuted,
    count(*) filter (f.verified is null) as unchecked, count(*) filter (f.inferred) as inferred,
    count(*) filter (coalesce(trim(f.quote), '') = '') as without_quote,
    count(*) filter (f.period_end is null and not f.inferred) as undated
from figure f
where (f.embargo_until is null or f.embargo_until <= $as_of) and coalesce(f.conf_status, 'F') <> 'N'
    and ($area is null or f.ref_area = $area)
"""

_COVERAGE = """
select f.indicator, f.ref_area, max(f.period_end) as ended, count(*) as figures,
    coalesce(arg_max(f.time_period, f.period_end), any_value(f.time_period)) as time_period,
    bool_and(coalesce(f.obs_status, 'A') = 'M') as impossible
from figure f
where f.role in ('observation', 'baseline') and coalesce(f.obs_status, 'A') not in ('F', 'L')
    and (f.embargo_until is null or f.embargo_until <= $as_of) and coalesce(f.conf_status, 'F') <> 'N'
    and coalesce(f.period_end <= $as_of, true) and ($areas is null or list_contains($areas, f.ref_area))
group by f.indicator, f.ref_area
qualify count(*) over (partition by f.indicator) > 1
"""

# Provisional figures that may be shown, and all that may not be shown yet or ever: for planners' eyes.
_STAGED = """
where f.role = 'observation' and ($area is null or f.ref_area = $area)
    and (f.embargo_until > $as_of or f.conf_status = 'N' or f.obs_status = 'P')
order by f.embargo_until nulls last, a.ord, i.ord, f.period_end, f.figure limit 300
"""

_OF_AREA = f" and ($area is null or f.ref_area = $area) order by f.source, f.file, f.line limit {LISTED}"


class Quality(Asking):
    """What a data quality page asks; `ref_area` None means all areas."""

    @remembered
    def stale(self, as_of: date, ref_area: str | None = None) -> list[Row]:
        """The newest figure of each series whose next one is overdue: its frequency (STEPS) and GRACE have passed."""
        months = [STEPS[freq] + GRACE[freq] for freq in STEPS]
        found = self.rows(_OVERDUE, as_of=as_of, area=ref_area, freqs=list(STEPS), months=months)
        return self._figures(found, as_of)

    @remembered
    def conflicts(self, as_of: date, ref_area: str | None = None) -> list[Row]:
        """Figures of different sources for one definition, area, basis and period whose values cannot all hold."""
        found = self.rows(_CONTRADICTED, as_of=as_of, area=ref_area)
        return self._figures(found, as_of)

    @remembered
    def doubts(self, as_of: date, ref_area: str | None = None) -> Row:
        """How many figures there are, and how many of them are refuted, unchecked, without quote, inferred, undated."""
        return self.rows(_DOUBTS, as_of=as_of, area=ref_area)[0]

    @remembered
    def provenance(self, as_of: date, ref_area: str | None = None) -> list[Row]:
        """Each document with its figures, and how many of them have not been checked against it."""
        return self.rows(_PROVENANCE, as_of=as_of, area=ref_area)

    @remembered
    def refuted(self, as_of: date, ref_area: str | None = None) -> list[Row]:
        """Figures whose quote is not in the document (at most LISTED)."""
        return self.rows(FIGURES + "and not f.verified" + _OF_AREA, as_of=as_of, area=ref_area)

    @remembered
    def without_quote(self, as_of: date, ref_area: str | None = None) -> list[Row]:
        """Figures that quote nothing (at most LISTED)."""
        return self.rows(FIGURES + "and coalesce(trim(f.quote), '') = ''" + _OF_AREA, as_of=as_of, area=ref_area)

    @remembered
    def inferred(self, as_of: date, ref_area: str | None = None) -> list[Row]:
        """Figures whose date or area is inferred, not printed (at most LISTED)."""
        return self.rows(FIGURES + "and f.inferred" + _OF_AREA, as_of=as_of, area=ref_area)

    @remembered
    def undated(self, as_of: date, ref_area: str | None = None) -> list[Row]:
        """Figures whose period is not stated, or has no end, and is not inferred (at most LISTED)."""
        return self.rows(FIGURES + "and f.period_end is null and not f.inferred" + _OF_AREA, as_of=as_of, area=ref_area)

    @remembered
    def staged(self, as_of: date, ref_area: str | None = None) -> list[Row]:
        """Figures that are provisional or may not be shown on a date (at most LISTED); never for mere readers."""
        return self.rows(EVERY + _STAGED, as_of=as_of, area=ref_area)

    @remembered
    def coverage(self, as_of: date, areas: tuple[str, ...] | None = None) -> list[Row]:
        """The newest period of every indicator in every area (or these), for the indicators of at least two of them."""
        return self.rows(_COVERAGE, as_of=as_of, areas=list(areas) if areas else None)

    def _figures(self, found: list[Row], as_of: date) -> list[Row]:
        """Whole rows of the first figures, by area, indicator and period, each with the `total` of those found."""
        asked = "and list_contains($figures, f.figure) order by a.ord, i.ord, f.period_end, f.figure"
        figures = [one["figure"] for one in found[:LISTED]]
        rows = self.rows(FIGURES + asked, as_of=as_of, figures=figures) if figures else []
        return [row | {"total": len(found)} for row in rows]


def last_due(freq: str, as_of: date) -> tuple[date, date]:
    """First and last day of the newest period whose figure should be known by now (STEPS, GRACE)."""
    before = _earlier(as_of, GRACE[freq])
    if freq == "D":
        return before, before
    months = STEPS[freq]
    over = (before + timedelta(days=1)).replace(day=1)  # the month after the last one that is wholly over
    number = (over.year * 12 + over.month - 1) // months * months
    return _first(number - months), _first(number) - timedelta(days=1)


def _earlier(day: date, months: int) -> date:
    """The same day some months earlier, or the last one of that month."""
    number = day.year * 12 + day.month - 1 - months
    return min(_first(number) + timedelta(days=day.day - 1), _first(number + 1) - timedelta(days=1))


def _first(number: int) -> date:
    """The first day of a month, counted from the year 0."""
    return date(number // 12, number % 12 + 1, 1)
