"""What lies here needs more than every machine has: it runs only when this folder is named (pytest tests/all)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import browser, open_page, page  # noqa: F401 - one browser for all: Playwright runs once

HERE = Path(__file__).parent


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leaves this folder out unless an argument names it or something in it."""
    named = (Path(str(one).partition("::")[0]) for one in config.args)
    asked = any((config.invocation_params.dir / one).resolve().is_relative_to(HERE) for one in named)
    return None if asked else True
