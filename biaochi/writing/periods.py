"""Periods as our sheets say them and period.py does not read: May–Sept 2026, Q2 2023, since 2018, 2023年6月5—19日."""

from __future__ import annotations

import re
import unicodedata

_MONTHS = {name: n for n, name in enumerate(re.findall("...", "janfebmaraprmayjunjulaugsepoctnovdec"), 1)}
_QUARTERS = {name: f"0{n}" for n, name in enumerate("一二三四", 1)}
_SEASONS = {name: n for n, name in enumerate(("spring", "summer", "autumn", "winter"), 21)} | {"fall": 23}
_M = r"([a-z]{3,9})\.?"
_TO = r" ?(?:-|to|until) ?"
_FORMS = [
    (re.compile(form), edtf)
    for form, edtf in (
        (rf"(\d\d?) {_M},? (\d{{4}})", "{2}-{1}-{0}"),
        (rf"{_M} (\d\d?),? (\d{{4}})", "{2}-{0}-{1}"),
        (rf"{_M},? (\d{{4}})", "{1}-{0}"),
        (rf"{_M}{_TO}{_M},? (\d{{4}})", "{2}-{0}/{2}-{1}"),
        (rf"(\d\d?){_TO}(\d\d?) {_M},? (\d{{4}})", "{3}-{2}-{0}/{3}-{2}-{1}"),
        (rf"(\d\d?) {_M}{_TO}(\d\d?) {_M},? (\d{{4}})", "{4}-{1}-{0}/{4}-{3}-{2}"),
        (r"q([1-4]),? (\d{4})", "{1}-Q{0[1]}"),
        (rf"q([1-4]){_TO}q([1-4]),? (\d{{4}})", "{2}-Q{0[1]}/{2}-Q{1[1]}"),
        (r"(first|second) half of (\d{4})", "{1}-{0}"),
        (r"(spring|summer|autumn|fall|winter) (\d{4})", "{1}-{0}"),
        (r"(\d{4})年(\d\d?)月(\d\d?)日?[-至](\d\d?)日", "{0}-{1}-{2}/{0}-{1}-{3}"),
        (r"(\d{4})年(\d\d?)月(\d\d?)日[-至](\d\d?)月(\d\d?)日", "{0}-{1}-{2}/{0}-{3}-{4}"),
        (r"(\d{4})年第?([一二三四])季?度?[-至]第?([一二三四])季度", "{0}-Q{1[1]}/{0}-Q{2[1]}"),
    )
]
_AROUND = ((re.compile(r"(?:since|from) (.+)"), "{}/.."), (re.compile(r"(?:up to|until|by) (.+)"), "/{}"))


def edtf_of(text: str) -> str | None:
    """A period in such words as EDTF; None where it is none."""
    flat = " ".join(re.sub("[–—−]", "-", unicodedata.normalize("NFKC", text)).lower().split())
    for around, edtf in _AROUND:
        if found := around.fullmatch(flat):
            inner = edtf_of(found[1]) or (found[1] if re.fullmatch(r"\d{4}", found[1]) else None)
            return edtf.format(inner) if inner else None
    if re.fullmatch(r".+ - .+", flat):
        begin, _, end = flat.partition(" - ")
        ends = [edtf_of(one) or (one if re.fullmatch(r"\d{4}", one) else None) for one in (begin, end)]
        if all(ends):
            return f"{ends[0]}/{ends[1]}"
    for form, edtf in _FORMS:
        if found := form.fullmatch(flat):
            parts = [_number(one) for one in found.groups()]
            return edtf.format(*parts) if all(parts) else None
    return None


def _number(word: str) -> str:
    """A month, a half or a season as EDTF writes it, a figure with two digits or four; empty for another word."""
    if word.isdigit():
        return word.zfill(2)
    if word in _QUARTERS:
        return _QUARTERS[word]
    if word in ("first", "second"):
        return "H1" if word == "first" else "H2"
    found = _SEASONS.get(word) or _MONTHS.get(word[:3])
    return f"{found:02}" if found else ""
