"""The planners' examples in CONTRIBUTING.md are real: added to the shipped catalogue, they pass the check."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from biaochi import catalogue, snapshot
from tests.conftest import ROOT

# ```yaml path/to/file   is a whole file;   ```csv path/to/file +   is added at the end of one that is there.
EXAMPLE = re.compile(r"^```(?:yaml|csv) (\S+)( \+)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples() -> list[tuple[str, bool, str]]:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return [(path, bool(added), body) for path, added, body in EXAMPLE.findall(text)]


def test_there_is_an_example_of_each_kind() -> None:
    kinds = {path.split("/")[1].removesuffix(".csv").removesuffix(".yaml") for path, _, _ in examples()}
    assert kinds == {"areas", "sources", "definitions", "plans", "observations"}


def test_the_examples_pass_the_check_and_are_judged(house: Path) -> None:
    for path, added, body in examples():
        with (house / path).open("a" if added else "x", encoding="utf-8") as file:
            file.write(body)
    with snapshot.memory() as con:
        loaded = catalogue.load(house, con, date(2028, 3, 1))
        assert loaded.problems == []
        found = con.execute("select count(*) from figure where ref_area = '990101'").fetchall()
    assert found == [(4,)]  # target, baseline, milestone, observation
