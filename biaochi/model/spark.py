"""What config.yaml says of Apache Spark."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from biaochi.model.base import Entry, about

_Word = Annotated[str, Field(min_length=1, max_length=400)]


class Spark(Entry):
    """How Apache Spark is reached, where `engine: spark` 大数据引擎."""

    master: _Word = about("主节点", "local[*] 用本机，集群写 spark://主机:7077 或 yarn", "master", "spark://10.0.0.9:7077",
                          default="local[*]")  # fmt: skip
    settings: dict[str, _Word] = about(
        "参数", "照 Spark 的写法", "settings", "{spark.executor.memory: 8g, spark.executor.instances: '4'}", default={}
    )
    folder: _Word | None = about(
        "交换文件夹",
        "集群各节点都能读写的文件夹；不写用项目里的 .biaochi/spark",
        "folder",
        "/mnt/shared/biaochi",
        default=None,
    )
    timeout: Annotated[int, Field(ge=1, le=86_400)] = about("时限", "一次最多算多少秒", "timeout", default=3600)
