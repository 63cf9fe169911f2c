"""A made-up project of any size in our own file format, the same every time: `python -m bench.generate S|M|L FOLDER`.

Names are 甲区, 甲甲市, 指标甲; nothing in it looks like anybody's figure. L has 5.7 million observations in 200 files.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

STEMS = "甲乙丙丁戊己庚辛壬癸"
PINYIN = ("Jia", "Yi", "Bing", "Ding", "Wu", "Ji", "Geng", "Xin", "Ren", "Gui")
LAST = 2025
A_CITY = 30
"""Districts of one city."""
A_THEME = 10
"""Indicators of one theme, and of one file of definitions."""
KINDS = (("家", "stock", 0), ("亿元", "flow", 2), ("%", "ratio", 1), ("件", "stock", 0), ("人", "flow", 0))
"""Unit, basis and decimals, in turn."""
PERIODS = ((2021, 2025), (2024, 2028))
COLUMNS = "indicator,ref_area,time_period,value,source,quote,obs_status,note"


@dataclass(frozen=True)
class Size:
    """How much of everything; `rows` ends the observations early where the product is not wanted whole."""

    areas: int
    indicators: int
    years: int
    plans: int
    targets: int = 12
    rows: int | None = None


SIZES = {"S": Size(16, 30, 6, 16), "M": Size(300, 100, 10, 150), "L": Size(2843, 200, 10, 300)}


def make(folder: Path, size: Size) -> Path:
    """Writes a whole project (config.yaml, indicators/, data/) into a folder and returns it."""
    for name in ("indicators/definitions", "indicators/plans", "data/observations"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    config = f'title: 标尺\ntitle_en: Biaochi\ndefault_area: "{code(0)}"\ndefault_plan: plan-0001\n'
    write(folder / "config.yaml", config)
    write(folder / "data/areas.csv", "\ufeff" + "\n".join(areas(size)) + "\n")
    write(folder / "data/sources.yaml", "".join(sources(size)))
    for theme in range(-(-size.indicators // A_THEME)):
        write(folder / f"indicators/definitions/theme-{theme + 1:02}.yaml", definitions(theme, size))
    for plan in range(size.plans):
        write(folder / f"indicators/plans/plan-{plan + 1:04}.yaml", "".join(plan_text(plan, size)))
    left = size.areas * size.indicators * size.years if size.rows is None else size.rows
    for indicator in range(size.indicators):
        lines = list(islice(observations(indicator, size), max(left, 0)))
        left -= len(lines)
        if lines:
            write(folder / f"data/observations/{key(indicator)}.csv", "\n".join([COLUMNS, *lines]) + "\n")
    return folder


def write(path: Path, text: str) -> None:
    """One file, with plain line ends on every system."""
    path.write_text(text, encoding="utf-8", newline="\n")


def digits(number: int) -> list[int]:
    """A number in the ten stems without a nought: 0 is 甲, 9 is 癸, 10 is 甲甲."""
    found: list[int] = []
    number += 1
    while number:
        number, one = divmod(number - 1, 10)
        found.insert(0, one)
    return found


def stems(number: int) -> str:
    """A made-up Chinese name."""
    return "".join(STEMS[one] for one in digits(number))


def pinyin(number: int) -> str:
    """The same name in letters."""
    return "".join(PINYIN[one] for one in digits(number)).capitalize()


def code(area: int) -> str:
    """The code of a district; none in the country begins with 99."""
    return f"99{area // A_CITY + 1:02}{area % A_CITY + 1:02}"


def key(indicator: int) -> str:
    """The id of an indicator."""
    return f"made-up-{indicator + 1:03}"


def areas(size: Size) -> Iterator[str]:
    """data/areas.csv: cities, each followed by its districts."""
    yield "ref_area,name,name_en,parent,level,valid_from,valid_to"
    for area in range(size.areas):
        city = area // A_CITY
        if area % A_CITY == 0:
            yield f"99{city + 1:02}00,{stems(city)}市,City {pinyin(city)},,city,,"
        yield f"{code(area)},{stems(area)}区,District {pinyin(area)},99{city + 1:02}00,district,,"


def sources(size: Size) -> Iterator[str]:
    """data/sources.yaml: a bulletin a city and year, and the document of each plan."""
    for city in range(-(-size.areas // A_CITY)):
        for year in years(size):
            yield (
                f"bulletin-{city + 1:02}-{year}:\n  title: {stems(city)}市{year}年统计通报（例）\n"
                f'  doc_type: bulletin\n  date_published: "{year + 1}-03-01"\n  reliability: official\n'
            )
    for plan in range(size.plans):
        yield (
            f"plan-{plan + 1:04}:\n  title: {stems(plan)}规划文件（例）\n  doc_type: plan\n"
            f'  date_published: "2021-03-01"\n  reliability: official\n'
        )


def years(size: Size) -> range:
    """The observed years."""
    return range(LAST - size.years + 1, LAST + 1)


def definitions(theme: int, size: Size) -> str:
    """One theme: ten indicators, two of which count the same thing in two ways."""
    text = f"name: 主题{stems(theme)}\nname_en: Theme {pinyin(theme)}\nconcepts:\n"
    text += f"  pair-{theme + 1:02}: {{name: 概念{stems(theme)}, name_en: Concept {pinyin(theme)}}}\nindicators:\n"
    for indicator in range(theme * A_THEME, min((theme + 1) * A_THEME, size.indicators)):
        unit, basis, decimals = KINDS[indicator % len(KINDS)]
        text += (
            f"  {key(indicator)}:\n    name: 指标{stems(indicator)}\n    name_en: Indicator {pinyin(indicator)}\n"
            f'    definition: 编造的第{indicator + 1}项指标，只用来测量快慢。\n    unit: "{unit}"\n'
            f"    basis: {basis}\n    freq: A\n    decimals: {decimals}\n"
        )
        if indicator % A_THEME in (0, 3):
            text += f"    concept: pair-{theme + 1:02}\n"
    return text


def number(area: int, indicator: int, year: int) -> float:
    """The made-up value: a start, a pace and a little unrest."""
    start = 50 + (area * 7919 + indicator * 104729) % 950
    pace = ((area * 13 + indicator * 29) % 17 - 3) / 100
    level = start * (1 + pace) ** (year - LAST + 10) * (1 + (area * 3 + indicator + year * 7) % 11 / 200)
    return level % 100 if KINDS[indicator % len(KINDS)][0] == "%" else level


def printed(value: float, indicator: int, turn: int) -> str:
    """A value as documents print it: most as a plain number, some 逾, 近 and in 万."""
    decimals = KINDS[indicator % len(KINDS)][2]
    if decimals == 0 and turn % 50 == 7:
        return f"逾{value // 10 * 10:.0f}"
    if decimals == 0 and turn % 70 == 11:
        return f"近{value // 10 * 10 + 10:.0f}"
    if decimals == 0 and turn % 90 == 13:
        return f"{value / 10000:.2f}万"
    return f"{value:.{decimals}f}"


def observations(indicator: int, size: Size) -> Iterator[str]:
    """The rows of one indicator: every area, every year."""
    unit, name, first = KINDS[indicator % len(KINDS)][0], key(indicator), LAST - size.years + 1
    for area in range(size.areas):
        where, place, city = code(area), stems(area), area // A_CITY + 1
        for year in range(first, LAST + 1):
            turn = area * 31 + indicator * 17 + year
            value = printed(number(area, indicator, year), indicator, turn)
            quote = f"{year}年{place}区为{value}{unit}"
            if turn % 20 == 3:
                quote = f'"{quote},居前列"'
            yield f"{name},{where},{year},{value},bulletin-{city:02}-{year},{quote},,"


def plan_text(plan: int, size: Size) -> Iterator[str]:
    """One plan of one district: targets with their baselines, some of them headline or binding."""
    start, end = PERIODS[plan % len(PERIODS)]
    area = plan * size.areas // size.plans
    yield (
        f'name: {stems(plan)}规划（例）\nname_en: Plan {pinyin(plan)}\nref_area: "{code(area)}"\n'
        f"period: {start}/{end}\nsource: plan-{plan + 1:04}\ntargets:\n"
    )
    for nth in range(min(size.targets, size.indicators)):
        indicator = (plan * 7 + nth) % size.indicators
        unit, _, decimals = KINDS[indicator % len(KINDS)]
        base = number(area, indicator, start - 1)
        goal = base + 5 if unit == "%" else base * 1.4
        yield (
            f'  - indicator: {key(indicator)}\n    value: "{goal:.{decimals}f}"\n    due: "{end}"\n'
            f"    quote: 达到{goal:.{decimals}f}{unit}\n    headline: {'true' if nth < 4 else 'false'}\n"
            f"    nature: {'binding' if nth % 3 == 0 else 'expected'}\n    lead_org: {stems(nth)}局\n"
            f'    baseline: {{value: "{base:.{decimals}f}", time_period: "{start - 1}", '
            f"quote: 现有{base:.{decimals}f}{unit}}}\n"
        )


if __name__ == "__main__":
    make(Path(sys.argv[2]), SIZES[sys.argv[1]])
