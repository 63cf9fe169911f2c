"""Questions about verdicts: how every target stands on a date, and what was not judged."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from biaochi import progress
from biaochi.store.asking import FIGURES, IN_ORDER, Asking, Row, only, remembered

_ASSESSED = """
select a.*, t.target_text, t.target_period, t.baseline_text, t.baseline_comparator, t.baseline_period, t.basis, t.unit,
    t.target_nature, t.aspirational, t.lead_org, t.responsible_org, t.headline, t.note, t.file, t.line, t.months,
    i.name as indicator_name, i.name_en as indicator_name_en, i.theme, i.decimals, i.lead_org as indicator_lead_org,
    p.name as plan_name, p.name_en as plan_name_en, p.period as plan_period, p.period_end as plan_end,
    p.lead_org as plan_lead_org,    r.name as area_name, r.name_en as area_name_en
from {} a join target t using (plan, ord) join indicator i on i.indicator = a.indicator
join plan p on p.plan = a.plan join area r on r.ref_area = a.ref_area
order by p.ord, a.ord
"""
_OF_PLAN = "(select * from {} where ($plan is null or plan = $plan) and ($area is null or ref_area = $area))"
_WITH_VERDICT = "(select * from {} where $verdicts is null or list_contains($verdicts, verdict))"
# The same statement over fewer targets, and the figures of their areas.
_ONLY = f"""
with target as {_OF_PLAN.format("main.target")}, figure as (
    select * from main.figure where ref_area in (select ref_area from target))
select * from """  # noqa: S608
FEW = 1000
"""So many targets are judged all at once for a date that is not the snapshot's."""
_APART = f"select * from {_OF_PLAN.format('apart')}"  # noqa: S608
_NUMBERED = "figure in (select unnest(cast($figures as bigint[])))"
_BEHIND = """ref_area in (select unnest($areas)) and figure in (
    select figure from figure where plan in (select unnest($plans)) union all select unnest(cast($also as bigint[])))"""


class Judged(Asking):
    """What overview, plan and indicator pages ask about targets."""

    @remembered
    def assessments(
        self,
        as_of: date,
        plan: str | None = None,
        ref_area: str | None = None,
        verdicts: tuple[str, ...] | None = None,
    ) -> list[Row]:
        """The verdict on every target (or of these verdicts) on a date, in the order of the plans' files.

        Numbers as in assess.sql.
        """
        if self.compiled_for == as_of:
            asked = _ASSESSED.format(_WITH_VERDICT.format(_OF_PLAN.format("assessment")))
            return self.rows(asked, plan=plan, area=ref_area, verdicts=verdicts and list(verdicts))
        found = _of(self._assessed(as_of, *self._narrow(plan, ref_area)), plan, ref_area)
        return [row for row in found if verdicts is None or row["verdict"] in verdicts]

    @remembered
    def _assessed(self, as_of: date, plan: str | None, ref_area: str | None) -> list[Row]:
        sql, params = progress.select_assessments(as_of, self.config.thresholds)
        return self.rows(_ASSESSED.format(f"({_ONLY}({sql}))"), **params, plan=plan, area=ref_area)

    @remembered
    def apart(self, as_of: date, plan: str | None = None, ref_area: str | None = None) -> list[Row]:
        """Observations beside a target that were not judged, each with the reason."""
        if self.compiled_for == as_of and self.has("apart"):
            return self.rows(_APART, plan=plan, area=ref_area)
        return _of(self._apart(as_of, *self._narrow(plan, ref_area)), plan, ref_area)

    @remembered
    def _apart(self, as_of: date, plan: str | None, ref_area: str | None) -> list[Row]:
        sql, params = progress.select_apart(as_of)
        return self.rows(f"{_ONLY}({sql})", **params, plan=plan, area=ref_area)

    def _narrow(self, plan: str | None, ref_area: str | None) -> tuple[str | None, str | None]:
        """What to judge on another date: all targets at once where they are few, else those that are asked for."""
        return (plan, ref_area) if self._targets > FEW else (None, None)

    @cached_property
    def _targets(self) -> int:
        return self.rows("select count(*) as n from target")[0]["n"]

    @remembered
    def told(self, as_of: date, figures: tuple[int, ...]) -> list[Row]:
        """The figures of these numbers that may be shown on a date."""
        asked = f"{FIGURES}{only(_NUMBERED)}{IN_ORDER}"
        return self.rows(asked, as_of=as_of, figures=list(figures)) if figures else []

    @remembered
    def figures_behind(
        self, as_of: date, plans: tuple[str, ...], areas: tuple[str, ...], also: tuple[int, ...]
    ) -> list[Row]:
        """The figures of these plans of these areas, and those with the numbers `also`."""
        asked = f"{FIGURES}{only(_BEHIND)}{IN_ORDER}"
        return self.rows(asked, as_of=as_of, plans=list(plans), areas=list(areas), also=list(also))


def _of(rows: list[Row], plan: str | None, ref_area: str | None) -> list[Row]:
    return [row for row in rows if plan in (None, row["plan"]) and ref_area in (None, row["ref_area"])]
