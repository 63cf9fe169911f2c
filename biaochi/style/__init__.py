"""The style sheets, one file a room; colours are custom properties that palette.css_auto() writes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent
# In the order of the cascade: what is common first, each page's own after it.
_ROOMS = ("base", "cards", "figures", "tables", "quality", "workshop", "sources", "comparison", "taking", "history")


@cache
def pages() -> str:
    """The sheet of every page but the present page's own part."""
    return "\n".join(_read(name) for name in _ROOMS)


@cache
def present() -> str:
    """What the present page adds."""
    return _read("present")


def _read(name: str) -> str:
    return (_HERE / f"{name}.css").read_text(encoding="utf-8")
