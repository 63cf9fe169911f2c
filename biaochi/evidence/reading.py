"""The words of an archived document: plain text, HTML, DOCX, the text layer of a PDF; else a Fault."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from html.parser import HTMLParser
from typing import Any
from xml.parsers import expat  # no document type is let through, hence no entities

from biaochi.files import decode
from biaochi.problem import Fault

MAX_UNPACKED = 60_000_000
MAX_PAGES = 3_000
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
                   re.I | re.S)
_DROPPED = {"script", "style", "template", "title", "rt", "rp"}
_INLINE = frozenset(re.findall(r"\w+", """a abbr b bdi bdo big cite code del dfn em font i img ins kbd label
    mark q rb ruby s samp small span strike strong sub sup tt u var wbr"""))
_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_DAMAGED = (zipfile.BadZipFile, zlib.error, expat.ExpatError, RuntimeError, OSError, EOFError,
            ValueError, KeyError)


def text_of(data: bytes, name: str = "") -> str:
    """The text of a document by what its bytes are, not by what it is called; raises Fault."""
    if data.startswith(b"%PDF-"):
        text = _pdf(data)
    elif data.startswith(b"PK\x03\x04"):
        text = _docx(data)
    else:
        text = _plain(data, name)
    if not text.strip():
        raise Fault("document_without_text")
    return text


def _plain(data: bytes, name: str) -> str:
    text = decode(data)
    if text is None:
        raise Fault("document_kind")
    return html_text(text) if name.lower().endswith((".html", ".htm")) or _HTML.match(text[:4000]) else text


def html_text(markup: str) -> str:
    """What a reader of the page reads; a line or a blank stands where a block or a cell begins and ends."""
    reader = _Page()
    reader.feed(markup)
    reader.close()
    return "".join(reader.parts).strip()


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.dropped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("rt", "rp", "rb") and self.dropped[-1:] in (["rt"], ["rp"]):
            self.dropped.pop()  # their end tags may be left out
        if tag in _DROPPED:
            self.dropped.append(tag)
        self._gap(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._gap(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "ruby":
            self.dropped = [one for one in self.dropped if one not in ("rt", "rp")]
        elif tag in self.dropped:
            while self.dropped.pop() != tag:
                pass
        self._gap(tag)

    def handle_data(self, data: str) -> None:
        if not self.dropped:
            self.parts.append(data)

    def _gap(self, tag: str) -> None:
        if tag not in _INLINE and tag not in _DROPPED and not self.dropped:
            self.parts.append("\t" if tag in ("td", "th") else "\n")


def _docx(data: bytes) -> str:
    """Text, footnotes and endnotes of a Word document; what unpacks beyond all measure is refused."""
    words = _Words()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if _PARTS[0] not in names:
                raise Fault("document_kind")
            for part in _PARTS:
                if part in names:
                    words.read(archive, part)
    except Fault:
        raise
    except _DAMAGED:
        raise Fault("document_damaged") from None
    return "".join(words.parts)


class _Words:
    """Reads w:t, tabs, breaks, paragraphs and cells; deleted text, field codes and fallbacks are not read."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.unpacked = self.fallback = 0
        self.reading = False

    def read(self, archive: zipfile.ZipFile, part: str) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = self._data, self._doctype
        with archive.open(part) as stream:
            while chunk := stream.read(1 << 16):
                self.unpacked += len(chunk)
                if self.unpacked > MAX_UNPACKED:
                    raise Fault("document_bomb", limit=MAX_UNPACKED // 1_000_000)
                parser.Parse(chunk)
        parser.Parse(b"", True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        self.fallback += tag == "Fallback"
        if "wordprocessingml" in space and not self.fallback:
            self.reading = tag == "t"
            self.parts.append({"tab": "\t", "br": "\n", "cr": "\n"}.get(tag, ""))

    def _end(self, name: str) -> None:
        space, _, tag = name.rpartition(" ")
        self.fallback -= tag == "Fallback"
        self.reading = False
        if "wordprocessingml" in space and tag == "p":
            self.parts.append("\n")

    def _data(self, data: str) -> None:
        if self.reading:
            self.parts.append(data)

    def _doctype(self, *_: Any) -> None:
        raise Fault("document_damaged")


def _pdf(data: bytes) -> str:
    """The text layer of a PDF by pypdf, which is installed only where somebody needs it."""
    try:
        from pypdf import PdfReader  # pyright: ignore[reportMissingImports]
    except ImportError:
        raise Fault("document_pdf") from None
    try:
        pages = PdfReader(io.BytesIO(data)).pages
        if len(pages) > MAX_PAGES:
            raise Fault("document_bomb", limit=MAX_PAGES)
        return "\n".join(page.extract_text() or "" for page in pages)
    except Fault:
        raise
    except Exception:  # a broken PDF fails in more ways than can be named
        raise Fault("document_damaged") from None
