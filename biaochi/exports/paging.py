"""Rows of text on slides: how many lines they take, and on which slide they stand."""

from __future__ import annotations

from collections.abc import Sequence

from biaochi.lettering import text_width
from biaochi.views.rows import Aim

_ROOM = 4.8  # inches that a slide has for the rows of a table or for paragraphs


def paged(rows: Sequence[tuple[Aim, list[str]]], widths: Sequence[float], size: float = 13,
           between: float = 0.1) -> list[list[tuple[Aim, list[str]]]]:  # fmt: skip
    """Rows of text on as few slides as hold them, all about equally full; sizes in points and inches."""
    needs = [
        max(lines(cell, width, size) for cell, width in zip(row[1], widths, strict=True)) * size * 1.35 / 72 + between
        for row in rows
    ]
    fewest = _filled(needs, _ROOM)
    full = sum(needs) / max(len(fewest), 1) + max(needs, default=0.0) / 2
    parts = [even for even in [_filled(needs, min(full, _ROOM))] if len(even) == len(fewest)] or [fewest]
    return [[rows[n] for n in part] for part in parts[0]]


def _filled(needs: Sequence[float], room: float) -> list[list[int]]:
    """Which rows stand on which slide when each is filled up to the room."""
    found: list[list[int]] = []
    used = room
    for n, need in enumerate(needs):
        if used + need > room or not found:
            found.append([])
            used = 0.0
        found[-1].append(n)
        used += need
    return found


def lines(said: str, width: float, size: float) -> int:
    """How many lines a text takes in a column of so many inches."""
    latin = 1.15 if said.isascii() else 1.0  # a font that stands in for ours may be wider
    return max(1, -(-int(text_width(said, size) * latin) // max(int((width - 0.2) * 72), 1)))
