"""The words that bound a number are the same in a value and in its quote; where that is not sure nothing is said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from biaochi.catalogue import smooth
from biaochi.quantity import hedges
from biaochi.snapshot import Library
from biaochi.store import Store
from tests.conftest import ROOT

QUOTE = "国家高新技术企业总量达到620家"
APART = [
    *((value, QUOTE, "家") for value in ("逾620", "近620", "620以内", "620家左右", "不低于620", "620余", "约620")),
    *(("620", QUOTE.replace("620家", said), "家") for said in ("逾620家", "620家左右", "620余家", "620家以上")),
    ("620", "总量約６２０家", "家"),
    ("620", "总量不超过 620 家", "家"),
    ("逾6%", "力争达到6%", "%"),
    ("6", "突破6%", "%"),
    ("5%", "超过百分之5", "%"),
    ("2,300", "2300家以上", "家"),
    ("100", "约100万人", "万人"),
    ("29.16", "达到29.16亿元以上", "亿元"),
    ("1万", "1万多家", "家"),
    ("逾620", "近620家", "家"),
]
ALIKE = [
    ("620", QUOTE, "家"),
    ("逾620", "620余家", "家"),  # both are more
    ("620", "逾620家，其中620家", "家"),  # one of the places says it as it is
    ("620", "1620余家，620家", "家"),
    ("620", "620家规模以上企业", "家"),
    ("620", "签约620家", "家"),
    ("620", "邻近620家", "家"),
    ("超过600", "超过了600家", "家"),  # other words between
    ("力争6", "力争达到6%", "%"),
    ("三十", "三十余个，三十家", "家"),
    ("[3,6]", "3到6", ""),
    ("600", QUOTE, "家"),  # another Problem says so
    ("约60余", "60家", "家"),
]


@pytest.mark.parametrize("value, quote, unit", APART)
def test_another_bound_is_told_either_way(value: str, quote: str, unit: str) -> None:
    assert hedges.differs(value, quote, unit)


@pytest.mark.parametrize("value, quote, unit", ALIKE)
def test_where_it_is_the_same_or_not_sure_nothing_is_said(value: str, quote: str, unit: str) -> None:
    assert not hedges.differs(value, quote, unit)


@pytest.mark.parametrize("value, quote, unit", [one for one in APART if one[0] in one[1]])
def test_what_differs_is_never_taken_for_certain(value: str, quote: str, unit: str) -> None:
    """The pattern by which rows are sorted out before anything reads them finds all of these."""
    assert re.search(hedges.NEAR, quote.replace(value, "\x01"))


def test_the_shipped_catalogue_bounds_every_number_as_its_document_does() -> None:
    asked = """select distinct value_text, quote, coalesce(given_unit, unit) as unit from figure
        where quote is not null and coalesce(obs_status, '') <> 'E'"""
    rows = Store(Library(ROOT).current()).rows(asked)
    assert len(rows) > 300
    assert not [row for row in rows if hedges.differs(row["value_text"], row["quote"], row["unit"])]


@pytest.mark.parametrize("many", [0, 50_000])
def test_a_large_table_is_told_row_by_row_and_kept(house: Path, many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that are read many at a time come to the same check, as warnings: nothing stays out."""
    monkeypatch.setattr(smooth, "MANY", many)
    indicator, source = _known(house)
    rows = [f"{indicator},120112,{year},{year},{source},共{year}家{'左右' if year == 2013 else ''}"
            for year in range(2010, 2016)]  # fmt: skip
    text = "\n".join(["indicator,ref_area,time_period,value,source,quote", *rows, ""])
    (house / "data/observations/many.csv").write_text(text, "utf-8")
    library = Library(house)
    found = [one for one in library.refresh().problems if one.file.endswith("many.csv")]
    assert [(one.code, one.line) for one in found if one.code == "quote_bound"] == [("quote_bound", 5)]
    kept = Store(library.current()).rows("select count(*) as n from figure where file = 'data/observations/many.csv'")
    assert kept == [{"n": 6}]


def _known(house: Path) -> tuple[str, str]:
    row = Store(Library(house).current()).rows("select indicator, source from figure where unit = '家' limit 1")[0]
    return row["indicator"], row["source"]
