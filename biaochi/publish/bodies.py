"""What stands on each page of a site: the same views as on the live pages, put together without Streamlit."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from biaochi import charts, marks, views
from biaochi.exports.plotted import plotted
from biaochi.marks.svg import svg
from biaochi.publish.site import Page, Site
from biaochi.store import Row
from biaochi.views.html import environment as pages_environment
from biaochi.words import Words

TEMPLATES = Path(__file__).with_name("templates")
_WIDE, _NARROW = (760, 360), (350, 330)  # width and height of the trajectory on a desk and on a phone
_MAIN = re.compile(r"<(/?)main\b")

Maker = Callable[[Site, Page, Words, "Path | None"], Markup]


@cache
def environment() -> Environment:
    """As the pages' (everything is escaped, an unknown name is an error), with the templates of this room too."""
    found = pages_environment()
    folders = [str(TEMPLATES), str(Path(views.__file__).with_name("templates"))]
    return found.overlay(loader=FileSystemLoader(folders))


def body(site: Site, page: Page, words: Words, archive: Path | None) -> Markup:
    """The content of a page; `archive`: where the documents' texts are, if they shall be published."""
    return plain_main(_MAKERS[page.name](site, page, words, archive))


def plain_main(made: Markup) -> Markup:
    """A view without a landmark of its own: the document has the only one."""
    return Markup(_MAIN.sub(r"<\1div", str(made)))  # noqa: S704 - a view made it


def _overview(site: Site, page: Page, words: Words, _: Path | None) -> Markup:
    return views.overview(site.store, page.selection, words)


def _plan(site: Site, page: Page, words: Words, _: Path | None) -> Markup:
    return views.plan(site.store, page.selection, words)


def _area(site: Site, page: Page, words: Words, _: Path | None) -> Markup:
    return views.area(site.store, page.selection, words)


def _indicator(site: Site, page: Page, words: Words, _: Path | None) -> Markup:
    asked = (site.store, page.selection, words)
    course = views.answer(*asked)
    return render(
        "indicator.html", words, title=views.indicator_title(*asked), evidence=views.evidence(*asked),
        wide=_trajectory(course, words, *_WIDE), narrow=_trajectory(course, words, *_NARROW),
        notes=views.chart_notes(charts.notes(course, words), page.selection, words),
        sum=views.sum_card(*asked), definition=views.definition(*asked), others=views.others(*asked),
    )  # fmt: skip


def _trajectory(course: Row, words: Words, width: int, height: int) -> Markup:
    """The trajectory in the colours of the page around it."""
    drawn, tall = plotted(charts.trajectory(course, words, "var", height), width)
    label = charts.describe(course, words)
    return svg(label, drawn, height=tall, view=f"0 0 {width} {tall:.0f}") if tall else drawn


def _sources(site: Site, page: Page, words: Words, archive: Path | None) -> Markup:
    if page.selection.source:
        return views.source(site.store, page.selection, words, archive)
    return views.sources(site.store, page.selection, words)


def _quality(site: Site, page: Page, words: Words, _: Path | None) -> Markup:
    return views.quality(site.store, page.selection, words, None)


def _search(site: Site, page: Page, words: Words, _: Path | None) -> Markup:
    kinds = {kind: words(f"search.kind.{kind}") for kind in ("indicator", "area", "plan", "source", "concept")}
    said = {key: words(f"publish.{key}") for key in ("found", "nothing", "few")}
    return render("search.html", words, said=json.dumps(kinds | said, ensure_ascii=False, sort_keys=True))


_MAKERS: dict[str, Maker] = {
    "overview": _overview, "plan": _plan, "area": _area, "indicator": _indicator, "sources": _sources,
    "quality": _quality, "search": _search,
}  # fmt: skip


def areas(site: Site, words: Words) -> Markup:
    """All areas with a page by the area around them, each with its plans."""
    rows = [row for row in site.store.areas() if row["ref_area"] in site.areas]
    around = list(dict.fromkeys(row["parent"] or "" for row in rows))
    groups = []
    for parent in around:  # who has a group of its own is its heading
        own = [row for row in rows if (row["parent"] or "") == parent and row["ref_area"] not in around]
        plans = [[p for p in site.store.plans(row["ref_area"]) if p["plan"] in site.plans] for row in own]
        if own:
            groups.append((site.store.area(parent), list(zip(own, plans, strict=True))))
    return render("areas.html", words, s=site.base, groups=groups, number=len(rows), plans=len(site.plans))


def things(site: Site, words: Words) -> Markup:
    """All indicators and concepts by theme; those that only one area has figures of stand at the end."""
    name_of, rows = views.namer(words), {row["indicator"]: row for row in site.store.indicators()}
    concepts = {one["concept"]: one for one in site.store.concepts()}
    areas: dict[str, set[str]] = {}
    for area, indicator in site.store.told_pairs(site.when):
        areas.setdefault(indicator, set()).add(area)
    groups: dict[str, list[tuple[str, str, int]]] = {}
    for one in site.things:
        row = rows.get(one) or concepts[one]
        number = len(set().union(*(areas.get(part, set()) for part in row.get("indicators") or [one])))
        theme = name_of(row, "theme") if one in rows else words("search.kind.concept")
        groups.setdefault(theme if number > 1 else "", []).append((one, name_of(row), number))
    single = groups.pop("", [])
    return render("things.html", words, s=site.base, groups=groups, single=single, number=len(site.things))


def render(template: str, words: Words, **context: object) -> Markup:
    """A template of this room as one piece of HTML."""
    made = environment().get_template(template).render(w=words, marks=marks, name_of=views.namer(words), **context)
    return Markup(re.sub(r"\s*\n\s*", "\n", made).strip())  # noqa: S704 - a template with autoescape made it
