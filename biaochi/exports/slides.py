"""The answer as a PPTX file: the usual order of a mid-term evaluation, or the slides of a saved deck; all editable."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from biaochi import deck as decks
from biaochi.exports import pptx_slides as made
from biaochi.exports.answer import AHEAD, LAGGING, OPEN, Answer, Told, gather
from biaochi.exports.clean import settled
from biaochi.exports.deck import LEFT, WIDE, Bar, Deck, Piece
from biaochi.exports.pptx_course import course
from biaochi.exports.show import talk_of
from biaochi.figures import bounded, forecast
from biaochi.problem import Fault, Problem
from biaochi.selection import Selection
from biaochi.store import Row, Store
from biaochi.views.overview import headline
from biaochi.views.rows import Aim
from biaochi.views.slide_compare import BARS, caveats, in_common, placed
from biaochi.views.slide_kinds import plain
from biaochi.views.slides import Talk
from biaochi.words import Words


def slides(store: Store, selection: Selection, words: Words) -> bytes:
    """A PPTX file, 16:9, with native charts and tables; the notes hold the documents' own words."""
    answer, talk = gather(store, selection, words), talk_of(store, selection, words)
    deck = Deck(answer)
    if talk.deck.id:
        for slide in talk.deck.slides:
            _saved(deck, answer, talk, slide)
    else:
        _usual(deck, answer, talk)
    deck.number()
    out = BytesIO()
    deck.file.save(out)
    return settled(out.getvalue())


def _usual(deck: Deck, answer: Answer, talk: Talk) -> None:
    words = answer.words
    made.title(deck, answer)
    for plan in answer.plans:
        made.standing(deck, answer, plan)
    made.gauges(deck, answer, answer.aims)
    for aim in headline(answer.aims):
        course(deck, answer, aim, made.quotes(answer, aim.figures()))
    for plan in answer.plans:
        made.targets(deck, answer, plan)
    made.told(deck, answer, answer.group(AHEAD), words("export.ahead"))
    made.told(deck, answer, answer.group(LAGGING), words("export.lagging"))
    for slide in talk.deck.slides:
        if slide.kind == "compare":
            _compare(deck, talk, slide)
    made.open_(deck, answer, answer.group(OPEN))
    made.sources(deck, answer, _documents(answer, talk))


def _saved(deck: Deck, answer: Answer, talk: Talk, slide: decks.Slide) -> None:
    """One slide of a saved deck; what cannot be made is a slide that says why, and what is left out is said too."""
    try:
        _kind(deck, answer, talk, slide)
        problems = slide.problems
    except Fault as fault:
        problems = slide.problems or (Problem(fault.code, fault.params),)
        title = slide.title or answer.words("present.problem")
        _words(deck, title, [f"{one.fact(answer.words.lang)}。{one.advice(answer.words.lang)}" for one in problems], "")
        return
    if problems:
        _words(deck, answer.words("present.left_out"), [one.fact(answer.words.lang) for one in problems], "")


def _kind(deck: Deck, answer: Answer, talk: Talk, slide: decks.Slide) -> None:
    make = _KINDS.get(slide.kind)
    if make is None:
        raise Fault("value_wrong", field="kind", value=slide.kind)
    make(deck, answer, talk, slide, f"{slide.notes}\n\n" if slide.notes else "")


def _title(deck: Deck, answer: Answer, talk: Talk, slide: decks.Slide, notes: str) -> None:
    made.title(deck, answer, slide.title or talk.deck.name, notes)


def _overview(deck: Deck, answer: Answer, talk: Talk, slide: decks.Slide, notes: str) -> None:
    for plan in _plans(talk, slide):
        made.standing(deck, answer, plan, slide.title, notes)


def _table(deck: Deck, answer: Answer, talk: Talk, slide: decks.Slide, notes: str) -> None:
    for plan in _plans(talk, slide):
        made.targets(deck, answer, plan, slide.title, notes)


def _told(deck: Deck, answer: Answer, talk: Talk, slide: decks.Slide, notes: str) -> None:
    """What goes well (ahead) or lags (behind)."""
    groups, key = (AHEAD, "export.ahead") if slide.kind == "ahead" else (LAGGING, "export.lagging")
    found = [aim for aim in talk.aims(slide) if aim.group in groups]
    made.told(deck, answer, found, slide.title or answer.words(key), notes)


def _open(deck: Deck, answer: Answer, talk: Talk, slide: decks.Slide, notes: str) -> None:
    made.open_(deck, answer, [aim for aim in talk.aims(slide) if aim.group in OPEN], slide.title, notes)


def _text(deck: Deck, answer: Answer, talk: Talk, slide: decks.Slide, notes: str) -> None:
    _words(deck, slide.title or talk.deck.name, [plain(talk, slide, line) for line in slide.text], notes)


def _plans(talk: Talk, slide: decks.Slide) -> list[Told]:
    aims = talk.aims(slide)
    told = [Told(row, [aim for aim in aims if aim.row["plan"] == row["plan"]]) for row in talk.plans(slide)]
    return [one for one in told if one.aims]


def _gauges(deck: Deck, answer: Answer, talk: Talk, slide: decks.Slide, notes: str) -> None:
    """Gauges where a share is known; an indicator without one is told in its sentence."""
    aims: list[Aim] = talk.aims(slide)
    before = len(deck.file.slides)
    name = talk.name(talk.indicator(slide)) if slide.kind == "indicator" else ""
    made.gauges(deck, answer, aims, slide.title or name, notes)
    if len(deck.file.slides) == before and aims:
        made.told(deck, answer, aims, slide.title or name or answer.words("page.headline"), notes)
    if slide.kind == "indicator":
        for aim in aims:
            course(deck, answer, aim, notes + made.quotes(answer, aim.figures()))
    if not aims:
        _words(deck, slide.title or name, [answer.words("present.nothing_planned")], notes)


def _figures(deck: Deck, answer: Answer, talk: Talk, slide: decks.Slide, notes: str) -> None:
    """The newest published figure of each indicator of an area."""
    words, area, newest = answer.words, talk.area(slide), dict[str, Row]()
    for one in talk.store.figures(talk.when, ref_area=area["ref_area"]):
        if one["role"] == "observation" and (not slide.indicators or one["indicator"] in slide.indicators):
            newest[one["indicator"]] = one
    said = [
        f"{talk.name(one, 'indicator')} {words.value(one)}（{words.join(_dated(one, words))}）"
        for one in newest.values()
    ]
    heading = slide.title or words("page.only_figures")
    _words(deck, heading, said, notes + made.quotes(answer, newest.values()))


def _dated(one: Row, words: Words) -> list[str]:
    """Period of a figure, and what it is not: a result, or compared with its document."""
    return [words.period(one["time_period"]), words("role.forecast") if forecast(one) else "",
            "" if one["verified"] else words("caveat.not_checked")]  # fmt: skip


def _documents(answer: Answer, talk: Talk) -> list[Row]:
    """The documents of the targets, and of the figures that are compared with them."""
    compared = []
    for slide in talk.deck.slides:
        if slide.kind == "compare" and (row := talk.store.indicator(slide.indicator)):
            group = decks.comparable(talk.store, row["indicator"], talk.deck.area, talk.when, slide.areas)
            compared += group["figures"][:BARS] if group else []
    return answer.sources([*(one.row for one in answer.plans), *answer.figures, *compared])


def _compare(deck: Deck, talk: Talk, slide: decks.Slide, notes: str = "") -> None:
    """One indicator across areas as a native bar chart."""
    words, row, own = talk.words, talk.indicator(slide), talk.area(slide)["ref_area"]
    heading = slide.title or words("present.compare", name=talk.name(row))
    group = decks.comparable(talk.store, row["indicator"], own, talk.when, slide.areas)
    if group is None:
        _words(deck, heading, [words("page.others_none")], notes)
        return
    shown = group["figures"][:BARS]
    page = deck.slide(heading, in_common(talk, group))
    bars = [Bar(placed(talk, one, group), float(one["value"]), words.short(one),
                "accent" if one["ref_area"] == own else "quiet", bounded(one)) for one in shown]  # fmt: skip
    lines = caveats(talk, row, group, slide)
    lines += [words("export.hatched")] if any(bar.open for bar in bars) else []
    deck.bars(page, (LEFT, 1.5, WIDE, 5.2 - 0.33 * len(lines)), talk.name(row), bars)
    deck.write(page, (LEFT, 6.8 - 0.33 * len(lines), WIDE, 0.33 * len(lines)), [Piece(one, 14, "sub") for one in lines])
    figures = {one["figure"]: one for one in talk.store.told(talk.when, tuple(one["figure"] for one in shown))}
    found = [figures[one["figure"]] for one in shown if one["figure"] in figures]
    deck.notes(page, notes + made.quotes(deck.answer, found))


def _words(deck: Deck, heading: str, said: list[str], notes: str) -> None:
    """Lines of text, as many slides as they need."""
    room = 6 if max(map(len, said), default=0) > 40 else 9
    for start in range(0, max(len(said), 1), room):
        page = deck.slide(heading, deck.answer.title)
        size = 24 if len(said) <= 5 else 18
        deck.write(page, (LEFT, 1.7, WIDE, 5.0), [Piece(one, size, head="– ", head_ink="accent")
                   for one in said[start : start + room]], gap=12)  # fmt: skip
        deck.notes(page, notes or deck.answer.stamp)


_KINDS: dict[str, Callable[[Deck, Answer, Talk, decks.Slide, str], object]] = {
    "title": _title, "overview": _overview, "gauges": _gauges, "indicator": _gauges, "ahead": _told, "behind": _told,
    "compare": lambda deck, answer, talk, slide, notes: _compare(deck, talk, slide, notes), "table": _table,
    "figures": _figures, "open": _open, "text": _text,
    "sources": lambda deck, answer, talk, slide, notes: made.sources(deck, answer, _documents(answer, talk)),
}  # fmt: skip
