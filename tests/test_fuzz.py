"""The kept corpus of the fuzzers: ordinary inputs, and every one that once broke a reader, are tried again."""

from __future__ import annotations

import pytest

from tests.fuzz.__main__ import CORPUS, NAMES
from tests.fuzz.readers import READERS


def test_every_reader_has_a_corpus() -> None:
    assert set(NAMES) == set(READERS) == {path.name for path in CORPUS.iterdir()}


@pytest.mark.parametrize("name", NAMES)
def test_a_reader_keeps_its_promises_for_the_whole_corpus(name: str) -> None:
    inputs = sorted((CORPUS / name).iterdir())
    assert inputs
    for path in inputs:
        READERS[name](path.read_bytes())
