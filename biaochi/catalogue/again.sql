-- A snapshot made of the last one (again.py): what rests on nothing that has changed is kept. The last one has no errors, so
-- that no row of it stayed out and every id that it names is known.

-- # others
select table_name as name, table_type = 'VIEW' as is_view from information_schema.tables
where table_catalog = current_database() and table_schema = 'main'
    and table_name not in ('reading', 'manner', 'found', 'stray', 'observed_file', 'leaned_on')
order by is_view desc;

-- # empty
delete from reading; delete from manner; delete from found; delete from stray; delete from observed_file; delete from leaned_on;

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
create or replace temp table gone as
select figure, r.manner, slot_of(spot, ref_area) as slot, indicator from reading r join manner m using (manner)
where m.role <> 'observation' or r.file in (select unnest($files));
insert into touched select distinct slot, indicator from gone;
delete from reading where figure in (select figure from gone);
delete from manner where role <> 'observation';
delete from found where slot is null and file not in (select file from observed_file where not list_contains($files, file));

-- # settled
-- The new figures touch places, too; what was said of a place that is touched is said again.
insert into touched
select distinct slot_of(spot, ref_area), indicator from reading r join manner m using (manner)
where m.role <> 'observation' or r.file in (select unnest($files));
insert into touched select distinct slot, indicator from stray;
delete from found where slot in (select slot from touched);

-- # keep
delete from observed_file;
insert into observed_file select unnest($nrs), unnest($files), unnest($hashes), unnest($told);
delete from leaned_on;
insert into leaned_on from leaned_now;
