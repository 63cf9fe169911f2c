"""Periods as people say them: 2022-01/2022-05 -> 2022年1—5月 / Jan–May 2022 (patterns: words/terms.yaml)."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from babel.dates import format_date

from biaochi.period import Period, parse


class Speaker(Protocol):
    """What a sentence needs: the language's texts and its Babel locale."""

    locale: str

    def __call__(self, key: str, **params: str) -> str:
        """The text of a key."""
        ...


def say(period: Period, words: Speaker) -> str:
    """A period in words; an approximate or uncertain one says so."""
    bare = period.canonical.rstrip("~?%")
    doubt = period.canonical[len(bare) :]
    spoken = _interval(bare, words) if "/" in bare else _single(period, bare, words)
    if "?" in doubt or "%" in doubt:
        spoken = words("period.uncertain", when=spoken)
    return words("period.about", when=spoken) if "~" in doubt or "%" in doubt else spoken


def _single(period: Period, text: str, words: Speaker) -> str:
    """One year, half, quarter, month, day or season."""
    start = period.start or period.end
    if start is None:
        return text
    kind = period.kind
    if kind == "half":
        kind = "half_1" if start.month < 7 else "half_2"
    if kind == "season":
        kind = "season_" + text[-2:]
    return pattern(start, words(f"period.{kind}"), words)


def _interval(text: str, words: Speaker) -> str:
    """From one date to another, since a date, up to a date."""
    first, last = (part.strip() for part in text.split("/", 1))
    if last in ("..", ""):
        return words("period.since", when=say(parse(first), words))
    if first in ("..", ""):
        return words("period.until", when=say(parse(last), words))
    begin, end = parse(first), parse(last)
    if begin.start and end.start and begin.kind == end.kind:
        joint = _joint(begin.kind, begin.start, end.start)
        if joint:
            head, tail = words(f"period.{joint}").split("|")
            return pattern(begin.start, head, words) + words("period.dash") + pattern(end.start, tail, words)
    return words("period.from_to", begin=say(begin, words), end=say(end, words))


def _joint(kind: str, start: date, end: date) -> str:
    """The short form two dates of one kind share: years, months of a year, days of a month or a year."""
    if kind == "year":
        return "years"
    if kind in ("month", "day", "quarter") and start.year == end.year:
        return "days_of_month" if kind == "day" and start.month == end.month else f"{kind}s_of_year"
    return ""


def pattern(day: date, form: str, words: Speaker) -> str:
    """A day by a Babel date pattern; an empty pattern gives an empty text."""
    return format_date(day, form, words.locale) if form else ""
