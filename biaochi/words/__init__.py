"""Interface words in Chinese and English (*.yaml here), numbers and dates by Babel, figures as methods.md prints them.

A template names how each parameter is printed: `{value:number}`, `{value:number ~2}` (at most two decimals),
`{rate:percent}`, `{gap:points}`, `{when:period}`, `{when:until}`, `{day:date}`, `{word:verdict}`, `{figure:value}`,
`{n:count target|targets}`; `{name}` alone puts the text in as it is.
"""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml
from babel.numbers import format_decimal

from biaochi import period as periods
from biaochi.figures import OPEN, Figure, forecast, known, role_of
from biaochi.problem import Fault
from biaochi.spoken import pattern, say

LANGUAGES = ("zh", "en")
ROOMS = sorted(Path(__file__).parent.glob("*.yaml"))
MISSING = "—"
_LOCALES = {"zh": "zh_Hans_CN", "en": "en_GB"}
_COMPARATORS = {"=": "exactly", ">": "more", "<": "less", "<~": "nearly", "~": "about", ">=": "at_least",
                "<=": "at_most"}
_CHOICES = {"type": "target_type"}  # the room of a field's choices, where the two differ
_SCALES = {"万": 4, "亿": 8}
_SIZES = {9: "billion", 6: "million"}
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@cache
def book() -> dict[str, dict[str, str]]:
    """Every key of words/*.yaml, rooms joined by dots, with its text in each language."""
    found: dict[str, dict[str, str]] = {}

    def walk(node: Mapping[str, Any], path: str) -> None:
        for name, child in node.items():
            if "zh" in child or "en" in child:
                found[path + str(name)] = child
            else:
                walk(child, f"{path}{name}.")

    for room in ROOMS:
        walk(yaml.load(room.read_text("utf-8"), yaml.CSafeLoader), "")
    return found


class Words(Formatter):
    """The interface in one language: `words(key, name=…)` gives a text, the methods print numbers, figures."""

    def __init__(self, lang: str = "zh") -> None:
        self.lang = lang if lang in LANGUAGES else LANGUAGES[0]
        self.locale = _LOCALES[self.lang]

    def __call__(self, key: str, **params: Any) -> str:
        """The text of a key; KeyError with the nearest keys where words/ has none."""
        entry = book().get(key)
        if entry is None:
            raise KeyError(f"{key} is not in words/*.yaml; near: {difflib.get_close_matches(key, book(), 3)}")
        return self.vformat(entry[self.lang], (), params)

    def has(self, key: str) -> bool:
        """Whether words/ has the key."""
        return key in book()

    def format_field(self, value: Any, format_spec: str) -> str:
        """Print a parameter by the method that its template names (see the head of this module)."""
        name, _, argument = format_spec.partition(" ")
        if name in _PRINTERS:
            if name == "number" and argument:
                return self._decimals(value, argument)
            return getattr(self, name)(value, argument) if argument else getattr(self, name)(value)
        return super().format_field(value, format_spec)

    # numbers

    def number(self, value: Any, decimals: int | None = None, signed: bool = False) -> str:
        """A number with thousands separators, its own decimals (at most 6) or the given ones; `—` for unknown."""
        if not known(value) or not math.isfinite(value):
            return MISSING
        exact = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-(6 if decimals is None else decimals)),
                                                     ROUND_HALF_UP)
        if decimals is None:
            exact = exact.normalize()
        places = max(0, -int(exact.as_tuple().exponent))
        text = format_decimal(abs(exact), "#,##0" + ("." + "0" * places if places else ""), self.locale)
        sign = "−" if exact < 0 else "+" if signed and exact > 0 else ""
        return sign + text

    def difference(self, amount: Any, unit: Any) -> str:
        """A difference in units: 100家; of percentages in percentage points: 0.47个百分点."""
        if str(unit) == "%":
            return self("number.points", n=self.number(round(float(amount), 2)))  # more would pretend to know
        return self.amount(self.number(amount), unit)

    def _decimals(self, value: Any, argument: str) -> str:
        """`2` prints two decimals, `~2` at most two."""
        places = int(argument.lstrip("~"))
        return self.number(round(value, places) if known(value) else value, None if "~" in argument else places)

    def percent(self, ratio: Any, decimals: int = 1) -> str:
        """A ratio as percent: 2.757 -> 275.7%; whole numbers stay whole, and nothing is rounded up to 100%."""
        if not known(ratio) or not math.isfinite(ratio):
            return MISSING
        share = round(float(ratio) * 100, 9)
        if share == int(share):
            return self.number(share) + "%"
        if 0 < 100 - share < 10**-decimals:
            return self.number(100 - 10**-decimals, decimals) + "%"
        return self.number(share, decimals) + "%"

    def points(self, gap: Any, decimals: int = 1) -> str:
        """Percentage points with their sign: 20.5 -> +20.5个百分点."""
        return self("number.points", n=self.number(gap, decimals, signed=True)) if known(gap) else MISSING

    def count(self, n: Any, forms: str = "") -> str:
        """A number with its noun, forms `singular|plural`: 1 target, 3 targets; 3项 in Chinese."""
        one, _, many = forms.partition("|")
        noun = one if n == 1 else many or one
        return self.number(n) + (noun if self.lang == "zh" else f" {noun}" if noun else "")

    def unit(self, unit: Any) -> str:
        """The unit of measure in this language; an unknown unit stays as the planner wrote it."""
        if not known(unit):
            return ""
        return self(f"unit.{unit}") if self.has(f"unit.{unit}") else str(unit)

    def unit_named(self, unit: Any) -> str:
        """The unit where it must be named; things that English merely counts are a number."""
        return self.unit(unit) or self("number.plain")

    def unit_beside(self, unit: Any) -> str:
        """The unit right after a number; one that begins with digits keeps apart: 60 (100 million yuan)."""
        name = self.unit(unit)
        return f"({name})" if name[:1].isdigit() else name

    def amount(self, text: str, unit: Any) -> str:
        """A printed number with its unit: 887家, 5.53%; in English 2.916 billion yuan for 29.16亿元."""
        name = self.unit(unit)
        if not name or text == MISSING:
            return text
        if self.lang == "en" and (whole := self._in_thousands(text, str(unit))):
            return whole
        if self.lang == "zh" or name.startswith(("%", "‰")):
            return text if text.endswith(name) else text + name
        return f"{text} ({name})" if name[0].isdigit() else f"{text} {name}"

    def _in_thousands(self, text: str, unit: str) -> str:
        """Numbers of 万 or 亿 of something as English says them, digit for digit; empty for other units."""
        power = _SCALES.get(unit[:1])
        if power is None or not self.has(f"unit.{unit[1:]}"):
            return ""

        def large(found: re.Match[str]) -> str:
            exact = Decimal(found[0].replace(",", "")).scaleb(power)
            size = next((n for n in _SIZES if exact >= Decimal(1).scaleb(n)), 0)
            shown = exact.scaleb(-size) if "." in found[0] else exact.scaleb(-size).normalize()
            places = max(0, -int(shown.as_tuple().exponent))
            said = format_decimal(shown, "#,##0" + ("." + "0" * places if places else ""), self.locale)
            return self(f"number.{_SIZES[size]}", n=said) if size else said

        base = self.unit(unit[1:])
        return f"{_NUMBER.sub(large, text)} {base}".strip()

    # figures

    def printed(self, figure: Figure) -> str:
        """The value as its document prints it, e.g. 逾2000."""
        text = figure.get("value_text")
        return self._open(figure) or (str(text) if known(text) else self.short(figure))

    def _open(self, figure: Figure) -> str:
        """That a plan has not set a target yet; empty for every other value."""
        return self("page.target_open") if figure.get("value_text") == OPEN else ""

    def short(self, figure: Figure, room: str = "comparator") -> str:
        """The value as screens show it (methods.md section 3): number in the indicator's unit behind its comparator."""
        comparator = str(figure.get("comparator") or "=")
        if comparator == "range" and known(figure.get("lower")):
            return self(f"{room}.range", lower=self.number(figure["lower"]), upper=self.number(figure["upper"]))
        if not known(figure.get("value")):
            return self._open(figure) or str(figure.get("value_text") or MISSING)
        return self(f"{room}.{_COMPARATORS.get(comparator, 'exactly')}", n=self._scaled(figure))

    def value(self, figure: Figure, room: str = "comparator") -> str:
        """The value as screens show it, with its unit: >2,000人, 近2亿人."""
        if not known(figure.get("value")) and figure.get("comparator") != "range":
            return self.short(figure, room)
        if figure.get("comparator") == "range" and figure.get("unit") == "%":  # 3%～6%, GB/T 15835
            lower, upper = (self.number(figure[end]) + "%" for end in ("lower", "upper"))
            return self(f"{room}.range", lower=lower, upper=upper)
        return self.amount(self.short(figure, room), figure.get("unit"))

    def spoken(self, figure: Figure) -> str:
        """The value as it is read aloud: 超过2,000人."""
        return self.value(figure, "comparator_spoken")

    def usual(self, figure: Figure) -> str:
        """How such a value is commonly read: 60余 -> 通常指60～70; empty where it says nothing more."""
        lower, upper = figure.get("usual_lower"), figure.get("usual_upper")
        if not (known(lower) and known(upper)):
            return ""
        return self("number.usual", lower=self.number(lower), upper=self.number(upper))

    def _scaled(self, figure: Figure) -> str:
        """The number with decimals and, in Chinese, 万/亿 as printed, unless the unit itself has a scale."""
        text = unicodedata.normalize("NFKC", str(figure.get("value_text") or ""))
        value, unit = float(figure["value"]), str(figure.get("unit") or "")
        scale = next((s for s in _SCALES if s in text), "")
        digits = re.search(r"\d[\d,]*(?:\.(\d+))?", text)
        if scale and self.lang == "zh" and not any(s in unit for s in _SCALES):
            return self.number(value / 10 ** _SCALES[scale]) + scale
        decimals = len(digits[1] or "") if digits and not (scale and scale not in unit) else None
        as_printed = decimals is not None and digits is not None and float(digits[0].replace(",", "")) == value
        return self.number(value, decimals if as_printed else None)

    # time

    def period(self, text: Any) -> str:
        """A period as people say it: 2022-01/2022-05 -> 2022年1—5月; `""` -> 时期未注明; unreadable stays as it is."""
        if not known(text):
            return self("period.unknown")
        try:
            found = periods.parse(str(text))
        except Fault:
            return str(text)
        return say(found, self)

    def until(self, text: Any) -> str:
        """Up to when a period reaches, no finer than it says: 2023-01/2023-08 -> 2023年8月, 2025-23 -> 2025年秋."""
        try:
            return self.period(periods.parse(str(text)).canonical.rpartition("/")[2])
        except Fault:
            return self.period(text)

    def date(self, day: Any, style: str = "long") -> str:
        """A day: 2026年11月21日 / 21 November 2026; style `iso` gives 2026-11-21; text is read as a period."""
        if not known(day):
            return MISSING
        if isinstance(day, str):
            return self.period(day)
        day = day.date() if isinstance(day, datetime) else day
        return day.isoformat() if style == "iso" else pattern(day, self("period.day"), self)

    # verdicts

    def verdict(self, verdict: str, early: bool = False) -> str:
        """The word of a verdict; `early` (met before the end of the period) says 提前达到."""
        return self("verdict.achieved_early" if early and verdict == "achieved" else f"verdict.{verdict}")

    def role(self, figure: Figure) -> str:
        """What a figure is: target, baseline, interim target, result; what is only foreseen is no result."""
        return self(f"role.{role_of(figure)}")

    def dated(self, figure: Figure) -> str:
        """A value with its period, as it is read aloud; a forecast says so."""
        key = "mark.dated_forecast" if forecast(figure) else "mark.dated_value"
        return self(key, when=figure.get("time_period"), figure=figure)

    def reliability(self, document: Mapping[str, Any]) -> str:
        """How far a document can be relied upon; a news report is no official text, even on an official site."""
        kind = document["reliability"]
        return self("common.official_news" if (kind, document.get("doc_type")) == ("official", "news")
                    else f"reliability.{kind}")

    def choice(self, field: str, code: Any) -> str:
        """A choice of a field of the files: nature, binding -> 约束性; a code without words stays as it is."""
        key = f"{_CHOICES.get(field, field)}.{code}"
        return self(key) if self.has(key) else str(code)

    def group(self, group: str) -> str:
        """The word of a count group (palette.GROUPS)."""
        return self(f"group.{group}")

    def join(self, parts: Any) -> str:
        """A list in running text: 甲、乙、丙 / a, b, c."""
        return self("common.separator").join(str(part) for part in parts if part)


_PRINTERS = frozenset({"number", "percent", "points", "count", "unit", "printed", "short", "value", "spoken", "period",
                       "until", "date", "verdict", "group", "join"})
