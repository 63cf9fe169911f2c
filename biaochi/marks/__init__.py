"""Marks: inline SVG from pure functions. They weigh nothing, print whole, read aloud, and look the same everywhere.

Colours are CSS custom properties with the light theme as fallback (palette.css gives them their values). Put marks into
a block element: a Markdown line that begins with <svg> or <span> would be read as text.
"""

from biaochi.marks.badge import (
    arrow,
    badge,
    count_groups,
    group_badge,
    held_badge,
    icon,
    legend,
    legend_picture,
    status_strip,
)
from biaochi.marks.bar import bar_items, expected_now, target_bar
from biaochi.marks.course import course, frame_of
from biaochi.marks.dumbbell import dumbbells, dumbbells_svg
from biaochi.marks.framed import framed, size_of
from biaochi.marks.gauge import gauge, has_gauge
from biaochi.marks.heat import heat_table
from biaochi.marks.outlines import outline_boxes, outlines
from biaochi.marks.ranked import bars, ranked_bars, ranked_bars_svg, ranked_row
from biaochi.marks.spark import sparkline
from biaochi.marks.svg import standalone
from biaochi.marks.tiles import tile_boxes, tile_grid

__all__ = ["arrow", "badge", "bar_items", "bars", "count_groups", "course", "dumbbells", "dumbbells_svg",
           "expected_now", "frame_of", "framed", "gauge", "group_badge", "has_gauge", "heat_table",
           "held_badge", "icon", "legend", "legend_picture", "outline_boxes", "outlines", "ranked_bars",
           "ranked_bars_svg", "ranked_row", "size_of", "sparkline", "standalone", "status_strip",
           "target_bar", "tile_boxes", "tile_grid"]
