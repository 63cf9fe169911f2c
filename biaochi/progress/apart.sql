-- The observations that were not judged, each with its reason; two that contradict each other with `conflict`.
-- Reads `candidates` (candidates.sql). `counts`: it alone would make the target not_comparable.
select case_id, plan, ord, indicator, ref_area, figure, coalesce(reason, 'conflict') as reason,
    reason is not null and counts as counts
from candidates
where reason is not null or newest and differs
order by plan, ord, period_end desc nulls last, figure
