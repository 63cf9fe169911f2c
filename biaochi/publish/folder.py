"""The folder of a site: written beside its place and put there whole; nothing that is not ours is overwritten."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from biaochi.problem import Fault

MARK = "biaochi-site.json"
"""The file that says that a folder is a published site, and of what."""


class Folder:
    """Files that are gathered for a site, and how many bytes they have."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.bytes = self.files = 0

    def write(self, name: str, content: str | bytes) -> None:
        """One file below the folder."""
        data = content.encode() if isinstance(content, str) else content
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.bytes += len(data)
        self.files += 1

    def mark(self, **about: Any) -> None:
        """Says of what the site is made; the last file that is written."""
        self.write(MARK, json.dumps({"made_by": "biaochi publish", **about}, ensure_ascii=False, indent=1) + "\n")


def ours(path: Path) -> bool:
    """Whether a folder was made by publish; what cannot be read was not."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        return json.loads((path / MARK).read_text(encoding="utf-8")).get("made_by") == "biaochi publish"
    return False


def check(out: Path) -> Path:
    """The place of a site, itself and not a link to it; Fault where something else lies there."""
    place = out.expanduser().resolve()
    free = not place.exists() or place.is_dir() and (ours(place) or not any(place.iterdir()))
    if not free or place.parent == place:
        raise Fault("publish_not_ours", path=str(out))
    return place


@contextlib.contextmanager
def exchanged(place: Path) -> Iterator[Folder]:
    """A folder to write into, which takes its place at the end; after any error the old one still stands."""
    part, old = (place.with_name(f".{place.name}.{os.getpid()}.{end}") for end in ("part", "old"))
    try:
        part.mkdir(parents=True)
        yield Folder(part)
        check(place)  # it took a while
        _swap(part, place, old)
    except OSError as error:
        raise Fault("export_not_written", path=str(place), why=error.strerror or str(error)) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
        if place.exists():
            shutil.rmtree(old, ignore_errors=True)


def _swap(part: Path, place: Path, old: Path) -> None:
    there = place.exists()
    if there:
        os.replace(place, old)
    try:
        os.replace(part, place)
    except OSError:
        if there:
            os.replace(old, place)
        raise
