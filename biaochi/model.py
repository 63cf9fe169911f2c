"""The only place that says which fields exist: definitions, plans, areas, sources, observations, configuration.

Everything else about fields is generated from here: the checks, the JSON Schemas for editors, the field
reference, the forms of the edit page. `title` is the Chinese label, `description` the Chinese help;
`json_schema_extra` carries the English label (`en`), a good and a bad example.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Basis = Literal["stock", "flow", "ytd", "cumulative", "ratio"]
Direction = Literal["higher", "lower", "range"]
TargetType = Literal["level", "floor", "ceiling", "range", "cumulative", "growth_rate", "milestone", "qualitative"]
Nature = Literal["binding", "expected"]
Reliability = Literal["official", "press", "republished", "copy-of-official-page", "speech"]
DocType = Literal["plan", "report", "bulletin", "speech", "news", "table"]
Level = Literal["country", "province", "city", "district", "functional"]
Freq = Literal["A", "S", "Q", "M", "D", "IRREG"]
ObsStatus = Literal["A", "V", "E", "P", "D", "B", "F", "M", "L"]
ConfStatus = Literal["F", "E", "N"]

_YES, _NO = {"true", "yes", "是", "1", "y"}, {"false", "no", "否", "0", "n"}


def _flag(value: Any) -> Any:
    """true/yes/是 and false/no/否 as people write them in a cell; anything else is left for pydantic to refuse."""
    word = str(value).strip().lower()
    return True if word in _YES else False if word in _NO or not word else value


Flag = Annotated[bool, BeforeValidator(_flag)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
AreaCode = Annotated[str, Field(pattern=r"^[0-9]{6}(-[A-Z0-9]{1,8})?$")]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Name = Annotated[str, Field(min_length=1, max_length=120)]


def about(title: str, help_: str, en: str, good: str = "", bad: str = "", **more: Any) -> Any:
    """A pydantic field with its Chinese label and help, English label, a good and a bad example."""
    extra: dict[str, Any] = {"en": en} | ({"good": good} if good else {}) | ({"bad": bad} if bad else {})
    return Field(title=title, description=help_, json_schema_extra=extra, **more)


class Entry(BaseModel):
    """Base of everything a planner writes: an unknown field is an error, nothing is guessed."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Evidence(Entry):
    """Where a figure stands: a W3C TextQuoteSelector and the document it belongs to."""

    quote: Text | None = about(
        "原文",
        "原文中含有这个数字的最短片段，不超过 40 个字",
        "quote",
        "国家高新技术企业总量达到620家",
        "620",
        default=None,
    )
    source: Id | None = about(
        "来源", "data/sources.yaml 中的编号；不写时用整个规划的来源", "source", "jinnan-145-sti", default=None
    )
    prefix: Text | None = about("前文", "原文片段出现多次时，写它前面的几个字", "prefix", default=None)
    suffix: Text | None = about("后文", "原文片段出现多次时，写它后面的几个字", "suffix", default=None)
    inferred: Flag = about(
        "推定", "日期或地区不是原文写明、而是推定的，写 true，并在备注里说明理由", "inferred", "true", default=False
    )
    note: Text | None = about("备注", "读者需要知道的话：数的是什么、为什么这样记", "note", default=None)


class Baseline(Evidence):
    """The value from which a target starts 基期值."""

    value: Text = about("基期值", "照原文写，例如 468、5.53", "baseline_value", "468", "约四百多")
    time_period: Text = about("基期", "EDTF 写法的时期", "baseline_period", "2020", "十三五末")
    obs_status: ObsStatus | None = about("观测状态", "SDMX 代码；我们自己算的写 E", "obs_status", "E", default=None)


class Milestone(Evidence):
    """A yearly interim target 年度目标."""

    value: Text = about("数值", "照原文写", "milestone_value", "520")
    due: Text = about("时间", "EDTF 写法的时期", "milestone_period", "2023", "明年")


class Target(Evidence):
    """What a plan promises for one indicator 目标."""

    indicator: Id = about("指标", "indicators/definitions/ 中的编号", "indicator", "hi-tech-enterprises", "高新企业")
    value: Text = about(
        "目标值", "照原文写：620、超过10、力争6、至少2、[3,6]；定性目标写原话", "target_value", "超过10", "10+"
    )
    due: Text = about("目标期", "EDTF 写法的时期", "target_period", "2025", "十四五末")
    type: TargetType = about(
        "目标类型",
        "level 达到、floor 保持不低于、ceiling 不得超过、range 区间、cumulative 累计、"
        "growth_rate 年均增速、milestone 有无、qualitative 定性",
        "target_type",
        "level",
        default="level",
    )
    nature: Nature | None = about(
        "属性", "binding 约束性、expected 预期性；原文未写就不写", "target_nature", "expected", default=None
    )
    direction: Direction | None = about("方向", "不写时用指标的方向", "direction", "higher", default=None)
    baseline: Baseline | None = about("基期", "从哪里出发；原文没有就不写", "baseline", default=None)
    cumulative_from: Text | None = about(
        "累计起点", "从什么时候起算；写了它又没有基期时，基期按 0 计", "cumulative_from", "2021", default=None
    )
    milestones: list[Milestone] = about("年度目标", "中间年份的目标", "milestones", default=[])
    lead_org: Name | None = about("牵头部门", "原文写明的牵头部门", "lead_org", default=None)
    responsible_org: Name | None = about("责任单位", "原文写明的责任单位", "responsible_org", default=None)
    headline: Flag = about("重点", "总览上画成表盘的指标写 true，每个规划最多六个", "headline", "true", default=False)


class Plan(Entry):
    """One plan of one area 规划; the file name is its id."""

    name: Name = about("名称", "规划全名", "name", "津南区科技创新“十四五”规划")
    name_en: Name = about("英文名称", "英文界面用", "name_en")
    ref_area: AreaCode = about("地区", "GB/T 2260 代码，加引号", "ref_area", '"120112"', "津南")
    period: Text = about("规划期", "EDTF 写法", "period", "2021/2025", "十四五")
    source: Id | None = about("来源", "规划文件在 data/sources.yaml 中的编号", "source", "jinnan-145-sti", default=None)
    lead_org: Name | None = about("牵头部门", "整个规划的牵头部门", "lead_org", default=None)
    note: Text | None = about("备注", "读者需要知道的话", "note", default=None)
    targets: list[Target] = about("目标", "规划中的全部目标", "targets")


class Indicator(Entry):
    """One definition 口径; its key in the file is its id: another way of counting is another id."""

    name: Name = about("名称", "指标名，照官方叫法", "name", "国家高新技术企业")
    name_en: Name = about("英文名称", "英文界面用", "name_en", "National high-tech enterprises")
    definition: Text = about(
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
    note: Text | None = about("备注", "读者需要知道的话", "note", default=None)


class Concept(Entry):
    """What several definitions have in common 概念, for showing them side by side."""

    name: Name = about("名称", "概念名", "name", "人才落户")
    name_en: Name = about("英文名称", "英文界面用", "name_en", "Talent settlement")
    note: Text | None = about("备注", "读者需要知道的话", "note", default=None)


class Theme(Entry):
    """One theme 主题 and its indicators; the file name is its id."""

    name: Name = about("名称", "主题名", "name", "科技企业")
    name_en: Name = about("英文名称", "英文界面用", "name_en")
    note: Text | None = about("备注", "读者需要知道的话", "note", default=None)
    concepts: dict[Id, Concept] = about("概念", "编号: {name, name_en}", "concepts", default={})
    indicators: dict[Id, Indicator] = about("指标", "编号: 指标口径", "indicators")


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
        "official 官方原文、press 媒体、republished 转载、copy-of-official-page 官方页面副本、speech 讲话",
        "reliability",
        "official",
    )
    citation: Text | None = about("引用格式", "GB/T 7714-2025", "citation", default=None)
    inferred: Flag = about("推定", "有推定的内容写 true，并在备注里说明", "inferred", default=False)
    note: Text | None = about("备注", "读者需要知道的话", "note", default=None)


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


class Thresholds(Entry):
    """The cuts of the pace method (methods.md section 1) and the house rules for 近 and 约 (section 3)."""

    scheme: Literal["ratio", "points"] = about(
        "判断方案", "ratio 按速度比，points 按落后百分点（三色灯）", "scheme", default="ratio"
    )
    on_track: float = about("正常", "速度比不低于此数为进度正常", "on_track", default=0.95)
    slow: float = about("偏慢", "速度比不低于此数为进度偏慢", "slow", default=0.60)
    points_green: float = about("绿灯", "落后少于此百分点为正常", "points_green", default=10.0)
    points_red: float = about("红灯", "落后多于此百分点为滞后", "points_red", default=30.0)
    near_share: Annotated[float, Field(gt=0, lt=0.5)] = about("近", "“近”最多差多少", "near_share", default=0.05)
    about_share: Annotated[float, Field(gt=0, lt=0.5)] = about("约", "“约”上下差多少", "about_share", default=0.05)


class Config(Entry):
    """config.yaml: what this installation calls itself, starts with, and how it judges."""

    title: Name = about("标题", "页面标题", "title", default="标尺")
    title_en: Name = about("英文标题", "英文页面标题", "title_en", default="Biaochi")
    language: Literal["zh", "en"] = about("语言", "默认界面语言", "language", default="zh")
    default_area: AreaCode | None = about("默认地区", "打开时显示的地区", "default_area", "120112", default=None)
    default_plan: Id | None = about("默认规划", "打开时显示的规划", "default_plan", default=None)
    thresholds: Thresholds = about("判断标准", "见 methods", "thresholds", default=Thresholds())
    archive: Annotated[str, Field(max_length=400)] | None = about(
        "存档文件夹", "来源文件的存档所在，用来核对原文；不写则不核对", "archive", default=None
    )
    keep_snapshots: Annotated[int, Field(ge=1, le=1000)] = about(
        "保留版本", "保留最近几个数据版本", "keep_snapshots", default=20
    )


def labels(model: type[Entry]) -> dict[str, str]:
    """Chinese and English labels of a model's fields, each to the field's name: what people type instead."""
    named = ((field.title, field.json_schema_extra, name) for name, field in model.model_fields.items())
    return {
        word: name
        for title, extra, name in named
        for word in (title, extra.get("en") if isinstance(extra, dict) else None)
        if isinstance(word, str)
    }
