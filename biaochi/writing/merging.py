"""Two people changed one file: their changes together, line by line, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

_MOST = 20_000
Hunk = tuple[int, int, list[str]]


def merge(base: str, mine: str, theirs: str) -> str | None:
    """Both changes of `base` in one text; None where they touch the same or neighbouring lines."""
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    lines = base.splitlines(keepends=True)
    ours, others = _hunks(lines, mine.splitlines(keepends=True)), _hunks(lines, theirs.splitlines(keepends=True))
    if ours is None or others is None:
        return None
    both = sorted([*ours, *(one for one in others if one not in ours)], key=lambda one: one[:2])
    if any(after[0] <= before[1] for before, after in pairwise(both)):
        return None
    merged, at = [], 0
    for start, end, new in both:
        merged += [*lines[at:start], *new]
        at = end
    return "".join([*merged, *lines[at:]])


def _hunks(old: Sequence[str], new: Sequence[str]) -> list[Hunk] | None:
    """What changed: lines start to end of the old text became new ones; None where too much changed to compare."""
    head = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    most = min(len(old), len(new)) - head
    tail = next((i for i in range(most) if old[-1 - i] != new[-1 - i]), most)
    before, after = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(before) > _MOST or len(after) > _MOST:
        return None
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [(head + a, head + b, list(after[c:d])) for tag, a, b, c, d in codes if tag != "equal"]
