"""The pages of each kind of slide; a list that does not fit one page goes on over several."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from biaochi import sentences
from biaochi.catalogue.decks import NUMBER, indicator_of
from biaochi.deck import AHEAD, BEHIND, OPEN, Slide
from biaochi.store import Row
from biaochi.views.overview import headline
from biaochi.views.rows import Aim, aims, attention_first, counts
from biaochi.views.slide_compare import compare
from biaochi.views.slide_talk import ROOM, Page, Talk, em, fill, lines

Pages = Iterator[Page]
_HEAD, _LINE, _GAP, _SMALL = 3.3, 2.45, 1.5, 1.8
"""Heights in % of the slide's width: a table's head, a line, the space of a row, a line of small letters."""
_MOST, _ROWS = 12, 20
"""Most pages of one list, and more rows than any page holds."""


def title(talk: Talk, slide: Slide) -> Pages:
    """The cover: what is presented, as of when, from which data."""
    plans = talk.plans(slide) if talk.deck.plan or talk.deck.area else []
    area, name = talk.store.area(talk.deck.area), talk.deck.name
    made = not talk.deck.id and name == talk.name(area)
    heading = slide.title or (talk.words("present.of_area", area=name) if made else name)
    yield talk.page(slide, heading, sub=" ", heading=heading, plans=plans, area=area)


def overview(talk: Talk, slide: Slide) -> Pages:
    """How the plans stand, in the words of a mid-term evaluation."""
    plans = [_standing(talk, plan) for plan in talk.plans(slide)]
    plans = [one for one in plans if one["aims"]]

    def height(plan: Row) -> float:
        counted = sum(8 + 1.5 * em(talk.words.group(group)) for group in ("achieved", *plan["counts"]))
        return 9.5 + 2.4 * lines(plan["sentence"], 52) + 3.6 * math.ceil(counted / 88)

    for part in parts(talk, plans, height, ROOM + 1):
        notes = [sentences.plan_notice(one, one["aims"], talk.when, talk.words) for one in part.items]
        several = len(plans) > 1
        heading = talk.words("present.overview")
        yield talk.page(slide, heading, part=part.said, plans=part.items, several=several, notes=notes)


def _standing(talk: Talk, plan: Row) -> Row:
    own = aims(talk.store, talk.when, plan["plan"])
    groups = counts(own)
    said = sentences.standing(plan, talk.when, groups, talk.words)
    members = {group: [aim for aim in own if aim.group == group] for group in groups}
    return {**plan, "aims": own, "counts": groups, "members": members, "sentence": said}


def gauges(talk: Talk, slide: Slide) -> Pages:
    """Three gauges a page, large enough for the last row: those of the named indicators, else the headline ones."""
    found = talk.aims(slide)
    shown = [aim for aim in found if aim.gauge] if slide.indicators else headline(found)
    for part in parts(talk, shown, lambda _: ROOM / 3):
        notes = _said(talk, part.items)
        yield talk.page(slide, talk.words("page.headline"), part=part.said, aims=part.items, notes=notes)


def ahead(talk: Talk, slide: Slide) -> Pages:
    """What is reached or on track."""
    yield from _list(talk, slide, AHEAD, ("completion_rate", "attainment", "gap", "pace_gap"))


def behind(talk: Talk, slide: Slide) -> Pages:
    """What lags, and the pace that it now needs."""
    yield from _list(talk, slide, BEHIND, ("gap", "pace_gap", "required_pace", "projection"))


def _list(talk: Talk, slide: Slide, groups: tuple[str, ...], keys: tuple[str, ...]) -> Pages:
    found = [aim for aim in attention_first(talk.aims(slide)) if aim.group in groups]
    missing = sum(aim.group in OPEN for aim in talk.aims(slide))
    told = [(aim, talk.facts(aim, *keys)[:3]) for aim in found]

    def height(row: tuple[Aim, list[Any]]) -> float:
        facts = lines("".join(one.label + one.result for one in row[1]), 15)
        return max(4 + 2.3 * facts, 3.8 + 2.7 * lines(talk.name(row[0].row, "indicator"), 13))

    for part in parts(talk, told, height):
        heading, rows = talk.words(f"present.{slide.kind}", n=len(found)), part.items
        notes = _said(talk, [aim for aim, _ in rows])
        yield talk.page(slide, heading, part=part.said, rows=rows, missing=missing, notes=notes)


def indicator(talk: Talk, slide: Slide) -> Pages:
    """One number as large as the wall allows, with the words that it came from."""
    row, area = talk.indicator(slide), talk.area(slide)
    found = talk.aims(slide) or aims(talk.store, talk.when, None, area["ref_area"], row["indicator"])
    aim = found[0] if found else None
    if aim is None:
        yield _only_figure(talk, slide, row, area)
        return
    verdict = talk.words.verdict(aim.row["verdict"], bool(aim.row["early"]))
    heading = talk.words("present.indicator", name=talk.name(row), verdict=verdict)
    keys = ("completion_rate", "attainment", "gap", "margin", "pace_gap", "required_pace")
    facts, why = talk.facts(aim, *keys)[:3], _why(talk, aim)
    sub = talk.placed(talk.name(aim.row, "area"), talk.name(aim.row, "plan"))
    yield talk.page(slide, heading, sub=sub, aim=aim, lines=facts, why=why, figure=aim.value, notes=_said(talk, [aim]))


def _only_figure(talk: Talk, slide: Slide, row: Row, area: Row) -> Page:
    """An indicator for which nobody set a target: the newest figure, without a verdict."""
    figures = talk.store.figures(talk.when, row["indicator"], area["ref_area"])
    known = sorted(figures, key=lambda one: str(one["period_end"] or ""))
    figure = known[-1] if known else None
    why = talk.words("present.no_target" if known else "page.no_figures", area=talk.name(area))
    sub = talk.name(area)
    return talk.page(slide, talk.name(row), sub=sub, aim=None, lines=[], why=why, figure=figure)


def table(talk: Talk, slide: Slide) -> Pages:
    """All targets, or the named ones, as officials know them."""

    def height(aim: Aim) -> float:
        return row_height(talk.name(aim.row, "indicator")) + (_SMALL if aim.caveats(talk.words) else 0)

    for part in parts(talk, talk.aims(slide), height, ROOM - _HEAD):
        heading = talk.words("page.all_targets")
        yield talk.page(slide, heading, part=part.said, aims=part.items, notes=_said(talk, part.items))


def figures(talk: Talk, slide: Slide) -> Pages:
    """The newest published figure of each indicator of an area."""
    area = talk.area(slide)
    newest: dict[str, Row] = {}
    for one in talk.store.figures(talk.when, ref_area=area["ref_area"]):
        if one["role"] == "observation" and (not slide.indicators or one["indicator"] in slide.indicators):
            newest[one["indicator"]] = one  # they come in the order of their periods
    for part in parts(talk, list(newest.values()), lambda one: row_height(talk.name(one, "indicator")), ROOM - _HEAD):
        yield talk.page(slide, talk.words("page.only_figures"), part=part.said, rows=part.items, area=area)


def open_(talk: Talk, slide: Slide) -> Pages:
    """What cannot be judged, why, and who is asked."""
    found = [aim for aim in talk.aims(slide) if aim.group in OPEN]
    several = len({aim.row["plan"] for aim in found}) > 1
    told = [(aim, _reason(talk, aim)) for aim in found]
    asked = any(aim.lead for aim in found)

    def height(row: tuple[Aim, str]) -> float:
        aim, why = row
        said = lines(talk.words.verdict(aim.row["verdict"]) + why, 15 if asked else 22)
        return max(row_height(talk.name(aim.row, "indicator")), said * _LINE + _GAP) + (1.2 * _SMALL if several else 0)

    for part in parts(talk, told, height, ROOM - 2 * _HEAD):
        heading, rows = talk.words("present.open", n=len(found)), part.items
        notes = _said(talk, [aim for aim, _ in rows])
        yield talk.page(slide, heading, part=part.said, rows=rows, asked=asked, notes=notes, several=several)


def _reason(talk: Talk, aim: Aim) -> str:
    """Why a target cannot be judged, where its verdict does not say it all."""
    why = _why(talk, aim)
    return "" if why == talk.words.verdict(aim.row["verdict"]) else why


def text(talk: Talk, slide: Slide) -> Pages:
    """Lines of text; a number in them is a figure with its source."""
    for part in parts(talk, slide.text, lambda line: 2.4 + 4.1 * lines(line, 30)):
        talk.cite.here = {}
        said = [_line(talk, slide, line) for line in part.items]
        cited = list(talk.cite.here.values())
        page = talk.page(slide, talk.deck.name, part=part.said, lines=said)
        page.figures = cited
        yield page


def _line(talk: Talk, slide: Slide, line: str) -> Markup:
    """A line with its {indicator} numbers as buttons; what cannot be found stays as it was typed."""
    out, at = Markup(""), 0
    for found in re.finditer(NUMBER, line):
        one = _number(talk, slide, *indicator_of(found[1]))
        said = talk.cite(one, talk.words.value(one)) if one else found[0]
        before = line[at : found.start()]
        out += escape(before[:-1] + "\u00a0" if before.endswith(" ") else before) + escape(said)
        at = found.end()
    return out + line[at:]


def plain(talk: Talk, slide: Slide, line: str) -> str:
    """The same line as text alone, and nothing to open."""

    def said(found: re.Match[str]) -> str:
        one = _number(talk, slide, *indicator_of(found[1]))
        return talk.words.value(one) if one else found[0]

    return re.sub(NUMBER, said, line)


def _number(talk: Talk, slide: Slide, name: str, part: str) -> Row | None:
    """The figure that {indicator.part} in a text means: of the slide's plan, else the newest published for its area."""
    asked = Slide(slide.kind, plan=slide.plan, area=slide.area, indicators=(name,))
    for aim in talk.aims(asked):
        if one := {"value": aim.value, "target": aim.target, "baseline": aim.baseline}[part]:
            return one
    published = [
        one
        for one in talk.store.figures(talk.when, name, talk.area(slide)["ref_area"])
        if one["role"] == "observation" and part == "value"
    ]
    return published[-1] if published else None


class Part(NamedTuple):
    """The items of one page of several, and how its title says so."""

    items: list[Any]
    said: str


def parts(talk: Talk, items: Sequence[Any], height: Callable[[Any], float], room: float = ROOM) -> Iterator[Part]:
    """The items page by page, as their heights allow; nobody turns more than _MOST pages of one list."""
    pages = fill(items[: _MOST * _ROWS], height, room)[:_MOST]
    left = len(items) - sum(map(len, pages))
    for i, one in enumerate(pages, 1):
        key = "present.part_cut" if left and i == len(pages) else "present.part"
        yield Part(one, talk.words(key, i=i, n=len(pages), left=left) if len(pages) > 1 else "")


def row_height(name: str) -> float:
    """How high a table's row with this name is."""
    return lines(name, 17.5) * _LINE + _GAP


def _said(talk: Talk, found: list[Aim]) -> list[str]:
    return [sentences.statement(aim, talk.words) for aim in found]


def _why(talk: Talk, aim: Aim) -> str:
    if aim.group not in OPEN:
        return ""
    return sentences.why_open(aim.row, [one["reason"] for one in aim.apart if one["counts"]], talk.words)


KINDS: dict[str, Callable[[Talk, Slide], Pages]] = {
    "title": title, "overview": overview, "gauges": gauges, "ahead": ahead, "behind": behind, "indicator": indicator,
    "compare": lambda talk, slide: iter([compare(talk, slide)]), "table": table, "figures": figures, "open": open_,
    "text": text,
}  # fmt: skip
