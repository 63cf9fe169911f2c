-- The figures of the latest group (of two areas and more, where there is one) of every indicator asked for, for grouped.sql. Reads `placed`, `sized`.
select p.*, null as parts, [] as also
from placed p join sized z using (group_id)
where p.shown and z.latest = 1
