"""Completion in editors: the generated JSON Schemas take every shipped file and refuse what check refuses too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.conftest import ROOT

SETTINGS = json.loads((ROOT / ".vscode/settings.json").read_text("utf-8"))["yaml.schemas"]
FILES = [(schema, path) for schema, pattern in SETTINGS.items() for path in sorted(ROOT.glob(pattern))]


class Editor(yaml.SafeLoader):
    """YAML as the editors' extension reads it: 1.2, so that a date stays text."""


Editor.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in known if tag != "tag:yaml.org,2002:timestamp"]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def validator(schema: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads((ROOT / schema).read_text("utf-8")))


def test_every_planners_yaml_has_a_schema() -> None:
    tied = {path for _, path in FILES}
    ours = {*ROOT.glob("indicators/**/*.yaml"), ROOT / "data/sources.yaml", ROOT / "config.yaml"}
    assert tied == ours


@pytest.mark.parametrize("schema, path", FILES, ids=[path.name for _, path in FILES])
def test_a_shipped_file_is_fine_by_its_schema(schema: str, path: Path) -> None:
    data = yaml.load(path.read_text("utf-8"), Loader=Editor)
    wrong = [f"{list(one.absolute_path)}: {one.message}" for one in validator(schema).iter_errors(data)]
    assert wrong == []


@pytest.mark.parametrize("change", [{"vaule": "3"}, {"nature": "maybe"}, {"indicator": "Has Blanks"}])
def test_a_slip_gets_its_red_line(change: dict[str, Any]) -> None:
    path = ROOT / "indicators/plans/jinnan-145-sti.yaml"
    data = yaml.load(path.read_text("utf-8"), Loader=Editor)
    data["targets"][0] |= change
    found = [list(one.absolute_path) for one in validator("indicators/plan.schema.json").iter_errors(data)]
    assert found and all(place[:2] == ["targets", 0] for place in found)


def test_completion_carries_chinese_help() -> None:
    target = json.loads((ROOT / "indicators/plan.schema.json").read_text("utf-8"))["$defs"]["Target"]
    value = target["properties"]["value"]
    assert value["title"] == "目标值" and "照原文写" in value["description"]
