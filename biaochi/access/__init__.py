"""Who may do what: from a visit (who connects, from where, with which signs of identity) to a user with a role.

Pure: `rules(root)` reads the access part of config.yaml, `identify` applies it to a visit, `may` answers. Whatever
cannot be trusted or read gives less, never more. The page brings the visit (biaochi/visitor.py).
"""

from biaochi.access.people import NEEDS, ROLES, User, identify, may
from biaochi.access.reading import Rules, rules
from biaochi.access.visits import Visit, is_local, is_loopback, is_trusted

__all__ = ["NEEDS", "ROLES", "Rules", "User", "Visit", "identify", "is_local", "is_loopback", "is_trusted", "may",
           "rules"]  # fmt: skip
