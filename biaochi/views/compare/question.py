"""What a link asks of the comparison, made sensible: what cannot be shown becomes the nearest that can, with a line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any

from biaochi import comparability
from biaochi.layouts import Layout, Outlines, Places
from biaochi.problem import nearest
from biaochi.selection import Selection
from biaochi.store import Row, Store
from biaochi.views.compare.among import CITY, Among, among, around, city
from biaochi.views.html import namer
from biaochi.views.rows import today
from biaochi.words import Words

VIEWS = ("ranking", "change", "several", "tiles", "map")
NONE = "none"
"""A list of indicators that the reader has emptied; an absent one means the usual ones."""

_ONE_GROUP = ("ranking", "tiles", "map")
_TELLING = ("time_period", "indicator", "basis", "level", "counted_from", "unit")


class Question:
    """One visit of the page: whom to ask, what was chosen, and one line for everything that had to be replaced."""

    def __init__(self, store: Store, selection: Selection, words: Words, places: Places) -> None:
        self.store, self.words, self.places = store, words, places
        self.name_of = namer(words)
        self.when = today(selection)
        self.notes: list[str] = []
        known = bool(store.indicator(selection.indicator)) or any(
            one["concept"] == selection.indicator for one in store.concepts()
        )
        self.selection = replace(selection, indicator=selection.indicator if known else self.usual)
        self.among = self._among()
        self._settle_group()
        self._settle_view()

    def note(self, key: str, **params: Any) -> None:
        """One line that says what was replaced."""
        self.notes.append(self.words(f"compare_page.note.{key}", **params))

    # the areas

    def _among(self) -> Among:
        if not self.selection.areas and self.many and city(self.store, self.selection.area):
            self.selection = replace(self.selection, areas=CITY)
        found = among(self.store, self.selection.list("areas"), self.selection.area, self.when)
        if found.unknown:
            key = "areas" if found.areas is None else "some_areas"
            self.note(key, value=self.words.join(found.unknown))
            kept = "" if found.areas is None else ",".join(found.areas)
            self.selection = replace(self.selection, areas=kept)
        if found.areas is None and (near := self.store.neighbours(self.own)) is not None:
            found = replace(found, kind="own", areas=near or (self.own,))  # never all of hundreds at once
            self.selection = replace(self.selection, areas=",".join(found.areas or ()))
        return found

    @property
    def many(self) -> bool:
        """Whether there are too many areas to compare all of them at once; those around the own one are, then."""
        return self.store.neighbours(self.selection.area) is not None

    @property
    def own(self) -> str:
        """The own area, which is lit."""
        return self.selection.area

    # the indicator

    @cached_property
    def things(self) -> list[Row]:
        """Every indicator and concept with a figure, those of most areas first; a concept has `indicators`."""
        rows = [{**row, "id": row["indicator"]} for row in self.store.indicators()]
        ids = {row["id"] for row in rows}
        rows += [{**row, "id": row["concept"]} for row in self.store.concepts() if row["concept"] not in ids]
        areas = self.store.breadth()
        return sorted((row for row in rows if row["id"] in areas), key=lambda row: -areas[row["id"]])

    @property
    def usual(self) -> str:
        """What is compared where the link names nothing: the indicator of most areas."""
        single = [row["id"] for row in self.things if not row.get("indicators")]
        return single[0] if single else ""

    @cached_property
    def thing(self) -> Row | None:
        """The indicator or concept asked for."""
        return next((row for row in self.things if row["id"] == self.selection.indicator), None)

    # the groups

    @cached_property
    def answer(self) -> Row:
        """The comparable groups of what is asked for, and what stands apart."""
        if not self.selection.indicator or self.among.empty:
            return {"groups": [], "apart": [], "excluded": [], "indicators": [], "name": "", "name_en": ""}
        return self.store.comparison(self.selection.indicator, self.when, self.among.areas)

    @cached_property
    def ratio(self) -> Row | None:
        """The groups per denominator, where one is chosen."""
        if not self.selection.per or not self.main:
            return None
        return self.store.per_head(self.main["indicator"], self.selection.per, self.when, self.among.areas)

    @property
    def groups(self) -> list[Row]:
        """The comparable groups that are shown: of figures as printed, or of ratios."""
        return self.ratio["groups"] if self.ratio else self.answer["groups"]

    @cached_property
    def main(self) -> Row | None:
        """The indicator of the first group, else the first asked for."""
        rows = {row["indicator"]: row for row in self.answer["indicators"]}
        first = self.answer["groups"][0]["indicator"] if self.answer["groups"] else next(iter(rows), None)
        return rows.get(first) if first else None

    @property
    def group(self) -> Row | None:
        """The group on the axis: that of the link's period, else the first."""
        keys = self.keys
        return next((one for one in self.groups if keys[one["group_id"]] == self.selection.period), None) or next(
            iter(self.groups), None
        )

    @property
    def keys(self) -> dict[int, str]:
        """What names each group in a link: its period, and as much more as it takes to tell it from the others."""
        found: dict[int, str] = {}
        for group in self.groups:
            parts = [str(group[name]) for name in _TELLING]
            names = ("@".join(parts[: n + 1]) for n in range(len(parts)))
            found[group["group_id"]] = next((one for one in names if one not in found.values()), parts[0])
        return found

    def _settle_group(self) -> None:
        chosen = self.selection
        if chosen.per and chosen.per not in ((self.main or {}).get("denominators") or []):
            self.note("per", value=chosen.per)
            self.selection = replace(chosen, per="")
        if self.selection.per and not self.groups:
            self.note("per_nothing")
            self.selection = replace(self.selection, per="")
            self.__dict__.pop("ratio", None)

    # the view

    @cached_property
    def layout(self) -> Layout | None:
        """The tile layout of the areas on the axis."""
        return self.places.layout([one["ref_area"] for one in self.group["figures"]]) if self.group else None

    @cached_property
    def outlines(self) -> Outlines | None:
        """The boundaries of the areas on the axis, where the user has brought a file."""
        return self.places.boundaries([one["ref_area"] for one in self.group["figures"]]) if self.group else None

    @property
    def views(self) -> list[str]:
        """The views that can be shown."""
        there = {"tiles": self.layout, "map": self.outlines}
        return [name for name in VIEWS if name not in there or there[name]]

    @property
    def view(self) -> str:
        """The view at hand."""
        return self.selection.view or VIEWS[0]

    def to(self, view: str) -> str:
        """The link to another view; the period goes along where it means the same."""
        alike = {view, self.view} <= set(_ONE_GROUP)
        kept = {} if alike else {"period": "", "other": ""}
        return self.selection.to("compare", view="" if view == VIEWS[0] else view, **kept)

    def _settle_view(self) -> None:
        view = self.selection.view
        if view and view not in self.views:
            near = nearest(view, self.views) if view not in VIEWS else None
            shown = near or VIEWS[0]
            key = "no_view" if view in VIEWS else "view"
            said = self.words(f"compare_page.view.{view}") if view in VIEWS else view
            self.note(key, value=said, shown=self.words(f"compare_page.view.{shown}"))
            view = shown
        self.selection = replace(self.selection, view="" if view == VIEWS[0] else view)
        if self.view in _ONE_GROUP:
            self._settle_period()

    def _settle_period(self) -> None:
        asked, group = self.selection.period, self.group
        if asked and asked not in self.keys.values():
            if group:
                self.note("period", value=self.words.period(asked.partition("@")[0]), shown=group["time_period"])
            self.selection = replace(self.selection, period="")

    # figures

    @cached_property
    def told(self) -> dict[int, Row]:
        """Every figure that the answer may show, with its document, by its number."""
        ids = {row["indicator"] for row in self.answer["indicators"]}
        ids |= {one["indicator"] for one in self.answer["apart"]} | {self.selection.per}
        return self.figures(ids - {""})

    def figures(self, indicators: Iterable[str]) -> dict[int, Row]:
        """All figures of these indicators in the areas compared, with their documents, by number."""
        areas = self.among.areas
        told = (self.store.figures(self.when, indicator=name, areas=areas) for name in indicators)
        return {one["figure"]: one for found in told for one in found}

    def whole(self, figure: Row) -> Row:
        """A figure of an answer with everything that its source says of it, in this page's words."""
        row = {**self.told.get(figure["figure"], {}), **figure}
        return row | {"area_name": self.name_of(row, "area")}

    def why(self, one: Row) -> str:
        """In what a figure that stands apart differs, without the name of its area and of what it counts."""
        rest = [name for name in one["differs"] if name != "definition"]
        bare = {**one, "area_name": "", "area_name_en": "", "differs": rest}
        said = comparability.why(bare, self.words).lstrip(": ") if rest else ""
        first = self.words("compare_page.other_definition") if len(rest) < len(one["differs"]) else ""
        return self.words("common.clause").join(part for part in (first, said) if part)

    @cached_property
    def of_city(self) -> Row | None:
        """The area around the own one."""
        return around(self.store, self.own)

    @property
    def scopes(self) -> dict[str, str]:
        """What the reader may choose among, by what the link says."""
        words, area = self.words, self.name_of(self.store.area(self.own))
        found = {} if self.many else {"": words("compare_page.among.all")}
        if self.of_city:
            found[CITY] = words("compare_page.among.city", city=self.name_of(self.of_city))
        for one in self.store.criteria(self.own, self.when):
            if one["indicator"] == self.selection.indicator and self.among.kind != "like":
                continue  # nearest by the very figures that are compared would say nothing
            found[f"like-{one['indicator']}"] = words("compare_page.among.like", area=area, name=self.name_of(one))
        return found | {"own": words("compare_page.among.own")}
