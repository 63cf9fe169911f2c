"""A draft beside the project, so that a reload, another session or a new start of the server finds it again."""

from __future__ import annotations

import contextlib
import hashlib
import json
from datetime import datetime
from pathlib import Path

from biaochi.drafts.draft import Draft
from biaochi.writing.disk import alone, write
from biaochi.writing.paths import of, place

FOLDER = ".biaochi/drafts"


def remember(root: Path, account: str, draft: Draft) -> bool:
    """Keeps an account's draft, or forgets it where it is empty; False where the disk does not let us."""
    path = _file(root, account)
    try:
        if not draft.texts:
            path.unlink(missing_ok=True)
            return True
        told = [{"path": name, "before": seen.text, "sha256": seen.sha256, "encoding": seen.encoding,
                 "bom": seen.bom.hex(), "after": draft.texts[name]} for name, seen in draft.seen.items()]  # fmt: skip
        at = datetime.now().astimezone().isoformat(timespec="minutes")
        with alone(root, "drafts"):
            write(path, json.dumps({"at": at, "files": told}, ensure_ascii=False).encode())
    except (OSError, ValueError):
        return False
    return True


def remembered(root: Path, account: str) -> tuple[Draft, str] | None:
    """An account's draft and when it was kept (ISO); None where there is none that can be read."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        said = json.loads(_file(root, account).read_text(encoding="utf-8"))
        draft = Draft()
        for one in said["files"]:
            place(root, one["path"])
            seen = of(one["path"], bytes.fromhex(one["bom"]) + one["before"].encode(one["encoding"]))
            if one["sha256"] not in ("", seen.sha256):
                raise ValueError(one["path"])
            draft = draft.onto(seen if one["sha256"] else type(seen)(one["path"]), str(one["after"]))
        return (draft, str(said["at"])) if draft.texts else None
    return None


def _file(root: Path, account: str) -> Path:
    return root / FOLDER / f"{hashlib.sha256(account.encode()).hexdigest()[:24]}.json"
