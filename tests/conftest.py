"""What every test may lean on: the project's folder, and a copy of what it ships that may be broken at will."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHIPPED = ("indicators", "data", "config.yaml", "app.py", "pages", ".streamlit", "static")


def copy_house(to: Path) -> Path:
    """A copy of the shipped catalogue and pages; the package itself stays where it is."""
    for name in SHIPPED:
        origin = ROOT / name
        if origin.is_dir():
            shutil.copytree(origin, to / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif origin.is_file():
            shutil.copy(origin, to / name)
    return to


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A fresh copy of everything shipped, for tests that edit it."""
    return copy_house(tmp_path)
