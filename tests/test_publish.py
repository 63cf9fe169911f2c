"""A published site says what the live pages say, in plain files that lead to each other, and holds nothing else."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from biaochi import layouts, views
from biaochi.cli import main
from biaochi.problem import Fault
from biaochi.publish import MARK, Wanted, publish
from biaochi.selection import Selection
from biaochi.snapshot import Library
from biaochi.store import Store
from biaochi.words import Words
from tests import compare_house, made_up

DAY = date(2026, 11, 22)
LATER = (date.today() + timedelta(days=400)).isoformat()
SECRET = "987654"
TEXT = "甲区公报\n水磨达到900家。\n现有水磨300家，产量达到70吨。\n"
EMBARGOED = (
    made_up.OBSERVATIONS.replace("obs_status,note", "obs_status,note,embargo_until").replace(",,,\n", ",,,,\n")
    + f"mills,990101,2025,{SECRET},secret,水磨{SECRET}家,,,,{LATER}\n"
)
SOURCES = made_up.SOURCES.replace(f",\n   sha256: {made_up.SHA}", "") + (
    "\nsecret: {title: 还没有公布的公报, doc_type: bulletin, reliability: official}\n"
)
SCRIPT = "</script><script>alert(1)</script>"


@dataclass(frozen=True)
class Site:
    """A published site, and what it was made of."""

    path: Path
    store: Store
    root: Path

    def read(self, name: str) -> str:
        return (self.path / name).read_text(encoding="utf-8")

    def pages(self, folder: str = "") -> list[Path]:
        return sorted((self.path / folder).rglob("*.html"))

    def files(self) -> list[Path]:
        return [path for path in self.path.rglob("*") if path.is_file()]

    def index(self, lang: str) -> dict[str, Any]:
        return json.loads(self.read(f"{lang}/index.js").removeprefix("window.BIAOCHI=").removesuffix(";\n"))


def make(root: Path, out: Path, **wanted: Any) -> Site:
    library = Library(root)
    store = Store(library.open(library.refresh(DAY).shown))
    places = layouts.read(root, [row["ref_area"] for row in store.areas()])
    publish(store, out, Wanted(DAY, **wanted), places)
    return Site(out, store, root)


@pytest.fixture(scope="module")
def mills(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The catalogue of one of every defect, with a figure under embargo and a text that shall come out."""
    root = made_up.write(tmp_path_factory.mktemp("mills"), seen=EMBARGOED, sources=SOURCES)
    (root / "texts").mkdir()
    (root / "texts" / "gazette.txt").write_text(TEXT, encoding="utf-8")
    (root / "config.yaml").write_text('title: 标尺\ndefault_area: "990101"\narchive: texts\n', encoding="utf-8")
    (root / "data" / "verified.csv").unlink()
    return make(root, root / "site", archive=root / "texts")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The city of eight districts, with everything that a comparison shows."""
    root = compare_house.write_house(tmp_path_factory.mktemp("city"))
    return make(root, root / "site")


@pytest.fixture(params=["mills", "city"])
def site(request: pytest.FixtureRequest) -> Site:
    return request.getfixturevalue(request.param)


def links(html: str) -> Iterator[str]:
    yield from (unescape(one) for one in re.findall(r'\b(?:href|src)="([^"]*)"', html))


def said(html: str) -> str:
    """The text of a piece of HTML, without what only the live pages offer."""
    bare = re.sub(r'<a class="bc-pill bc-t(?:alk|ake)".*?</a>|<p class="bc-sub bc-keep">.*?</p>', "", html, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", bare)).split())


def main_of(html: str) -> str:
    return re.search(r"<main\b.*?</main>", html, re.S)[0]  # type: ignore[index]


def lost_links(site: Site) -> list[tuple[str, str]]:
    """Page and link of every link that leads nowhere."""
    lost, ids = [], {}
    for path in site.pages():
        for link in links(path.read_text(encoding="utf-8")):
            if re.match(r"https?:|data:", link):
                continue
            name, _, place = link.partition("#")
            there = (path.parent / name).resolve() if name else path
            if not there.is_file() or not there.is_relative_to(site.path):
                lost.append((path.name, link))
            elif place:
                known = ids.setdefault(there, set(re.findall(r'\bid="([^"]+)"', there.read_text(encoding="utf-8"))))
                lost += [] if place in known else [(path.name, link)]
    return lost


def test_every_link_leads_to_a_file_and_a_place_in_it(site: Site) -> None:
    assert lost_links(site) == []


def test_one_of_several_plans_leads_to_no_page_of_the_others(tmp_path: Path) -> None:
    root = made_up.write(tmp_path, later_plan=made_up.RUNNING.replace("990102", "990101"))
    made = make(root, tmp_path / "site", plan="mill-plan", languages=("zh",))
    assert lost_links(made) == []


def test_every_page_can_be_reached_from_the_door(site: Site) -> None:
    door = site.path / "index.html"
    seen, open_ = {door}, [door]
    while open_:
        path = open_.pop()
        html = path.read_text(encoding="utf-8")
        refresh = re.findall(r'content="0; url=([^"]+)"', html)
        for link in [*links(html), *refresh]:
            there = (path.parent / link.partition("#")[0]).resolve()
            if there.suffix == ".html" and there not in seen:
                seen.add(there)
                open_.append(there)
    assert sorted(seen) == site.pages()


def test_numbers_that_open_their_source_have_it_on_their_page(site: Site) -> None:
    for path in site.pages():
        html = path.read_text(encoding="utf-8")
        ids = re.findall(r'\bid="([^"]+)"', html)
        assert set(re.findall(r'popovertarget="([^"]+)"', html)) <= set(ids), path
        assert len(ids) == len(set(ids)), path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_page_says_what_the_live_page_says(mills: Site, city: Site, lang: str) -> None:
    words, store = Words(lang), mills.store
    here = Selection(area="990101", as_of=DAY)
    plan = Selection(area="990101", plan="mill-plan", as_of=DAY)
    wet = Selection(area="990101", indicator="wetness", as_of=DAY)
    live = {
        "index.html": [views.overview(store, here, words)],
        "plan/mill-plan.html": [views.plan(store, plan, words)],
        "area/990101.html": [views.area(store, here, words)],
        "indicator/990101/wetness.html": [
            part(store, wet, words)
            for part in (views.indicator_title, views.evidence, views.sum_card, views.definition, views.others)
        ],
        "sources/index.html": [views.sources(store, here, words)],
        "sources/gazette.html": [
            views.source(store, Selection(source="gazette", as_of=DAY), words, mills.root / "texts")
        ],
    }
    for name, parts in live.items():
        shown = said(main_of(mills.read(f"{lang}/{name}")))
        for part in parts:
            assert said(part) in shown, name
    places = layouts.read(city.root, [row["ref_area"] for row in city.store.areas()])
    for view in ("", "change", "tiles", "map", "several"):
        chosen = Selection(area="990101", indicator="" if view == "several" else "mills", view=view, as_of=DAY)
        found = views.compare(city.store, chosen, words, places)
        name = "several" if view == "several" else ".".join(filter(None, ("mills", view)))
        assert said(found.html) in said(main_of(city.read(f"{lang}/compare/{name}.html"))), name


def test_the_drawing_of_an_indicator_has_the_numbers_and_follows_the_colours_of_the_page(mills: Site) -> None:
    html = mills.read("zh/indicator/990101/wetness.html")
    drawings = re.findall(r'<div class="bc-(wide|narrow)"><svg.*?</svg>', html, re.S)
    assert drawings == ["wide", "narrow"]
    drawn = re.search(r'<div class="bc-wide"><svg.*?</svg>', html, re.S)[0]  # type: ignore[index]
    assert "目标 5 2 基期 3 （2023年）" in said(drawn) and "基期2%，目标5%，2023年3%" in said(drawn)
    assert "var(--bc-ink" in drawn and not re.search(r'(?:fill|stroke)="#', drawn)


def test_what_is_under_embargo_is_nowhere_and_its_document_is_not_named(mills: Site) -> None:
    assert mills.store.rows("select count(*) as n from figure where value = 987654")[0]["n"] == 1
    for path in mills.files():
        text = path.read_text(encoding="utf-8")
        assert SECRET not in text and "还没有公布" not in text, path


def test_a_day_to_come_is_refused(mills: Site, tmp_path: Path) -> None:
    wanted = Wanted(date.today() + timedelta(days=1))
    with pytest.raises(Fault, match="publish_future"):
        publish(mills.store, tmp_path / "site", wanted, layouts.Places())
    assert list(tmp_path.iterdir()) == []


def test_the_same_snapshot_gives_the_same_bytes(mills: Site, tmp_path: Path) -> None:
    again = make(mills.root, tmp_path / "again", archive=mills.root / "texts")
    digest = [
        {str(p.relative_to(one.path)): hashlib.sha256(p.read_bytes()).hexdigest() for p in one.files()}
        for one in (mills, again)
    ]
    assert digest[0] == digest[1] and len(digest[0]) > 60


def test_a_page_asks_for_nothing_outside_and_its_policy_forbids_it(site: Site) -> None:
    for path in site.pages():
        html = path.read_text(encoding="utf-8")
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
        assert policy and "default-src &#39;none&#39;" in policy[1] and "unsafe-inline" not in policy[1].split(";")[1]
        assert not re.search(r"<(?:script|iframe|img|link)[^>]*(?:src|href)=\"(?:https?:)?//", html)
        assert not re.search(r"<script(?![^>]*\bsrc=)|\bon\w+=\"", html)
        assert re.search(r'<html lang="(?:zh-CN|en)">', html) and html.count("<main") == 1
        assert re.search(r"<title>[^<]+</title>", html)
    for script in [*site.path.rglob("*.js"), site.path / "site.css"]:
        assert not re.search(r"fetch\(|XMLHttpRequest|import\b|innerHTML|url\(", script.read_text(encoding="utf-8"))


def test_a_reader_is_asked_to_mend_nothing(mills: Site) -> None:
    html = mills.read("zh/quality.html")
    assert "data/" not in html and "indicators/" not in html and "请" not in said(main_of(html))
    assert "来源不一致" in html and "推定" in html
    assert "present?" not in "".join(path.read_text(encoding="utf-8") for path in mills.pages())


def test_texts_of_documents_come_out_only_where_that_is_wanted(mills: Site, tmp_path: Path) -> None:
    shown = mills.read("zh/sources/gazette.html")
    assert '<span id="q' in shown and "水磨达到900家" in said(shown[shown.index('class="bc-doc"') :])
    assert 'class="bc-doc"' not in make(mills.root, tmp_path / "site").read("zh/sources/gazette.html")


def test_names_cannot_become_markup(tmp_path: Path) -> None:
    root = made_up.write(tmp_path, mill=made_up.DEFINITIONS.replace("name: 水磨产量", f'name: "水磨{SCRIPT}"'))
    made = make(root, tmp_path / "site", languages=("zh",))
    for path in made.pages():
        assert "<script>alert" not in path.read_text(encoding="utf-8")
    assert any(SCRIPT in one["n"] for one in made.index("zh")["found"])


def test_one_plan_brings_its_own_pages_only(city: Site, mills: Site, tmp_path: Path) -> None:
    made = make(mills.root, tmp_path / "site", plan="mill-plan", languages=("en",))
    names = {str(path.relative_to(made.path / "en")) for path in made.pages("en")}
    assert {"index.html", "plan/mill-plan.html", "indicator/990101/wetness.html", "compare/wetness.html"} <= names
    assert not any("990102" in name or "later-plan" in name or "flour" in name for name in names)
    assert "bc-lang" not in made.read("en/index.html") and not (made.path / "zh").exists()
    assert json.loads(made.read(MARK))["plan"] == "mill-plan"
    kinds = {one["k"] for one in made.index("en")["found"]}
    assert kinds == {"indicator", "area", "plan", "source"}
    with pytest.raises(Fault, match="publish_elsewhere"):
        make(mills.root, tmp_path / "other", plan="mill-plan", area="990102")


def test_too_many_pages_are_refused_with_their_number(mills: Site, tmp_path: Path) -> None:
    with pytest.raises(Fault) as told:
        make(mills.root, tmp_path / "site", most=10)
    assert told.value.code == "publish_too_many" and told.value.params["pages"] > 10
    assert not (tmp_path / "site").exists()


def test_several_plans_with_one_target_have_a_page_each(tmp_path: Path) -> None:
    root = made_up.write(tmp_path, later_plan=made_up.RUNNING.replace("990102", "990101"))
    made = make(root, tmp_path / "site", languages=("zh",))
    names = {path.name for path in made.pages("zh/indicator/990101")}
    assert {"mills-ever.html", "mills-ever.mill-plan.html", "mills-ever.later-plan.html", "mills.html"} <= names
    assert 'href="../indicator/990101/mills-ever.later-plan.html"' in made.read("zh/plan/later-plan.html")


def test_the_search_finds_as_on_the_live_page(site: Site) -> None:
    found, first = site.index("zh")["found"], site.store.indicators()[0]["name"]
    assert {(one["k"], one["n"]) for one in found} >= {("area", "甲区"), ("indicator", first)}
    for one in found:
        assert (site.path / "zh" / one["l"]).is_file()
    english = {one["n"] for one in site.index("en")["found"]}
    assert "District A" in english


# ---- the command ----


def test_the_command_makes_a_site_and_says_how_large_it_is(mills: Site, capsys: pytest.CaptureFixture[str]) -> None:
    out = mills.root / "stick" / "标尺"
    assert main(["--root", str(mills.root), "publish", "-o", str(out), "--area", "990101", "--lang", "zh"]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"\d+页，\d+个文件，\d+\.\d MB，\d+\.\d秒", shown)
    assert (out / "zh" / "index.html").is_file() and [one.name for one in out.parent.iterdir()] == ["标尺"]
    assert "noindex" in (out / "zh" / "index.html").read_text(encoding="utf-8") and (out / "robots.txt").is_file()


def test_a_folder_that_is_no_site_is_left_alone(
    mills: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "letter.txt").write_text("mine", encoding="utf-8")
    for out in (own, own / "letter.txt", mills.root):
        assert main(["--root", str(mills.root), "publish", "-o", str(out)]) == 1
        assert "没有动它" in capsys.readouterr().err
    assert (own / "letter.txt").read_text(encoding="utf-8") == "mine"


def test_a_site_is_replaced_whole_or_stays(mills: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "site"
    make(mills.root, out, plan="mill-plan", languages=("zh",))
    (out / "zh" / "old.html").write_text("old", encoding="utf-8")
    with monkeypatch.context() as broken:
        broken.setattr("biaochi.publish.make.index", lambda *_: (_ for _ in ()).throw(OSError(28, "disk full")))
        with pytest.raises(Fault, match="export_not_written"):
            make(mills.root, out, plan="mill-plan", languages=("zh",))
    assert (out / "zh" / "old.html").read_text(encoding="utf-8") == "old"
    make(mills.root, out, plan="mill-plan", languages=("zh",))
    assert not (out / "zh" / "old.html").exists()
    assert [one.name for one in tmp_path.iterdir()] == ["site"]
