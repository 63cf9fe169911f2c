"""Long lists in pages: which part the link asks for, and the links to the parts around it."""

from __future__ import annotations

from dataclasses import dataclass

from biaochi.selection import Selection

PAGE = 100
"""Entries of a long list that one page shows."""


@dataclass(frozen=True)
class Span:
    """A part of a list of `total` entries that begins after `start` of them."""

    start: int
    size: int
    total: int

    @property
    def first(self) -> int:
        """The number of its first entry."""
        return self.start + 1

    @property
    def last(self) -> int:
        """The number of its last entry."""
        return min(self.start + self.size, self.total)

    @property
    def before(self) -> str | None:
        """What a link to the part before skips; None where there is none."""
        return None if not self.start else str(self.start - self.size) if self.start > self.size else ""

    @property
    def after(self) -> str | None:
        """What a link to the part behind skips; None where there is none."""
        return str(self.start + self.size) if self.last < self.total else None

    @property
    def whole(self) -> bool:
        """Whether it is the whole list."""
        return self.size >= self.total

    @property
    def part(self) -> slice:
        """Its entries of the list."""
        return slice(self.start, self.start + self.size)


def span(selection: Selection, total: int, at: int | None = None, size: int = PAGE) -> Span:
    """The part that a link asks for, or with `at` that which holds the entry of this place (from 0).

    A page that cannot be asked (of a published site) shows the whole list.
    """
    if selection.fixed:
        return Span(0, max(total, 1), total)
    said = selection.skip[:9]
    wanted = int(said) if said.isascii() and said.isdigit() else at or 0
    return Span(min(wanted, max(total - 1, 0)) // size * size, size, total)
