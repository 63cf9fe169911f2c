"""The verdict on every target, by reference/methods.md: set-wise in SQL, and its explanation step by step."""

from biaochi.progress.explain import Step, explain, reasons
from biaochi.progress.judge import judge_table
from biaochi.progress.queries import assess, select_apart, select_assessments, select_near

__all__ = ["Step", "assess", "explain", "judge_table", "reasons", "select_apart", "select_assessments", "select_near"]
