-- What a typed figure inherits: the unit and basis of its indicator, and how its value is to be read.
update typed set own_unit = if(target_type = 'growth_rate' and role <> 'baseline', '%', i.unit),
                 own_basis = coalesce(typed.basis, i.basis)
from indicator i where i.indicator = typed.indicator;
update typed set role_kind = case when target_type = 'qualitative' and role <> 'baseline' then 'words'
                                  when role = 'target' then 'target' else 'value' end;
