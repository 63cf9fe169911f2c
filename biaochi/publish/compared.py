"""The comparison as files: the usual views of each indicator, and the groups and pairs of periods that these offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from biaochi import views
from biaochi.exports import shown
from biaochi.publish import bodies, links
from biaochi.publish.folder import Folder
from biaochi.publish.shell import Shell
from biaochi.publish.site import Page, Site
from biaochi.views.compare import Compared
from biaochi.words import Words

_VIEWS = ("", "change", "tiles", "map")
Made = dict[str, tuple[Page, Compared]]


def write(made: Folder, site: Site, thing: str, shells: Sequence[Shell]) -> int:
    """All pages of one indicator or concept in all languages; how many there are."""
    every = [_asked(site, thing, shell.words) for shell in shells]
    for shell, pages in zip(shells, every, strict=True):
        site.known_comparisons |= set(pages)
        for page, found in pages.values():
            _write(made, site, page, found, shell)
    return sum(map(len, every))


def several(made: Folder, site: Site, shells: Sequence[Shell]) -> int:
    """The page of several indicators by area."""
    if not site.things:
        return 0
    page = site.compared(replace(site.base, plan="", view="several"))
    for shell in shells:
        _write(made, site, page, _compare(site, page, shell.words), shell)
    return len(shells)


def _asked(site: Site, thing: str, words: Words) -> Made:
    """The usual views, and what they link to; a view that shows something else is none of its own."""
    base, done = replace(site.base, plan="", indicator=thing), Made()
    for view in _VIEWS:
        page = site.compared(replace(base, view=view))
        found = _compare(site, page, words)
        if found.view == (view or "ranking"):
            done[page.path] = (page, found)
    for _, found in list(done.values()):
        for name, chosen in links.links(found.html):
            if name == "compare" and chosen.indicator == thing and chosen.view != "several":
                page = site.compared(replace(chosen, area=site.own, as_of=site.when, v="", lang=""))
                if page.path not in done:
                    done[page.path] = (page, _compare(site, page, words))
    return done


def _compare(site: Site, page: Page, words: Words) -> Compared:
    return views.compare(site.store, page.selection, words, site.places)


def _write(made: Folder, site: Site, page: Page, found: Compared, shell: Shell) -> None:
    body = bodies.plain_main(found.html) + _downloads(made, shell.words, page.path, found)
    shell.write(made, page, body, _title(site, shell.words, page))


def _title(site: Site, words: Words, page: Page) -> str:
    rows = {row["concept"]: row for row in site.store.concepts()}
    return views.namer(words)(site.store.indicator(page.selection.indicator) or rows.get(page.selection.indicator))


def _downloads(made: Folder, words: Words, path: str, found: Compared) -> Markup:
    """The table and the drawing as files beside the page."""
    stem, files = path.removesuffix(".html"), []
    if found.sheet:
        made.write(f"{words.lang}/{stem}.csv", shown.sheet_csv(found.sheet))
        files.append((f"{stem.rpartition('/')[2]}.csv", words("publish.table")))
    if found.picture:
        made.write(f"{words.lang}/{stem}.svg", shown.picture_svg(found.picture))
        files.append((f"{stem.rpartition('/')[2]}.svg", words("publish.picture")))
    return bodies.render("downloads.html", words, files=files) if files else Markup("")
