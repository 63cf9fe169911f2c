"""The explanation of a verdict in words: each Step of progress.explain becomes a line: label, sum, result, note."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from biaochi.figures import bound_of, known, rises
from biaochi.palette import GROUPS, group_of
from biaochi.words import Words

Params = Mapping[str, Any]


class Step(Protocol):
    """What progress.explain returns."""

    @property
    def key(self) -> str:
        """The name of the step."""
        ...

    @property
    def params(self) -> Params:
        """Its numbers, dates and codes."""
        ...


class Line(NamedTuple):
    """One line of an explanation; a part that the step does not have is empty."""

    label: str
    formula: str
    result: str
    note: str


def told(steps: Iterable[Step], row: Params, words: Words, figure: Params | None = None) -> list[Line]:
    """The steps of an assessment in words; `figure` is the judged value as it was printed.

    What is computed from a bounded value (逾, 近, 约) is bounded too, and is told so: the same as on the gauge.
    """
    said: dict[str, Any] = {"bound": row.get("value_comparator"), "rising": rises(row)}
    said |= {"figure": figure} if figure else {}
    return [tell(one, words, row.get("unit") or "", **said) for one in steps]


def tell(step: Step, words: Words, unit: str = "", **context: Any) -> Line:
    """A step in words; `unit` is the indicator's; context may carry `figure`, the judged value as printed.

    And `bound`, its comparator, with `rising`: whether the share of the way grows with the value.
    """
    # time_progress calls its kind of years `unit`, every other unit is the indicator's
    params = {**step.params, **context, "kind": step.params.get("unit"), "unit": unit}
    variant, extra = _ADAPT.get(step.key, _plain)(params, words)
    room = f"step.{step.key}.{variant}" if variant else f"step.{step.key}"
    texts = params | extra
    line = Line(*(words(f"{room}.{part}", **texts) if words.has(f"{room}.{part}") else "" for part in Line._fields))
    return line._replace(result=_bounded(step.key, params, line.result, words))


def _bounded(key: str, params: Params, text: str, words: Words) -> str:
    """A result with the bound that it has from a bounded value: >75%; as it is where there is none."""
    if not text or key not in _RISING or not bound_of(params.get("bound"), rising=True):
        return text
    return words(f"comparator.{bound_of(params['bound'], _RISING[key](params))}", n=text)


def _lean(params: Params) -> int:
    """On which side of its number a bounded value lies: 1 above, -1 below, 0 on neither."""
    return {"more": 1, "at_least": 1, "less": -1, "at_most": -1, "nearly": -1}.get(
        bound_of(params.get("bound"), rising=True), 0
    )


def bounds_detail(row: Params, words: Words) -> str:
    """What can be said of a bounded value all the same: 至少进度正常; empty where nothing can."""
    at = [row.get("verdict_at_lower"), row.get("verdict_at_upper")]
    if row.get("verdict") != "undetermined" or not all(known(word) for word in at) or at[0] == at[1]:
        return ""
    best, worst = sorted((str(word) for word in at), key=lambda word: GROUPS.index(group_of(word)))
    low, high = row.get("value_lower"), row.get("value_upper")
    if _open(high) or _open(low):
        unlimited_is_best = (row.get("direction") != "lower") == _open(high)
        key = "verdict_at_least" if unlimited_is_best else "verdict_at_most"
        return words(f"step_part.{key}", word=words.verdict(worst if unlimited_is_best else best))
    return words("step_part.verdict_between", worst=words.verdict(worst), best=words.verdict(best))


def _open(end: Any) -> bool:
    return end is None or not known(end) or math.isinf(end)


def _plain(params: Params, words: Words) -> tuple[str, Params]:
    return "", {}


def _why(params: Params, words: Words) -> tuple[str, Params]:
    return str(params["why"]), {}


def _value(params: Params, words: Words) -> tuple[str, Params]:
    printed = {"value": params["v"], "comparator": params.get("comparator"), "unit": params["unit"]}
    return "", {"figure": params.get("figure") or printed}


def _pace_side(params: Params) -> float:
    """Positive ahead of time, negative behind it; a bound tells where the number itself lies on it."""
    return round(float(params["result"]), 9) or _lean(params) * (1 if params.get("rising") else -1)


def _pace_gap(params: Params, words: Words) -> tuple[str, Params]:
    gap, side = round(float(params["result"]), 9), _pace_side(params)
    return "ahead" if side > 0 else "behind" if side < 0 else "level", {"distance": abs(gap)}


def _gap(params: Params, words: Words) -> tuple[str, Params]:
    gap, pair = float(params["result"]), (float(params["T"]), float(params["v"]))
    amount = {"low": min(pair), "high": max(pair), "amount": words.difference(abs(gap), params["unit"])}
    side = gap or _lean(params) * (1 if params.get("direction") == "lower" else -1)
    return "short" if side > 0 else "over" if side < 0 else "exact", amount


def _margin(params: Params, words: Words) -> tuple[str, Params]:
    margin = float(params["result"])
    return "inside" if margin >= 0 else "outside", {"amount": words.difference(abs(margin), params["unit"])}


def _required(params: Params, words: Words) -> tuple[str, Params]:
    """Two figures after the point are enough for a pace; more would pretend to know."""
    pace = float(params["result"])
    return "down" if pace < 0 else "up", {"amount": words.difference(_rounded(abs(pace)), params["unit"])}


def _projection(params: Params, words: Words) -> tuple[str, Params]:
    return "", {"amount": words.amount(words.number(_rounded(params["result"])), params["unit"])}


def _rounded(value: Any) -> float:
    """A computed number with about three significant digits, whole from 100 on."""
    size = abs(float(value))
    return round(float(value), 0 if size >= 100 else 1 if size >= 10 else 2)


def _ends(params: Params, words: Words) -> tuple[str, Params]:
    return "", {end: words(f"step_part.no_{end}") if _open(params.get(end))
                else words.amount(words.number(params[end]), params["unit"]) for end in ("lower", "upper")}


def _cut(params: Params, words: Words) -> tuple[str, Params]:
    low, high = params.get("at_least"), params.get("below")
    key = "between" if known(low) and known(high) else "at_least" if known(low) else "below"
    scheme = str(params["scheme"])
    reached = _bounded("cut", params, words(f"step_part.reached_{scheme}", result=params["result"]), words)
    return scheme, {"range": words(f"step_part.{key}", low=low, high=high), "reached": reached}


def _guard(params: Params, words: Words) -> tuple[str, Params]:
    guard = params.get("guard")
    number = str(int(guard)) if guard is not None and known(guard) else "none"
    return number + ("_early" if number == "6" and params.get("early") else ""), {}


def _undetermined(params: Params, words: Words) -> tuple[str, Params]:
    return "", {"reason": words(f"reason.{params['why']}")}


def _second(params: Params, words: Words) -> tuple[str, Params]:
    scored = "ratio_score" if known(params.get("ratio")) else "score" if known(params.get("score")) else ""
    numbers = words(f"step_part.{scored}", ratio=params.get("ratio"), score=params.get("score")) if scored else ""
    return "", {"method": words(f"method.{params['method']}"), "word": words(f"growth.{params['verdict']}"),
                "numbers": numbers, "zero": words("step_part.zero_replaced") if params.get("zero_replaced") else
                words("step_part.as_printed") if scored and _lean(params) else ""}


def _disagree(params: Params, words: Words) -> tuple[str, Params]:
    growth = [words(f"growth.{params[method]}") for method in ("opensdg", "eurostat") if params.get(method)]
    return "", {"pace": words.verdict(params["pace"]), "growth": " / ".join(dict.fromkeys(growth))}


def _past(params: Params) -> bool:
    """Whether a distance to a target grows with the value: beyond it, or nearer to the upper end of a range."""
    low, value, high = float(params["T"]), float(params["v"]), params.get("upper")
    if high is not None and known(high):
        return value > float(high) or low <= value < low + (float(high) - low) / 2
    return value > low or value == low and _lean(params) > 0


# Which results grow with the value that they are computed from; the others have no number of their own.
_RISING: dict[str, Callable[[Params], bool]] = {
    "completion_rate": lambda params: bool(params["rising"]), "pace_ratio": lambda params: bool(params["rising"]),
    "pace_gap": lambda params: bool(params["rising"]) == (_pace_side(params) >= 0),
    "cut": lambda params: bool(params["rising"]) == (params["scheme"] == "ratio"),
    "attainment": lambda params: float(params["T"]) > 0, "gap": _past, "margin": _past,
    "required_pace": lambda params: float(params["result"]) < 0, "growth": lambda params: True,
    "projection": lambda params: True,
}  # fmt: skip

_ADAPT = {
    "value": _value, "completion_missing": _why, "time_missing": _why, "pace_gap": _pace_gap, "gap": _gap,
    "margin": _margin, "required_pace": _required, "projection": _projection, "ends": _ends, "cut": _cut,
    "guard": _guard, "undetermined": _undetermined, "second_method": _second, "methods_disagree": _disagree,
    "no_value": lambda params, words: ("" if params.get("ineligible") else "none", {}),
    "time_progress": lambda params, words: (str(params["kind"]), {}),
}
