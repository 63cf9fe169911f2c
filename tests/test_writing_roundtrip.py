"""Every odd thing that planners write goes into the workbook and comes back: untouched, not a byte of it changes."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from biaochi.exports.workbook import workbook
from biaochi.problem import errors
from biaochi.selection import Selection
from biaochi.snapshot import Library
from biaochi.store import Store
from biaochi.words import Words
from biaochi.writing import save
from biaochi.writing.intake import read_workbook
from tests import made_up

AREAS = "data/areas.csv"
PLAN = """
name: "甲区水磨“十四五”规划"
name_en: 'Mill plan of District A'   # a comment
ref_area: "990101"
period: 2021/2025
source: gazette
note: |
  第一行，
  第二行  有两个空格。
targets:
- {indicator: mills, value: "[300,600]", due: "2025", type: range, direction: range, quote: "水磨300至600家",
   nature: binding}
- indicator: output
  value: 力争达到0.7万
  due: 2025-12
  quote: 产量力争达到0.7万吨
  type: floor
  note: "=SUM(A1:A3)"
  baseline: {value: 约5000, time_period: "2020", quote: 约5000吨, inferred: true, note: 推定}
  milestones:
    - {value: 逾5500, due: "2022", quote: 逾5500吨}
    - {value: "6000", due: 2023-06, quote: 6000吨, note: " 年中 "}
- {indicator: mills-ever, value: 全国领先, due: "2025", type: qualitative, quote: 全国领先}
- {indicator: wetness, value: "5", due: "2025", quote: "湿度达到5%，\\"约束\\"",
   baseline: {value: "2.10", time_period: "2020", quote: 湿度2.10%}}
- {indicator: wetness, value: "4", due: "2024", quote: 湿度达到4%}
- {indicator: flour-ytd, value: 0.9万吨, due: 2025, quote: 0.9万吨, type: ceiling, direction: lower, lead_org: 甲办}
"""
MORE = [
    'mills,990101,/2023-06-30,一百余,paper,"水磨一百余家，说""好""",,V,"两行\n备注",,,',
    "output,990101,2024,1万多,gazette,产量1万多公斤,,P,,公斤,,",
    "mills-ever,990101,2018-05/2024-06,逾40,gazette,累计逾40家,,,,,cumulative,2018-05",
    "wetness,990102,2023-H1,３．５％,gazette,湿度３．５％,,E,按 3+0.5,,,",
]


def files(root: Path) -> dict[str, bytes]:
    """The planners' files as bytes."""
    found = [path for name in ("indicators", "data") for path in (root / name).rglob("*") if path.is_file()]
    return {str(path.relative_to(root)): path.read_bytes() for path in found}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Targets of every type, comments, block texts, flow and block entries, quoted line breaks, CRLF and a BOM."""
    head, *rows = made_up.OBSERVATIONS.strip().splitlines()
    seen = "\r\n".join([f"{head},unit,basis,cumulative_from", *(f"{row},,," for row in rows), *MORE, ""])
    made_up.write(tmp_path, mill_plan=PLAN)
    (tmp_path / "data/observations/seen.csv").write_bytes(seen.encode())
    text = (tmp_path / AREAS).read_text("utf-8").replace("\n", "\r\n")
    (tmp_path / AREAS).write_bytes(b"\xef\xbb\xbf" + text.encode())
    return tmp_path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_touched_is_not_a_byte_changed(root: Path, lang: str) -> None:
    library, before = Library(root), files(root)
    assert not errors(library.refresh().problems)
    raw = workbook(Store(library.current()), Selection(as_of=made_up.TODAY), Words(lang))
    openpyxl.load_workbook(BytesIO(raw)).save(root / "again.xlsx")  # as another program would write it
    (root / "back.xlsx").write_bytes(raw)
    for name in ("back.xlsx", "again.xlsx"):
        found = read_workbook(root, root / name)
        assert (found.diff(), found.texts, found.problems) == ("", {}, [])
    assert files(root) == before


def test_one_cell_touched_is_one_line_changed_and_line_ends_stay(root: Path) -> None:
    raw = workbook(Store(Library(root).current()), Selection(as_of=made_up.TODAY), Words("zh"))
    book = openpyxl.load_workbook(BytesIO(raw))
    page = book["地区"]
    heads = [cell.value for cell in page[4]]
    codes = [row[heads.index("地区代码")] for row in page.iter_rows(values_only=True)]
    page.cell(codes.index("990103") + 1, heads.index("英文名称") + 1, "District Ding")
    book.save(root / "back.xlsx")
    before, found = files(root), read_workbook(root, root / "back.xlsx")
    for seen, text in found.texts.values():
        assert save(root, seen, text).status == "saved"
    wanted = before | {AREAS: before[AREAS].replace(b"District C", b"District Ding")}
    assert files(root) == wanted
