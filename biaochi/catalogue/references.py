"""Every id that an entry names must exist; what was meant but is broken itself is not blamed a second time."""

from __future__ import annotations

from typing import Any

from biaochi.catalogue.documents import Documents
from biaochi.problem import Problem, nearest


def check(docs: Documents) -> None:
    """Adds a Problem for every id that nothing has; a plan without its area or document is left out."""
    for area, file, line in docs.areas.values():
        if area.parent and area.parent not in docs.meant["area"]:
            docs.problems.append(
                Problem("area_unknown", {"value": area.parent, "near": docs.near("area", area.parent)}, file, line)
            )
    for key, (one, doc, _) in docs.indicators.items():
        keys = ("indicators", key)
        if one.concept and one.concept not in docs.concepts:
            near = nearest(one.concept, docs.concepts)
            docs.problems.append(doc.problem("concept_unknown", (*keys, "concept"), value=one.concept, near=near))
        for name, ids in (("related", one.related), ("denominators", one.denominators)):
            docs.problems += [
                doc.problem("indicator_unknown", (*keys, name, i), value=other, near=docs.near("indicator", other))
                for i, other in enumerate(ids)
                if other not in docs.meant["indicator"]
            ]
    _plan_references(docs)
    if docs.config.default_area and docs.areas and docs.config.default_area not in docs.meant["area"]:
        docs.problems.append(Problem("area_unknown", {"value": docs.config.default_area}, "config.yaml"))
    if docs.config.default_plan and docs.plans and docs.config.default_plan not in docs.plans:
        near = nearest(docs.config.default_plan, docs.plans)
        docs.problems.append(Problem("plan_unknown", {"value": docs.config.default_plan, "near": near}, "config.yaml"))


def _plan_references(docs: Documents) -> None:
    for name, (plan, doc) in list(docs.plans.items()):
        checks: list[tuple[str, Any]] = [("area", plan.ref_area), ("source", plan.source)]
        for kind, value in checks:
            if value and docs.meant[kind] and value not in docs.meant[kind]:
                field_name = "ref_area" if kind == "area" else kind
                docs.problems.append(
                    doc.problem(f"{kind}_unknown", (field_name,), value=value, near=docs.near(kind, value))
                )
                docs.plans.pop(name, None)
