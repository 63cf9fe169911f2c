-- Rows of plain files that are certainly sound go straight into the tables, many at a time (smooth.py). What a row's texts mean
-- is found once for each kind of row (`combo`) and each odd value, by the statements of parse.sql and checks.sql; what is
-- not certain is left to them row by row. Files are read twice, which costs less than to keep their cells in between.

-- # begin
create or replace temp table smooth_file (nr integer, file varchar, lines bigint);
create or replace temp table no_row (nr integer, n bigint, indicator varchar, ref_area varchar, time_period varchar,
    value varchar, source varchar, quote varchar, basis varchar, unit varchar, cumulative_from varchar, prefix varchar,
    suffix varchar, obs_status varchar, conf_status varchar, embargo_until varchar, inferred varchar, note varchar);
-- Cities by number, and the areas that were there at any time.
create or replace temp table place as
select ref_area, dense_rank() over (order by ref_area[1:4]) as city from area where valid_from is null and valid_to is null;
-- Whether a value stands somewhere in a quote by itself: no digit beside it (20 in 2020年建成20家), nor what could join it to
-- one once full-width signs are plain and pinyin in brackets is taken out.
create or replace temp macro shown(quote, value) as regexp_matches(replace(quote, value, chr(1)),
    '(^|[^0-9.,\x01)）０-９．，]|[^0-9０-９\x01]，)\x01($|[^0-9.,\x01(（０-９．，]|，[^0-9０-９\x01])');

-- # open
-- Files of one header as rows, read by whoever asks. Each row fills one line, so that its place is the number of its line.
set variable smooth = $files;
create or replace temp view raw_row as
select getvariable('smooth')['nrs'][cast(file_index as integer) + 1] as nr,
       i - getvariable('smooth')['before'][cast(file_index as integer) + 1] + 1 as n, * exclude (i, file_index)
from (select *, file_index, row_number() over () as i
      from read_csv(getvariable('smooth')['paths'], header = false, skip = 1, auto_detect = false, quote = '"', escape = '"',
          delim = getvariable('smooth')['delimiter'], columns = getvariable('smooth')['columns']))
union all by name from no_row;

-- # seen
-- How many rows there are of each kind and odd value; `bare`: with nothing in them.
create or replace temp table seen as
select nr, indicator, time_period, basis, unit, cumulative_from, obs_status, conf_status, embargo_until, inferred,
       if(regexp_full_match(value, $plain), null, value) as odd,
       coalesce(indicator, ref_area, time_period, value, source, quote, basis, unit, cumulative_from, prefix, suffix, obs_status,
           conf_status, embargo_until, inferred, note) is null as bare, count(*) as rows
from raw_row group by all;

-- # counted
select nr, cast(sum(rows) as bigint) as rows from seen where not bare group by nr;

-- # samples
-- One row a kind of row, without a value, and one a value that is no plain number: what is wrong with them is wrong with all.
create or replace temp table combo as
select row_number() over (order by indicator, time_period) as combo, *
from (select distinct indicator, time_period, basis, unit, cumulative_from, obs_status, conf_status, embargo_until, inferred
      from seen);

create or replace temp table odd_sample as
select (select count(*) from combo) + row_number() over () as row, *
from (select distinct odd as value, indicator, unit from seen where odd is not null);

insert into typed by name
select row, 'observation' as role, value, plain(indicator, '', $wide, $narrow) as indicator,
       plain(time_period, '', $wide, $narrow) as time_period, plain(basis, '', $wide, $narrow) as basis,
       plain(unit, '', $wide, $narrow) as unit, plain(cumulative_from, '', $wide, $narrow) as cumulative_from,
       plain(obs_status, '', $wide, $narrow) as obs_status, plain(conf_status, '', $wide, $narrow) as conf_status,
       plain(embargo_until, '', $wide, $narrow) as embargo_until, plain(inferred, '', $wide, $narrow) as inferred
from (select * rename (combo as row) from combo union all by name from odd_sample);

-- # sieve
-- The kinds of rows and the odd values with which nothing is wrong, and the manners that they make.
create or replace temp table odd_value as
select s.value, s.indicator, s.unit, t.*,
       dense_rank() over (order by comparator, lower_open, upper_open, aspirational) as way
from odd_sample s
join (select row, number, lower, upper, usual_lower, usual_upper, comparator, lower_open, upper_open, aspirational from told) t
    using (row)
where t.number is not null and not exists (select 1 from wrong w where w.row = s.row and w.field in ('value', 'unit'));

create or replace temp table kind as
select c.*, coalesce(u.power, 0) as power, t.limit_value, t.spot, t.own_unit, t.own_basis, t.canonical, t.period_start,
       t.period_end, t.period_kind, t.months, t.season, t.annual, t.dated, t.counted, t.obs_status as status,
       t.conf_status as conf, t.embargo, coalesce(t.inferred_yes, false) as inferred_yes,
       (select coalesce(max(manner), 0) from manner) + (c.combo - 1) * (select coalesce(max(way), 0) + 1 from odd_value) + 1 as manner
from combo c join told t on t.row = c.combo
left join unit_of u on u.given_unit = t.unit and u.unit = t.own_unit
where t.canonical is not null and t.indicator in (select indicator from indicator) and t.obs_status is distinct from 'E'
    and not exists (select 1 from wrong w where w.row = c.combo and w.field not in ('value', 'ref_area', 'source', 'quote'));

insert into manner by name
select k.manner + w.way as manner, 'observation' as role, t.indicator, k.canonical as time_period, k.period_start, k.period_end,
       k.period_kind, k.months, k.season, k.annual, k.dated, w.comparator, w.lower_open, w.upper_open, w.aspirational,
       k.own_unit as unit, k.unit as given_unit, k.own_basis as basis, k.counted as cumulative_from, k.status as obs_status, k.conf as conf_status,
       k.embargo as embargo_until, k.inferred_yes as inferred, k.spot
from kind k join told t on t.row = k.combo
cross join (select distinct way, comparator, lower_open, upper_open, aspirational from odd_value
            union all select 0, '=', false, false, false) w
order by 1;

delete from wrong;

-- # keep
-- Rows of one city lie together, so that a question finds them together. The quote shows the number by itself, and is short.
-- What is sorted is small: texts that many rows share are joined afterwards. seat: the city, and behind it the figure.
insert into reading by name
select r.seat % 100000000000000 as figure, r.manner, r.ref_area, r.amount as value, r.value as value_text,
       coalesce(o.lower, r.amount) as lower, coalesce(o.upper, r.amount) as upper, o.usual_lower, o.usual_upper, r.note,
       s.source, r.quote, r.prefix, r.suffix, case when v.verified is null or v.sha256 is distinct from coalesce(s.sha256, v.sha256) then null
           else v.verified = 'true' end as verified, f.file, r.seat % 100000000 as line
from (select a.city * 100000000000000 + (r.nr + 1) * 100000000::bigint + r.n as seat, r.ref_area, r.value, s.ord as document,
             r.quote, r.prefix, r.suffix, r.note, k.manner + coalesce(o.way, 0) as manner, o.row as odd,
             coalesce(o.number, try_cast(if(k.power = 0, r.value, r.value || 'e' || k.power) as double)) as amount
      from raw_row r
      join kind k on k.indicator = r.indicator and k.time_period = r.time_period and k.basis is not distinct from r.basis
          and k.unit is not distinct from r.unit and k.cumulative_from is not distinct from r.cumulative_from
          and k.obs_status is not distinct from r.obs_status and k.conf_status is not distinct from r.conf_status
          and k.embargo_until is not distinct from r.embargo_until and k.inferred is not distinct from r.inferred
      join place a on a.ref_area = r.ref_area
      join source s on s.source = r.source
      left join odd_value o on o.value = r.value and o.indicator = r.indicator and o.unit is not distinct from r.unit
      where length(r.quote) <= 40 and shown(r.quote, r.value) and not hedged(r.quote, r.value)
          and case when o.row is null then regexp_full_match(r.value, $plain) and (k.limit_value is null or amount <= k.limit_value)
              else true end
      order by seat) r
join source s on s.ord = r.document
join smooth_file f on f.nr = r.seat % 100000000000000 // 100000000 - 1
left join odd_value o on o.row = r.odd
left join (select distinct on (source, value, quote, prefix, suffix) * from verified_quote) v
    on v.source = s.source and v.value = r.value and v.quote = r.quote
    and v.prefix is not distinct from r.prefix and v.suffix is not distinct from r.suffix;

-- # lacking
-- Files of which not every row was kept.
select nr from smooth_file
left join (select figure // 100000000 - 1 as nr, count(*) as rows from reading
           where figure between (select min(nr) + 1 from smooth_file) * 100000000::bigint
               and (select max(nr) + 2 from smooth_file) * 100000000::bigint group by all) using (nr)
where rows is distinct from lines order by nr;

-- # rest
insert into text_row by name
select r.* exclude (figure), f.file from (select *, (nr + 1) * 100000000::bigint + n as figure from raw_row) r
anti join (select figure from reading where figure >= (select min(nr) + 1 from smooth_file) * 100000000::bigint) k using (figure)
join smooth_file f using (nr);

-- # undo
delete from reading where figure >= (select min(nr) + 1 from smooth_file) * 100000000::bigint
    and figure // 100000000 - 1 in (select nr from smooth_file);
delete from text_row;
