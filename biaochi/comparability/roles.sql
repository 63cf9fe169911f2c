-- Every row of `told` with `role_here`: figure (in a listed group), also (it stands behind such a figure or a total), total
-- (printed for the area around a group), apart, excluded (cannot exist or not collected).
select t.*,
    case when t.defect = 'not_shown' then 'excluded'
        when c.listed then if(t.shown, 'figure', 'also')
        when exists (from totals o where o.own_group = t.group_id and o.ref_area = t.ref_area) then if(t.shown, 'total', 'also')
        else 'apart' end as role_here,
    h.behind
from told t left join choice c using (group_id)
-- the shown figure of its area that a row stands behind: the one with the same value, else the area's; sought in `placed`,
-- of which DuckDB knows how few rows it has
left join (
    select figure,
        coalesce(max(figure) filter (where shown) over (partition by group_id, ref_area, newest, rounded, comparator),
            max(figure) filter (where shown) over (partition by group_id, ref_area)) as behind
    from placed
) h on h.figure = t.figure
