-- The groups of `grouped` in one row, as one list: largest first, then newest.
select coalesce(list(told order by areas desc, slot_end desc, group_id), []) as groups
from (select * exclude (low_median, high_median, total_value) from grouped) told
