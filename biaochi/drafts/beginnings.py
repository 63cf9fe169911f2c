"""New things: the least that an entry needs to stand in its file; the form asks for the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from biaochi import model
from biaochi.drafts import things as there
from biaochi.drafts.draft import Draft
from biaochi.problem import Fault
from biaochi.writing import add_entry, apply, csvtext
from biaochi.writing.fresh import home
from biaochi.writing.scalars import block
from biaochi.writing.skeletons import COLUMNS, lines

OBSERVATIONS = "data/observations/"
LAST = 1_000_000
"""An index beyond every list: the new entry is the last one."""


def begin(root: Path, draft: Draft, what: there.What, id_: str, given: Mapping[str, Any], theme: str = "") -> Draft:
    """The draft with a new thing of this id and these fields, indicators and concepts in their theme's file; raises
    Fault."""
    if fault := there.new_id(what, id_, there.things(root, draft, what)):
        raise fault
    fields = {name: value for name, value in given.items() if value}
    if what == "area":
        rows = there.data(root, draft, there.AREAS) or []
        return draft.edit(root, [add_entry(there.AREAS, (len(rows),), {"ref_area": id_, **fields})])
    if what == "source":
        return draft.edit(root, [add_entry(there.SOURCES, (id_,), fields)])
    if what == "plan":
        head = lines(model.Plan, fields, frozenset({"targets"}))
        return draft.write(root, f"indicators/plans/{id_}.yaml", "\n".join([*head, "targets: []", ""]))
    if what == "theme":
        return begin_theme(root, draft, id_, str(given["name"]), str(given["name_en"]))
    path = themes(root, draft).get(theme)
    if path is None:
        raise Fault("edit_choice", value=theme)
    return draft.edit(root, [add_entry(path, (f"{what}s", id_), fields)])


def begin_theme(root: Path, draft: Draft, id_: str, name: str, name_en: str) -> Draft:
    """The draft with a new theme's file, still without indicators; raises Fault."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id_) or len(id_) > 80:
        raise Fault("id_bad", value=id_)
    if id_ in themes(root, draft):
        raise Fault("edit_exists", keys=id_)
    told = [line for key, value in (("name", name), ("name_en", name_en)) for line in block(key, value, 0)]
    return draft.write(root, f"indicators/definitions/{id_}.yaml", "\n".join([*told, "", "indicators: {}", ""]))


def begin_target(root: Path, draft: Draft, plan: there.Thing, indicator: str, due: str) -> tuple[Draft, int]:
    """The draft with a new target at the end of a plan, and its number; raises Fault."""
    data = there.data(root, draft, plan.path)
    targets = data.get("targets") if isinstance(data, dict) else None
    entry = {"indicator": indicator, **({"due": due} if due else {})}
    number = len(targets) if isinstance(targets, list) else 0
    return draft.edit(root, [add_entry(plan.path, ("targets", LAST if number else 0), entry)]), number


def begin_next(
    root: Path, draft: Draft, id_: str, given: Mapping[str, Any], carried: Sequence[Mapping[str, Any]]
) -> Draft:
    """The draft with a new plan that takes over targets of another one (rollover.entries); raises Fault."""
    draft = begin(root, draft, "plan", id_, given)
    path = f"indicators/plans/{id_}.yaml"
    return draft.edit(
        root, [add_entry(path, ("targets", LAST if n else 0), dict(one)) for n, one in enumerate(carried)]
    )


def begin_figure(root: Path, draft: Draft, given: Mapping[str, str]) -> tuple[Draft, str]:
    """The draft with a new observation in the file of its kind, and its place there (file:line); raises Fault."""
    row = {name: value for name, value in given.items() if value}
    texts = {path: draft.text(root, path) for path in there.texts(root, draft) if path.startswith(OBSERVATIONS)}
    path = home(texts, row.get("indicator", ""), row.get("ref_area", ""), row.get("source", ""))
    text = texts.get(path) or ",".join(COLUMNS) + "\n"
    header = [one.strip() for one in csvtext.rows(text, csvtext.delimiter_of(text))[0]]
    edits = [*(add_entry(path, (name,), None) for name in row if name not in header), add_entry(path, (LAST,), row)]
    seen = draft.look(root, path)
    draft = draft.write(root, path, apply(replace(seen, text=text), edits))
    after = draft.text(root, path)
    return draft, f"{path}:{csvtext.lines(after, csvtext.delimiter_of(after))[-1]}"


def themes(root: Path, draft: Draft) -> dict[str, str]:
    """The themes by id, each with its file."""
    return {Path(path).stem: path for path in there.paths(root, draft, "indicator")}


def suggest(name: str, taken: set[str]) -> str:
    """An id made of a name by pinyin that is not taken yet; empty where the name gives none."""
    from pypinyin import lazy_pinyin  # a large table, wanted by those who begin something only

    parts = re.findall(r"[a-z0-9]+", " ".join(lazy_pinyin(name)).lower())
    base = "-".join(parts)[:60].strip("-")
    numbered = (f"{base}-{n}" for n in range(2, 1000))
    return next((one for one in (base, *numbered) if one not in taken), "") if base else ""


def last_period(text: str) -> str:
    """The last year of a plan's period, for a target's due: 2021/2025 -> 2025; empty where there is none."""
    found = re.findall(r"\d{4}", text)
    return found[-1] if found else ""
