"""How wide a text is and where it may be broken, for drawings that must place their words themselves."""

from __future__ import annotations

import re
import unicodedata

# A word keeps together, and no line begins with a closing mark 避头尾.
_WORD = re.compile(r"(?:[（“《〔(]*[A-Za-z0-9.,%+\-]+\s*|[（“《〔(]+.|.)[，。、；：）”》〕)]*")


def text_width(content: str, size: float) -> float:
    """About how wide a text is, in the unit of its size: Han and full-width letters one em, the rest less."""
    return sum(map(_em, content)) * size


def _em(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF" or letter in "≥≤":  # a Chinese font draws these two full width
        return 1.0
    return 0.36 if letter in " .,:;|il·" else 0.58


def wrap(content: str, size: float, width: float, lines: int = 2) -> list[str]:
    """Break a text into at most so many lines; what does not fit ends in …, the full text stays in the label."""
    found, line = [], ""
    for word in _WORD.findall(content):
        if line and text_width(line + word.rstrip(), size) > width:
            found.append(line.rstrip())
            line = ""
        line += word
    found.append(line.rstrip())
    if len(found) > lines:
        last = found[lines - 1]
        while last and text_width(last + "…", size) > width:
            last = last[:-1]
        found = [*found[: lines - 1], last + "…"]
    return found
