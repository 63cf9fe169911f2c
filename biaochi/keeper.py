"""Keeps what is shown in step with the files: compiles edits, tries again after a failure, mends what was damaged.

One process builds (Keeper over a Library), any number only follow (Keeper over a Follower): they read what the builder
compiled, from a folder that they need not be able to write.
"""

from __future__ import annotations

import gc
import logging
import os
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from biaochi import attempt, catalogue, logs
from biaochi.attempt import Attempt
from biaochi.intake import Ask
from biaochi.problem import errors
from biaochi.snapshot import Library, Missing, engine
from biaochi.watch import start_watcher

READ_ONLY = "BIAOCHI_READ_ONLY"
"""Environment: 1 for a process that never compiles."""
EVERY = 5.0
"""Seconds between two looks at the files by a builder; who follows looks every second."""


def library_of(root: Path) -> Library:
    """The snapshots of a project, as the environment has this process treat them."""
    return Follower(root) if os.environ.get(READ_ONLY, "") not in ("", "0") else Library(root)


class Follower(Library):
    """Snapshots that another process compiles; what an other version of the program compiled is not touched."""

    _good: Attempt | None = None
    _foreign = ""

    def told(self) -> Attempt | None:
        """What the builder said last; while that cannot be read, what it said before."""
        found = super().told()
        if found and found.engine == engine():
            self._good = found
        elif found and found.shown != self._foreign:
            self._foreign = found.shown
            logs.event("snapshot of another version, not followed", logging.WARNING, snapshot=found.shown)
        return self._good

    def refresh(self, today: date | None = None, ask: Ask = "none") -> Attempt:
        """As `told`, since compiling is the builder's business; raises Missing before its first snapshot."""
        found = self.told()
        if found is None:
            raise Missing(attempt.FILE)
        return found

    def _set_aside(self, path: Path) -> None:
        logs.event("snapshot cannot be opened", logging.ERROR, snapshot=path.stem)


class Keeper:
    """Looks after one project; `on_news` is called whenever something else is to be shown."""

    def __init__(self, library: Library, on_news: Callable[[], object]) -> None:
        self.library, self.on_news = library, on_news
        self.last: Attempt | None = None
        self.failed = ""
        self._one_at_a_time, self._asking = threading.Lock(), threading.Lock()
        self._beside: list[threading.Thread] = []
        self._stopped = threading.Event()

    def start(self) -> None:
        """Looks once, then whenever files change and from time to time, in daemon threads."""
        self.look()
        follows = isinstance(self.library, Follower)
        if not follows:
            start_watcher(self.library.root, lambda _: self.look())
            threading.Thread(target=self._ask, daemon=True).start()
        threading.Thread(target=self._often, args=(1.0 if follows else EVERY,), daemon=True).start()

    def stop(self, wait: float = 0.0) -> bool:
        """No further looks; waits so many seconds for what is running, and says whether all is quiet."""
        self._stopped.set()
        until = time.monotonic() + wait
        quiet = all(_free(one, max(until - time.monotonic(), 0.0)) for one in (self._one_at_a_time, self._asking))
        for one in self._beside:
            one.join(max(until - time.monotonic(), 0.0))
        return quiet and not any(one.is_alive() for one in self._beside)

    def beside(self, work: Callable[[], object]) -> None:
        """Does something once in a daemon thread for which `stop` waits, too."""
        self._beside.append(threading.Thread(target=work, daemon=True))
        self._beside[-1].start()

    def look(self) -> bool:
        """Compiles or follows what is new, and opens it. A failure is a line in the log and tried again."""
        with self._one_at_a_time:
            if self._stopped.is_set():
                return False
            try:
                found = self.library.refresh(ask="none")
                news, begun = found != self.last, bool(self.last or self.failed)
                if news:
                    self.library.open(found.shown)  # that it can be is part of the news
                    self.library.close()
                if news or self.failed:
                    _tell(found)
                self.last, self.failed = found, ""
                if news and begun:
                    self.on_news()
                    gc.collect()  # visits that ended leave circles behind, which would keep their snapshots open
            except Missing:
                if not self.failed:
                    logs.event("no snapshot yet", logging.WARNING)
                self.failed = "missing"
                return False
            except Exception as error:
                if self.failed != repr(error):
                    logs.event("snapshot not renewed, the last one stays", logging.ERROR, error)
                self.failed = repr(error)
                return False
        return True

    def _ask(self) -> None:
        """Asks the data sources that are due, beside all else: a slow database keeps no edit waiting."""
        while not self._stopped.is_set():
            try:
                with self._asking:
                    catalogue.pull(self.library.root)
            except Exception as error:
                logs.event("data sources not asked", logging.ERROR, error)
            if self._stopped.wait(EVERY):
                return

    def _often(self, seconds: float) -> None:
        while not self._stopped.wait(seconds):
            self.look()


def _free(lock: threading.Lock, wait: float) -> bool:
    """Whether nobody holds a lock within so many seconds."""
    free = lock.acquire(timeout=wait)
    if free:
        lock.release()
    return free


def _tell(found: Attempt) -> None:
    wrong = len(errors(found.problems))
    told = {"snapshot": found.shown, "seconds": found.seconds, "errors": wrong, "problems": len(found.problems)}
    if found.stale:
        logs.event("edit with errors, the last good snapshot stays", logging.WARNING, tried=found.tried, **told)
    else:
        logs.event("snapshot shown", **told)
