"""Whole views as HTML: answers of the store put into templates, the same for a page, a published file and a slide.

Pure: a view asks the store a few questions and returns Markup; it knows nothing of Streamlit.
"""

from biaochi.views.area import area
from biaochi.views.compare import compare
from biaochi.views.edit import (
    edit_brought,
    edit_changes,
    edit_hint,
    edit_left,
    edit_links,
    edit_quote,
    edit_slips,
    edit_so_far,
    edit_state,
    edit_stopped,
    edit_title,
    edit_unread,
    edit_verdicts,
)
from biaochi.views.frame import footer, header, lost, notice, refusal, waiting
from biaochi.views.grid import MOST as GRID_MESSAGES
from biaochi.views.grid import grid_marks, grid_messages, grid_note, grid_row, grid_said
from biaochi.views.held import held
from biaochi.views.history import (
    changes_list,
    changes_title,
    one_change,
    one_proposal,
    person,
    step_done,
    touches,
    waiting_list,
)
from biaochi.views.html import namer, warm
from biaochi.views.indicator import answer, chart_notes, definition, evidence, indicator_title, others, sum_card
from biaochi.views.overview import overview
from biaochi.views.plan import plan, plan_table, plan_title
from biaochi.views.quality import quality
from biaochi.views.report import notices, report_format, report_group, report_head
from biaochi.views.search import search
from biaochi.views.sources import source, sources

__all__ = [
    "GRID_MESSAGES",
    "answer",
    "area",
    "changes_list",
    "changes_title",
    "chart_notes",
    "compare",
    "definition",
    "edit_brought",
    "edit_changes",
    "edit_hint",
    "edit_left",
    "edit_links",
    "edit_quote",
    "edit_slips",
    "edit_so_far",
    "edit_state",
    "edit_stopped",
    "edit_title",
    "edit_unread",
    "edit_verdicts",
    "evidence",
    "footer",
    "grid_marks",
    "grid_messages",
    "grid_note",
    "grid_row",
    "grid_said",
    "header",
    "held",
    "indicator_title",
    "lost",
    "namer",
    "notice",
    "notices",
    "one_change",
    "one_proposal",
    "others",
    "overview",
    "person",
    "plan",
    "plan_table",
    "plan_title",
    "quality",
    "refusal",
    "report_format",
    "report_group",
    "report_head",
    "search",
    "source",
    "sources",
    "step_done",
    "sum_card",
    "touches",
    "waiting",
    "waiting_list",
    "warm",
]
