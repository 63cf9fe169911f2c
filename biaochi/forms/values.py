"""What stands in an entry as the values of a form, and a changed value as an edit of the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from biaochi.catalogue.entries import at as at
from biaochi.files import Keys
from biaochi.forms.fields import Field
from biaochi.writing import Edit, remove_entry, set_field

Value = str | bool | list[str]
_YES = {"true", "yes", "是", "1", "y"}


def values(entry: Any, of: Sequence[Field]) -> dict[Keys, Value]:
    """The values of the fields as a form shows them: text as typed, empty for what is absent."""
    return {one.keys: shown(one, at(entry, one.keys)) for one in of}


def shown(field: Field, found: Any) -> Value:
    """One value of a file as its field shows it."""
    if field.kind == "flag":
        return str(found).strip().lower() in _YES
    if field.kind in ("refers", "names"):
        return [str(one) for one in found if one is not None] if isinstance(found, list) else []
    if isinstance(found, list):
        return f"[{','.join(map(str, found))}]"
    return "" if found is None or isinstance(found, dict) else str(found)


def edits(file: str, keys: Keys, data: Any, field: Field, value: Value) -> list[Edit]:
    """The edits that give one field of the entry at these keys a value; none where the file says it already.

    data: the whole file. A group (a baseline) begins with its first field and goes with its last one.
    """
    entry = at(data, keys)
    if shown(field, at(entry, field.keys)) == value:
        return []
    place = (*keys, *field.keys)
    told: Any = None if value in ("", False) or value == [] else value
    if told is not None:
        return [set_field(file, place, told)]
    group = at(data, place[:-1])
    if len(field.keys) > 1 and isinstance(group, dict) and not [k for k, v in group.items() if k != place[-1] and v]:
        return [remove_entry(file, place[:-1])]
    if isinstance(group, dict) and field.name in group:
        return [remove_entry(file, place)]
    return []
