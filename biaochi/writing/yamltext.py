"""Edits of a YAML text by the places of its entries: what is not edited keeps every byte.

The text is cut and pasted, never written anew, so comments, order, quoting, indentation and line ends stay.
The result is read again and must say exactly what the edits say; otherwise it is refused (Fault edit_refused).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import yaml

from biaochi import files
from biaochi.problem import Fault
from biaochi.writing.edits import Edit, edited, plain, shown
from biaochi.writing.places import Entry, Text
from biaochi.writing.scalars import NULLS, block, flow, scalar


def apply(text: str, edits: Sequence[Edit]) -> str:
    """The text after the edits; raises Fault edit_nowhere, edit_exists, edit_refused, text_control."""
    wanted = edited(read(text), edits)
    new = text
    for edit in edits:
        new = _apply(Text(new), edit)
    if edits and _reread(new) != wanted:
        raise Fault("edit_refused", keys=shown(edits[0].keys))
    return new


def _reread(text: str) -> Any:
    """The data of our own result; what cannot even be read equals nothing."""
    try:
        return read(text)
    except Fault:
        return NotImplemented


def add_lines(text: str, keys: tuple[str | int, ...], lines: Sequence[str]) -> str:
    """A new entry whose lines (with comments) are given, at keys whose parent exists; for skeletons."""
    doc = Text(text)
    return doc.put_block(doc.find(keys[:-1]), lines, keys[-1])


def read(text: str) -> Any:
    """The data of a text; raises Fault with the first thing that is wrong."""
    doc, problems = files.parse_yaml(text, "")
    wrong = [one for one in problems if one.code != "file_empty"]
    if wrong:
        raise Fault(wrong[0].code, **wrong[0].params)
    return doc.data if doc else None


def _apply(doc: Text, edit: Edit) -> str:
    try:
        here = doc.find(edit.keys)
    except Fault:
        if edit.action == "remove":
            raise
        here = None
    if edit.action == "remove" or (edit.action == "set" and edit.value is None):
        return _remove(doc, here, edit)
    if here is None or edit.action == "add":
        return _add(doc, edit.keys, edit.value)
    return _set(doc, here, edit)


def _set(doc: Text, here: Entry, edit: Edit) -> str:
    node, value = here.node, edit.value
    if isinstance(value, dict) and isinstance(node, yaml.MappingNode):
        return _set_fields(doc, node, edit)
    if isinstance(value, dict) or _nested(value):
        return _add(Text(_remove(doc, here, edit)), edit.keys, value)
    told = _told(node, value, here.in_flow)
    if told is None:
        return doc.text
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        return doc.replace(here.head_end, doc.end(node), f" {told}")
    if doc.end(node) <= node.start_mark.index:  # nothing stands there yet
        return doc.replace(here.head_end, here.head_end, f" {told}")
    return doc.replace(node.start_mark.index, doc.end(node), told)


def _told(node: yaml.Node, value: Any, in_flow: bool) -> str | None:
    """The value as it replaces what the node says; None where the node says it already."""
    if isinstance(value, list | tuple):
        there = node.value if isinstance(node, yaml.SequenceNode) else [None]
        texts = [one.value for one in there if isinstance(one, yaml.ScalarNode) and _says(one)]
        return None if len(texts) == len(there) and texts == plain(value) else flow(value)
    if not isinstance(node, yaml.ScalarNode) or node.end_mark.index == node.start_mark.index:
        return scalar(value, in_flow=in_flow)
    return None if node.value == plain(value) and _says(node) else scalar(value, node.style, node.value, in_flow)


def _says(node: yaml.ScalarNode) -> bool:
    """Whether it is text, and not a word for nothing."""
    return bool(node.style) or node.value not in NULLS


def _nested(value: Any) -> bool:
    return isinstance(value, list | tuple) and any(isinstance(one, dict | list) for one in value)


def _set_fields(doc: Text, node: yaml.MappingNode, edit: Edit) -> str:
    """A mapping gets exactly these fields; those that say the same already are not touched."""
    given = {str(k): v for k, v in edit.value.items() if v is not None}
    there = [key.value for key, _ in node.value]
    steps = [Edit("set", edit.file, (*edit.keys, k), v) for k, v in given.items()]
    steps += [Edit("remove", edit.file, (*edit.keys, k)) for k in there if k not in given]
    old, text = read(doc.text), doc.text
    for step in steps:
        if step.action == "remove" or edited(old, [step]) != old:
            text = _apply(Text(text), step)
    return text


def _add(doc: Text, keys: tuple[str | int, ...], value: Any) -> str:
    *path, last = keys
    try:
        parent = doc.find(tuple(path))
    except Fault:
        return _add(doc, tuple(path), [value] if isinstance(last, int) else {str(last): value})
    key = None if isinstance(last, int) else str(last)
    if parent.is_flow and (parent.node.value or parent.in_flow or not isinstance(value, dict | list)):
        return doc.put_flow(parent, flow(value) if key is None else f"{scalar(key, in_flow=True)}: {flow(value)}", last)
    return doc.put_block(parent, block(key, value, 0), last)


def _remove(doc: Text, here: Entry | None, edit: Edit) -> str:
    if here is None or here.parent is None:
        raise Fault("edit_nowhere", keys=shown(edit.keys))
    parent = here.parent
    if parent.flow_style:
        return doc.cut_flow(here)
    if len(parent.value) == 1:
        return doc.replace(parent.start_mark.index, doc.end(parent), "[]" if here.key is None else "{}")
    first = doc.text[doc.line_start(here.start) : here.start]
    if not first.strip():
        return doc.cut_lines(doc.line_start(here.start), doc.line_end(doc.end(here.node, here.head_end)))
    after = here.next_start
    between = doc.text[doc.line_end(doc.end(here.node, here.head_end)) : after] if after else "#"
    if here.key is None or after is None or re.search(r"#", between):
        raise Fault("edit_refused", keys=shown(edit.keys))
    return doc.replace(here.start, after, "")
