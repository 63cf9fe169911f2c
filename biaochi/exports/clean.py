"""Text that every format may hold: no control characters that XML refuses, nothing that a spreadsheet would run."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# XML 1.0 allows tab, line feed, carriage return and what is not a control, a lone surrogate or a non-character.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_FORMULA = re.compile(r"[=+@\t\r-]")
_SHEET = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_MADE_NOW = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*<")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def text(value: Any) -> str:
    """A value as text without the characters that XML refuses; unknown is empty."""
    if isinstance(value, str) and value.isprintable():
        return value
    return "" if value is None or value != value else _REFUSED.sub("", str(value))


def harmless(value: Any) -> str:
    """A text cell of a CSV file: what a spreadsheet would run gets an apostrophe in front (not a lone =)."""
    said = text(value)
    if len(said) < 2 or not _FORMULA.match(said):
        return said
    try:
        float(said)
    except ValueError:
        return f"'{said}"
    return said


def sheet_name(name: str, taken: set[str]) -> str:
    """A name that a workbook accepts: at most 31 characters, none of []:*?/\\, no apostrophe at its ends, used once."""
    base = _SHEET.sub(" ", text(name)).strip().strip("'") or "1"
    found, n = base[:31].strip().strip("'"), 1
    while found.casefold() in taken:
        n += 1
        found = f"{base[: 31 - len(str(n)) - 1].strip()} {n}"
    taken.add(found.casefold())
    return found


def zipped(files: dict[str, bytes]) -> bytes:
    """A ZIP archive that is the same for the same content: no clock in it."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            one = ZipInfo(name, _EPOCH)
            one.compress_type = ZIP_DEFLATED
            one.external_attr = 0o644 << 16
            archive.writestr(one, data)
    return out.getvalue()


def settled(archive: bytes) -> bytes:
    """An office file packed anew without the time of packing; so are the workbooks behind its charts."""
    with ZipFile(BytesIO(archive)) as found:
        files = {name: found.read(name) for name in found.namelist()}
    for name, data in files.items():
        if name.endswith(".xlsx"):
            files[name] = settled(data)
        elif name == "docProps/core.xml":
            files[name] = _MADE_NOW.sub(rb"\g<1>1980-01-01T00:00:00Z<", data)
    return zipped(files)
