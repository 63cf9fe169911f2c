"""Where the entries of a YAML text begin and end, and how lines are put in and cut out around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from biaochi.files import Keys
from biaochi.problem import Fault
from biaochi.writing.edits import shown

_BREAK = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Entry:
    """One entry of a text: its node, the collection around it, where its key or dash begins and ends."""

    node: yaml.Node
    parent: Any = None
    key: yaml.Node | None = None
    start: int = 0
    head_end: int = 0
    nth: int = 0
    indent: int = -2
    next_start: int | None = None
    in_flow: bool = False

    @property
    def is_flow(self) -> bool:
        """Whether it is a collection written on one line, [..] or {..}."""
        return isinstance(self.node, yaml.CollectionNode) and bool(self.node.flow_style)


class Text:
    """A YAML text with its composed nodes; every method gives a new text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = yaml.compose(text, Loader=yaml.CSafeLoader)
        self.newline = newline_of(text)

    def find(self, keys: Keys) -> Entry:
        """The entry at these keys; raises Fault edit_nowhere."""
        if self.root is None:
            raise Fault("edit_nowhere", keys=shown(keys))
        here = Entry(self.root)
        for key in keys:
            here = self._child(here, key, keys)
        return here

    def _child(self, here: Entry, key: str | int, keys: Keys) -> Entry:
        children = self._children(here)
        for i, (name, node, start, head_end) in enumerate(children):
            if key == (i if name is None else name.value):
                after = children[i + 1][2] if i + 1 < len(children) else None
                column = start - self.line_start(start)
                flow = here.in_flow or here.is_flow
                return Entry(node, here.node, name, start, head_end, i, here.indent if flow else column, after, flow)
        raise Fault("edit_nowhere", keys=shown(keys))

    def _children(self, here: Entry) -> list[tuple[Any, yaml.Node, int, int]]:
        """Key (None in a list), node, first sign and end of the head (after the colon or dash) of every child."""
        node = here.node
        if isinstance(node, yaml.MappingNode):
            return [(key, one, key.start_mark.index, self._colon(key.end_mark.index)) for key, one in node.value]
        if isinstance(node, yaml.SequenceNode) and node.flow_style:
            return [(None, one, one.start_mark.index, one.start_mark.index) for one in node.value]
        if isinstance(node, yaml.SequenceNode):
            dashes = [self.text.rfind("-", 0, one.start_mark.index) for one in node.value]
            return [(None, one, dash, dash + 1) for one, dash in zip(node.value, dashes, strict=True)]
        return []

    def _colon(self, index: int) -> int:
        return self.text.index(":", index) + 1

    def end(self, node: yaml.Node, least: int = 0) -> int:
        """Where the last sign of an entry ends, without the comments and empty lines that follow it."""
        if isinstance(node, yaml.ScalarNode):
            span = self.text[node.start_mark.index : node.end_mark.index]
            return max(
                node.start_mark.index + len(span.rstrip() if node.style in ("|", ">") else span) if span else 0, least
            )
        if node.flow_style or not node.value:  # type: ignore[attr-defined]
            return max(node.end_mark.index, least)
        _, last, _, head_end = self._children(Entry(node))[-1]
        return max(self.end(last, head_end), least)

    def line_start(self, index: int) -> int:
        """Where the line of this sign begins."""
        return max(self.text.rfind("\n", 0, index), self.text.rfind("\r", 0, index)) + 1

    def line_end(self, index: int) -> int:
        """Where the next line begins."""
        found = _BREAK.search(self.text, index)
        return found.end() if found else len(self.text)

    def replace(self, start: int, end: int, new: str) -> str:
        """The text with another piece in place of text[start:end]."""
        return self.text[:start] + new + self.text[end:]

    def cut_lines(self, start: int, end: int) -> str:
        """The text without these lines, and without one of two empty lines that meet at the cut."""
        blank = re.compile(r"[ \t]*(\r\n|\n|\r)")
        before = self.text[:start].rstrip(" \t")
        if re.search(r"(\r\n|\n|\r)[ \t]*(\r\n|\n|\r)$", before) and (found := blank.match(self.text, end)):
            end = found.end()
        return self.replace(start, end, "")

    def cut_flow(self, here: Entry) -> str:
        """The text without one child of a collection on one line."""
        if here.next_start is not None:
            return self.replace(here.start, here.next_start, "")
        if here.nth == 0:
            return self.replace(here.start, self.end(here.node, here.head_end), "")
        _, node, _, head_end = self._children(Entry(here.parent))[here.nth - 1]
        return self.replace(self.end(node, head_end), self.end(here.node, here.head_end), "")

    def put_flow(self, parent: Entry, told: str, at: str | int) -> str:
        """The text with one more child in a collection on one line."""
        children = self._children(parent)
        if not children:
            return self.replace(parent.node.start_mark.index + 1, parent.node.end_mark.index - 1, told)
        if isinstance(at, int) and at < len(children):
            return self.replace(children[at][2], children[at][2], f"{told}, ")
        _, node, _, head_end = children[-1]
        return self.replace(self.end(node, head_end), self.end(node, head_end), f", {told}")

    def put_block(self, parent: Entry, lines: Sequence[str], at: str | int) -> str:
        """The text with the lines of a new child, indented like its neighbours, after the last or at an index."""
        node, children = parent.node, self._children(parent)
        if isinstance(at, int) != isinstance(node, yaml.SequenceNode) and children:
            raise Fault("edit_nowhere", keys=str(at))
        if not children:
            return self._put_first(parent, lines)
        before = at - 1 if isinstance(at, int) and at < len(children) else len(children) - 1
        indent = children[0][2] - self.line_start(children[0][2])
        if before < 0:
            start = self.line_start(children[0][2])
            return self.replace(start, start, self._joined(lines, indent))
        _, one, _, head_end = children[before]
        apart = self.newline if self._apart(children) else ""
        return self._after(self.line_end(self.end(one, head_end)), apart + self._joined(lines, indent))

    def _apart(self, children: list[tuple[Any, yaml.Node, int, int]]) -> bool:
        """Whether the entries are separated by empty lines."""
        if len(children) < 2:
            return False
        _, one, _, head_end = children[-2]
        return bool(
            re.search(r"^[ \t]*(\r\n|\n|\r)", self.text[self.line_end(self.end(one, head_end)) : children[-1][2]])
        )

    def _put_first(self, parent: Entry, lines: Sequence[str]) -> str:
        """Where nothing, [] or {} stood: the first child goes below its key."""
        node = parent.node
        text = self.text
        if node.end_mark.index > node.start_mark.index:  # [] or {}
            text = text[: parent.head_end] + text[node.end_mark.index :]
        at = Text.line_end(_Bare(text), parent.head_end)
        return _put(text, at, self._joined(lines, parent.indent + 2), self.newline)

    def _after(self, at: int, told: str) -> str:
        return _put(self.text, at, told, self.newline)

    def _joined(self, lines: Sequence[str], indent: int) -> str:
        return "".join((" " * indent + line).rstrip(" ") + self.newline for line in lines)


class _Bare(Text):
    """A text whose lines are wanted, not its nodes."""

    def __init__(self, text: str) -> None:
        self.text = text


def _put(text: str, at: int, told: str, newline: str) -> str:
    """Whole lines put in at the start of a line; the file's last line gets its missing end."""
    missing = newline if at and not _BREAK.match(text[at - 1]) else ""
    return text[:at] + missing + told + text[at:]


def newline_of(text: str) -> str:
    """The line end that a text uses most."""
    pairs = text.count("\r\n")
    return "\r\n" if pairs and pairs * 2 >= text.count("\n") else "\n"
