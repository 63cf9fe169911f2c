"""What checks.sql found, as Problems: each at its line, with the id or the choice that may have been meant."""

from __future__ import annotations

import json
from typing import Any

import duckdb

from biaochi.catalogue import naming
from biaochi.catalogue.gathered import Documents
from biaochi.catalogue.rows import fetch
from biaochi.catalogue.tables import MOST
from biaochi.model import Observation
from biaochi.problem import Problem

_FOUND = """
select *, row_number() over one as nth, count(*) over (partition by file, code) as total from found
window one as (partition by file, code order by line, field) qualify nth <= $most order by file, line
"""


def problems(con: duckdb.DuckDBPyConnection, docs: Documents, columns: dict[str, list[str]]) -> list[Problem]:
    """Every row of `found`; in a CSV file the column is the number of the field. Up to MOST of a kind in a file."""
    entries = {aim.doc.file: aim.doc for aim in docs.aims}
    told = []
    for one in fetch(con, _FOUND, most=MOST):
        params = _params(one)
        doc = entries.get(one["file"]) if one["keys"] else None
        if doc:
            told.append(doc.problem(one["code"], (*json.loads(one["keys"]), one["field"]), **params))
        elif one["keys"]:
            told.append(Problem(one["code"], params, f"{one['file']}[{one['keys']}]"))
        else:
            names = columns.get(one["file"], [])
            column = names.index(one["field"]) + 1 if one["field"] in names else 1
            told.append(Problem(one["code"], params, one["file"], one["line"], column))
        if one["nth"] == MOST and one["total"] > MOST:
            told.append(Problem("and_more", {"count": one["total"] - MOST}, one["file"], one["line"]))
    return told


def _params(one: dict[str, Any]) -> dict[str, Any]:
    params, field = json.loads(one["params"] or "{}"), one["field"]
    if one["code"] == "choice_wrong":
        near = naming.choice_like(Observation, field, params["value"])
        return params | {"near": near, "choices": naming.choices_told(Observation, field)}
    if one["code"] == "field_missing":
        good = naming.example(Observation, field)
        shown = {"zh": f"，例如 `{good}`", "en": f", as in `{good}`"} if good else ""
        return params | {"label": naming.label(Observation, field), "example": shown} | naming.entry_name(Observation)
    return params
