"""Periods as printed, table by table: methods.md section 4, friendly forms, and what is refused."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaochi.period import parse
from biaochi.problem import Fault, Problem, texts

# printed, start, end, kind, months, season, annual, dated
SECTION_4 = [
    ("2023", "2023-01-01", "2023-12-31", "year", 12, "", True, True),
    ("2023-Q2", "2023-04-01", "2023-06-30", "quarter", 3, "04-06", False, True),
    ("2023-H1", "2023-01-01", "2023-06-30", "half", 6, "01-06", False, True),
    ("2023-H2", "2023-07-01", "2023-12-31", "half", 6, "07-12", False, True),
    ("2023-06", "2023-06-01", "2023-06-30", "month", 1, "06", False, True),
    ("2024-02", "2024-02-01", "2024-02-29", "month", 1, "02", False, True),
    ("2023-06-19", "2023-06-19", "2023-06-19", "day", 0, "06", False, True),
    ("2022-01/2022-05", "2022-01-01", "2022-05-31", "span", 5, "01-05", False, True),
    ("2016/2020", "2016-01-01", "2020-12-31", "years", 60, "", True, True),
    ("2021/2025", "2021-01-01", "2025-12-31", "years", 60, "", True, True),
    ("2023/..", "2023-01-01", None, "since", None, "", False, False),
    ("/2023-06-19", None, "2023-06-19", "until", None, "", False, True),
    ("2019~", "2019-01-01", "2019-12-31", "year", 12, "", True, False),
    ("2023?", "2023-01-01", "2023-12-31", "year", 12, "", True, False),
    ("2019%", "2019-01-01", "2019-12-31", "year", 12, "", True, False),
    ("2025-21", "2025-03-01", "2025-05-31", "season", 3, "03-05", False, False),
    ("2025-22", "2025-06-01", "2025-08-31", "season", 3, "06-08", False, False),
    ("2025-23", "2025-09-01", "2025-11-30", "season", 3, "09-11", False, False),
    ("2023-24", "2023-12-01", "2024-02-29", "season", 3, "12-02", False, False),
    ("2023-06~", "2023-06-01", "2023-06-30", "month", 1, "06", False, False),
    ("2016~/2020", "2016-01-01", "2020-12-31", "years", 60, "", True, True),
    ("2016/2020?", "2016-01-01", "2020-12-31", "years", 60, "", True, False),
    ("2022-07/2023-06", "2022-07-01", "2023-06-30", "span", 12, "07-06", False, True),
    ("2022-01/2022-12", "2022-01-01", "2022-12-31", "year", 12, "", True, True),
    ("2023-06-05/2023-06-19", "2023-06-05", "2023-06-19", "span", None, "06-05/06-19", False, True),
    ("2021/2025-23", "2021-01-01", "2025-11-30", "span", 59, "01-11", False, False),
]


@pytest.mark.parametrize(("text", "start", "end", "kind", "months", "season", "annual", "dated"), SECTION_4)
def test_methods_section_4(text, start, end, kind, months, season, annual, dated):
    p = parse(text)
    assert (p.start, p.end) == tuple(date.fromisoformat(day) if day else None for day in (start, end))
    assert (p.kind, p.months, p.season, p.annual, p.dated) == (kind, months, season, annual, dated)
    assert (p.text, p.canonical) == (text, text)


FRIENDLY = {
    "2023": "２０２３ 2023年 2023年度 2023年全年 2023/2023 二〇二三年",
    "2023-06": "2023年6月 2023年06月 2023年6月份 2023-6 ２０２３年６月",
    "2023-06-19": "2023年6月19日 2023/6/19 2023/06/19 2023.6.19 2023.06.19 20230619 2023-6-19",
    "2023-Q2": "2023Q2 2023q2 2023年第二季度 2023年二季度 2023年2季度 2023年第2季度 2023年Q2",
    "2023-H1": "2023H1 2023-h1 2023年上半年",
    "2023-H2": "2023年下半年",
    "2022-01/2022-05": "2022年1-5月 2022年1—5月 2022年1～5月 2022年1至5月 2022年1月-5月 2022年1月至5月份 "
    "2022-01..2022-05 2022年1月-2022年5月 2022年1月至2022年5月 2022-1/2022-5 2022年1月/2022年5月",
    "2022-01-01/2022-05-31": "2022年1月1日至2022年5月31日 20220101/20220531",
    "2016/2020": "2016-2020 2016-2020年 2016—2020年 2016年至2020年 2016～2020 十三五 “十三五” “十三五”时期",
    "2021/2025": "十四五 “十四五”期间",
    "2023/..": "2023年以来 自2023年以来 2023年至今 2023年起",
    "/2023-06-19": "../2023-06-19 截至2023年6月19日 截至2023-06-19 截止到2023年6月19日",
    "/2023-06": "截至2023年6月 截至2023年6月底 截至2023年6月末",
    "2023-12-31": "2023年底 2023年末",
    "2025-23": "2025年秋 2025年秋季",
    "2019%": "2019~? 2019?~ 2019%? 2019％",
}  # fmt: skip
OTHER = [("2023-06-19", "2023-06-19 00:00:00"), ("2023-06-19", "2023-06-19T00:00"), ("2023-Q2", " 2023 Q2 ")]


@pytest.mark.parametrize(("edtf", "text"), [(e, t) for e, ts in FRIENDLY.items() for t in ts.split()] + OTHER)
def test_friendly_forms_have_one_reading(edtf, text):
    p, q = parse(text), parse(edtf)
    assert p.canonical == edtf
    assert (p.start, p.end, p.kind, p.months, p.dated) == (q.start, q.end, q.kind, q.months, q.dated)
    assert p.text == text.strip()


FAULTS = {
    "period_bad": "abc / // ../.. /.. 12345 23年 2023-06-19T10:00 2023--06 2023/../.. 6月 2023-06/2023/.. 2023-Q 截至 "
    "2023! -2023 /2023-06/2023-07 2023/6/19/2023/7/1 20232023202320232023202320232023202320232",
    "period_impossible": "2023-13 2023-00 2023-20 2023-25 2023-02-30 2023-02-29 2023-06-31 2023-06-00 2023-Q5 2023-Q0 "
    "2023-H3 1899 2201 0000 2023年13月 2023/2/30 20230230 2023/2301",
    "period_reversed": "2020/2016 2023-06/2023-01 2023-06-19/2023-06-18 2023年5-1月 2020-2016",
    "period_ambiguous": "2023/06 2023/6 2023.6 2023.06 2020.0 202306 19/06/2023 06-19-23 2023/ 2021/22",
    "period_relative": "截至目前 目前 今年 去年底 近年来 今年以来",
}
CASES = [(c, t) for c, ts in FAULTS.items() for t in ts.split()] + [("period_empty", t) for t in ("", "  ", "\u3000")]


@pytest.mark.parametrize(("code", "text"), CASES)
def test_traps_are_refused_with_the_right_reason(code, text):
    with pytest.raises(Fault) as caught:
        parse(text)
    assert caught.value.code == code
    assert caught.value.params["text"] == text.strip()


CHARS = "0012223569-/.~?% QHqh年月日至到底末季度上半截以来起十四五二〇２年－—～“\n"
PRINTED = st.text(alphabet=st.sampled_from(CHARS), max_size=12) | st.text(max_size=45)
NUMBER = st.integers(0, 33).map(str) | st.integers(0, 12).map("{:02}".format)
SHAPED = st.builds(
    "{}{}{}{}{}".format,
    st.integers(1890, 2210),
    st.sampled_from("-/.年QH"),
    NUMBER,
    st.sampled_from("-/.月~?年"),
    NUMBER,
)


@given(PRINTED | SHAPED | st.builds("{}/{}".format, SHAPED, SHAPED))
def test_any_text_is_a_period_or_a_fault(text):
    try:
        p = parse(text)
    except Fault as fault:
        problem = Problem(fault.code, fault.params)
        assert problem.fact("zh") and problem.advice("en")
        return
    again = parse(p.canonical)
    assert again.canonical == p.canonical
    assert (again.start, again.end, again.kind, again.months, again.dated) == (
        p.start,
        p.end,
        p.kind,
        p.months,
        p.dated,
    )
    assert p.start is None or p.end is None or p.start <= p.end
    assert p.annual == (p.kind in ("year", "years"))


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_every_day_and_month_comes_back(day):
    assert (parse(day.isoformat()).start, parse(day.isoformat()).end) == (day, day)
    assert parse(f"{day.year}年{day.month}月{day.day}日").canonical == day.isoformat()
    month = parse(f"{day:%Y-%m}")
    assert month.start is not None and month.end is not None and month.start <= day <= month.end
    assert month.months == 1


@pytest.mark.parametrize("code", [*FAULTS, "period_empty"])
def test_the_advice_shows_forms_that_are_right(code):
    for lang in ("zh", "en"):
        for shown in re.findall("`([^`]+)`", texts()[code][lang][1]):
            assert parse(shown).canonical == shown
