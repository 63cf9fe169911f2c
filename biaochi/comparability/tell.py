"""An answer of compare() for programs and for the terminal; why a figure stands apart, in words.

`words` is the interface in one language (biaochi.words.Words, which stands to the right and is therefore handed in).
"""

from __future__ import annotations

import unicodedata
from typing import Any

Row = dict[str, Any]
_FIGURE = (
    "ref_area",
    "area_name",
    "time_period",
    "value",
    "value_text",
    "comparator",
    "rank",
    "rank_text",
    "conflict",
    "source",
)
_GROUP = ("indicator", "rankable", "reason", "basis", "time_period", "unit", "median")
_TOTAL = ("ref_area", "area_name", "printed", "value_text", "sum", "agrees")
_APART = ("indicator", "ref_area", "area_name", "time_period", "value", "value_text", "differs", "near")


def why(figure: Row, words: Any) -> str:
    """One sentence on why a figure of `apart` stands apart: 河西区为累计数，起点不同."""
    reasons = words("common.clause").join(_reason(name, figure, words) for name in _told(figure["differs"]))
    return words("differs.why.sentence", area=_name(figure, "area_name", words), reasons=reasons)


def as_json(answer: Row, words: Any = None) -> Row:
    """The answer in the format of `compare --json` (DESIGN.md), numbers in the indicator's unit, unknown = None.

    Without words `why` holds the attributes instead of a sentence.
    """
    return {
        "indicator": answer["id"],
        "groups": [
            {
                **_some(group, _GROUP),
                "figures": [_some(one, _FIGURE) for one in group["figures"]],
                "missing": [one["ref_area"] for one in group["missing"]],
                "total": _some(group["total"], _TOTAL) if group["total"] else None,
            }
            for group in answer["groups"]
        ],
        "apart": [
            {**_some(one, _APART), "why": why(one, words) if words else ", ".join(one["differs"])}
            for one in answer["apart"]
        ],
    }


def as_text(answer: Row, words: Any) -> str:
    """The answer for the terminal: the groups, then what stands apart and why, in columns (a Han sign is two wide)."""
    names = {one["indicator"]: _name(one, "name", words) for one in answer["indicators"]}
    blocks = [_group_text(group, names, words) for group in answer["groups"]] or [[words("compare.no_groups")]]
    if answer["apart"]:
        rows = [
            (_name(one, "area_name", words), words.period(one["time_period"]), words.value(one), why(one, words))
            for one in answer["apart"]
        ]
        blocks.append([words("compare.apart"), *_columns(rows, right=(2,))])
    if answer["excluded"]:
        blocks.append([words("compare.excluded", n=len(answer["excluded"]))])
    head = words("compare.head", name=_name(answer, "name", words), day=answer["as_of"])
    return "\n\n".join([head, *("\n".join(block) for block in blocks)])


def reason(group: Row, words: Any) -> str:
    """Why a group is not ranked, as a sentence; empty where it is."""
    if not group["reason"]:
        return ""
    return words(f"compare.reason.{group['reason']}", n=group["peers"], missing=len(group["missing"]))


def total(group: Row, words: Any) -> str:
    """What is printed for the area around a group, against the sum of its figures; empty where nothing is printed."""
    found = group["total"]
    if not found:
        return ""
    key = {True: "total_agrees", False: "total_differs"}.get(found["agrees"], "total_printed")
    printed = words.value({**found, "value": found["printed"]})
    return words(
        f"compare.{key}",
        area=_name(found, "area_name", words),
        printed=printed,
        sum=words.amount(words.number(found["sum"]), group["unit"]),
    )


def refusal(answer: Row, words: Any) -> str:
    """Why change() refuses two periods, as a sentence; empty where it does not."""
    return _beside(answer["differs"], "change_refused", words)


def _beside(differs: list[str], key: str, words: Any) -> str:
    return words(f"compare.{key}", differs=words.join(words(f"differs.{name}") for name in differs)) if differs else ""


def _told(differs: list[str]) -> list[str]:
    """The attributes that are worth a word: where the lengths differ, the months differ too."""
    return [name for name in differs if name != "season" or "period_length" not in differs]


def _reason(attribute: str, figure: Row, words: Any) -> str:
    """One clause; the columns of a figure choose among the texts of an attribute."""
    key = {
        "basis": f"basis_{figure['basis']}",
        "period_length": _period_reason(figure),
        "cumulative_from": "start_differs" if figure["counted_from"] else "start_unknown",
        "obs_status": "forecast" if figure["obs_status"] == "F" else "definition_noted",
        "area_level": "functional" if figure["level"] == "functional" else "level",
    }.get(attribute, attribute)
    if attribute == "cumulative_from" and figure["basis"] != "cumulative":
        key = "start_other"
    return words(
        f"differs.why.{key}",
        name=_name(figure, "indicator_name", words),
        unit=words.unit(figure["unit"]),
        when=figure["time_period"],
        start=figure["cumulative_from"] or figure["counted_from"],
        parent=_name(figure, "parent_name", words),
        level=words(f"level.{figure['level']}"),
    )


def _period_reason(figure: Row) -> str:
    if not figure["period_known"]:
        return "end_unknown" if figure["time_period"] else "period_unknown"
    return "period_doubtful" if figure["period_doubtful"] else "period_length"


def _group_text(group: Row, names: dict[str, str], words: Any) -> list[str]:
    head = words(
        "compare.group",
        name=names[group["indicator"]],
        basis=words(f"basis.{group['basis']}"),
        when=group["time_period"],
        n=group["areas"],
    )
    rows = [
        (
            one["rank_text"] or words("compare.unranked"),
            _name(one, "area_name", words),
            words.value(one),
            "" if one["time_period"] == group["time_period"] else words.period(one["time_period"]),
            words("compare.conflict") if one["conflict"] else "",
        )
        for one in group["figures"]
    ]
    missing = words.join(_name(one, "area_name", words) for one in group["missing"])
    notes = [
        _beside(group["differs"], "beside_first", words),
        reason(group, words),
        total(group, words),
        words("compare.missing", areas=missing) if missing else "",
        words("compare.median", n=words.amount(words.number(group["median"]), group["unit"]))
        if group["median"] is not None
        else "",
    ]
    return [head, *_columns(rows, right=(0, 2)), *("  " + note for note in notes if note)]


def _columns(rows: list[tuple[str, ...]], right: tuple[int, ...]) -> list[str]:
    """Rows of cells as lines of equal columns, two blanks apart."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return [
        "  "
        + "  ".join(
            _pad(cell, width, i in right) for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _pad(text: str, width: int, right: bool) -> str:
    blanks = " " * (width - _width(text))
    return blanks + text if right else text + blanks


def _width(text: str) -> int:
    """Columns on a terminal."""
    return sum(
        2 if unicodedata.east_asian_width(one) in "WF" else 0 if unicodedata.combining(one) else 1 for one in text
    )


def _name(row: Row, column: str, words: Any) -> str:
    return str((row.get(f"{column}_en") if words.lang == "en" else None) or row.get(column) or "")


def _some(row: Row, columns: tuple[str, ...]) -> Row:
    return {
        name: int(value) if isinstance(value := row[name], float) and value.is_integer() else value for name in columns
    }
