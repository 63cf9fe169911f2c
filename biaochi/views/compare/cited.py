"""Numbers that open their source, also those that we divided ourselves and those that stand on a drawing."""

from __future__ import annotations

from markupsafe import Markup

from biaochi.store import Row
from biaochi.views.compare.question import Question
from biaochi.views.html import Cite, render

Box = tuple[float, float, float, float]


class Cited(Cite):
    """As Cite; a row with `parts` is a ratio and opens the division with the quotes of both figures."""

    def __init__(self, q: Question) -> None:
        super().__init__(q.words, q.selection)
        self.q = q
        self.ratios: dict[int, Row] = {}

    def __call__(self, figure: Row | None, text: str = "", css: str = "") -> Markup:
        """The figure as a button that opens its quote or its sum; a dash where there is none."""
        if figure is None or not figure.get("parts"):
            return super().__call__(figure, text, css)
        self.ratios[figure["figure"]] = figure
        return Markup('<button type="button" class="bc-num {}" popovertarget="r{}" title="{}">{}</button>').format(
            css, figure["figure"], self.words("page.open_sum"), text or self.words.short(figure)
        )

    def spot(self, row: Row, box: Box) -> Markup:
        """A button without a look of its own over the place of a value on a drawing."""
        said = self.words("mark.ranking_row", area=row["area_name"], figure=row)
        target = f"{'r' if row.get('parts') else 'f'}{row['figure']}"
        kept = self.ratios if row.get("parts") else self.figures
        kept[row["figure"]] = row
        place = "left:{:.2f}%;top:{:.2f}%;width:{:.2f}%;height:{:.2f}%".format(*(share * 100 for share in box))
        spot = Markup('<button type="button" class="bc-spot" popovertarget="{}" aria-label="{}" style="{}"></button>')
        return spot.format(target, said, place)

    def cards(self) -> Markup:
        """The pop-ups of everything that was cited; those of ratios first."""
        sums = [(row, [self.q.whole(part) for part in row["parts"]]) for row in self.ratios.values()]
        divided = render("compare_sums.html", self.words, self.selection, sums=sums) if sums else Markup("")
        return divided + super().cards()
