"""The page 报告: every format is offered from the selection, with what it is for; sentences in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from biaochi import exports, taking, ui
from biaochi.problem import Problem
from tests.conftest import ROOT
from tests.test_pages import html, visit


@pytest.fixture(autouse=True)
def shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page reads the repository's own catalogue."""
    monkeypatch.setenv("BIAOCHI_ROOT", str(ROOT))
    ui.library.cache_clear()


def offered(at: AppTest) -> list[str]:
    """The formats that can be had."""
    return [one.key.removeprefix("get_") for one in at.get("download_button")]  # type: ignore[attr-defined]


def test_every_format_is_offered_once_and_says_what_it_is_for() -> None:
    assert sorted(kind for group in taking.GROUPS.values() for kind in group) == sorted(exports.KINDS)
    at = visit("report", plan="jinnan-145-sti", area="120112")
    assert not at.exception
    assert sorted(offered(at)) == sorted(exports.KINDS)
    assert html(at).count('class="bc-view bc-format"') == len(exports.KINDS)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_runs_in_both_languages(lang: str) -> None:
    at = visit("report", lang=lang, plan="jinnan-145-sti")
    assert not at.exception
    said = html(at)
    assert "截至2025年秋，津南区国家高新技术企业887家，提前达到规划目标620家（完成率275.7%），期末值仍" in said
    assert "As of autumn 2025, Jinnan District, National high-tech enterprises: 887" in said
    head = re.sub(r"<section.*", "", said, flags=re.DOTALL)
    assert ("13项目标" in head) == (lang == "zh")


def test_an_area_without_a_plan_still_offers_its_figures() -> None:
    at = visit("report", area="120110")
    assert not at.exception
    assert "没有可以通报的句子" in html(at)
    assert "没有可以画的数" in html(at)  # instead of a button that would fail


def test_without_a_browser_pdf_and_png_say_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "none"))
    at = visit("report", plan="jinnan-145-sti")
    assert html(at).count("没有找到 Chromium") == sum(kind.startswith("pdf") for kind in exports.KINDS) + 1


def test_what_went_wrong_is_kept_for_the_page_and_may_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    store = ui.Store(ui.library().current())
    key = (store.id, taking.Selection(plan="jinnan-145-sti"), "zh", "csv")
    again: list[bool] = []
    monkeypatch.setattr(taking, "_LAST", taking.OrderedDict())

    def full(*_: object) -> bytes:
        raise OSError(28, "No space left on device", "/tmp/x")

    monkeypatch.setattr(exports, "make", full)
    with pytest.raises(OSError, match="No space"):
        taking._made(key, store, lambda: again.append(True))
    kept = taking._LAST[key]
    assert isinstance(kept, Problem)
    assert "磁盘已满" in kept.fact("zh")
    monkeypatch.undo()
    assert taking._made(key, store, lambda: again.append(True)).startswith(b"\xef\xbb\xbf")
    assert again == [True, True]


def test_the_page_of_a_presentation_offers_its_deck() -> None:
    at = visit("report", deck="jinnan-145-sti", plan="jinnan-145-sti")
    assert "汇报稿：“十四五”科技创新目标，津南完成得怎样" in html(at)
