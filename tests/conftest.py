"""What every test may lean on: the project's folder, and a copy of what it ships that may be broken at will."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL.Image import Image

Gallery = Callable[[str, Callable[[], Image]], None]
GOLDEN = Path(__file__).with_name("golden")
ROOT = Path(__file__).parents[1]
SHIPPED = ("indicators", "data", "config.yaml", "app.py", "pages", ".streamlit", "static")


def copy_house(to: Path) -> Path:
    """A copy of the shipped catalogue and pages; the package itself stays where it is."""
    for name in SHIPPED:
        origin = ROOT / name
        if origin.is_dir():
            shutil.copytree(origin, to / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif origin.is_file():
            shutil.copy(origin, to / name)
    return to


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --golden-update` writes what is drawn now into tests/golden; look at the difference before you commit."""
    parser.addoption("--golden-update", action="store_true", help="renew the golden files")
    parser.addoption("--pictures", action="store_true", help="renew docs/pictures with what the browser tests see")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with a golden file of that name, or renews the file (--golden-update)."""

    def check(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--golden-update"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), f"{name} is drawn differently; see --golden-update"

    return check


@pytest.fixture
def gallery(request: pytest.FixtureRequest) -> Gallery:
    """Puts a picture into docs/pictures for the guides, with `--pictures`; otherwise it is not even taken."""

    def take(name: str, picture: Callable[[], Image]) -> None:
        if request.config.getoption("--pictures"):
            picture().convert("RGB").quantize(64).save(ROOT / "docs" / "pictures" / f"{name}.png", optimize=True)

    return take


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A fresh copy of everything shipped, for tests that edit it."""
    return copy_house(tmp_path)


@pytest.fixture(scope="session")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped catalogue in a git repository of its own with one commit; to be copied, not edited."""
    house = copy_house(tmp_path_factory.mktemp("committed"))
    (house / ".gitignore").write_text(".biaochi/\n", encoding="utf-8")
    person = ["-c", "user.name=甲", "-c", "user.email=jia@example.invalid"]
    for args in (["init", "-q", "-b", "main"], ["add", "."], [*person, "commit", "-q", "-m", "start"]):
        subprocess.run(["git", "-C", str(house), *args], check=True)
    return house


@pytest.fixture
def kept(committed: Path, tmp_path: Path) -> Path:
    """The shipped catalogue in a git repository of its own, to be edited at will."""
    return Path(shutil.copytree(committed, tmp_path / "house"))
