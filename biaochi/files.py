"""Planners' files as text with places: encodings, size and depth limits, YAML with line numbers, CSV dialects."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from biaochi.problem import Problem

MAX_YAML_BYTES = 2_000_000
MAX_CSV_BYTES = 2_000_000_000
MAX_DEPTH = 20
MAX_NODES = 200_000

Keys = tuple[str | int, ...]
_NULLS = {"", "~", "null", "Null", "NULL"}


@dataclass
class Yaml:
    """A YAML file as plain data (all scalars are text as typed) with the place of every key and value."""

    file: str
    data: Any
    places: dict[Keys, tuple[int, int]] = field(default_factory=dict)

    def place(self, keys: Keys) -> tuple[int, int]:
        """Line and column (from 1) of the entry, or of the nearest entry around it."""
        while keys and keys not in self.places:
            keys = keys[:-1]
        return self.places.get(keys, (1, 1))

    def problem(self, code: str, keys: Keys, **params: Any) -> Problem:
        """A problem at the place of these keys."""
        line, column = self.place(keys)
        return Problem(code, params, self.file, line, column)


@dataclass
class Csv:
    """A CSV file's dialect and header; the rows stay in the file (or in `text`, where it was not UTF-8)."""

    file: str
    path: Path
    columns: list[str]
    delimiter: str
    recoded: str | None = None


def inside(path: Path, root: Path) -> bool:
    """Whether a path, links followed, lies in the project."""
    return path.resolve().is_relative_to(root.resolve())


def read_text(path: Path, root: Path, limit: int = MAX_YAML_BYTES) -> tuple[str | None, list[Problem]]:
    """The text of a small file; UTF-8 with or without BOM, UTF-16 with BOM and GB18030 are read alike."""
    file = path.relative_to(root).as_posix()
    if not inside(path, root):
        return None, [Problem("file_outside", {}, file)]
    try:
        size = path.stat().st_size
        if size > limit:
            return None, [Problem("file_too_large", {"size": f"{size / 1e6:.1f}", "limit": f"{limit / 1e6:.0f}"}, file)]
        raw = path.read_bytes()
    except OSError:
        return None, [Problem("file_unreadable", {}, file)]
    text = decode(raw)
    return (text, []) if text is not None else (None, [Problem("file_encoding", {}, file)])


def decode(raw: bytes) -> str | None:
    """Bytes to text by the encodings that editors and spreadsheets here write; None where none fits."""
    encodings = ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text.replace("\r\n", "\n").replace("\r", "\n")
    return None


def parse_yaml(text: str, file: str) -> tuple[Yaml | None, list[Problem]]:
    """A YAML text as data with places; scalars stay text, so that 010, 1e3, on and 12:30 mean what was typed."""
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        return None, [_syntax_problem(error, text, file)]
    except (yaml.YAMLError, RecursionError, ValueError):
        return None, [Problem("yaml_unreadable", {}, file, 1, 1)]
    if node is None:
        return None, [Problem("file_empty", {}, file, 1, 1)]
    doc, problems = Yaml(file, None), []
    builder = _Builder(doc, problems)
    try:
        doc.data = builder.build(node, (), 0)
    except _TooMuch:
        return None, [Problem("yaml_bomb", {"limit": MAX_NODES, "depth": MAX_DEPTH}, file, 1, 1)]
    return doc, problems


class _TooMuch(Exception):
    pass


class _Builder:
    """Turns composed nodes into data; counts them, so that aliases cannot multiply without end."""

    def __init__(self, doc: Yaml, problems: list[Problem]) -> None:
        self.doc, self.problems, self.count = doc, problems, 0

    def build(self, node: yaml.Node, keys: Keys, depth: int) -> Any:
        self.count += 1
        if self.count > MAX_NODES or depth > MAX_DEPTH:
            raise _TooMuch
        self.doc.places.setdefault(keys, (node.start_mark.line + 1, node.start_mark.column + 1))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, keys, depth)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(child, (*keys, i), depth + 1) for i, child in enumerate(node.value)]
        plain = isinstance(node, yaml.ScalarNode) and not node.style
        return None if plain and node.value in _NULLS else node.value

    def _mapping(self, node: yaml.MappingNode, keys: Keys, depth: int) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            line, column = key_node.start_mark.line + 1, key_node.start_mark.column + 1
            if not isinstance(key, str):
                self.problems.append(Problem("yaml_key", {}, self.doc.file, line, column))
            elif key in data:
                first = self.doc.places[(*keys, key)][0]
                self.problems.append(
                    Problem("duplicate_key", {"key": key, "first": first}, self.doc.file, line, column)
                )
            else:
                self.doc.places[(*keys, key)] = (line, column)
                data[key] = self.build(value_node, (*keys, key), depth + 1)
        return data


_OPEN_QUOTE = re.compile(r"""^([^#"']*:\s*")[^"]*$""")
_HINTS = (
    (re.compile(r"^\s*(- )?[^\s:：#'\"]+："), "yaml_fullwidth_colon"),
    (re.compile(r"^ *\t"), "yaml_tab"),
    (re.compile(r"^\s*(- )?[A-Za-z_]+:[^\s/]"), "yaml_colon_space"),
)


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    """What a planner did, guessed from the lines around the place where the parser gave up."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Problem("yaml_unreadable", {}, file, 1, 1)
    lines = text.split("\n")
    for number in range(mark.line, max(mark.line - 3, -1), -1):
        line = lines[number] if number < len(lines) else ""
        for pattern, code in _HINTS:
            if found := pattern.match(line):
                return Problem(code, {"text": line.strip()}, file, number + 1, len(found.group()))
    for number, line in enumerate(lines[: mark.line + 1]):
        if found := _OPEN_QUOTE.match(line):
            return Problem("yaml_quote", {"text": line.strip()}, file, number + 1, found.end(1))
    said = f"{error.problem} {error.context}"
    code = (
        "yaml_quote"
        if "quoted scalar" in said or "unexpected end of stream" in said
        else "yaml_bracket"
        if "flow" in said
        else "yaml_alias"
        if "alias" in said or "anchor" in said
        else "yaml_indent"
    )
    at = error.context_mark if code in ("yaml_quote", "yaml_bracket") and error.context_mark else mark
    last = max(i for i, line in enumerate(lines) if line.strip() or i == 0)  # the parser may stop behind the end
    if at.line > last:
        return Problem(code, {"text": lines[last].strip()}, file, last + 1, len(lines[last]))
    return Problem(code, {"text": lines[at.line].strip()}, file, at.line + 1, at.column + 1)


def open_csv(path: Path, root: Path) -> tuple[Csv | None, list[Problem]]:
    """The dialect of a CSV file: comma, semicolon or tab; what is not plain UTF-8 is kept recoded as text."""
    file = path.relative_to(root).as_posix()
    text, problems = read_text(path, root, MAX_CSV_BYTES)
    if text is None:
        return None, problems
    if not text.strip():
        return None, [Problem("file_empty", {}, file, 1, 1)]
    hint = re.match(r"sep=([,;\t])\n", text)
    text = text[hint.end() :] if hint else text  # Excel's own first line
    header = text.split("\n", 1)[0]
    if "，" in header and "," not in header:
        return None, [Problem("csv_fullwidth_comma", {"text": header}, file, 1, header.index("，") + 1)]
    delimiter = hint[1] if hint else max(",;\t", key=header.count)
    columns = [name.strip() for name in next(csv.reader(io.StringIO(header), delimiter=delimiter), [])]
    plain = path.stat().st_size == len(text.encode()) and not text.startswith("\n") and not hint
    return Csv(file, path, columns, delimiter, None if plain else text), []


def record_lines(text: str, delimiter: str, rejected: set[int]) -> list[int]:
    """First line of every record after the header that was not rejected: for naming the place of a row."""
    csv.field_size_limit(1_000_000_000)
    reader, starts, line = csv.reader(io.StringIO(text), delimiter=delimiter), [], 1
    for row in reader:
        if row and line not in rejected:
            starts.append(line)
        line = reader.line_num + 1
    return starts[1:]
