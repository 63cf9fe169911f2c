"""The examples of docs/access.md: each is read as the program reads it, and does what the text beside it says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from biaochi.access import Visit, identify, rules
from biaochi.cli import main
from tests.conftest import ROOT
from tests.test_access import LOCAL, said

TEXT = (ROOT / "docs" / "access.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"```yaml config\.yaml (\w+)\n(.*?)```", TEXT, re.DOTALL))
FAR = Visit("0.0.0.0", "10.0.0.5", {"x-remote-user": ("li@jia.example",)})


def written(house: Path, name: str) -> Path:
    with (house / "config.yaml").open("a", encoding="utf-8") as file:
        file.write(EXAMPLES[name])
    return house


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_a_sound_part_of_the_config(
    house: Path, name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(written(house, name))
    assert main(["check"]) == 0, capsys.readouterr().out
    assert rules(house).access is not None


def test_what_the_examples_say_of_people(house: Path) -> None:
    found = {}
    for name in EXAMPLES:
        (house / "config.yaml").write_text(EXAMPLES[name], encoding="utf-8")
        found[name] = rules(house)
    claims = {"is_logged_in": True, "email": "li@jia.example"}
    assert identify(found["oidc"], Visit("127.0.0.1", "127.0.0.1", claims=claims)).role == "planner"
    assert identify(found["oidc"], Visit("127.0.0.1", "127.0.0.1", claims=claims | {"email": "wu@x"})).role == "viewer"
    assert identify(found["header"], said(LOCAL, x_remote_user="wu", x_remote_groups="规划科")).role == "planner"
    assert identify(found["header"], FAR).why == "foreign_peer"
    assert identify(found["proxies"], FAR).role == "planner"
    assert found["approval"].access and found["approval"].access.approval and not found["approval"].access.own_release


def test_the_secrets_are_those_that_streamlit_wants() -> None:
    example = re.search(r"```toml \.streamlit/secrets\.toml\n(.*?)```", TEXT, re.DOTALL)
    assert example
    auth = tomllib.loads(example[1])["auth"]
    assert {"redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url"} == auth.keys()
    assert auth["redirect_uri"].endswith("/oauth2callback")
    for name in auth:
        assert f"BIAOCHI_AUTH_{name.upper()}" in TEXT


def test_no_secret_has_a_place_in_the_config(house: Path) -> None:
    for field in ("client_secret", "cookie_secret", "password"):
        (house / "config.yaml").write_text(f"access:\n  identity: oidc\n  {field}: x\n", encoding="utf-8")
        rules.__globals__["_LAST"].clear()
        assert rules(house).access is None
