"""A Word file with the letters and measures of Chinese official papers: 仿宋, 黑体 and 宋体, A4, first lines set in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from biaochi.exports.answer import Answer
from biaochi.exports.clean import text
from biaochi.exports.docx_parts import LATIN, borders, el, field, keep, points, rgb, shade, style
from biaochi.exports.footnotes import Footnotes
from biaochi.palette import colour, look

SONG, HEI, FANG = "宋体", "黑体", "仿宋"
_BODY, _NOTE = 14, 9


class Paper:
    """One document being written, top to bottom."""

    def __init__(self, answer: Answer) -> None:
        from docx import Document
        from docx.shared import Cm

        self.words, self.lang = answer.words, answer.words.lang
        self.file: Any = Document()
        self.notes = Footnotes(self.file, SONG, LATIN, _NOTE)
        props = self.file.core_properties
        props.title, props.subject, props.author = (
            text(answer.title),
            text(answer.stamp),
            text(answer.store.config.title),
        )
        props.comments, props.language = text(answer.stamp), "zh-CN" if self.lang == "zh" else "en"
        props.created = props.modified = datetime(answer.when.year, answer.when.month, answer.when.day)
        page = self.file.sections[0]
        page.page_width, page.page_height = Cm(21.0), Cm(29.7)
        page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Cm(3.7), Cm(3.0), Cm(2.8), Cm(2.6)
        page.footer_distance = Cm(1.5)
        self._styles()
        self.stamp = answer.stamp
        self._footer(page, 15.6)

    def save(self, out: Any) -> None:
        """Writes the document into a stream."""
        self.notes.finish()
        self.file.save(out)

    # what a report is made of

    def title(self, said: str, below: str) -> None:
        """The title in the middle, and what it is as of."""
        self._line("Title", said)
        self._line("Subtitle", below)

    def heading(self, said: str) -> None:
        """一、总体情况."""
        self._line("Heading 1", said)

    def body(self, said: str, quiet: bool = False) -> None:
        """A paragraph."""
        self._line("Quiet" if quiet else "Normal", said)

    def caption(self, said: str) -> None:
        """The heading of a table; it stays with it."""
        self._line("Caption", said)

    def item(self, head: str, said: str, notes: Sequence[str]) -> None:
        """A paragraph that begins in bold and ends in a footnote."""
        paragraph = self._line("Normal", "")
        self._run(paragraph, head).bold = True
        self._run(paragraph, said)
        if notes:
            self.notes.add(paragraph, [text(note) for note in notes])

    def across(self) -> None:
        """From here on the paper lies across."""
        from docx.enum.section import WD_ORIENT, WD_SECTION
        from docx.shared import Cm

        page = self.file.add_section(WD_SECTION.NEW_PAGE)
        page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21.0)
        page.left_margin = page.right_margin = Cm(2.0)
        page.top_margin, page.bottom_margin = Cm(2.0), Cm(2.0)
        page.footer.is_linked_to_previous = False
        self._footer(page, 25.7)

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
        from docx.enum.table import WD_TABLE_ALIGNMENT
        from docx.shared import Cm

        found = self.file.add_table(rows=1, cols=len(heads))
        found.alignment, found.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for column, width in zip(found.columns, widths, strict=True):
            column.width = Cm(width)
        borders(found)
        lines = [(found.rows[0], heads)] + [(found.add_row(), row) for row in rows]
        for n, (line, cells) in enumerate(lines):
            keep(line, head=n == 0)
            for column, (cell, said) in enumerate(zip(line.cells, cells, strict=True)):
                cell.width = Cm(widths[column])
                self._cell(cell, said, n == 0, column in right)
                if n and column == tinted:
                    shade(cell, colour(f"{look(shades[n - 1]).colour}-ground"))
                elif n == 0:
                    shade(cell, colour("accent-ground"))

    # how it is set

    def _cell(self, cell: Any, said: str, head: bool, right: bool) -> None:
        from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        for n, part in enumerate(text(said).split("\n")):
            paragraph = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
            paragraph._p.style = self.ids["Cell"]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
            run = self._run(paragraph, part)
            run.bold = head or None
            if n:
                paragraph.paragraph_format.space_before = points(0)
                run.font.size, run.font.color.rgb = points(7.5), rgb("sub")

    def _line(self, kind: str, said: str) -> Any:
        paragraph = self.file.add_paragraph()
        paragraph._p.style = self.ids[kind]
        if said:
            self._run(paragraph, said)
        return paragraph

    def _run(self, paragraph: Any, said: str) -> Any:
        run = paragraph.add_run(text(said))
        if self.lang == "zh":  # the quotation marks “” are Chinese, hence as wide as a letter
            run._r.get_or_add_rPr().append(el("w:rFonts", hint="eastAsia"))
        return run

    def _styles(self) -> None:
        from docx.enum.style import WD_STYLE_TYPE

        styles = self.file.styles
        for name in ("Quiet", "Cell"):
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
        set_in = 2 if self.lang == "zh" else 0
        style(styles["Normal"], FANG, _BODY, before=0, after=0 if set_in else 4, line=1.5, set_in=set_in)
        style(styles["Title"], SONG, 22, before=6, after=8, line=1.3, middle=True, bold=True)
        style(styles["Subtitle"], SONG, 10.5, after=12, line=1.2, middle=True, ink="sub")
        style(
            styles["Heading 1"], HEI, 14, before=12, after=4, line=1.4, set_in=set_in, keep=True, bold=self.lang == "en"
        )
        style(styles["Caption"], HEI, 12, before=12, after=6, line=1.2, keep=True)
        style(styles["Quiet"], SONG, 9, after=4, line=1.3, ink="sub")
        style(styles["Cell"], SONG, 9, before=2, after=2, line=1.05)
        named = ("Normal", "Title", "Subtitle", "Heading 1", "Caption", "Quiet", "Cell")
        self.ids = {name: styles[name].style_id for name in named}  # looking a style up by name is slow
        styles["Normal"].element.get_or_add_rPr().append(el("w:lang", val="en-US", eastAsia="zh-CN"))

    def _footer(self, page: Any, width: float) -> None:
        """The stamp on the left, the page's number on the right."""
        from docx.enum.text import WD_TAB_ALIGNMENT
        from docx.shared import Cm

        paragraph = page.footer.paragraphs[0]
        paragraph._p.style = self.ids["Quiet"]
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(width), WD_TAB_ALIGNMENT.RIGHT)
        self._run(paragraph, f"{self.stamp}\t")
        field(paragraph, "PAGE")
        self._run(paragraph, " / ")
        field(paragraph, "NUMPAGES")
