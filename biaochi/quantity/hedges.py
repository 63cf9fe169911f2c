"""Whether a quote bounds a number as its value does: 620家左右 is not 620, and 620 is not 逾620."""

from __future__ import annotations

import re

from biaochi.problem import Fault
from biaochi.quantity import numerals, phrases, units

_HEADS = sorted((w for mark in (">", ">=", "<=", "<", "<~", "~") for w in phrases.words(mark, "")), key=len)[::-1]
_TAILS = sorted((w for mark in (">=", "<=", "~", "more") for w in phrases.words("", mark)), key=len)[::-1]
BEFORE, AFTER = ("|".join(map(re.escape, words)) for words in (_HEADS, _TAILS))
_NEAR_HEADS, _NEAR_TAILS = ("|".join(map(phrases.spelt, words)) for words in (_HEADS, _TAILS))
NEAR = rf"(?:{_NEAR_HEADS})\s*\x01|\x01[^0-9\x01]{{0,8}}(?:{_NEAR_TAILS})"
"""A quote in which the value is \\x01 and a bound stands so near that it may be the number's, for RE2."""
_JOINED = re.compile(r"(?:[节预公签契集合条制]约|[最附邻临靠就]近|[赶高]超)$")  # words of their own: 签约20个
_HEAD = re.compile(f"(?:{BEFORE}|达到|达|为)*$")
_MEASURES = "|".join(sorted(map(re.escape, units.KNOWN), key=len, reverse=True))
_NUMBER = re.compile(rf"[0-9]+(?:\.[0-9]+)?|[{numerals.CHARS}十百千万亿]+")
_SHARE = re.compile("[百千万]分之$")


def differs(value: str, quote: str, unit: str = "") -> bool:
    """Whether every place in a quote where a value's number stands has another bound than the value; both as printed.

    Where that is not sure (no such number, a bound in other words nearby) nothing differs.
    """
    try:
        marks, number, unit = _read(value, unit)
        wanted = phrases.comparator(marks)
    except Fault:
        return False
    printed = re.sub(r"(?<=[0-9]),(?=[0-9]{3})", "", phrases.folded(quote))
    found = list(_places(printed, number, unit)) if number else []
    if not found or wanted in found or None in found:
        return False
    same = [word for mark in marks for word in (*phrases.words(mark, ""), *phrases.words("", mark))]
    return not any(word in printed for word in same if marks - {"=", "aspire"})


def _read(value: str, unit: str) -> tuple[set[str], str, str]:
    """The marks of a value, its number as printed, and the word that its unit is printed as."""
    before, body = phrases.before(phrases.folded(value))
    body = re.sub(r"(?<=[0-9]),(?=[0-9]{3})", "", body)
    body = re.sub("^[百千万]分之", "", body)
    found = _NUMBER.match(body)
    if not found:
        return before, "", unit
    after, _, word = phrases.tail(body[found.end() :])
    plain = phrases.folded(unit)
    scale = numerals.SCALE.match(plain)
    return before | after, found.group(), word or plain[scale.end() if scale else 0 :]


def _places(printed: str, number: str, unit: str) -> list[str | None]:
    """The comparator at every place where the number stands by itself; None where it cannot be told."""
    word = f"{re.escape(unit)}|{_MEASURES}" if unit else _MEASURES
    tail = re.compile(rf"(余|多)?(?:{numerals.SCALE.pattern})(余|多)?(?:{word})?({AFTER})?")
    whole = rf"(?<![0-9.{numerals.CHARS}]){re.escape(number)}(?![0-9]|\.[0-9])"
    found: list[str | None] = []
    for place in re.finditer(whole, printed):
        before = _SHARE.sub("", printed[: place.start()])
        head = _HEAD.search(before)
        words = head.group() if head else ""
        marks = set[str]() if _JOINED.search(before) else phrases.before(words)[0]
        after = tail.match(printed, place.end())
        for one in after.groups() if after else ():
            marks |= phrases.tail(one)[0] if one else set()
        try:
            found.append(phrases.comparator(marks))
        except Fault:
            found.append(None)
    return found
