"""The router: which pages there are stands in biaochi/ui.py, what they show in pages/."""

from biaochi import ui

ui.run()
