"""What a presentation is made of: the question it asks, its pages, and the figures that stand on each."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from markupsafe import Markup

from biaochi import progress, steps
from biaochi.deck import Deck, Slide
from biaochi.lettering import text_width
from biaochi.marks.svg import el, shape
from biaochi.palette import GROUP_LOOKS
from biaochi.problem import Fault, Problem, nearest
from biaochi.selection import Selection
from biaochi.store import Row, Store
from biaochi.views.html import Cite, namer, render
from biaochi.views.rows import Aim, aims, today
from biaochi.words import Words

T = TypeVar("T")
ROOM = 37.0
"""How high the body of a page is, in % of the slide's width."""


@dataclass
class Page:
    """One page of a presentation as it is turned: its words, its drawing, its figures, what is said beside it."""

    kind: str
    title: str
    body: Markup = field(default_factory=Markup)
    sub: str = ""
    figures: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: Sequence[Problem] = ()


class SlideCite(Cite):
    """Remembers which figures stand on the page at hand."""

    def __init__(self, words: Words, selection: Selection, thresholds: Any) -> None:
        super().__init__(words, selection, thresholds)
        self.here: dict[int, Row] = {}

    def __call__(self, figure: Row | None, text: str = "", css: str = "") -> Markup:
        """The figure as a button that opens its quote."""
        if figure is not None:
            self.here[figure["figure"]] = figure
        return super().__call__(figure, text, css)

    def why(self, row: Row, figures: Iterable[Row | None], content: Markup) -> Markup:
        """Anything that shows a verdict, as a button that opens the arithmetic."""
        figures = list(figures)
        self.here |= {one["figure"]: one for one in figures if one}
        return super().why(row, figures, content)


@dataclass
class Talk:
    """One presentation: the pinned store, the deck, the words; `address` is where this installation is reached,
    empty where the slides stand in a file.
    """

    store: Store
    selection: Selection
    deck: Deck
    words: Words
    address: str = ""

    @cached_property
    def when(self) -> date:
        """The evaluation date."""
        return today(self.selection)

    @cached_property
    def cite(self) -> SlideCite:
        """The pop-ups of all pages, each written once."""
        cite = SlideCite(self.words, self.selection, self.store.config.thresholds)
        cite.linked = bool(self.address)
        return cite

    def name(self, row: Row | None, what: str = "") -> str:
        """What a row calls itself in this language."""
        return namer(self.words)(row, what)

    def page(
        self, slide: Slide, title: str, *, part: str = "", sub: str = "", notes: Iterable[str] = (), **context: Any
    ) -> Page:
        """A page drawn by the template of its kind; the slide's own title and notes win over those made here."""
        self.cite.here = {}
        body = render(
            f"slide_{slide.kind}.html", self.words, self.selection, cite=self.cite, talk=self, em=em, fitted=fitted,
            sign=sign, slide=slide, **context,
        )  # fmt: skip
        said = slide.notes.splitlines() if slide.notes else list(notes)
        heading, cited = (slide.title or title) + part, list(self.cite.here.values())
        return Page(slide.kind, heading, body, sub or self.about(slide), cited, said, slide.problems)

    def about(self, slide: Slide) -> str:
        """Area and plan of a slide, the line under its title."""
        return self.placed(self.name(self.store.area(self._area(slide))), self.name(self.store.plan(self._plan(slide))))

    def placed(self, area: str, plan: str) -> str:
        """Area and plan in a line; the plan alone where its name says the area."""
        return self.words("common.dot").join(name for name in ("" if area in plan else area, plan) if name)

    def link(self, **changes: Any) -> str:
        """The relative link to this presentation; a saved deck needs no more than its name."""
        known = {"area": "", "plan": "", "indicator": ""} if self.deck.id else {}
        return self.selection.to("present", **{**known, "slide": "", "view": "", **changes})

    def taken(self) -> str:
        """The relative link to the files of what is presented."""
        return self.selection.to("report", deck=self.deck.id)

    # what a slide asks for

    def _plan(self, slide: Slide) -> str:
        return slide.plan or ("" if slide.area else self.deck.plan)

    def _area(self, slide: Slide) -> str:
        of_plan = self.store.plan(slide.plan) if slide.plan else None
        return slide.area or (of_plan["ref_area"] if of_plan else self.deck.area)

    def area(self, slide: Slide) -> Row:
        """The area of a slide; Fault where there is none of this code."""
        code = self._area(slide)
        found = self.store.area(code)
        if found is None:
            raise self._lost("area", code, [row["ref_area"] for row in self.store.areas()])
        return found

    def plans(self, slide: Slide) -> list[Row]:
        """The plan of a slide, or all plans of its area; Fault where there is none of this id."""
        plan = self._plan(slide)
        found = self.store.plan(plan)
        if plan and found is None:
            raise self._lost("plan", plan, [row["plan"] for row in self.store.plans()])
        return [found] if found else self.store.plans(self.area(slide)["ref_area"])

    def indicator(self, slide: Slide) -> Row:
        """The indicator of a slide; Fault where there is none of this id."""
        found = self.store.indicator(slide.indicator)
        if found is None:
            raise self._lost("indicator", slide.indicator, [row["indicator"] for row in self.store.indicators()])
        return found

    def aims(self, slide: Slide) -> list[Aim]:
        """The targets of a slide's plans, only those of its indicators where it names some."""
        found = [aim for plan in self.plans(slide) for aim in aims(self.store, self.when, plan["plan"])]
        return [aim for aim in found if not slide.indicators or aim.row["indicator"] in slide.indicators]

    def facts(self, aim: Aim, *keys: str) -> list[steps.Line]:
        """The named lines of a verdict's arithmetic, in the order of their names."""
        found = {step.key: step for step in progress.explain(aim.row, self.cite.thresholds)}
        return steps.told([found[key] for key in keys if key in found], aim.row, self.words)

    def _lost(self, kind: str, value: str, known: list[str]) -> Fault:
        if not value:
            return Fault("field_missing", field={"area": "ref_area"}.get(kind, kind), label=self.words(f"page.{kind}"))
        return Fault(f"{kind}_unknown", value=value, near=nearest(value, known))


def em(text: str) -> float:
    """How wide a text is, in its own size: what a style sheet needs to let it fill a line and not more."""
    return round(max(text_width(text, 1), 0.5), 2)


def fitted(drawing: Markup, width: int, height: int) -> Markup:
    """A mark that lays itself out in pixels, made to grow with the slide."""
    return Markup('<svg class="bc-fitted" viewBox="0 0 {} {}">{}</svg>').format(width, height, drawing)


def sign(group: str) -> Markup:
    """The shape of a count group, for those who see it; its word stands beside it."""
    drawn = el("g", shape(GROUP_LOOKS[group], 6), transform="translate(7 7)")
    return el("svg", drawn, viewBox="0 0 14 14", aria_hidden="true", focusable="false", class_="bc-sign")


def lines(text: str, width: float) -> int:
    """How many lines of so many signs a text takes."""
    return max(math.ceil(em(text) / width), 1)


def fill(items: Sequence[T], height: Callable[[T], float], room: float = ROOM) -> list[list[T]]:
    """The items on as few pages as have room for them (in % of the slide's width), about evenly; one page for none."""
    pages = _greedy(items, height, room)
    for share in range(50, 100, 2):  # a last page with one row looks forgotten: the least room that needs no more pages
        even = _greedy(items, height, room * share / 100)
        if len(even) == len(pages):
            return even
    return pages


def _greedy(items: Sequence[T], height: Callable[[T], float], room: float) -> list[list[T]]:
    pages: list[list[T]] = [[]]
    used = 0.0
    for one in items:
        needed = height(one)
        if pages[-1] and used + needed > room:
            pages.append([])
            used = 0.0
        pages[-1].append(one)
        used += needed
    return pages
