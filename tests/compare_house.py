"""A made-up city 某市 (990000) with eight districts 甲区 … 辛区, for everything that a comparison must show."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

from biaochi import layouts
from biaochi.layouts import Places
from biaochi.snapshot import Library
from biaochi.store import Store
from tests.conftest import ROOT

CITY, JIA = "990000", "990101"
DISTRICTS = {f"99010{i}": f"{name}区" for i, name in enumerate("甲乙丙丁戊己庚辛", 1)}
FAR = "980101"  # 子区 of another city
PARK = "990101-YQ"
DEFINITIONS = """
name: 磨坊
name_en: Mills
concepts:
  mill: {name: 水磨, name_en: Water mills}
indicators:
  mills:
    {name: 水磨数, name_en: Water mills, definition: 年末在册的水磨。, unit: 家, basis: stock, concept: mill,
     denominators: [people], aliases: [水磨]}
  mills-ever:
    {name: 水磨累计, name_en: Mills ever, definition: 评过的水磨。, unit: 家, basis: cumulative, concept: mill}
  people: {name: 常住人口, name_en: Residents, definition: 年末常住人口。, unit: 万人, basis: stock, direction: range}
  idle: {name: 停磨天数, name_en: Idle days, definition: 一年停磨的天数。, unit: 天, basis: flow, direction: lower}
  flour: {name: 年初至今面粉, name_en: Flour in the year to date, definition: 自一月起的面粉。, unit: 吨, basis: ytd}
  wetness: {name: 湿度, name_en: Wetness, definition: 磨坊里的湿度。, unit: "%", basis: ratio, direction: range}
  lonely: {name: 风磨数, name_en: Windmills, definition: 年末风磨。, unit: 家, basis: stock}
  torn: {name: 马磨数, name_en: Horse mills, definition: 年末马磨。, unit: 家, basis: stock}
  unseen: {name: 无人磨, name_en: Unseen mills, definition: 没有人数过。, unit: 家, basis: stock}
"""
SOURCES = """
gazette: {title: 某市磨坊公报, doc_type: bulletin, reliability: official, date_published: "2025-02-01",
  citation: "某市磨坊公报[Z]. 2025."}
paper: {title: 某报, doc_type: news, reliability: press, date_published: "2025-03-01", citation: "某报[N]. 2025."}
"""
_MILLS = {"2023": (40, 60, 55, 30, 80, 20, 15, 10), "2024": (50, 58, "逾70", 33, 90, "近25", 15, 12)}
_PEOPLE = (10, 20, 11, 30, 45, 12, 8, 50)


def rows() -> list[dict[str, Any]]:
    """Every observation of the made-up city."""
    codes = list(DISTRICTS)
    found = [
        {"indicator": "mills", "ref_area": code, "time_period": year, "value": value}
        for year, values in _MILLS.items() for code, value in zip(codes, values, strict=True)
    ]  # fmt: skip
    for code, people, idle in zip(codes, _PEOPLE, (9, 3, 5, 7, 1, 11, 2, 4), strict=True):
        found.append({"indicator": "people", "ref_area": code, "time_period": "2024", "value": people})
        found.append({"indicator": "idle", "ref_area": code, "time_period": "2024", "value": idle})
        found.append({"indicator": "idle", "ref_area": code, "time_period": "2023", "value": idle + 2})
    found.append({"indicator": "idle", "ref_area": CITY, "time_period": "2024", "value": 43})  # the sum is 42
    found.append({"indicator": "mills-ever", "ref_area": JIA, "time_period": "2021/2024", "value": 70})
    found.append({"indicator": "mills", "ref_area": PARK, "time_period": "2024", "value": 5})
    found.append({"indicator": "mills", "ref_area": FAR, "time_period": "2024", "value": 99})
    found += [
        {"indicator": "flour", "ref_area": code, "time_period": when, "value": n}
        for code, n in zip(codes[:4], (3, 4, 5, 6), strict=True)
        for when in ("2024-01/2024-05", "2024-01/2024-08")
    ]
    found.append({"indicator": "flour", "ref_area": codes[4], "time_period": "2024-01/2024-03", "value": 2})
    found += [{"indicator": "wetness", "ref_area": code, "time_period": "2024", "value": n}
              for code, n in zip(codes, (3, 4, 5, 6, 7, 8, 9, 2), strict=True)]  # fmt: skip
    found.append({"indicator": "lonely", "ref_area": JIA, "time_period": "2024", "value": 4})
    for code, n in zip(codes, (5, 6, 7, 8, 9, 10, 11, 12), strict=True):
        found.append({"indicator": "torn", "ref_area": code, "time_period": "2024", "value": n})
    found.append({"indicator": "torn", "ref_area": codes[1], "time_period": "2024", "value": 66, "source": "paper"})
    return found


def write_house(root: Path) -> Path:
    """The made-up city as planners' files, with a tile layout and boundaries; pages and style as shipped."""
    for folder in (
        "indicators/definitions",
        "indicators/plans",
        "data/observations",
        "data/layouts",
        "data/boundaries",
    ):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "indicators/definitions/mills.yaml").write_text(DEFINITIONS.lstrip(), encoding="utf-8")
    (root / "data/sources.yaml").write_text(SOURCES.lstrip(), encoding="utf-8")
    (root / "config.yaml").write_text('title: 某市磨坊\ndefault_area: "990101"\n', encoding="utf-8")
    areas = [(CITY, "某市", "Some City", "", "city"), ("980000", "他市", "Other City", "", "city")]
    areas += [
        (code, name, f"District {chr(64 + i)}", CITY, "district") for i, (code, name) in enumerate(DISTRICTS.items(), 1)
    ]
    areas += [(PARK, "甲园", "Park A", JIA, "functional"), (FAR, "子区", "Far District", "980000", "district")]
    _csv(root / "data/areas.csv", ["ref_area", "name", "name_en", "parent", "level", "valid_from", "valid_to"],
         [[*one, "", ""] for one in areas])  # fmt: skip
    head = ["indicator", "ref_area", "time_period", "value", "source", "quote", "cumulative_from"]
    told = [{"source": "gazette", "cumulative_from": "2021" if one["indicator"] == "mills-ever" else "", **one}
            for one in rows()]  # fmt: skip
    _csv(root / "data/observations/mills.csv", head,
         [[one["indicator"], one["ref_area"], one["time_period"], one["value"], one["source"], f"样例{one['value']}",
           one["cumulative_from"]] for one in told])  # fmt: skip
    tiles = [[code, 1 + i // 3, 1 + i % 3] for i, code in enumerate(DISTRICTS)]
    _csv(root / "data/layouts/some-city.csv", ["ref_area", "row", "col"], tiles)
    write_boundaries(root / "data/boundaries/some-city.geojson")
    for name in ("app.py", "pages", ".streamlit", "static"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name, dirs_exist_ok=True)
        elif (ROOT / name).is_file():
            shutil.copy(ROOT / name, root / name)
    return root


def write_boundaries(path: Path, **top: Any) -> None:
    """Squares of one degree in a grid of three columns; `top` replaces members of the file."""
    features = []
    for i, code in enumerate(DISTRICTS):
        x, y = 10 + i % 3, 40 - i // 3
        ring = [[x, y], [x + 1, y], [x + 1, y - 1], [x, y - 1], [x, y]]
        features.append({"type": "Feature", "properties": {"ref_area": code},
                         "geometry": {"type": "Polygon", "coordinates": [ring]}})  # fmt: skip
    data = {"type": "FeatureCollection", "review_number": "测S（2026）000号", "features": features} | top
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def open_house(root: Path) -> tuple[Store, Places]:
    """The compiled city and what it can be drawn on."""
    library = Library(root)
    store = Store(library.open(library.refresh().shown))
    return store, layouts.read(root, [row["ref_area"] for row in store.areas()])


def _csv(path: Path, head: list[str], body: list[list[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(head)
        out.writerows(body)
