"""What is generated from the model: JSON Schemas for editors and the field reference."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import TypeAdapter

from biaochi import model
from biaochi.model import Entry

_NOTE = "由 biaochi reference 从 biaochi/model 生成，请勿手改。Generated from biaochi/model, do not edit."
_TARGETS: dict[str, Any] = {
    "indicators/schema.json": model.Theme,
    "indicators/plan.schema.json": model.Plan,
    "indicators/deck.schema.json": model.Deck,
    "data/sources.schema.json": dict[model.Id, model.Source],
    "config.schema.json": model.Config,
}
_SECTIONS = (
    ("config.yaml", model.Config),
    ("indicators/definitions/*.yaml", model.Theme),
    ("", model.Concept),
    ("", model.Indicator),
    ("indicators/plans/*.yaml", model.Plan),
    ("", model.Target),
    ("", model.Baseline),
    ("", model.Milestone),
    ("indicators/decks/*.yaml", model.Deck),
    ("", model.Slide),
    ("data/areas.csv", model.Area),
    ("data/sources.yaml", model.Source),
    ("data/observations/*.csv", model.Observation),
    ("", model.Thresholds),
    ("", model.Access),
    ("", model.Intake),
    ("", model.Spark),
)


def files() -> dict[str, str]:
    """Every generated file of a project: path to text."""
    found = {path: json.dumps(schema(of), ensure_ascii=False, indent=1) + "\n" for path, of in _TARGETS.items()}
    found["docs/fields.md"] = fields()
    found[".vscode/settings.json"] = json.dumps(_editor(), ensure_ascii=False, indent=2) + "\n"
    return found


def schema(of: Any) -> dict[str, Any]:
    """The JSON Schema by which an editor completes and checks a file; a scalar may be typed with or without quotes."""
    found = TypeAdapter(of).json_schema(mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$comment": _NOTE, **_relaxed(found)}


def _relaxed(node: Any) -> Any:
    """Our reader takes every scalar as text, so that 620 and "620" are the same in YAML."""
    if isinstance(node, list):
        return [_relaxed(one) for one in node]
    if not isinstance(node, dict):
        return node
    out = {key: _relaxed(value) for key, value in node.items()}
    if out.get("type") == "string" and "enum" not in out and "const" not in out:
        out["type"] = ["string", "number"]
    return out


def _editor() -> dict[str, Any]:
    """Settings that tie the schemas to their files in VS Code (extension redhat.vscode-yaml)."""
    return {
        "yaml.schemas": {
            "indicators/schema.json": "indicators/definitions/*.yaml",
            "indicators/plan.schema.json": "indicators/plans/*.yaml",
            "indicators/deck.schema.json": "indicators/decks/*.yaml",
            "data/sources.schema.json": "data/sources.yaml",
            "config.schema.json": "config.yaml",
        },
        "files.encoding": "utf8",
    }


def fields() -> str:
    """docs/fields.md: every field with its Chinese and English name, whether it is required, help and examples."""
    return "\n".join(_fields()) + "\n"


def _fields() -> Iterator[str]:
    yield "# 字段说明 Field reference\n"
    yield f"{_NOTE}\n"
    yield "值照原文写：`逾2000`、`近2亿`、`1万多`、`29.16亿`、`5.53%`、`２３００`、`2,300` 都认得。时期用 EDTF："
    yield "`2023`、`2023-Q2`、`2023-06`、`2022-01/2022-05`、`2021/2025`、`2023/..`、`/2023-06-19`、"
    yield "`2025-23`（秋）、`2019~`（约）。\n"
    for path, one in _SECTIONS:
        yield f"## {path or one.__name__}{f'（{one.__name__}）' if path else ''}\n"
        yield f"{(one.__doc__ or '').strip().splitlines()[0]}\n"
        yield "| 字段 | 名称 | English | 必填 | 说明 | 好例子 | 坏例子 |"
        yield "|---|---|---|---|---|---|---|"
        for name, field in one.model_fields.items():
            extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
            choices = " ".join(_choices(field.annotation))
            told = (field.description or "") + (
                f"（{choices}）" if choices and choices not in (field.description or "") else ""
            )
            need = "是" if field.is_required() else ""
            english = "<br>".join(said for key in ("en", "en_help") if (said := str(extra.get(key, ""))))
            cells = (f"`{name}`", field.title or "", english, need, told)
            yield f"| {' | '.join(map(str, cells))} | {_code(extra.get('good'))} | {_code(extra.get('bad'))} |"
        yield ""


def _choices(annotation: Any) -> list[str]:
    if isinstance(annotation, str):
        return [annotation]
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return []
    return [word for part in get_args(annotation) if not hasattr(part, "gt") for word in _choices(part)]


def _code(example: Any) -> str:
    return f"`{example}`" if example else ""


def write(root: Path) -> list[str]:
    """Writes what differs from what should be generated; returns the paths."""
    changed = []
    for name, text in files().items():
        path = root / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            changed.append(name)
    return changed
