"""The first row of a CSV file: which columns it has, which it lacks, which nobody knows."""

from __future__ import annotations

from collections.abc import Iterable

from biaochi import files
from biaochi.model import Entry, labels
from biaochi.problem import Problem, nearest


def check(table: files.Csv, model: type[Entry], required: Iterable[str] = ()) -> list[Problem]:
    """What is wrong with the column names of a CSV file."""
    problems: list[Problem] = []
    need = list(required) or [name for name, one in model.model_fields.items() if one.is_required()]
    for i, name in enumerate(table.columns):
        place = (table.file, 1, i + 1)
        if name and name not in model.model_fields:
            near = labels(model).get(name) or nearest(name, model.model_fields)
            params = {"field": name, "near": near, "fields": list(model.model_fields)}
            problems.append(Problem("csv_column_unknown", params, *place))
        elif name and name in table.columns[:i]:
            problems.append(Problem("csv_column_twice", {"field": name}, *place))
    missing = [name for name in need if name not in table.columns]
    if missing:
        problems.append(Problem("csv_column_missing", {"fields": missing}, table.file, 1, 1))
    return problems
