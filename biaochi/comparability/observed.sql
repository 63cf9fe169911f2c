-- Every observation that exists on $as_of of the indicators asked for ($indicators) and of those tied to them by the
-- same concept or by `related` (asked = false), with what decides whether it may stand beside another (methods.md
-- section 5). $areas: the areas chosen by the caller, null = all. Reads figure, indicator, area, source.
with asked as (
    select distinct unnest(cast($indicators as varchar[])) as indicator
),
tied as (
    select indicator, true as asked from asked
    union all
    select distinct o.indicator, false
    from indicator a join indicator o
        on o.concept = a.concept or list_contains(a.related, o.indicator) or list_contains(o.related, a.indicator)
    where a.indicator in (from asked) and o.indicator not in (from asked)
),
existing as (
    select f.figure, t.asked, f.indicator, f.ref_area, f.basis, f.unit, f.time_period, f.period_start, f.period_end, f.period_kind,
        f.months, f.season, f.annual, f.value, f.value_text, f.comparator, f.lower, f.upper, f.lower_open, f.upper_open,
        f.cumulative_from, f.obs_status, f.source,
        f.basis = 'stock' or f.basis = 'ratio' and f.period_kind in ('day', 'until', 'season') as at_date
    from figure f join tied t using (indicator)
    where f.role = 'observation'
        and (f.period_end is null or f.period_end <= cast($as_of as date) or f.obs_status = 'F')
        and (f.embargo_until is null or f.embargo_until <= cast($as_of as date)) and coalesce(f.conf_status, 'F') <> 'N'
        and ($areas is null or list_contains(cast($areas as varchar[]), f.ref_area))
),
counted as (
    select *,
        -- where the count begins: of what is counted within a period, and of what is counted from a start
        case when basis in ('flow', 'ytd', 'ratio') and not at_date
            then coalesce(period_start, case when basis = 'ytd' then make_date(year(period_end), 1, 1) end) end as begins,
        case when basis = 'cumulative' then coalesce(
            cast(try_cast(cumulative_from || substr('-01-01', length(cumulative_from) - 3) as date) as varchar), cumulative_from,
            case when period_kind in ('years', 'span', 'since') then cast(period_start as varchar) end) end as counted_from,
        -- a date has no length; nor has a count from a start that is given as at a date
        basis <> 'cumulative' and not at_date or basis = 'cumulative' and period_kind in ('years', 'span') as has_length
    from existing
)
select c.* exclude (period_kind, months, season, cumulative_from, source),
    a.level, a.parent, a.ord as area_ord, i.direction, i.decimals, i.ord as indicator_ord, s.date_published,
    case s.reliability when 'official' then 1 when 'copy-of-official-page' then 2 when 'press' then 3 when 'republished' then 4
        else 5 end as trust,
    -- a calendar year is one period for what is counted at a date
    case when at_date then make_date(year(period_end), 1, 1) else begins end as slot_start,
    case when at_date then make_date(year(period_end), 12, 31) else period_end end as slot_end,
    case when has_length then coalesce(cast(months as varchar), c.season) end as length,
    case when has_length then c.season end as part_of_year,
    period_end is not null and (at_date or c.basis = 'cumulative' or begins is not null) as period_known,
    coalesce(regexp_matches(time_period, '[?~%]'), false) as period_doubtful,
    case when obs_status in ('M', 'L') or c.value is null then 'not_shown'
        when obs_status in ('D', 'F') then 'obs_status'
        when not period_known then 'period_unknown'
        when period_doubtful then 'period_doubtful' end as defect
from counted c
join indicator i using (indicator) join area a using (ref_area) left join source s using (source)
