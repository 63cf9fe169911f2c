"""Sentences that officials would write, made from assessments: how a plan stands, and one sentence a target."""

from biaochi.sentences.notice import notice, plan_notice, statement
from biaochi.sentences.standing import standing, why_open

__all__ = ["notice", "plan_notice", "standing", "statement", "why_open"]
