"""config.yaml."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from biaochi.model.base import AreaCode, Entry, Id, Name, about


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
