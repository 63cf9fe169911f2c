"""What a planner most likely did where YAML cannot be read, and how the line would be right."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

_START = r"^(\s*(?:- +)*)"
_FULL_COLON = re.compile(rf"{_START}([^\s:：#'\"\[{{-][^\s:：#'\"]{{0,30}})：\s*")
_NO_SPACE = re.compile(rf"{_START}([A-Za-z_][\w-]*):(?=[^\s/:])")
_NO_DASH_SPACE = re.compile(r"^(\s*-)(?=[^\s-][^\s:]*:(?: |$))")
_TAB = re.compile(r"^( *\t[ \t]*)(?=[^\s#])")
_VALUE = re.compile(rf"{_START}((?:[^\s:#'\"]+: +)?)(?=\S)")
_OPEN_QUOTE = re.compile(r"""(?:^|[:\-,\[{]\s+|[\[{])(?=["'])(?:"(?:[^"\\]|\\.)*|'(?:[^']|'')*)$""")
_AFTER_QUOTE = re.compile(r"""(?:^|[:-] +)(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*[^\s#,\]}:]""")
_BARE_KEY = re.compile(rf"{_START}[\w-]+\s*$")
_TWO_COLONS = re.compile(rf"{_START}[^\s:#'\"]+: +[^'\"\s].*?:(?: |$)")
# > and | alone begin a text of several lines; followed by anything else they are a planner's sign.
_NEEDS_QUOTES = re.compile(rf"{_START}(?:[^\s:#'\"]+: +)?(?:[@`%!&*]|[>|](?![-+]?\s*(?:#.*)?$))")


class Trouble(Exception):
    """Text that parses, but not as ours: a code, its place, and how the line would be right."""

    def __init__(self, code: str, line: int, column: int, mended: str | None = None) -> None:
        super().__init__(code)
        self.code, self.line, self.column, self.mended = code, line, column, mended


@dataclass(frozen=True)
class Cause:
    """A code of problems.yaml, its place, and the line as it was meant where only one thing can be meant."""

    code: str
    line: int
    column: int
    mended: str | None = None


def cause_of(error: Exception, lines: list[str]) -> Cause:
    """Why these lines are no YAML of ours, by the lines around the place where the parser gave up."""
    if isinstance(error, Trouble):
        mended = error.mended if error.mended is not None else quoted(lines[error.line - 1])
        return Cause(error.code, error.line, error.column, mended)
    if not isinstance(error, yaml.MarkedYAMLError) or not (error.problem_mark or error.context_mark):
        return Cause("yaml_unreadable", 1, 1)
    return _seen(error, lines) or _unclosed(error, lines) or _said(error, lines)


def above(lines: list[str], at: int, count: int = 1) -> list[int]:
    """The numbers of a line and the nearest ones above it that are not empty, nearest first."""
    found: list[int] = []
    for number in range(min(at, len(lines)), 0, -1):
        if lines[number - 1].strip():
            found.append(number)
        if len(found) == count:
            break
    return found


def indent(line: str) -> int:
    """How far in a line's key stands, a dash before it counted as part of the way."""
    found = re.match(r"\s*(?:- +)*", line)
    return found.end() if found else 0


def quoted(line: str) -> str | None:
    """The line with its value in single quotation marks."""
    found = _VALUE.match(line)
    value = line[found.end() :].strip() if found else ""
    return f"{line[: found.end()]}'{value.replace(chr(39), chr(39) * 2)}'" if found and value else None


def untabbed(line: str) -> str | None:
    """The line with its indentation in spaces, None where it has no tab there."""
    found = _TAB.match(line)
    return found.group(1).expandtabs(2) + line[found.end() :] if found else None


def colon(line: str, number: int) -> Cause | None:
    """A full-width colon after a field, or one without a blank behind it."""
    if found := _FULL_COLON.match(line):
        mended = f"{found.group(1)}{found.group(2)}: {line[found.end() :]}"
        return Cause("yaml_fullwidth_colon", number, found.end(2) + 1, mended)
    if found := _NO_SPACE.match(line):
        return Cause("yaml_colon_space", number, found.end() + 1, line[: found.end()] + " " + line[found.end() :])
    return None


def _tab(line: str, number: int) -> Cause | None:
    return Cause("yaml_tab", number, line.index("\t") + 1, untabbed(line)) if _TAB.match(line) else None


def _dash(line: str, number: int) -> Cause | None:
    found = _NO_DASH_SPACE.match(line)
    mended = found and f"{found.group()} {line[found.end() :]}"
    return Cause("yaml_dash_space", number, found.end() + 1, mended) if found else None


def _after_quote(line: str, number: int) -> Cause | None:
    found = _AFTER_QUOTE.search(line)
    return Cause("yaml_after_quote", number, found.end()) if found else None


def _special(line: str, number: int) -> Cause | None:
    found = _NEEDS_QUOTES.match(line)
    return Cause("yaml_needs_quotes", number, found.end(), quoted(line)) if found else None


_SIGHTS: tuple[Callable[[str, int], Cause | None], ...] = (_tab, colon, _dash, _after_quote, _special)


def _seen(error: yaml.MarkedYAMLError, lines: list[str]) -> Cause | None:
    """A mistake that can be seen in the line where the parser gave up, or in the two before it."""
    found = (look(lines[n - 1], n) for n in above(lines, _at(error, lines), 3) for look in _SIGHTS)
    return next(filter(None, found), None)


def _at(error: yaml.MarkedYAMLError, lines: list[str]) -> int:
    """The line where the trouble began: a key, quote or bracket that was never ended, else where it was noticed."""
    begun = any(word in str(error.context) for word in ("simple key", "quoted scalar", "flow"))
    mark: Any = error.context_mark if begun and error.context_mark else error.problem_mark or error.context_mark
    return next(iter(above(lines, mark.line + 1)), 1)


def _unclosed(error: yaml.MarkedYAMLError, lines: list[str]) -> Cause | None:
    """The first line, from the entry's beginning on, whose quotation mark is not closed."""
    marks = [mark.line + 1 for mark in (error.context_mark, error.problem_mark) if mark]
    for number in range(min(marks), min(max(marks), len(lines)) + 1):
        if found := _OPEN_QUOTE.search(lines[number - 1]):
            return Cause("yaml_quote", number, found.end() - len(found.group().lstrip(":-,[{ \t")) + 1)
    return None


def _said(error: yaml.MarkedYAMLError, lines: list[str]) -> Cause:
    """The cause by the parser's own words."""
    said, at = f"{error.problem} {error.context}", _at(error, lines)
    line = lines[at - 1] if at <= len(lines) else ""
    mark: Any = (
        error.context_mark if "flow" in said and error.context_mark else error.problem_mark or error.context_mark
    )
    column = mark.column + 1 if mark.line + 1 == at else 1
    bare = _without_colon(lines, at) if "mapping values" in said else _without_colon(lines, _below(lines, at))
    if bare:
        return bare
    if "mapping values" in said and (found := _TWO_COLONS.match(line)):
        return Cause("yaml_colon_text", at, len(found.group().rstrip()), quoted(line))
    if "escape" in said:
        return Cause("yaml_escape", at, column)
    if "flow" in said:
        return Cause("yaml_bracket", at, column)
    if "could not find expected ':'" in said:
        return Cause("yaml_no_colon", at, len(line) - len(line.lstrip()) + 1)
    return _misplaced(lines, at) or Cause("yaml_indent", at, column)


def _below(lines: list[str], at: int) -> int:
    """The number of the next line that is not empty, 0 where there is none."""
    return next((n for n in range(at + 1, len(lines) + 1) if lines[n - 1].strip()), 0)


def _without_colon(lines: list[str], at: int) -> Cause | None:
    """A key above that lost its colon: `bases`, and its fields below it, further in."""
    number = next(iter(above(lines, at - 1)), 0) if at else 0
    line = lines[number - 1] if number else ""
    if not _BARE_KEY.match(line) or indent(line) >= indent(lines[at - 1]):
        return None
    return Cause("yaml_no_colon", number, indent(line) + 1, f"{line.rstrip()}:")


def _misplaced(lines: list[str], at: int) -> Cause | None:
    """A line that stands further in or out than its neighbours on both sides, or a dash unlike the one before."""
    for number in above(lines, at, 2):
        line = lines[number - 1]
        wanted, stands = _wanted(lines, number), len(line) - len(line.lstrip())
        if wanted not in (None, stands):
            return Cause("yaml_indent", number, stands + 1, " " * wanted + line.lstrip())
    return None


def _wanted(lines: list[str], number: int) -> int | None:
    """How far in a line ought to stand, None where that is not plain."""
    if lines[number - 1].lstrip().startswith("- "):
        dashes = (lines[n - 1] for n in range(number - 1, 0, -1) if lines[n - 1].lstrip().startswith("- "))
        return next((len(line) - len(line.lstrip()) for line in dashes), None)
    before = next(iter(above(lines, number - 1)), None)
    ends = {indent(lines[n - 1]) if n else None for n in (before, _below(lines, number))}
    return ends.pop() if len(ends) == 1 else None
