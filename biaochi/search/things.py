"""What can be found, and its texts in the form that is compared."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import accumulate, groupby
from weakref import WeakKeyDictionary

from biaochi.evidence import normal
from biaochi.store import Row, Store

KINDS = ("indicator", "area", "plan", "source", "concept")
NAMES = ("name", "name_en", "alias", "doc_number", "id")
"""Fields that name a thing; the others only speak about it."""


@dataclass(frozen=True)
class Folded:
    """A text as it is compared (letters, digits, Han signs; lower case, simplified) and where its signs are printed."""

    raw: str
    plain: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @cached_property
    def latin(self) -> bool:
        """Whether it has only letters and digits, as English words and pinyin have."""
        return self.plain.isascii()

    @cached_property
    def heads(self) -> tuple[int, ...]:
        """Where a word begins: at every Han sign, and at the first sign of a run of letters and digits."""
        return tuple(i for i in range(len(self.plain)) if i == 0 or not self._joined(i))

    def _joined(self, i: int) -> bool:
        return self.ends[i - 1] == self.starts[i] and self.plain[i - 1 : i + 1].isascii()


@dataclass(frozen=True)
class Field:
    """One text of a thing; `sounds` has a syllable for each sign where people spell the text in pinyin."""

    role: str
    text: Folded
    sounds: tuple[str, ...] = ()

    @cached_property
    def spelt(self) -> str:
        """The whole text in pinyin without tones or gaps."""
        return "".join(self.sounds)


@dataclass(frozen=True)
class Thing:
    """An indicator, area, plan, document or concept with its texts; `weight`: its figures (plan: targets)."""

    kind: str
    id: str
    row: Row
    fields: tuple[Field, ...]
    weight: int
    order: int


class Index(tuple[Thing, ...]):
    """Everything of a snapshot that can be found, and quick looks at which of it may hold a term."""

    @cached_property
    def _plain(self) -> Lines:
        return Lines((field.text.plain, i) for i, thing in enumerate(self) for field in thing.fields)

    @cached_property
    def _spelt(self) -> Lines:
        return Lines((field.spelt, i) for i, thing in enumerate(self) for field in thing.fields if field.sounds)

    @cached_property
    def names(self) -> tuple[list[str], list[int]]:
        """Every name, as it is compared and as it is spelt, and the place of its thing."""
        named = [(field, i) for i, thing in enumerate(self) for field in thing.fields if field.role in NAMES]
        texts = [(field.text.plain, i) for field, i in named] + [(field.spelt, i) for field, i in named if field.sounds]
        return [text for text, _ in texts], [i for _, i in texts]

    def prepare(self) -> None:
        """Makes what the looks need, which else the first search would."""
        _ = self._plain, self._spelt, self.names

    def may_hold(self, term: Folded) -> set[int]:
        """The places of all things in which the term may be found, as it is written or spelt, and of some others."""
        found = self._plain.with_(re.escape(term.plain)) if term.plain else set[int]()
        if term.latin and len(term.plain) > 1 and not term.plain.isdigit():
            found |= self._spelt.with_("[^\n]*?".join(map(re.escape, term.plain)))
        return found


class Lines:
    """Many short texts that are looked through all at once; each belongs to a place."""

    def __init__(self, texts: Iterable[tuple[str, int]]) -> None:
        every = list(texts)
        self.text = "\n".join(text for text, _ in every)
        self.places = [place for _, place in every]
        self.ends = list(accumulate(len(text) + 1 for text, _ in every))

    def with_(self, pattern: str) -> set[int]:
        """The places of the texts in which a pattern is found that holds no line end."""
        found, at, search = set[int](), 0, re.compile(pattern).search
        while match := search(self.text, at):
            line = bisect_right(self.ends, match.start())
            found.add(self.places[line])
            at = self.ends[line]  # one match a text is enough
        return found


def _in_order(letters: str) -> str:
    """A pattern for these letters in their order within one line; it never looks back."""
    head, *rest = letters
    return re.escape(head) + "".join(rf"[^{re.escape(one)}\n]*+{re.escape(one)}" for one in rest)


_INDEXES: WeakKeyDictionary[Store, dict[frozenset[str], Index]] = WeakKeyDictionary()
_DAYS = 4
"""Indexes of one snapshot that are kept: they differ only where a document may not be named yet on a day."""


def index(store: Store, as_of: date | None = None) -> Index:
    """Everything of a snapshot that can be found on a day (else its own); kept as long as the snapshot's store."""
    kept, hidden = _INDEXES.setdefault(store, {}), store.unnamed(as_of or store.compiled_for)
    found = kept.get(hidden)
    if found is None:
        while len(kept) >= _DAYS:
            kept.pop(next(iter(kept)), None)
        found = kept[hidden] = Index(one for one in _things(store) if one.kind != "source" or one.id not in hidden)
    return found


def fold(raw: str) -> Folded:
    """A text in the form that is compared: evidence.normal's without punctuation, accents and capitals."""
    text = normal.fold(raw)
    kept = [i for i, sign in enumerate(text.plain) if sign.isalnum()]
    plain = "".join(_small(text.plain[i]) for i in kept)
    return Folded(raw, plain, tuple(text.starts[i] for i in kept), tuple(text.ends[i] for i in kept))


def sounds(plain: str) -> tuple[str, ...]:
    """A syllable for each sign; what is no Han sign stands for itself."""
    from pypinyin import lazy_pinyin  # 50 MB of tables, read only where somebody searches

    return tuple(lazy_pinyin(plain, errors=lambda signs: [*signs]))  # type: ignore[arg-type]


def _small(sign: str) -> str:
    """One lower-case sign for one sign; pinyin with tone marks loses them (ü is typed v)."""
    if sign.isascii() or sign >= "\u3400":
        return sign.lower()
    bare = unicodedata.normalize("NFD", sign.lower().replace("ü", "v"))[:1]
    return bare if bare.isascii() else sign


def _things(store: Store) -> Iterator[Thing]:
    indicators = store.indicators()
    yield from map(_indicator, indicators)
    for row in store.areas():
        yield _thing("area", row["ref_area"], row, [*_named(row), ("id", row["ref_area"])], row["figures"])
    for row in store.plans():
        about = [("id", row["plan"]), ("area", row["area_name"]), ("area", row["area_name_en"])]
        yield _thing("plan", row["plan"], row, [*_named(row), *about], row["targets"])
    for row in store.every_source():
        texts = [("name", row["title"]), ("doc_number", row["doc_number"]), ("id", row["source"])]
        yield _thing("source", row["source"], row, [*texts, ("publisher", row["publisher"])], row["figures"])
    for concept, group in groupby(sorted(indicators, key=_concept_of), key=_concept_of):
        if concept:
            yield _concept(concept, list(group))


def _concept_of(indicator: Row) -> str:
    return indicator["concept"] or ""


def _indicator(row: Row) -> Thing:
    names = [*_named(row), *(("alias", one) for one in row["aliases"] or ()), ("id", row["indicator"])]
    about = [("definition", row["definition"]), ("theme", row["theme_name"]), ("theme", row["theme_name_en"])]
    return _thing("indicator", row["indicator"], row, [*names, *about], row["figures"])


def _concept(concept: str, members: list[Row]) -> Thing:
    row = {"name": members[0]["concept_name"], "name_en": members[0]["concept_name_en"], "indicators": members}
    return _thing("concept", concept, row, [*_named(row), ("id", concept)], sum(one["figures"] for one in members))


def _named(row: Row) -> list[tuple[str, str | None]]:
    return [("name", row["name"]), ("name_en", row["name_en"])]


def _thing(kind: str, name: str, row: Row, texts: Iterable[tuple[str, str | None]], weight: int) -> Thing:
    fields = tuple(_field(role, text) for role, text in texts if text)
    return Thing(kind, name, row, fields, weight, row.get("ord") or 0)


@lru_cache(maxsize=1 << 16)
def _field(role: str, text: str) -> Field:
    """A text in its compared forms; remembered, because the next snapshot has nearly all of the same names."""
    folded = fold(text)
    return Field(role, folded, sounds(folded.plain) if role in ("name", "alias") else ())
