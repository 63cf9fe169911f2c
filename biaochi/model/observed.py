"""What was observed, where, according to whom: sources, areas, observations."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from biaochi.model.base import (
    AreaCode,
    Basis,
    ConfStatus,
    DocType,
    Entry,
    Evidence,
    Flag,
    Id,
    Level,
    Name,
    ObsStatus,
    Prose,
    Reliability,
    Text,
    about,
)


class Source(Entry):
    """One document 来源."""

    title: Text = about("题名", "文件或报道的题名", "title", en_help="The title of the document or report")
    publisher: Name | None = about(
        "发布者", "发布机关或媒体", "publisher", default=None, en_help="The office or paper that published it"
    )
    doc_number: Name | None = about(
        "文号",
        "公文的文号",
        "document number",
        "津南政办发〔2021〕13号",
        default=None,
        en_help="The number of an official document",
    )
    doc_type: DocType = about(
        "文种",
        "plan 规划、report 报告、bulletin 通报、speech 讲话、news 报道、table 统计表",
        "kind of document",
        "plan",
        en_help="plan, report, bulletin, speech, news, or a statistical table",
    )
    date_published: Text | None = about(
        "发布日期",
        "EDTF 写法；文件未注明就不写",
        "date published",
        "2021-08-05",
        default=None,
        en_help="Year, month and day; left out where the document has none",
    )
    date_accessed: Text | None = about(
        "访问日期", "EDTF 写法", "date accessed", default=None, en_help="Year, month and day"
    )
    url: Annotated[str, Field(pattern=r"^https?://[^\s<>\"']+$")] | None = about(
        "网址", "官方网页", "web address", default=None, en_help="The official page"
    )
    archived_path: Annotated[str, Field(max_length=200)] | None = about(
        "存档",
        "存档文件夹中的文件名",
        "archived file",
        default=None,
        en_help="Its name in the folder of archived documents",
    )
    license: Name | None = about("许可", "使用许可", "licence", default=None, en_help="What may be done with it")
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = about(
        "校验值", "存档文件的 sha256", "checksum (sha256)", default=None, en_help="The sha256 of the archived file"
    )
    reliability: Reliability = about(
        "可靠性",
        "official 官方原文（官方网站刊载的报道也写 official，文种写 news）、"
        "press 媒体、republished 转载、copy-of-official-page 官方页面副本、speech 讲话",
        "reliability",
        "official",
        en_help="official text, press, republished, copy-of-official-page, speech",
    )
    citation: Prose | None = about("引用格式", "GB/T 7714-2025", "citation", default=None, en_help="By GB/T 7714-2025")
    inferred: Flag = about(
        "推定",
        "有推定的内容写 true，并在备注里说明",
        "inferred",
        default=False,
        en_help="Something about it is inferred; say what in the note",
    )
    note: Prose | None = about("备注", "读者需要知道的话", "note", default=None, en_help="What readers need to know")


class Area(Entry):
    """One area 地区: a row of data/areas.csv."""

    ref_area: AreaCode = about(
        "地区代码",
        "GB/T 2260；功能区写所在区代码加后缀",
        "area code",
        "120116-GXQ",
        "津南",
        en_help="GB/T 2260; a functional area has the code of its district and a suffix",
    )
    name: Name = about("名称", "地区名", "name", "津南区", en_help="The name of the area, in Chinese")
    name_en: Name = about(
        "英文名称", "英文界面用", "English name", "Jinnan District", en_help="For the English interface"
    )
    parent: AreaCode | None = about(
        "上级", "上级地区代码", "parent", "120000", default=None, en_help="The area that it belongs to"
    )
    level: Level = about(
        "层级",
        "country、province、city、district、functional",
        "level",
        "district",
        en_help="country, province, city, district or functional area",
    )
    valid_from: Text | None = about(
        "起用", "EDTF 写法", "valid from", default=None, en_help="The first year or date of the area"
    )
    valid_to: Text | None = about(
        "停用", "EDTF 写法", "valid to", default=None, en_help="The last year or date of the area"
    )


class Observation(Evidence):
    """One observed figure: a row of data/observations/*.csv."""

    indicator: Id = about(
        "指标",
        "indicators/definitions/ 中的编号",
        "indicator",
        "hi-tech-enterprises",
        en_help="What is counted, by its definition",
    )
    ref_area: AreaCode = about("地区", "data/areas.csv 中的代码", "area", "120112", en_help="An area of data/areas.csv")
    time_period: Text | None = about(
        "时期",
        "EDTF 写法；不知道就空着，并在备注里说明",
        "period",
        "2022-01/2022-05",
        "今年",
        en_help="Year, quarter, month or date; empty where unknown, and then say so in the note",
    )
    value: Text = about("数值", "照原文写", "value", "逾2000", "2000+", en_help="As printed")
    basis: Basis | None = about(
        "计数方式",
        "与指标不同时才写",
        "way of counting",
        "ytd",
        default=None,
        en_help="Only where it differs from the indicator",
    )
    unit: Name | None = about(
        "单位",
        "与指标不同时才写，会自动换算",
        "unit",
        "万元",
        default=None,
        en_help="Only where it differs from the indicator; it is converted",
    )
    cumulative_from: Text | None = about(
        "累计起点",
        "累计数从什么时候起算，EDTF 写法",
        "counted from",
        "2018-05",
        default=None,
        en_help="From when a cumulative count is summed up",
    )
    obs_status: ObsStatus | None = about(
        "观测状态",
        "A 官方发布、V 讲话或报道、E 自行计算、P 初步、D 口径略异、B 新口径首年、F 预测（预计）、M 不可能有、L 未采集",
        "observation status",
        "V",
        default=None,
        en_help="A official, V speech or press, E our own sum, P provisional, D slightly different definition, "
        "B first year of a new one, F forecast, M cannot exist, L not collected",
    )
    conf_status: ConfStatus | None = about(
        "保密状态",
        "F 公开、E 到期前不公开、N 不公开",
        "confidentiality",
        default=None,
        en_help="F public, E not before its date, N never",
    )
    embargo_until: Text | None = about(
        "公开日期",
        "此日之前只有规划人员看得到",
        "public from",
        "2026-01-15",
        default=None,
        en_help="Before this date only planners see it",
    )
