"""The sources page: documents with their figures, and the archived text with every quote marked."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from biaochi import views
from biaochi.selection import Selection
from biaochi.snapshot import Library
from biaochi.store import Store
from biaochi.views.sources import text_of
from biaochi.words import Words

WORDS = Words("zh")
TEXT = "甲区情况通报\n\n一、甲区有中试\n基地12家，其中市级3家。<b>不是标签</b>\n二、别的。\n"
FILES = {
    "config.yaml": "archive: archive\n",
    "data/areas.csv": "ref_area,name,name_en,parent,level\n990101,甲区,District Jia,,district\n",
    "data/sources.yaml": "jia-bulletin:\n  title: 甲区情况通报\n  doc_type: bulletin\n  reliability: official\n"
    "  archived_path: jia.txt\n  url: https://jia.example/1\n",
    "indicators/definitions/jia.yaml": "name: 甲\nname_en: Jia\nindicators:\n  bases:\n    name: 中试基地\n"
    "    name_en: Bases\n"
    "    definition: 期末数\n    unit: 家\n    basis: stock\n",
    "data/observations/jia.csv": "indicator,ref_area,time_period,value,source,quote\n"
    "bases,990101,2027,12,jia-bulletin,中试基地12家\n",
    "archive/jia.txt": TEXT,
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "indicators/plans").mkdir()
    return Store(Library(tmp_path).current())


def shown(store: Store, archive: Path | None, **chosen: str) -> str:
    return str(views.source(store, replace(Selection(source="jia-bulletin"), **chosen), WORDS, archive))


def test_the_text_carries_its_quotes_even_across_a_line_end(store: Store, tmp_path: Path) -> None:
    said = shown(store, tmp_path / "archive")
    marks = re.findall(r'<button type="button" class="bc-mark" popovertarget="f(\d+)"[^>]*>(.*?)</button>', said)
    assert [text for _, text in marks] == ["中试", "基地12家"]
    assert f'id="f{marks[0][0]}"' in said


def test_a_document_is_text_and_never_html(store: Store, tmp_path: Path) -> None:
    assert "&lt;b&gt;不是标签&lt;/b&gt;" in shown(store, tmp_path / "archive")


def test_a_figure_in_the_link_shows_its_paragraph_first(store: Store, tmp_path: Path) -> None:
    figure = store.figures(store.compiled_for)[0]["figure"]
    assert "这个数在原文中的位置" in shown(store, tmp_path / "archive", figure=str(figure))
    assert "这个数在原文中的位置" not in shown(store, tmp_path / "archive", figure="999")


def test_a_figure_in_the_link_stands_first_and_lit_without_the_text_too(store: Store, tmp_path: Path) -> None:
    figure = store.figures(store.compiled_for)[0]["figure"]
    said = shown(store, tmp_path / "nowhere", figure=str(figure))
    assert "链接所指的数" in said and f'id="q{figure}" class="bc-own"' in said
    assert "链接所指的数" not in shown(store, tmp_path / "nowhere")


def test_without_the_document_the_page_says_what_to_do(store: Store, tmp_path: Path) -> None:
    assert "config.yaml" in shown(store, None)
    assert "没有这份文件" in shown(store, tmp_path / "data")


def test_an_official_page_is_linked_and_a_republished_one_is_not(store: Store, tmp_path: Path) -> None:
    assert 'href="https://jia.example/1"' in shown(store, None)
    path = tmp_path / "data/sources.yaml"
    path.write_text(path.read_text().replace("official", "republished"))
    library = Library(tmp_path)
    library.refresh()
    assert "https://jia.example" not in shown(Store(library.current()), None)


def test_the_list_counts_figures_and_confirmations(store: Store) -> None:
    said = str(views.sources(store, Selection(), WORDS))
    assert "1份文件，1个数" in said
    assert "未核对" in said


def test_an_unknown_document_shows_just_the_list(store: Store) -> None:
    assert str(views.source(store, Selection(source="nowhere"), WORDS, None)) == ""


def test_figures_that_share_their_words_can_all_be_opened_there(store: Store, tmp_path: Path) -> None:
    rows = tmp_path / "data/observations/jia.csv"
    more = "bases,990101,2026,3,jia-bulletin,其中市级3家\nbases,990101,2028,12,jia-bulletin,基地12家，其中市级3家\n"
    rows.write_text(rows.read_text(encoding="utf-8") + more, encoding="utf-8")
    library = Library(tmp_path)
    library.refresh()
    said = shown(Store(library.current()), tmp_path / "archive")
    text = said[said.index('class="bc-doc"') : said.index("</section>", said.index('class="bc-doc"'))]
    first = re.findall(r'class="bc-mark" popovertarget="(f\d+)"', text)
    more_of = re.findall(r'class="bc-mark-more" popovertarget="(f\d+)" title="中试基地">([^<]*)<', text)
    assert len(set(first)) == 1 and [value for _, value in more_of] == ["3"]  # 12 of another year says the same
    assert more_of[0][0] != first[0] and all(f'id="{one}"' in said for one in (first[0], more_of[0][0]))
    ids = re.findall(r'id="(q\d+)"', said)
    assert len(ids) == len(set(ids)) == 3


def test_a_figure_that_is_not_there_is_told(store: Store, tmp_path: Path) -> None:
    assert "不在这份文件里" in shown(store, None, figure="999")
    assert "不在这份文件里" not in shown(store, None)


def test_a_document_that_is_archived_anew_is_read_anew(tmp_path: Path) -> None:
    row = {"source": "jia", "sha256": None, "archived_path": "sub/jia.txt"}
    (tmp_path / "sub").mkdir()
    assert text_of(tmp_path, row) == ""
    for said in ("甲区620家", "甲区650家"):
        (tmp_path / "sub/jia.txt").write_text(said, encoding="utf-8")
        assert text_of(tmp_path, row) == said
