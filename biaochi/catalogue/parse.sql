-- From `typed`, every figure as it was typed, to `told`, the same with what its texts mean (figures.parse).

-- # own
delete from period_of; delete from unit_of; delete from quantity_of;
-- What a figure inherits: the unit and basis of its indicator, and how its value is to be read.
create or replace temp table own as
select t.row, if(t.target_type = 'growth_rate' and t.role <> 'baseline', '%', i.unit) as own_unit,
       coalesce(t.basis, i.basis) as own_basis, i.limit_value,
       case when t.target_type = 'qualitative' and t.role <> 'baseline' or is_open(t.role, t.value) then 'words'
            when t.role = 'target' then 'target' else 'value' end as role_kind
from typed t left join indicator i using (indicator);

-- # periods
select text from (
    select time_period as text from typed union select cumulative_from from typed union select embargo_until from typed
    union select valid_from from area union select valid_to from area)
where text is not null;

-- # units
select distinct t.unit as given_unit, o.own_unit as unit
from typed t join own o using (row) where t.unit is not null and t.unit <> o.own_unit;

-- # asked
create or replace temp table asked as
select distinct t.value, o.role_kind as role, t.unit as given_unit, o.own_unit as unit, coalesce(u.power, 0) as power
from typed t join own o using (row)
left join unit_of u on u.given_unit = t.unit and u.unit = o.own_unit
where t.value is not null and o.own_unit is not null and o.role_kind <> 'words' and u.code is null;

-- # plain
-- Plain numbers need no parser.
insert into quantity_of (value, role, given_unit, unit, number, comparator, lower, upper, lower_open, upper_open, aspirational)
select value, role, given_unit, unit, n, '=', n, n, false, false, false
from (select *, try_cast(if(power = 0, value, value || 'e' || power) as double) as n
      from asked where regexp_full_match(value, $plain))
where isfinite(n);

-- # odd
select * from asked a
where not exists (select 1 from quantity_of q where q.value = a.value and q.role = a.role
    and q.given_unit is not distinct from a.given_unit and q.unit = a.unit);

-- # told
create or replace temp table told as
select t.*, o.own_unit, o.own_basis, o.limit_value, o.role_kind,
       p.canonical, p.period_start, p.period_end, p.period_kind, p.months, p.season, p.annual, p.dated,
       p.code as period_code, p.params as period_params,
       c.canonical as counted, c.period_start as counted_start, c.code as counted_code, c.params as counted_params,
       if(e.period_kind = 'day', e.period_start, null) as embargo, u.code as unit_code, u.params as unit_params,
       q.number, q.comparator, q.lower, q.upper, q.lower_open, q.upper_open, q.usual_lower, q.usual_upper, q.aspirational,
       q.code as value_code, q.params as value_params, f.yes as inferred_yes,
       t.role = 'observation' and t.keys is not null as pulled,
       spot_of(t.indicator, p.canonical, o.own_basis, c.canonical) as spot
from typed t
join own o using (row)
left join period_of p on p.time_period = t.time_period
left join period_of c on c.time_period = t.cumulative_from
left join period_of e on e.time_period = t.embargo_until
left join unit_of u on u.given_unit = t.unit and u.unit = o.own_unit
left join quantity_of q on q.value = t.value and q.role = o.role_kind and q.given_unit is not distinct from t.unit
    and q.unit = o.own_unit
left join flag_word f on f.word = lower(t.inferred);

-- # done
delete from typed;
