"""Answers as bytes: one module a family of formats; the names here are what `biaochi export` and the pages call.

Every maker of KINDS takes (store, selection, words) and returns the file; `make` is how others ask for one. Where
the selection has no date, today holds; nothing is written, fetched or remembered here, and heavy libraries are
imported only by the maker that needs them. `csv` and `json` (tables.py) have formats that others rely on (DESIGN.md).
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib import import_module
from typing import NamedTuple

from biaochi.exports.answer import gather
from biaochi.exports.tables import assessments_json, figures_csv
from biaochi.problem import Fault, Problem
from biaochi.selection import Selection
from biaochi.store import Store
from biaochi.words import Words

Maker = Callable[[Store, Selection, Words], bytes]


class Kind(NamedTuple):
    """One format: the maker (module and name in this package), the file's ending and its media type."""

    module: str
    maker: str
    ending: str
    media: str


_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS: dict[str, Kind] = {
    "csv": Kind("tables", "csv", "csv", "text/csv"),
    "xlsx": Kind("workbook", "workbook", "xlsx", f"{_OFFICE}spreadsheetml.sheet"),
    "json": Kind("tables", "json_", "json", "application/json"),
    "sdmx-csv": Kind("sdmx", "sdmx_csv", "zip", "application/zip"),
    "datapackage": Kind("package", "datapackage", "zip", "application/zip"),
    "html": Kind("page", "page", "html", "text/html"),
    "pptx": Kind("slides", "slides", "pptx", f"{_OFFICE}presentationml.presentation"),
    "docx": Kind("report", "report", "docx", f"{_OFFICE}wordprocessingml.document"),
    "pdf": Kind("page", "pdf", "pdf", "application/pdf"),
    "pdf-deck": Kind("page", "pdf_deck", "pdf", "application/pdf"),
    "pdf-report": Kind("report", "report_pdf", "pdf", "application/pdf"),
    "png": Kind("picture", "png_picture", "png", "image/png"),
    "svg": Kind("picture", "svg_picture", "svg", "image/svg+xml"),
}
"""Every format by its name on the command line."""
_APART = {"pdf-deck": "-deck", "pdf-report": "-report", "sdmx-csv": "-sdmx", "datapackage": "-datapackage"}
"""What tells the names of files apart that end alike."""


def make(kind: str, store: Store, selection: Selection, words: Words) -> bytes:
    """The file of this kind for a selection; Fault where it cannot be made (no Chromium, nothing to draw)."""
    found = KINDS[kind]
    maker: Maker = getattr(import_module(f"biaochi.exports.{found.module}"), found.maker)
    return maker(store, about(store, selection), words)


def for_planners(store: Store, selection: Selection, words: Words) -> bytes:
    """The workbook with the figures that are not public yet; never for mere readers."""
    return import_module("biaochi.exports.workbook").workbook(store, selection, words, staged=True)


def about(store: Store, selection: Selection) -> Selection:
    """A selection that names a saved deck is about the plan, the area and the date of that deck, if about no other."""
    deck = next((row for row in store.decks() if row["deck"] == selection.deck), None) if selection.deck else None
    if deck is None or selection.plan or selection.area or selection.indicator:
        return selection
    day = selection.as_of or (min(deck["as_of"], date.today()) if deck["as_of"] else None)
    return replace(selection, plan=deck["plan"] or "", area=deck["ref_area"] or "", as_of=day)


def lacking(kind: str, store: Store, selection: Selection, words: Words) -> Problem | None:
    """What keeps a file of this kind from being made, as far as that is known without making it."""
    if kind.startswith("pdf") or kind == "png":
        try:
            import_module("biaochi.exports.browser").find()
        except Fault as fault:
            return Problem(fault.code, fault.params)
    if kind not in ("png", "svg"):
        return None

    def drawn() -> Problem | None:
        try:
            make("svg", store, selection, words)
        except Fault as fault:
            return Problem(fault.code, fault.params)
        return None

    return store.keep(("drawable", selection, words.lang), drawn)


def refused(error: OSError, where: str, words: Words) -> Fault:
    """What the system said when a file could not be written, in words."""
    key = f"export_error.{errno.errorcode.get(error.errno or 0, '')}"
    return Fault("export_not_written", path=where, why=words(key) if words.has(key) else error.strerror or str(error))


def file_name(kind: str, store: Store, selection: Selection) -> str:
    """A name for a download: what it is about, as of when, from which snapshot; ASCII only."""
    named = selection.plan or "-".join(part for part in (selection.area, selection.indicator) if part)
    when = f"-{selection.as_of.isoformat()}" if selection.as_of else ""
    return f"{selection.deck or named or 'biaochi'}{_APART.get(kind, '')}{when}-{store.id[:6]}.{KINDS[kind].ending}"


__all__ = [
    "KINDS",
    "Kind",
    "about",
    "assessments_json",
    "figures_csv",
    "file_name",
    "for_planners",
    "gather",
    "lacking",
    "make",
    "refused",
]
