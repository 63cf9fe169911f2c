"""What a page shows in a run without a browser."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

from streamlit.testing.v1 import AppTest


def blocks(at: AppTest) -> Iterator[str]:
    """Every piece of HTML of the last run, short ones (Markdown) and long ones (packed, biaochi/putting.py)."""
    yield from (str(one.value) for one in at.markdown)
    for one in at.get("bidi_component"):
        if one.proto.component_name == "biaochi_view":
            yield gzip.decompress(one.proto.bytes).decode()


def html(at: AppTest) -> str:
    """All of them as one text."""
    return "\n".join(blocks(at))
