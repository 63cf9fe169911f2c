"""Every way in works: cold deep links, both ways of starting, headers, language, nothing from outside."""

from __future__ import annotations

import gzip
import os
import re
import signal
import subprocess
import urllib.error
import urllib.request
from http.client import HTTPResponse
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.helper import (
    WAYS,
    command,
    console_errors,
    environment,
    free_port,
    requests,
    running,
    settled,
    shot,
    sound,
    visit,
)  # fmt: skip
from tests.conftest import ROOT

DEEP = "indicator?area=120112&indicator=hi-tech-enterprises"
NAME = "国家高新技术企业"
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))


def fetch(url: str, **headers: str) -> HTTPResponse:
    return urllib.request.urlopen(urllib.request.Request(url, headers=headers))


@pytest.mark.parametrize("way", WAYS)
def test_a_cold_deep_link_is_the_whole_page(house: Path, way: str, page: Page) -> None:
    with running(house, way) as url:
        visit(page, f"{url}/{DEEP}")
        expect(page.get_by_text(NAME).first).to_be_visible()
        assert page.url == f"{url}/{DEEP}"
        assert "标尺" in page.title()
        sound(page)
        shot(page, f"cold-{way}")
        expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
        page.evaluate("window.sameDocument = true")
        page.locator('[data-testid="stMain"] a[target="_self"][href*="overview"]').first.click()
        page.wait_for_url("**/overview?*")
        settled(page)
        assert page.evaluate("window.sameDocument === true"), "a link is no full load"
        visit(page, f"{url}/")  # and from then on the front door too
        expect(page.get_by_text("津南区").first).to_be_visible()
        if way == "serve":
            assert console_errors(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_without_complaint(server: str, page: Page, name: str) -> None:
    visit(page, f"{server}/{name}")
    sound(page)
    assert console_errors(page) == []
    assert page.locator('[data-testid="stMain"]').inner_text().strip()


def test_an_address_that_no_page_has_is_said_and_leads_on(server: str, page: Page) -> None:
    visit(page, f"{server}/nonexist")
    said = page.locator(".bc-lost")
    expect(said).to_contain_text("没有这个地址：/nonexist")
    assert page.get_by_text("Page not found").count() == 0, "Streamlit's own words are English"
    said.get_by_role("link", name="来源").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("来源")
    expect(page.locator(".bc-lost")).to_have_count(0)


def test_while_the_server_is_away_the_page_can_be_read_and_comes_back(house: Path, page: Page) -> None:
    port = free_port()
    with running(house, port=port) as url:
        visit(page, f"{url}/plan?plan=jinnan-145-sti")
    said = page.locator(".stDialog h2")
    expect(said).to_be_attached(timeout=60_000)
    assert said.evaluate("one => getComputedStyle(one, '::after').content") == '"与服务器的连接断了"'
    assert said.evaluate("one => getComputedStyle(one).fontSize") == "0px", "Streamlit's own words are English"
    shot(page, "server-away", whole=False)
    page.get_by_role("button", name="620").first.click()
    expect(page.locator(".bc-pop:popover-open")).to_contain_text("国家高新技术企业总量达到620家")
    with running(house, port=port):
        expect(said).to_have_count(0, timeout=60_000)


def test_a_first_visit_fetches_no_font(server: str, page: Page) -> None:
    visit(page, f"{server}/overview")
    page.wait_for_load_state("networkidle")
    assert [url for url in requests(page) if "woff" in url] == []


def test_the_document_speaks_chinese_at_every_address(server: str) -> None:
    for path in ("/", "/plan", "/indicator?x=1", "/nowhere"):
        html = fetch(server + path).read().decode()
        assert '<html lang="zh-CN">' in html, path
        assert "<title>标尺</title>" in html, path


def test_headers_guard_every_answer(server: str) -> None:
    for path in ("/", "/plan", "/healthz", "/_stcore/health", "/favicon.png"):
        headers = fetch(server + path).headers
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["X-Frame-Options"] == "SAMEORIGIN", path
        assert headers["Referrer-Policy"] == "same-origin", path
        assert "default-src 'self'" in headers["Content-Security-Policy"], path
        assert "server" not in headers, path


def test_text_travels_compressed(server: str) -> None:
    answer = fetch(server + "/", **{"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    html = gzip.decompress(answer.read()).decode()
    found = re.search(r"static/js/index\.[^\"]+\.js", html)
    assert found
    script = fetch(f"{server}/{found[0]}", **{"Accept-Encoding": "gzip"})
    assert script.headers["Content-Encoding"] == "gzip"
    assert "immutable" in script.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/script-health-check"])
def test_back_doors_are_closed(server: str, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as error:
        fetch(server + path)
    assert error.value.code == 404


def test_a_link_on_a_page_is_followed_without_a_new_document(server: str, page: Page) -> None:
    visit(page, f"{server}/")
    page.evaluate("window.sameDocument = true")
    link = page.locator('[data-testid="stMain"] a[target="_self"][href^="indicator"]').first
    link.click()
    page.wait_for_url("**/indicator?*")
    settled(page)
    assert page.evaluate("window.sameDocument === true")
    page.go_back()
    page.wait_for_url(lambda url: "indicator" not in url)
    settled(page)
    expect(page.get_by_text("津南区").first).to_be_visible()
    assert page.evaluate("window.sameDocument === true")


@pytest.mark.parametrize("way", WAYS)
def test_an_edit_comes_on_screen_and_a_broken_one_leaves_the_last_good_state(house: Path, way: str, page: Page) -> None:
    plan = house / "indicators" / "plans" / "jinnan-145-sti.yaml"
    good = plan.read_text(encoding="utf-8")
    title, banner = page.locator("h1"), page.get_by_text("jinnan-145-sti.yaml:")
    with running(house, way) as url:
        visit(page, f"{url}/plan?plan=jinnan-145-sti")  # opened once: an edit comes by itself
        plan.write_text(good.replace("name: 津南区科技创新", "name: 甲方改过的科技创新", 1), encoding="utf-8")
        expect(title).to_contain_text("甲方改过的科技创新", timeout=30_000)
        expect(banner).to_have_count(0)
        plan.write_text(good.replace("name: ", "nmae: ", 1), encoding="utf-8")
        expect(banner.first).to_be_visible(timeout=30_000)
        expect(title).to_contain_text("甲方改过的科技创新")
        plan.write_text(good, encoding="utf-8")
        expect(title).to_contain_text("津南区科技创新", timeout=30_000)
        expect(banner).to_have_count(0)


def test_a_port_in_use_is_one_line_of_advice(server: str, house: Path) -> None:
    port = int(server.rsplit(":", 1)[1])
    said = run(command("serve", port), house)
    assert said.returncode == 1
    assert said.stdout == ""
    assert said.stderr.strip().count("\n") == 0
    assert str(port) in said.stderr
    assert "占用" in said.stderr


def test_the_address_is_printed_and_an_interrupt_is_quiet(house: Path) -> None:
    port = free_port()
    process = subprocess.Popen(
        command("serve", port)[:-2], cwd=house, env={**environment(), "PORT": str(port)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert process.stdout
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "http://" in line:
            break
    assert lines[-1] == f"标尺 Biaochi: http://127.0.0.1:{port}\n"
    os.kill(process.pid, signal.SIGINT)
    rest, _ = process.communicate(timeout=30)
    assert rest.strip() == ""
    assert process.returncode == 0


def run(what: list[str], where: Path) -> subprocess.CompletedProcess[Any]:
    return subprocess.run(what, cwd=where, env=environment(), capture_output=True, text=True, timeout=60)
