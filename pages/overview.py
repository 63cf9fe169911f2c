"""总览: how far is the area with its plans?"""

from biaochi import ui, views

page = ui.begin("overview")
page.pick("area", "plan", "as_of")
page.show(views.overview(page.store, page.selection, page.words))
page.end()
