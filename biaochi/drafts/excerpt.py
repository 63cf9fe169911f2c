"""One entry's lines of a file: cut out to be read and typed beside the form, and put back in their place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from biaochi.files import Keys, Yaml
from biaochi.writing.places import newline_of

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_BARE = re.compile(r"\s*(#.*)?$")


@dataclass(frozen=True)
class Excerpt:
    """Lines `start` to `end` (from 0, end excluded) of a file of `total` lines, shown without `indent` blanks."""

    start: int
    end: int
    total: int
    indent: int = 0

    def cut(self, text: str) -> str:
        """The lines, moved to the left margin."""
        lines = _LINE.findall(text)
        found = lines[self.start : len(lines) - (self.total - self.end)]
        return "\n".join(line.rstrip("\r\n").removeprefix(" " * self.indent) for line in found)

    def put(self, text: str, typed: str) -> str:
        """The file's text with other lines in this place; line ends as in the file."""
        lines = _LINE.findall(text)
        end = newline_of(text)
        blank = " " * self.indent
        new = [(blank + line if line.strip() else line) + end for line in re.split(r"\r\n|\n|\r", typed.rstrip("\r\n"))]
        after = lines[len(lines) - (self.total - self.end) :] if self.total > self.end else []
        return "".join([*lines[: self.start], *new, *after])


def excerpt(doc: Yaml, text: str, keys: Keys, leave: Iterable[str] = ()) -> Excerpt:
    """Where the entry at these keys stands; for a whole file up to the first of the groups in `leave`."""
    lines = _LINE.findall(text)
    start = doc.place(keys)[0] - 1 if keys else 0
    end = doc.ends.get(keys, start + 2) - 1 if keys else len(lines)
    if not keys:
        end = min([doc.place((name,))[0] - 1 for name in leave if (name,) in doc.places] or [end])
    while end - 1 > start and _BARE.match(lines[end - 1]):
        end -= 1
    indent = len(lines[start]) - len(lines[start].lstrip(" ")) if start < len(lines) else 0
    return Excerpt(start, max(end, start + 1), len(lines), indent)
