"""The cells of a table for `biaochi judge`, as people type them -> the typed columns of judge.sql."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd

from biaochi import period, quantity
from biaochi.problem import Fault, Problem, nearest

METHODS = ("linear_pace", "opensdg", "eurostat")
TYPES = ("level", "floor", "ceiling", "range", "cumulative", "growth_rate", "milestone", "qualitative", "none")
DIRECTIONS = ("higher", "lower", "range")
# How a comparator is printed before its number: quantity knows the words and the house rules for 近 and 约.
PRINTED = {"": "", "=": "", ">": "逾", ">=": "不低于", "≥": "不低于", "<": "不到", "<=": "不超过", "≤": "不超过",
           "<~": "近", "~": "约"}
WORDS_ONLY = {"value_not_a_number", "value_unknown_word", "value_order_of_magnitude", "value_too_long"}
TEXTS = "method direction target_type target_comparator target_end baseline_end value_end as_of"
NUMBERS = "target target_upper baseline limit_value value value_lower value_upper"
FLAGS = ("target_lower_open target_upper_open value_lower_open value_upper_open target_annual baseline_annual "
         "value_annual value_dated")
DTYPES = {column: dtype for columns, dtype in ((TEXTS, "string"), (NUMBERS, "Float64"), (FLAGS, "boolean"))
          for column in columns.split()}
_BRACKETS = re.compile(r"([\[(])([^\[\]()]+)([\])])")
_HAN = re.compile(r"[\u4e00-\u9fff].*[\u4e00-\u9fff]")

Cells = dict[str, Any]


def read(frame: pd.DataFrame, near: float, about: float) -> tuple[pd.DataFrame, pd.Series]:
    """The typed columns of judge.sql, and a Chinese line on the first unreadable cell of each row, else empty.

    near, about: the shares by which 近 and 约 widen a value. Each distinct text is read once.
    """
    text = pd.DataFrame({str(name): frame[name].astype("string").fillna("").str.strip() for name in frame}).reset_index(
        drop=True)
    parts = [
        _distinct(text, lambda word: {"method": choice("method", word, METHODS) or METHODS[0]}, "method"),
        _distinct(text, lambda word: {"direction": choice("direction", word, DIRECTIONS) or "higher"}, "direction"),
        _distinct(text, target, "target", "target_type", "target_comparator", "unit"),
        _distinct(text, lambda cell, unit: number("baseline", cell, unit), "baseline", "unit"),
        _distinct(text, lambda cell, sign, unit: value(cell, sign, unit, near, about),
                  "value", "value_comparator", "unit"),
        _distinct(text, lambda cell: number("limit_value", cell, ""), "limit"),
        *(_distinct(text, partial(end, name), f"{name}_year") for name in ("target", "baseline", "value")),
        _distinct(text, lambda cell: {"as_of": end("day", cell).get("day_end")}, "as_of"),
    ]
    problems = pd.concat([part.pop("problem") for part in parts], axis=1)
    typed = pd.concat(parts, axis=1).reindex(columns=list(DTYPES)).astype(DTYPES)
    return typed.assign(case_id=range(len(typed))), problems.bfill(axis=1).iloc[:, 0].fillna("").astype("str")


def choice(field: str, word: str, choices: tuple[str, ...]) -> str:
    """The word, or empty; Fault where it is none of the choices."""
    if word and word not in choices:
        listed = "、".join(one for one in choices if one)
        raise Fault("choice_wrong", field=field, value=word, near=nearest(word, choices), choices=listed)
    return word


def number(name: str, cell: str, unit: str) -> Cells:
    """One number as printed; Fault."""
    return {name: quantity.parse(cell, unit).value} if cell else {}


def value(cell: str, sign: str, unit: str, near: float, about: float) -> Cells:
    """A value and its two ends; a comparator in a column of its own is read as if printed before the number. Fault."""
    choice("value_comparator", sign, tuple(PRINTED))
    if not cell:
        return {}
    read = quantity.parse(cell, unit, near, about)
    if read.comparator == "=" and PRINTED[sign]:
        read = quantity.parse(PRINTED[sign] + cell, unit, near, about)
    return {"value": read.value, "value_lower": read.lower, "value_upper": read.upper,
            "value_lower_open": read.lower_open, "value_upper_open": read.upper_open}


def target(cell: str, kind: str, sign: str, unit: str) -> Cells:
    """A target: a number, a range in brackets, or words (qualitative). Fault."""
    choice("target_type", kind, TYPES)
    choice("target_comparator", sign, tuple(PRINTED))
    if kind in ("qualitative", "none") or not cell:
        return {"target_type": kind or "none"}
    cell = unicodedata.normalize("NFKC", cell)
    brackets = _BRACKETS.fullmatch(cell)
    try:
        asked = quantity.parse_target(f"[{brackets[2]}]" if brackets else cell, unit)
    except Fault as fault:
        if kind != "range" and fault.code in WORDS_ONLY and _HAN.search(cell):
            return {"target_type": "qualitative"}
        raise
    if kind == "range" or asked.comparator == "range":
        return _range(asked, kind, cell)
    return {"target_type": kind or "level", "target": asked.value,
            "target_comparator": {"≥": ">=", "≤": "<="}.get(sign, sign) or asked.comparator}


def _range(asked: quantity.Quantity, kind: str, cell: str) -> Cells:
    """A range, open at an end in a round bracket; Fault where a number stands for a range or a range for a number."""
    if kind not in ("", "level", "range") or asked.comparator in ("=", "~", "<~"):
        raise Fault("value_wrong", field="target", value=cell)
    return {"target_type": "range", "target": asked.lower, "target_upper": asked.upper,
            "target_lower_open": asked.lower_open or cell.startswith("("),
            "target_upper_open": asked.upper_open or cell.endswith(")")}


def end(name: str, cell: str) -> Cells:
    """The end of a period as an ISO date, whether it is of whole years and known to the quarter; Fault."""
    if not cell:
        return {}
    read = period.parse(cell)
    last = read.end.isoformat() if read.end else None
    return {f"{name}_end": last, f"{name}_annual": read.annual, f"{name}_dated": read.dated}


def _distinct(text: pd.DataFrame, reader: Callable[..., Cells], *columns: str) -> pd.DataFrame:
    """What the reader makes of these columns, row by row, each distinct combination read once."""
    keys = text.reindex(columns=list(columns), fill_value="").set_axis([f"key{i}" for i in range(len(columns))], axis=1)
    unique = keys.drop_duplicates().reset_index(drop=True)
    read = [_tried(reader, columns[0], found) for found in unique.itertuples(index=False, name=None)]
    answers = pd.DataFrame(read or [{"problem": None}], dtype=object)
    return keys.merge(unique.join(answers), how="left").drop(columns=list(keys.columns))


def _tried(reader: Callable[..., Cells], column: str, found: tuple[str, ...]) -> Cells:
    try:
        return {"problem": None, **reader(*found)}
    except Fault as fault:
        problem = Problem(fault.code, fault.params)
        return {"problem": f"{fault.params.get('field', column)}：{problem.fact()}；{problem.advice()}"}

