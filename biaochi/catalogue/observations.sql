-- CSV rows into the tables of figures (observations.py). A cell is found by its column's name, wherever its file has it.

-- # macros
create temp macro cell(cells, columns, name, blank) as nullif(trim(cells[list_position(columns, name)], blank), '');
-- A spreadsheet's mark for text before a number.
create temp macro unmarked(c, blank) as if(starts_with(c, chr(39)), nullif(trim(c[2:], blank), ''), c);
-- Full-width signs are plain ones in everything that is a code; translate is slow, and needed only where a sign is not ASCII.
create temp macro plain(c, blank, wide, narrow) as
    if(strlen(c) = length(c), unmarked(c, blank), translate(unmarked(c, blank), wide, narrow));

-- # rows
insert into typed by name
select (select coalesce(max(row), 0) from typed) + row_number() over (order by nr, n) as row, 'observation' as role,
       file, n as line, keys, unmarked(value, $blank) as value, quote, prefix, suffix, note,
       plain(indicator, $blank, $wide, $narrow) as indicator, plain(ref_area, $blank, $wide, $narrow) as ref_area,
       plain(time_period, $blank, $wide, $narrow) as time_period, plain(source, $blank, $wide, $narrow) as source,
       plain(basis, $blank, $wide, $narrow) as basis, plain(unit, $blank, $wide, $narrow) as unit,
       plain(cumulative_from, $blank, $wide, $narrow) as cumulative_from,
       plain(obs_status, $blank, $wide, $narrow) as obs_status, plain(conf_status, $blank, $wide, $narrow) as conf_status,
       plain(embargo_until, $blank, $wide, $narrow) as embargo_until, plain(inferred, $blank, $wide, $narrow) as inferred
from (
    select nr, n, file, null as keys, cell(cells, columns, 'value', $blank) as value, cell(cells, columns, 'quote', $blank) as quote,
           cell(cells, columns, 'prefix', $blank) as prefix, cell(cells, columns, 'suffix', $blank) as suffix,
           cell(cells, columns, 'note', $blank) as note, cell(cells, columns, 'indicator', $blank) as indicator,
           cell(cells, columns, 'ref_area', $blank) as ref_area, cell(cells, columns, 'source', $blank) as source,
           cell(cells, columns, 'time_period', $blank) as time_period, cell(cells, columns, 'basis', $blank) as basis,
           cell(cells, columns, 'unit', $blank) as unit, cell(cells, columns, 'obs_status', $blank) as obs_status,
           cell(cells, columns, 'cumulative_from', $blank) as cumulative_from,
           cell(cells, columns, 'conf_status', $blank) as conf_status,
           cell(cells, columns, 'embargo_until', $blank) as embargo_until, cell(cells, columns, 'inferred', $blank) as inferred
    from csv_row join csv_file using (nr)
    -- rows that came from a database, with its name for a file and their key for a line
    union all by name select * from pulled_row);

-- # pulled
insert into pulled_row by name
select $nr as nr, file_row_number as n, $file as file, * exclude (file_row_number) from read_parquet($path, file_row_number = true);

-- # verified
insert into verified_quote by name
select cell(cells, columns, 'source', $blank) as source, cell(cells, columns, 'sha256', $blank) as sha256,
       cell(cells, columns, 'value', '') as value, cell(cells, columns, 'quote', '') as quote,
       cell(cells, columns, 'prefix', '') as prefix, cell(cells, columns, 'suffix', '') as suffix,
       cell(cells, columns, 'verified', $blank) as verified, cell(cells, columns, 'date', $blank) as date
from csv_row join csv_file using (nr);
