"""Templates to Markup: everything is escaped, and nothing is left that a Markdown renderer could take for its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import cache, wraps
from pathlib import Path
from typing import Any, TypeVar, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from biaochi import marks, progress, steps
from biaochi.model import Thresholds
from biaochi.selection import Selection
from biaochi.store import Row, Store
from biaochi.views import problems
from biaochi.words import Words, book, known

TEMPLATES = Path(__file__).with_name("templates")


@cache
def environment() -> Environment:
    """One environment for all templates: escaping always, an unknown name is an error."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def warm() -> None:
    """Reads what every page needs before the first readers come, who would all read it at the same time."""
    book()
    for name in ("header.html", "notice.html", "footer.html"):
        environment().get_template(name)


def render(template: str, words: Words, selection: Selection, **context: Any) -> Markup:
    """A template as one piece of HTML without blank lines and indentation (both mean something in Markdown)."""
    env = environment()
    usual = {"w": words, "s": selection, "marks": marks, "known": known, "name_of": namer(words), "linked": True,
             "fact": lambda one: problems.coded(problems.fact(one, words)),
             "advice": lambda one: problems.advice(one, selection, words), "coded": problems.coded}  # fmt: skip
    text = env.get_template(template).render(**usual | context)
    calm = re.sub(r"\s*\n\s*", "\n", text).strip().replace(":material/", "&#58;material/")
    return Markup(calm)  # noqa: S704 - a template with autoescape made it


View = TypeVar("View", bound=Callable[..., Markup])


def kept(view: View) -> View:
    """A view is the same for the same snapshot, selection, language and day: it is rendered once."""

    @wraps(view)
    def show(store: Store, selection: Selection, words: Words, *more: Any) -> Markup:
        key = (view.__name__, selection, words.lang, selection.as_of or date.today(), *more)
        return store.keep(key, lambda: view(store, selection, words, *more))

    return cast(View, show)


def namer(words: Words) -> Any:
    """What a row calls itself in this language: `name_of(row)`, `name_of(row, "area")`."""

    def name_of(row: Row | None, what: str = "") -> str:
        if row is None:
            return ""
        key = f"{what}_name" if what else "name"
        return str((row.get(f"{key}_en") if words.lang == "en" else None) or row.get(key) or "")

    return name_of


class Cite:
    """Numbers that open their source, and verdicts that open their sum: one native pop-up each, written once a view."""

    linked = True
    """Whether other pages can be reached from here; not so in a file."""

    def __init__(self, words: Words, selection: Selection, thresholds: Thresholds | None = None) -> None:
        self.words, self.selection, self.thresholds = words, selection, thresholds
        self.figures: dict[int, Row] = {}
        self.sums: dict[str, tuple[Row, list[Row]]] = {}

    def __call__(self, figure: Row | None, text: str = "", css: str = "") -> Markup:
        """The figure as a button that opens its quote; a dash where there is none."""
        if figure is None:
            return Markup('<span class="bc-none">—</span>')
        self.figures[figure["figure"]] = figure
        said = text or self.words.short(figure)
        return Markup('<button type="button" class="bc-num {}" popovertarget="f{}" title="{}">{}</button>').format(
            css, figure["figure"], self.words("page.open_source"), said
        )

    def aim(self, aim: Any) -> Markup:
        """What a target asks for, or that its plan has not set it yet."""
        if aim.row["verdict"] != "target_open":
            return self(aim.target)
        return Markup('<span class="bc-none">{}</span>').format(self.words("page.target_open"))

    def verdict(self, row: Row, figures: Iterable[Row | None] = ()) -> Markup:
        """The verdict's badge as a button that opens the arithmetic."""
        return self.why(row, figures, self.badge(row))

    def why(self, row: Row, figures: Iterable[Row | None], content: Markup) -> Markup:
        """Anything that shows a verdict, as a button that opens the arithmetic."""
        key = f"{row['plan']}-{row['ord']}"
        self.sums[key] = (row, [one for one in figures if one])
        return Markup('<button type="button" class="bc-why" popovertarget="v-{}" title="{}">{}</button>').format(
            key, self.words("page.open_sum"), content
        )

    def badge(self, row: Row) -> Markup:
        """The verdict as shape and word; what can be said of a bounded value all the same stands beside it."""
        return marks.badge(
            row["verdict"], self.words, early=bool(row.get("early")), detail=steps.bounds_detail(row, self.words)
        )

    def steps(self, row: Row, value: Row | None = None) -> list[steps.Line]:
        """The sum, step by step, in words; `value` is the judged figure."""
        return steps.told(progress.explain(row, self.thresholds), row, self.words, value)

    def cards(self) -> Markup:
        """The pop-ups of everything that was cited."""
        return render(
            "cards.html", self.words, self.selection, cite=self, figures=list(self.figures.values()), sums=self.sums,
            linked=self.linked,
        )  # fmt: skip


def goto(selection: Selection, row: Row) -> Selection:
    """The selection that stands on this row: its area, plan and indicator."""
    return replace(
        selection,
        area=row.get("ref_area") or selection.area,
        plan=row.get("plan") or "",
        indicator=row.get("indicator") or "",
    )
