"""A proposal as it is kept: one file with the texts before and after and every step, written whole or not at all."""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from biaochi import history
from biaochi.history import Change
from biaochi.problem import Problem
from biaochi.writing import Seen, brought, look, merge
from biaochi.writing.disk import write
from biaochi.writing.paths import digest, of

FOLDER = ".biaochi/proposals"
CLOSED = ".biaochi/proposals/closed"
ACTIVE = ("open", "returned")
"""States in which somebody has still to do something; the rest is put aside, so that it costs nobody a second."""
Drafts = tuple[tuple[Seen, str], ...]
"""Files as somebody saw them, each with its new text."""
State = Literal["open", "returned", "withdrawn", "released"]
_ID = re.compile(r"[0-9]{8}-[0-9]{6}(-[0-9]{6})?-[0-9a-f]{6}")


@dataclass(frozen=True)
class Step:
    """What somebody did with a proposal: open, returned, withdrawn, released; when (ISO) and why."""

    state: State
    by: str
    at: str
    reason: str = ""


@dataclass(frozen=True)
class Proposal:
    """Edits that wait: whose (account and author as in a commit), what for, which texts, what became of it."""

    id: str
    account: str
    author: str
    note: str
    drafts: Drafts = field(repr=False)
    steps: tuple[Step, ...]

    @property
    def state(self) -> State:
        """What became of it so far."""
        return self.steps[-1].state

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that it changes."""
        return tuple(seen.path for seen, _ in self.drafts)

    @property
    def key(self) -> str:
        """A digest of what it would change."""
        return digest(repr([(seen.sha256, text) for seen, text in self.drafts]).encode())[:16]


def listing(root: Path, *, closed: bool = False) -> list[Proposal]:
    """The proposals that wait or were sent back (with `closed` all), newest first; unreadable ones are left out."""
    folders = (root / FOLDER, root / CLOSED) if closed else (root / FOLDER,)
    names = {path.stem for folder in folders if folder.is_dir() for path in folder.glob("*.json")}
    found = [one for name in sorted(names, reverse=True) if (one := find(root, name))]
    return found if closed else [one for one in found if one.state in ACTIVE]


def find(root: Path, name: str) -> Proposal | None:
    """The proposal of that id; None where there is none or its file is damaged."""
    if not _ID.fullmatch(name):
        return None
    return _read(root / CLOSED / f"{name}.json", name) or _read(root / FOLDER / f"{name}.json", name)


def _read(path: Path, name: str) -> Proposal | None:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        said = json.loads(path.read_text(encoding="utf-8"))
        drafts = tuple(_draft(one) for one in said["drafts"])
        steps = tuple(Step(**one) for one in said["steps"])
        if drafts and steps and all(isinstance(said[key], str) for key in ("account", "author", "note")):
            return Proposal(name, said["account"], said["author"], said["note"], drafts, steps)
    return None


def _draft(said: dict[str, str]) -> tuple[Seen, str]:
    """A draft as it was stored; raises ValueError where the file was damaged since."""
    raw = bytes.fromhex(said["bom"]) + said["before"].encode(said["encoding"])
    seen = of(said["path"], raw) if said["sha256"] else Seen(said["path"])
    if seen.sha256 != said["sha256"]:
        raise ValueError(said["path"])
    return seen, said["after"]


def store(root: Path, one: Proposal) -> None:
    """Writes a proposal, new or with another step, and puts it aside when it is closed; raises OSError."""
    drafts = [
        {"path": seen.path, "sha256": seen.sha256, "encoding": seen.encoding, "bom": seen.bom.hex(),
         "before": seen.text, "after": text}
        for seen, text in one.drafts
    ]  # fmt: skip
    said = {"account": one.account, "author": one.author, "note": one.note, "drafts": drafts,
            "steps": [asdict(step) for step in one.steps]}  # fmt: skip
    folder = root / (FOLDER if one.state in ACTIVE else CLOSED)
    write(folder / f"{one.id}.json", json.dumps(said, ensure_ascii=False, indent=1).encode())
    if one.state not in ACTIVE:  # cut off here, both are there and the closed one counts
        (root / FOLDER / f"{one.id}.json").unlink(missing_ok=True)


@dataclass(frozen=True)
class Standing:
    """A proposal against the files as they are now: what would be written, and the files where both sides meet."""

    drafts: Drafts
    meets: tuple[str, ...] = ()
    moved: bool = False
    """Whether a file has changed since; what is in `drafts` then holds both changes."""


def standing(root: Path, one: Proposal) -> Standing:
    """The proposal merged with the files as they are now; raises Fault where a file cannot be read."""
    drafts, meets, moved = [], [], False
    for seen, text in one.drafts:
        now = look(root, seen.path)
        moved |= now.sha256 != seen.sha256
        both = text if now.sha256 == seen.sha256 else merge(seen.text, text, now.text)
        if both is None:
            meets.append(seen.path)
        else:
            drafts.append((now, both))
    return Standing(tuple(drafts), tuple(meets), moved)


def changes(root: Path, now: Standing) -> list[Change]:
    """What releasing would change, as values."""
    old = {seen.path: seen.bytes(seen.text) for seen, _ in now.drafts if seen.sha256}
    return history.between(root, old, {seen.path: seen.bytes(text) for seen, text in now.drafts})


def problems(root: Path, now: Standing) -> list[Problem]:
    """The Problems that releasing would bring."""
    return brought(root, {seen.path: text for seen, text in now.drafts})
