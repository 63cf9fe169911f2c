"""Values as YAML text: plain where our readers and others read the same, quoted where they would not."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from biaochi.problem import Fault
from biaochi.writing.edits import plain

_STEP = 2
NULLS = {"", "~", "null", "Null", "NULL"}
# Signs that no document prints: control characters other than tab and line break, and halves of surrogate pairs.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Texts that some reader of YAML takes for a number, a time or a flag: 620, 12:30, 1e3, 0x1F, on.
_ODD = re.compile(r"[-+.\d][\d_.,:eE+-]*|0[xob]\w+|y|n|yes|no|on|off|true|false", re.I)
_INVISIBLE = re.compile("[\u2028\u2029\ufeff]")


def scalar(value: Any, style: str | None = None, was: str | None = None, in_flow: bool = False) -> str:
    """One value as YAML; `style` and `was` are the quoting and the text of the value that it replaces."""
    text = plain(value)
    if _UNWANTED.search(text):
        raise Fault("text_control")
    if style == "'" and "\n" not in text and not _INVISIBLE.search(text):
        return "'" + text.replace("'", "''") + "'"
    if style != '"' and _bare(text, in_flow, isinstance(value, bool | int | float) or _loose(was)):
        return text
    return _INVISIBLE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text, ensure_ascii=False))


def _node(text: str, in_flow: bool) -> yaml.Node | None:
    """The scalar that a plain text gives behind a key, or in a list on one line; None where it gives none."""
    try:
        node = yaml.compose(f"k: [{text}]\n" if in_flow else f"k: {text}\n", Loader=yaml.CSafeLoader).value[0][1]
        if in_flow:
            (node,) = node.value
        fine = isinstance(node, yaml.ScalarNode) and not node.style and node.value == text
        return node if fine else None
    except (yaml.YAMLError, AttributeError, IndexError, ValueError, TypeError):
        return None


def _bare(text: str, in_flow: bool = False, loose: bool = False) -> bool:
    """Whether a text may stand unquoted: every reader takes it as text, or (loose) ours does."""
    if text in NULLS or "\n" in text or (node := _node(text, in_flow)) is None:
        return False
    return loose or (node.tag == "tag:yaml.org,2002:str" and not _ODD.fullmatch(text))


def _loose(was: str | None) -> bool:
    """Whether the author of the file leaves numbers unquoted."""
    return was is not None and _bare(was, loose=True) and not _bare(was)


def block(key: str | None, value: Any, indent: int) -> list[str]:
    """The lines of an entry: `key: value`, or a list item where there is no key; absent fields are left out."""
    space = " " * indent
    head = f"{space}{scalar(key)}:" if key is not None else f"{space}-"
    if isinstance(value, dict) and (inner := {k: v for k, v in value.items() if v is not None}):
        lines = [line for k, v in inner.items() for line in block(str(k), v, indent + _STEP)]
        return [f"{head} {lines[0][indent + _STEP :]}", *lines[1:]] if key is None else [head, *lines]
    if isinstance(value, list | tuple) and any(isinstance(one, dict | list) for one in value):
        return [head, *(line for one in value for line in block(None, one, indent + _STEP))]
    return [f"{head} {flow(value) if isinstance(value, dict | list | tuple) else scalar(value)}"]


def flow(value: Any) -> str:
    """A value on one line: a scalar, [a, b] or {a: b}."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(k, in_flow=True)}: {flow(v)}" for k, v in value.items() if v is not None) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(one) for one in value) + "]"
    return scalar(value, in_flow=True)
