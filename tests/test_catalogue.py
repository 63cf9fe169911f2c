"""No edit takes the catalogue down: random bytes and random slips give Problems with a place, never an exception."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.test_check import BASE, check

NAMES = sorted(BASE)
SLIPS = st.sampled_from(
    ["", "\t", "：", "，", '"', "[", "]", "{", "&a ", "*a", "-", "\n", "\r", " ", "０", "\u3000", "=", "'", "null"]
)
quick = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def told(files: dict[str, str | bytes]) -> list[tuple[str, int]]:
    """Places of the problems of a project in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return [(one.file, one.line) for one in check(files, Path(folder))]


@quick
@given(name=st.sampled_from(NAMES), raw=st.binary(max_size=400))
def test_any_bytes_in_any_file_are_survived(name: str, raw: bytes) -> None:
    told({**BASE, name: raw})


@quick
@given(name=st.sampled_from(NAMES), at=st.integers(0, 400), gone=st.integers(0, 12), slip=SLIPS)
def test_a_slip_of_the_finger_has_a_place_in_an_existing_file(name: str, at: int, gone: int, slip: str) -> None:
    text = BASE[name]
    at = min(at, len(text))
    slipped = text[:at] + slip + text[at + gone :]
    for file, line in told({**BASE, name: slipped}):
        assert file in BASE
        lines = (slipped if file == name else BASE[file]).count("\n") + slipped.count("\r") + 1
        assert line <= lines


@quick
@given(name=st.sampled_from(NAMES), number=st.integers(0, 20))
def test_a_lost_or_doubled_line_is_survived(name: str, number: int) -> None:
    lines = BASE[name].splitlines(keepends=True)
    number = min(number, len(lines) - 1)
    told({**BASE, name: "".join(lines[:number] + lines[number + 1 :])})
    told({**BASE, name: "".join(lines[: number + 1] + lines[number:])})
