"""Every id that an entry names must exist; what was meant but is wrong itself is not blamed a second time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from biaochi.catalogue.gathered import Aim, Documents
from biaochi.files import Keys, Yaml
from biaochi.model import Evidence
from biaochi.problem import Problem

MOST_HEADLINES = 6


def check(docs: Documents) -> None:
    """Tells every unknown id; a plan that needs it stays out, elsewhere only the reference does."""
    _areas(docs)
    _indicators(docs)
    for key, (plan, doc) in list(docs.plans.items()):
        unknown = [
            *_unknown(docs, "area", plan.ref_area, doc, ("ref_area",)),
            *_unknown(docs, "source", plan.source, doc, ("source",)),
        ]
        docs.problems += unknown
        if unknown:
            docs.plans.pop(key)
    for aim in docs.aims:
        docs.problems += _aim(docs, aim)
    _headlines(docs)
    _config(docs)


def _unknown(docs: Documents, kind: str, value: str | None, doc: Yaml, keys: Keys) -> Iterator[Problem]:
    if value and docs.unknown(kind, value):
        yield doc.problem(f"{kind}_unknown", keys, value=value)


def _areas(docs: Documents) -> None:
    for key, (area, doc) in list(docs.areas.items()):
        unknown = [*_unknown(docs, "area", area.parent, doc, ("parent",))]
        if not unknown and _is_own_ancestor(docs, key):
            unknown = [doc.problem("area_loop", ("parent",), value=area.parent)]
        docs.problems += unknown
        if unknown or area.parent not in docs.areas:
            docs.areas[key] = (area.model_copy(update={"parent": None}), doc)


def _is_own_ancestor(docs: Documents, key: str) -> bool:
    seen, at = {key}, docs.areas[key][0].parent
    while at in docs.areas and at not in seen:
        seen.add(at)
        at = docs.areas[at][0].parent
    return at == key


def _indicators(docs: Documents) -> None:
    for key, (one, doc, theme) in list(docs.indicators.items()):
        keys: Keys = ("indicators", key)
        docs.problems += _unknown(docs, "concept", one.concept, doc, (*keys, "concept"))
        kept: dict[str, Any] = {"concept": one.concept if one.concept in docs.concepts else None}
        for name in ("related", "denominators"):
            ids: list[str] = getattr(one, name)
            for i, other in enumerate(ids):
                docs.problems += _unknown(docs, "indicator", other, doc, (*keys, name, i))
            kept[name] = [other for other in ids if other in docs.indicators]
        docs.indicators[key] = (one.model_copy(update=kept), doc, theme)


def _aim(docs: Documents, aim: Aim) -> Iterator[Problem]:
    """The indicator, and the sources that the target itself names; figures.check leaves such a target out."""
    keys: Keys = ("targets", aim.nth)
    yield from _unknown(docs, "indicator", aim.target.indicator, aim.doc, (*keys, "indicator"))
    parts: list[tuple[Keys, Evidence | None]] = [(keys, aim.target), ((*keys, "baseline"), aim.target.baseline)]
    parts += [((*keys, "milestones", i), one) for i, one in enumerate(aim.target.milestones)]
    for place, part in parts:
        if part:
            yield from _unknown(docs, "source", part.source, aim.doc, (*place, "source"))


def _headlines(docs: Documents) -> None:
    for plan, (_, doc) in docs.plans.items():
        marked = [aim for aim in docs.aims if aim.plan_id == plan and aim.doc is doc and aim.target.headline]
        if len(marked) > MOST_HEADLINES:
            keys: Keys = ("targets", marked[MOST_HEADLINES].nth, "headline")
            docs.problems.append(doc.problem("headline_many", keys, count=len(marked), limit=MOST_HEADLINES))


def _config(docs: Documents) -> None:
    for kind, field in (("area", "default_area"), ("plan", "default_plan")):
        value = getattr(docs.config, field)
        if value and value not in docs.sound(kind):
            if docs.unknown(kind, value) and docs.config_doc:
                docs.problems.append(docs.config_doc.problem(f"{kind}_unknown", (field,), value=value))
            docs.config = docs.config.model_copy(update={field: None})
