"""One sentence a target, one a plan: what was counted and when, against which target, and from which document.

A sentence says what the assessment says and nothing more: a bound stays a bound (超过2,000人), what is computed from a
bounded value is left out where it would be a bound of its own, and where nothing can be judged the sentence says why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from biaochi import period
from biaochi.figures import bounded, of_assessment
from biaochi.palette import GROUPS, group_of
from biaochi.problem import Fault
from biaochi.sentences.clauses import Row, Told, clauses, torn
from biaochi.words import Words

_AT_A_DATE = frozenset({"year", "half", "quarter", "month", "day", "season", "until"})
_WITHIN = {"day": "on_day", "span": "over"}
_RELAYED = frozenset({"republished", "copy-of-official-page", "speech"})
# Verdicts that rest on a value; of the others the sentence tells what is missing instead.
_SILENT = frozenset({"no_data", "baseline_only", "not_comparable", "qualitative", "not_available", "target_open"})


def notice(aim: Told, words: Words) -> str:
    """The sentence that an official would write about one target, with its sources."""
    sources = words("sentence.notice.source_joint").join(_sources(aim, words))
    said = _said(aim, words)
    return (
        words("sentence.notice.sourced", said=said, sources=sources)
        if sources
        else words("sentence.notice.plain", said=said)
    )


def statement(aim: Told, words: Words) -> str:
    """The same sentence without its sources, for a text that gives them in a note."""
    return words("sentence.notice.plain", said=_said(aim, words))


def plan_notice(plan: Row, aims: Sequence[Told], when: date, words: Words) -> str:
    """How a plan stands on a date, in one sentence with its document; `plan` is a row of store.plans."""
    groups = Counter(group_of(aim.row["verdict"]) for aim in aims)
    counts = [words(f"sentence.{group}", n=groups[group]) for group in GROUPS if groups[group]]
    said = words(
        "sentence.notice.plan",
        day=when,
        plan=_named(plan, "", words),
        n=len(aims),
        counts=words("common.clause").join(counts),
    )
    source = _origin(plan, words)
    return words("sentence.notice.aimed" if source else "sentence.notice.plain", said=said, sources=source)


def _said(aim: Told, words: Words) -> str:
    head, seen = _head(aim, words)
    told = words("common.clause").join(clauses(aim, words))
    return words(f"sentence.notice.joint{'' if seen else '_unseen'}").join([head, told])


def _named(row: Row, what: str, words: Words) -> str:
    """What a row calls itself in this language."""
    key = f"{what}_name" if what else "name"
    return str((row.get(f"{key}_en") if words.lang == "en" else None) or row.get(key) or "")


def _head(aim: Told, words: Words) -> tuple[str, bool]:
    """Area, indicator and, where a value was judged, when and how much; and whether one was."""
    row = aim.row
    names = {"area": _named(row, "area", words), "indicator": _named(row, "indicator", words)}
    value = aim.value or of_assessment(row)[2]
    if value is None or row["verdict"] in _SILENT or row.get("reason") == "conflict":
        return words("sentence.notice.unseen", **names), False
    ratio = row.get("basis") == "ratio" and not bounded(value)
    status = row.get("value_status")
    note = words("sentence.notice.status", status=words(f"obs_status.{status}")) if status in ("E", "P") else ""
    return words(
        "sentence.notice.seen",
        when=_when(row, words),
        link=words("sentence.notice.is") if ratio else "",
        value=words.spoken(value) + note,
        **names,
    ), True


def _when(row: Row, words: Words) -> str:
    """截至2025年秋 for a count at a date, 2024年 for what happened within a period."""
    text = str(row.get("value_period") or "")
    try:
        kind = period.parse(text).kind
    except Fault:
        return words("sentence.notice.within", when=text)
    if kind == "until":
        return words("sentence.notice.at", when=text.lstrip("/."))
    at = row.get("basis") in ("stock", "cumulative") and kind in _AT_A_DATE
    return words(f"sentence.notice.{'at' if at else _WITHIN.get(kind, 'within')}", when=text)


def _sources(aim: Told, words: Words) -> Iterable[str]:
    """The documents behind the sentence, the value's first; each once."""
    judged = aim.value if aim.row["verdict"] not in _SILENT else None
    baseline = aim.baseline if aim.row["verdict"] in ("baseline_only", "regressing") else None
    differing = torn(aim) if aim.row.get("reason") == "conflict" else []
    told = [one for one in (judged, *differing, aim.target, baseline) if one]
    return dict.fromkeys(origin for one in told if (origin := _origin(one, words)))


def _origin(one: Row, words: Words) -> str:
    """A document by its number or title; that we saw only a copy, or have not compared the quote with it, is said."""
    name = str(one.get("doc_number") or one.get("title") or "")
    how = [words.reliability(one)] if one.get("reliability") in _RELAYED else []
    if "verified" in one and one["verified"] is not True:
        how.append(words(f"evidence.{'not_checked' if one['verified'] is None else 'unverified'}"))
    if name and how:
        return words("sentence.notice.relayed", source=name, how=words("common.clause").join(how))
    return name
