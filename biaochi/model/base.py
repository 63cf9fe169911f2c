"""What all entries have in common: kinds of values, how a field is described, evidence."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Basis = Literal["stock", "flow", "ytd", "cumulative", "ratio"]
Direction = Literal["higher", "lower", "range"]
TargetType = Literal["level", "floor", "ceiling", "range", "cumulative", "growth_rate", "milestone", "qualitative"]
Nature = Literal["binding", "expected"]
Reliability = Literal["official", "press", "republished", "copy-of-official-page", "speech"]
DocType = Literal["plan", "report", "bulletin", "speech", "news", "table"]
Level = Literal["country", "province", "city", "district", "functional"]
Freq = Literal["A", "S", "Q", "M", "D", "IRREG"]
ObsStatus = Literal["A", "V", "E", "P", "D", "B", "F", "M", "L"]
ConfStatus = Literal["F", "E", "N"]

_YES, _NO = {"true", "yes", "是", "1", "y"}, {"false", "no", "否", "0", "n"}


def flag(value: Any) -> Any:
    """true/yes/是 and false/no/否 as people write them in a cell; anything else is left for pydantic to refuse."""
    word = str(value).strip().lower()
    return True if word in _YES else False if word in _NO or not word else value


Flag = Annotated[bool, BeforeValidator(flag)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
AreaCode = Annotated[str, Field(pattern=r"^[0-9]{6}(-[A-Z0-9]{1,8})?$")]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Name = Annotated[str, Field(min_length=1, max_length=120)]


class Lines:
    """Marks a text that takes more than a line, so that a form gives it room."""


Prose = Annotated[Text, Lines()]


def about(title: str, help_: str, en: str, good: str = "", bad: str = "", *, en_help: str = "", **more: Any) -> Any:
    """A pydantic field with its label and help in both languages, a good and a bad example."""
    said = {"en": en, "en_help": en_help, "good": good, "bad": bad}
    extra: dict[str, Any] = {name: text for name, text in said.items() if text}
    return Field(title=title, description=help_, json_schema_extra=extra, **more)


class Entry(BaseModel):
    """Base of everything a planner writes: an unknown field is an error, nothing is guessed."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Evidence(Entry):
    """Where a figure stands: a W3C TextQuoteSelector and the document it belongs to."""

    quote: Prose | None = about(
        "原文",
        "原文中含有这个数字的最短片段，不超过 40 个字",
        "quote",
        "国家高新技术企业总量达到620家",
        "620",
        default=None,
        en_help="The shortest fragment of the document that holds the figure, at most 40 characters",
    )
    source: Id | None = about(
        "来源",
        "data/sources.yaml 中的编号；不写时用整个规划的来源",
        "source",
        "jinnan-145-sti",
        default=None,
        en_help="The document, by its id in data/sources.yaml; left out, the one of the whole plan counts",
    )
    prefix: Text | None = about(
        "前文",
        "原文片段出现多次时，写它前面的几个字",
        "words before",
        default=None,
        en_help="Where the quote stands more than once: the few words before it",
    )
    suffix: Text | None = about(
        "后文",
        "原文片段出现多次时，写它后面的几个字",
        "words after",
        default=None,
        en_help="Where the quote stands more than once: the few words after it",
    )
    inferred: Flag = about(
        "推定",
        "日期或地区不是原文写明、而是推定的，写 true，并在备注里说明理由",
        "inferred",
        "true",
        default=False,
        en_help="Date or area are not printed but inferred; say why in the note",
    )
    note: Prose | None = about(
        "备注",
        "读者需要知道的话：数的是什么、为什么这样记",
        "note",
        default=None,
        en_help="What readers need to know: what is counted, why it is recorded so",
    )


def labels(model: type[Entry]) -> dict[str, str]:
    """Chinese and English labels of a model's fields, each to the field's name: what people type instead."""
    named = ((field.title, field.json_schema_extra, name) for name, field in model.model_fields.items())
    return {
        word: name
        for title, extra, name in named
        for word in (title, extra.get("en") if isinstance(extra, dict) else None)
        if isinstance(word, str)
    }
