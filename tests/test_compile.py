"""However a catalogue is compiled (row by row, at once, from the last snapshot), tables and Problems are the same."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.generate import Size, make
from biaochi import snapshot
from biaochi.catalogue import smooth, tables
from biaochi.catalogue.rows import sections
from biaochi.snapshot import making

DAY = date(2026, 11, 22)
HEAD = "indicator,ref_area,time_period,value,source,quote,basis,unit,obs_status,conf_status,embargo_until,inferred,note"
SIZE = Size(3, 4, 2, 2, targets=3)
often = settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])

seldom = settings(often, max_examples=6)

# Cells of rows: mostly sound ones, and of each kind some that are odd, wrong, or only look plain.
CELLS: dict[str, list[str]] = {
    "indicator": ["made-up-001", "made-up-002", "made-up-003", "made-up-001", "made-up-009", "ｍade-up-001", ""],
    "ref_area": ["990101", "990102", "990103", "990101", "990909", "990100"],
    "time_period": ["2024", "2024年", "2025", "2026-06", "2025Q1", "2024-13", "2031", "2024/2025", ""],
    "value": [
        "12",
        "0.5",
        "逾2000",
        "3.1万",
        "12",
        "1e5",
        "nan",
        "１２",
        "说不清",
        "'7",
        "[3,6]",
        "99999999999999999999",
        "",
    ],
    "source": ["bulletin-01-2024", "plan-0001", "bulletin-01-2025", "nowhere", ""],
    "quote": [
        "达到{}家",
        "{}",
        "1{}家",
        "{}0家",
        '"{},居前列"',
        "达到家",
        "很" * 30 + "{}",
        '"说""好""{}"',
        "",
        "1{}年达到{}家",
        "２{}家又{}",
        "1{}，{}，000家",
        "1{}家，达到{}",
        "3(a){}家1{}",
        '"{}(a)3家,{}0"',
    ],
    "basis": ["", "", "", "flow", "ytd", "cumulative", "wrong"],
    "unit": ["", "", "", "家", "万家", "千克", "%"],
    "obs_status": ["", "", "", "P", "E", "F", "X"],
    "conf_status": ["", "", "", "F", "E", "N", "Q"],
    "embargo_until": ["", "", "", "2030-01-01", "2025-01-01", "2025", "soon"],
    "inferred": ["", "", "", "true", "否", "maybe"],
    "note": ["", "", "说明", "a b"],
}


@st.composite
def rows(draw: st.DrawFn) -> str:
    """A line of an observation file in which at most two cells are not sound."""
    cells = {name: some[0] for name, some in CELLS.items()}
    cells["ref_area"] = draw(st.sampled_from(CELLS["ref_area"][:3]))
    for name in draw(st.lists(st.sampled_from(sorted(CELLS)), max_size=2)):
        cells[name] = draw(st.sampled_from(CELLS[name]))
    cells["quote"] = cells["quote"].replace("{}", cells["value"])
    return ",".join(cells.values())


LINES = st.lists(rows(), min_size=1, max_size=30)
ODD_LINES = st.lists(st.one_of(rows(), st.sampled_from(["", "," * 12, "a,b", '"', " 12,x" + "," * 11])), max_size=4)
FILES = st.lists(st.one_of(LINES, LINES, LINES, ODD_LINES), min_size=1, max_size=3)


def house(folder: Path, files: list[list[str]]) -> Path:
    """A made-up project whose observation files have these lines."""
    root = make(folder, SIZE)
    for path in root.glob("data/observations/*.csv"):
        path.unlink()
    for nth, lines in enumerate(files):
        path = root / f"data/observations/file-{nth}.csv"
        path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    return root


def state(con: Any) -> dict[str, Counter[Any]]:
    """Every table that pages read, as rows in any order; how figures are stored is left out."""
    names = [name for (name,) in con.execute(
        "select table_name from information_schema.tables where table_schema = 'main' and table_catalog <> 'temp'"
        " and table_name not in ('manner', 'reading', 'observed_file', 'made_by')").fetchall()]  # fmt: skip
    return {name: Counter(map(repr, con.execute(f"select * from {name}").fetchall())) for name in names}


def compiled(root: Path) -> dict[str, Counter[Any]]:
    """The same of a project compiled in memory."""
    with snapshot.memory() as con:
        snapshot.compile_into(con, root, DAY)
        return state(con)


@often
@given(files=FILES)
def test_rows_that_are_taken_all_at_once_are_what_they_are_one_by_one(files: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        root = house(Path(folder), files)
        careful = compiled(root)
        patch.setattr(smooth, "MANY", 0)
        assert compiled(root) == careful


def test_plain_files_of_sound_rows_are_taken_all_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smooth, "MANY", 0)
    root = make(tmp_path, SIZE)
    with snapshot.memory() as con:
        snapshot.compile_into(con, root, DAY)
        kept = con.execute("select count(*) from figure where role = 'observation'").fetchall()
        looked_at = con.execute(sections("smooth")["lacking"]).fetchall()
    assert kept == [(3 * 4 * 2,)] and looked_at == []


def test_a_file_that_changes_between_its_two_readings_is_read_line_by_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smooth, "MANY", 0)
    root = make(tmp_path, SIZE)
    path, run, steps = root / "data/observations/made-up-002.csv", smooth._Batch._run, list[str]()

    def edited(batch: Any, name: str, **params: Any) -> None:
        steps.append(name)
        if name == "keep":
            path.write_bytes(b"\xff".join(path.read_bytes().rsplit(b",", 1)))
        run(batch, name, **params)

    monkeypatch.setattr(smooth._Batch, "_run", edited)
    found = compiled(root)
    monkeypatch.setattr(smooth._Batch, "_run", run)
    assert steps[-1] == "undo" and found == compiled(root) and sum(found["figure"].values()) > 3 * 3 * 2


THEME, PLAN, OTHER = "definitions/theme-01.yaml", "plans/plan-0001.yaml", "plans/plan-0002.yaml"
WORDS = [
    (THEME, "basis: stock", "basis: flow"), (THEME, 'unit: "家"', "unit: 万家"), (THEME, "freq: A", "freq: M"),
    (PLAN, "达到", "增至"), (PLAN, "2025", "2024"), (OTHER, "indicator: made-up-001", "indicator: made-up-007"),
]  # fmt: skip
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("rows"), st.integers(0, 2), LINES),
        st.tuples(st.just("row"), st.integers(0, 2), rows()),
        st.tuples(st.just("same row elsewhere"), st.integers(0, 2), st.integers(0, 2)),
        st.tuples(st.just("file"), st.integers(0, 3), LINES),
        st.tuples(st.just("words"), st.sampled_from(WORDS), st.just(1)),
    ),
    min_size=1,
    max_size=4,
)


def edit(root: Path, kind: str, what: Any, how: Any) -> None:
    """One edit of a project."""
    if kind == "words":
        path, old, new = root / "indicators" / what[0], what[1], what[2]
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
        return
    path = root / f"data/observations/file-{what}.csv"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else [HEAD]
    if kind == "same row elsewhere":
        other = root / f"data/observations/file-{how}.csv"
        lines += other.read_text(encoding="utf-8").splitlines()[1:2] if other.exists() else []
    else:
        lines = [HEAD, *how] if kind in ("rows", "file") else [*lines, how]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


SOUND = "made-up-001,990101,2024,12,bulletin-01-2024,达到12家,,,,,,,"


@seldom
@given(files=st.lists(LINES, min_size=3, max_size=3), edits=EDITS, many=st.sampled_from([0, 10**9]))
def test_a_snapshot_made_of_the_last_one_is_what_it_would_be_anew(
    files: list[list[str]], edits: list[tuple[str, Any, Any]], many: int
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(smooth, "MANY", many)
        patch.setattr(making, "WORTH_KEEPING", 0)
        patch.setattr(snapshot.logs, "event", lambda *said: pytest.fail(f"made anew after all: {said}"))
        root = house(Path(folder), [[SOUND]] * 3 if many else files)
        library = snapshot.Library(root)
        library.refresh(DAY)
        for kind, what, how in edits:
            edit(root, kind, what, how)
            made = library.refresh(DAY)
            with snapshot.memory() as con:
                assert made.problems == snapshot.compile_into(con, root, DAY).problems
                assert state(library.open(made.tried).cursor()) == state(con)
        library.close()


@pytest.fixture
def again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> snapshot.Library:
    """A compiled project of which the next snapshot is made of the last one."""
    monkeypatch.setattr(making, "WORTH_KEEPING", 0)
    library = snapshot.Library(make(tmp_path, SIZE))
    library.refresh(DAY)
    return library


def turn(library: snapshot.Library) -> int:
    """The how manyth in a row the newest snapshot is."""
    return library.open(library.attempt().tried).cursor().execute("select turn from made_by").fetchall()[0][0]


def test_only_the_edited_file_is_read_again(again: snapshot.Library, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[set[int]] = []
    real = tables.batches

    def noted(con: Any, found: Any, problems: Any, kept: Any = ()) -> Any:
        read.append({*kept})
        return real(con, found, problems, kept)

    monkeypatch.setattr(tables, "batches", noted)
    path = again.root / "data/observations/made-up-002.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",,\n", ",A,\n", 1), encoding="utf-8")
    again.refresh(DAY)
    assert read == [{0, 2, 3}] and turn(again) == 1
    assert state(again.current().cursor()) == compiled(again.root)


def test_another_day_and_a_damaged_last_snapshot_are_compiled_anew(again: snapshot.Library) -> None:
    path = again.root / "data/observations/made-up-002.csv"
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole + whole.splitlines()[1].replace(",2024,", ",2023,") + "\n", encoding="utf-8")
    again.refresh(date(2027, 1, 1))
    with snapshot.memory() as con:
        snapshot.compile_into(con, again.root, date(2027, 1, 1))
        assert state(again.current().cursor()) == state(con)
    again.close()
    shown = again.path(again.attempt().shown)
    shown.write_bytes(shown.read_bytes()[:5000].ljust(shown.stat().st_size, b"x"))
    path.write_text(whole, encoding="utf-8")
    again.refresh(DAY)
    assert turn(again) == 0
    assert state(again.current().cursor()) == compiled(again.root)
