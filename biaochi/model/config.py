"""config.yaml."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from biaochi.model.base import AreaCode, Entry, Flag, Id, Name, about
from biaochi.model.intake import Intake
from biaochi.model.spark import Spark


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


Person = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^(\*|[^\s*:][^*\n]*)$")]
"""An account (mail address or user name as the identity says it), `group:NAME`, or `*` for everyone who signed in."""
HeaderName = Annotated[str, Field(pattern=r"^[A-Za-z0-9!#$%&'.^`|~-]{1,80}$")]
_PEOPLE = "帐户（邮箱或用户名）、group:组名，或 * 表示任何登录的人"


class Access(Entry):
    """Who may do what: who people are, and which of them plan, administer, or may look at all (docs/access.md)."""

    identity: Literal["none", "header", "oidc"] = about(
        "身份",
        "none 不登录（本机的人都是管理员），header 由反向代理告知，oidc 用单位的统一登录",
        "identity",
        default="none",
    )
    admins: list[Person] = about("管理员", _PEOPLE, "administrators", "group:biaochi-admin", default=[])
    planners: list[Person] = about("规划人员", _PEOPLE + "；可以修改", "planners", "li@example.cn", default=[])
    viewers: list[Person] = about("读者", _PEOPLE + "；不写则打得开网址的人都可以看", "viewers", "*", default=[])
    header: HeaderName = about("用户头", "反向代理写入用户名的请求头", "user header", "X-Remote-User",
                               default="X-Remote-User")  # fmt: skip
    name_header: HeaderName | None = about("姓名头", "反向代理写入姓名的请求头", "name header", default=None)
    groups_header: HeaderName | None = about(
        "组头", "反向代理写入所属组的请求头，逗号分开", "groups header", default=None
    )
    proxies: list[Annotated[str, Field(pattern=r"^[0-9a-fA-F.:]+(/[0-9]{1,3})?$")]] = about(
        "代理地址", "不在本机时，反向代理的地址或网段；别处来的请求头不算数", "proxies", "10.0.0.5", default=[]
    )
    provider: Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,40}$")] | None = about(
        "登录服务", "secrets.toml 里写了几个登录服务时，用哪一个", "provider", default=None
    )
    claim: Annotated[str, Field(max_length=80)] = about(
        "帐户项", "登录服务的哪一项是帐户", "account claim", "email", default="email"
    )
    groups_claim: Annotated[str, Field(max_length=80)] = about(
        "组项", "登录服务的哪一项是所属组", "groups claim", "groups", default="groups"
    )
    approval: Flag = about("审批", "true：改动先提交，由另一个人审核发布", "approval", default=False)
    own_release: Flag = about("自行发布", "true：提交的人也可以自己发布", "own release", default=False)


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
    access: Access = about("权限", "谁可以看、改、管理，见 docs/access.md", "access", default=Access())
    intake: dict[Id, Intake] = about(
        "数据接入", "从数据库、Parquet、DuckDB 文件取观测值，见 docs/databases.md", "data sources", default={}
    )
    engine: Literal["duckdb", "spark"] = about(
        "计算引擎", "duckdb 用本机；spark 把成批的判断交给 Spark，见 docs/databases.md", "engine", default="duckdb"
    )
    spark: Spark = about("Spark", "engine 写 spark 时用", "spark", default=Spark())
