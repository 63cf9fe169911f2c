"""The header of a CSV file against the model: unknown, repeated and missing columns."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from biaochi.catalogue import naming
from biaochi.files import Csv
from biaochi.model import Entry
from biaochi.problem import Problem

_FATAL = {"csv_header_missing", "csv_column_missing", "csv_column_twice"}


def settle(table: Csv, model: type[Entry], required: Collection[str] = ()) -> tuple[list[Problem], bool]:
    """What is wrong with the column names; `required`: those without which no row can be read.

    True: a column is only taken for the one it is most like (and renamed here), so that its rows are checked, not kept.
    """
    known, guessed = model.model_fields, False
    need = [name for name in known if name in required or (not required and known[name].is_required())]
    if not {*known, *naming.labels(model)} & set(table.columns):
        return [Problem("csv_header_missing", {"fields": need}, table.file, table.header, 1)], False
    problems: list[Problem] = []
    for i, name in enumerate(table.columns):
        place = (table.file, table.header, i + 1)
        if name and name not in known:
            near = naming.field_like(model, name)
            params = {"field": name, "near": near, "fields": naming.fields_of(model)}
            problems.append(Problem("csv_column_unknown", params, *place))
            if near and near not in table.columns:
                table.columns[i], guessed = near, True
        elif name and name in table.columns[:i]:
            problems.append(Problem("csv_column_twice", {"field": name}, *place))
    missing = [name for name in need if name not in table.columns]
    if missing:
        problems.append(Problem("csv_column_missing", {"fields": missing}, table.file, table.header, 1))
    return problems, guessed


def readable(problems: list[Problem]) -> bool:
    """Whether rows can be read below this header: a column too many is told and left aside."""
    return not any(one.code in _FATAL for one in problems)


def check(table: Csv, model: type[Entry]) -> list[Problem]:
    """What is wrong with the header of a table of which every column must be known."""
    return settle(replace(table, columns=[*table.columns]), model)[0]
