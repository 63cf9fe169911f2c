"""publish: the pages as plain files, for any web server or a USB stick."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from biaochi.cli.common import Add, Args, day, pick, store
from biaochi.cli.export import known


def add(command: Add) -> None:
    """Registers the command."""
    one = command("publish", publish, "做成静态网站 / make a static site")
    one.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")
    one.add_argument("--area", help="只发布一个地区 / one area")
    one.add_argument("--plan", help="只发布一个规划 / one plan")
    one.add_argument("--as-of", type=day)
    one.add_argument("--texts", action="store_true", help="连同存档原文 / with the archived documents' texts")
    one.add_argument("--indexed", action="store_true", help="允许搜索引擎收录 / let search engines in")
    one.add_argument("--most", type=int, help="页面上限 / most pages")
    one.set_defaults(lang=None)  # pages in both languages unless one is asked for


def publish(args: Args) -> int:
    """Makes the folder, whole or not at all, and says how large it is."""
    from biaochi import layouts
    from biaochi.publish import MOST, Wanted, publish

    languages = (args.lang,) if args.lang else ("zh", "en")
    args.lang = languages[0]
    asked = store(args)
    known(asked, args, ("plan", "area"))
    archive = args.root / asked.config.archive if args.texts and asked.config.archive else None
    wanted = Wanted(
        args.as_of or date.today(), args.area or "", args.plan or "", languages, archive, args.indexed,
        args.most or MOST,
    )  # fmt: skip
    places = layouts.of(args.root, [row["ref_area"] for row in asked.areas()])
    made = publish(asked, args.output, wanted, places)
    size = f"{made.bytes / 1e6:.1f} MB"
    print(
        pick(
            args,
            f"{args.output}：{made.pages}页，{made.files}个文件，{size}，{made.seconds:.1f}秒；打开其中的 index.html",
            f"{args.output}: {made.pages} pages, {made.files} files, {size}, {made.seconds:.1f} s; open its index.html",
        )
    )
    return 0
