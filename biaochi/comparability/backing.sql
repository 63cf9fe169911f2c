-- What stands behind the figures and totals that are shown: the same value from another source, an earlier date of the same
-- year. One row a shown figure that has any. Reads `roles`.
select behind, list({figure: r.figure, time_period: r.time_period, value: r.value, value_text: r.value_text,
    comparator: r.comparator, unit: r.unit, source: s.source, title: s.title, reliability: s.reliability}
    order by r.period_end desc, r.figure) as also
from roles r join held f on f.figure = r.figure left join source s on s.source = f.source
where role_here = 'also' group by behind
