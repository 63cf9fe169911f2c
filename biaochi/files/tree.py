"""A YAML file as plain data with the place of every key and value, built from the parser's events without recursion."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import yaml

from biaochi.files.causes import Trouble, colon
from biaochi.files.mending import Draft
from biaochi.files.text import BAD
from biaochi.problem import Problem

MAX_DEPTH = 20
MAX_NODES = 200_000

Keys = tuple[str | int, ...]
_NULLS = {"", "~", "null", "Null", "NULL"}
_SKIP = object()


@dataclass
class Yaml:
    """A YAML file as plain data: all scalars are text as typed, so 010, 1e3, on and 12:30 mean what was typed.

    wrong: lines that were mended or cut out; an entry that holds one of them is not to be believed. guessed: those of
    them where even the structure is a guess, so that a field may only seem to be missing.
    lost: the text that was cut out, whose ids are still known to have been meant.
    """

    file: str
    data: Any = None
    places: dict[Keys, tuple[int, int]] = field(default_factory=dict)
    ends: dict[Keys, int] = field(default_factory=dict)
    wrong: set[int] = field(default_factory=set)
    guessed: set[int] = field(default_factory=set)
    doubled: set[Keys] = field(default_factory=set)
    lost: str = ""
    lines: list[str] = field(default_factory=list)

    def place(self, keys: Keys) -> tuple[int, int]:
        """Line and column (from 1) of the entry, or of the nearest entry around it."""
        while keys and keys not in self.places:
            keys = keys[:-1]
        return self.places.get(keys, (1, 1))

    def problem(self, code: str, keys: Keys, **params: Any) -> Problem:
        """A problem at the place of these keys."""
        line, column = self.place(keys)
        return Problem(code, params, self.file, line, column)

    def misspelt(self, keys: Keys) -> Problem | None:
        """A full-width colon or a missing blank that made one text of `field: value`, if that is what happened here."""
        first, _ = self.place(keys)
        for number, line in enumerate(self.lines[first - 1 : first + 2], first):
            if cause := colon(line, number):
                return Problem(cause.code, {"text": line.strip()}, self.file, cause.line, cause.column)
        return None

    def broken(self, keys: Keys) -> bool:
        """Whether the entry's own text was wrong as YAML, so that it is to be left out."""
        return self._holds(keys, self.wrong) or any(k[: len(keys)] == keys for k in self.doubled)

    def uncertain(self, keys: Keys) -> bool:
        """Whether the entry's fields may have been lost or moved by the mending."""
        return bool(self.lost and not keys) or self._holds(keys, self.guessed)

    def _holds(self, keys: Keys, lines: set[int]) -> bool:
        first, _ = self.place(keys)
        end = self.ends.get(keys, first + 1)
        while end - 1 > first and not self.lines[end - 2].strip():
            end -= 1  # what was cut out behind the entry is not its own
        return any(first <= line < end for line in lines)


def parse_yaml(text: str, file: str) -> tuple[Yaml | None, list[Problem]]:
    """A YAML text as data with places; what no parser can read is mended or cut out, each time with a Problem."""
    draft = Draft(text, file)
    while True:
        doc, found = Yaml(file), []
        try:
            _Builder(doc, found).build(draft.text())
        except (yaml.YAMLError, Trouble) as trouble:
            if draft.mend(trouble):
                continue
            return None, draft.problems
        except _TooMuchError as error:
            bomb = Problem("yaml_bomb", {"limit": MAX_NODES, "depth": MAX_DEPTH}, file, *error.place)
            return None, [*draft.problems, bomb]
        doc.wrong |= draft.wrong
        doc.guessed, doc.lost, doc.lines = draft.guessed, draft.lost(), draft.lines
        if doc.data is None:
            doc.places.clear()  # nothing stands behind the last line
        found = [one for one in found if not draft.guesses(one.line)]
        if doc.data is None and not draft.problems:
            found.append(Problem("file_empty", {}, file, 1, 1))
        return doc, draft.problems + found


class _TooMuchError(Exception):
    def __init__(self, place: tuple[int, int]) -> None:
        self.place = place


@dataclass
class _Frame:
    """A collection that is being read; keys None: it hangs on a key that does not count."""

    keys: Keys | None
    data: Any
    anchor: str | None
    before: int
    key: Any = None


class _Builder:
    """Turns events into data; counts nodes and depth, so that neither brackets nor aliases grow without end."""

    def __init__(self, doc: Yaml, problems: list[Problem]) -> None:
        self.doc, self.problems = doc, problems
        self.count = self.documents = 0
        self.stack = [_Frame((), [], None, 0)]
        self.anchors: dict[str, tuple[Any, int]] = {}

    def build(self, text: str) -> None:
        for event in _events(text):
            if isinstance(event, yaml.ScalarEvent):
                self._add(event, self._scalar(event))
            elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                self._open(event)
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                self._close(event)
            elif isinstance(event, yaml.AliasEvent):
                self._alias(event)
            elif isinstance(event, yaml.DocumentStartEvent):
                self.documents += 1
                if self.documents > 1:
                    raise Trouble("yaml_second", *_place(event), mended="")
        self.doc.data = self.stack[0].data[0] if self.stack[0].data else None

    def _scalar(self, event: Any) -> str | None:
        if (event.tag and event.tag.startswith("!")) or (event.style == ">" and not event.value):
            raise Trouble("yaml_needs_quotes", *_place(event))
        if event.value and BAD.search(event.value):
            line, column = _place(event)
            self.problems.append(Problem("text_unprintable", {"char": _code(event.value)}, self.doc.file, line, column))
            self.doc.wrong.add(line)
            return BAD.sub(" ", event.value)
        self._register(event.anchor, event.value, 1)
        return None if not event.style and event.value in _NULLS else event.value

    def _register(self, anchor: str | None, value: Any, size: int) -> None:
        if anchor:
            self.anchors[anchor] = (value, size)

    def _alias(self, event: Any) -> None:
        if event.anchor not in self.anchors:
            raise Trouble("yaml_needs_quotes", *_place(event))
        value, size = self.anchors[event.anchor]
        self.count += size
        self._add(event, value)

    def _slot(self, event: Any) -> tuple[bool, Keys | None]:
        """Whether the node is a key, and else under which keys it stands; counts it."""
        self.count += 1
        if self.count > MAX_NODES or len(self.stack) > MAX_DEPTH:
            raise _TooMuchError(_place(event))
        top = self.stack[-1]
        if isinstance(top.data, dict):
            if top.key is None:
                return True, None
            return False, None if top.key is _SKIP or top.keys is None else (*top.keys, top.key)
        if len(self.stack) == 1:
            return False, ()
        return False, None if top.keys is None else (*top.keys, len(top.data))

    def _add(self, event: Any, value: Any) -> None:
        is_key, keys = self._slot(event)
        if is_key:
            self.stack[-1].key = self._key(event, value)
        else:
            self._put(keys, event, value)

    def _put(self, keys: Keys | None, event: Any, value: Any) -> None:
        top = self.stack[-1]
        if keys is not None:
            self.doc.places.setdefault(keys, _place(event))
        if isinstance(top.data, list):
            top.data.append(value)
            return
        if top.key is not _SKIP:
            top.data[top.key] = value
        top.key = None

    def _key(self, event: Any, value: Any) -> Any:
        top, (line, column) = self.stack[-1], _place(event)
        if not isinstance(value, str) or not value:
            self.problems.append(Problem("yaml_key", {}, self.doc.file, line, column))
            return _SKIP
        if value in top.data:
            first = self.doc.places.get((*(top.keys or ()), value), (line, 0))[0]
            self.problems.append(Problem("duplicate_key", {"key": value, "first": first}, self.doc.file, line, column))
            self.doc.doubled.add(top.keys or ())
            return _SKIP
        if top.keys is not None:
            self.doc.places[(*top.keys, value)] = (line, column)
        return value

    def _open(self, event: Any) -> None:
        is_key, keys = self._slot(event)
        if is_key:
            self.problems.append(Problem("yaml_key", {}, self.doc.file, *_place(event)))
        elif keys is not None:
            self.doc.places.setdefault(keys, _place(event))
        data = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.stack.append(_Frame(None if is_key else keys, data, event.anchor, self.count))

    def _close(self, event: Any) -> None:
        done = self.stack.pop()
        self._register(done.anchor, done.data, self.count - done.before + 1)
        if done.keys is not None:
            self.doc.ends[done.keys] = event.start_mark.line + (
                2 if event.end_mark.index > event.start_mark.index else 1
            )
        top = self.stack[-1]
        if isinstance(top.data, dict) and top.key is None:
            top.key = _SKIP
        else:
            self._put(done.keys, event, done.data)


def _events(text: str) -> Iterable[Any]:
    loader = yaml.CSafeLoader(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()


def _place(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _code(text: str) -> str:
    found = BAD.search(text)
    return f"U+{ord(found.group()):04X}" if found else ""
