"""Whether a quote prints a value: as a whole number, with every word that bounds it."""

from __future__ import annotations

import math
import re
from collections.abc import Collection

from biaochi import quantity
from biaochi.evidence.normal import normalise
from biaochi.problem import Fault
from biaochi.quantity.numerals import SCALE

CHINESE = "零〇一二三四五六七八九两十百千万亿"
ARABIC = r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
NUMBER = re.compile(rf"(?:{ARABIC}|[{CHINESE}]+(?:点[{CHINESE}]+)?)[余多]?(?:{SCALE.pattern})[余多]?")
_APART = re.compile(r"(?<=[0-9０-９])(?:\s+|，)(?=[0-9０-９])")
_SIGNS = re.compile(r"[^\w%‰]+")


def holds(quote: str, value: str, unit: str = "", numbers: Collection[float] = ()) -> bool:
    """Whether the value stands in the quote as printed: every number whole, with its 余 or 多.

    Where the quote goes on with a multiplier that the value leaves to its unit (29.16 of 29.16亿元), it is
    read in the indicator's `unit` and has to give one of `numbers`.
    """
    if value.strip().startswith("["):
        value = value.replace(",", "、")
    wanted, printed = _apart(value), _apart(quote)
    found, needed = ([_bare(token) for token in NUMBER.findall(part)] for part in (printed, wanted))
    whole = all(any(_same(one, token, unit, numbers) for one in found) for token in needed)
    return whole and all(word in printed for word in _SIGNS.sub(" ", NUMBER.sub(" ", wanted)).split())


def _apart(text: str) -> str:
    """The normal form in which two numbers side by side (cells of a table) do not become one."""
    return normalise(_APART.sub("、", text))


def _bare(token: str) -> str:
    return token.replace(",", "")


def _same(printed: str, wanted: str, unit: str, numbers: Collection[float]) -> bool:
    if printed == wanted:
        return True
    rest = printed.removeprefix(wanted)
    if rest == printed or not SCALE.fullmatch(rest):
        return False
    try:
        read = quantity.parse(printed, unit).value
    except Fault:
        return False
    return read is not None and any(math.isclose(read, number) for number in numbers)
