"""区域: all figures of one area by theme."""

from biaochi import ui, views

page = ui.begin("area")
page.pick("area", "as_of")
page.show(views.area(page.store, page.selection, page.words))
page.end()
