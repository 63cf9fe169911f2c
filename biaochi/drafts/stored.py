"""A draft beside the project, so that a reload, another session or a new start of the server finds it again.

Each session has a file of its own: two windows of one account never write over each other.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from biaochi.drafts.draft import Draft
from biaochi.writing.disk import alone, write
from biaochi.writing.paths import of, place

FOLDER = ".biaochi/drafts"
MOST = 20
"""Drafts of one account that are kept; the oldest go."""
_NONE: Mapping[str, str] = MappingProxyType({})


class Left(NamedTuple):
    """A draft that another session has left: what it says, when it was kept (ISO), and the name of its file.

    answers: what was typed into the form of a thing that has not begun, by question. mark: size and time of its file.
    """

    draft: Draft
    at: str
    name: str
    answers: Mapping[str, str]
    mark: tuple[int, int] = (0, 0)


def remember(root: Path, account: str, draft: Draft, session: str = "", answers: Mapping[str, str] = _NONE) -> bool:
    """Keeps the draft of a session, or forgets it where it is empty; False where the disk does not let us."""
    path = root / FOLDER / f"{_of(account)}{session}.json"
    try:
        if not draft.texts and not answers:
            path.unlink(missing_ok=True)
            return True
        told = [{"path": name, "before": seen.text, "sha256": seen.sha256, "encoding": seen.encoding,
                 "bom": seen.bom.hex(), "after": draft.texts[name]} for name, seen in draft.seen.items()]  # fmt: skip
        at = datetime.now().astimezone().isoformat(timespec="minutes")
        with alone(root, "drafts"):
            kept = {"at": at, "files": told, "answers": dict(answers)}
            write(path, json.dumps(kept, ensure_ascii=False).encode())
            for old in _files(root, account)[MOST:]:
                old.unlink(missing_ok=True)
    except (OSError, ValueError):
        return False
    return True


def remembered(root: Path, account: str, session: str = "-") -> Left | None:
    """The newest draft that other sessions of an account have left; None where there is none that can be read."""
    own = f"{_of(account)}{session}.json"
    found = (_read(root, path) for path in _files(root, account) if path.name != own)
    return next((one for one in found if one), None)


def as_left(root: Path, left: Left) -> Left | None:
    """What that session has left by now; None where it has saved it, given it up, or somebody else goes on with it."""
    path = root / FOLDER / left.name
    with contextlib.suppress(OSError):
        return left if _mark(path) == left.mark else _read(root, path)
    return None


def forget(root: Path, left: Left) -> None:
    """Gives up a draft that another session has left, unless that session has gone on with it."""
    path = root / FOLDER / left.name
    now = _read(root, path)
    if now and (now.draft, now.answers) == (left.draft, left.answers):
        with contextlib.suppress(OSError):
            path.unlink()


def _read(root: Path, path: Path) -> Left | None:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        mark = _mark(path)  # before it is read: what comes in between is read again
        said = json.loads(path.read_text(encoding="utf-8"))
        draft = Draft()
        for one in said["files"]:
            place(root, one["path"])
            seen = of(one["path"], bytes.fromhex(one["bom"]) + one["before"].encode(one["encoding"]))
            if one["sha256"] not in ("", seen.sha256):
                raise ValueError(one["path"])
            draft = draft.onto(seen if one["sha256"] else type(seen)(one["path"]), str(one["after"]))
        answers = {str(key): str(text) for key, text in said.get("answers", {}).items()}
        return Left(draft, str(said["at"]), path.name, answers, mark) if draft.texts or answers else None
    return None


def _mark(path: Path) -> tuple[int, int]:
    known = path.stat()
    return known.st_size, known.st_mtime_ns


def _files(root: Path, account: str) -> list[Path]:
    """The kept drafts of an account, the newest first."""
    found = []
    for path in (root / FOLDER).glob(f"{_of(account)}*.json"):
        with contextlib.suppress(OSError):
            found.append((path.stat().st_mtime_ns, path))
    return [path for _, path in sorted(found, reverse=True)]


def _of(account: str) -> str:
    return hashlib.sha256(account.encode()).hexdigest()[:24]
