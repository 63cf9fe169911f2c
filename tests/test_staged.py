"""Staged figures: before its time a figure is nowhere where readers look, and judges nothing; planners see it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import pytest
from google.protobuf.json_format import MessageToJson
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from biaochi import exports, layouts, ui, views, visitor
from biaochi.access import User
from biaochi.problem import errors
from biaochi.publish import Wanted, publish
from biaochi.search import find
from biaochi.selection import Selection
from biaochi.snapshot import Library
from biaochi.store import Store
from biaochi.words import Words
from tests import made_up, screens
from tests.conftest import ROOT

ZH = Words("zh")
SOON = date.today() + timedelta(days=30)
SECRETS = ("98765", "密语片段", "密语备注", "54321", "密级片段", "密题通报", "密文", "24680")
SEEN = made_up.OBSERVATIONS.replace("obs_status,note", "obs_status,note,conf_status,embargo_until", 1)
SEEN = "\n".join(
    [SEEN.splitlines()[0], *(f"{line},," for line in SEEN.splitlines()[1:]),
     f"mills,990101,2025,98765,paper,密语片段98765家,,P,密语备注,E,{SOON}",
     "output,990101,2025,54321,paper,密级片段54321吨,,,,N,",
     f"mills,990102,2025,24680,circular,水磨24680家,,,,E,{SOON}", "wetness,990103,2024,4.4,gazette,湿度4.4%,,P,,,", ""]
)  # fmt: skip
SOURCES = made_up.SOURCES + (
    "circular: {title: 乙区密题通报, doc_number: 乙发〔2026〕9号, doc_type: bulletin, reliability: official,\n"
    "  archived_path: circular.txt}\n"
)
DECK = 'name: 会议\nname_en: Meeting\nplan: mill-plan\nas_of: "{day}"\nslides: [{{kind: table}}, {{kind: figures}}]\n'
READER = ("overview", "plan", "indicator", "area", "compare", "sources", "quality", "search", "report", "present")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up catalogue with a figure under embargo, a secret one, a provisional one, and a deck of later."""
    config = f"{made_up.FILES['config.yaml']}archive: texts\n"
    root = made_up.write(tmp_path_factory.mktemp("staged"), seen=SEEN, sources=SOURCES, config=config)
    (root / "texts").mkdir()
    (root / "texts/circular.txt").write_text("密文：水磨24680家。\n", "utf-8")
    (root / "indicators/decks").mkdir()
    (root / "indicators/decks/meeting.yaml").write_text(DECK.format(day=SOON + timedelta(days=300)), "utf-8")
    return root


@pytest.fixture(scope="module")
def store(root: Path) -> Store:
    library = Library(root)
    assert not errors(library.refresh().problems)
    return Store(library.current())


@pytest.fixture
def page(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("BIAOCHI_ROOT", str(root))
    ui.close()
    yield
    ui.close()


def shown(name: str, **link: str) -> str:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).switch_page(f"pages/{name}.py")
    for key, value in link.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception, at.exception
    protos = [one.proto for one in walk(at._tree) if isinstance(getattr(one, "proto", None), Message)]
    return "\n".join([*(MessageToJson(one, ensure_ascii=False) for one in protos), screens.html(at)])


def walk(node: Any) -> Iterator[Any]:
    """Everything on a page."""
    yield node
    for one in getattr(node, "children", {}).values():
        yield from walk(one)


def told(data: bytes) -> str:
    """All text of a file, packed or not."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    except BadZipFile:
        return data.decode("utf-8", "replace")


@pytest.mark.parametrize("kind", [one for one in exports.KINDS if not one.startswith(("pdf", "png"))])
def test_no_export_tells_a_figure_before_its_time(store: Store, kind: str) -> None:
    for chosen in (Selection(), Selection(plan="mill-plan"), Selection(indicator="mills"), Selection(deck="meeting")):
        if kind == "svg" and not chosen.plan:
            continue
        said = told(exports.make(kind, store, chosen, Words("zh")))
        assert not [secret for secret in SECRETS if secret in said]


def test_a_figure_comes_by_itself_on_its_day(store: Store) -> None:
    texts = [row["value_text"] for row in store.figures(SOON)]
    assert "98765" in texts and "54321" not in texts
    before = [row["value_text"] for row in store.figures(SOON - timedelta(days=1))]
    assert "98765" not in before
    verdict = {day: next(one for one in store.assessments(day, "mill-plan") if one["indicator"] == "mills")["verdict"]
               for day in (SOON - timedelta(days=1), SOON)}  # fmt: skip
    assert verdict[SOON] != verdict[SOON - timedelta(days=1)]


def test_not_even_a_count_or_a_date_gives_it_away(store: Store, tmp_path: Path) -> None:
    plain = made_up.store(tmp_path)
    assert store.areas_of("mills") == plain.areas_of("mills")
    assert (store.newest() or {})["period_end"] == date(2026, 9, 30)
    for ours, theirs in ((store.areas(), plain.areas()), (store.indicators(), plain.indicators())):
        assert [row["figures"] for row in ours if row["name"] not in ("丙区", "R&D湿度")] == [
            row["figures"] for row in theirs if row["name"] not in ("丙区", "R&D湿度")]  # fmt: skip
    paper = {row["source"]: row["figures"] for row in store.sources()}["paper"]
    assert paper == {row["source"]: row["figures"] for row in plain.sources()}["paper"]


@pytest.mark.parametrize("name", READER)
def test_no_page_shows_a_reader_a_figure_before_its_time(
    name: str, page: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visitor, "who", lambda root: User(account="reader", role="viewer", why="open_network"))
    links = [{"area": "990101", "indicator": "mills"},
             {"source": "paper", "q": "98765", "deck": "meeting", "view": "change"},
             {"source": "circular", "q": "乙发〔2026〕9号", "area": "990102"},
             {"as_of": str(SOON + timedelta(days=9)), "area": "990101", "indicator": "output"}]  # fmt: skip
    for link in links:
        said = shown(name, **link)
        assert "bc-" in said
        # what was searched for stands in the search field itself
        assert not [one for one in SECRETS if one in said.replace(link.get("q", "—"), "")]


def test_planners_see_them_marked_and_readers_do_not(page: None, monkeypatch: pytest.MonkeyPatch) -> None:
    said = shown("quality")
    assert "98765" in said and "起自动公开" in said and "54321" in said and "初步数" in said
    monkeypatch.setattr(visitor, "who", lambda root: User(account="reader", role="viewer", why="open_network"))
    said = shown("quality")
    assert "还没有公开的数" not in said and "data/observations" not in said


@pytest.mark.parametrize("lang, mark, until", [("zh", "未公开", "起自动公开"), ("en", "Held back", "by itself")])
def test_planners_see_them_on_the_pages_of_indicator_and_plan_and_readers_never(
    page: None, monkeypatch: pytest.MonkeyPatch, lang: str, mark: str, until: str
) -> None:
    links = {"indicator": {"area": "990101", "indicator": "mills"}, "plan": {"area": "990101", "plan": "mill-plan"}}
    for name, link in links.items():  # a planner first: nothing of it is kept for those who come later
        said = shown(name, lang=lang, **link)
        assert "98765" in said and mark in said and until in said, name
        assert ("54321" in said) == (name == "plan")  # the secret figure of another target of the plan
        assert mark not in shown(name, **{"lang": lang, **link, "area": "990103", "plan": "young-plan"})
    monkeypatch.setattr(visitor, "who", lambda root: User(account="reader", role="viewer", why="open_network"))
    for name, link in links.items():
        said = shown(name, lang=lang, **link)
        assert not [one for one in (*SECRETS, mark) if one in said], name


def test_a_document_whose_figures_all_wait_is_named_from_its_day_on(store: Store, root: Path) -> None:
    link = Selection(source="circular", q="乙发〔2026〕9号")
    for day in (None, SOON - timedelta(days=1), SOON):
        chosen, named = replace(link, as_of=day), day == SOON
        when = day or date.today()
        assert ("circular" in [row["source"] for row in store.sources(when)]) == named
        assert (store.source("circular", when) is not None) == named
        assert bool(find(store, chosen.q, when).total) == named
        assert ("密题通报" in re.sub("</?mark>", "", views.search(store, chosen, ZH))) == named
        page = views.source(store, chosen, ZH, root / "texts")
        assert ("密题通报" in page and "密文" in page and "24680" in page) == named
        assert named or not page
    assert store.source("paper") and find(store, "甲区晚报").total


def test_a_slip_in_a_link_never_leads_to_a_document_that_is_not_named(
    page: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visitor, "who", lambda root: User(account="reader", role="viewer", why="open_network"))
    for source in ("circula", "circular"):
        said = shown("sources", source=source)
        assert f"没有编号为 {source} 的来源" in said and not [one for one in SECRETS if one in said]
    assert "甲区晚报" in shown("sources", source="papre")


def test_planners_open_a_document_that_is_not_named_yet(page: None) -> None:
    said = shown("sources", source="circular")
    assert "乙区密题通报" in said and "密文" in said


def test_the_lists_of_a_workbook_name_a_waiting_document_to_planners_only(store: Store) -> None:
    chosen = Selection(plan="mill-plan")
    assert "密题通报" not in told(exports.make("xlsx", store, chosen, ZH))
    assert "密题通报" in told(exports.for_planners(store, chosen, ZH))


def test_a_published_site_names_no_document_before_its_time(store: Store, root: Path, tmp_path: Path) -> None:
    publish(store, tmp_path / "site", Wanted(when=date.today(), archive=root / "texts"), layouts.of(root, {"990101"}))
    files = [one for one in (tmp_path / "site").rglob("*") if one.suffix in (".html", ".js", ".json", ".csv")]
    assert files and not [one for one in files if any(secret in one.read_text("utf-8") for secret in SECRETS)]


def test_the_document_of_a_plan_is_named_whatever_else_in_it_waits(tmp_path: Path) -> None:
    plan = made_up.RUNNING.replace("source: gazette", "source: circular", 1).replace(
        "quote: 累计评价80家", "quote: 累计评价80家, source: gazette")  # fmt: skip
    root = made_up.write(tmp_path, seen=SEEN, sources=SOURCES, later_plan=plan)
    store = Store(Library(root).current())
    assert store.source("circular", date.today()) and store.shelf(date.today(), "circular").place is not None
