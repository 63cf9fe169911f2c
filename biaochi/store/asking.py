"""How a snapshot is asked: a cursor of its own for each question, answers remembered."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from datetime import date
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from biaochi import snapshot
from biaochi.catalogue.rows import fetch, sections
from biaochi.model import Config
from biaochi.snapshot import Snapshot

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]
F = TypeVar("F", bound=Callable[..., Any])
_REMEMBERED = 512

EVERY = """
select f.*, i.name as indicator_name, i.name_en as indicator_name_en, i.theme, i.concept, i.decimals,
    a.name as area_name, a.name_en as area_name_en, s.title, s.publisher, s.doc_number, s.doc_type, s.date_published,
    s.reliability, if(s.reliability in ('official', 'press', 'speech'), s.url, null) as url, s.archived_path,
    s.citation, p.name as plan_name, p.name_en as plan_name_en
from figure f
join indicator i using (indicator) join area a using (ref_area) join source s using (source)
left join plan p on p.plan = f.plan
"""
"""Every figure, with the names of what it belongs to, also those that may not be shown yet."""
FIGURES = f"""{EVERY}
where (f.embargo_until is null or f.embargo_until <= $as_of) and coalesce(f.conf_status, 'F') <> 'N'
"""
"""Every figure that may be shown on $as_of, with the names of what it belongs to; questions add their conditions."""

VISIBLE = "(embargo_until is null or embargo_until <= $as_of) and coalesce(conf_status, 'F') <> 'N'"
"""Of `figure`: what may be shown on $as_of."""
KNOWN = "not secret and (embargo_until is null or embargo_until <= (select as_of from about))"
"""Of a summary: what may be shown on the date of the snapshot."""
IN_ORDER = " order by f.ref_area, i.ord, f.period_end nulls last, f.figure"
"""The order of figures: by area, then by indicator, then by period."""


def only(conditions: str) -> str:
    """Conditions on columns of `figure` as one that FIGURES can add: few columns are searched, few rows read whole.

    The areas are named, too, because they lead to few parts of the table.
    """
    those = f"from figure where {conditions}"  # static conditions of ours
    return f" and f.figure in (select figure {those}) and f.ref_area in (select ref_area {those})"


def remembered(method: F) -> F:
    """Keeps the answers of a store's method; the oldest goes when there are too many."""

    @wraps(method)
    def ask(self: Asking, *args: Any, **kwargs: Any) -> Any:
        key = (method.__name__, args, tuple(sorted(kwargs.items())))
        return self.keep(key, lambda: method(self, *args, **kwargs))

    return cast(F, ask)


class Asking:
    """One snapshot that answers static SQL, and remembers what it answered."""

    def __init__(self, of: Snapshot) -> None:
        self.snapshot = of
        self.answers: dict[Hashable, Any] = {}
        self._lock = threading.Lock()

    @property
    def id(self) -> str:
        """The snapshot's hash."""
        return self.snapshot.id

    @cached_property
    def config(self) -> Config:
        """The configuration compiled into the snapshot."""
        return snapshot.config_of(self.snapshot)

    def keep(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What was made under this key before, else made now; it may depend on the snapshot and the key alone."""
        try:
            return self.answers[key]
        except KeyError:
            made = make()
        with self._lock:
            while len(self.answers) >= _REMEMBERED:
                self.answers.pop(next(iter(self.answers)))
            return self.answers.setdefault(key, made)

    @cached_property
    def _tables(self) -> set[str]:
        return {row["table_name"] for row in self.rows("select table_name from information_schema.tables")}

    def has(self, table: str) -> bool:
        """Whether the snapshot has a table; one of an older program may lack it."""
        return table in self._tables

    def summary(self, name: str) -> str:
        """What to select from: the table of summaries.sql, or the statement that makes it."""
        if self.has(name):
            return name
        made = sections("summaries")
        before = f"with series as ({made['series']}) " if name != "series" else ""
        return f"({before}select * from ({made[name]}))"  # noqa: S608 - our own statements

    def series(self, as_of: date) -> str:
        """What to select series from where `due` has to hold on $as_of, a parameter of the question."""
        if self.has("turn") and not self._turned(as_of):
            return "series"
        return f"(with about as (select cast($as_of as date) as as_of) {sections('summaries')['series']})"

    def _turned(self, as_of: date) -> bool:
        """Whether anything has become known, or forgotten, between the date of the snapshot and this one."""
        least, most = sorted((as_of, self.compiled_for))
        return bool(self.rows("select 1 from turn where day > $least and day <= $most limit 1", least=least, most=most))

    @cached_property
    def compiled_for(self) -> date:
        """The date for which the verdicts in the snapshot were computed."""
        return self.rows("select as_of from about")[0]["as_of"]

    def rows(self, sql: str, **params: Any) -> list[Row]:
        """The answer to a static statement as rows, by a cursor of its own."""
        return fetch(self.snapshot.cursor(), sql, **params)

    def frame(self, sql: str, **params: Any) -> pd.DataFrame:
        """The answer to a static statement as a DataFrame."""
        return self.snapshot.cursor().execute(sql, params or None).df()
