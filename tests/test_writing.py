"""Edits change what they say and nothing else: every other line of every shipped file keeps its bytes."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from biaochi import files
from biaochi.catalogue import entries
from biaochi.problem import Fault
from biaochi.writing import Edit, Seen, add_entry, apply, edits, look, remove_entry, set_field
from biaochi.writing.fresh import home
from biaochi.writing.paths import of
from tests.conftest import ROOT

FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for top in ("indicators", "data", "config.yaml")
    for path in ([ROOT / top] if "." in top else (ROOT / top).rglob("*"))
    if path.suffix in (".yaml", ".csv") and path.name != "verified.csv" and "layouts" not in path.parts
)
YAMLS = [name for name in FILES if name.endswith(".yaml")]
CSVS = [name for name in FILES if name.endswith(".csv")]
PLAN = "indicators/plans/jinnan-145-sti.yaml"


def seen(name: str) -> Seen:
    return look(ROOT, name)


def data(text: str) -> Any:
    doc, problems = files.parse_yaml(text, "")
    assert doc and not problems
    return doc.data


def touched(old: str, new: str) -> list[str]:
    """The lines of a difference, without those around it."""
    return [
        line
        for line in difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
        if line[0] in "+-" and line[:3] not in ("+++", "---")
    ]


def text_of(path: str, text: str) -> Seen:
    return of(path, text.encode())


def leaves(node: Any, keys: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(node, dict):
        return [found for key, one in node.items() for found in leaves(one, (*keys, key))]
    if isinstance(node, list):
        return [found for i, one in enumerate(node) for found in leaves(one, (*keys, i))]
    return [keys]


@pytest.mark.parametrize("name", FILES)
def test_saving_nothing_changes_no_byte(name: str) -> None:
    file = seen(name)
    assert file.bytes(apply(file, [])) == (ROOT / name).read_bytes()
    if name in YAMLS:
        same = [set_field(name, keys, edits_at(data(file.text), keys)) for keys in leaves(data(file.text))[:40]]
        assert apply(file, [one for one in same if one.value is not None]) == file.text


def edits_at(node: Any, keys: tuple[Any, ...]) -> Any:
    for key in keys:
        node = node[key]
    return node


def test_editing_one_target_changes_one_line() -> None:
    new = apply(seen(PLAN), [set_field(PLAN, ("targets", 4, "value"), "650")])
    assert touched(seen(PLAN).text, new) == ['-    value: "620"', '+    value: "650"']


def test_a_comment_behind_a_value_and_its_quoting_stay() -> None:
    old = "a: 'x'   # 说明\nb: 620\nc: \"q\"\nd: 文\n"
    keys = [set_field("config.yaml", (key,), "7") for key in "abcd"]
    assert apply(text_of("config.yaml", old), keys) == 'a: \'7\'   # 说明\nb: 7\nc: "7"\nd: "7"\n'


def test_a_new_entry_is_written_like_its_neighbours() -> None:
    entry = {
        "indicator": "jia-bases",
        "value": "12",
        "due": "2025",
        "headline": True,
        "note": None,
        "baseline": {"value": "约3", "time_period": "2020"},
    }
    new = apply(seen(PLAN), [add_entry(PLAN, ("targets", 99), entry)])
    assert new == seen(PLAN).text + (
        '\n  - indicator: jia-bases\n    value: "12"\n    due: "2025"\n    headline: true\n'
        '    baseline:\n      value: 约3\n      time_period: "2020"\n'
    )


def test_a_removed_entry_takes_only_its_own_lines() -> None:
    new = apply(seen(PLAN), [remove_entry(PLAN, ("targets", 3))])
    gone = touched(seen(PLAN).text, new)
    assert len(gone) == 7 and all(line[0] == "-" for line in gone)
    assert "# ——科技成果转化能力明显提升" in new


@pytest.mark.parametrize(
    "old, edit, new",
    [
        ("a: [x, y]\n", add_entry("", ("a", 9), "z"), "a: [x, y, z]\n"),
        ("a: [x, y]\n", add_entry("", ("a", 0), "1"), 'a: ["1", x, y]\n'),
        ("a: [x, y]\n", remove_entry("", ("a", 1)), "a: [x]\n"),
        ("a: [x, y]\n", remove_entry("", ("a", 0)), "a: [y]\n"),
        ("a: {b: c, d: e}\n", remove_entry("", ("a", "d")), "a: {b: c}\n"),
        ("a: []   # 说明\nb: c\n", add_entry("", ("a", 0), {"x": "文"}), "a:   # 说明\n  - x: 文\nb: c\n"),
        ("a:\nb: c\n", add_entry("", ("a", "k"), {"x": "文"}), "a:\n  k:\n    x: 文\nb: c\n"),
        ("a:\nb: c\n", set_field("", ("a",), "x"), "a: x\nb: c\n"),
        ("a: b", add_entry("", ("k",), "v"), "a: b\nk: v\n"),
        ("a:\n    - x: 1\n      y: 2\n", set_field("", ("a", 0, "z"), "q"), "a:\n    - x: 1\n      y: 2\n      z: q\n"),
        ("a:\n- x: 1\n- x: 2\n", add_entry("", ("a", 2), {"x": "甲"}), "a:\n- x: 1\n- x: 2\n- x: 甲\n"),
        ("a: b\r\nc: d\r\n", add_entry("", ("e",), "f"), "a: b\r\nc: d\r\ne: f\r\n"),
        ("a: |\n  x\n  y\n\n# c\nb: c\n", set_field("", ("a",), "z"), "a: z\n\n# c\nb: c\n"),
        ("a: b\n  c\nd: e\n", set_field("", ("a",), "z"), "a: z\nd: e\n"),
        ("a:\n  - x: 1   # 一\n\n  - x: 2\n\nb: c\n", remove_entry("", ("a", 1)), "a:\n  - x: 1   # 一\n\nb: c\n"),
        ("a:\n  b: c\n", remove_entry("", ("a", "b")), "a:\n  {}\n"),
        ("a: b\n", set_field("", ("a",), "=1+1"), "a: =1+1\n"),
        ("a: b\n", set_field("", ("a",), "<script>x</script>"), "a: <script>x</script>\n"),
        ("a: b\n", set_field("", ("a",), "甲: 乙 # 丙"), 'a: "甲: 乙 # 丙"\n'),
        ("a: b\n", set_field("", ("a",), "*甲\n乙"), 'a: "*甲\\n乙"\n'),
        ("a: b\n", set_field("", ("a",), ["x", "1"]), 'a: [x, "1"]\n'),
    ],
)
def test_small_texts(old: str, edit: Edit, new: str) -> None:
    edit = Edit(edit.action, "config.yaml", edit.keys, edit.value)
    assert apply(text_of("config.yaml", old), [edit]) == new


@pytest.mark.parametrize(
    "old, edit, code",
    [
        ("a: &x b\nc: *x\n", set_field("", ("c",), "d"), "edit_refused"),
        ("a: b\n", set_field("", ("c", "d", 0, "e"), "f"), None),
        ("a: b\n", set_field("", ("a", "d"), "f"), "edit_nowhere"),
        ("a: [x]\n", set_field("", ("a", 3), "f"), "edit_nowhere"),
        ("a: b\n", remove_entry("", ("c",)), "edit_nowhere"),
        ("a: b\n", add_entry("", ("a",), "c"), "edit_exists"),
        ("a: b\n", set_field("", ("a",), "x\x07"), "text_control"),
        ("a: b\n", set_field("", ("a",), "\ud800"), "text_control"),
        ("a: [b\n", set_field("", ("a",), "x"), "yaml_bracket"),
        ("- x:\n  # 注释\n  y: 1\n", remove_entry("", (0, "x")), "edit_refused"),
    ],
)
def test_what_cannot_be_done_cleanly_is_refused(old: str, edit: Edit, code: str | None) -> None:
    edit = Edit(edit.action, "config.yaml", edit.keys, edit.value)
    if code is None:
        assert data(apply(text_of("config.yaml", old), [edit])) == {"a": "b", "c": {"d": [{"e": "f"}]}}
        return
    with pytest.raises(Fault) as raised:
        apply(text_of("config.yaml", old), [edit])
    assert raised.value.code == code


words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30) | st.sampled_from(
    [
        "620",
        "on",
        "~",
        "null",
        "- x",
        "a: b",
        "#",
        "'",
        '"',
        "[3,6]",
        "逾2000",
        "2025",
        "=SUM(A1)",
        "%x",
        "`",
        "@a",
        "1e3",
        ": ",
        "x:",
        "true",
        "!!int 3",
        "&a",
        "*a",
        "{",
        "---",
        "...",
        "\t",
        " x ",
        "a\nb",
        "\u2028",
        "\ufeffx",
        "<<",
        "0x1F",
        "12:30",
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_editing_the_text_is_editing_the_data(draw: st.DataObject) -> None:
    name = draw.draw(st.sampled_from(YAMLS))
    file = seen(name)
    before = data(file.text)
    keys = draw.draw(st.sampled_from(leaves(before)))
    keys = keys[: draw.draw(st.integers(1, len(keys)))]
    fresh = (*keys[:-1], len(edits_at(before, keys[:-1])) if isinstance(keys[-1], int) else "jia-field")
    value = draw.draw(
        words
        | st.lists(words, max_size=3)
        | st.dictionaries(st.sampled_from(["note", "value", "新"]), words, min_size=1)
    )
    edit = draw.draw(
        st.sampled_from(
            [
                set_field(name, keys, value),
                remove_entry(name, keys),
                add_entry(name, fresh, value),
                set_field(name, fresh, value),
            ]
        )
    )
    if edit.action == "set" and edit.keys is fresh and isinstance(fresh[-1], int):
        return
    new = apply(file, [edit])
    assert data(new) == edits.edited(before, [edit])
    assert YAML(typ="safe").load(new) is not None or not data(new)  # another reader understands it, too
    untouched_lines_stay(file.text, new, before, edit)


def untouched_lines_stay(old: str, new: str, before: Any, edit: Edit) -> None:
    """Comments survive unless they stand inside what was taken out, and changed lines are one stretch."""
    a, b = old.splitlines(keepends=True), new.splitlines(keepends=True)
    codes = [code for code in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes() if code[0] != "equal"]
    lost = [line for tag, i, j, _, _ in codes for line in a[i:j] if line.lstrip().startswith("#")]
    if edit.action == "add" or not isinstance(entries.at(before, edit.keys), dict | list):
        assert lost == []
    if edit.action == "add":
        assert all(j - i <= 1 for _, i, j, _, _ in codes)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_csv_edit_touches_its_row_only(draw: st.DataObject) -> None:
    name = draw.draw(st.sampled_from(CSVS))
    file = seen(name)
    lines = file.text.splitlines(keepends=True)
    n = draw.draw(st.integers(0, len(lines) - 2))
    column = draw.draw(st.sampled_from(lines[0].strip().split(",")))
    value = draw.draw(words.filter(lambda text: "\0" not in text))
    row = {column: value}
    edit = draw.draw(
        st.sampled_from([set_field(name, (n, column), value), remove_entry(name, (n,)), add_entry(name, (n,), row)])
    )
    new = apply(file, [edit])
    head, tail = "".join(lines[: n + 1]), "".join(lines[n + 1 + (edit.action != "add") :])
    assert new.startswith(head) and new.endswith(tail)


@pytest.mark.parametrize(
    "raw, edit, new",
    [
        (b"a,b\r\n1,x\r\n", set_field("", (0, "b"), "y"), b"a,b\r\n1,y\r\n"),
        (b"\xef\xbb\xbfa;b\n1;x\n", set_field("", (0, "b"), "y;z"), b'\xef\xbb\xbfa;b\n1;"y;z"\n'),
        ("a,b\n1,甲\n".encode("gb18030"), set_field("", (0, "b"), "乙"), "a,b\n1,乙\n".encode("gb18030")),
        ("a\tb\n1\tx\n".encode("utf-16"), set_field("", (0, "a"), "2"), "a\tb\n2\tx\n".encode("utf-16")),
        (b'"a","b"\n"1","x"\n', add_entry("", (9,), {"a": "2"}), b'"a","b"\n"1","x"\n"2",""\n'),
        (b"a,b\n1,x", add_entry("", (1,), {"b": "=1+1"}), b"a,b\n1,x\n,=1+1\n"),
        (b"a,b\n\n1,x\n\n2,y\n", remove_entry("", (0,)), b"a,b\n\n\n2,y\n"),
        (b'a,b\n1,"x\ny"\n2,z\n', set_field("", (1, "b"), 'q"r'), b'a,b\n1,"x\ny"\n2,"q""r"\n'),
        (b"a,b\n1,x\n", add_entry("", ("c",), None), b"a,b,c\n1,x,\n"),
        (b"a,b\n1,\n", set_field("", (0, "b"), "y"), b"a,b\n1,y\n"),
        (b"a,b\n1,y\n", set_field("", (0, "b"), None), b"a,b\n1,\n"),
    ],
)
def test_a_csv_keeps_its_dialect(raw: bytes, edit: Edit, new: bytes) -> None:
    file = of("data/observations/jia.csv", raw)
    assert file.bytes(apply(file, [Edit(edit.action, file.path, edit.keys, edit.value)])) == new


@pytest.mark.parametrize(
    "edit, code",
    [
        (set_field("", (0, "c"), "y"), "edit_column"),
        (set_field("", (5, "a"), "y"), "edit_nowhere"),
        (add_entry("", (0,), {"c": "1"}), "edit_column"),
        (add_entry("", ("a",), None), "edit_exists"),
        (remove_entry("", (-1,)), "edit_nowhere"),
        (set_field("", (0, "a"), "\0"), "text_control"),
    ],
)
def test_what_a_csv_cannot_take_is_refused(edit: Edit, code: str) -> None:
    file = of("data/observations/jia.csv", b"a,b\n1,x\n")
    with pytest.raises(Fault) as raised:
        apply(file, [Edit(edit.action, file.path, edit.keys, edit.value)])
    assert raised.value.code == code


def test_a_nested_entry_is_set_field_by_field() -> None:
    given_ = {"value": "5.6", "time_period": "2019", "quote": "全社会研发投入强度达到5.53%"}
    new = apply(seen(PLAN), [set_field(PLAN, ("targets", 0, "baseline"), given_)])
    assert touched(seen(PLAN).text, new) == ['-      value: "5.53"', '+      value: "5.6"']


def test_a_file_is_written_in_its_own_encoding(tmp_path: Path) -> None:
    for raw in (b"\xef\xbb\xbfa: b\r\n", "a: 甲\n".encode("gb18030"), "a: 甲\n".encode("utf-16")):
        file = of("config.yaml", raw)
        assert file.bytes(file.text) == raw
    with pytest.raises(Fault):
        of("config.yaml", b"\xff\xfe\x00")
    with pytest.raises(Fault):
        of("config.yaml", b"a\0b")


def test_a_new_row_goes_where_rows_of_its_kind_stand_and_never_into_the_file_of_another_area() -> None:
    head = "indicator,ref_area,source,value\n"
    texts = {
        "a.csv": head + "mills,990101,paper,1\nflour,990101,paper,2\n",
        "mixed.csv": head + "output,990101,gazette,1\noutput,990102,gazette,2\nwages,990101,bulletin,3\n",
        "city.csv": head + "output,990103,bulletin,1\n" * 3 + "wages,990102,bulletin,1\n",
    }
    assert home(texts, "mills", "990101", "gazette") == "a.csv"
    assert home(texts, "mills", "990102") == "mixed.csv", "a.csv is that of 990101 alone"
    assert home(texts, "mills", "990102", "gazette") == "mixed.csv", "beside the rows of its document"
    assert home(texts, "output", "990102", "bulletin") == "mixed.csv"
    assert home(texts, "output", "990104", "paper") == "city.csv"
    assert home({"a.csv": texts["a.csv"]}, "mills", "990102") == "data/observations/990102.csv"
    assert home({}, "mills", "") == "data/observations/new.csv" and home({"x.csv": ""}, "", "990101-YQ")
