"""The house keeps its order: layers import leftwards, rooms stay small, nothing is fetched from outside."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from biaochi import palette
from tests.conftest import ROOT

PACKAGE = ROOT / "biaochi"
# Leftmost first (DESIGN.md); a module imports from layers to its left and from its own package only.
LAYERS = (
    {"problem", "logs", "generated"},
    {"model"},
    {"quantity", "period", "reference"},
    {"files"},
    {"intake"},
    {"catalogue"},
    {"evidence", "layouts", "access"},
    {"progress", "comparability", "pins", "attempt"},
    {"spark"},
    {"snapshot", "watch"},
    {"store", "keeper"},
    {"selection", "search"},
    {"figures", "lettering", "palette", "spoken", "style"},
    {"words"},
    {"steps", "sentences", "writing"},
    {"history", "forms"},
    {"proposals", "drafts"},
    {"grids"},
    {"marks", "charts"},
    {"deck"},
    {"views"},
    {"exports"},
    {"publish"},
    {"sessions"},
    {"pickers", "visitor"},
    {"plain", "putting"},
    {"ui"},
    {"stage", "taking", "workshop", "ledger"},
    {"serve"},
    {"cli"},
    {"__main__", "pages", "app"},
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
# Who may open the doors to the outside libraries that decide our shape.
DOORS = {
    "duckdb": {"catalogue", "snapshot", "store", "intake"},
    "streamlit": {"pickers", "sessions", "visitor", "plain", "putting", "ui", "stage", "ledger", "workshop", "taking",
                  "serve", "pages", "app"},
}
# Names that look like addresses but are never fetched (XML namespaces, schema identifiers).
NAMES = re.compile(r"https?://(www\.w3\.org/|json-schema\.org/|purl\.oclc\.org/|schemas\.|www\.sdmx\.org/)")
ADDRESS = re.compile(r"https?://[^\s\"'<>)]+|//(?:cdn|unpkg|fonts\.g)[^\s\"']+")
OURS = re.compile(r"https?://(127\.0\.0\.1|localhost|\{|\[|…)")


def python_files() -> list[Path]:
    return sorted(chain(PACKAGE.rglob("*.py"), (ROOT / "pages").glob("*.py"), ROOT.glob("app.py")))


def room(path: Path) -> str:
    """The layer a file belongs to: the first name below the package, `pages`, or `app`."""
    return path.relative_to(PACKAGE if path.is_relative_to(PACKAGE) else ROOT).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, wherever in the file; `from biaochi import x` counts as biaochi.x."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path.name} imports relatively"
            yield from (f"{node.module}.{one.name}" for one in node.names)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_leftwards_only(path: Path) -> None:
    own = room(path)
    if own == "__init__":
        return
    assert own in LEVEL, f"{own} stands in no layer: add it to LAYERS where it belongs"
    for name in imports(path):
        parts = name.split(".")
        if parts[0] in DOORS:
            assert own in DOORS[parts[0]], f"{own} must not import {parts[0]}"
        if parts[0] == "biaochi" and parts[1] not in {own, "__version__"}:
            assert LEVEL.get(parts[1], 99) < LEVEL[own], f"{own} imports {parts[1]}, which is not to its left"


def test_the_manual_shows_the_same_line_of_rooms() -> None:
    manual = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    shown = re.search(r"^    problem, .*?\n\n", manual, re.DOTALL | re.MULTILINE)
    assert shown, "CONTRIBUTING.md shows no line of rooms"
    assert [set(re.findall(r"\w+", part)) for part in shown[0].split("<")] == list(LAYERS)


def test_rooms_stay_small() -> None:
    long = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert {name: lines for name, lines in long.items() if lines > 300} == {}
    assert {name: lines for name, lines in long.items() if name.startswith("pages") and lines > 80} == {}


def test_functions_stay_small() -> None:
    long = {
        f"{path.relative_to(ROOT)}: {one.name}": size
        for path in python_files()
        for one in functions(path)
        if (size := (one.end_lineno or 0) - one.lineno + 1) > 40
    }
    assert long == {}


def test_nothing_is_fetched_from_outside() -> None:
    shown = {".py", ".html", ".css", ".js", ".svg", ".toml", ".sql"}
    files = [p for top in ("biaochi", "pages", ".streamlit", "static") for p in (ROOT / top).rglob("*")]
    found = [
        f"{path.relative_to(ROOT)}: {address}"
        for path in [*files, *ROOT.glob("app.py")]
        if path.suffix in shown
        for address in ADDRESS.findall(path.read_text(encoding="utf-8"))
        if not NAMES.match(address) and not OURS.match(address)
    ]
    assert found == []


def test_streamlit_wears_the_colours_of_the_palette() -> None:
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    names = {
        "primaryColor": "accent", "backgroundColor": "paper", "secondaryBackgroundColor": "card",
        "textColor": "ink", "borderColor": "line", "linkColor": "accent",
    }  # fmt: skip
    for scheme in ("light", "dark"):
        assert theme[scheme] == {option: palette.colour(name, scheme) for option, name in names.items()}


def test_all_lists_of_requirements_are_pinned_and_each_package_stands_once() -> None:
    lines = [
        line.split(";")[0].split("#")[0].strip()
        for name in ("requirements.txt", "requirements-dev.txt", "requirements-all.txt")
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
    ]
    wanted = [line for line in lines if line and not line.startswith("-r")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][\w.]*", line) for line in wanted)
    names = [line.split("==")[0].lower() for line in wanted]
    assert len(names) == len(set(names))
