"""A PowerPoint file in the product's look: paper, ink, one rule under the title, 微软雅黑; sizes in inches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from biaochi.exports.answer import Answer
from biaochi.exports.clean import text
from biaochi.exports.pptx_parts import FONT, eastern, fitting, inches, points, qn, rgb, underline

LEFT, WIDE = 0.7, 11.93
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_TITLE_ONLY = 5
TABLE = 13  # points of a table's letters
Box = tuple[float, float, float, float]


class Piece(NamedTuple):
    """A paragraph: its text and size, a coloured word in front where it has one."""

    said: str
    size: float
    ink: str = "ink"
    bold: bool = False
    head: str = ""
    head_ink: str = "ink"


class Bar(NamedTuple):
    """A bar of a chart: name, number, what stands at its end, colour name; open where the number is only a bound."""

    name: str
    number: float
    printed: str
    ink: str
    open: bool = False


class Deck:
    """One presentation being written, slide by slide."""

    def __init__(self, answer: Answer) -> None:
        from pptx import Presentation

        self.file: Any = Presentation()
        self.file.slide_width, self.file.slide_height = inches(13.333), inches(7.5)
        self.answer = answer
        props = self.file.core_properties
        props.title, props.subject, props.author = (
            text(answer.title),
            text(answer.stamp),
            text(answer.store.config.title),
        )
        props.comments = text(answer.stamp)
        props.created = props.modified = datetime(answer.when.year, answer.when.month, answer.when.day)
        self.layout = self.file.slide_layouts[_TITLE_ONLY]
        self._theme()

    # slides

    def cover(self, title: str) -> Any:
        """The first slide."""
        slide = self._new(title, (LEFT, 1.5, WIDE, 2.0), fitting(title, 40, WIDE, 2))
        self._rule(slide, 3.6)
        return slide

    def slide(self, title: str, below: str) -> Any:
        """A slide with its title, what it is about, a rule, and at the foot as of when and from which data."""
        slide = self._new(title, (LEFT, 0.38, WIDE * 0.52, 0.75), fitting(title, 28, WIDE * 0.52, 1))
        size = fitting(below, 15, WIDE * 0.47, 2)
        self.write(
            slide, (LEFT + WIDE * 0.53, 0.38, WIDE * 0.47, 0.75), [Piece(below, size, "sub")], right=True, low=True
        )
        self._rule(slide, 1.2)
        self.write(slide, (LEFT, 6.98, WIDE - 1.5, 0.3), [Piece(self.answer.stamp, 11, "sub")])
        return slide

    def number(self) -> None:
        """Page numbers, once all slides are there."""
        total = len(self.file.slides)
        for n, slide in enumerate(self.file.slides, 1):
            if n > 1:
                box = (LEFT + WIDE - 1.5, 6.98, 1.5, 0.3)
                self.write(slide, box, [Piece(f"{n} / {total}", 11, "sub")], right=True)

    def notes(self, slide: Any, said: str) -> None:
        """The speaker's notes."""
        slide.notes_slide.notes_text_frame.text = text(said)

    # what stands on them

    def write(self, slide: Any, box: Box, pieces: Sequence[Piece], *, middle: bool = False, right: bool = False,
              low: bool = False, gap: float = 3) -> None:  # fmt: skip
        """A box of paragraphs."""
        from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

        frame = slide.shapes.add_textbox(*(inches(part) for part in box)).text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = MSO_ANCHOR.BOTTOM if low else MSO_ANCHOR.TOP
        for n, piece in enumerate(pieces):
            paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.CENTER if middle else PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
            paragraph.line_spacing, paragraph.space_after = 1.12, points(gap)
            if piece.head:
                self._run(paragraph, piece.head, piece.size, piece.head_ink, True)
            self._run(paragraph, piece.said, piece.size, piece.ink, piece.bold)

    def table(
        self,
        slide: Any,
        top: float,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        *,
        right: Sequence[int] = (),
        shade: int = -1,
        shades: Sequence[str] = (),
    ) -> None:
        """A real table; `shades` colour the column `shade` by the verdict's colour name."""
        scale = WIDE / sum(widths)
        shape = slide.shapes.add_table(len(rows) + 1, len(heads), inches(LEFT), inches(top), inches(WIDE), inches(0.4))
        table = shape.table
        shape._element.graphic.graphicData.tbl.tblPr.find(qn("a:tableStyleId")).text = _NO_STYLE
        for column, width in zip(table.columns, widths, strict=True):
            column.width = inches(width * scale)
        for n, cells in enumerate([heads, *rows]):
            table.rows[n].height = inches(0.36)
            for column, said in enumerate(cells):
                ink = "sub" if n == 0 else f"{shades[n - 1]}-ink" if column == shade and shades else "ink"
                cell = table.cell(n, column)
                self._cell(cell, said, 12 if n == 0 else TABLE, ink, column in right)
                ground = (
                    "accent-ground" if n == 0 else f"{shades[n - 1]}-ground" if column == shade and shades else "card"
                )
                cell.fill.solid()
                cell.fill.fore_color.rgb = rgb(ground)
                underline(cell, "accent" if n == 0 else "line")

    def bars(self, slide: Any, box: Box, name: str, bars: Sequence[Bar]) -> None:
        """Numbers as a native bar chart, the first on top."""
        from pptx.chart.data import CategoryChartData
        from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
        from pptx.enum.dml import MSO_LINE, MSO_PATTERN

        data = CategoryChartData()
        data.categories = [text(one.name) for one in bars]
        data.add_series(text(name), [one.number for one in bars])
        chart = self.native(slide, XL_CHART_TYPE.BAR_CLUSTERED, box, data)
        plot = chart.plots[0]
        plot.gap_width, plot.vary_by_categories = 55, False
        labels = plot.series[0].data_labels  # of the series: one label of its own would silence those of the plot
        labels.show_value, labels.font.size, labels.font.bold = True, points(16), True
        labels.number_format, labels.number_format_is_linked = "General", False
        chart.category_axis.reverse_order = True
        chart.category_axis.major_tick_mark = XL_TICK_MARK.NONE
        chart.category_axis.format.line.color.rgb = rgb("line")
        chart.category_axis.tick_labels.font.size = points(15)
        chart.value_axis.visible = False
        chart.value_axis.has_major_gridlines = False
        chart.value_axis.minimum_scale = 0
        chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
        for n, bar in enumerate(bars):
            if bar.printed != f"{bar.number:g}":  # >950, 1,744: what the document says, not what the chart would
                self.label(plot.series[0].points[n].data_label, bar.printed)
            point = plot.series[0].points[n].format
            if bar.open:  # a bound: hatched inside a dashed line, so that its end is no number
                point.fill.patterned()
                point.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
                point.fill.fore_color.rgb, point.fill.back_color.rgb = rgb(bar.ink), rgb("card")
            else:
                point.fill.solid()
                point.fill.fore_color.rgb = rgb("unknown-ground" if bar.ink == "unknown" else bar.ink)
            if bar.open or bar.ink == "unknown":  # nothing was judged: an outline, never a filled bar
                point.line.color.rgb, point.line.dash_style = rgb(bar.ink), MSO_LINE.DASH

    def label(self, label: Any, printed: str) -> None:
        """The text at one point of a chart."""
        frame = label.text_frame
        run = frame.paragraphs[0].add_run()
        run.text = text(printed)
        run.font.size, run.font.bold, run.font.name = points(16), True, FONT
        eastern(run._r.get_or_add_rPr())

    def ring(self, slide: Any, box: Box, share: float, ink: str, names: tuple[str, str, str]) -> None:
        """A share as the upper half of a native ring chart: the share, the rest, and the hidden lower half."""
        from pptx.chart.data import CategoryChartData
        from pptx.enum.chart import XL_CHART_TYPE

        data = CategoryChartData(number_format="0.0%")
        data.categories = [text(name) for name in names]
        data.add_series(text(names[0]), [share, 1 - share, 1.0])
        chart = self.native(slide, XL_CHART_TYPE.DOUGHNUT, box, data)
        plot = chart._chartSpace.find(f".//{qn('c:doughnutChart')}")
        plot.find(qn("c:firstSliceAng")).set("val", "270")
        plot.find(qn("c:holeSize")).set("val", "74")
        for n, name in enumerate((ink, "track")):
            point = chart.plots[0].series[0].points[n]
            point.format.fill.solid()
            point.format.fill.fore_color.rgb = rgb(name)
            point.format.line.fill.background()
        hidden = chart.plots[0].series[0].points[2]
        hidden.format.fill.background()
        hidden.format.line.fill.background()

    # how it is set

    def native(self, slide: Any, kind: Any, box: Box, data: Any) -> Any:
        """A native chart in our letters, without legend and title."""
        chart = slide.shapes.add_chart(kind, *(inches(part) for part in box), data).chart
        chart.has_legend, chart.has_title = False, False
        chart.font.name, chart.font.size = FONT, points(14)
        chart.font.color.rgb = rgb("ink")
        eastern(chart.font._rPr)
        return chart

    def _new(self, title: str, box: Box, size: float) -> Any:
        slide = self.file.slides.add_slide(self.layout)
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = rgb("card")
        from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

        shape = slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = (inches(part) for part in box)
        frame = shape.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.BOTTOM
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        self._run(frame.paragraphs[0], title, size, "ink", True)
        return slide

    def _rule(self, slide: Any, y: float) -> None:
        line = slide.shapes.add_connector(1, inches(LEFT), inches(y), inches(LEFT + WIDE), inches(y))
        line.line.color.rgb, line.line.width = rgb("ink"), points(1.75)
        line._element.remove(line._element.find(qn("p:style")))  # the theme's style would add a shadow

    def _cell(self, cell: Any, said: str, size: float, ink: str, right: bool) -> None:
        from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        cell.margin_left = cell.margin_right = inches(0.09)
        cell.margin_top = cell.margin_bottom = inches(0.035)
        paragraph = cell.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        self._run(paragraph, said, size, ink, False)

    def _run(self, paragraph: Any, said: str, size: float, ink: str, bold: bool) -> None:
        run = paragraph.add_run()
        run.text = text(said)
        run.font.size, run.font.bold, run.font.name = points(size), bold, FONT
        run.font.color.rgb = rgb(ink)
        form = run._r.get_or_add_rPr()
        form.set("lang", "zh-CN" if self.answer.words.lang == "zh" else "en-GB")
        eastern(form)

    def _theme(self) -> None:
        """The file's own fonts, so that what is typed into it later looks the same; the title where ours stands."""
        from pptx.opc.constants import RELATIONSHIP_TYPE

        part = self.file.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        fonts = r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*("[^>]*/>\s*<a:ea typeface=")[^"]*"'
        part._blob = re.sub(fonts, rf'\g<1>{FONT}\g<2>{FONT}"', part.blob.decode()).encode()
        for shape in self.layout.placeholders:
            if shape.placeholder_format.type is not None and shape.placeholder_format.idx == 0:
                shape.left, shape.top, shape.width, shape.height = (inches(part) for part in (LEFT, 0.38, WIDE, 0.75))
