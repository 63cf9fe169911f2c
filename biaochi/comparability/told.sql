-- Every row of `placed` with `differs`: the attributes in which it differs from the group that is shown first. Where no
-- group can come first (several definitions, each with one area) a row is held against all the others.
with first as (
    select * from sized
    where place = 1 and (areas >= 2 or (
        select count(distinct indicator) from placed where asked and defect is distinct from 'not_shown') = 1)
),
others as (
    -- what the figures asked for are like, where there is no first group
    select list(distinct indicator) as indicators, list(distinct basis) as bases, list(distinct unit) as units, mode(level) as level,
        list(distinct length) filter (where has_length) as lengths, list(distinct part_of_year) filter (where has_length) as parts,
        list(distinct coalesce(counted_from, cast(begins as varchar), '')) filter (where not at_date) as starts
    from placed where asked and defect is distinct from 'not_shown'
)
select p.*, r.group_id is not null as anchored, r.level as first_level,
    coalesce(p.counted_from, cast(p.begins as varchar), '') as start,
    list_filter([
        case when not p.asked or len(list_filter(if(r.group_id is null, o.indicators, [r.indicator]), lambda x: x <> p.indicator)) > 0
            then 'definition' end,
        case when len(list_filter(if(r.group_id is null, o.bases, [r.basis]), lambda x: x <> p.basis)) > 0 then 'basis' end,
        case when not p.period_known or p.period_doubtful
            or case when r.group_id is null then p.has_length and len(list_filter(o.lengths, lambda x: x <> p.length)) > 0
                when p.has_length and r.has_length then p.length <> r.length
                else p.basis = r.basis and p.at_date <> r.at_date end then 'period_length' end,
        case when p.period_known and p.has_length and len(list_filter(
            case when r.group_id is null then o.parts when r.has_length then [r.part_of_year] end, lambda x: x <> p.part_of_year)) > 0
            then 'season' end,
        case when len(list_filter(if(r.group_id is null, o.units, [r.unit]), lambda x: x <> p.unit)) > 0 then 'unit' end,
        case when not p.at_date and case
            when r.group_id is null then p.basis = 'cumulative' and len(list_filter(o.starts, lambda x: x <> start)) > 0
            else 'cumulative' in (p.basis, r.basis) and not r.at_date
                and start <> coalesce(r.counted_from, cast(r.begins as varchar), '') end then 'cumulative_from' end,
        case when p.obs_status in ('D', 'F') then 'obs_status' end,
        case when p.level <> coalesce(r.level, o.level) then 'area_level' end
    ], lambda attribute: attribute is not null) as differs
from placed p cross join others o left join first r on true
