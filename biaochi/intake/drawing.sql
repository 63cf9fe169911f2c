-- Rows of a source, already as text (drawing.py), in an order of their own: a database promises none.

-- # count
select count(*) from drawn;

-- # sorted
create table sorted as
select * from (select nullif(trim(columns(*), $blank), '') from drawn) order by all;

-- # digest
-- Of the content, not of the file: the same rows have the same digest whoever writes them. In pieces, for any number of rows.
select sha256(coalesce(string_agg(piece, '' order by nr), '')) from (
    select n // 10000 as nr, sha256(string_agg(line, chr(10) order by n)) as piece
    from (select row_number() over () as n, cast(to_json(s) as varchar) as line from sorted s)
    group by nr);
