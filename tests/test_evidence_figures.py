"""The figures of a catalogue confirmed against their documents; the report; data/verified.csv."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from biaochi import catalogue, evidence, snapshot
from biaochi.catalogue.rows import fetch
from tests.conftest import ROOT

FILES = {
    "data/areas.csv": "ref_area,name,name_en,parent,level,valid_from,valid_to\n990101,甲区,District A,,district,,\n",
    "data/sources.yaml": """plan-a: {title: 甲区规划, doc_type: plan, reliability: official, archived_path: a.txt}
news-b: {title: 乙报, doc_type: news, reliability: press, archived_path: b.txt}
""",
    "indicators/definitions/firms.yaml": """name: 企业
name_en: Firms
indicators:
  firms: {name: 企业, name_en: Firms, definition: 年末企业数, unit: 家, basis: stock}
  mood: {name: 氛围, name_en: Mood, definition: 好坏, unit: 级, basis: stock}
""",
    "indicators/plans/a-plan.yaml": """name: 甲区规划
name_en: Plan A
ref_area: '990101'
period: 2096/2100
source: plan-a
targets:
  - {indicator: firms, value: '9999', due: '2100', quote: 企业达到9999家}
  - {indicator: mood, value: 明显改善, due: '2100', type: qualitative, quote: 氛围更好}
""",
    "data/observations/firms.csv": """indicator,ref_area,time_period,value,source,quote,obs_status,note
firms,990101,2096,12,plan-a,有企业12家,A,
firms,990101,2097,15,plan-a,甲类7家、乙类8家,E,七加八
firms,990101,2098,60,plan-a,有60余家,A,
firms,990101,2095,99,plan-a,有99家,A,
firms,990101,2094,5,news-b,有5家,V,
""",
}
DOCUMENT = "甲區(qū)有企業12家，另有企业12家。甲类7家、乙类8家。有60余家。到2100年，企业达到9999家，氛围更好。"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive/a.txt").write_text(DOCUMENT)
    return tmp_path / "project"


def verify(project: Path, day: int = 1, write: bool = True, document: str | None = None) -> evidence.Report:
    folder = project.parent / "archive"
    if document is not None:
        (folder / "a.txt").write_text(document)
    with snapshot.memory() as con:
        catalogue.load(project, con, date(2101, 1, 1))
        return evidence.verify(con, folder, project if write else None, date(2101, 1, day))


def verified(project: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((project / "data/verified.csv").read_text())))


def test_every_figure_has_its_result(project: Path) -> None:
    report = verify(project, write=False)
    results = {(row.role, row.value): row.result for row in report.rows}
    assert results == {
        ("observation", "12"): "several", ("observation", "15"): "found", ("observation", "60"): "value_not_inside",
        ("observation", "99"): "not_found", ("observation", "5"): "not_checked", ("target", "9999"): "found",
        ("target", "明显改善"): "found",
    }  # fmt: skip
    assert not report.ok
    assert [(one.source, one.figures, one.problem.code) for one in report.unread] == [("news-b", 1, "document_absent")]
    assert not (project / "data/verified.csv").exists()


@pytest.mark.parametrize(("lang", "words"), [("zh", "个有问题"), ("en", "with a problem")])
def test_the_report_names_places_advice_and_counts(project: Path, lang: str, words: str) -> None:
    lines = evidence.text_report(verify(project, write=False), lang, numbers=True)
    assert lines[0].startswith("data/observations/firms.csv:4: ")
    assert "`60`" in lines[0]
    assert lines[2].startswith("data/observations/firms.csv:5: ")
    assert all(line.startswith("    ") for line in lines[1:4:2])
    assert any("news-b" in line for line in lines)
    assert words in lines[-1]
    assert not any("{" in line for line in lines)
    assert len(evidence.problems(verify(project, write=False))) == 2


def test_the_results_are_written_and_read_again(project: Path) -> None:
    assert verify(project, write=False).counts["several"] == 1
    verify(project)
    rows = verified(project)
    digest = hashlib.sha256(DOCUMENT.encode()).hexdigest()
    assert {row["value"]: row["verified"] for row in rows} == {
        "12": "true", "15": "true", "60": "false", "99": "false", "9999": "true", "明显改善": "true"}  # fmt: skip
    assert {(row["source"], row["sha256"], row["date"]) for row in rows} == {("plan-a", digest, "2101-01-01")}
    path = project / "data/sources.yaml"
    path.write_text(path.read_text().replace("plan-a: {", f"plan-a: {{sha256: {digest}, "))
    with snapshot.memory() as con:
        loaded = catalogue.load(project, con, date(2101, 1, 1))
        seen = {row["value_text"]: row["verified"] for row in fetch(con, "select value_text, verified from figure")}
    assert [(one.code, one.line) for one in loaded.problems] == [("quote_bound", 4)]  # 60 is not 60余
    assert seen == {"12": True, "15": True, "60": False, "99": False, "5": None, "9999": True, "明显改善": True}


def test_writing_twice_changes_no_byte_and_keeps_the_date(project: Path) -> None:
    verify(project, day=1)
    path = project / "data/verified.csv"
    before, stamp = path.read_bytes(), path.stat().st_mtime_ns
    verify(project, day=2)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, stamp)
    assert [p.name for p in path.parent.iterdir() if "part" in p.name] == []


def test_only_what_changed_gets_a_new_date(project: Path) -> None:
    verify(project, day=1)
    observations = project / "data/observations/firms.csv"
    observations.write_text(observations.read_text().replace("有99家", "有99 家"))
    verify(project, day=2)
    assert {row["quote"]: row["date"][-2:] for row in verified(project)}["有99 家"] == "02"
    assert sum(row["date"] == "2101-01-02" for row in verified(project)) == 1
    verify(project, day=3, document=DOCUMENT + "完")  # another document: confirmed anew
    assert {row["date"] for row in verified(project)} == {"2101-01-03"}


def test_rows_of_documents_that_were_not_there_stay_as_they_are(project: Path) -> None:
    verify(project, day=1)
    other = "news-b,,5,有5家,,,true,2100-12-31"
    path = project / "data/verified.csv"
    path.write_text(path.read_text() + other + "\n" + "plan-a,,1,没有了,,,true,2100-12-31\n")
    verify(project, day=2)
    assert other in path.read_text().splitlines()
    assert "没有了" not in path.read_text()
    (project.parent / "archive/a.txt").unlink()
    before = path.read_bytes()
    report = verify(project, day=3)
    assert report.ok
    assert path.read_bytes() == before


@pytest.mark.parametrize("text", ["", "\0\0", "source,quote\na,b\n", 'source,sha256\n"', "a\n" * 5])
def test_a_damaged_list_is_written_anew(project: Path, text: str) -> None:
    verify(project, day=1)
    good = (project / "data/verified.csv").read_bytes()
    (project / "data/verified.csv").write_text(text)
    verify(project, day=1)
    assert (project / "data/verified.csv").read_bytes() == good


def test_two_figures_of_one_text_share_a_row_and_a_fate(project: Path) -> None:
    observations = project / "data/observations/firms.csv"
    observations.write_text(observations.read_text() + "mood,990101,2096,60,plan-a,有60余家,E,自行计算\n")
    verify(project)
    assert [row["verified"] for row in verified(project) if row["value"] == "60"] == ["false"]


def test_another_digest_than_recorded_is_said(project: Path) -> None:
    path = project / "data/sources.yaml"
    path.write_text(path.read_text().replace("plan-a: {", f"plan-a: {{sha256: {'0' * 64}, "))
    report = verify(project, write=False)
    assert [(one.code, one.file, one.line) for one in report.changed] == [("document_changed", "data/sources.yaml", 1)]
    assert report.counts["found"] == 3


# ---- what is shipped ----

@pytest.fixture(scope="module")
def shipped() -> Iterator[list[dict[str, Any]]]:
    with snapshot.memory() as con:
        catalogue.load(ROOT, con)
        yield fetch(con, """select source, value_text, quote, verified from figure
            where source in (select source from verified_quote)""")


def test_every_shipped_quote_of_an_archived_document_is_confirmed(shipped: list[dict[str, Any]]) -> None:
    assert len({row["source"] for row in shipped}) == 5
    assert [row for row in shipped if not row["verified"]] == []
