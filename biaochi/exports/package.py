"""A Frictionless Data Package: figures, verdicts, definitions, areas and sources as CSV, described and hashed."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, time
from typing import Any

from biaochi import progress, sentences
from biaochi.exports.answer import Answer, gather
from biaochi.exports.clean import text, zipped
from biaochi.exports.rows import format_name, table
from biaochi.selection import Selection
from biaochi.store import Row, Store
from biaochi.views.rows import Aim
from biaochi.words import Words

# Table: its key, and each column with its type and its title. Numbers are in the indicator's unit.
_S, _N, _I, _B, _D = "string", "number", "integer", "boolean", "date"
TABLES: dict[str, tuple[list[str], dict[str, tuple[str, str, str]]]] = {
    "figures": (
        [],
        {
            "role": (_S, "类别", "target, baseline, milestone or observation"),
            "plan": (_S, "规划", "plan"),
            "indicator": (_S, "指标", "indicator"),
            "indicator_name": (_S, "指标名称", "name of the indicator"),
            "ref_area": (_S, "地区代码", "area code, GB/T 2260"),
            "area_name": (_S, "地区", "name of the area"),
            "time_period": (_S, "时期", "period, EDTF; empty = not stated"),
            "value": (_N, "数", "value in the unit"),
            "comparator": (_S, "界限", "=, >, <, >=, <=, ~ about, <~ nearly, range"),
            "lower": (_N, "下限", "lower end for judging; empty = open"),
            "upper": (_N, "上限", "upper end for judging; empty = open"),
            "value_text": (_S, "原文写法", "value as printed"),
            "unit": (_S, "单位", "unit"),
            "basis": (_S, "计数方式", "stock, flow, ytd, cumulative or ratio"),
            "obs_status": (_S, "数据状态", "SDMX code"),
            "source": (_S, "来源", "source document"),
            "reliability": (_S, "可靠性", "how reliable the source is"),
            "quote": (_S, "原文", "quote of at most 40 characters"),
            "verified": (_B, "已核对", "quote found in the document; empty = not checked"),
        },
    ),
    "assessments": (
        ["plan", "ord"],
        {
            "plan": (_S, "规划", "plan"),
            "ord": (_I, "序号", "place in the plan, from 0"),
            "indicator": (_S, "指标", "indicator"),
            "ref_area": (_S, "地区代码", "area code"),
            "target_type": (_S, "目标类型", "type of target"),
            "verdict": (_S, "进度判断", "verdict, pace method"),
            "verdict_word": (_S, "判断用语", "the verdict's word"),
            "baseline": (_N, "基期", "baseline"),
            "target": (_N, "目标", "target"),
            "value": (_N, "最新", "judged value"),
            "completion_rate": (_N, "完成率", "share of the distance covered, 1 = all"),
            "time_progress": (_N, "时间进度", "share of the time used"),
            "pace_gap_pp": (_N, "快慢（百分点）", "percentage points ahead of time"),
            "pace_ratio": (_N, "速度比", "completion over time"),
            "required_pace": (_N, "今后所需年均", "units a year still needed"),
            "attainment_ratio": (_N, "目标达成比", "value over target"),
            "gap": (_N, "差额", "units still to go"),
            "margin": (_N, "余量", "units inside a limit"),
            "opensdg_verdict": (_S, "复合增长法（Open SDG）", "compound growth, Open SDG"),
            "eurostat_verdict": (_S, "复合增长法（Eurostat）", "compound growth, Eurostat"),
            "reasons": (_S, "说明码", "codes, separated by semicolons"),
            "notice": (_S, "一句话", "one sentence with its sources"),
        },
    ),
    "indicators": (
        ["indicator"],
        {
            "indicator": (_S, "指标", "id"),
            "name": (_S, "名称", "name"),
            "name_en": (_S, "英文名称", "name in English"),
            "definition": (_S, "口径", "what is counted"),
            "unit": (_S, "单位", "unit"),
            "basis": (_S, "计数方式", "basis"),
            "direction": (_S, "方向", "higher, lower or range"),
            "theme": (_S, "主题", "theme"),
            "concept": (_S, "概念", "concept that ties definitions"),
        },
    ),
    "areas": (
        ["ref_area"],
        {
            "ref_area": (_S, "地区代码", "area code"),
            "name": (_S, "名称", "name"),
            "name_en": (_S, "英文名称", "name in English"),
            "parent": (_S, "上级", "area around it"),
            "level": (_S, "层级", "level"),
        },
    ),
    "sources": (
        ["source"],
        {
            "source": (_S, "来源", "id"),
            "title": (_S, "题名", "title"),
            "publisher": (_S, "发布者", "publisher"),
            "doc_number": (_S, "文号", "document number"),
            "doc_type": (_S, "类型", "type"),
            "date_published": (_S, "日期", "date, EDTF"),
            "reliability": (_S, "可靠性", "official, press, republished, copy-of-official-page or speech"),
            "url": (_S, "网址", "address"),
            "license": (_S, "许可", "licence"),
            "sha256": (_S, "校验值", "hash of the archived document"),
            "citation": (_S, "著录", "GB/T 7714 citation"),
        },
    ),
}
_LINKS = {"figures": ("indicator", "ref_area", "source"), "assessments": ("indicator", "ref_area")}
_HOLDS = {"indicator": "indicators", "ref_area": "areas", "source": "sources"}


def _until(store: Store) -> str:
    """The end of the newest period as its document states it (EDTF): 2025-12, or 2025-23 for an autumn."""
    newest = store.newest()
    return str(newest["time_period"]).rpartition("/")[2] if newest else ""


def datapackage(store: Store, selection: Selection, words: Words) -> bytes:
    """A ZIP with datapackage.json (schema, hashes, sources) and its CSV files."""
    answer = gather(store, selection, words, whole=True)
    rows = _rows(answer)
    files = {f"data/{name}.csv": table(list(columns), rows[name]) for name, (_, columns) in TABLES.items()}
    made = datetime.combine(answer.when, time(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    description = {
        "$schema": format_name("datapackage"), "name": "biaochi-export", "id": f"biaochi-{store.id}-{answer.when}",
        "title": text(answer.title), "description": f"{words('export.package_about')} {answer.stamp}",
        "version": store.id, "created": made, "as_of": answer.when.isoformat(), "snapshot": store.id,
        "data_until": _until(store), "method": "linear_pace",
        "thresholds": store.config.thresholds.model_dump(),
        "sources": [_cited(row) for row in rows["sources"]],
        "resources": [_resource(name, files[f"data/{name}.csv"], words) for name in TABLES],
    }  # fmt: skip
    said = json.dumps(description, ensure_ascii=False, indent=1).encode()
    return zipped({"datapackage.json": said, **files})


def _rows(answer: Answer) -> dict[str, list[dict[str, Any]]]:
    store, figures = answer.store, answer.chosen_figures
    used = {
        key: {one[key] for one in figures} | {aim.row.get(key) for aim in answer.aims}
        for key in ("indicator", "ref_area")
    }
    areas = {row["ref_area"]: row for row in store.areas()}
    for code in list(used["ref_area"]):  # the areas around an area belong to its description
        while code in areas and areas[code]["parent"] in areas and areas[code]["parent"] not in used["ref_area"]:
            used["ref_area"].add(code := areas[code]["parent"])
    return {
        "figures": figures,
        "assessments": [_assessed(aim, answer) for aim in answer.aims],
        "indicators": [row for row in store.indicators() if row["indicator"] in used["indicator"]],
        "areas": [row for row in store.areas() if row["ref_area"] in used["ref_area"]],
        "sources": answer.sources([*figures, *(plan.row for plan in answer.plans)]),
    }


def _assessed(aim: Aim, answer: Answer) -> Row:
    value = {} if aim.value else {"value": None}
    return {**aim.row, **value, "verdict_word": answer.verdict(aim), "reasons": progress.reasons(aim.row),
            "notice": sentences.notice(aim, answer.words)}  # fmt: skip


def _cited(row: Row) -> dict[str, str]:
    found = {"title": text(row["citation"] or row["title"])}
    return found | ({"path": row["url"]} if str(row["url"] or "").startswith(("http://", "https://")) else {})


def _resource(name: str, data: bytes, words: Words) -> dict[str, Any]:
    key, columns = TABLES[name]
    title = 1 if words.lang == "zh" else 2
    schema: dict[str, Any] = {
        "fields": [{"name": column, "type": said[0], "title": said[title], "description": said[2]}
                   for column, said in columns.items()],
        "missingValues": [""],
    }  # fmt: skip
    schema |= {"primaryKey": key} if key else {}
    links = [{"fields": one, "reference": {"resource": _HOLDS[one], "fields": one}} for one in _LINKS.get(name, ())]
    schema |= {"foreignKeys": links} if links else {}
    return {
        "name": name, "path": f"data/{name}.csv", "type": "table", "format": "csv", "mediatype": "text/csv",
        "encoding": "utf-8", "bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n"}, "schema": schema,
    }  # fmt: skip
