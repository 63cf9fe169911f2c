"""What a plan promises 规划: targets, their baselines and interim targets."""

from __future__ import annotations

from biaochi.model.base import (
    AreaCode,
    Direction,
    Entry,
    Evidence,
    Flag,
    Id,
    Name,
    Nature,
    ObsStatus,
    Prose,
    TargetType,
    Text,
    about,
)


class Baseline(Evidence):
    """The value from which a target starts 基期值."""

    value: Text = about(
        "基期值",
        "照原文写，例如 468、5.53",
        "baseline value",
        "468",
        "约四百多",
        en_help="As printed, such as 468 or 5.53",
    )
    time_period: Text = about(
        "基期",
        "EDTF 写法的时期",
        "baseline period",
        "2020",
        "十三五末",
        en_help="The year or date that it belongs to, such as 2020",
    )
    obs_status: ObsStatus | None = about(
        "观测状态",
        "SDMX 代码；我们自己算的写 E",
        "observation status",
        "E",
        default=None,
        en_help="An SDMX code; E for a value that we computed",
    )


class Milestone(Evidence):
    """A yearly interim target 年度目标."""

    value: Text = about("数值", "照原文写", "value", "520", en_help="As printed")
    due: Text = about("时间", "EDTF 写法的时期", "due", "2023", "明年", en_help="The year or date, such as 2023")


class Target(Evidence):
    """What a plan promises for one indicator 目标."""

    indicator: Id = about(
        "指标",
        "indicators/definitions/ 中的编号",
        "indicator",
        "hi-tech-enterprises",
        "高新企业",
        en_help="What the target is about, by its definition",
    )
    value: Text = about(
        "目标值",
        "照原文写：620、超过10、力争6、至少2、[3,6]；定性目标写原话；规划还没有定的写 未定",
        "target value",
        "超过10",
        "10+",
        en_help="As printed: 620, 超过10, 力争6, 至少2, [3,6]; the words themselves for a target without a number; "
        "未定 while a plan in preparation has not set it",
    )
    due: Text = about(
        "目标期", "EDTF 写法的时期", "due", "2025", "十四五末", en_help="The year or date of the target, such as 2025"
    )
    type: TargetType = about(
        "目标类型",
        "level 达到、floor 保持不低于、ceiling 不得超过、range 区间、cumulative 累计、"
        "growth_rate 年均增速、milestone 有无、qualitative 定性",
        "target type",
        "level",
        default="level",
        en_help="level to reach, floor to keep above, ceiling never to exceed, range, cumulative, "
        "growth_rate a year, milestone done or not, qualitative in words",
    )
    nature: Nature | None = about(
        "属性",
        "binding 约束性、expected 预期性；原文未写就不写",
        "nature",
        "expected",
        default=None,
        en_help="binding or expected; leave it where the plan does not say",
    )
    direction: Direction | None = about(
        "方向",
        "不写时用指标的方向",
        "direction",
        "higher",
        default=None,
        en_help="Left out, that of the indicator counts",
    )
    baseline: Baseline | None = about(
        "基期",
        "从哪里出发；原文没有就不写",
        "baseline",
        default=None,
        en_help="Where it starts from; left out where the document has none",
    )
    cumulative_from: Text | None = about(
        "累计起点",
        "从什么时候起算；写了它又没有基期时，基期按 0 计",
        "counted from",
        "2021",
        default=None,
        en_help="The date from which it is summed up; with it and no baseline, the baseline is 0",
    )
    milestones: list[Milestone] = about(
        "年度目标", "中间年份的目标", "yearly target", default=[], en_help="Targets of the years in between"
    )
    lead_org: Name | None = about(
        "牵头部门", "原文写明的牵头部门", "lead office", default=None, en_help="As the document names it"
    )
    responsible_org: Name | None = about(
        "责任单位", "原文写明的责任单位", "responsible office", default=None, en_help="As the document names it"
    )
    headline: Flag = about(
        "重点",
        "总览上画成表盘的指标写 true，每个规划最多六个",
        "headline",
        "true",
        default=False,
        en_help="Drawn as a gauge on the overview, at most six a plan",
    )


class Plan(Entry):
    """One plan of one area 规划; the file name is its id."""

    name: Name = about(
        "名称", "规划全名", "name", "津南区科技创新“十四五”规划", en_help="The full name of the plan, in Chinese"
    )
    name_en: Name = about("英文名称", "英文界面用", "English name", en_help="For the English interface")
    ref_area: AreaCode = about(
        "地区", "GB/T 2260 代码，加引号", "area", '"120112"', "津南", en_help="A GB/T 2260 code in quotes"
    )
    period: Text = about(
        "规划期", "EDTF 写法", "period", "2021/2025", "十四五", en_help="First and last year, such as 2021/2025"
    )
    source: Id | None = about(
        "来源",
        "规划文件在 data/sources.yaml 中的编号",
        "source",
        "jinnan-145-sti",
        default=None,
        en_help="The plan itself, by its id in data/sources.yaml",
    )
    lead_org: Name | None = about(
        "牵头部门", "整个规划的牵头部门", "lead office", default=None, en_help="The office in charge of the whole plan"
    )
    note: Prose | None = about("备注", "读者需要知道的话", "note", default=None, en_help="What readers need to know")
    targets: list[Target] = about("目标", "规划中的全部目标", "targets", en_help="All targets of the plan")
