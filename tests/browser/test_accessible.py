"""Every page holds WCAG 2.2 AA as far as a machine can tell (axe-core), light and dark, wide and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.helper import visit
from tests.conftest import ROOT

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
LINKS = {"indicator": "indicator?area=120112&indicator=hi-tech-enterprises", "sources": "sources?source=jinnan-145-sti"}
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
VIEWS = {"wide": (1366, 768, "light"), "phone": (390, 844, "dark")}


def told(violations: list[dict[str, Any]]) -> list[str]:
    """Each violation as one line: the rule and the first places that break it."""
    return [f"{one['id']}: {[node['html'][:160] for node in one['nodes'][:3]]}" for one in violations]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_breaks_no_rule(server: str, open_page: Callable[..., Page], name: str, view: str) -> None:
    page = open_page(*VIEWS[view], bypass_csp=True)  # the checker is a script of the test's, not of the page's
    visit(page, f"{server}/{LINKS.get(name, name)}")
    assert told(Axe().run(page, options=RULES).response["violations"]) == []
