"""The words around a number as official prose prints them: 逾, 近, 约, 不低于, 以上, 力争 ..."""

from __future__ import annotations

import re

from biaochi.problem import Fault
from biaochi.quantity import numerals

LONGEST = 60

_BEFORE = {
    ">": "逾 超 超过 超出 突破 高于 大于 多于 >",
    ">=": "不低于 不少于 不小于 至少 最少 >= ≥ ≧",
    "<=": "不超过 不高于 不大于 不多于 未超过 至多 最多 <= ≤ ≦",
    "<": "低于 小于 少于 不足 不到 <",
    "<~": "近 接近 将近",
    "~": "约 约为 大约 大概 ~ ≈",
    "=": "达到 达 为 实现 保持在 稳定在 维持在 控制在 =",
    "aspire": "力争 争取",
}
_AFTER = {
    ">=": "以上 及以上 (含)以上",
    "<=": "以下 及以下 (含)以下 以内 及以内 之内",
    "~": "左右 上下",
    "more": "余 多",
}
# Of two marks that agree the stricter counts (超过60家以上 is >); all other pairs contradict each other.
_COMPARATORS = {
    frozenset(marks.split()): comparator
    for comparator, *several in (
        ("=", ""),
        (">", ">", "more", "> >=", "> more", ">= more"),
        (">=", ">="),
        ("<=", "<="),
        ("<", "<", "< <="),
        ("<~", "<~"),
        ("~", "~"),
    )
    for marks in several
}
_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)}
_TRADITIONAL = str.maketrans(
    "萬億兩餘約達過個項條戶臺處種類場間畝噸於數幾內將爭單負壹貳贰叁參肆伍陸陆柒捌玖拾佰仟○−–—",
    "万亿两余约达过个项条户台处种类场间亩吨于数几内将争单负一二二三三四五六六七八九十百千〇---",
)
# 百亿, 上千家, 几十个: no number is printed, only its size.
VAGUE = re.compile(r"(?:[上数几成过破]?[十百千万亿]+|几|成百上千)(?:[余多级元个家项件人名位所户、,]|美元|$)")


def folded(text: str) -> str:
    """Full-width and traditional characters to plain ones; only a blank between two digits is kept."""
    plain = text.translate(_FULL_WIDTH).translate(_TRADITIONAL).replace("㎡", "平方米").replace("m²", "m2")
    return re.sub(r"(?<![0-9])[\s\u200b\ufeff]+|[\s\u200b\ufeff]+(?![0-9])", "", plain)


def fold(text: str) -> str:
    """The printed text, folded; Fault where it is empty or longer than any value."""
    if len(text.strip()) > LONGEST:
        raise Fault("value_too_long", limit=LONGEST)
    body = folded(text)
    if not body:
        raise Fault("value_empty")
    return body


def _words(table: dict[str, str]) -> tuple[str, dict[str, str]]:
    """The alternatives of a table, longest first, and the mark of each."""
    marks = {word: mark for mark, words in table.items() for word in words.split()}
    return "|".join(re.escape(word) for word in sorted(marks, key=len, reverse=True)), marks


_BEFORE_WORDS, _BEFORE_MARKS = _words(_BEFORE)
_AFTER_WORDS, _AFTER_MARKS = _words(_AFTER)
_HEAD = re.compile(f"(?:{_BEFORE_WORDS})*")
_TAIL = re.compile(rf"(余|多)?({numerals.SCALE.pattern})(余|多)?(.*?)((?:{_AFTER_WORDS})*)", re.DOTALL)


def words(before: str, after: str) -> tuple[str, ...]:
    """The words of a mark before a number, or after it."""
    return tuple((_BEFORE.get(before, "") + " " + _AFTER.get(after, "")).split())


def spelt(word: str) -> str:
    """A pattern for a word as it may be printed: in full width, in traditional signs."""
    plain = _FULL_WIDTH | _TRADITIONAL
    ways = ([sign, *(chr(one) for one, other in plain.items() if other == ord(sign))] for sign in word)
    return "".join(f"[{re.escape(''.join(one))}]" for one in ways)


def before(body: str) -> tuple[set[str], str]:
    """The marks of the words before the number, and the rest."""
    head = _HEAD.match(body)
    words = head.group() if head else ""
    return {_BEFORE_MARKS[w] for w in re.findall(_BEFORE_WORDS, words)}, body[len(words) :]


def tail(rest: str) -> tuple[set[str], str, str]:
    """What follows the number: marks, 万 or 亿, the unit's word."""
    found = _TAIL.fullmatch(rest)
    if not found or rest.startswith("几"):
        raise Fault("value_order_of_magnitude")
    more, scale, more_after, word, words = found.groups()
    marks = {_AFTER_MARKS[w] for w in re.findall(_AFTER_WORDS, words)} | ({"more"} if more or more_after else set())
    return marks, scale, word


def comparator(marks: set[str]) -> str:
    """The one comparator of all words; Fault where they contradict each other (约60余, 超过60以内)."""
    found = _COMPARATORS.get(frozenset(marks - {"=", "aspire"}))
    if not found:
        raise Fault("value_contradictory")
    return found
