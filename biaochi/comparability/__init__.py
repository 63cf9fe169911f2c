"""Which figures may stand on one axis, and why the others may not (methods.md section 5): set-wise in SQL.

An answer of compare() is made of plain dicts and lists; unknown is None, an open end an infinity:
  kind (indicator | concept), id, name, name_en, as_of, areas (chosen or None)
  indicators: id, name, name_en, definition, unit, basis, direction, decimals, denominators of each asked for
  groups, largest first, then newest:
    indicator, basis, unit, level, direction, decimals, time_period, slot_start, slot_end, counted_from,
    at_date (counted at a date: a calendar year is one period), areas (how many), peers (how many there could be),
    missing [{ref_area, area_name, area_name_en}], conflict, rankable,
    reason (None | too_few | missing | conflict | no_direction), median (None where it cannot be known),
    sum (None unless every peer has an exact value), differs (from the first group; empty = another year of the same),
    total: None, or what is printed for the area around the group: ref_area, area_name, time_period, printed (number),
      value_text, comparator, sum, agrees (None = cannot be said), source, title, also
    figures, best first: figure, ref_area, area_name, area_name_en, time_period, value, value_text, comparator, lower,
      upper, lower_open, upper_open, usual_lower, usual_upper, unit, rank (None = not one place), rank_text ("2–3"),
      conflict (one of several values of its area), obs_status, inferred, note, source, title, reliability, quote,
      verified,
      also (what stands behind it: the same value elsewhere, an earlier date of the year)
  apart: every other figure, near misses first; columns as a figure's, and indicator, indicator_name, basis, level,
    own (of what was asked for), differs (attributes in which it differs from the first group), near (the same
    definition, other months)
  excluded: figures that cannot exist or were not collected (status M, L).
"""

from biaochi.comparability.ask import change, compare, matrix, per_head, select_groups
from biaochi.comparability.tell import as_json, as_text, reason, refusal, total, why
from biaochi.comparability.what import Asked, resolve

__all__ = [
    "Asked",
    "as_json",
    "as_text",
    "change",
    "compare",
    "matrix",
    "per_head",
    "reason",
    "refusal",
    "resolve",
    "select_groups",
    "total",
    "why",
]
