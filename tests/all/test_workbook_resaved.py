"""The planners' workbook opened and saved by another office program: still no edit, and a change is one change."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import datetime
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any

import openpyxl
import pytest
from PIL import Image, ImageOps

from biaochi.exports.workbook import workbook
from biaochi.selection import Selection
from biaochi.snapshot import Library
from biaochi.store import Store
from biaochi.words import Words
from biaochi.writing.intake import read_workbook
from tests.conftest import Gallery

NAME = "津南区科技创新“十四五”规划"


def converted(house: Path, book: Path, to: str) -> Path:
    """A workbook as LibreOffice saves it."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office, "LibreOffice is needed here: see test_office_rendering.py"
    profile = f"-env:UserInstallation={(house / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", to, "--outdir", str(house / "again"), str(book)]
    subprocess.run(command, capture_output=True, timeout=300, check=True)
    return house / "again" / f"{book.stem}.{to}"


def test_the_sheet_of_a_plan_looks_like_a_form_in_a_spreadsheet(house: Path, gallery: Gallery) -> None:
    """The picture of the planners' guide: rows, letters and the yellow cells, without what the program fills in."""
    raw = workbook(Store(Library(house).current()), Selection(plan="jinnan-145-sti"), Words("zh"))
    book = openpyxl.load_workbook(BytesIO(raw))
    sheet = book[NAME]
    for other in book.worksheets:
        other.sheet_state = "visible" if other is sheet else "hidden"
    for letter in "IJKLMNOPQ":
        sheet.column_dimensions[letter].hidden = True
    sheet.print_area, sheet.print_options.headings, book.active = "A1:U12", True, book.index(sheet)
    sheet.page_setup.fitToWidth, sheet.print_title_cols = 1, None
    footer: Any = sheet.oddFooter
    footer.left.text = footer.right.text = None
    book.save(house / "form.xlsx")
    pdf = converted(house, house / "form.xlsx", "pdf")
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    for wanted in ("浅黄的格子可以改", "国家高新技术企业", "目标（原文）", "目标类型", "牵头部门"):
        assert wanted in text, text
    page = subprocess.run(["pdftoppm", "-r", "150", "-png", "-f", "1", "-l", "1", str(pdf)], capture_output=True,
                          check=True).stdout  # fmt: skip
    image = Image.open(BytesIO(page)).convert("RGB")
    box = ImageOps.invert(image).getbbox()
    assert box and any(amount > 2000 and colour == (255, 251, 232) for amount, colour in image.getcolors(1 << 24) or [])
    gallery("workbook", lambda: image.crop(box))


def test_a_workbook_saved_by_libreoffice_comes_back(house: Path) -> None:
    (house / "book.xlsx").write_bytes(workbook(Store(Library(house).current()), Selection(), Words("zh")))
    again = converted(house, house / "book.xlsx", "xlsx")
    found = read_workbook(house, again)
    assert (found.texts, found.problems) == ({}, [])
    book = openpyxl.load_workbook(again)
    page = book[NAME]
    heads = [cell.value for cell in page[4]]
    row = next(cells for cells in page.iter_rows(min_row=5) if cells[0].value == "国家高新技术企业")
    row[heads.index("备注")].value = "核过"  # type: ignore[misc]
    book.save(again)
    found = read_workbook(house, again)
    assert list(found.texts) == ["indicators/plans/jinnan-145-sti.yaml"] and "note: 核过" in found.diff()


def test_what_planners_do_survives_another_office_program(house: Path) -> None:
    """A new plan on a copied sheet, a copied row, a month as a date cell: read the same before and after."""
    raw = workbook(Store(Library(house).current()), Selection(), Words("zh"), staged=True)
    book: Any = openpyxl.load_workbook(BytesIO(raw))
    plans, page = book["规划"], book[NAME]
    for n, value in enumerate(["示例下一期规划", "example-next", "Example", "津南区", "2026—2030年"], 1):
        plans.cell(plans.max_row + (n == 1), n).value = value
    copy: Any = book.copy_worksheet(page)
    copy["A1"] = "示例下一期规划"
    heads = {cell.value: cell.column for cell in page[4]}
    for row in range(5, copy.max_row + 1):
        copy.cell(row, heads["目标时间"]).value = datetime(2030, 6, 1)
        copy.cell(row, heads["目标时间"]).number_format = 'yyyy"年"m"月"'
    last = page.max_row + 1
    for column in range(1, page.max_column + 1):
        page.cell(last, column).value = page.cell(5, column).value
    page.cell(last, heads["目标时间"]).value = "2024年"
    book.save(house / "book.xlsx")
    before = read_workbook(house, house / "book.xlsx")
    after = read_workbook(house, converted(house, house / "book.xlsx", "xlsx"))
    new = "indicators/plans/example-next.yaml"
    assert set(before.texts) == {new, "indicators/plans/jinnan-145-sti.yaml"} and before.unread == []
    assert before.texts[new][1].count('due: "2030-06"') == 13
    assert {path: text for path, (_, text) in after.texts.items()} == {
        path: text for path, (_, text) in before.texts.items()
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_sheet_prints_large_enough_to_read(house: Path, lang: str) -> None:
    """On A4 across no sheet is shrunk below three quarters of its ten points, however long its texts are."""
    (house / "book.xlsx").write_bytes(workbook(Store(Library(house).current()), Selection(), Words(lang)))
    pdf = converted(house, house / "book.xlsx", "pdf")
    found = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    pages = found.split("<page ")[1:]
    assert len(pages) > 20 and all('width="841' in page for page in pages)
    for page in pages:
        tall = [float(b) - float(a) for a, b in re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)"', page)]
        assert median(tall) > 0.75 * 13, page[:600]  # a line of ten points takes thirteen
