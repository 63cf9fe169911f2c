-- The tables of a snapshot that come from the planners' files. Values, lower and upper are in the indicator's unit.
create table area (ref_area varchar, name varchar, name_en varchar, parent varchar, level varchar,
    valid_from varchar, valid_to varchar, file varchar, line integer, ord integer);
create table source (source varchar, title varchar, publisher varchar, doc_number varchar, doc_type varchar,
    date_published varchar, date_accessed varchar, url varchar, archived_path varchar, license varchar, sha256 varchar,
    reliability varchar, citation varchar, inferred boolean, note varchar, file varchar, line integer, ord integer);
create table theme (theme varchar, name varchar, name_en varchar, note varchar, ord integer);
create table concept (concept varchar, name varchar, name_en varchar, note varchar);
create table indicator (indicator varchar, name varchar, name_en varchar, theme varchar, concept varchar, definition varchar,
    unit varchar, basis varchar, direction varchar, freq varchar, decimals integer, limit_value double, lead_org varchar,
    note varchar, only_in varchar, aliases varchar[], related varchar[], denominators varchar[], file varchar, line integer, ord integer);
create table plan (plan varchar, name varchar, name_en varchar, ref_area varchar, period varchar, period_start date,
    period_end date, source varchar, lead_org varchar, note varchar, file varchar, line integer, ord integer);
-- slides and problems: JSON, as model/decks.py and Problem have their fields.
create table deck (deck varchar, name varchar, name_en varchar, ref_area varchar, plan varchar, as_of date, snapshot varchar,
    theme varchar, auto integer, note varchar, slides varchar, problems varchar, file varchar, ord integer);
create table target (plan varchar, indicator varchar, ref_area varchar, ord integer, target_type varchar, direction varchar,
    target_text varchar, target_value double, target_upper double, target_comparator varchar, target_lower_open boolean,
    target_upper_open boolean, target_period varchar, target_end date, target_annual boolean,
    baseline_text varchar, baseline_value double, baseline_comparator varchar, baseline_period varchar, baseline_end date,
    baseline_annual boolean, baseline_stated boolean, cumulative_from varchar, basis varchar, unit varchar, months integer, limit_value double,
    target_nature varchar, aspirational boolean, lead_org varchar, responsible_org varchar, headline boolean,
    note varchar, file varchar, line integer);
-- A figure is a reading, what only it says, of a manner, what many have in common: when, of what, how counted, how printed.
-- given_unit: that of the printed value, where it is not the indicator's.
-- Manners are few and joined by number, so that millions of figures are written and searched quickly. spot: hash of its place.
create table if not exists manner (manner integer, role varchar, plan varchar, ord integer, indicator varchar, time_period varchar,
    period_start date, period_end date, period_kind varchar, months integer, season varchar, annual boolean, dated boolean,
    comparator varchar, lower_open boolean, upper_open boolean, aspirational boolean, unit varchar, given_unit varchar,
    basis varchar, cumulative_from varchar, obs_status varchar, conf_status varchar, embargo_until date, inferred boolean,
    spot ubigint);
create table if not exists reading (figure bigint, manner integer, ref_area varchar, value double, value_text varchar, lower double,
    upper double, usual_lower double, usual_upper double, note varchar, source varchar, quote varchar using compression zstd,
    prefix varchar, suffix varchar, verified boolean, file varchar, line integer);
create view figure as
    select figure, role, plan, ord, indicator, ref_area, time_period, period_start, period_end, period_kind, months, season,
        annual, dated, value, value_text, comparator, lower, upper, lower_open, upper_open, usual_lower, usual_upper,
        aspirational, unit, given_unit, basis, cumulative_from, obs_status, conf_status, embargo_until, inferred, note, source, quote,
        prefix, suffix, verified, file, line
    from reading join manner using (manner);

-- CSV files while they are read (tables.py): lines, rows of cells, and what is wrong with which line.
create temp table csv_file (nr integer, file varchar, delimiter varchar, header integer, width integer, columns varchar[],
    area integer, indicator integer);
create temp table csv_line (nr integer, n bigint, line varchar);
create temp table csv_odd (nr integer, n bigint);
create temp table csv_joined (nr integer, n bigint, last bigint, line varchar);
create temp table csv_row (nr integer, n bigint, cells varchar[]);
create temp table csv_wrong (nr integer, n bigint, code varchar, col integer, found integer, said varchar);

-- Rows as text that were not read line by line: those pulled from databases (intake; in `file` the source, in `keys` the row's
-- key), and rows of plain files that are looked at more closely (smooth.sql).
create temp table text_row (nr integer, n bigint, file varchar, keys varchar, indicator varchar, ref_area varchar,
    time_period varchar, value varchar, source varchar, quote varchar, basis varchar, unit varchar, cumulative_from varchar,
    prefix varchar, suffix varchar, obs_status varchar, conf_status varchar, embargo_until varchar, inferred varchar,
    note varchar);

-- Every figure as it was typed, before anything is believed: one row an observation, target, baseline or milestone.
-- keys: where in its file it stands, if not in a line: in YAML the keys as JSON, in a database the key of the row.
create temp table typed (row bigint, role varchar, plan varchar, ord integer, target_type varchar, file varchar, line integer,
    keys varchar, indicator varchar, ref_area varchar, time_period varchar, value varchar, source varchar, quote varchar,
    basis varchar, unit varchar, cumulative_from varchar, prefix varchar, suffix varchar, obs_status varchar,
    conf_status varchar, embargo_until varchar, inferred varchar, note varchar);
create temp macro place_of(t) as t.file || if(t.pulled, '[' || t.keys || ']', ':' || t.line);
-- Observation files of which a column is only taken for what it may be: checked, not kept.
create temp table unsure (file varchar);
-- What stands in a target's entry beside its figures.
create temp table target_entry (plan varchar, ord integer, target_type varchar, direction varchar, target_nature varchar,
    lead_org varchar, responsible_org varchar, headline boolean);
-- Ids that were at least meant, of the kinds of which all could be read.
create temp table known (kind varchar, id varchar);
create temp table choice (field varchar, word varchar);
create temp table flag_word as select unnest(['true', 'yes', 'y', '是', '1']) as word, true as yes
    union all select unnest(['false', 'no', 'n', '否', '0']), false;
create temp table severe (code varchar);
-- What is wrong with it; `field` is the field's name in the file.
create temp table wrong (row bigint, code varchar, field varchar, params varchar);
-- The same once its rows are gone: what told.py tells. slot: of what figures say about each other, where on an axis they stand.
create table if not exists found (code varchar, field varchar, params varchar, file varchar, line integer, keys varchar,
    slot ubigint);
-- What stands at a place on an axis: the figures that are kept, and the rows that stayed out (`stray`).
create table if not exists stray (row bigint, role varchar, indicator varchar, ref_area varchar, canonical varchar,
    own_basis varchar, counted varchar, source varchar, value varchar, quote varchar, lower double, upper double,
    lower_open boolean, upper_open boolean, number double, obs_status varchar, file varchar, line integer, slot ubigint);
-- What the figures of a file rest on, so that the next snapshot can keep those on which nothing has changed (again.py).
create table if not exists observed_file (nr integer, file varchar, sha256 varchar, told boolean);
create table if not exists leaned_on (kind varchar, id varchar, said varchar);
create temp table touched (slot ubigint, indicator varchar, ref_area varchar);
create temp macro spot_of(indicator, period, basis, counted) as
    hash(indicator, coalesce(period, ''), basis, coalesce(counted, ''));
create temp macro slot_of(spot, ref_area) as hash(spot, ref_area);
create temp view standing as
    select figure as row, role, indicator, ref_area, time_period as canonical, basis as own_basis, cumulative_from as counted,
        source, value_text as value, quote, lower, upper, lower_open, upper_open, value as number, obs_status, file, line,
        slot_of(spot, ref_area) as slot
    from reading join manner using (manner) where role in ('observation', 'baseline') union all from stray;
create temp table period_of (time_period varchar, canonical varchar, period_start date, period_end date, period_kind varchar,
    months integer, season varchar, annual boolean, dated boolean, code varchar, params varchar);
create temp table unit_of (given_unit varchar, unit varchar, power integer, code varchar, params varchar);
create temp table hedge_of (value varchar, quote varchar, unit varchar);
create temp table quantity_of (value varchar, role varchar, given_unit varchar, unit varchar, number double, comparator varchar,
    lower double, upper double, lower_open boolean, upper_open boolean, usual_lower double, usual_upper double,
    aspirational boolean, code varchar, params varchar);
create temp table verified_quote (source varchar, sha256 varchar, value varchar, quote varchar, prefix varchar, suffix varchar,
    verified varchar, date varchar);
