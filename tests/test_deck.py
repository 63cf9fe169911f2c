"""Decks: made from a selection or read from a file; their pages, their numbers, and what becomes of wrong ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from biaochi import deck, pins, ui
from biaochi.catalogue.decks import indicator_of
from biaochi.selection import Selection
from biaochi.snapshot import Library
from biaochi.store import Store
from biaochi.views import slides
from biaochi.views.slide_talk import fill
from biaochi.words import Words
from tests import screens
from tests.conftest import ROOT
from tests.screens import html

DAY = date(2026, 11, 21)
SHIPPED = "jinnan-145-sti"
PLAN = Selection(area="120112", plan=SHIPPED, as_of=DAY)


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """The shipped catalogue as it is now."""
    library = Library(ROOT)
    yield Store(library.open(library.refresh().shown))
    library.close()


def talk_of(store: Store, selection: Selection, lang: str = "zh") -> slides.Talk:
    found = deck.find((store,), selection, DAY, lang)
    chosen = replace(selection, v=store.id, as_of=DAY, area=found.area, plan=found.plan)
    return slides.Talk(store, chosen, found, Words(lang), "http://10.9.9.9:8501/")


_OPEN: list[Library] = []


def library_of(house: Path) -> Library:
    """The snapshots of a house; closed at the end of the test."""
    _OPEN.append(Library(house))
    return _OPEN[-1]


@pytest.fixture(autouse=True)
def closing() -> Iterator[None]:
    yield
    while _OPEN:
        _OPEN.pop().close()


def opened(house: Path) -> Store:
    """The catalogue of a house compiled anew."""
    library = library_of(house)
    return Store(library.open(library.refresh().shown))


def write_deck(house: Path, text: str, name: str = "trial") -> None:
    (house / "indicators" / "decks" / f"{name}.yaml").write_text(text, encoding="utf-8")


# ---- made from the selection ----


def test_a_plan_becomes_a_deck_in_the_order_of_a_mid_term_evaluation(store: Store) -> None:
    kinds = [one.kind for one in deck.from_selection(store, PLAN, DAY, "zh").slides]
    assert kinds == ["title", "overview", "indicator", "compare", "open", "sources"]


def test_an_area_shows_its_gauges_and_an_area_without_plans_its_figures(store: Store) -> None:
    several = deck.from_selection(store, Selection(area="120112"), DAY, "zh")
    assert [one.kind for one in several.slides] == [
        "title",
        "overview",
        "gauges",
        "ahead",
        "compare",
        "open",
        "sources",
    ]
    without = deck.from_selection(store, Selection(area="120103"), DAY, "zh")
    assert [one.kind for one in without.slides] == ["title", "figures", "sources"]


def test_one_indicator_becomes_a_short_deck(store: Store) -> None:
    chosen = replace(PLAN, indicator="hi-tech-enterprises")
    found = deck.from_selection(store, chosen, DAY, "en")
    assert found.name == "National high-tech enterprises"
    assert [one.kind for one in found.slides] == ["title", "indicator", "compare", "sources"]


def test_what_lags_tells_the_pace_it_now_needs(house: Path) -> None:
    (house / "data" / "observations" / "made-up.csv").write_text(
        "indicator,ref_area,time_period,value,source,quote\n"
        "invention-patents,120112,2023,1800,jinnan-145-sti,甲说有效发明专利1800件\n",
        encoding="utf-8",
    )
    day = date(2024, 6, 30)
    store = opened(house)
    chosen = replace(PLAN, as_of=day)
    found = deck.from_selection(store, chosen, day, "zh")
    assert "behind" in [one.kind for one in found.slides]
    made = slides.pages(slides.Talk(store, chosen, found, Words("zh")))
    page = next(page for page in made if page.kind == "behind")
    assert page.title == "进展滞后的1项，今后需要的速度"
    assert "今后每年需增加 <b>250件</b>" in page.body
    assert {one["value_text"] for one in page.figures} == {"1800", "2300", "1744"}


# ---- pages ----


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("chosen", [PLAN, Selection(area="120112"), Selection(area="120103"), Selection(deck=SHIPPED)])
def test_every_number_on_every_page_opens_its_quote(store: Store, chosen: Selection, lang: str) -> None:
    talk = talk_of(store, chosen, lang)
    made = slides.pages(talk)
    said = str(slides.presentation(talk, made, beside=True))
    wanted = set(re.findall(r'popovertarget="([^"]+)"', said))
    assert wanted
    assert {one for one in wanted if f'id="{one}"' not in said} == set()
    assert said.count('<section class="bc-slide ') == len(made)
    assert f"1 / {len(made)}" in said
    for page in made:
        assert {one["figure"] for one in page.figures} <= set(talk.cite.figures) | {
            one["figure"] for _, shown in talk.cite.sums.values() for one in shown
        }


def test_the_shipped_deck_is_whole_and_says_where_its_numbers_stand(store: Store) -> None:
    talk = talk_of(store, Selection(deck=SHIPPED))
    made = slides.pages(talk)
    said = str(slides.presentation(talk, made))
    assert not [page for page in made if page.problems]
    tables = [page for page in made if page.kind == "table"]
    assert [page.title for page in tables] == ["目标一览（1/2）", "目标一览（2/2）"]
    assert sum(page.body.count('<th scope="row"') for page in tables) == 13
    assert "国家高新技术企业：提前达到" in said
    assert "数据止于2025年秋<" in said  # the document says no day
    assert "截至2026年11月21日" in said
    assert f"版本 {store.id[:6]} 已冻结" in said
    assert "国家高新技术企业增至887家" in said
    assert said.count('class="bc-hint"') == len(made)
    assert not re.search(r"(?<![\d.])0(\.0)?%", re.sub(r'style="[^"]*"|="[^"]*"', "", said))


def test_a_number_in_a_text_is_a_figure_with_its_source(store: Store) -> None:
    talk = talk_of(store, Selection(deck=SHIPPED))
    page = next(page for page in slides.pages(talk) if "雏鹰" in page.title)
    assert {one["value_text"] for one in page.figures} == {"350", "281", "50", "46"}
    assert "popovertarget" in page.body
    assert "{" not in page.body
    assert indicator_of("a-b.target") == ("a-b", "target")
    assert indicator_of("a-b") == ("a-b", "value")
    assert indicator_of("a-b.pace") == ("a-b.pace", "value")


def test_notes_are_those_of_the_file_or_the_sentences_of_the_targets(store: Store) -> None:
    made = slides.pages(talk_of(store, Selection(deck=SHIPPED)))
    told = {page.kind: page.notes for page in made}
    assert "转载" in " ".join(told["indicator"])
    assert any("不能判断" in line for line in told["table"])
    own = slides.pages(talk_of(store, PLAN))
    assert "提前达到规划目标620家" in next(page.notes for page in own if page.kind == "indicator")[0]


def test_only_comparable_areas_stand_side_by_side(store: Store) -> None:
    page = next(page for page in slides.pages(talk_of(store, PLAN)) if page.kind == "compare")
    assert "不排名" in page.body
    assert "不能同列" in page.body
    assert "天津市" not in page.body
    assert {one["time_period"][:4] for one in page.figures} == {"2025"}


@pytest.mark.parametrize(("rows", "pages"), [(0, [0]), (1, [1]), (7, [7]), (8, [4, 4]), (13, [7, 6]), (15, [5, 5, 5])])
def test_lists_fill_their_pages_about_evenly(rows: int, pages: list[int]) -> None:
    assert [len(one) for one in fill(list(range(rows)), lambda _: 1.0, 7.0)] == pages


def test_a_row_taller_than_a_page_stands_alone() -> None:
    assert fill([1, 9, 1], float, 4.0) == [[1], [9], [1]]


@pytest.mark.parametrize(
    ("asked", "page", "there"), [("", 1, True), ("3", 3, True), ("99", 9, False), ("0", 1, False), ("x", 1, False),
                                 ("²", 1, False), ("-1", 1, False), ("9" * 40, 1, False)]
)  # fmt: skip
def test_a_page_that_is_not_there_gives_the_nearest(asked: str, page: int, there: bool) -> None:
    assert slides.start(asked, 9) == (page, there)


def test_one_rule_a_page_shows_it_and_the_link_names_the_first(store: Store) -> None:
    made = slides.pages(talk_of(store, PLAN))
    style = slides.rules(made, 2, "light")
    for n in range(1, len(made) + 1):
        assert f':root[data-bc-slide="{n}"] .bc-slide[data-n="{n}"]' in style
    assert ':root:not([data-bc-slide]) .bc-slide[data-n="2"]' in style
    assert style.count("{") == style.count("}")


def test_the_code_for_phones_holds_a_short_pinned_link(store: Store) -> None:
    assert slides.link(talk_of(store, Selection(deck=SHIPPED))) == (
        f"http://10.9.9.9:8501/present?deck={SHIPPED}&as_of=2026-11-21&v={store.id[:8]}"
    )


def test_the_example_in_the_manual_is_real(house: Path) -> None:
    manual = (ROOT / "docs" / "presenting.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml\n(.*?)```", manual, re.DOTALL)
    assert example
    write_deck(house, example[1])
    store = opened(house)
    made = slides.pages(talk_of(store, Selection(deck="trial")))
    assert [page.kind for page in made] == ["title", "overview", "indicator", "text", "sources"]
    assert not [page for page in made if page.problems]


# ---- wrong decks ----

WRONG = """name: 甲区试讲
name_en: Trial
plan: jinnan-145-sti
slides:
  - kind: title
  - kind: indicator
    indicator: hi-tech-enterprise
  - kind: pie
    title: 饼图
  - kind: text
    text: ["没有 {no-such-thing} 的数"]
  - kind: compare
  - kind: table
    indicators: [hi-tech-enterprises, nothing-here]
  - kind: overview
    plan: no-plan
  - kind: indicator
    indicator: hi-tech-enterprises
    colour: red
  - kind: open
"""


def test_what_a_deck_names_wrongly_is_told_with_its_place_and_the_rest_is_presented(house: Path) -> None:
    write_deck(house, WRONG)
    library = library_of(house)
    problems = {(one.line, one.code) for one in library.refresh().problems}
    assert problems == {
        (7, "indicator_unknown"), (8, "choice_wrong"), (11, "indicator_unknown"), (12, "field_missing"),
        (14, "indicator_unknown"), (16, "plan_unknown"), (19, "field_unknown"),
    }  # fmt: skip
    made = slides.pages(talk_of(Store(library.current()), Selection(deck="trial")))
    assert [page.kind for page in made] == [
        "title", "problem", "problem", "text", "problem", "table", "problem", "problem", "open", "open",
    ]  # fmt: skip
    said = str(slides.presentation(talk_of(Store(library.current()), Selection(deck="trial")), made))
    assert "没有编号为 <code>hi-tech-enterprise</code> 的指标" in said
    assert "indicators/decks/trial.yaml:7:" in said
    assert "是不是想写 <code>hi-tech-enterprises</code>" in said
    assert "饼图" in made[2].title
    assert "nothing-here" in said  # the table shows what it can and says what it cannot
    assert "887" in made[5].body


BROKEN = {
    "empty": "",
    "torn": "slides: [",
    "headless": "name: 甲\nname_en: A\n",
    "slideless": "name: 甲\nname_en: A\nslides: none\n",
    "list": "- kind: title\n",
    "plan": "targets: []\nname: x\n",
    "words": "name: 甲\nname_en: A\nplan: jinnan-145-sti\nslides:\n  - title\n  - kind: overview\n",
    "head": "name: 甲\nauto: soon\nref_area: nowhere\nas_of: 2026-13-01\nslides:\n  - kind: overview\n",
    "unquoted": "name: 甲\nname_en: A\nslides:\n  - kind: text\n    text:\n      - {mills} 家\n",
}


def test_a_broken_deck_file_is_presented_as_its_own_reason(house: Path) -> None:
    for name, text in BROKEN.items():
        write_deck(house, text, name)
    store = opened(house)
    for name in BROKEN:
        made = slides.pages(talk_of(store, Selection(deck=name, area="120112")))
        first = next((page for page in made if page.kind == "problem"), None)
        assert first is not None, name
        assert f"indicators/decks/{name}.yaml" in first.body
        assert len(made) > 1, name


def test_an_error_in_a_deck_does_not_hold_back_new_data_but_one_elsewhere_does(house: Path) -> None:
    before = library_of(house).refresh()
    write_deck(house, WRONG)
    attempt = library_of(house).refresh()
    assert attempt.shown == attempt.tried != before.shown
    plan = house / "indicators" / "plans" / "jinnan-145-sti.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace('value: "620"', 'vaule: "620"', 1), encoding="utf-8")
    stale = library_of(house).refresh()
    assert stale.shown == attempt.shown != stale.tried


def test_an_unknown_deck_gives_the_reason_and_the_deck_of_the_selection(store: Store) -> None:
    made = slides.pages(talk_of(store, replace(PLAN, deck="jinnan-145")))
    assert made[0].kind == "problem"
    assert f"是不是想写 <code>{SHIPPED}</code>" in made[0].body
    assert [page.kind for page in made[1:3]] == ["title", "overview"]


def test_very_long_names_stay_on_their_pages(house: Path) -> None:
    long = "甲" * 120
    write_deck(house, f"name: {long}\nname_en: {'A' * 120}\nplan: jinnan-145-sti\nslides:\n  - kind: title\n"
               f"  - kind: text\n    title: {long}\n    text: [{', '.join([long] * 20)}]\n")  # fmt: skip
    made = slides.pages(talk_of(opened(house), Selection(deck="trial")))
    assert len(made) > 5
    assert made[-1].title.endswith("（12/12，另有8项未列）")


def test_texts_of_a_deck_are_never_html(house: Path) -> None:
    slide = 'kind: text\n    title: <img src=x onerror=alert(1)>\n    text: ["<b>甲</b> {<i>}"]\n    notes: <u>x\n'
    write_deck(house, f"name: <script>x</script>\nname_en: <b>x\nslides:\n  - {slide}")
    talk = talk_of(opened(house), Selection(deck="trial", area="120112"))
    said = str(slides.presentation(talk, slides.pages(talk), beside=True))
    assert "&lt;b&gt;甲" in said
    assert not re.search(r"<(script|img|b>甲|u>|i>)", said)


# ---- frozen ----


def edit(house: Path, *changes: tuple[str, str]) -> None:
    """The planted change: somebody corrects the headline number (or what else) while it is on the screen."""
    found = 0
    for path in (house / "data" / "observations").glob("*.csv"):
        text = before = path.read_text(encoding="utf-8")
        for old, new in changes or (("增至887家", "增至999家"), (",887,", ",999,")):
            text = text.replace(old, new)
        if text != before:
            path.write_text(text, encoding="utf-8")
            found += 1
    assert found, "the headline number has moved"


def test_a_change_behind_the_scenes_is_told_and_moves_no_number(house: Path) -> None:
    library = library_of(house)
    old = Store(library.current())
    talk = talk_of(old, Selection(deck=SHIPPED))
    before = str(slides.presentation(talk, slides.pages(talk)))
    assert not slides.news(talk, old, library.attempt(), [], True)
    edit(house, ("增至887家", "增至999家"), (",887,", ",999,"), ("918家", "919家"), (",918,", ",919,"))
    attempt = library.refresh()
    new = Store(library.current())
    again = talk_of(Store(library.open(old.id)), Selection(deck=SHIPPED))
    assert str(slides.presentation(again, slides.pages(again))) == before
    told = str(slides.news(talk, new, attempt, [], True))
    assert f"数据已有新版本 {new.id[:6]}，屏幕上的数没有动" in told
    assert "津南区国家高新技术企业 887家（提前达到） → 999家（提前达到）" in told
    assert "西青区国家高新技术企业 918家 → 919家" in told
    assert "会变的有2处" in told
    assert f"v={new.id}" in told
    dot = str(slides.news(talk, new, attempt, [], False))
    assert "bc-dot" in dot


def test_a_pinned_snapshot_is_not_cleaned_away(house: Path) -> None:
    config = house / "config.yaml"
    config.write_text(config.read_text(encoding="utf-8") + "keep_snapshots: 1\n", encoding="utf-8")
    library = library_of(house)
    first = library.current().id
    library.keep(first)
    shown = []
    for i in range(3):
        config.write_text(config.read_text(encoding="utf-8") + f"# {i}\n", encoding="utf-8")
        shown.append(library.refresh().shown)
    kept = {path.stem for path in library.folder.glob("*.duckdb")}
    assert first in kept
    assert shown[0] not in kept
    assert pins.read(library.folder) == {first}
    assert Store(library_of(house).open(first[:8])).assessments(DAY)


def test_a_deck_keeps_the_snapshot_that_it_names(house: Path) -> None:
    library = library_of(house)
    first = library.current().id
    write_deck(
        house, f'name: 甲\nname_en: A\nplan: jinnan-145-sti\nsnapshot: "{first[:6]}"\nslides:\n  - kind: overview\n'
    )
    library.refresh()
    assert pins.read(library.folder) == {first}


# ---- the page ----


@pytest.fixture
def at_home(house: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The pages read a copy of the shipped catalogue."""
    monkeypatch.setenv("BIAOCHI_ROOT", str(house))
    monkeypatch.setattr(ui, "watch", lambda: None)  # the tests compile when they want to
    ui.close()
    yield house
    ui.close()


visit = partial(screens.visit, "present")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_pins_its_link_and_has_no_chrome(at_home: Path, lang: str) -> None:
    at = visit(deck=SHIPPED, lang=lang)
    assert not at.exception
    now = ui.library().current().id
    assert at.query_params["v"] == now
    assert at.query_params["as_of"] == date.today().isoformat()
    assert at.query_params["deck"] == SHIPPED
    assert "bc-frame" not in html(at)
    assert html(at).count('<section class="bc-slide ') >= 12
    assert now in pins.read(ui.library().folder)


def test_the_pinned_page_stays_while_a_fresh_one_sees_the_change(at_home: Path) -> None:
    at = visit(deck=SHIPPED)
    pinned = str(at.query_params["v"])
    edit(at_home)
    ui.library().refresh()
    again = html(visit(deck=SHIPPED, v=pinned))
    assert "增至887家" in again
    assert "增至999家" not in again
    assert "数据已有新版本" in again
    assert "增至999家" in html(visit(deck=SHIPPED))


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"slide": "99"}, "没有第 99 页"),
        ({"theme": "pink"}, "没有名为 pink 的底色"),
        ({"auto": "soon"}, "自动翻页的秒数 soon"),
        ({"v": "0123456789abcdef"}, "0123456789abcdef"),
        ({"deck": "nothing"}, "没有编号为 <code>nothing</code> 的汇报稿"),
        ({"plan": "<script>x</script>"}, "&lt;script&gt;"),
    ],
)
def test_a_link_that_asks_for_the_impossible_is_answered_on_the_slide(
    at_home: Path, params: dict[str, str], told: str
) -> None:
    at = visit(**{"deck": SHIPPED, **params})
    assert not at.exception
    assert told in html(at)


def test_a_deck_that_names_a_snapshot_is_presented_from_it(at_home: Path) -> None:
    first = ui.library().current().id
    write_deck(
        at_home, f'name: 甲\nname_en: A\nplan: jinnan-145-sti\nsnapshot: "{first[:6]}"\nslides:\n  - kind: overview\n'
    )
    edit(at_home)
    ui.library().refresh()
    assert visit(deck="trial").query_params["v"] == first


def test_the_pages_lead_to_the_talk(at_home: Path) -> None:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    v = ui.library().current().id
    assert f'href="present?area=120112&amp;as_of={date.today()}&amp;v={v}"' in html(at)
    assert f"present?deck={SHIPPED}&amp;" in html(at)
