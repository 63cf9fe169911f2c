"""Evidence: quotes found again in archived documents, figures confirmed by them, numbers without a quote."""

from biaochi.evidence.archive import Archive, Document
from biaochi.evidence.archive import read as read_archive
from biaochi.evidence.archive import stamp as archive_stamp
from biaochi.evidence.checked import Checked, Report, Unread, check, verify, write_verified
from biaochi.evidence.normal import Text, normalise, normalise_with_positions, prepare
from biaochi.evidence.places import Mark, Quote, find, highlight, locate
from biaochi.evidence.reading import text_of
from biaochi.evidence.told import problems, text_report
from biaochi.evidence.uncurated import Uncurated, worklist
from biaochi.evidence.values import holds

__all__ = [
    "Archive", "Checked", "Document", "Mark", "Quote", "Report", "Text", "Uncurated", "Unread", "archive_stamp",
    "check", "find", "highlight", "holds", "locate", "normalise", "normalise_with_positions", "prepare",
    "problems", "read_archive", "text_of", "text_report", "verify", "worklist", "write_verified",
]
