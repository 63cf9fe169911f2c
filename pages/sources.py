"""来源: the documents and what stands in them."""

from biaochi import ui, views

page = ui.begin("sources")
page.pick()
page.show(views.source(page.store, page.selection, page.words, page.archive, page.may("edit")))
page.show(views.sources(page.store, page.selection, page.words))
page.end()
