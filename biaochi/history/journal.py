"""The journal of saves (.biaochi/journal.jsonl): appended to, never rewritten; the texts lie beside it by digest."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from biaochi.writing.disk import write
from biaochi.writing.paths import Seen, digest

JOURNAL = ".biaochi/journal.jsonl"
TEXTS = ".biaochi/journal"


def append(root: Path, files: Sequence[tuple[Seen, Seen]], author: str, message: str, released: str = "") -> None:
    """One save: a line for each file, before and after, written at once, with the texts kept. Raises OSError."""
    whole = {"at": datetime.now().astimezone().isoformat(timespec="seconds"), "author": author, "message": message}
    whole |= {"released": released} if released else {}
    whole |= {"save": secrets.token_hex(8)} if len(files) > 1 else {}
    lines = []
    for before, now in files:
        _keep(root, before)
        _keep(root, now)
        lines.append(json.dumps(
            whole | {"path": now.path, "before": before.sha256, "after": now.sha256}, ensure_ascii=False
        ))  # fmt: skip
    path = root / JOURNAL
    torn = path.exists() and path.stat().st_size and path.read_bytes()[-1:] != b"\n"
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(handle, (("\n" if torn else "") + "\n".join(lines) + "\n").encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def _keep(root: Path, seen: Seen) -> None:
    path = root / TEXTS / f"{seen.sha256}.gz"
    if seen.sha256 and not path.exists():
        write(path, gzip.compress(seen.bytes(seen.text), mtime=0))


def read(root: Path) -> list[dict[str, Any]]:
    """Every whole line, oldest first, each with its id; a torn line is passed over."""
    found = []
    with contextlib.suppress(OSError):
        for line in (root / JOURNAL).read_text(encoding="utf-8", errors="replace").splitlines():
            with contextlib.suppress(ValueError):
                said = json.loads(line)
                if isinstance(said, dict) and {"at", "path", "before", "after"} <= said.keys():
                    found.append({**said, "id": digest(line.encode())[:16]})
    return found


def saves(root: Path) -> list[list[dict[str, Any]]]:
    """The lines save by save, oldest first: those of files that were saved together stand together."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in read(root):
        found.setdefault(str(one.get("save") or one["id"]), []).append(one)
    return list(found.values())


def raw(root: Path, sha256: str) -> bytes | None:
    """The bytes of a file at a save; None where they were not kept (or the file was not there)."""
    if not sha256 or not sha256.isalnum():
        return None
    try:
        return gzip.decompress((root / TEXTS / f"{sha256}.gz").read_bytes())
    except (OSError, EOFError):
        return None
