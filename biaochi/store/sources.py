"""Questions about documents: how many figures each holds, and the figures of one, some at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from biaochi.store.asking import FIGURES, KNOWN, VISIBLE, Asking, Row, only, remembered

_SOURCES = f"""
with told as (
    select source, sum(figures) as figures, sum(verified) as verified, sum(missed) as missed
    from {{}} where {KNOWN} group by source
)
select s.*, cast(coalesce(c.figures, 0) as bigint) as figures, cast(coalesce(c.verified, 0) as bigint) as verified,
    cast(coalesce(c.missed, 0) as bigint) as missed
from source s left join told c using (source) order by s.ord
"""  # noqa: S608 - nothing of a reader's is in it
_SHOWN = "not secret and (embargo_until is null or embargo_until <= $as_of)"
# One whose figures all wait is not named yet, unless a plan is this document: plans wait for nothing.
_OF_PLAN = "source in (select source from plan where source is not null)"
_UNNAMED = f"select source from {{}} where not {_OF_PLAN} group by source having not bool_or({_SHOWN})"  # noqa: S608
# Those with confirmed quotes first.
_LISTED = f"""
select s.*, cast(coalesce(o.figures, 0) as bigint) as figures, cast(coalesce(o.verified, 0) as bigint) as verified,
    cast(coalesce(o.missed, 0) as bigint) as missed,
    row_number() over (order by coalesce(o.verified, 0) = 0, coalesce(o.figures, 0) desc, s.ord) - 1 as place
from source s left join (
    select source, sum(figures) filter ({_SHOWN}) as figures, sum(verified) filter ({KNOWN}) as verified,
        sum(missed) filter ({KNOWN}) as missed, bool_or({_SHOWN}) as told
    from {{}} group by source
) o using (source) where coalesce(o.told, true) or {_OF_PLAN}
"""  # noqa: S608
_THESE = "source = $source and figure in (select unnest(cast($these as bigint[])))"
_ALL = "select * exclude (place) from ({}) order by place"
_SOME = "select * exclude (place) from ({}) where place >= $start and place < $start + $size order by place"
_COUNT = """select count(*) as documents, cast(coalesce(sum(figures), 0) as bigint) as figures,
    max(place) filter (source = $source) as place from ({})"""
_PLACED = f"""
select figure, row_number() over (order by coalesce(f.plan, '~'), coalesce(f.ord, 0),
    case role when 'target' then 1 when 'milestone' then 2 when 'baseline' then 3 else 4 end,
    ref_area, i.ord, period_end nulls last, figure) - 1 as place
from figure f join indicator i using (indicator) where source = $source and {VISIBLE}
"""  # noqa: S608
_OF_PLACES = f"""with placed as ({_PLACED})
select figure, place from placed where place >= $start and place < $start + $size order by place
"""  # noqa: S608
_WHERE = f"""with placed as ({_PLACED})
select count(*) as total, max(place) filter (cast(figure as varchar) = $figure) as place from placed
"""  # noqa: S608


@dataclass(frozen=True)
class Shelf:
    """How many documents there are, with how many figures, and which place (from 0) one of them has."""

    documents: int
    figures: int
    place: int | None


class Sources(Asking):
    """What the pages of documents ask."""

    @remembered
    def every_source(self) -> list[Row]:
        """All documents, also those that may not be named yet; never for mere readers."""
        return self.rows(_SOURCES.format(self.summary("origin")))

    @remembered
    def unnamed(self, as_of: date) -> frozenset[str]:
        """The documents that may not be named on a date, because all of their figures wait."""
        found = self.rows(_UNNAMED.format(self.summary("origin")), as_of=as_of)
        return frozenset(row["source"] for row in found)

    def sources(self, as_of: date | None = None) -> list[Row]:
        """The documents that may be named on a date (else that of the snapshot), with the number of their figures."""
        hidden = self.unnamed(as_of or self.compiled_for)
        return [row for row in self.every_source() if row["source"] not in hidden]

    def source(self, source: str, as_of: date | None = None) -> Row | None:
        """One document that may be named on a date, or None."""
        found = self._source_by_id.get(source)
        return None if source in self.unnamed(as_of or self.compiled_for) else found

    @cached_property
    def _source_by_id(self) -> dict[str, Row]:
        return {row["source"]: row for row in self.every_source()}

    @remembered
    def shelf(self, as_of: date, source: str = "") -> Shelf:
        """The documents that may be named on a date, and where one of them stands."""
        return Shelf(**self.rows(_COUNT.format(self._listed()), as_of=as_of, source=source)[0])

    @remembered
    def documents(self, as_of: date, start: int = 0, size: int | None = None) -> list[Row]:
        """These documents, or some of them, those with confirmed quotes first; figures as of the date."""
        if size is None:
            return self.rows(_ALL.format(self._listed()), as_of=as_of)
        return self.rows(_SOME.format(self._listed()), as_of=as_of, start=start, size=size)

    def _listed(self) -> str:
        return _LISTED.format(self.summary("origin"))

    @remembered
    def place_in(self, as_of: date, source: str, figure: str = "") -> tuple[int, int | None]:
        """How many figures a document has, and where the one of this number stands among them (from 0)."""
        found = self.rows(_WHERE, as_of=as_of, source=source, figure=figure)[0]
        return found["total"], found["place"]

    @remembered
    def figures_from(self, as_of: date, source: str, start: int, size: int) -> list[Row]:
        """Some figures of a document: those of plans first, in the order of the plans."""
        found = self.rows(_OF_PLACES, as_of=as_of, source=source, start=start, size=size)
        place = {one["figure"]: one["place"] for one in found}
        asked = f"{FIGURES}{only(_THESE)}"
        rows = self.rows(asked, as_of=as_of, source=source, these=list(place)) if place else []
        return sorted(rows, key=lambda row: place[row["figure"]])
