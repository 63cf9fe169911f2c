-- The figures of $indicator divided by those of $denominator of the same area and calendar year, for grouped.sql; our own
-- arithmetic (obs_status E). What is in conflict, and a denominator of nought, gives no ratio. Reads `placed`.
with denominator as (
    select distinct on (ref_area, year(period_end)) *
    from placed where indicator = $denominator and shown and not conflict and value > 0 and (at_date or annual)
    order by ref_area, year(period_end), at_date desc, period_end desc
)
select n.* replace (
    n.value / d.value as value, n.unit || '/' || d.unit as unit, 'E' as obs_status, 'ratio' as basis,
    null as value_text, null as decimals,
    case when d.comparator = '=' then n.comparator
        when n.comparator = '=' then case d.comparator when '>' then '<' when '<' then '>' when '>=' then '<='
            when '<=' then '>=' else '~' end
        else '~' end as comparator,
    case when isinf(n.lower) then n.lower else n.lower / d.upper end as lower,
    case when isinf(n.upper) or d.lower <= 0 then cast('inf' as double) else n.upper / d.lower end as upper,
    n.lower_open or d.upper_open as lower_open, n.upper_open or d.lower_open as upper_open),
    (select list({figure: f.figure, indicator: f.indicator, indicator_name: i.name, indicator_name_en: i.name_en,
        time_period: f.time_period, value: f.value, value_text: f.value_text, comparator: f.comparator, unit: f.unit,
        source: f.source, title: s.title} order by f.figure = d.figure)
     from held f join indicator i using (indicator) left join source s using (source) where f.figure in (n.figure, d.figure)) as parts,
    [] as also
from placed n join denominator d on d.ref_area = n.ref_area and year(d.period_end) = year(n.period_end)
where n.indicator = $indicator and n.shown and not n.conflict
