"""The SQL of the verdicts, put together from the files beside this one; it runs on any connection of the caller's."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from biaochi.model import Thresholds

Query = tuple[str, dict[str, Any]]
"""SQL text and its named parameters, all of which it uses."""


@cache
def text(name: str) -> str:
    """One SQL file of this folder, a complete SELECT."""
    return Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")


def cuts(thresholds: Thresholds) -> dict[str, Any]:
    """The parameters of assess.sql: the scheme, its cuts as ratios or percentage points (methods.md section 1)."""
    return thresholds.model_dump(include={"scheme", "on_track", "slow", "points_green", "points_red"})


def assess(thresholds: Thresholds | None = None) -> Query:
    """Verdict and numbers of every row of a relation named `cases` (its columns: assess.sql), by case_id."""
    return text("assess"), cuts(thresholds or Thresholds())


def select_assessments(as_of: date, thresholds: Thresholds | None = None) -> Query:
    """One row a target: plan, ord, indicator, ref_area, the judged figure and its value, verdict and numbers.

    Reads the snapshot's tables target, figure and indicator; columns: cases.sql, then the last select of assess.sql.
    """
    sql = (f"with candidates as ({text('candidates')}),\ncases as ({text('cases')})\n"
           f"select * from cases join ({text('assess')}) assessed using (case_id) order by plan, ord")
    return sql, {"as_of": as_of} | cuts(thresholds or Thresholds())


def select_near() -> str:
    """The figures among which the verdicts are sought, of a snapshot in which all figures stand in main.figure."""
    return text("near")


def select_apart(as_of: date) -> Query:
    """One row a target and observation that was not judged, with the reason (columns: apart.sql)."""
    return f"with candidates as ({text('candidates')})\n{text('apart')}", {"as_of": as_of}


def select_judged(as_of: date | None, thresholds: Thresholds) -> Query:
    """Verdict, ratio and score of every row of `given` by the method that the row names."""
    named = ", ".join(f"case method when 'opensdg' then opensdg_{name} when 'eurostat' then eurostat_{name}"
                      f" else {linear} end as {name}"
                      for name, linear in (("verdict", "verdict"), ("ratio", "pace_ratio"), ("score", "null")))
    sql = (f"with cases as ({text('judge')})\n"
           f"select {named} from cases join ({text('assess')}) assessed using (case_id) order by case_id")
    return sql, {"as_of": as_of} | cuts(thresholds)
