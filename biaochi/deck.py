"""What is presented: a deck made from the current selection, or read from a saved one; pure, without any drawing.

A slide says what to show (kind, plan, area, indicators), in which words (title, text, notes), and what is wrong with
it; views.slides makes pages of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from biaochi import marks
from biaochi.palette import group_of
from biaochi.problem import Problem, nearest
from biaochi.selection import Selection
from biaochi.store import Row, Store

AHEAD, BEHIND, OPEN = ("achieved", "on_track"), ("regressing", "behind", "slow"), ("undetermined", "awaiting")
"""Count groups: what is ahead, what lags, what cannot be judged."""
_COMPARED = 2
_ASKED = 8


@dataclass(frozen=True)
class Slide:
    """One slide; empty fields fall back to the deck's."""

    kind: str
    title: str = ""
    plan: str = ""
    area: str = ""
    indicators: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    notes: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def indicator(self) -> str:
        """The indicator of a slide about one."""
        return self.indicators[0] if self.indicators else ""


@dataclass(frozen=True)
class Deck:
    """A deck: its slides in order, and what its file fixes (date, snapshot, theme, seconds a slide)."""

    name: str
    area: str
    plan: str
    slides: tuple[Slide, ...]
    id: str = ""
    as_of: date | None = None
    snapshot: str = ""
    theme: str = ""
    auto: int = 0


def find(stores: Sequence[Store], selection: Selection, when: date, lang: str) -> Deck:
    """The deck that a link names, from the first snapshot that has it; else one made from the selection.

    A name that none has gives a slide with the reason, and the deck of the selection behind it.
    """
    if not selection.deck:
        return from_selection(stores[0], selection, when, lang)
    for store in stores:
        for row in store.decks():
            if row["deck"] == selection.deck:
                return from_row(stores[0], row, selection, when, lang)
    known = [row["deck"] for store in stores for row in store.decks()]
    lost = Problem("deck_unknown", {"value": selection.deck, "near": nearest(selection.deck, known)})
    made = from_selection(stores[0], selection, when, lang)
    return Deck(made.name, made.area, made.plan, (Slide("", problems=(lost,)), *made.slides))


def from_row(store: Store, row: Row, selection: Selection, when: date, lang: str) -> Deck:
    """A saved deck (a row of store.decks); what is wrong with it as a whole stands on a slide before the others."""
    plan = row["plan"] or ""
    of_plan = store.plan(plan) or {}
    area = row["ref_area"] or of_plan.get("ref_area") or selection.area
    slides = [_slide(one, lang) for one in row["slides"]]
    if not slides:
        made = from_selection(store, Selection(area=area, plan=plan if of_plan else ""), when, lang)
        slides = list(made.slides)
    if row["problems"]:
        slides.insert(0, Slide("", problems=_problems(row["problems"])))
    name = (row["name_en"] if lang == "en" else "") or row["name"]
    return Deck(
        name, area, plan, tuple(slides), row["deck"], row["as_of"], row["snapshot"] or "", row["theme"] or "",
        row["auto"] or 0,
    )  # fmt: skip


def _slide(given: Mapping[str, Any], lang: str) -> Slide:
    def said(name: str) -> Any:
        return (given.get(f"{name}_en") if lang == "en" else None) or given.get(name)

    ids = [given["indicator"]] if given.get("indicator") else given.get("indicators") or []
    return Slide(
        given.get("kind", ""), said("title") or "", given.get("plan", ""), given.get("ref_area", ""), tuple(ids),
        tuple(given.get("areas") or ()), tuple(said("text") or ()), said("notes") or "",
        _problems(given.get("problems") or ()),
    )  # fmt: skip


def _problems(given: Sequence[Mapping[str, Any]]) -> tuple[Problem, ...]:
    return tuple(Problem(**one) for one in given)


def from_selection(store: Store, selection: Selection, when: date, lang: str) -> Deck:
    """The deck of an area, a plan or one indicator: what stands well, what lags, how others do, what is not known."""
    area, plan = store.area(selection.area) or {}, store.plan(selection.plan) or {}
    indicator = store.indicator(selection.indicator) if selection.indicator else None
    subject = indicator or plan or area
    name = str((subject.get("name_en") if lang == "en" else None) or subject.get("name") or "")
    rows = store.assessments(when, selection.plan or None, selection.area or None)
    slides = _about_one(store, selection, when) if indicator else _about_all(store, selection.area, rows, when)
    return Deck(name, selection.area, selection.plan, (Slide("title"), *slides, Slide("sources")))


def _about_one(store: Store, selection: Selection, when: date) -> list[Slide]:
    ids = (selection.indicator,)
    compared = comparable(store, selection.indicator, selection.area, when)
    return [Slide("indicator", indicators=ids), *([Slide("compare", indicators=ids)] if compared else [])]


def _about_all(store: Store, area: str, rows: list[Row], when: date) -> list[Slide]:
    """The order of a mid-term evaluation; a part that nothing belongs to is left out."""
    if not rows:
        return [Slide("figures")]
    groups = [group_of(row["verdict"]) for row in rows]
    gauges = [row for row in rows if row["judged"] and marks.has_gauge(row["target_type"], row["verdict"], _share(row))]
    found = [Slide("overview")]
    if len(gauges) > 1:
        found.append(Slide("gauges"))
    elif gauges:
        found.append(Slide("indicator", plan=gauges[0]["plan"], indicators=(gauges[0]["indicator"],)))
    shown = {one.indicator for one in found if one.kind == "indicator"}
    if any(g in AHEAD and row["indicator"] not in shown for g, row in zip(groups, rows, strict=True)):
        found.append(Slide("ahead"))
    if any(g in BEHIND for g in groups):
        found.append(Slide("behind"))
    found += [Slide("compare", indicators=(one,)) for one in _compared(store, area, rows, when)]
    return [*found, Slide("open")] if any(g in OPEN for g in groups) else found


def _share(row: Row) -> float | None:
    return row["completion_rate"] if row["completion_rate"] is not None else row["attainment_ratio"]


def _compared(store: Store, area: str, rows: list[Row], when: date) -> list[str]:
    """The indicators worth comparing: judged and headline ones first, those for which another area has a figure."""
    ordered = sorted(rows, key=lambda row: (not row["judged"], not row["headline"]))
    asked = list(dict.fromkeys(row["indicator"] for row in ordered))[:_ASKED]
    judged = {row["indicator"] for row in rows if row["judged"]}
    tried = [one for one in asked if one in judged and store.breadth().get(one, 0) > 1]
    return [one for one in tried if comparable(store, one, area, when)][:_COMPARED]


def comparable(store: Store, indicator: str, area: str, when: date, areas: tuple[str, ...] = ()) -> Row | None:
    """The newest comparable group of an indicator with several areas, best with this one; None where there is none."""
    groups = store.comparison(indicator, when, areas or store.neighbours(area))["groups"]
    several = [one for one in groups if len({figure["ref_area"] for figure in one["figures"]}) > 1]
    own = [one for one in several if any(figure["ref_area"] == area for figure in one["figures"])]
    return max(own or several, key=lambda one: (str(one["slot_end"] or ""), one["areas"]), default=None)
