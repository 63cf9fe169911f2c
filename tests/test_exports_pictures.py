"""Page, PDF, SVG and PNG: nothing is fetched, everything that is cited is there, and the paper is A4."""

from __future__ import annotations

import io
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import sync_playwright

from biaochi import exports, sentences
from biaochi.exports import browser
from biaochi.problem import Fault
from biaochi.selection import Selection
from biaochi.store import Store
from biaochi.views.rows import aims
from biaochi.words import Words
from tests.browser.helper import ARGS, chromium
from tests.conftest import copy_house
from tests.exports_house import AREA, AS_OF, PLAN, open_house, sample, write_house

ZH = Words("zh")
CHOSEN = Selection(plan=PLAN, as_of=AS_OF)
JINNAN = Selection(plan="jinnan-145-sti", as_of=date(2026, 11, 22))


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_house(copy_house(tmp_path_factory.mktemp("shipped")))


@cache
def made(kind: str, store: Store, selection: Selection, lang: str = "zh") -> bytes:
    return exports.make(kind, store, selection, Words(lang))


def plain(html: str) -> str:
    """What a reader reads."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", re.sub(r"(?s)<(style|title|sup).*?</\1>", "", html))).replace(
        "&gt;", ">"
    )


# page


def test_the_page_is_one_small_file_that_asks_for_nothing(shipped: Store) -> None:
    data = made("html", shipped, JINNAN)
    html = data.decode()
    assert len(data) < 1_000_000
    assert not re.search(r"<link|<img|<iframe|\bsrc=|@import|url\(|<[^>]*\bon\w+=|fetch\(|XMLHttp", html)
    assert html.count("<script") == html.count("</script>") == 1
    addresses = {one["url"] for one in shipped.sources() if one["url"]}
    assert set(re.findall(r'href="([^"]*)"', html)) <= {f"#q{n}" for n in range(1, 200)} | addresses


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_number_leads_to_its_quote(lang: str) -> None:
    html = made("html", sample(), CHOSEN, lang).decode()
    targets, ids = set(re.findall(r'href="#(q\d+)"', html)), re.findall(r'\sid="([\w-]+)"', html)
    assert targets <= set(ids)
    assert len(ids) == len(set(ids))
    for aim in aims(sample(), AS_OF, PLAN):
        for one in aim.figures():
            assert f'<blockquote lang="zh-CN">{one["quote"]}</blockquote>' in html


def test_the_page_says_the_numbers_of_the_store(shipped: Store) -> None:
    for store, selection in ((sample(), CHOSEN), (shipped, JINNAN)):
        said = plain(made("html", store, selection).decode())
        for aim in aims(store, selection.as_of or date.today(), selection.plan):
            assert sentences.statement(aim, ZH).rstrip("。") in said
            for one in aim.figures():
                assert ZH.value(one) in said
        assert store.id in said


def test_what_was_not_judged_is_no_nought(shipped: Store) -> None:
    said = plain(made("html", shipped, JINNAN).decode())
    assert not re.search(r"(?<![\d.])0(\.0)?%", said)


def test_text_of_planners_is_escaped(tmp_path: Path) -> None:
    store = open_house(write_house(tmp_path, names={"early": "<script>alert(1)</script>", "slow-one": "</style><b>&x"}))
    html = re.sub(r"<script>// The keys.*?</script>", "", made("html", store, CHOSEN).decode(), flags=re.DOTALL)
    svg = made("svg", store, CHOSEN).decode()
    for said in (html, svg):
        assert "<script" not in said
        assert "&lt;script&gt;" in said
        assert "</style><b>" not in said


# paper


@pytest.fixture(scope="module")
def paper(shipped: Store) -> bytes:
    return made("pdf", shipped, JINNAN)


def test_the_pdf_is_a4(paper: bytes) -> None:
    assert paper.startswith(b"%PDF")
    boxes = {tuple(round(float(n)) for n in box.split()) for box in re.findall(rb"/MediaBox\s*\[([^\]]+)\]", paper)}
    assert boxes == {(0, 0, 595, 842)}
    assert (
        paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") + len(re.findall(rb"/Type /Page\b(?!s)", paper))
        >= 3
    )


@pytest.mark.parametrize("wrong", ["slow", "silent", "failing"])
def test_a_browser_that_fails_is_told_in_one_line_and_leaves_nothing(
    tmp_path: Path, monkeypatch: Any, wrong: str
) -> None:
    fake = tmp_path / "chromium"
    fake.write_text(
        {
            "slow": "#!/bin/sh\nexec sleep 30\n",
            "silent": "#!/bin/sh\nexit 0\n",
            "failing": "#!/bin/sh\necho no display >&2\nexit 3\n",
        }[wrong]
    )
    fake.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(fake))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", None)
    with pytest.raises(Fault) as told:
        browser.printed(b"<p>x", seconds=0.5)
    assert told.value.code == ("export_browser_slow" if wrong == "slow" else "export_browser_failed")
    assert wrong != "failing" or told.value.params["why"] == "no display"
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_named_browser_that_is_missing_is_not_replaced(monkeypatch: Any) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(Fault, match="export_no_browser"):
        browser.find()


def test_root_and_others_start_it_as_they_must(monkeypatch: Any) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], **_: Any) -> Any:
        asked.append(command)
        return subprocess.CompletedProcess(command, 0, b"", b"")

    monkeypatch.setattr(subprocess, "run", run)
    for who in (0, 1000):
        monkeypatch.setattr("os.geteuid", lambda who=who: who)
        with pytest.raises(Fault):
            browser.printed(b"<p>x")
    assert ["--no-sandbox" in command for command in asked] == [True, False]
    assert all("--host-resolver-rules=MAP * ~NOTFOUND" in command for command in asked)


# pictures


PICTURES = {
    "plan": CHOSEN,
    "trajectory": Selection(indicator="slow-one", area=AREA, as_of=AS_OF),
    "bounded": Selection(indicator="open-one", plan=PLAN, as_of=AS_OF),
    "range": Selection(indicator="range-in", area=AREA, as_of=AS_OF),
    "floor": Selection(indicator="floor-met", area=AREA, as_of=AS_OF),
}


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_picture_is_drawn_with_plain_colours_and_pixels(name: str, lang: str) -> None:
    said = made("svg", sample(), PICTURES[name], lang).decode()
    root = ElementTree.fromstring(said)
    assert root.tag.endswith("svg")
    assert not re.search(r"var\(|NaN|nan|inf\b|None|href|url\(", said)
    texts = [one.text or "" for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert any("甲区样例规划" in one for one in texts)
    assert any(sample().id in one for one in texts)
    assert root.get("width") == "1080"


def test_the_plan_as_a_picture_has_every_target_and_number() -> None:
    said = re.sub(r"<[^>]+>", "\n", made("svg", sample(), CHOSEN).decode()).replace("&gt;", ">").split("\n")
    for aim in aims(sample(), AS_OF, PLAN):
        assert aim.row["indicator_name"] in said
        for one in aim.figures():
            assert ZH.short(one) in said
        assert ZH.verdict(aim.row["verdict"], bool(aim.row["early"])) in said


def read(svg: bytes) -> list[str]:
    """Every line of text in a picture."""
    return [one.text or "" for one in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_legend_of_a_plan_says_what_is_drawn_and_nothing_else(shipped: Store, lang: str) -> None:
    items = ("baseline", "latest", "target", "range", "time", "open", "fitted")
    words = {item: Words(lang)(f"legend.{item}") for item in items}
    said = read(made("svg", shipped, JINNAN, lang))
    assert said.count(words["latest"]) == 2 and words["fitted"] in said  # the head of the column says it too
    assert not {words["time"], words["range"], words["open"]} & set(said)  # nothing judged by time, no range, no bound
    assert set(words.values()) <= set(read(made("svg", sample(), CHOSEN, lang)))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_has_to_be_said_beside_a_verdict_stands_in_the_picture_of_a_plan(shipped: Store, lang: str) -> None:
    words = Words(lang)
    for store, selection in ((shipped, JINNAN), (sample(), CHOSEN)):
        said = "\n".join(read(made("svg", store, selection, lang)))
        for aim in aims(store, selection.as_of or AS_OF, selection.plan):
            assert all(one in said for one in aim.caveats(words)), aim.row["indicator"]
    assert words("caveat.confirm") in "\n".join(read(made("svg", shipped, JINNAN, lang)))


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_look_as_they_were_approved(name: str, golden: Any) -> None:
    golden(
        f"export-picture-{name}.svg", made("svg", sample(), PICTURES[name]).decode().replace(sample().id, "SNAPSHOT")
    )


def test_a_ranking_names_its_group_and_what_stands_apart(shipped: Store) -> None:
    said = made("svg", shipped, Selection(indicator="chuying-entries", as_of=date(2026, 11, 22))).decode()
    for part in ("滨海新区", "津南区", "没有数的地区", "来源", "年初至今", "2023年1—8月"):
        assert part in said


def test_nothing_to_draw_is_said(shipped: Store) -> None:
    for selection in (Selection(indicator="silent", as_of=AS_OF), Selection(indicator="wordy", area=AREA, as_of=AS_OF)):
        with pytest.raises(Fault, match="export_nothing"):
            made("svg", sample(), selection)


def test_a_png_is_twice_as_fine_and_not_empty(shipped: Store) -> None:
    drawn = ElementTree.fromstring(made("svg", shipped, JINNAN).decode())
    image = Image.open(io.BytesIO(made("png", shipped, JINNAN)))
    assert image.size == (2 * int(drawn.get("width", 0)), 2 * int(drawn.get("height", 0)))
    assert len(image.convert("RGB").getcolors(1 << 24) or []) > 50
    assert image.convert("RGB").getpixel((image.width - 5, image.height - 5)) == (255, 255, 255)


def test_the_page_opens_from_a_folder_without_a_request(shipped: Store, tmp_path: Path) -> None:
    place = tmp_path / "津南.html"
    place.write_bytes(made("html", shipped, JINNAN))
    with ThreadPoolExecutor(1) as own:  # the browser tests' driver may live in this thread
        own.submit(_open_and_click, place).result()


def _open_and_click(place: Path) -> None:
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium(), args=ARGS)
        for width in (390, 1280):
            page = opened.new_page(viewport={"width": width, "height": 800}, java_script_enabled=False)
            asked: list[str] = []
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            page.goto(place.as_uri())
            assert asked == [place.as_uri()]
            page.click("a.num >> nth=3")
            assert page.locator("li:target blockquote").is_visible()
            box = page.locator("body").bounding_box()
            assert box is not None
            assert box["width"] <= width
        opened.close()
