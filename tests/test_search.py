"""Things are found by name, English, pinyin, initials, id and document number, best first; slips are forgiven last."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from biaochi import search, sessions, ui
from biaochi.search import match, things
from biaochi.search.things import fold, sounds
from biaochi.selection import Selection
from biaochi.snapshot import Library
from biaochi.store import Store
from biaochi.views import search as page_of
from biaochi.words import Words
from tests import made_up, screens
from tests.conftest import ROOT
from tests.made_up import TODAY, store, write

ZH, EN = Words("zh"), Words("en")


@pytest.fixture(scope="module")
def mills(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return store(tmp_path_factory.mktemp("mills"))


@pytest.fixture(scope="module")
def shipped() -> Store:
    return Store(Library(ROOT).current())


def hits(of: Store, query: str) -> list[search.Hit]:
    return [hit for _, group, _ in search.find(of, query).groups for hit in group]


def ids(of: Store, query: str) -> list[str]:
    return [f"{hit.thing.id}@{hit.area['ref_area']}" if hit.area else hit.thing.id for hit in hits(of, query)]


# ranking

RANKING = [
    # query, the first ones found, how the first one was found
    ("省级先进水磨", ["mills"], match.EXACT),
    ("水磨", ["mills", "output"], match.EXACT),  # an alias is a name
    ("先磨", ["mills"], match.EXACT),
    ("水磨产", ["output"], match.PREFIX),
    ("先进", ["mills"], match.INSIDE),
    ("省級先進", ["mills"], match.PREFIX),  # traditional signs
    ("ＭＩＬＬＳ－ＥＶＥＲ", ["mills-ever"], match.EXACT),  # full width
    ("shuimochanliang", ["output"], match.SPELT),
    ("shuǐ mó chǎn", ["output"], match.SPELT),
    ("xianjin", ["mills"], match.SPELT),
    ("xianj", ["mills"], match.SPELT),  # still typing
    ("SMCL", ["output"], match.INITIALS),
    ("sjxjsm", ["mills"], match.INITIALS),
    ("xjsm", ["mills"], match.INITIALS),  # any part
    ("smchanl", ["output"], match.INITIALS),  # mixed
    ("shmo", ["mills"], match.INITIALS),  # sh is an initial too
    ("provincial", ["mills"], match.PREFIX),
    ("advanced water", ["mills"], match.PREFIX),
    ("r&d", ["wetness"], match.PREFIX),
    ("rd", ["wetness"], match.PREFIX),
    ("mills", ["mills"], match.EXACT),
    ("甲区", ["990101"], match.EXACT),
    ("jiaqu", ["990101"], match.SPELT),
    ("district b", ["990102"], match.EXACT),
    ("990103", ["990103"], match.EXACT),
    ("甲政发〔2021〕7号", ["gazette"], match.EXACT),
    ("甲政发20217号", ["gazette"], match.EXACT),
    ("7号", ["gazette"], match.INSIDE),
    ("晚报", ["paper"], match.INSIDE),
    ("甲报社", ["paper"], match.TEXT),
    ("磨坊", ["mill"], match.EXACT),
    ("面粉", ["flour-ytd", "output"], match.INSIDE),
    ("一月", ["flour-ytd"], match.TEXT),
    ("甲区水磨十四五规划", ["mill-plan"], match.EXACT),
    ("规划", ["mill-plan"], match.INSIDE),
    ("mill plan", ["mill-plan", "later-plan", "young-plan"], match.EXACT),
    ("水磨 累计", ["mills-ever"], match.PREFIX),
    ("累计 水磨", ["mills-ever"], match.INSIDE),  # both words, anywhere
    ("甲区 先磨", ["mills@990101"], match.EXACT),
    ("甲区先磨", ["mills@990101"], match.EXACT),
    ("jiaqu xianmo", ["mills@990101"], match.SPELT),
    ("xianmo yiqu", ["mills@990102"], match.SPELT),
    ("先磨 甲区", ["mills@990101"], match.EXACT),
]


@pytest.mark.parametrize(("query", "first", "how"), RANKING, ids=[row[0] for row in RANKING])
def test_the_best_stands_first(mills: Store, query: str, first: list[str], how: int) -> None:
    found = search.find(mills, query)
    assert ids(mills, query)[: len(first)] == first
    if first:
        assert not found.near
        assert hits(mills, query)[0].rank[0] == how


@pytest.mark.parametrize(("query", "nearest"), [
    ("省级先近水磨", "mills"),   # sounds the same
    ("省及先进水磨", "mills"),
    ("水磨产亮", "output"),
    ("Provincal advancd mills", "mills"),
    ("shuimochanlian", "output"),
    ("甲政发2012年7号", "gazette"),
])  # fmt: skip
def test_a_slip_is_forgiven_as_nearest(mills: Store, query: str, nearest: str) -> None:
    found = search.find(mills, query)
    if query != "shuimochanlian":  # a syllable that is not finished is no slip
        assert found.near
    assert ids(mills, query)[0] == nearest
    assert found.total <= search.NEAR


@pytest.mark.parametrize("query", ["qqqqq", "𠮷𠮷𠮷", "zzzz zzzz", "9" * 60])
def test_what_is_like_nothing_finds_nothing(mills: Store, query: str) -> None:
    assert search.find(mills, query).groups == ()


@pytest.mark.parametrize("query", ["", "   ", "，。！", "<>&\"'", "\u200b", "---"])
def test_without_a_word_there_is_no_answer(mills: Store, query: str) -> None:
    found = search.find(mills, query)
    assert (found.groups, found.near) == ((), False)


def test_the_kind_with_the_best_hit_stands_first(mills: Store) -> None:
    assert search.find(mills, "甲区").groups[0][0] == "area"
    assert [kind for kind, _, _ in search.find(mills, "磨坊").groups] == ["concept", "indicator"]


def test_a_query_is_read_up_to_its_limit(mills: Store) -> None:
    assert ids(mills, "水磨产量" + " " * 100 + "无") == ids(mills, "水磨产量")
    assert search.find(mills, "水" * 5000).query == "水" * search.LIMIT


def test_short_letters_are_looked_for_at_the_beginning_of_words_only(mills: Store) -> None:
    assert "wetness" not in ids(mills, "et")  # w-et-ness
    assert "wetness" in ids(mills, "etne")  # but what is long may stand anywhere


def test_initials_on_the_shipped_data(shipped: Store) -> None:
    """GX -> 高新技术企业 (issue: reachable by pinyin initials)."""
    assert ids(shipped, "GX")[0] == "hi-tech-enterprises"
    assert ids(shipped, "高企")[0] == "hi-tech-enterprises"
    assert ids(shipped, "津南政办发〔2021〕13号")[0] == "jinnan-145-sti"
    assert ids(shipped, "津南高企")[0] == "hi-tech-enterprises@120112"
    assert ids(shipped, "jinnan gx")[0] == "hi-tech-enterprises@120112"
    assert (
        ids(shipped, "高薪技术企业")[:2] == ["hi-tech-enterprises", "vc-backed-hi-tech"]
        or search.find(shipped, "高薪技术企业").near
    )


def test_every_thing_of_the_shipped_data_is_found_by_its_own_names(shipped: Store) -> None:
    for thing in search.index(shipped):
        for field in thing.fields:
            if field.role in things.NAMES:
                found = [hit for hit in hits(shipped, field.text.raw[: search.LIMIT]) if hit.thing is thing]
                assert found, (thing.kind, thing.id, field.text.raw)


# marking


def marked(hit: search.Hit) -> str:
    return "".join(f"[{piece}]" if lit else piece for piece, lit in hit.marked(hit.thing.fields[0]))


@pytest.mark.parametrize(("query", "shown"), [
    ("先进", "省级[先进]水磨"), ("xjsm", "省级[先进水磨]"), ("shengji", "[省级]先进水磨"), ("水磨", "省级先进[水磨]"),
    ("省 磨", "[省]级先进水[磨]"),
    ("r&d", "[R&D]湿度"), ("rdsd", "[R&D湿度]"), ("十四五规划", "甲区水磨“[十四五”规划]"),
])  # fmt: skip
def test_what_matched_is_marked_as_it_is_printed(mills: Store, query: str, shown: str) -> None:
    assert marked(hits(mills, query)[0]) == shown


NAMES = st.sampled_from(sorted(made_up.DEFINITIONS.split() + made_up.AREAS.split(",")))


@settings(max_examples=150, deadline=None)
@given(query=st.one_of(st.text(max_size=80), NAMES, st.tuples(NAMES, NAMES).map(" ".join),
                       st.text("shuimoganxij SMGX&水磨甲区先", max_size=20)))  # fmt: skip
def test_any_query_is_answered_and_marks_lie_within_the_text(mills: Store, query: str) -> None:
    for hit in hits(mills, query):
        for field in hit.thing.fields:
            assert "".join(piece for piece, _ in hit.marked(field)) == field.text.raw
        assert all(0 <= i < j <= len(field.text.plain) for field, (i, j) in hit.spans)


@given(text=st.text(max_size=60))
def test_folding_keeps_the_way_back(text: str) -> None:
    folded = fold(text)
    assert len(folded.plain) == len(folded.starts) == len(folded.ends)
    assert all(0 <= i < j <= len(text) for i, j in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)
    assert len(sounds(folded.plain)) == len(folded.plain)


# the index


def test_one_sign_is_no_area(mills: Store) -> None:
    for query in ("甲先磨", "jia xianmo"):
        assert not any("@" in one for one in ids(mills, query))


def test_the_index_is_made_once_a_snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Store] = []
    build = things._things
    monkeypatch.setattr(things, "_things", lambda of: made.append(of) or build(of))
    one = store(tmp_path)
    for query in ("水磨", "甲区", "x", ""):
        search.find(one, query)
    assert made == [one]
    search.find(Store(one.snapshot), "水磨")
    assert len(made) == 2


def test_pinyin_is_not_loaded_before_somebody_searches() -> None:
    import subprocess
    import sys

    said = "import sys, biaochi.views, biaochi.search; print('pypinyin' in sys.modules, 'opencc' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", said], cwd=ROOT, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "False False"


# the view


def html(of: Store, query: str, words: Words = ZH, area: str = "") -> str:
    return str(page_of(of, Selection(q=query, area=area, as_of=TODAY), words))


def text(said: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", said).split())


def test_results_stand_by_kind_with_links_that_keep_area_and_date(mills: Store) -> None:
    said = html(mills, "水磨", area="990102")
    assert 'href="indicator?area=990102&amp;indicator=mills&amp;as_of=2026-11-22"' in said
    assert "省级先进<mark>水磨</mark>" in said
    assert re.findall(r"<h2>(\S+) <span", said) == ["指标", "规划"]


def test_an_indicator_without_figures_here_leads_to_an_area_that_has_some(mills: Store) -> None:
    said = html(mills, "水磨产量", area="990101-YQ")
    assert re.search(r"indicator\?area=99010[123]&amp;indicator=output", said)


def test_a_named_area_is_said_and_linked(mills: Store) -> None:
    said = html(mills, "丙区先磨")
    assert '<span class="bc-tag">丙区</span>' in said
    assert "indicator?area=990103&amp;indicator=mills" in said


def test_the_text_that_matched_is_shown_where_it_is_not_the_name(mills: Store) -> None:
    assert "又称：<mark>先磨</mark>" in html(mills, "先磨")
    assert "口径：自<mark>一月</mark>起的面粉。" in html(mills, "一月")
    assert "文号：甲政发〔2021〕<mark>7号</mark>" in html(mills, "7号")
    assert "Chinese: " in html(mills, "水磨产量", EN)


def test_a_long_definition_is_cut_around_the_match(tmp_path: Path) -> None:
    long = "前面很长的一段话说明从哪里数起" * 4 + "要找的词" + "后面还有很长的一段话" * 6
    made = store(tmp_path, mill=made_up.DEFINITIONS.replace("当年磨出的面粉。", long))
    shown = re.search(r"口径：(.*?)</span>", html(made, "要找的词"))
    assert shown
    assert text(shown[1]).startswith("…")
    assert text(shown[1]).endswith("…")
    assert len(text(shown[1])) < 60


def test_a_concept_lists_its_indicators(mills: Store) -> None:
    said = html(mills, "磨坊")
    assert all(f"indicator={one}" in said for one in ("mills", "mills-ever"))


def test_nothing_found_says_so_and_offers_the_nearest_or_what_can_be_searched(mills: Store) -> None:
    near, nothing = html(mills, "省级先近水磨"), html(mills, "qqqqq")
    assert "没有找到“省级先近水磨”最接近的是：" in text(near)
    assert "indicator=mills" in near
    assert "没有找到“qqqqq”" in nothing
    assert "5项指标、5个地区、3个规划、3份来源文件、1个概念" in nothing


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_an_empty_query_says_what_can_be_searched_with_examples_that_find_something(mills: Store, words: Words) -> None:
    said = html(mills, "", words)
    assert "{" not in said
    assert len(re.findall(r'href="search\?q=', said)) == 5
    assert all(
        search.find(mills, query).total and not search.find(mills, query).near for _, query in search.examples(mills)
    )


def test_examples_of_an_empty_catalogue_do_not_break(tmp_path: Path) -> None:
    empty = store(tmp_path, seen="indicator,ref_area,time_period,value,source,quote\n", mill_plan="", later_plan="",
                  young_plan="", sources="", verified="")  # fmt: skip
    assert "可以搜什么" in html(empty, "")


def test_a_long_query_is_told_where_it_was_cut(mills: Store) -> None:
    assert "只用了前60个字" in html(mills, "水磨" * 60)
    assert "只用了前" not in html(mills, "水磨")


@pytest.mark.parametrize(
    "query", ["<script>alert(1)</script>", "水磨<img src=x onerror=alert(1)>", "</h2><b>", "$a$ **b** :material/home:"]
)
def test_what_was_typed_is_escaped(mills: Store, query: str) -> None:
    said = html(mills, query)
    assert not re.search(r"<(script|img|b)\b", said)
    assert ":material/" not in said


def test_names_of_the_catalogue_are_escaped(tmp_path: Path) -> None:
    sly = store(tmp_path, mill=made_up.DEFINITIONS.replace("水磨产量", "'水磨<b>产</b>量'"))
    assert "水磨&lt;b&gt;<mark>产</mark>&lt;/b&gt;量" in html(sly, "产")
    assert "<mark>磨&lt;b&gt;产</mark>" in html(sly, "磨b产")
    assert "<b>" not in html(sly, "产") + html(sly, "磨b产")


def test_more_than_a_screenful_unfolds(shipped: Store) -> None:
    said = html(shipped, "人才")
    assert "<details><summary>再看" in said


# the page in Streamlit


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    write(tmp_path)
    monkeypatch.setenv("BIAOCHI_ROOT", str(tmp_path))
    ui.library.cache_clear()

    return partial(screens.visit, "search")


def shown(at: AppTest) -> str:
    assert not at.exception
    return screens.html(at)


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "省级先进<mark>水磨</mark>"), ("en", "Provincial advanced water mills")]
)
def test_the_page_answers_a_link_in_both_languages(app: Callable[..., AppTest], lang: str, said: str) -> None:
    assert said in shown(app(q="水磨", lang=lang))
    assert "<h1" in shown(app(lang=lang))


def test_what_is_typed_goes_into_the_link_and_out_again(app: Callable[..., AppTest]) -> None:
    at = app()
    at.text_input(key="pick_query").input(" 水磨 ").run()
    assert at.query_params["q"] in ("水磨", ["水磨"])
    assert "<mark>水磨</mark>" in shown(at)
    at.text_input(key="pick_query").input("").run()
    assert "q" not in at.query_params
    assert "可以搜什么" in shown(at)


@pytest.mark.parametrize("params", [
    {"q": "<script>alert(1)</script>"}, {"q": "水" * 3000}, {"q": "%00\x00"}, {"q": "水磨", "area": "nowhere"},
    {"q": "'; drop table figure --"}, {"q": "水磨", "v": "nope"}, {"q": "水磨", "as_of": "gestern"},
])  # fmt: skip
def test_impossible_links_are_answered(app: Callable[..., AppTest], params: dict[str, str]) -> None:
    assert "<script" not in shown(app(**params))


def test_the_search_is_reachable_from_every_page(app: Callable[..., AppTest]) -> None:
    for page in (name for name in ui.PAGES if name not in ui.BARE):  # slides have no chrome
        at = app()
        at.switch_page(f"pages/{page}.py").run()
        assert re.search(r'<a class="bc-pill bc-find" href="search', shown(at)), page


def test_a_new_snapshot_is_ready_to_be_searched(app: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[str] = []
    monkeypatch.setattr(sessions, "wake", lambda: woken.append("all"))
    app()
    things._INDEXES.clear()
    sessions.renew(ui.newest)
    monkeypatch.setattr(things, "_things", None)  # nobody makes the index in the reader's time
    assert woken == ["all"] and shown(app(q="shuimo"))
