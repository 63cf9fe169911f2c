-- What pages ask of all figures at once, counted when the snapshot is compiled (a snapshot of an older program has none of
-- these tables: the store then counts by the same statements). Reads figure, indicator, about, and what stands above.
-- What is under embargo is not counted before its day, nor what is secret ever: not even a number tells of it.

-- # series
-- One row an indicator and area. `due`, `due_figure`: its newest figure that was observed by the day of `about`, from which the
-- next one is due; `doubled`: two of its figures may be of one day (days are told apart by a bit each, which may be shared).
select indicator, ref_area,
    count(*) filter ((embargo_until is null or embargo_until <= as_of) and coalesce(conf_status, 'F') <> 'N') as figures,
    max(period_end) filter (observed) as due,
    arg_max(figure, datediff('day', date '1900-01-01', period_end) * cast(1e15 as hugeint) - figure) filter (observed) as due_figure,
    bit_count(bit_or(cast(1 as hugeint) << (datediff('day', date '1900-01-01', period_end) % 113)) filter (stated)) < count(*) filter (stated) as doubled
from (
    select *, role in ('observation', 'baseline') and period_end is not null as stated,
        stated and period_end <= as_of and coalesce(obs_status, 'A') not in ('F', 'M', 'L')
            and (embargo_until is null or embargo_until <= as_of) and coalesce(conf_status, 'F') <> 'N' as observed
    from figure, about
)
group by all order by indicator, figures desc, ref_area

-- # breadth
-- In how many areas there are figures of an indicator, or of a concept; the number of an indicator's figures.
select indicator as id, count(*) as areas, cast(sum(figures) as bigint) as figures from series where figures > 0 group by all
union all select concept, count(distinct ref_area), null from series join indicator using (indicator)
where figures > 0 and concept is not null and concept not in (select indicator from indicator) group by all

-- # turn
-- The days on which `due` of a series may change.
select distinct unnest([period_end, embargo_until]) as day from manner
where role in ('observation', 'baseline') and manner in (select manner from reading)

-- # origin
-- One row a document and area, and the day from which its figures may be shown.
select source, ref_area, embargo_until, coalesce(conf_status, 'F') = 'N' as secret, count(*) as figures,
    count(*) filter (verified) as verified, count(*) filter (not verified) as missed
from figure group by all order by source, ref_area

-- # odd
-- The figures of which data quality tells.
select figure, ref_area, source, file, line, embargo_until, coalesce(conf_status, 'F') = 'N' as secret, not verified as refuted,
    quote is null as unquoted, inferred, period_end is null and not inferred as undated,
    role = 'observation' and obs_status = 'P' as early, role = 'observation' as observation
from figure
where figure in (select figure from figure where not verified or quote is null or inferred or period_end is null
    or obs_status = 'P' or conf_status = 'N' or embargo_until is not null)
order by source, file, line

-- # contradiction
-- A figure and when it and one that contradicts it (another source's; both cannot hold) may be shown: printed values contradict each other where their ends do not meet;
-- at a date only the date counts, over a period also where it begins. Two figures of the same season may be of different days:
-- they must be printed alike.
with told as (
    select f.*, if(f.basis = 'stock', null, f.period_start) as opens
    from figure f
    where f.role in ('observation', 'baseline') and coalesce(f.obs_status, 'A') not in ('F', 'M', 'L', 'D')
        and f.value is not null and f.period_end is not null
        and (f.indicator, f.ref_area) in (select (indicator, ref_area) from series where doubled)
)
select distinct a.figure, a.ref_area, a.indicator, a.period_end, greatest(a.embargo_until, b.embargo_until) as embargo_until,
    coalesce(a.conf_status, 'F') = 'N' or coalesce(b.conf_status, 'F') = 'N' as secret
from told a
join told b on a.indicator = b.indicator and a.ref_area = b.ref_area and a.basis = b.basis and a.source <> b.source
    and a.period_end = b.period_end and a.opens is not distinct from b.opens
    and a.cumulative_from is not distinct from b.cumulative_from
where (a.time_period = b.time_period or a.dated and b.dated) and (
    a.upper < b.lower or a.upper = b.lower and (a.upper_open or b.lower_open)
    or b.upper < a.lower or b.upper = a.lower and (b.upper_open or a.lower_open))

-- # contested
-- These figures whole, for they lie strewn over all others.
select * from figure where figure in (select figure from contradiction) order by ref_area, indicator, period_end, figure
