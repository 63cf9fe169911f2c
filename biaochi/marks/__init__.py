"""Marks: inline SVG from pure functions. They weigh nothing, print whole, read aloud, and look the same everywhere.

Colours are CSS custom properties with the light theme as fallback (palette.css gives them their values). Put marks into
a block element: a Markdown line that begins with <svg> or <span> would be read as text.
"""

from biaochi.marks.badge import arrow, badge, count_groups, group_badge, icon, legend, status_strip
from biaochi.marks.bar import expected_now, target_bar
from biaochi.marks.gauge import gauge, has_gauge
from biaochi.marks.ranked import ranked_bars, ranked_bars_svg
from biaochi.marks.spark import sparkline
from biaochi.marks.svg import standalone
from biaochi.marks.tiles import tile_grid

__all__ = ["arrow", "badge", "count_groups", "expected_now", "gauge", "group_badge", "has_gauge", "icon",
           "legend", "ranked_bars", "ranked_bars_svg", "sparkline", "standalone", "status_strip", "target_bar",
           "tile_grid"]
