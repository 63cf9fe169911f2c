"""What a page shows in a run without a browser."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT


def visit(page: str, **link: str) -> AppTest:
    """A first visit of a page with these parameters in its link."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in link.items():
        at.query_params[name] = value
    at.run()
    at.switch_page(f"pages/{page}.py")
    return at.run()


def blocks(at: AppTest) -> Iterator[str]:
    """Every piece of HTML of the last run, short ones (Markdown) and long ones (packed, biaochi/putting.py)."""
    yield from (str(one.value) for one in at.markdown)
    for one in at.get("bidi_component"):
        if one.proto.component_name == "biaochi_view":
            yield gzip.decompress(one.proto.bytes).decode()


def html(at: AppTest) -> str:
    """All of them as one text."""
    return "\n".join(blocks(at))
