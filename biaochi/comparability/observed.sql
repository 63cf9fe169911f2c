-- Every row of `held` with what decides whether it may stand beside another (methods.md section 5). Reads indicator,
-- area, source.
with counted as (
    select figure, asked, indicator, ref_area, basis, unit, time_period, period_start, period_end, period_kind, months, season, annual,
        value, value_text, comparator, lower, upper, lower_open, upper_open, cumulative_from, obs_status, source, at_date,
        -- where the count begins: of what is counted within a period, and of what is counted from a start
        case when basis in ('flow', 'ytd', 'ratio') and not at_date
            then coalesce(period_start, case when basis = 'ytd' then make_date(year(period_end), 1, 1) end) end as begins,
        case when basis = 'cumulative' then coalesce(
            cast(try_cast(cumulative_from || substr('-01-01', length(cumulative_from) - 3) as date) as varchar), cumulative_from,
            case when period_kind in ('years', 'span', 'since') then cast(period_start as varchar) end) end as counted_from,
        -- a date has no length; nor has a count from a start that is given as at a date
        basis <> 'cumulative' and not at_date or basis = 'cumulative' and period_kind in ('years', 'span') as has_length
    from (select *, basis = 'stock' or basis = 'ratio' and period_kind in ('day', 'until', 'season') as at_date from held)
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
