"""An edit as a value: which file, which entry or field by its keys, and what becomes of it."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from biaochi.files import Keys
from biaochi.problem import Fault


@dataclass(frozen=True)
class Edit:
    """One change to one file. YAML: keys as in files.Yaml; CSV: (record from 0, column).

    set: a field gets a value (None takes the field away). add: a new entry at these keys; a list index at or
    beyond the end appends. remove: the entry goes. In a CSV file `add` and `remove` take (record,), the value
    is a row {column: text}; `add` with (column name,) adds an empty column.
    """

    action: Literal["set", "add", "remove"]
    file: str
    keys: Keys
    value: Any = None


def set_field(file: str, keys: Keys, value: Any) -> Edit:
    """A field gets a value: text, number, flag, list of texts, or a nested entry; None takes it away."""
    return Edit("set", file, keys, value)


def add_entry(file: str, keys: Keys, value: Any) -> Edit:
    """A new entry at these keys: (..., name) in a mapping, (..., index) in a list; a large index appends."""
    return Edit("add", file, keys, value)


def remove_entry(file: str, keys: Keys) -> Edit:
    """The entry or field at these keys goes, with what stands inside it."""
    return Edit("remove", file, keys)


def plain(value: Any) -> Any:
    """A value as our reader will see it again: every scalar is text, absent fields are absent."""
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items() if one is not None}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return None if value is None else str(value)


def edited(data: Any, edits: Iterable[Edit]) -> Any:
    """What the data of a YAML file is after the edits; raises Fault edit_nowhere or edit_exists."""
    data = copy.deepcopy(data)
    for edit in edits:
        _edit(data, edit)
    return data


def _edit(data: Any, edit: Edit) -> None:
    if not edit.keys:
        raise Fault("edit_nowhere", keys="")
    *path, last = edit.keys
    parent = _parent(data, path, last, make=edit.action != "remove")
    if edit.action == "remove" or (edit.action == "set" and edit.value is None):
        _remove(parent, last, edit)
    elif isinstance(parent, list):
        _into_list(parent, last, edit)
    elif isinstance(parent, dict) and not (edit.action == "add" and last in parent):
        parent[str(last)] = plain(edit.value)
    else:
        raise Fault("edit_exists" if isinstance(parent, dict) else "edit_nowhere", keys=shown(edit.keys))


def _parent(data: Any, path: list[Any], last: Any, make: bool) -> Any:
    """The collection around an entry; empty fields on the way become collections where something is to be added."""
    for key, below in zip(path, [*path, last][1:], strict=True):
        try:
            if make and isinstance(data, list) and key == len(data):
                data.append(None)
            if make and (data.get(key) if isinstance(data, dict) else data[key]) is None:
                data[key] = [] if isinstance(below, int) else {}
            data = data[key]
        except (KeyError, IndexError, TypeError, AttributeError):
            raise Fault("edit_nowhere", keys=shown((*path, last))) from None
    return data


def _remove(parent: Any, last: str | int, edit: Edit) -> None:
    try:
        del parent[last]
    except (KeyError, IndexError, TypeError):
        raise Fault("edit_nowhere", keys=shown(edit.keys)) from None


def _into_list(parent: list[Any], last: str | int, edit: Edit) -> None:
    if not isinstance(last, int) or last < 0 or (edit.action == "set" and last >= len(parent)):
        raise Fault("edit_nowhere", keys=shown(edit.keys))
    if edit.action == "set":
        parent[last] = plain(edit.value)
    else:
        parent.insert(last, plain(edit.value))


def shown(keys: Iterable[str | int]) -> str:
    """Keys as people read them: targets[3].baseline.value."""
    return "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in keys).removeprefix(".")
