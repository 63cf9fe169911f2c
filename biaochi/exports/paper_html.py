"""The same report as an HTML file made for paper, from which a browser makes a PDF."""

from __future__ import annotations

from collections.abc import Sequence

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from biaochi.exports.answer import Answer
from biaochi.exports.clean import text
from biaochi.palette import colour, look
from biaochi.views.html import environment


class PaperHtml:
    """One report being written, top to bottom; the same calls as paper.Paper. Footnotes stand before the tables."""

    def __init__(self, answer: Answer, folder: str) -> None:
        self.answer, self.body_, self.notes = answer, Markup(""), list[list[str]]()
        self.templates: Environment = environment().overlay(loader=FileSystemLoader(folder))

    def html(self) -> bytes:
        """The whole file."""
        made = self.templates.get_template("report.html").render(
            a=self.answer, w=self.answer.words, body=self.body_, ink=colour("ink"), sub=colour("sub"),
            line=colour("line"), ground=colour("accent-ground"),
        )  # fmt: skip
        return text(made).encode()

    def title(self, said: str, below: str) -> None:
        """The title in the middle, and what it is as of."""
        self._add('<h1>{}</h1><p class="below">{}</p>', said, below)

    def heading(self, said: str) -> None:
        """一、总体情况."""
        self._add("<h2>{}</h2>", said)

    def body(self, said: str, quiet: bool = False) -> None:
        """A paragraph."""
        self._add('<p class="{}">{}</p>', "quiet" if quiet else "body", said)

    def caption(self, said: str) -> None:
        """The heading of a table; it stays with it."""
        self._add("<h3>{}</h3>", said)

    def item(self, head: str, said: str, notes: Sequence[str]) -> None:
        """A paragraph that begins in bold and ends in the number of a note."""
        mark = Markup("")
        if notes:
            self.notes.append([text(one) for one in notes])
            mark = Markup("<sup>[{}]</sup>").format(len(self.notes))
        self._add('<p class="body"><b>{}</b>{}{}</p>', head, said, mark)

    def across(self) -> None:
        """The notes, and from here on the paper lies across."""
        lines = [Markup("<li>{}</li>").format(Markup("<br>").join(one)) for one in self.notes]
        if lines:
            heading = self.answer.words("export.notes_heading")
            self.body_ += Markup('<h2 class="plain">{}</h2><ol class="notes">{}</ol>').format(
                heading, Markup("").join(lines)
            )
        self.body_ += Markup('<div class="across"></div>')

    def table(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        right: Sequence[int] = (),
        shades: Sequence[str] = (),
        tinted: int = -1,
    ) -> None:
        """A table whose head is repeated on every page; `shades`: verdicts that colour the column `tinted`."""
        columns = Markup("").join(
            Markup('<col style="width:{:.1f}%">').format(100 * one / sum(widths)) for one in widths
        )
        head = Markup("").join(_cell("th", said, n in right) for n, said in enumerate(heads))
        lines = [
            Markup("<tr>{}</tr>").format(
                Markup("").join(
                    _cell("td", said, n in right, shades[i] if n == tinted and shades else "")
                    for n, said in enumerate(row)
                )
            )
            for i, row in enumerate(rows)
        ]
        self._add("<table><colgroup>{}</colgroup><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", columns, head,
                  Markup("").join(lines))  # fmt: skip

    def _add(self, pattern: str, *parts: object) -> None:
        clean = [one if isinstance(one, Markup) else text(one) for one in parts]
        self.body_ += Markup(pattern).format(*clean)  # noqa: S704 - the patterns are written above


def _cell(tag: str, said: str, right: bool, verdict: str = "") -> Markup:
    """A cell; the second line of its text is small."""
    first, _, second = text(said).partition("\n")
    ground = Markup(' style="background:{}"').format(colour(f"{look(verdict).colour}-ground")) if verdict else ""
    below = Markup("<small>{}</small>").format(second) if second else ""
    return Markup("<{}{}{}>{}{}</{}>").format(tag, Markup(' class="n"') if right else "", ground, first, below, tag)
