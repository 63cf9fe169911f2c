"""演示: a deck of the current selection or a saved one, for a meeting; its numbers do not move."""

from biaochi import stage, ui

page = ui.begin("present")
talk = stage.begin(page)
stage.show(page, talk)
