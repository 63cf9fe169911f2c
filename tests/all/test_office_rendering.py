"""Office files opened by LibreOffice and printed: without repair, on the expected pages, with every word that matters.

Not part of `make test` (LibreOffice is large): `apt-get install libreoffice-calc libreoffice-impress libreoffice-writer
poppler-utils`, then `pytest tests/all`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from biaochi import exports
from biaochi.selection import Selection
from biaochi.store import Store
from biaochi.views.rows import aims
from biaochi.words import Words
from tests.conftest import copy_house
from tests.exports_house import AS_OF, PLAN, open_house, sample

ZH = Words("zh")
# Pages: a workbook's sheets, a report's pages, a deck's slides; the least and the most that a page of ours may need.
PAGES = {"xlsx": (3, 12), "docx": (5, 14), "pptx": (7, 16)}


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_house(copy_house(tmp_path_factory.mktemp("shipped")))


def printed(kind: str, store: Store, selection: Selection, folder: Path) -> Path:
    """The file of this kind as PDF, by LibreOffice."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office, "LibreOffice is needed here: see the head of this file"
    source = folder / f"x.{kind}"
    source.write_bytes(exports.make(kind, store, selection, ZH))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    assert "Error" not in done.stdout + done.stderr
    return folder / "x.pdf"


def said(pdf: Path) -> str:
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize("name", ["sample", "shipped"])
def test_it_opens_and_every_target_is_on_paper(kind: str, name: str, shipped: Store, tmp_path: Path) -> None:
    store, selection = (
        (sample(), Selection(plan=PLAN, as_of=AS_OF))
        if name == "sample"
        else (shipped, Selection(plan="jinnan-145-sti", as_of=date(2026, 11, 22)))
    )
    pdf = printed(kind, store, selection, tmp_path)
    pages = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    number = int(re.findall(r"Pages:\s+(\d+)", pages)[0])
    assert PAGES[kind][0] <= number <= PAGES[kind][1]
    text = said(pdf)
    for aim in aims(store, selection.as_of or AS_OF, selection.plan):
        assert aim.row["indicator_name"] in text, aim.row["indicator_name"]
        assert ZH.verdict(aim.row["verdict"], bool(aim.row["early"])) in text
        for one in (aim.target, aim.value):
            assert one is None or ZH.short(one).replace(" ", "") in text or one["value_text"] in text
    assert store.id in text


@pytest.mark.parametrize("kind", ["docx", "pptx"])
def test_no_letter_is_missing_from_its_font(kind: str, tmp_path: Path) -> None:
    pdf = printed(kind, sample(), Selection(plan=PLAN, as_of=AS_OF), tmp_path)
    fonts = subprocess.run(["pdffonts", str(pdf)], capture_output=True, text=True, check=True).stdout
    assert "CJK" in fonts or "Song" in fonts or "Hei" in fonts
    assert "□" not in said(pdf)
