"""对比: areas side by side where their figures may stand on one axis, and why not where they may not."""

from biaochi import layouts, pickers, ui, views
from biaochi.exports import shown

EXTRA = {"change": ("other", "period"), "several": ("indicators",)}

page = ui.begin("compare")
places = layouts.of(ui.library().root, [row["ref_area"] for row in page.store.areas()])
answer = views.compare(page.store, page.selection, page.words, places)
page.selection, page.options = answer.selection, answer.options
page.notes += answer.notes
first = () if answer.view == "several" else ("thing",)
page.pick(*first, *EXTRA.get(answer.view, ()), "among", "areas", "area", "as_of")
page.show(answer.html)
files = {}
if answer.to_sheet:  # the files are made when they are asked for
    files["csv"] = (f"{answer.name}.csv", "text/csv", shown.later(shown.sheet_csv, answer.to_sheet))
    files["xlsx"] = (f"{answer.name}.xlsx", shown.XLSX, shown.later(shown.sheet_xlsx, answer.to_sheet))
if answer.to_picture:
    files["svg"] = (f"{answer.name}.svg", "image/svg+xml", shown.later(shown.picture_svg, answer.to_picture))
    if shown.can_photograph():
        files["png"] = (f"{answer.name}.png", "image/png", shown.later(shown.picture_png, answer.to_picture))
pickers.downloads(page, files)
page.end()
