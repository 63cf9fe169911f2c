"""What `make bench` keeps: every part by itself, with its own date."""

from __future__ import annotations

from pathlib import Path

from bench.report import blocks, heading, keep

ORDER = ["one", "two, wide", "three"]


def test_a_part_takes_the_place_of_its_last_run_and_leaves_the_others(tmp_path: Path) -> None:
    file = tmp_path / "last.txt"
    for part, lines in {"three": ["c"], "one": ["a"], "two, wide": ["b", "  b again"]}.items():
        keep(part, [heading(part), *lines], ORDER, file)
    keep("one", ["== one · later", "a new"], ORDER, file)
    found = blocks(file.read_text(encoding="utf-8"))
    assert [*found] == ORDER
    assert found["one"] == ["== one · later", "a new"]
    assert found["two, wide"][1:] == ["b", "  b again"]


def test_what_was_kept_before_there_were_parts_is_left_behind(tmp_path: Path) -> None:
    file = tmp_path / "last.txt"
    file.write_text("2026-11-29 · x86_64\nhello\n", encoding="utf-8")
    keep("one", [heading("one"), "a"], ORDER, file)
    assert "hello" not in file.read_text(encoding="utf-8")
