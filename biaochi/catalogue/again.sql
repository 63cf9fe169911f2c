-- A snapshot made of the last one (again.py): what rests on nothing that has changed is kept. The last one has no errors, so
-- that no row of it stayed out and every id that it names is known.

-- # others
select table_name as name, table_type = 'VIEW' as is_view from information_schema.tables
where table_catalog = current_database() and table_schema = 'main'
    and table_name not in ('reading', 'manner', 'found', 'stray', 'observed_file', 'leaned_on', 'assessment', 'apart', 'series',
        'origin', 'odd', 'contradiction', 'contested')
order by is_view desc;

-- # before
-- What verdicts rest on beside figures.
create or replace temp table old_target as from target;
create or replace temp table old_indicator as from indicator;

-- # empty
delete from reading; delete from manner; delete from found; delete from stray; delete from observed_file; delete from leaned_on;
drop table if exists assessment; drop table if exists apart; drop table if exists series; drop table if exists origin;
drop table if exists odd; drop table if exists contradiction; drop table if exists contested;

-- # leaned
-- What is asked of an indicator, an area or a document while figures are read.
create or replace temp table leaned_now as
select 'indicator' as kind, indicator as id, concat_ws('|', coalesce(unit, ''), coalesce(basis, ''), coalesce(limit_value::varchar, '')) as said
from indicator
union all select 'area', ref_area, concat_ws('|', coalesce(valid_from, ''), coalesce(valid_to, '')) from area
union all select 'source', source, concat_ws('|', coalesce(sha256, ''), coalesce(v.told, 0)) from source
left join (select source, sum(hash(verified_quote)::hugeint) as told from verified_quote group by source) v using (source);

-- # changed
-- Files that are no longer the same, were told something about by their lines, or name what is no longer the same.
with moved as (from leaned_on except from leaned_now)
select file from observed_file o where told
    or not exists (select 1 from (select unnest($files) as file, unnest($hashes) as sha256) n where n.file = o.file and n.sha256 = o.sha256)
union select distinct r.file from reading r join manner m using (manner)
where m.role = 'observation' and (m.indicator in (select id from moved where kind = 'indicator')
    or r.ref_area in (select id from moved where kind = 'area') or r.source in (select id from moved where kind = 'source'));

-- # forget
create or replace temp table changed_file as select unnest($files) as file;
create or replace temp table gone as
select figure, role, slot_of(spot, ref_area) as slot, indicator, ref_area, source, embargo_until, conf_status, verified
from reading join manner using (manner) where role <> 'observation' or file in (from changed_file);
create or replace temp table old_aim as from figure where role <> 'observation';
delete from reading where figure in (select figure from gone);
delete from manner where role <> 'observation';
delete from found where slot is null and file not in (select file from observed_file where file not in (from changed_file));

-- # settled
-- Of the plans' figures, which are all made anew, only those count as gone or new that are not what they were.
create or replace temp table moved_aim as
select figure from (
    (from figure where role <> 'observation' except from old_aim) union all (from old_aim except from figure where role <> 'observation'));
delete from gone where role <> 'observation' and figure not in (from moved_aim);
create or replace temp view fresh as
select figure, role, slot_of(spot, ref_area) as slot, indicator, ref_area, source, embargo_until, conf_status, verified
from reading join manner using (manner)
where file in (from changed_file) or role <> 'observation' and figure in (from moved_aim);
insert into touched
select distinct slot, indicator, ref_area from (from gone union all from fresh)
union select slot, indicator, ref_area from stray;
delete from found where slot in (select slot from touched);

-- # crowded
-- What will stay out because of something new, although its own file is what it was.
insert into gone
select figure, role, slot_of(spot, ref_area), indicator, ref_area, source, embargo_until, conf_status, verified
from reading join manner using (manner)
where figure in (select row from wrong join severe using (code)) and file not in (from changed_file);

-- # unjudged
-- Leaves as `target` those whose verdict may be another now: they say something else, or a figure that could be laid beside
-- them has come or gone.
create or replace temp table moved as
select t.plan, t.ord from target t join indicator i using (indicator)
where exists (from (from indicator except from old_indicator)) or exists (from (from old_indicator except from indicator))
    or (t.plan, t.ord) in (select (plan, ord) from (from target except from old_target))
    or (t.indicator, t.ref_area) in (select (indicator, ref_area) from touched)
    or (i.concept, t.ref_area) in (select (concept, ref_area) from touched join indicator using (indicator));
delete from assessment where (plan, ord) in (select (plan, ord) from moved) or (plan, ord) not in (select (plan, ord) from target);
delete from apart where (plan, ord) in (select (plan, ord) from moved) or (plan, ord) not in (select (plan, ord) from target);
create temp table target as from target semi join moved using (plan, ord);

-- # recount
-- Leaves as `figure`, without their words, those of which summaries.sql is to count again, and forgets what it counted of them.
create temp table figure as
select * exclude (value_text, note, prefix, suffix, usual_lower, usual_upper)
    replace (if(figure in (select figure from reading where quote is null), null, '') as quote)
from figure where indicator in (select indicator from touched) and (indicator, ref_area) in (select (indicator, ref_area) from touched);
delete from series where (indicator, ref_area) in (select (indicator, ref_area) from touched);
delete from contested where (indicator, ref_area) in (select (indicator, ref_area) from touched);
delete from contradiction where (indicator, ref_area) in (select (indicator, ref_area) from touched);
delete from odd where figure in (select figure from gone) or figure in (select figure from figure);
-- Documents are counted up and down.
create or replace temp table counted as
select source, ref_area, embargo_until, secret, cast(sum(figures) as bigint) as figures, cast(sum(verified) as bigint) as verified,
    cast(sum(missed) as bigint) as missed
from (
    from origin union all
    select source, ref_area, embargo_until, coalesce(conf_status, 'F') = 'N', way, if(verified, way, 0), if(not verified, way, 0)
    from (select *, -1 as way from gone union all select *, 1 from fresh))
group by all having sum(figures) > 0 order by source, ref_area;
delete from origin;
insert into origin from counted;

-- # recounted
drop table temp.figure;
insert into contested
from figure where figure in (select figure from contradiction where (indicator, ref_area) in (select (indicator, ref_area) from touched))
    and indicator in (select indicator from touched);

-- # keep
delete from observed_file;
insert into observed_file select unnest($nrs), unnest($files), unnest($hashes), unnest($told);
delete from leaned_on;
insert into leaned_on from leaned_now;
