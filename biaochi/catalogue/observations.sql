-- CSV rows into the tables of figures (observations.py). $blank: the signs that may stand around a cell.

-- # macros
-- A cell without blanks around it; $blank is empty where no file of the batch has any at the edge of a cell.
create or replace temp macro cell(cells, i, blank) as nullif(if(blank = '', cells[i], trim(cells[i], blank)), '');
-- A spreadsheet's mark for text before a number.
create or replace temp macro unmarked(c, blank) as if(starts_with(c, chr(39)), nullif(trim(c[2:], blank), ''), c);
-- Full-width signs are plain ones in everything that is a code; translate is slow, and needed only where a sign is not ASCII.
create or replace temp macro plain(c, blank, wide, narrow) as
    if(strlen(c) = length(c), unmarked(c, blank), translate(unmarked(c, blank), wide, narrow));
create or replace temp macro named(cells, columns, name, blank) as nullif(trim(cells[list_position(columns, name)], blank), '');

-- # cells
-- Rows of cells as texts, each under the name of its column, wherever that stands in its file.
insert into text_row by name
select nr, n, place.file,
       cell(cells, place.indicator, $blank) as indicator, cell(cells, place.ref_area, $blank) as ref_area,
       cell(cells, place.time_period, $blank) as time_period, cell(cells, place.value, $blank) as value,
       cell(cells, place.source, $blank) as source, cell(cells, place.quote, $blank) as quote, cell(cells, place.basis, $blank) as basis,
       cell(cells, place.unit, $blank) as unit, cell(cells, place.cumulative_from, $blank) as cumulative_from,
       cell(cells, place.prefix, $blank) as prefix, cell(cells, place.suffix, $blank) as suffix,
       cell(cells, place.obs_status, $blank) as obs_status, cell(cells, place.conf_status, $blank) as conf_status,
       cell(cells, place.embargo_until, $blank) as embargo_until, cell(cells, place.inferred, $blank) as inferred,
       cell(cells, place.note, $blank) as note
from (select nr, file,
          list_position(columns, 'indicator') as indicator, list_position(columns, 'ref_area') as ref_area,
          list_position(columns, 'time_period') as time_period, list_position(columns, 'value') as value,
          list_position(columns, 'source') as source, list_position(columns, 'quote') as quote,
          list_position(columns, 'basis') as basis, list_position(columns, 'unit') as unit,
          list_position(columns, 'cumulative_from') as cumulative_from, list_position(columns, 'prefix') as prefix,
          list_position(columns, 'suffix') as suffix, list_position(columns, 'obs_status') as obs_status,
          list_position(columns, 'conf_status') as conf_status, list_position(columns, 'embargo_until') as embargo_until,
          list_position(columns, 'inferred') as inferred, list_position(columns, 'note') as note
      from csv_file) place
join csv_row using (nr);

-- # rows
-- The number of a row says its place: its file, its line.
insert into typed by name
select (cast(nr as bigint) + 1) * 100000000 + n as row, 'observation' as role, file, n as line, keys, unmarked(value, $blank) as value,
       quote, prefix, suffix, note,
       plain(indicator, $blank, $wide, $narrow) as indicator, plain(ref_area, $blank, $wide, $narrow) as ref_area,
       plain(time_period, $blank, $wide, $narrow) as time_period, plain(source, $blank, $wide, $narrow) as source,
       plain(basis, $blank, $wide, $narrow) as basis, plain(unit, $blank, $wide, $narrow) as unit,
       plain(cumulative_from, $blank, $wide, $narrow) as cumulative_from,
       plain(obs_status, $blank, $wide, $narrow) as obs_status, plain(conf_status, $blank, $wide, $narrow) as conf_status,
       plain(embargo_until, $blank, $wide, $narrow) as embargo_until, plain(inferred, $blank, $wide, $narrow) as inferred
from text_row;

-- # done
delete from text_row;

-- # pulled
insert into text_row by name
select $nr + 100000 as nr, file_row_number as n, $file as file, * exclude (file_row_number) from read_parquet($path, file_row_number = true);

-- # verified
insert into verified_quote by name
select named(cells, columns, 'source', $blank) as source, named(cells, columns, 'sha256', $blank) as sha256,
       named(cells, columns, 'value', '') as value, named(cells, columns, 'quote', '') as quote,
       named(cells, columns, 'prefix', '') as prefix, named(cells, columns, 'suffix', '') as suffix,
       named(cells, columns, 'verified', $blank) as verified, named(cells, columns, 'date', $blank) as date
from csv_row join csv_file using (nr);
