"""What a message names, as the form at hand names it: the label of a field, the words of a choice."""

from __future__ import annotations

from biaochi import model
from biaochi.forms.fields import Field, fields, told
from biaochi.problem import Mention, Problem
from biaochi.words import Words

_OF_FILES: dict[str, tuple[type[model.Entry], ...]] = {
    "indicators/plans/": (model.Target, model.Baseline, model.Milestone, model.Plan),
    "indicators/definitions/": (model.Indicator, model.Concept, model.Theme),
    "data/areas": (model.Area,), "data/sources": (model.Source,), "data/observations/": (model.Observation,),
}  # fmt: skip
_ALL = (model.Observation, model.Target, model.Indicator, model.Source, model.Area, model.Baseline, model.Plan)


def mentioned(problem: Problem, mention: Mention, words: Words) -> str:
    """A field as 口径（definition）, a choice in its words; by its key where no form has it."""
    field = _field(problem, mention.name)
    if field is None:
        return mention.value or mention.name
    if mention.kind == "choice":
        return told(field, mention.value, words)
    label = field.label(words)
    known = label.casefold() == field.name.replace("_", " ").casefold()
    return label if known else words("edit.field", label=label, name=field.name)


def _field(problem: Problem, name: str) -> Field | None:
    """The field of that name in the entry that the message speaks of, else in what its file holds."""
    entry = problem.params.get("entry")
    spoken = entry.get("en") if isinstance(entry, dict) else None
    here = next((of for start, of in _OF_FILES.items() if problem.file.startswith(start)), ())
    models = sorted((*here, *_ALL), key=lambda of: of.__name__.lower() != spoken)
    return next((one for of in models for one in fields(of) if one.name == name), None)
