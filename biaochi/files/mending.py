"""Makes a YAML text readable, Problem by Problem: a line is mended where only one thing can be meant, else cut out."""

from __future__ import annotations

import re

from biaochi.files.causes import above, cause_of, untabbed
from biaochi.files.text import BAD
from biaochi.problem import Problem

_TRIES, _TRIES_LARGE, _LARGE = 30, 3, 300_000
_MOST_BAD = 20
# Keys of a file's first level that hold entries; every other key is cut out as a whole.
_HOLDERS = ("targets", "indicators", "concepts")
# Causes whose mending may put a field into the wrong entry.
_GUESSES = ("yaml_tab", "yaml_indent")


class Draft:
    """The lines of a file while they are made readable, with every Problem on the way."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.wrong: set[int] = set()
        self.guessed: set[int] = set()
        self.cut: list[str] = []
        self.tries = _TRIES if len(text) < _LARGE else _TRIES_LARGE
        # Signs of other systems' word processors that libyaml takes for line ends.
        self.lines = re.sub("[\x85\u2028\u2029]", " ", text).split("\n")
        if BAD.search(text):
            self._clean()

    def text(self) -> str:
        """The lines as one text again."""
        return "\n".join(self.lines)

    def lost(self) -> str:
        """All that was cut out."""
        return "\n".join(self.cut)

    def _clean(self) -> None:
        for number, line in enumerate(self.lines, 1):
            if found := BAD.search(line):
                if len(self.wrong) < _MOST_BAD:
                    params = {"char": f"U+{ord(found.group()):04X}"}
                    self.problems.append(Problem("text_unprintable", params, self.file, number, found.start() + 1))
                self.wrong.add(number)
                self.lines[number - 1] = BAD.sub(" ", line)

    def mend(self, error: Exception) -> bool:
        """Makes the text more readable by one Problem; False where nothing helps and the file is given up."""
        self.tries -= 1
        cause = cause_of(error, self.lines)
        block = self._block(cause.line)
        known = any(line in self.wrong for line in block)
        if not known:
            params = {"text": self.lines[cause.line - 1].strip()}
            self.problems.append(Problem(cause.code, params, self.file, cause.line, cause.column))
        if self.tries <= 0:
            return False
        if known or cause.mended is None:
            return self._cut(block)
        self.lines[cause.line - 1] = cause.mended
        self.wrong.add(cause.line)
        if cause.code == "yaml_tab":
            self._untab()
        if cause.code in _GUESSES:
            self.guessed |= self.wrong
        return True

    def guesses(self, line: int) -> bool:
        """Whether the entry around a line was put together by guessing: what looks odd in it may be our doing."""
        return bool(self.guessed) and any(one in self.guessed for one in self._block(line))

    def _cut(self, block: range) -> bool:
        text = [self.lines[line - 1] for line in block]
        self.wrong |= set(block)
        self.guessed |= set(block)
        self.cut += text
        for line in block:
            self.lines[line - 1] = ""
        return any(line.strip() for line in text)

    def _untab(self) -> None:
        """The other lines that begin with a tab have the same cause and are not told one by one."""
        for i, line in enumerate(self.lines):
            mended = untabbed(line)
            if mended is not None:
                self.lines[i] = mended
                self.wrong.add(i + 1)

    def _block(self, at: int) -> range:
        """The lines of the entry around a line: one item of a list of targets or one definition, else all of a key."""
        lines, at = self.lines, next(iter(above(self.lines, at)), 1)
        top = next((n for n in range(at, 0, -1) if _is_top(lines[n - 1])), 1)
        end = next((n for n in range(at + 1, len(lines) + 1) if _is_top(lines[n - 1])), len(lines) + 1)
        first = next((n for n in range(top + 1, end) if lines[n - 1].strip() and lines[n - 1].lstrip()[0] != "#"), end)
        if at == top or first > at or not lines[top - 1].startswith(_HOLDERS):
            return range(top, end)
        head = re.match(r" *(?:- )?", lines[first - 1])
        begins = [n for n in range(first, end) if _begins(lines[n - 1], head.group() if head else "")]
        begin = max((n for n in begins if n <= at), default=first)
        return range(begin, min((n for n in begins if n > at), default=end))


def _is_top(line: str) -> bool:
    """Whether a key of the file's first level begins here."""
    return bool(line.strip()) and not line.startswith((" ", "\t", "#", "- "))


def _begins(line: str, head: str) -> bool:
    """Whether an entry begins here that stands as far in as the first one."""
    rest = line[len(head) :]
    return line.startswith(head) and bool(rest.strip()) and not rest[0].isspace() and rest[0] != "#"
