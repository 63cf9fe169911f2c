"""Which areas are compared: all with a figure, one city, areas like the own one by a stated criterion, or a choice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from biaochi.store import Row, Store

CITY, OWN, LIKE = "city", "own", "like-"
"""What `areas` of a link may hold beside area codes: one city; a choice that is still empty; like-<indicator>."""
NEAREST = 5
"""So many areas are called alike."""


@dataclass(frozen=True)
class Among:
    """The areas that take part: None means all; `criterion` is a row of store.criteria."""

    kind: str = "all"
    areas: tuple[str, ...] | None = None
    criterion: Row | None = None
    unknown: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether the reader wants to choose and has chosen nothing yet."""
        return self.areas == ()


def among(store: Store, said: Iterable[str], own: str, when: date) -> Among:
    """What a link's `areas` mean for the own area; what cannot be is named in `unknown` and left out."""
    parts = list(dict.fromkeys(said))
    if not parts:
        return Among()
    if parts == [CITY]:
        found, outer = city(store, own), around(store, own)  # what is printed of that is held against the sum
        return Among(CITY, (outer["ref_area"], *found)) if outer and len(found) > 1 else Among(unknown=(CITY,))
    if parts == [OWN]:
        return Among(OWN, ())
    if len(parts) == 1 and parts[0].startswith(LIKE):
        criterion = store.criterion(own, when, parts[0].removeprefix(LIKE))
        return Among("like", alike(criterion, own), criterion) if criterion else Among(unknown=(parts[0],))
    known = tuple(part for part in parts if store.area(part))
    unknown = tuple(part for part in parts if not store.area(part))
    return Among(OWN, known, unknown=unknown) if known else Among(unknown=unknown)


def around(store: Store, own: str) -> Row | None:
    """The area around the own one; of hundreds of areas one that lies in no other stands for those within it."""
    row = store.area(own)
    if row is None or row["parent"] or store.neighbours(own) is None:
        return store.area(row["parent"]) if row and row["parent"] else None
    return row if any(one["parent"] == own for one in store.areas()) else None


def city(store: Store, own: str) -> tuple[str, ...]:
    """The areas of the own one's level within the same area around it, or all that lie in the own one."""
    row, outer = store.area(own), around(store, own)
    if row is None or outer is None:
        return ()
    inside = [one for one in store.areas() if one["parent"] == outer["ref_area"]]
    return tuple(one["ref_area"] for one in inside if outer is row or one["level"] == row["level"])


def alike(criterion: Row, own: str) -> tuple[str, ...]:
    """The own area and those whose value differs least from its own."""
    others = [one for one in criterion["figures"] if one["ref_area"] != own]
    near = sorted(others, key=lambda one: (abs(one["value"] - criterion["own"]), one["ref_area"]))
    return (own, *(one["ref_area"] for one in near[:NEAREST]))
