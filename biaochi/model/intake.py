"""What config.yaml says of databases and files from which observations are pulled."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from biaochi.model.base import Entry, Name, about


class Intake(Entry):
    """A database, a Parquet file or a DuckDB file whose rows are observations 数据接入."""

    kind: Literal["postgresql", "parquet", "duckdb"] = about(
        "种类",
        "postgresql 数据库（openGauss、KingbaseES 同）、parquet 文件、duckdb 文件",
        "kind",
        "postgresql",
    )
    uri: str | None = about(
        "地址",
        "数据库地址，不写密码；密码只从环境变量 BIAOCHI_<编号>_PASSWORD 取",
        "uri",
        "postgresql://reader@10.0.0.8:5432/stats",
        "postgresql://reader:123456@10.0.0.8/stats",
        default=None,
    )
    path: Annotated[str, Field(max_length=400)] | None = about(
        "文件",
        "Parquet（可写 *）或 DuckDB 文件，只能在项目文件夹里",
        "path",
        "lake/observations-*.parquet",
        default=None,
    )
    query: Annotated[str, Field(min_length=1, max_length=20_000)] | None = about(
        "查询",
        "一条 SELECT；Parquet 文件在查询里叫 data，不写就取全部",
        "query",
        "select * from facts where year >= 2020",
        default=None,
    )
    columns: dict[str, Name] = about(
        "列",
        "观测值的字段: 查询结果的列名；同名的不用写",
        "columns",
        "{value: obs_value, ref_area: area_code}",
        default={},
    )
    fixed: dict[str, Annotated[str, Field(min_length=1, max_length=2000)]] = about(
        "固定值", "每一行都一样的字段，例如来源", "fixed", "{source: jia-statistics}", default={}
    )
    key: list[Name] = about(
        "主键", "查询结果里认得出一行的列，有问题时写在提示里；不写用指标、地区、时期", "key", "[id]", default=[]
    )
    every: Annotated[int, Field(ge=1, le=525_600)] | None = about(
        "间隔", "运行时每隔多少分钟重取一次；不写只在 biaochi build 和改了设置时取", "every", "60", default=None
    )
    timeout: Annotated[int, Field(ge=1, le=3600)] = about("时限", "一次最多取多少秒", "timeout", default=60)
    most: Annotated[int, Field(ge=1, le=100_000_000)] = about(
        "行数上限", "超过就不取，以免误取整个库", "most", default=5_000_000
    )
