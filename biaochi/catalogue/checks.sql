-- What is wrong with typed figures, set-wise: each statement adds rows (row, code, field, params) to `wrong`.
-- Parameters are texts of planners and travel as JSON. `field` names the field in the file.

insert into wrong
select row, 'field_missing', f.field, json_object('field', f.field)
from typed, (values ('indicator'), ('ref_area'), ('value'), ('source')) f(field)
where role = 'observation' and case f.field when 'indicator' then indicator when 'ref_area' then ref_area
    when 'value' then typed.value else source end is null;

insert into wrong
select row, 'source_missing', 'source', json_object('role', role) from typed where role = 'target' and source is null;  -- baseline and milestones inherit it

insert into wrong
select row, kind || '_unknown', kind_field, json_object('value', value)
from (select row, indicator as value, 'indicator' as kind, 'indicator' as kind_field from typed
      where role in ('observation', 'target')
      union all select row, ref_area, 'area', 'ref_area' from typed where role = 'observation'
      union all select row, source, 'source', 'source' from typed) t
where value is not null and not exists (select 1 from known k where k.kind = t.kind and k.id = t.value)
  and exists (select 1 from known k where k.kind = t.kind);

insert into wrong
select row, 'choice_wrong', field, json_object('field', field, 'value', value, 'choices', c.choices)
from (select row, 'basis' as field, basis as value from typed
      union all select row, 'obs_status', obs_status from typed
      union all select row, 'conf_status', conf_status from typed) t
join choice c using (field)
where value is not null and not list_contains(string_split(c.choices, ' '), value);

insert into wrong
select row, 'flag_wrong', 'inferred', json_object('field', 'inferred', 'value', inferred)
from typed where inferred is not null and inferred not in (select word from flag_word);

insert into wrong
select row, 'inferred_reason', 'inferred', '{}'
from typed join flag_word on word = inferred where yes and note is null;

insert into wrong
select row, 'embargo_bad', 'embargo_until', json_object('value', embargo_until)
from typed where embargo_until is not null and try_cast(embargo_until as date) is null;

insert into wrong
select row, p.code, if(role in ('target', 'milestone'), 'due', 'time_period'), p.params
from typed join period_of p using (time_period) where p.code is not null;

insert into wrong
select t.row, p.code, 'cumulative_from', p.params
from typed t join period_of p on p.time_period = t.cumulative_from where p.code is not null;

insert into wrong
select t.row, q.code, 'value', q.params from typed t join quantity_of q
  on q.value = t.value and q.role = t.role_kind and q.given_unit is not distinct from t.unit and q.unit = t.own_unit
where q.code is not null;

insert into wrong
select row, 'period_note', 'time_period', '{}'
from typed where role = 'observation' and time_period is null and note is null;

insert into wrong
select t.row, 'ytd_start', 'time_period', json_object('value', t.time_period)
from typed t join period_of p using (time_period)
where t.own_basis = 'ytd' and t.role = 'observation' and p.period_start is not null
  and (month(p.period_start) <> 1 or day(p.period_start) <> 1 or year(p.period_start) <> year(p.period_end));

insert into wrong
select t.row, 'future_observation', 'time_period', json_object('value', t.time_period)
from typed t join period_of p using (time_period)
where t.role = 'observation' and p.period_start > $today and coalesce(t.obs_status, '') not in ('F', 'M', 'L');

insert into wrong
select t.row, 'area_not_valid', 'ref_area', json_object('value', t.ref_area)
from typed t join period_of p using (time_period) join area a using (ref_area)
where t.role = 'observation'
  and (p.period_end < try_cast(left(a.valid_from || '-01-01', 10) as date)
       or p.period_start > try_cast(left(a.valid_to || '-12-31', 10) as date));

-- The quote has to hold the printed value, digit for digit, and not as part of a longer number.
insert into wrong
select row, 'quote_missing', 'quote', '{}' from typed
where quote is null and coalesce(obs_status, '') <> 'E' and target_type is distinct from 'qualitative';

insert into wrong
select row, 'quote_without_value', 'quote', json_object('value', value, 'quote', quote)
from (select row, value, quote, plain_quote, spaced_quote,
             coalesce(nullif(regexp_extract(plain_value, '[0-9][0-9.,]*'), ''), plain_value) as core
      from (select *, translate(regexp_replace(quote, '\s', '', 'g'), $wide, $narrow) as plain_quote,
                   translate(regexp_replace(quote, '\s', ' ', 'g'), $wide, $narrow) as spaced_quote,
                   translate(regexp_replace(value, '\s', '', 'g'), $wide, $narrow) as plain_value
            from typed t where quote is not null and value is not null and target_type is distinct from 'qualitative'
              and coalesce(obs_status, '') <> 'E' and not starts_with(value, '[')
              and not exists (select 1 from wrong w where w.row = t.row and w.field = 'value')))
where not contains(plain_quote, core)
   or (regexp_matches(core, '^[0-9]') and not regexp_matches(
        spaced_quote, '(^|[^0-9.,]|[^0-9][.,])' || regexp_escape(rtrim(core, '.,')) || '($|[^0-9.,]|[.,]($|[^0-9]))'));

insert into wrong
select row, 'quote_long', 'quote', json_object('length', length(bare))
from (select row, regexp_replace(regexp_replace(quote, '\s', '', 'g'), '\([a-zǎàáāǒòóōěèéēǐìíīǔùúūǚǜǘǖü]+\)', '', 'g') as bare
      from typed where quote is not null)
where length(bare) > 40;

-- One figure typed twice, or one source with two values for the same thing: neither of two that differ is believed.
insert into wrong
select row, 'duplicate_row', 'value', json_object('first', first_place)
from (select row, first_value(file || ':' || line) over w as first_place, row_number() over w as nth
      from typed where role = 'observation' and indicator is not null
      window w as (partition by indicator, ref_area, time_period, own_basis, cumulative_from, source, value, quote
                   order by row))
where nth > 1;

insert into wrong
select row, 'conflicting_rows', 'value', json_object('value', value, 'other', other_value, 'first', other_place)
from (select row, value, role,
             min_by(value, row) over w as low_value, max_by(value, row) over w as high_value,
             min_by(file || ':' || line, row) over w as low_place, max_by(file || ':' || line, row) over w as high_place,
             min(row) over w as low_row, max(row) over w as high_row, count(distinct value) over w as kinds,
             if(row = low_row, high_value, low_value) as other_value, if(row = low_row, high_place, low_place) as other_place
      from typed where role = 'observation' and time_period is not null and indicator is not null
      window w as (partition by indicator, ref_area, time_period, own_basis, cumulative_from, source))
where kinds > 1;

-- Two sources that cannot both be right: both stay, and the pages say so.
insert into wrong
select b.row, 'conflict_sources', 'value', json_object('value', b.value, 'other', a.value, 'first', a.file || ':' || a.line)
from typed a join typed b on a.indicator = b.indicator and a.ref_area = b.ref_area and a.time_period = b.time_period
    and a.own_basis = b.own_basis and a.cumulative_from is not distinct from b.cumulative_from
    and a.source < b.source and a.value <> b.value
join quantity_of p on p.value = a.value and p.role = a.role_kind and p.given_unit is not distinct from a.unit
    and p.unit = a.own_unit
join quantity_of q on q.value = b.value and q.role = b.role_kind and q.given_unit is not distinct from b.unit
    and q.unit = b.own_unit
where a.role = 'observation' and b.role = 'observation' and (p.upper < q.lower or q.upper < p.lower);

-- What a target promises has to agree with its plan, its baseline and itself.
create temp view aim as
select t.*, p.period_start, p.period_end, q.number, q.comparator, coalesce(e.direction, i.direction) as way,
       l.period_start as plan_start, l.period_end as plan_end
from typed t
left join target_entry e on e.plan = t.plan and e.ord = t.ord
left join period_of p using (time_period)
left join quantity_of q on q.value = t.value and q.role = t.role_kind and q.given_unit is not distinct from t.unit
    and q.unit = t.own_unit
left join indicator i on i.indicator = t.indicator
left join plan l on l.plan = t.plan
where t.role <> 'observation';

insert into wrong
select row, 'due_outside_plan', if(role = 'baseline', 'time_period', 'due'), json_object('value', time_period)
from aim where role <> 'baseline' and (period_end > plan_end or period_start < plan_start);

insert into wrong
select a.row, 'milestone_after_target', 'due', json_object('value', a.time_period)
from aim a join aim t on t.role = 'target' and t.plan = a.plan and t.ord = a.ord
where a.role = 'milestone' and a.period_end > t.period_end and a.period_end <= a.plan_end;

insert into wrong
select b.row, 'baseline_after_target', 'time_period', json_object('value', b.time_period, 'due', t.time_period)
from aim b join aim t on t.role = 'target' and t.plan = b.plan and t.ord = b.ord
where b.role = 'baseline' and b.period_end >= t.period_end;

insert into wrong
select t.row, 'direction_contradicts', 'value', json_object('value', t.value, 'baseline', b.value, 'direction', t.way)
from aim b join aim t on t.role = 'target' and t.plan = b.plan and t.ord = b.ord
where b.role = 'baseline' and t.target_type in ('level', 'cumulative')
  and ((t.way = 'higher' and t.number < b.number) or (t.way = 'lower' and t.number > b.number));

insert into wrong
select row, 'range_type', 'value', json_object('value', value)
from aim where role = 'target' and (comparator = 'range') <> (target_type = 'range') and comparator is not null;

insert into wrong
select row, 'duplicate_target', 'indicator', json_object('value', indicator, 'first', first_place)
from (select row, indicator, first_value(file || ':' || line) over w as first_place, row_number() over w as nth
      from aim where role = 'target' window w as (partition by plan, indicator, time_period order by row))
where nth > 1;
