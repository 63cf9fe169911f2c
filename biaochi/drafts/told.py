"""What a draft changes in a file, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

CONTEXT = 2
MOST = 400


@dataclass(frozen=True)
class Line:
    """One line of a difference; numbers from 1, 0 where the line is not on that side; `gap` stands for many."""

    kind: Literal["same", "old", "new", "gap"]
    text: str = ""
    before: int = 0
    after: int = 0


def lines(before: str, after: str) -> list[Line]:
    """The changed lines with a little of what stands around them, at most MOST."""
    old, new = before.splitlines(), after.splitlines()
    found: list[Line] = []
    groups = SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(CONTEXT)
    for n, group in enumerate(groups):
        if n:
            found.append(Line("gap"))
        for tag, a, b, c, d in group:
            if tag == "equal":
                found += [Line("same", old[a + i], a + i + 1, c + i + 1) for i in range(b - a)]
                continue
            found += [Line("old", old[i], i + 1) for i in range(a, b)]
            found += [Line("new", new[i], 0, i + 1) for i in range(c, d)]
        if len(found) > MOST:
            return [*found[:MOST], Line("gap")]
    return found
