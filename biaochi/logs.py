"""The log: one event a line, as text or as JSON, with what an operator needs and nothing about people.

No address, name, link or text of a visitor enters it: of an error its type and where it happened, never its message.
Other libraries' lines (Streamlit, uvicorn) pass the same way.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import traceback
from datetime import datetime
from pathlib import Path
from typing import Any

FORMAT = "BIAOCHI_LOG"
"""Environment: json for JSON lines, anything else for text."""
_OURS = "biaochi"
_log = logging.getLogger(_OURS)


def event(name: str, level: int = logging.INFO, error: BaseException | None = None, **fields: Any) -> None:
    """One line: what happened, with figures and ids."""
    _log.log(level, name, exc_info=error, extra={"fields": fields})


class Line(logging.Formatter):
    """A record as one line; `as_json` decides between JSON and text."""

    def __init__(self, as_json: bool) -> None:
        super().__init__()
        self.as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        """The line without its end."""
        said = told(record)
        if self.as_json:
            return json.dumps(said, ensure_ascii=False, default=str)
        at, level, name = said.pop("at"), said.pop("level"), said.pop("event")
        line = " ".join([at, level, name, *(f"{key}={_short(value)}" for key, value in said.items())])
        return " ".join(line.split())


def told(record: logging.LogRecord) -> dict[str, Any]:
    """What a record may say; of another library's text at most the fixed part, without what was filled in."""
    at = datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds")
    said: dict[str, Any] = {"at": at, "level": record.levelname.lower(), "event": record.msg}
    if record.name != _OURS:
        said["event"] = str(record.msg).split("\n")[0][:200] if record.args else "message of a library"
        said |= {"logger": record.name, "place": f"{record.filename}:{record.lineno}"}
    said.update(getattr(record, "fields", {}))
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        said["error"] = type(error).__name__
        if isinstance(error, OSError) and error.strerror:
            said["why"] = error.strerror
        said["where"] = [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in _frames(error)]
    return said


def setup(stream: Any = None) -> None:
    """All loggers of this process write to standard error in the form that the environment asks for."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Line(os.environ.get(FORMAT, "").lower() == "json"))
    handler.addFilter(lambda one: one.name == _OURS or one.levelno >= logging.WARNING)
    logging.getLogger().handlers[:] = [handler]
    _log.setLevel(logging.INFO)
    for name in list(logging.Logger.manager.loggerDict):
        if name.split(".")[0] in ("streamlit", "uvicorn", "websockets"):
            adopt(logging.getLogger(name))


def adopt(logger: logging.Logger) -> None:
    """Takes from a logger the handlers of its own."""
    logger.handlers[:] = []
    logger.propagate = True


def _frames(error: BaseException) -> list[traceback.FrameSummary]:
    return traceback.extract_tb(error.__traceback__)[-8:]


def _short(value: Any) -> str:
    return " < ".join(reversed(value)) if isinstance(value, list) else str(value)
