"""Tile layouts and boundaries: what is sound is kept, everything else is told with its place; no number, no map."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from biaochi import layouts
from biaochi.layouts import Places
from tests.compare_house import DISTRICTS, write_boundaries
from tests.conftest import ROOT

AREAS = list(DISTRICTS)
HEAD = "ref_area,row,col\n"
Read = Callable[[str], Places]


@pytest.fixture
def tiles(tmp_path: Path) -> Read:
    """Reads one layout of this text."""

    def check(text: str) -> Places:
        path = tmp_path / "data/layouts/jia.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return layouts.read(tmp_path, AREAS)

    return check


@pytest.fixture
def borders(tmp_path: Path) -> Callable[..., Places]:
    """Reads one file of boundaries, with these members replaced; or this text."""

    def check(text: str | None = None, **top: Any) -> Places:
        path = tmp_path / "data/boundaries/jia.geojson"
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            write_boundaries(path, **top)
        else:
            path.write_text(text, encoding="utf-8")
        return layouts.read(tmp_path, AREAS)

    return check


def codes(found: Places) -> list[tuple[str, int, int]]:
    return [(one.code, one.line, one.column) for one in found.problems]


def test_the_layout_of_tianjin_has_every_district_in_about_its_place() -> None:
    with (ROOT / "data/areas.csv").open(encoding="utf-8") as file:
        areas = {row["ref_area"]: row for row in csv.DictReader(file)}
    found = layouts.read(ROOT, areas)
    assert found.problems == []
    [tianjin] = [one for one in found.layouts if one.name == "tianjin"]
    districts = {code for code, row in areas.items() if row["parent"] == "120000" and row["level"] == "district"}
    assert set(tianjin.places) == districts
    assert len(set(tianjin.places.values())) == 16
    place = {areas[code]["name"]: at for code, at in tianjin.places.items()}
    assert place["蓟州区"][0] < place["宝坻区"][0] < place["北辰区"][0] < place["和平区"][0] < place["静海区"][0]
    assert place["西青区"][1] < place["南开区"][1] < place["河西区"][1] < place["津南区"][1] < place["滨海新区"][1]
    assert place["津南区"][0] > place["东丽区"][0]


def test_a_sound_layout(tiles: Read) -> None:
    found = tiles(HEAD + "990101,1,1\n990102,1,2\n\n990103,3,1\n")
    assert found.problems == []
    assert found.layouts[0].places == {"990101": (0, 0), "990102": (0, 1), "990103": (2, 0)}


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("990102,1,1", "tile_taken", 1),
        ("990101,2,2", "tile_taken", 1),
        ("999999,2,2", "area_unknown", 1),
        ("990102,0,2", "number_wrong", 2),
        ("990102,1,二", "number_wrong", 3),
        ("990102,,2", "field_missing", 2),
        ("乙区,1,2", "area_code_bad", 1),
        ("990102,1,2,3", "csv_ragged", 0),
    ],
)
def test_a_wrong_row_is_told_and_harms_nobody_else(tiles: Read, row: str, code: str, column: int) -> None:
    found = tiles(f"{HEAD}990101,1,1\n{row}\n990103,3,1\n")
    assert codes(found) == [(code, 3, column)]
    assert {"990101", "990103"} <= set(found.layouts[0].places)
    assert all(one.fact(lang) and one.advice(lang) for one in found.problems for lang in ("zh", "en"))


@pytest.mark.parametrize("head", ["ref_area,row\n", "ref_area,row,column\n", "area,row,col\n"])
def test_a_wrong_header_leaves_the_file_out(tiles: Read, head: str) -> None:
    found = tiles(head + "990101,1,1\n990102,1,2\n")
    assert found.layouts == []
    assert found.problems


def test_spreadsheets_of_this_country_are_read(tmp_path: Path) -> None:
    path = tmp_path / "data/layouts/jia.csv"
    path.parent.mkdir(parents=True)
    path.write_bytes((HEAD + "990101,1,1\n990102,1,2\n").encode("utf-16"))
    assert len(layouts.read(tmp_path, AREAS).layouts[0].places) == 2


def test_the_layout_with_most_of_the_areas_is_taken(tmp_path: Path) -> None:
    folder = tmp_path / "data/layouts"
    folder.mkdir(parents=True)
    (folder / "a.csv").write_text(HEAD + "990101,1,1\n990102,1,2\n", encoding="utf-8")
    (folder / "b.csv").write_text(HEAD + "990101,1,1\n990102,1,2\n990103,2,1\n", encoding="utf-8")
    found = layouts.read(tmp_path, AREAS)
    best = found.layout(AREAS)
    assert best and best.name == "b"
    assert found.layout(["990101", "980101"]) is None  # one area is no picture


def test_boundaries_with_a_review_number_are_read(borders: Callable[..., Places]) -> None:
    found = borders()
    assert found.problems == []
    [one] = found.outlines
    assert (one.review_number, set(one.shapes)) == ("测S（2026）000号", set(AREAS))


@pytest.mark.parametrize(
    "top", [{"审图号": "审图号：GS（2024）0650号"}, {"properties": {"review_number": "GS(2024)0650号"}}]
)
def test_a_review_number_may_be_written_in_several_ways(borders: Callable[..., Places], top: dict[str, Any]) -> None:
    found = borders(review_number="", **top)
    assert found.outlines[0].review_number in ("GS（2024）0650号", "GS(2024)0650号")


@pytest.mark.parametrize("number", ["", "无", "2024", "GS2024-0650", None, 650])
def test_without_a_review_number_there_is_no_map(borders: Callable[..., Places], number: Any) -> None:
    found = borders(review_number=number)
    assert found.outlines == []
    assert [one.code for one in found.problems] == ["outline_review"]
    assert found.boundaries(AREAS) is None


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", '{"type": "FeatureCollection"}', '{"features": 3}', '{"features": [3]}',
        json.dumps({"review_number": "测S（2026）000号", "features": [
            {"properties": {"ref_area": "990101"}, "geometry": {"type": "Polygon", "coordinates": [[[500, 1]] * 4]}}]}),
        '{"review_number": "测S（2026）000号", "features": [{"properties": {"ref_area": "990101"}, "geometry":'
        ' {"type": "Polygon", "coordinates": [[[NaN, 1], [1, 2], [2, 1], [NaN, 1]]]}}]}',
        json.dumps({"features": [{"properties": {"ref_area": "990101"}, "geometry": {"type": "Polygon"}}]}),
        "[" * 100_000,
    ],
)  # fmt: skip
def test_a_broken_file_of_boundaries_is_told(borders: Callable[..., Places], text: str) -> None:
    found = borders(text)
    assert found.outlines == []
    assert [one.code for one in found.problems] == ["outline_unreadable"]


def test_areas_that_nobody_knows_are_left_out_with_a_warning(borders: Callable[..., Places], tmp_path: Path) -> None:
    borders()
    found = layouts.read(tmp_path, AREAS[:5])
    assert set(found.outlines[0].shapes) == set(AREAS[:5])
    assert [(one.code, one.severity) for one in found.problems] == [("outline_areas", "warning")]


def test_holes_many_polygons_and_other_codes(borders: Callable[..., Places]) -> None:
    ring = [[0, 0], [4, 0], [4, 4], [0, 0]]
    hole = [[1, 1], [2, 1], [2, 2], [1, 1]]
    features = [
        {"properties": {"adcode": 990101}, "geometry": {"type": "MultiPolygon", "coordinates": [[ring, hole], [ring]]}},
        {"properties": {"ref_area": "990102"}, "geometry": {"type": "Point", "coordinates": [1, 1]}},
        {"properties": None, "geometry": None},
    ]
    [one] = borders(features=features).outlines
    assert {code: len(rings) for code, rings in one.shapes.items()} == {"990101": 3}


def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.geojson"
    write_boundaries(outside)
    house = tmp_path / "house"
    (house / "data/boundaries").mkdir(parents=True)
    os.symlink(outside, house / "data/boundaries/jia.geojson")
    found = layouts.read(house, AREAS)
    assert found.outlines == []
    assert [one.code for one in found.problems] == ["file_outside"]


def test_what_was_read_is_kept_until_a_file_changes(tmp_path: Path) -> None:
    path = tmp_path / "data/layouts/jia.csv"
    path.parent.mkdir(parents=True)
    path.write_text(HEAD + "990101,1,1\n", encoding="utf-8")
    first = layouts.of(tmp_path, AREAS)
    assert layouts.of(tmp_path, AREAS) is first
    path.write_text(HEAD + "990101,1,1\n990102,1,2\n", encoding="utf-8")
    assert len(layouts.of(tmp_path, AREAS).layouts[0].places) == 2
