"""Every figure's quote against the archived documents: the results, and data/verified.csv that keeps them."""

from __future__ import annotations

import csv
import io
import math
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from biaochi.catalogue.rows import fetch
from biaochi.evidence import archive
from biaochi.evidence.archive import Document
from biaochi.evidence.normal import Text, normalise
from biaochi.evidence.places import Quote, meant, places
from biaochi.evidence.uncurated import Uncurated, worklist
from biaochi.evidence.values import holds
from biaochi.files import decode
from biaochi.problem import Problem

LONGEST = 40
VERIFIED = "data/verified.csv"
GOOD = frozenset({"found", "several"})
MISSES = {
    "not_found": "evidence_not_found",
    "too_long": "evidence_long",
    "value_not_inside": "evidence_value",
    "ambiguous_prefix": "evidence_prefix",
}
_COLUMNS = ("source", "sha256", "value", "quote", "prefix", "suffix", "verified", "date")
_KEY = ("source", "value", "quote", "prefix", "suffix")
_FIGURES = """
select f.role, f.plan, f.indicator, f.ref_area, f.source, f.value_text as value, f.value as number, f.lower,
    f.upper, f.unit, f.quote, f.prefix, f.suffix, f.file, f.line,
    coalesce(f.obs_status = 'E', false) or coalesce(t.target_type = 'qualitative', false) as computed
from figure f left join target t on t.plan = f.plan and t.ord = f.ord order by f.file, f.line, f.figure
"""
_SOURCES = "select source, sha256, archived_path, file, line from source order by ord"


@dataclass(frozen=True)
class Checked:
    """One figure and what became of its quote: found, several, a key of MISSES, or not_checked."""

    role: str
    plan: str | None
    indicator: str
    ref_area: str
    source: str
    value: str
    quote: Quote | None
    file: str
    line: int
    result: str

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What a row of verified.csv is about: source, value, quote, prefix, suffix."""
        exact, prefix, suffix = self.quote or Quote("")
        return self.source, self.value, exact, prefix or "", suffix or ""


@dataclass(frozen=True)
class Unread:
    """A source whose document was not checked: how many figures that concerns, and why."""

    source: str
    figures: int
    problem: Problem


@dataclass(frozen=True)
class Report:
    """What `verify` found: a row a figure, the documents read, those not read, and files of no source."""

    rows: list[Checked]
    documents: dict[str, Document] = field(repr=False)
    unread: list[Unread]
    changed: list[Problem]
    strangers: list[str]

    @property
    def misses(self) -> list[Checked]:
        """The figures whose quote was looked for in vain or does not hold them."""
        return [row for row in self.rows if row.result in MISSES]

    @property
    def ok(self) -> bool:
        """Whether there is no miss; what was not checked is none."""
        return not self.misses

    @property
    def counts(self) -> Counter[str]:
        """How many figures have which result."""
        return Counter(row.result for row in self.rows)

    def quotes(self, source: str) -> list[Quote]:
        """All quotes of a source."""
        return [row.quote for row in self.rows if row.quote and row.source == source]

    def worklist(self) -> Iterator[tuple[Document, list[Uncurated]]]:
        """For every document read, its numbers that no quote covers."""
        for source, document in self.documents.items():
            yield document, worklist(document.text, self.quotes(source))


def verify(asked: Any, folder: Path, write_to: Path | None = None, today: date | None = None) -> Report:
    """Every quote of a catalogue (a connection or a Store) against the documents in a folder.

    `write_to`: the project whose data/verified.csv takes the results; unchanged rows keep their date.
    """
    sources = _ask(asked, _SOURCES)
    found = archive.read(folder, sources)
    rows = [_checked(row, found.documents.get(row["source"])) for row in _ask(asked, _FIGURES)]
    unread, changed = list(_unread(sources, rows, found)), list(_changed(sources, found))
    report = Report(rows, found.documents, unread, changed, found.strangers)
    if write_to:
        write_verified(report, write_to / VERIFIED, today or date.today())
    return report


def _ask(asked: Any, sql: str) -> list[dict[str, Any]]:
    return asked.rows(sql) if hasattr(asked, "rows") else fetch(asked, sql)


def _checked(row: Mapping[str, Any], document: Document | None) -> Checked:
    quote = Quote(row["quote"], row["prefix"], row["suffix"]) if row["quote"] else None
    result = "not_checked"
    if document and quote:
        ends = (row["number"], row["lower"], row["upper"])
        numbers = [n for n in ends if n is not None and math.isfinite(n)]
        value = None if row["computed"] else row["value"]
        result = check(document.text, quote, value, row["unit"] or "", numbers)
    return Checked(row["role"], row["plan"], row["indicator"], row["ref_area"], row["source"], row["value"],
                   quote, row["file"], row["line"], result)


def check(text: Text, quote: Quote, value: str | None, unit: str = "", numbers: Sequence[float] = ()) -> str:
    """What becomes of one quote; value None: computed or in words, so that only the quote is looked for."""
    needle = normalise(quote.exact)
    found = places(text, needle)
    if not found:
        return "not_found"
    if len(needle) > LONGEST:
        return "too_long"
    if value is not None and not holds(quote.exact, value, unit, numbers):
        return "value_not_inside"
    if len(found) > 1:
        if not (quote.prefix or quote.suffix):
            return "several"
        return "found" if len(meant(text, quote)) == 1 else "ambiguous_prefix"
    return "found"


def _unread(sources: list[dict[str, Any]], rows: list[Checked], found: archive.Archive) -> Iterator[Unread]:
    figures = Counter(row.source for row in rows)
    for row in sources:
        source = row["source"]
        fault = found.faults.get(source)
        if fault and figures[source]:
            params = {"source": source, "figures": figures[source], "file": row["archived_path"] or ""}
            problem = Problem(fault.code, params | fault.params, row["file"], row["line"])
            yield Unread(source, figures[source], problem)


def _changed(sources: list[dict[str, Any]], found: archive.Archive) -> Iterator[Problem]:
    for row in sources:
        document = found.documents.get(row["source"])
        if document and document.changed:
            params = {"file": document.file, "sha256": document.sha256}
            yield Problem("document_changed", params, row["file"], row["line"])


def write_verified(report: Report, path: Path, today: date) -> bool:
    """Writes the results as data/verified.csv in one stroke; False where not a byte would change."""
    old = {tuple(row[name] for name in _KEY): row for row in _read(path)}
    new = {key: row for key, row in old.items() if row["source"] not in report.documents}
    for one in report.rows:
        if one.result != "not_checked":
            _add(new, old.get(one.key), one, report.documents[one.source].sha256, today)
    text = _csv([new[key] for key in sorted(new)])
    if path.is_file() and path.read_bytes() == text.encode():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_bytes(text.encode())
    os.replace(part, path)
    return True


def _add(new: dict[tuple[str, ...], dict[str, str]], old: dict[str, str] | None, one: Checked, sha256: str,
         today: date) -> None:
    """One row a distinct figure text; two figures that share it are both confirmed or neither."""
    good = one.result in GOOD and (one.key not in new or new[one.key]["verified"] == "true")
    row = dict(zip(_KEY, one.key, strict=True)) | {"sha256": sha256, "verified": "true" if good else "false"}
    same = old is not None and all(old[name] == row[name] for name in row)
    new[one.key] = row | {"date": old["date"] if old and same else today.isoformat()}


def _read(path: Path) -> list[dict[str, str]]:
    """The rows of an earlier verified.csv; one that cannot be read counts as none."""
    text = decode(path.read_bytes()) if path.is_file() else None
    rows = csv.DictReader(io.StringIO(text or ""))
    return [{name: row[name] or "" for name in _COLUMNS} for row in rows if set(_COLUMNS) <= set(row)]


def _csv(rows: list[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([_COLUMNS, *([row[name] for name in _COLUMNS] for row in rows)])
    return out.getvalue()
