"""A made-up catalogue with one of every defect: 水磨 in 甲区, 乙区, 丙区 and 甲园 of 某市, as planners' files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from biaochi.snapshot import Library
from biaochi.store import Store

TODAY = date(2026, 11, 22)
SHA = "ab" * 32

DEFINITIONS = """
name: 水磨
name_en: Water mills
concepts:
  mill: {name: 磨坊, name_en: Mills}
indicators:
  mills:
    {name: 省级先进水磨, name_en: Provincial advanced water mills, definition: 年末在册的水磨数量。, unit: 家,
     basis: stock, freq: A, concept: mill, aliases: [水磨, 先磨], lead_org: 甲办}
  mills-ever:
    {name: 水磨累计评价数, name_en: Mills ever rated, definition: 评价过的水磨。, unit: 家,
     basis: cumulative, concept: mill}
  output:
    {name: 水磨产量, name_en: Output of mills, definition: 当年磨出的面粉。, unit: 吨, basis: flow}
  flour-ytd:
    {name: 年初至今面粉, name_en: Flour of the year to date, definition: 自一月起的面粉。, unit: 吨,
     basis: ytd, freq: M}
  wetness:
    {name: R&D湿度, name_en: R&D wetness, definition: 磨坊里的湿度，按百分数记。, unit: "%", basis: ratio}
"""
PLAN = """
name: 甲区水磨“十四五”规划
name_en: Mill plan of District A
ref_area: "990101"
period: 2021/2025
source: gazette
lead_org: 甲科
targets:
  - {indicator: mills, value: "900", due: "2025", quote: 水磨达到900家,
     baseline: {value: "300", time_period: "2020", quote: 现有水磨300家}}
  - {indicator: output, value: "70", due: "2025", quote: 产量达到70吨, lead_org: 乙科}
  - {indicator: mills-ever, value: "40", due: "2025", quote: 累计评价40家}
  - {indicator: wetness, value: "5", due: "2025", quote: 湿度达到5%,
     baseline: {value: "2", time_period: "2020", quote: 湿度2%}}
"""
RUNNING = """
name: 乙区水磨规划
name_en: Mill plan of District B
ref_area: "990102"
period: 2024/2028
source: gazette
targets:
  - {indicator: mills-ever, value: "80", due: "2028", quote: 累计评价80家}
"""
YOUNG = """
name: 丙区水磨规划
name_en: Mill plan of District C
ref_area: "990103"
period: 2026/2030
source: gazette
targets:
  - {indicator: mills-ever, value: "80", due: "2030", quote: 累计评价80家}
"""
AREAS = """ref_area,name,name_en,parent,level,valid_from,valid_to
990000,某市,Some City,,city,,
990101,甲区,District A,990000,district,,
990102,乙区,District B,990000,district,,
990103,丙区,District C,990000,district,,
990101-YQ,甲园,Park A,990101,functional,,
"""
SOURCES = f"""
gazette:
  {{title: 甲区公报, doc_number: 甲政发〔2021〕7号, doc_type: plan, reliability: official, archived_path: gazette.txt,
   sha256: {SHA}}}
paper: {{title: 甲区晚报, publisher: 甲报社, doc_type: news, reliability: republished, note: 转载，原报未见。}}
copy: {{title: 乙区网页, doc_type: table, reliability: copy-of-official-page}}
"""
OBSERVATIONS = """indicator,ref_area,time_period,value,source,quote,inferred,obs_status,note
wetness,990101,2023,3,gazette,湿度3%,,,
mills-ever,990101,,21,paper,评价21家,,,报道没有写日期。
mills,990102,2019,50,copy,水磨50家,,,
mills,990103,2025,60,copy,水磨60家,true,,网页没有写年份，按内容推定。
flour-ytd,990103,2026-01/2026-09,8.5,gazette,面粉8.5吨,,,
flour-ytd,990102,2026-01/2026-03,2.5,gazette,面粉2.5吨,,,
output,990103,2024,12,gazette,产量12吨,,,
output,990103,2024,14,paper,产量14吨,,,
output,990102,2024,1.2,gazette,产量1.2吨,,,
output,990102,2024,1.16,paper,产量1.16吨,,,
wetness,990102,2024,4,gazette,,,,
"""
VERIFIED = f"""source,sha256,value,quote,prefix,suffix,verified,date
gazette,{SHA},900,水磨达到900家,,,true,2026-11-01
gazette,{SHA},70,产量达到70吨,,,false,2026-11-01
"""
FILES = {
    "indicators/definitions/mill.yaml": DEFINITIONS,
    "indicators/plans/mill-plan.yaml": PLAN,
    "indicators/plans/later-plan.yaml": RUNNING,
    "indicators/plans/young-plan.yaml": YOUNG,
    "data/areas.csv": AREAS,
    "data/sources.yaml": SOURCES,
    "data/observations/seen.csv": OBSERVATIONS,
    "data/verified.csv": VERIFIED,
    "config.yaml": 'title: 标尺\ndefault_area: "990101"\n',
}


def write(root: Path, **changed: str) -> Path:
    """The catalogue as files below a folder; `changed` replaces a file by the last part of its name without ending."""
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(changed.get(path.stem.replace("-", "_"), text), encoding="utf-8")
    return root


def library(root: Path, **changed: str) -> Library:
    """The catalogue compiled for TODAY."""
    made = Library(write(root, **changed))
    made.refresh(TODAY)
    return made


def store(root: Path, **changed: str) -> Store:
    """The questions to the compiled catalogue."""
    return Store(library(root, **changed).current())
