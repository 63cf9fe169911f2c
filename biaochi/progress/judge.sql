-- The cases of `biaochi judge`, from its rows as read (`given`). $as_of may be null: then the end of the value's period,
-- or of the target's where there is no value. A value without a date is not eligible.
select case_id, method, target_type, direction, baseline, cast(baseline_end as date) as baseline_end, baseline_annual,
    baseline is not null as baseline_stated, target, target_upper, target_comparator, target_lower_open, target_upper_open,
    cast(target_end as date) as target_end, target_annual, limit_value,
    case when value_end is not null then value end as value, value_lower, value_upper, value_lower_open, value_upper_open,
    cast(value_end as date) as value_end, value_annual, value_dated,
    cast(coalesce(as_of, cast(cast($as_of as date) as varchar), case when value is not null then value_end end, target_end)
        as date) as as_of,
    false as target_open, false as conflict, case when value is not null and value_end is null then 1 else 0 end as ineligible_count
from given
