"""What stands around every published page: the document, header and footer, and the way to other areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from markupsafe import Markup

from biaochi import views
from biaochi.access import User
from biaochi.publish import links
from biaochi.publish.bodies import render
from biaochi.publish.folder import Folder
from biaochi.publish.site import Page, Site
from biaochi.words import Words

NAVIGATION = ("overview", "plan", "indicator", "area", "compare", "sources", "quality")
POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file: 'unsafe-inline'; img-src 'self' file: data:; "
    "base-uri 'none'; form-action 'none'"
)
"""Nothing but our own files; `file:` because from a folder some browsers do not take them for 'self'."""
_FROM_AREA = ("overview", "plan", "indicator", "area")


class Shell:
    """The documents of a site in one language."""

    def __init__(self, site: Site, words: Words, languages: Sequence[str], indexed: bool) -> None:
        self.site, self.words, self.indexed = site, words, indexed
        self.others = [one for one in languages if one != words.lang]

    def write(self, made: Folder, page: Page, body: Markup, title: str = "") -> None:
        """One page into the folder of its language."""
        made.write(f"{self.words.lang}/{page.path}", self.document(page, body, title))

    def document(self, page: Page, body: Markup, title: str = "") -> str:
        """A whole HTML document with links to files."""
        site, words, chosen = self.site, self.words, page.selection
        depth = len(PurePosixPath(page.path).parts) - 1
        whole = render(
            "document.html", words, policy=POLICY, indexed=self.indexed, title=self._title(page, title), path=page.path,
            up="../" * (depth + 1), near="../" * depth, away="../" * (depth + 1), others=self.others, page=page.name,
            chosen=chosen, header=self._header(page), picks=self._picks(page), body=body, snapshot=site.store.id,
            footer=views.footer(words, chosen),
        )  # fmt: skip
        return links.rewrite(whole, page.path, self._resolve, words.lang) + "\n"

    def _resolve(self, name: str, chosen: object) -> str | None:
        return self.site.path(name, chosen)  # type: ignore[arg-type]

    def _title(self, page: Page, title: str) -> str:
        site, store, name_of, chosen = self.site, self.site.store, views.namer(self.words), page.selection
        said = {
            "overview": name_of(store.plan(chosen.plan) or store.area(chosen.area)),
            "plan": name_of(store.plan(chosen.plan)), "area": name_of(store.area(chosen.area)),
            "indicator": f"{name_of(store.indicator(chosen.indicator))} · {name_of(store.area(chosen.area))}",
            "sources": (store.source(chosen.source, site.when) or {}).get("title", ""),
        }.get(page.name, "")  # fmt: skip
        config = store.config
        site = config.title if self.words.lang == "zh" else config.title_en
        parts = [title or said, self.words(f"page.{page.name}"), site]
        return " · ".join(dict.fromkeys(part for part in parts if part))

    def _header(self, page: Page) -> Markup:
        """The header of the pages; an entry of the navigation leads somewhere from everywhere."""
        site, chosen = self.site, page.selection
        area = chosen.area or site.own
        there = (area, chosen.indicator) in site.pairs
        chosen = replace(chosen, area=area, indicator=chosen.indicator if there else "")
        made = views.header(site.store, chosen, self.words, page.name, NAVIGATION, False, User())
        return made if self.others else links.without_language(made)

    def _picks(self, page: Page) -> Markup:
        """The ways to other areas and indicators; the script makes them fields of choice."""
        site, words, chosen, found = self.site, self.words, page.selection, []
        name_of, up = views.namer(words), "../" * (len(PurePosixPath(page.path).parts) - 1)
        if page.name in _FROM_AREA and len(site.areas) > 1 and page.path != "areas.html":
            shown = name_of(site.store.area(chosen.area))
            found.append((words("page.pick_area"), shown, words("publish.other_area"), f"{up}areas.html", "area"))
        if page.name == "indicator":
            shown = name_of(site.store.indicator(chosen.indicator))
            there = f"{up}area/{chosen.area}.html"
            found.append((words("page.pick_indicator"), shown, words("publish.own_figures"), there, "indicator"))
        if page.name == "compare" and chosen.indicator:
            rows = [*site.store.indicators(), *({**c, "indicator": c["concept"]} for c in site.store.concepts())]
            shown = name_of(next(row for row in rows if row["indicator"] == chosen.indicator))
            there = f"{up}compare/index.html"
            found.append((words("page.pick_indicator"), shown, words("publish.other_thing"), there, "thing"))
        return render("picks.html", words, picks=found) if found else Markup("")
