"""The workshop's Excel room and its grid, driven as pages: what is given is read, confirmed, reviewed, never lost."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest

from biaochi import ui
from biaochi.exports.workbook import workbook
from biaochi.selection import Selection
from biaochi.snapshot import Library
from biaochi.store import Store
from biaochi.words import Words
from tests import made_up, screens
from tests.conftest import ROOT

SEEN = "data/observations/seen.csv"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("BIAOCHI_ROOT", str(made_up.write(tmp_path)))
    ui.close()
    yield tmp_path
    ui.close()


def opened(lang: str = "zh", what: str = "excel", **link: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).switch_page("pages/edit.py")
    at.query_params["what"], at.query_params["lang"] = what, lang
    for name, value in link.items():
        at.query_params[name] = value
    return run(at)


def run(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception, at.exception
    return at


def said(at: AppTest) -> str:
    return screens.html(at)


def saved(at: AppTest) -> AppTest:
    """The way from what was taken in to the file."""
    at.button(key="edit_confirm_save").click()
    return run(at)


def test_a_pasted_table_of_observations_is_confirmed_and_saved(root: Path) -> None:
    at = opened()
    at.text_area(key="upload_text").set_value(
        "指标\t地区\t2021年\t2022年\n省级先进水磨\t甲区\t500\t逾600\n水磨\t丙区\t7\t—"
    )
    run(at)
    assert "来源" in said(at) and not [one for one in at.button if one.key == "upload_take"]  # a source is still needed
    at.selectbox(key="upload_source").set_value("gazette")
    run(at)
    at.button(key="upload_take").click()
    run(at)
    assert "mills,990101,2022,逾600,gazette" in said(at)
    saved(at)
    text = (root / SEEN).read_text("utf-8")
    assert text.endswith(
        "mills,990101,2021,500,gazette,,,,\nmills,990101,2022,逾600,gazette,,,,\nmills,990103,2021,7,gazette,,,,\n"
    )


def test_a_column_that_was_read_wrongly_is_put_right(root: Path) -> None:
    at = opened()
    at.text_area(key="upload_text").set_value("指标\t2020年\t2025年\t说明\n省级先进水磨\t310\t920\t水磨达到920家")
    run(at)
    at.selectbox(key="upload_into").set_value("later-plan")
    run(at)
    column = next(one for one in at.selectbox if one.label.startswith("D "))
    assert column.value == ""
    column.set_value("quote")
    run(at)
    at.button(key="upload_take").click()
    run(at)
    saved(at)
    text = (root / "indicators/plans/later-plan.yaml").read_text("utf-8")
    assert 'value: "920"' in text and "quote: 水磨达到920家" in text and 'value: "310"' in text


def test_what_cannot_be_read_is_said_by_row_and_the_rest_is_offered(root: Path) -> None:
    at = opened()
    at.text_area(key="upload_text").set_value(
        "指标\t地区\t时期\t数值\t来源\n水磨\t甲区\t明年\t5\t甲区公报\n风车\t甲区\t2024\t5\t甲区公报\n水磨\t丙区\t2024\t5\t甲区公报"
    )
    run(at)
    told = re.sub(r"<[^>]*>|`", "", said(at))
    assert "没有叫 风车 的指标" in told and "明年 读不成时间" in told
    assert at.button(key="upload_take")


TABLE = "指标\t地区\t时期\t数值\t来源\n水磨\t甲区\t明年\t5\t甲区公报\n水磨\t丙\t2024\t5\t甲区公报"


def taken(at: AppTest, table: str = TABLE) -> AppTest:
    at.text_area(key="upload_text").set_value(table)
    run(at)
    at.button(key="upload_take").click()
    return run(at)


def keys(at: AppTest) -> set[str]:
    return {str(one.key) for one in at.button if not one.disabled}


@pytest.mark.parametrize("lang, left, counts", [
    ("zh", "有 1 处没有读进来", "加 1 条"), ("en", "1 row or cell was not read", "1 new entry")])  # fmt: skip
def test_what_is_left_out_is_told_at_the_button_and_in_review(root: Path, lang: str, left: str, counts: str) -> None:
    at = opened(lang)
    at.text_area(key="upload_text").set_value(TABLE)
    run(at)
    assert left in said(at) and counts in said(at)
    at.button(key="upload_take").click()
    run(at)
    review = said(at).partition("<h2>" + Words(lang)("edit.will_change"))[2].partition("upload_offer")[0]
    assert left in review and "明年" in review
    saved(at)
    assert left not in said(at).partition(Words(lang)("upload.give_line"))[0]


MIXED = TABLE + "\n水磨\t丙区\t2023\t不少\t甲区公报\n水磨\t乙区\t2022\t8\t无此书"


@pytest.mark.parametrize("lang, wrong, so_far", [
    ("zh", "读进来了，但有 1 处要改", "没有错的部分改了 1 处"),
    ("en", "1 row or cell is read and must be mended", "1 change in the part without slips"),
])  # fmt: skip
def test_what_is_taken_and_must_be_mended_has_a_list_of_its_own(
    root: Path, lang: str, wrong: str, so_far: str
) -> None:
    at = opened(lang)
    at.text_area(key="upload_text").set_value(MIXED)
    left, mend = said(run(at)).partition(wrong)[::2]
    assert mend and "明年" in left and "明年" not in mend and "不少" in mend and "不少" not in left
    at.button(key="upload_take").click()
    run(at)
    assert wrong not in said(at) and at.button(key="edit_save").disabled
    place = re.search(r'<a href="([^"]*)" target="_self"><code>(data/observations/[^<]*)</code></a>', said(at))
    assert place and so_far in [one.label for one in at.expander][-1]
    at.query_params["what"], at.query_params["id"] = "place", place[2]
    run(at)
    assert (at.query_params["what"], at.query_params["id"]) == ("figures", place[2]) and at.dataframe


def test_what_was_given_up_or_saved_is_not_called_taken(root: Path) -> None:
    at = taken(opened())
    assert "已经采用；" in said(at) and "upload_take" not in keys(at)
    at.button(key="edit_drop").click()
    run(at)
    assert "已经采用；" not in said(at) and "upload_take" in keys(at)
    at.button(key="upload_take").click()
    run(at)
    saved(at)
    assert "看修改记录" in said(at)
    assert "已经采用；" not in said(at) and "upload_take" not in keys(at)  # the files say so now: nothing twice
    assert (root / SEEN).read_text("utf-8").count("mills,990103,2024,5,gazette") == 1


def test_a_corrected_column_stays_corrected_when_the_draft_is_given_up(root: Path) -> None:
    at = opened()
    at.text_area(key="upload_text").set_value("指标\t2020年\t2025年\t说明\n省级先进水磨\t310\t920\t水磨达到920家")
    run(at)
    at.selectbox(key="upload_into").set_value("later-plan")
    next(one for one in at.selectbox if one.label.startswith("D ")).set_value("quote")
    run(at)
    for key in ("upload_take", "edit_drop"):
        at.button(key=key).click()
        run(at)
    assert next(one for one in at.selectbox if one.label.startswith("D ")).value == "quote"


def test_a_copied_target_that_the_plan_has_is_an_update_to_be_confirmed(root: Path) -> None:
    at = opened()
    at.text_area(key="upload_text").set_value(
        "指标\t2020年\t2025年\t属性\n省级先进水磨\t300\t920\t约束性\n水磨产量\t\t70\t预期性\n水磨累计评价数\t\t40\t"
    )
    run(at)
    at.selectbox(key="upload_into").set_value("mill-plan")
    run(at)
    assert "改 2 项" in said(at) and "条" not in said(at).partition("读出：")[2].partition("，在")[0]
    at.button(key="upload_take").click()
    run(at)
    told = said(at)
    assert "900 → 920" in told and "写了两次" not in told and "新增" not in told
    saved(at)
    text = (root / "indicators/plans/mill-plan.yaml").read_text("utf-8")
    assert text.count("indicator: mills,") == 1 and 'value: "920"' in text and "水磨达到900家" not in text


@pytest.mark.parametrize("lang, wanted", [("zh", "没有读出改动"), ("en", "Nothing differs")])
def test_an_untouched_workbook_offers_nothing(root: Path, lang: str, wanted: str) -> None:
    raw = workbook(Store(Library(root).current()), Selection(), Words(lang))
    at = opened(lang)
    at.file_uploader(key="upload_file").set_value(("x.xlsx", raw, "application/octet-stream"))
    run(at)
    assert wanted in said(at)


@pytest.mark.parametrize("lang, wanted", [("zh", "将新建文件"), ("en", "will be a new file")])
def test_a_plan_begun_in_the_workbook_is_reviewed_and_saved_as_a_new_file(root: Path, lang: str, wanted: str) -> None:
    words, new = Words(lang), "indicators/plans/mill-next.yaml"
    book: Any = openpyxl.load_workbook(BytesIO(workbook(Store(Library(root).current()), Selection(), words)))
    plans, page = book[words("sheet.plans")], book[words("sheet.new_plan")]
    for n, value in enumerate(["下一期水磨规划", "mill-next", "Next mills", "甲区", "2026/2030", "甲区公报"], 1):
        plans.cell(8, n).value = value
    page["A1"] = "下一期水磨规划"
    for n, value in ((1, "水磨产量"), (7, "90吨"), (8, "2030")):
        page.cell(5, n).value = value
    book.save(raw := BytesIO())
    at = opened(lang)
    at.file_uploader(key="upload_file").set_value(("x.xlsx", raw.getvalue(), "application/octet-stream"))
    run(at)
    assert f"{wanted} {new}" in said(at) or f"{new} {wanted}" in said(at)
    at.button(key="upload_take").click()
    run(at)
    assert new in said(at) and "indicator: output" in said(at)
    saved(at)
    assert "value: 90吨" in (root / new).read_text("utf-8")


def away(at: AppTest, **link: str) -> AppTest:
    """By a link of the page to a form, and back to the room."""
    at.query_params["what"], at.query_params["item"] = "indicator", "new"
    run(at)
    assert not [one for one in at.text_area if one.key == "upload_text"]
    at.query_params["what"], at.query_params["item"] = "excel", ""
    return run(at)


def test_a_pasted_table_and_its_confirmed_columns_outlive_the_pages_own_links(root: Path) -> None:
    at, table = opened(), "指标\t2020年\t2025年\t说明\n省级先进水磨\t310\t920\t水磨达到920家"
    at.text_area(key="upload_text").set_value(table)
    run(at)
    at.selectbox(key="upload_into").set_value("later-plan")
    next(one for one in at.selectbox if one.label.startswith("D ")).set_value("quote")
    run(at)
    away(at)
    assert at.text_area(key="upload_text").value == table and at.selectbox(key="upload_into").value == "later-plan"
    assert next(one for one in at.selectbox if one.label.startswith("D ")).value == "quote"
    away(at).selectbox(key="upload_into").set_value("")
    run(at)
    at.text_input(key="upload_name").set_value("丁规划")
    run(at)
    at.switch_page("pages/sources.py").run()
    at.query_params["what"] = "excel"
    at = run(at.switch_page("pages/edit.py"))
    assert at.text_input(key="upload_name").value == "丁规划"
    at.text_area(key="upload_text").set_value("")
    run(at)
    assert not at.get("segmented_control") and away(at).text_area(key="upload_text").value == ""


def test_a_file_outlives_the_pages_own_links_until_it_is_removed_replaced_or_saved(root: Path) -> None:
    at = opened()
    at.file_uploader(key="upload_file").set_value(("甲.csv", TABLE.encode(), "text/csv"))
    run(at)
    assert "upload_take" in keys(at) and "upload_remove" not in keys(at)
    away(at)
    assert "upload_take" in keys(at) and "甲" in at.button(key="upload_remove").label
    at.text_area(key="upload_text").set_value("指标\t地区\t2021年\n水磨\t丙区\t7")
    assert "“粘贴的表”" in said(run(at))
    at.text_area(key="upload_text").set_value("")
    assert "“甲.csv”" in said(run(at))
    at.button(key="upload_take").click()
    run(at)
    away(at)
    assert "已经采用；" in said(at)
    saved(at)
    assert "upload_remove" not in keys(away(at))  # it stands in the files
    at.file_uploader(key="upload_file").set_value(("乙.csv", TABLE.replace("2024", "2023").encode(), "text/csv"))
    run(away(run(at)))
    at.button(key="upload_remove").click()
    run(at)
    assert "upload_remove" not in keys(at) and "upload_take" not in keys(at) and "upload_take" not in keys(away(at))


@pytest.mark.parametrize("lang, name, raw, wanted", [
    ("zh", "甲.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "这是图片"),
    ("en", "a.jpg", b"\xff\xd8\xff\xe0\0", "This is a picture"),
    ("zh", "甲.xlsx", b"", "文件是空的"), ("en", "a.csv", b" \n", "The file is empty"),
    ("zh", "甲.mp4", b"\0\0\0\x18ftypmp42\0", "读不了"),
])  # fmt: skip
def test_a_file_that_is_no_table_is_told_in_our_words(
    root: Path, lang: str, name: str, raw: bytes, wanted: str
) -> None:
    at = opened(lang)
    assert not at.file_uploader[0].proto.type, "Streamlit refuses in English, in small letters"
    at.file_uploader(key="upload_file").set_value(("x.csv", TABLE.encode(), "text/csv"))
    run(at)
    assert "upload_take" in keys(at)
    at.file_uploader(key="upload_file").set_value((name, raw, "application/octet-stream"))
    run(at)
    assert wanted in said(at) and "upload_take" not in keys(at) and "x.csv" not in said(at)


def test_a_bomb_is_refused_and_the_page_stands(root: Path) -> None:
    at = opened()
    at.file_uploader(key="upload_file").set_value(("x.xlsx", b"PK\x03\x04nothing", "application/octet-stream"))
    run(at)
    assert "读不了这个工作簿" in said(at)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_grid_shows_rows_and_words_in_both_languages(root: Path, lang: str) -> None:
    at = opened(lang, "figures", id=SEEN)
    frame = at.dataframe[0].value if at.dataframe else None
    assert frame is not None and len(frame) == 16  # and empty ones to paste into
    assert Words(lang)("grid.hint") in said(at)


def test_nobody_edits_without_the_right(root: Path) -> None:
    config = (root / "config.yaml").read_text("utf-8")
    (root / "config.yaml").write_text(config + "access: {identity: header, header: X-User, viewers: ['*']}\n", "utf-8")
    at = opened()
    assert not [one for one in at.text_area if one.key == "upload_text"]


def typed(at: AppTest, row: int = 0, added: Sequence[dict[str, str]] = (), **cells: str) -> AppTest:
    """Cells of a row changed in the grid and rows added, as the browser says it."""
    states = at._tree.get_widget_states()  # AppTest has no hands for a data editor
    change = {"edited_rows": {str(row): cells} if cells else {}, "added_rows": [*added], "deleted_rows": []}
    states.widgets.add(id=at.dataframe[0].proto.id, string_value=json.dumps(change))
    at._run(states)
    assert not at.exception, at.exception
    return at


def test_names_ids_and_short_areas_may_be_pasted_at_once(root: Path) -> None:
    at = opened(what="figures", id=SEEN)
    kinds = {name: one["type_config"]["type"] for name, one in json.loads(at.dataframe[0].proto.columns).items()
             if name in ("indicator", "ref_area", "source")}  # fmt: skip
    assert set(kinds.values()) == {"text"}, kinds  # a list would throw away what it does not have
    typed(at, 0, indicator="省级先进水磨", ref_area="甲", source="gazette")
    assert "mills,990101,2023,3,gazette" in at.session_state["workshop"].draft.texts[SEEN]


def test_a_new_row_goes_to_the_file_of_its_kind_not_to_the_first(root: Path) -> None:
    first = "data/observations/another.csv"
    (root / first).write_text("indicator,ref_area,time_period,value,source\noutput,990103,2018,9,gazette\n", "utf-8")
    at = opened(what="figures")
    assert at.selectbox(key="pick_table").value == ""
    assert len(at.dataframe[0].value) == 17
    at.selectbox(key="pick_of").set_value("mills")
    run(at)
    assert at.selectbox(key="pick_table").value == ""
    row = {"indicator": "mills", "ref_area": "甲区", "time_period": "2017", "value": "8", "source": "gazette"}
    typed(at, added=[row])
    texts = at.session_state["workshop"].draft.texts
    assert list(texts) == [SEEN] and "mills,990101,2017,8,gazette" in texts[SEEN]


def test_a_new_indicator_begins_with_empty_rows_of_its_own(root: Path) -> None:
    theme = root / "indicators/definitions/mill.yaml"
    new = "  wheels: {name: 水车, name_en: Wheels, definition: 年末在册的水车。, unit: 架, basis: stock}\n"
    theme.write_text(theme.read_text("utf-8") + new, "utf-8")
    at = opened(what="figures", item="wheels")
    frame = at.dataframe[0]
    assert list(frame.value["indicator"]) == ["水车"] * 5
    row = {"ref_area": "甲区", "time_period": "2021", "value": "30", "source": "甲区公报"}
    at = typed(at, 0, [row | {"indicator": "水车", "time_period": "2022", "value": "架架"}], **row)
    text = at.session_state["workshop"].draft.texts[SEEN]
    assert text.endswith("wheels,990101,2021,30,gazette,,,,\nwheels,990101,2022,架架,gazette,,,,\n")
    assert "新增第 6 行（水车、甲区、2022）“" in said(at)


def test_a_row_with_a_mistake_is_marked_in_the_grid_which_goes_on_as_it_is(root: Path) -> None:
    at = opened(what="figures", id=SEEN)
    proto = at.dataframe[0].proto
    assert not proto.arrow_data.styler.styles
    at = typed(at, 3, value="不少")
    marked = at.dataframe[0].proto
    assert marked.id == proto.id, "another id is another grid in the browser: what is typed meanwhile would be lost"
    assert "row3_col0" in marked.arrow_data.styler.styles and "row2_col0" not in marked.arrow_data.styler.styles
    shown = convert_arrow_bytes_to_pandas_df(marked.arrow_data.styler.display_values)["line"]
    assert [*shown[2:5]] == ["4", "✗ 5 数值", "6"]
    assert not typed(at).dataframe[0].proto.arrow_data.styler.styles


@pytest.mark.parametrize("switch", ["grid_whole", "grid_free"])
def test_a_switch_of_the_grid_loses_nothing(root: Path, switch: str) -> None:
    at = typed(opened(what="figures", id=SEEN), 0, note="先写的")
    one = at.toggle(key=switch)
    one.set_value(not one.value)
    run(at)
    typed(at, 1, note="后写的")
    text = at.session_state["workshop"].draft.texts[SEEN]
    assert "先写的" in text and "后写的" in text


def test_leaving_the_grid_and_coming_back_loses_nothing(root: Path) -> None:
    at = typed(opened(what="figures", id=SEEN), 0, note="先写的")
    for what, id_ in (("excel", ""), ("figures", SEEN)):
        at.query_params["what"], at.query_params["id"] = what, id_
        run(at)
    typed(at, 1, note="后写的")
    text = at.session_state["workshop"].draft.texts[SEEN]
    assert "先写的" in text and "后写的" in text
