-- One row for each target and each observation that could be laid beside it on $as_of (methods.md section 1,
-- "Which value is judged"). `reason` says why the observation is not eligible; null = eligible. Reads target, figure,
-- indicator. An observation that ends after $as_of, or may not be shown then (embargo, conf_status N), is not listed.
with aims as (
    select t.*, t.plan || ':' || cast(t.ord as varchar) as case_id,
        -- where a cumulative count starts: as stated, else the plan's start when it counts from zero
        coalesce(s.stated, case when not t.baseline_stated then cast(t.baseline_end + interval 1 day as date) end)
            as counted_from
    from target t
    left join (
        select plan, ord, max(coalesce(
            try_cast(cumulative_from || substr('-01-01', length(cumulative_from) - 3) as date),
            case when period_kind in ('years', 'span') and role = 'target' then period_start end)) as stated
        from figure where role in ('target', 'baseline') group by plan, ord
    ) s on s.plan = t.plan and s.ord = t.ord
),
pairs as (
    select case_id, indicator as measured, false as kin, true as alike from aims
    union all
    -- the same concept counted in another way: another definition, shown and not judged
    select a.case_id, other.indicator, true, other.unit = i.unit
    from aims a join indicator i on i.indicator = a.indicator
    join indicator other on other.concept = i.concept and other.indicator <> i.indicator
),
beside as (
    select a.case_id, a.plan, a.ord, a.indicator, a.ref_area, p.kin, o.figure, o.period_end, o.annual, o.dated, o.value,
        o.comparator, o.lower, o.upper, o.lower_open, o.upper_open, o.value_text, o.time_period, o.obs_status, o.basis,
        a.basis as target_basis, o.period_kind, o.months, a.months as target_months, a.counted_from,
        coalesce(try_cast(o.cumulative_from || substr('-01-01', length(o.cumulative_from) - 3) as date),
            case when o.period_kind in ('years', 'span') then o.period_start end) as observed_from,
        -- what is not later than the baseline says nothing about progress, nor does a rank beside an amount
        o.value is not null and p.alike
            and coalesce(o.period_end > case when a.baseline_value is not null then a.baseline_end end, true) as counts
    from aims a
    join pairs p on p.case_id = a.case_id
    join figure o on o.indicator = p.measured and o.ref_area = a.ref_area
    where o.role = 'observation'
        and (o.period_end is null or o.period_end <= cast($as_of as date))
        and (o.embargo_until is null or o.embargo_until <= cast($as_of as date))
        and coalesce(o.conf_status, 'F') <> 'N'
        and (o.value is not null or not p.kin)
),
sorted as (
    select beside.*,
        case when kin then 'definition'
            when obs_status in ('M', 'L') or value is null then 'not_collected'
            when obs_status = 'F' then 'forecast'
            when basis <> target_basis then 'basis'
            when period_end is null then 'period_unknown'
            -- a ratio of a half-year is not the ratio of a year; at a date (day, month) a ratio has no length
            when months <> target_months and (basis in ('flow', 'ytd')
                or basis = 'ratio' and period_kind in ('quarter', 'half', 'span', 'years')) then 'period_length'
            when basis = 'cumulative' and observed_from <> counted_from then 'cumulative_from'
        end as reason
    from beside
)
select sorted.*,
    reason is null and dense_rank() over (partition by case_id, reason is null order by period_end desc) = 1 as newest,
    reason is null and (min(value) over same <> max(value) over same
        or min(comparator) over same <> max(comparator) over same) as differs
from sorted
window same as (partition by case_id, reason is null, period_end)
