-- One row a group of `member` (rows of `placed`; group_id, direction, value and its ends, conflict): its figures with their
-- ranks, who is missing, its median, and whether it may be ranked at all. $areas as in observed.sql. Reads area, indicator.
with stated as (
    select group_id, any_value(indicator) as indicator, any_value(basis) as basis, any_value(unit) as unit, any_value(level) as level,
        any_value(direction) as direction, any_value(decimals) as decimals, any_value(counted_from) as counted_from,
        any_value(at_date) as at_date, any_value(slot_start) as slot_start, any_value(slot_end) as slot_end,
        -- one way of writing it for all; else the year that they share, else the shortest way of writing the same period
        case when count(distinct time_period) = 1 or not any_value(at_date) then min_by(time_period, length(time_period))
            else cast(year(any_value(slot_end)) as varchar) end as time_period,
        count(distinct ref_area) as areas, bool_or(conflict) as conflict, bool_and(comparator = '=') as exact,
        count(distinct period_end) = 1 as same_day, sum(value) as total_value, median(lower) as low_median, median(upper) as high_median,
        max(length(regexp_extract(value_text, '\.([0-9]+)', 1))) as places
    from member group by group_id
),
peers as (
    -- who could be there: the chosen areas of that level, else all areas with the same parents, as far as they existed then
    select s.group_id, a.ref_area, a.name, a.name_en, a.ord
    from stated s join (
        select * from area where $areas is null or list_contains(cast($areas as varchar[]), ref_area)
    ) a on a.level = s.level join indicator i on i.indicator = s.indicator and i.only_in is null
    where ($areas is not null
            or exists (from member m where m.group_id = s.group_id and m.parent is not distinct from a.parent))
        and coalesce(try_cast(left(a.valid_from || '-01-01', 10) as date) <= s.slot_end, true)
        and coalesce(try_cast(left(a.valid_to || '-12-31', 10) as date) >= coalesce(s.slot_start, s.slot_end), true)
),
absent as (
    select group_id, count(*) as peers, coalesce(list({ref_area: ref_area, area_name: name, area_name_en: name_en} order by ord)
        filter (where not there), []) as missing
    from (select p.*, exists (from member m where m.group_id = p.group_id and m.ref_area = p.ref_area) as there from peers p)
    group by group_id
),
judged as (
    select s.*, coalesce(a.peers, areas) as peers, coalesce(a.missing, []) as missing,
        case when areas < 2 then 'too_few' when conflict then 'conflict' when direction = 'range' then 'no_direction'
            when len(a.missing) * 5 > a.peers then 'missing' end as reason
    from stated s left join absent a using (group_id)
),
ends as (
    -- both ends of every value, larger = better; nudge: just above (1) or just below (-1) that end
    select group_id, figure, side,
        case when side = 'low' then if(direction = 'lower', -upper, lower) else if(direction = 'lower', -lower, upper) end as e,
        case when side = 'low' then if(if(direction = 'lower', upper_open, lower_open), 1, 0)
            else if(if(direction = 'lower', lower_open, upper_open), -1, 0) end as nudge
    from member cross join (select unnest(['low', 'high']) as side) sides
),
counts as (
    -- how many others are better in any case, and how many (with itself, if it has two ends) could be
    select *, count(*) filter (where side = 'low') over (partition by group_id order by e desc, nudge desc
            groups between unbounded preceding and 1 preceding) as surely,
        count(*) filter (where side = 'high') over (partition by group_id order by e desc
            groups between unbounded preceding and 1 preceding) as perhaps
    from ends
),
ranks as (
    select figure, max(surely) filter (where side = 'high') + 1 as best,
        max(perhaps) filter (where side = 'low') + if(max(e) > min(e), 0, 1) as worst
    from counts group by figure
),
ranked as (
    select m.*, if(j.reason is null and best = worst, best, null) as rank,
        if(j.reason is null, if(best = worst, cast(best as varchar), best || '–' || worst), null) as rank_text,
        m.value * if(m.direction = 'lower', -1, 1) as worth
    from member m join judged j using (group_id) join ranks using (figure)
),
figures as (
    select r.group_id, list({figure: r.figure, ref_area: r.ref_area, area_name: a.name, area_name_en: a.name_en,
        time_period: r.time_period, value: r.value, value_text: r.value_text, comparator: r.comparator, lower: r.lower,
        upper: r.upper, lower_open: r.lower_open, upper_open: r.upper_open, usual_lower: if(r.parts is null, f.usual_lower, null),
        usual_upper: if(r.parts is null, f.usual_upper, null), unit: r.unit, rank: r.rank, rank_text: r.rank_text,
        conflict: r.conflict, obs_status: r.obs_status, inferred: f.inferred, note: f.note, source: f.source, title: s.title,
        reliability: s.reliability, doc_type: s.doc_type, quote: f.quote, verified: f.verified, parts: r.parts, also: r.also}
        order by r.worth desc, r.lower_open desc, r.area_ord, r.figure) as figures
    from ranked r join held f on f.figure = r.figure join area a on a.ref_area = r.ref_area
    left join source s on s.source = f.source
    group by r.group_id
)
select j.*, reason is null as rankable, f.figures,
    case when coalesce(reason, 'no_direction') = 'no_direction' and low_median = high_median and isfinite(low_median) then low_median end as median,
    case when not conflict and exact and basis <> 'ratio' and len(missing) = 0 then total_value end as sum
from judged j join figures f using (group_id)
