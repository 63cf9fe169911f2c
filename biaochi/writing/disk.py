"""Files that are whole or not there: staged beside their place, on the disk, then named; one writer at a time."""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from biaochi import generated

_ASKING = threading.Lock()


def write(target: Path, raw: bytes) -> None:
    """Writes a file so that it is always the old or the new one; keeps its mode; raises OSError."""
    part = stage(target, raw)
    try:
        os.replace(part, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(part)
        raise
    settle(target.parent)


def stage(target: Path, raw: bytes) -> str:
    """The bytes in a file beside the target, on the disk, with the target's mode; raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    mode = target.stat().st_mode & 0o7777 if target.exists() else None
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:80]}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as part:
            part.write(raw)
            part.flush()
            os.fsync(part.fileno())
        os.chmod(name, _mode() if mode is None else mode)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
    return name


def _mode() -> int:
    """The mode of a new file, as the process's mask wants it."""
    with _ASKING:  # the mask can only be asked by setting it, for all threads
        mask = os.umask(0o077)
        os.umask(mask)
    return 0o666 & ~mask


def settle(folder: Path) -> None:
    """Brings the new name to the disk, where the system can."""
    with contextlib.suppress(OSError, AttributeError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def alone(root: Path, name: str = "write") -> Iterator[None]:
    """One save (or what `name` says) at a time over a project that processes share, where the system has file locks."""
    own = generated.folder(root)
    with open(own / f"{name}.lock", "w") as handle:
        with contextlib.suppress(ImportError):
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
