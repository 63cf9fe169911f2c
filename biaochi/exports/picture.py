"""One picture to put into a text: a plan's targets, an indicator's trajectory or its ranking, as SVG and as PNG.

Title, date of data, as-of date, snapshot and sources stand inside the picture, so that they travel with it.
"""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from biaochi import charts, comparability, marks
from biaochi.exports import browser
from biaochi.exports.answer import Answer, gather
from biaochi.exports.clean import text as clean
from biaochi.exports.plan_picture import plan_body
from biaochi.exports.plotted import plotted
from biaochi.lettering import text_width, wrap
from biaochi.marks.svg import el, shape, svg, text
from biaochi.palette import look, var
from biaochi.problem import Fault
from biaochi.selection import Selection
from biaochi.store import Row, Store
from biaochi.views.indicator import answer as course_of
from biaochi.words import Words

WIDTH, EDGE = 1080, 32
_INNER = WIDTH - 2 * EDGE
_APART = 4  # so many figures that stand apart are named under a ranking


class Body(NamedTuple):
    """What is drawn between title and sources."""

    title: str
    subtitle: str
    drawn: Markup
    height: float
    notes: list[str]
    figures: list[Row]
    label: str
    verdict: str = ""
    early: bool = False


def svg_picture(store: Store, selection: Selection, words: Words) -> bytes:
    """The picture as an SVG file with concrete colours."""
    return _drawn(store, selection, words)[0].encode()


def png_picture(store: Store, selection: Selection, words: Words) -> bytes:
    """The picture as PNG, twice as fine as its size in pixels; needs a Chromium."""
    browser.find()
    drawn, height = _drawn(store, selection, words)
    return browser.photographed(drawn, WIDTH, height)


def _drawn(store: Store, selection: Selection, words: Words) -> tuple[str, int]:
    answer = gather(store, selection, words)
    if not selection.indicator:
        body = _plan(answer)
    elif selection.area or selection.plan:
        body = _trajectory(answer)
    else:
        body = _ranking(answer)
    drawn, height = _framed(body, answer)
    return clean(marks.standalone(drawn, width=WIDTH)), height


def _framed(body: Body, answer: Answer) -> tuple[Markup, int]:
    """Title and stamp above, notes and sources below."""
    drawn, y = Markup(""), EDGE + 22.0
    for line in wrap(body.title, 27, _INNER - 190, 2):
        drawn += text(line, EDGE, y, 27, "ink", weight=680)
        y += 36
    if body.verdict:
        drawn += _badge(body, answer.words, y - 36)
    drawn += text(body.subtitle, EDGE, y - 7, 14, "sub")
    drawn += el("rect", x=EDGE, y=y + 6, width=_INNER, height=2, fill=var("ink"))
    y += 24
    drawn += el("g", body.drawn, transform=f"translate({EDGE} {y})")
    y += body.height + 14
    stamp = answer.words("common.dot").join(answer.stamps_of(_full(body.figures, answer)))
    sources = answer.words("export.from", source="；".join(_named(one) for one in answer.sources(body.figures)))
    for line in [part for note in [*body.notes, sources, stamp] for part in wrap(note, 12.5, _INNER, 6)]:
        drawn += text(line, EDGE, y + 8, 12.5, "sub")
        y += 19
    height = int(y + EDGE - 8)
    return svg(body.label, drawn, height=height, view=f"0 0 {WIDTH} {height}"), height


def _full(figures: list[Row], answer: Answer) -> list[Row]:
    """The same figures with everything that the store knows of them."""
    told = answer.store.told(answer.when, tuple(one["figure"] for one in figures))
    known = {one["figure"]: one for one in told}
    return [known[one["figure"]] for one in figures if one["figure"] in known]


def _named(source: Row) -> str:
    return f"{source['title']}（{source['doc_number']}）" if source["doc_number"] else str(source["title"])


def _badge(body: Body, words: Words, y: float) -> Markup:
    """The verdict at the upper right, as shape and word on its ground."""
    seen, said = look(body.verdict), words.verdict(body.verdict, body.early)
    width = text_width(said, 15) + 46
    left = WIDTH - EDGE - width
    ground = el("rect", x=left, y=y - 21, width=width, height=30, rx=7, fill=var(f"{seen.colour}-ground"))
    mark = el("g", shape(seen, 7, f"{seen.colour}-ground"), transform=f"translate({left + 19:.1f} {y - 6:.1f})")
    return ground + mark + text(said, left + 33, y - 0.5, 15, f"{seen.colour}-ink", weight=600)


def _plan(answer: Answer) -> Body:
    if not answer.aims:
        raise Fault("export_nothing", what=answer.title)
    words = answer.words
    drawn, height = plan_body(answer, _INNER)
    place = words("common.dot").join(
        part for part in (answer.name(answer.area), words("export.targets", n=len(answer.aims))) if part
    )
    figures = [one for aim in answer.aims for one in aim.figures()]
    said = [answer.standing(plan) for plan in answer.plans]
    return Body(answer.title, place, drawn, height, said if len(said) > 1 else [], figures, " ".join(said))


def _trajectory(answer: Answer) -> Body:
    """The same drawing as on the indicator's page: baseline, path, observations, target."""
    words, chosen = answer.words, answer.selection
    plan = answer.store.plan(chosen.plan)
    area = chosen.area or str(plan["ref_area"] if plan else "")
    course = course_of(answer.store, Selection(**{**chosen.__dict__, "area": area}), words)
    indicator = answer.store.indicator(chosen.indicator) or {}
    drawn, height = plotted(charts.trajectory(course, words, height=430), _INNER)
    if not height:
        raise Fault("export_nothing", what=f"{answer.name(answer.store.area(area))} {answer.name(indicator)}".strip())
    row = course["assessment"] or {}
    parts = [
        answer.name(answer.store.area(area)),
        answer.name(row or None, "plan"),
        words(f"basis.{indicator['basis']}"),
    ]
    return Body(
        answer.name(indicator),
        words("common.dot").join(part for part in parts if part),
        drawn,
        height,
        charts.notes(course, words),
        course["figures"],
        charts.describe(course, words),
        row.get("verdict", ""),
        bool(row.get("early")),
    )


def _ranking(answer: Answer) -> Body:
    """The largest comparable group as bars; what stands apart is named with its reason."""
    words, store = answer.words, answer.store
    found = comparability.compare(store.snapshot.cursor(), answer.selection.indicator, answer.when)
    name = answer.name(found)
    if not found["groups"]:
        raise Fault("export_nothing", what=name)
    group = found["groups"][0]
    rows = [{**one, "area_name": answer.name(one, "area")} for one in group["figures"]]
    drawn = marks.ranked_bars_svg(
        rows,
        words,
        own=store.config.default_area or "",
        median=group["median"],
        missing=[answer.name(one, "area") for one in group["missing"]],
        width=_INNER,
    )
    height = float(str(drawn).split('viewBox="0 0 ', 1)[1].split('"', 1)[0].split()[1])
    standing = Markup(marks.standalone(drawn, width=_INNER).strip())  # noqa: S704
    subtitle = words("compare.group", name=name, basis=words(f"basis.{group['basis']}"), when=group["time_period"],
                     n=len(rows))  # fmt: skip
    reason = comparability.reason(group, words)
    apart = [comparability.why(one, words) for one in found["apart"][:_APART]]
    apart = [words("compare.apart") + words("common.colon") + "；".join(apart)] if apart else []
    return Body(name, subtitle, standing, height, [part for part in [reason, *apart] if part],
                group["figures"], words.join(f"{row['area_name']} {words.value(row)}" for row in rows))  # fmt: skip
