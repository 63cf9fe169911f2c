"""`biaochi judge`: verdicts for a table of targets and values with the columns of progress-vectors.csv."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from biaochi.model import Thresholds
from biaochi.progress.queries import select_judged

if TYPE_CHECKING:
    import pandas as pd


def judge_table(con: Any, frame: pd.DataFrame, as_of: date | None = None,
                thresholds: Thresholds | None = None) -> pd.DataFrame:
    """The rows as given plus verdict, ratio, score by each row's `method`, and `problem` where a cell is unreadable.

    con: a DuckDB connection or cursor. All cells are text, empty is unknown, missing columns are tolerated.
    as_of holds for rows without their own; ratio is r (linear_pace) or R, empty where there is none.
    """
    from biaochi.progress import cells  # loads pandas, which pages do without

    limits = thresholds or Thresholds()
    given, problem = cells.read(frame, limits.near_share, limits.about_share)
    sql, params = select_judged(as_of, limits)
    cursor = con.cursor()
    cursor.register("given", given)
    try:
        judged = cursor.execute(sql, params).df()
    finally:
        cursor.unregister("given")
    sound = problem == ""
    answer = frame.reset_index(drop=True).assign(
        verdict=judged["verdict"].where(sound, ""),
        ratio=judged["ratio"].astype(float).where(sound),
        score=judged["score"].astype(float).where(sound))
    return answer if sound.all() else answer.assign(problem=problem)
