-- One row: the areas that have a figure of the indicator in both periods, and those with only one. A period is given by its
-- first and last day; what is counted at a date has a figure in a calendar year. Reads `placed`.
with picked as (
    select p.*, a.name as area_name, a.name_en as area_name_en, w.side
    from placed p join area a on a.ref_area = p.ref_area join (values ('a', cast($a_start as date), cast($a_end as date)), ('b', cast($b_start as date), cast($b_end as date)))
        w(side, first_day, last_day)
        on case when p.at_date then year(p.period_end) = year(w.last_day)
            else coalesce(p.begins, p.period_start) is not distinct from w.first_day and p.period_end = w.last_day end
    where p.shown
),
-- one basis, unit, start and level: that with the most areas in both periods
kinds as (
    select basis, unit, level, at_date, counted_from, count(*) as pairs from (
        select basis, unit, level, at_date, counted_from, ref_area from picked where not conflict group by all
        having count(distinct side) = 2)
    group by basis, unit, level, at_date, counted_from order by level = 'functional', pairs desc, basis, counted_from limit 1
),
kept as (
    select p.*, k.pairs is not null as fits from picked p left join kinds k on k.basis = p.basis and k.unit = p.unit
        and k.level = p.level and k.at_date = p.at_date and k.counted_from is not distinct from p.counted_from
),
one as (
    select k.*, {figure: k.figure, time_period: k.time_period, value: k.value, value_text: k.value_text, comparator: k.comparator,
        lower: k.lower, upper: k.upper, lower_open: k.lower_open, upper_open: k.upper_open, unit: k.unit, obs_status: k.obs_status,
        source: f.source, title: s.title, quote: f.quote} as told
    from kept k join held f on f.figure = k.figure left join source s on s.source = f.source
    where k.fits and not k.conflict
),
pairs as (
    select a.ref_area, a.area_name, a.area_name_en, a.area_ord, a.unit, a.basis, a.direction, a.told as a, b.told as b,
        case when a.comparator = '=' and b.comparator = '=' then b.value - a.value end as change,
        case when isfinite(b.lower) and isfinite(a.upper) then b.lower - a.upper end as change_lower,
        case when isfinite(b.upper) and isfinite(a.lower) then b.upper - a.lower end as change_upper,
        case when a.comparator = '=' and b.comparator = '=' and a.basis <> 'ratio' then (b.value - a.value) / nullif(abs(a.value), 0)
            end as rate
    from one a join one b on b.ref_area = a.ref_area and a.side = 'a' and b.side = 'b'
),
lone as (
    select side, figure, ref_area, area_name, area_name_en, area_ord, time_period, value, value_text, comparator, unit, level, fits, conflict
    from kept k where not exists (select 1 from pairs where fits and not k.conflict and pairs.ref_area = k.ref_area)
)
select (select coalesce(list(p order by change desc nulls last, area_ord), []) from pairs p) as pairs,
    (select coalesce(list(l order by side, area_ord, figure), []) from lone l) as apart
