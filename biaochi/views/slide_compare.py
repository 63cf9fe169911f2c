"""The slide that sets areas side by side: comparable figures only, and why the others stand apart."""

from __future__ import annotations

from biaochi import comparability, marks
from biaochi.deck import Slide, comparable
from biaochi.store import Row
from biaochi.views.slide_talk import Page, Talk, em, fitted

BARS = 9
_FEW = 5


def compare(talk: Talk, slide: Slide) -> Page:
    """One indicator across areas, the own one lit, the most of them that one page holds."""
    row, own = talk.indicator(slide), talk.area(slide)["ref_area"]
    heading = talk.words("present.compare", name=talk.name(row))
    group = comparable(talk.store, row["indicator"], own, talk.when, slide.areas)
    if group is None:
        return talk.page(slide, heading, rows=[], more=0, lines=[], group=None, widest=0)
    drawn = [{**one, "area_name": talk.name(one, "area")} for one in group["figures"]]
    figures = {one["figure"]: one for one in talk.store.told(talk.when, tuple(one["figure"] for one in drawn[:BARS]))}
    shown = [(one, figures.get(one["figure"]), _bar(talk, one, drawn, group, own)) for one in drawn[:BARS]]
    return talk.page(
        slide,
        heading,
        sub=in_common(talk, group),
        rows=shown,
        more=len(drawn) - len(shown),
        widest=max(em(one["area_name"]) for one in drawn) + (1.8 if group["rankable"] else 0),
        own=own,
        group=group,
        lines=caveats(talk, row, group, slide),
    )


def _bar(talk: Talk, one: Row, drawn: list[Row], group: Row, own: str) -> object:
    bar = marks.ranked_row(one, drawn, talk.words, own=own, median=group["median"])
    return fitted(bar, 340 if len(drawn) < _FEW else 560, 30)  # few bars are drawn thick


def in_common(talk: Talk, group: Row) -> str:
    """How it is counted, when, in which unit: what all bars of the page have in common."""
    words = talk.words
    unit = words.unit(group["unit"])
    said = (words(f"basis.{group['basis']}"), words.period(group["time_period"]),
            words("present.unit", unit=unit) if unit else "")  # fmt: skip
    return words("common.dot").join(part for part in said if part)


def placed(talk: Talk, one: Row, group: Row) -> str:
    """The name of an area, with the date of its figure where not all of the group have the same."""
    name, when = talk.name(one, "area"), talk.words.period(one["time_period"])
    return name if one["time_period"] == group["time_period"] else talk.words("page.within", name=name, around=when)


def caveats(talk: Talk, row: Row, group: Row, slide: Slide) -> list[str]:
    """Why there is no rank, the median, how many areas have no figure, how many figures stand apart and why,
    and how many were not compared with their documents.
    """
    words = talk.words
    said = [comparability.reason(group, words)] if group["reason"] else []
    if group["median"] is not None:
        said.append(words("mark.median_line", n=words.number(group["median"])))
    if group["missing"] and not slide.areas and group["reason"] != "missing":
        said.append(words("present.missing", n=len(group["missing"])))
    among = slide.areas or talk.store.neighbours(talk.area(slide)["ref_area"])
    apart = talk.store.comparison(row["indicator"], talk.when, among)["apart"]
    why = dict.fromkeys(words(f"differs.{name}") for one in apart for name in one["differs"])
    if apart:
        said.append(words("present.apart", n=len(apart), why=words.join(list(why)[:4])))
    unread = sum(one["verified"] is None for one in group["figures"])
    return said + ([words("present.unread", n=unread)] if unread else [])
