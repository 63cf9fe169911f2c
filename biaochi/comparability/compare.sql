-- The whole answer in one row of lists: the listed groups, what stands apart, what is left out. Reads `roles`, `choice`,
-- `totals`, `grouped` (one row a listed group).
with whole as (
    select g.* exclude (low_median, high_median, total_value), c.place, c.differs,
        case when t.figure is not null then {
            ref_area: t.ref_area, area_name: a.name, area_name_en: a.name_en, time_period: f.time_period, figure: t.figure,
            printed: t.value, value_text: f.value_text, comparator: t.comparator, unit: g.unit, source: f.source, title: s.title,
            sum: g.sum,
            also: coalesce((select b.also from backing b where b.behind = t.figure), []),
            -- figures printed with decimals were rounded, each by half a unit of its last place at most
            agrees: case when not g.same_day or t.period_end <> any_end then null
                when t.comparator = '=' then abs(g.sum - t.value)
                    <= if(places > 0, (g.areas + 1) * 0.5 * pow(10, -places), 0) + 1e-9 * abs(t.value)
                else (g.sum > t.lower or g.sum = t.lower and not t.lower_open)
                    and (g.sum < t.upper or g.sum = t.upper and not t.upper_open) end} end as total
    from grouped g join choice c using (group_id)
    join (select group_id, max(period_end) as any_end from member group by group_id) using (group_id)
    left join totals t using (group_id)
    left join held f on f.figure = t.figure left join area a on a.ref_area = t.ref_area left join source s on s.source = f.source
),
apart as (
    select r.figure, r.indicator, i.name as indicator_name, i.name_en as indicator_name_en, r.ref_area, a.name as area_name,
        a.name_en as area_name_en, r.level, r.parent, p.name as parent_name, p.name_en as parent_name_en, r.first_level,
        r.time_period, r.value, r.value_text, r.comparator, r.lower, r.upper, r.lower_open, r.upper_open, f.usual_lower,
        f.usual_upper, r.unit, r.basis, f.cumulative_from, r.counted_from, r.obs_status, f.inferred, f.note, f.source, s.title,
        s.reliability, s.doc_type, f.quote, f.verified, r.period_known, r.period_doubtful, r.differs,
        -- the same definition, other months
        r.asked and anchored and period_known and not period_doubtful and len(differs) > 0 and list_has_all(['period_length', 'season'], differs) as near,
        r.asked as own, r.indicator_ord, r.area_ord, r.period_end
    from roles r join held f on f.figure = r.figure join indicator i on i.indicator = r.indicator
    join area a on a.ref_area = r.ref_area left join area p on p.ref_area = a.parent left join source s on s.source = f.source
    where r.role_here = 'apart'
)
select
    (select coalesce(list(w order by w.place), []) from whole w) as groups,
    (select coalesce(list(p order by near desc, own desc, indicator_ord, period_end desc nulls last, area_ord, figure), []) from apart p)
        as apart,
    (select coalesce(list({figure: r.figure, indicator: r.indicator, ref_area: r.ref_area, area_name: a.name, area_name_en: a.name_en,
        time_period: r.time_period, obs_status: r.obs_status} order by r.figure), [])
     from roles r join area a on a.ref_area = r.ref_area where r.role_here = 'excluded') as excluded
