"""The log says what happened and nothing about people."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from biaochi import logs

PRIVATE = "王甲的秘密"


@pytest.fixture
def out(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """The log of the process, as it is set up for a server."""
    monkeypatch.setenv(logs.FORMAT, "json")
    root, before = logging.getLogger(), list(logging.getLogger().handlers)
    stream = io.StringIO()
    logs.setup(stream)
    yield stream
    root.handlers[:] = before


def lines(out: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def fail() -> None:
    raise ValueError(f"{PRIVATE} password=hunter2")


def test_an_event_is_one_line_with_its_figures(out: io.StringIO) -> None:
    logs.event("snapshot shown", snapshot="0123", seconds=0.5)
    (line,) = lines(out)
    assert line == {"at": line["at"], "level": "info", "event": "snapshot shown", "snapshot": "0123", "seconds": 0.5}
    assert str(line["at"])[-6] in "+-"  # with its zone


def test_of_an_error_the_kind_and_the_place_are_told_and_not_the_text(out: io.StringIO) -> None:
    page = logging.getLogger("streamlit.error_util")
    logs.adopt(page)
    try:
        fail()
    except ValueError as error:
        logs.event("it failed", logging.ERROR, error)
        page.error(f"Uncaught: {error}", exc_info=error)
        page.warning("no widget %s", PRIVATE)
        page.info("chatter")
    ours, theirs, filled = lines(out)
    assert (ours["error"], theirs["error"]) == ("ValueError", "ValueError")
    assert any("fail" in str(one) for one in theirs["where"])  # type: ignore[union-attr]
    assert str(theirs["place"]).startswith("test_logs.py:")
    assert filled["event"] == "no widget %s"
    assert PRIVATE not in out.getvalue()
    assert "hunter2" not in out.getvalue()


def test_as_text_a_line_stays_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    record = logging.LogRecord("biaochi", logging.INFO, __file__, 1, "edit\nx", None, None)
    record.fields = {"n": 1}
    assert logs.Line(as_json=False).format(record).endswith("info edit x n=1")
