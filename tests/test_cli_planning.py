"""new, diff and import as a planner types them: files on disk, words on the screen, no traceback."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from biaochi import catalogue, snapshot
from biaochi.cli import main
from biaochi.problem import Problem

PLAN = "indicators/plans/jinnan-145-sti.yaml"


def problems(house: Path) -> list[Problem]:
    with snapshot.memory() as con:
        return catalogue.load(house, con, date(2026, 12, 1)).problems


def run(house: Path, *args: str) -> int:
    return main(["--root", str(house), *args])


@pytest.mark.parametrize(
    "args, path, codes",
    [
        (
            ["indicator", "--id", "jia-bases", "--theme", "carriers"],
            "indicators/definitions/carriers.yaml",
            {"field_missing"},
        ),
        (
            ["indicator", "--id", "jia-bases", "--theme", "jia", "--name", "甲"],
            "indicators/definitions/jia.yaml",
            {"field_missing"},
        ),
        (
            ["concept", "--id", "jia-base", "--theme", "carriers", "--name", "甲"],
            "indicators/definitions/carriers.yaml",
            {"field_missing"},
        ),
        (["plan", "--id", "jia-155", "--area", "120112"], "indicators/plans/jia-155.yaml", {"field_missing"}),
        (["area", "--id", "990101", "--name", "甲区"], "data/areas.csv", {"field_missing"}),
        (["source", "--id", "jia-bulletin"], "data/sources.yaml", {"field_missing"}),
        (["observations", "--id", "jia"], "data/observations/jia.csv", {"csv_header_only"}),
    ],
)
def test_a_skeleton_lacks_only_what_must_be_filled_in(
    house: Path, capsys: pytest.CaptureFixture[str], args: list[str], path: str, codes: set[str]
) -> None:
    before = (house / path).read_text("utf-8") if (house / path).exists() else ""
    assert run(house, "new", *args) == 0
    found = problems(house)
    assert {one.code for one in found} == codes and {one.file for one in found} == {path}
    assert f"已写入 {path}" in capsys.readouterr().out
    after = (house / path).read_text("utf-8")
    assert (
        after.startswith(before)
        and re.search(r"\d{3}", re.sub(r"#.*|120112|990101|ref_area.*", "", after[len(before) :])) is None
    )
    assert run(house, "new", *args) == 1  # never over what is there
    assert (house / path).read_text("utf-8") == after
    assert "已经有了" in capsys.readouterr().err


@pytest.mark.parametrize(
    "args, said",
    [
        (["indicator", "--id", "Jia", "--theme", "carriers"], "不能作为编号"),
        (["indicator", "--id", "../x", "--theme", "carriers"], "不能作为编号"),
        (["indicator", "--id", "x", "--theme", "../../x"], "不能作为编号"),
        (["indicator", "--id", "x"], "--id --theme"),
        (["plan"], "--id"),
        (["plan", "--id", "a/b"], "不能作为编号"),
        (["plan", "--from", "jinnan-145-st"], "jinnan-145-sti"),
        (["area", "--id", "津南"], "不是地区代码"),
        (["source", "--id", "x", "--theme", "y"], "`--theme` 不用于 source"),
        (["indicator", "--id", "hi-tech-enterprises", "--theme", "carriers"], "已经有了"),
    ],
)
def test_what_new_cannot_do_is_said(
    house: Path, capsys: pytest.CaptureFixture[str], args: list[str], said: str
) -> None:
    assert run(house, "new", *args) == 1
    assert said in capsys.readouterr().err
    assert problems(house) == []


def test_the_next_plan_begins_where_the_last_one_ended(house: Path) -> None:
    assert run(house, "new", "plan", "--from", "jinnan-145-sti", "--id", "jia-155") == 0
    assert problems(house) == []
    path = house / "indicators/plans/jia-155.yaml"
    text = path.read_text("utf-8")
    assert (
        'value: "887"' in text
        and "quote: 津南区国家高新技术企业增至887家" in text
        and "source: jinnan-press-2025" in text
    )
    assert "period: 2026/2030" in text and text.count("indicator:") == 13
    assert text.count("value: 未定") == 13
    path.write_text(text.replace("value: 未定", "value: 力争9999", 1), encoding="utf-8")
    assert {one.code for one in problems(house)} == {"source_missing", "quote_missing"}  # as soon as it is set


def test_diff_of_folders_in_words(
    house: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path_factory.mktemp("other") / "plans"
    shutil.copytree(house, other)
    text = (house / PLAN).read_text("utf-8").replace('value: "620"', 'value: "650"').replace("达到620家", "达到650家")
    (house / PLAN).write_text(text, encoding="utf-8")
    assert run(house, "diff", str(other)) == 0
    assert "津南区 国家高新技术企业 2025年 目标 620 → 650\n" in capsys.readouterr().out
    assert run(house, "diff", str(other), str(other), "--lang", "en") == 0
    assert capsys.readouterr().out == "No changes\n"
    assert run(house, "diff", "nothing") == 1
    assert "没有叫 `nothing` 的版本" in capsys.readouterr().err


def workbook(house: Path, row: list[object]) -> str:
    made = openpyxl.Workbook()
    for one in [["津南区科技创新“十四五”规划"], ["指标", "目标（原文）", "目标时间", "属性", "摘引"], row]:
        made.worksheets[0].append(one)
    made.save(house / "x.xlsx")
    return str(house / "x.xlsx")


def test_an_import_shows_first_and_writes_when_told(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (house / PLAN).read_bytes()
    path = workbook(house, ["国家高新技术企业", "650", "2025年", "约束性", "高新技术企业总量达到650家"])
    assert run(house, "import", "xlsx", path) == 0
    said = capsys.readouterr().out
    assert "读出：改 1 项，在 jinnan-145-sti.yaml 里。" in said
    assert '+    value: "650"' in said and "津南区 国家高新技术企业 2025年 目标 620 → 650" in said
    assert (house / PLAN).read_bytes() == before
    assert run(house, "import", "xlsx", path, "--write") == 0
    assert problems(house) == []
    assert 'value: "650"' in (house / PLAN).read_text("utf-8")


def test_an_import_with_errors_writes_nothing(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (house / PLAN).read_bytes()
    assert (
        run(
            house,
            "import",
            "xlsx",
            workbook(house, ["国家高新技术企业", "约四百多", "2025年", "约束性", ""]),
            "--write",
        )
        == 1
    )
    assert "x.xlsx[Sheet]B3" in capsys.readouterr().err
    assert (house / PLAN).read_bytes() == before
    (house / "x.xlsx").write_bytes(b"no")
    assert run(house, "import", "xlsx", str(house / "x.xlsx")) == 1
    assert run(house, "import", "xlsx", str(house / "nothing.xlsx")) == 1
    assert "读不了这个工作簿" in capsys.readouterr().err
