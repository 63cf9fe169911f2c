"""A draft: the files somebody saw, and the texts that are to take their place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from pathlib import Path

from biaochi import catalogue, intake, writing
from biaochi.problem import Fault
from biaochi.writing import Edit, Saved, Seen, look, merge
from biaochi.writing.paths import fits


@dataclass(frozen=True)
class Draft:
    """Unsaved changes of a project. `seen`: the changed files as they were; `texts`: what they are to be."""

    seen: Mapping[str, Seen] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def paths(self) -> tuple[str, ...]:
        """The changed files."""
        return tuple(self.texts)

    @property
    def id(self) -> str:
        """A digest of the changes; empty where there are none."""
        told = "".join(f"{path}\0{self.seen[path].sha256}\0{text}\0" for path, text in sorted(self.texts.items()))
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16] if told else ""

    def look(self, root: Path, path: str) -> Seen:
        """The file as it was when it was first changed, else as it is now; raises Fault."""
        return self.seen[path] if path in self.texts else look(root, path)

    def text(self, root: Path, path: str) -> str:
        """The text of a file with the changes; raises Fault."""
        return self.texts[path] if path in self.texts else look(root, path).text

    def edit(self, root: Path, edits: Sequence[Edit]) -> Draft:
        """The draft after edits; raises Fault where one does not fit, and then nothing is changed."""
        draft = self
        for path in dict.fromkeys(one.file for one in edits):
            seen = draft.look(root, path)
            now = replace(seen, text=draft.text(root, path))
            draft = draft.write(root, path, writing.apply(now, [one for one in edits if one.file == path]))
        return draft

    def write(self, root: Path, path: str, text: str) -> Draft:
        """The draft with another text of a file; raises Fault for a path or a text that no project can hold."""
        writing.place(root, path)
        seen = self.look(root, path)
        fits(seen, seen.bytes(text))
        if text == seen.text or seen.bytes(text) == seen.bytes(seen.text):
            return self.without(path)
        return Draft({**self.seen, path: seen}, {**self.texts, path: text})

    def without(self, path: str) -> Draft:
        """The draft with one file as it was."""
        seen = {one: value for one, value in self.seen.items() if one != path}
        return Draft(seen, {one: text for one, text in self.texts.items() if one != path})

    @property
    def pairs(self) -> list[tuple[Seen, str]]:
        """The changed files as they were seen, each with its new text: what a save step takes."""
        return [(self.seen[path], text) for path, text in self.texts.items()]

    def onto(self, seen: Seen, text: str) -> Draft:
        """The draft with one file's changes standing on what somebody else has saved meanwhile."""
        if text == seen.text:
            return self.without(seen.path)
        return Draft({**self.seen, seen.path: seen}, {**self.texts, seen.path: text})

    def overtaken(self, root: Path) -> list[Saved]:
        """The changed files that somebody else has saved meanwhile, each with both changes merged where they go
        together; a file that can no longer be read counts as gone."""
        found = []
        for path, text in self.texts.items():
            try:
                theirs = look(root, path)
            except Fault:
                theirs = Seen(path)
            if theirs.sha256 != self.seen[path].sha256:
                found.append(
                    Saved("changed", path, theirs=theirs, merged=merge(self.seen[path].text, text, theirs.text))
                )
        return found


_still: ContextVar[dict[Path, str] | None] = ContextVar("still", default=None)


@contextmanager
def still() -> Iterator[None]:
    """What is asked inside is answered from the files as they stood when it was first asked: one look a run."""
    before = _still.set({})
    try:
        yield
    finally:
        _still.reset(before)


def stamp(root: Path) -> str:
    """Size and time of every file that counts: another text where one of them has changed."""
    known = _still.get()
    if known is None:
        return _stamp(root)
    if root not in known:
        known[root] = _stamp(root)
    return known[root]


def _stamp(root: Path) -> str:
    found = []
    for name in (*catalogue.INPUTS, intake.FOLDER):
        top = root / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file():
                info = path.stat()
                found.append(f"{path} {info.st_size} {info.st_mtime_ns} {info.st_ctime_ns}")
    return "\n".join(found)
