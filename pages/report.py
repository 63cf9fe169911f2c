"""报告: everything that can be taken along of the current selection, and sentences to copy."""

from biaochi import taking, ui

page = ui.begin("report")
page.pick("area", "plan", "indicator", "as_of")
taking.offer(page)
page.end()
