"""What is sound comes back as it was: the readers of planners' files against writers that are not ours."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import duckdb
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from biaochi import intake, period, quantity
from biaochi.files import open_csv, parse_yaml, small_rows
from biaochi.files.table import BLANK, NARROW, WIDE
from biaochi.files.text import BAD
from biaochi.intake.declared import address
from biaochi.intake.drawing import draw
from biaochi.model import Intake
from biaochi.problem import Fault
from tests.test_period import PRINTED as PERIODS
from tests.test_quantity import PRINTED, UNIT

usual = settings(max_examples=150, deadline=None, derandomize=True)
WIDER = str.maketrans(NARROW, WIDE)
WORD = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=12)
TEXT = st.text(alphabet=st.sampled_from("甲乙ab01 :#-'\"\\{}[]&*!|>%@,?~：。　"), max_size=12) | WORD
CELL = st.text(alphabet='甲乙ab,;\t\n" 　1', max_size=6)
KEY = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True)
TREE = st.recursive(
    TEXT, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEY, inner, max_size=4), max_leaves=12
)


def plain(text: str) -> bool:
    """Whether a text is one that a file may hold."""
    return not BAD.search(text) and not set(text) & set("\x85\u2028\u2029\ufeff\r")


def outcome(read, *args: object) -> object:
    """What a reader makes of a text, apart from the text itself, or the code of its refusal."""
    try:
        return replace(read(*args), text="")
    except Fault as fault:
        return fault.code


@usual
@given(PRINTED, UNIT)
def test_a_quantity_means_the_same_in_full_width_and_with_blanks_around_it(text, unit):
    for other in (text.translate(WIDER), f" {text}\u3000"):
        assert outcome(quantity.parse, other, unit) == outcome(quantity.parse, text, unit)


@usual
@given(PERIODS)
def test_a_period_means_the_same_in_full_width_and_with_blanks_around_it(text):
    for other in (text.translate(WIDER), f" {text}\u3000"):
        assert outcome(period.parse, other) == outcome(period.parse, text)


@usual
@given(st.dictionaries(KEY, TREE, min_size=1, max_size=5), st.booleans(), st.sampled_from([40, 4096]))
def test_yaml_of_another_writer_is_the_data_it_was_made_of(data, flow, width):
    text = yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow, width=width, sort_keys=False)
    if not plain(text):
        return
    doc, problems = parse_yaml(text, "a.yaml")
    assert problems == []
    assert doc and bare(doc.data) == bare(data)
    assert doc.lines[: text.count("\n")] == text.split("\n")[:-1]


def bare(data: object) -> object:
    """Data in which what is empty is nothing, as our reader has it."""
    if isinstance(data, dict):
        return {key: bare(value) for key, value in data.items()}
    if isinstance(data, list):
        return [bare(one) for one in data]
    return data or None


@usual
@given(
    st.lists(st.tuples(CELL, CELL, CELL).map(list), min_size=1, max_size=5),
    st.sampled_from(",;\t"),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    st.sampled_from(["\n", "\r\n"]),
)  # fmt: skip
def test_csv_of_another_writer_is_the_cells_it_was_made_of(tmp_path_factory, rows, delimiter, encoding, end):
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end)
    writer.writerow(["indicator", "区域", "value"])
    writer.writerows([[cell.replace("\n", end) for cell in row] for row in rows])
    folder = tmp_path_factory.mktemp("csv")
    (folder / "a.csv").write_bytes(stream.getvalue().encode(encoding))
    table, problems = open_csv(folder / "a.csv", folder)
    assert table and problems == [] and table.columns == ["indicator", "区域", "value"]
    found, told = small_rows(table)
    wanted = [row for row in rows if any(cell.strip(BLANK + ',;\t"\n') for cell in row)]
    assert [row for _, row in found if any(cell.strip(BLANK + ',;\t"\n') for cell in row)] == wanted, told


@usual
@given(st.text(min_size=1, max_size=20), st.sampled_from(["reader@10.0.0.8:5432", "10.0.0.8", "u:%20@[::1]:1"]))
@example("a@b/c?d#e:f%41", "reader@10.0.0.8:5432")
def test_a_password_reaches_the_database_and_nothing_else_changes(secret, where):
    if "\0" in secret or not secret.isprintable():
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "biaochi.intake.declared.os.environ", {"BIAOCHI_A_B_PASSWORD": secret, "BIAOCHI_A_B_USER": "某人"}
        )
        parts = urlsplit(address("a-b", Intake(kind="postgresql", uri=f"postgresql://{where}/db?sslmode=require")))
    assert (unquote(parts.password or ""), unquote(parts.username or "")) == (secret, "某人")
    assert (parts.hostname, parts.path) == (urlsplit(f"//{where}").hostname, "/db")
    assert "sslmode=require" in parts.query and "connect_timeout=" in parts.query


@usual
@given(
    st.text(max_size=30),
    st.sampled_from(["{}", "postgresql://u:{}@h/d", "postgresql://h/d?password={}", "postgresql://{}"]),
)
def test_no_address_with_a_password_is_taken_and_none_is_repeated(text, shape):
    uri = shape.format(quote(text, safe="") if "{}@" in shape or "password" in shape else text)
    found = list(intake.faults(Intake(kind="postgresql", uri=uri, query="select 1"), Path("/x")))
    assert all(not fault.params for _, fault in found)
    if "password" in shape or "{}@" in shape:
        assert [fault.code for _, fault in found if fault.code in ("intake_password", "intake_uri")]
    if not found:
        assert urlsplit(uri).password is None and ":" not in urlsplit(uri).netloc.rpartition("@")[0]


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(WORD, WORD, st.one_of(st.none(), st.integers(), st.floats(allow_nan=False))), max_size=8),
    st.randoms(),
)
def test_pulled_rows_have_one_digest_in_any_order(tmp_path_factory, rows, random):
    one = Intake(
        kind="parquet", path="x", columns={"value": "n"}, fixed={"source": "s", "time_period": "2024"}, key=["ref_area"]
    )
    shuffled = [*rows]
    random.shuffle(shuffled)
    folder, digests = tmp_path_factory.mktemp("drawn"), []
    for nr, given_ in enumerate((rows, shuffled)):
        with duckdb.connect() as con:
            con.execute("create table t (indicator varchar, ref_area varchar, n double)")
            con.executemany("insert into t values (?, ?, ?)", given_ or [(None, None, None)])
            digests.append(draw(con.table("t").arrow(), one, folder / f"{nr}.parquet"))
    assert digests[0] == digests[1]
    assert digests[0][0] == max(1, len(rows))
