-- What pages ask of all figures at once, counted when the snapshot is compiled (a snapshot of an older program has none of
-- these tables: the store then counts by the same statements). Reads figure, about.
-- What is under embargo on the day of the compilation, or secret, is not counted: not even a number tells of it.

-- # series
select indicator, ref_area, count(*) as figures from figure
where (embargo_until is null or embargo_until <= (select as_of from about)) and coalesce(conf_status, 'F') <> 'N'
group by all order by indicator, figures desc, ref_area

-- # area_count
select ref_area, count(*) as figures from figure
where (embargo_until is null or embargo_until <= (select as_of from about)) and coalesce(conf_status, 'F') <> 'N'
group by all

-- # source_count
select source, count(*) as figures, count(*) filter (verified) as verified, count(*) filter (not verified) as missed
from figure
where (embargo_until is null or embargo_until <= (select as_of from about)) and coalesce(conf_status, 'F') <> 'N'
group by all
