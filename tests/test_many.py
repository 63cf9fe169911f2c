"""Where there is much of everything pages show a part, say how much there is, and lead to the rest."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from bench.generate import Size, make
from biaochi import selection, ui, views
from biaochi.catalogue.rows import sections
from biaochi.layouts import Places
from biaochi.search import index, match
from biaochi.search.things import fold
from biaochi.selection import Selection
from biaochi.snapshot import Library, Snapshot
from biaochi.store import Store, judged
from biaochi.views.paging import PAGE, span
from biaochi.words import Words
from tests import made_up
from tests.conftest import ROOT

ZH = Words("zh")
WIDE = Size(areas=4, indicators=110, years=3, plans=2, targets=2)
DOCUMENT, AREA, WHEN = "bulletin-01-2024", "990101", date(2026, 11, 22)


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Documents of 440 figures, areas of 330."""
    library = Library(make(tmp_path_factory.mktemp("wide"), WIDE))
    yield Store(library.current())
    library.close()


def follow(store: Store, page: str, chosen: Selection) -> Iterator[str]:
    """The view of a page, and of every page that its link to the next part leads to."""
    view = {"sources": lambda one: views.source(store, one, ZH, None) or views.sources(store, one, ZH),
            "documents": lambda one: views.sources(store, one, ZH),
            "area": lambda one: views.area(store, one, ZH)}[page]  # fmt: skip
    for _ in range(20):
        html = str(view(chosen))
        yield html
        found = re.search(r'href="[a-z]+\?([^"]*)"[^>]*>下一页', html)
        if not found:
            return
        params = dict(part.split("=") for part in found[1].replace("&amp;", "&").split("&"))
        chosen = selection.read(params)[0]
    raise AssertionError("the pages never end")


def test_the_pages_of_a_document_hold_each_of_its_figures_once(wide: Store) -> None:
    pages = [*follow(wide, "sources", Selection(source=DOCUMENT))]
    shown = [re.findall(r'<tr id="q(\d+)"', html) for html in pages]
    every = [str(one["figure"]) for one in wide.figures(date.today(), source=DOCUMENT)]
    assert sorted(chain(*shown)) == sorted(every)
    assert [len(part) for part in shown] == [PAGE] * 4 + [40]
    assert all("440 个数" in html for html in pages) and "第401–440条，共440条" in pages[-1]


def test_a_link_to_a_figure_opens_the_page_that_holds_it(wide: Store) -> None:
    last = wide.figures_from(date.today(), DOCUMENT, 439, 1)[0]["figure"]
    html = str(views.source(wide, Selection(source=DOCUMENT, figure=str(last)), ZH, None))
    assert "链接所指的数" in html and f'id="q{last}" class="bc-own"' in html
    assert "链接里的那个数不在这份文件里" in str(
        views.source(wide, Selection(source=DOCUMENT, figure="12"), ZH, None)
    )


def test_many_documents_come_in_pages_and_the_chosen_one_is_on_the_page_shown(tmp_path: Path) -> None:
    library = Library(make(tmp_path, Size(areas=1, indicators=1, years=PAGE + 20, plans=1, targets=1)))
    store = Store(library.current())
    pages = [*follow(store, "documents", Selection())]
    names = [re.findall(r'href="sources\?source=([\w-]+)"', html) for html in pages]
    assert sorted(chain(*names)) == sorted(row["source"] for row in store.sources())
    last = names[-1][-1]
    assert f'source={last}"' in str(views.sources(store, Selection(source=last), ZH))
    library.close()


def test_an_area_with_many_figures_shows_the_newest_and_says_where_the_others_are(wide: Store) -> None:
    pages = [*follow(wide, "area", Selection(area=AREA))]
    heads = re.compile(r'<th scope="rowgroup"[^>]*><a href="indicator\?[^"]*indicator=([\w-]+)')
    assert sorted(chain(*map(heads.findall, pages))) == sorted(row["indicator"] for row in wide.indicators())
    assert "330个数" in pages[0] and "更早的在各指标的页上，共220个" in pages[0]
    assert pages[0].count("另有2个数") == PAGE and "2024年<" not in pages[0] and "2025年" in pages[0]


def test_a_published_page_cannot_be_asked_and_holds_all(wide: Store) -> None:
    class Fixed(Selection):
        fixed = True

    html = str(views.source(wide, Fixed(source=DOCUMENT), ZH, None))
    assert len(re.findall(r'<tr id="q(\d+)"', html)) == 440 and "下一页" not in html


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of 210 districts in seven cities."""
    return make(tmp_path_factory.mktemp("country"), Size(areas=210, indicators=2, years=1, plans=3, targets=1))


@pytest.mark.parametrize("area", ["990203", "990200"])
@pytest.mark.parametrize("view", ["", "several"])
@pytest.mark.parametrize("areas", ["", "like-nothing"])
def test_hundreds_of_areas_are_never_compared_all_at_once(country: Path, area: str, view: str, areas: str) -> None:
    library = Library(country)
    store = Store(library.current())
    found = views.compare(store, Selection(area=area, view=view, areas=areas), ZH, Places())
    assert "30个地区" in str(found.html) and "210个地区" not in str(found.html)
    assert "" not in found.options["among"]
    library.close()


def test_the_picker_begins_with_the_areas_around_and_knows_all_others(
    country: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIAOCHI_ROOT", str(country))
    ui.library.cache_clear()
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    at.query_params["area"] = "990203"
    options = at.run().selectbox[0].options
    ui.library.cache_clear()
    assert len(options) == len(set(options)) == 210 + 7  # the cities lead to what is within them
    assert all("（乙市）" in one for one in options[:30]) and "（甲市）" in options[31] + options[32]


def test_links_to_elsewhere_begin_at_the_beginning() -> None:
    chosen = Selection(source=DOCUMENT, skip="100")
    assert "skip" not in chosen.to("sources", figure="7") and "skip" not in chosen.to("area", area=AREA)
    assert "skip=200" in chosen.to("sources", skip="200")


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [("", 1, 100), ("150", 101, 200), ("9999", 201, 250), ("-3", 1, 100), ("x", 1, 100), ("9" * 400, 201, 250),
     ("²", 1, 100)],
)  # fmt: skip
def test_whatever_a_link_says_a_part_is_shown(said: str, first: int, last: int) -> None:
    found = span(Selection(skip=said), 250)
    assert (found.first, found.last) == (first, last)
    assert (found.before is None, found.after is None) == (first == 1, last == 250)


def test_what_is_counted_with_the_snapshot_is_what_its_figures_say(tmp_path: Path) -> None:
    """A snapshot of an older program has no such tables; the same statements are asked then."""
    head, *rows = made_up.OBSERVATIONS.splitlines()
    seen = [f"{head},conf_status,embargo_until", *(f"{row},," for row in rows),
            "mills,990102,2025,5,copy,水磨5家,,,,E,2026-10-01", "mills,990103,2024,7,copy,水磨7家,,,,N,",
            "output,990101,2024,7,copy,产量7吨,,P,,E,2028-01-01",
            "output,990101,2024,8,paper,产量8吨,,P,,,"]  # fmt: skip
    store = made_up.store(tmp_path / "house", seen="\n".join(seen) + "\n")
    bare = shutil.copy(next((tmp_path / "house").rglob("*.duckdb")), tmp_path / "bare.duckdb")
    with duckdb.connect(str(bare)) as con:
        for name in sections("summaries"):
            con.execute(f"drop table {name}")
    old = Store(Snapshot("bare", duckdb.connect(str(bare), read_only=True)))
    for ask in (Store.areas, Store.sources, Store.indicators, Store.breadth):
        assert ask(store) == ask(old)
    for when in (made_up.TODAY, date(2020, 6, 30), date(2023, 6, 30), date(2030, 1, 1)):
        for area in (None, "990101", "990102"):
            for ask in (Store.stale, Store.conflicts, Store.doubts, Store.provenance, Store.refuted,
                        Store.without_quote, Store.inferred, Store.undated, Store.staged):  # fmt: skip
                assert ask(store, when, area) == ask(old, when, area), (ask.__name__, when, area)
        assert store.documents(when) == old.documents(when) and store.shelf(when) == old.shelf(when)
        told = store.figures(when)
        assert store.doubts(when) == {
            "figures": len(told), "refuted": sum(one["verified"] is False for one in told),
            "unchecked": sum(one["verified"] is None for one in told), "inferred": sum(one["inferred"] for one in told),
            "without_quote": sum(not (one["quote"] or "").strip() for one in told),
            "undated": sum(one["period_end"] is None and not one["inferred"] for one in told),
        }  # fmt: skip
    assert sorted(one["value_text"] for one in store.staged(made_up.TODAY)) == ["7", "7", "8"]
    assert sorted(one["value_text"] for one in store.staged(date(2023, 6, 30))) == ["5", "7", "7", "8"]


def test_the_quick_look_of_a_search_leaves_nothing_out(wide: Store) -> None:
    things = index(wide)
    for query in ("甲", "指标甲", "zhibiao", "zb", "jiaqu", "made-up-01", "2024", "tongbao", "District", "编造",
                  "aaaaaaaaab"):  # fmt: skip
        term = fold(query)
        found = {at for at, thing in enumerate(things) if match.best(thing, term)}
        assert found <= things.may_hold(term), query


def test_of_many_targets_those_asked_for_are_judged_for_another_date(
    wide: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judged, "FEW", 0)
    one_by_one = Store(wide.snapshot)
    for day in (date(2024, 6, 30), date(2026, 1, 1)):
        for ask in ("assessments", "apart"):
            for chosen in ({"plan": "plan-0002"}, {"ref_area": "990103"}, {"ref_area": "990102"}, {}):
                assert getattr(one_by_one, ask)(day, **chosen) == getattr(wide, ask)(day, **chosen)
        assert wide.assessments(day, "plan-0002")
