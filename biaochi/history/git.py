"""The project's git repository, where it lies in one: commits of one file, and the files of an earlier commit."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from biaochi.catalogue import INPUTS

_TRIES = 20


class GitError(RuntimeError):
    """Git is not there, this is no repository, or it refused; the text is what git said."""


def git(root: Path, *args: str, env: dict[str, str] | None = None, data: bytes | None = None) -> bytes:
    """The output of a git command in the project; raises GitError. Nothing asks or signs, no path is a pattern."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    command = ["git", "--literal-pathspecs", "-c", "core.quotepath=off", "-c", "commit.gpgsign=false",
               "-c", "core.fsmonitor=false", "-C", str(root), *args]  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603 - fixed program, arguments as a list
            command, capture_output=True, timeout=60, check=False, input=data or b"",
            env=clean | {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C.UTF-8"} | (env or {}),
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GitError(str(error)) from None
    if done.returncode:
        raise GitError(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout


def is_repository(root: Path) -> bool:
    """Whether the project's files lie in a git work tree."""
    try:
        return git(root, "rev-parse", "--is-inside-work-tree").strip() == b"true"
    except GitError:
        return False


def expected(root: Path) -> bool:
    """Whether the project or a folder around it is a repository, whether or not git can be run."""
    return any((folder / ".git").exists() for folder in (root.resolve(), *root.resolve().parents))


def commit(root: Path, paths: Sequence[str], author: str, message: str, released: str = "") -> str:
    """Commits files as they are on disk and nothing else, staged or not; returns the commit; raises GitError.

    Without an author it is the one of git's own settings; `released` becomes a line of its own in the message.
    """
    env: dict[str, str] = {}
    name, mail = _person(author)
    configured = _configured(root)
    if author or not configured:
        env |= {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": mail}
    if not configured:
        env |= {"GIT_COMMITTER_NAME": name, "GIT_COMMITTER_EMAIL": mail}
    more = ["-m", "Released-by: {} <{}>".format(*_person(released))] if released else []
    _patiently(root, "add", "--intent-to-add", "--", *paths)
    _patiently(root, "commit", "--quiet", "--no-verify", "--only", "-m", message, *more, "--", *paths, env=env)
    return git(root, "rev-parse", "HEAD").decode().strip()


def commit_as_found(root: Path, path: str, raw: bytes, message: str) -> None:
    """Commits what a file held before a save, where HEAD holds something else: a hand edit is not the saver's.

    The files are not touched; raises GitError, also in a repository without a commit.
    """
    head = git(root, "rev-parse", "--verify", "HEAD").decode().strip()
    if show(root, "HEAD", path) == raw or resolve(root, "MERGE_HEAD"):
        return
    whole = git(root, "rev-parse", "--show-prefix").decode().strip() + path
    blob = git(root, "hash-object", "-w", "--stdin", "--path", path, data=raw).decode().strip()
    mode = git(root, "ls-tree", head, "--", path).decode().partition(" ")[0] or "100644"
    name, mail = _person("")
    env = {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": mail, "GIT_COMMITTER_NAME": name, "GIT_COMMITTER_EMAIL": mail}
    with tempfile.TemporaryDirectory(prefix="biaochi-") as folder:
        own = {"GIT_INDEX_FILE": f"{folder}/index", **({} if _configured(root) else env)}
        git(root, "read-tree", head, env=own)
        git(root, "update-index", "--add", "--cacheinfo", f"{mode},{blob},{whole}", env=own)
        tree = git(root, "write-tree", env=own).decode().strip()
        new = git(root, "commit-tree", tree, "-p", head, "-m", message, env=own).decode().strip()
    _index(root, path, f"{mode},{blob},{whole}")
    git(root, "update-ref", "HEAD", new, head)


def _index(root: Path, path: str, entry: str) -> None:
    """Brings a file's place in the index along with HEAD, unless something else was staged there; raises GitError."""
    if not git(root, "diff", "--cached", "--name-only", "HEAD", "--", path):
        _patiently(root, "update-index", "--add", "--cacheinfo", entry)


def _patiently(root: Path, *args: str, env: dict[str, str] | None = None) -> None:
    """A command that waits a little for another one to end; raises GitError."""
    for left in range(_TRIES, 0, -1):
        try:
            git(root, *args, env=env)
            return
        except GitError as error:
            if ".lock" not in str(error) or left == 1:
                raise
            time.sleep(0.1)


def shallow(root: Path) -> bool:
    """Whether the repository was fetched without its beginning."""
    return git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"


def _configured(root: Path) -> bool:
    try:
        return bool(git(root, "config", "user.email").strip())
    except GitError:
        return False


def _person(author: str) -> tuple[str, str]:
    """A signed-in user as git writes people: `名字 <mail>`, or an address alone."""
    clean = "".join(sign for sign in author if sign.isprintable() and sign not in "<>")[:100].strip() or "biaochi"
    mail = next((word for word in clean.split() if "@" in word), "")
    name = " ".join(word for word in clean.split() if word != mail)
    return name or mail.partition("@")[0], mail or "biaochi@localhost"


def resolve(root: Path, name: str) -> str | None:
    """The full id of a commit that a name means (HEAD~1, a branch, an id), None where it means none."""
    if name.startswith("-"):
        return None
    try:
        return git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").decode().strip()
    except GitError:
        return None


def files_of(root: Path, commit: str, to: Path, paths: Sequence[str] = INPUTS) -> None:
    """Writes the catalogue's files (or those of `paths`) as they were in a commit into a folder; raises GitError."""
    listed = git(root, "ls-tree", "-r", "-z", "--name-only", commit, "--", *paths).decode("utf-8", "surrogateescape")
    wanted = [name for name in listed.split("\0") if name]
    if not wanted:
        return
    there = [path for path in paths if any(name == path or name.startswith(f"{path}/") for name in wanted)]
    packed = git(root, "archive", "--format=tar", commit, *there)
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        tar.extractall(to, filter=_inside)  # noqa: S202 - _inside is the filter "data" without its errors


def _inside(member: tarfile.TarInfo, to: str) -> tarfile.TarInfo | None:
    """Members and links that stay inside the folder; any other is left out."""
    try:
        return tarfile.data_filter(member, to)
    except tarfile.FilterError:
        return None


def show(root: Path, commit: str, path: str) -> bytes | None:
    """A file's bytes in a commit, None where it is not there."""
    try:
        return git(root, "show", f"{commit}:./{path}")
    except GitError:
        return None
