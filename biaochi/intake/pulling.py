"""When a source is asked, and what becomes of the answer: new rows, or the last good ones and a fault that says why."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal

from biaochi import logs
from biaochi.intake import asking, shelf
from biaochi.intake.drawing import draw
from biaochi.intake.shelf import Kept
from biaochi.model import Intake
from biaochi.problem import Fault

Ask = Literal["due", "all", "none"]
AGAIN = 300
"""Seconds after which a source that failed is asked again."""


def due(root: Path, name: str, one: Intake) -> bool:
    """Whether a source is to be asked: declared anew, its file written anew, its interval over, or a fault long ago."""
    before = shelf.kept(root, name)
    if before.declared != shelf.digest(one) or asking.seen(one, root) != before.seen:
        return True
    wait = min(one.every * 60 if one.every else AGAIN, AGAIN) if before.fault else (one.every or 0) * 60
    return bool(wait) and time.time() - before.tried >= wait


def pull(root: Path, sources: Mapping[str, Intake], ask: Ask = "due") -> list[Kept]:
    """Asks the sources that are due (or all, or none), one after another; the state of each. Raises nothing."""
    wanted = {"all": lambda *_: True, "none": lambda *_: False, "due": due}[ask]
    return [_pull(root, name, one) for name, one in sources.items() if wanted(root, name, one)]


def _pull(root: Path, name: str, one: Intake) -> Kept:
    started = time.monotonic()
    before = replace(shelf.kept(root, name), declared=shelf.digest(one), tried=time.time(), seen=asking.seen(one, root))
    part = root / shelf.FOLDER / f"{name}.{os.getpid()}.rows.part"
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        with asking.rows(name, one, root) as reader:
            count, digest = draw(reader, one, part)
        state = replace(before, at=before.tried, rows=count, sha256=digest, fault="", params={})
        os.replace(part, state.path(root))
    except Fault as fault:
        state = replace(before, fault=fault.code, params=fault.params)
    except Exception as error:
        logs.event("data source failed", logging.ERROR, error, source=name)
        state = replace(before, fault="intake_failed", params={"said": type(error).__name__})
    finally:
        part.unlink(missing_ok=True)
    state = replace(state, seconds=round(time.monotonic() - started, 3))
    shelf.shelve(root, state)
    return state
