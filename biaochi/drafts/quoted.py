"""A quote while it is typed, against the archived document that it is taken from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from biaochi import evidence
from biaochi.evidence import Text
from biaochi.evidence.checked import LONGEST
from biaochi.problem import Fault

AROUND = 24
"""Characters shown before and after a quote that was found."""


@dataclass(frozen=True)
class Quoted:
    """found, several (places), absent, long (more than a quote may have), or unread (why: `fault`).

    before, quote, after: what stands in the document, for a quote that was found.
    """

    state: Literal["found", "several", "absent", "long", "unread"]
    before: str = ""
    quote: str = ""
    after: str = ""
    places: int = 0
    fault: Fault | None = None


def quoted(folder: Path, source: Mapping[str, Any], quote: str, prefix: str = "", suffix: str = "") -> Quoted:
    """What the document of a source (a row of the store) says to a quote."""
    row = tuple((name, source.get(name)) for name in ("source", "sha256", "archived_path"))
    text = _text(folder, row, _stamp(folder, source.get("archived_path")))
    if isinstance(text, Fault):
        return Quoted("unread", fault=text)
    if len(evidence.normalise(quote)) > LONGEST:
        return Quoted("long")
    spans = evidence.find(text, quote, prefix or None, suffix or None)
    if not spans:
        return Quoted("absent")
    start, end = spans[0]
    raw = text.raw
    around = raw[max(0, start - AROUND) : start], raw[start:end], raw[end : end + AROUND]
    return Quoted(
        "several" if len(spans) > 1 else "found", *(" ".join(one.split()) for one in around), places=len(spans)
    )


@lru_cache(maxsize=16)
def _text(folder: Path, row: tuple[tuple[str, Any], ...], _: tuple[int, ...]) -> Text | Fault:
    source = dict(row)
    found = evidence.read_archive(folder, [source])
    document = found.documents.get(source["source"])
    return document.text if document else found.faults.get(source["source"], Fault("document_absent"))


def _stamp(folder: Path, name: str | None) -> tuple[int, ...]:
    """Times by which a changed archive is noticed."""
    found = []
    for path in (folder, folder / name if name and not Path(name).is_absolute() else folder):
        try:
            found.append(path.stat().st_mtime_ns)
        except (OSError, ValueError):
            found.append(0)
    return tuple(found)
