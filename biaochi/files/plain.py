"""CSV files of which every line can be read as it stands: plain line ends, UTF-8, no odd signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_BLOCK = 4 << 20
_NO_TEXT = bytes({*range(0x20), 0x7F} - {0x09, 0x0A})
_ODD = re.compile(rb"\xc2[\x80-\x9f]|\xef\xbf[\xbd-\xbf]")
"""Control characters and the signs that no text has, as UTF-8."""
_BLANKS = [sign.encode() for sign in (" ", "\u00a0", "\u3000", "\u200b", "\ufeff")]
_MARKS = (b",", b";", b'"', b"\n")


@dataclass(frozen=True)
class Plain:
    """How long a plain file is, and whether no cell of it has a blank or an apostrophe at its edge."""

    size: int
    lines: int
    neat: bool


def look(path: Path, most: int) -> Plain | None:
    """What a file of at most `most` bytes is like; None for one that has to be read with more care. Raises OSError."""
    size = path.stat().st_size
    if size > most or any(sign in str(path) for sign in "*?[{\\"):
        return None
    lines, neat, last = 0, True, b""
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            if len(block.translate(None, _NO_TEXT)) != len(block) or _odd(last[-2:] + block):
                return None
            lines += block.count(b"\n")
            neat = neat and _neat(last[-4:] + block)
            last = block
    return Plain(size, lines + (not last.endswith(b"\n")), neat)


def _odd(block: bytes) -> bool:
    return (b"\xc2" in block or b"\xef\xbf" in block) and _ODD.search(block) is not None


def _neat(block: bytes) -> bool:
    """Whether no blank and no apostrophe stands beside what may be the edge of a cell; a tab always may."""
    near = [one for one in (*_BLANKS, b"'") if one in block]
    return b"\t" not in block and not any(
        edge in block for one in near for mark in _MARKS for edge in (one + mark, mark + one)
    )
