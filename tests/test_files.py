"""Files as text with places: encodings, YAML that is mended or cut out, CSV lines that become rows."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biaochi.catalogue import tables
from biaochi.catalogue.rows import fetch, statements
from biaochi.files import decode, open_csv, parse_yaml, read_text, small_rows
from biaochi.files.table import cells
from biaochi.files.text import encoding_of
from biaochi.problem import Fault, Problem
from biaochi.snapshot import memory

PLAN = """name: 甲区规划
targets:
  - indicator: bases
    value: "30"
    due: "2030"
    quote: 达到30家
  - indicator: money
    value: "1"
    baseline:
      value: "12"
      time_period: "2025"
"""


# text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_every_usual_encoding_gives_the_same_text(encoding: str, ends: str) -> None:
    text = "指标,值\n甲区国家高新技术企业,620\n"
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    assert decode(mark + text.replace("\n", ends).encode(encoding)) == text


def test_a_broken_byte_costs_one_character_and_not_the_file() -> None:
    raw = "甲区企业达到620家，乙区企业达到530家".encode()
    assert decode(raw.replace("乙".encode(), b"\xe4\xb9", 1)) == "甲区企业达到620家，\ufffd区企业达到530家"
    gb = "甲区企业达到620家，乙区企业达到530家".encode("gb18030") + b"\xff"
    assert encoding_of(gb) == ("gb18030", "replace")


@pytest.mark.parametrize("raw", [b"\x00\x01\x02" * 99, bytes(range(256)), b"\xff\xfe\xfd", b"\xff\x80A\xffB\xff"])
def test_what_is_no_text_is_refused(raw: bytes) -> None:
    assert decode(raw) is None
    with pytest.raises(Fault, match="file_encoding"):
        encoding_of(raw)


@pytest.mark.parametrize(("raw", "kind"), [(b"PK\x03\x04..", "Excel (xlsx)"), (b"%PDF-1.7", "PDF")])
def test_other_kinds_of_files_are_named(raw: bytes, kind: str) -> None:
    with pytest.raises(Fault) as told:
        encoding_of(raw)
    assert (told.value.code, told.value.params) == ("file_binary", {"kind": kind})


def test_a_file_that_may_not_be_opened_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.yaml").write_text("a: b")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", refuse)
    monkeypatch.setattr(Path, "open", refuse)
    for text, problems in (read_text(tmp_path / "a.yaml", tmp_path), open_csv(tmp_path / "a.yaml", tmp_path)):
        assert text is None
        assert [one.code for one in problems] == ["file_unreadable"]


def test_links_in_circles_and_names_of_any_bytes_are_survived(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to(tmp_path / "b.yaml")
    (tmp_path / "b.yaml").symlink_to(tmp_path / "a.yaml")
    assert [one.code for one in read_text(tmp_path / "a.yaml", tmp_path)[1]] == ["file_outside"]
    odd = Path(bytes(tmp_path / "x").decode() + "\udcff\n.yaml")
    odd.write_text("a: [")
    _, problems = read_text(odd, tmp_path)
    assert problems == []
    odd.write_bytes(b"\0" * 9)
    assert read_text(odd, tmp_path)[1][0].file == "x��.yaml"


# YAML


def slip(old: str, new: str, text: str = PLAN) -> tuple[list[tuple[str, int, int]], list[str | None], set[int]]:
    """What is told of a text in which a planner slipped; the indicators of its targets; lines not to be believed."""
    assert old in text
    doc, problems = parse_yaml(text.replace(old, new, 1), "a.yaml")
    assert all(one.file == "a.yaml" for one in problems)
    found = doc.data.get("targets") if doc and isinstance(doc.data, dict) else None
    names = [one.get("indicator") for one in found] if isinstance(found, list) else []
    return [(one.code, one.line, one.column) for one in problems], names, doc.wrong if doc else set()


def test_values_are_text_as_typed_and_know_their_places() -> None:
    doc, problems = parse_yaml("a: 010\nb:\n  - on\n  - {c: 12:30, d: 1e3}\ne: ~\nf: ''\n甲: 乙\n", "a.yaml")
    assert doc
    assert problems == []
    assert doc.data == {"a": "010", "b": ["on", {"c": "12:30", "d": "1e3"}], "e": None, "f": "", "甲": "乙"}
    places = {
        ("a",): (1, 1),
        ("b", 0): (3, 5),
        ("b", 1): (4, 5),
        ("b", 1, "d"): (4, 16),
        ("甲",): (7, 1),
        ("b", 1, "x"): (4, 5),
    }
    assert {keys: doc.place(keys) for keys in places} == places


@pytest.mark.parametrize(
    ("old", "new", "problem", "kept"),
    [
        ('value: "30"', 'value："30"', ("yaml_fullwidth_colon", 4, 10), ["bases", "money"]),
        ('value: "30"', 'value:"30"', ("yaml_colon_space", 4, 11), ["bases", "money"]),
        ("  - indicator: m", "  -indicator: m", ("yaml_dash_space", 7, 4), ["bases", "money"]),
        ('value: "30"', "value: >=30", ("yaml_needs_quotes", 4, 12), ["bases", "money"]),
        ('value: "30"', "value: >30", ("yaml_needs_quotes", 4, 12), ["bases", "money"]),
        ('value: "30"', "value: @30", ("yaml_needs_quotes", 4, 12), ["bases", "money"]),
        ('value: "30"', "value: *30", ("yaml_needs_quotes", 4, 12), ["bases", "money"]),
        ('value: "30"', "value: !30", ("yaml_needs_quotes", 4, 12), ["bases", "money"]),
        ("quote: 达", "quote: 注: 达", ("yaml_colon_text", 6, 13), ["bases", "money"]),
        ("targets:", "targets", ("yaml_no_colon", 2, 1), ["bases", "money"]),
        ("    baseline:", "    baseline", ("yaml_no_colon", 9, 5), ["bases", "money"]),
        ('    due: "2030"', '   due: "2030"', ("yaml_indent", 5, 4), ["bases", "money"]),
        ('    due: "2030"', '     due: "2030"', ("yaml_indent", 5, 6), ["bases", "money"]),
        ('    due: "2030"', 'due: "2030"', ("yaml_indent", 5, 1), ["bases", "money"]),
        ("  - indicator: m", " - indicator: m", ("yaml_indent", 7, 2), ["bases", "money"]),
        ('value: "30"', 'value: "30', ("yaml_quote", 4, 12), ["money"]),
        ("quote: 达", "quote: '达", ("yaml_quote", 6, 12), ["money"]),
        ("quote: 达到", 'quote: "达"到', ("yaml_after_quote", 6, 15), ["money"]),
        ('value: "30"', "value: [20, 30", ("yaml_bracket", 4, 12), ["money"]),
        ('value: "30"', 'value: "\\d"', ("yaml_escape", 4, 13), ["money"]),
        ('value: "30"', "value 30", ("yaml_no_colon", 4, 5), ["money"]),
        ('    value: "30"', '\tvalue: "30"', ("yaml_tab", 4, 1), ["money"]),
        ("name: 甲", "name：甲", ("yaml_fullwidth_colon", 1, 5), ["bases", "money"]),
        ("name: 甲", 'name: "甲', ("yaml_quote", 1, 7), ["bases", "money"]),
        ("targets:", "---\ntargets:", ("yaml_second", 2, 1), ["bases", "money"]),
        ("达到", "达\x07到", ("text_unprintable", 6, 13), ["bases", "money"]),
        ('"30"', '"3\\0"', ("text_unprintable", 4, 12), ["bases", "money"]),
        ('due: "2030"', 'due: "2030"\n    due: "2031"', ("duplicate_key", 6, 5), ["bases", "money"]),
    ],
)
def test_a_slip_is_one_problem_and_costs_one_entry(
    old: str, new: str, problem: tuple[str, int, int], kept: list[str]
) -> None:
    told, names, _ = slip(old, new)
    assert told == [problem]
    assert names == kept


def test_several_slips_are_told_at_once() -> None:
    text = PLAN.replace('value: "30"', 'value："30"').replace('value: "1"', 'value: "1')
    told, names, wrong = slip("name: 甲", "name:甲", text)
    assert told == [("yaml_colon_space", 1, 6), ("yaml_fullwidth_colon", 4, 10), ("yaml_quote", 8, 12)] or sorted(
        told
    ) == sorted([("yaml_colon_space", 1, 6), ("yaml_fullwidth_colon", 4, 10), ("yaml_quote", 8, 12)])
    assert names == ["bases"]
    assert {1, 4, 8} <= wrong


def test_a_mended_entry_is_not_believed_and_its_neighbours_are() -> None:
    doc, _ = parse_yaml(PLAN.replace('value: "30"', 'value："30"'), "a.yaml")
    assert doc
    assert doc.data["targets"][0]["value"] == "30"
    assert (doc.broken(("targets", 0)), doc.broken(("targets", 1))) == (True, False)


def test_what_was_cut_out_does_not_spoil_the_entry_before_it() -> None:
    doc, _ = parse_yaml(PLAN.replace("indicator: money", 'indicator: "money'), "a.yaml")
    assert doc
    assert [one["indicator"] for one in doc.data["targets"]] == ["bases"]
    assert not doc.broken(("targets", 0))
    assert "money" in doc.lost


def bomb(levels: str) -> str:
    """Lists that hold the list before nine times."""
    lines = (f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n" for old, new in pairwise(levels))
    return "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(lines)


@pytest.mark.parametrize(
    "text",
    ["[" * 10_000, "{" * 10_000, "- " * 10_000, "? " * 10_000, "a: " + "[" * 30 + "]" * 30, bomb("abcdefgh")],
)
def test_what_grows_without_end_is_refused(text: str) -> None:
    doc, problems = parse_yaml(text, "a.yaml")
    assert doc is None
    assert [one.code for one in problems] == ["yaml_bomb"]


def test_an_alias_is_read_and_one_that_names_itself_is_not() -> None:
    doc, problems = parse_yaml("a: &x {b: c}\nd: *x\n", "a.yaml")
    assert doc
    assert (doc.data, problems) == ({"a": {"b": "c"}, "d": {"b": "c"}}, [])
    assert parse_yaml("a: &x [*x]\n", "a.yaml")[1][0].code == "yaml_needs_quotes"


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(alphabet="ab:-\"'[]{}&*!|>%@#,?~ \n\t：。0\\\x00\x85\u2028", max_size=80))
def test_any_text_is_data_or_problems_within_it(text: str) -> None:
    doc, problems = parse_yaml(text, "a.yaml")
    assert doc is not None or problems
    assert all(1 <= one.line <= text.count("\n") + 1 and one.column >= 1 for one in problems)
    assert len({(one.line, one.column, one.code) for one in problems}) == len(problems)


# CSV

HEAD = "indicator,ref_area,value"


def both(tmp_path: Path, text: str) -> tuple[list[tuple[int, list[str]]], list[Problem]]:
    """The rows of a file by both ways of reading, which must agree."""
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    table, problems = open_csv(path, tmp_path)
    assert table, problems
    rows, told = small_rows(table)
    wide: list[Problem] = []
    with memory() as con:
        con.execute(statements("schema"))
        found = [
            row
            for _ in tables.batches(con, [table], wide)
            for row in fetch(con, "select n, cells from csv_row order by n")
        ]
    assert [(row["n"], row["cells"]) for row in found] == rows
    key = [(one.code, one.line, one.column, one.fact()) for one in told]
    assert sorted((one.code, one.line, one.column, one.fact()) for one in wide) == sorted(key)
    return rows, told


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("a,b,c", ["a", "b", "c"]), ('"a,1",b,c', ["a,1", "b", "c"]), ('a,"双""创""",c', ["a", '双"创"', "c"]),
        ('a,建成"一站式"平台,c', ["a", '建成"一站式"平台', "c"]), ('a, "b, c" ,d', ["a", "b, c", "d"]),
        ("a,,", ["a", "", ""]),
        (",,c", ["", "", "c"]), ('"","",""', ["", "", ""]), ("a,b,c,,,", ["a", "b", "c", "", "", ""]),
    ],
)  # fmt: skip
def test_cells_are_what_was_meant(line: str, row: list[str], tmp_path: Path) -> None:
    rows, told = both(tmp_path, f"{HEAD}\n{line}\nx,y,z\n")
    assert rows == ([(2, row)] if any(row) else []) + [(3, ["x", "y", "z"])]
    assert told == []


@pytest.mark.parametrize(
    ("text", "lines", "problems"),
    [
        ("a,b,c\n\n  ,\n,,,\na,b,d", [2, 6], []),
        ('a,"b\n1\n\n2",c\nx,y,z', [2, 6], []),
        ('a,"b"x,c\nx,y,z', [3], [("csv_quote", 2, 1)]),
        ('a,"b,c\nx,y,z\n1,2,3', [3, 4], [("csv_quote", 2, 1)]),
        ('a,"b,c\nx,"y\n",z\n1,2,3', [3, 5], [("csv_quote", 2, 1)]),
        ("a,b\nx,y,z,1\n1,2,3", [4], [("csv_ragged", 2, 3), ("csv_ragged", 3, 4)]),
        ("a，b，c\n1,2,3", [3], [("csv_fullwidth_comma", 2, 2)]),
        ("a,b\x07,c\n1,2,3", [3], [("text_unprintable", 2, 2)]),
        ('"a,b\n",\x00,c\n1,2,3', [4], [("text_unprintable", 3, 1)]),
        ("", [], [("csv_header_only", 1, 0)]),
    ],
)
def test_a_wrong_row_is_told_with_its_line_and_harms_no_other(
    text: str, lines: list[int], problems: list[tuple[str, int, int]], tmp_path: Path
) -> None:
    rows, told = both(tmp_path, f"{HEAD}\n{text}\n")
    assert [n for n, _ in rows] == lines
    assert [(one.code, one.line, one.column) for one in told] == problems


@settings(max_examples=150, deadline=None, derandomize=True)
@given(text=st.text(alphabet='ab,;\n" ，\t\x00', max_size=60))
def test_both_ways_of_reading_agree_on_any_text(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    both(tmp_path_factory.mktemp("csv"), f"{HEAD}\n{text}")


@pytest.mark.parametrize(
    ("text", "delimiter", "columns", "header"),
    [
        ("a,b\n1,2\n", ",", ["a", "b"], 1), ("a;b\n1;2,5\n", ";", ["a", "b"], 1), ("a\tb\n", "\t", ["a", "b"], 1),
        ("sep=;\na;b\n", ";", ["a", "b"], 2), ("sep=\t\na\tb\n", "\t", ["a", "b"], 2),
        ("\n\n a , B \n", ",", ["a", "b"], 3), ('"a","b\nc"\n', ",", ["a", "b c"], 2),
        ("ｖalue,b,,\n", ",", ["value", "b", "", ""], 1), ("a\n", ",", ["a"], 1),
    ],
)  # fmt: skip
def test_dialect_and_header(text: str, delimiter: str, columns: list[str], header: int, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    table, problems = open_csv(tmp_path / "a.csv", tmp_path)
    assert table
    assert problems == []
    assert (table.delimiter, table.columns, table.header) == (delimiter, columns, header)


def test_large_files_are_read_in_pieces_that_cut_no_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEAD + "\n" + "".join(f'{n},"甲\n{n}",{n}\n{n},b,c\n' for n in range(200))
    whole = both(tmp_path, text)
    for size in (7, 64, 1000):
        monkeypatch.setattr("biaochi.files.text._BLOCK", size)
        monkeypatch.setattr("biaochi.files.text.blocks.__defaults__", (size,))
        monkeypatch.setattr(tables, "BATCH", size)
        assert both(tmp_path, text) == whole


def test_cells_of_a_row_whose_marks_do_not_match_are_none() -> None:
    assert cells('a,"b"c', ",") is None
    assert cells('a,"b', ",") is None
