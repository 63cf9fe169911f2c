-- One row a comparable group of `placed`, whether it will be listed or not. `place`: largest first, then newest; `latest`:
-- newest first of the indicator's groups of two areas and more. Functional areas lie inside a district: they come last.
with sized as (
    select group_id, any_value(indicator) as indicator, any_value(indicator_ord) as indicator_ord, any_value(basis) as basis,
        any_value(unit) as unit, any_value(level) as level, any_value(at_date) as at_date, any_value(slot_start) as slot_start,
        any_value(slot_end) as slot_end, any_value(begins) as begins, any_value(counted_from) as counted_from,
        any_value(length) as length, any_value(part_of_year) as part_of_year, any_value(has_length) as has_length,
        count(distinct ref_area) as areas,
        case when min(parent) = max(parent) and count(*) = count(parent) then min(parent) end as only_parent
    from placed where shown group by group_id
)
select *, row_number() over (order by level = 'functional', areas desc, slot_end desc, level <> 'district', indicator_ord,
        group_id) as place,
    row_number() over (partition by indicator order by level = 'functional', areas < 2, slot_end desc, areas desc,
        level <> 'district', group_id) as latest
from sized
