"""The planners' workbook opened and saved by another office program: still no edit, and a change is one change."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl

from biaochi.exports.workbook import workbook
from biaochi.selection import Selection
from biaochi.snapshot import Library
from biaochi.store import Store
from biaochi.words import Words
from biaochi.writing.intake import read_workbook


def test_a_workbook_saved_by_libreoffice_comes_back(house: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office, "LibreOffice is needed here: see test_office_rendering.py"
    (house / "book.xlsx").write_bytes(workbook(Store(Library(house).current()), Selection(), Words("zh")))
    profile = f"-env:UserInstallation={(house / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(house / "again"),
               str(house / "book.xlsx")]  # fmt: skip
    subprocess.run(command, capture_output=True, timeout=300, check=True)
    again = house / "again" / "book.xlsx"
    found = read_workbook(house, again)
    assert (found.texts, found.problems) == ({}, [])
    book = openpyxl.load_workbook(again)
    page = book["津南区科技创新“十四五”规划"]
    heads = [cell.value for cell in page[4]]
    row = next(cells for cells in page.iter_rows(min_row=5) if cells[0].value == "国家高新技术企业")
    row[heads.index("备注")].value = "核过"  # type: ignore[misc]
    book.save(again)
    found = read_workbook(house, again)
    assert list(found.texts) == ["indicators/plans/jinnan-145-sti.yaml"] and "note: 核过" in found.diff()
