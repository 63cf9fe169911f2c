"""Search by name: Chinese, English, pinyin or its initials; slips of the pen are forgiven where nothing else is found.

The index is made once a snapshot, from the snapshot alone. Ranks: exact name, prefix, inside a name, pinyin, initials,
inside a definition; by likeness (rapidfuzz; words that sound the same are alike) only where all that finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from biaochi.search import match
from biaochi.search.match import Rank, Span
from biaochi.search.things import KINDS, Field, Folded, Index, Thing, fold, index, sounds
from biaochi.store import Row, Store

__all__ = ["KINDS", "LIMIT", "Field", "Found", "Hit", "Thing", "examples", "find", "fold", "index", "prepare"]

LIMIT = 60
"""Longest query, in signs."""
SHOWN = 60
"""Most hits of a kind that are handed out."""
NEAR = 6
"""Most things that are offered as nearest."""
_LIKENESS = 70.0


@dataclass(frozen=True)
class Hit:
    """A thing that was found: how well, and by which signs of which texts; `area` where the query named one."""

    thing: Thing
    rank: Rank
    spans: tuple[tuple[Field, Span], ...] = ()
    area: Row | None = None

    def marked(self, field: Field) -> list[tuple[str, bool]]:
        """The text of a field in pieces, each with whether it matched."""
        text = field.text
        lit = {at for of, (i, j) in self.spans if of is field for at in range(text.starts[i], text.ends[j - 1])}
        runs = groupby(range(len(text.raw)), key=lambda at: at in lit)
        return [("".join(text.raw[at] for at in run), hot) for hot, run in runs]

    def by(self) -> Field | None:
        """The first text that matched; None for what is only near."""
        return self.spans[0][0] if self.spans else None


@dataclass(frozen=True)
class Found:
    """The answer to a query: hits by kind with their number, best first; `near`: only the nearest, nothing fits."""

    query: str
    groups: tuple[tuple[str, tuple[Hit, ...], int], ...] = ()
    near: bool = False

    @property
    def total(self) -> int:
        """How many things were found."""
        return sum(number for _, _, number in self.groups)


def find(store: Store, query: str, as_of: date | None = None) -> Found:
    """What a query finds of what may be named on a day (else the snapshot's); signs beyond LIMIT are not read."""
    query = " ".join(query[:LIMIT].split())
    things, whole = index(store, as_of), fold(query)
    words = [word for part in query.split() if (word := fold(part)).plain]
    if not words:
        return Found(query)
    near = things.may_hold(whole) | set[int].intersection(*map(things.may_hold, words))
    hits = [hit for at in sorted(near) if (hit := _match(things[at], whole, words))]
    hits += _in_area(things, whole, words, {hit.thing.id for hit in hits})
    if hits:
        return Found(query, _grouped(hits))
    return Found(query, _grouped(_alike(things, whole.plain)), near=True)


def prepare(store: Store) -> None:
    """Makes the index of today, and reads the tables of pinyin, before anybody searches."""
    index(store, date.today()).prepare()


def examples(store: Store, as_of: date | None = None) -> list[tuple[str, str]]:
    """A few queries that find something here, each with the way it is written (a key of the words)."""
    things = [one for one in index(store, as_of) if one.weight]
    found: list[tuple[str, str]] = []
    if indicator := max((one for one in things if one.kind == "indicator"), key=lambda one: one.weight, default=None):
        names = [field for field in indicator.fields if field.sounds]
        short = min(names, key=lambda field: len(field.text.plain))
        found = [("chinese", short.text.raw), ("initials", "".join(one[0] for one in short.sounds).upper())]
        found.append(("english", " ".join(indicator.row["name_en"].split()[:2])))
        own = store.area(store.config.default_area or "") or store.area(store.areas_of(indicator.id)[0])
        found.append(("together", f"{own['name'] if own else ''}{short.text.raw}"))
    number = next((one.row["doc_number"] for one in things if one.kind == "source" and one.row["doc_number"]), None)
    return found + ([("doc_number", number)] if number else [])


def _match(thing: Thing, whole: Folded, words: list[Folded]) -> Hit | None:
    """The best match of the query as one piece, else of each of its words; None where a word is not found."""
    if found := match.best(thing, whole):
        return Hit(thing, found[0], _spans(thing, [found], [whole]))
    if len(words) < 2:
        return None
    sure = [one for one in (match.best(thing, word) for word in words) if one]
    if len(sure) < len(words):
        return None
    return Hit(thing, (max(one[0][0] for one in sure), match.APART), _spans(thing, sure, words))


def _spans(thing: Thing, fits: list[match.Fit], terms: list[Folded]) -> tuple[tuple[Field, Span], ...]:
    """Where the terms matched; names are what readers see: they are marked even where another text fits better."""
    names = [field for field in thing.fields if field.role in ("name", "name_en")]
    also = [fit for field in names for term in terms if (fit := match.inside(field, term))]
    return tuple(fit[1:] for fit in [*fits, *also])


def _in_area(things: Index, whole: Folded, words: list[Folded], known: set[str]) -> list[Hit]:
    """Indicators where the query also names an area: 津南高企, jinnan gx."""
    found: dict[str, Hit] = {}
    for area, rest in _areas_named(things, whole, words):
        for one in _of_kind(things, "indicator", rest):
            fit = match.best(one, rest) if one.id not in known else None
            if fit and fit[0][0] < match.TEXT:
                found.setdefault(one.id, Hit(one, fit[0], _spans(one, [fit], [rest]), area.row))
    return list(found.values())


def _areas_named(things: Index, whole: Folded, words: list[Folded]) -> Iterator[tuple[Thing, Folded]]:
    """Each area that the query names, and the query without it."""
    spoken = [(word, {one.id for one in _of_kind(things, "area", word)}) for word in (words if len(words) > 1 else ())]
    for area in (one for one in things if one.kind == "area"):
        name = area.fields[0].text.plain
        for head in (name, name[:-1]):
            if 1 < len(head) < len(whole.plain) - 1 and whole.plain.startswith(head):
                yield area, fold(whole.plain[len(head) :])
        for word, near in spoken:
            if area.id in near and _names(area, word):
                yield area, fold(" ".join(other.raw for other in words if other is not word))


def _of_kind(things: Index, kind: str, term: Folded) -> list[Thing]:
    """The things of a kind that may hold a term, in their order."""
    return [things[at] for at in sorted(things.may_hold(term)) if things[at].kind == kind]


def _names(area: Thing, word: Folded) -> bool:
    """Whether a word is an area's name, with or without its last sign (区), in Chinese, pinyin or English."""
    fit = match.best(area, word)
    if not fit or fit[0][0] > match.SPELT or fit[2][0] > 0:
        return False
    length = fit[2][1]
    return length > 1 and (fit[1].role == "name_en" or fit[1].role == "name" and length >= len(fit[1].text.plain) - 1)


def _alike(things: Index, plain: str) -> list[Hit]:
    """The few things whose names look or sound most like the query."""
    spelt, (names, places) = "".join(sounds(plain)), things.names
    likely = sorted({places[at] for at in match.resembling(names, {plain, spelt}, _LIKENESS)})
    scored = ((match.likeness(one, plain, spelt), one) for one in map(things.__getitem__, likely))
    near = sorted((pair for pair in scored if pair[0] >= _LIKENESS), key=lambda pair: (-pair[0], -pair[1].weight))
    return [Hit(one, (match.ALIKE, place)) for place, (_, one) in enumerate(near[:NEAR])]


def _grouped(hits: list[Hit]) -> tuple[tuple[str, tuple[Hit, ...], int], ...]:
    """Hits by kind, the kind with the best hit first; among equals the one with most figures, then the shortest."""
    ranked = sorted(
        hits, key=lambda hit: (hit.rank, -hit.thing.weight, len(hit.thing.fields[0].text.raw), hit.thing.order)
    )
    of = {kind: tuple(hit for hit in ranked if hit.thing.kind == kind) for kind in KINDS}
    order = sorted((kind for kind in KINDS if of[kind]), key=lambda kind: of[kind][0].rank[0])
    return tuple((kind, of[kind][:SHOWN], len(of[kind])) for kind in order)
