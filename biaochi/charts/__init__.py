"""Charts: answer -> Plotly figure as a plain dict. Plotly draws what people explore; everything else is a mark."""

from biaochi.charts.base import CONFIG
from biaochi.charts.multiples import small_multiples
from biaochi.charts.ranking import ranking, slope
from biaochi.charts.trajectory import describe, notes, trajectory

__all__ = ["CONFIG", "describe", "notes", "ranking", "slope", "small_multiples", "trajectory"]
