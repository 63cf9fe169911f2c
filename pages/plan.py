"""规划: the plan as a table, with both methods."""

from biaochi import ui, views

page = ui.begin("plan")
page.pick("area", "plan", "as_of")
page.show(views.plan_title(page.store, page.selection, page.words))
page.show(views.held(page.store, page.selection, page.words, "plan", page.may("edit")))
page.show(views.plan_table(page.store, page.selection, page.words))
page.end()
