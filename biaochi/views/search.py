"""搜索: what a query finds, by kind, with the matching signs marked; what can be searched where there is no query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from biaochi.search import KINDS, LIMIT, Field, Found, Hit, Thing, examples, find, index
from biaochi.selection import Selection
from biaochi.store import Row, Store
from biaochi.views.html import namer, render
from biaochi.views.rows import today
from biaochi.words import Words

OPEN = 8
"""Hits of a kind that stand open; the others unfold."""
_AROUND = 14
"""Signs of a long text that are shown on either side of a match."""

Pieces = list[tuple[str, bool]]


@dataclass(frozen=True)
class Line:
    """One hit as it is shown: its name in pieces, by what other text it was found, and where it leads."""

    name: Pieces
    link: str
    facts: list[str]
    role: str = ""
    by: Pieces | None = None
    about: str = ""
    members: tuple[tuple[str, str], ...] = ()


def search(store: Store, selection: Selection, words: Words) -> Markup:
    """The answer to the query in the selection."""
    when = today(selection)
    found = find(store, selection.q, when)
    shown = [(kind, [_line(hit, store, selection, words) for hit in hits], total) for kind, hits, total in found.groups]
    return render(
        "search.html",
        words,
        selection,
        found=found,
        groups=shown,
        cut=len(selection.q) > LIMIT,
        limit=LIMIT,
        open=OPEN,
        examples=_examples(found, store, when, words),
        counts=dict.fromkeys(KINDS, 0) | Counter(one.kind for one in index(store, when)),
    )


def entries(store: Store, selection: Selection, words: Words) -> Iterator[tuple[Thing, Line]]:
    """Everything that can be found, as it would be shown; for an index that is searched without a server."""
    for thing in index(store, today(selection)):
        yield thing, _line(Hit(thing, (0, 0)), store, selection, words)


def _examples(found: Found, store: Store, when: date, words: Words) -> list[tuple[str, str]]:
    """Queries to try, only where there is nothing else to show."""
    if found.groups:
        return []
    return [(words(f"search.example.{key}"), text) for key, text in examples(store, when)]


def _line(hit: Hit, store: Store, selection: Selection, words: Words) -> Line:
    thing, name_of = hit.thing, namer(words)
    said = name_of(thing.row) or thing.row.get("title") or thing.id
    shown = next((one for one in thing.fields if one.text.raw == said), None)
    name = hit.marked(shown) if shown else [(said, False)]
    by = hit.by()
    other = by is not None and by is not shown and not any(lit for _, lit in name)
    facts, link = _FACTS[thing.kind](hit, store, selection, words)
    members = tuple(
        (name_of(one), selection.to("indicator", indicator=one["indicator"], plan=""))
        for one in thing.row.get("indicators", ())
    )
    return Line(
        name,
        link,
        facts,
        by.role if by and other else "",
        _window(hit, by) if by and other else None,
        name_of(hit.area) if hit.area else "",
        members,
    )


def _window(hit: Hit, field: Field) -> Pieces:
    """The signs around the first match of a long text."""
    pieces = hit.marked(field)
    if len(field.text.raw) <= 4 * _AROUND or field.role != "definition":
        return pieces
    at = next(i for i, (_, lit) in enumerate(pieces) if lit)
    before, after = "".join(text for text, _ in pieces[:at]), "".join(text for text, _ in pieces[at + 1 :])
    head = "…" + before[-_AROUND:] if len(before) > _AROUND else before
    tail = after[: 2 * _AROUND] + "…" if len(after) > 2 * _AROUND else after
    return [(head, False), pieces[at], (tail, False)]


def _indicator(hit: Hit, store: Store, selection: Selection, words: Words) -> tuple[list[str], str]:
    row = hit.thing.row
    areas = store.breadth().get(row["indicator"], 0)
    area = hit.area["ref_area"] if hit.area else selection.area
    if not hit.area and areas and row["indicator"] not in store.counted_in(area):
        area = store.area_of(row["indicator"])
    facts = [namer(words)(row, "theme"), words(f"basis.{row['basis']}"), words.unit(row["unit"])]
    facts.append(words("search.in_areas", n=areas) if areas else words("search.no_figures"))
    return facts, selection.to("indicator", indicator=row["indicator"], area=area, plan="")


def _area(hit: Hit, store: Store, selection: Selection, words: Words) -> tuple[list[str], str]:
    row: Row = hit.thing.row
    parent = store.area(row["parent"]) if row["parent"] else None
    counted = words("search.figures", n=row["figures"]) if row["figures"] else words("search.no_figures")
    plans = words("search.plans", n=row["plans"]) if row["plans"] else ""
    facts = [namer(words)(parent), words(f"level.{row['level']}"), row["ref_area"], counted, plans]
    return facts, selection.to("area", area=row["ref_area"])


def _plan(hit: Hit, store: Store, selection: Selection, words: Words) -> tuple[list[str], str]:
    row = hit.thing.row
    facts = [namer(words)(row, "area"), words.period(row["period"]), words("search.targets", n=row["targets"])]
    return facts, selection.to("plan", plan=row["plan"], area=row["ref_area"])


def _source(hit: Hit, store: Store, selection: Selection, words: Words) -> tuple[list[str], str]:
    row = hit.thing.row
    published = words.period(row["date_published"]) if row["date_published"] else ""
    facts = [
        row["doc_number"],
        row["publisher"],
        published,
        words.reliability(row),
        words("search.figures", n=row["figures"]),
    ]
    return facts, selection.to("sources", source=row["source"])


def _concept(hit: Hit, store: Store, selection: Selection, words: Words) -> tuple[list[str], str]:
    return [words("search.figures", n=hit.thing.weight)], ""


_FACTS = {"indicator": _indicator, "area": _area, "plan": _plan, "source": _source, "concept": _concept}
