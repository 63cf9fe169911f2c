"""How well a term fits a text: as it is written, as it is spelt in pinyin, by its initials, by likeness."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz, process

from biaochi.search.things import NAMES, Field, Folded, Thing

EXACT, PREFIX, INSIDE, SPELT, INITIALS, TEXT, ALIKE = range(7)
WHOLE, BEGIN, WITHIN, APART = range(4)
_LONG = 4
_PART = 0.9

Span = tuple[int, int]
Rank = tuple[int, int]
"""How it fits (EXACT … ALIKE), then where (WHOLE … APART); smaller is better."""
Fit = tuple[Rank, Field, Span]


def best(thing: Thing, term: Folded) -> Fit | None:
    """The best place of a term in a thing's texts, the first of equals; None where it has none."""
    return min((fit for field in thing.fields if (fit := inside(field, term))), key=lambda one: one[0], default=None)


def inside(field: Field, term: Folded) -> Fit | None:
    """The best place of a term in one text."""
    rank, span = min(_fits(field, term), key=lambda one: one[0], default=(None, None))
    return (rank, field, span) if rank and span else None


def _fits(field: Field, term: Folded) -> Iterator[tuple[Rank, Span]]:
    at = _place(field.text, term)
    if at is not None:
        yield _written(field, term, at), (at, at + len(term.plain))
    if field.sounds and term.latin and len(term.plain) > 1 and not term.plain.isdigit():
        yield from _spellings(field, term.plain)


def _place(text: Folded, term: Folded) -> int | None:
    """Where the term stands; letters only at the beginning of a word, unless there are many of them."""
    at = text.plain.find(term.plain)
    if at < 0 or not term.latin:
        return at if at >= 0 else None
    heads = [i for i in text.heads if text.plain.startswith(term.plain, i)]
    return heads[0] if heads else at if len(term.plain) >= _LONG else None


def _written(field: Field, term: Folded, at: int) -> Rank:
    if field.role not in NAMES:
        return TEXT, BEGIN
    if term.plain == field.text.plain:
        return EXACT, WHOLE
    word = term.latin and at in field.text.heads and field.role != "id"  # the beginning of any word of a name
    if at == 0 or word:
        return PREFIX, WHOLE
    return (TEXT if field.role == "id" or term.latin else INSIDE), WHOLE


def _spellings(field: Field, term: str) -> Iterator[tuple[Rank, Span]]:
    """Every place where the term spells the text: in full syllables, by initials, or mixed as people type."""
    for begin in field.text.heads:
        if field.sounds[begin][0] != term[0] or not (signs := _spell(field.sounds, begin, term)):
            continue
        full = "".join(field.sounds[begin : begin + signs]).startswith(term)
        where = WHOLE if signs == len(field.sounds) else BEGIN if begin == 0 else WITHIN
        yield (SPELT if full else INITIALS, where), (begin, begin + signs)


def _spell(syllables: tuple[str, ...], begin: int, term: str) -> int:
    """How many syllables the term covers, each whole or by its initial, the last perhaps in part; 0: no fit."""
    read = {0}
    for number in range(begin, len(syllables)):
        syllable, after = syllables[number], set[int]()
        initials = (1, 2) if syllable[:2] in ("zh", "ch", "sh") else (1,)
        for rest, at in [(term[at:], at) for at in read]:
            if syllable.startswith(rest):
                return number - begin + 1
            after |= {at + n for n in (*initials, len(syllable)) if rest.startswith(syllable[:n])}
        if not after:
            return 0
        read = after
    return 0


def resembling(names: Sequence[str], texts: Iterable[str], least: float) -> set[int]:
    """The places of all names that may be as much like one of the texts as this, and of some others."""
    scorers = ((fuzz.ratio, least), (fuzz.partial_ratio, least / _PART))
    return {
        place
        for text in texts
        for scorer, cutoff in scorers
        for _, _, place in process.extract(text, names, scorer=scorer, score_cutoff=cutoff, limit=None)
    }


def likeness(thing: Thing, plain: str, spelt: str) -> float:
    """How much a thing's best name looks or sounds like a text, 0 to 100."""
    return max((_likeness(field, plain, spelt) for field in thing.fields if field.role in NAMES), default=0.0)


def _likeness(field: Field, plain: str, spelt: str) -> float:
    """By letters, and by sound for what is spelt; a part of a longer name counts a little less than the whole."""
    pairs = [(plain, field.text.plain)] + ([(spelt, field.spelt)] if field.sounds and len(spelt) >= _LONG else [])
    return max(
        max(fuzz.ratio(one, other), _PART * fuzz.partial_ratio(one, other) if 2 < len(one) <= len(other) else 0.0)
        for one, other in pairs
    )
