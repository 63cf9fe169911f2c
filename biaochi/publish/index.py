"""The index beside the pages: what the search finds and the fields of choice offer, as a script of data only."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from biaochi import views
from biaochi.publish import links
from biaochi.publish.site import Site
from biaochi.search import Field, Thing
from biaochi.store import Row
from biaochi.views.search import entries
from biaochi.words import Words

_ROLES = {"name": 0, "alias": 0, "name_en": 1, "doc_number": 1, "id": 2}
_ABOUT = 3


def index(site: Site, words: Words) -> str:
    """The text of index.js for one language."""
    name_of, store = views.namer(words), site.store
    numbers = {one: n for n, one in enumerate(site.indicators)}
    shown: dict[str, list[int]] = {}
    for area, indicator in site.pairs:
        shown.setdefault(area, []).append(numbers[indicator])
    rows = {row["indicator"]: row for row in store.indicators()}
    tied = {row["concept"]: row for row in store.concepts()}
    said: dict[str, Any] = {
        "areas": [_area(site, row, name_of(row)) for row in store.areas() if row["ref_area"] in site.areas],
        "things": [[one, name_of(rows.get(one) or tied[one])] for one in site.things],
        "indicators": [[one, name_of(rows[one])] for one in site.indicators],
        "shown": {area: sorted(own) for area, own in sorted(shown.items())},
        "found": list(_found(site, words)),
    }
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return "window.BIAOCHI=" + text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + ";\n"


def _area(site: Site, row: Row, name: str) -> list[str]:
    """Code, name and the file of the overview."""
    area = row["ref_area"]
    path = site.path("overview", replace(site.base, area=area, plan="")) or ""
    return [area, name, path]


def _found(site: Site, words: Words) -> list[dict[str, Any]]:
    """Everything of the site that can be found: kind, name, file, facts, weight, texts."""
    found = []
    for thing, line in entries(site.store, replace(site.base, plan=""), words):
        path = _path(site, thing, line.link)
        if path:
            name, facts = "".join(text for text, _ in line.name), words("common.dot").join(filter(None, line.facts))
            texts = [_text(field) for field in thing.fields]
            found.append({"k": thing.kind, "n": name, "l": path, "f": facts, "w": thing.weight, "t": texts})
    return found


def _path(site: Site, thing: Thing, link: str) -> str | None:
    """The file of a thing: an indicator's first page there is, a concept's comparison."""
    if thing.kind == "concept":
        return site.path("compare", replace(site.base, indicator=thing.id)) if thing.id in site.things else None
    found = site.path(*links.asked(link))
    if found is None and thing.kind == "indicator":
        area = next((area for area, one in sorted(site.pairs) if one == thing.id), "")
        found = site.path("indicator", replace(site.base, area=area, indicator=thing.id, plan="")) if area else None
    return found


def _text(field: Field) -> list[Any]:
    """The role, the text as it is compared with gaps where words of letters end, and its syllables."""
    plain = field.text.plain
    gaps = {i for i in field.text.heads if i and plain[i - 1 : i + 1].isascii()}
    parts = (f" {sign}" if i in gaps else sign for i, sign in enumerate(plain))
    said = [_ROLES.get(field.role, _ABOUT), "".join(parts)]
    return [*said, " ".join(field.sounds)] if field.sounds else said
