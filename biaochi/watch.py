"""Notices edits of the catalogue while the pages are served."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from watchfiles import Change, watch

from biaochi.catalogue import INPUTS

OnChange = Callable[[set[Path]], object]
_log = logging.getLogger("biaochi")
_started: set[Path] = set()
_lock = threading.Lock()


def start_watcher(root: Path, on_change: OnChange) -> bool:
    """Calls `on_change(paths)` shortly after inputs under `root` change, from daemon threads, once per process.

    False where this root is watched already. What the callback raises is logged; watching goes on.
    """
    root = root.resolve()
    with _lock:
        if root in _started:
            return False
        _started.add(root)
    watcher = _Watcher(root, on_change)
    for work in (watcher.top, watcher.folders):
        threading.Thread(target=work, name=f"biaochi-watch-{work.__name__}", daemon=True).start()
    return True


def _wanted(_: Change, path: str) -> bool:
    """Editors' scratch files (.x.swp, ~$x, x~) are no edits."""
    name = Path(path).name
    return not name.startswith((".", "~")) and not name.endswith(("~", ".tmp", ".part"))


# 0.05 s of silence ends a burst of edits; a steady stream is told of every 1.6 s.
_GENTLY: dict[str, Any] = {"step": 50, "debounce": 1600, "watch_filter": _wanted, "raise_interrupt": False}


class _Watcher:
    def __init__(self, root: Path, on_change: OnChange) -> None:
        self.root, self.on_change = root, on_change
        self.again = threading.Event()
        self.one_at_a_time = threading.Lock()

    def top(self) -> None:
        """The root's own entries: config.yaml, and folders that appear or are replaced as a whole."""
        for changes in watch(self.root, recursive=False, **_GENTLY):
            mine = {(kind, path) for kind, path in changes if Path(path).name in INPUTS}
            if any(kind is not Change.modified and Path(path).suffix == "" for kind, path in mine):
                self.again.set()
            self._tell(mine)

    def folders(self) -> None:
        """Everything below the folders of the catalogue that exist at the moment."""
        while True:
            self.again.clear()
            there = [self.root / name for name in INPUTS if (self.root / name).is_dir()]
            if not there:
                self.again.wait()
                continue
            for changes in watch(*there, stop_event=self.again, **_GENTLY):
                self._tell(changes)

    def _tell(self, changes: set[tuple[Change, str]]) -> None:
        if not changes:
            return
        with self.one_at_a_time:
            try:
                self.on_change({Path(path) for _, path in changes})
            except Exception:
                _log.exception("The catalogue changed, but could not be compiled")
