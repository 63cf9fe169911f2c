"""Nothing that planners write is ever a program: on every page, in both languages, and in every export read back."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from biaochi import exports, ui
from biaochi.model import Area, Config, Deck, Indicator, Observation, Plan, Source, Target
from biaochi.problem import errors
from biaochi.selection import Selection
from biaochi.snapshot import Library
from biaochi.store import Store
from biaochi.words import Words
from tests import payloads
from tests.exports_house import AS_OF, sample
from tests.screens import blocks, visit

PAGES = tuple(name for name in ui.PAGES if name != "edit")
NEVER = {"script", "iframe", "object", "embed", "base", "form", "frame", "link", "meta", "foreignobject"}
TEXT_EXPORTS = ("csv", "json", "sdmx-csv", "datapackage", "xlsx", "docx", "pptx", "html", "svg")
FORMULA = re.compile(r"^[=+@].|^[\t\r]|^-(?![\d.])", re.S)  # a lone = is a comparator


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return payloads.write(tmp_path_factory.mktemp("attacked"))


@pytest.fixture(scope="module")
def store(root: Path) -> Store:
    library = Library(root)
    found = library.refresh()
    assert errors(found.problems) == [], "the attacks must arrive, not be left out"
    return Store(library.open(found.shown))


@pytest.fixture
def at_home(root: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The pages read the attacked catalogue."""
    monkeypatch.setenv("BIAOCHI_ROOT", str(root))
    monkeypatch.setattr(ui, "watch", lambda: None)
    ui.close()
    yield
    ui.close()


class Parsed(HTMLParser):
    """A document as a browser takes it apart: what could run, and which text is shown."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.bad: list[str] = []
        self.scripts: list[str] = []
        self.inside = ""
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag if tag in ("script", "style") else ""
        if tag in NEVER:
            self.bad.append(tag)
        for name, value in attrs:
            said = re.sub(r"[\s\0]", "", value or "").lower()
            if name.startswith("on") or said.startswith(("javascript:", "vbscript:", "data:text/html")):
                self.bad.append(f"{tag} {name}={value}")
            if name in ("src", "href", "xlink:href", "action", "formaction") and "evil.example" in said:
                self.bad.append(f"{tag} {name}={value}")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "script":
            self.scripts.append(data)
        elif not self.inside:
            self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)


def test_every_free_text_of_the_models_is_attacked() -> None:
    for model in (Plan, Target, Source, Area, Observation, Indicator, Deck, Config):
        fields = {n for n, f in model.model_fields.items() if payloads.text_limit(f.annotation, list(f.metadata))}
        done = payloads.poison(model, {})
        for name in fields - payloads.PARSED:
            assert payloads.OWNED in done[name], f"{model.__name__}.{name}"
    assert {"name", "note", "lead_org"} <= set(payloads.poison(Plan, {}))


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_text_of_the_catalogue_is_html_on_a_page(page: str, lang: str) -> None:
    chosen = {"plan": "jia-145", "indicator": "early", "lang": lang, "q": "script", "as_of": AS_OF.isoformat()}
    chosen |= {"deck": "talk"} if page == "present" else {}
    at = visit(page, **chosen)
    assert not at.exception
    found = list(blocks(at))
    assert found
    for block in found:
        parsed = Parsed(block)
        assert parsed.bad == []
        # A blank line ends a block of HTML: what follows would be Markdown, with links and pictures.
        head = block.lstrip()
        if head.startswith("<"):
            assert not re.search(r"\n\s*\n", block), re.findall(r".{80}\n\s*\n.{80}", block, re.S)[:1]
    said = "".join(Parsed(block).text for block in found)
    assert payloads.OWNED in said, "the attack is shown as the text that it is"


def made(kind: str, store: Store, lang: str = "zh") -> bytes:
    named = {"indicator": "early", "area": "990101"} if kind == "svg" else {"plan": "jia-145"}
    return exports.make(kind, store, Selection(as_of=AS_OF, **named), Words(lang))  # type: ignore[arg-type]


def parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def cells(data: bytes) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in row]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_begins_no_formula(store: Store, lang: str) -> None:
    found = cells(made("csv", store, lang))
    assert [one for one in found if FORMULA.match(one)] == []
    assert any(payloads.OWNED in one for one in found)


def test_the_workbook_computes_nothing(store: Store) -> None:
    data = made("xlsx", store)
    book = load_workbook(io.BytesIO(data))
    every = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    attacked = [one for one in every if payloads.OWNED in str(one.value)]
    assert attacked
    assert {one.data_type for one in attacked} == {"s"}
    assert [one.value for one in every if one.data_type == "f" and "owned" in str(one.value).lower()] == []
    assert [one.value for one in every if one.data_type == "f" and "HYPERLINK(\"x\")" in str(one.value)] == []
    links = [one.hyperlink.target for one in every if one.hyperlink and one.hyperlink.target]
    assert all(str(one).startswith(("http://", "https://", "#")) for one in links)


@pytest.mark.parametrize("kind", ["xlsx", "docx", "pptx"])
def test_office_files_hold_text_and_no_program(kind: str, store: Store) -> None:
    found = parts(made(kind, store))
    assert not [name for name in found if re.search(r"vba|macro|activex|oleobject|externallink", name, re.I)]
    for name, data in found.items():
        if name.endswith((".xml", ".rels")):
            tree = ElementTree.fromstring(data)
            assert not [one.tag for one in tree.iter() if one.tag.rpartition("}")[2].lower() in ("script", "iframe")]
            for one in tree.iter():
                if one.get("TargetMode") == "External":
                    assert re.match(r"https?://", one.get("Target", "")), one.get("Target")
                    assert "evil" not in one.get("Target", "")
    shown = b"".join(found.values()).decode("utf-8", "replace")
    assert f"&lt;script&gt;{payloads.OWNED}()" in shown


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_html_file_has_the_scripts_of_ours_and_no_other(store: Store, lang: str) -> None:
    clean = Parsed(exports.make("html", sample(), Selection(plan="jia-145", as_of=AS_OF), Words(lang)).decode())
    attacked = Parsed(made("html", store, lang).decode())
    assert len(attacked.scripts) == len(clean.scripts)
    ours = {"meta", "script", "link"}
    assert sorted(one for one in attacked.bad if one not in ours) == []
    assert [one for one in attacked.bad if one in ours] == [one for one in clean.bad if one in ours]
    assert not any(payloads.OWNED in one for one in attacked.scripts if not one.lstrip().startswith(("{", "[")))
    assert payloads.OWNED in attacked.text


def test_the_picture_is_only_drawn(store: Store) -> None:
    tree = ElementTree.fromstring(made("svg", store))
    for one in tree.iter():
        assert one.tag.rpartition("}")[2].lower() not in ("script", "foreignobject", "iframe", "image")
        for name, value in one.attrib.items():
            assert not name.lower().startswith("on")
            assert "javascript:" not in value.lower()
    assert payloads.OWNED in "".join(tree.itertext())


@pytest.mark.parametrize("kind", ["sdmx-csv", "datapackage"])
def test_packages_are_read_back_as_they_were_written(kind: str, store: Store) -> None:
    """Exchange formats keep every text to the letter, even what a spreadsheet would take for a formula."""
    found = parts(made(kind, store))
    assert not [name for name in found if name.startswith(("/", "..")) or ".." in name.split("/")]
    whole = ""
    for name, data in found.items():
        if name.endswith(".json"):
            whole += json.dumps(json.loads(data), ensure_ascii=False)
        elif name.endswith(".csv"):
            whole += "".join(cells(data))
        elif name.endswith(".xml"):
            whole += "".join(ElementTree.fromstring(data).itertext())
    assert payloads.OWNED in whole


def test_json_is_data(store: Store) -> None:
    said: Any = json.loads(made("json", store))
    assert any(payloads.OWNED in str(one["indicator_name"]) for one in said["assessments"])


def test_every_format_is_read_back_here_or_is_made_from_one_that_is() -> None:
    assert set(exports.KINDS) - set(TEXT_EXPORTS) <= {"pdf", "pdf-deck", "pdf-report", "png"}
