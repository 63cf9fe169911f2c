"""Access: who may look, edit, release, administer; what cannot be trusted or read gives less, never more."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from biaochi.access import Rules, User, Visit, identify, is_local, is_loopback, is_trusted, rules
from biaochi.model import Access

LOCAL = Visit("127.0.0.1", "127.0.0.1", {"host": ("127.0.0.1:8501",), "origin": ("http://127.0.0.1:8501",)})
HEADER = Access(identity="header", admins=["chen@jia.example"], planners=["group:规划科", "li"], viewers=["*"],
                groups_header="X-Groups", name_header="X-Name")  # fmt: skip
OIDC = Access(identity="oidc", planners=["li@jia.example"], viewers=["*"])


def who(access: Access, visit: Visit) -> User:
    return identify(Rules(access), visit)


def said(visit: Visit = LOCAL, **headers: str | tuple[str, ...]) -> Visit:
    more = {name.replace("_", "-"): (value,) if isinstance(value, str) else value for name, value in headers.items()}
    return replace(visit, headers={**visit.headers, **more})


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.1", "::1", "[::1]", "localhost", "unix:///run/b.sock",
                                     "::ffff:127.0.0.1"])  # fmt: skip
def test_loopback_addresses(address: str) -> None:
    assert is_loopback(address)


@pytest.mark.parametrize("address", ["", None, "0.0.0.0", "::", "10.0.0.4", "localhost.evil.example", "甲"])
def test_everything_else_is_not_loopback(address: str | None) -> None:
    assert not is_loopback(address)


def test_without_identity_the_person_at_the_machine_is_admin() -> None:
    assert who(Access(), LOCAL).role == "admin"
    assert who(Access(), said(host="localhost:8501", origin="http://localhost:8501")).role == "admin"


@pytest.mark.parametrize(
    "visit",
    [
        replace(LOCAL, listens=""),
        replace(LOCAL, listens="0.0.0.0"),
        replace(LOCAL, peer="10.0.0.9"),
        replace(LOCAL, headers={}),
        said(host="biaochi.jia.example", origin="https://biaochi.jia.example"),
        said(origin="https://evil.example"),
        said(x_forwarded_for="10.0.0.9"),
        said(x_forwarded_proto="https"),
        said(forwarded="for=10.0.0.9"),
        said(via="1.1 proxy"),
    ],
)
def test_without_identity_everybody_else_only_looks_and_is_told_why(visit: Visit) -> None:
    user = who(Access(), visit)
    assert (user.role, user.why) == ("viewer", "open_network")
    assert not is_local(visit)
    assert who(Access(viewers=["*"]), visit).role == ""


def test_roles_rise_and_nothing_else_may_be_asked() -> None:
    able = {role: [what for what in ("read", "edit", "release", "admin") if User("li", role=role).may(what)]
            for role in ("", "viewer", "planner", "admin")}  # fmt: skip
    assert able == {"": [], "viewer": ["read"], "planner": ["read", "edit", "release"],
                    "admin": ["read", "edit", "release", "admin"]}  # fmt: skip
    with pytest.raises(KeyError):
        User("li", role="admin").may("anything")


def test_the_proxy_names_people_and_groups() -> None:
    user = who(HEADER, said(x_remote_user="LI", x_name="李甲".encode().decode("latin-1"), x_groups="财务科"))
    assert (user.role, user.name, user.author) == ("planner", "李甲", "李甲 <LI@biaochi.local>")
    assert who(HEADER, said(x_remote_user="wu", x_groups="财务科, 规划科".encode().decode("latin-1"))).role == "planner"
    assert who(HEADER, said(x_remote_user="Chen@jia.example")).role == "admin"
    assert who(HEADER, said(x_remote_user="wu")).role == "viewer"
    assert who(HEADER.model_copy(update={"viewers": ["zhao"]}), said(x_remote_user="wu")).why == "not_listed"


@pytest.mark.parametrize("sent", [{}, {"x_remote_user": ""}, {"x_remote_user": ("li", "chen@jia.example")},
                                  {"x_remote_user": "li\x1b[0m"}, {"x_remote_user": "li" * 200}])  # fmt: skip
def test_a_missing_doubled_or_odd_header_is_nobody(sent: dict[str, Any]) -> None:
    user = who(HEADER, said(**sent))
    assert (user.role, user.why, user.account) == ("", "no_header", "")


def test_a_forged_header_of_a_foreign_peer_does_not_count() -> None:
    far = replace(said(x_remote_user="chen@jia.example"), listens="0.0.0.0", peer="10.0.0.9")
    assert (who(HEADER, far).role, who(HEADER, far).why) == ("", "foreign_peer")
    behind = HEADER.model_copy(update={"proxies": ["10.0.0.0/24"]})
    assert who(behind, far).role == "admin"
    assert who(behind, replace(far, peer="10.0.1.9")).role == ""
    assert who(behind, replace(far, headers={**far.headers, "x-forwarded-for": ("10.0.0.9",)})).role == ""
    assert not is_trusted(replace(far, peer=None), ["10.0.0.0/24"])
    assert is_trusted(replace(LOCAL, listens="unix:///run/b.sock", peer=None), [])


def test_an_open_address_lets_unknown_people_look_only() -> None:
    anyone = HEADER.model_copy(update={"viewers": []})
    assert (who(anyone, LOCAL).role, who(anyone, LOCAL).why) == ("viewer", "no_header")


def test_the_sign_in_service_names_people() -> None:
    def signed(**claims: Any) -> User:
        return who(OIDC, replace(LOCAL, claims={"is_logged_in": True, **claims}))

    assert signed(email="Li@jia.example", name="李甲").author == "李甲 <Li@jia.example>"
    assert signed(email="li@jia.example", email_verified=True).role == "planner"
    assert signed(email="li@jia.example", email_verified=False).why == "email_unverified"
    assert signed(email="wu@jia.example").role == "viewer"
    assert signed(sub="1").why == "no_claim"
    assert signed(email=["li@jia.example"]).role == ""
    assert who(OIDC, replace(LOCAL, claims={"is_logged_in": False})).why == "signed_out"
    assert who(OIDC, LOCAL).why == "no_sign_in_service"
    grouped = OIDC.model_copy(update={"claim": "sub", "admins": ["group:局长"]})
    claims = {"is_logged_in": True, "sub": "9901", "groups": ["局长"]}
    assert who(grouped, replace(LOCAL, claims=claims)).role == "admin"


def test_the_local_account_of_no_sign_in_cannot_be_claimed() -> None:
    listed = HEADER.model_copy(update={"viewers": []})
    assert who(listed, said(x_remote_user="local")).role == "viewer"
    assert who(listed, said(x_remote_user="group:规划科")).role == "viewer"


def write(root: Path, text: str) -> Path:
    (root / "config.yaml").write_text(text, encoding="utf-8")
    return root


def test_new_rules_hold_although_size_and_time_say_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, "access: {identity: header, planners: [li]}\n") / "config.yaml"
    before = path.stat()
    assert rules(tmp_path).access == Access(identity="header", planners=["li"])
    path.write_text("access: {identity: header, planners: [wu]}\n", encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert rules(tmp_path).access == Access(identity="header", planners=["wu"])


@pytest.mark.parametrize(
    "text",
    [
        "access:\n  identity: ldap\n",
        "access:\n  identity: header\n  planers: [li]\n",
        "access: header\n",
        "title: 甲\naccess:\n  identity: header\n viewers: [li]\n",
        "acces:\n  identity: header\n",
        "access:\n  identity: header\n  header: 'X Remote User'\n",
        "access:\n  identity: header\naccess:\n  identity: none\n",
        "\0\0\0",
    ],
)
def test_rules_that_cannot_be_read_close_the_door(tmp_path: Path, text: str) -> None:
    found = rules(write(tmp_path, text))
    assert found.access is None
    far = identify(found, replace(LOCAL, listens="0.0.0.0"))
    assert (far.role, far.why) == ("", "unreadable")
    assert identify(found, LOCAL).role == "viewer"


def test_a_mistake_in_the_rules_leaves_those_that_held(tmp_path: Path) -> None:
    good = "access:\n  identity: header\n  planners: [li]\n  viewers: ['*']\n"
    assert rules(write(tmp_path, good)).access == Access(identity="header", planners=["li"], viewers=["*"])
    for text in ("access:\n  identity: none\n  wrong: 1\n", "access: [\n", ""):
        found = rules(write(tmp_path, text)).access
        assert found is not None
        assert found.identity == "header", text
    (tmp_path / "config.yaml").unlink()
    assert rules(tmp_path).access == Access(identity="header", planners=["li"], viewers=["*"])
    assert rules(write(tmp_path, "title: 甲\n")).access == Access()


def test_a_project_without_rules_has_the_plain_ones(tmp_path: Path) -> None:
    assert rules(tmp_path).access == Access()
