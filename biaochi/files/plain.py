"""CSV files of which every line can be read as it stands: plain line ends, UTF-8, no odd signs."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from biaochi.files.text import KINDS

ENCODING = ("utf-8-sig", "replace")
"""What a plain file is read with, as `encoding_of_file` would find."""
_BLOCK = 4 << 20
_NO_TEXT = bytes({*range(0x20), 0x7F} - {0x09, 0x0A})
_ODD = re.compile("[\x80-\x9f\ufffd-\uffff]")
"""The signs beyond ASCII that no text has."""
_BLANKS = " \u00a0\u3000\u200b\ufeff'"
_MARKS = ',;"\n'


@dataclass(frozen=True)
class Plain:
    """How many lines a plain file has, and whether no cell of it has a blank or an apostrophe at its edge."""

    lines: int
    neat: bool


def look(path: Path, most: int) -> Plain | None:
    """What a file of at most `most` bytes is like; None for one that has to be read with more care. Raises OSError."""
    if path.stat().st_size > most or any(sign in str(path) for sign in "*?[{\\"):
        return None
    lines, neat, last, decoder = 0, True, "", codecs.getincrementaldecoder("utf-8-sig")()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            if len(block.translate(None, _NO_TEXT)) != len(block) or (not last and block.startswith(KINDS)):
                return None
            try:
                text = last + decoder.decode(block)
            except UnicodeDecodeError:
                return None
            if (b"\xc2" in block or "\ufffd" in text or "\ufffe" in text or "\uffff" in text) and _ODD.search(text):
                return None
            lines += block.count(b"\n")
            neat, last = neat and _neat(text), text[-1:]
    return None if decoder.getstate()[0] else Plain(lines + (last != "\n"), neat)


def _neat(text: str) -> bool:
    """Whether no blank and no apostrophe stands beside what may be the edge of a cell; a tab always may."""
    near = [one for one in _BLANKS if one in text]
    return "\t" not in text and not any(
        edge in text for one in near for mark in _MARKS for edge in (one + mark, mark + one)
    )
