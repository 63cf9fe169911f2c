"""编辑: the planners' workshop."""

from biaochi import ui, workshop

page = ui.begin("edit")
workshop.show(page)
page.end()
