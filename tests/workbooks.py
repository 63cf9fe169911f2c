"""The workbook of the made-up catalogue: written once, worked on in a copy of the project, and brought back."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from biaochi.exports.workbook import workbook
from biaochi.selection import Selection
from biaochi.snapshot import Library
from biaochi.store import Store
from biaochi.words import Words
from biaochi.writing.intake import Found, read_workbook
from tests import made_up

Edit = Callable[[Any], object]
Origin = tuple[Path, dict[str, bytes]]


def made(folder: Path, langs: Sequence[str] = ("zh", "en"), **files: str) -> Origin:
    """The catalogue, with these files in place of its own, and its workbook by language."""
    root = made_up.write(folder, **files)
    store = Store(Library(root).current())
    return root, {lang: workbook(store, Selection(as_of=made_up.TODAY), Words(lang)) for lang in langs}


def copied(origin: Origin, folder: Path) -> Path:
    """The project once more, to be written into."""
    shutil.copytree(origin[0], folder / "house", ignore=shutil.ignore_patterns(".biaochi"))
    return folder / "house"


def brought(origin: Origin, root: Path, edit: Edit = lambda book: None, lang: str = "zh") -> Found:
    """What comes back after somebody worked on the workbook."""
    book = openpyxl.load_workbook(BytesIO(origin[1][lang]))
    edit(book)
    book.save(root / "back.xlsx")
    return read_workbook(root, root / "back.xlsx")
