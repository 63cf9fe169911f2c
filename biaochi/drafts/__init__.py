"""What somebody has changed and not yet saved: the new texts, what they would bring, their difference."""

from biaochi.drafts.draft import Draft
from biaochi.drafts.places import Slips, slips
from biaochi.drafts.things import MODELS, Thing, data, document, new_id, texts, things
from biaochi.drafts.told import Line, lines
from biaochi.drafts.trial import Tried, stamp, tried

__all__ = ["MODELS", "Draft", "Line", "Slips", "Thing", "Tried", "data", "document", "lines", "new_id",
           "slips", "stamp", "texts", "things", "tried"]  # fmt: skip
