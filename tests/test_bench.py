"""The made-up projects that the measuring scripts measure."""

from __future__ import annotations

from pathlib import Path

from bench.generate import Size, make
from biaochi.snapshot import Library
from biaochi.store import Store

SMALL = Size(areas=32, indicators=12, years=4, plans=5, targets=6)


def test_a_generated_project_has_no_problem_and_every_row_of_it_counts(tmp_path: Path) -> None:
    library = Library(make(tmp_path, SMALL))
    assert library.attempt().problems == []
    store = Store(library.current())
    assert store.rows("select count(*) as n from figure where role = 'observation'") == [{"n": 32 * 12 * 4}]
    assert len(store.areas()) == 32 + 2  # their cities
    assert {row["plan"] for row in store.plans()} == {f"plan-000{n}" for n in range(1, 6)}
    library.close()


def test_it_is_the_same_every_time_and_ends_where_it_is_told_to(tmp_path: Path) -> None:
    one, other = make(tmp_path / "one", SMALL), make(tmp_path / "other", SMALL)
    written = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert all((one / path).read_bytes() == (other / path).read_bytes() for path in written)
    short = make(tmp_path / "short", Size(32, 12, 4, 5, rows=500))
    rows = sum(path.read_text(encoding="utf-8").count("\n") - 1 for path in short.glob("data/observations/*.csv"))
    assert rows == 500


def test_with_hundreds_of_areas_pages_begin_with_those_around(tmp_path: Path) -> None:
    library = Library(make(tmp_path, Size(areas=210, indicators=2, years=1, plans=3, targets=1)))
    store = Store(library.current())
    around = store.neighbours("990203")
    assert around == tuple(row["ref_area"] for row in store.areas() if row["parent"] == "990200")
    assert store.neighbours("990200") == around  # a city leads to what is within it
    assert store.breadth()["made-up-001"] == 210
    assert len(store.areas_of("made-up-001")) == 210
    library.close()


def test_with_few_areas_all_of_them_are_shown(tmp_path: Path) -> None:
    library = Library(make(tmp_path, SMALL))
    assert Store(library.current()).neighbours("990101") is None
    library.close()
