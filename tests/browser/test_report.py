"""The page 报告 in a real browser: files come at a click, sentences are copied, what cannot be made says so."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from tests.browser.helper import running, shot, visit
from tests.conftest import copy_house


def taken(page: Page, name: str) -> bytes:
    """The file that a click on this button brings."""
    with page.expect_download() as found:
        page.get_by_role("button", name=name).first.click()
    return Path(str(found.value.path())).read_bytes()


def test_a_click_makes_the_file_and_a_sentence_is_copied(server: str, open_page: Callable[..., Page]) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    visit(page, f"{server}/plan?area=120112&plan=jinnan-145-sti")
    page.get_by_role("link", name="导出").click()
    expect(page.get_by_role("heading", name="报告与导出")).to_be_visible()
    with ZipFile(io.BytesIO(taken(page, "下载 DOCX"))) as archive:
        assert "887家" in archive.read("word/document.xml").decode()
    expect(page.get_by_text("上次做成")).to_have_count(1)
    notice = page.locator(".bc-notice-line[lang='zh-CN']", has_text="截至2025年秋，津南区国家高新技术企业887家")
    notice.get_by_role("button", name="复制").click()
    expect(notice.locator("[data-copied]")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == notice.locator(".bc-to-copy").inner_text()
    assert copied.endswith("津南政办发〔2021〕13号。")
    page.get_by_role("button", name="复制全部英文").click()
    expect(page.locator("[data-copied='已复制'][data-copy='en']")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").count("\n") == 13


def test_without_https_a_sentence_is_copied_all_the_same(server: str, open_page: Callable[..., Page]) -> None:
    page = open_page(permissions=["clipboard-read"])
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    visit(page, f"{server}/report?plan=jinnan-145-sti")
    page.get_by_role("button", name="复制全部中文").click()
    expect(page.locator("[data-copied]")).to_have_count(1)


def test_a_missing_or_failing_chromium_is_told_on_the_page(
    tmp_path: Path, open_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\necho 'no display' >&2\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(broken))
    with running(copy_house(tmp_path / "house")) as url:
        page = open_page()
        visit(page, f"{url}/report?plan=jinnan-145-sti")
        page.get_by_role("button", name="下载 PDF").first.click()
        expect(page.get_by_text("Chromium 没有做出文件：no display").first).to_be_visible()
        shot(page, "report-failed")
        broken.unlink()
        page.reload()
        expect(page.get_by_text("没有找到 Chromium").first).to_be_visible()
        expect(page.get_by_role("button", name="下载 PNG")).to_have_count(0)
        expect(page.get_by_role("button", name="下载 SVG")).to_be_visible()
