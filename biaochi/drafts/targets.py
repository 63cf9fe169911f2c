"""From a line of a file to the form that mends it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from biaochi.drafts import things
from biaochi.drafts.draft import Draft
from biaochi.drafts.told import Line, lines
from biaochi.files import Yaml


def of_place(place: str) -> tuple[str, int, int]:
    """File, line and column of `file:line:column`; 0 for what is not said, an empty file for what is no place."""
    found = re.fullmatch(r"([^:]+)(?::(\d{1,9}))?(?::(\d{1,9}))?", place)
    return (found[1], int(found[2] or 0), int(found[3] or 0)) if found else ("", 0, 0)


def entry_at(root: Path, draft: Draft, place: str) -> dict[str, str]:
    """Where `file:line:column` is edited, as parameters of the link; the file as text where no form has the line."""
    path, line, column = of_place(place)
    if path not in things.texts(root, draft):
        return {}
    text = {"what": "text", "id": path}
    doc = things.document(root, draft, path)
    if path.startswith("data/observations/"):
        return {"what": "figures", **_row(path, doc, line, column)}
    if doc is None:
        return text
    if path.startswith("indicators/plans/"):
        keys = max((k for k, at in doc.places.items() if k[:1] == ("targets",) and len(k) == 2 and at[0] <= line),
                   key=lambda k: doc.places[k], default=())  # fmt: skip
        return {"what": "plan", "id": Path(path).stem, "item": str(keys[1]) if keys else ""}
    kinds: tuple[things.What, ...] = ("area", "source", "theme", "concept", "indicator")
    every = [one for kind in kinds for one in things.things(root, draft, kind) if one.path == path]
    before = [one for one in every if doc.place(one.keys)[0] <= line]
    best = max(before, key=lambda one: doc.place(one.keys), default=None)
    return {"what": best.what, "id": best.id} if best else text


def entry_changed(root: Path, draft: Draft) -> dict[str, str]:
    """Where the first change of a draft is edited, as parameters of the link; empty where nothing is changed."""
    for path, text in draft.texts.items():
        return entry_at(root, draft, f"{path}:{_first_change(lines(draft.seen[path].text, text))}")
    return {}


def _first_change(told: Sequence[Line]) -> int:
    """The line of the new text where the first change stands; the blank lines above a new entry are not of it."""
    line = 1
    for one in told:
        if one.kind in ("old", "new") and one.text.strip():
            return one.after or line
        line = one.after + 1 if one.after else line
    return next((one.after for one in told if one.kind == "new"), line)


def _row(path: str, doc: Yaml | None, line: int, column: int) -> dict[str, str]:
    """The row of a table that has a line, among those of its indicator; its line stays in the link, to be named."""
    records = sorted((at[0], keys[0]) for keys, at in doc.places.items() if len(keys) == 1) if doc else []
    first, nth = max((one for one in records if one[0] <= line), default=(0, -1))
    if doc is None or nth == -1:
        return {"id": path}
    place = f"{path}:{first}:{column}" if column else f"{path}:{first}"
    return {"id": place, "item": str(doc.data[nth].get("indicator") or "").strip()}
