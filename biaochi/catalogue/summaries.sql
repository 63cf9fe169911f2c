-- What pages ask of all figures at once, counted when the snapshot is compiled (a snapshot of an older program has none of
-- these tables: the store then counts by the same statements). Reads figure.

-- # series
select indicator, ref_area, count(*) as figures from figure group by all order by indicator, figures desc, ref_area

-- # area_count
select ref_area, count(*) as figures from figure group by all

-- # source_count
select source, count(*) as figures, count(*) filter (verified) as verified, count(*) filter (not verified) as missed
from figure group by all
