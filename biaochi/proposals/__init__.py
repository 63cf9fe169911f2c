"""Submit, check, approve: an edit waits as a proposal until somebody else releases it, where config.yaml wants that.

`keep` is the save step of every page: it saves or proposes. A proposal is one file under .biaochi/proposals with
the texts before and after, so that it can be merged when the files have moved on; each step is added to it.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from biaochi import history
from biaochi.access import User, rules
from biaochi.problem import Fault, Problem, errors, tidy
from biaochi.proposals.stored import (
    ACTIVE,
    Drafts,
    Proposal,
    Standing,
    State,
    Step,
    changes,
    find,
    listing,
    problems,
    standing,
    store,
)
from biaochi.writing import Saved, Seen, brought, place
from biaochi.writing.disk import alone
from biaochi.writing.paths import fits

__all__ = ["Kept", "Proposal", "Standing", "Step", "changes", "find", "keep", "listing", "problems", "release",
           "send_back", "standing", "withdraw"]  # fmt: skip

MOST_OPEN = 500
LONGEST_NOTE = history.LONGEST_NOTE
ADMINS_ONLY = "config.yaml"
"""Who may what stands in it: only administrators change it or let a change of it pass."""

Status = Literal["saved", "unchanged", "proposed", "problems", "changed", "refused", "done"]


@dataclass(frozen=True)
class Kept:
    """What became of a save step.

    saved, unchanged: as in writing.Saved. proposed: it waits under the id `proposal`. problems: it would bring
    errors. changed: somebody else was faster; `files` says what they wrote and whether both go together (`merged`).
    refused: it may not or cannot be done, `problems` say why. Nothing was written but for saved and proposed.
    done: a proposal was sent back or withdrawn.
    """

    status: Status
    files: tuple[Saved, ...] = ()
    problems: tuple[Problem, ...] = ()
    proposal: str = ""

    @property
    def recorded(self) -> str:
        """Where the save stands: commit, journal, instead (git refused), nowhere; empty where nothing was saved."""
        return next((one.recorded for one in self.files if one.recorded), "")


def keep(
    root: Path, user: User, drafts: Sequence[tuple[Seen, str]], note: str = "", *, with_errors: bool = False,
    replaces: str = "",
) -> Kept:  # fmt: skip
    """Saves edited texts, or proposes them where config.yaml says `approval: true`; all of them or none.

    The user's right to edit is asked here again. `replaces` is an own proposal that the new one takes the place of.
    """
    pairs = tuple(drafts)
    access = rules(root).access
    if code := _forbidden(user, "edit", [seen.path for seen, _ in pairs]):
        return _refused(code)
    if access is None:
        return _refused("access_unreadable")
    if not access.approval:
        return _kept(history.save_together(root, pairs, user.author, note, with_errors=with_errors))
    try:
        with alone(root, "proposals"):
            done = _propose(root, user, pairs, note)
            old = find(root, replaces) if done.status == "proposed" else None
            if old and old.state in ACTIVE and _own(old, user):
                _step(root, user, replaces, "withdrawn", "")
            return done
    except Fault as fault:
        return _refused(fault.code, **fault.params)
    except OSError as error:
        return _refused("save_failed", why=error.strerror or type(error).__name__)


def _forbidden(user: User, what: str, paths: Sequence[str]) -> str:
    if not user.may(what):
        return "access_refused"
    return "access_admins_only" if ADMINS_ONLY in paths and not user.may("admin") else ""


def _propose(root: Path, user: User, drafts: Drafts, note: str) -> Kept:
    for seen, text in drafts:
        place(root, seen.path)
        fits(seen, seen.bytes(text))
    drafts = tuple((seen, text) for seen, text in drafts if seen.bytes(text) != seen.bytes(seen.text))
    if not drafts:
        return Kept("unchanged")
    if sum(one.state == "open" for one in listing(root)) >= MOST_OPEN:
        raise Fault("proposal_too_many", limit=MOST_OPEN)
    found = tuple(brought(root, {seen.path: text for seen, text in drafts}))
    if errors(found):
        return Kept("problems", problems=found)
    name = f"{datetime.now():%Y%m%d-%H%M%S-%f}-{secrets.token_hex(3)}"
    said = " ".join(note.split())[:LONGEST_NOTE]
    store(root, Proposal(name, user.account, user.author, said, drafts, (_now("open", user),)))
    return Kept("proposed", problems=found, proposal=name)


def _now(state: State, user: User, reason: str = "") -> Step:
    at = datetime.now().astimezone().isoformat(timespec="seconds")
    return Step(state, user.author or user.account, at, " ".join(reason.split())[:LONGEST_NOTE])


def release(root: Path, user: User, name: str) -> Kept:
    """Writes a proposal into the files, in both names; not one's own, unless config.yaml says `own_release: true`."""
    access = rules(root).access
    try:
        with alone(root, "proposals"):
            one = _open(root, name)
            if access is None:
                raise Fault("access_unreadable")
            if code := _forbidden(user, "release", one.paths):
                raise Fault(code)
            if _own(one, user) and not access.own_release:
                raise Fault("proposal_own")
            now = standing(root, one)
            if now.meets:
                raise Fault("proposal_meets", files=list(now.meets))
            message = one.note or f"标尺：修改 {'、'.join(one.paths)}"
            done = history.save_together(root, now.drafts, one.author, message, released=user.author or user.account)
            kept = _kept(done)
            if kept.status in ("saved", "unchanged"):
                store(root, replace(one, steps=(*one.steps, _now("released", user))))
            return replace(kept, proposal=name)
    except Fault as fault:
        return _refused(fault.code, **fault.params)
    except OSError as error:
        return _refused("save_failed", why=error.strerror or type(error).__name__)


def send_back(root: Path, user: User, name: str, reason: str) -> Kept:
    """Returns a proposal to whoever made it, with a reason."""
    return _close(root, user, name, "returned", reason)


def withdraw(root: Path, user: User, name: str) -> Kept:
    """Takes an own proposal back; an administrator may take back anybody's."""
    return _close(root, user, name, "withdrawn", "")


def _close(root: Path, user: User, name: str, state: State, reason: str) -> Kept:
    try:
        with alone(root, "proposals"):
            _step(root, user, name, state, reason)
    except Fault as fault:
        return _refused(fault.code, **fault.params)
    except OSError as error:
        return _refused("save_failed", why=error.strerror or type(error).__name__)
    return Kept("done", proposal=name)


def _step(root: Path, user: User, name: str, state: State, reason: str) -> None:
    one = _open(root, name, ACTIVE if state == "withdrawn" else ("open",))
    own = _own(one, user) and user.may("edit")
    allowed = user.may("release") if state == "returned" else user.may("admin") or own
    if not allowed:
        raise Fault("access_refused")
    if state == "returned" and not reason.strip():
        raise Fault("proposal_reason")
    store(root, replace(one, steps=(*one.steps, _now(state, user, reason))))


def _own(one: Proposal, user: User) -> bool:
    return bool(user.account) and one.account.casefold() == user.account.casefold()


def _open(root: Path, name: str, states: Sequence[str] = ("open",)) -> Proposal:
    one = find(root, name)
    if one is None or one.state not in states:
        raise Fault("proposal_closed")
    return one


_GRAVEST_LAST: tuple[Status, ...] = ("saved", "problems", "changed", "refused")


def _kept(done: Sequence[Saved]) -> Kept:
    found = {said.status for said in done}
    status: Status = "unchanged"
    for one in _GRAVEST_LAST:
        status = one if one in found else status
    return Kept(status, tuple(done), tuple(tidy(one for said in done for one in said.problems)))


def _refused(code: str, **params: Any) -> Kept:
    return Kept("refused", problems=(Problem(code, params),))
