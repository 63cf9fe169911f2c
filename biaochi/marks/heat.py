"""The heat table as one drawing for files: areas down, indicators across, the value in every cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from biaochi.figures import Figure, known
from biaochi.lettering import text_width, wrap
from biaochi.marks.classes import cuts_of, ground, step_of
from biaochi.marks.svg import el, svg, text
from biaochi.palette import var
from biaochi.words import Words

_CELL, _ROW, _HEAD, _SIZE = 118, 30, 74, 13.5

# title, subtitle, direction, rankable, cells {ref_area: figure; `said` instead of its value}
Column = Mapping[str, Any]


def steps(column: Column) -> dict[str, int | None]:
    """The colour step of every cell of a column, 5 the best; None where no class can be told."""
    shown = {area: row for area, row in column["cells"].items() if known(row.get("value"))}
    if column["direction"] == "range" or not column.get("rankable", True):
        return dict.fromkeys(shown)
    clear = [row for row in shown.values() if not row.get("conflict")]
    cuts = cuts_of(clear)
    return {
        area: None if row.get("conflict") else step_of(row, cuts, column["direction"] == "lower")
        for area, row in shown.items()
    }


def heat_table(areas: Mapping[str, str], columns: Sequence[Column], words: Words, *, own: str = "") -> Markup:
    """Areas (code -> name) by columns; each column has its own classes, dark is better in all of them."""
    names = max((text_width(name, _SIZE) for name in areas.values()), default=0) + 18
    width, height = names + len(columns) * _CELL, _HEAD + len(areas) * _ROW
    drawn = Markup("")
    for i, column in enumerate(columns):
        left, found = names + i * _CELL, steps(column)
        lines = [*wrap(str(column["title"]), 12.5, _CELL - 8, 3), str(column["subtitle"])]
        for n, line in enumerate(lines, 4 - len(lines)):
            drawn += text(line, left + 4, 14 + n * 16, 12.5, "ink" if n < 3 else "sub")
        for j, area in enumerate(areas):
            drawn += _cell(column["cells"].get(area), found.get(area), left, _HEAD + j * _ROW, words)
    for j, (area, name) in enumerate(areas.items()):
        drawn += text(name, 0, _HEAD + j * _ROW + 20, _SIZE, "ink", weight=650 if area == own else None)
    return svg(_label(areas, columns, words), drawn, height=height, view=f"0 0 {width:.0f} {height}")


def _cell(row: Figure | None, step: int | None, left: float, top: float, words: Words) -> Markup:
    if row is None:
        return text("—", left + _CELL / 2, top + 20, _SIZE, "sub", "middle")
    fill, ink = ground(step)
    box = el("rect", x=left + 1, y=top + 1, width=_CELL - 2, height=_ROW - 2, rx=3, fill=var(fill))
    return box + text(row.get("said") or words.short(row), left + _CELL / 2, top + 20, _SIZE, ink, "middle")


def _label(areas: Mapping[str, str], columns: Sequence[Column], words: Words) -> str:
    parts = [
        words(
            "mark.heat_column",
            name=column["title"],
            parts=words.join(
                words("mark.ranking_row", area=areas[area], figure=row)
                for area, row in column["cells"].items()
                if area in areas
            ),
        )
        for column in columns
    ]
    return words("common.clause").join(parts) or words("mark.no_values")
