"""The time axis: years stand at their ends, where annual values stand; a short course is marked by months."""

from __future__ import annotations

from datetime import date, timedelta

from biaochi.charts.base import Plot
from biaochi.spoken import pattern
from biaochi.words import Words

_MOST = 7  # so many years a phone has room for, when only the first says 年


def time_axis(first: date, last: date, words: Words, most: int = _MOST) -> Plot:
    """The axis from the first to the last day, with room at both ends; the last year always has its mark."""
    room = timedelta(days=max((last - first).days * 0.045, 20))
    years = [date(year, 12, 31) for year in range(first.year - 1, last.year + 1)]
    stops = [day for day in years if first - room <= day <= last + room]
    if len(stops) < 2:
        return _month_axis(first - room, last + room, words)
    step = 1 if len(stops) <= most else -(-len(stops) // max(most - 1, 1))
    stops = stops[::-step][::-1] if step > 1 else stops
    texts = [words.period(str(day.year)) if day == stops[0] else str(day.year) for day in stops]
    return _stops(first - room, last + room, stops, texts)


def _month_axis(first: date, last: date, words: Words) -> Plot:
    firsts = [date(year, month, 1) for year in range(first.year, last.year + 2) for month in range(1, 13)]
    days = [day - timedelta(days=1) for day in firsts if first <= day - timedelta(days=1) <= last]
    stops = days[:: 1 + (len(days) - 1) // 5] if days else []
    forms = ["month" if i == 0 or day.year != stops[i - 1].year else "month_only" for i, day in enumerate(stops)]
    return _stops(first, last, stops, [pattern(day, words(f"period.{form}"), words)
                                       for day, form in zip(stops, forms, strict=True)])


def _stops(first: date, last: date, stops: list[date], texts: list[str]) -> Plot:
    return {"range": [first.isoformat(), last.isoformat()], "type": "date", "ticktext": texts,
            "tickvals": [day.isoformat() for day in stops], "showgrid": False, "ticks": "outside", "ticklen": 5,
            "showline": True, "tickangle": 0}
