"""搜索: indicators, areas, plans, documents and concepts by name, pinyin or initials."""

from biaochi import ui, views

page = ui.begin("search")
page.pick("query")
page.show(views.search(page.store, page.selection, page.words))
page.end()
