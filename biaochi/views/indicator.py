"""指标: the parts of one indicator's page; the trajectory itself is drawn between them."""

from __future__ import annotations

from markupsafe import Markup

from biaochi import comparability
from biaochi.figures import role_of
from biaochi.selection import Selection
from biaochi.store import Row, Store
from biaochi.views.html import Cite, kept, namer, render
from biaochi.views.rows import Aim, aims, today
from biaochi.words import Words

_ROLES = ("target", "baseline", "milestone", "observation")


def chosen(store: Store, selection: Selection) -> list[Aim]:
    """The targets for this indicator in this area, the chosen plan's first."""
    found = aims(store, today(selection), None, selection.area, selection.indicator)
    return sorted(found, key=lambda aim: aim.row["plan"] != selection.plan)


@kept
def indicator_title(store: Store, selection: Selection, words: Words) -> Markup:
    """Name, area, basis, unit and direction."""
    return render(
        "indicator_title.html",
        words,
        selection,
        indicator=store.indicator(selection.indicator),
        area=store.area(selection.area),
        aims=chosen(store, selection),
        when=today(selection),
        talks={"v": store.id, "decks": [], "indicator": selection.indicator},
    )


def answer(store: Store, selection: Selection, words: Words) -> Row:
    """What the trajectory draws (charts.course.Course): the figures of this definition only, and the first verdict."""
    when, found = today(selection), chosen(store, selection)
    row = store.indicator(selection.indicator) or {}
    return {
        "name": namer(words)(row),
        "unit": row.get("unit"),
        "as_of": when,
        "figures": store.figures(when, selection.indicator, selection.area),
        "assessment": found[0].row if found else None,
        "not_judged": [one["figure"] for one in found[0].apart] if found else [],
    }


def chart_notes(notes: list[str], selection: Selection, words: Words) -> Markup:
    """What the drawing does not say by itself."""
    return render("chart_notes.html", words, selection, notes=notes)


@kept
def sum_card(store: Store, selection: Selection, words: Words) -> Markup:
    """How each verdict was computed, and which figures were not judged and why."""
    cite = Cite(words, selection, store.config.thresholds)
    return render(
        "sum_card.html", words, selection, cite=cite, aims=chosen(store, selection), area=store.area(selection.area)
    )


@kept
def evidence(store: Store, selection: Selection, words: Words) -> Markup:
    """Every figure of the indicator in this area with its quote: targets, baselines, observations, newest first."""
    own = store.figures(today(selection), selection.indicator, selection.area)
    order = sorted(own, key=lambda one: str(one["period_end"] or ""), reverse=True)
    order.sort(key=lambda one: _ROLES.index(one["role"]))
    return render("evidence.html", words, selection, figures=_once(order), area=store.area(selection.area))


def _once(figures: list[Row]) -> list[Row]:
    """A figure that is baseline and observation at once is quoted once, with both its roles."""
    found: dict[tuple[str, ...], Row] = {}
    for one in figures:
        same = found.setdefault(
            (one["value_text"], one["time_period"], one["source"], one["quote"]), {**one, "roles": []}
        )
        if role_of(one) not in same["roles"]:
            same["roles"].append(role_of(one))
    return list(found.values())


@kept
def definition(store: Store, selection: Selection, words: Words) -> Markup:
    """What is counted, and the other definitions of the same concept."""
    row = store.indicator(selection.indicator)
    kin = [
        one
        for one in store.indicators()
        if row
        and one["indicator"] != row["indicator"]
        and (row["concept"] and one["concept"] == row["concept"] or one["indicator"] in row["related"])
    ]
    return render("definition.html", words, selection, indicator=row, kin=kin)


@kept
def others(store: Store, selection: Selection, words: Words) -> Markup:
    """The areas whose figures may stand beside this one, in comparable groups."""
    near = store.neighbours(selection.area)
    found = comparability.as_json(store.comparison(selection.indicator, today(selection), near))["groups"]
    groups = [_group(one, store, words) for one in found if len(one["figures"]) > 1][:3]
    return render("others.html", words, selection, groups=groups, indicator=store.indicator(selection.indicator))


def _group(group: Row, store: Store, words: Words) -> Row:
    areas = {row["ref_area"]: row for row in store.areas()}
    name = "name_en" if words.lang == "en" else "name"
    figures = [
        {
            **one,
            "area": areas[one["ref_area"]][name],
            "period": words.period(one["time_period"]),
            "value": words.value({**one, "unit": group["unit"]}),
        }
        for one in group["figures"]
    ]
    return {"label": words.period(group["time_period"]), "basis": group["basis"], "figures": figures}
