"""Writing the planners' files: edits that leave every other byte alone, saves that are whole and never silent.

A page does: `seen = look(root, path)`, `new = apply(seen, edits)`, `brought(root, {path: new})` while typing,
`save(root, seen, new)` at the end (history.save also commits it).
"""

from __future__ import annotations

from collections.abc import Sequence

from biaochi.writing import csvtext, yamltext
from biaochi.writing.edits import Edit, add_entry, remove_entry, set_field
from biaochi.writing.merging import merge
from biaochi.writing.paths import Seen, look, place
from biaochi.writing.saving import Saved, brought, check, save, save_together

__all__ = ["Edit", "Saved", "Seen", "add_entry", "apply", "brought", "check", "look", "merge", "place", "remove_entry",
           "save", "save_together", "set_field"]  # fmt: skip


def apply(seen: Seen, edits: Sequence[Edit]) -> str:
    """The text of a file after edits of it; raises Fault where an edit does not fit or cannot be made cleanly."""
    mine = [edit for edit in edits if edit.file == seen.path]
    if not mine:
        return seen.text
    if seen.path.endswith((".csv", ".tsv")):
        return csvtext.apply(seen.text, mine, csvtext.delimiter_of(seen.text))
    return yamltext.apply(seen.text, mine)
