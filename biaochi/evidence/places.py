"""Where a quote stands in a document: all places, the one that is meant, and spans to highlight."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from biaochi.evidence.normal import Text, normalise, prepare
from biaochi.evidence.values import CHINESE

Span = tuple[int, int]
_LEFT = re.compile(r"(?:[0-9]|[0-9]\.)$")
_RIGHT = re.compile(r"[0-9]|\.[0-9]|,[0-9]{3}(?![0-9])|[余多百千万亿]")
_GROUP = re.compile(r"[0-9]{3}(?![0-9])")


class Quote(NamedTuple):
    """A fragment of a document (W3C TextQuoteSelector): what it says, and what stands before and after it."""

    exact: str
    prefix: str | None = None
    suffix: str | None = None


class Mark(NamedTuple):
    """A stretch of the printed text and the keys of all quotes that it holds."""

    start: int
    end: int
    keys: tuple[str, ...]


def find(text: Text | str, quote: str, prefix: str | None = None, suffix: str | None = None) -> list[Span]:
    """All printed places of a quote; where there are several, those that fit prefix and suffix."""
    text = prepare(text) if isinstance(text, str) else text
    length = len(normalise(quote))
    return [text.span(at, at + length) for at in meant(text, Quote(quote, prefix, suffix))]


def locate(raw: str, quote: str, prefix: str | None = None, suffix: str | None = None) -> Span | None:
    """The printed place of a quote, the first of several; None where it does not stand in the text."""
    return next(iter(find(raw, quote, prefix, suffix)), None)


def places(text: Text, needle: str) -> list[int]:
    """Where a normal form stands in a document, without places that would cut a number in two."""
    found, at = [], text.plain.find(needle) if needle else -1
    while at >= 0:
        if not _cuts(text, at, at + len(needle)):
            found.append(at)
        at = text.plain.find(needle, at + 1)
    return found


def meant(text: Text, quote: Quote) -> list[int]:
    """The places of a quote; prefix and suffix are asked only where there are several."""
    needle = normalise(quote.exact)
    before, after = normalise(quote.prefix or ""), normalise(quote.suffix or "")
    found = places(text, needle)
    if len(found) < 2 or not (before or after):
        return found
    return [at for at in found if at >= len(before) and text.plain.startswith(before, at - len(before))
            and text.plain.startswith(after, at + len(needle))]


def highlight(raw: str, quotes: Mapping[str, Quote]) -> list[Mark]:
    """Stretches of the printed text to mark, in order and apart: quotes that overlap share one."""
    text = prepare(raw)
    spans = sorted((start, end, key) for key, quote in quotes.items() for start, end in find(text, *quote))
    marks: list[Mark] = []
    for start, end, key in spans:
        if marks and start < marks[-1].end:
            old = marks.pop()
            start, end = old.start, max(end, old.end)
            keys = old.keys if key in old.keys else (*old.keys, key)
            marks.append(Mark(start, end, keys))
        else:
            marks.append(Mark(start, end, (key,)))
    return marks


def _cuts(text: Text, start: int, end: int) -> bool:
    """Whether a number goes on beside the place: 620家 is not found in 1620家, nor 达到23 in 达到2300件."""
    return _cuts_left(text, start) or _cuts_right(text, end)


def _cuts_left(text: Text, start: int) -> bool:
    first, before = text.plain[start], _printed(text, start, -2)
    if first in CHINESE:
        return before[-1:] != "" and before[-1:] in CHINESE
    if not _is_digit(first):
        return False
    thousands = re.search(r"[0-9],$", before) and _GROUP.match(text.plain, start)
    return bool(_LEFT.search(before) or thousands)


def _cuts_right(text: Text, end: int) -> bool:
    last, after = text.plain[end - 1], _printed(text, end, 5)
    if last in CHINESE:
        return after[:1] != "" and after[:1] in CHINESE + "余多"
    return _is_digit(last) and bool(_RIGHT.match(after))


def _is_digit(sign: str) -> bool:
    return "0" <= sign <= "9"


def _printed(text: Text, at: int, count: int) -> str:
    """Up to `count` signs after (before, where negative) a place that are printed without a gap."""
    return "".join(reversed([*_walk(text, at, count)])) if count < 0 else "".join(_walk(text, at, count))


def _walk(text: Text, at: int, count: int) -> Iterator[str]:
    step = -1 if count < 0 else 1
    for _ in range(abs(count)):
        if not text.joined(at):
            return
        beside = at - 1 if step < 0 else at
        sign, raw = text.plain[beside], text.raw[text.starts[beside]]
        # ① and ² are digits in the normal form only; printed they are part of no number, nor is “，”.
        yield " " if (_is_digit(sign) and not re.match(r"[0-9０-９]", raw)) or raw == "，" else sign
        at += step
