"""What is presented 汇报稿: a deck and its slides."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from biaochi.model.base import AreaCode, Entry, Id, Name, Prose, Text, about

SlideKind = Literal[
    "title",
    "overview",
    "gauges",
    "ahead",
    "behind",
    "indicator",
    "compare",
    "table",
    "figures",
    "open",
    "text",
    "sources",
]
DeckTheme = Literal["dark", "light", "contrast"]


class Slide(Entry):
    """One slide 一页; what it shows beside its own words comes from the data."""

    kind: SlideKind = about(
        "类型",
        "title 封面、overview 总体情况、gauges 重点指标、ahead 进展较好、behind 进展滞后、indicator 一项指标、"
        "compare 各地对比、table 目标一览、figures 公布的数、open 不能判断的、text 文字、sources 来源",
        "kind",
        "indicator",
        "封面",
    )
    title: Name | None = about("标题", "不写时按内容生成", "title", default=None)
    title_en: Name | None = about("英文标题", "英文界面用", "title_en", default=None)
    plan: Id | None = about("规划", "不写时用整个汇报稿的规划", "plan", "jinnan-145-sti", default=None)
    ref_area: AreaCode | None = about("地区", "不写时用整个汇报稿的地区", "ref_area", '"120112"', default=None)
    indicator: Id | None = about(
        "指标", "indicator、compare 两类必填", "indicator", "hi-tech-enterprises", default=None
    )
    indicators: list[Id] = about(
        "多个指标",
        "gauges、table、figures 只列这些指标；不写就列全部",
        "indicators",
        "[hi-tech-enterprises]",
        default=[],
    )
    areas: list[AreaCode] = about("多个地区", "compare 只比这些地区；不写就比全部", "areas", default=[])
    text: list[Text] = about(
        "文字",
        "text 一行一条；要写数就写 {指标编号}，换成最新的数并带上出处，{编号.target} 是目标，{编号.baseline} 是基期；"
        "以 { 开头的一行要加引号",
        "text",
        "- 高新技术企业已有 {hi-tech-enterprises}",
        "- {hi-tech-enterprises} 家",
        default=[],
    )
    text_en: list[Text] = about("英文文字", "英文界面用", "text_en", default=[])
    notes: Text | None = about("讲稿", "只在讲者页上显示", "notes", default=None)
    notes_en: Text | None = about("英文讲稿", "英文界面用", "notes_en", default=None)


class Deck(Entry):
    """One deck 汇报稿; the file name is its id."""

    name: Name = about("名称", "封面上的题目", "name", "“十四五”科技创新目标完成情况")
    name_en: Name = about("英文名称", "英文界面用", "name_en")
    ref_area: AreaCode | None = about("地区", "不写时用规划的地区", "ref_area", '"120112"', default=None)
    plan: Id | None = about("规划", "各页默认的规划", "plan", "jinnan-145-sti", default=None)
    as_of: date | None = about("截至", "固定的评价日期；不写时用汇报当天", "as_of", "2026-11-21", default=None)
    snapshot: Id | None = about(
        "数据版本", "固定的数据版本，不会被清理；不写时用汇报时的最新版本", "snapshot", "3f9c1a", default=None
    )
    theme: DeckTheme | None = about("底色", "dark 深色、light 浅色、contrast 高对比", "theme", "dark", default=None)
    auto: Annotated[int, Field(ge=0, le=3600)] | None = about(
        "自动翻页", "每页停留的秒数；不写就不自动翻页", "auto", "20", default=None
    )
    note: Prose | None = about("备注", "给编写人看的话", "note", default=None)
    slides: list[Slide] = about("各页", "按顺序列出", "slides")
