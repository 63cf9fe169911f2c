"""The period as printed -> first day, last day, length and season (methods.md section 4; EDTF / ISO 8601)."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from biaochi.problem import Fault

FIRST_YEAR, LAST_YEAR = 1900, 2200
LONGEST = 40

_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | dict.fromkeys(map(ord, "–—−"), "-")
_YEAR_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_TO = "[至到~-]+"
_PLANS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
# Friendly forms and their EDTF: each can be read in one way only.
_SIMPLE = [
    (re.compile(form, re.ASCII), edtf)
    for form, edtf in (
        (r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})", r"\1-\2-\3"),
        (r"(\d{4})(\d\d)(\d\d)", r"\1-\2-\3"),
        (r"(\d{4})年?([QH]\d)", r"\1-\2"),
        (r"(\d{4})(?:年|年度|年全年)", r"\1"),
        (r"(\d{4})年[底末]", r"\1-12-31"),
        (r"(\d{4})年(\d{1,2})月份?", r"\1-\2"),
        (r"(\d{4})年(\d{1,2})月(\d{1,2})日", r"\1-\2-\3"),
        (rf"(\d{{4}})年(\d{{1,2}})月?{_TO}(\d{{1,2}})月份?", r"\1-\2/\1-\3"),
        (rf"(\d{{4}})年?{_TO}(\d{{4}})年?", r"\1/\2"),
        *((rf"(\d{{4}})年第?[{number}{digit}]季度", rf"\1-Q{digit}") for digit, number in enumerate("一二三四", 1)),
        *((rf"(\d{{4}})年{half}半年", rf"\1-H{digit}") for digit, half in enumerate("上下", 1)),
        *((rf"(\d{{4}})年{season}季?", rf"\1-{number}") for number, season in enumerate("春夏秋冬", 21)),
    )
]
_SINCE = re.compile("(?:自|从)?(.+?)(?:以来|起|至今)")
_UNTIL = re.compile("截[至止]到?(.+?)(?<!年)[底末]?")
_BETWEEN = re.compile(r"([^/]*[^/.])(?:\.\.|[至到]|(?<=[年月日])[-~])([^/.][^/]*)")
_RELATIVE = re.compile("(?:截[至止]到?)?(?:目前|当前|今年|去年|现在|近年)(?:以来|来|底|末)?")
_AMBIGUOUS = re.compile(
    r"\d{4}/\d{1,2}|\d{4}\.\d{1,2}|\d{6}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|[^/]+/", re.ASCII
)  # 2023/06, 2023.6, 202306, 19/06/2023, 2023/

_POINT = re.compile(r"(\d{4})(?:-(?:(\d{1,2})(?:-(\d{1,2}))?|([QH])(\d)))?([~?%]{0,2})", re.ASCII)


@dataclass(frozen=True)
class Period:
    """A period of time; canonical is its EDTF form.

    start, end: None where open. kind: year half quarter month day span years season since until.
    months: length in whole months, 0 for a day, None where open or not of whole months.
    season: the part of the year that must agree before two figures are compared: 01-05, 06 (a month or a day
    in it), 06-05/06-19 where the months are not whole, empty for whole years and where an end is open.
    annual: 1 January to 31 December of one or more years. dated: the end is known to the quarter.
    """

    text: str
    start: date | None
    end: date | None
    kind: str
    months: int | None
    season: str
    annual: bool
    dated: bool
    canonical: str


@dataclass(frozen=True)
class _Point:
    """One end of an interval, or all of a simple period: itself a stretch of days."""

    start: date
    end: date
    kind: str
    sure: bool
    canonical: str


@lru_cache(maxsize=4096)
def parse(text: str) -> Period:
    """A period in EDTF, or in a form with one reading only (2023年1-5月, 2023Q2, 2023/6/19). Raises Fault."""
    printed = text.strip()
    try:
        return _parse(_fold(printed), printed)
    except Fault as fault:
        raise Fault(fault.code, **(fault.params | {"text": printed})) from None


def _parse(body: str, text: str) -> Period:
    first, slash, last = _edtf(body).partition("/")
    if not slash:
        point = _point(first)
        return _period(text, point, point, point.canonical)
    start = None if first in ("", "..") else _point(first)
    end = None if last == ".." else _point(last)
    if start is None and end is None:
        raise Fault("period_bad")
    if start and end and end.end < start.start:
        raise Fault("period_reversed")
    left, right = start.canonical if start else "", end.canonical if end else ".."
    return _period(text, start, end, left if left == right else f"{left}/{right}")


def _period(text: str, first: _Point | None, last: _Point | None, canonical: str) -> Period:
    """The stretch from the first day of one point to the last day of another."""
    start, end = first.start if first else None, last.end if last else None
    dated = last is not None and last.sure
    if start is None or end is None:
        return Period(text, start, end, "since" if start else "until", None, "", False, dated, canonical)
    annual = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
    months = _months(start, end)
    kind = first.kind if first and last and first.canonical == last.canonical else "span"
    if annual:
        kind = "year" if start.year == end.year else "years"
    season = "" if annual else _season(start, end, months)
    return Period(text, start, end, kind, months, season, annual, dated, canonical)


def _months(start: date, end: date) -> int | None:
    """Whole months from the first to the last day, 0 for a single day."""
    if start == end:
        return 0
    if start.day == 1 and end.day == monthrange(end.year, end.month)[1]:
        return (end.year - start.year) * 12 + end.month - start.month + 1
    return None


def _season(start: date, end: date, months: int | None) -> str:
    """The part of the year: its months; days only where the months are not whole."""
    if months is None:
        return f"{start:%m-%d}/{end:%m-%d}"
    return f"{start:%m}" if months < 2 else f"{start:%m}-{end:%m}"


def _point(text: str) -> _Point:
    """2023, 2023-06, 2023-06-19, 2023-Q2, 2023-H1, 2023-23 (autumn), each with ~ ? or % behind it."""
    found = _POINT.fullmatch(text)
    if not found:
        raise Fault("period_bad")
    year, month, day, letter, number, mark = found.groups()
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise Fault("period_impossible", part=year)
    kind, first, months, name = _part(year, month, day, letter, number)
    qualifier = "%" if len(set(mark)) > 1 else mark[:1]
    try:
        start = date(int(year), first, int(day or 1))
    except ValueError:
        raise Fault("period_impossible", part=text) from None
    end = start if day else _month_after(start, months) - timedelta(days=1)
    return _Point(start, end, kind, not mark and kind != "season", name + qualifier)


def _part(
    year: str, month: str | None, day: str | None, letter: str | None, number: str | None
) -> tuple[str, int, int, str]:
    """Kind, first month, number of months and EDTF name of a point."""
    if letter:
        kind, length, count = ("quarter", 3, 4) if letter == "Q" else ("half", 6, 2)
        if not 1 <= int(number or 0) <= count:
            raise Fault("period_impossible", part=f"{letter}{number}")
        return kind, (int(number or 0) - 1) * length + 1, length, f"{year}-{letter}{number}"
    if not month:
        return "year", 1, 12, year
    if day:
        return "day", int(month), 1, f"{year}-{int(month):02}-{int(day):02}"
    if 21 <= int(month) <= 24:
        return "season", (int(month) - 21) * 3 + 3, 3, f"{year}-{month}"
    return "month", int(month), 1, f"{year}-{int(month):02}"


def _month_after(start: date, months: int) -> date:
    years, month = divmod(start.month - 1 + months, 12)
    return date(start.year + years, month + 1, 1)


def _fold(text: str) -> str:
    """Plain characters without blanks; Fault where nothing or far too much is left."""
    if len(text) > LONGEST:
        raise Fault("period_bad")
    midnight = re.sub(r"(\d)[ T]00:00(:00(\.0+)?)?$", r"\1", text.translate(_FULL_WIDTH))
    body = re.sub(r"[\s“”\"\ufeff\u200b]+", "", midnight).upper()
    if not body:
        raise Fault("period_empty")
    return body


def _edtf(body: str) -> str:
    """The EDTF form of a friendly form; Fault where two readers would read it in two ways."""
    body = re.sub("^[〇○零一二三四五六七八九]{4}(?=年)", lambda m: m.group().translate(_YEAR_DIGITS), body)
    plan = _PLANS.get(re.sub("(时期|期间)$", "", body))
    if plan:
        return f"{plan}/{plan + 4}"
    if _RELATIVE.fullmatch(body):
        raise Fault("period_relative")
    if since := _SINCE.fullmatch(body):
        return f"{_simple(since.group(1))}/.."
    if until := _UNTIL.fullmatch(body):
        return f"/{_simple(until.group(1))}"
    simple = _simple(body)
    if simple == body and (ends := _BETWEEN.fullmatch(body)):
        return f"{_simple(ends.group(1))}/{_simple(ends.group(2))}"
    if _AMBIGUOUS.fullmatch(simple):
        raise Fault("period_ambiguous")
    return simple if simple != body else "/".join(_simple(end) for end in body.split("/"))


def _simple(body: str) -> str:
    """One friendly form without since, until or an interval between two of them."""
    for form, edtf in _SIMPLE:
        if found := form.fullmatch(body):
            return found.expand(edtf)
    return body
