"""What is asked for: an indicator or a concept, by id or by its Chinese or English name, short name or part of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from biaochi.catalogue.rows import fetch
from biaochi.problem import Fault, nearest

_PLAIN = re.compile(r"[\s“”\"'「」（）()《》,，、.·-]+")
_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Asked:
    """An indicator, or a concept with its indicators; names in both languages."""

    kind: str
    id: str
    name: str
    name_en: str
    indicators: tuple[str, ...]
    concept: str | None = None
    names: tuple[str, ...] = ()


def resolve(con: Any, what: str) -> Asked:
    """The indicator or concept of this id or name; raises Fault indicator_unknown with the nearest name.

    In this order: an id; a whole name; a short name; the only one, or the only concept, whose names begin with the
    text; the same for names that hold its (Chinese) characters in their order, 人才落户 in 人才引进与落户.
    """
    known = _known(con)
    text = plain(what)
    for matches in (_ids, _named, _aliased):
        found = [one for one in known if matches(one, text)]
        if found:
            return found[0]
    if len(text) > 1:
        for fits in (str.startswith, _in_order):
            if found := _one_of(known, text, fits):
                return found
    choices = [name for one in known for name in (one.id, one.name, *one.names)]
    raise Fault("indicator_unknown", value=what, near=nearest(what, choices))


def plain(text: str) -> str:
    """A name without blanks, quotation marks and brackets, in one width and lower case."""
    return _PLAIN.sub("", unicodedata.normalize("NFKC", text)).lower()


def _known(con: Any) -> list[Asked]:
    """Every indicator, then every concept that has one."""
    rows = fetch(
        con,
        """select i.indicator, i.name, i.name_en, i.concept, i.aliases from indicator i order by i.ord, i.indicator""",
    )
    concepts = fetch(
        con,
        """select c.concept, c.name, c.name_en, list(i.indicator order by i.ord, i.indicator) as indicators
        from concept c join indicator i using (concept) group by all order by c.concept""",
    )
    return [
        Asked(
            "indicator",
            r["indicator"],
            r["name"],
            r["name_en"] or r["name"],
            (r["indicator"],),
            r["concept"],
            tuple(r["aliases"] or ()),
        )
        for r in rows
    ] + [
        Asked("concept", r["concept"], r["name"], r["name_en"] or r["name"], tuple(r["indicators"]), r["concept"])
        for r in concepts
    ]


def _ids(one: Asked, text: str) -> bool:
    return plain(one.id) == text


def _named(one: Asked, text: str) -> bool:
    return text in (plain(one.name), plain(one.name_en))


def _aliased(one: Asked, text: str) -> bool:
    return text in map(plain, one.names)


def _in_order(name: str, text: str) -> bool:
    """Whether the name holds the text, or at least its Chinese characters in this order."""
    rest = iter(name)
    return text in name or bool(_HAN.search(text)) and all(character in rest for character in text)


def _one_of(known: Iterable[Asked], text: str, fits: Callable[[str, str], bool]) -> Asked | None:
    """The only thing whose names fit, or the concept that all of several share; None where it is not clear."""
    found = [one for one in known if any(fits(plain(name), text) for name in (one.name, one.name_en, *one.names))]
    if len(found) == 1:
        return found[0]
    concepts = {one.concept for one in found}
    if len(concepts) == 1 and (shared := concepts.pop()):
        return next((one for one in known if one.kind == "concept" and one.id == shared), None)
    return None
