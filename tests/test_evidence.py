"""Quotes are found again however a document prints them, and nothing else is taken for them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from biaochi import evidence
from biaochi.evidence import Mark, Quote, normalise, normalise_with_positions, prepare
from biaochi.evidence.uncurated import worklist

# Signs that make trouble: compatibility forms, marks, jamo, brackets, traditional signs, quotation marks.
SIGNS = "國区級點著瞭薴乾甲 ,.()（）０9①㎡½％“「‘\u200b\u3000\n\u0301\u0308´\u1100\u1161\u314f\uff76\uff9eê"
WORDS = ["(guó)", "（jí）", "( qū )", "(18條)", "(MBA)", "(guo2)", "e\u0301", "(g\u0301uo)"]
TROUBLE = st.lists(st.sampled_from([*SIGNS, *WORDS])).map("".join)
TEXTS = st.one_of(st.text(), TROUBLE)


def table(text: str) -> list[tuple[str, ...]]:
    """One case a line, its cells between bars."""
    return [tuple(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines()]


# ---- one form ----

@pytest.mark.parametrize(("printed", "plain"), [
    ("甲区 现有\n　企业\t１２３家", "甲区现有企业123家"),
    ("「甲」『乙』‘丙’“丁”", '"甲""乙""丙""丁"'),
    ("國(guó)家級(jí)甲區（qū）", "国家级甲区"),
    ("甲區( qū )九家", "甲区九家"),
    ("女(nǚ)綠(lǜ)旅(lü)的(de)略(lüè)国(ɡuó)", "女绿旅的略国"),
    ("高(gāo)(gào)低", "高低"),
    ("設備(18條)", "设备(18条)"),
    ("抛光机（CMP）", "抛光机(CMP)"),
    ("課程(MBA)", "课程(MBA)"),
    ("平台(app)", "平台(app)"),
    ("甲(Guó)乙(guo2)丙(guó jiā)丁(guójiā)戊(xyz)", "甲(Guó)乙(guo2)丙(guójiā)丁(guójiā)戊(xyz)"),
    ("a(guó)，(guó)西(xíǎn)", "a(guó),(guó)西(xíǎn)"),
    ("（guó）甲", "(guó)甲"),
    ("臺灣計畫沿著瞭解", "台湾计划沿着了解"),
    ("12\ufeff3\u200b家", "123家"),
    ("e\u0301㎡ｶﾞ", "ém2ガ"),
])  # fmt: skip
def test_one_form(printed: str, plain: str) -> None:
    assert normalise(printed) == plain


def test_traditional_and_simplified_meet_in_one_form() -> None:
    pairs = "達到/达到 計劃/计划 計畫/计划 瞭解/了解 沿著/沿着 著名/著名 乾隆/乾隆 乾燥/干燥 答覆/答复"
    for old, new in (pair.split("/") for pair in pairs.split()):
        assert normalise(old) == normalise(new)


@given(TEXTS)
@example("國(guó)(guó)")
@example("國(g\u0301uo)\u0301")
@example("ᄀ ᅡ")
@example("薴")
@example("E¯")
def test_the_one_form_stays_as_it_is(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(TEXTS, st.data())
@example("甲(jiǎ)e\u0301㎡", None)
def test_positions_lead_back_to_what_was_printed(raw: str, data: st.DataObject | None) -> None:
    plain, starts = normalise_with_positions(raw)
    assert len(plain) == len(starts)
    assert starts == sorted(starts)
    if plain:
        i = data.draw(st.integers(0, len(plain) - 1)) if data else 0
        j = data.draw(st.integers(i + 1, len(plain))) if data else len(plain)
        start, end = prepare(raw).span(i, j)
        assert start == starts[i]
        assert plain[i:j] in normalise(raw[start:end])


@given(TROUBLE, TROUBLE)
def test_a_quote_is_found_where_it_was_printed(before: str, after: str) -> None:
    raw = before + "。甲區企業達到「9 876」家。" + after
    span = evidence.locate(raw, "甲区企业达到“9876”家")
    assert span
    assert normalise("甲区企业达到“9876”家") in normalise(raw[slice(*span)])


# ---- places ----

REPORT = "甲区2099年有企业9876家，乙区有企业12家。丙区有企业12家，投入1.5亿元，丁区有企业三十余家。"


@pytest.mark.parametrize(("quote", "count"), [
    ("企业9876家", 1),
    ("有企业12家", 2),
    ("有企业13家", 0),
    ("876家", 0),
    ("有企业98", 0),
    ("5亿元", 0),
    ("投入1", 0),
    ("投入1.5", 0),
    ("投入1.5亿", 1),
    ("十余家", 0),
    ("三十余家", 1),
    ("有企业三", 0),
    ("", 0),
])
def test_a_place_never_cuts_a_number(quote: str, count: int) -> None:
    assert len(evidence.find(REPORT, quote)) == count


@pytest.mark.parametrize(("raw", "quote", "count"), [
    ("共计1,234家", "234家", 0),
    ("共计1，234家", "234家", 1),
    ("共计1 234家", "234家", 1),
    ("甲区\n12\n家", "12家", 1),
    ("②34家", "34家", 1),
    ("甲区34,乙区", "甲区34", 1),
    ("甲区34,567", "甲区34", 0),
    ("甲区34.", "甲区34", 1),
    ("甲区34余家", "甲区34", 0),
    ("甲区３４万", "甲区３４", 0),
])
def test_where_a_number_ends_depends_on_what_is_printed(raw: str, quote: str, count: int) -> None:
    assert len(evidence.find(raw, quote)) == count


def test_prefix_and_suffix_single_one_out() -> None:
    second = REPORT.index("有企业12家", REPORT.index("丙区"))
    assert evidence.find(REPORT, "有企业12家", "丙 区") == [(second, second + 6)]
    assert evidence.find(REPORT, "有企业12家", None, "。丙") == [(second - 9, second - 3)]
    assert evidence.find(REPORT, "有企业12家", "戊区") == []
    assert evidence.find("有3家。乙区有3家，丙区", "有3家", "丙区") == []  # the end of a text is not before its start
    assert evidence.find(REPORT, "企业9876家", "戊区") == [(8, 15)]  # it stands there once: no need to ask
    assert evidence.locate(REPORT, "有企业12家", "丙区") == (second, second + 6)
    assert evidence.locate(REPORT, "没有") is None


def test_marks_are_apart_in_order_and_name_all_their_quotes() -> None:
    raw = "甲（jiǎ）區有企業12家、新增3家，乙区有4家。"
    quotes = {"a": "甲区有企业12家", "b": "企业12家、新增3家", "c": "乙区有4家", "d": "没有"}
    marks = evidence.highlight(raw, {key: Quote(words) for key, words in quotes.items()})
    assert marks == [Mark(0, 18, ("a", "b")), Mark(19, 24, ("c",))]
    assert [raw[m.start : m.end] for m in marks] == ["甲（jiǎ）區有企業12家、新增3家", "乙区有4家"]


def test_a_mark_takes_the_pinyin_of_its_last_sign_along() -> None:
    assert evidence.highlight("有9家國(guó)企(qǐ)，", {"a": Quote("9家国企")}) == [Mark(1, 14, ("a",))]


# ---- values ----

@pytest.mark.parametrize(("value", "quote"), table("""
    12 | 有企业12家
    １２ | 有企业12家
    1234 | 有企业1,234家
    1,234 | 有企业1234家
    5.53 | 达到5.53%
    5.53% | 达到5.53 ％
    29.16亿元 | 经费29.16亿元
    逾2000 | 落户逾2000人
    力争6 | 力争达到6%
    超过10 | 面积超過10萬平方米
    60余 | 推荐60余名
    1万多 | 吸引1万多人
    一百余 | 拥有一百余项
    第二 | 位居全区第二
    [3,6] | 增长3%至6%
    3～6 | 增长3～6%
    620 | 468 620 家
    12 | 乙区46，12家
    4%以上 | 增长4%以上
    近2 | 投资近2亿元
"""))
def test_a_quote_holds_the_value_as_printed(value: str, quote: str) -> None:
    assert evidence.holds(quote, value, "亿元" if "近" in value else "万平方米", [2.0, 10.0])


@pytest.mark.parametrize(("value", "quote"), table("""
    12 | 有企业123家
    12 | 有企业312家
    34 | 有企业1,234家
    5 | 达到5.53%
    53 | 达到5.53%
    60 | 推荐60余名
    60余 | 推荐60名
    逾2000 | 落户2000人
    一百 | 拥有二千一百项
    一百 | 拥有一百余项
    百余 | 拥有一百余项
    100余 | 拥有一百余项
    13 | 有企业12家
    [3,7] | 增长3%至6%
    5.53% | 达到5.53家
"""))
def test_a_part_of_a_number_is_not_the_value(value: str, quote: str) -> None:
    assert not evidence.holds(quote, value, "家", [12.0, 60.0])


@pytest.mark.parametrize(("value", "number", "unit", "quote", "good"), [
    ("29.16", 29.16, "亿元", "经费29.16亿元", True),
    ("17832", 1.7832, "亿元", "支出17832万元", True),
    ("2000", 2000, "元", "基金2000万元", False),
    ("2000", 2000, "万元", "基金2000万人才专项", True),
    ("3", 3, "千瓦", "装机3千瓦", True),
    ("190多", 190, "亿元", "经费190多亿元", True),
    ("190多", 190, "元", "经费190多亿元", False),
    ("2", 2, "家", "有2万家", False),
])
def test_a_multiplier_left_to_the_unit_has_to_agree_with_it(
    value: str, number: float, unit: str, quote: str, good: bool
) -> None:
    assert evidence.holds(quote, value, unit, [number]) is good


# ---- what becomes of a figure ----

@pytest.mark.parametrize(("quote", "value", "result"), [
    (Quote("企业9876家"), "9876", "found"),
    (Quote("有企业12家"), "12", "several"),
    (Quote("有企业12家", "丙区"), "12", "found"),
    (Quote("有企业12家", "戊区"), "12", "ambiguous_prefix"),
    (Quote("有企业12家", None, "家"), "12", "ambiguous_prefix"),
    (Quote("有企业99家"), "99", "not_found"),
    (Quote("企业9876家"), "987", "value_not_inside"),
    (Quote(REPORT[:41]), "9876", "too_long"),
    (Quote(REPORT[:40]), "9876", "found"),
    (Quote("企业9876家"), None, "found"),
])
def test_what_becomes_of_a_figure(quote: Quote, value: str | None, result: str) -> None:
    assert evidence.check(prepare(REPORT), quote, value, "家") == result


def test_forty_signs_are_counted_in_the_one_form() -> None:
    raw = "甲(jiǎ)區(qū)" * 19 + "有3家"
    assert len(normalise(raw)) == 41
    assert evidence.check(prepare(raw), Quote(raw[6:]), "3", "家") == "found"
    assert evidence.check(prepare(raw), Quote(raw), "3", "家") == "too_long"


# ---- the worklist ----

@pytest.mark.parametrize("text", """
    有企业12家
    投资3.5亿元
    基金2000万
    增长12.5%
    1万多名学子
    一百余项成果
    十余家企业
    百余名专家
    两家企业
    占百分之五
    甲(jiǎ)區12個
    1,234 件
    3个百分点
    5000多平米
    “甲甲”12家“乙乙”
""".strip().splitlines())
def test_the_worklist_names_numbers_with_a_unit(text: str) -> None:
    assert len(worklist(text, [])) == 1


@pytest.mark.parametrize("text", """
    “十四五”期间
    2099年1月1日
    甲政办发〔2099〕13号
    5G技术
    第一章 总则
    第3位
    第十二条
    （一）一是
    1+4+2个平台
    4+N个
    24小时
    一个中心
    三个着力
    “十项行动”
    “黄金12条”
    万人以上
    百亿、千亿级
    每万人
    2099
""".strip().splitlines())
def test_the_worklist_leaves_names_and_dates_alone(text: str) -> None:
    assert worklist(text, []) == []


def test_the_worklist_leaves_out_what_a_quote_covers() -> None:
    quotes = [Quote("企业9876家"), Quote("有企业12家", "丙区"), Quote("投入1.5亿元")]
    left = worklist(REPORT + "\n甲区有12项。", quotes)
    assert [(one.line, one.fragment) for one in left] == [(1, "丁区有企业三十余家"), (2, "甲区有12项")]
    assert all(len(one.fragment) <= 40 for one in worklist("甲" * 60 + "12家" + "乙" * 60, []))
    assert worklist("甲" * 60 + "12家" + "乙" * 60, [])[0][1:3] == (60, 63)
