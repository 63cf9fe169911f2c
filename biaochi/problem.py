"""What is wrong, where, and what to do about it: values that are collected, sorted and shown, never raised."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from rapidfuzz import fuzz, process

TEXTS = Path(__file__).with_name("problems.yaml")
ERROR, WARNING = "error", "warning"
LONGEST = 80
"""Characters of a planner's text that a message repeats."""


class Fault(ValueError):
    """A parser's complaint, still without a place: a code of problems.yaml and the parameters of its text."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Mention:
    """What a text names and each reader knows by another name: a field, a choice of a field, something to begin.

    In problems.yaml: {@note} is a field, {@field} the one that the parameter `field` names, {@obs_status=E} a choice,
    {@direction=} the one that the parameter `direction` names, {>indicator} the beginning of a new indicator.
    `aside`: what explains it to those who see the files only.
    """

    kind: Literal["field", "choice", "new"]
    name: str
    value: str = ""
    aside: str = ""


Tell = Callable[[Mention], str]
_MENTION = re.compile(r"\{(?:@(\w+)(?:=(\w*))?|>(\w+))\}((?:（| \()\{label\}[）)])?")


def in_files(mention: Mention) -> str:
    """A mention as those know it who edit the files: by its key, its code, the command."""
    said = f"biaochi new {mention.name}" if mention.kind == "new" else mention.value or mention.name
    return f"`{said}`{mention.aside}"


@dataclass(frozen=True)
class Problem:
    """One fact about one place in one file, with the advice that belongs to it (texts: problems.yaml).

    A parameter is a text, a number, a list of words, or one of these a language: {"zh": ..., "en": ...}.
    """

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    file: str = ""
    line: int = 0
    column: int = 0

    @property
    def severity(self) -> str:
        """`error` where something was left out, `warning` where all was kept."""
        return texts()[self.code].get("severity", ERROR)

    def fact(self, lang: str = "zh", tell: Tell = in_files) -> str:
        """The sentence that says what is the case; `tell` names fields and the like for its reader."""
        return "".join(one if isinstance(one, str) else tell(one) for one in self.pieces("fact", lang)).strip()

    def advice(self, lang: str = "zh", tell: Tell = in_files) -> str:
        """The one line that says what to do."""
        return "".join(one if isinstance(one, str) else tell(one) for one in self.pieces("advice", lang)).strip()

    def pieces(self, which: Literal["fact", "advice"], lang: str) -> list[str | Mention]:
        """The fact or the advice as texts and mentions, in their order."""
        template, found, at = self._text(lang)[which == "advice"], [], 0
        for one in _MENTION.finditer(template):
            field, value, new, aside = one.groups()
            name = new or (str(self.params.get("field") or field) if field == "field" else field)
            value = str(self.params.get(name) or "") if value == "" else value
            kind: Literal["field", "choice", "new"] = "new" if new else "choice" if value else "field"
            found += [_fill(template[at : one.start()], self.params, lang),
                      Mention(kind, name, value or "", _fill(aside or "", self.params, lang))]  # fmt: skip
            at = one.end()
        return [*found, _fill(template[at:], self.params, lang)]

    def place(self) -> str:
        """`file:line:column`, as far as it is known."""
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])

    def _text(self, lang: str) -> list[str]:
        return texts()[self.code][lang]


@cache
def texts() -> dict[str, dict[str, Any]]:
    """All problem texts by code: severity, and [fact, advice] in zh and en."""
    return yaml.load(TEXTS.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def tidy(problems: Iterable[Problem]) -> list[Problem]:
    """Sorted by place, each once: the same fact at the same place is said a single time."""
    seen: dict[tuple[Any, ...], Problem] = {}
    for problem in problems:
        seen.setdefault((problem.file, problem.line, problem.column, problem.fact()), problem)
    return sorted(seen.values(), key=lambda p: (p.file, p.line, p.column, p.code, p.fact()))


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Those problems that left something out."""
    return [p for p in problems if p.severity == ERROR]


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice most like the word: at least 60 percent alike, else the shortest that holds it or is held by it."""
    choices = list(choices)
    found = process.extractOne(word, choices, scorer=fuzz.ratio, processor=str.casefold, score_cutoff=60)
    if found:
        return found[0]
    least = 3 if word.isascii() else 2
    held = [one for one in choices if min(len(one), len(word)) >= least and (word in one or one in word)]
    return min(held, key=len, default=None)


def _fill(template: str, params: Mapping[str, Any], lang: str) -> str:
    """The text with its parameters; `near` becomes a question, see _shown for the rest."""
    values = {key: _shown(value, lang) for key, value in params.items()}
    values["near"] = _question(values.get("near"), values.get("near_name"), lang)
    return template.format_map(_Lenient(values))


def _question(near: Any, name: Any, lang: str) -> str:
    if not near:
        return ""
    if lang == "zh":
        return f"是不是想写 `{near}`{f'（{name}）' if name else ''}？"
    return f"Did you mean `{near}`{f' ({name})' if name else ''}? "


class _Lenient(dict[str, Any]):
    """Lets a text name a parameter that the caller did not give."""

    def __missing__(self, key: str) -> str:
        return ""


def _shown(value: Any, lang: str) -> Any:
    """A parameter as it is read: a list joined, a planner's text on one line of at most LONGEST characters."""
    if isinstance(value, Mapping):
        value = value[lang]
    if isinstance(value, list | tuple):
        return ("、" if lang == "zh" else ", ").join(map(str, value))
    if not isinstance(value, str):
        return value
    text = " ".join(value.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."
