-- The groups of `sized` with `listed`: the first; those of two areas and more; and those of one area that differ from the
-- first in nothing but the year. Functional areas lie inside a district and are listed only where they come first.
select z.*, g.differs,
    f.group_id is not null and (z.group_id = f.group_id or len(g.differs) = 0
        or z.areas >= 2 and (z.level <> 'functional' or f.level = 'functional')) as listed
from sized z
join (select group_id, any_value(differs) as differs from told where shown group by group_id) g using (group_id)
left join (select s.group_id, s.level from sized s where s.place = 1 and exists (from told where anchored)) f on true
