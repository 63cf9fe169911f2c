"""What is measured 口径: themes, concepts, indicators."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from biaochi.model.base import Basis, Direction, Entry, Freq, Id, Name, Prose, about


class Indicator(Entry):
    """One definition 口径; its key in the file is its id: another way of counting is another id."""

    name: Name = about("名称", "指标名，照官方叫法", "name", "国家高新技术企业")
    name_en: Name = about("英文名称", "英文界面用", "name_en", "National high-tech enterprises")
    definition: Prose = about(
        "口径", "数的是什么、截至什么时候、不包括什么", "definition", "期末有效的国家高新技术企业总数"
    )
    unit: Name = about("计量单位", "家、件、亿元、% ……", "unit_measure", "亿元", "亿元/年左右")
    basis: Basis = about(
        "计数方式", "stock 期末存量、flow 当期流量、ytd 年初至今、cumulative 累计、ratio 比率", "basis", "stock", "总数"
    )
    direction: Direction = about(
        "方向", "higher 越多越好、lower 越少越好、range 落在区间内为好", "direction", "higher", default="higher"
    )
    freq: Freq | None = about(
        "频率", "应当多久有一个新数：A 年、S 半年、Q 季、M 月、D 日、IRREG 不定期", "freq", "A", default=None
    )
    decimals: Annotated[int, Field(ge=0, le=9)] | None = about(
        "小数位", "显示时保留的小数位", "decimals", "2", default=None
    )
    limit: float | None = about("自然上限", "指标不可能超过的数，例如比率的 100", "limit", "100", default=None)
    concept: Id | None = about(
        "概念",
        "把口径不同的同类指标连在一起，见本文件或别的主题的 concepts",
        "concept",
        "talent-settlement",
        default=None,
    )
    related: list[Id] = about("相关指标", "可以并列查看、不共用一根轴的指标", "related", default=[])
    denominators: list[Id] = about("分母", "可用来折算人均、地均的指标", "denominators", default=[])
    aliases: list[Name] = about("别名", "搜索时也认的简称", "aliases", "[高企]", default=[])
    lead_org: Name | None = about("牵头部门", "报数的部门", "lead_org", default=None)
    note: Prose | None = about("备注", "读者需要知道的话", "note", default=None)


class Concept(Entry):
    """What several definitions have in common 概念, for showing them side by side."""

    name: Name = about("名称", "概念名", "name", "人才落户")
    name_en: Name = about("英文名称", "英文界面用", "name_en", "Talent settlement")
    note: Prose | None = about("备注", "读者需要知道的话", "note", default=None)


class Theme(Entry):
    """One theme 主题 and its indicators; the file name is its id."""

    name: Name = about("名称", "主题名", "name", "科技企业")
    name_en: Name = about("英文名称", "英文界面用", "name_en")
    note: Prose | None = about("备注", "读者需要知道的话", "note", default=None)
    concepts: dict[Id, Concept] = about("概念", "编号: {name, name_en}", "concepts", default={})
    indicators: dict[Id, Indicator] = about("指标", "编号: 指标口径", "indicators")
