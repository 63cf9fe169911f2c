"""Answers as bytes: one module a family of formats; the names here are what `biaochi export` and the pages call."""

from biaochi.exports.tables import assessments_json, figures_csv

__all__ = ["assessments_json", "figures_csv"]
