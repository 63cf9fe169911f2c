"""Observations that live in databases, Parquet or DuckDB files: pulled as text, kept by their content, never lost.

A source is declared in config.yaml (model.Intake). `pull` asks it, read-only and within its limits, and shelves the
rows under .biaochi/pulled, named by their content. The catalogue reads what is shelved and nothing else: compiling
needs no server, gives the same snapshot for the same rows, and a source that is down leaves the last good rows in use.
"""

from biaochi.intake.declared import faults, outside
from biaochi.intake.pulling import Ask, due, pull
from biaochi.intake.shelf import FOLDER, PREFIX, Kept, kept, stamp

__all__ = ["FOLDER", "PREFIX", "Ask", "Kept", "due", "faults", "kept", "outside", "pull", "stamp"]
