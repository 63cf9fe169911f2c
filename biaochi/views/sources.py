"""来源: the documents, their figures, and where the archived text is at hand, the place of every quote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup, escape

from biaochi import evidence
from biaochi.selection import Selection
from biaochi.store import Row, Store
from biaochi.views.html import Cite, kept, render
from biaochi.views.paging import span
from biaochi.views.rows import today
from biaochi.words import Words


@kept
def sources(store: Store, selection: Selection, words: Words) -> Markup:
    """All documents in pages, those with confirmed quotes first; the chosen one is marked."""
    when = today(selection)
    shelf = store.shelf(when, selection.source)
    part = span(replace(selection, skip="") if selection.source else selection, shelf.documents, shelf.place)
    rows = store.documents(when, part.start, part.size)
    return render("sources.html", words, selection, rows=rows, shelf=shelf, span=part)


def source(store: Store, selection: Selection, words: Words, archive: Path | None, mends: bool = False) -> Markup:
    """One document: how to cite it, its figures with quotes in pages, its text with the quotes of the page marked.

    mends: also one that may not be named yet, for those who keep the files; mere readers get nothing of it.
    """
    when = today(selection)
    row = next((one for one in store.every_source() if one["source"] == selection.source), None)
    if row is None or not (mends or store.source(selection.source, when)):
        return Markup("")
    total, at = store.place_in(when, selection.source, selection.figure)
    part = span(selection, total, at)
    figures = store.figures_from(when, selection.source, part.start, part.size)
    here = next((one for one in figures if str(one["figure"]) == selection.figure), None)
    raw, anchored = text_of(archive, row), set[str]()
    paragraphs = list(marked(raw, figures, anchored)) if raw else []
    return render(
        "source.html", words, selection, row=row, figures=figures, cite=Cite(words, selection), archive=archive,
        paragraphs=paragraphs, chosen=_chosen(raw, figures, selection), anchored=anchored,
        here=here, lost=bool(selection.figure and at is None), span=part,
    )  # fmt: skip


def text_of(archive: Path | None, row: Row) -> str:
    """The archived text of a document, empty where there is none."""
    if archive is None or not archive.is_dir():
        return ""
    return _text(archive, row["source"], row["sha256"], row["archived_path"], evidence.archive_stamp(archive))


@lru_cache(maxsize=16)
def _text(archive: Path, name: str, sha256: str | None, path: str | None, _: int) -> str:
    found = evidence.read_archive(archive, [{"source": name, "sha256": sha256, "archived_path": path}])
    document = found.documents.get(name)
    return document.text.raw if document else ""


def marked(raw: str, figures: list[Row], anchored: set[str] | None = None) -> Iterator[Markup]:
    """The paragraphs of a text with every quote marked; a quote that crosses a line end is marked in both lines.

    A mark opens its figure; other figures of the same words stand behind it with their values. A place that a link
    may go to stands before the first mark of every figure; `anchored` gathers these figures.
    """
    marks = evidence.highlight(raw, _quotes(figures))
    told = {str(one["figure"]): one for one in figures}
    others = {mark.start: _others(mark, told) for mark in marks}
    for found in re.finditer(r"[^\n]+", raw):
        if found.group().strip():
            yield _paragraph(raw, found.start(), found.end(), marks, others, anchored)


def _others(mark: evidence.Mark, told: dict[str, Row]) -> Markup:
    """Buttons for the figures that share a mark with another one: a baseline that is an observation too is one."""
    figures = {(told[key]["indicator"], told[key]["value_text"]): key for key in reversed(mark.keys)}
    rest = [key for key in mark.keys[1:] if key in figures.values()]
    button = Markup('<button type="button" class="bc-mark-more" popovertarget="f{}" title="{}">{}</button>')
    return Markup("").join(
        button.format(key, told[key]["indicator_name"], told[key]["value_text"]) for key in rest
    )


def _quotes(figures: list[Row]) -> dict[str, evidence.Quote]:
    quoted = [one for one in figures if one["quote"]]
    return {str(one["figure"]): evidence.Quote(one["quote"], one["prefix"], one["suffix"]) for one in quoted}


def _paragraph(
    raw: str, start: int, end: int, marks: list[evidence.Mark], others: dict[int, Markup], anchored: set[str] | None
) -> Markup:
    out, at = Markup(""), start
    for mark in marks:
        low, high = max(mark.start, start), min(mark.end, end)
        if low >= high:
            continue
        out += escape(raw[at:low])
        for key in sorted(set(mark.keys) - anchored) if anchored is not None else ():
            out += Markup('<span id="q{}"></span>').format(key)
        if anchored is not None:
            anchored.update(mark.keys)
        out += Markup('<button type="button" class="bc-mark" popovertarget="f{}">{}</button>').format(
            mark.keys[0], raw[low:high])  # fmt: skip
        out += others[mark.start] if mark.end <= end else Markup("")
        at = high
    return out + raw[at:end]


def _chosen(raw: str, figures: list[Row], selection: Selection) -> Markup:
    """The paragraph of the figure that the link names."""
    one = next((row for row in figures if str(row["figure"]) == selection.figure and row["quote"]), None)
    span = evidence.locate(raw, one["quote"], one["prefix"], one["suffix"]) if one and raw else None
    if one is None or span is None:
        return Markup("")
    start, end = raw.rfind("\n", 0, span[0]) + 1, raw.find("\n", span[1])
    return next(marked(raw[start : end if end > 0 else len(raw)], [one]), Markup(""))
