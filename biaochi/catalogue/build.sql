-- # rows
-- The sound figures of a batch: no error of their own, all they name is sound; a target also has no error in baseline and
-- milestones. What stays out is kept as `stray`, because it may still contradict another.
create or replace temp table left_out as
select row from wrong join severe using (code)
union select row from told where not exists (from indicator i where i.indicator = told.indicator)
union select row from told where not exists (from area a where a.ref_area = told.ref_area)
union select row from told where not exists (from source s where s.source = told.source)
    and not (told.source is null and is_open(told.role, told.value))
union select row from told where plan is not null and plan not in (select plan from plan)
union select row from told where file in (select file from unsure);

insert into left_out
select row from told join (select distinct plan, ord from told join left_out using (row) where plan is not null) using (plan, ord);

create or replace temp table settled as
select t.row as figure, t.role, t.plan, t.ord, t.indicator, t.ref_area, t.canonical as time_period,
       t.period_start, t.period_end, t.period_kind, t.months, t.season, t.annual, t.dated,
       t.number as value, t.value as value_text, coalesce(t.comparator, '=') as comparator, t.lower, t.upper, t.lower_open,
       t.upper_open, t.usual_lower, t.usual_upper, t.aspirational, t.own_unit as unit, t.unit as given_unit, t.own_basis as basis,
       t.counted as cumulative_from, t.obs_status, t.conf_status, t.embargo as embargo_until,
       coalesce(t.inferred_yes, false) as inferred, t.note, t.source, t.quote, t.prefix, t.suffix,
       case when v.verified is null or v.sha256 is distinct from coalesce(s.sha256, v.sha256) then null
           else v.verified = 'true' end as verified,
       if(t.pulled, place_of(t), t.file) as file, if(t.pulled, null, t.line) as line, t.spot
from told t
left join (select distinct on (source, value, quote, prefix, suffix) * from verified_quote) v
    on v.source = t.source and v.value = t.value and v.quote = t.quote
    and v.prefix is not distinct from t.prefix and v.suffix is not distinct from t.suffix
left join source s on s.source = v.source
where not exists (from left_out o where o.row = t.row);

create or replace temp table new_manner as
select (select coalesce(max(manner), 0) from manner) + row_number() over () as manner, *
from (select distinct role, plan, ord, indicator, time_period, period_start,
          period_end, period_kind, months, season, annual,
          dated, comparator, lower_open, upper_open,
          aspirational, unit, given_unit, basis, cumulative_from,
          obs_status, conf_status, embargo_until, inferred, spot
      from settled);

insert into manner by name from new_manner;

insert into reading by name
select s.figure, m.manner, s.ref_area, s.value, s.value_text, s.lower, s.upper, s.usual_lower, s.usual_upper, s.note, s.source,
       s.quote, s.prefix, s.suffix, s.verified, s.file, s.line
from settled s join new_manner m
    on m.spot = s.spot and m.role = s.role and m.plan is not distinct from s.plan and
           m.ord is not distinct from s.ord and m.indicator is not distinct from s.indicator and
           m.time_period is not distinct from s.time_period and m.period_start is not distinct from s.period_start and
           m.period_end is not distinct from s.period_end and m.period_kind is not distinct from s.period_kind and
           m.months is not distinct from s.months and m.season is not distinct from s.season and
           m.annual is not distinct from s.annual and m.dated is not distinct from s.dated and
           m.comparator = s.comparator and m.lower_open is not distinct from s.lower_open and
           m.upper_open is not distinct from s.upper_open and m.aspirational is not distinct from s.aspirational and
           m.unit is not distinct from s.unit and m.given_unit is not distinct from s.given_unit and m.basis is not distinct from s.basis and
           m.cumulative_from is not distinct from s.cumulative_from and m.obs_status is not distinct from s.obs_status and
           m.conf_status is not distinct from s.conf_status and m.embargo_until is not distinct from s.embargo_until and
           m.inferred = s.inferred;

insert into stray
select row, role, indicator, ref_area, canonical, own_basis, counted, source, value, quote, lower, upper, lower_open, upper_open,
       number, obs_status, if(t.pulled, place_of(t), file), if(t.pulled, null, line), slot_of(spot, ref_area)
from told t where role in ('observation', 'baseline') and exists (from left_out o where o.row = t.row);

insert into found by name
select w.code, w.field, w.params, t.file, t.line, t.keys
from wrong w join told t using (row);

delete from wrong;

-- # targets
insert into target by name
select t.plan, t.indicator, t.ref_area, t.ord, e.target_type, coalesce(e.direction, i.direction) as direction,
       t.value_text as target_text, coalesce(if(t.comparator = 'range', t.lower, t.value), t.value) as target_value,
       if(t.comparator = 'range', t.upper, null) as target_upper, t.comparator as target_comparator,
       t.lower_open as target_lower_open, t.upper_open as target_upper_open, t.time_period as target_period,
       t.period_end as target_end, t.annual as target_annual,
       b.value_text as baseline_text, coalesce(b.value, if(z.start is null, null, 0)) as baseline_value,
       coalesce(b.comparator, if(z.start is null, null, '=')) as baseline_comparator, b.time_period as baseline_period,
       coalesce(b.period_end, z.start - 1) as baseline_end,
       coalesce(b.annual, month(z.start) = 1 and day(z.start) = 1) as baseline_annual,
       if(b.figure is null and z.start is null, null, b.figure is not null) as baseline_stated,
       t.cumulative_from, t.basis, t.unit, t.months, i.limit_value, e.target_nature, t.aspirational, e.lead_org,
       e.responsible_org, e.headline, t.note, t.file, t.line
from figure t
join target_entry e using (plan, ord)
join indicator i on i.indicator = t.indicator
join plan l on l.plan = t.plan
left join figure b on b.role = 'baseline' and b.plan = t.plan and b.ord = t.ord
left join (select distinct on (canonical) canonical, period_start from period_of where canonical is not null) c
  on c.canonical = t.cumulative_from
-- Counted from a start, or within one period that is the whole plan: the count begins at nought (methods.md section 1).
left join lateral (select case
    when c.period_start is not null then c.period_start
    when e.target_type in ('cumulative', 'milestone') then l.period_start
    when t.basis in ('flow', 'ytd') and t.period_start = l.period_start then l.period_start end as start) z
  on b.figure is null and e.target_type in ('level', 'cumulative', 'milestone')
where t.role = 'target';

-- # crowd
delete from reading where figure in (select row from wrong join severe using (code));

delete from wrong;
