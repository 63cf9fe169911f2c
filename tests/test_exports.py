"""What holds for every format: the same numbers, nothing that runs, nothing still secret, whole or not at all."""

from __future__ import annotations

import errno
import io
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile, is_zipfile

import pytest

from biaochi import exports
from biaochi.cli import main
from biaochi.exports import clean
from biaochi.selection import Selection
from biaochi.store import Store
from biaochi.words import Words
from tests.conftest import ROOT
from tests.exports_house import AREA, AS_OF, PLAN, TARGETS, observations, open_house, sample, write_house

ZH, EN = Words("zh"), Words("en")
CHOSEN = Selection(plan=PLAN, as_of=AS_OF)
PAPERLESS = [kind for kind in exports.KINDS if not kind.startswith("pdf") and kind != "png"]
OFFICE = ("xlsx", "pptx", "docx")


def content(data: bytes) -> str:
    """Everything that a file says, an archive unpacked, XML unescaped enough to search in."""
    if not is_zipfile(io.BytesIO(data)):
        return data.decode("utf-8-sig")
    with ZipFile(io.BytesIO(data)) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    found = [content(part) if part[:2] == b"PK" else part.decode("utf-8", "replace") for part in parts]
    return "\n".join(found).replace("&gt;", ">").replace("&amp;", "&")


@pytest.mark.parametrize("kind", PAPERLESS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_format_carries_date_snapshot_and_source(kind: str, lang: str) -> None:
    said = content(exports.make(kind, sample(), CHOSEN, Words(lang)))
    if kind != "csv":
        assert sample().id in said
        assert re.search("2025年3月1日|1 March 2025|2025-03-01", said)
    assert "jia-plan" in said if kind in ("csv", "json") else "甲区样例规划" in said


@pytest.mark.parametrize("kind", PAPERLESS)
def test_no_format_says_nan_or_none(kind: str) -> None:
    for selection in (CHOSEN, Selection(area=AREA, as_of=AS_OF), Selection(as_of=AS_OF)):
        said = content(exports.make(kind, sample(), selection, ZH))
        said = re.sub(r"(?s)<(script|style)>.*?</\1>", "", said) if kind == "html" else said
        assert not re.search(r">(None|nan|NaT|inf)<|(?<=,)(nan|None|inf)(?=,)|\{[a-z_]+\}", said)


@pytest.mark.parametrize("kind", [*PAPERLESS])
def test_the_same_answer_is_the_same_file(kind: str) -> None:
    assert exports.make(kind, sample(), CHOSEN, ZH) == exports.make(kind, sample(), CHOSEN, ZH)


def test_heavy_libraries_are_loaded_by_the_maker_that_needs_them() -> None:
    asked = (
        "import sys, biaochi.exports; print([m for m in ('pandas', 'docx', 'pptx', 'xlsxwriter') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Names and quotes that a spreadsheet would run, letters that XML refuses, and a figure under embargo."""
    names = {"early": "=1+1", "reached": "@SUM(A1)", "slow-one": "+cmd|' /C calc'!A0", "late-one": "-2+3",
             "on-pace": "<b>&\u000b厂\u0007"}  # fmt: skip
    root = write_house(tmp_path_factory.mktemp("guarded"), names=names)
    observations(
        root / "data/observations/later.csv",
        [
            {
                "indicator": "silent",
                "time_period": "2024",
                "value": "987654",
                "quote": "无数厂987654",
                "embargo_until": "2025-06-01",
            },
            {
                "indicator": "wordy",
                "time_period": "2024",
                "value": "876543",
                "quote": "=HYPERLINK(876543)",
                "conf_status": "N",
            },
            {"indicator": "rootless", "time_period": "2023", "value": "140", "quote": "=140+0", "note": "=cmd()"},
        ],
    )
    return open_house(root)


@pytest.mark.parametrize("kind", PAPERLESS)
@pytest.mark.parametrize("selection", [CHOSEN, Selection(area=AREA, as_of=AS_OF), Selection(as_of=AS_OF)], ids=str)
def test_what_is_not_yet_public_never_leaves(guarded: Store, kind: str, selection: Selection) -> None:
    said = content(exports.make(kind, guarded, selection, ZH)).replace(",", "")
    assert "987654" not in said
    assert "876543" not in said


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "datapackage", "html", "docx"])
def test_an_embargo_ends_on_its_day(guarded: Store, kind: str) -> None:
    said = content(exports.make(kind, guarded, Selection(area=AREA, as_of=date(2025, 6, 1)), ZH)).replace(",", "")
    assert "987654" in said
    assert "876543" not in said


@pytest.mark.parametrize("kind", ["csv", "sdmx-csv", "datapackage"])
def test_no_cell_of_a_csv_file_runs(guarded: Store, kind: str) -> None:
    import csv

    data = exports.make(kind, guarded, Selection(as_of=AS_OF), ZH)
    files = [data]
    if is_zipfile(io.BytesIO(data)):
        with ZipFile(io.BytesIO(data)) as archive:
            files = [archive.read(name) for name in archive.namelist() if name.endswith(".csv")]
    cells = [cell for one in files for row in csv.reader(io.StringIO(one.decode("utf-8-sig"))) for cell in row]
    live = [
        cell for cell in cells if len(cell) > 1 and cell[0] in "=+@-\t\r" and not re.fullmatch(r"-?[\d.e+-]+", cell)
    ]
    assert live == []
    assert any(cell.startswith("'=") for cell in cells)


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ("a\x00b\x0bc\x1f", "abc"),
        ("\ud800x\ufffe", "x"),
        ("甲\t乙\n丙", "甲\t乙\n丙"),
        (None, ""),
        (float("nan"), ""),
        (12, "12"),
    ],
)
def test_text_keeps_what_xml_allows(given: Any, left: str) -> None:
    assert clean.text(given) == left


@pytest.mark.parametrize(("given", "left"), [
    ("=1+1", "'=1+1"), ("-2+3", "'-2+3"), ("-3.5", "-3.5"), ("+7", "+7"), ("=", "="), ("@x", "'@x"), ("\tx", "'\tx"),
    ("甲=乙", "甲=乙")])  # fmt: skip
def test_what_would_run_gets_an_apostrophe(given: str, left: str) -> None:
    assert clean.harmless(given) == left


def test_names_of_sheets_are_made_to_fit() -> None:
    taken: set[str] = set()
    names = [clean.sheet_name(name, taken) for name in ("甲" * 40, "甲" * 45, "a/b:c*[d]?", "'x'", "", "X")]
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)
    assert len({name.casefold() for name in names}) == len(names)


# the command line


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_house(tmp_path_factory.mktemp("cli"))


def run(house: Path, *args: str) -> int:
    return main(["--root", str(house), "export", *args])


@pytest.mark.parametrize("kind", PAPERLESS)
def test_the_command_writes_what_the_maker_makes(house: Path, tmp_path: Path, kind: str) -> None:
    out = tmp_path / f"out.{exports.KINDS[kind].ending}"
    assert run(house, kind, "-o", str(out), "--plan", PLAN, "--as-of", "2025-03-01") == 0
    assert out.read_bytes() == exports.make(kind, open_house(house), CHOSEN, ZH)
    assert os.listdir(tmp_path) == [out.name]


def test_the_command_knows_every_format() -> None:
    from biaochi.cli.export import _KINDS

    assert set(_KINDS) == set(exports.KINDS)


@pytest.mark.parametrize(
    ("option", "value"),
    [("--plan", "jia-146"), ("--area", "990102"), ("--indicator", "earlyy"), ("--deck", "no-deck")],
)
def test_an_unknown_id_is_said_in_one_line(house: Path, capsys: Any, option: str, value: str) -> None:
    assert run(house, "xlsx", option, value) == 1
    said = capsys.readouterr().err
    assert value in said
    assert "Traceback" not in said


@pytest.mark.parametrize("kind", ["pdf", "pdf-deck", "pdf-report", "png"])
def test_without_a_chromium_it_says_so_and_leaves_nothing(
    house: Path, tmp_path: Path, capsys: Any, monkeypatch: Any, kind: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CHROMIUM", "")
    assert run(house, kind, "-o", str(tmp_path / "out"), "--lang", "en") == 1
    assert "No Chromium was found" in capsys.readouterr().err
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("number", "why"), [(errno.ENOSPC, "磁盘已满"), (errno.EACCES, "没有权限"), (errno.EIO, "error")]
)
def test_a_full_or_closed_disk_leaves_no_half_file(
    house: Path, tmp_path: Path, capsys: Any, monkeypatch: Any, number: int, why: str
) -> None:
    before = tmp_path / "out.svg"
    before.write_text("before")

    def half(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[: len(data) // 2])
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "write_bytes", half)
    assert run(house, "svg", "-o", str(before), "--as-of", "2025-03-01") == 1
    said = capsys.readouterr().err
    assert why in said
    assert "Traceback" not in said
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"out.svg": "before"}


def test_a_folder_that_is_not_there_is_said(house: Path, tmp_path: Path, capsys: Any) -> None:
    assert run(house, "html", "-o", str(tmp_path / "no" / "x.html")) == 1
    assert "写不了" in capsys.readouterr().err


def test_names_of_downloads_are_plain() -> None:
    names = [exports.file_name(kind, sample(), CHOSEN) for kind in exports.KINDS]
    assert f"jia-145-2025-03-01-{sample().id[:6]}.xlsx" in names
    assert exports.file_name("svg", sample(), Selection(area=AREA, indicator="early")).startswith("990101-early-")
    assert all(name.isascii() for name in names)
    assert len(set(names)) == len(names)  # no file overwrites another in the folder of downloads


# much, and long


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """150 targets with very long names of mixed scripts, and 10,000 observations."""
    first = TARGETS["slow-one"]
    targets = {
        f"long-{n}": (f"第{n}项" + "特别长的指标名称 with Latin words и кириллица " * 2, *first[1:5], [])
        for n in range(150)
    }
    root = write_house(tmp_path_factory.mktemp("large"), targets=targets)
    observations(
        root / "data/observations/many.csv",
        [
            {"indicator": f"long-{n % 150}", "time_period": f"{1950 + n // 150}", "value": str(n), "quote": f"数{n}"}
            for n in range(10_000)
        ],
    )
    return open_house(root)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "sdmx-csv", "datapackage"])
def test_ten_thousand_rows_stay_whole(large: Store, kind: str) -> None:
    said = content(exports.make(kind, large, Selection(as_of=date(2025, 3, 1)), ZH))
    assert sum(f"数{n}" in said for n in range(0, 10_000, 97)) == len(range(0, 10_000, 97))
    assert "数9999" in said


@pytest.mark.parametrize("kind", ["html", "docx", "pptx", "svg", "json"])
def test_long_names_are_all_there(large: Store, kind: str) -> None:
    said = content(exports.make(kind, large, Selection(plan=PLAN, as_of=date(2025, 3, 1)), ZH))
    assert all(f"第{n}项" in said for n in range(150))
