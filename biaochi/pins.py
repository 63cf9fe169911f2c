"""Snapshots that are never cleaned away because a link or a saved deck needs them: the file `pins` beside them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

FILE = "pins"


def read(folder: Path) -> set[str]:
    """The full hashes of the pinned snapshots; a line may be taken out by hand to let one go."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return set((folder / FILE).read_text(encoding="utf-8").split())
    return set()


def add(folder: Path, names: Iterable[str]) -> set[str]:
    """Pins snapshots by full hash or the first signs of it; returns all that are pinned. The caller holds the lock."""
    before = read(folder)
    after = before | {path.stem for name in names if name.isalnum() for path in folder.glob(f"{name}*.duckdb")}
    if after != before:
        part = folder / f"{FILE}.{os.getpid()}.part"
        part.write_text("".join(f"{one}\n" for one in sorted(after)), encoding="utf-8")
        os.replace(part, folder / FILE)
    return after
