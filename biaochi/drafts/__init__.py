"""What somebody has changed and not yet saved: the new texts, what they would bring, their difference."""

from biaochi.drafts.beginnings import (
    begin,
    begin_figure,
    begin_next,
    begin_target,
    begin_theme,
    last_period,
    suggest,
)
from biaochi.drafts.draft import Draft, stamp, still
from biaochi.drafts.excerpt import Excerpt, excerpt
from biaochi.drafts.places import Slips, slips
from biaochi.drafts.quoted import Quoted, quoted
from biaochi.drafts.stored import Left, as_left, forget, remember, remembered
from biaochi.drafts.targets import entry_at, entry_changed, of_place
from biaochi.drafts.things import MODELS, Thing, data, document, new_id, texts, things
from biaochi.drafts.told import Line, lines
from biaochi.drafts.trial import Tried, as_it_is, tried

__all__ = ["MODELS", "Draft", "Excerpt", "Left", "Line", "Quoted", "Slips", "Thing", "Tried", "as_it_is", "as_left",
           "begin", "begin_figure", "begin_next", "begin_target", "begin_theme", "data", "document",
           "entry_at", "entry_changed", "excerpt", "forget", "last_period", "lines", "new_id", "of_place",
           "quoted", "remember", "remembered", "slips", "stamp", "still", "suggest", "texts", "things",
           "tried"]  # fmt: skip
