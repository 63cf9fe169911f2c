"""Questions about the data themselves: what is stale, contradicted, unproved, inferred or missing."""

from __future__ import annotations

from datetime import date, timedelta

from biaochi.store.asking import EVERY, FIGURES, Asking, Row, remembered

LISTED = 100
"""Most figures that one question lists; `doubts`, or `total` in each row, counts them all."""
STEPS = {"A": 12, "S": 6, "Q": 3, "M": 1, "D": 0}
"""Months from one figure to the next, by frequency."""
GRACE = {"A": 6, "S": 3, "Q": 2, "M": 1, "D": 1}
"""Months that a figure may take to be published after its period has ended."""

_OVERDUE = """
select n.due_figure as figure, n.ref_area, count(*) over () as total
from {} n join indicator i using (indicator) join area a using (ref_area)
join (select unnest($freqs) as freq, unnest($months) as months) allowed on allowed.freq = i.freq
where n.due + to_months(allowed.months) < $as_of and ($area is null or n.ref_area = $area)
    and coalesce(left(a.valid_to, 4), '9999') >= cast(year(cast($as_of as date)) as varchar)
order by a.ord, i.ord limit $listed
"""
_SHOWN = "not {0}.secret and ({0}.embargo_until is null or {0}.embargo_until <= $as_of)"
_HELD = f"""
select figure, ref_area, count(*) over () as total from {{}} o
where {_SHOWN.format("o")} and ($area is null or ref_area = $area) group by figure, ref_area, indicator, period_end
order by ref_area, indicator, period_end, figure limit $listed
"""  # noqa: S608 - nothing of a reader's is in it
_PROVENANCE = f"""
with told as (
    select source, sum(figures) as figures, sum(figures - verified - missed) as unchecked,
        list_sort(list(distinct a.ord)) as areas
    from {{}} o join (select ref_area, ord from area) a using (ref_area)
    where {_SHOWN.format("o")} and ($area is null or ref_area = $area) group by source
)
select s.*, cast(c.figures as bigint) as figures, cast(c.unchecked as bigint) as unchecked, c.areas
from source s join told c using (source) order by c.figures desc, s.ord
"""  # noqa: S608 - nothing of a reader's is in it
_DOUBTS = f"""
select coalesce(o.figures, 0) as figures, coalesce(o.refuted, 0) as refuted, coalesce(o.unchecked, 0) as unchecked, d.*
from (
    select cast(sum(figures) as bigint) as figures, cast(sum(missed) as bigint) as refuted,
        cast(sum(figures - verified - missed) as bigint) as unchecked
    from {{origin}} o where {_SHOWN.format("o")} and ($area is null or ref_area = $area)
) o, (
    select count(*) filter (inferred) as inferred, count(*) filter (unquoted) as without_quote,
        count(*) filter (undated) as undated
    from {{odd}} o where {_SHOWN.format("o")} and ($area is null or ref_area = $area)
) d
"""  # noqa: S608 - nothing of a reader's is in it
_ODD = f"""and f.figure in (select figure from figure where figure in (
    select figure from {{odd}} o where o.{{kind}} and {_SHOWN.format("o")} and ($area is null or o.ref_area = $area)
    order by o.source, o.file, o.line, o.figure limit {LISTED}))
order by f.source, f.file, f.line
"""  # noqa: S608 - nothing of a reader's is in it

_COVERAGE = """
select f.indicator, f.ref_area, max(f.period_end) as ended, count(*) as figures,
    coalesce(arg_max(f.time_period, f.period_end), any_value(f.time_period)) as time_period,
    bool_and(coalesce(f.obs_status, 'A') = 'M') as impossible
from figure f
where f.role in ('observation', 'baseline') and coalesce(f.obs_status, 'A') not in ('F', 'L')
    and (f.embargo_until is null or f.embargo_until <= $as_of) and coalesce(f.conf_status, 'F') <> 'N'
    and coalesce(f.period_end <= $as_of, true)
    and f.ref_area in (select ref_area from area where $areas is null or list_contains($areas, ref_area))
group by f.indicator, f.ref_area
qualify count(*) over (partition by f.indicator) > 1
"""

# Provisional figures that may be shown, and all that may not be shown yet or ever: for planners' eyes.
_STAGED = """
select figure, ref_area, count(*) over () as total from {} o join area a using (ref_area)
where o.observation and ($area is null or o.ref_area = $area) and (o.embargo_until > $as_of or o.secret or o.early)
order by o.embargo_until nulls last, a.ord, o.source, o.line, o.figure limit $listed
"""
# Of these indicators in an area, what may not be shown yet or ever: for planners' eyes.
_UNSHOWN = f"""{EVERY}
where f.role = 'observation' and f.ref_area = $area and list_contains($indicators, f.indicator)
    and (f.embargo_until > $as_of or f.conf_status = 'N')
"""
_WITHHELD = f"""{EVERY}
where f.role = 'observation' and (f.embargo_until > $as_of or f.conf_status = 'N')
    and ($indicator is null or f.indicator = $indicator) and ($area is null or f.ref_area = $area)
"""
_BY_DAY = " order by f.embargo_until nulls last, a.ord, i.ord, f.period_end, f.figure"
_BY_AREA = " order by a.ord, i.ord, f.period_end, f.figure"
# The areas are known, too, and lead to few parts of the table.
_THESE = """select figure from figure
where ref_area in (select unnest($areas)) and figure in (select unnest($figures))"""
_THERE = "f.ref_area in (select unnest($areas))"
_CONTESTED = f"""{FIGURES} and f.figure in (select unnest($figures)) and {_THERE}{_BY_AREA}""".replace(
    "from figure f", "from contested f"
)


class Quality(Asking):
    """What a data quality page asks; `ref_area` None means all areas."""

    @remembered
    def stale(self, as_of: date, ref_area: str | None = None) -> list[Row]:
        """The newest figure of each series whose next one is overdue: its frequency (STEPS) and GRACE have passed."""
        months = [STEPS[freq] + GRACE[freq] for freq in STEPS]
        asked = _OVERDUE.format(self.series(as_of))
        found = self.rows(asked, as_of=as_of, area=ref_area, freqs=list(STEPS), months=months, listed=LISTED)
        return self._figures(found, as_of)

    @remembered
    def conflicts(self, as_of: date, ref_area: str | None = None) -> list[Row]:
        """Figures of different sources for one definition, area, basis and period whose values cannot all hold."""
        found = self.rows(_HELD.format(self.summary("contradiction")), as_of=as_of, area=ref_area, listed=LISTED)
        return self._whole(_CONTESTED, found, as_of=as_of) if self.has("contested") else self._figures(found, as_of)

    @remembered
    def doubts(self, as_of: date, ref_area: str | None = None) -> Row:
        """How many figures there are, and how many of them are refuted, unchecked, without quote, inferred, undated."""
        asked = _DOUBTS.format(origin=self.summary("origin"), odd=self.summary("odd"))
        return self.rows(asked, as_of=as_of, area=ref_area)[0]

    @remembered
    def provenance(self, as_of: date, ref_area: str | None = None) -> list[Row]:
        """Each document with its figures, how many are not checked against it, and its `areas` (their ord)."""
        return self.rows(_PROVENANCE.format(self.summary("origin")), as_of=as_of, area=ref_area)

    @remembered
    def refuted(self, as_of: date, ref_area: str | None = None) -> list[Row]:
        """Figures whose quote is not in the document (at most LISTED)."""
        return self._odd("refuted", "refuted", as_of, ref_area)

    @remembered
    def without_quote(self, as_of: date, ref_area: str | None = None) -> list[Row]:
        """Figures that quote nothing (at most LISTED)."""
        return self._odd("unquoted", "without_quote", as_of, ref_area)

    @remembered
    def inferred(self, as_of: date, ref_area: str | None = None) -> list[Row]:
        """Figures whose date or area is inferred, not printed (at most LISTED)."""
        return self._odd("inferred", "inferred", as_of, ref_area)

    @remembered
    def undated(self, as_of: date, ref_area: str | None = None) -> list[Row]:
        """Figures whose period is not stated, or has no end, and is not inferred (at most LISTED)."""
        return self._odd("undated", "undated", as_of, ref_area)

    @remembered
    def staged(self, as_of: date, ref_area: str | None = None) -> list[Row]:
        """Figures that are provisional or may not be shown on a date (at most LISTED); never for mere readers."""
        found = self.rows(_STAGED.format(self.summary("odd")), as_of=as_of, area=ref_area, listed=LISTED)
        return self._whole(f"{EVERY} where f.figure in ({_THESE}) and {_THERE}{_BY_DAY}", found)

    @remembered
    def held(self, as_of: date, ref_area: str, indicators: tuple[str, ...]) -> list[Row]:
        """Figures of indicators in an area that may not be shown on a date; never for mere readers."""
        return self.rows(_UNSHOWN + _BY_DAY, as_of=as_of, area=ref_area, indicators=list(indicators))

    @remembered
    def withheld(self, as_of: date, indicator: str | None = None, ref_area: str | None = None) -> list[Row]:
        """All figures that may not be shown on a date, of an indicator, an area; never for mere readers."""
        return self.rows(_WITHHELD + _BY_DAY, as_of=as_of, indicator=indicator, area=ref_area)

    @remembered
    def coverage(self, as_of: date, areas: tuple[str, ...] | None = None) -> list[Row]:
        """The newest period of every indicator in every area (or these), for the indicators of at least two of them."""
        return self.rows(_COVERAGE, as_of=as_of, areas=list(areas) if areas else None)

    def _odd(self, kind: str, count: str, as_of: date, ref_area: str | None) -> list[Row]:
        if not self.doubts(as_of, ref_area)[count]:
            return []
        asked = FIGURES + _ODD.format(odd=self.summary("odd"), kind=kind)
        return self.rows(asked, as_of=as_of, area=ref_area)

    def _figures(self, found: list[Row], as_of: date) -> list[Row]:
        """Whole rows of the figures, by area, indicator and period, each with the `total` of those there are."""
        return self._whole(f"{FIGURES} and f.figure in ({_THESE}) and {_THERE}{_BY_AREA}", found, as_of=as_of)

    def _whole(self, asked: str, found: list[Row], **more: date) -> list[Row]:
        if not found:
            return []
        areas = list({one["ref_area"] for one in found})
        rows = self.rows(asked, figures=[one["figure"] for one in found], areas=areas, **more)
        return [row | {"total": found[0]["total"]} for row in rows]


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
