"""Users and their roles: what config.yaml gives to the person of a visit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from biaochi.access.reading import Rules
from biaochi.access.visits import Visit, is_local, is_trusted
from biaochi.model import Access

ROLES = ("", "viewer", "planner", "admin")
"""From nothing to everything; each may what those before it may."""
NEEDS = {"read": "viewer", "edit": "planner", "release": "planner", "admin": "admin"}
LOCAL = "local"
"""The account of whoever sits at the machine where nobody signs in."""


@dataclass(frozen=True)
class User:
    """Who opens a page. `account` tells people apart, empty for an unknown one; `why` is the reason for less than
    editing (a key of words/access.yaml under why_not), empty for those who may."""

    account: str = ""
    name: str = ""
    email: str = ""
    role: str = ""
    why: str = ""
    groups: tuple[str, ...] = ()
    by_sign_in: bool = False
    """Whether the person signed in here and so can sign out here."""

    @property
    def author(self) -> str:
        """As a commit names people: `名字 <mail>`; empty at the machine itself, where git's own settings say it."""
        if self.account in ("", LOCAL):
            return ""
        mail = self.email or f"{self.account}@biaochi.local"
        return f"{self.name or self.account} <{mail}>"

    @property
    def signed_in(self) -> bool:
        """Whether somebody said who this is."""
        return self.account not in ("", LOCAL)

    @property
    def shown(self) -> str:
        """The name for the page: the person's own, else the account's first part."""
        return self.name or self.account.partition("@")[0]

    def may(self, what: str) -> bool:
        """Whether the role suffices for read, edit, release or admin; KeyError for anything else."""
        return ROLES.index(self.role) >= ROLES.index(NEEDS[what])


def may(user: User, what: str) -> bool:
    """Whether a user may read, edit, release or administer."""
    return user.may(what)


def identify(rules: Rules, visit: Visit) -> User:
    """The user of a visit, with the role that the rules give."""
    access = rules.access
    if access is None:  # what cannot be read may have been meant to keep people out
        return User(role="viewer" if is_local(visit) else "", why="unreadable")
    if access.identity == "none":
        return _without_identity(access, visit)
    found = _by_header(access, visit) if access.identity == "header" else _by_claims(access, visit)
    return _with_role(access, found)


def _without_identity(access: Access, visit: Visit) -> User:
    if is_local(visit):
        return User(LOCAL, role="admin")
    return User(role="" if access.viewers else "viewer", why="open_network")


def _by_header(access: Access, visit: Visit) -> User:
    if not is_trusted(visit, access.proxies):
        return User(why="foreign_peer")
    account = visit.header(access.header)
    if not account or not _plain(account):
        return User(why="no_header")
    said = visit.header(access.name_header)
    name = said if said and _plain(said) else ""
    groups = tuple(one.strip() for one in (visit.header(access.groups_header) or "").split(",") if one.strip())
    return User(account, name, account if "@" in account else "", groups=groups)


def _by_claims(access: Access, visit: Visit) -> User:
    said = visit.claims
    if said is None:
        return User(why="no_sign_in_service")
    if not said.get("is_logged_in"):
        return User(why="signed_out")
    account = _claim(said, access.claim)
    if access.claim == "email" and said.get("email_verified") in (False, "false"):
        return User(why="email_unverified")
    if not account:
        return User(why="no_claim")
    name, mail = _claim(said, "name"), _claim(said, "email")
    groups = said.get(access.groups_claim)
    groups = [groups] if isinstance(groups, str) else groups if isinstance(groups, list) else []
    groups = tuple(one for one in groups if isinstance(one, str))
    return User(account, name, mail, groups=groups, by_sign_in=True)


def _claim(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    return value.strip() if isinstance(value, str) and _plain(value) else ""


def _plain(text: str) -> bool:
    return len(text) <= 200 and all(sign.isprintable() for sign in text)


def _with_role(access: Access, user: User) -> User:
    role = ""
    for wanted, people in (("admin", access.admins), ("planner", access.planners), ("viewer", access.viewers)):
        if not role and _listed(user, people):
            role = wanted
    if not role and not access.viewers:
        role = "viewer"  # whoever reaches the address may look
    why = user.why or ("not_planner" if role == "viewer" else "" if role else "not_listed")
    return replace(user, role=role, why=why if role in ("", "viewer") else "")


def _listed(user: User, people: Iterable[str]) -> bool:
    """Whether a list names the account or one of its groups; an account that is called group:… is no group."""
    account, groups = user.account.casefold(), {one.casefold() for one in user.groups}
    named = [one.casefold() for one in people] if account else []
    return any(
        one.removeprefix("group:").strip() in groups if one.startswith("group:") else one in ("*", account)
        for one in named
    )
