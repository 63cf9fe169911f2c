"""Ranked bars: figures of many areas on one axis, as a list that reads like a table and as one drawing for files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from biaochi.figures import Figure, ends, known
from biaochi.lettering import text_width, wrap
from biaochi.marks.bar import open_end
from biaochi.marks.svg import el, num, pct, svg, text
from biaochi.palette import var
from biaochi.words import Words

_ROW, _BAR, _SIZE = 30, 16, 14.5
_FULL = 0.93  # the longest bar leaves room for the arrow of an open end


@dataclass(frozen=True)
class _Axis:
    """From a number to a place across: a per cent on pages, a pixel in files."""

    low: float
    span: float
    place: Callable[[float], str] = pct
    size: Callable[[float], str] = pct

    def at(self, n: float) -> str:
        return self.place(_FULL * (n - self.low) / self.span)

    def length(self, a: float, b: float) -> str:
        return self.size(_FULL * abs(b - a) / self.span)


def ranked_bars(rows: Sequence[Figure], words: Words, *, own: str = "", median: float | None = None,
                missing: Sequence[str] = ()) -> Markup:
    """Comparable figures as bars from 0, in the order given: own area lit, median as a line, open ends for bounds.

    A row is a row of the table `figure` with `area_name`, and `rank` where ranks may be given. Areas without a figure
    are named under the bars, never dropped.
    """
    axis = _axis(rows, median)
    body = Markup("").join(_table_row(row, axis, words, own, median) for row in rows)
    style = "width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums"
    notes = Markup("").join(el("div", note, style=f"color:{var('sub')};font-size:.87em;margin-top:.4em")
                            for note in _notes(rows, words, median, missing))
    return el("table", el("tbody", body), class_="bc-ranked", style=style) + notes


def ranked_row(row: Figure, rows: Sequence[Figure], words: Words, *, own: str = "",
               median: float | None = None) -> Markup:
    """The bar of one row on the axis of all, for a page that sets names and values itself."""
    return svg(words("mark.ranking_row", area=row["area_name"], figure=row),
               _bar(row, _axis(rows, median), 0, own, median), height=_ROW)


def ranked_bars_svg(rows: Sequence[Figure], words: Words, *, own: str = "", median: float | None = None,
                    missing: Sequence[str] = (), width: int = 720) -> Markup:
    """The same as one drawing with a fixed width in pixels, for files and slides."""
    names = max((text_width(_name(row), _SIZE) for row in rows), default=0) + 14
    room = width - names - max((text_width(words.value(row), _SIZE) for row in rows), default=0) - 8
    axis = _axis(rows, median, lambda share: num(names + share * room), lambda share: num(share * room))
    drawn, y = Markup(""), 0.0
    for row in rows:
        bold = 650 if row.get("ref_area") == own else None
        drawn += _bar(row, axis, y, own, median) + text(_name(row), 0, y + 20, _SIZE, "ink", weight=bold)
        drawn += text(words.value(row), width, y + 20, _SIZE, "ink", "end", bold)
        y += _ROW
    for note in _notes(rows, words, median, missing):
        for line in wrap(note, 12.5, width, 4):
            drawn += text(line, 0, y + 17, 12.5, "sub")
            y += 19
    height = max(y, float(_ROW)) + 4
    view, widest = f"0 0 {width} {num(height)}", f"max-width:{width}px;"
    return svg(_label(rows, words), drawn, height=height, view=view, style=widest)


def bars(rows: Sequence[Figure], words: Words, *, own: str = "", median: float | None = None) -> list[Markup]:
    """The bars alone, one drawing a row, all on one axis: for tables whose cells are more than text."""
    axis = _axis(rows, median)
    return [svg(_said(row, words, own), _bar(row, axis, 0, own, median), height=_ROW) for row in rows]


def _said(row: Figure, words: Words, own: str) -> str:
    said = words("mark.ranking_row", area=row["area_name"], figure=row)
    return words("common.clause").join([said, words("mark.own_area")] if row.get("ref_area") == own else [said])


def _axis(rows: Sequence[Figure], median: float | None, place: Callable[[float], str] = pct,
          size: Callable[[float], str] = pct) -> _Axis:
    numbers = [end for row in rows if known(row.get("value")) for end in ends(row)[:2]]
    low = min([0.0, *numbers])
    return _Axis(low, (max([0.0, *numbers, median or 0.0]) - low) or 1.0, place, size)


def _notes(rows: Sequence[Figure], words: Words, median: float | None, missing: Sequence[str]) -> list[str]:
    said = [words("mark.median_line", n=words.number(median))] if median is not None and rows else []
    return said + ([words("mark.missing", areas=words.join(missing))] if missing else [])


def _name(row: Figure) -> str:
    rank = row.get("rank")
    return f"{int(rank)}　{row['area_name']}" if rank is not None and known(rank) else str(row["area_name"])


def _table_row(row: Figure, axis: _Axis, words: Words, own: str, median: float | None) -> Markup:
    lit = row.get("ref_area") == own
    cell = f"padding:0;border:0;font-weight:{650 if lit else 400};white-space:nowrap;color:{var('ink')}"
    drawn = svg(_said(row, words, own), _bar(row, axis, 0, own, median), height=_ROW)
    return el("tr", el("th", _name(row), scope="row", style=f"{cell};text-align:left;padding-right:.8em"),
              el("td", drawn, style="padding:0;border:0;width:100%"),
              el("td", words.value(row), style=f"{cell};text-align:right;padding-left:.6em"))


def _bar(row: Figure, axis: _Axis, y: float, own: str, median: float | None) -> Markup:
    """One bar: sure up to its lower end, lighter up to the possible end, an arrow where nothing is known beyond."""
    drawn = Markup("")
    if known(row.get("value")):
        ink = "accent" if row.get("ref_area") == own else "quiet"
        low, high, open_below, open_above = ends(row)
        drawn = _rect(axis, 0.0, low, y, ink)
        if high > low:
            drawn += _rect(axis, low, high, y, ink, 0.45)
        if open_above or open_below:
            drawn += open_end(axis.at(high if open_above else low), y + _ROW / 2, ink, 1 if open_above else -1)
    if median is None:
        return drawn
    return drawn + el("line", x1=axis.at(median), x2=axis.at(median), y1=y, y2=y + _ROW, stroke=var("ink"),
                      stroke_width=1.5, stroke_dasharray="3 2")


def _rect(axis: _Axis, start: float, end: float, y: float, ink: str, opacity: float | None = None) -> Markup:
    return el("rect", x=axis.at(min(start, end)), y=y + (_ROW - _BAR) / 2, width=axis.length(start, end), height=_BAR,
              rx=2, fill=var(ink), fill_opacity=opacity)


def _label(rows: Sequence[Figure], words: Words) -> str:
    parts = words.join(words("mark.ranking_row", area=row["area_name"], figure=row) for row in rows)
    return words("mark.ranking", n=len(rows), parts=parts) if rows else words("mark.no_values")
