"""A while of coverage-guided fuzzing of every reader (tests/fuzz), from the kept corpus; about a minute in all."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.fuzz.__main__ import NAMES


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_the_fuzzer_thinks_of_breaks_a_reader(name: str) -> None:
    command = [sys.executable, "-m", "tests.fuzz", name, "--seconds", "12"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "stat::number_of_executed_units" in done.stderr
