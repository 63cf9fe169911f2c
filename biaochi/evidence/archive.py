"""The archived documents in a folder: which file belongs to which source, and why some cannot be read."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from biaochi.evidence import reading
from biaochi.evidence.normal import Text, fold
from biaochi.problem import Fault

MAX_BYTES = 20_000_000
MAX_FILES = 10_000


@dataclass(frozen=True)
class Document:
    """One archived file: the source it belongs to, its name in the folder, its digest and its text.

    `changed`: the source names another sha256, the file was found by its path only.
    """

    source: str
    file: str
    sha256: str
    text: Text = field(repr=False)
    changed: bool = False


@dataclass(frozen=True)
class Archive:
    """The documents of a folder by source, why a source has none, and files of no source."""

    documents: dict[str, Document]
    faults: dict[str, Fault]
    strangers: list[str]


def read(folder: Path, sources: Iterable[Mapping[str, Any]]) -> Archive:
    """Matches files to sources (source, sha256, archived_path) by sha256, else by path; raises nothing."""
    digests, problems = _digests(folder)
    by_digest: dict[str, str] = {}
    for file, digest in digests.items():
        by_digest.setdefault(digest, file)
    found = Archive({}, {}, [])
    for row in sources:
        try:
            file = by_digest.get(row["sha256"] or "") or _by_path(folder, row["archived_path"])
            if file in problems:
                raise problems[file]
            found.documents[row["source"]] = _document(folder, file, row)
        except Fault as fault:
            found.faults[row["source"]] = fault
    known = {one.file for one in found.documents.values()}
    found.strangers.extend(sorted(set(digests) - known))
    return found


def stamp(folder: Path) -> int:
    """A number that is another one once a file of the folder was added, removed or written again."""
    seen = []
    for where, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                info = os.stat(os.path.join(where, name))
                seen.append((where, name, info.st_size, info.st_mtime_ns, info.st_ctime_ns))
    return hash(tuple(sorted(seen)))


def _digests(folder: Path) -> tuple[dict[str, str], dict[str, Fault]]:
    """The sha256 of every file of the folder by name, and those that are too large or cannot be opened."""
    digests: dict[str, str] = {}
    problems: dict[str, Fault] = {}
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        try:
            digests[name] = hashlib.sha256(_bytes(path)).hexdigest()
        except Fault as fault:
            problems[name] = fault
    return digests, problems


def _files(folder: Path) -> Iterator[Path]:
    """Files of the folder in order, without hidden ones and without links that lead out of it."""
    count, root = 0, folder.resolve()
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(where, name)
            if name.startswith(".") or not path.is_file() or not path.resolve().is_relative_to(root):
                continue
            count += 1
            if count > MAX_FILES:
                return
            yield path


def _by_path(folder: Path, given: str | None) -> str:
    """The name of the file that archived_path means; raises Fault where it is absent or lies outside."""
    if not given:
        raise Fault("document_absent")
    if re.search(r"[\0\\:]", given) or given.startswith("/") or ".." in PurePosixPath(given).parts:
        raise Fault("document_outside", path=given)
    path = folder / given
    if not path.resolve().is_relative_to(folder.resolve()):
        raise Fault("document_outside", path=given)
    if not path.is_file():
        raise Fault("document_absent")
    return PurePosixPath(given).as_posix()


def _bytes(path: Path) -> bytes:
    """A file's bytes, at most MAX_BYTES of them; raises Fault."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError:
        raise Fault("document_unreadable") from None
    if len(data) > MAX_BYTES:
        raise Fault("document_large", limit=MAX_BYTES // 1_000_000)
    return data


def _document(folder: Path, file: str, row: Mapping[str, Any]) -> Document:
    data = _bytes(folder / file)
    digest = hashlib.sha256(data).hexdigest()
    text = reading.text_of(data, file)
    return Document(row["source"], file, digest, fold(text), bool(row["sha256"]) and digest != row["sha256"])
