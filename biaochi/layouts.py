"""Where areas stand on a picture: tile layouts (data/layouts/<name>.csv) and a user's boundaries (data/boundaries/).

A tile layout gives every area a row and a column, in about its place; it is not a map. Boundaries are a GeoJSON file of
the user's and are drawn only with the review number 审图号 that the file states.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from biaochi import files
from biaochi.catalogue import entries, header
from biaochi.model import AreaCode, Entry, about
from biaochi.problem import Problem, tidy

LAYOUTS, BOUNDARIES = "data/layouts", "data/boundaries"
MAX_BYTES = 30_000_000
MOST_POINTS = 2_000_000
REVIEWED = re.compile(r"^\S{1,6}[（(〔\[]\d{4}[）)〕\]]\S{1,12}号$")
"""How a review number looks: GS（2024）0650号, 津S（2023）001号."""
_REVIEW_NAMES = ("review_number", "审图号")
_AREA_NAMES = ("ref_area", "adcode")

Side = Annotated[int, Field(ge=1, le=60)]
Ring = list[tuple[float, float]]


class Tile(Entry):
    """One row of a tile layout."""

    ref_area: AreaCode = about("地区", "data/areas.csv 中的代码", "ref_area", "120112")
    row: Side = about("行", "从上往下数第几行，从 1 起", "row", "5", "0")
    col: Side = about("列", "从左往右数第几列，从 1 起", "column", "4", "0")


@dataclass(frozen=True)
class Layout:
    """A tile layout: area -> (row, column), both from 0."""

    name: str
    places: dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Outlines:
    """Boundaries of areas as rings of (longitude, latitude), and the review number that must be printed with them."""

    name: str
    review_number: str
    shapes: dict[str, list[Ring]]


@dataclass(eq=False)
class Places:
    """Everything that this project can draw areas on; one object a state of the files."""

    layouts: list[Layout] = field(default_factory=list)
    outlines: list[Outlines] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def layout(self, areas: Collection[str]) -> Layout | None:
        """The layout that holds most of these areas, at least two of them."""
        return _best(self.layouts, areas, lambda one: one.places)

    def boundaries(self, areas: Collection[str]) -> Outlines | None:
        """The boundaries that hold most of these areas, at least two of them."""
        return _best(self.outlines, areas, lambda one: one.shapes)


def _best(found: list[Any], areas: Collection[str], of: Any) -> Any:
    """The first of those with most of the areas; None below two."""
    held = [(len(set(of(one)) & set(areas)), one) for one in found]
    most = max((n for n, _ in held), default=0)
    return next((one for n, one in held if n == most), None) if most >= 2 else None


def read(root: Path, areas: Collection[str]) -> Places:
    """All layouts and boundaries of a project; what is wrong is left out and told, areas must be among these codes."""
    found = Places()
    for path in _files(root, LAYOUTS, ".csv"):
        _layout(path, root, areas, found)
    for path in _files(root, BOUNDARIES, ".geojson"):
        _outlines(path, root, areas, found)
    found.problems = tidy(found.problems)
    return found


def of(root: Path, areas: Collection[str]) -> Places:
    """The same, read again only when a file has changed."""
    stamps = tuple(
        (str(path), path.stat().st_mtime_ns, path.stat().st_size)
        for folder, ending in ((LAYOUTS, ".csv"), (BOUNDARIES, ".geojson"))
        for path in _files(root, folder, ending)
    )
    return _read(root, frozenset(areas), stamps)


@lru_cache(maxsize=8)
def _read(root: Path, areas: frozenset[str], stamps: tuple[Any, ...]) -> Places:
    del stamps  # the files' states, so that a change is seen
    return read(root, areas)


def _files(root: Path, folder: str, ending: str) -> list[Path]:
    return sorted(path for path in (root / folder).glob(f"*{ending}") if path.is_file() and path.name[0] not in ".~")


def _layout(path: Path, root: Path, areas: Collection[str], found: Places) -> None:
    table, problems = files.open_csv(path, root)
    found.problems += problems
    if table is None or (bad := header.check(table, Tile)):
        found.problems += bad if table else []
        return
    text = table.recoded or files.decode(path.read_bytes()) or ""
    places: dict[str, tuple[int, int]] = {}
    taken: dict[tuple[int, int], str] = {}
    for row, doc in _rows(table, text, found):
        tile, wrong = entries.read(Tile, doc, (), leave=frozenset(name for name, cell in row.items() if cell is None))
        found.problems += wrong
        if tile is None:
            continue
        at = (tile.row - 1, tile.col - 1)
        if tile.ref_area not in areas:
            found.problems.append(doc.problem("area_unknown", ("ref_area",), value=tile.ref_area))
        elif tile.ref_area in places or at in taken:
            found.problems.append(doc.problem("tile_taken", ("ref_area",), value=tile.ref_area, row=tile.row,
                                              col=tile.col, other=taken.get(at, tile.ref_area)))  # fmt: skip
        else:
            places[tile.ref_area] = at
            taken[at] = tile.ref_area
    if places:
        found.layouts.append(Layout(path.stem, places))


def _rows(table: files.Csv, text: str, found: Places) -> Iterator[tuple[dict[str, str | None], files.Yaml]]:
    """Every row with the places of its cells; one with another number of cells than the header is told and left out."""
    reader = csv.reader(io.StringIO(text), delimiter=table.delimiter)
    next(reader, None)
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(table.columns):
            params = {"found": len(cells), "expected": len(table.columns), "text": table.delimiter.join(cells)}
            found.problems.append(Problem("csv_ragged", params, table.file, reader.line_num))
            continue
        row = {name: cell.strip() or None for name, cell in zip(table.columns, cells, strict=True) if name}
        columns: dict[files.Keys, tuple[int, int]] = {(): (reader.line_num, 1)}
        columns |= {(name,): (reader.line_num, i + 1) for i, name in enumerate(table.columns)}
        yield row, files.Yaml(table.file, row, columns)


def _outlines(path: Path, root: Path, areas: Collection[str], found: Places) -> None:
    text, problems = files.read_text(path, root, MAX_BYTES)
    found.problems += problems
    if text is None:
        return
    file = path.relative_to(root).as_posix()
    try:
        data = json.loads(text)
        features = list(data["features"])
        said = str(next((one[name] for one in (data, data.get("properties") or {}) for name in _REVIEW_NAMES
                         if one.get(name)), "")).strip()  # fmt: skip
        shapes = {code: rings for feature in features if (code := _code(feature)) and (rings := _rings(feature))}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        found.problems.append(Problem("outline_unreadable", {}, file))
        return
    if not REVIEWED.match(said.removeprefix("审图号").lstrip("：: ")):
        found.problems.append(Problem("outline_review", {"value": said}, file))
        return
    if sum(len(ring) for rings in shapes.values() for ring in rings) > MOST_POINTS:
        found.problems.append(Problem("outline_points", {"limit": MOST_POINTS}, file))
        return
    unknown = [code for code in shapes if code not in areas]
    if unknown:
        found.problems.append(Problem("outline_areas", {"codes": unknown[:5], "count": len(unknown)}, file))
    shapes = {code: rings for code, rings in shapes.items() if code in areas}
    if shapes:
        found.outlines.append(Outlines(path.stem, said.removeprefix("审图号").lstrip("：: "), shapes))


def _code(feature: Any) -> str:
    """The area of a feature; empty where it names none."""
    properties = feature.get("properties") or {}
    return str(next((properties[name] for name in _AREA_NAMES if properties.get(name)), ""))


def _rings(feature: Any) -> list[Ring]:
    """The rings of a polygon or of many, holes among them; nothing for other shapes; ValueError off the globe."""
    shape = feature.get("geometry") or {}
    polygons = {"Polygon": lambda: [shape["coordinates"]], "MultiPolygon": lambda: shape["coordinates"]}
    found = [
        [(float(point[0]), float(point[1])) for point in ring]
        for polygon in polygons.get(shape.get("type", ""), list)()
        for ring in polygon
    ]
    if any(not (-180 <= x <= 180 and -90 <= y <= 90) for ring in found for x, y in ring):
        raise ValueError("coordinates are not degrees")
    return [ring for ring in found if len(ring) >= 4]
