"""Sentences that officials would write, made from assessments: how a plan stands, and one sentence a target."""

from biaochi.sentences.notice import notice, plan_notice, statement
from biaochi.sentences.standing import caveats, standing, why_open
from biaochi.sentences.targets import goal, share

__all__ = ["caveats", "goal", "notice", "plan_notice", "share", "standing", "statement", "why_open"]
