"""What `biaochi verify` prints: misses with place and advice, documents not checked, counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from biaochi.evidence.checked import MISSES, Checked, Report, Unread
from biaochi.evidence.normal import normalise
from biaochi.evidence.places import places
from biaochi.problem import Problem


def text_report(report: Report, lang: str = "zh", numbers: bool = False) -> list[str]:
    """The lines for the command line; `numbers`: also those that no quote covers, document by document."""
    lines = [line for problem in problems(report) for line in _told(problem, lang)]
    lines += [line for problem in report.changed for line in _told(problem, lang)]
    lines += _not_checked(report.unread, lang)
    if numbers:
        lines += _numbers(report, lang)
    return [*lines, *_counts(report, lang)]


def problems(report: Report) -> list[Problem]:
    """Every miss as a Problem at the place where the figure was typed."""
    return [_problem(row, report) for row in report.misses]


def _problem(row: Checked, report: Report) -> Problem:
    exact = row.quote.exact if row.quote else ""
    plain, document = normalise(exact), report.documents[row.source]
    params = {"quote": exact, "value": row.value, "document": document.file, "length": len(plain),
              "count": len(places(document.text, plain))}
    return Problem(MISSES[row.result], params, row.file, row.line)


def _told(problem: Problem, lang: str) -> list[str]:
    return [f"{problem.place()}: {problem.fact(lang)}", f"    {problem.advice(lang)}"]


def _not_checked(unread: Iterable[Unread], lang: str) -> Iterator[str]:
    """One line a document, and below each kind of reason once what to do about it."""
    by_code: dict[str, list[Problem]] = {}
    for one in unread:
        by_code.setdefault(one.problem.code, []).append(one.problem)
    for several in by_code.values():
        yield from (problem.fact(lang) for problem in several)
        yield f"    {several[-1].advice(lang)}"


def _numbers(report: Report, lang: str) -> Iterator[str]:
    for document, found in report.worklist():
        params = {"count": len(found), "source": document.source}
        yield from _told(Problem("evidence_worklist", params, document.file), lang)
        yield from (f"    {document.file}:{one.line}: {one.fragment}" for one in found)


def _counts(report: Report, lang: str) -> list[str]:
    """How many quotes were confirmed, missed and not checked, and files that no source knows."""
    counts = report.counts
    params = {"found": counts["found"] + counts["several"], "several": counts["several"],
              "missed": len(report.misses), "unchecked": counts["not_checked"],
              "documents": len(report.documents), "unread": len(report.unread)}
    lines = [Problem("evidence_counts", params).fact(lang)]
    if report.strangers:
        shown = " ".join(report.strangers[:5]) + (" …" if len(report.strangers) > 5 else "")
        lines += _told(Problem("evidence_strangers", {"count": len(report.strangers)}, shown), lang)
    return lines
