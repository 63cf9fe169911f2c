-- Plain numbers in the indicator's own unit need no parser.
insert into quantity_of (value, role, given_unit, unit, number, comparator, lower, upper, lower_open, upper_open, aspirational)
select distinct value, role_kind, unit, own_unit, value::double, '=', value::double, value::double, false, false, false
from typed
where value is not null and own_unit is not null and role_kind <> 'words' and (unit is null or unit = own_unit)
  and regexp_full_match(value, $plain) and isfinite(try_cast(value as double));
