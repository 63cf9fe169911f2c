"""修改记录: who changed what and when, one change undone, and what waits to be released."""

from biaochi import ledger, ui

page = ui.begin("history")
page.require("edit")
ledger.show(page)
page.end()
