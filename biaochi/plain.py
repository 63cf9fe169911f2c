"""What our server puts into the document, brought by a component where Streamlit serves alone (`streamlit run app.py`).

The language of the document, links without a full load, the key of the search. Only the first page comes in English.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from streamlit.components.v2 import component

from biaochi import visitor


def links() -> str:
    """The script for links and keys that runs once in a document."""
    return Path(__file__).with_name("links.js").read_text(encoding="utf-8")


def begin() -> None:
    """Brings the script along, unless our server has sent it with the document."""
    if not visitor.served():
        _component()(key="plain")


@cache
def _component() -> Any:
    once = "if (window.bcPlain) return;\nwindow.bcPlain = true;\ndocument.documentElement.lang = \"zh-CN\";\n"
    script = f"export default function () {{\n{once}{links()}}}\n"
    html = "<span hidden></span>\n<span hidden></span>\n"  # one line would be taken for the name of a file
    return component("biaochi_plain", html=html, js=script, isolate_styles=False)
