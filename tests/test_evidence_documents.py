"""Archived documents of every kind, hostile ones too, and which file belongs to which source."""

from __future__ import annotations

import hashlib
import io
import sys
import types
import zipfile
from pathlib import Path
from typing import Any

import pytest

from biaochi import evidence
from biaochi.evidence import archive, reading
from biaochi.problem import Fault, texts

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORDS = "甲区2099年有企业9876家。"


def docx(body: str, **parts: str) -> bytes:
    """A Word document of these paragraphs (WordprocessingML), made by hand."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", f'<w:document xmlns:w="{W}" xmlns:m="urn:m">{body}</w:document>')
        for name, text in parts.items():
            made.writestr(f"word/{name}.xml", text)
    return out.getvalue()


# ---- reading ----

@pytest.mark.parametrize("data", [
    WORDS.encode(), WORDS.encode("gb18030"), WORDS.encode("utf-16"), b"\xef\xbb\xbf" + WORDS.encode(),
    f"<!DOCTYPE html><p>{WORDS}</p>".encode(),
    f"<html><head><title>9家</title></head><body>{WORDS}".encode("gb18030"),
    docx(f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>"),
])  # fmt: skip
def test_documents_are_read_by_what_they_are(data: bytes) -> None:
    assert reading.text_of(data).strip() == WORDS


def test_a_page_is_read_as_its_readers_see_it() -> None:
    page = """<html><style>p{width:1家}</style><script>var a = "2家<\\/p>";</script><body>
        <p>甲区<b>98</b>76&#23478;</p><table><tr><td>12</td><td>34</td></tr></table><!-- 5家 -->
        <ruby>國<rp>(</rp><rt>guó</rt><rp>)</rp></ruby><ruby>企<rt>qǐ</ruby>7<br>8</body></html>"""
    text = reading.text_of(page.encode())
    assert evidence.normalise(text) == "甲区9876家1234国企78"
    assert evidence.locate(text, "甲区9876家")
    assert evidence.locate(text, "34")  # two cells are two numbers
    assert evidence.locate(text, "国企7")  # and so are two lines


def test_a_file_called_html_is_one() -> None:
    assert reading.text_of(b"<p>\xe7\x94\xb2</p>", "a.HTML") == "甲"
    assert reading.text_of(b"2 < 3 and 4 > 3", "a.txt") == "2 < 3 and 4 > 3"


def test_a_word_document_is_read_without_what_is_struck_out() -> None:
    body = """<w:p><w:r><w:t>甲区98</w:t></w:r><w:r><w:t>76家</w:t></w:r><w:del><w:delText>5家</w:delText></w:del>
        <w:r><w:instrText>6家</w:instrText></w:r></w:p><w:p><w:t>12</w:t><w:tab/><w:t>34</w:t><w:br/></w:p>
        <m:Fallback><w:r><w:t>7家</w:t></w:r></m:Fallback>"""
    note = f'<w:footnotes xmlns:w="{W}"><w:p><w:r><w:t>脚注</w:t></w:r></w:p></w:footnotes>'
    assert reading.text_of(docx(body, footnotes=note, settings="<a/>")) == "甲区9876家\n12\t34\n\n脚注\n"


def bomb() -> bytes:
    return docx("<w:p><w:r><w:t>" + "甲" * 4_000_000 + "</w:t></w:r></w:p>")


def entities() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("word/document.xml", f'<!DOCTYPE a [<!ENTITY e "甲">]><w:t xmlns:w="{W}">&e;</w:t>')
    return out.getvalue()


def other_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("a.txt", WORDS)
    return out.getvalue()


@pytest.mark.parametrize(("data", "code"), [
    (bomb(), "document_bomb"),
    (entities(), "document_damaged"),
    (docx("<w:p>"), "document_damaged"),
    (docx("<w:p/>")[:-30], "document_damaged"),
    (b"PK\x03\x04 and no more", "document_damaged"),
    (other_zip(), "document_kind"),
    (b"\xd0\xcf\x11\xe0\0\0", "document_kind"),
    (b" \n ", "document_without_text"),
    (docx("<w:p/>"), "document_without_text"),
    (b"<html><script>1</script></html>", "document_without_text"),
])
def test_what_cannot_be_read_is_refused_in_one_word(
    data: bytes, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_UNPACKED", 10_000_000)
    with pytest.raises(Fault) as refused:
        reading.text_of(data)
    assert refused.value.code == code
    assert code in texts()


def pypdf(pages: list[str | None], broken: bool = False) -> types.ModuleType:
    """Stands for pypdf: a reader whose pages have these texts."""
    def read(_: io.BytesIO) -> Any:
        if broken:
            raise AttributeError("odd")
        made = [types.SimpleNamespace(extract_text=lambda text=text: text) for text in pages]
        return types.SimpleNamespace(pages=made)

    module = types.ModuleType("pypdf")
    module.PdfReader = read  # type: ignore[attr-defined]
    return module


@pytest.mark.parametrize(("module", "code"), [
    (None, "document_pdf"),
    (pypdf([], broken=True), "document_damaged"),
    (pypdf([None, ""]), "document_without_text"),
    (pypdf(["甲"] * 4000), "document_bomb"),
])
def test_a_pdf_without_reader_or_text_is_not_read(
    module: types.ModuleType | None, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", module)
    with pytest.raises(Fault) as refused:
        reading.text_of(b"%PDF-1.7")
    assert refused.value.code == code


def test_the_text_layer_of_a_pdf_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", pypdf(["甲区有企业98\n76家", "第二页"]))
    assert reading.text_of(b"%PDF-1.7") == "甲区有企业98\n76家\n第二页"


# ---- which file belongs to which source ----

def source(name: str, path: str | None = None, sha256: str | None = None) -> dict[str, str | None]:
    return {"source": name, "archived_path": path, "sha256": sha256}


def codes(found: archive.Archive) -> dict[str, str]:
    return {name: fault.code for name, fault in found.faults.items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "archive"
    (made / "sub").mkdir(parents=True)
    (made / "sub/b.txt").write_text("乙区有12家")
    (made / "a.txt").write_text(WORDS)
    (made / ".hidden.txt").write_text("丙")
    (tmp_path / "outside.txt").write_text("丁")
    return made


def test_a_file_is_known_by_its_digest_and_else_by_its_path(folder: Path) -> None:
    digest = hashlib.sha256((folder / "sub/b.txt").read_bytes()).hexdigest()
    sources = [source("renamed", "gone.txt", digest), source("path", "a.txt"), source("none"),
               source("edited", "a.txt", "0" * 64), source("gone", "gone.txt", "1" * 64)]  # fmt: skip
    found = archive.read(folder, sources)
    named = {one.source: (one.file, one.changed) for one in found.documents.values()}
    assert named == {"renamed": ("sub/b.txt", False), "path": ("a.txt", False), "edited": ("a.txt", True)}
    assert codes(found) == {"none": "document_absent", "gone": "document_absent"}
    assert found.strangers == []
    assert archive.read(folder, []).strangers == ["a.txt", "sub/b.txt"]


@pytest.mark.parametrize("path", [
    "../outside.txt", "/etc/hostname", "sub/../../outside.txt", "..\\outside.txt", "C:/a.txt", "a\0.txt", "link.txt",
    "sub/../a.txt",
    "out/outside.txt",
])  # fmt: skip
def test_no_path_leads_out_of_the_folder(folder: Path, path: str) -> None:
    (folder / "link.txt").symlink_to(folder.parent / "outside.txt")
    (folder / "out").symlink_to(folder.parent)
    digest = hashlib.sha256("丁".encode()).hexdigest()
    found = archive.read(folder, [source("path", path), source("digest", None, digest)])
    assert codes(found) == {"path": "document_outside", "digest": "document_absent"}


def test_a_folder_is_no_document_and_a_link_inside_is_one(folder: Path) -> None:
    (folder / "link.txt").symlink_to(folder / "a.txt")
    found = archive.read(folder, [source("folder", "sub"), source("link", "link.txt")])
    assert found.faults["folder"].code == "document_absent"
    assert found.documents["link"].text.raw == WORDS


def test_a_file_beyond_the_limit_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_BYTES", 20)
    found = archive.read(folder, [source("large", "a.txt"), source("small", "sub/b.txt")])
    assert (found.faults["large"].code, list(found.documents)) == ("document_large", ["small"])
