-- The figures of the listed groups, for grouped.sql. Reads `roles`, `backing`.
select r.*, null as parts, coalesce(b.also, []) as also
from roles r left join backing b on b.behind = r.figure
where r.role_here = 'figure'
