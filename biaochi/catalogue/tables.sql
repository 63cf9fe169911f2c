-- CSV lines into rows (tables.py). Every statement stands under its name; parameters are signs and patterns, never SQL.

-- # line
insert into csv_line
select $nr, $first + i - 1, line
from (select unnest(lines) as line, generate_subscripts(lines, 1) as i from (select string_split($text, chr(10)) as lines));

-- # plain
-- Whole files as lines; the number of a line is its place in all of them less the lines of the files before.
insert into csv_line
select f.nr, i - f.before, coalesce(line, '')
from (select line, filename, row_number() over () as i from read_csv($paths, header = false, auto_detect = false, delim = chr(7),
          quote = '', escape = '', columns = {'line': 'varchar'}, max_line_size = 32000000, filename = true))
join (select unnest($paths) as filename, unnest($nrs) as nr, unnest($before) as before) f using (filename);

-- # counted
select nr, count(*) as lines from csv_line group by nr;

-- # many
select 1 from (select count(*) as lines from csv_line) where lines > $most;

-- # cluster
create or replace temp table csv_line as
select l.nr, l.n, l.line from csv_line l join csv_file f using (nr)
order by split_part(line, delimiter, area)[1:4], split_part(line, delimiter, f.indicator), split_part(line, delimiter, area), n;

-- # odd
-- Lines that are no row by themselves: a cell goes on in the next line, or a quotation mark is out of place.
insert into csv_odd
select nr, n from csv_line join csv_file using (nr)
where delimiter = $delimiter and n > header and contains(line, '"') and not regexp_full_match(line, $row);

-- # around
select distinct o.nr, l.n, l.line from csv_odd o join csv_line l on l.nr = o.nr and l.n between o.n and o.n + $most
order by o.nr, l.n;

-- # joined
delete from csv_line using csv_joined j where csv_line.nr = j.nr and csv_line.n between j.n and j.last;
insert into csv_line select nr, n, line from csv_joined;
delete from csv_odd;
delete from csv_joined;

-- # split
insert into csv_row
select nr, n, case when not contains(line, '"') then string_split(line, $delimiter)
    else list_transform(regexp_extract_all($delimiter || line, $cell, 1), lambda c: case when starts_with(trim(c), '"')
        then replace(substr(trim(c), 2, length(trim(c)) - 2), '""', '"') else c end) end
from csv_line join csv_file using (nr)
where delimiter = $delimiter and n > header and trim(line, $blank) <> '' and not contains(line, chr(65533))
    and not exists (select 1 from csv_wrong w where w.nr = csv_line.nr and w.n = csv_line.n);

-- # ragged
-- Too few cells, or more than there are columns and something in them (spreadsheets leave empty ones behind).
insert into csv_wrong
select nr, n, 'csv_ragged', least(len(cells), width) + 1, len(cells), null from csv_row join csv_file using (nr)
where len(cells) < width
    or (len(cells) > width and trim(array_to_string(cells[width + 1:], ''), $blank) <> '');

-- # nameless
select nr, i as col, min(n) as n
from (select nr, width, unnest(range(1, width + 1)) as i from csv_file where list_contains(columns[:width], ''))
join csv_file using (nr) join csv_row using (nr)
where columns[i] = '' and trim(coalesce(cells[i], ''), $blank) <> '' group by nr, col order by nr, col;

-- # told
select w.*, l.line, row_number() over one as nth, count(*) over (partition by w.nr, w.code) as total
from csv_wrong w left join csv_line l using (nr, n)
window one as (partition by w.nr, w.code order by w.n) qualify nth <= $most order by w.nr, w.n;

-- # drop
delete from csv_row using csv_wrong w where csv_row.nr = w.nr and csv_row.n = w.n;

-- # filled
select distinct nr from csv_row union select nr from csv_wrong;

-- # clear
delete from csv_line;
delete from csv_row;
delete from csv_wrong;
