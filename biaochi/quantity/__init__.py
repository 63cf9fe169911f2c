"""The value as printed -> number, comparator and the two ends that are judged (methods.md section 3)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal

from biaochi.problem import Fault
from biaochi.quantity import numerals, phrases, units
from biaochi.quantity.numerals import large

PLAIN = r"-?[0-9]{1,15}(\.[0-9]{1,15})?"
"""Full match: a number that DuckDB casts itself; every other string is sent to parse."""

NEAR = ABOUT = 0.05  # the house rules for 近 and 约; config may set others

_SHARES = {"百分之": "%", "千分之": "‰", "万分之": "万分之一"}
_DASH = re.compile(r"([-+]?(?:[百千万]分之)?[0-9十零〇一二三四五六七八九两].*?)(?:~|至|到|(?<![eE])-)(.+)")
_END = re.compile(r"[-+]?(?:[0-9.,eE]+|[十零〇一二三四五六七八九两点]+)(.*)")
_BRACKETS = re.compile(r"\[([^,、;]+)[,、;]([^,、;]+)\]")


@dataclass(frozen=True)
class Quantity:
    """A printed value in the indicator's unit; ends are -inf/inf and open where nothing bounds them.

    comparator: = > < <~ ~ >= <= or range (value None). usual: what 60余 usually means, (60, 70).
    """

    text: str
    value: float | None
    comparator: str
    lower: float
    upper: float
    lower_open: bool = False
    upper_open: bool = False
    usual: tuple[float, float] | None = None
    aspirational: bool = False


def parse(text: str, unit: str = "", near: float = NEAR, about: float = ABOUT) -> Quantity:
    """One printed value in the indicator's unit; near, about: the shares by which 近 and 约 widen it. Raises Fault."""
    with _showing(text):
        return _parse(phrases.fold(text), text.strip(), phrases.folded(unit), near, about)


def parse_target(text: str, unit: str = "", near: float = NEAR, about: float = ABOUT) -> Quantity:
    """A target's value: what parse reads, and ranges ([3,6], 3-6, 3%～6%) with comparator `range`. Raises Fault."""
    with _showing(text):
        body = phrases.fold(text)
        marks, inner = phrases.before(body)
        ends = _range(inner) if marks <= {"=", "aspire"} else None
        if ends is None:
            return parse(text, unit, near, about)
        lower, upper = (parse(end, unit, near, about) for end in ends)
        if (lower.comparator, upper.comparator) != ("=", "="):
            raise Fault("value_contradictory")
        if lower.lower > upper.upper:
            raise Fault("value_range_reversed")
    aspirational = "aspire" in marks or lower.aspirational or upper.aspirational
    return Quantity(text.strip(), None, "range", lower.lower, upper.upper, aspirational=aspirational)


@contextmanager
def _showing(text: str) -> Iterator[None]:
    """A Fault from deeper down knows only a piece; the reader is shown all that was printed."""
    try:
        yield
    except Fault as fault:
        raise Fault(fault.code, **(fault.params | {"text": text.strip()})) from None


def _parse(body: str, text: str, unit: str, near: float, about: float) -> Quantity:
    """A folded text: words, sign, number, unit, words."""
    if body.startswith("第"):
        return _rank(body, text, unit)
    before, body = phrases.before(body)
    negative, body = _sign(body)
    share = next((s for s in _SHARES if body.startswith(s)), "")
    body = body[len(share) :]
    if not numerals.starts(body):
        raise _no_number(body)
    number, rest = numerals.read(body)
    after, scale, word = phrases.tail(rest)
    if share and word:
        raise Fault("value_unknown_word", word=word)
    power = _power(scale, _SHARES.get(share, word), unit)
    if not word and not large(scale) and large(body.removesuffix(rest)):
        power -= units.read(unit).multiplier  # 一亿二千万 in 亿元: the numeral itself holds the 亿
    number = numerals.shifted(number, power)
    marks = before | after
    quantity = _bounded(text, number.copy_negate() if negative else number, phrases.comparator(marks), near, about)
    return replace(quantity, usual=_usual(quantity, number, marks), aspirational="aspire" in marks)


def _rank(body: str, text: str, unit: str) -> Quantity:
    """第一, 第2名: a place in an order, a value only where the unit is 位."""
    number, rest = numerals.read(body[1:])
    whole = number >= 1 and number == number.to_integral_value()
    if rest not in ("", "位", "名") or not whole or not units.is_rank(unit):
        raise Fault("unit_mismatch", word=body, unit=unit)
    return _bounded(text, number, "=", NEAR, ABOUT)


def _sign(body: str) -> tuple[bool, str]:
    """Whether a minus stands here, and what follows the sign."""
    return body[:1] in ("-", "负"), body[1:] if body[:1] in ("-", "负", "+") else body


def _no_number(body: str) -> Fault:
    """The reason why no number begins here."""
    if phrases.VAGUE.match(body):
        return Fault("value_order_of_magnitude")
    if re.match(r"(nan|inf|infinity|∞)$", body, re.IGNORECASE):
        return Fault("value_not_finite")
    word = re.match(r"[^0-9]+(?=[0-9])", body)
    return Fault("value_unknown_word", word=word.group()) if word else Fault("value_not_a_number")


def _power(scale: str, word: str, unit: str) -> int:
    """units.power; what does not fit may be a second number or no unit at all."""
    try:
        return units.power(scale, word, unit)
    except Fault:
        if re.search(f"[{numerals.CHARS}]", word):
            raise Fault("value_two_numbers") from None
        if not any(c.isalpha() or c in "%‰" for c in word):  # 60+
            raise Fault("value_unknown_word", word=word) from None
        raise


def _bounded(text: str, value: Decimal, comparator: str, near: float, about: float) -> Quantity:
    """The two ends of a value: 近 approaches it from zero, 约 lies on both sides; Fault beyond a float."""
    v, inf = _float(value), math.inf
    ends: dict[str, tuple[float, float, bool, bool]] = {
        "=": (v, v, False, False),
        ">": (v, inf, True, True),
        ">=": (v, inf, False, True),
        "<": (-inf, v, True, True),
        "<=": (-inf, v, True, False),
    }
    if comparator in ends:
        return Quantity(text, v, comparator, *ends[comparator])
    low = _float(_times(value, 1 - Decimal(str(near if comparator == "<~" else about))))
    high = v if comparator == "<~" else _float(_times(value, 1 + Decimal(str(about))))
    up, down = comparator == "<~" and v > 0, comparator == "<~" and v < 0
    return Quantity(text, v, comparator, min(low, high), max(low, high), down, up)


def _usual(quantity: Quantity, value: Decimal, marks: set[str]) -> tuple[float, float] | None:
    """What 余 and 多 usually mean: up to one unit of the last non-zero digit more (550余: 550 to 560)."""
    if "more" not in marks:
        return None
    if quantity.lower <= 0:
        raise Fault("value_contradictory")
    unit = numerals.shifted(Decimal(1), numerals.EXACT.normalize(value).as_tuple().exponent)  # type: ignore[arg-type]
    return _float(value), _float(numerals.EXACT.add(value, unit))


def _times(value: Decimal, share: Decimal) -> Decimal:
    return numerals.EXACT.multiply(value, share)


def _float(value: Decimal) -> float:
    """The nearest float; Fault where there is none (1e999, or so small that it would become 0)."""
    number = float(value)
    if math.isinf(number) or (number == 0 and value != 0):
        raise Fault("value_not_finite")
    return number + 0.0  # -0 becomes 0


def _range(body: str) -> tuple[str, str] | None:
    """The two ends of a range as printed, or None; what is printed once, after the second end, belongs to both."""
    found = _BRACKETS.fullmatch(body) or _DASH.fullmatch(body)
    ends = [_END.fullmatch(end) for end in found.groups()] if found else []
    if not found or not all(ends):
        return found and (found.group(1), found.group(2))
    low, high = found.groups()
    low_tail, high_tail = (end.group(1) for end in ends if end)
    if not low_tail:
        low, low_tail = low + high_tail, high_tail
    # 一百至二百万 and 3至1亿2000万 can be read in two ways.
    if re.search(f"[{numerals.CHARS}]", low_tail) or (large(high_tail) and re.fullmatch("[十百千]*", low_tail)):
        raise Fault("value_range")
    return low, high
