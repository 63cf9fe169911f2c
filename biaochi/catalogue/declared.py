"""The sources that config.yaml declares: each wrong one becomes Problems and is left out alone."""

from __future__ import annotations

from pathlib import Path

from biaochi import intake
from biaochi.catalogue import entries, naming
from biaochi.files import Keys, Yaml
from biaochi.model import Intake, Observation
from biaochi.problem import Problem

FIELD = "intake"


def read(doc: Yaml, root: Path) -> tuple[dict[str, Intake], list[Problem]]:
    """The sound declarations by name, and what is wrong with the others."""
    given = entries.at(doc.data, (FIELD,))
    if given is None:
        return {}, []
    if not isinstance(given, dict):
        return {}, [entries.not_a_group(doc, (FIELD,))]
    found: dict[str, Intake] = {}
    problems: list[Problem] = []
    for name in given:
        keys: Keys = (FIELD, name)
        one, told = entries.read(Intake, doc, keys)
        told += entries.id_problems(doc, keys)
        if one:
            told += _fields(one, doc, keys)
            told += [doc.problem(fault.code, (*keys, at), **fault.params) for at, fault in intake.faults(one, root)]
        problems += told
        if one and not told:
            found[name] = one
    return found, problems


def _fields(one: Intake, doc: Yaml, keys: Keys) -> list[Problem]:
    """Names in `columns` and `fixed` that are no field of an observation."""
    return [
        doc.problem(
            "field_unknown",
            (*keys, part, name),
            field=name,
            near=naming.field_like(Observation, name),
            fields=naming.fields_of(Observation),
            **naming.entry_name(Observation),
        )
        for part in ("columns", "fixed")
        for name in getattr(one, part)
        if name not in Observation.model_fields
    ]
