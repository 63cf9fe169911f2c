-- Every row of `observed` with its comparable group (group_id, null = it stands in none) and its place there: `shown`, the
-- figure of its area; `conflict`, one of several values of its area for the same period; else it stands behind another.
with standing as (
    select *, asked and defect is null as stands from observed
),
keyed as (
    select *, case when stands then dense_rank() over (partition by stands
            order by indicator, basis, unit, level, at_date, slot_start, slot_end, counted_from) end as group_id
    from standing
),
dated as (
    -- of what is counted at a date, the latest in the year
    select *, stands and period_end = max(period_end) over (partition by group_id, ref_area) as newest,
        round(value, 6) as rounded
    from keyed
)
select *,
    newest and (min(rounded) over same <> max(rounded) over same or min(comparator) over same <> max(comparator) over same)
        as conflict,
    -- equal values of several sources are one figure: the most reliable source, then the latest, speaks for it
    newest and row_number() over (partition by group_id, ref_area, newest, rounded, comparator
        order by trust, date_published desc nulls last, figure) = 1 as shown
from dated
window same as (partition by group_id, ref_area, newest)
