"""The monitoring report as officials write it, as a Word file: sentences by rule, quotes in footnotes."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from biaochi import sentences
from biaochi.exports import browser
from biaochi.exports.answer import AHEAD, LAGGING, OPEN, Answer, gather
from biaochi.exports.clean import settled, text
from biaochi.exports.paper import Paper
from biaochi.exports.paper_html import PaperHtml
from biaochi.figures import bounded, known
from biaochi.palette import GROUPS
from biaochi.selection import Selection
from biaochi.store import Row, Store
from biaochi.views.rows import Aim
from biaochi.words import Words

Writer = Paper | PaperHtml
_NUMERALS = "一二三四五六七八九十"
_INNER = str.maketrans("“”", "‘’")  # a quotation inside a quotation


def report(store: Store, selection: Selection, words: Words) -> bytes:
    """总体情况、进展较好、进展滞后、无法判断与待报数、原因、下一步、附表, as DOCX on A4 paper."""
    answer = gather(store, selection, words)
    paper = Paper(answer)
    _write(paper, answer)
    out = BytesIO()
    paper.save(out)
    return settled(out.getvalue())


def report_pdf(store: Store, selection: Selection, words: Words) -> bytes:
    """The same report as PDF, its notes at the end of the text; needs a Chromium."""
    browser.find()
    answer = gather(store, selection, words)
    paper = PaperHtml(answer, str(Path(__file__).with_name("templates")))
    _write(paper, answer)
    return browser.printed(paper.html())


def _write(paper: Writer, answer: Answer) -> None:
    words = answer.words
    paper.title(words("export.report", name=answer.title), answer.stamp)
    paper.body(words("export.made_from"), quiet=True)
    parts = (
        ("export.overall", _overall), ("export.ahead", _ahead), ("export.lagging", _lagging), ("export.open", _open),
        ("export.causes", _causes), ("export.next", _next),
    )  # fmt: skip
    for n, (key, write) in enumerate(parts, 1):
        paper.heading(f"{words('export.numeral', n=_numeral(n, words))}{words(key)}")
        write(paper, answer)
    _tables(paper, answer)


def _numeral(n: int, words: Words) -> str:
    return _NUMERALS[n - 1] if words.lang == "zh" else str(n)


def _overall(paper: Writer, answer: Answer) -> None:
    words = answer.words
    if not answer.plans:
        paper.body(words("export.no_targets"))
    for plan in answer.plans:
        paper.body(answer.standing(plan))
        for group in GROUPS:
            found = [answer.name(aim.row, "indicator") for aim in plan.aims if aim.group == group]
            if found:
                names = words.join(found)
                paper.body(words("export.groups_line", group=words.group(group), n=len(found), names=names))
    if answer.aims:
        paper.body(words("export.reading_missing"))


def _ahead(paper: Writer, answer: Answer) -> None:
    _said(paper, answer, answer.group(AHEAD), "export.none_ahead")


def _lagging(paper: Writer, answer: Answer) -> None:
    _said(paper, answer, answer.group(LAGGING), "export.none_lagging")


def _open(paper: Writer, answer: Answer) -> None:
    _said(paper, answer, answer.group(OPEN), "")


def _said(paper: Writer, answer: Answer, aims: Sequence[Aim], none: str) -> None:
    """A numbered paragraph a target: its name and verdict, the sentence, and a footnote with every quote behind it."""
    words = answer.words
    if not aims:
        paper.body(words(none) if none else words("common.dot").strip())
    for n, aim in enumerate(aims, 1):
        head = words("export.head", name=answer.name(aim.row, "indicator"), verdict=answer.verdict(aim))
        said = sentences.statement(aim, words)
        paper.item(words("export.point", n=n) + head, said, _notes(aim, answer))


def _notes(aim: Aim, answer: Answer) -> list[str]:
    """Role, quote and document of every figure behind a sentence; what was weighed and not used comes last."""
    words, found = answer.words, aim.figures()
    beside = [one for one in aim.apart if one["counts"] or aim.row["reason"] == "conflict"]
    lines = [_note(one, words.role(one), answer) for one in found]
    return lines + [_note(one, words("export.beside", why=words(f"apart.{one['reason']}")), answer) for one in beside]


def _note(one: Row, role: str, answer: Answer) -> str:
    key = "export.note_line" if one["quote"] else "export.note_bare"
    quote = str(one["quote"] or "").translate(_INNER)
    return answer.words(key, role=role, quote=quote, origin=answer.origin(one))


def _causes(paper: Writer, answer: Answer) -> None:
    words, aims = answer.words, answer.group(LAGGING)
    paper.body(words("export.cause_intro" if aims else "export.cause_none"))
    for n, aim in enumerate(aims, 1):
        head = words("export.head", name=answer.name(aim.row, "indicator"), verdict=answer.verdict(aim))
        paper.item(words("export.point", n=n) + head, words("export.to_fill"), [])


def _next(paper: Writer, answer: Answer) -> None:
    """What follows from the verdicts: the pace that is needed, the figures that are missing, who is asked."""
    tasks = [task for aim in [*answer.group(LAGGING), *answer.group(OPEN), *answer.group(AHEAD)]
             if (task := _task(aim, answer))]  # fmt: skip
    for n, task in enumerate(tasks, 1):
        paper.item(answer.words("export.point", n=n), task, [])
    if not tasks:
        paper.body(answer.words("export.next_none"))


def _task(aim: Aim, answer: Answer) -> str:
    words, row = answer.words, aim.row
    said = {"name": answer.name(row, "indicator"), "due": row["target_period"], "lead": words(
        "export.lead_of", lead=answer.lead(aim)), "target": words.spoken(aim.target or {})}  # fmt: skip
    if aim.group in LAGGING:
        pace = row["required_pace"]
        if not known(pace) or (aim.value and bounded(aim.value)) or row["target_type"] in ("floor", "ceiling"):
            return words("export.next_lagging", verdict=answer.verdict(aim), **said)
        size = abs(float(pace))
        amount = words.difference(round(size, 0 if size >= 100 else 1 if size >= 10 else 2), row["unit"])
        return words(
            "export.next_pace", way=words(f"export.{'more' if pace > 0 else 'less'}_way"), amount=amount, **said
        )
    if aim.group in OPEN:
        return words("export.next_data", why=answer.why(aim), **said) if row["verdict"] != "qualitative" else ""
    return words("export.next_confirm", **said) if row["early"] and row["verdict"] == "achieved" else ""


def _tables(paper: Writer, answer: Answer) -> None:
    """On pages across: a table a plan, and the documents."""
    words = answer.words
    paper.across()
    heads = [
        words(key)
        for key in (
            "term.indicator",
            "role.baseline",
            "role.target",
            "term.value",
            "term.unit",
            "term.completion_rate",
            "term.time_progress",
            "term.progress_status",
            "page.nature",
            "term.lead_org",
        )
    ]
    for n, plan in enumerate(answer.plans, 1):
        paper.caption(words("export.table_targets", n=n, name=answer.name(plan.row)))
        paper.table(
            heads,
            [_cells(aim, answer) for aim in plan.aims],
            (5.0, 2.3, 2.3, 2.5, 1.7, 2.3, 1.9, 3.6, 1.7, 2.4),
            right=(1, 2, 3, 5, 6),
            shades=[aim.row["verdict"] for aim in plan.aims],
            tinted=7,
        )
    paper.caption(words("export.table_sources", n=len(answer.plans) + 1))
    sources = [[str(n), text(one["citation"] or one["title"]), words.reliability(one),
                f"{one['verified'] or 0} / {one['figures']}"] for n, one in enumerate(answer.sources(), 1)]  # fmt: skip
    heads = [
        words("export.number"),
        words("export.citation"),
        words("export.reliability"),
        words("export.confirmed_of"),
    ]
    paper.table(heads, sources, (1.4, 16.3, 4.6, 3.4), right=(3,))


def _cells(aim: Aim, answer: Answer) -> list[str]:
    words, row = answer.words, aim.row
    time = words.percent(row["time_progress"]) if aim.value and known(row["time_progress"]) else "—"
    nature = words(f"nature.{row['target_nature']}") if row["target_nature"] else words("common.not_stated")
    return [answer.name(row, "indicator"), *(_dated(one, answer) for one in (aim.baseline, aim.target, aim.value)),
            answer.unit(aim), answer.share(aim), time, answer.verdict(aim), nature, answer.lead(aim)]  # fmt: skip


def _dated(figure: Row | None, answer: Answer) -> str:
    if figure is None:
        return "—"
    return f"{answer.words.short(figure)}\n{answer.words.period(figure['time_period'])}"
