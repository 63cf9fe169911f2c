"""Numbers as they are printed, in digits or in Chinese numerals, read exactly."""

from __future__ import annotations

import re
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal

from biaochi.problem import Fault

EXACT = Context(prec=400, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""60 characters hold at most 60 digits, so nothing is ever rounded before the last step to float."""

TENS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
CHARS = "0-9" + "".join(DIGITS)

# 千 in 千瓦, 千克, 千米 and 百 in 百分点 belong to the unit and multiply nothing.
_SCALE = r"(?:十|百(?!分)|千(?![分瓦克米卡伏赫升帕焦]))?(?:万亿|万(?!分)|亿)?"
SCALE = re.compile(_SCALE)

_ARABIC = re.compile(r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+")
_MIXED = re.compile(r"([0-9]+)(亿)([0-9]{1,4})万|([0-9]+)(万)([0-9]{4})(?![0-9.,])")  # 3亿5000万, 1万2000
_CHINESE = re.compile(
    r"((?:[零〇一二三四五六七八九两十万亿]|百(?!分)|千(?![分瓦克米卡伏赫升帕焦]))+)(?:点([零〇一二三四五六七八九]+))?"
)


def tens(scale: str) -> int:
    """The power of ten of a multiplier: 千万 -> 7."""
    return sum(TENS[c] for c in scale)


def large(printed: str) -> bool:
    """Whether 万 or 亿 is printed: these count, 十 百 千 only spell a number (三千 and 3000 are the same)."""
    return "万" in printed or "亿" in printed


def shifted(value: Decimal, power: int) -> Decimal:
    """value * 10^power, exactly."""
    return EXACT.scaleb(value, power)


def starts(text: str) -> bool:
    """Whether the text begins with a number (a bare 百 or 亿 is none)."""
    return re.match(rf"[{CHARS}十]|\.[0-9]", text) is not None


def read(text: str) -> tuple[Decimal, str]:
    """The number that the text begins with and what follows it; Fault where the digits do not form one number."""
    if mixed := _MIXED.match(text):
        high, scale, low = [g for g in mixed.groups() if g is not None]
        low_power = 4 if scale == "亿" else 0
        return Decimal(int(high) * 10 ** TENS[scale] + int(low) * 10**low_power), text[mixed.end() :]
    if arabic := _ARABIC.match(text):
        return _arabic(arabic.group(), text), text[arabic.end() :]
    chinese = _CHINESE.match(text)
    if not chinese:
        raise Fault("value_not_a_number")
    whole, fraction = chinese.groups()
    number = _whole(whole)
    if number is None:
        raise Fault("value_numeral", word=chinese.group())
    digits = "".join(str(DIGITS[c]) for c in fraction or "")
    return Decimal(f"{number}.{digits}" if digits else number), text[chinese.end() :]


def _arabic(digits: str, text: str) -> Decimal:
    """Digits with or without thousands separators; a separator in any other place is refused, not guessed."""
    if text[len(digits) : len(digits) + 1] in (",", ".", "'"):
        raise Fault("value_separator")
    if len(digits.lower().partition("e")[2]) > 5:
        raise Fault("value_not_finite")
    return Decimal(digits.replace(",", ""))


def _whole(text: str) -> int | None:
    """A whole Chinese numeral, or None where it is not one (三五家 is three to five, 一万二 is left open)."""
    if re.fullmatch(r"[一二三四五六七八九][零〇一二三四五六七八九]+", text) and re.search("[零〇]", text):
        return int("".join(str(DIGITS[c]) for c in text))  # 二〇二五
    for unit in ("亿", "万"):
        if unit in text:
            left, _, right = text.rpartition(unit)
            high, low = _whole(left), _low(right, 10 ** TENS[unit])
            return None if high is None or low is None else high * 10 ** TENS[unit] + low
    return _section(text, top=True)


def _low(text: str, limit: int) -> int | None:
    """What follows 万 or 亿: nothing, or a smaller number with its own unit or a 零 before it."""
    if not text:
        return 0
    number = _whole(text.lstrip("零〇")) if "万" in text else _section(text, top=False)
    return number if number is not None and number < limit else None


def _section(text: str, top: bool) -> int | None:
    """A numeral below 10000; `top`: nothing larger stands before it, so that it may begin with a bare digit."""
    total, last, digit, zero = 0, 10000, None, top
    for char in text:
        if char in DIGITS and digit is not None:
            return None
        if char in "零〇":
            zero = True
        elif char in DIGITS:
            digit = DIGITS[char]
        else:
            unit = 10 ** TENS[char]
            if unit >= last or (digit is None and (unit != 10 or total)):
                return None
            total, last, digit, zero = total + (1 if digit is None else digit) * unit, unit, None, False
    if digit is None:
        return None if zero and text not in ("零", "〇") else total
    return total + digit if zero or last == 10 else None
