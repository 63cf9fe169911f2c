"""Short views go as Markdown, long ones packed; either way the reader gets the same HTML."""

from __future__ import annotations

import gzip

from biaochi.putting import SHORT, packed
from tests.screens import blocks
from tests.test_pages import shipped, visit

__all__ = ["shipped"]


def test_a_long_view_travels_packed_and_is_packed_once() -> None:
    html = "<p>甲区</p>" * 1000
    assert gzip.decompress(packed(html)).decode() == html
    assert packed(html) is packed("<p>甲区</p>" * 1000)
    assert len(packed(html)) * 10 < len(html.encode())


def test_the_overview_is_not_parsed_as_markdown() -> None:
    at = visit("overview")
    assert all(len(one.value) < SHORT for one in at.markdown)
    assert max(len(one) for one in blocks(at)) > SHORT
