"""A quote that checks itself against the archived document it is taken from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from biaochi import drafts, ui, views
from biaochi.workshop.work import Work


def show(page: ui.Page, work: Work, source: Any, said: Mapping[str, Any]) -> None:
    """What the document of this source says to a quote, where the configuration names the folder of documents."""
    document = next((row for row in work.tried(page).store.every_source() if row["source"] == source), None)
    quote = said.get("quote")
    if page.archive and document and isinstance(quote, str) and quote:
        found = drafts.quoted(page.archive, document, quote, said.get("prefix") or "", said.get("suffix") or "")
        page.show(views.edit_quote(found, page.selection, page.words))
