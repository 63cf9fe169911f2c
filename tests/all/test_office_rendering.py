"""Office files opened by LibreOffice and printed: without repair, on the expected pages, with every word that matters.

Not part of `make test` (LibreOffice is large): `apt-get install libreoffice-calc libreoffice-impress libreoffice-writer
poppler-utils`, then `pytest tests/all`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from biaochi import exports, views
from biaochi.selection import Selection
from biaochi.store import Store
from biaochi.views.rows import aims
from biaochi.words import Words
from tests.conftest import copy_house
from tests.exports_house import AREA, AS_OF, PLAN, open_house, sample, write_house

ZH = Words("zh")
# Pages: a workbook's sheets, a report's pages, a deck's slides; the least and the most that a page of ours may need.
# A workbook prints at 7.5 pt or larger, its wide sheets over several pages.
PAGES = {"xlsx": (3, 64), "docx": (5, 18), "pptx": (7, 18)}
BY_CHROMIUM = {"pdf": (4, 16), "pdf-deck": (6, 40), "pdf-report": (5, 18)}


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_house(copy_house(tmp_path_factory.mktemp("shipped")))


def printed(kind: str, store: Store, selection: Selection, folder: Path) -> Path:
    """The file of this kind as PDF: by LibreOffice, or as it is."""
    if kind in BY_CHROMIUM:
        made = folder / "x.pdf"
        made.write_bytes(exports.make(kind, store, selection, ZH))
        return made
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


def on_the_page(store: Store, selection: Selection) -> dict[str, list[str]]:
    """What the plan's page prints in the first four columns of numbers, by the name of the indicator."""
    html = unescape(str(views.plan(store, selection, ZH)).partition("</table>")[0])
    found: dict[str, list[str]] = {}
    for row in re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", html, re.DOTALL):
        head, *cells = re.split(r"<t[dh][^>]*>", row)
        plain = [re.sub(r"<[^>]+>", "", re.sub(r"<br>.*", "", one, flags=re.DOTALL)).strip() for one in cells]
        found[re.sub(r"<span.*", "", re.sub(r"</?a[^>]*>", "", head), flags=re.DOTALL).split("<")[0].strip()] = plain
    return found


@pytest.mark.parametrize("kind", [*PAGES, *BY_CHROMIUM])
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
    least, most = (PAGES | BY_CHROMIUM)[kind]
    assert least <= number <= most
    text = said(pdf)
    assert store.id[:6] in text
    if kind == "pdf-deck" and name == "sample":
        return  # a deck of 32 targets shows what stands out, not every one
    for aim in aims(store, selection.as_of or AS_OF, selection.plan):
        assert aim.row["indicator_name"] in text, aim.row["indicator_name"]
        assert ZH.verdict(aim.row["verdict"], bool(aim.row["early"])) in text
        for one in (aim.target, aim.value):
            assert one is None or ZH.short(one).replace(" ", "") in text or one["value_text"] in text


@pytest.mark.parametrize("kind", ["xlsx", "docx", "pptx", "pdf", "pdf-report"])
@pytest.mark.parametrize("name", ["sample", "shipped"])
def test_it_says_the_numbers_of_the_page(kind: str, name: str, shipped: Store, tmp_path: Path) -> None:
    store = sample() if name == "sample" else shipped
    plan, area, day = (PLAN, AREA, AS_OF) if name == "sample" else ("jinnan-145-sti", "120112", date(2026, 11, 22))
    selection = Selection(plan=plan, area=area, as_of=day)
    text = said(printed(kind, store, selection, tmp_path))
    page = on_the_page(store, selection)
    assert len(page) == len(aims(store, day, plan))
    missing = {
        (indicator, one)
        for indicator, cells in page.items()
        for one in cells[:3]
        if one != "—" and not (kind == "xlsx" and "～" in one)  # a workbook has both ends as printed in the document
        and one.replace(" ", "") not in text and one.replace(",", "") not in text
    }
    assert missing == set()


def test_a_spreadsheet_runs_nothing_that_a_planner_wrote(tmp_path: Path) -> None:
    store = open_house(write_house(tmp_path / "house", names={"early": "=1+1", "slow-one": "+cmd|' /C calc'!A0"}))
    for kind in ("csv", "xlsx"):
        (tmp_path / f"x.{kind}").write_bytes(exports.make(kind, store, Selection(plan=PLAN, as_of=AS_OF), ZH))
        office = shutil.which("soffice") or "libreoffice"
        asked = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to",
                 "fods", "--outdir", str(tmp_path), str(tmp_path / f"x.{kind}")]  # fmt: skip
        subprocess.run(asked, capture_output=True, timeout=300, check=True)
        opened = (tmp_path / "x.fods").read_text(encoding="utf-8")
        cells = re.findall(r"<table:table-cell[^>]*>", opened)
        texts = re.findall(r"<text:p>(.*?)</text:p>", opened)
        assert not [one for one in cells if "table:formula" in one and "1+1" in one]
        assert not [one for one in cells if "table:formula" in one and "calc" in one]
        assert any("=1+1" in one for one in texts)


@pytest.mark.parametrize("kind", ["docx", "pptx"])
def test_no_letter_is_missing_from_its_font(kind: str, tmp_path: Path) -> None:
    pdf = printed(kind, sample(), Selection(plan=PLAN, as_of=AS_OF), tmp_path)
    fonts = subprocess.run(["pdffonts", str(pdf)], capture_output=True, text=True, check=True).stdout
    assert "CJK" in fonts or "Song" in fonts or "Hei" in fonts
    assert "□" not in said(pdf)
