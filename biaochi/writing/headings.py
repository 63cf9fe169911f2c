"""What headings and words of a table mean: our own export in both languages, the model's labels, 2020年 and 2025年."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from biaochi import model, period
from biaochi.problem import Fault
from biaochi.words import Words

_OURS = {  # words/ key: field of a target, "baseline.…" of its baseline; "=…" is the number beside the printed text
    "term.indicator": "name", "export.id": "indicator", "export.target": "=value", "export.target_text": "value",
    "export.target_period": "due", "export.baseline": "=baseline.value", "export.baseline_text": "baseline.value",
    "export.baseline_period": "baseline.time_period", "page.nature": "nature",
}  # fmt: skip
_PLAIN = {
    "name": ("指标", "指标名称", "主要指标", "指标内容", "名称", "项目"), "indicator": ("编号", "指标编号", "id"),
    "value": ("目标", "目标值", "规划目标", "目标原文"), "due": ("目标期", "时间", "完成时间"),
    "baseline.value": ("基期值", "基期数", "基数", "现状", "现状值"), "baseline.time_period": ("基期",),
    "nature": ("属性", "指标属性", "指标性质", "性质"), "unit": ("单位", "计量单位"),
    "quote": ("原文", "摘引", "原文摘引", "quote"),
    "note": ("备注", "note"),
}  # fmt: skip
_YEAR = re.compile(r"((?:19|20)\d\d)年?(目标|目标值|规划值|预期|实际|现状|完成|基期|基数)?")
_AIMED, _STATED = {"目标", "目标值", "规划值", "预期"}, {"实际", "现状", "完成", "基期", "基数"}
_PERIODS = (
    (re.compile(r"(\d{4})年"), "{0}"),
    (re.compile(r"(\d{4})年(\d{1,2})月"), "{0}-{1:0>2}"),
    (re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日"), "{0}-{1:0>2}-{2:0>2}"),
    (re.compile(r"(\d{4})年(\d{1,2})[—–~～-](\d{1,2})月"), "{0}-{1:0>2}/{0}-{2:0>2}"),
    (re.compile(r"(\d{4})年?[—–~～-](\d{4})年"), "{0}/{1}"),
)


def squeezed(text: str) -> str:
    """A heading or name without blanks, full-width forms and a unit in brackets: 研发投入强度（%） -> 研发投入强度."""
    flat = _flat(text)
    return re.sub(r"^[0-9一二三四五六七八九十]+[.、]|\([^()]*\)$|^[★*]+", "", flat) or flat


def _flat(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()


@cache
def _known() -> dict[str, str]:
    found = {_flat(words(key)): field for words in (Words("zh"), Words("en")) for key, field in _OURS.items()}
    for field, names in _PLAIN.items():
        found |= {squeezed(name): field for name in names if squeezed(name) not in found}
    return found


def columns(row: list[str]) -> dict[str, int]:
    """The columns (from 0) of a header row by field; empty where it is no header of a table of targets."""
    found: dict[str, int] = {}
    years: list[tuple[str, str, int]] = []
    for n, cell in enumerate(row):
        flat = squeezed(cell)
        if year := _YEAR.fullmatch(flat):
            years.append((year[1], year[2] or "", n))
        elif field := _known().get(_flat(cell)) or _known().get(flat):
            found.setdefault(field, n)
    if not {"name", "indicator"} & found.keys():
        return {}
    found |= _years(years)
    return found if {"value", "=value"} & found.keys() or any(key.startswith("value@") for key in found) else {}


def _years(years: list[tuple[str, str, int]]) -> dict[str, int]:
    """Columns headed by years: the last is the target unless it says otherwise, the first the baseline."""
    if not years:
        return {}
    years.sort()
    aimed = [one for one in years if one[1] in _AIMED] or [one for one in years[-1:] if one[1] not in _STATED]
    stated = [one for one in years if one not in aimed and one[1] not in _AIMED]
    found = {f"value@{year}": n for year, _, n in aimed[-1:]}
    return found | {f"baseline.value@{year}": n for year, _, n in stated[:1]}


def period_of(text: str) -> str:
    """A period as a sheet says it, as EDTF: 2025年 -> 2025; raises Fault sheet_period."""
    flat = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    for pattern, shape in _PERIODS:
        if found := pattern.fullmatch(flat):
            flat = shape.format(*found.groups())
            break
    try:
        period.parse(flat)
    except Fault:
        raise Fault("sheet_period", value=text) from None
    return flat


def nature_of(text: str) -> str | None:
    """约束性 or 预期性 as the model says it, None for nothing; raises Fault sheet_choice."""
    flat = squeezed(text).removesuffix("指标")
    choices = {squeezed(words(f"nature.{one}")): one for words in (Words("zh"), Words("en")) for one in _natures()}
    choices |= {key.removesuffix("性"): one for key, one in choices.items()} | {one: one for one in _natures()}
    nothing = {squeezed(words("common.not_stated")) for words in (Words("zh"), Words("en"))} | {"", "-", "—", "/"}
    if flat in nothing:
        return None
    if flat not in choices:
        raise Fault("sheet_choice", value=text, choices=" ".join(Words("zh")(f"nature.{one}") for one in _natures()))
    return choices[flat]


def _natures() -> tuple[str, ...]:
    from typing import get_args

    return get_args(model.Nature)
