"""The slides of a PPTX file, one function a kind: editable text, native charts and tables, the quotes in the notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from biaochi import sentences
from biaochi.exports.answer import Answer, Told
from biaochi.exports.deck import LEFT, WIDE, Bar, Deck, Piece
from biaochi.exports.paging import lines, paged
from biaochi.exports.pptx_parts import fitting
from biaochi.figures import known
from biaochi.lettering import text_width
from biaochi.palette import GROUP_LOOKS, look
from biaochi.store import Row
from biaochi.views.overview import headline
from biaochi.views.rows import Aim, counts

_TARGETS = (4.0, 1.1, 1.15, 1.15, 1.25, 1.45, 1.15, 2.3)
_OPEN = (3.6, 1.9, 4.6, 1.9)


def quotes(answer: Answer, figures: Iterable[Row | None]) -> str:
    """What the notes of a slide say: every figure with its quote and document, then as of when and from which data."""
    words, seen, lines = answer.words, set(), []
    for one in figures:
        if one is None or one["figure"] in seen:
            continue
        seen.add(one["figure"])
        head = words("common.dot").join([words.role(one), answer.name(one, "indicator"),
                                         words.value(one), words.period(one["time_period"])])  # fmt: skip
        quote = f"“{one['quote']}”" if one["quote"] else words("page.no_quote")
        lines.append(f"{head}\n{quote}\n{answer.origin(one)}")
    return "\n\n".join([*lines, answer.stamp])


def title(deck: Deck, answer: Answer, heading: str = "", notes: str = "") -> None:
    """What the deck is about, as of when, from which data."""
    words = answer.words
    slide = deck.cover(heading or answer.title)
    place = words("common.dot").join(
        part
        for part in (answer.name(answer.area), _period(answer), words("export.targets", n=len(answer.aims)))
        if part
    )
    deck.write(slide, (LEFT, 3.75, WIDE, 0.5), [Piece(place, 20, "sub")])
    if len(answer.plans) == 1:
        said = [Piece(answer.standing(answer.plans[0]), 20)]
    else:
        said = [
            Piece(_stands(answer, plan), 14, head=answer.name(plan.row) + words("common.colon"))
            for plan in answer.plans[:4]
        ]
    deck.write(slide, (LEFT, 4.45, WIDE, 2.3), said or [Piece(words("export.no_targets"), 20)], gap=6)
    deck.write(slide, (LEFT, 6.98, WIDE, 0.3), [Piece(answer.stamp, 11, "sub")])
    said = [*(answer.standing(plan) for plan in answer.plans), words("export.reading_missing"), answer.stamp]
    deck.notes(slide, notes + "\n".join(said))


def _period(answer: Answer) -> str:
    periods = {plan.row["period"] for plan in answer.plans}
    return answer.words.period(periods.pop()) if len(periods) == 1 else ""


def _stands(answer: Answer, plan: Told) -> str:
    return sentences.standing(plan.row, answer.when, counts(plan.aims), answer.words)


def standing(deck: Deck, answer: Answer, plan: Told, heading: str = "", notes: str = "") -> None:
    """The counts of a mid-term evaluation as a chart, and which targets they are."""
    words, groups = answer.words, counts(plan.aims)
    slide = deck.slide(heading or words("export.overall"), answer.name(plan.row))
    said = _stands(answer, plan)
    deck.write(slide, (LEFT, 1.45, WIDE, 0.9), [Piece(said, fitting(said, 22, WIDE, 2), bold=True)])
    bars = [Bar(words.group(group), n, str(n), GROUP_LOOKS[group].colour) for group, n in groups.items()]
    deck.bars(slide, (LEFT, 2.5, 5.4, 4.1), words("export.targets", n=len(plan.aims)), bars)
    names = [(group, words.join(answer.name(aim.row, "indicator") for aim in plan.aims if aim.group == group))
             for group in groups]  # fmt: skip
    size = 15 if sum(text_width(said, 1) for _, said in names) < 330 else 12
    pieces = [Piece(said, size, head=f"{words.group(group)} {groups[group]}{words('common.colon')}",
                    head_ink=f"{GROUP_LOOKS[group].colour}-ink") for group, said in names]  # fmt: skip
    deck.write(slide, (6.6, 2.55, 6.03, 4.0), pieces, gap=8)
    deck.notes(slide, notes + quotes(answer, [one for aim in plan.aims for one in aim.figures()]))


def gauges(deck: Deck, answer: Answer, aims: Sequence[Aim], heading: str = "", notes: str = "") -> None:
    """Up to six headline completion rates as half rings; a lone one has its quotes beside it."""
    words = answer.words
    aims = headline([aim for aim in aims if aim.value and sentences.share(aim.row, words)[0]])
    if not aims:
        return
    slide = deck.slide(heading or words("page.headline"), answer.title)
    across = {1: 2, 4: 2}.get(len(aims), min(3, len(aims)))
    room, tall = WIDE / across, 5.2 if len(aims) <= 3 else 2.68
    for n, aim in enumerate(aims):
        _gauge(deck, slide, answer, aim, (LEFT + (n % across) * room, 1.5 + (n // across) * tall, room, tall))
    if len(aims) == 1:
        pieces = [Piece(words("page.where_from"), 16, "sub")]
        for one in aims[0].figures():
            pieces += [
                Piece(f"“{one['quote']}”" if one["quote"] else words("page.no_quote"), 18),
                Piece(words("common.dot").join([words.role(one), answer.origin(one)]), 12, "sub"),
            ]
        deck.write(slide, (LEFT + room + 0.3, 1.75, room - 0.3, 4.8), pieces, gap=8)
    deck.notes(slide, notes + quotes(answer, [one for aim in aims for one in aim.figures()]))


def _gauge(deck: Deck, slide: object, answer: Answer, aim: Aim, place: tuple[float, float, float, float]) -> None:
    words, row = answer.words, aim.row
    x, y, width, height = place
    ring = min(width - 0.3, 5.0, (height - 1.06) * 2)
    left = x + (width - ring) / 2
    term, printed = sentences.share(row, words, "comparator")
    share = min(max(float(row[term]), 0.0), 1.0)
    names = (words(f"term.{term}"), words("export.rest"), words("export.lower_half"))
    deck.ring(slide, (left, y, ring, ring), share, look(row["verdict"]).colour, names)
    # the ring's hole is half its width where a program knows only one size of hole: the number fits into that
    size = min(ring * 9.5, ring * 0.33 * 72 / max(text_width(printed, 1), 1))
    deck.write(
        slide, (left, y + ring * 0.29, ring, ring * 0.2), [Piece(printed, size, bold=True)], middle=True, low=True
    )
    said = words("common.dot").join([words.value(aim.value or {}), words("mark.target", figure=aim.target or {})])
    time = words("mark.time_tick", s=row["time_progress"]) if known(row["time_progress"]) else ""
    kind = words("common.dot").join(part for part in (answer.verdict(aim), names[0], time) if part)
    name, large = answer.name(row, "indicator"), 18 if height > 3 else 15
    deck.write(
        slide,
        (x + 0.05, y + ring * 0.53, width - 0.1, 1.0),
        [
            Piece(name, large if text_width(name, large) < (width - 0.2) * 72 else 12, bold=True),
            Piece(said, large - 3),
            Piece(kind, large - 4, f"{look(row['verdict']).colour}-ink"),
            *([Piece("　".join(beside), large - 5, "sub")] if (beside := aim.caveats(words)) else []),
        ],
        middle=True,
    )


def targets(deck: Deck, answer: Answer, plan: Told, heading: str = "", notes: str = "") -> None:
    """The plan's table, as many slides as it needs."""
    words = answer.words
    heads = [words(key) for key in ("term.indicator", "role.baseline", "role.target", "term.value", "term.unit",
             "term.completion_rate", "term.time_progress", "term.progress_status")]  # fmt: skip
    pages = paged([(aim, _cells(aim, answer)) for aim in plan.aims], _TARGETS)
    for n, page in enumerate(pages, 1):
        slide = deck.slide((heading or words("page.all_targets")) + _part(n, pages), answer.name(plan.row))
        deck.table(slide, 1.55, heads, [cells for _, cells in page], _TARGETS, right=(1, 2, 3, 5, 6), shade=7,
                   shades=[look(aim.row["verdict"]).colour for aim, _ in page])  # fmt: skip
        said = dict.fromkeys(one for aim, _ in page for one in aim.caveats(words))
        deck.write(slide, (LEFT, 6.62, WIDE, 0.3), [Piece("　".join(said), 11, "sub")])
        deck.notes(slide, notes + quotes(answer, [one for aim, _ in page for one in aim.figures()]))


def _cells(aim: Aim, answer: Answer) -> list[str]:
    words, row = answer.words, aim.row
    time = words.percent(row["time_progress"]) if aim.value and known(row["time_progress"]) else "—"
    three = [words.short(one) if one else "—" for one in (aim.baseline, aim.target, aim.value)]
    verdict = f"{answer.verdict(aim)} {''.join(one[0] for one in aim.caveats(words))}".strip()
    return [answer.name(row, "indicator"), *three, answer.unit(aim), answer.share(aim), time, verdict]


def _part(n: int, pages: Sequence[object]) -> str:
    return f" {n}/{len(pages)}" if len(pages) > 1 else ""


def told(deck: Deck, answer: Answer, aims: Sequence[Aim], heading: str, notes: str = "") -> None:
    """What goes well or lags, a sentence a target."""
    words = answer.words
    said = [(aim, [" ".join([sentences.statement(aim, words), *_unread(aim, answer)])]) for aim in aims]
    size = 24 if len(aims) <= 3 else 20 if len(aims) <= 6 else 18
    pages = paged(said, (WIDE - 0.5,), size, 0.25)
    for n, page in enumerate(pages, 1):
        slide = deck.slide(heading + _part(n, pages), words("export.targets", n=len(aims)))
        pieces = [Piece(text[0], size, head="● ", head_ink=look(aim.row["verdict"]).colour) for aim, text in page]
        deck.write(slide, (LEFT, 1.6, WIDE, 5.1), pieces, gap=12)
        deck.notes(slide, notes + quotes(answer, [one for aim, _ in page for one in aim.figures()]))


def _unread(aim: Aim, answer: Answer) -> list[str]:
    """What a sentence does not say of itself: that nobody compared a quote with its document."""
    return [one for one in aim.caveats(answer.words) if one != answer.words("caveat.confirm")]


def open_(deck: Deck, answer: Answer, aims: Sequence[Aim], heading: str = "", notes: str = "") -> None:
    """What cannot be judged, why, and who is asked for the number."""
    words = answer.words
    heads = [words("term.indicator"), words("role.target"), words("export.why"), words("term.lead_org")]
    rows = [(aim, [answer.name(aim.row, "indicator"), words.value(aim.target or {}), answer.why(aim), answer.lead(aim)])
            for aim in aims]  # fmt: skip
    pages = paged(rows, _OPEN)
    for n, page in enumerate(pages, 1):
        slide = deck.slide((heading or words("export.open")) + _part(n, pages), words("page.waiting_hint"))
        deck.table(slide, 1.55, heads, [cells for _, cells in page], _OPEN, right=(1,))
        deck.notes(slide, notes + quotes(answer, [one for aim, _ in page for one in (*aim.figures(), *aim.apart)]))


def sources(deck: Deck, answer: Answer, rows: Sequence[Row]) -> None:
    """The documents, as literature is cited."""
    words = answer.words
    said = [f"[{n}] {one['citation'] or one['title']}（{words.reliability(one)}）"
            for n, one in enumerate(rows, 1)]  # fmt: skip
    room: list[list[str]] = [[]]
    for one in said:
        if sum(lines(text, WIDE, 15) + 0.5 for text in [*room[-1], one]) > 14 and room[-1]:
            room.append([])
        room[-1].append(one)
    for n, page in enumerate(room, 1):
        slide = deck.slide(words("export.sources") + _part(n, room), answer.title)
        deck.write(slide, (LEFT, 1.6, WIDE, 5.1), [Piece(one, 14) for one in page], gap=7)
        deck.notes(slide, answer.stamp)
