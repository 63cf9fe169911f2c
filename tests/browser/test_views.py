"""How a long view is put on the page (biaochi/view.js): by the browser itself, harmless, keeping what a reader did."""

from __future__ import annotations

import base64
import re

import pytest
from playwright.sync_api import Page

from biaochi.putting import packed
from tests.conftest import ROOT

PUT = """async ([script, data]) => {
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
  await (await import(url)).default({ data: bytes, parentElement: document.body });
  return document.querySelector(".bc-put").innerHTML;
}"""


@pytest.fixture
def blank(page: Page) -> Page:
    page.set_content('<div class="stMarkdown bc-put"></div>')
    return page


def put(page: Page, html: str) -> str:
    """Puts a view on the page as a run of it would; what stands there then."""
    script = (ROOT / "biaochi" / "view.js").read_text(encoding="utf-8")
    return page.evaluate(PUT, [script, base64.b64encode(packed(html)).decode()])


def test_a_view_stands_as_it_was_written(blank: Page) -> None:
    view = '<div class="bc-view"><h1>甲区</h1><svg viewBox="0 0 9 9"><path d="M0 0h9"></path></svg><p>逾2000</p></div>'
    assert put(blank, view) == view


def test_a_rerun_keeps_what_the_reader_unfolded_and_where_he_stands(blank: Page) -> None:
    view = (
        "<h1>{0}</h1><details><summary>原文</summary>{0}</details>"
        '<button popovertarget="f1">{0}</button><div id="f1" popover>{0}</div><ul>{1}</ul>'
    )
    put(blank, view.format("甲区", "<li>一</li><li>二</li>"))
    blank.locator("summary").click()
    blank.locator("button").click()
    blank.locator("button").focus()
    text = put(blank, view.format("乙区", "<li>三</li>"))
    assert "甲区" not in text
    assert text.count("乙区") == 4
    assert blank.locator("li").all_inner_texts() == ["三"]
    assert blank.locator("details[open]").count() == 1
    assert blank.locator("[popover]:popover-open").inner_text() == "乙区"
    assert blank.evaluate("document.activeElement.textContent") == "乙区"


def test_nothing_in_a_view_could_run_even_if_a_template_forgot_to_escape(blank: Page) -> None:
    blank.evaluate("window.ran = 0")
    attack = (
        "<img src=x onerror='ran++'><script>ran++</script><a href=' JavaScript:ran++'>x</a><iframe srcdoc='x'></iframe>"
        "<svg onload='ran++'><a xlink:href='javascript:ran++'><text>y</text></a></svg><details ontoggle='ran++' open>"
    )
    text = put(blank, attack)
    assert not re.search(r"\bon\w+=|script|iframe", text, re.IGNORECASE)
    for link in blank.locator("a").all():
        link.dispatch_event("click")
    assert blank.evaluate("window.ran") == 0


def test_of_two_views_under_way_the_newer_stays(blank: Page) -> None:
    script = (ROOT / "biaochi" / "view.js").read_text(encoding="utf-8")
    both = [base64.b64encode(packed(html)).decode() for html in ("<p>旧</p>" * 20000, "<p>新</p>")]
    blank.evaluate(f"async ([script, one, two]) => Promise.all([({PUT})([script, one]), ({PUT})([script, two])])",
                   [script, *both])  # fmt: skip
    assert blank.locator(".bc-put").inner_text() == "新"
