"""Unit words: which ones count the same thing, and by what power of ten they differ."""

from __future__ import annotations

from dataclasses import dataclass

from biaochi.problem import Fault
from biaochi.quantity.numerals import SCALE, large, tens

COUNTING = frozenset("个家件项所座处户台套条类种批支场间篇部艘辆架宗笔例期人对份只张本栋幢村镇") | {"人次"}
SAME = {
    "名": "人",
    "位": "人",
    "平米": "平方米",
    "m2": "平方米",
    "千米": "公里",
    "km": "公里",
    "平方千米": "平方公里",
    "km2": "平方公里",
    "千克": "公斤",
    "个百分点": "百分点",
}
COARSE = {"公里": ("米", 3), "平方公里": ("平方米", 6), "公顷": ("平方米", 4), "吨": ("公斤", 3)}
SHARES = {"‰": ("%", -1), "成": ("%", 1), "万分之一": ("%", -2)}
KNOWN = COUNTING | frozenset("元亩米%倍天年岁次分")
KNOWN |= {"美元", "港元", "欧元", "平方米", "立方米", "公斤", "千瓦", "千瓦时", "百分点", "小时"}


@dataclass(frozen=True)
class Unit:
    """base: what is counted; multiplier: the power of its 万 or 亿; coarser: 公里 over 米; per: after 每 or /."""

    base: str
    multiplier: int
    coarser: int
    per: str

    @property
    def power(self) -> int:
        """The power of ten of one of this unit, counted in its base."""
        return self.multiplier + self.coarser


def read(word: str) -> Unit:
    """亿元 -> 元 and 8; 公里 -> 米 and 3; 件/万人 -> 件 per 万人."""
    counted, _, per = word.replace("每", "/").partition("/")
    scale = SCALE.match(counted)
    multiplier = scale.group() if scale else ""
    base = counted[len(multiplier) :]
    base = SAME.get(base, base)
    base, coarser = (COARSE | SHARES).get(base, (base, 0))
    return Unit(base, tens(multiplier), coarser, per)


def power(scale: str, word: str, unit: str) -> int:
    """The power of ten that turns a number, printed with a scale (万, 千 ...) and a word, into the indicator's unit.

    Without a word the number is in the indicator's unit, whose own 万 or 亿 a printed one replaces: in 万人, 2300 and
    2千 are taken as they stand, 2300万 is 2300 too. An empty unit is unknown: the base of the word is counted.
    Raises Fault unit_mismatch.
    """
    wanted = read(unit)
    if not word:
        return tens(scale) - (wanted.multiplier if large(scale) else 0)
    found = read(word)
    if not unit:
        if found.base not in KNOWN or found.per:
            raise Fault("value_unknown_word", word=word)
    elif word != unit and not _fits(found, wanted):
        raise Fault("unit_mismatch", word=scale + word, unit=unit)
    return tens(scale) + found.power - wanted.power


def _fits(found: Unit, wanted: Unit) -> bool:
    """个 stands for any counting word; 件 printed alone fits 件/万人, a different 'per' does not."""
    alike = found.base == wanted.base or ("个" in (found.base, wanted.base) and {found.base, wanted.base} <= COUNTING)
    return bool(found.base) and alike and found.per in ("", wanted.per)


def is_rank(unit: str) -> bool:
    """Whether 第一 can be a value of this unit; an unknown unit may be one."""
    return unit in ("", "位", "名", "位次", "名次")
