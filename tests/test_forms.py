"""Forms come from the model alone, and what a form shows is what its file says, there and back."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biaochi import files, forms, model
from biaochi.forms import Field
from biaochi.problem import Mention, Problem, texts
from biaochi.words import Words
from biaochi.writing import Seen, apply

PLAN = "indicators/plans/jia.yaml"
TEXT = """# 甲区的规划
name: 甲区规划   # 全名
ref_area: "990101"
targets:
  # 第一项
  - indicator: mills
    value: "900"     # 照原文
    due: '2025'
    quote: 水磨达到900家
    baseline: {value: "300", time_period: "2020"}

  - indicator: output
    value: 70
"""
MODELS = (
    model.Plan, model.Target, model.Baseline, model.Milestone, model.Indicator, model.Concept, model.Theme, model.Area,
    model.Source, model.Observation,
)  # fmt: skip
TARGET = {one.keys: one for part in forms.parts(model.Target, {}) for one in part.fields}
BASELINE = {"zh": "基期", "en": "baseline"}
words = st.text(st.characters(exclude_categories=("C",)), max_size=30).map(str.strip)


def kind(of: type[model.Entry], name: str) -> str:
    return next(one.kind for one in forms.fields(of) if one.name == name)


@pytest.mark.parametrize("of", MODELS, ids=lambda of: of.__name__)
def test_every_field_of_a_model_is_a_field_of_its_form(of: type[model.Entry]) -> None:
    shown = {one.name for part in forms.parts(of, {}) for one in part.fields if len(one.keys) == 1}
    groups = {part.name for part in forms.parts(of, {}) if part.name}
    assert shown | groups | {"concepts", "indicators", "targets"} >= set(of.model_fields)
    for one in forms.fields(of):
        assert all(one.label(Words(lang)) and one.help(Words(lang)) for lang in ("zh", "en"))
        assert not re.search("_|[\u4e00-\u9fff]|^Obs ", one.label(Words("en"))), "an English label reads like English"
        assert one.required == of.model_fields[one.name].is_required()


def test_what_kind_of_thing_is_typed_comes_from_the_type() -> None:
    assert kind(model.Target, "value") == "text" and kind(model.Target, "quote") == "lines"
    assert kind(model.Target, "type") == "choice" and kind(model.Target, "headline") == "flag"
    assert kind(model.Target, "indicator") == "refer" and kind(model.Indicator, "decimals") == "number"
    assert kind(model.Indicator, "related") == "refers" and kind(model.Indicator, "aliases") == "names"
    assert kind(model.Area, "ref_area") == "text" and kind(model.Area, "parent") == "refer"


def test_choices_are_told_in_words_in_both_languages() -> None:
    for of in MODELS:
        for one in forms.fields(of):
            for choice in one.choices:
                zh, en = (forms.told(one, choice, Words(lang)) for lang in ("zh", "en"))
                assert zh and any("\u4e00" <= sign <= "\u9fff" for sign in zh), (one.name, choice)
                assert en and not any("\u4e00" <= sign <= "\u9fff" for sign in en)


def test_what_must_be_there_comes_first_and_its_proof_next() -> None:
    names = [one.name for one in forms.fields(model.Target)]
    assert names[:5] == ["indicator", "value", "due", "quote", "source"]


def typed(field: Field) -> st.SearchStrategy[Any]:
    if field.kind == "flag":
        return st.booleans()
    if field.kind == "choice":
        return st.sampled_from(("", *field.choices))
    if field.kind in ("refers", "names"):
        return st.lists(words.filter(bool), max_size=3)
    return words


@st.composite
def changes(draw: st.DrawFn) -> list[tuple[Field, Any]]:
    fields = draw(st.lists(st.sampled_from(list(TARGET.values())), min_size=1, max_size=4))
    return [(one, draw(typed(one))) for one in fields]


@settings(max_examples=150, deadline=None)
@given(changes(), st.sampled_from([0, 1]))
def test_what_is_typed_into_a_form_stands_in_the_file_and_in_the_form_again(
    typed_in: list[tuple[Field, Any]], nth: int
) -> None:
    keys, text = ("targets", nth), TEXT
    for field, value in typed_in:
        if field.name == "value" and str(value).startswith("["):
            continue  # a range is a list to YAML and is shown as one
        data = files.parse_yaml(text, PLAN)[0].data  # type: ignore[union-attr]
        text = apply(Seen(PLAN, text), forms.edits(PLAN, keys, data, field, value))
        doc, problems = files.parse_yaml(text, PLAN)
        assert doc and not problems
        assert forms.values(forms.at(doc.data, keys), (field,))[field.keys] == value
    assert text.startswith("# 甲区的规划\nname: 甲区规划   # 全名\n") and "  # 第一项\n" in text


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(TARGET.values())), st.sampled_from([0, 1]))
def test_saying_again_what_the_file_says_changes_no_byte(field: Field, nth: int) -> None:
    data = files.parse_yaml(TEXT, PLAN)[0].data  # type: ignore[union-attr]
    said = forms.values(forms.at(data, ("targets", nth)), (field,))[field.keys]
    assert forms.edits(PLAN, ("targets", nth), data, field, said) == []


def test_a_group_begins_with_its_first_field_and_goes_with_its_last() -> None:
    value = TARGET[("baseline", "value")]
    data = files.parse_yaml(TEXT, PLAN)[0].data  # type: ignore[union-attr]
    begun = apply(Seen(PLAN, TEXT), forms.edits(PLAN, ("targets", 1), data, value, "12"))
    assert begun.endswith('    value: 70\n    baseline:\n      value: "12"\n')
    data = files.parse_yaml(begun, PLAN)[0].data  # type: ignore[union-attr]
    assert apply(Seen(PLAN, begun), forms.edits(PLAN, ("targets", 1), data, value, "")) == TEXT


def test_no_choice_of_the_model_is_left_out() -> None:
    told = {one.name: one.choices for one in forms.fields(model.Target)}
    assert told["type"] == get_args(model.TargetType)


@pytest.mark.parametrize(("file", "params", "zh", "en"), [
    ("indicators/plans/jia.yaml", {}, "目标值（value）", "Target value (value)"),
    ("indicators/plans/jia.yaml", {"entry": BASELINE}, "基期值（value）", "Baseline value (value)"),
    ("data/observations/jia.csv", {}, "数值（value）", "Value"),
    ("甲.xlsx[目标]", {}, "数值（value）", "Value"),
])  # fmt: skip
def test_a_message_names_a_field_as_its_form_does(file: str, params: dict[str, Any], zh: str, en: str) -> None:
    one = Problem("field_missing", {"field": "value", **params}, file)
    (said,) = [piece for piece in one.pieces("fact", "zh") if isinstance(piece, Mention)]
    assert forms.mentioned(one, said, Words("zh")) == zh and forms.mentioned(one, said, Words("en")) == en


def test_every_field_and_choice_that_a_message_names_is_one() -> None:
    named = {one for text in texts().values() for lang in ("zh", "en") for line in text[lang]
             for one in re.findall(r"\{@(\w+)(?:=(\w*))?\}", line)}  # fmt: skip
    known = {(field.name, choice) for of in MODELS for field in forms.fields(of) for choice in ("", *field.choices)}
    assert len(named) > 25 and named - known == {("field", "")}
