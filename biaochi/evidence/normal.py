"""One form for quotes and documents (methods.md section 6), with the way back to the text as printed."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

QUOTES = "“”„‟‘’‚‛「」『』〝〞〟'"
# Conversion by phrase would make a sign depend on its neighbours, which a quote does not have; where one
# traditional sign has two simplified ones, both are taken as the same: 瞭解 is found as 了解, 計畫 as 计划.
_ALIKE = dict(zip("瞭藉著畫画覆衹祇彷牴沈", "了借着划划复只只仿抵沉", strict=True))
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003347f〇々]")
_BRACKET = re.compile(r"\(([^\W\d_]{1,6})\)")
_TONES = re.compile(r"[\u0300\u0301\u0304\u0306\u030c]")
_FINALS = {
    "": "a o e ai ei ao ou an en ang eng er",
    "b": "a o ai ei ao an en ang eng i ie iao ian in ing u",
    "p": "a o ai ei ao ou an en ang eng i ie iao ian in ing u",
    "m": "a o e ai ei ao ou an en ang eng i ie iao iu ian in ing u",
    "f": "a o ei ou an en ang eng u",
    "d": "a e ai ei ao ou an en ang eng ong i ia ie iao iu ian ing u uo ui uan un",
    "t": "a e ai ei ao ou an ang eng ong i ie iao ian ing u uo ui uan un",
    "n": "a e ai ei ao ou an en ang eng ong i ie iao iu ian in iang ing u uo uan un ü üe",
    "l": "a o e ai ei ao ou an ang eng ong i ia ie iao iu ian in iang ing u uo uan un ü üe",
    "g k h": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "j q x": "i ia ie iao iu ian in iang ing iong u ue uan un",
    "zh ch": "a e i ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "sh": "a e i ai ei ao ou an en ang eng u ua uo uai ui uan un uang",
    "r": "e i ao ou an en ang eng ong u ua uo ui uan un",
    "z c s": "a e i ai ei ao ou an en ang eng ong u uo ui uan un",
    "y": "a o e ai ao ou an ang i in ing ong u ue uan un",
    "w": "a o ai ei an en ang eng u",
}
_SYLLABLES = frozenset(
    initial + final for initials, finals in _FINALS.items() for initial in initials.split() or [""]
    for final in finals.split())


@dataclass(frozen=True)
class Text:
    """A printed text and its normal form; sign i of `plain` stands for raw[starts[i]:ends[i]]."""

    raw: str
    plain: str
    starts: array[int]
    ends: array[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The printed place of plain[start:end], which is not empty."""
        return self.starts[start], self.ends[end - 1]

    def joined(self, i: int) -> bool:
        """Whether plain[i-1] and plain[i] are printed without a gap between them."""
        return 0 < i < len(self.plain) and self.ends[i - 1] >= self.starts[i]


def normalise(text: str) -> str:
    """NFKC, no white space, one quotation mark, simplified signs, no pinyin after a Han sign."""
    return _short(text) if len(text) <= 400 else prepare(text).plain


def normalise_with_positions(text: str) -> tuple[str, list[int]]:
    """The normal form and, for each of its signs, where it begins in the text."""
    found = prepare(text)
    return found.plain, list(found.starts)


@lru_cache(maxsize=8)
def prepare(raw: str) -> Text:
    """The normal form of a whole document; the last few are remembered."""
    return fold(raw)


@lru_cache(maxsize=4096)
def _short(text: str) -> str:
    return fold(text).plain


def fold(raw: str, gap: str = "") -> Text:
    """The normal form; white space becomes `gap` (a blank keeps numbers of neighbouring cells apart)."""
    signs = {sign: _sign(sign) for sign in set(raw)}
    table = {sign: gap if gap and sign.isspace() else plain for sign, (plain, _) in signs.items()}
    pieces = [table[sign] for sign in raw]
    longer = _join_marks(raw, pieces, "".join(sign for sign, (_, mark) in signs.items() if mark))
    starts = array("i", (i for i, piece in enumerate(pieces) for _ in piece))
    ends = array("i", (longer.get(i, i + 1) for i in starts))
    return _without_pinyin(Text(raw, "".join(pieces), starts, ends))


def _join_marks(raw: str, pieces: list[str], marks: str) -> dict[int, int]:
    """Joins combining marks to the sign they stand on, drops those without; the ends of such signs."""
    ends: dict[int, int] = {}
    base = last = -2
    for found in re.finditer(f"[{re.escape(marks)}]", raw) if marks else ():
        i = found.start()
        if last != i - 1 or base < 0:
            base = i - 1 if i and pieces[i - 1] and not raw[i - 1].isspace() else -1
        if base >= 0:
            pieces[base], ends[base] = _folded(raw[base : i + 1]), i + 1
        pieces[i], last = "", i
    return ends


@lru_cache(maxsize=100_000)
def _sign(sign: str) -> tuple[str, bool]:
    """A sign's normal form, and whether it would combine with the sign before it."""
    plain = _folded(sign)
    first = plain[:1] or sign
    return plain, unicodedata.category(first)[0] == "M" or "\u1160" <= first <= "\u11ff"


def _folded(text: str) -> str:
    signs = unicodedata.normalize("NFKC", text)
    if signs[:1] == " ":  # ´ and the like: an accent on a blank
        return ""
    return "".join('"' if c in QUOTES else _simplified(c) for c in signs if not _unseen(c))


def _unseen(sign: str) -> bool:
    """White space, control signs, and what takes no room at all (BOM, zero-width space, soft hyphen)."""
    return sign.isspace() or unicodedata.category(sign) in ("Cc", "Cf")


def _simplified(sign: str) -> str:
    if not _HAN.match(sign):
        return sign
    plain = _converter()(_converter()(sign))  # twice: 薴 becomes 苧, and only that 苎
    return _ALIKE.get(plain, plain)


@cache
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC  # its tables are read only where somebody asks for evidence

    return OpenCC("t2s").convert


def _without_pinyin(text: Text) -> Text:
    """Drops brackets that hold one pinyin syllable after a Han sign; they count to that sign's place."""
    plain, kept, last = text.plain, [], 0
    for found in _BRACKET.finditer(plain):
        start, end = found.span()
        follows = start > 0 and (_HAN.match(plain[start - 1]) or (last == start and last > 0))
        if follows and _is_syllable(found.group(1)):
            kept.append((last, start))
            last = end
    if not last:
        return text
    return _kept(text, [*kept, (last, len(plain))])


def _kept(text: Text, parts: list[tuple[int, int]]) -> Text:
    starts, ends = array("i"), array("i")
    for i, j in parts:
        if ends and i:
            ends[-1] = text.ends[i - 1]
        starts += text.starts[i:j]
        ends += text.ends[i:j]
    return Text(text.raw, "".join(text.plain[i:j] for i, j in parts), starts, ends)


@lru_cache(maxsize=4096)
def _is_syllable(word: str) -> bool:
    """One lower-case syllable with at most one tone mark: guó, jìn, de; not MBA, not app."""
    bare, tones = _TONES.subn("", unicodedata.normalize("NFD", word))
    return tones < 2 and unicodedata.normalize("NFC", bare.translate({0x251: "a", 0x261: "g"})) in _SYLLABLES
