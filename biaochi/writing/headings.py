"""What headings and words of a table mean: our own export in both languages, usual headings, 2020年 and 2025年."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from biaochi import period
from biaochi.model import Observation, labels
from biaochi.problem import Fault
from biaochi.words import Words
from biaochi.writing import ledger
from biaochi.writing.periods import edtf_of

_PLAIN = {
    "name": ("指标", "指标名称", "主要指标", "指标内容", "名称", "项目"), "indicator": ("编号", "指标编号", "id"),
    "value": ("目标", "目标值", "规划目标", "目标原文"), "due": ("目标期", "时间", "完成时间"),
    "baseline.value": ("基期值", "基期数", "基数", "现状", "现状值"), "baseline.time_period": ("基期",),
    "nature": ("属性", "指标属性", "指标性质", "性质"), "unit": ("单位", "计量单位", "unit_measure"),
    "quote": ("原文", "摘引", "原文摘引", "quote"),
    "note": ("备注", "note"),
}  # fmt: skip
_FIGURE = {
    **{name: _PLAIN[name] for name in ("name", "indicator", "unit", "quote", "note")},
    "ref_area": ("地区", "区", "区县", "地区代码", "区域", "area"),
    "time_period": ("时期", "时间", "年份", "年度", "日期", "period", "year"),
    "value": ("数值", "值", "数", "数据", "完成值", "完成数", "实绩", "实际值", "指标值", "value", "obs_value"),
    "source": ("来源", "出处", "数据来源", "资料来源", "source"), "obs_status": ("状态", "数据状态", "观测状态"),
    "basis": ("计数方式",), "cumulative_from": ("累计起点", "起算时间"), "conf_status": ("保密状态", "是否公开"),
    "embargo_until": ("公开日期", "公开时间", "解密日期"), "prefix": ("前文",), "suffix": ("后文",),
    "inferred": ("推定",),
}  # fmt: skip
_ALSO = {"direction": {"正向": "higher", "逆向": "lower", "负向": "lower", "越高越好": "higher", "越低越好": "lower"},
         "inferred": {"1": "true", "y": "true", "0": "false", "n": "false", "×": "false", "√": "true"}}  # fmt: skip
"""What tables of others say for a choice."""
_LEVELS = ("区", "县", "市", "省", "新区", "自治县", "街道", "镇")
"""What people leave out at the end of an area's name."""
_BOTH = ("target", "figure")
_AIMED = {"目标", "目标值", "规划值", "规划目标", "预期", "预期值", "target"}
_STATED = {"实际", "实际值", "现状", "现状值", "完成", "完成值", "实绩", "基期", "基期值", "基数", "baseline", "actual"}
_SAID = "|".join(sorted(_AIMED | _STATED, key=len, reverse=True))
_YEAR = re.compile(rf"(?P<before>{_SAID})?((?:19|20)\d\d)年?(?:[底末])?(?P<behind>{_SAID})?")
_AROUND = (
    (re.compile(r"(?:about |约)(.+)"), "~"),
    (re.compile(r"(.+?) ?[（(](?:uncertain|存疑)[）)]"), "?"),
)


def squeezed(text: str) -> str:
    """A heading or name without blanks, full-width forms and a unit in brackets: 研发投入强度（%） -> 研发投入强度."""
    flat = _flat(text)
    return re.sub(r"^[0-9一二三四五六七八九十]+[.、]|\([^()]*\)$|^[★*]+", "", flat) or flat


def _flat(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()


@cache
def _known(kind: str) -> dict[str, str]:
    plain = _PLAIN if kind == "target" else _FIGURE
    typed = {squeezed(word): name for name, words in plain.items() for word in words}
    model = {} if kind == "target" else {squeezed(word): name for word, name in labels(Observation).items()}
    ours = {word: name for word, name in _ours(kind).items() if not name.startswith("~")}
    return (ours | typed if kind == "figure" else typed | ours) | {
        word: name for word, name in model.items() if word not in typed and name in _FIGURE
    }


@cache
def _ours(kind: str) -> dict[str, str]:
    both, known = (Words("zh"), Words("en")), ledger.KINDS[kind]
    typed = {word: name for word, name in labels(known.model).items() if name in known.fields.values()}
    typed |= {name: name for name in known.model.model_fields if name in known.fields.values()}
    return {_flat(word): name for word, name in typed.items()} | {
        _flat(words(key)): known.column(key) for words in both for key in (*known.filled, *known.fields)
    }


def is_heading(text: str) -> bool:
    """Whether a heading of a copied table is known: a year, or the name of a column."""
    return is_year(text) or any(known.get(_flat(text)) or known.get(squeezed(text)) for known in map(_known, _BOTH))


def is_year(text: str) -> bool:
    """Whether a heading is a year, 2025年 or 2025年目标."""
    return bool(_YEAR.fullmatch(squeezed(text)))


def own(row: list[str], kind: str) -> dict[str, int]:
    """The columns (from 0) of a header row of our own sheets, `key` among them; empty where it is none of them."""
    keys = {_flat(words(ledger.KEY)) for words in (Words("zh"), Words("en"))}
    found: dict[str, int] = {}
    for n, cell in enumerate(row):
        flat = _flat(cell)
        name = "key" if flat in keys else _ours(kind).get(flat)
        if name:
            found.setdefault(name, n)
    return found if "key" in found else {}


def columns(row: list[str]) -> dict[str, int]:
    """The columns (from 0) of a header row by field; empty where it is no header of a table of targets."""
    found, years = _read(row, "target")
    if not {"name", "indicator"} & found.keys():
        return {}
    found |= _years(years)
    return found if {"value", "=value"} & found.keys() or any(key.startswith("value@") for key in found) else {}


def figure_columns(row: list[str]) -> dict[str, int]:
    """The same for a table of observations: one a row, or one a year in columns headed by years."""
    found, years = _read(row, "figure")
    found |= {f"value@{year}": n for year, said, n in years if said not in _AIMED}
    named = {"name", "indicator", "ref_area"} & found.keys()
    return found if named and ("value" in found or any(key.startswith("value@") for key in found)) else {}


def kind_of(row: list[str]) -> str:
    """Whether a header row speaks of targets or of observations."""
    found, years = _read(row, "figure")
    aims = columns(row)
    if aims and ({"value", "nature", "due"} & aims.keys() or any(said in _AIMED for _, said, _ in years)):
        return "target"
    told = {"ref_area", "time_period", "source", "value"} & found.keys()
    return "figure" if figure_columns(row) and (told or len(years) > 2 or not aims) else "target"


def _read(row: list[str], kind: str) -> tuple[dict[str, int], list[tuple[str, str, int]]]:
    found: dict[str, int] = {}
    years: list[tuple[str, str, int]] = []
    known = _known(kind)
    for n, cell in enumerate(row):
        flat = squeezed(cell)
        if year := _YEAR.fullmatch(flat):
            years.append((year[2], year["behind"] or year["before"] or "", n))
        elif name := known.get(_flat(cell)) or known.get(flat):
            found.setdefault(name, n)
    return found, years


def _years(years: list[tuple[str, str, int]]) -> dict[str, int]:
    """Columns headed by years: the last is the target unless it says otherwise, the first the baseline."""
    if not years:
        return {}
    years.sort()
    aimed = [one for one in years if one[1] in _AIMED] or [one for one in years[-1:] if one[1] not in _STATED]
    stated = [one for one in years if one not in aimed and one[1] not in _AIMED]
    found = {f"value@{year}": n for year, _, n in aimed[-1:]}
    return found | {f"baseline.value@{year}": n for year, _, n in stated[:1]}


def area_called(text: str, known: Mapping[str, str]) -> str | None:
    """The area of a short name, 津南 for 津南区, where it can mean one area only; `known` has the whole names."""
    found = {known[text + end] for end in _LEVELS if text + end in known}
    return found.pop() if len(found) == 1 else None


def period_of(text: str) -> str:
    """A period as a sheet says it in either language, as EDTF: 2025年 -> 2025; raises Fault sheet_period."""
    for around, sign in _AROUND:
        if found := around.fullmatch(text):
            return period_of(found[1]) + sign
    try:
        return period.parse(edtf_of(text) or text).canonical
    except Fault:
        raise Fault("sheet_period", value=text) from None


def nature_of(text: str) -> str | None:
    """约束性 or 预期性 as the model says it, None for nothing; raises Fault sheet_choice."""
    return choice_of(text, "target", "nature")


def choice_of(text: str, kind: str, name: str) -> str | None:
    """The code of a word of a list, in either language or as the code itself; None for nothing; raises Fault."""
    room, codes = ledger.choices(kind, name) or ("", ())
    both = (Words("zh"), Words("en"))
    known = {squeezed(words(f"{room}.{code}")): code for words in both for code in codes}
    known |= {key.removesuffix("性"): code for key, code in known.items()} | {code.lower(): code for code in codes}
    known |= _ALSO.get(name, {})
    flat = squeezed(text).removesuffix("指标")
    if flat in {squeezed(words("common.not_stated")) for words in both} | {"", "-", "—", "/"}:
        return None
    if flat not in known:
        told = {words.lang: [words(f"{room}.{code}") for code in codes] for words in both}
        raise Fault("sheet_choice", value=text, choices=told)
    return known[flat]
