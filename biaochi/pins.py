"""Snapshots that are never cleaned away because a link or a saved deck needs them.

Who compiles lists those of decks in the file `pins` beside them; a page that was opened by a link leaves an empty file
of that name in `.biaochi/pins`: it waits for nobody, and where nothing can be written it opens all the same.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

FILE = "pins"


def read(folder: Path) -> set[str]:
    """The full hashes of the pinned snapshots; a line or a file may be taken out by hand to let one go."""
    found: set[str] = set()
    with contextlib.suppress(OSError, UnicodeDecodeError):
        found |= set((folder / FILE).read_text(encoding="utf-8").split())
    with contextlib.suppress(OSError):
        found |= {path.name for path in marked(folder).iterdir()}
    return found


def marked(folder: Path) -> Path:
    """Where readers pin: beside the folder of the snapshots."""
    return folder.with_name(FILE)


def mark(folder: Path, name: str) -> bool:
    """Pins a snapshot by its full hash without touching its folder; False where even that may not be written."""
    try:
        marked(folder).mkdir(exist_ok=True)
        (marked(folder) / name).touch()
    except OSError:
        return False
    return True


def add(folder: Path, names: Iterable[str]) -> set[str]:
    """Pins snapshots by full hash or the first signs of it; returns all that are pinned. The caller holds the lock."""
    before = read(folder)
    after = before | {path.stem for name in names if name.isalnum() for path in folder.glob(f"{name}*.duckdb")}
    if after != before:
        part = folder / f"{FILE}.{os.getpid()}.part"
        part.write_text("".join(f"{one}\n" for one in sorted(after)), encoding="utf-8")
        os.replace(part, folder / FILE)
    return after
