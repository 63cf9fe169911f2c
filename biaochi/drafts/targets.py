"""From a line of a file to the form that mends it."""

from __future__ import annotations

import re
from pathlib import Path

from biaochi.drafts import things
from biaochi.drafts.draft import Draft


def entry_at(root: Path, draft: Draft, place: str) -> dict[str, str]:
    """Where `file:line:column` is edited, as parameters of the link; the file as text where no form has the line."""
    found = re.fullmatch(r"([^:]+)(?::(\d{1,9}))?(?::\d{1,9})?", place)
    path, line = (found[1], int(found[2] or 0)) if found else ("", 0)
    if path not in things.texts(root, draft):
        return {}
    text = {"what": "text", "id": path}
    if path.startswith("data/observations/"):
        return {"what": "figures", "id": path}
    doc = things.document(root, draft, path)
    if doc is None:
        return text
    if path.startswith("indicators/plans/"):
        keys = max((k for k, at in doc.places.items() if k[:1] == ("targets",) and len(k) == 2 and at[0] <= line),
                   key=lambda k: doc.places[k], default=())  # fmt: skip
        return {"what": "plan", "id": Path(path).stem, "item": str(keys[1]) if keys else ""}
    kinds: tuple[things.What, ...] = ("area", "source", "indicator")
    every = [one for kind in kinds for one in things.things(root, draft, kind) if one.path == path]
    before = [one for one in every if doc.place(one.keys)[0] <= line]
    best = max(before, key=lambda one: doc.place(one.keys), default=None)
    return {"what": best.what, "id": best.id} if best else text
