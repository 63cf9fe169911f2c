"""Which pages a published site has, and in which file each of them stands: the way from a link to a file."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import ClassVar

from biaochi.layouts import Places
from biaochi.selection import Selection
from biaochi.store import Store
from biaochi.views.rows import first_area, first_indicator, first_plan

MOST = 20_000
"""So many pages are made without being asked twice."""
_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,90}")


class Fixed(Selection):
    """A selection of a published page: it can be neither pinned nor presented."""

    fixed: ClassVar[bool] = True


@dataclass(frozen=True)
class Page:
    """One page: its kind, what it shows, and its file below the folder of its language."""

    name: str
    selection: Selection
    path: str


class Site:
    """The pages of a whole catalogue, of one area or of one plan; nothing that may not be shown on the day."""

    def __init__(self, store: Store, when: date, area: str = "", plan: str = "", places: Places | None = None) -> None:
        self.store, self.when, self.scope, self.plan = store, when, area, plan
        self.places = places or Places()
        self.own = area or first_area(store)
        self.base = Fixed(area=self.own, plan=plan, as_of=when)
        self.known_comparisons: set[str] = set()

    # what there is

    @cached_property
    def pairs(self) -> set[tuple[str, str]]:
        """Every (area, indicator) with a page: those of the scope that have a figure."""
        found = {one for one in self.store.told_pairs(self.when) if self.scope in ("", one[0])}
        if not self.plan:
            return found
        own = {row["indicator"] for row in self.store.assessments(self.when, self.plan)}
        return {one for one in found if one[1] in own}

    @cached_property
    def areas(self) -> list[str]:
        """The areas with a page, in the order of the file; of one plan only its own."""
        told = {area for area, _ in self.store.told_pairs(self.when)}
        rows = [row["ref_area"] for row in self.store.areas() if row["ref_area"] in told or row["plans"]]
        return [one for one in rows if self.scope in ("", one)]

    @cached_property
    def plans(self) -> dict[str, str]:
        """The plans with a page, each with its area."""
        rows = self.store.plans(self.scope or None)
        return {row["plan"]: row["ref_area"] for row in rows if self.plan in ("", row["plan"])}

    @cached_property
    def indicators(self) -> list[str]:
        """The indicators with a page, in the order of the files."""
        there = {indicator for _, indicator in self.pairs}
        return [row["indicator"] for row in self.store.indicators() if row["indicator"] in there]

    @cached_property
    def things(self) -> list[str]:
        """The indicators and concepts with a page of comparison, those of most areas first."""
        told: dict[str, set[str]] = {}
        for area, indicator in self.store.told_pairs(self.when):
            told.setdefault(indicator, set()).add(area)
        there = {one: told[one] for one in self.indicators}
        if not self.plan:
            for row in self.store.concepts():
                areas = {area for one in row["indicators"] if one in there for area in told[one]}
                if areas and row["concept"] not in there:
                    there[row["concept"]] = areas
        return sorted(there, key=lambda one: -len(there[one]))

    @cached_property
    def sources(self) -> list[str]:
        """The documents with a page."""
        return [row["source"] for row in self.store.documents(self.when)]

    @cached_property
    def contested(self) -> set[tuple[str, str, str]]:
        """(plan, area, indicator) where several plans of one area aim at the same indicator: a page for each plan."""
        rows = [row for row in self.store.assessments(self.when) if row["plan"] in self.plans]
        count: dict[tuple[str, str], set[str]] = {}
        for row in rows:
            count.setdefault((row["ref_area"], row["indicator"]), set()).add(row["plan"])
        return {(plan, *pair) for pair, plans in count.items() if len(plans) > 1 for plan in plans}

    # from a link to a file

    def path(self, name: str, chosen: Selection) -> str | None:
        """The file of a page of ours below the folder of its language; None where the site has no such page."""
        find = getattr(self, f"_{name}", None)
        return find(chosen) if find else None

    def _overview(self, chosen: Selection) -> str | None:
        area = self.plans.get(chosen.plan, chosen.area)
        if area not in self.areas or (chosen.plan and chosen.plan not in self.plans):
            return None
        plan = chosen.plan if len(self.store.plans(area)) > 1 else ""
        if area == self.own and plan in ("", self.plan):
            return "index.html"
        return f"overview/{plan or area}.html" if self.store.plans(area) else f"area/{area}.html"

    def _plan(self, chosen: Selection) -> str | None:
        plan = chosen.plan or first_plan(self.store, chosen.area)
        if plan not in self.plans:  # an area without a plan: where plans are listed
            return None if chosen.plan else "areas.html"
        return f"plan/{plan}.html"

    def _area(self, chosen: Selection) -> str | None:
        return f"area/{chosen.area}.html" if chosen.area in self.areas else None

    def _indicator(self, chosen: Selection) -> str | None:
        area, wanted = chosen.area, chosen.indicator
        if not wanted:  # the entry of the navigation
            wanted = first_indicator(self.store, self.when, chosen.plan, area)
            if (area, wanted) not in self.pairs:
                wanted = next((one for one in self.indicators if (area, one) in self.pairs), "")
        if (area, wanted) not in self.pairs:
            return None if chosen.indicator else self._area(chosen)
        plan = f".{chosen.plan}" if (chosen.plan, area, wanted) in self.contested else ""
        return f"indicator/{area}/{wanted}{plan}.html"

    def _compare(self, chosen: Selection) -> str | None:
        if chosen.view == "several":
            return "compare/several.html" if self.things else None
        thing = chosen.indicator or next(iter(self.things), "")
        if thing not in self.things:
            return None
        path = _compare_path(replace(chosen, indicator=thing))
        usual = path == f"compare/{thing}.html"
        return path if usual or path in self.known_comparisons else None

    def _sources(self, chosen: Selection) -> str | None:
        if not chosen.source:
            return "sources/index.html"
        anchor = f"#q{chosen.figure}" if chosen.figure else ""
        return f"sources/{chosen.source}.html{anchor}" if chosen.source in self.sources else None

    def _quality(self, _: Selection) -> str:
        return "quality.html"

    def _search(self, _: Selection) -> str:
        return "search.html"

    # the pages

    @cached_property
    def pages(self) -> list[Page]:
        """Every page but those of the comparison's other groups, which are found on its first pages."""
        base, planned = replace(self.base, plan=""), set(self.plans.values())
        found = [Page("overview" if self.own in planned else "area", self.base, "index.html")]
        found += [self._page("overview", replace(base, area=area)) for area in self.areas if area in planned]
        for plan, area in self.plans.items():
            own = replace(base, area=area, plan=plan)
            found += [self._page("overview", own), self._page("plan", own)]
        found += [self._page("area", replace(base, area=area)) for area in self.areas]
        for area, indicator in sorted(self.pairs, key=lambda one: (self.indicators.index(one[1]), one[0])):
            here = replace(base, area=area, indicator=indicator)
            plans = [plan for plan, *pair in sorted(self.contested) if pair == [area, indicator]]
            found += [self._page("indicator", replace(here, plan=plan)) for plan in ("", *plans)]
        found += [self._page("sources", replace(base, source=one)) for one in ("", *self.sources)]
        found += [self._page("quality", replace(base, area=self.scope)), self._page("search", base)]
        first: dict[str, Page] = {}
        for page in found:
            first.setdefault(page.path, page)
        return list(first.values())

    @cached_property
    def indicator_pages(self) -> dict[str, list[Page]]:
        """The pages of each indicator."""
        found: dict[str, list[Page]] = {}
        for page in self.pages:
            if page.name == "indicator":
                found.setdefault(page.selection.indicator, []).append(page)
        return found

    def _page(self, name: str, chosen: Selection) -> Page:
        path = self.path(name, chosen)
        if path is None:
            raise LookupError(name, chosen)
        return Page(name, chosen, path)

    def compared(self, chosen: Selection) -> Page:
        """A page of the comparison."""
        return Page("compare", chosen, _compare_path(chosen))


def _compare_path(chosen: Selection) -> str:
    if chosen.view == "several":
        return "compare/several.html"
    parts = [part for part in (chosen.view, chosen.per, chosen.other, chosen.period) if part]
    return f"compare/{'.'.join([chosen.indicator, *([_slug(parts)] if parts else [])])}.html"


def _slug(parts: list[str]) -> str:
    """Choices as a part of a file name; what would not make one stands for itself by a digest."""
    said = ".".join(parts).replace("/", "_").strip("_")
    return said if _PLAIN.fullmatch(said) else hashlib.sha256(".".join(parts).encode()).hexdigest()[:12]
