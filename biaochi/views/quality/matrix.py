"""Which areas have figures for which indicators, and how old they are: a matrix that shows its gaps."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from biaochi.selection import Selection
from biaochi.store import Row, Store
from biaochi.views.html import namer
from biaochi.views.rows import today
from biaochi.words import Words

AREAS = 30
"""Most columns; beyond that the chosen area's neighbours and the best covered areas stay."""
INDICATORS = 60
"""Most rows."""


@dataclass(frozen=True)
class Cell:
    """The newest figure of an indicator in an area: what is written, what is read aloud, how recent (3 newest)."""

    text: str
    label: str
    link: str = ""
    recent: int = 0


@dataclass(frozen=True)
class Matrix:
    """Themes with their indicators as rows, areas as columns; `without`: areas that have no figure of any of them.

    `gaps` counts the empty cells (of the chosen area, else all), `cut` the rows and columns that were left out.
    """

    areas: list[Row]
    themes: list[tuple[str, list[tuple[Row, list[Cell]]]]]
    without: list[str]
    gaps: int
    cut: int

    @property
    def indicators(self) -> int:
        """The number of rows."""
        return sum(len(rows) for _, rows in self.themes)


def coverage(store: Store, selection: Selection, words: Words) -> Matrix:
    """The matrix of the indicators that at least two areas have figures for."""
    when = today(selection)
    near = store.neighbours(selection.area)
    found = {(one["indicator"], one["ref_area"]): one for one in store.coverage(when, near)}
    areas = _columns(store, selection.area, [area for _, area in found])
    every = {area for _, area in found}
    wanted = {indicator for indicator, _ in found}
    indicators = [row for row in store.indicators() if row["indicator"] in wanted][:INDICATORS]
    name_of = namer(words)

    def line(row: Row) -> list[Cell]:
        return [_cell(found.get((row["indicator"], area["ref_area"])), row, area, selection, words) for area in areas]

    grid = [(row, line(row)) for row in indicators]
    themes = [
        (name_of(rows[0][0], "theme"), rows)
        for _, group in groupby(grid, key=lambda one: one[0]["theme"])
        if (rows := list(group))
    ]
    without = [
        name_of(row)
        for row in store.areas()
        if row["ref_area"] not in every and row["level"] in ("district", "functional") and not row["figures"]
    ]
    counted = [
        cell
        for _, cells in grid
        for area, cell in zip(areas, cells, strict=True)
        if selection.area in ("", area["ref_area"])
    ]
    gaps = sum(not cell.text for cell in counted)
    return Matrix(areas, themes, without, gaps, len(every) - len(areas) + len(wanted) - len(indicators))


def _columns(store: Store, own: str, covered: list[str]) -> list[Row]:
    """The areas that have figures: the own one, then the order of the file; of too many its neighbours stay."""
    often = Counter(covered)
    rows = [row for row in store.areas() if row["ref_area"] in often]
    parent = (store.area(own) or {}).get("parent")
    first = sorted(
        rows,
        key=lambda row: (
            row["ref_area"] != own,
            not parent or row["parent"] != parent,
            -often[row["ref_area"]],
        ),
    )[:AREAS]
    return sorted((row for row in rows if row in first), key=lambda row: row["ref_area"] != own)


def _cell(found: Row | None, indicator: Row, area: Row, selection: Selection, words: Words) -> Cell:
    name_of = namer(words)
    head = words("quality.cell", area=name_of(area), indicator=name_of(indicator))
    if found is None:
        return Cell("", head + words("mark.no_figure"))
    if found["impossible"]:
        return Cell("／", head + words("obs_status.M"))
    link = selection.to("indicator", indicator=indicator["indicator"], area=area["ref_area"], plan="")
    ended: date | None = found["ended"]
    if ended is None:
        return Cell("?", head + words("quality.no_end", when=words.period(found["time_period"])), link, 1)
    age = today(selection).year - ended.year
    return Cell(str(ended.year), head + words.period(found["time_period"]), link, 3 if age < 2 else 2 if age < 4 else 1)
