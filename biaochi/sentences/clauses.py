"""What a verdict says, as clauses of a sentence: distance, share, pace, margin, or why nothing can be judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from biaochi.figures import Figure, bounded, known, of_assessment
from biaochi.sentences.targets import goal, rate
from biaochi.words import Words

Row = Mapping[str, Any]
_PACED = ("slow", "behind", "on_track", "regressing")


class Told(Protocol):
    """A target with its assessment and the figures behind it (views.rows.Aim)."""

    @property
    def row(self) -> Row:
        """The assessment, a row of store.assessments."""
        ...

    @property
    def target(self) -> Figure | None:
        """The target as a figure with its source."""
        ...

    @property
    def baseline(self) -> Figure | None:
        """The baseline as a figure with its source."""
        ...

    @property
    def value(self) -> Figure | None:
        """The judged figure with its source."""
        ...

    @property
    def apart(self) -> Sequence[Row]:
        """Figures beside the target that were not judged, each with a reason."""
        ...


def clauses(aim: Told, words: Words) -> list[str]:
    """What the verdict of a target says, as clauses without a full stop."""
    row = aim.row
    verdict = row["verdict"]
    texts = {"target": goal(row, words), "rate": rate(row, words)}
    if verdict in _PACED:
        return _pace(row, texts["target"], words)
    if verdict == "achieved":
        return [words(f"sentence.notice.achieved{'_early' if row.get('early') else ''}", **texts)]
    if verdict in ("met", "breached", "out_of_range"):
        return _kept(row, texts["target"], words)
    if verdict == "undetermined":
        return _undetermined(aim, texts["target"], words)
    if verdict == "no_baseline":
        return [_short(row, texts["target"], words), words("sentence.notice.no_baseline")]
    if verdict == "missed":
        return [words("sentence.notice.missed", **texts), *_gap(row, words)]
    if verdict == "not_comparable":
        return _not_comparable(aim, texts["target"], words)
    if verdict == "baseline_only":
        _, baseline, _ = of_assessment(row)
        texts["baseline"] = words.spoken(baseline or {})
    return [words(f"sentence.notice.{verdict}", when=row.get("baseline_period"), due=row.get("target_period"), **texts)]


def _pace(row: Row, target: str, words: Words) -> list[str]:
    """Distance, completion, pace, verdict and what the rest of the way asks for."""
    found: list[str] = []
    _, baseline, value = of_assessment(row)
    if row.get("growth_rate") is not None:
        found.append(words("sentence.notice.growth", rate=words.number(round(row["growth_rate"], 2))))
    if row["verdict"] == "regressing" and baseline and value and row.get("growth_rate") is None:
        below = value["value"] < baseline["value"]
        found.append(
            words(f"sentence.notice.{'below' if below else 'above'}_baseline", baseline=words.spoken(baseline))
        )
    if row["verdict"] == "regressing" or (value is not None and bounded(value)):
        found.append(_short(row, target, words, share=row["verdict"] != "regressing"))
    else:
        found.append(_short(row, target, words, share=False))
        found += [part for part in (rate(row, words, bare=True),) if part] + _lead(row.get("pace_gap_pp"), words)
    found += [] if row["verdict"] == "regressing" and baseline else [words.verdict(row["verdict"]).lower()]
    return found + (_required(row, words) if row["verdict"] != "on_track" else [])


def _short(row: Row, target: str, words: Words, share: bool = True) -> str:
    """How far it still is; of a bounded value that would itself be only a bound, so just the target is named."""
    said = {"target": target, "rate": rate(row, words) if share else ""}
    gap = _gap(row, words)
    return words(
        "sentence.notice.short" if gap else "sentence.notice.against", gap=gap and _amount(row, "gap", words), **said
    )


def _lead(gap: Any, words: Words) -> list[str]:
    """Ahead of time or behind it, in percentage points."""
    if not known(gap):
        return []
    way = "level" if abs(gap) < 0.05 else "ahead" if gap > 0 else "late"
    return [words(f"sentence.notice.{way}", gap=abs(gap))]


def _required(row: Row, words: Words) -> list[str]:
    """The pace that the rest of the way needs, with about three figures: more would pretend to know."""
    pace, value = row.get("required_pace"), of_assessment(row)[2]
    if not known(pace) or pace is None or row.get("growth_rate") is not None or (value and bounded(value)):
        return []
    size = abs(float(pace))
    amount = words.difference(round(size, 0 if size >= 100 else 1 if size >= 10 else 2), row.get("unit"))
    return [words(f"sentence.notice.required_{'up' if pace > 0 else 'down'}", amount=amount)]


def _gap(row: Row, words: Words) -> list[str]:
    _, _, value = of_assessment(row)
    gap = row.get("gap")
    if not known(gap) or gap is None or gap <= 0 or (value is not None and bounded(value)):
        return []
    return [words("sentence.notice.gap", gap=_amount(row, "gap", words))]


def _amount(row: Row, name: str, words: Words) -> str:
    """A distance in units; of a yearly growth in percentage points."""
    size = abs(float(row[name]))
    return words.difference(round(size, 2) if row.get("target_type") == "growth_rate" else size, row.get("unit"))


def _kept(row: Row, target: str, words: Words) -> list[str]:
    """A floor, a ceiling or a range, and by how much it is kept or passed; a level that was met once and is no more."""
    kind, margin = row.get("target_type"), row.get("margin")
    verdict = row["verdict"]
    key = verdict if verdict == "out_of_range" else f"{verdict}_{kind if kind in ('floor', 'ceiling') else 'level'}"
    said = [words(f"sentence.notice.{key}", target=target)]
    _, _, value = of_assessment(row)
    name = "margin" if known(margin) else "gap"
    if not known(row.get(name)) or not row[name] or (value is not None and bounded(value)):
        return said
    return [*said, words(f"sentence.notice.{'room' if verdict == 'met' else 'gap'}", gap=_amount(row, name, words))]


def _undetermined(aim: Told, target: str, words: Words) -> list[str]:
    """Why no verdict is given; for a bounded value what each of its ends would say."""
    row = aim.row
    if row.get("reason") == "conflict":
        values = words.join(dict.fromkeys(words.spoken(one) for one in torn(aim)))
        return [words("sentence.notice.conflict", figures=values, target=target)]
    said = [words("sentence.notice.undetermined", target=target, why=words(f"reason.{row.get('reason') or 'no_rate'}"))]
    ends = [row.get("verdict_at_lower"), row.get("verdict_at_upper")]
    if row.get("reason") == "bounds" and all(known(end) for end in ends) and ends[0] != ends[1]:
        said.append(words("sentence.notice.ends", lower=words.verdict(str(ends[0])), upper=words.verdict(str(ends[1]))))
    return said


def torn(aim: Told) -> list[Row]:
    """The figures that contradict each other."""
    return [
        one
        for one in ([aim.value] if aim.value else []) + list(aim.apart)
        if one.get("reason", "conflict") == "conflict"
    ]


def _not_comparable(aim: Told, target: str, words: Words) -> list[str]:
    """How many published figures were not used, and why."""
    beside = [one for one in aim.apart if one.get("counts", True)] or list(aim.apart)
    why = dict.fromkeys(words(f"apart.{one['reason']}") for one in beside)
    return [words("sentence.notice.not_comparable", n=len(beside), why=words.join(why), target=target)]
