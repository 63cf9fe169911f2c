"""Footnotes in a Word file (python-docx has none of its own): a part of their own, a reference in the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


class Footnotes:
    """The footnotes of one document: `add` sets a reference and keeps the text, `finish` writes the part."""

    def __init__(self, document: Any, east: str, latin: str, size: float) -> None:
        from lxml import etree

        self.document, self.east, self.latin, self.size = document, east, latin, size
        self.root = etree.Element(f"{{{_W}}}footnotes", nsmap={"w": _W})
        self.number = 0
        for number, kind in ((-1, "separator"), (0, "continuationSeparator")):
            note = self._note(number, kind)
            run = self._sub(self._sub(note, "p"), "r")
            self._sub(run, kind)
        settings = document.settings.element
        marks = self._sub(settings, "footnotePr", first=True)
        for number in (-1, 0):
            self._sub(marks, "footnote", id=str(number))

    def add(self, paragraph: Any, lines: Sequence[str]) -> None:
        """A reference at the end of a paragraph to a footnote of these lines."""
        self.number += 1
        run = paragraph.add_run()._r
        self._raised(run)
        self._sub(run, "footnoteReference", id=str(self.number))
        note = self._note(self.number)
        for n, line in enumerate(lines):
            place = self._sub(note, "p")
            form = self._sub(place, "pPr")
            self._sub(form, "spacing", before="0", after="20", line="240", lineRule="auto")
            self._sub(form, "ind", firstLine="0", left="180", hanging="180")
            if n == 0:
                mark = self._sub(place, "r")
                self._raised(mark, self.size)
                self._sub(mark, "footnoteRef")
            self._text(place, f" {line}" if n == 0 else f"  {line}")

    def finish(self) -> None:
        """Puts the part into the package; without footnotes there is none."""
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part
        from lxml import etree

        blob = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        part = Part(PackURI("/word/footnotes.xml"), _TYPE, blob, self.document.part.package)
        self.document.part.relate_to(part, _KIND)

    def _note(self, number: int, kind: str = "") -> Any:
        return self._sub(self.root, "footnote", **({"type": kind} if kind else {}), id=str(number))

    def _sub(self, parent: Any, tag: str, first: bool = False, **attributes: str) -> Any:
        from lxml import etree

        found = etree.SubElement(parent, f"{{{_W}}}{tag}")
        for name, value in attributes.items():
            found.set(f"{{{_W}}}{name}", value)
        if first:  # the order of the settings is fixed: before `compat`
            after = parent.find(f"{{{_W}}}compat")
            if after is not None:
                after.addprevious(found)
        return found

    def _raised(self, run: Any, size: float = 0) -> None:
        form = self._sub(run, "rPr")
        if size:
            self._sub(form, "sz", val=str(int(size * 2)))
        self._sub(form, "vertAlign", val="superscript")

    def _text(self, paragraph: Any, said: str) -> None:
        run = self._sub(paragraph, "r")
        form = self._sub(run, "rPr")
        self._sub(form, "rFonts", ascii=self.latin, hAnsi=self.latin, eastAsia=self.east, hint="eastAsia")
        self._sub(form, "sz", val=str(int(self.size * 2)))
        self._sub(form, "lang", val="en-US", eastAsia="zh-CN")
        found = self._sub(run, "t")
        found.text = said
        found.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
