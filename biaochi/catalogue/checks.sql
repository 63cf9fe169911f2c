-- What is wrong with figures, set-wise: each statement adds rows (row, code, field, params) to `wrong`.
-- Parameters are texts of planners and travel as JSON. `field` names the field in the file.
-- What another Problem has already said is not said again: a value that cannot be read is not missing in its quote.

-- # macros
create temp macro numbers_in(printed) as list_transform(regexp_extract_all(
    if(starts_with(printed, '['), replace(printed, ',', ' '), printed),
    '[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|[零〇○一二三四五六七八九十百千两兩]+'),
    lambda n: replace(n, ',', ''));

-- One unit of the last printed digit, in the indicator's unit: 1000 for 5.1万.
create temp macro step(digits, number) as
    coalesce(abs(number / nullif(cast(digits as double), 0)) / pow(10, length(regexp_extract(digits, '\.([0-9]+)', 1))), 0);

-- A plan in preparation has not set this target yet (figures.OPEN): no number, no quote and no document are asked for.
create temp macro is_open(role, value) as coalesce(role = 'target' and value = '未定', false);
create temp macro apart(a, b) as abs(a.number - b.number) > greatest(a.step, b.step) / 2 * (1 + 1e-9)
    and (a.upper < b.lower or b.upper < a.lower
    or (a.upper = b.lower and (a.upper_open or b.lower_open)) or (b.upper = a.lower and (b.upper_open or a.lower_open)));

-- Whether a bound may stand beside the value in its quote that the value does not have, so that it has to be read (quantity.hedges).
create temp macro hedged(quote, value) as strpos(quote, value) = 0
    or regexp_matches(replace(quote, value, chr(1)), getvariable('hedge'));

-- # hedges
-- Each value with its quote and unit once, where the words around the number have to be compared.
select distinct value, quote, coalesce(unit, own_unit) as unit from told
where quote is not null and value is not null and value_code is null and unit_code is null and role_kind <> 'words'
  and coalesce(obs_status, '') <> 'E' and hedged(quote, value);

-- # rows
-- Of every batch of figures (`told`), each by itself.
insert into wrong
select row, 'field_missing', f.field, json_object('field', f.field)
from told, (values ('indicator'), ('ref_area'), ('value'), ('source')) f(field)
where role = 'observation' and case f.field when 'indicator' then indicator when 'ref_area' then ref_area
    when 'value' then told.value else source end is null;

insert into wrong
select row, 'source_missing', 'source', '{}' from told join plan using (plan)
where told.source is null and role = 'target' and not is_open(role, told.value);

insert into wrong
select row, kind || '_unknown', kind_field, json_object('value', value)
from (select row, indicator as value, 'indicator' as kind, 'indicator' as kind_field from told where role = 'observation'
      union all select row, ref_area, 'area', 'ref_area' from told where role = 'observation'
      union all select row, source, 'source', 'source' from told where role = 'observation') t
where value is not null and not exists (select 1 from known k where k.kind = t.kind and k.id = t.value)
  and exists (select 1 from known k where k.kind = t.kind);

insert into wrong
select row, 'choice_wrong', field, json_object('field', field, 'value', value)
from (select row, 'basis' as field, basis as value from told
      union all select row, 'obs_status', obs_status from told
      union all select row, 'conf_status', conf_status from told) t
where value is not null and not exists (select 1 from choice c where c.field = t.field and c.word = t.value);

insert into wrong
select row, 'flag_wrong', 'inferred', json_object('field', 'inferred', 'value', inferred)
from told where inferred is not null and inferred_yes is null;

insert into wrong
select row, 'inferred_reason', 'inferred', '{}' from told where inferred_yes and note is null;

insert into wrong
select row, 'embargo_bad', 'embargo_until', json_object('value', embargo_until)
from told where embargo_until is not null and embargo is null;

-- Nobody knows when it may be shown, so it is not shown.
insert into wrong
select row, 'embargo_missing', 'conf_status', '{}' from told where conf_status = 'E' and embargo_until is null;

insert into wrong
select row, period_code, if(role in ('target', 'milestone'), 'due', 'time_period'), period_params
from told where period_code is not null;

insert into wrong
select row, counted_code, 'cumulative_from', counted_params from told where counted_code is not null;

insert into wrong
select row, unit_code, 'unit', json_merge_patch(unit_params, json_object('text', value)) from told where unit_code is not null;

insert into wrong
select row, value_code, 'value', value_params from told where value_code is not null;

insert into wrong
select row, 'value_above_limit', 'value', json_object('value', value, 'limit', limit_value)
from told where lower > limit_value and role_kind <> 'words' and (target_type is distinct from 'growth_rate' or role = 'baseline');

insert into wrong
select row, 'period_note', 'time_period', '{}'
from told where role = 'observation' and time_period is null and note is null;

insert into wrong
select row, 'ytd_start', 'time_period', json_object('value', time_period)
from told where own_basis = 'ytd' and role = 'observation' and period_start is not null
  and (month(period_start) <> 1 or day(period_start) <> 1 or year(period_start) <> year(period_end));

insert into wrong
select row, 'future_observation', 'time_period', json_object('value', time_period)
from told where role = 'observation' and period_start > $today and coalesce(obs_status, '') not in ('F', 'M', 'L');

insert into wrong
select t.row, 'area_not_valid', 'ref_area', json_object('value', t.ref_area, 'period', t.time_period)
from told t join area a using (ref_area)
left join period_of f on f.time_period = a.valid_from
left join period_of u on u.time_period = a.valid_to
where t.role = 'observation' and (a.valid_from is not null or a.valid_to is not null)
  and (t.period_end < f.period_start or t.period_start > u.period_end);

-- A row of a database is its own evidence, found again by its key; whatever else it quotes is held to it.
-- The quote has to hold the printed numbers, each as a whole: not 620 in 1620, nor 5 in 5.53.
insert into wrong
select row, 'quote_missing', 'quote', '{}' from told
where quote is null and coalesce(obs_status, '') <> 'E' and role_kind <> 'words' and not pulled;

create or replace temp table unseen as
select row, role, value, quote, translate(value, $wide, $narrow) as wanted,
       translate(regexp_replace(quote, '[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]+[)）]', '', 'g'), $wide, $narrow) as printed
from (select *, strpos(quote, value) as i from told
      where quote is not null and value is not null and value_code is null and unit_code is null and role_kind <> 'words'
        and coalesce(obs_status, '') <> 'E')
where i = 0 or (i > 1 and strpos('0123456789.,', quote[i - 1]) > 0)
   or (i + length(value) <= length(quote) and strpos('0123456789.,', quote[i + length(value)]) > 0);

insert into wrong
select row, if(role in ('target', 'milestone'), 'promise_without_value', 'quote_without_value'), 'quote', json_object('value', value, 'quote', quote)
from unseen where not list_has_all(numbers_in(printed), numbers_in(wanted));

-- 逾2000 is never 2000, nor 2000 逾2000.
insert into wrong
select row, 'quote_bound', 'value', json_object('value', value, 'quote', quote)
from told join hedge_of h using (value, quote)
where h.unit is not distinct from coalesce(told.unit, own_unit) and value_code is null and unit_code is null
  and role_kind <> 'words' and coalesce(obs_status, '') <> 'E';

insert into wrong
select row, 'quote_long', 'quote', json_object('length', length(bare))
from (select row, regexp_replace(regexp_replace(quote, '\s', '', 'g'),
          '[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]+[)）]', '', 'g') as bare
      from told where length(quote) > 40)
where length(bare) > 40;

-- # aims
-- What a target promises has to agree with its plan, its baseline and itself.
create or replace temp view aim as
select t.*, coalesce(e.direction, i.direction) as way, l.period_start as plan_start, l.period_end as plan_end
from told t
left join target_entry e on e.plan = t.plan and e.ord = t.ord
left join indicator i on i.indicator = t.indicator
left join plan l on l.plan = t.plan
where t.role <> 'observation';

insert into wrong
select row, 'due_outside_plan', 'due', json_object('value', time_period)
from aim where role <> 'baseline' and (period_end > plan_end or period_start < plan_start);

insert into wrong
select a.row, 'milestone_after_target', 'due', json_object('value', a.time_period, 'due', t.time_period)
from aim a join aim t on t.role = 'target' and t.plan = a.plan and t.ord = a.ord
where a.role = 'milestone' and a.period_end > t.period_end and coalesce(a.period_end <= a.plan_end, true);

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
from (select row, indicator, first_value(place_of(aim)) over w as first_place, row_number() over w as nth
      from aim where role = 'target' window w as (partition by plan, indicator, canonical, target_type order by row))
where nth > 1;

-- # shared
-- The places on an axis where more than one figure stands. Sought among the indicators and areas (`suspect`) that have more
-- figures than places, of which each is told by a bit that others may share, and where a row stayed out.
create or replace temp table shared as
with axis as (
    select manner, indicator, dense_rank() over (partition by indicator order by spot) % 113 as bit
    from manner where role in ('observation', 'baseline')
),
suspect as materialized (
    select indicator, ref_area from reading join axis using (manner)
    group by all having count(*) > bit_count(bit_or(cast(1 as hugeint) << bit))
    union select indicator, ref_area from stray
)
select slot, indicator, ref_area from standing semi join suspect using (indicator, ref_area)
group by all having count(*) > 1;

-- # shared_again
-- Those of them where something is new.
create or replace temp table shared as
select slot, indicator, ref_area from standing
where indicator in (select indicator from touched) and slot in (select slot from touched) and ref_area is not null
group by all having count(*) > 1;

-- # crowd
-- Figures that share a place on an axis: one typed twice, one source with two values, two sources that disagree.
-- Values disagree where their intervals have nothing in common and rounding does not explain it; one that disagrees with any
-- disagrees with the lowest or the highest.
create or replace temp table crowd as
select * exclude (quote), file || coalesce(':' || line, '') as place
from standing semi join shared using (slot, indicator, ref_area)
where indicator in (select indicator from shared);

-- Quotes lie packed and are read only where all else is the same.
insert into wrong
with twin as (
    from crowd where role = 'observation' and value is not null and source is not null
    qualify count(*) over (partition by indicator, ref_area, canonical, own_basis, counted, source, value) > 1
)
select row, 'duplicate_row', 'value', json_object('first', first_place)
from (select row, first_value(place) over w as first_place, row_number() over w as nth
      from twin join (select row, quote from standing semi join twin using (row)) using (row)
      window w as (partition by indicator, ref_area, canonical, own_basis, counted, source, value, quote order by row))
where nth > 1;

create or replace temp table rival as
select *, {'row': row, 'source': source, 'value': value, 'place': place, 'number': number, 'lower': lower, 'upper': upper,
           'lower_open': lower_open, 'upper_open': upper_open, 'step': step(digits, number)} as own
from (select *, nullif(replace(regexp_extract(value, '[0-9][0-9,]*(\.[0-9]+)?'), ',', ''), '') as digits from crowd)
where canonical is not null and lower is not null and source is not null and coalesce(obs_status, '') not in ('F', 'D', 'M', 'L');

insert into wrong
select row, 'conflicting_rows', 'value', json_object('value', value, 'other', other.value, 'first', other.place)
from (select *, if(apart(own, low), low, high) as other
      from (select *, first_value(own) over (slot order by upper, row) as low, first_value(own) over (slot order by lower desc, row) as high
            from rival where role = 'observation'
            window slot as (partition by indicator, ref_area, canonical, own_basis, counted, source)))
where apart(own, other);

insert into wrong
select row, 'conflict_sources', 'value', json_object('value', value, 'other', other.value, 'first', other.place)
from (select *, if(apart(own, low) and low.source <> source and low.row < row, low, high) as other
      from (select *, first_value(own) over (slot order by upper, row) as low, first_value(own) over (slot order by lower desc, row) as high
            from rival window slot as (partition by indicator, ref_area, canonical, own_basis, counted)))
where role = 'observation' and apart(own, other) and other.source <> source and other.row < row;

-- # found
insert into found by name
select w.code, w.field, w.params, c.slot, if(c.line is null, regexp_extract(c.file, '^(.*?)\[', 1), c.file) as file, c.line,
       if(c.line is null, regexp_extract(c.file, '^.*?\[(.*)\]$', 1), null) as keys
from wrong w join crowd c using (row);
