"""What the columns of a copied table are, in words: to be confirmed by whoever copied it."""

from __future__ import annotations

from collections.abc import Mapping

from biaochi.words import Words
from biaochi.writing.paths import Seen
from biaochi.writing.recognised import Table

ROLES = {
    "target": ("name", "indicator", "value", "due", "baseline.value", "baseline.time_period", "type", "direction",
               "nature", "lead_org", "unit", "quote", "baseline.quote", "note"),
    "figure": ("name", "indicator", "ref_area", "time_period", "value", "unit", "source", "quote", "prefix", "suffix",
               "obs_status", "basis", "cumulative_from", "conf_status", "embargo_until", "inferred", "note"),
}  # fmt: skip
"""What a column may be, by kind of table; `value@2025` is the value of a year."""
_WORDS = {"baseline.value": "baseline", "baseline.time_period": "baseline_period", "baseline.quote": "baseline_quote"}


def told(kind: str, role: str, words: Words) -> str:
    """A role in words."""
    name, _, year = role.lstrip("=").partition("@")
    said = words(f"sheet.role.{'target' if (kind, name) == ('target', 'value') else _WORDS.get(name, name)}")
    return words("sheet.of_year", role=said, year=year) if year else said


def counted(changed: int, added: int, texts: Mapping[str, tuple[Seen, str]], words: Words) -> str:
    """What a workbook would do: how many entries it changes and adds, in which files, and which files are new."""
    what = words.join([words(f"upload.{name}", n=n) for name, n in (("changed", changed), ("added", added)) if n])
    said = words("upload.found", what=what, files=words.join([path.rpartition("/")[2] for path in texts]))
    new = words.join([path for path, (seen, _) in texts.items() if not seen.sha256])
    return said + (words("upload.new_files", files=new) if new else "")


def understood(kind: str, table: Table, words: Words) -> str:
    """How a table was read, column by column, in lines."""
    from openpyxl.utils import get_column_letter

    roles = {n: role for role, n in table.columns.items()}
    lines = [words("sheet.understood", sheet=table.sheet.name, kind=words(f"sheet.kind_{kind}"))]
    for n, head in enumerate(table.sheet.rows[table.header]):
        if head:
            key, role = ("column", told(kind, roles[n], words)) if n in roles else ("unread", "")
            lines.append("  " + words(f"sheet.{key}", letter=get_column_letter(n + 1), head=head, role=role))
    return "\n".join(lines)
