"""The folder `.biaochi` of a project: what is generated, and never part of a commit."""

from __future__ import annotations

from pathlib import Path


def folder(root: Path) -> Path:
    """The folder, made where it is missing and kept out of git by a file of its own; raises OSError."""
    own = root / ".biaochi"
    own.mkdir(parents=True, exist_ok=True)
    ignored = own / ".gitignore"
    if not ignored.exists():
        ignored.write_text("*\n", encoding="utf-8")
    return own
