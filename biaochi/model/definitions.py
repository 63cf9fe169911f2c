"""What is measured 口径: themes, concepts, indicators."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from biaochi.model.base import Basis, Direction, Entry, Freq, Id, Name, Prose, about


class Indicator(Entry):
    """One definition 口径; its key in the file is its id: another way of counting is another id."""

    name: Name = about(
        "名称", "指标名，照官方叫法", "name", "国家高新技术企业", en_help="What officials call it, in Chinese"
    )
    name_en: Name = about(
        "英文名称", "英文界面用", "English name", "National high-tech enterprises", en_help="For the English interface"
    )
    definition: Prose = about(
        "口径",
        "数的是什么、截至什么时候、不包括什么",
        "definition",
        "期末有效的国家高新技术企业总数",
        en_help="What is counted, as of when, and what is left out",
    )
    unit: Name = about(
        "计量单位", "家、件、亿元、% ……", "unit", "亿元", "亿元/年左右", en_help="Such as 家, 件, 亿元, %"
    )
    basis: Basis = about(
        "计数方式",
        "stock 期末存量、flow 当期流量、ytd 年初至今、cumulative 累计、ratio 比率",
        "way of counting",
        "stock",
        "总数",
        en_help="stock at the end, flow within the period, ytd year to date, cumulative, ratio",
    )
    direction: Direction = about(
        "方向",
        "higher 越多越好、lower 越少越好、range 落在区间内为好",
        "direction",
        "higher",
        default="higher",
        en_help="higher: more is better; lower: less is better; range: inside the range is good",
    )
    freq: Freq | None = about(
        "频率",
        "应当多久有一个新数：A 年、S 半年、Q 季、M 月、D 日、IRREG 不定期",
        "frequency",
        "A",
        default=None,
        en_help="How often a new figure is due: A year, S half-year, Q quarter, M month, D day, IRREG irregular",
    )
    decimals: Annotated[int, Field(ge=0, le=9)] | None = about(
        "小数位", "显示时保留的小数位", "decimals", "2", default=None, en_help="Decimals shown"
    )
    limit: float | None = about(
        "自然上限",
        "指标不可能超过的数，例如比率的 100",
        "natural limit",
        "100",
        default=None,
        en_help="A number that it cannot exceed, such as 100 for a share",
    )
    concept: Id | None = about(
        "概念",
        "把口径不同的同类指标连在一起，见本文件或别的主题的 concepts",
        "concept",
        "talent-settlement",
        default=None,
        en_help="Ties indicators that count the same thing in different ways",
    )
    related: list[Id] = about(
        "相关指标",
        "可以并列查看、不共用一根轴的指标",
        "related indicators",
        default=[],
        en_help="May be seen side by side, never on one axis",
    )
    denominators: list[Id] = about(
        "分母",
        "可用来折算人均、地均的指标",
        "denominators",
        default=[],
        en_help="Indicators to divide by: per head, per square kilometre",
    )
    only_in: Name | None = about(
        "专属范围",
        "只数某个园区、机构或项目的指标写它的名称；对比时不把别的地区列为缺数",
        "only within",
        "天开津南园",
        default=None,
        en_help="A park, institution or project that it counts alone: no other area is then said to lack a figure",
    )
    aliases: list[Name] = about(
        "别名",
        "搜索时也认的简称",
        "other names",
        "[高企]",
        default=[],
        en_help="Short names that the search knows as well",
    )
    lead_org: Name | None = about(
        "牵头部门", "报数的部门", "lead office", default=None, en_help="The office that reports it"
    )
    note: Prose | None = about("备注", "读者需要知道的话", "note", default=None, en_help="What readers need to know")


class Concept(Entry):
    """What several definitions have in common 概念, for showing them side by side."""

    name: Name = about("名称", "概念名", "name", "人才落户", en_help="The name of the concept, in Chinese")
    name_en: Name = about(
        "英文名称", "英文界面用", "English name", "Talent settlement", en_help="For the English interface"
    )
    note: Prose | None = about("备注", "读者需要知道的话", "note", default=None, en_help="What readers need to know")


class Theme(Entry):
    """One theme 主题 and its indicators; the file name is its id."""

    name: Name = about("名称", "主题名", "name", "科技企业", en_help="The name of the theme, in Chinese")
    name_en: Name = about("英文名称", "英文界面用", "English name", en_help="For the English interface")
    note: Prose | None = about("备注", "读者需要知道的话", "note", default=None, en_help="What readers need to know")
    concepts: dict[Id, Concept] = about(
        "概念", "编号: {name, name_en}", "concepts", default={}, en_help="Id: {name, name_en}"
    )
    indicators: dict[Id, Indicator] = about("指标", "编号: 指标口径", "indicators", en_help="Id: definition")
