"""Values as printed, table by table: methods.md section 3, then what else planners type and what is refused."""

import math
import re

import duckdb
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from biaochi.problem import Fault, Problem, texts
from biaochi.quantity import PLAIN, parse, parse_target

INF = math.inf

# printed, unit, comparator, lower, upper, lower open, upper open
SECTION_3 = [
    ("2300", "件", "=", 2300, 2300, False, False),
    ("2,300", "件", "=", 2300, 2300, False, False),
    ("２３００", "件", "=", 2300, 2300, False, False),
    ("5.53%", "%", "=", 5.53, 5.53, False, False),
    ("29.16亿", "亿元", "=", 29.16, 29.16, False, False),
    ("逾2000", "人", ">", 2000, INF, True, True),
    ("超2000", "人", ">", 2000, INF, True, True),
    ("超过 2000", "人", ">", 2000, INF, True, True),
    ("60余家", "家", ">", 60, INF, True, True),
    ("550余", "项", ">", 550, INF, True, True),
    ("3000多", "人", ">", 3000, INF, True, True),
    ("1万多", "人", ">", 10000, INF, True, True),
    ("一百余", "项", ">", 100, INF, True, True),
    ("近 2亿", "亿元", "<~", 1.9, 2, False, True),
    ("约 10", "家", "~", 9.5, 10.5, False, False),
    ("10左右", "家", "~", 9.5, 10.5, False, False),
    ("不低于6.5", "%", ">=", 6.5, INF, False, True),
    ("至少2", "家", ">=", 2, INF, False, True),
    ("6.5以上", "%", ">=", 6.5, INF, False, True),
    ("不超过10", "%", "<=", -INF, 10, True, False),
    ("10以下", "%", "<=", -INF, 10, True, False),
    ("10以内", "%", "<=", -INF, 10, True, False),
    ("力争达到6", "%", "=", 6, 6, False, False),
    ("2000万", "亿元", "=", 0.2, 0.2, False, False),
    ("一百", "项", "=", 100, 100, False, False),
]


@pytest.mark.parametrize(("text", "unit", "comparator", "lower", "upper", "lower_open", "upper_open"), SECTION_3)
def test_methods_section_3(text, unit, comparator, lower, upper, lower_open, upper_open):
    q = parse(text, unit)
    assert (q.comparator, q.lower, q.upper) == (comparator, lower, upper)
    assert (q.lower_open, q.upper_open) == (lower_open, upper_open)
    assert (q.text, q.aspirational) == (text, text.startswith("力争"))
    assert q.value in (lower, upper) or comparator == "~"


# printed, comparator; all of the number 60
WORDS = {
    ">": "逾60 超60 超过60 超出60 突破60 高于60 大于60 多于60 >60 ＞60 60余 60多 60余家 60家余 "
    "超过60余家 至少60余 达60多家 超過60 60餘家",
    ">=": "不低于60 不少于60 不小于60 至少60 60以上 60家以上 60及以上 60家（含）以上 ≥60 >=60 ＞＝60 保持在60以上",
    "<=": "不超过60 不高于60 不大于60 60以下 60家以内 60及以下 ≤60 <=60 控制在60以内",
    "<": "低于60 小于60 少于60 不足60 不到60 <60 ＜60 不足60以下",
    "<~": "近60 接近60 将近60家 將近60",
    "~": "约60 大约60 约为60 60左右 60家左右 60上下 约60左右 約60 ~60 ≈60",
    "=": "60 60家 达60 达到60 实现60 60.0 +60 力争60 力争达到60 争取60家 六十 六十家 60个 ６０ 060 6e1",
}


@pytest.mark.parametrize(("comparator", "text"), [(c, t) for c, ts in WORDS.items() for t in ts.split()])
def test_words_of_bounds(comparator, text):
    q = parse(text, "家")
    assert (q.value, q.comparator) == (60, comparator)
    assert q.aspirational == text.startswith(("力争", "争取"))


USUAL = [
    ("60余", "家", (60, 70)),
    ("550余项", "项", (550, 560)),
    ("3000多名", "人", (3000, 4000)),
    ("1万多", "人", (10000, 20000)),
    ("1万多人", "万人", (1, 2)),
    ("190多亿", "亿元", (190, 200)),
    ("190多亿元", "万元", (1_900_000, 2_000_000)),
    ("一百余", "项", (100, 200)),
    ("一百五十余", "项", (150, 160)),
    ("十余家", "家", (10, 20)),
    ("二十余万人", "万人", (20, 30)),
    ("29.1亿多", "亿元", (29.1, 29.2)),
    ("七成多", "%", (70, 80)),
    ("超过60", "家", None),
]


@pytest.mark.parametrize(("text", "unit", "usual"), USUAL)
def test_usual_reading_is_one_unit_of_the_last_digit(text, unit, usual):
    assert parse(text, unit).usual == usual


# printed, the indicator's unit, value in that unit
UNITS = [
    ("29.16亿元", "亿元", 29.16),
    ("29.16", "亿元", 29.16),
    ("29.16亿", "", 2_916_000_000),
    ("17832万元", "亿元", 1.7832),
    ("3.95亿元", "万元", 39500),
    ("2000元", "亿元", 0.00002),
    ("3亿5000万", "亿元", 3.5),
    ("3亿5000万元", "万元", 35000),
    ("1.5万亿", "亿元", 15000),
    ("3千万", "万元", 3000),
    ("3千", "万元", 3000),
    ("3千元", "万元", 0.3),
    ("10十万", "万人", 100),
    ("2300万件", "万件", 2300),
    ("1万2000人", "万人", 1.2),
    ("5.53％", "%", 5.53),
    ("5‰", "%", 0.5),
    ("0.5%", "‰", 5),
    ("七成", "%", 70),
    ("5个百分点", "百分点", 5),
    ("40余人", "人", 40),
    ("3000多名", "人", 3000),
    ("15位", "人", 15),
    ("27個", "个", 27),
    ("15个", "家", 15),
    ("21家", "个", 21),
    ("5000多平米", "万平方米", 0.5),
    ("10万平方米", "万平方米", 10),
    ("2平方公里", "万平方米", 200),
    ("3公顷", "万平方米", 3),
    ("120亩", "亩", 120),
    ("3000米", "公里", 3),
    ("3千米", "公里", 3),
    ("20万千瓦", "万千瓦", 20),
    ("5000千瓦时", "千瓦时", 5000),
    ("20万", "千瓦", 200_000),
    ("19.36件", "件/万人", 19.36),
    ("19.36件/万人", "件/万人", 19.36),
    ("1.7万元", "万元/人", 1.7),
    ("5件/100人", "件/100人", 5),
    ("30余场次", "场次", 30),
    ("3年", "年", 3),
    ("1.5E+08", "元", 150_000_000),
    ("-3.2%", "%", -3.2),
    ("－3.2", "%", -3.2),
    ("−3.2", "%", -3.2),
    ("负3.2", "%", -3.2),
    ("第一", "位", 1),
    ("第2", "位", 2),
    ("第3名", "位", 3),
]


@pytest.mark.parametrize(("text", "unit", "value"), UNITS)
def test_units_and_multipliers_are_exact(text, unit, value):
    assert parse(text, unit).value == value


CHINESE = [
    ("零", 0), ("五", 5), ("十", 10), ("十五", 15), ("两", 2), ("二十", 20), ("一百零五", 105), ("一百一十", 110),
    ("二百五十", 250), ("两千", 2000), ("两千三百四十五", 2345), ("一千零五十", 1050), ("二十万", 200_000),
    ("一万二千", 12_000), ("三万零五", 30_005), ("一亿二千万", 120_000_000), ("一万亿", 10**12),
    ("三点五", 3.5), ("三点零五", 3.05), ("三点五亿", 350_000_000), ("二〇二五", 2025), ("伍拾", 50), ("兩萬", 20_000),
    ("百分之五点五", 5.5), ("百分之5.5", 5.5), ("百分之一百二十", 120), ("负百分之五", -5),
    ("千分之五", 0.5), ("万分之五", 0.05),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), CHINESE)
def test_chinese_numerals(text, value):
    assert parse(text, "%" if "分之" in text else "人").value == value


@pytest.mark.parametrize(
    ("text", "unit", "value"), [("一亿二千万", "亿元", 1.2), ("二十万", "万人", 20), ("五十", "亿元", 50)]
)
def test_a_printed_wan_replaces_that_of_the_unit(text, unit, value):
    assert parse(text, unit).value == value


FAULTS = {
    "value_not_a_number": "市级以上平台 持续优化创新创业生态 - — … 无 N/A 第 约 %",
    "value_not_finite": "NaN nan inf -inf Infinity ∞ 1e999 -1e999 1e99999999999 1e99999999999999999999999 1e-999",
    "value_order_of_magnitude": "百亿 千亿 百亿元 上千 上千家 数百 几十 几十家 十几家 二十几 超百亿 近千人 不足百家 "
    "百余项 过万 万余人 超百亿、千亿 百亿级",
    "value_separator": "1,23 1,2345 12,34 2,300,4 0,123 1.2.3 5. 5,53% 2,,300",
    "value_two_numbers": "3-6 3～6 1/0 46/50 60家80家 1_000 0x1F 1万2 100+20",
    "value_numeral": "三五家 十四五 三千五 一万二 一百二 七八十 十十 一百零",
    "value_unknown_word": "累计60家 [3,6] 60+ (120) 全年60",
    "value_contradictory": "约60余 近60余家 超过60以内 不低于60以下 -60余 0余 约60以上",
    "unit_mismatch": "29.16亿元 60% 60件 2023年 60abc 60人次 60家企业 第一 60亩 5个百分点",
}
CASES = [(code, text) for code, texts_ in FAULTS.items() for text in texts_.split()] + [
    ("value_empty", ""),
    ("value_empty", " \u3000"),
    ("value_too_long", "1" * 61),
    ("value_two_numbers", "60 80"),
    ("value_two_numbers", "2 300"),
    ("value_two_numbers", "1\n2"),
]


@pytest.mark.parametrize(("code", "text"), CASES)
def test_traps_are_refused_with_the_right_reason(code, text):
    with pytest.raises(Fault) as caught:
        parse(text, "家")
    assert caught.value.code == code
    assert caught.value.params["text"] == text.strip()


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("29.16亿美元", "亿元"),
        ("5%", "百分点"),
        ("5个百分点", "%"),
        ("3人", "件"),
        ("3件/人", "件/万人"),
        ("百分之五", "家"),
        ("60个", "亿元"),
        ("3万人", "人次"),
    ],
)
def test_units_that_do_not_fit(text, unit):
    with pytest.raises(Fault, match="unit_mismatch") as caught:
        parse(text, unit)
    assert caught.value.params["unit"] == unit


RANGES = [
    ("[3,6]", "%", 3, 6),
    ("[3，6]", "%", 3, 6),
    ("［3，6］", "%", 3, 6),
    ("[3%,6%]", "%", 3, 6),
    ("[-3,6]", "%", -3, 6),
    ("3-6", "%", 3, 6),
    ("3%～6%", "%", 3, 6),
    ("3%-6%", "%", 3, 6),
    ("3—6%", "%", 3, 6),
    ("3至6", "%", 3, 6),
    ("三到六", "家", 3, 6),
    ("-3~6", "%", -3, 6),
    ("1,000-2,000", "家", 1000, 2000),
    ("3-6万", "人", 30000, 60000),
    ("三至六万", "人", 30000, 60000),
    ("五至六百家", "家", 500, 600),
    ("3-6亿元", "万元", 30000, 60000),
    ("2～3万人", "万人", 2, 3),
    ("5000人至1万人", "人", 5000, 10000),
    ("百分之三至百分之六", "%", 3, 6),
]


@pytest.mark.parametrize(("text", "unit", "lower", "upper"), RANGES)
def test_ranges_of_targets(text, unit, lower, upper):
    q = parse_target(text, unit)
    assert (q.value, q.comparator, q.lower, q.upper) == (None, "range", lower, upper)
    assert not (q.lower_open or q.upper_open or q.aspirational)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[6,3]", "value_range_reversed"),
        ("一百至二百万", "value_range"),
        ("三千至六万", "value_range"),
        ("3至1亿2000万", "value_range"),
        ("60家以上-80家", "value_contradictory"),
        ("[3亿元,6]", "unit_mismatch"),
        ("[1,200,2,300]", "value_unknown_word"),
        ("持续优化创新创业生态", "value_not_a_number"),
        ("", "value_empty"),
    ],
)
def test_targets_that_are_refused(text, code):
    with pytest.raises(Fault) as caught:
        parse_target(text, "家")
    assert caught.value.code == code


@pytest.mark.parametrize("text", ["620", "超过10", "力争6", "至少2", "-5", "1e-5", "达到6", "60余", "近2亿"])
def test_a_target_that_is_no_range_is_read_like_any_value(text):
    assert parse_target(text, "") == parse(text, "")


def test_an_aspired_range():
    assert parse_target("力争3至6", "%").aspirational


@pytest.mark.parametrize(
    ("text", "lower", "upper", "lower_open", "upper_open"),
    [("约-10", -10.5, -9.5, False, False), ("近-10", -10, -9.5, True, False), ("约0", 0, 0, False, False)],
)
def test_bounds_of_negative_values_keep_their_order(text, lower, upper, lower_open, upper_open):
    q = parse(text)
    assert (q.lower, q.upper, q.lower_open, q.upper_open) == (lower, upper, lower_open, upper_open)


def test_zero_has_no_sign():
    assert str(parse("-0.0").value) == "0.0"


def test_the_house_rules_can_be_changed():
    assert parse("近100", near=0.1).lower == 90
    assert (parse("约100", about=0.02).lower, parse("约100", about=0.02).upper) == (98, 102)


CHARS = (
    "0123456789０９.,，．-+−%％‰ 　\n万亿千百十一二两三五九零〇点余多几上数近约逾超过不低于以"
    "内左右力争达第分之成家人元个米瓦公里/[]~～至到eE∞\u200b"
)
PRINTED = st.text(alphabet=st.sampled_from(CHARS), max_size=14) | st.text(max_size=64)
UNIT = st.sampled_from(["", "家", "亿元", "万人", "%", "‰", "位", "千瓦", "公里", "万平方米", "件/万人", "百分点"])


@given(PRINTED, UNIT)
@example("1e99999-1e99999", "")
@example("第1e9999", "位")
def test_any_text_is_a_quantity_or_a_fault(text, unit):
    for read in (parse, parse_target):
        try:
            q = read(text, unit)
        except Fault as fault:
            problem = Problem(fault.code, fault.params)
            assert problem.fact("zh") and problem.advice("en")
            continue
        assert q.lower <= q.upper
        assert q.value is None or (math.isfinite(q.value) and q.lower <= q.value <= q.upper)
        assert (q.lower_open or math.isfinite(q.lower)) and (q.upper_open or math.isfinite(q.upper))
        assert q.usual is None or q.usual[0] == q.lower < q.usual[1]


@given(st.floats(allow_nan=False, allow_infinity=False), UNIT)
def test_a_plainly_printed_float_comes_back(number, unit):
    assert parse(repr(number), unit).value == number
    plain = f"{number:f}"
    if len(plain) <= 60:
        assert parse(plain, unit).value == float(plain)


@given(st.integers(min_value=0, max_value=10**9))
def test_multipliers_and_separators_are_exact(number):
    assert parse(f"{number}万", "亿元").value == number / 10**4
    assert parse(f"{number}亿", "万元").value == number * 10**4
    assert parse(f"{number:,}").value == number


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_chinese_numerals_come_back(number):
    assert parse(_spelled(number), "人").value == number


def _spelled(number: int) -> str:
    """The usual Chinese numeral, by the book."""
    for size, unit in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if 0 < low < size // 10 else ""
            return _spelled(high) + unit + gap + (_spelled(low) if low else "")
    return "零一二三四五六七八九"[number]


@given(st.from_regex(PLAIN, fullmatch=True))
def test_what_duckdb_casts_itself_means_the_same(text):
    text = text.strip()
    assert duckdb.execute("SELECT CAST(? AS DOUBLE)", [text]).fetchall() == [(parse(text, "亿元").value,)]


@pytest.mark.parametrize("text", ["1_000", "NaN", "inf", "1e5", " 5", "+5", "5.", ".5", "２", "2,300", "60余", ""])
def test_all_other_texts_are_not_plain(text):
    assert not re.fullmatch(PLAIN, text)


def _examples(code: str) -> set[str]:
    advice = " ".join(texts()[code][lang][1] for lang in ("zh", "en"))
    return {e for e in re.findall("`([^`]+)`", advice) if not e.startswith("type:")}


@pytest.mark.parametrize(
    "code", sorted({*FAULTS, "value_empty", "value_too_long", "value_range", "value_range_reversed"})
)
def test_the_advice_shows_forms_that_are_right(code):
    for shown in _examples(code):
        assert parse_target(shown, "" if "人" not in shown else "人")
