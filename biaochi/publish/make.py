"""Makes the folder: every page in every language, what they share, and the index of the search."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from biaochi import palette, style
from biaochi.layouts import Places
from biaochi.problem import Fault
from biaochi.publish import bodies, compared, folder
from biaochi.publish.folder import Folder
from biaochi.publish.index import index
from biaochi.publish.shell import POLICY, Shell
from biaochi.publish.site import MOST, Page, Site
from biaochi.store import Store
from biaochi.words import Words

FILES = Path(__file__).with_name("files")


@dataclass(frozen=True)
class Published:
    """What was made."""

    path: Path
    pages: int
    files: int
    bytes: int
    seconds: float


@dataclass(frozen=True)
class Wanted:
    """What is to be published: of which day, area or plan, in which languages, with whose texts.

    `archive` is the folder with the documents' texts, only where these shall come out too; `indexed` lets search
    engines in; more pages than `most` are refused.
    """

    when: date
    area: str = ""
    plan: str = ""
    languages: Sequence[str] = ("zh", "en")
    archive: Path | None = None
    indexed: bool = False
    most: int = MOST


def publish(store: Store, out: Path, wanted: Wanted, places: Places) -> Published:
    """Makes the site and puts it into its place, whole or not at all; Fault where it must not or cannot be made."""
    started, place = time.monotonic(), folder.check(out)
    site = site_of(store, wanted, places)
    with folder.exchanged(place) as made:
        shells = [Shell(site, Words(lang), wanted.languages, wanted.indexed) for lang in wanted.languages]
        pages = _pages(made, site, shells, wanted.archive)
        _beside(made, site, wanted)
        made.mark(
            snapshot=store.id, as_of=wanted.when.isoformat(), area=wanted.area, plan=wanted.plan,
            languages=list(wanted.languages), pages=pages,
        )  # fmt: skip
    return Published(place, pages, made.files, made.bytes, time.monotonic() - started)


def site_of(store: Store, wanted: Wanted, places: Places) -> Site:
    """The pages of what is wanted; Fault for a day to come, for nothing, and for too many of them."""
    if wanted.when > date.today():
        raise Fault("publish_future", day=wanted.when.isoformat())
    row = store.plan(wanted.plan) if wanted.plan else None
    if row and wanted.area and row["ref_area"] != wanted.area:
        raise Fault("publish_elsewhere", plan=wanted.plan, area=wanted.area)
    site = Site(store, wanted.when, wanted.area or (row["ref_area"] if row else ""), wanted.plan, places)
    if not site.areas:
        raise Fault("publish_nothing")
    pages = (len(site.pages) + len(site.things)) * len(wanted.languages)
    if pages > wanted.most:
        raise Fault("publish_too_many", pages=pages, most=wanted.most)
    return site


def _pages(made: Folder, site: Site, shells: Sequence[Shell], archive: Path | None) -> int:
    """All pages in all languages; how many there are. What belongs to one indicator is made in one go: the most
    expensive question, which figures are comparable, is then asked once for it."""

    def write(pages: Iterable[Page]) -> int:
        made_of = [(page, shell) for page in pages for shell in shells]
        for page, shell in made_of:
            shell.write(made, page, bodies.body(site, page, shell.words, archive))
        return len(made_of)

    number = write(page for page in site.pages if page.name != "indicator")
    for one in dict.fromkeys([*site.indicators, *site.things]):
        number += write(page for page in site.indicator_pages.get(one, ()))
        if one in site.things:
            number += compared.write(made, site, one, shells)
    number += compared.several(made, site, shells)
    for shell in shells:
        words, about = shell.words, replace(site.base, indicator="")
        shell.write(made, Page("area", about, "areas.html"), bodies.areas(site, words), words("publish.areas"))
        things = bodies.things(site, words)
        shell.write(made, Page("compare", about, "compare/index.html"), things, words("publish.things"))
        made.write(f"{words.lang}/index.js", index(site, words))
    return number + 2 * len(shells)


def _beside(made: Folder, site: Site, wanted: Wanted) -> None:
    """What all pages share, and the page at the door."""
    sheet = palette.css_auto() + style.pages() + (FILES / "site.css").read_text(encoding="utf-8")
    made.write("site.css", sheet)
    for name in ("site.js", "icon.svg"):
        made.write(name, (FILES / name).read_bytes())
    if not wanted.indexed:
        made.write("robots.txt", "User-agent: *\nDisallow: /\n")
    config = site.store.config
    first = config.language if config.language in wanted.languages else wanted.languages[0]
    words = Words(first)
    title = config.title if first == "zh" else config.title_en
    languages = [Words(one) for one in wanted.languages]
    start = bodies.render("start.html", words, policy=POLICY, indexed=wanted.indexed, site=title, languages=languages)
    made.write("index.html", start + "\n")
