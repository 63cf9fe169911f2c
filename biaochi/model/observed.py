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

    title: Text = about("题名", "文件或报道的题名", "title")
    publisher: Name | None = about("发布者", "发布机关或媒体", "publisher", default=None)
    doc_number: Name | None = about("文号", "公文的文号", "doc_number", "津南政办发〔2021〕13号", default=None)
    doc_type: DocType = about(
        "文种", "plan 规划、report 报告、bulletin 通报、speech 讲话、news 报道、table 统计表", "doc_type", "plan"
    )
    date_published: Text | None = about(
        "发布日期", "EDTF 写法；文件未注明就不写", "date_published", "2021-08-05", default=None
    )
    date_accessed: Text | None = about("访问日期", "EDTF 写法", "date_accessed", default=None)
    url: Annotated[str, Field(pattern=r"^https?://[^\s<>\"']+$")] | None = about(
        "网址", "官方网页", "url", default=None
    )
    archived_path: Annotated[str, Field(max_length=200)] | None = about(
        "存档", "存档文件夹中的文件名", "archived_path", default=None
    )
    license: Name | None = about("许可", "使用许可", "license", default=None)
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = about(
        "校验值", "存档文件的 sha256", "sha256", default=None
    )
    reliability: Reliability = about(
        "可靠性",
        "official 官方原文（官方网站刊载的报道也写 official，文种写 news）、press 媒体、republished 转载、copy-of-official-page 官方页面副本、speech 讲话",
        "reliability",
        "official",
    )
    citation: Prose | None = about("引用格式", "GB/T 7714-2025", "citation", default=None)
    inferred: Flag = about("推定", "有推定的内容写 true，并在备注里说明", "inferred", default=False)
    note: Prose | None = about("备注", "读者需要知道的话", "note", default=None)


class Area(Entry):
    """One area 地区: a row of data/areas.csv."""

    ref_area: AreaCode = about("地区代码", "GB/T 2260；功能区写所在区代码加后缀", "ref_area", "120116-GXQ", "津南")
    name: Name = about("名称", "地区名", "name", "津南区")
    name_en: Name = about("英文名称", "英文界面用", "name_en", "Jinnan District")
    parent: AreaCode | None = about("上级", "上级地区代码", "parent", "120000", default=None)
    level: Level = about("层级", "country、province、city、district、functional", "level", "district")
    valid_from: Text | None = about("起用", "EDTF 写法", "valid_from", default=None)
    valid_to: Text | None = about("停用", "EDTF 写法", "valid_to", default=None)


class Observation(Evidence):
    """One observed figure: a row of data/observations/*.csv."""

    indicator: Id = about("指标", "indicators/definitions/ 中的编号", "indicator", "hi-tech-enterprises")
    ref_area: AreaCode = about("地区", "data/areas.csv 中的代码", "ref_area", "120112")
    time_period: Text | None = about(
        "时期", "EDTF 写法；不知道就空着，并在备注里说明", "time_period", "2022-01/2022-05", "今年"
    )
    value: Text = about("数值", "照原文写", "obs_value", "逾2000", "2000+")
    basis: Basis | None = about("计数方式", "与指标不同时才写", "basis", "ytd", default=None)
    unit: Name | None = about("单位", "与指标不同时才写，会自动换算", "unit_measure", "万元", default=None)
    cumulative_from: Text | None = about(
        "累计起点", "累计数从什么时候起算，EDTF 写法", "cumulative_from", "2018-05", default=None
    )
    obs_status: ObsStatus | None = about(
        "观测状态",
        "A 官方发布、V 讲话或报道、E 自行计算、P 初步、D 口径略异、B 新口径首年、F 预计、M 不可能有、L 未采集",
        "obs_status",
        "V",
        default=None,
    )
    conf_status: ConfStatus | None = about("保密状态", "F 公开、E 到期前不公开、N 不公开", "conf_status", default=None)
    embargo_until: Text | None = about(
        "公开日期", "此日之前只有规划人员看得到", "embargo_until", "2026-01-15", default=None
    )
