"""Footnotes in a Word file (python-docx has none of its own): a part of their own, a reference in the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from biaochi.exports.docx_parts import el

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


class Footnotes:
    """The footnotes of one document: `add` sets a reference and keeps the text, `finish` writes the part."""

    def __init__(self, document: Any, east: str, latin: str, size: float) -> None:
        self.document, self.east, self.latin, self.size = document, east, latin, str(int(size * 2))
        self.root, self.number = el("w:footnotes"), 0
        marks = el("w:footnotePr")
        for nr, kind in (("-1", "separator"), ("0", "continuationSeparator")):
            note = _within(self.root, "w:footnote", type=kind, id=nr)
            _within(_within(_within(note, "w:p"), "w:r"), f"w:{kind}")
            _within(marks, "w:footnote", id=nr)
        # by these names Word and LibreOffice know the text of a note, and its number
        text = self._style("paragraph", "FootnoteText", "footnote text", "Normal")
        _within(text, "w:sz", val=self.size)
        number = self._style("character", "FootnoteReference", "footnote reference", "DefaultParagraphFont")
        _within(number, "w:vertAlign", val="superscript")
        # the order of the settings is fixed: before `compat`
        document.settings.element.find(_qn("w:compat")).addprevious(marks)

    def add(self, paragraph: Any, lines: Sequence[str]) -> None:
        """A reference at the end of a paragraph to a footnote of these lines."""
        self.number += 1
        run = paragraph.add_run()._r
        _within(_within(run, "w:rPr"), "w:rStyle", val="FootnoteReference")
        _within(run, "w:footnoteReference", id=str(self.number))
        note = _within(self.root, "w:footnote", id=str(self.number))
        for n, line in enumerate(lines):
            place = _within(note, "w:p")
            form = _within(place, "w:pPr")
            _within(form, "w:pStyle", val="FootnoteText")
            _within(form, "w:spacing", before="0", after="20", line="240", lineRule="auto")
            _within(form, "w:ind", firstLine="0", left="180", hanging="180")
            if n == 0:
                mark = _within(place, "w:r")
                _within(_within(mark, "w:rPr"), "w:rStyle", val="FootnoteReference")
                _within(mark, "w:footnoteRef")
            self._text(place, f" {line}" if n == 0 else f"  {line}")

    def finish(self) -> None:
        """Puts the part into the package."""
        from docx.opc.oxml import serialize_part_xml
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        part = Part(PackURI("/word/footnotes.xml"), _TYPE, serialize_part_xml(self.root), self.document.part.package)
        self.document.part.relate_to(part, _KIND)

    def _style(self, kind: str, key: str, name: str, base: str) -> Any:
        """Begins a style; the answer holds how its letters look."""
        style = _within(self.document.styles.element, "w:style", type=kind, styleId=key)
        _within(style, "w:name", val=name)
        _within(style, "w:basedOn", val=base)
        return _within(style, "w:rPr")

    def _text(self, paragraph: Any, said: str) -> None:
        run = _within(paragraph, "w:r")
        form = _within(run, "w:rPr")
        _within(form, "w:rFonts", ascii=self.latin, hAnsi=self.latin, eastAsia=self.east, hint="eastAsia")
        _within(form, "w:sz", val=self.size)
        _within(form, "w:lang", val="en-US", eastAsia="zh-CN")
        found = _within(run, "w:t")
        found.text = said
        found.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _within(parent: Any, tag: str, **attributes: str) -> Any:
    """A new last child."""
    found = el(tag, **attributes)
    parent.append(found)
    return found


def _qn(tag: str) -> str:
    from docx.oxml import ns

    return ns.qn(tag)
