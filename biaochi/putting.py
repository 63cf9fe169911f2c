"""Puts a view on the page: short ones as Streamlit's Markdown, long ones packed, for the browser itself to set.

Markdown of a hundred kilobytes costs a browser 150 ms of script and a slow line a quarter of a second; packed it is a
tenth, and the browser's own parser takes a few milliseconds.
"""

from __future__ import annotations

import gzip
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2 import component

SHORT = 6000
"""Letters of a view that is no burden as Markdown; the frame of a page stays among them and so never flickers."""


def put(html: str, key: str) -> None:
    """Shows a view; `key` is its place on the page, where the next run puts what has come of it."""
    if len(html) < SHORT:
        st.markdown(html, unsafe_allow_html=True)
    else:
        _component()(key=key, data=packed(html))


@lru_cache(128)
def packed(html: str) -> bytes:
    """A view as gzip, made once for all its readers."""
    return gzip.compress(html.encode(), 6, mtime=0)


@cache
def _component() -> Any:
    script = Path(__file__).with_name("view.js").read_text(encoding="utf-8")
    html = '<div class="stMarkdown bc-put">\n</div>\n'  # one line would be taken for the name of a file
    return component("biaochi_view", html=html, js=script, isolate_styles=False)
