"""docs/problems.md is true: every example gives exactly the problems that stand under it, in both languages.

BIAOCHI_GOLDEN=write rewrites the codes in the headings and the answers; look at the difference before you keep it.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from biaochi import catalogue, snapshot
from biaochi.catalogue import tables, told
from biaochi.problem import Problem, texts
from tests.conftest import ROOT

BOOK = ROOT / "docs/problems.md"
TODAY = date(2028, 6, 30)
FENCE = re.compile(r"^```(\w+) ?(.*?)\n(.*?)^```\n", re.M | re.S)
TITLE = re.compile(r"^### (.+?)((?: `\w+`)*)$", re.M)
ANSWERS = re.compile(r"\n```text (zh|en)\n.*?^```\n", re.M | re.S)
# The parts of problems.yaml that `biaochi check` speaks; the others belong to other commands.
SPOKEN = ("files", "YAML syntax", "entries", "CSV", "figures", "targets", "quantity", "period")
# An empty cell asks for itself before a parser sees it; libyaml has no complaint without a place.
NEVER = {"value_empty", "period_empty", "yaml_unreadable"}


@dataclass(frozen=True)
class Example:
    """One section of the book: how the base catalogue is changed, and what check then says."""

    title: str
    codes: list[str]
    steps: list[tuple[str, str, str]]
    expected: dict[str, str]


def sections() -> tuple[dict[str, str], list[Example]]:
    """The base catalogue at the head of the book, and its examples."""
    head, *rest = re.split(r"^(?=### )", BOOK.read_text(encoding="utf-8"), flags=re.M)
    base = {info: body for kind, info, body in FENCE.findall(head) if kind == "file"}
    return base, [_example(one) for one in rest]


def _example(text: str) -> Example:
    heading, found = TITLE.match(text), FENCE.findall(text)
    assert heading
    steps = [(kind, info, body) for kind, info, body in found if kind != "text"]
    expected = {info: body for kind, info, body in found if kind == "text"}
    return Example(heading.group(1), re.findall(r"`(\w+)`", heading.group(2)), steps, expected)


BASE, EXAMPLES = sections()


def write(root: Path, files: dict[str, str | bytes]) -> None:
    """Files below a folder."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


def step(root: Path, kind: str, info: str, body: str) -> None:
    """One change of the base: lines (- becomes +), bytes, a link, a folder, a file less, a text many times."""
    name, _, number = info.partition(" ")
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "diff":
        _replace(path, body)
    elif kind == "bytes":
        path.write_bytes(bytes.fromhex(body))
    elif kind == "link":
        path.symlink_to(body.strip())
    elif kind == "folder":
        path.mkdir()
    elif kind == "remove":
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    elif kind == "repeat":
        path.write_text(body.replace("\\\n", "") * int(number))


def _replace(path: Path, body: str) -> None:
    old = "".join(line[1:] + "\n" for line in body.splitlines() if line.startswith("-"))
    new = "".join(line[1:] + "\n" for line in body.splitlines() if line.startswith("+"))
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    assert old in text, f"{path.name} has no\n{old}"
    path.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8")


def check(files: dict[str, str | bytes], root: Path) -> list[Problem]:
    """All Problems of a made-up project."""
    write(root, files)
    with snapshot.memory() as con:
        return catalogue.load(root, con, TODAY).problems


def printed(problems: list[Problem], lang: str) -> str:
    """What `biaochi check` prints."""
    return "".join(f"{one.place()}: {one.fact(lang)}\n    {one.advice(lang)}\n" for one in problems)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.title)
def test_an_example_says_what_the_book_says(example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "house"
    write(root, dict(BASE))
    for kind, info, body in example.steps:
        if kind == "most":
            for module in (tables, told):
                monkeypatch.setattr(module, "MOST", int(body))
        else:
            step(root, kind, info, body)
    problems = check({}, root)
    said = {lang: printed(problems, lang) for lang in ("zh", "en")}
    codes = sorted({one.code for one in problems})
    if os.environ.get("BIAOCHI_GOLDEN") == "write":
        rewrite(example, codes, said)
    else:
        assert said == example.expected
        assert codes == example.codes


def rewrite(example: Example, codes: list[str], said: dict[str, str]) -> None:
    """Puts codes and answers into the book, behind the example's last change."""
    parts = re.split(r"^(?=##+ )", BOOK.read_text(encoding="utf-8"), flags=re.M)
    at = next(i for i, part in enumerate(parts) if re.match(rf"### {re.escape(example.title)}( `|\n)", part))
    title = " ".join([f"### {example.title}", *(f"`{code}`" for code in codes)])
    body = ANSWERS.sub("", parts[at].partition("\n")[2]).rstrip("\n") + "\n"
    answers = "".join(f"\n```text {lang}\n{said[lang]}```\n" for lang in ("zh", "en"))
    parts[at] = f"{title}\n{body}{answers}\n"
    BOOK.write_text("".join(parts).rstrip("\n") + "\n", encoding="utf-8")


def test_the_base_is_sound(tmp_path: Path) -> None:
    assert check(dict(BASE), tmp_path) == []


def test_every_problem_of_check_has_an_example() -> None:
    text = (ROOT / "biaochi/problems.yaml").read_text(encoding="utf-8")
    spoken = {
        code
        for part in re.split(r"^# ---- ", text, flags=re.M)
        if part.startswith(SPOKEN)
        for code in re.findall(r"^(\w+): \{", part, flags=re.M)
    }
    assert len(spoken) > 80
    assert spoken - {code for example in EXAMPLES for code in example.codes} == NEVER


def test_every_text_is_there_in_both_languages_with_the_same_parameters() -> None:
    for code, text in texts().items():
        zh, en = (set(re.findall(r"\{(\w+)\}", " ".join(text[lang]))) for lang in ("zh", "en"))
        assert len(text["zh"]) == len(text["en"]) == 2, code
        assert zh - {"entry"} == en - {"entry", "an"}, code
        assert not any(re.search(r"[。.]$", line) for lang in ("zh", "en") for line in text[lang]), code
