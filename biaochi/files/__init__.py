"""Planners' files as text with places: encodings, limits, YAML with line numbers, CSV dialects."""

from biaochi.files.table import Csv, open_csv, small_rows
from biaochi.files.text import MAX_CSV_BYTES, MAX_YAML_BYTES, decode, inside, name_of, read_text
from biaochi.files.tree import Keys, Yaml, parse_yaml

__all__ = [
    "MAX_CSV_BYTES",
    "MAX_YAML_BYTES",
    "Csv",
    "Keys",
    "Yaml",
    "decode",
    "inside",
    "name_of",
    "open_csv",
    "parse_yaml",
    "read_text",
    "small_rows",
]
