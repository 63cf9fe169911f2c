-- One row a target, with the value that is judged on $as_of. Reads target and `candidates` (candidates.sql).
-- Where the newest eligible values differ, `conflict` is true and none of them is taken.
with latest as (
    select candidates.*, row_number() over (partition by case_id
        order by coalesce(annual, false) desc, coalesce(obs_status, 'A') <> 'A', figure) as turn
    from candidates where newest
),
apart as (
    select case_id, count(*) as number, string_agg(distinct reason, ',' order by reason) as reasons
    from candidates where reason is not null and counts group by case_id
)
select t.plan || ':' || cast(t.ord as varchar) as case_id, t.plan, t.ord, t.indicator, t.ref_area,
    cast($as_of as date) as as_of,
    case when t.target_upper is not null then 'range' else t.target_type end as target_type, t.direction,
    t.baseline_value as baseline, t.baseline_end, t.baseline_annual, t.baseline_stated,
    t.target_value as target, t.target_upper, t.target_comparator, t.target_lower_open, t.target_upper_open,
    t.target_end, t.target_annual, t.limit_value,
    case when not l.differs then l.figure end as figure,
    case when not l.differs then l.value end as value,
    case when not l.differs then l.value_text end as value_text,
    case when not l.differs then l.comparator end as value_comparator,
    case when not l.differs then l.lower end as value_lower,
    case when not l.differs then l.upper end as value_upper,
    case when not l.differs then l.lower_open end as value_lower_open,
    case when not l.differs then l.upper_open end as value_upper_open,
    case when not l.differs then l.obs_status end as value_status,
    l.time_period as value_period, l.period_end as value_end, l.annual as value_annual, l.dated as value_dated,
    t.target_value is null and t.target_upper is null and t.target_type <> 'qualitative' as target_open,
    coalesce(l.differs, false) as conflict, coalesce(a.number, 0) as ineligible_count,
    a.reasons as ineligible_reasons
from target t
left join latest l on l.case_id = t.plan || ':' || cast(t.ord as varchar) and l.turn = 1
left join apart a on a.case_id = t.plan || ':' || cast(t.ord as varchar)
