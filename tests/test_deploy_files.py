"""What deploy/ names exists, is closed where it should be, and is sound as far as reading can tell."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from biaochi.cli import parser
from biaochi.keeper import READ_ONLY
from biaochi.logs import FORMAT
from biaochi.serve import BASE, ROOT
from biaochi.serve.metrics import TOKEN
from tests.conftest import ROOT as HOUSE

DEPLOY = HOUSE / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
VARIABLES = {READ_ONLY, FORMAT, BASE, ROOT, TOKEN, "BIAOCHI_HOME", "BIAOCHI_SOAK"}


def read(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def section(text: str, name: str) -> dict[str, list[str]]:
    """The settings of one section of a unit."""
    body = re.split(r"^\[(\w+)\]$", text, flags=re.M)
    found: dict[str, list[str]] = {}
    for line in body[body.index(name) + 1].splitlines():
        if "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_runs_our_command_and_may_write_little(unit: Path) -> None:
    service = section(unit.read_text(encoding="utf-8"), "Service")
    words = service["ExecStart"][0].replace("%i", "8501").split()
    assert words[:3] == ["/opt/biaochi/current/.venv/bin/python", "-m", "biaochi"]
    args = parser().parse_args(words[3:])
    assert args.root == "/srv/biaochi"
    assert service["User"] == ["biaochi"]
    assert service["ProtectSystem"] == ["strict"]
    assert service["NoNewPrivileges"] == ["yes"]
    assert service["CapabilityBoundingSet"] == [""]
    writes = service["ReadWritePaths"]
    assert writes == ["/srv/biaochi/.biaochi/pins"] if args.run.__name__ == "serve" else ["/srv/biaochi/.biaochi"]
    if args.run.__name__ == "serve":
        assert args.read_only and args.base == "/biaochi" and args.host == "127.0.0.1"


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_understands_a_unit(unit: Path, tmp_path: Path) -> None:
    """Its programs are replaced by one that is here; without systemd-analyze the settings above must do."""
    analyze = shutil.which("systemd-analyze")
    text = re.sub(r"^(ExecStart\w*=)\S+", r"\1/bin/true", unit.read_text(encoding="utf-8"), flags=re.M)
    copy = tmp_path / unit.name.replace("@", "@8501")
    copy.write_text(text.replace("biaochi-builder.service", ""), encoding="utf-8")
    if analyze:
        done = subprocess.run([analyze, "verify", "--man=no", str(copy)], capture_output=True, text=True)
        said = [line for line in done.stderr.splitlines() if copy.name in line]
        assert said == []


def test_the_image_copies_what_exists_and_runs_as_nobody() -> None:
    text = read("Dockerfile")
    for line in re.findall(r"^COPY (.+) \S+$", text, re.M):
        for name in line.split():
            assert (HOUSE / name).exists(), name
    let_in = {line[1:] for line in (HOUSE / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert {name for line in re.findall(r"^COPY (.+) \S+$", text, re.M) for name in line.split()} == let_in
    assert re.search(r"^USER 10001:10001$", text, re.M)
    command = [part.strip('" ') for part in re.findall(r"^CMD \[(.+)\]$", text, re.M)[0].split(",")]
    entry = [part.strip('" ') for part in re.findall(r"^ENTRYPOINT \[(.+)\]$", text, re.M)[0].split(",")]
    args = parser().parse_args([*entry[3:], *command])
    assert (args.root, args.read_only, args.base, args.port) == ("/srv/biaochi", True, "/biaochi", 8501)
    assert "STREAMLIT_" not in text, "only `streamlit run` reads those"


def test_containers_are_read_only_without_rights_and_without_network_where_none_is_needed() -> None:
    compose: Any = yaml.safe_load(read("compose.yaml"))
    ours = {name: one for name, one in compose["services"].items() if name != "nginx"}
    assert set(ours) == {"builder", "replica-1", "replica-2"}
    for one in ours.values():
        assert one["read_only"] is True
        assert one["cap_drop"] == ["ALL"]
        assert one["security_opt"] == ["no-new-privileges:true"]
        assert one["user"] == "10001:10001"
        assert one["volumes"][0].endswith(":/srv/biaochi:ro")
        assert "ports" not in one
    assert parser().parse_args(ours["builder"]["command"]).watch
    assert ours["builder"]["network_mode"] == "none"
    assert compose["networks"]["inside"] == {"internal": True}
    assert (DEPLOY / ours["builder"]["build"]["context"] / ours["builder"]["build"]["dockerfile"]).is_file()


def test_nginx_in_a_container_writes_where_its_read_only_file_system_lets_it(tmp_path: Path) -> None:
    told = (HOUSE / "docs" / "deployment.md").read_text("utf-8")
    (command,) = re.findall(r"^sed -e .*?compose\.conf$", told, re.M | re.DOTALL)
    assert re.sub(r"\s+", " ", command) in re.sub(r"\s+", " ", read("compose.yaml").replace("\n#", "\n"))
    made = tmp_path / "compose.conf"
    subprocess.run(["sh", "-c", command.replace("deploy/nginx/compose.conf", str(made))], cwd=HOUSE, check=True)
    writes = re.findall(r"^\s*(?:access_log|error_log|proxy_cache_path) (\S+)", made.read_text("utf-8"), re.M)
    free = (*yaml.safe_load(read("compose.yaml"))["services"]["nginx"]["tmpfs"], "/dev/std")
    assert len(writes) == 3 and all(one.startswith(free) for one in writes)
    assert "server replica-1:8501" in made.read_text("utf-8")


def test_the_secret_values_are_named_and_never_given() -> None:
    for path in (*UNITS, DEPLOY / "compose.yaml", DEPLOY / "Dockerfile", DEPLOY / "nginx" / "biaochi.conf"):
        for name, value in re.findall(r"(\w*(?:TOKEN|SECRET|PASSWORD)\w*)\s*[:=]\s*(\S+)", path.read_text("utf-8")):
            assert value.startswith("${"), f"{path.name}: {name}"


def test_no_variable_is_named_that_nobody_reads() -> None:
    texts = [path.read_text("utf-8") for path in DEPLOY.rglob("*") if path.is_file()]
    texts += [(HOUSE / "docs" / name).read_text("utf-8") for name in ("deployment.md", "security.md")]
    assert set(re.findall(r"\bBIAOCHI_[A-Z_]+", "\n".join(texts))) <= VARIABLES


def test_nginx_says_who_somebody_is_and_closes_the_doors_of_machines() -> None:
    """What it does is tried in tests/all/test_deploy.py."""
    text = re.sub(r"#.*", "", read("nginx/biaochi.conf"))
    for name in ("X-Remote-User", "X-Remote-Name", "X-Remote-Groups", "X-Forwarded-For", "Forwarded", "Authorization"):
        assert re.search(rf"proxy_set_header {name} ", text), name
    assert "$proxy_add_x_forwarded_for" not in text
    assert "$remote_user" not in text, "without auth_basic that is whatever a browser sends"
    assert "$request_uri" not in text.split("log_format")[1].split(";")[0]


@pytest.mark.parametrize("doc", ["security.md", "deployment.md"])
def test_every_test_and_file_that_a_document_names_exists(doc: str) -> None:
    text = (HOUSE / "docs" / doc).read_text(encoding="utf-8")
    named = re.findall(r"`((?:tests|deploy|docs|biaochi|scripts)/[\w./@-]+?\.\w+)(?:::(\w+))?`", text)
    assert named
    for path, test in named:
        assert (HOUSE / path).is_file(), path
        assert not test or f"def {test}(" in (HOUSE / path).read_text("utf-8"), f"{path}::{test}"
