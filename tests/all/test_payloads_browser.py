"""The attacked catalogue in a real Chromium: no script ran and nothing was asked from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from biaochi import exports, ui
from biaochi.selection import Selection
from biaochi.snapshot import Library
from biaochi.store import Store
from biaochi.words import Words
from tests import payloads
from tests.browser.helper import WAYS, outside_requests, running, visit
from tests.conftest import ROOT
from tests.exports_house import AS_OF

WATCH = "window.ran = []; window.owned = () => window.ran.push(location.href);"
FOUND = """() => [...document.querySelectorAll('*')].filter(one =>
  [...one.attributes].some(a => a.name.startsWith('on') || /^\\s*javascript:/i.test(a.value))
  || (one.tagName === 'SCRIPT' && one.textContent.includes('owned'))
  || (one.tagName === 'IMG' && /evil|^x$/.test(one.getAttribute('src') || '')))
  .map(one => one.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module", params=WAYS)
def attacked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Both ways of starting: `streamlit run` has no content security policy that would help."""
    root = payloads.write(tmp_path_factory.mktemp("attacked"))
    for name in ("app.py", "pages", ".streamlit"):
        (root / name).symlink_to(ROOT / name)
    with running(root, request.param) as url:
        yield url


def unhurt(page: Page) -> None:
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") == []
    assert page.evaluate(FOUND) == []
    outside_requests(page)


@pytest.mark.parametrize("name", ui.PAGES)
def test_no_script_runs_on_a_page(attacked: str, open_page: Callable[..., Page], name: str) -> None:
    page = open_page()
    page.add_init_script(WATCH)
    deck = "&deck=talk" if name == "present" else ""
    visit(page, f"{attacked}/{name}?plan=jia-145&indicator=early&area=990101&q=script{deck}")
    assert "owned()" in page.inner_text("body"), "the attack is shown as text"
    for one in page.locator("[popovertarget]").all()[:3]:
        one.evaluate("one => one.click()")
    unhurt(page)


def test_no_script_runs_in_the_html_file(tmp_path: Path, open_page: Callable[..., Page]) -> None:
    library = Library(payloads.write(tmp_path / "house"))
    store = Store(library.open(library.refresh().shown))
    file = tmp_path / "x.html"
    file.write_bytes(exports.make("html", store, Selection(plan="jia-145", as_of=AS_OF), Words("zh")))
    page = open_page()
    page.add_init_script(WATCH)
    page.goto(file.as_uri())
    page.wait_for_timeout(500)
    assert page.evaluate("window.ran") == []
    assert page.evaluate(FOUND) == []
