"""What `make bench` keeps in bench/last.txt: one block a part, each with its day and load, from its last run."""

from __future__ import annotations

import os
import platform
from datetime import datetime
from pathlib import Path

LAST = Path(__file__).with_name("last.txt")
_MARK = "== "


def heading(part: str) -> str:
    """The first line of a block: which part, when, and what else the machine did."""
    now, load = datetime.now(), os.getloadavg()[0]
    return f"{_MARK}{part} · {now:%Y-%m-%d %H:%M} · {platform.machine()}, {os.cpu_count()} cores, load {load:.1f}"


def blocks(text: str) -> dict[str, list[str]]:
    """Part -> its lines with the heading; what stands before the first heading is left out."""
    found: dict[str, list[str]] = {}
    part = ""
    for line in text.splitlines():
        if line.startswith(_MARK):
            part = line.removeprefix(_MARK).split(" · ")[0]
            found[part] = []
        if part:
            found[part].append(line)
    return found


def keep(part: str, lines: list[str], order: list[str], file: Path = LAST) -> None:
    """Puts a part's block in the place of its last one; the others stay, with their own dates."""
    found = blocks(file.read_text(encoding="utf-8")) if file.exists() else {}
    found[part] = lines
    shown = [line for name in order if name in found for line in found[name]]
    file.write_text("\n".join(shown) + "\n", encoding="utf-8")
