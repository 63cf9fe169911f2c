"""数据质量: what is wrong, missing or doubtful, who should do what about it, and where."""

from biaochi import ui, views

page = ui.begin("quality")
page.pick("area", "as_of")
mends = page.may("edit")
page.show(views.quality(page.store, page.selection, page.words, ui.library().attempt() if mends else None, mends))
page.end()
