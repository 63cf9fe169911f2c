"""SDMX-CSV and data package: keys, codes, hashes, and the same numbers as everywhere."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from biaochi import exports, period, sentences
from biaochi.exports.rows import cell
from biaochi.exports.sdmx import NONE, ROLES, time_period
from biaochi.exports.structure import ATTRIBUTES, DIMENSIONS, FLOW
from biaochi.selection import Selection
from biaochi.store import Store
from biaochi.views.rows import aims
from biaochi.words import Words
from tests.conftest import copy_house
from tests.exports_house import AS_OF, PLAN, observations, open_house, sample, write_house

ZH = Words("zh")
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_house(copy_house(tmp_path_factory.mktemp("shipped")))


def files(kind: str, store: Store, selection: Selection) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(exports.make(kind, store, selection, ZH))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode())))


# SDMX


def test_the_header_is_that_of_sdmx_csv_2(shipped: Store) -> None:
    data = files("sdmx-csv", shipped, Selection(as_of=TODAY))["data.csv"]
    assert data.startswith(b"STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,INDICATOR,")
    found = rows(data)
    assert {(row["STRUCTURE"], row["STRUCTURE_ID"], row["ACTION"]) for row in found} == {("dataflow", FLOW, "I")}
    assert {row["AS_OF"] for row in found} == {"2026-11-22"}
    assert {row["SNAPSHOT"] for row in found} == {shipped.id}


def test_no_two_observations_share_a_key_and_none_is_lost(shipped: Store) -> None:
    made = files("sdmx-csv", shipped, Selection(as_of=TODAY))
    data, outside, figures = rows(made["data.csv"]), rows(made["left-out.csv"]), shipped.figures(TODAY)
    assert len({tuple(row[one] for one in DIMENSIONS) for row in data}) == len(data)
    assert len(data) + len(outside) == len(figures)
    assert all(row["why"] for row in outside)
    assert len(outside) == sum(one["period_end"] is None for one in figures) > 0


def test_the_values_are_those_of_the_store(shipped: Store) -> None:
    data = rows(files("sdmx-csv", shipped, Selection(as_of=TODAY))["data.csv"])
    wanted = sorted(
        (one["indicator"], one["ref_area"], ROLES[one["role"]], one["source"], one["value_text"], cell(one["value"]))
        for one in shipped.figures(TODAY) if one["period_end"]
    )  # fmt: skip
    keys = ("INDICATOR", "REF_AREA", "FIGURE_ROLE", "SOURCE", "VALUE_TEXT", "OBS_VALUE")
    assert sorted(tuple(row[one] for one in keys) for row in data) == wanted


def test_the_structure_names_every_column_and_every_code(shipped: Store) -> None:
    made = files("sdmx-csv", shipped, Selection(as_of=TODAY))
    data, message = rows(made["data.csv"]), json.loads(made["structure.json"])["data"]
    parts = message["dataStructures"][0]["dataStructureComponents"]
    dimensions = [one["id"] for one in parts["dimensionList"]["dimensions"]] + [
        parts["dimensionList"]["timeDimension"]["id"]
    ]
    assert dimensions == list(DIMENSIONS)
    assert [one["id"] for one in parts["attributeList"]["attributes"]] == list(ATTRIBUTES)
    assert list(data[0]) == ["STRUCTURE", "STRUCTURE_ID", "ACTION", *DIMENSIONS, "OBS_VALUE", *ATTRIBUTES]
    lists = {one["id"]: {code["id"] for code in one["codes"]} for one in message["codelists"]}
    for name, (_, _, kind) in (DIMENSIONS | ATTRIBUTES).items():
        if kind.startswith("CL_"):
            assert {row[name] for row in data} - {""} <= lists[kind], name
    concepts = {one["id"] for one in message["conceptSchemes"][0]["concepts"]}
    assert concepts == {*DIMENSIONS, *ATTRIBUTES, "OBS_VALUE"}
    ids = [one["id"] for one in message["codelists"]] + [code for codes in lists.values() for code in codes]
    assert all(re.fullmatch(r"[A-Za-z0-9_@$-]+", one) for one in ids)


def test_observations_belong_to_no_plan() -> None:
    data = rows(files("sdmx-csv", sample(), Selection(plan=PLAN, as_of=AS_OF))["data.csv"])
    assert {row["PLAN"] for row in data if row["FIGURE_ROLE"] == "O"} == {NONE}
    assert {row["PLAN"] for row in data if row["FIGURE_ROLE"] == "T"} == {PLAN}
    bounded = next(row for row in data if row["VALUE_TEXT"] == "逾2000")
    assert (bounded["COMPARATOR"], bounded["VALUE_LOWER"], bounded["VALUE_UPPER"]) == ("GT", "2000", "")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2023", "2023"),
        ("2025-H2", "2025-S2"),
        ("2023-Q2", "2023-Q2"),
        ("2023-06", "2023-06"),
        ("2023-06-19", "2023-06-19"),
        ("2022-01/2022-05", "2022-01-01/P5M"),
        ("2016/2020", "2016-01-01/P5Y"),
        ("/2023-06-19", "2023-06-19"),
        ("2025-23", "2025-09-01/P3M"),
        ("2018-05/2021-05-21", "2018-05-01/P1117D"),
        ("2023/..", ""),
        ("2019~", "2019"),
    ],
)
def test_periods_as_sdmx_writes_them(text: str, written: str) -> None:
    found = period.parse(text)
    assert time_period({"period_start": found.start, "period_end": found.end, "period_kind": found.kind}) == written
    if written.endswith("D"):
        days = int(written.split("/P")[1][:-1])
        assert found.start is not None
        assert found.start + timedelta(days=days - 1) == found.end


# data package


@pytest.fixture(scope="module")
def package(shipped: Store) -> dict[str, bytes]:
    return files("datapackage", shipped, Selection(area="120112", as_of=TODAY))


def described(package: dict[str, bytes]) -> dict[str, Any]:
    return json.loads(package["datapackage.json"])


def test_every_file_is_described_and_hashed(package: dict[str, bytes], shipped: Store) -> None:
    about = described(package)
    assert {one["path"] for one in about["resources"]} == set(package) - {"datapackage.json"}
    for one in about["resources"]:
        data = package[one["path"]]
        assert one["bytes"] == len(data)
        assert one["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert [field["name"] for field in one["schema"]["fields"]] == data.decode().split("\r\n", 1)[0].split(",")
    assert (about["as_of"], about["snapshot"], about["data_until"]) == ("2026-11-22", shipped.id, "2025")


def test_every_cell_is_of_its_type(package: dict[str, bytes]) -> None:
    types = {"number": r"-?\d+(\.\d+)?(e[+-]\d+)?", "integer": r"\d+", "boolean": "true|false", "string": r"(?s).*"}
    for one in described(package)["resources"]:
        for row in rows(package[one["path"]]):
            for field in one["schema"]["fields"]:
                value = row[field["name"]]
                assert value == "" or re.fullmatch(types[field["type"]], value), (field, value)


def test_keys_are_unique_and_links_hold(package: dict[str, bytes]) -> None:
    tables = {one["name"]: rows(package[one["path"]]) for one in described(package)["resources"]}
    for one in described(package)["resources"]:
        key = one["schema"].get("primaryKey")
        if key:
            values = [tuple(row[part] for part in key) for row in tables[one["name"]]]
            assert len(values) == len(set(values))
        for link in one["schema"].get("foreignKeys", ()):
            there = {row[link["reference"]["fields"]] for row in tables[link["reference"]["resource"]]}
            assert {row[link["fields"]] for row in tables[one["name"]]} <= there


def test_the_verdicts_are_those_of_the_store(package: dict[str, bytes], shipped: Store) -> None:
    found = rows(package["data/assessments.csv"])
    wanted = [aim for plan in shipped.plans("120112") for aim in aims(shipped, TODAY, plan["plan"])]
    for row, aim in zip(found, wanted, strict=True):
        assert (row["plan"], row["indicator"], row["verdict"]) == tuple(
            aim.row[k] for k in ("plan", "indicator", "verdict")
        )
        for column in ("completion_rate", "time_progress", "pace_gap_pp", "required_pace", "attainment_ratio"):
            assert row[column] == cell(aim.row[column])
        assert row["value"] == cell(aim.row["value"] if aim.value else None)
        assert row["notice"] == sentences.notice(aim, ZH)


def test_the_figures_are_those_of_the_csv_export(package: dict[str, bytes], shipped: Store) -> None:
    plain = exports.make("csv", shipped, Selection(area="120112", as_of=TODAY), ZH).decode("utf-8-sig")
    keys = (
        "role",
        "plan",
        "indicator",
        "time_period",
        "value",
        "comparator",
        "value_text",
        "unit",
        "source",
        "quote",
        "verified",
    )
    ours, theirs = rows(package["data/figures.csv"]), list(csv.DictReader(io.StringIO(plain)))
    assert sorted(tuple(row[k] for k in keys) for row in ours) == sorted(tuple(row[k] for k in keys) for row in theirs)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (float("nan"), ""),
        (float("inf"), ""),
        (True, "true"),
        (620.0, "620"),
        (5.53, "5.53"),
        (0.1 + 0.2, "0.3"),
        (date(2025, 3, 1), "2025-03-01"),
        (["a", "b"], "a;b"),
        (7, "7"),
        ("=x()", "'=x()"),
    ],
)
def test_cells(value: Any, written: str) -> None:
    assert cell(value) == written


def test_two_quotes_of_one_value_are_two_observations(tmp_path: Path) -> None:
    root = write_house(tmp_path)
    observations(root / "data/observations/again.csv", [
        {"indicator": "rootless", "time_period": "2024", "value": "150", "quote": "另一处150"}])  # fmt: skip
    store = open_house(root)
    data = rows(files("sdmx-csv", store, Selection(indicator="rootless", as_of=AS_OF))["data.csv"])
    seen = [row for row in data if row["FIGURE_ROLE"] == "O"]
    assert sorted(row["SERIAL"] for row in seen) == ["1", "2"]
