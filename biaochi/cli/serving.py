"""serve: check, build and run the pages."""

from __future__ import annotations

import argparse
import os

from biaochi.cli.common import Add, Args
from biaochi.keeper import READ_ONLY


def add(command: Add) -> None:
    """Registers the command."""
    one = command("serve", serve, "检查、编译并打开页面 / check, build, run the pages")
    one.add_argument("--port", type=_port, default=None, help="默认取 PORT，否则 8501 / default: PORT, else 8501")
    one.add_argument("--host", default="127.0.0.1")
    one.add_argument("--base", default="", help="反向代理后的路径，例如 /biaochi / path behind a proxy")
    one.add_argument("--read-only", action="store_true",
                     help="不编译，只跟随别的进程的数据版本 / only follow what another process compiles")  # fmt: skip


def serve(args: Args) -> int:
    """Serves until stopped."""
    from biaochi.serve import BASE
    from biaochi.serve import serve as run

    if args.read_only:
        os.environ[READ_ONLY] = "1"
    if args.base:
        os.environ[BASE] = args.base

    return run(args.port or _port(os.environ.get("PORT") or "8501"), args.host, args.root)


def _port(text: str) -> int:
    if text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"端口应当是 1 到 65535 的整数 / not a port: {text}")
