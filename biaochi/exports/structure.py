"""The structure message of the SDMX export: what every column means and which codes it may hold (SDMX-JSON 2.0)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Any

from biaochi.exports.answer import Answer
from biaochi.exports.rows import format_name
from biaochi.store import Row
from biaochi.words import LANGUAGES, Words

AGENCY, VERSION = "BIAOCHI", "1.0.0"
FLOW = f"{AGENCY}:DF_FIGURES({VERSION})"
_MODEL = "urn:sdmx:org.sdmx.infomodel"
# Column: (name in Chinese, name in English, its code list or its type)
DIMENSIONS = {
    "FREQ": ("频率", "Frequency", "CL_FREQ"),
    "REF_AREA": ("地区", "Reference area", "CL_AREA"),
    "INDICATOR": ("指标", "Indicator", "CL_INDICATOR"),
    "BASIS": ("计数方式", "Basis of counting", "CL_BASIS"),
    "FIGURE_ROLE": ("类别", "Role of the figure", "CL_ROLE"),
    "PLAN": ("规划", "Plan", "CL_PLAN"),
    "SOURCE": ("来源", "Source document", "CL_SOURCE"),
    "SERIAL": ("同键序号", "Number among figures of one key", "Integer"),
    "TIME_PERIOD": ("时期", "Time period", "ObservationalTimePeriod"),
}
ATTRIBUTES = {
    "VALUE_TEXT": ("原文写法", "Value as printed", "String"),
    "COMPARATOR": ("界限", "Comparator", "CL_COMPARATOR"),
    "VALUE_LOWER": ("下限", "Lower end", "Double"),
    "VALUE_UPPER": ("上限", "Upper end", "Double"),
    "UNIT_TEXT": ("单位", "Unit of measure", "String"),
    "OBS_STATUS": ("观测状态", "Observation status", "CL_OBS_STATUS"),
    "TIME_TEXT": ("时期（EDTF）", "Period in EDTF", "String"),
    "CUMULATIVE_FROM": ("累计起点", "Start of a cumulative count", "String"),
    "INFERRED": ("推定", "Inferred", "Boolean"),
    "QUOTE": ("原文", "Quote", "String"),
    "VERIFIED": ("已核对原文", "Quote confirmed", "Boolean"),
    "NOTE": ("备注", "Note", "String"),
    "AS_OF": ("截至", "As of", "String"),
    "SNAPSHOT": ("数据版本", "Data version", "String"),
}
_OF_FLOW = ("AS_OF", "SNAPSHOT")
_VALUE = {"OBS_VALUE": ("数值", "Value in the indicator's unit", "Double")}
_FREQ = {"A": ("每年", "Annual"), "S": ("每半年", "Half-yearly"), "Q": ("每季", "Quarterly"), "M": ("每月", "Monthly"),
         "D": ("每日", "Daily"), "_O": ("其他", "Other")}  # fmt: skip
_COMPARATOR = {
    "EQ": ("等于", "equal"),
    "GT": ("超过", "more than"),
    "LT": ("少于", "less than"),
    "NEARLY": ("近", "nearly"),
    "ABOUT": ("约", "about"),
    "GE": ("至少", "at least"),
    "LE": ("至多", "at most"),
    "RANGE": ("区间", "range"),
}
_ROLE = {"T": "target", "B": "baseline", "M": "milestone", "O": "observation"}
_BASIS = ("stock", "flow", "ytd", "cumulative", "ratio")
_STATUS = "AVEPDBFML"
_NOTHING = ("不适用", "Not applicable")

Names = tuple[str, str]


def structure(answer: Answer, figures: list[Row]) -> bytes:
    """The message; code lists of areas, indicators, plans and sources hold what these figures use."""
    prepared = datetime.combine(answer.when, time(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    message = {
        "meta": {
            "schema": format_name("sdmx_structure"),
            "id": f"BIAOCHI-{answer.store.id}",
            "test": False,
            "prepared": prepared,
            "contentLanguages": list(LANGUAGES),
            "sender": {"id": AGENCY},
        },
        "data": {
            "dataStructures": [_data_structure()],
            "dataflows": [
                _item("DF_FIGURES", ("标尺：指标与规划", "Biaochi: indicators and plans"), maintained=True)
                | {"structure": _urn("datastructure.DataStructure", "DSD_FIGURES")}
            ],
            "conceptSchemes": [
                _item("CONCEPTS", ("概念", "Concepts"), maintained=True)
                | {
                    "concepts": [
                        _item(name, (zh, en)) for name, (zh, en, _) in (DIMENSIONS | _VALUE | ATTRIBUTES).items()
                    ]
                }
            ],
            "codelists": [
                _item(name, names, maintained=True) | {"codes": [_item(code, said) for code, said in codes]}
                for name, names, codes in _codelists(answer, figures)
            ],
        },
    }
    return json.dumps(message, ensure_ascii=False, indent=1).encode()


def _data_structure() -> dict[str, Any]:
    dimensions = [name for name in DIMENSIONS if name != "TIME_PERIOD"]
    components = {
        "dimensionList": {
            "id": "DimensionDescriptor",
            "dimensions": [
                _component(name, DIMENSIONS[name][2]) | {"position": n} for n, name in enumerate(dimensions)
            ],
            "timeDimension": _component("TIME_PERIOD", "ObservationalTimePeriod"),
        },
        "measureList": {"id": "MeasureDescriptor", "measures": [_component("OBS_VALUE", "Double")]},
        "attributeList": {
            "id": "AttributeDescriptor",
            "attributes": [
                _component(name, kind)
                | {"attributeRelationship": {"dataflow": {}} if name in _OF_FLOW else {"observation": {}}}
                for name, (_, _, kind) in ATTRIBUTES.items()
            ],
        },
    }
    head = _item("DSD_FIGURES", ("标尺：一行一个数", "Biaochi: one row a figure"), maintained=True)
    return head | {"dataStructureComponents": components}


def _component(name: str, kind: str) -> dict[str, Any]:
    coded = kind.startswith("CL_")
    form = {"enumeration": _urn("codelist.Codelist", kind)} if coded else {"format": {"dataType": kind}}
    concept = f"{_urn('conceptscheme.Concept', 'CONCEPTS')}.{name}"
    return {"id": name, "conceptIdentity": concept, "localRepresentation": form}


def _codelists(answer: Answer, figures: list[Row]) -> Iterable[tuple[str, Names, list[tuple[str, Names]]]]:
    zh, en = Words("zh"), Words("en")
    used = {column: {one[column] for one in figures} for column in ("ref_area", "indicator", "plan", "source")}
    store = answer.store
    yield "CL_FREQ", ("频率", "Frequency"), list(_FREQ.items())
    yield "CL_AREA", ("地区", "Areas"), _codes(store.areas(), "ref_area", used["ref_area"])
    yield "CL_INDICATOR", ("指标", "Indicators"), _codes(store.indicators(), "indicator", used["indicator"])
    yield "CL_PLAN", ("规划", "Plans"), [*_codes(store.plans(), "plan", used["plan"]), ("_Z", _NOTHING)]
    sources = [{**one, "name": one["title"], "name_en": one["title"]} for one in answer.documents]
    yield "CL_SOURCE", ("来源", "Sources"), _codes(sources, "source", used["source"])
    yield "CL_COMPARATOR", ("界限", "Comparators"), list(_COMPARATOR.items())
    for name, names, room, codes in (
        ("CL_ROLE", ("类别", "Roles"), "role", _ROLE.items()),
        ("CL_BASIS", ("计数方式", "Bases"), "basis", ((one, one) for one in _BASIS)),
        ("CL_OBS_STATUS", ("观测状态", "Observation status"), "obs_status", ((one, one) for one in _STATUS)),
    ):
        yield name, names, [(code, (zh(f"{room}.{key}"), en(f"{room}.{key}"))) for code, key in codes]


def _codes(rows: Iterable[Row], key: str, used: set[Any]) -> list[tuple[str, Names]]:
    return [(row[key], (row["name"], row["name_en"] or row["name"])) for row in rows if row[key] in used]


def _urn(kind: str, name: str) -> str:
    return f"{_MODEL}.{kind}={AGENCY}:{name}({VERSION})"


def _item(name: str, names: Names, maintained: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = {"id": name, "name": names[0], "names": {"zh": names[0], "en": names[1]}}
    return found | ({"agencyID": AGENCY, "version": VERSION} if maintained else {})
