"""The worklist: numbers with a unit in a document that no quote covers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from biaochi.evidence.normal import Text, fold
from biaochi.evidence.places import Quote, find
from biaochi.evidence.values import ARABIC
from biaochi.quantity.numerals import SCALE

AROUND = 40
_UNIT = ("个?百分点|[人场批家]次|[美港欧]元|公[顷里斤]|平[方米]|立方|千瓦"
         "|[个家项件人名位所座处户台套条类种批支场间篇部艘辆架宗笔例份只本栋幢村元亩米吨倍次%‰]")
_ANY = "零〇一二三四五六七八九两十百千万亿"
# 两项 counts something, 一个 and 三个 are most often only words; 十个, 二百家, 百余项 are numbers again.
_SMALL = r"[二两三四五六七八九](?=\s?(?:家|名|项|件|户))"
_LARGE = rf"(?=[{_ANY}]*[一二两三四五六七八九十])[{_ANY}]*[十百千万亿][{_ANY}]*|[百千万亿]+(?=[余多])"
_OPENING, _CLOSING = frozenset("“‘「『"), frozenset("”’」』")
_FIGURE = re.compile(
    rf"(?<![0-9.+×xX第-])(?<![{_ANY}])(?:{ARABIC})\s?[余多]?(?:{SCALE.pattern})[余多]?"
    rf"(?:(?<=[万亿])|(?<=[万亿][余多])|\s?(?:{_UNIT}))(?!\s?[+＋])"
    rf"|(?<![0-9.第{_ANY}])(?:{_LARGE}|{_SMALL})[余多]?\s?(?:{_UNIT})(?!\+)"
    rf"|百分之[{_ANY}]+")
_CLAUSE = re.compile(r"[。;!?]|,(?![0-9]{3}(?![0-9]))")


class Uncurated(NamedTuple):
    """A number that nobody has curated: its line and place in the document, and the words around it."""

    line: int
    start: int
    end: int
    fragment: str


def worklist(text: Text | str, quotes: Iterable[Quote]) -> list[Uncurated]:
    """Numbers with a unit that no quote covers; years, ranks, document numbers and slogans are none."""
    raw = text if isinstance(text, str) else text.raw
    spaced = fold(raw, " ")
    covered = bytearray(len(raw))
    for exact in {quote.exact for quote in quotes}:  # the same words say the same, whatever the prefix
        for start, end in find(text, exact):
            covered[start:end] = b"\1" * (end - start)
    found: list[Uncurated] = []
    for hit in _FIGURE.finditer(spaced.plain):
        start, end = spaced.span(*hit.span())
        named = raw[start - 1 : start] in _OPENING or raw[end : end + 1] in _CLOSING  # “十项行动”, “黄金12条”
        if not named and not any(covered[start:end]):
            line = raw.count("\n", 0, start) + 1
            found.append(Uncurated(line, start, end, _around(spaced, *hit.span())))
    return found


def _around(text: Text, start: int, end: int) -> str:
    """The number with what stands beside it in its clause, at most 40 signs."""
    room = max(0, AROUND - (end - start))
    left = _CLAUSE.split(text.plain[max(0, start - room * 2 // 3) : start])[-1]
    right = _CLAUSE.split(text.plain[end : end + room - len(left)])[0]
    return (left + text.plain[start:end] + right).strip()
