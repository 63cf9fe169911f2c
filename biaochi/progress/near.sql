-- The figures of targets, and those that could be laid beside one: of its indicator or one of the same concept, in its area.
-- Few of all: the verdicts are sought among them, and need none of their words. Reads main.figure, target, indicator.
with named as (
    select distinct other.indicator, t.ref_area
    from target t join indicator i on i.indicator = t.indicator
    join indicator other on other.indicator = i.indicator or other.concept = i.concept
)
select f.* exclude (quote, prefix, suffix, note) from main.figure f
semi join named n on n.indicator = f.indicator and n.ref_area = f.ref_area
where f.indicator in (select indicator from named)
