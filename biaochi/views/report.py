"""报告: what one selection is about, the formats that it can be taken along in, and a sentence a target to copy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from biaochi import sentences
from biaochi.problem import Problem
from biaochi.selection import Selection
from biaochi.store import Row
from biaochi.views.html import render
from biaochi.views.rows import Aim
from biaochi.words import LANGUAGES, Words

Plans = Sequence[tuple[Row, Sequence[Aim]]]


def report_head(title: str, stamps: Sequence[str], scope: str, words: Words, selection: Selection) -> Markup:
    """Of what, as of when and from which data the files will be."""
    return render("report_head.html", words, selection, title=title, stamps=stamps, scope=scope)


def report_format(kind: str, size: str, problem: Problem | None, words: Words, selection: Selection) -> Markup:
    """One format: its name, what it is for, how large it was the last time, and what keeps it from being made."""
    return render("report_format.html", words, selection, kind=kind, size=size, problem=problem)


def report_group(group: str, words: Words, selection: Selection) -> Markup:
    """The heading of a group of formats."""
    return render("report_group.html", words, selection, group=group)


def notices(plans: Plans, when: date, words: Words, selection: Selection) -> Markup:
    """The sentence of each plan and each target in both languages, to be copied."""
    both = [Words(lang) for lang in LANGUAGES]
    told = [
        (
            plan,
            [_said(sentences.plan_notice(plan, found, when, one) for one in both)],
            [(aim, _said(sentences.notice(aim, one) for one in both)) for aim in found],
        )
        for plan, found in plans
    ]
    return render("report_notices.html", words, selection, told=told)


def _said(texts: object) -> list[tuple[str, str]]:
    return list(zip(LANGUAGES, texts, strict=True))  # type: ignore[call-overload]
