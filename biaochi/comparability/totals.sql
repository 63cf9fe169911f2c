-- The figure printed for the one area around a listed group: same indicator, basis, unit, period and start.
select g.group_id, p.figure, p.group_id as own_group, p.ref_area, p.period_end, p.value, p.comparator, p.lower, p.upper,
    p.lower_open, p.upper_open
from choice g
join choice z on z.indicator = g.indicator and z.basis = g.basis and z.unit = g.unit and z.at_date = g.at_date
    and z.slot_end = g.slot_end and z.slot_start is not distinct from g.slot_start
    and z.counted_from is not distinct from g.counted_from and z.level <> g.level
join told p on p.group_id = z.group_id and p.ref_area = g.only_parent and p.shown and not p.conflict
where g.listed
