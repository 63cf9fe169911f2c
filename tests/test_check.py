"""docs/problems.md is true: every example gives exactly the problems that stand under it, in both languages."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from biaochi import catalogue, snapshot
from biaochi.problem import Problem, texts
from tests.conftest import ROOT

BOOK = ROOT / "docs/problems.md"
TODAY = date(2028, 6, 30)
FENCE = re.compile(r"^```(\w+) ?(.*?)\n(.*?)^```\n", re.M | re.S)
# Said by other commands (verify, export, judge, import ...), or about bytes that Markdown cannot hold (tested below).
ELSEWHERE = re.compile(
    r"^(evidence|document|export|writing|history|import|save|deck|slide|layout|tile|outline|judge|edit|new|path|revert|sheet|state|text)_"
)
BYTES = {"file_encoding", "file_outside", "file_too_large", "file_unreadable", "file_missing", "yaml_unreadable"}
# An empty cell is unknown and asks for itself; these answer other callers of the parsers, or what pydantic may add.
SAFETY = {"value_empty", "period_empty", "value_too_long", "value_wrong"}


@dataclass(frozen=True)
class Example:
    """One section: how the base catalogue is changed, and what check then says."""

    title: str
    changes: list[tuple[str, str]]
    expected: dict[str, str]


def sections() -> tuple[dict[str, str], list[Example]]:
    """The base catalogue at the head of the book, and its examples."""
    head, *rest = re.split(r"^### ", BOOK.read_text(encoding="utf-8"), flags=re.M)
    base = {info: body for kind, info, body in FENCE.findall(head) if kind == "file"}
    return base, [_example(one) for one in rest]


def _example(text: str) -> Example:
    found = FENCE.findall(text)
    changes = [(info, body) for kind, info, body in found if kind == "diff"]
    return Example(text.split("\n", 1)[0], changes, {info: body for kind, info, body in found if kind == "text"})


def changed(base: dict[str, str], changes: list[tuple[str, str]]) -> dict[str, str]:
    """The base with lines replaced (- by +), appended (+ alone) or, where a file has no base, written."""
    files = dict(base)
    for path, body in changes:
        old = "".join(line[1:] + "\n" for line in body.splitlines() if line.startswith("-"))
        new = "".join(line[1:] + "\n" for line in body.splitlines() if line.startswith("+"))
        text = files.get(path, "")
        assert old in text, f"{path} has no\n{old}"
        files[path] = text.replace(old, new, 1) if old else text + new
    return files


def check(files: dict[str, str | bytes], root: Path) -> list[Problem]:
    """All Problems of a made-up project."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with snapshot.memory() as con:
        return catalogue.load(root, con, TODAY).problems


def told(problems: list[Problem], lang: str) -> str:
    """What `biaochi check` prints."""
    return "".join(f"{one.place()}: {one.fact(lang)}\n    {one.advice(lang)}\n" for one in problems)


BASE, EXAMPLES = sections()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.title)
def test_an_example_says_what_the_book_says(example: Example, tmp_path: Path) -> None:
    problems = check(dict(changed(BASE, example.changes)), tmp_path)
    said = {lang: told(problems, lang) or "-\n" for lang in ("zh", "en")}
    if os.environ.get("BIAOCHI_GOLDEN") == "write":
        _write(example, said)
    else:
        assert said == example.expected


def _write(example: Example, said: dict[str, str]) -> None:
    text = BOOK.read_text(encoding="utf-8")
    start = text.index(f"### {example.title}\n")
    end = text.find("\n### ", start + 1)
    section = text[start : end if end > 0 else len(text)].rstrip("\n")
    kept = re.sub(r"\n*```text (zh|en)\n.*?^```", "", section, flags=re.M | re.S)
    blocks = "".join(f"\n\n```text {lang}\n{said[lang]}```" for lang in ("zh", "en"))
    BOOK.write_text(
        text.replace(text[start : end if end > 0 else len(text)], kept + blocks + "\n", 1), encoding="utf-8"
    )


def test_the_base_is_sound(tmp_path: Path) -> None:
    assert check(dict(BASE), tmp_path) == []


def test_every_problem_of_check_has_an_example(tmp_path: Path) -> None:
    seen: set[str] = set()
    for number, example in enumerate(EXAMPLES):
        seen |= {one.code for one in check(dict(changed(BASE, example.changes)), tmp_path / str(number))}
    assert {code for code in texts() if not ELSEWHERE.match(code)} - seen - BYTES - SAFETY == set()


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16", "utf-8"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_files_of_every_usual_encoding_are_read_alike(encoding: str, ends: str, tmp_path: Path) -> None:
    files = {name: text.replace("\n", ends).encode(encoding) for name, text in BASE.items()}
    assert check(dict(files), tmp_path) == []


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("first", ["", "sep={}\n"])
def test_semicolons_and_tabs_are_read_as_they_are_meant(separator: str, first: str, tmp_path: Path) -> None:
    path = "data/observations/jia.csv"
    text = first.format(separator) + BASE[path].replace(",", separator)
    assert check({**BASE, path: text}, tmp_path) == []


@pytest.mark.parametrize("name", sorted(BASE))
@pytest.mark.parametrize("raw", [b"\x00\x01\x02" * 99, b"\xff\xfe\xfd", bytes(range(256))])
def test_bytes_that_are_no_text_are_one_problem_of_that_file(name: str, raw: bytes, tmp_path: Path) -> None:
    problems = check({**BASE, name: raw}, tmp_path)
    assert [(one.code, one.file) for one in problems] == [("file_encoding", name)]


def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text(BASE["data/observations/jia.csv"])
    root = tmp_path / "house"
    check(dict(BASE), root)
    (root / "data/observations/k.csv").symlink_to(outside)
    with snapshot.memory() as con:
        assert [one.code for one in catalogue.load(root, con, TODAY).problems] == ["file_outside"]


def test_an_empty_project_is_two_problems(tmp_path: Path) -> None:
    assert [(one.code, one.file) for one in check({}, tmp_path)] == [
        ("file_missing", "data/areas.csv"),
        ("file_missing", "data/sources.yaml"),
    ]


def test_brackets_without_end_are_refused(tmp_path: Path) -> None:
    problems = check({**BASE, "indicators/plans/jia-155.yaml": "[" * 10_000 + "]" * 10_000}, tmp_path)
    assert [one.code for one in problems] == ["yaml_bomb"]


def test_a_broken_definition_is_not_echoed_by_what_refers_to_it(tmp_path: Path) -> None:
    path = "indicators/definitions/jia.yaml"
    for wrong in (BASE[path].replace("  bases:", "  bases"), BASE[path].replace("    unit: 家\n", "")):
        assert {one.file for one in check({**BASE, path: wrong}, tmp_path)} == {path}


def test_a_file_that_is_too_large_is_left_out(tmp_path: Path) -> None:
    problems = check({**BASE, "indicators/plans/jia-155.yaml": "# " + "x" * 2_100_000}, tmp_path)
    assert [one.code for one in problems] == ["file_too_large"]


def test_a_wrong_row_leaves_out_itself_and_nothing_else(tmp_path: Path) -> None:
    path = "data/observations/jia.csv"
    files = {
        **BASE,
        path: BASE[path] + "nowhere,990101,2026,7,jia-plan,基地7家\nbases,990102,2026,9,jia-plan,基地9家\n",
    }
    check(dict(files), tmp_path)
    with snapshot.memory() as con:
        catalogue.load(tmp_path, con, TODAY)
        kept = con.execute("select value from figure where role = 'observation' order by 1").fetchall()
    assert [value for (value,) in kept] == [2.5, 9, 18]


def test_lines_are_right_below_cells_with_line_ends(tmp_path: Path) -> None:
    path = "data/observations/jia.csv"
    text = BASE[path] + '\nbases,990102,2026,7,jia-plan,"基地\n7家"\nbases,990102,2025,xx,jia-plan,基地7家\n'
    [problem] = check({**BASE, path: text}, tmp_path)
    assert (problem.line, problem.column) == (7, 4)
