"""A made-up catalogue of 甲区 (990101) with a target for every verdict and every type, as planners would write it."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import yaml

from biaochi.snapshot import Library
from biaochi.store import Store

AS_OF, AREA, PLAN = date(2025, 3, 1), "990101", "jia-145"
# id: (name, unit, basis, target as YAML, baseline of 2020, observations (period, value, more))
_LEVEL = {"due": "2025"}
TARGETS: dict[str, Any] = {
    "early": ("早达标厂", "家", "stock", {"value": "200"}, "100", [("2024", "220")]),
    "reached": ("已达标厂", "家", "stock", {"value": "200", "due": "2024"}, "100", [("2024", "210")]),
    "kept-level": ("一直达标厂", "家", "stock", {"value": "100"}, "100", [("2024", "101")]),
    "floor-met": ("甲级水比例", "%", "ratio", {"value": "80", "type": "floor"}, None, [("2024", "85")]),
    "floor-lost": ("乙级水比例", "%", "ratio", {"value": "80", "type": "floor"}, None, [("2024", "78.5")]),
    "ceiling-met": ("甲类耗水", "吨", "flow", {"value": "50", "type": "ceiling"}, None, [("2024", "50")]),
    "ceiling-lost": ("乙类耗水", "吨", "flow", {"value": "50", "type": "ceiling"}, None, [("2024", "51")]),
    "level-lost": ("曾达标厂", "家", "stock", {"value": "100"}, "100", [("2024", "99")]),
    "range-in": ("甲类价格涨幅", "%", "ratio", {"value": "[3,6]", "type": "range"}, None, [("2024", "4")]),
    "range-out": ("乙类价格涨幅", "%", "ratio", {"value": "[3,6]", "type": "range"}, None, [("2024", "7")]),
    "built": ("甲号馆", "座", "stock", {"value": "1", "type": "milestone"}, None, [("2024", "1")]),
    "unbuilt": ("乙号馆", "座", "stock", {"value": "1", "type": "milestone"}, None, [("2024", "0")]),
    "on-pace": ("正常厂", "家", "stock", {"value": "200", "headline": True}, "100", [("2024", "185")]),
    "slow-one": ("偏慢厂", "家", "stock", {"value": "200"}, "100", [("2024", "160")]),
    "late-one": ("滞后厂", "家", "stock", {"value": "200"}, "100", [("2024", "130")]),
    "back-one": ("倒退厂", "家", "stock", {"value": "200"}, "100", [("2024", "90")]),
    "lost-one": ("未达厂", "家", "stock", {"value": "200", "due": "2024"}, "100", [("2024", "190")]),
    "open-one": ("不定人数", "人", "stock", {"value": "200"}, "100", [("2024", "逾150")]),
    "torn-one": ("矛盾厂", "家", "stock", {"value": "200"}, "100",
                 [("2024", "150"), ("2024", "170", {"source": "yi-news"})]),
    "hazy-one": ("季节厂", "家", "stock", {"value": "200"}, "100", [("2024-23", "150")]),
    "other-way": ("当期入库", "家", "flow", {"value": "200"}, None, [("2024-01/2024-05", "56", {"basis": "ytd"})]),
    "rootless": ("无基期厂", "家", "stock", {"value": "200"}, None, [("2024", "150")]),
    "wordy": ("营商环境", "项", "stock", {"value": "明显优化", "type": "qualitative"}, None, []),
    "unset": ("未定厂", "家", "stock", {"value": "未定"}, "100", [("2024", "150")]),
    "silent": ("无数厂", "家", "stock", {"value": "力争200"}, None, []),
    "start-only": ("基期厂", "家", "stock", {"value": "超过200"}, "100", []),
    "final-less": ("缺末厂", "家", "stock", {"value": "200", "due": "2024"}, "100", [("2023", "150")]),
    "growing": ("产值", "亿元", "flow", {"value": "6.5", "type": "growth_rate"}, "100", [("2024", "120")]),
    "summed": ("累计成交额", "亿元", "cumulative", {"value": "400", "type": "cumulative"}, None,
               [("2021/2024", "330", {"cumulative_from": "2021"})]),
    "shrinking": ("耗煤", "吨", "flow", {"value": "10", "direction": "lower"}, "20", [("2024", "13")]),
    "over-two": ("逾两千人", "人", "stock", {"value": "不少于1500"}, "1000", [("2024", "逾2000")]),
    "near-one": ("近百六厂", "家", "stock", {"value": "200"}, "100", [("2024", "近160")]),
    "summer-rate": ("日测率", "%", "ratio", {"value": "90"}, "80", [("2024-06-30", "88", {"obs_status": "P"})]),
}  # fmt: skip


def write_house(root: Path, targets: Any = None, names: dict[str, str] | None = None) -> Path:
    """Writes the catalogue into a folder; `names` renames indicators."""
    used = TARGETS if targets is None else targets
    for folder in ("indicators/definitions", "indicators/plans", "data/observations"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    indicators = {
        key: {"name": (names or {}).get(key, one[0]), "name_en": key.capitalize(), "definition": "样例。",
              "unit": one[1], "basis": one[2], "direction": one[3].get("direction", "higher")}
        for key, one in used.items()
    }  # fmt: skip
    _yaml(root / "indicators/definitions/sample.yaml", {"name": "样例", "name_en": "Sample", "indicators": indicators})
    plan = {
        "name": "甲区“十四五”样例规划",
        "name_en": "District A sample plan",
        "ref_area": AREA,
        "period": "2021/2025",
        "source": "jia-plan",
        "targets": [_target(key, *one) for key, one in used.items()],
    }
    _yaml(root / f"indicators/plans/{PLAN}.yaml", plan)
    _yaml(root / "data/sources.yaml", {
        "jia-plan": _source("甲区样例规划", "plan", "official", doc_number="甲政发〔2021〕1号"),
        "jia-news": _source("甲区样例报道", "news", "press"), "yi-news": _source("乙报样例", "news", "republished"),
    })  # fmt: skip
    (root / "data/areas.csv").write_text(
        "ref_area,name,name_en,parent,level,valid_from,valid_to\n990101,甲区,District A,,district,,\n", encoding="utf-8"
    )
    observations(root / "data/observations/jia.csv", [
        {"indicator": key, "time_period": seen[0], "value": seen[1], "quote": f"{indicators[key]['name']}{seen[1]}",
         **(seen[2] if len(seen) > 2 else {})} for key, one in used.items() for seen in one[5]])  # fmt: skip
    (root / "config.yaml").write_text('title: 样例\ndefault_area: "990101"\n', encoding="utf-8")
    return root


def observations(path: Path, rows: list[dict[str, Any]]) -> None:
    """Writes observations with the columns that are used."""
    first = ["indicator", "ref_area", "time_period", "value", "source", "quote"]
    columns = first + sorted({key for row in rows for key in row} - set(first))
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, columns, lineterminator="\n")
        out.writeheader()
        out.writerows({"ref_area": AREA, "source": "jia-news"} | row for row in rows)


def open_house(root: Path) -> Store:
    """The compiled catalogue of a folder."""
    library = Library(root)
    return Store(library.open(library.refresh().shown))


@cache
def sample() -> Store:
    """The catalogue above, compiled once a test run."""
    return open_house(write_house(Path(mkdtemp(prefix="biaochi-sample-"))))


def _target(key: str, name: str, unit: str, basis: str, given: dict[str, Any], start: str | None, _: Any) -> Any:
    found = _LEVEL | {"indicator": key, "quote": f"{name}{given['value']}"} | given
    if start:
        found["baseline"] = {"value": start, "time_period": "2020", "quote": f"{name}{start}"}
    return found


def _source(title: str, kind: str, reliability: str, **more: Any) -> dict[str, Any]:
    return {"title": title, "doc_type": kind, "reliability": reliability, "date_published": "2025-01-20",
            "citation": f"{title}[Z]. 2025-01-20."} | more  # fmt: skip


def _yaml(path: Path, content: Any) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
