-- Every observation that exists on $as_of of the indicators asked for ($indicators) and of those tied to them by the
-- same concept or by `related` (asked = false), whole: no later step reads the table of all figures once more.
-- $areas: the areas chosen by the caller, null = all. Reads figure, indicator, area.
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
chosen as (
    select ref_area from area where $areas is null or list_contains(cast($areas as varchar[]), ref_area)
)
select f.*, t.asked
from figure f join tied t on t.indicator = f.indicator
where f.role = 'observation'
    and (f.period_end is null or f.period_end <= cast($as_of as date) or f.obs_status = 'F')
    and (f.embargo_until is null or f.embargo_until <= cast($as_of as date)) and coalesce(f.conf_status, 'F') <> 'N'
    and f.ref_area in (select ref_area from chosen)
